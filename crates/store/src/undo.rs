//! Taking a file back: what that changes, and what forbids it.

use std::collections::{HashMap, HashSet};

use sqlx::QueryBuilder;

use super::StoreError;
use super::db::{Session, on};
use super::error::During;
use super::read::{self, CHUNK};
use domain::CommitmentCode;
use domain::record::{Batch, Correction};

/// What takes a file back, or the commitments on which something later was built.
pub(super) async fn undo(
    session: &mut Session<'_>,
    batch: i64,
) -> Result<Result<Batch, Vec<CommitmentCode>>, StoreError> {
    let touched = touched(session, batch, false).await?;
    let later: HashSet<i64> = touched_since(session, batch).await?;
    let before = read::entries(session, batch - 1, &touched).await?;
    let there: HashSet<i64> = before.iter().map(|(id, _)| *id).collect();
    let drafted = drafted_by_others(session, batch).await?;
    // What the file added leaves the record, and with it what others drafted of it.
    let is_built_on =
        |id: &i64| later.contains(id) || (drafted.contains(id) && !there.contains(id));
    let built_on: Vec<i64> = touched.iter().copied().filter(is_built_on).collect();
    if !built_on.is_empty() {
        let mut codes = Vec::new();
        for chunk in built_on.chunks(CHUNK) {
            for code in codes_of(session, chunk).await?.into_values() {
                codes.push(code);
            }
        }
        codes.sort();
        return Ok(Err(codes));
    }
    let changed: HashSet<i64> = self::touched(session, batch, true)
        .await?
        .into_iter()
        .collect();
    let mut codes = HashMap::new();
    for chunk in touched.chunks(CHUNK) {
        codes.extend(codes_of(session, chunk).await?);
    }
    let mut corrections: HashMap<i64, Correction> = HashMap::new();
    let added: Vec<(i64, i64)> = on!(&mut *session, connection => sqlx::query_as(
        "SELECT id, commitment_id FROM rating WHERE revision_id = $1 ORDER BY id",
    ).bind(batch).fetch_all(&mut **connection).await)
    .during("reading what a file did")?;
    let moved: Vec<(i64, i64, bool)> = on!(&mut *session, connection => sqlx::query_as(
        "SELECT s.rating_id, r.commitment_id, s.in_force FROM rating_standing s
         JOIN rating r ON r.id = s.rating_id WHERE s.revision_id = $1 ORDER BY s.rating_id",
    ).bind(batch).fetch_all(&mut **connection).await)
    .during("reading what a file did")?;
    // What the file added or put back counts no more, what it took out of force counts again.
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
    Ok(Ok(Batch {
        entries: before
            .into_iter()
            .filter(|(id, _)| changed.contains(id))
            .map(|(_, entry)| entry)
            .collect(),
        taken_back: touched
            .iter()
            .filter(|id| !there.contains(id))
            .filter_map(|id| codes.get(id).cloned())
            .collect(),
        corrections,
        ..Batch::default()
    }))
}

/// The commitments of which a revision changed anything, or only facts and texts.
async fn touched(
    session: &mut Session<'_>,
    revision: i64,
    only_facts: bool,
) -> Result<Vec<i64>, StoreError> {
    let mut ids: Vec<i64> = on!(&mut *session, connection => sqlx::query_scalar(
        "SELECT commitment_id FROM commitment_version WHERE revision_id = $1
         UNION SELECT commitment_id FROM commitment_text WHERE revision_id = $1",
    ).bind(revision).fetch_all(&mut **connection).await)
    .during("reading what a file did")?;
    if !only_facts {
        let rated: Vec<i64> = on!(session, connection => sqlx::query_scalar(
            "SELECT commitment_id FROM rating WHERE revision_id = $1
             UNION SELECT r.commitment_id FROM rating_standing s JOIN rating r ON r.id = s.rating_id
                   WHERE s.revision_id = $1",
        ).bind(revision).fetch_all(&mut **connection).await)
        .during("reading what a file did")?;
        ids.extend(rated);
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// The commitments of which anything was changed after a revision.
async fn touched_since(
    session: &mut Session<'_>,
    revision: i64,
) -> Result<HashSet<i64>, StoreError> {
    let ids: Vec<i64> = on!(session, connection => sqlx::query_scalar(
        "SELECT commitment_id FROM commitment_version WHERE revision_id > $1
         UNION SELECT commitment_id FROM commitment_text WHERE revision_id > $1
         UNION SELECT commitment_id FROM rating WHERE revision_id > $1
         UNION SELECT commitment_id FROM commitment_presence WHERE revision_id > $1
         UNION SELECT r.commitment_id FROM rating_standing s JOIN rating r ON r.id = s.rating_id
               WHERE s.revision_id > $1
         UNION SELECT r.commitment_id FROM rating_reply y JOIN rating r ON r.id = y.rating_id
               WHERE y.revision_id > $1",
    ).bind(revision).fetch_all(&mut **connection).await)
    .during("reading what was changed since")?;
    Ok(ids.into_iter().collect())
}

/// The commitments of which drafts wait that the file did not bring.
async fn drafted_by_others(
    session: &mut Session<'_>,
    batch: i64,
) -> Result<HashSet<i64>, StoreError> {
    let ids: Vec<i64> = on!(session, connection => sqlx::query_scalar(
        "SELECT commitment_id FROM rating_draft WHERE state NOT IN ('published', 'discarded')
           AND id NOT IN (SELECT draft_id FROM import_draft WHERE revision_id = $1)",
    ).bind(batch).fetch_all(&mut **connection).await)
    .during("reading which drafts wait")?;
    Ok(ids.into_iter().collect())
}

async fn codes_of(
    session: &mut Session<'_>,
    ids: &[i64],
) -> Result<HashMap<i64, CommitmentCode>, StoreError> {
    let rows: Vec<(i64, String)> = on!(session, DB, connection => {
        let mut query = QueryBuilder::<DB>::new("SELECT id, code FROM commitment WHERE id IN (");
        let mut list = query.separated(", ");
        for id in ids {
            list.push_bind(*id);
        }
        query.push(")");
        query.build_query_as().fetch_all(&mut **connection).await
    })
    .during("looking up the commitments")?;
    rows.into_iter()
        .map(|(id, code)| Ok((id, super::rows::parsed("a code", &code)?)))
        .collect()
}
