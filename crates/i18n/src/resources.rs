//! `/resources`: stories, guides, events, research.

super::messages! {
    title { "Resources", "Recursos", "Ressources" }
    lead {
        "Stories, guides, events and research on digital governance in open government, with links to the related commitments.",
        "Historias, guías, eventos e investigaciones sobre gobernanza digital y gobierno abierto, con enlaces a los compromisos de los que tratan.",
        "Récits, guides, événements et recherches sur la gouvernance numérique et le gouvernement ouvert, avec des liens vers les engagements dont ils traitent.",
    }
    kind { "Type", "Tipo", "Type" }
    language { "Language", "Idioma", "Langue" }
    topic { "Policy area", "Área de política", "Domaine politique" }
    filters { "Filter the resources", "Filtrar los recursos", "Filtrer les ressources" }
    no_address { "no public address known", "sin dirección pública conocida", "aucune adresse publique connue" }
    about { "About: ", "Trata de: ", "À propos de\u{202f}: " }
    none { "No resources match these filters.", "Ningún recurso cumple estos filtros.", "Aucune ressource ne correspond à ces filtres." }
    feed_title { "Resources on digital governance", "Recursos sobre gobernanza digital", "Ressources sur la gouvernance numérique" }
    english { "English", "Inglés", "Anglais" }
    spanish { "Spanish", "Español", "Espagnol" }
    french { "French", "Francés", "Français" }
    italian { "Italian", "Italiano", "Italien" }
    other_language(code: &str) { "Language {code}", "Idioma {code}", "Langue {code}" }
}

super::plurals! {
    n_shown(n, all: &str) {
        "{n} of {all} resources" | "{n} of {all} resources",
        "{n} recurso de {all}" | "{n} recursos de {all}",
        "{n} ressource sur {all}" | "{n} ressources sur {all}",
    }
}
