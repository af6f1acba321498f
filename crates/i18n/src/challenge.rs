//! `/challenge`: what was submitted to the Open Gov Challenge.

super::messages! {
    title { "Open Gov Challenge", "Desafío de Gobierno Abierto", "Défi du gouvernement ouvert" }
    lead {
        "From 2023 to 2028, OGP is asking its members to be more ambitious in ten areas. These are the commitments submitted to the Challenge that we know of, each with its source.",
        "De 2023 a 2028, la OGP invita a sus miembros a elevar su ambición en diez áreas. Estos son los compromisos presentados al Desafío (Open Gov Challenge) de los que tenemos constancia, cada uno con su fuente.",
        "De 2023 à 2028, l’OGP appelle ses membres à relever leur ambition dans dix domaines. Voici les engagements soumis au Défi (Open Gov Challenge) dont nous avons connaissance, chacun avec sa source.",
    }
    incomplete {
        "This list is not complete. OGP’s own tracker has more.",
        "La lista no está completa: el seguimiento de la propia OGP recoge más.",
        "La liste n’est pas complète\u{202f}: le suivi tenu par l’OGP en compte davantage.",
    }
    tracker { "See OGP’s tracker", "Ver el seguimiento de la OGP", "Voir le suivi de l’OGP" }
    description {
        "Commitments submitted to OGP’s Open Gov Challenge, by area, region, level of government and participant, with ratings where they exist.",
        "Compromisos presentados al Desafío de Gobierno Abierto (Open Gov Challenge) de la OGP, por área, región, nivel de gobierno y participante, con sus calificaciones cuando las hay.",
        "Engagements soumis au Défi du gouvernement ouvert (Open Gov Challenge) de l’OGP, par domaine, région, niveau de gouvernement et participant, avec leurs évaluations lorsqu’il y en a.",
    }
    figures { "Figures", "Cifras", "Chiffres" }
    area { "Challenge area", "Área del Desafío", "Domaine du Défi" }
    region { "Region", "Región", "Région" }
    level { "Level of government", "Nivel de gobierno", "Niveau de gouvernement" }
    participant { "Participant", "Participante", "Participant" }
    filters { "Filter Challenge commitments", "Filtrar los compromisos del Desafío", "Filtrer les engagements du Défi" }
    by_area { "By Challenge area", "Por área del Desafío", "Par domaine du Défi" }
    by_region { "By region", "Por región", "Par région" }
    lead_institution(name: &str) { "Lead institution: {name}", "Institución responsable: {name}", "Institution chef de file\u{202f}: {name}" }
    submitted(date: &str) { "submitted {date}", "presentado: {date}", "soumis\u{202f}: {date}" }
    runs(start: &str, end: &str) { "{start} to {end}", "{start} a {end}", "{start} à {end}" }
    starts(date: &str) { "from {date}", "inicio: {date}", "début\u{202f}: {date}" }
    ends(date: &str) { "until {date}", "fin: {date}", "fin\u{202f}: {date}" }
    none { "No commitments match these filters.", "Ningún compromiso cumple estos filtros.", "Aucun engagement ne correspond à ces filtres." }
    start_again { "Clear all filters", "Quitar todos los filtros", "Effacer tous les filtres" }
    featured { "Featured by OGP", "Destacado por la OGP", "Mis en avant par l’OGP" }
    submissions { "Commitments submitted", "Compromisos presentados", "Engagements soumis" }
    not_a_member { "not a member of OGP", "no es miembro de la OGP", "non membre de l’OGP" }
}

super::plurals! {
    // What stands under a number.
    countries(n) { "country" | "countries", "país" | "países", "pays" | "pays" }
    localities(n) { "local government" | "local governments", "gobierno local" | "gobiernos locales", "gouvernement local" | "gouvernements locaux" }
    commitments(n) { "commitment" | "commitments", "compromiso" | "compromisos", "engagement" | "engagements" }
    rated(n) { "rated by the IRM" | "rated by the IRM", "calificado por el IRM" | "calificados por el IRM", "évalué par l’IRM" | "évalués par l’IRM" }
    n_shown(n, all: &str) {
        "{n} of {all} commitments" | "{n} of {all} commitments",
        "{n} compromiso de {all}" | "{n} compromisos de {all}",
        "{n} engagement sur {all}" | "{n} engagements sur {all}",
    }
    finding_of_areas(n, most: &str, count: &str) {
        "{n} commitment. Area with the most: {most} ({count})." | "{n} commitments. Area with the most: {most} ({count}).",
        "{n} compromiso. El área con más compromisos es {most} ({count})." | "{n} compromisos. El área con más compromisos es {most} ({count}).",
        "{n} engagement. Le domaine qui en compte le plus est {most} ({count})." | "{n} engagements. Le domaine qui en compte le plus est {most} ({count}).",
    }
    finding_of_regions(n, most: &str, count: &str) {
        "{n} commitment. Region with the most: {most} ({count})." | "{n} commitments. Region with the most: {most} ({count}).",
        "{n} compromiso. La región con más compromisos es {most} ({count})." | "{n} compromisos. La región con más compromisos es {most} ({count}).",
        "{n} engagement. La région qui en compte le plus est {most} ({count})." | "{n} engagements. La région qui en compte le plus est {most} ({count}).",
    }
}
