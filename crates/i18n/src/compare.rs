//! Members or areas beside each other: the chart's texts and its page.

super::messages! {
    like_members(names: &str, described: &str) {
        "{described} (for {names})",
        "Grupo comparable ({names}): {described}",
        "Groupe comparable ({names})\u{202f}: {described}",
    }
    like_areas(names: &str) {
        "All policy areas, same years as {names}",
        "Todas las áreas en los años de los planes de: {names}",
        "Tous les domaines, dans les années de plans de\u{202f}: {names}",
    }
    like_national { "National members", "miembros nacionales", "membres nationaux" }
    like_local { "Local members", "miembros locales", "membres locaux" }
    like_other { "Other members", "otros miembros", "autres membres" }
    like_years { "same years", "mismos años", "mêmes années" }
    note_members {
        "The group shown for a member is all members of the same kind in the same region, itself included, in the years of its own plans.",
        "El «grupo comparable» de un miembro lo forman todos los miembros del mismo tipo en la misma región, incluido él mismo, en los años de sus propios planes.",
        "Sont «\u{202f}comparables\u{202f}» à un membre tous les membres du même type dans la même région, lui-même compris, dans les années de ses propres plans.",
    }
    note_areas {
        "Each area is shown beside commitments on all subjects, its own included, in the years of its own plans. A commitment can belong to several of the areas.",
        "Cada área aparece junto a los compromisos sobre todos los temas, incluida ella misma, en los años de sus propios planes. Un compromiso puede pertenecer a varias de las áreas.",
        "Chaque domaine figure à côté des engagements sur tous les sujets, lui-même compris, dans les années de ses propres plans. Un engagement peut relever de plusieurs des domaines.",
    }
    note_members_differ {
        "Members are rarely alike: plans, periods and scales differ. Shares are shown beside a similar group, not as a ranking.",
        "Rara vez dos miembros son iguales: los planes, los períodos y las escalas difieren. Las proporciones se dan junto al grupo comparable, no como una clasificación.",
        "Deux membres sont rarement semblables\u{202f}: les plans, les périodes et les échelles diffèrent. Les parts sont données à côté du groupe comparable, et non comme un classement.",
    }
    note_areas_differ {
        "Areas differ in kind, and so do their plans, periods and scales. Shares are not a ranking.",
        "Las áreas son de distinta naturaleza, y con ellas difieren los planes, los períodos y las escalas. Las proporciones no son una clasificación.",
        "Les domaines sont de nature différente, et les plans, les périodes et les échelles diffèrent avec eux. Les parts ne sont pas un classement.",
    }
    finding_none(name: &str) {
        "{name} none assessed",
        "{name} ninguno evaluado",
        "{name}\u{202f}: aucun évalué",
    }
    finding(dimension: &str, each: &str) {
        "Share rated high for {dimension}: {each}.",
        "Proporción de nivel alto en {dimension}: {each}.",
        "Part de niveau élevé, {dimension} – {each}.",
    }
    whose { "Group", "Grupo", "Groupe" }
    compared(names: &str) { "{names} compared", "Comparación: {names}", "Comparaison\u{202f}: {names}" }
    compare { "Compare", "Comparar", "Comparer" }
    lead {
        "Compare two to five members, or two to five policy areas. Each member is shown beside the same kind of member in the same region, and each area beside all areas, in the same plan years.",
        "Compare de dos a cinco miembros, o de dos a cinco áreas de política. Cada miembro aparece junto a los del mismo tipo en la misma región, y cada área junto a todas las áreas, en los mismos años de planes.",
        "Comparez de deux à cinq membres, ou de deux à cinq domaines politiques. Chaque membre figure à côté des membres du même type dans la même région, et chaque domaine à côté de tous les domaines, pour les mêmes années de plans.",
    }
    only(heading: &str) { "Only: {heading}.", "Solo: {heading}.", "Uniquement\u{202f}: {heading}." }
    differences { "Where they differ", "En qué difieren", "Ce qui les distingue" }
    rated_high { "Share rated high, of those assessed", "Proporción de nivel alto entre los evaluados", "Part de niveau élevé parmi les évalués" }
    rating { "Rating", "Calificación", "Évaluation" }
    difference { "Highest and lowest share rated high", "Proporción de nivel alto: la mayor y la menor", "Part de niveau élevé\u{202f}: la plus haute et la plus basse" }
    share(name: &str, share: &str, high: &str, of: &str) { "{name} {share} ({high} of {of})", "{name} {share} ({high} de {of})", "{name} {share} ({high} sur {of})" }
    too_few {
        "Too few ratings to compare.",
        "Demasiado pocas calificaciones para comparar.",
        "Trop peu d’évaluations pour comparer.",
    }
    no_difference(share: &str) { "No difference ({share} each).", "Sin diferencia ({share} en cada caso).", "Aucune différence ({share} chacun)." }
    in_figures { "In figures", "En cifras", "En chiffres" }
    in_charts { "In charts", "En gráficos", "En graphiques" }
    ambition_high { "High ambition", "Ambición, nivel alto", "Ambition, niveau élevé" }
    completion_high { "High completion", "Cumplimiento, nivel alto", "Achèvement, niveau élevé" }
    results_high { "High early results", "Resultados tempranos, nivel alto", "Premiers résultats, niveau élevé" }
    high_of_assessed { "Rated high, of those assessed", "Nivel alto entre los evaluados", "Niveau élevé parmi les évalués" }
    few_ratings { " few ratings", " pocas calificaciones", " peu d’évaluations" }
    choose { "Choose what to compare", "Elija qué comparar", "Choisir les éléments à comparer" }
    members { "Members", "Miembros", "Membres" }
    areas { "Policy areas", "Áreas de política", "Domaines politiques" }
    compare_members { "Compare members", "Comparar miembros", "Comparer des membres" }
    compare_areas { "Compare policy areas", "Comparar áreas de política", "Comparer des domaines politiques" }
    none { "None", "Ninguno", "Aucun" }
}

super::plurals! {
    apart(n, highest: &str, lowest: &str) {
        "{n} percentage point apart. {highest}, {lowest}." | "{n} percentage points apart. {highest}, {lowest}.",
        "{n} punto porcentual de diferencia. {highest}, {lowest}." | "{n} puntos porcentuales de diferencia. {highest}, {lowest}.",
        "{n} point de pourcentage d’écart. {highest}, {lowest}." | "{n} points de pourcentage d’écart. {highest}, {lowest}.",
    }
    /// Of those assessed, which is what the words agree with, how many are high.
    finding_one(n, name: &str, high: &str) {
        "{name} {high} of {n} assessed" | "{name} {high} of {n} assessed",
        "{name} {high} de {n} evaluado" | "{name} {high} de {n} evaluados",
        "{name}\u{202f}: {high} sur {n} évalué" | "{name}\u{202f}: {high} sur {n} évalués",
    }
}
