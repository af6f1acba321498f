//! What is wrong with an address that cannot be read as a question.

use super::as_of::AsOfError;
use super::query::{Filter, MAX_SEARCH_LENGTH, MAX_VALUES};
use super::similar::nearest;
use super::text::slugify;
use super::{Dimension, UnknownWord};

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
    /// More values than [`MAX_VALUES`].
    #[error("at most {} values of one filter", MAX_VALUES)]
    ManyValues,
    /// No name of a member or an area.
    #[error("expected a short name of a-z, 0-9 and single hyphens, such as cote-d-ivoire")]
    ShortName,
    /// No year.
    #[error("expected a year of four digits, such as 2018")]
    Year,
    /// No value on a scale of the dimension.
    #[error("expected a scale of {} and a value on it, such as {example}", .dimension.label().to_lowercase())]
    OnScale {
        /// The dimension.
        dimension: Dimension,
        /// A value that there is.
        example: String,
    },
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

impl QueryError {
    /// A refusal of `value` for `parameter`; the value is shortened.
    pub fn new(parameter: &str, value: &str, problem: impl Into<Problem>) -> Self {
        let mut short: String = value.chars().take(60).collect();
        if short.len() < value.len() {
            short.push('\u{2026}');
        }
        Self {
            parameter: parameter.to_owned(),
            value: short,
            problem: problem.into(),
        }
    }

    /// Whether the value is one of a filter, not of a page, a language or an option.
    pub fn is_of_filter(&self) -> bool {
        Filter::ALL
            .iter()
            .any(|filter| filter.slug() == self.parameter)
    }
}
