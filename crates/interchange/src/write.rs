//! Commitments as rows of the interchange format, in CSV and JSON.

use serde_json::{Map, Value as Json};

use super::columns::{COLUMNS, Kind};
use super::{guard, list};
use domain::AreaTree;
use domain::record::Texts;
use domain::{Commitment, Dimension};

/// The cells of a commitment, in the order of [`COLUMNS`]; the items of a list are kept apart.
pub fn cells(commitment: &Commitment, texts: &Texts, areas: &AreaTree) -> Vec<Vec<String>> {
    let c = commitment;
    let one = |text: &str| vec![text.to_owned()];
    let maybe = |text: Option<String>| text.into_iter().collect::<Vec<_>>();
    let mut cells = vec![
        one(c.code.as_str()),
        one(&c.member.name),
        one(c.member.kind.slug()),
        one(&c.member.country),
        one(&c.member.country_iso3),
        one(c.member.region.label()),
        maybe(c.plan.title.clone()),
        maybe(c.plan.start_year.map(|y| y.to_string())),
        maybe(c.plan.end_year.map(|y| y.to_string())),
        maybe(c.number.clone()),
        one(&c.title),
        maybe(texts.description.clone()),
        c.lead_institutions.clone(),
        c.support_institutions.clone(),
        c.policy_areas
            .iter()
            .map(|slug| areas.name(slug).to_owned())
            .collect(),
        c.ogp_values.iter().map(|v| v.label().to_owned()).collect(),
        maybe(c.start.map(|d| d.to_string())),
        maybe(c.end.map(|d| d.to_string())),
        maybe(c.verifiable.map(|a| a.label().to_owned())),
        maybe(c.relevant.map(|a| a.label().to_owned())),
    ];
    for dimension in Dimension::ALL {
        let finding = c.ratings.of(*dimension).map(|r| r.finding);
        cells.push(maybe(
            finding
                .and_then(domain::rating::Finding::scheme)
                .map(|s| s.slug().to_owned()),
        ));
        cells.push(maybe(finding.map(|f| f.label().to_owned())));
    }
    cells.extend([
        maybe(c.starred.map(|s| if s { "Yes" } else { "No" }.to_owned())),
        c.reports.iter().map(|r| r.title.clone()).collect(),
        maybe(c.challenge_area.map(|a| a.label().to_owned())),
        maybe(c.source_url.clone()),
        maybe(c.status.map(|s| s.label().to_owned())),
    ]);
    cells.extend(Dimension::ALL.iter().map(|d| one(c.level(*d).slug())));
    cells
}

/// A column of workbooks only: what of a description does not fit into one of their cells.
pub const CONTINUED: &str = "description_continued";

/// The first line of a CSV file.
pub fn csv_header() -> Vec<&'static str> {
    COLUMNS.iter().map(|c| c.name).collect()
}

/// A cell as text: the items of a list joined, anything else as it is.
pub fn as_text(kind: Kind, items: &[String]) -> String {
    match kind {
        Kind::List => list::join(items),
        _ => items.concat(),
    }
}

/// The cells of a CSV line: lists joined, formulas marked.
pub fn csv_record(commitment: &Commitment, texts: &Texts, areas: &AreaTree) -> Vec<String> {
    COLUMNS
        .iter()
        .zip(cells(commitment, texts, areas))
        .map(|(column, items)| guard::protect(&as_text(column.kind, &items)).into_owned())
        .collect()
}

/// The commitment as a JSON object: lists as lists, years as numbers, what is not known as null.
pub fn json_record(commitment: &Commitment, texts: &Texts, areas: &AreaTree) -> Map<String, Json> {
    COLUMNS
        .iter()
        .zip(cells(commitment, texts, areas))
        .map(|(column, mut items)| {
            let value = match column.kind {
                Kind::List => Json::from(items),
                Kind::Year => items.pop().and_then(|y| y.parse::<i32>().ok()).into(),
                _ => items.pop().into(),
            };
            (column.name.to_owned(), value)
        })
        .collect()
}
