//! What pages around the commitments share.

super::messages! {
    not_in_record { "not yet in our data", "todavía no figura en este registro", "pas encore dans ce registre" }
    no_rating {
        "No IRM rating: this is not in any action plan in our data.",
        "Sin calificación del IRM: no es, o todavía no es, un compromiso de un plan de acción de este registro.",
        "Pas d’évaluation de l’IRM\u{202f}: ce n’est pas, ou pas encore, un engagement d’un plan d’action de ce registre.",
    }
    /// Between what something is and what is said of it.
    colon { ": ", ": ", "\u{202f}: " }
    all_of_them { "See all", "Ver todos", "Tout voir" }
    source { "Source", "Fuente", "Source" }
    edit { "Edit (staff)", "Editar (equipo)", "Modifier (équipe)" }
    show { "Show", "Mostrar", "Afficher" }
    any { "Any", "Cualquiera", "Indifférent" }
    in_english { "in English", "en inglés", "en anglais" }
    in_spanish { "in Spanish", "en español", "en espagnol" }
    in_french { "in French", "en francés", "en français" }
    in_italian { "in Italian", "en italiano", "en italien" }
    in_language(code: &str) { "language: {code}", "idioma: {code}", "langue\u{202f}: {code}" }
    chapters { "Chapters", "Capítulos", "Chapitres" }
    undated { "on a page without a date", "en una página sin fecha", "sur une page sans date" }
}

super::plurals! {
    sources(n) {
        "{n} source" | "{n} sources",
        "{n} fuente" | "{n} fuentes",
        "{n} source" | "{n} sources",
    }
}
