//! The list of commitments.

super::messages! {
    from_year { "From year", "Desde el año", "De l’année" }
    to_year { "To year", "Hasta el año", "À l’année" }
    commitments { "Commitments", "Compromisos", "Engagements" }
    search_these { "Search these commitments", "Buscar en estos compromisos", "Rechercher parmi ces engagements" }
    search_texts { "Search titles and texts", "Buscar en títulos y textos", "Rechercher dans les titres et les textes" }
    search { "Search", "Buscar", "Rechercher" }
    filters { "Filters", "Filtros", "Filtres" }
    filters_chosen(n: &str) { "Filters ({n})", "Filtros ({n})", "Filtres ({n})" }
    apply { "Apply filters", "Aplicar los filtros", "Appliquer les filtres" }
    not_loaded { "We could not load this list.", "No pudimos cargar esta lista.", "Nous n’avons pas pu charger cette liste." }
    skip_filters { "Skip the filters", "Saltar los filtros", "Passer les filtres" }
    find_in(filter: &str) { "Find: {filter}", "Buscar: {filter}", "Trouver\u{202f}: {filter}" }
    view { "View", "Vista", "Affichage" }
    columns { "Columns", "Columnas", "Colonnes" }
    show_columns { "Show these columns", "Mostrar estas columnas", "Afficher ces colonnes" }
    title { "Title", "Título", "Titre" }
    table_caption { "Commitments; a column’s name sorts the table by it", "Compromisos; el nombre de una columna ordena la tabla", "Engagements\u{202f}; le nom d’une colonne trie le tableau" }
    key { "Key to the ratings", "Leyenda de las calificaciones", "Légende des évaluations" }
    not_known { "not known", "no consta", "non précisé" }
    /// What the filter of reviews that were due selects, and what we may not know of.
    no_result_means(months: u32) {
        "Results due, not in our data: our source showed the IRM’s review as pending, and the plan ended more than {months} months ago, the usual time. A report may have come out since we read it.",
        "Resultados previstos, no están en nuestros datos: nuestra fuente mostraba la revisión del IRM como pendiente y el plan terminó hace más de {months} meses, el plazo habitual. Es posible que el informe se haya publicado después.",
        "Résultats attendus, absents de nos données\u{202f}: notre source indiquait l’examen de l’IRM en attente et le plan a pris fin il y a plus de {months} mois, le délai habituel. Un rapport a pu paraître depuis.",
    }
    find_member { "Find a member", "Buscar un miembro", "Trouver un membre" }
    no_commitment { "No commitments", "Ningún compromiso", "Aucun engagement" }
    matches_all { " match these filters.", " cumple estos filtros.", " ne correspond à ces filtres." }
    showing(first: &str, end: &str) { ", showing {first} to {end}", ", se muestran del {first} al {end}", ", affichage de {first} à {end}" }
    sort_by { "Sort by", "Ordenar por", "Trier par" }
    sort { "Sort", "Ordenar", "Trier" }
    without(filter: &str, value: &str) { "Remove {filter}: {value}", "Quitar {filter}: {value}", "Retirer {filter}\u{202f}: {value}" }
    did_you_mean { "Did you mean", "Quizá quiso decir", "Vouliez-vous dire" }
    loosen { "Remove a filter", "Quitar un filtro", "Retirer un filtre" }
    previous { "Previous", "Anterior", "Précédente" }
    next { "Next", "Siguiente", "Suivante" }
    page(n: &str) { "Page {n}", "Página {n}", "Page {n}" }
    pages { "Pages of results", "Páginas de resultados", "Pages de résultats" }
    take_one { "Download this commitment:", "Descargue este compromiso:", "Télécharger cet engagement\u{202f}:" }
    take_many(n: &str) { "Download these {n} commitments:", "Descargue estos {n} compromisos:", "Télécharger ces {n} engagements\u{202f}:" }
}

super::plurals! {
    description(n, heading: &str) {
        "{heading}: {n} in our data, with IRM ratings where we hold them." | "{heading}: {n} in our data, with IRM ratings where we hold them.",
        "{heading}: {n} en nuestros datos, con las calificaciones del IRM que constan." | "{heading}: {n} en nuestros datos, con las calificaciones del IRM que constan.",
        "{heading}\u{202f}: {n} dans nos données, avec les évaluations de l’IRM dont nous disposons." | "{heading}\u{202f}: {n} dans nos données, avec les évaluations de l’IRM dont nous disposons.",
    }
    none_has(n, filter: &str, value: &str) {
        "{n} commitment matches everything else, but it is not “{value}” ({filter})." | "{n} commitments match everything else, but none is “{value}” ({filter}).",
        "{n} compromiso cumple todo lo demás, pero no es «{value}» ({filter})." | "{n} compromisos cumplen todo lo demás, pero ninguno es «{value}» ({filter}).",
        "{n} engagement correspond à tout le reste, mais n’est pas «\u{202f}{value}\u{202f}» ({filter})." | "{n} engagements correspondent à tout le reste, mais aucun n’est «\u{202f}{value}\u{202f}» ({filter}).",
    }
    show_results(n) {
        "Show {n} commitment" | "Show {n} commitments",
        "Mostrar {n} compromiso" | "Mostrar {n} compromisos",
        "Afficher {n} engagement" | "Afficher {n} engagements",
    }
    /// What stands behind their number.
    noun(n) { "commitment" | "commitments", "compromiso" | "compromisos", "engagement" | "engagements" }
    /// Read out behind the number of a filter's chosen values.
    chosen(n) { " chosen" | " chosen", " selección" | " selecciones", " choix" | " choix" }
    start_again(n) {
        "Clear all filters" | "Clear all filters",
        "Quitar todos los filtros" | "Quitar todos los filtros",
        "Effacer tous les filtres" | "Effacer tous les filtres",
    }
}
