//! A query in words, what is chosen, and pages of a list that are not there.

super::messages! {
    commitments { "Commitments", "Compromisos", "Engagements" }
    all_commitments { "All commitments", "Todos los compromisos", "Tous les engagements" }
    member(choice: &str) { " from {choice}", " de {choice}", " ({choice})" }
    review(choice: &str) { ", {choice}", ", {choice}", ", {choice}" }
    region(choice: &str) { " in {choice}", ", región: {choice}", ", région\u{202f}: {choice}" }
    kind(choice: &str) { " by {choice} members", ", tipo de miembro: {choice}", ", type de membre\u{202f}: {choice}" }
    area(choice: &str) { " on {choice}", " sobre {choice}", " dans le domaine {choice}" }
    year(choice: &str) { ", plan year {choice}", ", en planes de {choice}", ", dans les plans de {choice}" }
    ambition(choice: &str) { ", ambition: {choice}", ", nivel de ambición: {choice}", ", niveau d’ambition\u{202f}: {choice}" }
    completion(choice: &str) { ", completion: {choice}", ", nivel de cumplimiento: {choice}", ", niveau d’achèvement\u{202f}: {choice}" }
    results(choice: &str) { ", early results: {choice}", ", nivel de resultados tempranos: {choice}", ", niveau des premiers résultats\u{202f}: {choice}" }
    // A level that is an assessment goes before what it is a level of.
    assessed_ambition(choice: &str) { ", {choice} ambition", ", nivel de ambición: {choice}", ", niveau d’ambition\u{202f}: {choice}" }
    assessed_completion(choice: &str) { ", {choice} completion", ", nivel de cumplimiento: {choice}", ", niveau d’achèvement\u{202f}: {choice}" }
    assessed_results(choice: &str) { ", {choice} early results", ", nivel de resultados tempranos: {choice}", ", niveau des premiers résultats\u{202f}: {choice}" }
    value(choice: &str) { ", OGP value: {choice}", ", valor de la OGP: {choice}", ", valeur de l’OGP\u{202f}: {choice}" }
    ambition_value(choice: &str) { ", ambition rated {choice}", ", calificación de la ambición: {choice}", ", ambition évaluée\u{202f}: {choice}" }
    completion_value(choice: &str) { ", completion rated {choice}", ", calificación del cumplimiento: {choice}", ", achèvement évalué\u{202f}: {choice}" }
    results_value(choice: &str) { ", early results rated {choice}", ", calificación de los resultados tempranos: {choice}", ", premiers résultats évalués\u{202f}: {choice}" }
    challenge(choice: &str) {
        ", Open Gov Challenge: {choice}",
        ", Desafío de Gobierno Abierto: {choice}",
        ", Défi du gouvernement ouvert\u{202f}: {choice}",
    }
    matching(words: &str, search: &str) {
        "{words} matching “{search}”",
        "{words} (búsqueda: «{search}»)",
        "{words} (recherche\u{202f}: «\u{202f}{search}\u{202f}»)",
    }
    as_published(selected: &str, date: &str) {
        "{selected}, as published on {date}",
        "{selected}, según lo publicado el {date}",
        "{selected}, tels que publiés le {date}",
    }
    years(from: &str, to: &str) {
        ", plan years {from} to {to}",
        ", en planes de {from} a {to}",
        ", dans les plans de {from} à {to}",
    }
    years_since(from: &str) { ", plan year {from} or later", ", en planes desde {from}", ", dans les plans depuis {from}" }
    years_until(to: &str) { ", plan year {to} or earlier", ", en planes hasta {to}", ", dans les plans jusqu’en {to}" }
    year_from { "Plan year from", "Año del plan desde", "Année du plan à partir de" }
    year_to { "Plan year to", "Año del plan hasta", "Année du plan jusqu’à" }
    search { "Search", "Búsqueda", "Recherche" }
    on_shortlist { "Shortlist", "Selección", "Sélection" }
    remove_filter { "Remove filter ", "Quitar el filtro ", "Retirer le filtre " }
    filters_in_force { "Selected filters", "Filtros aplicados", "Filtres appliqués" }
    clear_all { "Clear all filters", "Quitar todos los filtros", "Effacer tous les filtres" }
}

super::plurals! {
    of_shortlist(n) {
        ", shortlist of {n}" | ", shortlist of {n}",
        ", selección de {n}" | ", selección de {n}",
        ", sélection de {n}" | ", sélection de {n}",
    }
    /// Alternatives of which some are named and others only counted.
    and_more(n, names: &str) {
        "{names} or {n} more" | "{names} or {n} more",
        "{names} o {n} más" | "{names} o {n} más",
        "{names} ou {n} autre" | "{names} ou {n} autres",
    }
}
