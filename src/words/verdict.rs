//! What came of a commitment: one to four sentences, and the steps of its way.

use chrono::{Datelike, NaiveDate};

use super::levels::{in_parentheses, month};
use catalogue::Row;
use domain::review::{
    PlanResults, design_report, is_contradicted, is_midterm, is_pending, is_read_after,
    read_before_end, results_expected_by, results_read, results_report,
};
use domain::{
    Commitment, Dimension, Finding, KnownSource, Lang, Level, ReportKind, Review, Scheme, Value,
};
use i18n::{coverage, format, terms, verdict as say};

/// For example "Promised in the 2018–2020 plan. Rated ambitious. We don’t know what came of it. The plan
/// ended more than 5 years ago. The IRM’s review of its results was pending when our source was read. Its report
/// was due by April 2021 and may have come out since."
pub fn verdict(lang: Lang, row: &Row, today: NaiveDate) -> String {
    let c = &*row.commitment;
    let promised = match (c.plan.start_year, c.plan.end_year) {
        (Some(start), Some(end)) if end != start => Some(say::promised_in_period(lang, start, end)),
        (Some(start), _) => Some(say::promised_in(lang, start)),
        (None, _) => None,
    };
    let ambition = match c.level(Dimension::Ambition) {
        Level::High => Some(say::ambitious(lang).to_owned()),
        Level::Low => Some(match c.ratings.of(Dimension::Ambition).map(|r| r.finding) {
            Some(Finding::Rated(value)) if value.describe().level == Level::High => {
                say::ambition_lowered(lang, terms::value(lang, value))
            }
            Some(finding @ Finding::Rated(value))
                if finding.scheme() != Some(Scheme::PublishedLevel) =>
            {
                say::ambition_low(lang, terms::value(lang, value))
            }
            _ => say::not_ambitious(lang).to_owned(),
        }),
        Level::NotReviewable => Some(say::not_reviewable(lang).to_owned()),
        Level::Pending | Level::NoData | Level::Unstated => None,
    };
    let sentences = promised.into_iter().chain(ambition);
    sentences
        .chain(results(lang, row, today))
        .collect::<Vec<_>>()
        .join(" ")
}

fn results(lang: Lang, row: &Row, today: NaiveDate) -> Vec<String> {
    let c = &*row.commitment;
    let finding = |dimension| c.ratings.of(dimension).map(|r| r.finding);
    let value = |dimension| match finding(dimension) {
        Some(Finding::Rated(value)) => terms::value(lang, value),
        _ => "",
    };
    // A published level has no value that would say more than the level.
    let is_level =
        |dimension| finding(dimension).and_then(Finding::scheme) == Some(Scheme::PublishedLevel);
    let is = |dimension, rated| finding(dimension) == Some(Finding::Rated(rated));
    let (completion, early) = (Dimension::Completion, Dimension::EarlyResults);
    let mut sentences = Vec::new();
    match c.level(completion) {
        // The record has one word for two of OGP's, so neither is quoted.
        Level::Low if is(completion, Value::UNCLEAR_MIDTERM) => {
            sentences.push(say::completion_midterm_unclear(lang).to_owned());
        }
        Level::Low if is(completion, Value::UNCLEAR) => {
            sentences.push(say::completion_unclear(lang).to_owned());
        }
        Level::High | Level::Low if is_midterm(c) => {
            sentences.push(say::completion_midterm(lang, value(completion)));
        }
        Level::High if is_level(completion) => {
            sentences.push(say::completion_level_high(lang).to_owned());
        }
        Level::High => sentences.push(say::completion_high(lang, value(completion))),
        Level::Low if is_level(completion) => {
            sentences.push(say::completion_level_low(lang).to_owned());
        }
        Level::Low => sentences.push(say::completion_low(lang, value(completion))),
        _ => {}
    }
    let is_reviewable = c.level(completion) != Level::NotReviewable;
    if sentences.is_empty() && c.level(early).is_assessed() && is_reviewable {
        sentences.push(say::completion_not_known(lang).to_owned());
    }
    match c.level(early) {
        Level::High if is_level(early) => {
            sentences.push(say::results_level_high(lang).to_owned());
        }
        Level::High => sentences.push(say::results_high(lang, value(early))),
        Level::Low if is(early, Value::NO_RESULTS_YET) => {
            sentences.push(say::results_none_yet(lang).to_owned());
        }
        Level::Low if is_level(early) => {
            sentences.push(say::results_level_low(lang).to_owned());
        }
        Level::Low => sentences.push(say::results_low(lang, value(early))),
        _ => {}
    }
    let is_midterm_only = is_midterm(c) && !c.level(early).is_assessed();
    if (!sentences.is_empty() && !is_midterm_only) || !is_reviewable {
        return sentences;
    }
    // Of the end of a plan its year is known, so that whole years are counted from the year's end.
    let whole_years = |end: i32| usize::try_from(today.year() - end - 1).unwrap_or(0);
    let has_pending = [completion, early]
        .map(|d| c.level(d))
        .contains(&Level::Pending);
    let is_reported = results_report(c).is_some() || row.plan_results == PlanResults::Known;
    let is_running = c.plan.end_year.is_some_and(|end| end >= today.year());
    let read = in_parentheses(lang, results_read(c));
    let answer = if is_running && !is_reported {
        say::too_early(lang)
    } else if is_midterm_only {
        say::end_not_known(lang)
    } else {
        say::not_known(lang)
    };
    sentences.push(answer.to_owned());
    sentences.push(match (row.review(today), c.plan.end_year) {
        _ if is_contradicted(c) => say::contradicted(lang).to_owned(),
        _ if is_known_of_plan(row) => say::results_of_plan(lang, &read),
        (Some(Review::Overdue), Some(end)) => {
            let pending = match (read_before_end(c), whole_years(end)) {
                (Some(read), _) => say::read_before_end(lang, &format::date(lang, read), end),
                (None, 0) => say::overdue_since(lang, end, &read),
                (None, 1) => say::overdue_a_year(lang, &read),
                (None, years) => say::overdue_years(lang, &format::number(lang, years), &read),
            };
            let sentences = [Some(pending), was_due(lang, c)];
            sentences
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" ")
        }
        (_, Some(end)) if has_pending && end > today.year() => say::plan_runs(lang, end),
        (_, Some(end)) if has_pending && end == today.year() => match expected(lang, c) {
            Some(month) => say::plan_ends(lang, end, &month),
            None => say::pending(lang, &read),
        },
        _ if has_pending => say::pending(lang, &read),
        _ if results_report(c).is_some() => say::cited_without_rating(lang).to_owned(),
        _ if row.plan_results == PlanResults::Known => say::no_results_but_of_plan(lang).to_owned(),
        _ => say::no_results(lang).to_owned(),
    });
    sentences
}

/// The month by whose end the results report is expected.
fn expected(lang: Lang, c: &Commitment) -> Option<String> {
    month(lang, results_expected_by(&c.plan)?)
}

/// By when the results report was due, and whether it was overdue when our source was read.
fn was_due(lang: Lang, c: &Commitment) -> Option<String> {
    let due = results_expected_by(&c.plan)?;
    let month = month(lang, due)?;
    let is_late = results_read(c).is_some_and(|read| is_read_after(read, due));
    Some(if is_late {
        say::was_overdue(lang, &month)
    } else {
        say::was_due(lang, &month)
    })
}

/// Whether the verdict says that the review of the results was pending, or why: the cards of the ratings
/// need not say it again.
pub fn says_pending(c: &Commitment) -> bool {
    is_pending(c) && c.level(Dimension::Completion) != Level::NotReviewable
}

/// Whether the record calls the results pending and has those of others of the plan.
fn is_known_of_plan(row: &Row) -> bool {
    is_pending(&row.commitment) && row.plan_results == PlanResults::Known
}

/// How far a step of the way is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Done,
    Ahead,
    /// It should be done by the usual timetable, and the record does not have it.
    Late,
}

/// A step from the promise to its results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub progress: Progress,
    pub what: String,
    /// When, as precisely as it is known.
    pub when: Option<String>,
}

/// The year in which the report on a dimension was published, where its title says so.
fn published(c: &Commitment, dimension: Dimension) -> Option<i32> {
    let report = c.ratings.of(dimension)?.report.as_ref()?;
    report.published()
}

/// The value that a commitment is rated with in a dimension.
fn value_of(c: &Commitment, dimension: Dimension) -> Option<Value> {
    match c.ratings.of(dimension)?.finding {
        Finding::Rated(value) => Some(value),
        _ => None,
    }
}

/// The steps that the record knows of, in the order of time.
pub fn steps(lang: Lang, row: &Row, today: NaiveDate) -> Vec<Step> {
    let c = &*row.commitment;
    let step = |progress, what: &str, when| Step {
        progress,
        what: what.to_owned(),
        when,
    };
    let report_of = |year: Option<i32>| year.map(|year| say::report_of(lang, year));
    let start = c.plan.start_year;
    // What has no year of its own stands after the promise, and before what came later.
    let begin = start.unwrap_or(i32::MIN);
    let mut steps = Vec::new();
    if let Some(start) = start {
        let promised = say::step_promised(lang);
        steps.push((
            start,
            step(Progress::Done, promised, Some(start.to_string())),
        ));
    }
    let ambition = c.level(Dimension::Ambition);
    match ambition {
        Level::High | Level::Low => {
            let what = match ambition {
                Level::High => say::step_design_high(lang),
                _ => say::step_design_low(lang),
            };
            let year = published(c, Dimension::Ambition);
            let design = step(Progress::Done, what, report_of(year));
            steps.push((year.unwrap_or(begin), design));
        }
        Level::Pending | Level::NoData | Level::Unstated => {
            let (progress, what) = match design_report(c).map(|report| report.kind) {
                // Its completion is from that report: a step of its own, below.
                Some(Some(ReportKind::Progress)) if is_midterm(c) => (Progress::Done, None),
                Some(Some(ReportKind::Progress)) => {
                    (Progress::Done, Some(say::step_progress_cited(lang)))
                }
                Some(_) => (Progress::Done, Some(say::step_design_cited(lang))),
                None if ambition == Level::Pending => {
                    (Progress::Ahead, Some(say::step_design_pending(lang)))
                }
                None => (Progress::Done, None),
            };
            steps.extend(what.map(|what| (begin, step(progress, what, None))));
        }
        Level::NotReviewable => {}
    }
    if is_midterm(c) {
        let what = match (
            c.level(Dimension::Completion),
            value_of(c, Dimension::Completion),
        ) {
            (Level::High, _) => say::step_midterm_high(lang),
            (_, Some(Value::UNCLEAR_MIDTERM)) => say::step_midterm_no_evidence(lang),
            (_, Some(Value::WITHDRAWN)) => say::step_midterm_withdrawn(lang),
            _ => say::step_midterm_low(lang),
        };
        let year = published(c, Dimension::Completion);
        let midterm = step(Progress::Done, what, report_of(year));
        steps.push((year.unwrap_or(begin), midterm));
    }
    if let Some(end) = c.plan.end_year {
        let (progress, what) = if end >= today.year() {
            (Progress::Ahead, say::step_ends(lang))
        } else {
            (Progress::Done, say::step_ended(lang))
        };
        steps.push((end, step(progress, what, Some(end.to_string()))));
    }
    steps.sort_by_key(|(year, _)| *year);
    let steps = steps.into_iter().map(|(_, step)| step);
    steps.chain(last_step(lang, row, today)).collect()
}

fn last_step(lang: Lang, row: &Row, today: NaiveDate) -> Option<Step> {
    let c = &*row.commitment;
    let month = expected(lang, c);
    let expected = month.as_ref().map(|month| say::expected_by(lang, month));
    let awaited = if expected.is_some() {
        say::step_expected(lang).to_owned()
    } else {
        say::step_results_pending(lang, &in_parentheses(lang, results_read(c)))
    };
    let (progress, what, when) = match row.review(today) {
        Some(Review::Published) => {
            let (completion, early) = (Dimension::Completion, Dimension::EarlyResults);
            let (dimension, high, low) = if c.level(completion).is_assessed() && !is_midterm(c) {
                (
                    completion,
                    say::step_results_high(lang),
                    say::step_results_low(lang),
                )
            } else {
                (
                    early,
                    say::step_results_only_high(lang),
                    say::step_results_only_low(lang),
                )
            };
            let is_high = c.level(dimension) == Level::High;
            let when = published(c, dimension).map(|year| say::report_of(lang, year));
            let what = match value_of(c, dimension) {
                Some(Value::UNCLEAR) => say::step_results_no_evidence(lang),
                Some(Value::NO_RESULTS_YET) => say::step_results_none_yet(lang),
                _ if is_high => high,
                _ => low,
            };
            (Progress::Done, what.to_owned(), when)
        }
        Some(Review::Overdue) => {
            let was_due = month.map(|month| say::was_due_by(lang, &month));
            (Progress::Late, say::step_overdue(lang).to_owned(), was_due)
        }
        Some(Review::Due) => (Progress::Ahead, awaited, expected),
        // Like the verdict.
        None if c.level(Dimension::Completion) == Level::NotReviewable => return None,
        None if results_report(c).is_some() => {
            (Progress::Done, say::step_cited(lang).to_owned(), None)
        }
        None if row.plan_results == PlanResults::Known => {
            let known = say::step_results_of_plan(lang).to_owned();
            (Progress::Done, known, None)
        }
        None if is_pending(c) => (Progress::Ahead, awaited, expected),
        None => return None,
    };
    Some(Step {
        progress,
        what,
        when,
    })
}

/// Where and when a rating was read. `is_bundled`: it came with the program, whose copies of pages have
/// no date. None for an address that is no known source: it speaks for itself.
pub fn read_from(lang: Lang, address: &str, is_bundled: bool) -> Option<String> {
    let source = KnownSource::at(address)?;
    Some(say::read_from(
        lang,
        &name_of_source(lang, source, is_bundled),
    ))
}

/// A known source within a sentence. `is_bundled`: it came with the program.
pub fn name_of_source(lang: Lang, source: KnownSource, is_bundled: bool) -> String {
    let state_of = coverage::state_of(lang, source).unwrap_or_default();
    match source {
        KnownSource::OgpPage if is_bundled => say::ogp_page_stored(lang).to_owned(),
        KnownSource::OgpPage => say::ogp_page(lang).to_owned(),
        KnownSource::MasterSheet2024 => say::master_sheet(lang, &state_of),
        KnownSource::Explorer2016 => say::explorer(lang, &state_of),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use catalogue::Catalogue;
    use domain::record::{DataVersion, Published};
    use interchange::seed;

    /// The bundled record.
    pub fn catalogue() -> Catalogue {
        let batch = seed::commitments().unwrap();
        let commitments = batch.entries.into_iter().map(|e| e.commitment);
        let published = Published {
            version: DataVersion {
                number: 1,
                made_at: None,
                demonstration: false,
            },
            areas: batch.areas,
            context: Vec::new(),
            commitments: (1..).zip(commitments).collect(),
            last_changes: std::collections::HashMap::default(),
        };
        Catalogue::build(published, today())
    }

    /// Where a level is all that is known, no value of a scale is quoted.
    #[test]
    fn a_level_that_is_all_there_is_is_not_quoted_as_a_value() {
        let catalogue = catalogue();
        let is_level = |row: &&Row, dimension| {
            let rating = row.commitment.ratings.of(dimension);
            let scheme = rating.and_then(|rating| rating.finding.scheme());
            scheme == Some(Scheme::PublishedLevel)
        };
        let results = [Dimension::Completion, Dimension::EarlyResults];
        let levels = |row: &&Row| results.iter().any(|d| is_level(row, *d));
        let mut seen = 0;
        for row in catalogue.rows().filter(levels) {
            for lang in Lang::ALL.iter().copied() {
                let said = verdict(lang, row, today());
                for level in [Level::High, Level::Low] {
                    let quoted = [("\u{201c}", "\u{201d}"), ("\u{ab}", "\u{bb}")];
                    for (open, close) in quoted {
                        let word = terms::value(lang, published(level));
                        assert!(!said.contains(&format!("{open}{word}{close}")), "{said}");
                    }
                }
            }
            seen += 1;
        }
        assert!(seen > 3, "{seen}");
    }

    /// A level as OGP's pages publish it.
    fn published(level: Level) -> domain::Value {
        Scheme::PublishedLevel.value(level.label()).unwrap()
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 28).unwrap()
    }

    #[test]
    fn a_verdict_says_what_the_record_supports() {
        let catalogue = catalogue();
        let of = |code: &str| catalogue.find(&code.parse().unwrap()).unwrap();
        // Rated in the middle of its plan only, of which another commitment cites the results report.
        let estonia = verdict(Lang::English, of("ZZEST0005"), today());
        assert!(
            estonia.contains("In the IRM\u{2019}s mid-term (progress) report"),
            "{estonia}"
        );
        assert!(
            estonia.contains("Our data has no end-of-term review. "),
            "{estonia}"
        );
        assert!(
            estonia.contains("for other commitments in its plan"),
            "{estonia}"
        );
        let algorithms = verdict(Lang::English, of("NL0031"), today());
        assert!(
            algorithms.starts_with("Promised in the 2018\u{2013}2020 plan. "),
            "{algorithms}"
        );
        let is_late = |row: &&Row| row.review(today()) == Some(Review::Overdue);
        let overdue = catalogue.rows().find(is_late).unwrap();
        let late = steps(Lang::English, overdue, today());
        assert!(
            late.iter().any(|s| s.progress == Progress::Late),
            "{late:?}"
        );
        for lang in Lang::ALL {
            for row in catalogue.rows() {
                let c = &row.commitment;
                let all = steps(*lang, row, today());
                // The last is what came of it, whatever its date.
                let before = all.len().saturating_sub(1);
                let years: Vec<i32> = all[..before]
                    .iter()
                    .filter_map(|step| step.when.as_deref()?.rsplit(' ').next()?.parse().ok())
                    .collect();
                assert!(years.is_sorted(), "{}: {years:?}", c.code);
                let said = verdict(*lang, row, today());
                assert!(
                    !said.is_empty() && !said.contains("()") && !said.contains("\u{201c}\u{201d}"),
                    "{} {said}",
                    c.code
                );
            }
        }
    }

    /// A source that was read before the end of a plan cannot tell of its end, however overdue the review is.
    #[test]
    fn a_source_from_before_the_end_of_a_plan_is_said_to_be() {
        let catalogue = catalogue();
        let mut seen = 0;
        for row in catalogue.rows() {
            let c = &row.commitment;
            if row.review(today()) != Some(Review::Overdue) {
                continue;
            }
            let said = verdict(Lang::English, row, today());
            let is_said = said.contains("was read (July 2024), before the plan ended in");
            let sheet = Some(KnownSource::MasterSheet2024.address());
            let of_results = [Dimension::Completion, Dimension::EarlyResults];
            let ratings = of_results.iter().filter_map(|d| c.ratings.of(*d));
            let is_of_sheet = ratings
                .clone()
                .all(|r| r.source_url.as_deref() == sheet && r.read_on.is_none());
            let ends_later = c.plan.end_year.is_some_and(|end| end > 2024);
            if is_of_sheet {
                assert_eq!(is_said, ends_later, "{}: {said}", c.code);
                seen += usize::from(is_said);
            }
        }
        assert!(seen > 1, "{seen}");
    }

    /// What our levels count as low, the IRM has rated with a word of its own.
    #[test]
    fn a_value_that_counts_as_low_is_not_said_to_be_rated_low() {
        let catalogue = catalogue();
        let mut seen = 0;
        for row in catalogue.rows() {
            let said = verdict(Lang::English, row, today());
            let is_level = Dimension::ALL.iter().any(|dimension| {
                let rating = row.commitment.ratings.of(*dimension);
                rating.and_then(|r| r.finding.scheme()) == Some(Scheme::PublishedLevel)
            });
            assert!(is_level || !said.contains("rated low"), "{said}");
            seen += usize::from(said.contains("counts as low (rated"));
        }
        assert!(seen > 100, "{seen}");
    }

    /// A source that called a review pending said so when it was read: nobody here knows whether the
    /// review has come out since. On days before, between and after the ends of plans, so that every
    /// sentence is met.
    #[test]
    fn no_verdict_says_that_a_review_has_not_come_out() {
        let catalogue = catalogue();
        let said_of_pending = |lang| match lang {
            Lang::English => "pending when our source was read",
            Lang::Spanish => "pendiente cuando le\u{ed}mos la fuente",
            Lang::French => "en attente quand nous avons lu la source",
        };
        for lang in Lang::ALL.iter().copied() {
            let mut sentences = std::collections::BTreeSet::new();
            for year in [2019, 2024, 2026] {
                let day = NaiveDate::from_ymd_opt(year, 6, 1).unwrap();
                for row in catalogue.rows() {
                    let c = &row.commitment;
                    let Some(said) = results(lang, row, day).pop() else {
                        continue;
                    };
                    let levels = [Dimension::Completion, Dimension::EarlyResults];
                    let is_known = levels.iter().any(|d| c.level(*d).is_assessed());
                    let is_pending = levels.iter().any(|d| c.level(*d) == Level::Pending);
                    if is_pending && !is_known {
                        assert!(
                            says_pending(c)
                                || c.level(Dimension::Completion) == Level::NotReviewable
                        );
                        match c.plan.end_year {
                            Some(end) if said == say::plan_runs(lang, end) => {
                                assert!(end > year, "{}: {said}", c.code);
                            }
                            Some(end) if end == year => {
                                let month = expected(lang, c).unwrap();
                                let words = [
                                    say::plan_ends(lang, end, &month),
                                    say::results_of_plan(
                                        lang,
                                        &in_parentheses(lang, results_read(c)),
                                    ),
                                    say::contradicted(lang).to_owned(),
                                ];
                                assert!(words.contains(&said), "{}: {said}", c.code);
                            }
                            _ => {
                                let words = said_of_pending(lang);
                                assert!(said.contains(words), "{}: {said}", c.code);
                            }
                        }
                        let words = said.split(|c: char| c.is_ascii_digit());
                        sentences.insert(words.collect::<String>());
                    }
                }
            }
            // Not due yet, cited all the same, known of others of the plan, overdue since a year, for one
            // year and for more.
            assert!(sentences.len() >= 6, "{sentences:?}");
        }
    }

    /// What is not due is not called pending, as if it were late, and is said once.
    #[test]
    fn results_of_a_plan_that_runs_are_not_due_yet() {
        let catalogue = catalogue();
        let row = catalogue.find(&"ES0130".parse().unwrap()).unwrap();
        let said = verdict(Lang::English, row, today());
        let words = "The plan runs until 2029: a results report is not due yet.";
        assert!(said.contains(words) && !said.contains("pending"), "{said}");
        assert!(
            said.contains("It is too early to say what will come of it."),
            "{said}"
        );
        let last = steps(Lang::English, row, today()).pop().unwrap();
        assert_eq!(last.what, "Results report");
        assert_eq!(last.when.as_deref(), Some("expected by April 2030"));
        // Once the plan is over, it is pending again.
        let later = NaiveDate::from_ymd_opt(2030, 1, 1).unwrap();
        let said = verdict(Lang::English, row, later);
        assert!(said.contains("pending when our source was read"), "{said}");
    }

    /// The last step says in few words what the verdict says of results.
    #[test]
    fn the_last_step_and_the_verdict_agree() {
        let catalogue = catalogue();
        let lang = Lang::English;
        let (mut known, mut cited) = (0, 0);
        for row in catalogue.rows() {
            let code = &row.commitment.code;
            let said = verdict(lang, row, today());
            let last = steps(lang, row, today()).pop();
            let is_last = |what: &str| last.as_ref().is_some_and(|step| step.what == what);
            let of_plan = said.ends_with("in its plan.");
            assert_eq!(
                is_last(say::step_results_of_plan(lang)),
                of_plan,
                "{code} {said}"
            );
            let is_cited = said.contains("cites a results report");
            assert_eq!(is_last(say::step_cited(lang)), is_cited, "{code} {said}");
            known += usize::from(of_plan);
            cited += usize::from(is_cited);
        }
        assert!(known > 30 && cited > 3, "{known} {cited}");
        // The report that CR0066 cites has its ambition.
        for code in ["JO0060", "CR0066"] {
            let row = catalogue.find(&code.parse().unwrap()).unwrap();
            let said = verdict(lang, row, today());
            let words = "Our data cites a results report, but has no rating of its results.";
            assert!(said.contains(words), "{said}");
        }
    }

    /// A report that rates what was promised is a step, whether or not the record has what it says.
    #[test]
    fn a_report_on_the_design_or_progress_that_is_cited_is_a_step() {
        let catalogue = catalogue();
        let lang = Lang::English;
        let cited = [say::step_design_cited(lang), say::step_progress_cited(lang)];
        let mut seen = 0;
        for row in catalogue.rows() {
            let c = &row.commitment;
            let steps = steps(lang, row, today());
            let is_step = |what: &&str| steps.iter().any(|step| step.what == **what);
            let is_rated = c.level(Dimension::Ambition).is_assessed() || is_midterm(c);
            let is_reviewable = c.level(Dimension::Ambition) != Level::NotReviewable;
            if design_report(c).is_some() && !is_rated && is_reviewable {
                assert!(cited.iter().any(is_step), "{}: {steps:?}", c.code);
                seen += 1;
            }
        }
        assert!(seen > 20, "{seen}");
        let philippines = catalogue.find(&"PH0002".parse().unwrap()).unwrap();
        let steps_of = steps(lang, philippines, today());
        assert_eq!(
            steps_of[1].what,
            say::step_progress_cited(lang),
            "{steps_of:?}"
        );
        // Named by what it is about and its year only.
        let spain = catalogue.find(&"ES0098".parse().unwrap()).unwrap();
        let steps_of = steps(lang, spain, today());
        assert_eq!(
            steps_of[1].what,
            say::step_design_cited(lang),
            "{steps_of:?}"
        );
    }

    /// OGP's data says "Unclear" where the record says "No Evidence Available"; and that it had no early
    /// results to report yet is all that the IRM said.
    #[test]
    fn a_word_that_the_irm_may_not_have_used_is_not_quoted_as_its_own() {
        let catalogue = catalogue();
        let mut seen = 0;
        for row in catalogue.rows() {
            let ratings = &row.commitment.ratings;
            for lang in Lang::ALL.iter().copied() {
                let said = verdict(lang, row, today());
                for value in [
                    Value::UNCLEAR,
                    Value::UNCLEAR_MIDTERM,
                    Value::NO_RESULTS_YET,
                ] {
                    let word = terms::value(lang, value);
                    assert!(!said.contains(word), "{}: {said}", row.commitment.code);
                    let is_rated =
                        |rating: &domain::Rating| rating.finding == Finding::Rated(value);
                    seen += usize::from(ratings.iter().any(is_rated));
                }
            }
        }
        assert!(seen > 10, "{seen}");
    }

    /// "What came of this promise" has an answer in every verdict.
    #[test]
    fn every_verdict_says_what_came_of_it_or_that_we_do_not_know() {
        let catalogue = catalogue();
        let lang = Lang::English;
        for row in catalogue.rows() {
            let c = &row.commitment;
            let said = verdict(lang, row, today());
            let no_answer = [
                say::not_known(lang),
                say::end_not_known(lang),
                say::too_early(lang),
            ];
            let is_open = no_answer.iter().any(|answer| said.contains(answer));
            let is_rated = c.level(Dimension::EarlyResults).is_assessed()
                || (c.level(Dimension::Completion).is_assessed() && !is_midterm(c));
            let is_reviewable = c.level(Dimension::Completion) != Level::NotReviewable;
            assert_eq!(is_open, !is_rated && is_reviewable, "{}: {said}", c.code);
        }
    }

    #[test]
    fn one_year_is_said_in_words() {
        let catalogue = catalogue();
        for (lang, words, number) in [
            (Lang::English, "more than a year ago", "than 1 "),
            (Lang::Spanish, "hace m\u{e1}s de un a\u{f1}o", "de 1 "),
            (Lang::French, "il y a plus d\u{2019}un an", "de 1 "),
        ] {
            let mut seen = 0;
            for row in catalogue.rows() {
                // Every plan that is overdue at all is so for a whole year once.
                let Some(end) = row.commitment.plan.end_year else {
                    continue;
                };
                let day = NaiveDate::from_ymd_opt(end + 2, 6, 1).unwrap();
                let said = verdict(lang, row, day);
                assert!(!said.contains(number), "{said}");
                seen += usize::from(said.contains(words));
            }
            assert!(seen > 10, "{seen}");
        }
    }

    /// Of a plan whose results report another commitment has or cites, nothing is late.
    #[test]
    fn nothing_is_overdue_of_a_plan_with_results_in_the_record() {
        let catalogue = catalogue();
        let with_results: Vec<&Row> = catalogue
            .rows()
            .filter(|row| {
                let c = &row.commitment;
                let completion = c.level(Dimension::Completion).is_assessed() && !is_midterm(c);
                completion
                    || c.level(Dimension::EarlyResults).is_assessed()
                    || domain::review::results_report(c).is_some()
            })
            .collect();
        let mut known = 0;
        for row in catalogue.rows() {
            let c = &row.commitment;
            let is_of_plan = |other: &&Row| {
                other.commitment.member == c.member && other.commitment.plan == c.plan
            };
            if !with_results.iter().any(is_of_plan) {
                continue;
            }
            assert_ne!(row.review(today()), Some(Review::Overdue), "{}", c.code);
            assert_ne!(row.review(today()), Some(Review::Due), "{}", c.code);
            for lang in Lang::ALL.iter().copied() {
                let steps = steps(lang, row, today());
                let late = steps.iter().find(|step| step.progress == Progress::Late);
                assert_eq!(late, None, "{}", c.code);
            }
            known += usize::from(is_known_of_plan(row));
        }
        assert!(known > 100, "{known}");
    }

    #[test]
    fn a_rating_names_its_source_and_the_age_of_it() {
        let said = |source: KnownSource, bundled| {
            read_from(Lang::English, source.address(), bundled).unwrap()
        };
        assert_eq!(
            said(KnownSource::MasterSheet2024, true),
            "Read from OGP\u{2019}s master sheet of July 2024."
        );
        assert_eq!(
            said(KnownSource::Explorer2016, true),
            "Read from OGP Explorer, 2016."
        );
        assert_ne!(
            said(KnownSource::OgpPage, true),
            said(KnownSource::OgpPage, false)
        );
        assert_eq!(
            read_from(Lang::English, "https://example.org/", false),
            None
        );
    }
}
