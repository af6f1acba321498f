//! `/challenge`: what was submitted to the Open Gov Challenge.

super::messages! {
    title { "Open Gov Challenge", "Desafío de Gobierno Abierto", "Défi du gouvernement ouvert" }
    lead {
        "From 2023 to 2028, OGP calls on its members to raise their ambition in ten areas. These are the commitments submitted to the Challenge that this record knows of, each with the page it was read from.",
        "De 2023 a 2028, la OGP invita a sus miembros a elevar su ambición en diez áreas. Estos son los compromisos presentados al Desafío (Open Gov Challenge) de los que tiene constancia este registro, cada uno con la página de la que procede.",
        "De 2023 à 2028, l’OGP appelle ses membres à relever leur ambition dans dix domaines. Voici les engagements soumis au Défi (Open Gov Challenge) dont ce registre a connaissance, chacun avec la page dont il provient.",
    }
    incomplete {
        "The list is not complete: OGP’s own tracker counts more.",
        "La lista no está completa: el seguimiento de la propia OGP recoge más.",
        "La liste n’est pas complète\u{202f}: le suivi tenu par l’OGP en compte davantage.",
    }
    tracker { "OGP’s tracker", "Seguimiento de la OGP", "Suivi de l’OGP" }
    description {
        "Commitments submitted to OGP’s Open Gov Challenge, by area, region, level of government and participant, with their ratings where there are any.",
        "Compromisos presentados al Desafío de Gobierno Abierto (Open Gov Challenge) de la OGP, por área, región, nivel de gobierno y participante, con sus calificaciones cuando las hay.",
        "Engagements soumis au Défi du gouvernement ouvert (Open Gov Challenge) de l’OGP, par domaine, région, niveau de gouvernement et participant, avec leurs évaluations lorsqu’il y en a.",
    }
    countries { "countries", "países", "pays" }
    localities { "local governments", "gobiernos locales", "gouvernements locaux" }
    commitments { "commitments", "compromisos", "engagements" }
    rated { "rated by the IRM", "calificados por el IRM", "évalués par l’IRM" }
    figures { "Figures", "Cifras", "Chiffres" }
    area { "Challenge area", "Área del Desafío", "Domaine du Défi" }
    region { "Region", "Región", "Région" }
    level { "Level of government", "Nivel de gobierno", "Niveau de gouvernement" }
    participant { "Participant", "Participante", "Participant" }
    filters { "Filter the commitments of the Challenge", "Filtrar los compromisos del Desafío", "Filtrer les engagements du Défi" }
    by_area { "By Challenge area", "Por área del Desafío", "Par domaine du Défi" }
    by_region { "By region", "Por región", "Par région" }
    lead_institution(name: &str) { "Lead institution: {name}", "Institución responsable: {name}", "Institution chef de file\u{202f}: {name}" }
    submitted(date: &str) { "submitted {date}", "presentado: {date}", "soumis\u{202f}: {date}" }
    runs(start: &str, end: &str) { "{start} to {end}", "{start} a {end}", "{start} à {end}" }
    starts(date: &str) { "from {date}", "inicio: {date}", "début\u{202f}: {date}" }
    ends(date: &str) { "until {date}", "fin: {date}", "fin\u{202f}: {date}" }
    none { "Nothing matches all of these filters.", "Nada cumple todos estos filtros.", "Rien ne correspond à tous ces filtres." }
    start_again { "Show everything", "Mostrar todo", "Tout afficher" }
    featured { "Featured by OGP", "Destacado por la OGP", "Mis en avant par l’OGP" }
    submissions { "Commitments submitted", "Compromisos presentados", "Engagements soumis" }
    not_a_member { "not a member of OGP", "no es miembro de la OGP", "non membre de l’OGP" }
}

super::plurals! {
    n_shown(n, all: &str) {
        "{n} commitment of {all}" | "{n} commitments of {all}",
        "{n} compromiso de {all}" | "{n} compromisos de {all}",
        "{n} engagement sur {all}" | "{n} engagements sur {all}",
    }
    finding_of_areas(n, most: &str, count: &str) {
        "{n} commitment. Most common area: {most} ({count})." | "{n} commitments. Most common area: {most} ({count}).",
        "{n} compromiso. El área con más compromisos es {most} ({count})." | "{n} compromisos. El área con más compromisos es {most} ({count}).",
        "{n} engagement. Le domaine qui en compte le plus est {most} ({count})." | "{n} engagements. Le domaine qui en compte le plus est {most} ({count}).",
    }
    finding_of_regions(n, most: &str, count: &str) {
        "{n} commitment. Region with most: {most} ({count})." | "{n} commitments. Region with most: {most} ({count}).",
        "{n} compromiso. La región con más compromisos es {most} ({count})." | "{n} compromisos. La región con más compromisos es {most} ({count}).",
        "{n} engagement. La région qui en compte le plus est {most} ({count})." | "{n} engagements. La région qui en compte le plus est {most} ({count}).",
    }
}
