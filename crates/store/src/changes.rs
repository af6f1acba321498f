//! What revisions changed, for the public history.

use std::collections::{HashMap, HashSet};

use crate::boxed;
use chrono::{DateTime, Utc};
use sqlx::{Database, Encode, QueryBuilder, Type};

use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::published::current_ratings;
use super::query::push_list;
use super::read::{self, Which, push_which};
use super::rows::{RevisionRow, word};
use super::{PastRevision, Store, StoreError};
use domain::Dimension;
use domain::record::{Entry, LastChange};

/// Which revisions of the record to list. The default is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeFilter {
    /// A member, by its slug: changes of the member, its plans and its commitments.
    pub member: Option<String>,
    /// Policy areas, by their slugs: changes of the areas, and of commitments that have or had one of them.
    pub areas: Vec<String>,
    /// A commitment's code.
    pub code: Option<String>,
    /// True for changes of ratings, whether they are in force, and replies to them; false for
    /// changes of anything else.
    pub ratings: Option<bool>,
    pub since: Option<DateTime<Utc>>,
    /// Exclusive.
    pub before: Option<DateTime<Utc>>,
}

/// Which of the commitments that a revision changed to return. The default is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Only {
    /// The one with this id.
    pub commitment: Option<i64>,
    /// Those of a member, by its slug.
    pub member: Option<String>,
    /// Those that have or had one of these policy areas, by their slugs.
    pub areas: Vec<String>,
    /// The revision up to which a commitment may have had member and areas.
    pub as_of: i64,
}

/// A commitment before and after a revision that changed it.
#[derive(Debug, Clone)]
pub struct CommitmentChange {
    /// With the ratings in force; none where the revision added the commitment.
    pub before: Option<Entry>,
    /// With the ratings in force; none where the revision withdrew the commitment.
    pub after: Option<Entry>,
    /// Replies of governments to its ratings that the revision published.
    pub replies: Vec<ReplyChange>,
}

/// A government's reply to a rating, new or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyChange {
    /// The dimension of the rating.
    pub dimension: Dimension,
    /// The reply that this one replaces.
    pub before: Option<String>,
    pub after: String,
}

/// Which revisions changed the ratings of which commitments: what is published, whether it is in
/// force, and replies to it.
pub(super) const RATING_CHANGES: &str = "SELECT commitment_id, revision_id FROM rating
    UNION ALL SELECT x.commitment_id, s.revision_id FROM rating_standing s
              JOIN rating x ON x.id = s.rating_id
    UNION ALL SELECT x.commitment_id, y.revision_id FROM rating_reply y
              JOIN rating x ON x.id = y.rating_id";
/// Which revisions changed facts or texts of which commitments, or withdrew or restored them.
pub(super) const FACT_CHANGES: &str = "SELECT commitment_id, revision_id FROM commitment_version
    UNION ALL SELECT commitment_id, revision_id FROM commitment_text
    UNION ALL SELECT commitment_id, revision_id FROM commitment_presence";
/// Revisions that changed members, their plans, or policy areas.
const OTHER_CHANGES: &str = "SELECT revision_id FROM member_version
    UNION ALL SELECT revision_id FROM member_presence
    UNION ALL SELECT revision_id FROM action_plan
    UNION ALL SELECT revision_id FROM action_plan_version
    UNION ALL SELECT revision_id FROM policy_area_version
    UNION ALL SELECT revision_id FROM policy_area_presence";
const CHANGES_OF_AREAS: &str = "SELECT revision_id, slug FROM policy_area_version
    UNION ALL SELECT revision_id, slug FROM policy_area_presence";
const CHANGES_OF_MEMBER: &str = "SELECT v.revision_id, m.slug FROM member_version v
        JOIN member m ON m.id = v.member_id
    UNION ALL SELECT x.revision_id, m.slug FROM member_presence x
        JOIN member m ON m.id = x.member_id
    UNION ALL SELECT p.revision_id, m.slug FROM action_plan p
        JOIN member m ON m.id = p.member_id
    UNION ALL SELECT w.revision_id, m.slug FROM action_plan_version w
        JOIN action_plan p ON p.id = w.plan_id JOIN member m ON m.id = p.member_id";

/// Adds ` FROM revision r WHERE ...` with what the filter asks.
pub(super) fn push_filter<DB>(query: &mut QueryBuilder<DB>, filter: &ChangeFilter, as_of: i64)
where
    DB: Database,
    i64: for<'q> Encode<'q, DB> + Type<DB>,
    String: for<'q> Encode<'q, DB> + Type<DB>,
    DateTime<Utc>: for<'q> Encode<'q, DB> + Type<DB>,
{
    query
        .push(" FROM revision r WHERE r.id <= ")
        .push_bind(as_of);
    if let Some(since) = filter.since {
        query.push(" AND r.made_at >= ").push_bind(since);
    }
    if let Some(before) = filter.before {
        query.push(" AND r.made_at < ").push_bind(before);
    }
    let is_of_all = filter.member.is_none() && filter.areas.is_empty() && filter.code.is_none();
    if filter.ratings.is_none() && is_of_all {
        return;
    }
    query.push(" AND (r.id IN (SELECT t.revision_id FROM (");
    match filter.ratings {
        Some(true) => query.push(RATING_CHANGES),
        Some(false) => query.push(FACT_CHANGES),
        None => query
            .push(RATING_CHANGES)
            .push(" UNION ALL ")
            .push(FACT_CHANGES),
    };
    query.push(") t WHERE 1 = 1");
    if let Some(code) = &filter.code {
        query
            .push(" AND t.commitment_id IN (SELECT id FROM commitment WHERE code = ")
            .push_bind(code.clone())
            .push(")");
    }
    push_subject(
        query,
        "t.commitment_id",
        (filter.member.as_ref(), &filter.areas),
        as_of,
    );
    query.push(")");
    // Changes of members and areas match neither a commitment nor ratings.
    if filter.code.is_none() && filter.ratings != Some(true) {
        match (&filter.member, filter.areas.is_empty()) {
            (Some(member), true) => {
                query
                    .push(" OR r.id IN (SELECT o.revision_id FROM (")
                    .push(CHANGES_OF_MEMBER)
                    .push(") o WHERE o.slug = ")
                    .push_bind(member.clone())
                    .push(")");
            }
            (None, false) => {
                query
                    .push(" OR r.id IN (SELECT o.revision_id FROM (")
                    .push(CHANGES_OF_AREAS)
                    .push(") o WHERE o.slug");
                push_list(query, " IN", filter.areas.iter().cloned());
                query.push(")");
            }
            (None, true) => {
                query.push(" OR r.id IN (").push(OTHER_CHANGES).push(")");
            }
            // Neither a member nor an area is of both.
            (Some(_), false) => {}
        }
    }
    query.push(")");
}

/// Adds ` AND ... IN (...)` for commitments of a member, and for those with one of some areas.
fn push_subject<DB>(
    query: &mut QueryBuilder<DB>,
    column: &str,
    (member, areas): (Option<&String>, &[String]),
    as_of: i64,
) where
    DB: Database,
    i64: for<'q> Encode<'q, DB> + Type<DB>,
    String: for<'q> Encode<'q, DB> + Type<DB>,
{
    if let Some(member) = member {
        query
            .push(format_args!(" AND {column} IN ("))
            .push(
                "SELECT v.commitment_id FROM commitment_version v
                 JOIN action_plan p ON p.id = v.plan_id
                 JOIN member m ON m.id = p.member_id WHERE v.revision_id <= ",
            )
            .push_bind(as_of)
            .push(" AND m.slug = ")
            .push_bind(member.clone())
            .push(")");
    }
    if !areas.is_empty() {
        query
            .push(format_args!(" AND {column} IN ("))
            .push("SELECT a.commitment_id FROM commitment_area a WHERE a.revision_id <= ")
            .push_bind(as_of);
        push_list(query, " AND a.area IN", areas.iter().cloned());
        query.push(")");
    }
}

/// Adds ` AND ...` for the commitments that `only` selects.
fn push_only<DB>(query: &mut QueryBuilder<DB>, column: &str, only: &Only)
where
    DB: Database,
    i64: for<'q> Encode<'q, DB> + Type<DB>,
    String: for<'q> Encode<'q, DB> + Type<DB>,
{
    if let Some(commitment) = only.commitment {
        query
            .push(format_args!(" AND {column} = "))
            .push_bind(commitment);
    }
    let subject = (only.member.as_ref(), only.areas.as_slice());
    push_subject(query, column, subject, only.as_of);
}

/// The commitments that a revision changed in any way, in the order of their ids, of those that `only` says.
pub(super) async fn changed_commitments(
    connection: &mut Connection<'_>,
    revision: i64,
    only: &Only,
) -> Result<Vec<i64>, StoreError> {
    dispatch!(connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new("SELECT DISTINCT commitment_id FROM (");
        query.push(FACT_CHANGES).push(" UNION ALL ").push(RATING_CHANGES);
        query.push(") t WHERE t.revision_id = ").push_bind(revision);
        push_only(&mut query, "t.commitment_id", only);
        query.push(" ORDER BY commitment_id");
        query.build_query_scalar().fetch_all(&mut **c).await
    })
    .context("reading what a change did")
}

/// The commitments that revisions after the first and up to the second changed in any way.
pub(super) async fn changed_between(
    connection: &mut Connection<'_>,
    (after, until): (i64, i64),
) -> Result<HashSet<i64>, StoreError> {
    let ids: Vec<i64> = dispatch!(connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new("SELECT DISTINCT commitment_id FROM (");
        query.push(FACT_CHANGES).push(" UNION ALL ").push(RATING_CHANGES);
        query.push(") t WHERE revision_id > ").push_bind(after);
        query.push(" AND revision_id <= ").push_bind(until);
        query.build_query_scalar().fetch_all(&mut **c).await
    })
    .context("reading what was changed")?;
    Ok(ids.into_iter().collect())
}

/// What last changed each of these commitments, up to a revision, by its id.
pub(super) async fn last_changes(
    connection: &mut Connection<'_>,
    as_of: i64,
    which: Which<'_>,
) -> Result<HashMap<i64, LastChange>, StoreError> {
    let rows: Vec<(i64, i64, DateTime<Utc>)> = dispatch!(connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new(
            "SELECT newest.commitment_id, newest.revision_id, r.made_at FROM (
                SELECT commitment_id, MAX(revision_id) AS revision_id FROM (",
        );
        query.push(FACT_CHANGES).push(" UNION ALL ").push(RATING_CHANGES);
        query.push(") t WHERE revision_id <= ").push_bind(as_of);
        push_which(&mut query, which);
        query.push(
            " GROUP BY commitment_id) newest JOIN revision r ON r.id = newest.revision_id",
        );
        query.build_query_as().fetch_all(&mut **c).await
    })
    .context("reading what was last changed")?;
    let change = |(id, revision, made_at)| (id, LastChange { revision, made_at });
    Ok(rows.into_iter().map(change).collect())
}

impl Store {
    /// One page of the revisions up to `as_of` that match a filter, newest first, and how many match.
    /// Pages count from 0.
    #[boxed]
    pub async fn revisions(
        &self,
        filter: &ChangeFilter,
        as_of: i64,
        page: i64,
        size: i64,
    ) -> Result<(Vec<PastRevision>, i64), StoreError> {
        let mut reader = self.db.reader().await?;
        let mut connection = reader.connection();
        let (rows, total): (Vec<RevisionRow>, i64) = dispatch!(&mut connection, DB, c => {
            let mut count = QueryBuilder::<DB>::new("SELECT COUNT(*)");
            push_filter(&mut count, filter, as_of);
            let total = count.build_query_scalar().fetch_one(&mut **c).await;
            let mut query = QueryBuilder::<DB>::new(
                "SELECT r.id, r.made_at, r.made_by, r.reason, r.source",
            );
            push_filter(&mut query, filter, as_of);
            query.push(" ORDER BY r.id DESC LIMIT ").push_bind(size);
            query.push(" OFFSET ").push_bind(page * size);
            let rows = query.build_query_as().fetch_all(&mut **c).await;
            rows.and_then(|rows| Ok((rows, total?)))
        })
        .context("reading the history")?;
        let revisions = rows
            .into_iter()
            .map(|row| PastRevision {
                number: row.id,
                revision: row.into(),
            })
            .collect();
        Ok((revisions, total))
    }

    /// The names of the authors of the ratings that a revision published, of the commitments that `only` says.
    #[boxed]
    pub async fn drafters(&self, revision: i64, only: &Only) -> Result<Vec<String>, StoreError> {
        let mut reader = self.db.reader().await?;
        dispatch!(reader.connection(), DB, c => {
            let mut query = QueryBuilder::<DB>::new(
                "SELECT DISTINCT o.drafted_by
                 FROM rating_origin o JOIN rating r ON r.id = o.rating_id WHERE r.revision_id = ",
            );
            query.push_bind(revision);
            push_only(&mut query, "r.commitment_id", only);
            query.push(" ORDER BY 1").build_query_scalar().fetch_all(&mut *c).await
        })
        .context("reading who wrote a rating")
    }

    /// The commitments that a revision changed, at most `limit` of them in the order of their ids,
    /// and how many it changed, of those that `only` says.
    #[boxed]
    pub async fn commitment_changes(
        &self,
        revision: i64,
        limit: usize,
        only: &Only,
    ) -> Result<(Vec<CommitmentChange>, usize), StoreError> {
        let mut reader = self.db.reader().await?;
        let mut connection = reader.connection();
        let mut ids = changed_commitments(&mut connection, revision, only).await?;
        let total = ids.len();
        ids.truncate(limit);
        Ok((changes_of(&mut connection, revision, &ids).await?, total))
    }

    /// These commitments before and after a revision, in the order of the ids, whether it changed them or
    /// not.
    #[boxed]
    pub async fn changes_of(
        &self,
        revision: i64,
        ids: &[i64],
    ) -> Result<Vec<CommitmentChange>, StoreError> {
        let mut reader = self.db.reader().await?;
        changes_of(&mut reader.connection(), revision, ids).await
    }
}

/// Commitments before and after a revision, in the order of the ids.
async fn changes_of(
    connection: &mut Connection<'_>,
    revision: i64,
    ids: &[i64],
) -> Result<Vec<CommitmentChange>, StoreError> {
    let mut before = entries_with_ratings(connection, revision - 1, ids).await?;
    let mut after = entries_with_ratings(connection, revision, ids).await?;
    let mut replies = replies(connection, revision).await?;
    let take = |entries: &mut Vec<(i64, Entry)>, id: i64| {
        let at = entries.iter().position(|(other, _)| *other == id);
        at.map(|at| entries.swap_remove(at).1)
    };
    let changes = ids.iter().map(|id| CommitmentChange {
        before: take(&mut before, *id),
        after: take(&mut after, *id),
        replies: replies.remove(id).unwrap_or_default(),
    });
    Ok(changes.collect())
}

/// The replies that a revision published, by commitment.
async fn replies(
    connection: &mut Connection<'_>,
    revision: i64,
) -> Result<HashMap<i64, Vec<ReplyChange>>, StoreError> {
    let rows: Vec<(i64, String, Option<String>, String)> =
        dispatch!(connection, c => sqlx::query_as(
            "SELECT x.commitment_id, x.dimension,
                    (SELECT b.reply FROM rating_reply b
                     WHERE b.rating_id = y.rating_id AND b.revision_id < y.revision_id
                     ORDER BY b.revision_id DESC LIMIT 1),
                    y.reply
             FROM rating_reply y JOIN rating x ON x.id = y.rating_id
             WHERE y.revision_id = $1 ORDER BY y.rating_id",
        ).bind(revision).fetch_all(&mut **c).await)
        .context("reading the replies of a change")?;
    let mut replies: HashMap<i64, Vec<ReplyChange>> = HashMap::new();
    for (commitment, dimension, before, after) in rows {
        replies.entry(commitment).or_default().push(ReplyChange {
            dimension: word(Dimension::ALL, Dimension::slug, "a dimension", &dimension)?,
            before,
            after,
        });
    }
    Ok(replies)
}

/// Entries with the ratings in force as of a revision.
async fn entries_with_ratings(
    connection: &mut Connection<'_>,
    as_of: i64,
    ids: &[i64],
) -> Result<Vec<(i64, Entry)>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut entries = read::entries(connection, as_of, ids).await?;
    if entries.is_empty() {
        return Ok(entries);
    }
    let mut ratings = current_ratings(connection, as_of, Which::These(ids)).await?;
    for (id, entry) in &mut entries {
        entry.commitment.ratings = ratings.remove(id).unwrap_or_default();
    }
    Ok(entries)
}
