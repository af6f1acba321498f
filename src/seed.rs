//! The bundled record: real commitments of OGP members, each with the page it was read from.

use std::collections::HashMap;

use serde::Deserialize;

use crate::domain::record::Batch;
use crate::domain::{CommitmentCode, CurrentRatings, Dimension, Report};
pub use crate::interchange::read::ReadError;
use crate::interchange::read::read_csv;

const COMMITMENTS: &[u8] = include_bytes!("../data/seed/commitments.csv");
const RATING_SOURCES: &[u8] = include_bytes!("../data/seed/rating-sources.csv");
const FEATURED: &[u8] = include_bytes!("../data/seed/featured.csv");

/// A rating that was read in a report rather than on the commitment's page.
#[derive(Debug, Deserialize)]
struct RatingSource {
    code: String,
    dimension: String,
    report: String,
    source_url: String,
}

/// A commitment that OGP itself points out.
#[derive(Debug, Clone, Deserialize)]
pub struct Featured {
    /// Its code; empty where the source names a member only.
    pub code: String,
    /// Who made it.
    pub member: String,
    /// Its title as OGP gives it.
    pub title: String,
    /// Who points it out, and where.
    pub why_featured: String,
    /// The page that does.
    pub source_url: String,
}

/// The bundled commitments, with the reports their ratings come from.
pub fn commitments() -> Result<Batch, ReadError> {
    let mut batch = read_csv(COMMITMENTS)?;
    let mut sources: HashMap<(CommitmentCode, Dimension), RatingSource> = HashMap::new();
    for source in csv::Reader::from_reader(RATING_SOURCES).deserialize() {
        let source: RatingSource = source?;
        if let (Ok(code), Ok(dimension)) = (source.code.parse(), source.dimension.parse()) {
            sources.insert((code, dimension), source);
        }
    }
    for entry in &mut batch.entries {
        for rating in &mut entry.ratings {
            if let Some(source) = sources.get(&(entry.commitment.code.clone(), rating.dimension)) {
                rating.report = Report::from_title(report_title(&source.report));
                rating.source_url = Some(source.source_url.clone());
            }
        }
        entry.commitment.ratings = CurrentRatings::choose(entry.ratings.clone());
    }
    Ok(batch)
}

/// `Commitment page (Germany Implementation Report 2017-2019)` names the report in brackets.
fn report_title(source: &str) -> &str {
    match source
        .strip_prefix("Commitment page")
        .and_then(|rest| rest.split_once('('))
    {
        Some((_, title)) => title.trim_end_matches(')'),
        None => source,
    }
}

/// The commitments that OGP points out.
pub fn featured() -> Result<Vec<Featured>, ReadError> {
    Ok(csv::Reader::from_reader(FEATURED)
        .deserialize()
        .collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Level;

    #[test]
    fn the_bundled_record_is_whole_and_its_ratings_name_their_reports() {
        let batch = commitments().unwrap();
        assert_eq!(batch.entries.len(), 656);
        let find = |code: &str| {
            batch
                .entries
                .iter()
                .find(|e| e.commitment.code.as_str() == code)
                .unwrap()
        };
        let norway = find("NO0048");
        assert_eq!(norway.commitment.level(Dimension::Ambition), Level::High);
        let report = norway.ratings[0].report.as_ref().unwrap();
        assert_eq!(report.title, "Norway Mid-Term Report 2016-2018");
        let germany = find("DE0003").ratings[0].report.as_ref().unwrap();
        assert_eq!(germany.title, "Germany Implementation Report 2017-2019");
        assert_eq!(
            find("USAU0007").commitment.level(Dimension::Completion),
            Level::Unstated
        );
    }

    #[test]
    fn every_rating_source_belongs_to_a_rating() {
        let batch = commitments().unwrap();
        for source in csv::Reader::from_reader(RATING_SOURCES).deserialize() {
            let source: RatingSource = source.unwrap();
            let used = batch.entries.iter().any(|e| {
                e.commitment.code.as_str() == source.code
                    && e.ratings
                        .iter()
                        .any(|r| r.source_url.as_ref() == Some(&source.source_url))
            });
            assert!(used, "{} {}", source.code, source.dimension);
        }
    }

    #[test]
    fn what_is_featured_names_its_source_and_is_in_the_record_where_it_can_be() {
        let batch = commitments().unwrap();
        let featured = featured().unwrap();
        assert!(
            featured
                .iter()
                .all(|f| f.source_url.starts_with("https://"))
        );
        let known = |f: &&Featured| {
            batch
                .entries
                .iter()
                .any(|e| e.commitment.code.as_str() == f.code)
        };
        assert!(featured.iter().filter(known).any(|f| f.code == "USAU0007"));
    }
}
