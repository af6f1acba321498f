//! Charts: from numbers to a picture whose every mark leads to the commitments behind it.
//!
//! One function computes a chart's numbers ([`numbers`]), one draws them ([`drawing`]); page, table
//! and files are made from the same value and cannot disagree. Knows the domain and the catalogue's
//! counts, no database and no page.

pub mod card;
pub mod drawing;
pub mod lines;
pub mod model;
pub mod numbers;
pub mod png;
pub mod request;
pub mod table;

mod palette;

pub use drawing::escape;
pub use model::{Cell, Chart, Group, Item, Series, Shape};
pub use request::{ChartName, ChartRequest};

use crate::catalogue::{Bitset, Catalogue};
use crate::domain::text::grouped;
use crate::domain::{Dimension, Level};

/// The class of a level in pictures and badges.
pub const fn level_class(level: Level) -> &'static str {
    match level {
        Level::High => "level-high",
        Level::Low => "level-low",
        Level::Pending => "level-pending",
        Level::NoData => "level-no_data",
        Level::NotReviewable => "level-not_reviewable",
        Level::Unstated => "level-unstated",
    }
}

/// How many of some commitments stand at each level of a dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelCounts {
    /// The dimension.
    pub dimension: Dimension,
    /// Commitments at each level, in the order of [`Level::ALL`].
    pub counts: [usize; Level::ALL.len()],
}

impl LevelCounts {
    /// Counts the levels of `rows`.
    pub fn of(catalogue: &Catalogue, rows: &Bitset, dimension: Dimension) -> Self {
        Self {
            dimension,
            counts: catalogue.count_levels(rows, dimension),
        }
    }

    /// Commitments at a level.
    pub fn at(&self, level: Level) -> usize {
        self.counts[level.index()]
    }

    /// All commitments counted.
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// Those that the IRM has assessed: the denominator of every share.
    pub fn assessed(&self) -> usize {
        Level::ALL
            .iter()
            .filter(|l| l.is_assessed())
            .map(|l| self.at(*l))
            .sum()
    }

    /// The share that is high among those assessed, as a whole percentage; none where none is.
    pub fn percent_high(&self) -> Option<usize> {
        percent(self.at(Level::High), self.assessed())
    }

    /// The finding in one sentence, with its denominator.
    pub fn in_words(&self) -> String {
        let (high, assessed, total) = (
            grouped(self.at(Level::High)),
            grouped(self.assessed()),
            grouped(self.total()),
        );
        let share = match self.percent_high() {
            Some(percent) if self.assessed() >= SMALL_GROUP => format!(" ({percent}%)"),
            _ => String::new(),
        };
        match self.assessed() {
            0 if self.total() == 1 => "The one commitment has not been assessed.".to_owned(),
            0 => format!("None of {total} commitments has been assessed."),
            n => format!(
                "{high} of {assessed} assessed{share} {} high; {assessed} of {total} commitments {} been assessed.",
                if self.at(Level::High) == 1 {
                    "is"
                } else {
                    "are"
                },
                if n == 1 { "has" } else { "have" },
            ),
        }
    }
}

/// A whole percentage; none of nothing.
pub fn percent(part: usize, whole: usize) -> Option<usize> {
    (whole > 0).then(|| (part * 100 + whole / 2) / whole)
}

/// A share for people: what is not nought is never told as 0%, nor what is not all as 100%.
pub fn share_in_words(part: usize, whole: usize) -> Option<String> {
    percent(part, whole).map(|percent| match percent {
        0 if part > 0 => "<1%".to_owned(),
        100 if part < whole => ">99%".to_owned(),
        percent => format!("{percent}%"),
    })
}

/// Groups below this size carry a warning: one commitment more or less changes their share much.
pub const SMALL_GROUP: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Query;

    #[test]
    fn shares_are_of_those_assessed_and_say_so() {
        let counts = LevelCounts {
            dimension: Dimension::Ambition,
            counts: [30, 60, 200, 5, 1, 1000],
        };
        assert_eq!((counts.assessed(), counts.total()), (90, 1296));
        assert_eq!(counts.percent_high(), Some(33));
        assert!(
            counts.in_words().contains("30 of 90 assessed (33%)"),
            "{}",
            counts.in_words()
        );
        let none = LevelCounts {
            counts: [0, 0, 3, 0, 0, 4],
            ..counts
        };
        assert_eq!(none.percent_high(), None);
        assert!(none.in_words().starts_with("None of 7"));
    }

    #[test]
    fn little_is_not_nothing() {
        for (part, whole, said) in [
            (1, 3000, "<1%"),
            (0, 3000, "0%"),
            (2999, 3000, ">99%"),
            (1, 2, "50%"),
        ] {
            assert_eq!(share_in_words(part, whole).as_deref(), Some(said));
        }
        assert_eq!(share_in_words(0, 0), None);
    }

    #[test]
    fn each_bar_leads_to_its_commitments_within_the_query() {
        let counts = LevelCounts {
            dimension: Dimension::EarlyResults,
            counts: [1, 2, 3, 0, 0, 0],
        };
        let query = Query::parse("member=spain&page=3&sort=title").unwrap();
        let chart = numbers::level_chart(&counts, &query);
        assert_eq!(
            chart.groups[0].items[0].cells[0].list,
            "/commitments?member=spain&results=high"
        );
        let svg = drawing::for_page(&chart, drawing::Room::Page);
        assert_eq!(
            svg.matches("<a class=\"mark").count(),
            3,
            "only levels that occur lead anywhere"
        );
        assert!(
            svg.contains("/commitments?member=spain&amp;results=pending"),
            "{svg}"
        );
    }

    #[test]
    fn what_is_drawn_is_escaped() {
        let counts = LevelCounts {
            dimension: Dimension::Ambition,
            counts: [1, 0, 0, 0, 0, 0],
        };
        let mut chart = numbers::level_chart(&counts, &Query::default());
        chart.title = "<script>".to_owned();
        chart.finding = "<script>".to_owned();
        chart.groups[0].items[0].label = "a\"<b>&'".to_owned();
        let caption = card::Caption {
            scope: "<script>".to_owned(),
            path: "/\"><script>".to_owned(),
            ..card::Caption::default()
        };
        for svg in [
            drawing::for_page(&chart, drawing::Room::Page),
            card::svg(&chart, &caption, card::Extent::Whole),
        ] {
            assert!(!svg.contains("<b>") && !svg.contains("<script>"), "{svg}");
        }
    }
}
