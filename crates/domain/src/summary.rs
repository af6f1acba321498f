//! Short summaries of commitments, in this project's or its staff's own words.

use super::{Commitment, Lang};

/// Words of a summary: what is read in a quarter of a minute.
pub const MAX_WORDS: usize = 60;

/// What a commitment is about, in a few sentences, and the page that supports them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Summary {
    /// In a small subset of Markdown.
    pub text: String,
    pub source_url: String,
}

/// A summary in each language of the interface, where there is one, by [`Lang::index`]. Few commitments
/// have any.
pub type Summaries = [Option<Box<Summary>>; Lang::ALL.len()];

/// A summary that is too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a summary has at most {MAX_WORDS} words, not {0}")]
pub struct TooManyWords(pub usize);

/// The number of words of a text: pieces between spaces that hold a letter or a digit.
pub fn words(text: &str) -> usize {
    text.split_whitespace()
        .filter(|piece| piece.chars().any(char::is_alphanumeric))
        .count()
}

/// Refuses a text of more than [`MAX_WORDS`] words.
pub fn check(text: &str) -> Result<(), TooManyWords> {
    match words(text) {
        count if count > MAX_WORDS => Err(TooManyWords(count)),
        _ => Ok(()),
    }
}

impl Commitment {
    /// The summary for readers of a language, and the language it is in: theirs, or else the first
    /// there is.
    pub fn summary_for(&self, lang: Lang) -> Option<(Lang, &Summary)> {
        self.summaries_for(lang).next()
    }

    /// All summaries, the one for readers of a language first.
    pub fn summaries_for(&self, lang: Lang) -> impl Iterator<Item = (Lang, &Summary)> {
        let others = Lang::ALL.iter().copied().filter(move |one| *one != lang);
        let in_order = std::iter::once(lang).chain(others);
        in_order.filter_map(|lang| Some((lang, self.summary_in[lang.index()].as_deref()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_as_people_do() {
        for (text, count) in [
            ("", 0),
            ("One word", 2),
            ("a \u{2013} b, *c* (d)\n\n- e", 5),
            ("[two words](https://example.org/a/b)", 2),
            ("L\u{2019}\u{c9}tat, 2018-2020", 2),
        ] {
            assert_eq!(words(text), count, "{text}");
        }
        assert_eq!(check(&"a ".repeat(60)), Ok(()));
        assert_eq!(check(&"a ".repeat(61)), Err(TooManyWords(61)));
    }
}
