//! Undoing an imported file: what that changes, and what forbids it.

mod brought;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::changes::{Only, changed_between, changed_commitments};
use super::codes::codes_of;
use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::{NEWEST, StoreError, read};
use domain::record::{Batch, Correction};
use domain::{ActionPlan, CommitmentCode, Member};

/// What undoing a file does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Undoing {
    /// Commitments that something later was built on; the file cannot be undone.
    pub built_on: Vec<CommitmentCode>,
    /// What the file brought beside commitments and is withdrawn, because nothing else refers to it.
    pub goes: Vec<Brought>,
    /// What the file brought and stays, and why.
    pub stays: Vec<(Brought, StaysBecause)>,
}

/// What a file brought beside commitments and ratings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Brought {
    /// A new member, by name.
    Member(String),
    /// Another description of a member that was there before.
    Description(String),
    /// A new plan of the member with this name.
    Plan(String, ActionPlan),
    /// A new policy area, by name.
    Area(String),
}

/// Why something that a file brought stays in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaysBecause {
    /// These commitments belong to it or have it as a tag.
    Commitments(Vec<CommitmentCode>),
    /// The member has other plans.
    OtherPlans,
    /// Other policy areas are parts of it or were merged into it.
    Parts,
    /// There are texts about it.
    Texts,
    /// Somebody has changed it since.
    ChangedSince,
    /// The file is undone, and what referred to it then does so no longer.
    NotAnyMore,
}

/// The batch that undoes a file and what it does, or the commitments that something later was built on.
pub(super) async fn undo(
    connection: &mut Connection<'_>,
    batch: i64,
) -> Result<Result<(Batch, Undoing), Vec<CommitmentCode>>, StoreError> {
    let changed = changed_commitments(connection, batch, &Only::default()).await?;
    let later = changed_between(connection, (batch, NEWEST)).await?;
    // Members and plans are described as they are now: what others said of them since stays.
    let before = read::entries_described_now(connection, batch - 1, &changed).await?;
    let existed: HashSet<i64> = before.iter().map(|(id, _)| *id).collect();
    let drafted = drafted_by_others(connection, batch).await?;
    let codes = codes_of(connection, &changed).await?;
    // What the file added is withdrawn, and with it what others have drafted about it.
    let is_built_on =
        |id: &&i64| later.contains(id) || (drafted.contains(id) && !existed.contains(id));
    let mut built_on: Vec<CommitmentCode> = changed
        .iter()
        .filter(is_built_on)
        .filter_map(|id| codes.get(id).cloned())
        .collect();
    if !built_on.is_empty() {
        built_on.sort();
        return Ok(Err(built_on));
    }
    let facts_changed = facts_changed(connection, batch).await?;
    let reverted: HashSet<i64> = changed.iter().copied().collect();
    let mut undo = Batch {
        entries: before
            .into_iter()
            .filter(|(id, _)| facts_changed.contains(id))
            .map(|(_, entry)| entry)
            .collect(),
        taken_back: changed
            .iter()
            .filter(|id| !existed.contains(id))
            .filter_map(|id| codes.get(id).cloned())
            .collect(),
        corrections: corrections(connection, batch, &codes).await?,
        ..Batch::default()
    };
    let undoing = brought::withdraw(connection, batch, &reverted, &mut undo).await?;
    // One description of each member in one batch.
    let described = undo.parties.iter().map(|party| &party.member);
    let described: HashMap<String, Arc<Member>> = described
        .map(|member| (member.slug(), Arc::clone(member)))
        .collect();
    for entry in &mut undo.entries {
        if let Some(member) = described.get(&entry.commitment.member.slug()) {
            entry.commitment.member = Arc::clone(member);
        }
    }
    Ok(Ok((undo, undoing)))
}

/// What an undone file brought that is still in the record.
pub(super) async fn left(
    connection: &mut Connection<'_>,
    batch: i64,
) -> Result<Undoing, StoreError> {
    let mut unused = Batch::default();
    let found = brought::withdraw(connection, batch, &HashSet::new(), &mut unused).await?;
    // What the file said of members was taken back, or was no longer what it said.
    let is_left = |thing: &Brought| !matches!(thing, Brought::Description(_));
    let idle = found.goes.into_iter().filter(is_left);
    let mut stays = found.stays;
    stays.extend(idle.map(|thing| (thing, StaysBecause::NotAnyMore)));
    Ok(Undoing {
        stays,
        ..Undoing::default()
    })
}

/// What puts the ratings back: those that the file added or put back into force go out of it, those
/// that it took out of force come back.
async fn corrections(
    connection: &mut Connection<'_>,
    batch: i64,
    codes: &HashMap<i64, CommitmentCode>,
) -> Result<Vec<Correction>, StoreError> {
    let doing = "reading what a file did";
    let mut corrections: HashMap<i64, Correction> = HashMap::new();
    let added: Vec<(i64, i64)> = dispatch!(&mut *connection, c => sqlx::query_as(
        "SELECT id, commitment_id FROM rating WHERE revision_id = $1 ORDER BY id",
    ).bind(batch).fetch_all(&mut **c).await)
    .context(doing)?;
    let moved: Vec<(i64, i64, bool)> = dispatch!(&mut *connection, c => sqlx::query_as(
        "SELECT s.rating_id, r.commitment_id, s.in_force FROM rating_standing s
         JOIN rating r ON r.id = s.rating_id WHERE s.revision_id = $1 ORDER BY s.rating_id",
    ).bind(batch).fetch_all(&mut **c).await)
    .context("reading what a file did")?;
    let added = added.into_iter().map(|(rating, id)| (rating, id, true));
    for (rating, id, in_force) in added.chain(moved) {
        let Some(code) = codes.get(&id) else {
            continue;
        };
        let correction = corrections
            .entry(id)
            .or_insert_with(|| Correction::new(code.clone()));
        if in_force {
            correction.out_of_force.push(rating);
        } else {
            correction.back_in_force.push(rating);
        }
    }
    let mut corrections: Vec<Correction> = corrections.into_values().collect();
    corrections.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(corrections)
}

/// The commitments whose facts or texts a revision changed.
async fn facts_changed(
    connection: &mut Connection<'_>,
    revision: i64,
) -> Result<HashSet<i64>, StoreError> {
    let ids: Vec<i64> = dispatch!(connection, c => sqlx::query_scalar(
        "SELECT commitment_id FROM commitment_version WHERE revision_id = $1
         UNION SELECT commitment_id FROM commitment_text WHERE revision_id = $1",
    ).bind(revision).fetch_all(&mut **c).await)
    .context("reading what a file did")?;
    Ok(ids.into_iter().collect())
}

/// The commitments with open drafts that the file did not bring.
async fn drafted_by_others(
    connection: &mut Connection<'_>,
    batch: i64,
) -> Result<HashSet<i64>, StoreError> {
    let ids: Vec<i64> = dispatch!(connection, c => sqlx::query_scalar(
        "SELECT commitment_id FROM rating_draft WHERE state NOT IN ('published', 'discarded')
           AND id NOT IN (SELECT draft_id FROM import_draft WHERE revision_id = $1)",
    ).bind(batch).fetch_all(&mut **c).await)
    .context("reading the open drafts")?;
    Ok(ids.into_iter().collect())
}
