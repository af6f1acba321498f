//! Charts: from numbers to a picture whose every mark links to the commitments behind it.
//!
//! One function computes a chart's numbers ([`numbers`]), one draws them ([`drawing`]); page, table
//! and files are made from the same value and cannot disagree. Knows the domain, the catalogue
//! and the words of the interface; no database and no page.

pub mod card;
pub mod drawing;
pub mod lines;
pub mod model;
mod names;
pub mod numbers;
pub mod png;
pub mod table;

mod palette;

pub use domain::chart::{ChartName, ChartRequest};
pub use drawing::escape;
pub use model::{Break, Cell, Chart, ChartItem, Group, Series, Shape};
pub use names::in_language;

use catalogue::{Bitset, Catalogue};
use domain::{Dimension, Lang, Level};
use i18n::charts_findings as say;
use i18n::format::{self, number};

/// The CSS class of a level.
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

/// How many of some commitments are at each level of a dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelCounts {
    pub dimension: Dimension,
    /// Commitments at each level, in the order of [`Level::ALL`].
    pub counts: [usize; Level::ALL.len()],
    /// How many of those assessed were assessed at mid-term, and not at its end.
    pub midterm: usize,
}

impl LevelCounts {
    pub fn of(catalogue: &Catalogue, rows: &Bitset, dimension: Dimension) -> Self {
        Self {
            dimension,
            counts: catalogue.count_levels(rows, dimension),
            midterm: catalogue.count_midterm(rows, dimension),
        }
    }

    pub fn at(&self, level: Level) -> usize {
        self.counts[level.index()]
    }

    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// Number assessed by the IRM: the denominator of shares rated high.
    pub fn assessed(&self) -> usize {
        Level::ALL
            .iter()
            .filter(|l| l.is_assessed())
            .map(|l| self.at(*l))
            .sum()
    }

    /// The share rated high of those assessed, as a rounded percentage. `None` if none are assessed.
    pub fn percent_high(&self) -> Option<usize> {
        percent(self.at(Level::High), self.assessed())
    }

    /// As above, but `None` below the reliability threshold.
    pub fn reliable_percent_high(&self) -> Option<usize> {
        self.percent_high()
            .filter(|_| self.assessed() >= MIN_RELIABLE_GROUP)
    }

    /// How many ratings were given at mid-term; none where none were.
    pub fn midterm_in_words(&self, lang: Lang) -> Option<String> {
        i18n::midterm::of_completion(lang, self.midterm, self.assessed())
    }

    /// The share and its denominator, and how many ratings are from mid-term.
    pub fn in_words(&self, lang: Lang) -> String {
        let (high, assessed) = (self.at(Level::High), self.assessed());
        let total = number(lang, self.total());
        if assessed == 0 {
            return match self.total() {
                0 => i18n::charts::nothing(lang).to_owned(),
                1 => say::one_not_assessed(lang).to_owned(),
                _ => say::none_assessed_of(lang, &total),
            };
        }
        let share = share_in_brackets(lang, high, assessed);
        let high = say::high_of_assessed(lang, assessed, &number(lang, high), &share);
        let said =
            say::high_and_assessed(lang, &high, &say::assessed_of_all(lang, assessed, &total));
        with_sentence(said, self.midterm_in_words(lang))
    }
}

/// A text with a sentence behind it, where there is one.
fn with_sentence(said: String, more: Option<String>) -> String {
    match more {
        Some(more) => format!("{said} {more}"),
        None => said,
    }
}

/// ` (33%)`; nothing where the share rests on few.
fn share_in_brackets(lang: Lang, high: usize, assessed: usize) -> String {
    match percent(high, assessed) {
        Some(share) if assessed >= MIN_RELIABLE_GROUP => {
            format!(" ({})", format::percent(lang, &share.to_string()))
        }
        _ => String::new(),
    }
}

/// Rounded percentage; `None` if `whole` is 0.
pub fn percent(part: usize, whole: usize) -> Option<usize> {
    (whole > 0).then(|| (part * 100 + whole / 2) / whole)
}

/// Formats a share. 0% and 100% are shown only when exact. `None` if `whole` is 0.
pub fn format_share(lang: Lang, part: usize, whole: usize) -> Option<String> {
    let share = match percent(part, whole)? {
        0 if part > 0 => "<1".to_owned(),
        100 if part < whole => ">99".to_owned(),
        percent => percent.to_string(),
    };
    Some(format::percent(lang, &share))
}

/// Groups below this size carry a warning: one commitment more or less changes their share a lot.
pub const MIN_RELIABLE_GROUP: usize = 10;

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use domain::Query;
    use domain::record::{DataVersion, Published};

    #[test]
    fn shares_are_of_those_assessed_and_say_so() {
        let counts = LevelCounts {
            dimension: Dimension::Ambition,
            counts: [30, 60, 200, 5, 1, 1000],
            midterm: 0,
        };
        assert_eq!((counts.assessed(), counts.total()), (90, 1296));
        assert_eq!(counts.percent_high(), Some(33));
        assert!(
            counts
                .in_words(Lang::English)
                .contains("30 of 90 assessed (33%)"),
            "{}",
            counts.in_words(Lang::English)
        );
        let none = LevelCounts {
            counts: [0, 0, 3, 0, 0, 4],
            ..counts
        };
        assert_eq!(none.percent_high(), None);
        assert!(
            none.in_words(Lang::English)
                .starts_with("We hold no rating for any of the 7 ")
        );
    }

    #[test]
    fn little_is_not_nothing() {
        for (part, whole, words) in [
            (1, 3000, "<1%"),
            (0, 3000, "0%"),
            (2999, 3000, ">99%"),
            (1, 2, "50%"),
        ] {
            assert_eq!(
                format_share(Lang::English, part, whole).as_deref(),
                Some(words)
            );
        }
        assert_eq!(format_share(Lang::English, 0, 0), None);
    }

    #[test]
    fn each_bar_leads_to_its_commitments_within_the_query() {
        let counts = LevelCounts {
            dimension: Dimension::EarlyResults,
            counts: [1, 2, 3, 0, 0, 0],
            midterm: 0,
        };
        let query = Query::parse("member=spain&page=3&sort=title").unwrap();
        let chart = numbers::level_chart(Lang::English, &counts, &query);
        assert_eq!(
            chart.groups[0].items[0].cells[0].list,
            "/commitments?member=spain&results=high"
        );
        let svg = drawing::for_page(&chart, drawing::Placement::Page);
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
    fn a_bar_and_the_sentence_above_it_give_the_same_share() {
        let counts = LevelCounts {
            dimension: Dimension::Ambition,
            counts: [323, 400, 100, 0, 0, 154],
            midterm: 0,
        };
        let chart = numbers::level_chart(Lang::English, &counts, &Query::default());
        assert!(chart.finding.contains("323 of 723 assessed (45%)"));
        let svg = drawing::for_page(&chart, drawing::Placement::Page);
        assert!(svg.contains("45% (323 of 723)"), "{svg}");
        assert!(!svg.contains("33%"), "another base: {svg}");
    }

    #[test]
    fn what_is_drawn_is_escaped() {
        let counts = LevelCounts {
            dimension: Dimension::Ambition,
            counts: [1, 0, 0, 0, 0, 0],
            midterm: 0,
        };
        let mut chart = numbers::level_chart(Lang::English, &counts, &Query::default());
        chart.title = "<script>".to_owned();
        chart.finding = "<script>".to_owned();
        chart.groups[0].items[0].label = "a\"<b>&'".to_owned();
        let caption = card::Caption {
            scope: "<script>".to_owned(),
            path: "/\"><script>".to_owned(),
            ..card::Caption::default()
        };
        for svg in [
            drawing::for_page(&chart, drawing::Placement::Page),
            card::svg(&chart, &caption, card::Extent::Whole),
        ] {
            assert!(!svg.contains("<b>") && !svg.contains("<script>"), "{svg}");
        }
    }

    pub(crate) fn demonstration() -> Catalogue {
        let batch = interchange::demo::commitments(400).unwrap();
        let commitments = batch.entries.into_iter().map(|e| e.commitment);
        let published = Published {
            version: DataVersion {
                number: 1,
                made_at: None,
                demonstration: true,
            },
            areas: batch.areas,
            commitments: (1..).zip(commitments).collect(),
            context: Vec::new(),
            last_changes: std::collections::HashMap::new(),
        };
        Catalogue::build(published, chrono::NaiveDate::MIN)
    }

    /// Every text of a chart, without names from the record.
    fn texts(chart: &Chart) -> Vec<String> {
        let series = chart.series.iter().map(|s| s.label.clone());
        let own = [chart.title.clone(), chart.finding.clone()];
        let columns = [chart.item_heading.to_owned()];
        own.into_iter()
            .chain(columns)
            .chain(series)
            .chain(chart.notes.iter().cloned())
            .collect()
    }

    fn computed(catalogue: &Catalogue, lang: Lang, name: ChartName) -> Chart {
        let query = match name {
            ChartName::Compare => "member=spain&member=italy&member=kenya",
            _ => "",
        };
        let scope = numbers::ChartScope {
            lang,
            catalogue,
            query: Query::parse(query).unwrap(),
            found: None,
        };
        numbers::compute(&scope, ChartRequest::plain(name)).unwrap()
    }

    /// A chart as a whole picture.
    pub(crate) fn picture(catalogue: &Catalogue, name: ChartName) -> String {
        let chart = computed(catalogue, Lang::English, name);
        card::svg(&chart, &card::Caption::default(), card::Extent::Whole)
    }

    #[test]
    fn whatever_is_drawn_in_a_file_can_be_seen() {
        let catalogue = demonstration();
        for name in ChartName::ALL {
            let chart = computed(&catalogue, Lang::English, *name);
            for extent in [card::Extent::Card, card::Extent::Whole] {
                let svg = card::svg(&chart, &card::Caption::default(), extent);
                for nothing in [r#"width="0""#, r#"height="0""#] {
                    assert!(!svg.contains(nothing), "{name}: {svg}");
                }
            }
        }
    }

    #[test]
    fn a_chart_counts_the_same_and_says_it_in_each_language() {
        let catalogue = demonstration();
        let chart = |lang, name| computed(&catalogue, lang, name);
        for name in ChartName::ALL {
            let english = chart(Lang::English, *name);
            for lang in [Lang::Spanish, Lang::French] {
                let other = chart(lang, *name);
                let counted = |chart: &Chart| {
                    let mut keyed: Vec<_> = chart
                        .items()
                        .map(|item| (item.key.clone(), item.cells.clone()))
                        .collect();
                    keyed.sort_by(|a, b| a.0.cmp(&b.0));
                    keyed
                };
                assert_eq!(counted(&english), counted(&other), "{name} {lang}");
                let translated = texts(&other);
                assert_eq!(translated.len(), texts(&english).len(), "{name} {lang}");
                for text in &translated {
                    for word in [" of ", "ommitment", " the ", "ssessed", " rated"] {
                        assert!(!text.contains(word), "{name} {lang}: {text}");
                    }
                }
                let picture = card::svg(&other, &card::Caption::default(), card::Extent::Whole);
                for word in ["few ratings", "commitments", "assessed", "full chart"] {
                    assert!(!picture.contains(word), "{name} {lang} draws {word}");
                }
            }
        }
    }
}
