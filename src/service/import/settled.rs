//! What is settled about a watched source: the decisions made on its values, the values on which the source
//! and the record agreed, and what the bundled file said.

use std::collections::{HashMap, HashSet};

use domain::{CommitmentCode, PartialDate};
use interchange::file::{CommitmentFile, FileFormat};
use interchange::merge::Merged;
use interchange::patch::{Key, Patch};
use interchange::seed;

/// Where and when the file of a source was read.
#[derive(Debug, Clone)]
pub struct ReadFrom {
    /// Its address without query and fragment, which may hold secrets.
    pub address: String,
    /// The day; `None` if unknown.
    pub on: Option<PartialDate>,
}

/// What is settled about the values of a source, so that nobody needs to decide again.
#[derive(Debug, Default)]
pub struct Settled {
    /// Where and when the file was read.
    pub from: Option<ReadFrom>,
    /// Bundled rows in the format of the file, by what identifies their commitments. Empty unless bundled
    /// data was loaded into the record.
    pub bundled: HashMap<String, Patch>,
    /// Decisions: the mark (a short hash) of the decided value, by item and field.
    pub decisions: HashMap<(String, String), String>,
    /// Values on which the record and the source agreed: `field:mark` pairs separated by spaces, by item.
    pub baseline: HashMap<String, String>,
    /// Codes that the source lists, and codes that it has dropped while nothing is decided about that.
    pub listed: HashSet<String>,
}

impl Settled {
    pub(super) fn says(&self, item: &str, field: &str, value: &str) -> bool {
        let decided = self.decisions.get(&(item.to_owned(), field.to_owned()));
        decided.is_some_and(|mark| mark == value)
            || self.marks_of(item).any(|known| known == (field, value))
    }

    pub(super) fn marks_of(&self, item: &str) -> impl Iterator<Item = (&str, &str)> {
        let marks = self.baseline.get(item).map_or("", String::as_str);
        marks.split(' ').filter_map(|mark| mark.split_once(':'))
    }

    /// Cites the file as the source of the ratings that it adds. For OGP's exports it is the only source:
    /// the pages that they link to were not read. In our own format, a row may name its source.
    pub(super) fn cite(&self, format: FileFormat, merged: &mut Merged) {
        let Some(from) = &self.from else { return };
        let added = merged.correction.iter_mut().flat_map(|c| &mut c.added);
        for rating in added {
            if format != FileFormat::Tracker || rating.source_url.is_none() {
                rating.source_url = Some(from.address.clone());
                rating.read_on = from.on;
            }
        }
    }

    /// Whether no decision was made about a field, and the source and the record never agreed on it.
    pub(super) fn is_untouched(&self, item: &str, field: &str) -> bool {
        let decided = (item.to_owned(), field.to_owned());
        !self.decisions.contains_key(&decided)
            && self.marks_of(item).all(|(known, _)| known != field)
    }

    /// The commitments that the source used to list and no longer does, by code. None if the file has no
    /// codes at all: a source that lists something does not publish an empty file.
    pub(super) fn gone(&self, file: &CommitmentFile) -> Vec<CommitmentCode> {
        let codes = file.codes();
        if codes.is_empty() {
            return Vec::new();
        }
        let listed = self.listed.iter().filter_map(|code| code.parse().ok());
        let mut gone: Vec<CommitmentCode> = listed.filter(|code| !codes.contains(code)).collect();
        gone.sort();
        gone
    }
}

/// What identifies a row's commitment in its source: its code, or the identity that no other row has.
pub(super) fn key_of(key: &Key, code: &CommitmentCode) -> String {
    match key {
        Key::Code(_) => code.to_string(),
        Key::Identity(identity) => identity.distinct().to_owned(),
    }
}

/// The bundled rows in a format, by what identifies their commitments.
pub(super) fn bundled_rows(format: FileFormat) -> HashMap<String, Patch> {
    let files = seed::files().into_iter();
    let files = files.filter_map(|bytes| CommitmentFile::read(bytes, Some(format)).ok());
    let rows = files.flat_map(|file| file.rows);
    let patches = rows.filter_map(|row| row.patch);
    patches
        .map(|patch| {
            let key = match &patch.key {
                Key::Code(code) => code.to_string(),
                Key::Identity(identity) => identity.distinct().to_owned(),
            };
            (key, patch)
        })
        .collect()
}
