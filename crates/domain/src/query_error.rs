//! What is wrong with an address that cannot be read as a question.

use super::as_of::AsOfError;
use super::query::{Filter, MAX_PER_PAGE, MAX_SEARCH_LENGTH, MAX_VALUES, Years};
use super::similar::nearest;
use super::text::slugify;
use super::{Dimension, Params, UnknownWord};

/// Why an address cannot be read as a query.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{value}\u{201d} is not a valid value for \u{201c}{parameter}\u{201d}: {problem}")]
pub struct QueryError {
    /// The key in the address.
    pub parameter: String,
    /// The value as it was read, shortened.
    pub value: String,
    /// Why it cannot be used.
    pub problem: Problem,
}

/// Why a value of an address cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A word that is not one of a closed list.
    #[error(transparent)]
    Word(#[from] UnknownWord),
    /// A search text beyond [`MAX_SEARCH_LENGTH`].
    #[error("a search can have at most {} characters", MAX_SEARCH_LENGTH)]
    LongSearch,
    /// Neither a day nor a moment.
    #[error(transparent)]
    AsOf(#[from] AsOfError),
    /// A day that has not begun.
    #[error("it is in the future; expected today or an earlier day")]
    Future,
    /// No number of a page.
    #[error("expected a page number of 1 or more")]
    Page,
    /// No number of items on a page.
    #[error("expected a whole number from 1 to {}", MAX_PER_PAGE)]
    PerPage,
    /// No number of a version of the data.
    #[error("expected the number of a data version: a whole number of 0 or more")]
    Cursor,
    /// More values than [`MAX_VALUES`].
    #[error("at most {} values of one filter", MAX_VALUES)]
    ManyValues,
    /// No name of a member or an area.
    #[error("expected a short name of a-z, 0-9 and single hyphens, such as cote-d-ivoire")]
    ShortName,
    /// No year.
    #[error("expected a year of four digits, such as 2018")]
    Year,
    /// A range of years that ends before it begins.
    #[error("the first year is after the last one")]
    YearsReversed,
    /// No value on a scale of the dimension.
    #[error("expected a scale of {} and a value on it, such as {example}", .dimension.label().to_lowercase())]
    OnScale {
        /// The dimension.
        dimension: Dimension,
        /// A value that there is.
        example: String,
    },
    /// Nothing but characters that cannot be shown.
    #[error("it has only characters that cannot be shown")]
    Unshowable,
    /// Bytes that are no text.
    #[error("it is not valid UTF-8")]
    NotUtf8,
    /// A matrix of one filter by itself.
    #[error("the two sides of the table must be different")]
    SameSides,
    /// A second value where there can be one only.
    #[error("it is given more than once, with different values; expected one of them")]
    Twice,
    /// No size of a picture.
    #[error("expected 1 or 2")]
    Scale,
    /// No size of a frame.
    #[error("expected a number of pixels such as 600")]
    Pixels,
    /// No member by whom to choose changes.
    #[error("expected a member such as spain")]
    Member,
    /// No policy area by which to choose changes.
    #[error("expected a policy area such as open-data")]
    Area,
    /// No code of a commitment by which to choose changes.
    #[error("expected a code such as NL0031")]
    Code,
    /// A name that nothing in the record has.
    #[error("we have no data under this name")]
    NotInData,
    /// More commitments than a brief holds.
    #[error("a brief holds at most 20 commitments")]
    LongBrief,
    /// No kind of change.
    #[error("expected ratings or facts")]
    What,
    /// No day by which to choose changes.
    #[error("expected a day such as 2026-11-22")]
    Day,
}

/// A value that was left out of a question, and what may be meant by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Why it could not be used.
    pub error: QueryError,
    /// The nearest value that could be, as addresses have it.
    pub nearest: Option<String>,
}

impl From<QueryError> for LeftOut {
    fn from(error: QueryError) -> Self {
        let nearest = match &error.problem {
            Problem::Word(unknown) => {
                let words = unknown.expected.split(", ").map(|word| (word, word));
                let near = nearest(&slugify(&error.value), words, 1);
                near.first().map(|word| (*word).to_owned())
            }
            _ => None,
        };
        Self { error, nearest }
    }
}

/// A key of an address that means nothing there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("There is no parameter \u{201c}{key}\u{201d} here.{}", .nearest.as_ref().map_or_else(String::new, |near| format!(" Did you mean \u{201c}{near}\u{201d}?")))]
pub struct UnknownKey {
    /// The key as it was read, shortened.
    pub key: String,
    /// The nearest key that there is.
    pub nearest: Option<String>,
}

impl UnknownKey {
    /// The first key of an address that is none of those `known`.
    pub fn among(params: &Params, known: &[&str]) -> Option<Self> {
        let key = params.keys().find(|key| !known.contains(key))?;
        let near = nearest(key, known.iter().map(|known| (*known, *known)), 1);
        Some(Self {
            key: shortened(key),
            nearest: near.first().map(|near| (*near).to_owned()),
        })
    }
}

/// A text that somebody sent, as much of it as a message can show.
fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('\u{2026}');
    }
    short
}

impl QueryError {
    /// A refusal of `value` for `parameter`; the value is shortened.
    pub fn new(parameter: &str, value: &str, problem: impl Into<Problem>) -> Self {
        Self {
            parameter: parameter.to_owned(),
            value: shortened(value),
            problem: problem.into(),
        }
    }

    /// Whether the value is one of a filter, not of a page, a language or an option.
    pub fn is_of_filter(&self) -> bool {
        Filter::ALL
            .iter()
            .any(|filter| filter.slug() == self.parameter)
            || [Years::FROM, Years::TO].contains(&self.parameter.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_means_nothing_is_named_with_the_nearest_one() {
        let known = ["member", "area", "ambition", "page", "per_page"];
        let unknown = |query: &str| UnknownKey::among(&Params::parse(query).unwrap(), &known);
        assert_eq!(unknown("member=spain&MEMBER[]=italy&page=2&area="), None);
        let found = unknown("page=1&memeber=spain").unwrap();
        assert_eq!(found.key, "memeber");
        assert_eq!(found.nearest.as_deref(), Some("member"));
        assert!(
            found
                .to_string()
                .ends_with("Did you mean \u{201c}member\u{201d}?")
        );
        // Also one without a value.
        let strange = unknown("xyzzyxyzzy").unwrap();
        assert_eq!((&*strange.key, strange.nearest), ("xyzzyxyzzy", None));
        assert!(unknown(&"k".repeat(1000)).unwrap().key.len() < 100);
    }
}
