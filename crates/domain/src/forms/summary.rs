//! The summaries of a commitment in its form: for each language the text, and the page that supports it.

use super::{Fields, MAX_LINE, Problems};
use crate::summary::{self, Summaries, Summary};

/// The fields of text and source, by [`crate::Lang::index`].
pub(super) const FIELDS: [[&str; 2]; 3] = [
    ["summary_en", "summary_en_source_url"],
    ["summary_es", "summary_es_source_url"],
    ["summary_fr", "summary_fr_source_url"],
];

pub(super) fn check(fields: &Fields, problems: &mut Problems) {
    for [text, source] in FIELDS {
        problems.text(fields, text, 2 * MAX_LINE);
        problems.address(fields, source);
        if let Err(summary::TooManyWords(count)) = summary::check(fields.get(text)) {
            let most = summary::MAX_WORDS;
            problems.push(text, format!("Use at most {most} words, not {count}."));
        }
        match (fields.get(text), fields.get(source)) {
            ("", "") => {}
            ("", _) => problems.push(text, "Enter the summary, or clear its source."),
            (_, "") => problems.push(source, "Enter the page that supports this summary."),
            _ => {}
        }
    }
}

pub(super) fn read(fields: &Fields) -> Summaries {
    FIELDS.map(|[text, source_url]| {
        let (text, source_url) = (fields.text(text)?, fields.text(source_url)?);
        Some(Box::new(Summary { text, source_url }))
    })
}

pub(super) fn fill(summaries: &Summaries, fields: &mut Fields) {
    for ([text, source], summary) in FIELDS.into_iter().zip(summaries) {
        let said = summary.as_deref();
        fields.push(text, said.map_or("", |s| &s.text));
        fields.push(source, said.map_or("", |s| &s.source_url));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_needs_its_source_and_few_words() {
        let wrong = |text: &str, source: &str| {
            let mut fields = Fields::default();
            fields.push("summary_es", text);
            fields.push("summary_es_source_url", source);
            let mut problems = Problems::default();
            check(&fields, &mut problems);
            let named: Vec<&str> = problems.iter().map(|(field, _)| field).collect();
            named.join(" ")
        };
        let page = "https://example.org/";
        assert_eq!(wrong("", ""), "");
        assert_eq!(wrong("En pocas palabras.", page), "");
        assert_eq!(wrong("En pocas palabras.", ""), "summary_es_source_url");
        assert_eq!(wrong("", page), "summary_es");
        assert_eq!(wrong("a", "example.org"), "summary_es_source_url");
        assert_eq!(wrong(&"a ".repeat(60), page), "");
        assert_eq!(wrong(&"a ".repeat(61), page), "summary_es");
    }
}
