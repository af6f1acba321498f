//! Members or areas beside each other: the chart's texts and its page.

super::messages! {
    like_members(names: &str, described: &str) {
        "Like {names}: {described}",
        "Grupo comparable ({names}): {described}",
        "Groupe comparable ({names})\u{202f}: {described}",
    }
    like_areas(names: &str) {
        "All areas in the plan years of: {names}",
        "Todas las áreas en los años de los planes de: {names}",
        "Tous les domaines, dans les années de plans de\u{202f}: {names}",
    }
    like_national { "national members", "miembros nacionales", "membres nationaux" }
    like_local { "local members", "miembros locales", "membres locaux" }
    like_other { "other members", "otros miembros", "autres membres" }
    like_years { "same plan years", "mismos años de planes", "mêmes années de plans" }
    note_members {
        "“Like” a member are all members of the same kind in the same region, itself included, in the years of its own plans.",
        "El «grupo comparable» de un miembro lo forman todos los miembros del mismo tipo en la misma región, incluido él mismo, en los años de sus propios planes.",
        "Sont «\u{202f}comparables\u{202f}» à un membre tous les membres du même type dans la même région, lui-même compris, dans les années de ses propres plans.",
    }
    note_areas {
        "Each area stands beside the commitments on all subjects, itself included, in the years of its own plans. A commitment may belong to several of the areas.",
        "Cada área aparece junto a los compromisos sobre todos los temas, incluida ella misma, en los años de sus propios planes. Un compromiso puede pertenecer a varias de las áreas.",
        "Chaque domaine figure à côté des engagements sur tous les sujets, lui-même compris, dans les années de ses propres plans. Un engagement peut relever de plusieurs des domaines.",
    }
    note_members_differ {
        "Two members are seldom alike: plans, periods and scales differ. Shares are given beside the like group, not as a ranking.",
        "Rara vez dos miembros son iguales: los planes, los períodos y las escalas difieren. Las proporciones se dan junto al grupo comparable, no como una clasificación.",
        "Deux membres sont rarement semblables\u{202f}: les plans, les périodes et les échelles diffèrent. Les parts sont données à côté du groupe comparable, et non comme un classement.",
    }
    note_areas_differ {
        "Areas differ in kind, and plans, periods and scales with them. Shares are not a ranking.",
        "Las áreas son de distinta naturaleza, y con ellas difieren los planes, los períodos y las escalas. Las proporciones no son una clasificación.",
        "Les domaines sont de nature différente, et les plans, les périodes et les échelles diffèrent avec eux. Les parts ne sont pas un classement.",
    }
    finding_none(name: &str) {
        "{name} none assessed",
        "{name}: ninguno evaluado",
        "{name}\u{202f}: aucun évalué",
    }
    finding(dimension: &str, each: &str) {
        "{dimension}, high: {each}.",
        "{dimension}, nivel alto. {each}.",
        "{dimension}, niveau élevé – {each}.",
    }
    whose { "Whose", "Grupo", "Ensemble" }
    compared(names: &str) { "{names} compared", "Comparación: {names}", "Comparaison\u{202f}: {names}" }
    compare { "Compare", "Comparar", "Comparer" }
    lead {
        "Two to five members, or two to five policy areas, each beside those like it: the same kind of member in the same region, in the same plan years.",
        "De dos a cinco miembros, o de dos a cinco áreas de política, cada uno junto a los que se le parecen: el mismo tipo de miembro en la misma región, en los mismos años de planes.",
        "De deux à cinq membres, ou de deux à cinq domaines politiques, chacun à côté de ceux qui lui ressemblent\u{202f}: le même type de membre dans la même région, dans les mêmes années de plans.",
    }
    in_figures { "In figures", "En cifras", "En chiffres" }
    in_charts { "In charts", "En gráficos", "En graphiques" }
    ambition_high { "Ambition, high", "Ambición, nivel alto", "Ambition, niveau élevé" }
    completion_high { "Completion, high", "Cumplimiento, nivel alto", "Achèvement, niveau élevé" }
    results_high { "Early results, high", "Resultados tempranos, nivel alto", "Premiers résultats, niveau élevé" }
    high_of_assessed { "High of those assessed", "Nivel alto entre los evaluados", "Niveau élevé parmi les évalués" }
    few_ratings { " few ratings", " pocas calificaciones", " peu d’évaluations" }
    choose { "Choose what to compare", "Elija qué comparar", "Choisir les éléments à comparer" }
    members { "Members", "Miembros", "Membres" }
    areas { "Policy areas", "Áreas de política", "Domaines politiques" }
    compare_members { "Compare members", "Comparar miembros", "Comparer des membres" }
    compare_areas { "Compare policy areas", "Comparar áreas de política", "Comparer des domaines politiques" }
    none { "None", "Ninguno", "Aucun" }
}

super::plurals! {
    /// Of those assessed, which is what the words agree with, how many are high.
    finding_one(n, name: &str, high: &str) {
        "{name} {high} of {n} assessed" | "{name} {high} of {n} assessed",
        "{name}: {high} de {n} evaluado" | "{name}: {high} de {n} evaluados",
        "{name}\u{202f}: {high} sur {n} évalué" | "{name}\u{202f}: {high} sur {n} évalués",
    }
}
