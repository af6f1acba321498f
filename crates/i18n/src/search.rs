//! Search across the whole site.

super::messages! {
    heading { "Search", "Buscar", "Rechercher" }
    heading_of(typed: &str) { "Results for “{typed}”", "Resultados para «{typed}»", "Résultats pour «\u{202f}{typed}\u{202f}»" }
    description {
        "Find countries, topics, guide actions and commitments.",
        "Encuentre países, temas, acciones de la guía y compromisos.",
        "Trouvez des pays, des thèmes, des actions du guide et des engagements.",
    }
    actions { "What you could do", "Lo que podría hacer", "Ce que vous pourriez faire" }
    all(n: &str) { "See all {n} in the list", "Ver los {n} en la lista", "Voir les {n} dans la liste" }
    filter { "Filter and sort these in the list", "Filtrar y ordenar en la lista", "Filtrer et trier dans la liste" }
    nothing(typed: &str) {
        "We found nothing for “{typed}”.",
        "No encontramos nada para «{typed}».",
        "Nous n’avons rien trouvé pour «\u{202f}{typed}\u{202f}».",
    }
    no_commitment(typed: &str) {
        "No commitment in our data mentions “{typed}” in the text we hold.",
        "Ningún compromiso menciona «{typed}» en los textos que tenemos.",
        "Aucun engagement ne mentionne «\u{202f}{typed}\u{202f}» dans les textes que nous avons.",
    }
    codes { "Code", "Código", "Code" }
    results_for { "Showing results for", "Se muestran los resultados de", "Résultats affichés pour" }
    related_only { "These results use related terms.", "Estos resultados usan términos relacionados.", "Ces résultats emploient des termes proches." }
    most_words {
        "No commitment in our data has all of these words. These have most of them.",
        "Ningún compromiso de nuestros datos contiene todas estas palabras. Estos contienen la mayoría.",
        "Aucun engagement de nos données ne contient tous ces mots. Ceux-ci en contiennent la plupart.",
    }
    lists { "Lists", "Listas", "Listes" }
    overdue_in(place: &str) { "IRM reviews overdue in our data: {place}", "Revisiones del IRM atrasadas en nuestros datos: {place}", "Examens de l’IRM en retard dans nos données\u{202f}: {place}" }
    overdue { "IRM reviews overdue in our data", "Revisiones del IRM atrasadas en nuestros datos", "Examens de l’IRM en retard dans nos données" }
    try_instead { "Try other or fewer words, or browse:", "Pruebe con otras palabras o con menos, o explore:", "Essayez d’autres mots ou moins de mots, ou parcourez\u{202f}:" }
}

super::plurals! {
    n_suggestions(n) {
        "{n} suggestion. Use the arrow keys to choose." | "{n} suggestions. Use the arrow keys to choose.",
        "{n} sugerencia. Use las flechas para elegir." | "{n} sugerencias. Use las flechas para elegir.",
        "{n} suggestion. Utilisez les flèches pour choisir." | "{n} suggestions. Utilisez les flèches pour choisir.",
    }
}
