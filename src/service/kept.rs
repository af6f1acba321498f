//! The application's caches, each with its own limit. The present state of the record is not among them.

use super::cache::Cache;
use super::changes::{Change, ChangeKey};
use super::reports::{self, CitedReport};
use super::{bundled, follow, search, versions};
use catalogue::{Catalogue, Occurrences, TextIndex};
use domain::AreaTree;
use domain::search::Spelling;

/// A search: the version of the record, and what was typed.
type SearchKey = (i64, String);

/// A leaf of a search: the version and the build of the catalogue, and the spellings.
pub(super) type LeafKey = ((i64, u64), Vec<Spelling>);

/// Results of recent searches, in bytes. A search for a common word costs ten times as much as the rest of
/// a list, and is repeated for each page and chart.
const MAX_SEARCHES: u32 = 4 * 1024 * 1024;
/// Where the words of recent searches occur, in bytes. Different searches share words, and finding a word
/// in the texts of the database costs more than the rest of a search.
const MAX_OCCURRENCES: u32 = 4 * 1024 * 1024;
/// Text indexes, in bytes: those of the present and of a few past states.
const MAX_TEXT_INDEXES: u32 = 16 * 1024 * 1024;
/// Past states, in bytes that they do not share with the states they were made from. Few: where little has
/// changed since, making one again costs as much as a few pages.
const MAX_PAST_STATES: u32 = 2 * 1024 * 1024;
/// Changes made by revisions, in bytes.
const MAX_CHANGES: u32 = 4 * 1024 * 1024;

/// Number of revisions for which the policy areas before and after are cached.
const MAX_AREAS_AROUND: u32 = 64;

/// Number of states whose withdrawn commitments are cached.
const MAX_WITHDRAWN_STATES: u32 = 4;

/// Cached values, each under a key with everything that it depends on.
#[derive(Debug)]
pub(super) struct Kept {
    pub searches: Cache<SearchKey, search::Found>,
    /// Where leaves of searches occur.
    pub occurrences: Cache<LeafKey, Occurrences>,
    pub text_indexes: Cache<(i64, u64), TextIndex>,
    pub past_states: Cache<i64, Catalogue>,
    /// What the bundled data would change in a record filled by an earlier version of the program, by
    /// version of the record.
    pub bundled_news: Cache<i64, bundled::BundledNews>,
    pub changes: Cache<ChangeKey, Change>,
    /// The policy areas before and after a revision, by its number.
    pub areas_around: Cache<i64, [AreaTree; 2]>,
    /// The reports that the record cites, by version.
    pub reports: Cache<i64, Vec<CitedReport>>,
    /// Counts of what versions hold, which never change.
    pub version_counts: Cache<versions::VersionSpan, Vec<versions::Counts>>,
    /// Checksums of complete files, which depend on the day.
    pub checksums: Cache<versions::ChecksumKey, String>,
    /// Withdrawn commitments, for feeds.
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
