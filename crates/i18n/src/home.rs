//! The overview.

super::messages! {
    description {
        "What governments promised on digital governance through the Open Government Partnership, how far each promise got according to its Independent Reporting Mechanism, and how we know.",
        "Qué prometieron los gobiernos en materia de gobernanza digital en el marco de la Alianza para el Gobierno Abierto, hasta dónde llegó cada promesa según su Mecanismo de Revisión Independiente y cómo lo sabemos.",
        "Ce que les gouvernements ont promis en matière de gouvernance numérique dans le cadre du Partenariat pour un gouvernement ouvert, ce qu’il est advenu de chaque promesse selon son Mécanisme d’évaluation indépendant, et comment nous le savons.",
    }
    heading {
        "What governments promised on digital governance in the Open Government Partnership (OGP), how far each promise got, and how we know",
        "Qué prometieron los gobiernos en materia de gobernanza digital en la Alianza para el Gobierno Abierto (OGP), hasta dónde llegó cada promesa y cómo lo sabemos",
        "Ce que les gouvernements ont promis en matière de gouvernance numérique dans le Partenariat pour un gouvernement ouvert (OGP), ce qu’il est advenu de chaque promesse, et comment nous le savons",
    }
    rated_by {
        "In the Open Government Partnership (OGP), governments promise reforms that they draw up with civil society. OGP’s independent reviewers, the IRM, rate how ambitious each promise was, how much of it was done, and whether government became more open.",
        "En la Alianza para el Gobierno Abierto (OGP), los gobiernos prometen reformas que elaboran con la sociedad civil. El mecanismo de revisión independiente de la OGP (IRM) califica cuán ambiciosa era cada promesa, cuánto se cumplió y si el gobierno se volvió más abierto.",
        "Dans le Partenariat pour un gouvernement ouvert (OGP), les gouvernements promettent des réformes élaborées avec la société civile. Le mécanisme d’évaluation indépendant de l’OGP (IRM) évalue l’ambition de chaque promesse, ce qui en a été réalisé, et si l’action publique est devenue plus ouverte.",
    }
    searches {
        "Search titles, texts, institutions and countries, or ",
        "Busque en títulos, textos, instituciones y países. También puede ",
        "Recherchez dans les titres, les textes, les institutions et les pays. Vous pouvez aussi ",
    }
    assessed_means {
        "“Assessed” means rated by OGP’s Independent Reporting Mechanism (IRM). No rating here does not mean a low rating. ",
        "«Evaluado» significa calificado por el Mecanismo de Revisión Independiente (IRM) de la OGP. Que un compromiso no tenga aquí calificación no significa que tenga una calificación baja. ",
        "«\u{202f}Évalué\u{202f}» signifie évalué par le Mécanisme d’évaluation indépendant (IRM) de l’OGP. L’absence d’évaluation ici ne signifie pas une évaluation faible. ",
    }
    /// A link to all that is counted, for example "browse 977 digital commitments".
    browse_all(counted: &str) { "browse {counted}", "ver {counted}", "parcourir {counted}" }
    how_ratings_work { "How ratings work", "Cómo funcionan las calificaciones", "Comment fonctionnent les évaluations" }
    how_far { "Results so far", "Resultados hasta ahora", "Résultats à ce jour" }
    trend { "Ratings by plan year", "Calificaciones por año del plan", "Évaluations par année du plan" }
    trend_counts(counted: &str) {
        "Share rated high of those assessed, by the year in which the plan was submitted. Counted: {counted}.",
        "Proporción calificada con el nivel Alto entre los evaluados, por el año de presentación del plan. Se cuentan: {counted}.",
        "Part classée au niveau Élevé parmi les engagements évalués, selon l’année de présentation du plan. Sont comptés\u{202f}: {counted}.",
    }
    newest { "From the latest plans", "De los planes más recientes", "Issus des plans les plus récents" }
    all_newest_first {
        "See all, newest first",
        "Ver todos, los más recientes primero",
        "Tout voir, les plus récents d’abord",
    }
    ambitious { "ambitious", "ambiciosos", "ambitieux" }
    completed {
        "substantially or fully completed at the last review we hold",
        "cumplidos sustancial o totalmente según la última revisión que tenemos",
        "achevés en grande partie ou en totalité selon le dernier examen dont nous disposons",
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
    order_of_areas {
        "Digital Governance and its parts, then the areas with the most commitments counted here.",
        "La gobernanza digital y sus partes; después, las áreas con más compromisos de los que aquí se cuentan.",
        "La gouvernance numérique et ses volets, puis ceux qui comptent ici le plus d’engagements.",
    }
    all_areas { "All policy areas", "Todas las áreas de política", "Tous les domaines politiques" }
    by_region { "By region", "Por región", "Par région" }
    worth_copying { "Worth copying", "Dignos de imitar", "À imiter" }
    all_worth_copying { "See all", "Ver todos", "Tout voir" }
    why_worth_copying {
        "Rated ambitious, substantially or fully completed at the last review we hold, and with strong early results.",
        "Calificados como ambiciosos, cumplidos sustancial o totalmente según la última revisión que tenemos y con resultados tempranos sólidos.",
        "Jugés ambitieux, achevés en grande partie ou en totalité selon le dernier examen dont nous disposons, avec de solides premiers résultats.",
    }
    all_overdue {
        "See every commitment whose IRM review is overdue in our data",
        "Ver todos los compromisos con revisión del IRM atrasada en nuestros datos",
        "Voir tous les engagements dont l’examen de l’IRM est en retard dans nos données",
    }
    what_overdue_means(months: u32) {
        "The IRM’s report on results usually follows {months} months after a plan ends. For these plans our sources showed the review as pending, and that time has passed. A report may have come out since we read them. “Overdue” is about that report, not about the government’s work.",
        "El informe del IRM sobre los resultados suele publicarse {months} meses después del final del plan. En estos planes nuestras fuentes mostraban la revisión como pendiente y ese plazo ha pasado. Es posible que el informe se haya publicado después. «Atrasada» se refiere a ese informe, no al trabajo del gobierno.",
        "Le rapport de l’IRM sur les résultats paraît en général {months} mois après la fin du plan. Pour ces plans, nos sources indiquaient un examen en attente et ce délai est passé. Un rapport a pu paraître depuis. «\u{202f}En retard\u{202f}» concerne ce rapport, non le travail du gouvernement.",
    }
    all_members { "All members", "Todos los miembros", "Tous les membres" }
    pointed_out { "Highlighted by OGP", "Destacados por la OGP", "Mis en avant par l’OGP" }
    /// Behind a title that leads to another site.
    on_site(host: &str) { "(on {host})", "(en {host})", "(sur {host})" }
    not_yet_here { "not yet in our data", "aún no figura en este registro", "pas encore dans ce registre" }
}

super::plurals! {
    digital_promises(n, first: i32) {
        "{n} digital promise by governments since {first}, in our data" | "{n} digital promises by governments since {first}, in our data",
        "{n} promesa digital de gobiernos desde {first} en nuestros datos" | "{n} promesas digitales de gobiernos desde {first} en nuestros datos",
        "{n} promesse numérique de gouvernements depuis {first}, dans nos données" | "{n} promesses numériques de gouvernements depuis {first}, dans nos données",
    }
    digital_and_open_data_promises(n, first: i32) {
        "{n} promise by governments on digital matters and open data since {first}, in our data"
            | "{n} promises by governments on digital matters and open data since {first}, in our data",
        "{n} promesa de gobiernos sobre temas digitales y datos abiertos desde {first} en nuestros datos"
            | "{n} promesas de gobiernos sobre temas digitales y datos abiertos desde {first} en nuestros datos",
        "{n} promesse de gouvernements sur le numérique et les données ouvertes depuis {first}, dans nos données"
            | "{n} promesses de gouvernements sur le numérique et les données ouvertes depuis {first}, dans nos données",
    }
    digital_governance_promises(n, first: i32) {
        "{n} promise by governments that OGP tags Digital Governance, since {first}, in our data"
            | "{n} promises by governments that OGP tags Digital Governance, since {first}, in our data",
        "{n} promesa de gobiernos que la OGP etiqueta como Gobernanza digital, desde {first}, en nuestros datos"
            | "{n} promesas de gobiernos que la OGP etiqueta como Gobernanza digital, desde {first}, en nuestros datos",
        "{n} promesse de gouvernements que l’OGP classe sous Gouvernance numérique, depuis {first}, dans nos données"
            | "{n} promesses de gouvernements que l’OGP classe sous Gouvernance numérique, depuis {first}, dans nos données",
    }
    promises(n, first: i32) {
        "{n} promise by governments since {first}, in our data" | "{n} promises by governments since {first}, in our data",
        "{n} promesa de gobiernos desde {first} en nuestros datos" | "{n} promesas de gobiernos desde {first} en nuestros datos",
        "{n} promesse de gouvernements depuis {first}, dans nos données" | "{n} promesses de gouvernements depuis {first}, dans nos données",
    }
    overdue_reviews(n) {
        "IRM review overdue in our data: {n} plan" | "IRM reviews overdue in our data: {n} plans",
        "Revisión del IRM atrasada en nuestros datos: {n} plan" | "Revisiones del IRM atrasadas en nuestros datos: {n} planes",
        "Examen de l’IRM en retard dans nos données\u{202f}: {n} plan" | "Examens de l’IRM en retard dans nos données\u{202f}: {n} plans",
    }
    overdue_plan(n, member: &str, plan: &str) {
        "{member}, {plan}: {n} commitment" | "{member}, {plan}: {n} commitments",
        "{member}, {plan}: {n} compromiso" | "{member}, {plan}: {n} compromisos",
        "{member}, {plan}\u{202f}: {n} engagement" | "{member}, {plan}\u{202f}: {n} engagements",
    }
    find_country(n) {
        "Find your country or city ({n} member in our data, A to Z)" | "Find your country or city (all {n} members in our data, A to Z)",
        "Busque su país o ciudad ({n} miembro en nuestros datos, de la A a la Z)" | "Busque su país o ciudad (los {n} miembros en nuestros datos, de la A a la Z)",
        "Trouver votre pays ou votre ville ({n} membre dans nos données, de A à Z)" | "Trouver votre pays ou votre ville (les {n} membres dans nos données, de A à Z)",
    }
    from_members(n) {
        "made by {n} member" | "made by {n} members",
        "asumidos por {n} miembro" | "asumidos por {n} miembros",
        "pris par {n} membre" | "pris par {n} membres",
    }
    from_members_of_year(n, year: i32) {
        "made by {n} member, in {year} plans" | "made by {n} members, in {year} plans",
        "asumidos por {n} miembro, en planes de {year}" | "asumidos por {n} miembros, en planes de {year}",
        "pris par {n} membre, dans des plans de {year}" | "pris par {n} membres, dans des plans de {year}",
    }
    from_members_of_years(n, first: i32, last: i32) {
        "made by {n} member, in plans from {first} to {last}" | "made by {n} members, in plans from {first} to {last}",
        "asumidos por {n} miembro, en planes de {first} a {last}" | "asumidos por {n} miembros, en planes de {first} a {last}",
        "pris par {n} membre, dans des plans de {first} à {last}" | "pris par {n} membres, dans des plans de {first} à {last}",
    }
}
