//! What was added to the record, in the order in which it was: for programs that keep a copy and ask for
//! what came since. Nothing in this order ever changes or moves, so that no page of it is seen twice.

use std::collections::{HashMap, HashSet};

use sqlx::QueryBuilder;

use super::changes::{ChangeFilter, push_filter};
use super::codes::codes_of;
use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::query::push_list;
use super::read::Which;
use super::rows::{RatingRow, RevisionRow, Scales};
use super::withdrawal::{ratings_out_of_force, withdrawn_commitments};
use super::{PastRating, PastRevision, RatingOrigin, Store, StoreError};
use crate::boxed;
use domain::record::Revision;
use domain::{CommitmentCode, Dimension};

/// Which ratings to list. The default is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RatingFilter {
    /// Members, by their slugs: ratings of their commitments.
    pub members: Vec<String>,
    /// Codes of commitments.
    pub codes: Vec<String>,
    /// What is rated.
    pub dimensions: Vec<Dimension>,
}

/// A published rating, with the commitment that it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRating {
    /// The commitment.
    pub code: CommitmentCode,
    /// The rating.
    pub past: PastRating,
    /// The change that published it.
    pub published: Option<Revision>,
}

impl Store {
    /// The published ratings after the one with this id, at most `limit` of them in the order in which they
    /// were published up to the revision `as_of`, and the id to go on after; none where these are the last.
    ///
    /// Ratings of commitments that were withdrawn are left out, so that there may be fewer than `limit`.
    #[boxed]
    pub async fn ratings_after(
        &self,
        filter: &RatingFilter,
        after: i64,
        as_of: i64,
        limit: i64,
    ) -> Result<(Vec<LedgerRating>, Option<i64>), StoreError> {
        let mut reader = self.db.reader().await?;
        let mut connection = reader.connection();
        let rows = rating_rows(&mut connection, filter, (after, as_of, limit)).await?;
        let is_full = i64::try_from(rows.len()).is_ok_and(|count| count == limit);
        let next = rows.last().map(|row| row.id).filter(|_| is_full);
        if rows.is_empty() {
            return Ok((Vec::new(), next));
        }
        let ratings = complete(&mut connection, rows, as_of).await?;
        Ok((ratings, next))
    }

    /// The revisions after the one with this number that match a filter, at most `limit` of them, oldest
    /// first, up to the revision `as_of`.
    #[boxed]
    pub async fn revisions_after(
        &self,
        filter: &ChangeFilter,
        after: i64,
        as_of: i64,
        limit: i64,
    ) -> Result<Vec<PastRevision>, StoreError> {
        let mut reader = self.db.reader().await?;
        let mut connection = reader.connection();
        let rows: Vec<RevisionRow> = dispatch!(&mut connection, DB, c => {
            let mut query = QueryBuilder::<DB>::new(
                "SELECT r.id, r.made_at, r.made_by, r.reason, r.source",
            );
            push_filter(&mut query, filter, as_of);
            query.push(" AND r.id > ").push_bind(after);
            query.push(" ORDER BY r.id LIMIT ").push_bind(limit);
            query.build_query_as().fetch_all(&mut **c).await
        })
        .context("reading what came since")?;
        let revision = |row: RevisionRow| PastRevision {
            number: row.id,
            revision: row.into(),
        };
        Ok(rows.into_iter().map(revision).collect())
    }
}

async fn rating_rows(
    connection: &mut Connection<'_>,
    filter: &RatingFilter,
    (after, as_of, limit): (i64, i64, i64),
) -> Result<Vec<RatingRow>, StoreError> {
    dispatch!(connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new(
            "SELECT id, commitment_id, revision_id, dimension, finding, scheme, value,
                    report_title, report_stage, source_url, source_page, read_on
             FROM rating WHERE id > ",
        );
        query.push_bind(after).push(" AND revision_id <= ").push_bind(as_of);
        if !filter.dimensions.is_empty() {
            let dimensions = filter.dimensions.iter().map(|dimension| dimension.slug());
            push_list(&mut query, " AND dimension IN", dimensions);
        }
        if !filter.codes.is_empty() {
            let codes = filter.codes.iter().map(String::as_str);
            push_list(&mut query, " AND commitment_id IN (SELECT id FROM commitment WHERE code IN", codes);
            query.push(")");
        }
        if !filter.members.is_empty() {
            query
                .push(
                    " AND commitment_id IN (
                        SELECT v.commitment_id FROM commitment_version v
                        JOIN action_plan p ON p.id = v.plan_id
                        JOIN member m ON m.id = p.member_id WHERE v.revision_id <= ",
                )
                .push_bind(as_of);
            push_list(&mut query, " AND m.slug IN", filter.members.iter().map(String::as_str));
            query.push(")");
        }
        query.push(" ORDER BY id LIMIT ").push_bind(limit);
        query.build_query_as().fetch_all(&mut **c).await
    })
    .context("reading published ratings")
}

/// Ratings with their commitments, how they came about, and whether they are in force.
async fn complete(
    connection: &mut Connection<'_>,
    rows: Vec<RatingRow>,
    as_of: i64,
) -> Result<Vec<LedgerRating>, StoreError> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let commitments: HashSet<i64> = rows.iter().map(|row| row.commitment_id).collect();
    let commitments: Vec<i64> = commitments.into_iter().collect();
    let revisions: HashSet<i64> = rows.iter().map(|row| row.revision_id).collect();

    let codes = codes_of(connection, &commitments).await?;
    let published: Vec<RevisionRow> = dispatch!(&mut *connection, DB, c => {
        let mut query =
            QueryBuilder::<DB>::new("SELECT id, made_at, made_by, reason, source FROM revision");
        push_list(&mut query, " WHERE id IN", revisions.iter().copied());
        query.build_query_as().fetch_all(&mut **c).await
    })
    .context("reading when ratings were published")?;
    let published: HashMap<i64, Revision> = published
        .into_iter()
        .map(|row| (row.id, row.into()))
        .collect();
    let origins: Vec<RatingOrigin> = dispatch!(&mut *connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new(
            "SELECT rating_id, reason, override_reason, source_page, drafted_by, replaces
             FROM rating_origin",
        );
        push_list(&mut query, " WHERE rating_id IN", ids.iter().copied());
        query.build_query_as().fetch_all(&mut **c).await
    })
    .context("reading how ratings came about")?;
    let mut origins: HashMap<i64, RatingOrigin> = origins
        .into_iter()
        .map(|origin| (origin.rating_id, origin))
        .collect();
    let replies: Vec<(i64, String, Option<String>)> = dispatch!(&mut *connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new(
            "SELECT rating_id, reply, source_url FROM rating_reply WHERE revision_id <= ",
        );
        query.push_bind(as_of);
        push_list(&mut query, " AND rating_id IN", ids.iter().copied());
        query.push(" ORDER BY revision_id").build_query_as().fetch_all(&mut **c).await
    })
    .context("reading replies to ratings")?;
    let mut replies: HashMap<i64, (String, Option<String>)> = replies
        .into_iter()
        .map(|(rating, reply, url)| (rating, (reply, url)))
        .collect();

    let which = Which::These(&commitments);
    let out_of_force = ratings_out_of_force(connection, as_of, which).await?;
    let withdrawn = withdrawn_commitments(connection, as_of, which).await?;
    let scales = Scales::new();
    let mut ratings = Vec::with_capacity(rows.len());
    for row in rows {
        let code = codes.get(&row.commitment_id);
        let Some(code) = code.filter(|_| !withdrawn.contains(&row.commitment_id)) else {
            continue;
        };
        ratings.push(LedgerRating {
            code: code.clone(),
            published: published.get(&row.revision_id).cloned(),
            past: PastRating {
                in_force: !out_of_force.contains(&row.id),
                revision: row.revision_id,
                id: row.id,
                origin: origins.remove(&row.id),
                reply: replies.remove(&row.id),
                rating: scales.rating(row)?,
            },
        });
    }
    Ok(ratings)
}
