//! What is wrong with an address that cannot be read as a question.

use super::as_of::AsOfError;
use super::query::{MAX_SEARCH_LENGTH, MAX_VALUES};
use super::{Dimension, UnknownWord};

/// Why an address cannot be read as a query.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "The value \u{201c}{value}\u{201d} of \u{201c}{parameter}\u{201d} cannot be used: {problem}"
)]
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
    #[error("a search may have at most {} characters", MAX_SEARCH_LENGTH)]
    LongSearch,
    /// Neither a day nor a moment.
    #[error(transparent)]
    AsOf(#[from] AsOfError),
    /// A day that has not begun.
    #[error("it lies in the future; expected today or a day before")]
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
    /// No member by whom to choose changes.
    #[error("expected a member such as spain")]
    Member,
    /// No code of a commitment by which to choose changes.
    #[error("expected a code such as NL0031")]
    Code,
    /// No kind of change.
    #[error("expected ratings or facts")]
    What,
    /// No day by which to choose changes.
    #[error("expected a day such as 2026-11-22")]
    Day,
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
}
