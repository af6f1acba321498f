//! How far the IRM's review of results is, by what the record says and by the usual timetable.
//!
//! Derived, never stored. A pending rating is what a source said when it was read: that a review is
//! overdue says that this record has seen none, not that there is none.

use chrono::NaiveDate;

use super::{
    ActionPlan, Commitment, Dimension, Finding, Level, Report, ReportKind, ReportStage, Scheme,
    slug_enum,
};

slug_enum! {
    /// The state of the review of a commitment's completion and early results.
    Review, "state of the review" {
        /// The record has a result.
        Published = "published", "Results published";
        /// The plan has ended, and the report is not late yet.
        Due = "due", "Review due";
        /// The report should be out by the usual timetable, and the record has none.
        Overdue = "overdue", "Review overdue";
    }
}

/// Months from the end of a plan to the IRM's results report
/// (<https://opengovpartnership.org/documents/independent-reporting-mechanism-results-report>).
pub const MONTHS_TO_RESULTS: u32 = 4;

/// The last day on which a plan can end: its end is known by its year alone.
fn last_day(plan: &ActionPlan) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(plan.end_year?, 12, 31)
}

/// The day by which a results report can be expected at the latest.
pub fn results_expected_by(plan: &ActionPlan) -> Option<NaiveDate> {
    last_day(plan)?.checked_add_months(chrono::Months::new(MONTHS_TO_RESULTS))
}

/// Whether completion was rated in the middle of the plan only, which says nothing of its end.
pub fn is_midterm(commitment: &Commitment) -> bool {
    let completion = commitment.ratings.of(Dimension::Completion);
    completion.and_then(|r| r.finding.scheme()) == Some(Scheme::CompletionMidterm)
}

/// The results report that the record cites although it calls this dimension pending: the source of the
/// rating was read before that report, or says less than it.
pub fn cited_results(commitment: &Commitment, dimension: Dimension) -> Option<&Report> {
    let rating = commitment.ratings.of(dimension)?;
    if dimension == Dimension::Ambition || rating.finding != Finding::Pending {
        return None;
    }
    let of_ratings = commitment.ratings.iter().filter_map(|r| r.report.as_ref());
    let mut cited = commitment.reports.iter().chain(of_ratings);
    cited.find(|report| {
        let has_results = report.kind.is_some_and(ReportKind::has_results);
        has_results && report.stage != ReportStage::Draft
    })
}

/// Whether the record cites a results report for anything that it calls pending.
pub fn is_contradicted(commitment: &Commitment) -> bool {
    let all = Dimension::ALL.iter();
    let mut cited = all.filter_map(|dimension| cited_results(commitment, *dimension));
    cited.next().is_some()
}

/// Whether the record has the results of a commitment.
fn is_published(commitment: &Commitment) -> bool {
    commitment.level(Dimension::EarlyResults).is_assessed()
        || (commitment.level(Dimension::Completion).is_assessed() && !is_midterm(commitment))
}

/// Whether the record knows no results of a commitment and calls a review of them pending, without citing
/// the report that would be awaited.
pub fn is_awaited(commitment: &Commitment) -> bool {
    let levels = [Dimension::Completion, Dimension::EarlyResults].map(|d| commitment.level(d));
    !is_published(commitment) && levels.contains(&Level::Pending) && !is_contradicted(commitment)
}

/// The state of a commitment's review on a day; none where a review is not expected yet, where the
/// record does not say that one is pending, or where it cites the report that would be awaited.
pub fn review(commitment: &Commitment, today: NaiveDate) -> Option<Review> {
    if is_published(commitment) {
        return Some(Review::Published);
    }
    if !is_awaited(commitment) || today <= last_day(&commitment.plan)? {
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

    #[test]
    fn a_pending_review_is_due_after_the_plan_and_overdue_four_months_later() {
        let pending = commitment(Some(2020), Some(Finding::Pending));
        let on = |y, m, d| review(&pending, NaiveDate::from_ymd_opt(y, m, d).unwrap());
        assert_eq!(on(2020, 12, 31), None);
        assert_eq!(on(2021, 1, 1), Some(Review::Due));
        assert_eq!(on(2021, 4, 30), Some(Review::Due));
        assert_eq!(on(2021, 5, 1), Some(Review::Overdue));
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
            let cited = cited_results(&pending, Dimension::Completion);
            assert_eq!(cited.is_some(), is_cited, "{title}");
            let expected = (!is_cited).then_some(Review::Overdue);
            assert_eq!(review(&pending, day), expected, "{title}");
            // Nothing is said of what is not called pending.
            assert_eq!(cited_results(&pending, Dimension::EarlyResults), None);
            pending.ratings = CurrentRatings::default();
            assert!(!is_contradicted(&pending));
        }
        let mut draft = commitment(Some(2020), Some(Finding::Pending));
        let report = Report::from_title("Netherlands Results Report 2018-2020");
        draft.reports.extend(report.map(|report| Report {
            stage: ReportStage::Draft,
            ..report
        }));
        assert_eq!(review(&draft, day), Some(Review::Overdue));
    }

    #[test]
    fn only_what_a_source_calls_pending_is_awaited() {
        let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let complete = Scheme::Completion.value("Complete").unwrap();
        let halfway = Scheme::CompletionMidterm.value("Limited").unwrap();
        for (finding, expected) in [
            (None, None),
            (Some(Finding::NoData), None),
            (Some(Finding::NotReviewable), None),
            (Some(Finding::Rated(complete)), Some(Review::Published)),
            (Some(Finding::Rated(halfway)), None),
        ] {
            assert_eq!(review(&commitment(Some(2020), finding), day), expected);
        }
        assert_eq!(review(&commitment(None, Some(Finding::Pending)), day), None);
    }
}
