//! The overview.

super::messages! {
    description {
        "What governments promised on digital governance through the Open Government Partnership, how far each promise got according to its Independent Reporting Mechanism, and how we know.",
        "Qué prometieron los gobiernos en materia de gobernanza digital en el marco de la Alianza para el Gobierno Abierto, hasta dónde llegó cada promesa según su Mecanismo de Revisión Independiente y cómo lo sabemos.",
        "Ce que les gouvernements ont promis en matière de gouvernance numérique dans le cadre du Partenariat pour un gouvernement ouvert, ce qu’il est advenu de chaque promesse selon son Mécanisme d’évaluation indépendant, et comment nous le savons.",
    }
    heading {
        "What governments promised on digital governance, how far each promise got, and how we know",
        "Qué prometieron los gobiernos en materia de gobernanza digital, hasta dónde llegó cada promesa y cómo lo sabemos",
        "Ce que les gouvernements ont promis en matière de gouvernance numérique, ce qu’il est advenu de chaque promesse, et comment nous le savons",
    }
    searches {
        "Search titles, texts, institutions and members, or ",
        "Busque en títulos, textos, instituciones y miembros. También puede ",
        "Recherchez dans les titres, les textes, les institutions et les membres. Vous pouvez aussi ",
    }
    assessed_means {
        "“Assessed” means rated by OGP’s Independent Reporting Mechanism (IRM). A commitment with no rating here has not been rated low. ",
        "«Evaluado» significa calificado por el Mecanismo de Revisión Independiente (IRM) de la OGP. Que un compromiso no tenga aquí calificación no significa que tenga una calificación baja. ",
        "«\u{202f}Évalué\u{202f}» signifie évalué par le Mécanisme d’évaluation indépendant (IRM) de l’OGP. Un engagement sans évaluation ici n’est pas un engagement évalué comme faible. ",
    }
    how_ratings_work { "How ratings work", "Cómo funcionan las calificaciones", "Comment fonctionnent les évaluations" }
    how_far { "Results so far", "Resultados hasta ahora", "Résultats à ce jour" }
    newest { "From the latest plans", "De los planes más recientes", "Issus des plans les plus récents" }
    all_newest_first {
        "All commitments, newest first",
        "Todos los compromisos, los más recientes primero",
        "Tous les engagements, les plus récents d’abord",
    }
    ambitious { "ambitious", "ambiciosos", "ambitieux" }
    completed {
        "substantially or fully completed",
        "cumplidos sustancial o totalmente",
        "achevés en grande partie ou en totalité",
    }
    strong_results {
        "had strong early results",
        "con resultados tempranos sólidos",
        "ayant eu de solides premiers résultats",
    }
    none_assessed { "none assessed", "ninguno evaluado", "aucun n’a été évalué" }
    too_few {
        "assessed: too few for a share",
        "evaluados, demasiado pocos para dar una proporción",
        "évalués, trop peu nombreux pour calculer une part",
    }
    of_assessed(share: &str) { "{share} of those assessed", "{share} de los evaluados", "{share} des engagements évalués" }
    out_of(whole: &str) { " of {whole}", " de {whole}", " sur {whole}" }
    ways_in { "Browse", "Explorar", "Parcourir" }
    by_area { "By policy area", "Por área de política", "Par domaine politique" }
    all_areas { "All policy areas", "Todas las áreas de política", "Tous les domaines politiques" }
    by_region { "By region", "Por región", "Par région" }
    by_member {
        "By member, most commitments first",
        "Por miembro, de más a menos compromisos",
        "Par membre, du plus grand au plus petit nombre d’engagements",
    }
    all_members { "All members", "Todos los miembros", "Tous les membres" }
    pointed_out { "Highlighted by OGP", "Destacados por la OGP", "Mis en avant par l’OGP" }
    not_yet_here { "not yet in our data", "aún no figura en este registro", "pas encore dans ce registre" }
}

super::plurals! {
    browse_all(n) {
        "browse all {n} commitment" | "browse all {n} commitments",
        "ver el compromiso registrado ({n})" | "ver los {n} compromisos",
        "parcourir l’engagement enregistré ({n})" | "parcourir les {n} engagements",
    }
    /// What stands under a number of commitments.
    noun(n) { "commitment" | "commitments", "compromiso" | "compromisos", "engagement" | "engagements" }
    from_members(n) {
        "from {n} member" | "from {n} members",
        "de {n} miembro" | "de {n} miembros",
        "de {n} membre" | "de {n} membres",
    }
    from_members_of_year(n, year: i32) {
        "from {n} member, {year} plans" | "from {n} members, {year} plans",
        "de {n} miembro, planes de {year}" | "de {n} miembros, planes de {year}",
        "de {n} membre, plans de {year}" | "de {n} membres, plans de {year}",
    }
    from_members_of_years(n, first: i32, last: i32) {
        "from {n} member, plans from {first} to {last}" | "from {n} members, plans from {first} to {last}",
        "de {n} miembro, planes de {first} a {last}" | "de {n} miembros, planes de {first} a {last}",
        "de {n} membre, plans de {first} à {last}" | "de {n} membres, plans de {first} à {last}",
    }
}
