//! The pages of members.

super::messages! {
    heading { "Countries and local governments", "Países y gobiernos locales", "Pays et collectivités locales" }
    member { "Member", "Miembro", "Membre" }
    newest_plan { "Latest plan", "Plan más reciente", "Plan le plus récent" }
    members_in(region: &str) { "Members in {region}", "Miembros: {region}", "Membres\u{202f}: {region}" }
    /// Read out behind a link to all commitments of a region.
    in_region(region: &str) { " in {region}", " ({region})", " ({region})" }
    share(high: &str, assessed: &str) { "{high} of {assessed}", "{high} de {assessed}", "{high} sur {assessed}" }
    none_assessed { " none assessed", " ninguno evaluado", " aucun évalué" }
    few_ratings { "Few ratings", "Pocas calificaciones", "Peu d’évaluations" }
    few_ratings_for(dimensions: &str, few: usize) {
        "Shares for {dimensions} are based on fewer than {few} assessed commitments. Treat them as individual cases, not as a trend.",
        "Algunas proporciones se basan en menos de {few} compromisos evaluados ({dimensions}). Deben leerse como casos aislados, no como una tendencia.",
        "Certaines parts reposent sur moins de {few} engagements évalués ({dimensions}). Elles sont à lire comme des cas isolés, non comme une tendance.",
    }
    these_charts_show { "These charts show: ", "Estos gráficos muestran: ", "Ces graphiques montrent\u{202f}: " }
    show_everything { "Show everything", "Mostrar todo", "Tout afficher" }
    how_far { "Results so far", "Resultados hasta ahora", "Résultats à ce jour" }
    more_charts { "More charts", "Otros gráficos", "Autres graphiques" }
    more_charts_are { "More charts:", "Otros gráficos:", "Autres graphiques\u{202f}:" }
    status_since_day(status: &str, date: &str) { "{status} since {date}. ", "{status} desde el {date}. ", "{status} depuis le {date}. " }
    status_since(status: &str, date: &str) { "{status} since {date}. ", "{status} desde {date}. ", "{status} depuis {date}. " }
    source { "Source", "Fuente", "Source" }
    commitments_stay { ". We still list its commitments.", ". Seguimos mostrando sus compromisos.", ". Nous continuons d’afficher ses engagements." }
    local_in(region: &str, country: &str) {
        "{region} \u{b7} Local government in {country}",
        "{region} \u{b7} Gobierno local ({country})",
        "{region} \u{b7} Gouvernement local ({country})",
    }
    national_in(region: &str) {
        "{region} \u{b7} National government",
        "{region} \u{b7} Gobierno nacional",
        "{region} \u{b7} Gouvernement national",
    }
    /// Of a member's or an area's page; `lead` is a sentence.
    description(name: &str, lead: &str) {
        "{name}: {lead} How far each one got, according to OGP’s IRM.",
        "{name}: {lead} Hasta dónde llegó cada uno, según el IRM de la OGP.",
        "{name}\u{202f}: {lead} Ce qu’il est advenu de chacun, selon l’IRM de l’OGP.",
    }
    promised(what: &str) { "{what}.", "{what}.", "{what}." }
    promised_since(what: &str, first: i32) { "{what} since {first}.", "{what} desde {first}.", "{what} depuis {first}." }
    like_members(kind: &str, region: &str) {
        "{kind} members, {region}",
        "miembros de tipo {kind}, {region}",
        "membres de type {kind}, {region}",
    }
    rated_ambitious(assessed: &str, high: &str, beside: &str) {
        "Of {assessed} rated for ambition, {high} were ambitious{beside}.",
        "De {assessed} calificados por su ambición, {high} eran ambiciosos{beside}.",
        "Sur {assessed} dont l’ambition a été évaluée, {high} étaient ambitieux{beside}.",
    }
    rated_completed(assessed: &str, high: &str, beside: &str) {
        "Of {assessed} whose completion was assessed, {high} were substantially or fully completed{beside}.",
        "De {assessed} cuyo cumplimiento se evaluó, {high} se cumplieron sustancial o totalmente{beside}.",
        "Sur {assessed} dont l’achèvement a été évalué, {high} ont été achevés en grande partie ou en totalité{beside}.",
    }
    rated_strong(assessed: &str, high: &str, beside: &str) {
        "Of {assessed} assessed for early results, {high} had strong ones{beside}.",
        "De {assessed} evaluados por sus resultados tempranos, {high} los tuvieron sólidos{beside}.",
        "Sur {assessed} dont les premiers résultats ont été évalués, {high} en avaient de solides{beside}.",
    }
    compare { "Compare with other members", "Comparar con otros miembros", "Comparer avec d’autres membres" }
    plans { "Action plans", "Planes de acción", "Plans d’action" }
    plan { "Plan", "Plan", "Plan" }
    review { "Review of results", "Revisión de resultados", "Examen des résultats" }
    plans_count(counted: &str) {
        "Plans in the order of their years. Counted: {counted}. “4 of 6” means that the IRM assessed 6 and rated 4 of them high.",
        "Planes en el orden de sus años. Se cuentan: {counted}. «4 de 6» significa que el IRM evaluó 6 y calificó 4 de ellos con el nivel Alto.",
        "Plans dans l’ordre des années. Sont comptés\u{202f}: {counted}. «\u{202f}4 sur 6\u{202f}» signifie que l’IRM en a évalué 6 et en a classé 4 au niveau Élevé.",
    }
    of_all(all: &str) { " of {all}", " de {all}", " sur {all}" }
    no_review { " no review that our data calls pending", " ninguna revisión pendiente según nuestros datos", " aucun examen en attente selon nos données" }
    networks { "Networks", "Redes", "Réseaux" }
    open_algorithms { "Informal network on open algorithms", "Red informal sobre algoritmos abiertos", "Réseau informel sur les algorithmes ouverts" }
    network_entry { "Sources and meetings", "Fuentes y reuniones", "Sources et réunions" }
    challenge { "Open Gov Challenge", "Desafío de Gobierno Abierto", "Défi du gouvernement ouvert" }
    whole_challenge { "All submissions", "Todas las propuestas", "Toutes les soumissions" }
    resources { "Resources about its commitments", "Recursos sobre sus compromisos", "Ressources sur ses engagements" }
    plans_caption {
        "Commitments, high ratings and reviews by action plan",
        "Compromisos, calificaciones de nivel alto y revisiones, por plan de acción",
        "Engagements, évaluations de niveau élevé et examens, par plan d’action",
    }
}

super::plurals! {
    lead(n) {
        "{n} government has commitments here. “6 of 14” means that the IRM assessed 14 commitments and rated 6 of them high. We do not rank members, because their plans and reports differ."
            | "{n} national and local governments have commitments here. “6 of 14” means that the IRM assessed 14 commitments and rated 6 of them high. We do not rank members, because their plans and reports differ.",
        "{n} gobierno con compromisos en este registro. «6 de 14» significa que, de los 14 compromisos que evaluó el IRM, 6 obtuvieron el nivel Alto. Los miembros no se ordenan en una clasificación, porque sus planes e informes son distintos."
            | "{n} gobiernos nacionales y locales con compromisos en este registro. «6 de 14» significa que, de los 14 compromisos que evaluó el IRM, 6 obtuvieron el nivel Alto. Los miembros no se ordenan en una clasificación, porque sus planes e informes son distintos.",
        "{n} gouvernement ayant des engagements dans ce registre. «\u{202f}6 sur 14\u{202f}» signifie que, sur les 14 engagements évalués par l’IRM, 6 ont obtenu le niveau Élevé. Les membres ne font l’objet d’aucun classement, car leurs plans et leurs rapports diffèrent."
            | "{n} gouvernements nationaux et locaux ayant des engagements dans ce registre. «\u{202f}6 sur 14\u{202f}» signifie que, sur les 14 engagements évalués par l’IRM, 6 ont obtenu le niveau Élevé. Les membres ne font l’objet d’aucun classement, car leurs plans et leurs rapports diffèrent.",
    }
    all(n) {
        "All {n} commitments" | "All {n} commitments",
        "Ver {n} compromiso" | "Ver los {n} compromisos",
        "Voir {n} engagement" | "Voir les {n} engagements",
    }
    filter_all(n) {
        "Filter all {n}" | "Filter all {n}",
        "Filtrar {n} compromiso" | "Filtrar los {n} compromisos",
        "Filtrer {n} engagement" | "Filtrer les {n} engagements",
    }
    filter_these(n) {
        "Filter these {n}" | "Filter these {n}",
        "Filtrar este compromiso ({n})" | "Filtrar estos {n} compromisos",
        "Filtrer cet engagement ({n})" | "Filtrer ces {n} engagements",
    }
    review_published(n) {
        "results of {n} published" | "results of {n} published",
        "resultados de {n} publicados" | "resultados de {n} publicados",
        "résultats de {n} publiés" | "résultats de {n} publiés",
    }
    review_due(n, month: &str) {
        "{n} due by {month}" | "{n} due by {month}",
        "{n} pendiente hasta {month}" | "{n} pendientes hasta {month}",
        "{n} attendu d’ici {month}" | "{n} attendus d’ici {month}",
    }
    review_overdue(n, month: &str) {
        "{n} overdue, expected by {month}" | "{n} overdue, expected by {month}",
        "{n} atrasado, se esperaba para {month}" | "{n} atrasados, se esperaban para {month}",
        "{n} en retard, attendu pour {month}" | "{n} en retard, attendus pour {month}",
    }
    overdue(n) {
        "The review of {n} plan is overdue in our data." | "The reviews of {n} plans are overdue in our data.",
        "La revisión de {n} plan está atrasada en nuestros datos." | "Las revisiones de {n} planes están atrasadas en nuestros datos.",
        "L’examen de {n} plan est en retard dans nos données." | "Les examens de {n} plans sont en retard dans nos données.",
    }
}
