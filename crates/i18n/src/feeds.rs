//! Feeds: their names, what happened in a word, and the links that lead to them.

super::messages! {
    title_of(what: &str) {
        "OGP commitment tracker: {what}",
        "OGP commitment tracker: {what}",
        "OGP commitment tracker\u{202f}: {what}",
    }
    new(what: &str) { "New: {what}", "Nuevo: {what}", "Nouveau\u{202f}: {what}" }
    rated(what: &str) { "Rated: {what}", "Calificado: {what}", "Évalué\u{202f}: {what}" }
    changed(what: &str) { "Changed: {what}", "Modificado: {what}", "Modifié\u{202f}: {what}" }
    withdrawn(what: &str) { "Withdrawn: {what}", "Retirado: {what}", "Retiré\u{202f}: {what}" }
    follow_list {
        "Follow these commitments in a feed reader:",
        "Siga estos compromisos en un lector de noticias:",
        "Suivre ces engagements dans un lecteur de flux\u{202f}:",
    }
    follow_one {
        "Follow this commitment in a feed reader:",
        "Siga este compromiso en un lector de noticias:",
        "Suivre cet engagement dans un lecteur de flux\u{202f}:",
    }
    follow(what: &str) {
        "Follow {what} in a feed reader:",
        "Siga «{what}» en un lector de noticias:",
        "Suivre «\u{202f}{what}\u{202f}» dans un lecteur de flux\u{202f}:",
    }
    follow_changes {
        "Follow the change log in a feed reader:",
        "Siga el registro de cambios en un lector de noticias:",
        "Suivre le journal des modifications dans un lecteur de flux\u{202f}:",
    }
    follow_resources {
        "Follow these resources in a feed reader:",
        "Siga estos recursos en un lector de noticias:",
        "Suivre ces ressources dans un lecteur de flux\u{202f}:",
    }
}
