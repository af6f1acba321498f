//! What every page has around it.

super::messages! {
    skip { "Skip to main content", "Saltar al contenido", "Aller au contenu" }
    nav_main { "Main", "Principal", "Principale" }
    nav_footer { "Footer", "Pie de página", "Pied de page" }
    commitments { "Commitments", "Compromisos", "Engagements" }
    charts { "Charts", "Gráficos", "Graphiques" }
    compare { "Compare", "Comparar", "Comparer" }
    challenge { "Challenge", "Desafío", "Défi" }
    guide { "Guide", "Guía", "Guide" }
    network { "Network", "Red", "Réseau" }
    resources { "Resources", "Recursos", "Ressources" }
    method { "Method", "Método", "Méthode" }
    data { "Data", "Datos", "Données" }
    changes { "Changes", "Cambios", "Modifications" }
    staff { "Staff", "Equipo", "Équipe" }
    search { "Search", "Buscar", "Rechercher" }
    menu { "Menu", "Menú", "Menu" }
    countries { "Countries", "Países", "Pays" }
    topics { "Topics", "Temas", "Thèmes" }
    about_link { "About", "Acerca de", "À propos" }
    method_is {
        "What OGP’s Independent Reporting Mechanism (IRM) rates, on which scales, and what can be compared.",
        "Qué califica el Mecanismo de Revisión Independiente (IRM) de la OGP, con qué escalas, y qué se puede comparar.",
        "Ce qu’évalue le Mécanisme d’évaluation indépendant (IRM) de l’OGP, sur quelles échelles, et ce qui peut être comparé.",
    }
    data_is {
        "Download everything, use the API, and see where each part comes from.",
        "Descargue todo, use la API y consulte de dónde procede cada parte.",
        "Téléchargez tout, utilisez l’API et voyez d’où vient chaque partie.",
    }
    api { "API", "API", "API" }
    api_is {
        "Read the data from your own programs, with examples to copy.",
        "Lea los datos desde sus propios programas, con ejemplos para copiar.",
        "Lisez les données depuis vos propres programmes, avec des exemples à copier.",
    }
    coverage { "Coverage", "Cobertura", "Couverture" }
    coverage_is {
        "How much of each action plan is in our data, and what is missing.",
        "Cuánto de cada plan de acción está en nuestros datos y qué falta.",
        "Ce que nos données contiennent de chaque plan d’action, et ce qui manque.",
    }
    reports { "IRM reports", "Informes del IRM", "Rapports de l’IRM" }
    reports_is {
        "The IRM reports that our data cites, by member and plan.",
        "Los informes del IRM que citan nuestros datos, por miembro y plan.",
        "Les rapports de l’IRM cités dans nos données, par membre et par plan.",
    }
    changes_is {
        "Everything that was added or changed, when and why.",
        "Todo lo que se añadió o cambió, cuándo y por qué.",
        "Tout ce qui a été ajouté ou modifié, quand et pourquoi.",
    }
    guide_is {
        "From what you want to change to commitments that others have made.",
        "De lo que quiere cambiar a los compromisos que otros han asumido.",
        "De ce que vous voulez changer aux engagements que d’autres ont pris.",
    }
    challenge_is {
        "Commitments of the Open Gov Challenge.",
        "Compromisos del Desafío de Gobierno Abierto.",
        "Engagements du Défi du gouvernement ouvert.",
    }
    network_is {
        "An informal network on open algorithms, and the governments and partners that sources connect with it.",
        "Una red informal sobre algoritmos abiertos, y los gobiernos y socios que las fuentes relacionan con ella.",
        "Un réseau informel sur les algorithmes ouverts, et les gouvernements et partenaires que les sources y rattachent.",
    }
    resources_is {
        "Reports, tools and examples, each with its source.",
        "Informes, herramientas y ejemplos, cada uno con su fuente.",
        "Rapports, outils et exemples, chacun avec sa source.",
    }
    search_site { "Search countries, topics and commitments", "Buscar países, temas y compromisos", "Rechercher pays, thèmes et engagements" }
    search_example { "Uruguay, algorithms, UK0098 …", "Uruguay, algoritmos, UK0098…", "Uruguay, algorithmes, UK0098…" }
    about {
        "A public record of what governments promised on digital governance through the Open Government Partnership, and how far each promise got. This is not an official OGP website.",
        "Un registro público de lo que los gobiernos prometieron en materia de gobernanza digital en el marco de la Alianza para el Gobierno Abierto, y de hasta dónde llegó cada promesa. No es un sitio oficial de la OGP.",
        "Un registre public de ce que les gouvernements ont promis en matière de gouvernance numérique dans le cadre du Partenariat pour un gouvernement ouvert, et de ce qu’il est advenu de chaque promesse. Ce n’est pas un site officiel de l’OGP.",
    }
    version(number: &str, date: &str) { "Data version {number}, {date}.", "Versión de los datos {number}, {date}.", "Version {number} des données, {date}." }
    version_undated(number: &str) { "Data version {number}.", "Versión de los datos {number}.", "Version {number} des données." }
    whose {
        "Ratings come from OGP’s Independent Reporting Mechanism, and policy tags from OGP’s Support Unit.",
        "Las calificaciones proceden del Mecanismo de Revisión Independiente de la OGP, y las etiquetas temáticas, de su Unidad de Apoyo.",
        "Les évaluations proviennent du Mécanisme d’évaluation indépendant de l’OGP, et les étiquettes thématiques de son Unité de soutien.",
    }
    licence { "Software: MIT or Apache-2.0. Data: see ", "Programa: MIT o Apache-2.0. Datos: véase ", "Logiciel\u{202f}: MIT ou Apache-2.0. Données\u{202f}: voir " }
    where_from { "sources and terms", "fuentes y condiciones", "sources et conditions" }
    demonstration { "Demonstration data.", "Datos de demostración.", "Données de démonstration." }
    demonstration_means {
        "The commitments and ratings shown here are invented, so that every chart has something to show.",
        "Los compromisos y las calificaciones que se muestran aquí son inventados, para que ningún gráfico quede vacío.",
        "Les engagements et les évaluations présentés ici sont inventés, afin qu’aucun graphique ne reste vide.",
    }
    stale {
        "The data cannot be reached at the moment.",
        "En este momento no se puede acceder a los datos.",
        "Les données sont inaccessibles pour le moment.",
    }
    stale_means {
        "You are viewing the last version that was read. It may have changed since.",
        "Está viendo la última versión leída. Puede haber cambiado desde entonces.",
        "Vous consultez la dernière version lue. Elle a pu changer depuis.",
    }
    past { "Earlier version of the data", "Versión anterior de los datos", "Version antérieure des données" }
    past_is(date: &str) { "You are viewing the data as published on {date}.", "Está viendo los datos tal como estaban publicados el {date}.", "Vous consultez les données telles que publiées le {date}." }
    past_means {
        "It may have changed since. This address will always show this version.",
        "Pueden haber cambiado desde entonces. Esta dirección mostrará siempre esta versión.",
        "Elles ont pu changer depuis. Cette adresse affichera toujours cette version.",
    }
    past_not_over {
        "This day is not over yet (UTC). Anything published before it ends will appear here too.",
        "Este día aún no ha terminado (UTC). Lo que se publique antes de que termine también aparecerá aquí.",
        "Ce jour n’est pas encore terminé (UTC). Ce qui sera publié avant sa fin apparaîtra ici aussi.",
    }
    cite_this { "Cite this:", "Cómo citar:", "Pour citer\u{202f}:" }
    citation(what: &str, version: &str, address: &str) {
        "OGP commitment tracker, “{what}”, {version}. {address}",
        "OGP commitment tracker, «{what}», {version}. {address}",
        "OGP commitment tracker, «\u{202f}{what}\u{202f}», {version}. {address}",
    }
    present { "See the current version", "Ver la versión actual", "Voir la version actuelle" }
    breadcrumb { "Breadcrumb", "Ruta de navegación", "Fil d’Ariane" }
    language { "Language", "Idioma", "Langue" }
    /// What a picture of a chart shows, for those who do not see it.
    picture_of(chart: &str, shows: &str) {
        "Chart: {chart}. {shows}",
        "Gráfico: {chart}. {shows}",
        "Graphique\u{202f}: {chart}. {shows}",
    }
    as_of(date: &str) { " as of {date}", " al {date}", " au {date}" }
}

super::plurals! {
    n_commitments(n) {
        "{n} commitment" | "{n} commitments",
        "{n} compromiso" | "{n} compromisos",
        "{n} engagement" | "{n} engagements",
    }
    n_members(n) {
        "{n} member" | "{n} members",
        "{n} miembro" | "{n} miembros",
        "{n} membre" | "{n} membres",
    }
}
