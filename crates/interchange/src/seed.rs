//! The bundled record: real commitments of OGP members, each with the page it was read from.

use std::collections::HashMap;

use serde::Deserialize;

pub use crate::record::RecordError;
use crate::record::read_record;
use domain::context::{ContextItem, ContextKind, problems};
use domain::record::Batch;
use domain::{CommitmentCode, CurrentRatings, Dimension, Report};

const COMMITMENTS: &[u8] = include_bytes!("../../../data/seed/commitments.csv");
const RATING_SOURCES: &[u8] = include_bytes!("../../../data/seed/rating-sources.csv");

/// Texts around the commitments, by file.
const CONTEXT: [(&str, &str); 6] = [
    (
        "areas.toml",
        include_str!("../../../data/context/areas.toml"),
    ),
    (
        "guide.toml",
        include_str!("../../../data/context/guide.toml"),
    ),
    (
        "network.toml",
        include_str!("../../../data/context/network.toml"),
    ),
    (
        "resources.toml",
        include_str!("../../../data/context/resources.toml"),
    ),
    (
        "featured.toml",
        include_str!("../../../data/context/featured.toml"),
    ),
    (
        "challenge.toml",
        include_str!("../../../data/context/challenge.toml"),
    ),
];

/// A rating that was read in a report rather than on the commitment's page.
#[derive(Debug, Deserialize)]
struct RatingSource {
    code: String,
    dimension: String,
    report: String,
    source_url: String,
}

#[derive(Debug, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct ContextError {
    file: &'static str,
    problem: String,
}

/// The bundled commitments, with the reports their ratings come from.
pub fn commitments() -> Result<Batch, RecordError> {
    let mut batch = read_record(COMMITMENTS)?;
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

/// The bundled texts of areas, guide, network, resources, and what is featured or was submitted to
/// the Open Gov Challenge.
pub fn context() -> Result<Vec<ContextItem>, ContextError> {
    let mut items = Vec::new();
    for (file, text) in CONTEXT {
        let refuse = |problem: String| ContextError { file, problem };
        let kinds: toml::Table = text
            .parse()
            .map_err(|e: toml::de::Error| refuse(e.to_string()))?;
        for (kind, tables) in kinds {
            let kind: ContextKind = kind
                .parse()
                .map_err(|e: domain::UnknownWord| refuse(e.to_string()))?;
            for table in tables.as_array().into_iter().flatten() {
                items.push(item(kind, table).map_err(refuse)?);
            }
        }
    }
    Ok(items)
}

fn item(kind: ContextKind, table: &toml::Value) -> Result<ContextItem, String> {
    let text = |key: &str| table.get(key).and_then(toml::Value::as_str);
    let slug = text("slug").ok_or_else(|| format!("a {} has no slug", kind.slug()))?;
    let mut item = ContextItem::new(kind, slug);
    for field in kind.fields() {
        for key in field.keys {
            item.set(key, text(key).unwrap_or_default());
        }
    }
    match problems(&item).first() {
        Some((key, problem)) => Err(format!("{} {slug}: {key}: {problem}", kind.slug())),
        None => Ok(item),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Lang, Level};

    #[test]
    fn the_bundled_record_is_complete_and_its_ratings_name_their_reports() {
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
    fn the_bundled_texts_are_complete_and_refer_to_what_exists() {
        let batch = commitments().unwrap();
        let codes: Vec<&str> = batch
            .entries
            .iter()
            .map(|e| e.commitment.code.as_str())
            .collect();
        let members: Vec<String> = batch
            .entries
            .iter()
            .map(|e| e.commitment.member.slug())
            .collect();
        let areas = domain::area::taxonomy();
        let items = context().unwrap();
        for item in &items {
            // Named by OGP before its plan could be read into the record.
            let known = |code: &str| code == "IT0086" || codes.contains(&code);
            for field in ["commitments", "code"] {
                assert!(item.list(field).all(known), "{} {field}", item.slug);
            }
            let member = item.get("member");
            assert!(
                member.is_empty() || members.iter().any(|m| m == member),
                "{member}"
            );
            for field in ["topics", "areas"] {
                let known = |area: &str| areas.iter().any(|a| &*a.slug == area);
                assert!(item.list(field).all(known), "{} {field}", item.slug);
            }
            for field in item.kind.fields().iter().filter(|f| f.is_localized()) {
                let has_text = |lang: &Lang| {
                    !item
                        .get(&format!("{}_{}", field.name, lang.slug()))
                        .is_empty()
                };
                let in_how_many = Lang::ALL.iter().filter(|lang| has_text(lang)).count();
                assert!(
                    [0, Lang::ALL.len()].contains(&in_how_many),
                    "{} {}",
                    item.slug,
                    field.name
                );
            }
        }
        let challenge = |item: &&ContextItem| {
            item.kind == ContextKind::Challenge && item.get("code") == "USAU0007"
        };
        assert_eq!(items.iter().filter(challenge).count(), 1);
        let meeting = items
            .iter()
            .find(|i| i.get("date") == "2021-06-09" && i.kind == ContextKind::Meeting);
        let invited = meeting.unwrap().list("participants").count();
        assert!(invited >= 23, "{invited} were invited");
    }
}
