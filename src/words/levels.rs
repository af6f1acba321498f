//! How a rating is shown: by its level, or as overdue.
//!
//! A review that is overdue is pending as well, for the record. Pages say one of the two: side by side they
//! read like a contradiction.

use std::borrow::Cow;

use chrono::NaiveDate;

use catalogue::Row;
use charts::level_class;
use domain::review::results_expected_by;
use domain::{Dimension, Lang, PartialDate, Review};
use i18n::{InLanguage, format, rows, terms};

/// The class and the symbol of what is overdue.
const OVERDUE: (&str, &str) = ("level-overdue", "overdue");

/// What stands for a rating: a shape, a colour and a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The class that has the colour.
    pub class: &'static str,
    /// The symbol of the sprite, without its `g-`.
    pub symbol: &'static str,
    pub word: &'static str,
    /// What the word means, in a sentence.
    pub meaning: Cow<'static, str>,
}

/// The mark of a commitment's rating on a day.
pub fn mark(lang: Lang, row: &Row, dimension: Dimension, today: NaiveDate) -> Mark {
    let level = row.commitment.level(dimension);
    let since = row.overdue_since(dimension, today);
    match since.and_then(|day| month(lang, day)) {
        Some(month) => Mark {
            meaning: rows::overdue_means(lang, &month).into(),
            ..overdue(lang)
        },
        None => Mark {
            class: level_class(level),
            symbol: level.slug(),
            word: terms::level_of(lang, dimension, level),
            meaning: terms::level_definition(lang, level).into(),
        },
    }
}

/// The mark of what is overdue, as keys show it.
pub fn overdue(lang: Lang) -> Mark {
    let (class, symbol) = OVERDUE;
    Mark {
        class,
        symbol,
        word: Review::Overdue.in_language(lang),
        meaning: Cow::Borrowed(""),
    }
}

/// The review of a commitment's results, where one is due; since when, where it is overdue.
pub fn review_in_words(lang: Lang, row: &Row, today: NaiveDate) -> Option<String> {
    let state = row.review(today)?;
    let since = || month(lang, results_expected_by(&row.commitment.plan)?);
    match state {
        Review::Published => None,
        Review::Due => Some(state.in_language(lang).to_owned()),
        Review::Overdue => Some(since().map_or_else(
            || state.in_language(lang).to_owned(),
            |month| rows::overdue_since(lang, &month),
        )),
    }
}

/// The month of a day: of plans the years are known, so that days would say too much.
pub fn month(lang: Lang, day: NaiveDate) -> Option<String> {
    let month: PartialDate = day.format("%Y-%m").to_string().parse().ok()?;
    Some(format::date(lang, month))
}
