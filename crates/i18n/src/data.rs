//! What the data is, where it comes from, and how to take it away.

super::messages! {
    heading { "Data", "Datos", "Données" }
    lead {
        "Download all our commitments, in the columns listed below.",
        "Descargue todos los compromisos, en las columnas que se enumeran más abajo.",
        "Téléchargez tous les engagements, selon les colonnes énumérées plus bas.",
    }
    downloads { "Downloads", "Descargas", "Téléchargements" }
    all_as_csv { "All commitments (CSV)", "Todos los compromisos (CSV)", "Tous les engagements (CSV)" }
    ratings_as_csv { "Ratings, one per row (CSV)", "Calificaciones, una por fila (CSV)", "Évaluations, une par ligne (CSV)" }
    ratings_lead {
        "ratings.csv has a row for each rating in force, earlier ones included: the long form, which statistics software usually needs. commitments.csv has a row for each commitment, with its current ratings side by side. The same rows are available as JSON and NDJSON. A commitment without any rating has no row there.",
        "ratings.csv tiene una fila por cada calificación en vigor, también las anteriores: el formato largo que piden los programas de estadística. commitments.csv tiene una fila por compromiso, con sus calificaciones actuales una junto a otra. Las mismas filas están disponibles en JSON y NDJSON. Un compromiso sin calificación no tiene fila allí.",
        "ratings.csv a une ligne par évaluation en vigueur, y compris les antérieures\u{202f}: le format long que demandent les logiciels de statistique. commitments.csv a une ligne par engagement, avec ses évaluations actuelles côte à côte. Les mêmes lignes existent en JSON et en NDJSON. Un engagement sans évaluation n’y a pas de ligne.",
    }
    ratings_columns { "Columns of the ratings", "Columnas de las calificaciones", "Colonnes des évaluations" }
    ratings_dictionary { "What each column of ratings.csv holds", "Qué contiene cada columna de ratings.csv", "Contenu de chaque colonne de ratings.csv" }
    recipes { "Read the data in one line", "Lea los datos en una línea", "Lire les données en une ligne" }
    recipes_lead {
        "Every file takes the filters of a list: add them to the address, for example ",
        "Cada archivo admite los filtros de una lista: añádalos a la dirección, por ejemplo ",
        "Chaque fichier accepte les filtres d’une liste\u{202f}: ajoutez-les à l’adresse, par exemple ",
    }
    recipes_site {
        "Put the address of this site in front of each path.",
        "Escriba la dirección de este sitio delante de cada ruta.",
        "Mettez l’adresse de ce site devant chaque chemin.",
    }
    versions_lead {
        "To cite the data as you used it, use the address of a ",
        "Para citar los datos tal como los usó, tome la dirección de una ",
        "Pour citer les données telles que vous les avez utilisées, prenez l’adresse d’une ",
    }
    versions_link { "data version", "versión de los datos", "version des données" }
    versions_checksums {
        "; to check a download, see the ",
        "; para comprobar una descarga, vea las ",
        "\u{202f}; pour vérifier un téléchargement, voir les ",
    }
    checksums { "checksums", "sumas de comprobación", "sommes de contrôle" }
    zip { "ZIP with description", "ZIP con descripción", "ZIP avec description" }
    for_excel {
        "To open the data in Excel, use the XLSX or ",
        "Para abrir los datos en Excel, descargue el XLSX o el ",
        "Pour ouvrir les données dans Excel, téléchargez le fichier XLSX ou le ",
    }
    csv_for_excel { "CSV for Excel", "CSV para Excel", "CSV pour Excel" }
    for_excel_why {
        ": Excel may show accents in plain CSV wrongly.",
        ": Excel muestra mal los acentos del CSV normal.",
        "\u{202f}: Excel affiche mal les accents d’un CSV ordinaire.",
    }
    every { "You can download every ", "Puede descargar cada ", "Vous pouvez télécharger chaque " }
    chart { "chart", "gráfico", "graphique" }
    chart_taken_away {
        " as a picture (SVG, PNG) or as numbers (CSV), or embed it on your own pages. The links are below each chart.",
        " como imagen (SVG, PNG) o como cifras (CSV), o insertarlo en sus propias páginas. Los enlaces figuran debajo de cada gráfico.",
        " sous forme d’image (SVG, PNG) ou de chiffres (CSV), ou l’intégrer à vos propres pages. Les liens figurent sous chaque graphique.",
    }
    about_files {
        "In CSV files, a cell that a spreadsheet would run as a formula starts with an apostrophe. In lists, “;;” stands for a semicolon within an item. The ZIP file contains the commitments and their ratings as CSV files, a machine-readable description of the columns (Frictionless Data) and a citation.",
        "En los archivos CSV, los textos que una hoja de cálculo ejecutaría como fórmula van precedidos de un apóstrofo. En las listas, «;;» representa un punto y coma dentro de un elemento. El archivo ZIP contiene los compromisos y sus calificaciones en archivos CSV, una descripción de las columnas legible por máquina (Frictionless Data) y una cita.",
        "Dans les fichiers CSV, un texte qu’un tableur exécuterait comme une formule est précédé d’une apostrophe. Dans les listes, un point-virgule à l’intérieur d’un élément est doublé. L’archive ZIP contient les engagements et leurs évaluations en fichiers CSV, une description des colonnes lisible par machine (Frictionless Data) et une citation.",
    }
    see_coverage {
        "To see how much we know of each member and plan, and what is missing, go to ",
        "Para ver cuánto sabemos de cada miembro y cada plan, y qué falta, consulte la ",
        "Pour savoir ce que nous connaissons de chaque membre et de chaque plan, et ce qui manque, voir la ",
    }
    coverage { "data coverage", "cobertura de los datos", "couverture des données" }

    api { "API", "API", "API" }
    api_lead {
        "The list, its counts, and each commitment with its rating history. You do not need an account. See the ",
        "La lista, sus recuentos y cada compromiso con el historial de sus calificaciones. No necesita una cuenta. Consulte la ",
        "La liste, ses décomptes et chaque engagement avec l’historique de ses évaluations. Vous n’avez pas besoin de compte. Voir la ",
    }
    api_description { "API description (OpenAPI)", "descripción de la API (OpenAPI)", "description de l’API (OpenAPI)" }
    api_address {
        ". The API takes the same query as the address of a list:",
        ". La API admite la misma consulta que la dirección de una lista:",
        ". L’API accepte la même requête que l’adresse d’une liste\u{202f}:",
    }
    // A paragraph in which words and names of parameters stand.
    filter_repeated { "The same filter repeated means ", "Un mismo filtro repetido significa ", "Un même filtre répété signifie " }
    or { "or", "o", "ou" }
    filters_differ { ", different filters mean ", "; filtros distintos significan ", "\u{202f}; des filtres différents signifient " }
    and { "and", "y", "et" }
    filters_besides { ". As well as ", ". Filtros, además de ", ". Filtres, outre " }
    for_a_search { " for a search, ", " para buscar, ", " pour une recherche, " }
    and_also { " and ", " y ", " et " }
    filters_are { ", the filters are:", ":", "\u{202f}:" }

    provenance { "Where the data comes from", "De dónde proceden los datos", "D’où viennent les données" }
    sources { "Sources", "Fuentes", "Sources" }
    part { "Part", "Parte", "Partie" }
    source { "Source", "Fuente", "Source" }
    terms { "Terms", "Condiciones", "Conditions" }
    commitments { "Commitments and plans", "Compromisos y planes", "Engagements et plans" }
    commitments_from {
        "OGP’s public pages on members and commitments: facts only, each with its source address",
        "Páginas públicas de la OGP sobre miembros y compromisos; solo datos objetivos, cada uno con la dirección de la que procede",
        "Pages publiques de l’OGP sur les membres et les engagements\u{202f}; des faits uniquement, chacun avec l’adresse d’où il provient",
    }
    commitments_terms {
        "Facts. Each commitment links to its source page. Texts of action plans belong to the governments that wrote them.",
        "Datos objetivos. Cada compromiso enlaza con su página de origen. Los textos de los planes de acción pertenecen a los gobiernos que los redactaron.",
        "Faits. Chaque engagement renvoie à sa page d’origine. Les textes des plans d’action appartiennent aux gouvernements qui les ont rédigés.",
    }
    sources_heading { "Sources of our initial data", "Fuentes de los datos iniciales", "Sources des données initiales" }
    sources_caption {
        "Sources, how many commitments each has, and their date",
        "Fuentes, cuántos compromisos tiene cada una y su fecha",
        "Sources, nombre d’engagements de chacune et date",
    }
    source_count { "Commitments", "Compromisos", "Engagements" }
    source_licence { "Licence", "Licencia", "Licence" }
    ogp_licence {
        "Creative Commons, under OGP’s Disclosure Policy",
        "Creative Commons, según la política de divulgación de la OGP",
        "Creative Commons, selon la politique de divulgation de l’OGP",
    }
    sources_how {
        "Where sources overlap, a newer one counts before an older one, and a value on a scale before a published High or Low. All ratings stay in the history. Where no source gives a commitment’s code, we give it one that begins with ZZ; it is not OGP’s. Where we could read a page only in another language, we translated its title into English and say so.",
        "Cuando las fuentes coinciden, la más reciente prevalece sobre la más antigua, y un valor de una escala sobre un nivel Alto o Bajo publicado. Todas las calificaciones se conservan en el historial. Si ninguna fuente da el código de un compromiso, le damos uno que empieza por ZZ; no es de la OGP. Los títulos en inglés de las páginas que solo pudimos leer en otro idioma son traducciones de este proyecto y así se indica.",
        "Quand les sources se recoupent, la plus récente l’emporte sur la plus ancienne, et une valeur d’une échelle sur un niveau Élevé ou Faible publié. Toutes les évaluations restent dans l’historique. Un engagement dont aucune source ne donne le code en reçoit un de nous, qui commence par ZZ\u{202f}; il n’est pas de l’OGP. Les titres anglais des pages que nous n’avons pu lire que dans une autre langue sont des traductions de ce projet, signalées comme telles.",
    }
    ratings { "Ratings", "Calificaciones", "Évaluations" }
    ratings_from {
        "The Independent Reporting Mechanism, from the same pages and its reports",
        "El Mecanismo de Revisión Independiente, a través de las mismas páginas y de sus informes",
        "Le Mécanisme d’évaluation indépendant, par l’intermédiaire des mêmes pages et de ses rapports",
    }
    ratings_terms {
        "IRM reports are published under CC BY 4.0",
        "Los informes del IRM se publican bajo licencia CC BY 4.0",
        "Les rapports de l’IRM sont publiés sous licence CC BY 4.0",
    }
    areas { "Policy areas", "Áreas de política", "Domaines politiques" }
    areas_from {
        "Tags given by OGP’s Support Unit",
        "Etiquetas asignadas por la Unidad de Apoyo de la OGP",
        "Étiquettes attribuées par l’Unité de soutien de l’OGP",
    }
    areas_terms { "Not stated by the source", "No indicadas por la fuente", "Non indiquées par la source" }
    levels { "Levels (High, Low ...)", "Niveles (Alto, Bajo…)", "Niveaux (Élevé, Faible…)" }
    levels_from {
        "Computed here from value, scale and relevance",
        "Calculados aquí a partir del valor, la escala y la relevancia",
        "Calculés ici à partir de la valeur, de l’échelle et de la pertinence",
    }
    as_this_program { "Same as this software", "Las mismas de este programa", "Les mêmes que pour ce logiciel" }
    definitions { "Definitions", "Definiciones", "Définitions" }
    definitions_from {
        "Our own words, each with a link to OGP’s definition",
        "Redactadas para este proyecto, cada una con un enlace a la de la OGP",
        "Rédigées pour ce projet, chacune avec un lien vers celle de l’OGP",
    }
    bundled {
        "From OGP’s pages we hold what they show as text. Where a page shows a rating only as a picture, we say “Not stated”, although a rating may exist. This is part of OGP’s data, not all of it.",
        "De las páginas de la OGP tenemos lo que muestran como texto. Cuando una página muestra una calificación solo como imagen, indicamos «No indicado», aunque puede existir una calificación. Es una parte de los datos de la OGP, no su totalidad.",
        "Des pages de l’OGP, nous avons ce qu’elles montrent sous forme de texte. Lorsqu’une page ne montre une évaluation que sous forme d’image, nous indiquons «\u{202f}Non indiqué\u{202f}», même si une évaluation peut exister. C’est une partie des données de l’OGP, non leur totalité.",
    }

    columns { "Columns", "Columnas", "Colonnes" }
    /// Of no use where the page speaks as files do.
    columns_in_english {
        "",
        "Los nombres de las columnas y las palabras de los archivos están siempre en inglés.",
        "Les noms des colonnes et les mots employés dans les fichiers sont toujours en anglais.",
    }
    dictionary { "Data dictionary", "Diccionario de datos", "Dictionnaire des données" }
    column { "Column", "Columna", "Colonne" }
    what_it_holds { "What it contains", "Qué contiene", "Contenu" }
    kind { "Kind", "Tipo", "Type" }
}

super::plurals! {
    summary(n, version: &str) {
        "{n} commitment, {version}. Every filtered list has the same downloads at the bottom of the page."
            | "{n} commitments, {version}. Every filtered list has the same downloads at the bottom of the page.",
        "{n} compromiso, {version}. Todas las listas filtradas ofrecen las mismas descargas al final de la página."
            | "{n} compromisos, {version}. Todas las listas filtradas ofrecen las mismas descargas al final de la página.",
        "{n} engagement, {version}. Chaque liste filtrée propose les mêmes téléchargements en bas de page."
            | "{n} engagements, {version}. Chaque liste filtrée propose les mêmes téléchargements en bas de page.",
    }
}
