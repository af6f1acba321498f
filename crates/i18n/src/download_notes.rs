//! What goes along with downloaded data: the sheets of a workbook, the README of an archive.

super::messages! {
    title {
        "Commitments of the Open Government Partnership",
        "Compromisos de la Alianza para el Gobierno Abierto",
        "Engagements du Partenariat pour un gouvernement ouvert",
    }
    from {
        "Open Government Partnership and its Independent Reporting Mechanism; each row gives its source page",
        "Alianza para el Gobierno Abierto y su Mecanismo de Revisión Independiente; cada fila indica su página",
        "Partenariat pour un gouvernement ouvert et son Mécanisme d’évaluation indépendant\u{202f}; chaque ligne indique sa page",
    }
    on_terms {
        "Ratings: IRM reports are published under CC BY 4.0. Facts and tags from OGP’s website and exports: Creative Commons 3.0 Unported, under OGP’s Disclosure Policy. Texts of action plans: these belong to the governments that wrote them, and each government sets its terms. Levels and definitions: the same as this software (MIT or Apache-2.0).",
        "Calificaciones: los informes del IRM se publican bajo licencia CC BY 4.0. Datos y etiquetas del sitio web y de las exportaciones de la OGP: Creative Commons 3.0 Unported, según la política de divulgación de la OGP. Textos de los planes de acción: pertenecen a los gobiernos que los redactaron, con las condiciones de cada uno. Niveles y definiciones: las mismas de este programa (MIT o Apache-2.0).",
        "Évaluations\u{202f}: les rapports de l’IRM sont publiés sous licence CC BY 4.0. Faits et étiquettes du site et des exports de l’OGP\u{202f}: Creative Commons 3.0 Unported, selon la politique de divulgation de l’OGP. Textes des plans d’action\u{202f}: ils appartiennent aux gouvernements qui les ont rédigés, aux conditions de chacun. Niveaux et définitions\u{202f}: les mêmes que pour ce logiciel (MIT ou Apache-2.0).",
    }
    cite(heading: &str, version: &str, address: &str, from: &str) {
        "OGP commitment tracker, “{heading}”, {version}. {address}. {from}.",
        "OGP commitment tracker, «{heading}», {version}. {address}. {from}.",
        "OGP commitment tracker, «\u{202f}{heading}\u{202f}», {version}. {address}. {from}.",
    }
    cite_invented { " Demonstration data, invented.", " Datos de demostración, inventados.", " Données de démonstration, inventées." }
    selection { "Selection", "Selección", "Sélection" }
    address { "Address", "Dirección", "Adresse" }
    commitments { "Commitments", "Compromisos", "Engagements" }
    state { "Version", "Versión", "Version" }
    source { "Source", "Fuente", "Source" }
    terms { "Terms", "Condiciones", "Conditions" }
    citation { "Citation", "Cita", "Citation" }
    demonstration { "Demonstration", "Demostración", "Démonstration" }
    invented { "These commitments are invented.", "Estos compromisos son inventados.", "Ces engagements sont inventés." }
    line(name: &str, text: &str) { "{name}: {text}", "{name}: {text}", "{name}\u{202f}: {text}" }
    how_to_read {
        "commitments.csv has one commitment per line, ratings.csv one rating per line, both in UTF-8.\n\
         datapackage.json describes their columns (Frictionless Data). A cell that a spreadsheet would run as a formula starts with\n\
         an apostrophe. Items in a list are separated by “;”. Within an item, “;;” stands for a\n\
         semicolon. An empty cell means that the source did not say.",
        "commitments.csv contiene un compromiso por línea y ratings.csv una calificación por línea,\n\
         ambos en UTF-8. datapackage.json describe sus columnas (Frictionless Data); los nombres de las columnas y las palabras de las celdas están\n\
         en inglés. Las celdas que una hoja de cálculo ejecutaría como fórmula van precedidas de un\n\
         apóstrofo. Los elementos de una lista se separan con «;»; «;;» representa un punto y coma\n\
         dentro de un elemento. Una celda vacía significa que la fuente no lo indica.",
        "commitments.csv contient un engagement par ligne et ratings.csv une évaluation par ligne, en\n\
         UTF-8. datapackage.json décrit leurs colonnes (Frictionless Data)\u{202f}; les noms des colonnes et les mots des cellules sont en\n\
         anglais. Une cellule qu’un tableur exécuterait comme une formule est précédée d’une\n\
         apostrophe. Les éléments d’une liste sont séparés par un point-virgule\u{202f}; un point-virgule\n\
         à l’intérieur d’un élément est doublé. Une cellule vide signifie que la source n’indique rien.",
    }
    columns_sheet { "Columns", "Columnas", "Colonnes" }
    about_sheet { "About", "Acerca de", "À propos" }
}
