//! Words of files in other languages than English. The application, which knows languages, hands them
//! in; the readers of files ask for the English word.

use std::collections::HashMap;
use std::sync::Arc;

use domain::text::slugify;

/// English words by the list that they belong to and what they are called elsewhere.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary(Arc<HashMap<(&'static str, String), &'static str>>);

impl PartialEq for Vocabulary {
    /// A vocabulary says how words are read, not which file is meant: two are as good as one.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Vocabulary {}

impl Vocabulary {
    /// Takes triples of a list, a translated word and the English word. Of two words that are the same, the first counts.
    pub fn new(words: impl Iterator<Item = (&'static str, &'static str, &'static str)>) -> Self {
        let mut all = HashMap::new();
        for (list, told, english) in words {
            all.entry((list, slugify(told))).or_insert(english);
        }
        Self(Arc::new(all))
    }

    /// The English word; none where the list has no such word. A list is a column, or a rating's scheme.
    pub fn english(&self, list: &'static str, told: &str) -> Option<&'static str> {
        self.0.get(&(list, slugify(told))).copied()
    }

    /// The same for a column that is named at run time.
    pub fn english_in(&self, column: &str, told: &str) -> Option<&'static str> {
        let list = super::COLUMNS.iter().find(|c| c.name == column)?.name;
        self.english(list, told).or_else(|| boolean(list, told))
    }
}

/// What spreadsheets and statistics programs write for yes and no.
fn boolean(column: &str, told: &str) -> Option<&'static str> {
    if !matches!(column, "verifiable" | "relevant" | "starred") {
        return None;
    }
    match slugify(told).as_str() {
        "true" | "verdadero" | "vrai" | "wahr" | "y" => Some("Yes"),
        "false" | "falso" | "faux" | "falsch" | "n" => Some("No"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_however_they_are_spelled() {
        let known = Vocabulary::new([("verifiable", "S\u{ed}", "Yes")].into_iter());
        assert_eq!(known.english("verifiable", "SI"), Some("Yes"));
        assert_eq!(known.english("relevant", "si"), None);
        assert_eq!(known.english_in("starred", "TRUE"), Some("Yes"));
        assert_eq!(known.english_in("title", "TRUE"), None);
    }
}
