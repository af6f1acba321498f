//! What the bundled sources say that the record has no column for, read when it is first asked.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::{DATES_IN_WORDS, MASTER_SHEET, PAGES};
use domain::CommitmentCode;
use domain::record::Entry;

/// A row of the sheet.
#[derive(Debug, Deserialize)]
struct SheetRow {
    #[serde(rename = "Commitment Unique Identifier")]
    code: String,
    #[serde(rename = "Short Title")]
    short_title: String,
    #[serde(rename = "Action Plan End Year")]
    plan_end: String,
    #[serde(rename = "Verifiable")]
    verifiable: String,
    /// Whether the IRM's review of the plan rated it in a cluster. The older column `Cluster` is no such
    /// statement: those that share a value there are rated differently.
    #[serde(rename = "Cluster (AP Review)")]
    is_in_cluster: String,
    /// The codes of all commitments in the cluster.
    #[serde(rename = "Cluster Commitment ID(s)")]
    cluster: String,
}

/// A row of the pages.
#[derive(Debug, Deserialize)]
struct PageRow {
    code: String,
    verifiable: String,
}

fn sheet() -> impl Iterator<Item = (CommitmentCode, SheetRow)> {
    rows(MASTER_SHEET).filter_map(|row: SheetRow| Some((row.code.parse().ok()?, row)))
}

/// The rows of a bundled file. Rows that cannot be read refuse it elsewhere, where the record is filled.
fn rows<T: for<'a> Deserialize<'a>>(file: &'static [u8]) -> impl Iterator<Item = T> {
    let rows = csv::Reader::from_reader(file).into_deserialize();
    rows.filter_map(Result::ok)
}

/// The ends of plans that the sheet states, by member and year of submission. `entries` are those of the
/// sheet.
pub(super) fn ends_of_plans(entries: &[Entry]) -> HashMap<(String, i32), i32> {
    let of_code: HashMap<CommitmentCode, i32> = sheet()
        .filter_map(|(code, row)| Some((code, row.plan_end.parse().ok()?)))
        .collect();
    let mut ends = HashMap::new();
    for entry in entries {
        let c = &entry.commitment;
        let end = of_code.get(&c.code).copied();
        if let (Some(start), Some(end)) = (c.plan.start_year, end) {
            let known = ends.entry((c.member.slug(), start)).or_insert(end);
            *known = end.max(*known);
        }
    }
    ends
}

/// English short titles of OGP's, by code.
static SHORT_TITLES: LazyLock<HashMap<CommitmentCode, String>> = LazyLock::new(|| {
    let titles = sheet().map(|(code, row)| (code, row.short_title.trim().to_owned()));
    titles.filter(|(_, title)| !title.is_empty()).collect()
});

/// The short title that OGP's master sheet has for a commitment, which is English whatever the title is.
pub fn short_title_of(code: &CommitmentCode) -> Option<&'static str> {
    SHORT_TITLES.get(code).map(String::as_str)
}

/// The codes of each cluster, by each of them.
static CLUSTERS: LazyLock<HashMap<CommitmentCode, Vec<CommitmentCode>>> = LazyLock::new(|| {
    let mut clusters = HashMap::new();
    for (_, row) in sheet().filter(|(_, row)| row.is_in_cluster == "1") {
        let codes = row.cluster.split([',', ';']);
        let codes: Vec<CommitmentCode> = codes.filter_map(|code| code.parse().ok()).collect();
        for code in &codes {
            clusters.insert(code.clone(), codes.clone());
        }
    }
    clusters
});

/// The codes of the cluster that the IRM's review of the plan rated as one, this one's among them; empty
/// where the sheet names no cluster.
pub fn cluster_of(code: &CommitmentCode) -> &'static [CommitmentCode] {
    CLUSTERS.get(code).map_or(&[], Vec::as_slice)
}

/// Commitments of which a page of OGP's or the sheet says whether they are verifiable, or that it is not known.
static VERIFIABLE_STATED: LazyLock<HashSet<CommitmentCode>> = LazyLock::new(|| {
    let pages = rows(PAGES).filter(|row: &PageRow| !row.verifiable.is_empty());
    let pages = pages.filter_map(|row| row.code.parse().ok());
    let sheet = sheet().filter(|(_, row)| !["", "NA"].contains(&row.verifiable.as_str()));
    pages.chain(sheet.map(|(code, _)| code)).collect()
});

/// Whether a bundled page of OGP's or the sheet says of a commitment whether it is verifiable. Of others only the
/// Explorer can, which says how specific they are.
pub fn states_verifiable(code: &CommitmentCode) -> bool {
    VERIFIABLE_STATED.contains(code)
}

/// What the sources of a commitment have where a date should be.
#[derive(Debug, Default, Deserialize)]
pub struct WordsForDates {
    code: String,
    pub start: Option<String>,
    pub end: Option<String>,
}

static WORDS_FOR_DATES: LazyLock<HashMap<CommitmentCode, WordsForDates>> = LazyLock::new(|| {
    let rows = rows(DATES_IN_WORDS);
    rows.filter_map(|row: WordsForDates| Some((row.code.parse().ok()?, row)))
        .collect()
});

/// The words that a source of a bundled commitment has in the place of its start or its end, in English: a
/// commitment that is "Ongoing" has an end in its source, but no date.
pub fn words_for_dates(code: &CommitmentCode) -> Option<&'static WordsForDates> {
    WORDS_FOR_DATES.get(code)
}
