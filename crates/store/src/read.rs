//! Reading commitments: the number of queries does not grow with the number of commitments.
//!
//! Every query is bounded by a revision. Since rows are only ever added, and revisions become visible
//! in order, several queries see the same state without a transaction.

use std::collections::HashMap;
use std::sync::Arc;

use sqlx::{Database, Encode, QueryBuilder, Type};

use super::StoreError;
use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::lists::{Lists, lists};
use super::parties::Parties;
use super::query::{CHUNK, push_list};
use super::rows::{CommitmentRow, Interner, MilestoneRow, RatingRow, Scales, grouped};
use domain::record::{Entry, Texts};
use domain::{Commitment, Rating};

/// Which commitments a query is about.
#[derive(Clone, Copy)]
pub(super) enum Which<'a> {
    All,
    /// Those with these ids: at least one, at most [`CHUNK`].
    These(&'a [i64]),
}

/// A query for rows about commitments as of a revision: `head`, joined with the newest version of
/// each commitment in the table `versions` as `current`, then `tail`.
pub(super) fn current_rows<DB>(
    [head, versions, tail]: [&str; 3],
    as_of: i64,
    which: Which<'_>,
) -> QueryBuilder<DB>
where
    DB: Database,
    i64: for<'q> Encode<'q, DB> + Type<DB>,
{
    let mut query = QueryBuilder::new(head);
    query.push(" JOIN (SELECT commitment_id, MAX(revision_id) AS revision_id FROM ");
    query.push(versions).push(" WHERE revision_id <= ");
    query.push_bind(as_of);
    push_which(&mut query, which);
    query
        .push(" GROUP BY commitment_id) AS current ")
        .push(tail);
    query
}

/// Adds `AND commitment_id IN (...)` where not all commitments are wanted.
pub(super) fn push_which<DB>(query: &mut QueryBuilder<DB>, which: Which<'_>)
where
    DB: Database,
    i64: for<'q> Encode<'q, DB> + Type<DB>,
{
    if let Which::These(ids) = which {
        push_list(query, " AND commitment_id IN", ids.iter().copied());
    }
}

/// Commitments as of a revision, without their ratings, in no particular order. Withdrawn ones are
/// among them.
pub(super) async fn commitments(
    connection: &mut Connection<'_>,
    as_of: i64,
    which: Which<'_>,
    parties: &Parties,
) -> Result<Vec<(i64, Commitment)>, StoreError> {
    let rows = rows(connection, as_of, which).await?;
    complete(rows, lists(connection, as_of, which).await?, parties)
}

/// Commitments from their rows and lists, their members and plans.
pub(super) fn complete(
    rows: Vec<CommitmentRow>,
    mut lists: Lists,
    parties: &Parties,
) -> Result<Vec<(i64, Commitment)>, StoreError> {
    rows.into_iter()
        .map(|row| Ok((row.id, lists.complete(row, parties)?)))
        .collect()
}

/// The rows of commitments as of a revision.
pub(super) async fn rows(
    connection: &mut Connection<'_>,
    as_of: i64,
    which: Which<'_>,
) -> Result<Vec<CommitmentRow>, StoreError> {
    dispatch!(connection, DB, c => current_rows::<DB>(
        [
            "SELECT c.id, c.code, v.plan_id, v.number, v.title, v.start_date, v.end_date,
                v.verifiable, v.relevant, v.starred, v.challenge_area, v.source_url, v.status
         FROM commitment_version v JOIN commitment c ON c.id = v.commitment_id",
            "commitment_version",
            "ON current.commitment_id = v.commitment_id AND current.revision_id = v.revision_id",
        ],
        as_of,
        which,
    ).build_query_as::<CommitmentRow>().fetch_all(&mut **c).await)
    .context("reading the commitments")
}

/// Those of the commitments that are not withdrawn as of a revision, without their ratings. At most
/// [`CHUNK`] ids.
pub(super) async fn present_commitments(
    connection: &mut Connection<'_>,
    as_of: i64,
    ids: &[i64],
) -> Result<Vec<(i64, Commitment)>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let which = Which::These(ids);
    let rows = rows(connection, as_of, which).await?;
    // Before the change that added them, there is nothing else to read.
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let parties = super::parties::of_commitments(connection, as_of, ids).await?;
    let withdrawn = super::withdrawal::withdrawn_commitments(connection, as_of, which).await?;
    let lists = lists(connection, as_of, which).await?;
    let mut found = complete(rows, lists, &parties)?;
    found.retain(|(id, _)| !withdrawn.contains(id));
    Ok(found)
}

/// The same of commitments, whose members and plans are described as they are in the newest revision.
pub(super) async fn entries_described_now(
    connection: &mut Connection<'_>,
    as_of: i64,
    ids: &[i64],
) -> Result<Vec<(i64, Entry)>, StoreError> {
    let mut entries = entries(connection, as_of, ids).await?;
    let parties = super::parties::of_commitments(connection, super::NEWEST, ids).await?;
    let mut plans: HashMap<i64, i64> = HashMap::new();
    for ids in ids.chunks(CHUNK) {
        let found: Vec<(i64, i64)> = dispatch!(&mut *connection, DB, c => {
            let mut query = QueryBuilder::<DB>::new(
                "SELECT commitment_id, plan_id FROM commitment_version WHERE revision_id <= ",
            );
            query.push_bind(as_of);
            push_list(&mut query, " AND commitment_id IN", ids.iter().copied());
            query.push(" ORDER BY revision_id").build_query_as().fetch_all(&mut **c).await
        })
        .context("reading the plans of commitments")?;
        // In the order of revisions, so that the newest one decides.
        plans.extend(found);
    }
    for (id, entry) in &mut entries {
        let Some((member, plan)) = plans.get(id).and_then(|plan| parties.plans.get(plan)) else {
            continue;
        };
        entry.commitment.plan = Arc::clone(plan);
        if let Some(member) = parties.members.get(member) {
            entry.commitment.member = Arc::clone(member);
        }
    }
    Ok(entries)
}

/// Commitments with their texts as of a revision, without ratings, in the order of their codes.
pub(super) async fn entries(
    connection: &mut Connection<'_>,
    as_of: i64,
    ids: &[i64],
) -> Result<Vec<(i64, Entry)>, StoreError> {
    let mut entries = Vec::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let present = present_commitments(connection, as_of, ids).await?;
        if present.is_empty() {
            continue;
        }
        let mut all_texts = texts(connection, as_of, ids).await?;
        for (id, commitment) in present {
            let texts = all_texts.remove(&id).unwrap_or_default();
            entries.push((
                id,
                Entry {
                    commitment,
                    texts,
                    ratings: Vec::new(),
                },
            ));
        }
    }
    entries.sort_by(|(_, a), (_, b)| a.commitment.code.cmp(&b.commitment.code));
    Ok(entries)
}

/// Every rating published up to a revision with its id, oldest first, by commitment.
pub(super) async fn ratings(
    connection: &mut Connection<'_>,
    as_of: i64,
    which: Which<'_>,
) -> Result<HashMap<i64, Vec<(i64, Rating)>>, StoreError> {
    let rows = dispatch!(connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new(
            "SELECT id, commitment_id, revision_id, dimension, finding, scheme, value,
                    report_title, report_stage, source_url, source_page, read_on
             FROM rating WHERE revision_id <= ",
        );
        query.push_bind(as_of);
        push_which(&mut query, which);
        query.push(" ORDER BY id");
        query.build_query_as::<RatingRow>().fetch_all(&mut **c).await
    })
    .context("reading the ratings")?;
    let scales = Scales::new();
    let mut texts = Interner::default();
    let ratings = rows
        .into_iter()
        .map(|row| {
            let (id, commitment) = (row.id, row.commitment_id);
            Ok((commitment, (id, scales.rating_with(row, &mut texts)?)))
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    Ok(grouped(ratings))
}

/// The descriptions of commitments as of a revision, with their ids; none for one that had none then.
pub(super) async fn descriptions(
    connection: &mut Connection<'_>,
    as_of: i64,
    which: Which<'_>,
) -> Result<Vec<(i64, Option<String>)>, StoreError> {
    dispatch!(&mut *connection, DB, c => current_rows::<DB>(
        [
            "SELECT t.commitment_id, t.description FROM commitment_text t",
            "commitment_text",
            "ON current.commitment_id = t.commitment_id AND current.revision_id = t.revision_id",
        ],
        as_of,
        which,
    ).build_query_as::<(i64, Option<String>)>().fetch_all(&mut **c).await)
    .context("reading the descriptions")
}

/// The texts of commitments as of a revision; a commitment without any is not among them.
pub(super) async fn texts(
    connection: &mut Connection<'_>,
    as_of: i64,
    ids: &[i64],
) -> Result<HashMap<i64, Texts>, StoreError> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let which = Which::These(ids);
        let descriptions = descriptions(connection, as_of, which).await?;
        let milestones = dispatch!(&mut *connection, DB, c => current_rows::<DB>(
        [
            "SELECT m.commitment_id, m.content, m.start_date, m.end_date FROM milestone m",
            "commitment_text",
            "ON current.commitment_id = m.commitment_id AND current.revision_id = m.revision_id
             ORDER BY m.commitment_id, m.position",
        ],
        as_of,
        which,
    ).build_query_as::<MilestoneRow>().fetch_all(&mut **c).await)
        .context("reading the milestones")?;
        let milestones = milestones
            .into_iter()
            .map(|row| Ok((row.commitment_id, row.milestone()?)))
            .collect::<Result<Vec<_>, StoreError>>()?;
        let mut milestones = grouped(milestones);
        for (id, description) in descriptions {
            let milestones = milestones.remove(&id).unwrap_or_default();
            found.insert(
                id,
                Texts {
                    description,
                    milestones,
                },
            );
        }
    }
    Ok(found)
}
