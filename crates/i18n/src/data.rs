//! What the data is, where it comes from, and how to take it away.

super::messages! {
    heading { "The data", "Los datos", "Les données" }
    lead {
        "All commitments of this record can be downloaded, in the columns listed below.",
        "Todos los compromisos de este registro se pueden descargar, en las columnas que se enumeran más abajo.",
        "Tous les engagements de ce registre peuvent être téléchargés, selon les colonnes énumérées plus bas.",
    }
    downloads { "Downloads", "Descargas", "Téléchargements" }
    all_as_csv { "All commitments, CSV", "Todos los compromisos, CSV", "Tous les engagements, CSV" }
    zip { "ZIP with description", "ZIP con descripción", "ZIP avec description" }
    every { "Every ", "Cada ", "Chaque " }
    chart { "chart", "gráfico", "graphique" }
    chart_taken_away {
        " can be taken away as a picture (SVG, PNG), as numbers (CSV), or for a frame on your own pages; the links stand under it.",
        " se puede descargar como imagen (SVG, PNG) o como cifras (CSV), o insertar en un marco en sus propias páginas; los enlaces figuran debajo.",
        " peut être téléchargé sous forme d’image (SVG, PNG) ou de chiffres (CSV), ou inséré dans un cadre sur vos propres pages\u{202f}; les liens figurent au-dessous.",
    }
    about_files {
        "In CSV files, a text that a spreadsheet would run as a formula is marked with an apostrophe in front. In lists, “;;” is a semicolon within an item. The ZIP archive holds the CSV file, a machine-readable description of its columns (Frictionless Data) and a citation.",
        "En los archivos CSV, los textos que una hoja de cálculo ejecutaría como fórmula van precedidos de un apóstrofo. En las listas, «;;» representa un punto y coma dentro de un elemento. El archivo ZIP contiene el archivo CSV, una descripción de sus columnas legible por máquina (Frictionless Data) y una cita.",
        "Dans les fichiers CSV, un texte qu’un tableur exécuterait comme une formule est précédé d’une apostrophe. Dans les listes, un point-virgule à l’intérieur d’un élément est doublé. L’archive ZIP contient le fichier CSV, une description de ses colonnes lisible par machine (Frictionless Data) et une citation.",
    }

    api { "API", "API", "API" }
    api_lead {
        "The list, its counts, and each commitment with its rating history, without an account: ",
        "La lista, sus recuentos y cada compromiso con el historial de sus calificaciones, sin necesidad de cuenta: ",
        "La liste, ses décomptes et chaque engagement avec l’historique de ses évaluations, sans compte\u{202f}: ",
    }
    api_description { "description (OpenAPI)", "descripción (OpenAPI)", "description (OpenAPI)" }
    api_address {
        ". The address of a list is also its query:",
        ". La dirección de una lista es también su consulta:",
        ". L’adresse d’une liste est aussi sa requête\u{202f}:",
    }
    // A paragraph in which words and names of parameters stand.
    filter_repeated { "The same filter repeated means ", "Un mismo filtro repetido significa ", "Un même filtre répété signifie " }
    or { "or", "o", "ou" }
    filters_differ { ", different filters mean ", "; filtros distintos significan ", "\u{202f}; des filtres différents signifient " }
    and { "and", "y", "et" }
    filters_besides { ". Filters, besides ", ". Filtros, además de ", ". Filtres, outre " }
    for_a_search { " for a search, ", " para buscar, ", " pour une recherche, " }
    and_also { " and ", " y ", " et " }
    filters_are { ":", ":", "\u{202f}:" }

    provenance { "Where each part comes from", "De dónde procede cada parte", "D’où vient chaque partie" }
    sources { "Sources", "Fuentes", "Sources" }
    part { "Part", "Parte", "Partie" }
    source { "Source", "Fuente", "Source" }
    terms { "Terms", "Condiciones", "Conditions" }
    commitments { "Commitments and plans", "Compromisos y planes", "Engagements et plans" }
    commitments_from {
        "OGP’s public pages of members and commitments; facts only, each with the address it was read from",
        "Páginas públicas de la OGP sobre miembros y compromisos; solo datos objetivos, cada uno con la dirección de la que procede",
        "Pages publiques de l’OGP sur les membres et les engagements\u{202f}; des faits uniquement, chacun avec l’adresse d’où il provient",
    }
    commitments_terms {
        "Facts; each record links its page. Texts of action plans belong to the governments that wrote them.",
        "Datos objetivos; cada ficha enlaza con su página. Los textos de los planes de acción pertenecen a los gobiernos que los redactaron.",
        "Faits\u{202f}; chaque fiche renvoie à sa page. Les textes des plans d’action appartiennent aux gouvernements qui les ont rédigés.",
    }
    ratings { "Ratings", "Calificaciones", "Évaluations" }
    ratings_from {
        "The Independent Reporting Mechanism, through the same pages and its reports",
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
    as_this_program { "As this program", "Las de este programa", "Celles de ce programme" }
    definitions { "Definitions", "Definiciones", "Définitions" }
    definitions_from {
        "Written for this project, each with a link to OGP’s own",
        "Redactadas para este proyecto, cada una con un enlace a la de la OGP",
        "Rédigées pour ce projet, chacune avec un lien vers celle de l’OGP",
    }
    bundled {
        "The bundled record holds what OGP’s pages show as text. Where a page shows a rating only as a picture, this record says “Not stated”; a rating may well exist. It is a part of OGP’s data, not all of it.",
        "El registro incluido contiene lo que las páginas de la OGP muestran como texto. Cuando una página muestra una calificación solo como imagen, este registro dice «No indicado», aunque bien puede existir una calificación. Es una parte de los datos de la OGP, no su totalidad.",
        "Le registre fourni contient ce que les pages de l’OGP montrent sous forme de texte. Lorsqu’une page ne montre une évaluation que sous forme d’image, ce registre porte la mention «\u{202f}Non indiqué\u{202f}»\u{202f}; une évaluation peut néanmoins exister. C’est une partie des données de l’OGP, non leur totalité.",
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
    what_it_holds { "What it holds", "Qué contiene", "Contenu" }
    kind { "Kind", "Tipo", "Type" }
}

super::plurals! {
    summary(n, version: &str) {
        "{n} commitments, {version}. Every filtered list has the same downloads at its foot."
            | "{n} commitments, {version}. Every filtered list has the same downloads at its foot.",
        "{n} compromiso, {version}. Todas las listas filtradas ofrecen al pie las mismas descargas."
            | "{n} compromisos, {version}. Todas las listas filtradas ofrecen al pie las mismas descargas.",
        "{n} engagement, {version}. Chaque liste filtrée propose les mêmes téléchargements en bas de page."
            | "{n} engagements, {version}. Chaque liste filtrée propose les mêmes téléchargements en bas de page.",
    }
}
