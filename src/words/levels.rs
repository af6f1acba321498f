//! How a rating is shown: by its level, or by what more has to be said so that the level does not mislead.
//!
//! A review that is overdue is pending as well, for the record. Pages say one of the two: side by side they
//! read like a contradiction. A level that was given at mid-term, or counts as low although nothing
//! was found, says so wherever it is shown.

use std::borrow::Cow;

use chrono::NaiveDate;

use catalogue::Row;
use charts::level_class;
use domain::review::{
    Pending, is_midterm, is_read_after, read_when, results_expected_by, results_read,
};
use domain::{Dimension, Finding, Lang, PartialDate, Rating, Review, Scheme, Value};
use i18n::{InLanguage, format, midterm, rows, terms};

/// The class and the symbol of what was due and is not in the record.
const OVERDUE: (&str, &str) = ("level-overdue", "overdue");
/// Those of what was pending in a source and is not awaited.
const OUTDATED: (&str, &str) = ("level-outdated", "outdated");

/// What stands for a rating: a shape, a colour and a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The class that has the colour.
    pub class: &'static str,
    /// The symbol of the sprite, without its `g-`.
    pub symbol: &'static str,
    pub word: Cow<'static, str>,
    /// What follows the word where there is room for it, and for those who listen.
    pub more: Cow<'static, str>,
    /// What stands beside the shape where the word does not: what the shape alone would not say.
    pub short: &'static str,
    /// What the word means, in a sentence or two.
    pub meaning: Cow<'static, str>,
}

impl Mark {
    /// The word with what follows it.
    pub fn in_words(&self) -> String {
        format!("{}{}", self.word, self.more)
    }
}

/// The mark of a commitment's rating on a day.
pub fn mark(lang: Lang, row: &Row, dimension: Dimension, today: NaiveDate) -> Mark {
    let level = row.commitment.level(dimension);
    let plain = Mark {
        class: level_class(level),
        symbol: level.slug(),
        word: terms::level_of(lang, dimension, level).into(),
        more: "".into(),
        short: "",
        meaning: terms::level_definition(lang, level).into(),
    };
    let rating = row.commitment.ratings.of(dimension);
    if let Some(Finding::Rated(value)) = rating.map(|rating| rating.finding) {
        return rated(lang, value, plain);
    }
    match row.pending(dimension, today) {
        Some(Pending::Overdue) => {
            let read = rating.and_then(read_when);
            let due = row.overdue_since(dimension, today);
            let due = due.and_then(|day| due_in_words(lang, day, read));
            Mark {
                more: due.unwrap_or_default().into(),
                ..overdue(lang)
            }
        }
        Some(Pending::Outdated) => Mark {
            more: when_read(lang, rating).into(),
            ..outdated(lang)
        },
        Some(Pending::Ahead) | None => plain,
    }
}

/// The mark of a value whose level alone would mislead; else that of its level.
fn rated(lang: Lang, value: Value, plain: Mark) -> Mark {
    let word = match value {
        Value::NO_RESULTS_YET => rows::no_results_yet(lang),
        Value::UNCLEAR | Value::UNCLEAR_MIDTERM => rows::no_evidence(lang),
        Value::WITHDRAWN => rows::withdrawn(lang),
        _ => "",
    };
    let is_midterm = value.scheme() == Scheme::CompletionMidterm;
    if word.is_empty() && !is_midterm {
        return plain;
    }
    let mark = if word.is_empty() {
        Mark {
            short: midterm::at_midterm(lang),
            meaning: rows::midterm_means(lang).into(),
            ..plain
        }
    } else {
        let means = terms::value_definition(lang, value);
        let counts = rows::counts_as_low_means(lang);
        Mark {
            word: word.into(),
            more: rows::counts_as_low(lang).into(),
            short: word,
            meaning: format!("{means} {counts}").into(),
            ..plain
        }
    };
    if is_midterm {
        let word = rows::level_at_midterm(lang, &mark.word);
        Mark {
            word: word.into(),
            ..mark
        }
    } else {
        mark
    }
}

/// The mark of what was due and is not in the record, as keys show it.
pub fn overdue(lang: Lang) -> Mark {
    let (class, symbol) = OVERDUE;
    Mark {
        class,
        symbol,
        word: rows::no_result(lang).into(),
        more: "".into(),
        short: "",
        meaning: rows::no_result_means(lang).into(),
    }
}

/// The mark of what a source called pending and nobody awaits, as keys show it.
pub fn outdated(lang: Lang) -> Mark {
    let (class, symbol) = OUTDATED;
    Mark {
        class,
        symbol,
        word: rows::pending_in_source(lang).into(),
        more: "".into(),
        short: "",
        meaning: rows::pending_in_source_means(lang).into(),
    }
}

/// When the source of a rating was read, in parentheses; nothing where that is not known.
fn when_read(lang: Lang, rating: Option<&Rating>) -> String {
    in_parentheses(lang, rating.and_then(read_when))
}

/// A date in parentheses, behind a word; nothing where there is none.
pub fn in_parentheses(lang: Lang, date: Option<PartialDate>) -> String {
    date.map_or_else(String::new, |date| {
        format!(" ({})", format::date(lang, date))
    })
}

/// By when the report of a result that the record is without was due; or that it was overdue when our source
/// was read, where it was.
fn due_in_words(lang: Lang, due: NaiveDate, read: Option<PartialDate>) -> Option<String> {
    match read.filter(|read| is_read_after(*read, due)) {
        Some(read) => Some(rows::overdue_when_read(lang, &format::date(lang, read))),
        None => month(lang, due).map(|month| rows::was_due_by(lang, &month)),
    }
}

/// The review of a commitment's results, where one is due; what is known of it, where it was due.
pub fn review_in_words(lang: Lang, row: &Row, today: NaiveDate) -> Option<String> {
    let state = row.review(today)?;
    match state {
        Review::Published => None,
        Review::Due => Some(state.in_language(lang).to_owned()),
        Review::Overdue => {
            let c = &row.commitment;
            let due = results_expected_by(&c.plan);
            let due = due.and_then(|day| due_in_words(lang, day, results_read(c)));
            let due = due.unwrap_or_default();
            let missing = if is_midterm(c) {
                rows::no_end_of_term_result(lang)
            } else {
                rows::no_result(lang)
            };
            Some(format!("{missing}{due}"))
        }
    }
}

/// The month of a day: of plans the years are known, so that days would say too much.
pub fn month(lang: Lang, day: NaiveDate) -> Option<String> {
    let month: PartialDate = day.format("%Y-%m").to_string().parse().ok()?;
    Some(format::date(lang, month))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::verdict::tests::catalogue;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 28).unwrap()
    }

    fn marks(lang: Lang) -> Vec<(Row, Dimension, Mark)> {
        let catalogue = catalogue();
        let all = catalogue.rows().flat_map(|row| {
            let of = |dimension: &Dimension| {
                let mark = mark(lang, row, *dimension, today());
                (row.clone(), *dimension, mark)
            };
            Dimension::ALL.iter().map(of).collect::<Vec<_>>()
        });
        all.collect()
    }

    /// No mark says of the IRM that a review is late; it says what our data lacks, since when, and whether our
    /// source was read before that day.
    #[test]
    fn what_is_not_in_the_record_is_said_of_our_data() {
        let (mut before, mut after, mut outdated) = (0, 0, 0);
        for (row, dimension, mark) in marks(Lang::English) {
            let said = mark.in_words();
            let read = row.commitment.ratings.of(dimension).and_then(read_when);
            match row.pending(dimension, today()) {
                Some(Pending::Overdue) => {
                    assert!(
                        said.starts_with("No result in our data, IRM report "),
                        "{said}"
                    );
                    let due = row.overdue_since(dimension, today()).unwrap();
                    let is_after = read.is_some_and(|read| is_read_after(read, due));
                    assert_eq!(
                        said.contains("overdue when our source was read ("),
                        is_after
                    );
                    assert_eq!(said.contains("was due by"), !is_after, "{said}");
                    assert!(mark.meaning.contains("may have come out since"));
                    before += usize::from(!is_after);
                    after += usize::from(is_after);
                }
                // "Pending IRM review" would say that one is still to come.
                Some(Pending::Outdated) => {
                    assert!(said.starts_with("Pending in our source"), "{said}");
                    assert_eq!(said.ends_with(')'), read.is_some(), "{said}");
                    assert_eq!(mark.symbol, "outdated");
                    outdated += 1;
                }
                Some(Pending::Ahead) => assert_eq!(said, "Pending IRM review"),
                None => assert!(!said.contains("ending"), "{said}"),
            }
        }
        assert!(
            before > 3 && after > 0 && outdated > 50,
            "{before} {after} {outdated}"
        );
    }

    /// The state on the page of AL0081, whose source was read two years before its report was due.
    #[test]
    fn a_source_that_was_read_before_the_report_was_due_does_not_make_it_overdue() {
        let catalogue = catalogue();
        let of = |code: &str| catalogue.find(&code.parse().unwrap()).unwrap();
        for (lang, words) in [
            (
                Lang::English,
                "No result in our data, IRM report was due by April 2026",
            ),
            (
                Lang::Spanish,
                "Sin resultado en nuestros datos, informe del IRM previsto a m\u{e1}s tardar en abril de 2026",
            ),
            (
                Lang::French,
                "Pas de r\u{e9}sultat dans nos donn\u{e9}es, rapport de l\u{2019}IRM attendu au plus tard en avril 2026",
            ),
        ] {
            let row = of("AL0081");
            let completion = mark(lang, row, Dimension::Completion, today());
            assert_eq!(completion.in_words(), words);
            assert_eq!(review_in_words(lang, row, today()).unwrap(), words);
        }
        let mut results = catalogue
            .rows()
            .map(|row| mark(Lang::English, row, Dimension::EarlyResults, today()));
        assert!(results.any(|mark| mark.in_words() == "Pending in our source (2016)"));
        for code in ["NL0041", "FR0033", "NL0031"] {
            let completion = mark(Lang::English, of(code), Dimension::Completion, today());
            assert_eq!(completion.in_words(), "Pending in our source", "{code}");
        }
    }

    /// No rating does not mean low, and mid-term is not the end.
    #[test]
    fn a_level_that_would_mislead_alone_says_what_is_behind_it() {
        for lang in Lang::ALL.iter().copied() {
            let (mut without, mut at_midterm) = (0, 0);
            for (row, dimension, mark) in marks(lang) {
                let rating = row.commitment.ratings.of(dimension);
                let Some(Finding::Rated(value)) = rating.map(|rating| rating.finding) else {
                    continue;
                };
                let level = row.commitment.level(dimension);
                let word = terms::level_of(lang, dimension, level);
                let is_midterm = value.scheme() == Scheme::CompletionMidterm;
                if value.is_without_finding() {
                    assert!(!mark.word.starts_with(word), "{}", mark.word);
                    assert_eq!(mark.more, rows::counts_as_low(lang));
                    without += 1;
                } else if is_midterm {
                    let said = mark.word != word && !mark.short.is_empty();
                    assert!(said, "{}", mark.word);
                    at_midterm += 1;
                } else {
                    assert_eq!(
                        (&*mark.word, mark.short),
                        (word, ""),
                        "{}",
                        row.commitment.code
                    );
                }
                // Filters and colours go by the level still.
                assert_eq!(mark.class, level_class(level));
            }
            assert!(without > 5 && at_midterm > 100, "{without} {at_midterm}");
        }
        let catalogue = catalogue();
        let row = catalogue.find(&"ZZGTM0009".parse().unwrap()).unwrap();
        let completion = mark(Lang::English, row, Dimension::Completion, today());
        assert_eq!(completion.in_words(), "High, mid-term");
        let row = catalogue.find(&"ID0130".parse().unwrap()).unwrap();
        let results = mark(Lang::English, row, Dimension::EarlyResults, today());
        assert_eq!(results.in_words(), "No results yet (counts as low)");
    }
}
