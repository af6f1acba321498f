//! What the application keeps in memory beside the record's present state, each kind within its bounds.

use super::cache::Cache;
use super::changes::{Change, ChangeKey};
use super::reports::{self, CitedReport};
use super::{bundled, follow, search, versions};
use catalogue::{Catalogue, Occurrences, TextIndex};
use domain::AreaTree;
use domain::search::Spelling;

/// A search: of the state with this number, for what was typed.
type SearchKey = (i64, String);

/// A leaf of a search: of the catalogue with this number and this making, in these spellings.
pub(super) type LeafKey = ((i64, u64), Vec<Spelling>);

/// What recent searches found, in bytes. A search for a common word costs ten times as much as the
/// rest of a list, and is asked again for each page and chart.
const MAX_SEARCHES: u32 = 4 * 1024 * 1024;
/// Where the words of recent searches are, in bytes. Searches differ, and are made of the same words: to
/// find these in the database's texts costs more than the rest of a search.
const MAX_OCCURRENCES: u32 = 4 * 1024 * 1024;
/// The words of states of the record, in bytes: those of the present and of a few past states.
const MAX_TEXT_INDEXES: u32 = 16 * 1024 * 1024;
/// Past states in memory, in bytes that they do not share with the states that they were made from.
const MAX_PAST_STATES: u32 = 24 * 1024 * 1024;
/// What revisions changed, in bytes.
const MAX_CHANGES: u32 = 8 * 1024 * 1024;

/// Changes of which the policy areas before and after them are in memory.
const MAX_AREAS_AROUND: u32 = 64;

/// States whose withdrawn commitments are in memory.
const MAX_WITHDRAWN_STATES: u32 = 4;

/// Answers that were made, by all that they depend on.
#[derive(Debug)]
pub(super) struct Kept {
    pub searches: Cache<SearchKey, search::Found>,
    /// Where leaves of searches are.
    pub occurrences: Cache<LeafKey, Occurrences>,
    pub text_indexes: Cache<(i64, u64), TextIndex>,
    pub past_states: Cache<i64, Catalogue>,
    /// What the bundled data would do to a record of an earlier version, by state.
    pub bundled_news: Cache<i64, bundled::BundledNews>,
    pub changes: Cache<ChangeKey, Change>,
    /// The policy areas before and after a revision, by its number.
    pub areas_around: Cache<i64, [AreaTree; 2]>,
    /// The reports that a state of the record cites.
    pub reports: Cache<i64, Vec<CitedReport>>,
    /// What versions hold: it never changes.
    pub version_counts: Cache<versions::VersionSpan, Vec<versions::Counts>>,
    /// Checksums of whole files, as they are on a day.
    pub checksums: Cache<versions::ChecksumKey, String>,
    /// Commitments that were withdrawn, as feeds remember them.
    pub withdrawn: Cache<follow::WithdrawnKey, follow::Withdrawn>,
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            searches: Cache::new("searches", MAX_SEARCHES, |(_, typed), found| {
                typed.len() + found.bytes()
            }),
            occurrences: Cache::new("occurrences", MAX_OCCURRENCES, |(_, spellings), found| {
                100 * spellings.len() + found.bytes()
            }),
            text_indexes: Cache::new("text indexes", MAX_TEXT_INDEXES, |_, index| index.bytes()),
            past_states: Cache::new("past states", MAX_PAST_STATES, |_, state: &Catalogue| {
                state.own_bytes()
            }),
            changes: Cache::new("changes", MAX_CHANGES, |_, change: &Change| change.bytes()),
            areas_around: Cache::new("areas around changes", MAX_AREAS_AROUND, |_, _| 1),
            reports: Cache::new("reports", reports::MAX_KEPT, |_, reports| reports.len()),
            version_counts: Cache::new("counts of versions", 20_000, |_, counts| counts.len()),
            checksums: Cache::new("checksums", 16, |_, _| 1),
            withdrawn: Cache::new("withdrawn commitments", MAX_WITHDRAWN_STATES, |_, _| 1),
            bundled_news: Cache::new("news of the bundled data", 8, |_, _| 1),
        }
    }
}
