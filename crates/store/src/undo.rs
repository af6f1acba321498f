//! Undoing an imported file: what that changes, and what forbids it.

use std::collections::{HashMap, HashSet};

use super::changes::{changed_between, changed_commitments};
use super::codes::codes_of;
use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::{NEWEST, StoreError, read};
use domain::CommitmentCode;
use domain::record::{Batch, Correction};

/// The batch that undoes a file, or the commitments that something later was built on.
pub(super) async fn undo(
    connection: &mut Connection<'_>,
    batch: i64,
) -> Result<Result<Batch, Vec<CommitmentCode>>, StoreError> {
    let changed = changed_commitments(connection, batch, None).await?;
    let later = changed_between(connection, (batch, NEWEST)).await?;
    let before = read::entries(connection, batch - 1, &changed).await?;
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
    Ok(Ok(Batch {
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
    }))
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
