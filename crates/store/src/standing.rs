//! What counts as of a revision: which ratings are in force, and which commitments are in the
//! published record.

use std::collections::{HashMap, HashSet};

use super::StoreError;
use super::db::{Session, on};
use super::error::During;

/// The ratings that count no more, as of a revision: taken out of force, or corrected by one that
/// is in force.
pub(super) async fn out_of_force(
    session: &mut Session<'_>,
    upto: i64,
) -> Result<HashSet<i64>, StoreError> {
    let said: Vec<(i64, bool)> = on!(&mut *session, connection => sqlx::query_as(
        "SELECT rating_id, in_force FROM rating_standing WHERE revision_id <= $1
         ORDER BY revision_id",
    ).bind(upto).fetch_all(&mut **connection).await)
    .during("reading which ratings count")?;
    let said: HashMap<i64, bool> = said.into_iter().collect();
    let corrected: Vec<(i64, i64)> = on!(session, connection => sqlx::query_as(
        "SELECT o.rating_id, o.replaces FROM rating_origin o JOIN rating r ON r.id = o.rating_id
         WHERE o.replaces IS NOT NULL AND r.revision_id <= $1",
    ).bind(upto).fetch_all(&mut **connection).await)
    .during("reading which ratings were corrected")?;
    let is_out = |id: &i64| said.get(id) == Some(&false);
    let mut out: HashSet<i64> = corrected
        .into_iter()
        .filter(|(by, _)| !is_out(by))
        .map(|(_, corrected)| corrected)
        .collect();
    for (id, in_force) in &said {
        if *in_force {
            out.remove(id);
        } else {
            out.insert(*id);
        }
    }
    Ok(out)
}

/// The commitments that are not in the published record, as of a revision.
pub(super) async fn absent(
    session: &mut Session<'_>,
    upto: i64,
) -> Result<HashSet<i64>, StoreError> {
    let said: Vec<(i64, bool)> = on!(session, connection => sqlx::query_as(
        "SELECT commitment_id, present FROM commitment_presence WHERE revision_id <= $1
         ORDER BY revision_id",
    ).bind(upto).fetch_all(&mut **connection).await)
    .during("reading which commitments are in the record")?;
    let said: HashMap<i64, bool> = said.into_iter().collect();
    Ok(said
        .into_iter()
        .filter(|(_, present)| !present)
        .map(|(id, _)| id)
        .collect())
}
