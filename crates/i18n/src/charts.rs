//! The words of charts: in their pictures, tables and files, and beside them.

super::messages! {
    commitments { "Commitments", "Compromisos", "Engagements" }
    level { "Level", "Nivel", "Niveau" }
    assessed { "Assessed", "Evaluados", "Évalués" }
    assessed_means {
        "Rated high or low by the IRM.",
        "Con calificación de nivel alto o bajo del IRM.",
        "Évalués par l’IRM comme de niveau élevé ou faible.",
    }
    not_assessed { "No rating in our data", "Sin calificación en nuestros datos", "Sans évaluation dans nos données" }
    not_assessed_means {
        "Pending, no data, not reviewable or not stated.",
        "Pendientes, sin datos, no evaluables o no indicados.",
        "En attente, sans données, non évaluables ou non indiqués.",
    }
    nothing {
        "No commitments match these filters. Remove a filter to see a chart.",
        "Ningún compromiso cumple estos filtros. Quite alguno para ver un gráfico.",
        "Aucun engagement ne correspond à ces filtres. Retirez-en un pour voir un graphique.",
    }
    separator { "; ", "; ", "\u{202f}; " }

    // Pictures and citations.
    source {
        "Source: Open Government Partnership and its Independent Reporting Mechanism",
        "Fuente: Alianza para el Gobierno Abierto (OGP) y su Mecanismo de Revisión Independiente (IRM)",
        "Source\u{202f}: Partenariat pour un gouvernement ouvert (OGP) et son Mécanisme d’évaluation indépendant (IRM)",
    }
    /// The source and the state of the record, in one line of a picture.
    source_line(version: &str) {
        "Source: Open Government Partnership and its Independent Reporting Mechanism; OGP commitment tracker, {version}",
        "Fuente: OGP y su Mecanismo de Revisión Independiente (IRM); OGP commitment tracker, {version}",
        "Source\u{202f}: OGP et son Mécanisme d’évaluation indépendant (IRM)\u{202f}; OGP commitment tracker, {version}",
    }
    licence {
        "IRM ratings: CC BY 4.0. Please keep the source line when you use this chart.",
        "Calificaciones del IRM: CC BY 4.0. Si usa este gráfico, conserve la línea de la fuente.",
        "Évaluations de l’IRM\u{202f}: CC BY 4.0. Si vous utilisez ce graphique, conservez la mention de la source.",
    }
    version(number: &str, date: &str) {
        "data version {number}, {date}",
        "versión {number} de los datos, {date}",
        "version {number} des données, {date}",
    }
    version_undated(number: &str) {
        "data version {number}",
        "versión {number} de los datos",
        "version {number} des données",
    }
    demonstration {
        "Demonstration data: invented, not real",
        "Datos de demostración: inventados, no reales",
        "Données de démonstration\u{202f}: inventées, non réelles",
    }
    invented {
        "Demonstration data, invented.",
        "Datos de demostración, inventados.",
        "Données de démonstration, inventées.",
    }
    citation(title: &str, heading: &str, version: &str, address: &str, source: &str, licence: &str) {
        "OGP commitment tracker, “{title}: {heading}”, {version}. {address}. {source}. {licence}",
        "OGP commitment tracker, «{title}: {heading}», {version}. {address}. {source}. {licence}",
        "OGP commitment tracker, «\u{202f}{title}\u{202f}: {heading}\u{202f}», {version}. {address}. {source}. {licence}",
    }

    // Tables.
    of_all { "Share of all", "Del total", "Part du total" }
    of_group { "Share of group", "Del grupo", "Part du groupe" }
    of_assessed { "Share of those assessed", "De los evaluados", "Part des évalués" }
    series_of_all(series: &str) { "{series}, share of all", "{series}, del total", "{series}, part du total" }
    series_of_group(series: &str) { "{series}, share of group", "{series}, del grupo", "{series}, part du groupe" }
    series_of_assessed(series: &str) { "{series}, share of those assessed", "{series}, de los evaluados", "{series}, part des évalués" }
    /// What something is, and its value.
    named(what: &str, value: &str) { "{what}: {value}", "{what}: {value}", "{what}\u{202f}: {value}" }
    what_it_means { "What it means", "Qué significa", "Signification" }
    all { "All", "Todos", "Tous" }

    // Figures and marks.
    part_of(count: &str, whole: &str) { "{count} of {whole}", "{count} de {whole}", "{count} sur {whole}" }
    few_ratings { "few ratings", "pocas calificaciones", "peu d’évaluations" }
    none_assessed { "none assessed", "ninguno evaluado", "aucun évalué" }
    mark_of_whole(item: &str, seen: &str, whole: &str) {
        "{item} {seen} of {whole} commitments",
        "{item} {seen} de {whole} compromisos",
        "{item} {seen} sur {whole} engagements",
    }
    mark_part(item: &str, seen: &str) {
        "{item} {seen} commitments",
        "{item} {seen} compromisos",
        "{item} {seen} engagements",
    }
    new_scale { "new scale", "nueva escala", "nouvelle échelle" }
    trend_heading(what: &str) {
        "{what}: share of those assessed (number assessed below)",
        "{what}: proporción de los evaluados (su número, debajo)",
        "{what}\u{202f}: part des évalués (leur nombre, dessous)",
    }
    under(share: &str) { "under {share}", "menos del {share}", "moins de {share}" }
    between(low: &str, high: &str) { "{low} to {high}", "{low} a {high}", "{low} à {high}" }
    and_more(share: &str) { "{share} or more", "{share} o más", "{share} et plus" }
    no_commitments { "no commitments", "sin compromisos", "aucun engagement" }
    none { "none", "ninguno", "aucun" }

    // Beside a chart on a page.
    full_chart { "Full chart", "Gráfico completo", "Graphique complet" }
    full_chart_of(title: &str) { ": {title}", ": {title}", "\u{202f}: {title}" }
    key { "Key", "Leyenda", "Légende" }
    numbers_of(title: &str) { "{title}: the numbers", "{title}: las cifras", "{title}\u{202f}: les chiffres" }
    show_numbers { "Show the numbers", "Mostrar las cifras", "Afficher les chiffres" }
    show_numbers_for(title: &str) { " for {title}", ": {title}", "\u{202f}: {title}" }
    notes { "Notes", "Notas", "Notes" }
    what_chart_shows { "What the chart shows", "Qué muestra el gráfico", "Ce que montre le graphique" }
    search { "Search", "Buscar", "Rechercher" }
    show { "Show", "Mostrar", "Afficher" }
    any { "Any", "Cualquiera", "Indifférent" }

    // Pages of charts.
    charts { "Charts", "Gráficos", "Graphiques" }
    charts_lead {
        "Each chart says what it counts and has its numbers below it. Select any mark to see the commitments behind it.",
        "Cada gráfico dice qué cuenta y muestra debajo sus cifras. Seleccione cualquier elemento para ver los compromisos que representa.",
        "Chaque graphique dit ce qu’il compte et est suivi de ses chiffres. Sélectionnez un élément pour voir les engagements qu’il représente.",
    }
    explore { "Explore", "Explorar", "Explorer" }
    explore_lead {
        "Choose what to count, how to split it and how to draw it. The address keeps your choices, so you can share it.",
        "Elija qué se cuenta, cómo se desglosa y cómo se dibuja. La dirección guarda su elección, de modo que puede compartirla.",
        "Choisissez ce qui est compté, comment il est ventilé et comment il est dessiné. L’adresse conserve votre choix, que vous pouvez ainsi partager.",
    }
    more_charts { "More charts", "Más gráficos", "Plus de graphiques" }
    presets { "Charts to start from", "Gráficos para empezar", "Graphiques pour commencer" }
    preset_completion_by_region(year: &str) {
        "Share completed by region since {year}",
        "Proporción cumplida por región desde {year}",
        "Part achevée par région depuis {year}",
    }
    preset_ambition_by_year { "Ambition year by year", "Ambición año por año", "Ambition année par année" }
    preset_results_by_area {
        "Early results by policy area",
        "Resultados tempranos por área de política",
        "Premiers résultats par domaine politique",
    }
    preset_completion_by_value { "Completion by OGP value", "Cumplimiento por valor de la OGP", "Achèvement par valeur de l’OGP" }
    preset_overdue_by_member { "IRM reviews overdue in our data by member", "Revisiones del IRM atrasadas en nuestros datos por miembro", "Examens de l’IRM en retard dans nos données par membre" }
    preset_completion_by_lens {
        "Share completed of digital commitments",
        "Proporción cumplida de los compromisos digitales",
        "Part achevée des engagements numériques",
    }
    nearest_chart {
        "This is the nearest chart that we can draw.",
        "Este es el gráfico más parecido que podemos dibujar.",
        "Voici le graphique le plus proche que nous pouvons dessiner.",
    }
    tap_again {
        "Tap again to see the commitments.",
        "Toque otra vez para ver los compromisos.",
        "Touchez de nouveau pour voir les engagements.",
    }
    title_of(title: &str, heading: &str) { "{title}: {heading}", "{title}: {heading}", "{title}\u{202f}: {heading}" }
    change { "Change this chart", "Modificar el gráfico", "Modifier le graphique" }
    take_away { "Download", "Descargar", "Télécharger" }
    png_twice { "PNG, double size", "PNG, al doble de tamaño", "PNG, en double taille" }
    numbers_csv { "Numbers (CSV)", "Cifras (CSV)", "Chiffres (CSV)" }
    the_commitments { "The commitments", "Los compromisos", "Les engagements" }
    cite { "Cite this chart", "Citar este gráfico", "Citer ce graphique" }
    embed { "Embed this chart", "Insertar este gráfico", "Intégrer ce graphique" }
    embed_code { "Embed code", "Código para insertar el gráfico", "Code d’intégration" }
    embed_lead {
        "Paste this into a page. The frame adjusts to the chart’s height. Add theme=dark or theme=auto to its address to change its colours.",
        "Pegue este código en una página. El marco se ajusta a la altura del gráfico. Añada theme=dark o theme=auto a su dirección para cambiar los colores.",
        "Collez ce code dans une page. Le cadre s’adapte à la hauteur du graphique. Ajoutez theme=dark ou theme=auto à son adresse pour changer les couleurs.",
    }
    embed_paste(address: &str) {
        "In WordPress and other editors that know oEmbed, paste the address of this page: {address}",
        "En WordPress y otros editores compatibles con oEmbed, pegue la dirección de esta página: {address}",
        "Dans WordPress et les autres éditeurs compatibles avec oEmbed, collez l’adresse de cette page\u{202f}: {address}",
    }
    oembed_unknown {
        "No chart of this site has this address.",
        "Ningún gráfico de este sitio tiene esta dirección.",
        "Aucun graphique de ce site n’a cette adresse.",
    }
    oembed_format {
        "This site answers in JSON only.",
        "Este sitio solo responde en JSON.",
        "Ce site ne répond qu’en JSON.",
    }
    words_mean { "What these terms mean", "Qué significan estos términos", "Ce que signifient ces termes" }
    how_ratings_work { "How ratings work", "Cómo funcionan las calificaciones", "Comment fonctionnent les évaluations" }
    others {
        "Other charts of these commitments",
        "Otros gráficos de estos compromisos",
        "Autres graphiques de ces engagements",
    }
}

super::plurals! {
    more_in_full_chart(n) {
        "… and {n} more in the full chart" | "… and {n} more in the full chart",
        "… y {n} más en el gráfico completo" | "… y {n} más en el gráfico completo",
        "… et {n} autre dans le graphique complet" | "… et {n} autres dans le graphique complet",
    }
    n_assessed(n) {
        "{n} assessed" | "{n} assessed",
        "{n} evaluado" | "{n} evaluados",
        "{n} évalué" | "{n} évalués",
    }
    mark_counted(n, item: &str) {
        "{item} {n} commitment" | "{item} {n} commitments",
        "{item} {n} compromiso" | "{item} {n} compromisos",
        "{item} {n} engagement" | "{item} {n} engagements",
    }
    mark_high(n, item: &str, seen: &str) {
        "{item} {seen}: {n} commitment rated high" | "{item} {seen}: {n} commitments rated high",
        "{item} {seen}: {n} compromiso de nivel alto" | "{item} {seen}: {n} compromisos de nivel alto",
        "{item} {seen}\u{202f}: {n} engagement de niveau élevé" | "{item} {seen}\u{202f}: {n} engagements de niveau élevé",
    }
    mark_whole(n, item: &str) {
        "{item}: {n} commitment" | "{item}: {n} commitments",
        "{item}: {n} compromiso" | "{item}: {n} compromisos",
        "{item}\u{202f}: {n} engagement" | "{item}\u{202f}: {n} engagements",
    }
    /// A number of two filters: what the item is, and what the series is.
    mark_both(n, item: &str, series: &str) {
        "{n} commitment: {item}, {series}" | "{n} commitments: {item}, {series}",
        "{n} compromiso, {item}, {series}" | "{n} compromisos, {item}, {series}",
        "{n} engagement, {item}, {series}" | "{n} engagements, {item}, {series}",
    }
    mark_share(n, share: &str) {
        ", {share} of {n} assessed" | ", {share} of {n} assessed",
        ", {share} de {n} evaluado" | ", {share} de los {n} evaluados",
        ", {share} de {n} évalué" | ", {share} des {n} évalués",
    }
    mark_of_assessed(n) {
        ", {n} assessed in total" | ", {n} assessed in total",
        ", {n} evaluado en total" | ", {n} evaluados en total",
        ", {n} évalué au total" | ", {n} évalués au total",
    }
}
