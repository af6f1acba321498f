//! What is not in force as of a revision: ratings that were corrected or taken out of force, and
//! commitments that were withdrawn from the published record.

use std::collections::{HashMap, HashSet};

use super::StoreError;
use super::db::{Connection, dispatch};
use super::error::ErrorContext;

/// The ratings that are out of force: explicitly, or because one in force corrects them.
pub(super) async fn ratings_out_of_force(
    connection: &mut Connection<'_>,
    as_of: i64,
) -> Result<HashSet<i64>, StoreError> {
    let explicit: Vec<(i64, bool)> = dispatch!(&mut *connection, c => sqlx::query_as(
        "SELECT rating_id, in_force FROM rating_standing WHERE revision_id <= $1
         ORDER BY revision_id",
    ).bind(as_of).fetch_all(&mut **c).await)
    .context("reading which ratings are in force")?;
    // In the order of revisions, so that the newest one decides.
    let explicit: HashMap<i64, bool> = explicit.into_iter().collect();
    let corrections: Vec<(i64, i64)> = dispatch!(connection, c => sqlx::query_as(
        "SELECT o.rating_id, o.replaces FROM rating_origin o JOIN rating r ON r.id = o.rating_id
         WHERE o.replaces IS NOT NULL AND r.revision_id <= $1",
    ).bind(as_of).fetch_all(&mut **c).await)
    .context("reading which ratings were corrected")?;
    let mut out: HashSet<i64> = corrections
        .into_iter()
        .filter(|(by, _)| explicit.get(by) != Some(&false))
        .map(|(_, corrected)| corrected)
        .collect();
    for (id, in_force) in explicit {
        if in_force {
            out.remove(&id);
        } else {
            out.insert(id);
        }
    }
    Ok(out)
}

pub(super) async fn withdrawn_commitments(
    connection: &mut Connection<'_>,
    as_of: i64,
) -> Result<HashSet<i64>, StoreError> {
    let present: Vec<(i64, bool)> = dispatch!(connection, c => sqlx::query_as(
        "SELECT commitment_id, present FROM commitment_presence WHERE revision_id <= $1
         ORDER BY revision_id",
    ).bind(as_of).fetch_all(&mut **c).await)
    .context("reading which commitments are in the record")?;
    // In the order of revisions, so that the newest one decides.
    let present: HashMap<i64, bool> = present.into_iter().collect();
    Ok(present
        .into_iter()
        .filter(|(_, present)| !present)
        .map(|(id, _)| id)
        .collect())
}
