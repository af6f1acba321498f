//! Which report a rating of a page was read in.

use std::collections::HashMap;

use serde::Deserialize;

use super::{RATING_SOURCES, RecordError};
use domain::record::Entry;
use domain::source::is_page_of;
use domain::{CommitmentCode, Dimension, Rating, Report};

/// A rating that was read in a report rather than on the commitment's page.
#[derive(Debug, Deserialize)]
pub(super) struct RatingSource {
    pub(super) code: String,
    pub(super) dimension: String,
    report: String,
    pub(super) source_url: String,
}

/// Ratings that were read in a report, or on a page that names the report.
pub(super) fn name_reports(entries: &mut [Entry]) -> Result<(), RecordError> {
    let mut sources: HashMap<(CommitmentCode, Dimension), RatingSource> = HashMap::new();
    for source in csv::Reader::from_reader(RATING_SOURCES).deserialize() {
        let source: RatingSource = source?;
        if let (Ok(code), Ok(dimension)) = (source.code.parse(), source.dimension.parse()) {
            sources.insert((code, dimension), source);
        }
    }
    for entry in entries {
        for rating in &mut entry.ratings {
            // The commitment's page is where its rating was read.
            rating.source_url.clone_from(&entry.commitment.source_url);
            if let Some(source) = sources.get(&(entry.commitment.code.clone(), rating.dimension)) {
                let read = report_of(source, &entry.commitment.code, rating);
                // Under the title that the page lists it by, where it does.
                let mut listed = entry.commitment.reports.iter();
                let listed = listed.find(|one| read.as_ref().is_some_and(|r| r.is_titled_as(one)));
                rating.report = listed.cloned().or(read);
                rating.source_url = Some(source.source_url.clone());
            }
        }
    }
    Ok(())
}

/// The report that a rating comes from: of those named, the one that gives such ratings. A commitment's
/// page may name others beside it: reports on results do not rate ambition again.
fn report_of(source: &RatingSource, code: &CommitmentCode, rating: &Rating) -> Option<Report> {
    let titles = report_title(&source.report).split(';');
    let mut reports: Vec<Report> = titles.filter_map(Report::from_title).collect();
    let gives = |report: &Report| {
        let kind = report.kind.zip(rating.finding.scheme());
        kind.is_none_or(|(kind, scheme)| kind.rates(rating.dimension, scheme))
    };
    match reports.iter().position(gives) {
        Some(at) => Some(reports.swap_remove(at)),
        // Read in the report itself, which then repeats it.
        None if !is_page_of(code, &source.source_url) => reports.into_iter().next(),
        None => None,
    }
}

/// `Commitment page (Germany Implementation Report 2017-2019)` names the report in brackets; behind a title,
/// brackets say where in the report the rating was found, and how.
fn report_title(source: &str) -> &str {
    match source
        .strip_prefix("Commitment page")
        .and_then(|rest| rest.split_once('('))
    {
        Some((_, title)) => title.trim_end_matches(')'),
        None => source.split_once(" (").map_or(source, |(title, _)| title),
    }
}
