//! The rating sheet: what one report rates of each commitment of a plan, and what is odd about it.

use super::rating::{NOT_REVIEWABLE_SINCE, current};
use super::{
    Answer, Commitment, Dimension, Finding, Rating, Report, ReportKind, ReportStage, Scheme,
};

/// What a report of this kind rates of a plan submitted in `plan_year`: all dimensions where the kind is
/// not known, or where it rates none.
pub fn dimensions(kind: Option<ReportKind>, plan_year: Option<i32>) -> Vec<Dimension> {
    let is_rated = |dimension: &Dimension| {
        let mut fitting = Scheme::fitting(*dimension, plan_year, kind).into_iter();
        fitting.any(|scheme| kind.is_none_or(|kind| kind.rates(*dimension, scheme)))
    };
    let rated: Vec<Dimension> = Dimension::ALL.iter().copied().filter(is_rated).collect();
    if rated.is_empty() {
        Dimension::ALL.to_vec()
    } else {
        rated
    }
}

/// What is odd about a rating that may be right all the same: said beside it, and no reason to refuse it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Oddity {
    /// The public sees the very same rating already.
    Published,
    /// A later report has rated it: that rating.
    RatedLater(Box<Rating>),
    /// The public goes on seeing another rating: that one.
    NotShown(Box<Rating>),
    /// It says that the review is pending, and comes from a report with results.
    PendingInResults,
    /// It is pending or without data where the public sees a value.
    NoValueAfterValue(Box<Rating>),
    /// The plan is said not to be clear enough to be reviewed, so that the IRM rates it no further.
    NotVerifiable,
}

/// What is odd about a rating of a commitment that is not published yet.
pub fn oddities(commitment: &Commitment, rating: &Rating) -> Vec<Oddity> {
    let mut found = Vec::new();
    let now = commitment.ratings.of(rating.dimension);
    if let Some(now) = now {
        if now == rating {
            found.push(Oddity::Published);
        } else if let (Some(theirs), Some(ours)) = (&now.report, &rating.report)
            && is_later(theirs, ours)
        {
            found.push(Oddity::RatedLater(Box::new(now.clone())));
        } else if current([now.clone(), rating.clone()]).as_ref() == Some(now) {
            let boxed = Box::new(now.clone());
            found.push(match (now.finding, rating.finding) {
                (Finding::Rated(_), Finding::Rated(_)) => Oddity::NotShown(boxed),
                _ => Oddity::NoValueAfterValue(boxed),
            });
        }
    }
    let has_results = |report: &Report| {
        report.kind.is_some_and(ReportKind::has_results) && report.stage != ReportStage::Draft
    };
    if rating.finding == Finding::Pending && rating.report.as_ref().is_some_and(has_results) {
        found.push(Oddity::PendingInResults);
    }
    let is_since = commitment.plan.start_year >= Some(NOT_REVIEWABLE_SINCE);
    let is_value = matches!(rating.finding, Finding::Rated(_));
    if is_value && is_since && commitment.verifiable == Some(Answer::No) {
        found.push(Oddity::NotVerifiable);
    }
    found
}

/// Whether a report was written after another one, as far as kind and years say.
fn is_later(report: &Report, other: &Report) -> bool {
    let end = |report: &Report| report.years.map(|(_, last)| last);
    let has_results = |report: &Report| report.kind.is_some_and(ReportKind::has_results);
    let is_early = |report: &Report| report.kind.is_some_and(ReportKind::is_before_the_end);
    match (end(report), end(other)) {
        (Some(one), Some(two)) if one != two => one > two,
        _ => has_results(report) && is_early(other),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{ActionPlan, CurrentRatings, Member};

    fn commitment(start_year: i32) -> Commitment {
        let mut commitment =
            Commitment::blank("NL0031".parse().unwrap(), Arc::new(Member::netherlands()));
        commitment.plan = Arc::new(ActionPlan {
            title: None,
            start_year: Some(start_year),
            end_year: Some(start_year + 2),
        });
        commitment
    }

    fn rating(scheme: Scheme, label: &str, report: &str) -> Rating {
        Rating {
            dimension: scheme.dimension().unwrap(),
            finding: Finding::Rated(scheme.value(label).unwrap()),
            report: Report::from_title(report),
            source_url: Some("https://example.org/report".to_owned()),
            source_page: None,
            read_on: None,
        }
    }

    #[test]
    fn a_sheet_has_the_dimensions_that_its_report_rates() {
        use Dimension::{Ambition, Completion, EarlyResults};
        for (kind, year, expected) in [
            (
                Some(ReportKind::Results),
                2022,
                vec![Completion, EarlyResults],
            ),
            (
                Some(ReportKind::EndOfTerm),
                2014,
                vec![Completion, EarlyResults],
            ),
            (Some(ReportKind::ActionPlanReview), 2022, vec![Ambition]),
            (Some(ReportKind::Design), 2018, vec![Ambition]),
            (Some(ReportKind::Progress), 2014, vec![Ambition, Completion]),
            (Some(ReportKind::Inception), 2022, Dimension::ALL.to_vec()),
            (None, 2022, Dimension::ALL.to_vec()),
        ] {
            assert_eq!(dimensions(kind, Some(year)), expected, "{kind:?} {year}");
        }
    }

    #[test]
    fn each_oddity_is_seen_where_it_is_and_nowhere_else() {
        let results = "Netherlands Results Report 2022-2024";
        let limited = rating(Scheme::Completion, "Limited", results);
        let mut known = commitment(2022);
        assert_eq!(oddities(&known, &limited), []);
        let pending = Rating {
            finding: Finding::Pending,
            ..limited.clone()
        };
        assert_eq!(oddities(&known, &pending), [Oddity::PendingInResults]);
        known.verifiable = Some(Answer::No);
        assert_eq!(oddities(&known, &limited), [Oddity::NotVerifiable]);
        known.verifiable = None;
        known.ratings = CurrentRatings::choose(vec![limited.clone()]);
        assert_eq!(oddities(&known, &limited), [Oddity::Published]);
        let boxed = Box::new(limited.clone());
        assert_eq!(
            oddities(&known, &pending),
            [
                Oddity::NoValueAfterValue(boxed.clone()),
                Oddity::PendingInResults
            ]
        );
        // The middle of an older plan, after its end.
        let old = "Netherlands End-of-Term Report 2014-2016";
        let mut known = commitment(2014);
        let end = rating(Scheme::Completion, "Limited", old);
        known.ratings = CurrentRatings::choose(vec![end.clone()]);
        let middle = "Netherlands Progress Report 2014-2016";
        let middle = rating(Scheme::CompletionMidterm, "Complete", middle);
        assert_eq!(
            oddities(&known, &middle),
            [Oddity::RatedLater(Box::new(end.clone()))]
        );
        let untitled = Rating {
            report: Report::from_title("A report"),
            ..middle
        };
        assert_eq!(
            oddities(&known, &untitled),
            [Oddity::NotShown(Box::new(end.clone()))]
        );
        // A newer report with another value is what sheets are for.
        let newer = rating(Scheme::Completion, "Complete", "Netherlands Results Report");
        assert_eq!(oddities(&known, &newer), []);
    }
}
