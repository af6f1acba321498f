//! The language of texts from the record, as pages mark it.

use domain::Lang;
pub use domain::language::source_language;

/// What an element that shows a text from the record has as its `lang` on a page; none where that
/// is the page's own language, or where the text's is not known.
pub fn lang_of(page: Lang, text: &str) -> Option<&'static str> {
    source_language(text).filter(|lang| *lang != page.slug())
}

/// The languages that [`source_language`] returns, by HTML language code, with their names in English, Spanish and
/// French.
const NAMES: &[(&str, [&str; 3])] = &[
    ("en", ["English", "inglés", "anglais"]),
    ("es", ["Spanish", "español", "espagnol"]),
    ("fr", ["French", "francés", "français"]),
    ("pt", ["Portuguese", "portugués", "portugais"]),
    ("it", ["Italian", "italiano", "italien"]),
    ("de", ["German", "alemán", "allemand"]),
    ("nl", ["Dutch", "neerlandés", "néerlandais"]),
    ("id", ["Indonesian", "indonesio", "indonésien"]),
];

/// The name of a language that [`lang_of`] tells, within a sentence.
pub fn language_name(page: Lang, code: &str) -> Option<&'static str> {
    let (_, names) = NAMES.iter().find(|(other, _)| *other == code)?;
    Some(match page {
        Lang::English => names[0],
        Lang::Spanish => names[1],
        Lang::French => names[2],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_most_bundled_titles_is_told() {
        let batch = interchange::seed::commitments().unwrap();
        let titles = batch.entries.iter().map(|entry| &*entry.commitment.title);
        let told: Vec<_> = titles
            .map(|title| (source_language(title), title))
            .collect();
        let foreign: Vec<_> = told
            .iter()
            .filter(|(lang, _)| lang.is_some_and(|lang| lang != "en"))
            .map(|(_, title)| *title)
            .collect();
        assert!((200..350).contains(&foreign.len()), "{}", foreign.len());
        for title in [
            "Grupo de Expertos en Gobierno Abierto",
            "Conformité FOIA pour les rapports annuels",
            "Trámites y servicios en línea",
        ] {
            assert!(foreign.contains(&title), "{title}");
        }
        for (lang, title) in &told {
            let is_named =
                |page: &Lang| lang.is_none_or(|lang| language_name(*page, lang).is_some());
            assert!(Lang::ALL.iter().all(is_named), "{title}");
        }
        let unsure = told.iter().filter(|(lang, _)| lang.is_none()).count();
        assert!(unsure * 10 < told.len(), "{unsure} of {}", told.len());
    }

    #[test]
    fn an_element_says_its_language_only_where_the_page_has_another() {
        assert_eq!(lang_of(Lang::English, "Open data"), None);
        assert_eq!(lang_of(Lang::French, "Open data"), Some("en"));
        assert_eq!(
            lang_of(Lang::English, "Apoyo a la participación"),
            Some("es")
        );
        assert_eq!(lang_of(Lang::Spanish, "Apoyo a la participación"), None);
    }
}
