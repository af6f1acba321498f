//! What the bundled sources say that the record has no column for, read when it is first asked.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::{DATES_IN_WORDS, FACTS_OF_OTHERS, MASTER_SHEET, PAGES};
use domain::plan::title_years;
use domain::{Commitment, CommitmentCode, KnownSource, text};

/// A row of the sheet.
#[derive(Debug, Deserialize)]
struct SheetRow {
    #[serde(rename = "Commitment Unique Identifier")]
    code: String,
    #[serde(rename = "Country/Locality")]
    member: String,
    #[serde(rename = "Year Of Submission")]
    submitted: String,
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
    action_plan: String,
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

/// The end of a plan that OGP's whole sheet states.
#[derive(Debug, Deserialize)]
struct PlanEnd {
    plan_of: String,
    submitted: i32,
    ends: i32,
}

/// The ends of plans that OGP's master sheet states, by member and year of submission: the last, where its rows
/// differ.
pub(super) static PLAN_ENDS: LazyLock<HashMap<(String, i32), i32>> = LazyLock::new(|| {
    let of_rows = sheet().filter_map(|(_, row)| {
        let (submitted, end) = (row.submitted.parse().ok()?, row.plan_end.parse().ok()?);
        Some((row.member, submitted, end))
    });
    let of_others =
        rows(super::PLAN_ENDS).map(|row: PlanEnd| (row.plan_of, row.submitted, row.ends));
    let mut ends = HashMap::new();
    for (member, submitted, end) in of_rows.chain(of_others) {
        let member = text::slugify(crate::members::present_name(&member));
        let known = ends.entry((member, submitted)).or_insert(end);
        *known = end.max(*known);
    }
    ends
});

/// The year in which OGP's master sheet has the plan of a commitment end, by the plan's member and year of
/// submission.
pub fn plan_end_of_sheet(c: &Commitment) -> Option<i32> {
    PLAN_ENDS
        .get(&(c.member.slug(), c.plan.start_year?))
        .copied()
}

/// Commitments that the bundled part of the sheet has a row of.
static OF_SHEET: LazyLock<HashSet<CommitmentCode>> =
    LazyLock::new(|| sheet().map(|(code, _)| code).collect());

/// Whether the bundled part of the sheet has a row of a commitment.
pub fn is_of_sheet(code: &CommitmentCode) -> bool {
    OF_SHEET.contains(code)
}

/// What pages of OGP's call the plans of commitments.
static PLAN_TITLES: LazyLock<HashMap<CommitmentCode, String>> = LazyLock::new(|| {
    let titles = rows(PAGES).filter(|row: &PageRow| !row.action_plan.is_empty());
    titles
        .filter_map(|row| Some((row.code.parse().ok()?, row.action_plan)))
        .collect()
});

/// What OGP's page on a bundled commitment calls its plan, where that names other years than the title that the
/// record has for all of the plan.
pub fn other_plan_title(c: &Commitment) -> Option<&'static str> {
    let own = PLAN_TITLES.get(&c.code)?;
    let years = title_years(own)?;
    let shown = c.plan.title_years()?;
    (years != shown).then_some(own.as_str())
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

/// What a source states of a commitment that no page of OGP's on it does.
#[derive(Debug, Deserialize)]
pub struct FactsOfSource {
    code: String,
    source: String,
    found: String,
    facts: String,
}

impl FactsOfSource {
    /// The source.
    pub fn source(&self) -> Option<KnownSource> {
        self.source.parse().ok()
    }

    /// Whether the source has codes of OGP's; one that has none was searched for the commitment.
    pub fn has_codes(&self) -> bool {
        self.found.is_empty()
    }

    /// Whether the commitment was found in the source by reading, not by its title, member and plan.
    pub fn is_found_by_reading(&self) -> bool {
        self.found == "reading"
    }

    /// The facts, by their names in forms.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.facts.split_whitespace()
    }
}

static FACTS_OF_SOURCES: LazyLock<HashMap<CommitmentCode, Vec<FactsOfSource>>> =
    LazyLock::new(|| {
        let mut facts: HashMap<CommitmentCode, Vec<FactsOfSource>> = HashMap::new();
        for row in rows::<FactsOfSource>(FACTS_OF_OTHERS) {
            if let Ok(code) = row.code.parse() {
                facts.entry(code).or_default().push(row);
            }
        }
        facts
    });

/// What other sources state of a bundled commitment than a page of OGP's on it, a source each.
pub fn facts_of_others(code: &CommitmentCode) -> &'static [FactsOfSource] {
    FACTS_OF_SOURCES.get(code).map_or(&[], Vec::as_slice)
}
