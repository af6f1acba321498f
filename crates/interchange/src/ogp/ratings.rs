//! The ratings in a row of OGP's exports.

use super::layout::Layout;
use super::value::{CellValue, cell_value};
use crate::cells::Cells;
use domain::{Dimension, Finding, Rating, Report, Scheme, UnnamedReport, text};

/// The ratings of a row, and titles of the reports they come from.
pub(super) struct Ratings {
    pub of: [Vec<Rating>; Dimension::ALL.len()],
    pub reports: Vec<String>,
}

impl Ratings {
    pub fn read(cells: &mut Cells<'_>, layout: &Layout, year: Option<i32>) -> Self {
        let old = year.is_none_or(|year| year <= 2016);
        let early = if old {
            UnnamedReport::Progress
        } else {
            UnnamedReport::Design
        };
        let late = if old {
            UnnamedReport::EndOfTerm
        } else {
            UnnamedReport::Results
        };
        let design = report(cells, layout.progress_year, early);
        let results = report(cells, layout.end_year_of_report, late);
        let mut of: [Vec<Rating>; 3] = [Vec::new(), Vec::new(), Vec::new()];
        for dimension in Dimension::ALL {
            let columns = layout.ratings.iter();
            let columns = columns.filter(|(_, scheme)| scheme.dimension() == Some(*dimension));
            let mut statements = Vec::new();
            for (column, scheme) in columns {
                let report = match scheme {
                    Scheme::PotentialImpact
                    | Scheme::PotentialForResults
                    | Scheme::CompletionMidterm => &design,
                    _ => &results,
                };
                let rating = |finding| Rating {
                    dimension: *dimension,
                    finding,
                    report: report.as_deref().and_then(Report::from_title),
                    source_url: layout.url.and_then(|c| cells.maybe(c)),
                    source_page: None,
                    read_on: None,
                };
                match cell_value(cells.text(column)) {
                    CellValue::Value(value) => match value_of(*scheme, value) {
                        Some((found, None)) => {
                            of[dimension.index()].push(rating(Finding::Rated(found)));
                        }
                        Some((found, Some(how))) => {
                            of[dimension.index()].push(rating(Finding::Rated(found)));
                            cells.warning(column, how);
                        }
                        None => {
                            if let Err(error) = scheme.value(value) {
                                cells.unknown(column, value, &error);
                            }
                        }
                    },
                    other => statements.push(other),
                }
            }
            // Only where no column rates: not reviewed says more than no data.
            if of[dimension.index()].is_empty() {
                let finding = if statements.contains(&CellValue::NotReviewed) {
                    Some(Finding::Pending)
                } else if statements.contains(&CellValue::NoData) {
                    Some(Finding::NoData)
                } else {
                    None
                };
                of[dimension.index()].extend(finding.map(|finding| Rating {
                    dimension: *dimension,
                    finding,
                    report: None,
                    source_url: layout.url.and_then(|c| cells.maybe(c)),
                    source_page: None,
                    read_on: None,
                }));
            }
        }
        Self {
            of,
            reports: design.into_iter().chain(results).collect(),
        }
    }
}

/// A value of a scale, and a warning where it was not written as such.
fn value_of(scheme: Scheme, value: &str) -> Option<(domain::Value, Option<&'static str>)> {
    if let Ok(found) = scheme.value(value) {
        return Some((found, None));
    }
    // OGP's own coded columns count these so.
    let (meant, how) = match (scheme, text::slugify(value).as_str()) {
        (Scheme::PotentialImpact, "unclear") => (
            "None",
            "not a value of this scale; read as None, as in OGP\u{2019}s coded column",
        ),
        (Scheme::DidItOpenGovernment, "none") => (
            "Did Not Change",
            "read as Did Not Change, the newer word for this",
        ),
        _ => return None,
    };
    Some((scheme.value(meant).ok()?, Some(how)))
}

fn report(cells: &Cells<'_>, column: &str, which: UnnamedReport) -> Option<String> {
    match cell_value(cells.text(column)) {
        CellValue::Value(year) if year.len() == 4 => Some(which.title(year)),
        _ => None,
    }
}
