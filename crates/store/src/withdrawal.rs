//! What is not in force as of a revision: ratings that were corrected or taken out of force, and
//! commitments that were withdrawn from the published record.

use std::collections::{HashMap, HashSet};

use sqlx::{Database, Encode, QueryBuilder, Type};

use super::StoreError;
use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::query::push_list;
use super::read::{Which, push_which};

/// The ratings of commitments that are out of force: explicitly, or because one in force corrects them.
pub(super) async fn ratings_out_of_force(
    connection: &mut Connection<'_>,
    as_of: i64,
    which: Which<'_>,
) -> Result<HashSet<i64>, StoreError> {
    let explicit: Vec<(i64, bool)> = dispatch!(&mut *connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new(
            "SELECT s.rating_id, s.in_force FROM rating_standing s WHERE s.revision_id <= ",
        );
        query.push_bind(as_of);
        push_ratings_of(&mut query, " AND s.rating_id IN", which);
        query.push(" ORDER BY s.revision_id").build_query_as().fetch_all(&mut **c).await
    })
    .context("reading which ratings are in force")?;
    // In the order of revisions, so that the newest one decides.
    let explicit: HashMap<i64, bool> = explicit.into_iter().collect();
    let corrections: Vec<(i64, i64)> = dispatch!(connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new(
            "SELECT o.rating_id, o.replaces FROM rating_origin o
             JOIN rating r ON r.id = o.rating_id
             WHERE o.replaces IS NOT NULL AND r.revision_id <= ",
        );
        query.push_bind(as_of);
        push_ratings_of(&mut query, " AND o.rating_id IN", which);
        query.build_query_as().fetch_all(&mut **c).await
    })
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

/// The commitments among these that are withdrawn from the published record.
pub(super) async fn withdrawn_commitments(
    connection: &mut Connection<'_>,
    as_of: i64,
    which: Which<'_>,
) -> Result<HashSet<i64>, StoreError> {
    let present: Vec<(i64, bool)> = dispatch!(connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new(
            "SELECT commitment_id, present FROM commitment_presence WHERE revision_id <= ",
        );
        query.push_bind(as_of);
        push_which(&mut query, which);
        query.push(" ORDER BY revision_id").build_query_as().fetch_all(&mut **c).await
    })
    .context("reading which commitments are in the record")?;
    // In the order of revisions, so that the newest one decides.
    let present: HashMap<i64, bool> = present.into_iter().collect();
    Ok(present
        .into_iter()
        .filter(|(_, present)| !present)
        .map(|(id, _)| id)
        .collect())
}

/// Adds `... IN (the ratings of these commitments)`, where not all commitments are wanted.
fn push_ratings_of<DB>(query: &mut QueryBuilder<DB>, before: &str, which: Which<'_>)
where
    DB: Database,
    i64: for<'q> Encode<'q, DB> + Type<DB>,
{
    if let Which::These(ids) = which {
        query.push(before).push(" (SELECT id FROM rating");
        push_list(query, " WHERE commitment_id IN", ids.iter().copied());
        query.push(")");
    }
}
