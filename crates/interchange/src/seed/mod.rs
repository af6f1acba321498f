//! The bundled record: real commitments of OGP members from four published sources, each fact and
//! rating with the source it was read from, and the texts around them.
//!
//! The sources are brought together cell by cell: what a newer source states counts, an older one
//! fills what it leaves open. Every rating of every source is kept; which one counts is decided in
//! `combine.rs`.

mod combine;
mod context;
mod plans;
mod rating_sources;
mod statements;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::cells::Cells;
use crate::file::FileFormat;
use crate::local_code::LocalCodes;
use crate::message::ImportMessage;
use crate::ogp::title::without_number;
use crate::patch::{Key, Patch};
pub use crate::record::RecordError;
use crate::record::{named_code, read_entries};
use crate::reference::ReferenceData;
use combine::combine;
pub use context::{ContextError, context};
use domain::KnownSource;
use domain::language::source_language;
use domain::record::{Batch, Entry, SourceIdentity};
use domain::{CommitmentCode, Lang, Summaries, Summary, area, text};
use rating_sources::name_reports;
pub use statements::{
    FactsOfSource, cluster_of, facts_of_others, is_of_sheet, other_plan_title, plan_end_of_sheet,
    short_title_of, states_verifiable, words_for_dates,
};

const PAGES: &[u8] = include_bytes!("../../../../data/seed/commitments.csv");
const RATING_SOURCES: &[u8] = include_bytes!("../../../../data/seed/rating-sources.csv");
const MASTER_SHEET: &[u8] = include_bytes!("../../../../data/seed/ogp-2024-digital.csv");
const EXPLORER: &[u8] = include_bytes!("../../../../data/seed/explorer-2016-digital.csv");
/// Translated for this project.
const TITLES: &[u8] = include_bytes!("../../../../data/seed/titles-en.csv");
/// Written for this project.
const SUMMARIES: &[u8] = include_bytes!("../../../../data/seed/summaries.csv");
/// The words of the Explorer and the sheet where a date should be, by code.
const DATES_IN_WORDS: &[u8] = include_bytes!("../../../../data/seed/dates-in-words.csv");
/// Ends of plans of which only the part of the sheet that is not bundled has a row, by one of its commitments.
const PLAN_ENDS: &[u8] = include_bytes!("../../../../data/seed/plan-ends.csv");
/// Facts that another source states than the page that a commitment's source is, by code and source, and how the
/// commitment was found in that.
const FACTS_OF_OTHERS: &[u8] = include_bytes!("../../../../data/seed/facts-of-others.csv");
const KNOWN_CODES: &[u8] = include_bytes!("../../../../data/seed/known-codes-2016.csv");
/// Codes of further rows, found by reading, each with what shows it: OGP's codes go through a plan in
/// the order of its numbers. It counts before [`KNOWN_CODES`].
const CODES_BY_READING: &[u8] = include_bytes!("../../../../data/seed/codes-by-reading.csv");

/// The bundled sources, with how many commitments each has.
pub const SOURCES: [(KnownSource, usize); 3] = [
    (KnownSource::OgpPage, 979),
    (KnownSource::MasterSheet2024, 215),
    (KnownSource::Explorer2016, 885),
];

/// The code of a commitment that the Explorer has without one.
#[derive(Debug, Deserialize)]
struct KnownCode {
    code: String,
    #[serde(rename = "Country")]
    country: String,
    #[serde(rename = "Action Plan Number")]
    plan: String,
    #[serde(rename = "Comm No")]
    number: String,
    #[serde(rename = "Short Title")]
    title: String,
    /// The code that this record gave the row before its own was known, which stays free.
    #[serde(default)]
    local_code: Option<String>,
}

/// What tells the bundled commitments of this program from those of others: the files, one after the
/// other, for a hash.
pub fn files() -> [&'static [u8]; 9] {
    [
        PAGES,
        RATING_SOURCES,
        MASTER_SHEET,
        KNOWN_CODES,
        CODES_BY_READING,
        EXPLORER,
        TITLES,
        SUMMARIES,
        PLAN_ENDS,
    ]
}

/// What each source says, before they are brought together.
struct SourcesRead {
    pages: Vec<Entry>,
    sheet: Vec<Entry>,
    explorer: Vec<Entry>,
    identities: Vec<SourceIdentity>,
    new_areas: Vec<domain::PolicyArea>,
}

fn read_all() -> Result<SourcesRead, RecordError> {
    let areas = area::taxonomy();
    // Pages come first, because they name members and plans best.
    let mut reader = Reader {
        known: ReferenceData::new(&[], areas.iter()),
        codes: Codes::default(),
    };
    let mut pages = reader.read(PAGES, FileFormat::Tracker)?;
    name_reports(&mut pages)?;
    for entry in &mut pages {
        let c = &mut entry.commitment;
        let number = c.number.as_deref().unwrap_or_default();
        c.title = without_number(&c.title, number).to_owned();
    }
    let mut sheet = reader.read(MASTER_SHEET, FileFormat::Ogp2024)?;
    cite(&mut sheet, KnownSource::MasterSheet2024);
    reader.codes.listed = known_codes()?;
    let mut explorer = reader.read(EXPLORER, FileFormat::Ogp2016)?;
    cite(&mut explorer, KnownSource::Explorer2016);
    Ok(SourcesRead {
        pages,
        sheet,
        explorer,
        identities: reader.codes.identities,
        new_areas: reader.known.new_areas,
    })
}

/// The bundled commitments, with every rating that the sources have.
pub fn commitments() -> Result<Batch, RecordError> {
    let SourcesRead {
        pages,
        sheet,
        explorer,
        identities,
        mut new_areas,
    } = read_all()?;
    // What the Explorer has counts before what the sheet has.
    let originals = sheet.iter().chain(&explorer).map(|entry| {
        let c = &entry.commitment;
        (c.code.clone(), c.title.clone())
    });
    let originals: HashMap<CommitmentCode, String> = originals.collect();
    let mut entries: Vec<Entry> = Vec::with_capacity(2000);
    let mut at: HashMap<CommitmentCode, usize> = HashMap::with_capacity(2000);
    for entry in explorer.into_iter().chain(sheet).chain(pages) {
        let code = entry.commitment.code.clone();
        if let Some(&at) = at.get(&code) {
            entries[at] = combine(entries[at].clone(), entry);
        } else {
            at.insert(code, entries.len());
            entries.push(combine::settled(entry));
        }
    }
    translate(&mut entries, &originals)?;
    summarise(&mut entries)?;
    plans::unify(&mut entries, &statements::PLAN_ENDS);
    entries.sort_by(|a, b| a.commitment.code.cmp(&b.commitment.code));
    let mut areas = area::taxonomy();
    areas.append(&mut new_areas);
    Ok(Batch {
        areas,
        entries,
        identities,
        ..Batch::default()
    })
}

/// Reads the files one after the other, so that what one says of members, plans and titles helps to
/// read the next.
struct Reader {
    known: ReferenceData,
    codes: Codes,
}

impl Reader {
    fn read(&mut self, bytes: &[u8], format: FileFormat) -> Result<Vec<Entry>, RecordError> {
        let codes = &mut self.codes;
        let entries = read_entries(bytes, format, &mut self.known, |patch, cells, messages| {
            named_code(patch).or_else(|| codes.code_of(patch, cells, messages))
        })?;
        for entry in &entries {
            let c = &entry.commitment;
            let key = (c.member.slug(), c.plan.start_year, text::slugify(&c.title));
            codes.by_title.entry(key).or_insert_with(|| c.code.clone());
        }
        Ok(entries)
    }
}

/// The codes of rows that name none.
#[derive(Default)]
struct Codes {
    local: LocalCodes,
    /// By country, number of the plan, number in it and short title.
    listed: HashMap<[String; 4], ListedCode>,
    /// By member, year of the plan and title, of the files read so far.
    by_title: HashMap<(String, Option<i32>, String), CommitmentCode>,
    identities: Vec<SourceIdentity>,
    /// Those that rows have been given.
    used: HashSet<CommitmentCode>,
}

impl Codes {
    /// OGP's code where it is known, by the list of known codes or by the title in the newer files;
    /// else a local one.
    fn code_of(
        &mut self,
        patch: &Patch,
        cells: &Cells<'_>,
        messages: &mut Vec<ImportMessage>,
    ) -> Option<CommitmentCode> {
        let Key::Identity(identity) = &patch.key else {
            return None;
        };
        let short_title = cells.text("Short Title");
        // Member, plan, number and title, as `Identity::short` puts them together.
        let mut parts = identity.short.split('/').map(str::to_owned);
        let key = [
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
            text::slugify(&short_title.replace("<br/>", " ")),
        ];
        let title = (
            text::slugify(&patch.member.name),
            patch.plan.start.or(None),
            text::slugify(&patch.title),
        );
        let listed = self.listed.get(&key);
        if listed.is_some_and(|listed| listed.had_local)
            && let Err(message) = self.local.next(&patch.member)
        {
            messages.push(message);
        }
        let listed = listed.map(|listed| &listed.code);
        // A code of another row's is not this one's, whatever the titles.
        let is_free =
            |code: &&CommitmentCode| self.listed.values().all(|other| other.code != **code);
        let known = listed.or_else(|| self.by_title.get(&title).filter(is_free));
        let code = match known {
            Some(code) if self.used.insert(code.clone()) => code.clone(),
            _ => match self.local.next(&patch.member) {
                Ok(code) => code,
                Err(message) => {
                    messages.push(message);
                    return None;
                }
            },
        };
        let is_new = |form: &String| self.identities.iter().all(|known| known.identity != *form);
        let form = if identity.is_shared {
            identity.without_text().find(is_new)?
        } else {
            identity.short.clone()
        };
        self.identities.push(SourceIdentity {
            source: FileFormat::Ogp2016.slug().to_owned(),
            identity: form,
            code: code.clone(),
        });
        Some(code)
    }
}

/// A code that a list gives a row.
struct ListedCode {
    code: CommitmentCode,
    /// Whether the row has had a local code, whose number no other row gets: addresses stay.
    had_local: bool,
}

fn known_codes() -> Result<HashMap<[String; 4], ListedCode>, RecordError> {
    let mut codes = HashMap::new();
    for row in listed_codes(KNOWN_CODES).chain(listed_codes(CODES_BY_READING)) {
        let row = row?;
        let member = crate::members::present_name(&row.country);
        if let Ok(code) = row.code.parse() {
            let title = row.title.replace("<br/>", " ");
            let key = [member, &row.plan, &row.number, &title].map(text::slugify);
            let had_local = row.local_code.is_some();
            codes.insert(key, ListedCode { code, had_local });
        }
    }
    Ok(codes)
}

fn listed_codes(file: &'static [u8]) -> impl Iterator<Item = csv::Result<KnownCode>> {
    csv::Reader::from_reader(file).into_deserialize()
}

/// Codes of OGP's that were found by reading, by the local codes that their commitments had before.
static FOUND_BY_READING: LazyLock<HashMap<CommitmentCode, CommitmentCode>> = LazyLock::new(|| {
    let rows = listed_codes(CODES_BY_READING).filter_map(Result::ok);
    rows.filter_map(|row| Some((row.local_code?.parse().ok()?, row.code.parse().ok()?)))
        .collect()
});

/// The code of OGP's under which the bundled record has a commitment that it had under a local code before.
pub fn code_instead_of(local: &CommitmentCode) -> Option<&'static CommitmentCode> {
    FOUND_BY_READING.get(local)
}

/// How many commitments have a code of OGP's that was found by reading.
pub fn codes_found_by_reading() -> usize {
    FOUND_BY_READING.len()
}

/// Titles of commitments whose pages could be read in another language only: that of the Explorer or the sheet,
/// where one has it, which is the one that the plan was assessed under. Where a title is not English, OGP's short
/// title stands beside it, else a translation made here.
fn translate(
    entries: &mut [Entry],
    originals: &HashMap<CommitmentCode, String>,
) -> Result<(), RecordError> {
    let mut titles: HashMap<String, String> = HashMap::new();
    for row in csv::Reader::from_reader(TITLES).deserialize() {
        let (code, title): (String, String) = row?;
        titles.insert(code, title);
    }
    for entry in entries {
        let c = &mut entry.commitment;
        let ours = titles.remove(c.code.as_str());
        let is_machine_made = ours.is_some();
        let original = originals.get(&c.code).filter(|_| is_machine_made);
        if let Some(original) = original {
            c.title.clone_from(original);
        }
        let of_ogp = short_title_of(&c.code).filter(|short| {
            let is_same = text::slugify(short) == text::slugify(&c.title);
            !is_same
                && !is_english(&c.title)
                && source_language(short).is_none_or(|lang| lang == "en")
        });
        let is_to_translate = original.is_none() || !is_english(&c.title);
        let ours = ours.filter(|_| is_to_translate);
        c.title_in[Lang::English.index()] = of_ogp.map(str::to_owned).or(ours);
    }
    Ok(())
}

fn is_english(title: &str) -> bool {
    source_language(title) == Some("en")
}

/// A row of the summaries: one text in each language, and the page that supports them all.
#[derive(Debug, Deserialize)]
struct SummaryRow {
    code: String,
    summary_en: String,
    summary_es: String,
    summary_fr: String,
    source_url: String,
}

/// Summaries of commitments that are asked about most, in each language of the interface.
fn summarise(entries: &mut [Entry]) -> Result<(), RecordError> {
    let mut summaries: HashMap<String, Summaries> = HashMap::new();
    for row in csv::Reader::from_reader(SUMMARIES).deserialize() {
        let row: SummaryRow = row?;
        let texts = [
            (Lang::English, row.summary_en),
            (Lang::Spanish, row.summary_es),
            (Lang::French, row.summary_fr),
        ];
        let mut of_row = Summaries::default();
        for (lang, text) in texts {
            let source_url = row.source_url.clone();
            of_row[lang.index()] = Some(Box::new(Summary { text, source_url }));
        }
        summaries.insert(row.code, of_row);
    }
    for entry in entries {
        let c = &mut entry.commitment;
        c.summary_in = summaries.remove(c.code.as_str()).unwrap_or_default();
    }
    Ok(())
}

/// Facts and ratings of an export are cited by its address: the pages it links to were not read.
fn cite(entries: &mut [Entry], source: KnownSource) {
    for entry in entries {
        for rating in &mut entry.ratings {
            rating.source_url = Some(source.address().to_owned());
        }
        // A page of OGP's is named by the sheet, and better evidence for a reader than the sheet.
        if entry.commitment.source_url.is_none() {
            entry.commitment.source_url = Some(source.address().to_owned());
        }
    }
}

#[cfg(test)]
mod details;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod truth;
