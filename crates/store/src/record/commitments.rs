//! Adding commitments, and new versions of those that differ from the record.

use std::collections::{HashMap, HashSet};

use super::Progress;
use super::additions::Additions;
use super::corrections::set_presence;
use super::parties::KnownParties;
use crate::StoreError;
use crate::codes::ids_of;
use crate::db::Connection;
use crate::query::{CHUNK, Numbered, next_id};
use crate::read::{Which, commitments, ratings, texts};
use crate::search::words_of;
use crate::withdrawal::withdrawn_commitments;
use domain::record::{Entry, Texts};
use domain::{Commitment, CommitmentCode, Rating, Report};

#[derive(Default)]
pub(super) struct EntryCounts {
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
}

/// Commitments that differ, from which on the index of words is made as if it had been written at once.
const MANY: usize = 1000;

/// Brings the commitments to the state of the entries.
pub(super) async fn record(
    connection: &mut Connection<'_>,
    revision: i64,
    entries: &[Entry],
    known: &KnownParties,
    progress: &mut Progress<'_>,
) -> Result<EntryCounts, StoreError> {
    let mut next_commitment = next_id(connection, Numbered::Commitment).await?;
    let mut next_rating = next_id(connection, Numbered::Rating).await?;
    let mut counts = EntryCounts::default();
    for chunk in entries.chunks(CHUNK) {
        let stored = StoredEntries::read(connection, revision - 1, chunk, known).await?;
        let mut additions = Additions::default();
        for entry in chunk {
            let id = if let Some(id) = stored.ids.get(entry.commitment.code.as_str()) {
                *id
            } else {
                additions.new.push((next_commitment, entry));
                next_commitment += 1;
                next_commitment - 1
            };
            match stored.compare(id, entry, &mut next_rating, &mut additions) {
                EntryChange::New => counts.added += 1,
                EntryChange::Some => counts.changed += 1,
                EntryChange::None => counts.unchanged += 1,
            }
        }
        additions.write(connection, revision, known).await?;
        let restored: Vec<i64> = stored
            .ids
            .values()
            .copied()
            .filter(|id| stored.withdrawn.contains(id))
            .collect();
        set_presence(connection, revision, &restored, true).await?;
        progress(counts.added + counts.changed + counts.unchanged);
    }
    if counts.added + counts.changed >= MANY {
        super::search_index::gather(connection).await?;
    }
    Ok(counts)
}

/// Some commitments before the change, by id.
struct StoredEntries {
    ids: HashMap<String, i64>,
    facts: HashMap<i64, Commitment>,
    texts: HashMap<i64, Texts>,
    ratings: HashMap<i64, Vec<(i64, Rating)>>,
    /// Those that were not in the published record.
    withdrawn: HashSet<i64>,
}

enum EntryChange {
    New,
    Some,
    None,
}

impl StoredEntries {
    async fn read(
        connection: &mut Connection<'_>,
        as_of: i64,
        entries: &[Entry],
        known: &KnownParties,
    ) -> Result<Self, StoreError> {
        let codes: Vec<&CommitmentCode> = entries.iter().map(|e| &e.commitment.code).collect();
        let ids = ids_of(connection, &codes).await?;
        let known_ids: Vec<i64> = ids.values().copied().collect();
        if known_ids.is_empty() {
            return Ok(Self {
                ids,
                facts: HashMap::new(),
                texts: HashMap::new(),
                ratings: HashMap::new(),
                withdrawn: HashSet::new(),
            });
        }
        let which = Which::These(&known_ids);
        let withdrawn = withdrawn_commitments(connection, as_of, which).await?;
        let mut facts = commitments(connection, as_of, which, &known.parties).await?;
        // Withdrawn commitments that come back are written anew.
        facts.retain(|(id, _)| !withdrawn.contains(id));
        Ok(Self {
            ids,
            facts: facts.into_iter().collect(),
            texts: texts(connection, as_of, &known_ids).await?,
            ratings: ratings(connection, as_of, which).await?,
            withdrawn,
        })
    }

    /// Adds what must be written so that the record says what the entry says.
    fn compare<'a>(
        &self,
        id: i64,
        entry: &'a Entry,
        next_rating: &mut i64,
        additions: &mut Additions<'a>,
    ) -> EntryChange {
        let before = self.facts.get(&id);
        let facts_differ = before.is_none_or(|facts| !same_facts(facts, &entry.commitment));
        if facts_differ {
            additions.facts.push((id, entry));
        }
        let no_texts = Texts::default();
        let had_texts = self.texts.contains_key(&id);
        let texts_differ = *self.texts.get(&id).unwrap_or(&no_texts) != entry.texts
            || (before.is_none() && had_texts);
        if texts_differ {
            additions.texts.push((id, entry));
        }
        let new_ratings = not_among(
            &entry.ratings,
            self.ratings.get(&id).map_or(&[], Vec::as_slice),
        );
        for rating in &new_ratings {
            additions.ratings.push((*next_rating, id, rating));
            *next_rating += 1;
        }
        if before.is_none() || texts_differ {
            additions.words.push((id, words_of(&entry.texts)));
            if before.is_some() {
                additions.outdated.push(id);
            }
        }
        match before {
            None => EntryChange::New,
            Some(_) if facts_differ || texts_differ || !new_ratings.is_empty() => EntryChange::Some,
            Some(_) => EntryChange::None,
        }
    }
}

/// Whether the stored facts are those of the entry. Ratings and the description of the member are
/// compared elsewhere.
fn same_facts(stored: &Commitment, entry: &Commitment) -> bool {
    let Commitment {
        code,
        member,
        plan,
        number,
        title,
        title_in,
        summary_in,
        lead_institutions,
        support_institutions,
        policy_areas,
        ogp_values,
        start,
        end,
        verifiable,
        relevant,
        starred,
        reports,
        challenge_area,
        source_url,
        status,
        ratings: _,
    } = stored;
    *code == entry.code
        && member.slug() == entry.member.slug()
        && *plan == entry.plan
        && *number == entry.number
        && *title == entry.title
        && *title_in == entry.title_in
        && *summary_in == entry.summary_in
        && *lead_institutions == entry.lead_institutions
        && *support_institutions == entry.support_institutions
        && *policy_areas == entry.policy_areas
        && *ogp_values == entry.ogp_values
        && *start == entry.start
        && *end == entry.end
        && *verifiable == entry.verifiable
        && *relevant == entry.relevant
        && *starred == entry.starred
        && reports
            .iter()
            .map(as_stored)
            .eq(entry.reports.iter().map(as_stored))
        && *challenge_area == entry.challenge_area
        && *source_url == entry.source_url
        && *status == entry.status
}

/// The stored columns of a report; the rest is parsed from its title.
fn as_stored(report: &Report) -> (&str, &'static str) {
    (&report.title, report.stage.slug())
}

fn same_rating(stored: &Rating, entry: &Rating) -> bool {
    let Rating {
        dimension,
        finding,
        report,
        source_url,
        source_page,
        read_on,
    } = stored;
    *dimension == entry.dimension
        && *finding == entry.finding
        && report.as_ref().map(as_stored) == entry.report.as_ref().map(as_stored)
        && *source_url == entry.source_url
        && *source_page == entry.source_page
        && *read_on == entry.read_on
}

/// The ratings that the record does not have. Each stored rating stands for one of them only, so that
/// a value that is published again after another one is a rating of its own.
fn not_among<'a>(ratings: &'a [Rating], stored: &[(i64, Rating)]) -> Vec<&'a Rating> {
    let mut stored: Vec<&Rating> = stored.iter().map(|(_, rating)| rating).collect();
    ratings
        .iter()
        .filter(
            |rating| match stored.iter().position(|s| same_rating(s, rating)) {
                Some(found) => {
                    stored.swap_remove(found);
                    false
                }
                None => true,
            },
        )
        .collect()
}
