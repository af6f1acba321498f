//! The state of the IRM's review of results, from what the record says and from the usual timetable.
//!
//! Derived, never stored. A pending rating is what a source said when it was read: an overdue review means
//! that the record has no result, not that there is none.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};

use super::{
    ActionPlan, Commitment, Dimension, Finding, KnownSource, Level, PartialDate, Rating, Report,
    ReportKind, ReportStage, UnnamedReport, slug_enum,
};

slug_enum! {
    /// The state of the review of a commitment's completion and early results.
    Review, "state of the review" {
        /// The record has a result.
        Published = "published", "Results published";
        /// The plan has ended, and the report is not late yet.
        Due = "due", "IRM review due";
        /// By the usual timetable, the report should be out, and the record has none. What the IRM has
        /// published since our sources were read, the record does not know.
        Overdue = "overdue", "Results due, not in our data";
    }
}

/// Months from the end of a plan to the IRM's results report
/// (<https://opengovpartnership.org/documents/independent-reporting-mechanism-results-report>).
pub const MONTHS_TO_RESULTS: u32 = 4;

/// Months from the submission of a plan to the IRM's review of its design
/// (<https://www.opengovpartnership.org/documents/independent-reporting-mechanism-action-plan-review/>).
pub const MONTHS_TO_DESIGN_REVIEW: u32 = 4;

/// The longest plans, in years: one whose end is not known is over by then.
const LONGEST_PLAN: i32 = 5;

/// The last day of a year: only the years in which plans begin and end are known.
fn last_day(year: Option<i32>) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year?, 12, 31)
}

/// The latest day by which the report that rates a dimension can be expected.
pub fn report_expected_by(plan: &ActionPlan, dimension: Dimension) -> Option<NaiveDate> {
    let (from, months) = match dimension {
        Dimension::Ambition => (plan.start_year, MONTHS_TO_DESIGN_REVIEW),
        Dimension::Completion | Dimension::EarlyResults => (plan.end_year, MONTHS_TO_RESULTS),
    };
    last_day(from)?.checked_add_months(chrono::Months::new(months))
}

/// The latest day by which a results report can be expected.
pub fn results_expected_by(plan: &ActionPlan) -> Option<NaiveDate> {
    report_expected_by(plan, Dimension::Completion)
}

/// Whether completion was rated at midterm only, which says nothing about the end of the plan.
pub fn is_midterm(commitment: &Commitment) -> bool {
    let completion = commitment.ratings.of(Dimension::Completion);
    completion.is_some_and(|rating| rating.finding.is_midterm())
}

/// The first report of a kind that `fits` that a commitment cites, itself or for a rating. Drafts do not
/// count, since they cannot be read.
fn cited(commitment: &Commitment, fits: impl Fn(ReportKind) -> bool) -> Option<&Report> {
    commitment
        .cited_reports()
        .find(|report| report.kind.is_some_and(&fits) && report.stage != ReportStage::Draft)
}

/// The report that a commitment cites and that rates what was promised.
pub fn design_report(commitment: &Commitment) -> Option<&Report> {
    let rates_design = |report: &&Report| {
        report.kind.is_some_and(ReportKind::rates_design)
            || matches!(report.unnamed(), Some((UnnamedReport::Design, _)))
    };
    let mut read = commitment.cited_reports();
    read.find(|report| report.stage != ReportStage::Draft && rates_design(report))
}

/// The results report that a commitment cites.
pub fn results_report(commitment: &Commitment) -> Option<&Report> {
    cited(commitment, ReportKind::has_results)
}

/// The cited report that rates this dimension although the record calls it pending: the source of the
/// rating was read before that report, or says less than it.
pub fn cited_report(commitment: &Commitment, dimension: Dimension) -> Option<&Report> {
    let rating = commitment.ratings.of(dimension)?;
    if rating.finding != Finding::Pending {
        return None;
    }
    match dimension {
        Dimension::Ambition => design_report(commitment),
        Dimension::Completion | Dimension::EarlyResults => results_report(commitment),
    }
}

/// Whether the record cites a results report for results that it calls pending.
pub fn is_contradicted(commitment: &Commitment) -> bool {
    let of_results = [Dimension::Completion, Dimension::EarlyResults];
    of_results
        .iter()
        .any(|dimension| cited_report(commitment, *dimension).is_some())
}

/// Whether the record has results for a commitment.
fn is_published(commitment: &Commitment) -> bool {
    commitment.level(Dimension::EarlyResults).is_assessed()
        || (commitment.level(Dimension::Completion).is_assessed() && !is_midterm(commitment))
}

/// Whether any commitment of a plan shows that the results of the plan were reported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PlanResults {
    /// No commitment of the plan has a result or cites a results report.
    #[default]
    Unknown,
    /// At least one commitment has a result or cites a results report.
    Known,
}

/// The plans whose results are known.
///
/// A report is about a whole plan. If one commitment has a result or cites the report, no report is awaited
/// for the others: their ratings are missing here, not late.
#[derive(Debug, Default)]
pub struct PlansWithResults<'a>(HashMap<(&'a str, Option<i32>), Vec<&'a ActionPlan>>);

impl<'a> PlansWithResults<'a> {
    /// Collects the plans of these commitments. The answer for a plan is right only if all its commitments
    /// are among them.
    pub fn of(commitments: impl IntoIterator<Item = &'a Commitment>) -> Self {
        let mut plans = Self::default();
        for c in commitments {
            let has_results = is_published(c) || results_report(c).is_some();
            if !has_results || !c.plan.is_stated() {
                continue;
            }
            let key = (c.member.name.as_str(), c.plan.start_year);
            let known = plans.0.entry(key).or_default();
            if !known.contains(&&*c.plan) {
                known.push(&c.plan);
            }
        }
        plans
    }

    /// What is known about the results of the plan of a commitment.
    pub fn known(&self, commitment: &Commitment) -> PlanResults {
        let plan = &*commitment.plan;
        let key = (commitment.member.name.as_str(), plan.start_year);
        let plans = self.0.get(&key).filter(|_| plan.is_stated());
        if plans.is_some_and(|plans| plans.iter().any(|other| plan.may_be(other))) {
            PlanResults::Known
        } else {
            PlanResults::Unknown
        }
    }
}

/// Whether the record has no results for a commitment and calls their review pending.
pub fn is_pending(commitment: &Commitment) -> bool {
    let levels = [Dimension::Completion, Dimension::EarlyResults].map(|d| commitment.level(d));
    !is_published(commitment) && levels.contains(&Level::Pending)
}

/// Whether a report is awaited: the record calls the review of the results pending, knows no results of the
/// commitment or its plan, and does not cite the report.
pub fn is_awaited(commitment: &Commitment, plan: PlanResults) -> bool {
    is_pending(commitment) && !is_contradicted(commitment) && plan == PlanResults::Unknown
}

/// When the newest source of the ratings of results was read, if all were read before the plan ended: they
/// cannot say what came of it.
pub fn read_before_end(commitment: &Commitment) -> Option<PartialDate> {
    let end: PartialDate = commitment.plan.end_year?.to_string().parse().ok()?;
    results_read(commitment).filter(|read| read.is_surely_before(end))
}

/// When the source of a rating was read, or the state of it that was read; `None` where neither is known.
pub fn read_when(rating: &Rating) -> Option<PartialDate> {
    let state_of = || {
        let source = KnownSource::at(rating.source_url.as_deref()?)?;
        source.state_of()?.parse().ok()
    };
    rating.read_on.or_else(state_of)
}

/// When the newest source of the ratings of results was read; `None` where that of one of them is not known.
pub fn results_read(commitment: &Commitment) -> Option<PartialDate> {
    let results = [Dimension::Completion, Dimension::EarlyResults];
    let ratings = results.iter().filter_map(|d| commitment.ratings.of(*d));
    let read: Option<Vec<PartialDate>> = ratings.map(read_when).collect();
    read?.into_iter().max_by_key(|read| read.earliest())
}

/// Whether a source was surely read after a day: what it calls pending then was late when it was read. A year
/// or month that the day lies in does not tell.
pub fn is_read_after(read: PartialDate, day: NaiveDate) -> bool {
    let day: Option<PartialDate> = day.to_string().parse().ok();
    day.is_some_and(|day| day.is_surely_before(read))
}

/// What can be said on a day of a rating that the record calls pending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pending {
    /// Its report is not expected yet.
    Ahead,
    /// Its report was expected by now, and nothing in the record shows that it is out ([`Review::Overdue`]).
    Overdue,
    /// Nothing is awaited: the record knows of the report or of results of the plan, or the report was expected
    /// long ago. The rating was pending when the source was read, and that is all that the record has.
    Outdated,
}

/// What can be said on a day of a rating of a commitment, if the record calls it pending.
///
/// `plan` says whether results of its plan are known: see [`PlansWithResults`].
pub fn pending(
    commitment: &Commitment,
    plan: PlanResults,
    dimension: Dimension,
    today: NaiveDate,
) -> Option<Pending> {
    if commitment.level(dimension) != Level::Pending {
        return None;
    }
    let of_results = dimension != Dimension::Ambition;
    if of_results && review(commitment, plan, today) == Some(Review::Overdue) {
        return Some(Pending::Overdue);
    }
    let is_reported = if of_results {
        is_published(commitment) || is_contradicted(commitment) || plan == PlanResults::Known
    } else {
        cited_report(commitment, dimension).is_some()
    };
    let is_over = if let Some(day) = report_expected_by(&commitment.plan, dimension) {
        today > day
    } else {
        let rating = commitment.ratings.of(dimension);
        let read = || rating.and_then(read_when).map(PartialDate::year);
        let known = commitment.plan.start_year.or_else(read);
        known.is_some_and(|year| today.year() > year + LONGEST_PLAN)
    };
    Some(if is_reported || is_over {
        Pending::Outdated
    } else {
        Pending::Ahead
    })
}

/// The day by which the report on a dimension of a commitment was expected; `None` if its rating is not
/// pending, or if the record knows of the report.
///
/// `plan` says whether results of its plan are known: see [`PlansWithResults`].
pub fn report_awaited_by(
    commitment: &Commitment,
    plan: PlanResults,
    dimension: Dimension,
) -> Option<NaiveDate> {
    let is_known = match dimension {
        Dimension::Ambition => cited_report(commitment, dimension).is_some(),
        _ => is_contradicted(commitment) || plan == PlanResults::Known,
    };
    let is_awaited = commitment.level(dimension) == Level::Pending && !is_known;
    is_awaited
        .then(|| report_expected_by(&commitment.plan, dimension))
        .flatten()
}

/// The state of the review of a commitment on a day; `None` if a review is not expected yet, if the record
/// does not call one pending, or if it knows of the report.
///
/// `plan` says whether results of its plan are known: see [`PlansWithResults`].
pub fn review(commitment: &Commitment, plan: PlanResults, today: NaiveDate) -> Option<Review> {
    if is_published(commitment) {
        return Some(Review::Published);
    }
    if !is_awaited(commitment, plan) || today <= last_day(commitment.plan.end_year)? {
        return None;
    }
    if today > results_expected_by(&commitment.plan)? {
        Some(Review::Overdue)
    } else {
        Some(Review::Due)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Scheme;
    use crate::{CurrentRatings, Member, Rating};

    fn commitment(end_year: Option<i32>, completion: Option<Finding>) -> Commitment {
        let mut commitment =
            Commitment::blank("NL0031".parse().unwrap(), Arc::new(Member::netherlands()));
        commitment.plan = Arc::new(ActionPlan {
            title: None,
            start_year: Some(2018),
            end_year,
        });
        let rating = completion.map(|finding| Rating {
            dimension: Dimension::Completion,
            finding,
            report: None,
            source_url: None,
            source_page: None,
            read_on: None,
        });
        commitment.ratings = CurrentRatings::choose(rating.into_iter().collect());
        commitment
    }

    /// The state of the review of the only known commitment of a plan.
    fn alone(c: &Commitment, today: NaiveDate) -> Option<Review> {
        review(c, PlansWithResults::of([c]).known(c), today)
    }

    #[test]
    fn a_pending_review_is_due_after_the_plan_and_overdue_four_months_later() {
        let pending = commitment(Some(2020), Some(Finding::Pending));
        let on = |y, m, d| alone(&pending, NaiveDate::from_ymd_opt(y, m, d).unwrap());
        assert_eq!(on(2020, 12, 31), None);
        assert_eq!(on(2021, 1, 1), Some(Review::Due));
        assert_eq!(on(2021, 4, 30), Some(Review::Due));
        assert_eq!(on(2021, 5, 1), Some(Review::Overdue));
    }

    #[test]
    fn reports_are_expected_months_after_the_year_of_submission_and_the_year_of_the_end() {
        let c = commitment(Some(2020), None);
        let expected = |dimension| report_expected_by(&c.plan, dimension).unwrap().to_string();
        assert_eq!(expected(Dimension::Ambition), "2019-04-30");
        assert_eq!(expected(Dimension::Completion), "2021-04-30");
        assert_eq!(expected(Dimension::EarlyResults), "2021-04-30");
        let results = results_expected_by(&c.plan).unwrap().to_string();
        assert_eq!(results, "2021-04-30");
    }

    #[test]
    fn a_report_that_the_record_cites_is_not_awaited() {
        let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        for (title, is_cited) in [
            ("Netherlands Results Report 2018-2020", true),
            ("Netherlands Transitional Results Report 2018-2020", true),
            ("Netherlands End-of-Term Report 2018-2020", true),
            ("Netherlands Design Report 2018-2020", false),
            ("Netherlands Mid-Term Report 2018-2020", false),
            ("Netherlands Action Plan Review 2018-2020", false),
        ] {
            let mut pending = commitment(Some(2020), Some(Finding::Pending));
            pending.reports.extend(Report::from_title(title));
            let cited = cited_report(&pending, Dimension::Completion);
            assert_eq!(cited.is_some(), is_cited, "{title}");
            let expected = (!is_cited).then_some(Review::Overdue);
            assert_eq!(alone(&pending, day), expected, "{title}");
            // Only a pending rating can be contradicted.
            assert_eq!(cited_report(&pending, Dimension::EarlyResults), None);
            pending.ratings = CurrentRatings::default();
            assert!(!is_contradicted(&pending));
        }
        let mut draft = commitment(Some(2020), Some(Finding::Pending));
        let report = Report::from_title("Netherlands Results Report 2018-2020");
        draft.reports.extend(report.map(|report| Report {
            stage: ReportStage::Draft,
            ..report
        }));
        assert_eq!(alone(&draft, day), Some(Review::Overdue));
    }

    #[test]
    fn only_what_a_source_calls_pending_is_awaited() {
        let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let complete = Scheme::Completion.value("Complete").unwrap();
        let limited = Scheme::CompletionMidterm.value("Limited").unwrap();
        for (finding, expected) in [
            (None, None),
            (Some(Finding::NoData), None),
            (Some(Finding::NotReviewable), None),
            (Some(Finding::Rated(complete)), Some(Review::Published)),
            (Some(Finding::Rated(limited)), None),
        ] {
            assert_eq!(alone(&commitment(Some(2020), finding), day), expected);
        }
        assert_eq!(alone(&commitment(None, Some(Finding::Pending)), day), None);
    }

    /// A report is about a whole plan, not about one of its commitments.
    #[test]
    fn nothing_is_awaited_of_a_plan_whose_results_the_record_knows_of_another_commitment() {
        let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let pending = commitment(Some(2020), Some(Finding::Pending));
        let state = |other: &Commitment| {
            review(
                &pending,
                PlansWithResults::of([&pending, other]).known(&pending),
                day,
            )
        };
        let complete = Scheme::Completion.value("Complete").unwrap();
        let limited = Scheme::CompletionMidterm.value("Limited").unwrap();
        let rated = commitment(Some(2020), Some(Finding::Rated(complete)));
        let at_midterm = commitment(Some(2020), Some(Finding::Rated(limited)));
        let mut citing = commitment(Some(2020), None);
        let title = "Netherlands Results Report 2018-2020";
        citing.reports.extend(Report::from_title(title));
        assert_eq!(state(&rated), None);
        assert_eq!(state(&citing), None);
        assert_eq!(state(&at_midterm), Some(Review::Overdue));
        // The same plan, about which a source says less or more.
        let with_plan = |change: &dyn Fn(&mut ActionPlan)| {
            let mut other = rated.clone();
            change(Arc::make_mut(&mut other.plan));
            state(&other)
        };
        assert_eq!(
            with_plan(&|plan| plan.title = Some("Plan A".to_owned())),
            None
        );
        assert_eq!(with_plan(&|plan| plan.end_year = None), None);
        // Another plan, or another member's.
        let overdue = Some(Review::Overdue);
        assert_eq!(with_plan(&|plan| plan.start_year = Some(2016)), overdue);
        assert_eq!(with_plan(&|plan| plan.end_year = Some(2021)), overdue);
        let mut elsewhere = rated.clone();
        Arc::make_mut(&mut elsewhere.member).name = "Atlantis".to_owned();
        assert_eq!(state(&elsewhere), overdue);
    }

    /// What was pending in 2016 does not look as if its review were still to come.
    #[test]
    fn what_is_pending_is_ahead_overdue_or_outdated() {
        let pending = commitment(Some(2020), Some(Finding::Pending));
        let on = |c: &Commitment, plan, year| {
            let day = NaiveDate::from_ymd_opt(year, 6, 1).unwrap();
            super::pending(c, plan, Dimension::Completion, day)
        };
        let (known, unknown) = (PlanResults::Known, PlanResults::Unknown);
        assert_eq!(on(&pending, unknown, 2020), Some(Pending::Ahead));
        assert_eq!(on(&pending, unknown, 2021), Some(Pending::Overdue));
        assert_eq!(on(&pending, known, 2021), Some(Pending::Outdated));
        // The report that it cites, and the early results that it rates.
        let mut citing = pending.clone();
        citing
            .reports
            .extend(Report::from_title("Netherlands Results Report 2018-2020"));
        assert_eq!(on(&citing, unknown, 2021), Some(Pending::Outdated));
        let of = |dimension, finding| Rating {
            dimension,
            finding,
            report: None,
            source_url: None,
            source_page: None,
            read_on: None,
        };
        let marginal = Scheme::DidItOpenGovernment.value("Marginal").unwrap();
        let mut half = pending.clone();
        half.ratings = CurrentRatings::choose(vec![
            of(Dimension::Completion, Finding::Pending),
            of(Dimension::EarlyResults, Finding::Rated(marginal)),
        ]);
        assert_eq!(on(&half, unknown, 2021), Some(Pending::Outdated));
        // Of a plan whose end is not known: until the longest plan of its year is over.
        let open = commitment(None, Some(Finding::Pending));
        assert_eq!(on(&open, unknown, 2023), Some(Pending::Ahead));
        assert_eq!(on(&open, unknown, 2024), Some(Pending::Outdated));
        let rated = commitment(Some(2020), Some(Finding::Rated(marginal)));
        assert_eq!(on(&rated, unknown, 2021), None);
        // The review of a design has no state that is called overdue.
        let mut design = pending.clone();
        design.ratings = CurrentRatings::choose(vec![of(Dimension::Ambition, Finding::Pending)]);
        for (year, expected) in [(2019, Pending::Ahead), (2020, Pending::Outdated)] {
            let day = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            let state = super::pending(&design, unknown, Dimension::Ambition, day);
            assert_eq!(state, Some(expected), "{year}");
        }
    }

    #[test]
    fn a_source_was_read_after_a_day_only_if_it_surely_was() {
        let due = NaiveDate::from_ymd_opt(2021, 4, 30).unwrap();
        for (read, is_after) in [
            ("2024-07", true),
            ("2022", true),
            ("2021-05-01", true),
            ("2021-04-30", false),
            ("2021", false),
            ("2020-12", false),
        ] {
            assert_eq!(
                is_read_after(read.parse().unwrap(), due),
                is_after,
                "{read}"
            );
        }
    }

    #[test]
    fn a_design_report_that_the_record_cites_contradicts_a_pending_ambition() {
        for (title, is_cited) in [
            ("Spain Action Plan Review 2020-2024", true),
            ("Spain Design Report 2020-2024", true),
            ("IRM report on design, published 2021", true),
            ("IRM report on results, published 2025", false),
            ("Spain Results Report 2020-2024", false),
        ] {
            let mut pending = commitment(Some(2024), None);
            pending.reports.extend(Report::from_title(title));
            pending.ratings = CurrentRatings::choose(vec![Rating {
                dimension: Dimension::Ambition,
                finding: Finding::Pending,
                report: None,
                source_url: None,
                source_page: None,
                read_on: None,
            }]);
            let cited = cited_report(&pending, Dimension::Ambition);
            assert_eq!(cited.is_some(), is_cited, "{title}");
            assert!(!is_contradicted(&pending), "{title}");
        }
    }
}
