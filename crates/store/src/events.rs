//! What happened to some commitments, one revision of one commitment at a time: what feeds list.

use chrono::{DateTime, Utc};
use sqlx::QueryBuilder;

use super::changes::{FACT_CHANGES, RATING_CHANGES};
use super::db::dispatch;
use super::error::ErrorContext;
use super::query::push_list;
use super::{PastRevision, Store, StoreError};
use crate::boxed;
use domain::record::Revision;

/// A revision that changed a commitment in any way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentEvent {
    /// The commitment, by its id in the store.
    pub commitment: i64,
    pub revision: PastRevision,
}

/// The columns of an event.
type EventRow = (i64, i64, DateTime<Utc>, String, String, Option<String>);

impl Store {
    /// The newest revisions up to `as_of` that changed any of these commitments, newest first, at most
    /// `limit` pairs of a revision and a commitment.
    #[boxed]
    pub async fn events(
        &self,
        ids: &[i64],
        as_of: i64,
        limit: i64,
    ) -> Result<Vec<CommitmentEvent>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut reader = self.db.reader().await?;
        let rows: Vec<EventRow> = dispatch!(reader.connection(), DB, c => {
            let mut query = QueryBuilder::<DB>::new(
                "SELECT e.commitment_id, r.id, r.made_at, r.made_by, r.reason, r.source
                 FROM (SELECT DISTINCT t.commitment_id, t.revision_id FROM (",
            );
            query.push(FACT_CHANGES).push(" UNION ALL ").push(RATING_CHANGES);
            query.push(") t WHERE t.revision_id <= ").push_bind(as_of);
            push_list(&mut query, " AND t.commitment_id IN", ids.iter().copied());
            query.push(
                ") e JOIN revision r ON r.id = e.revision_id
                 ORDER BY e.revision_id DESC, e.commitment_id LIMIT ",
            );
            query.push_bind(limit);
            query.build_query_as().fetch_all(&mut *c).await
        })
        .context("reading what changed")?;
        let event = |(commitment, number, made_at, made_by, reason, source)| CommitmentEvent {
            commitment,
            revision: PastRevision {
                number,
                revision: Revision {
                    made_by,
                    made_at,
                    reason,
                    source,
                },
            },
        };
        Ok(rows.into_iter().map(event).collect())
    }

    /// The commitments that are withdrawn as of a revision, those first that left last: their ids and the
    /// revisions with which they left.
    #[boxed]
    pub async fn withdrawn(&self, as_of: i64, limit: i64) -> Result<Vec<(i64, i64)>, StoreError> {
        let mut reader = self.db.reader().await?;
        dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT p.commitment_id, p.revision_id FROM commitment_presence p
             JOIN (SELECT commitment_id, MAX(revision_id) AS revision_id FROM commitment_presence
                   WHERE revision_id <= $1 GROUP BY commitment_id) newest
               ON newest.commitment_id = p.commitment_id AND newest.revision_id = p.revision_id
             WHERE NOT p.present
             ORDER BY p.revision_id DESC, p.commitment_id LIMIT $2",
        ).bind(as_of).bind(limit).fetch_all(&mut *c).await)
        .context("reading which commitments were withdrawn")
    }

    /// For each revision from `first` to `last`: how many commitments the record had after it, and how many
    /// ratings had been published by then, corrected ones included. One reading, however many there are.
    #[boxed]
    pub async fn counts(&self, first: i64, last: i64) -> Result<Vec<(i64, i64)>, StoreError> {
        let mut reader = self.db.reader().await?;
        // What each revision added, all those before the first together.
        let added: Vec<(i64, i64, i64)> = dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT until, CAST(SUM(commitments) AS BIGINT), CAST(SUM(ratings) AS BIGINT) FROM (
                SELECT CASE WHEN revision_id < $1 THEN 0 ELSE revision_id END AS until,
                       commitments, ratings
                FROM (
                    SELECT MIN(revision_id) AS revision_id, 1 AS commitments, 0 AS ratings
                    FROM commitment_version WHERE revision_id <= $2 GROUP BY commitment_id
                    UNION ALL
                    SELECT revision_id, CASE WHEN present THEN 1 ELSE -1 END, 0
                    FROM (
                        SELECT revision_id, present, LAG(present) OVER (
                            PARTITION BY commitment_id ORDER BY revision_id) AS earlier
                        FROM commitment_presence WHERE revision_id <= $2) presence
                    WHERE present <> COALESCE(earlier, TRUE)
                    UNION ALL
                    SELECT revision_id, 0, COUNT(*)
                    FROM rating WHERE revision_id <= $2 GROUP BY revision_id) added) together
             GROUP BY until ORDER BY until",
        ).bind(first).bind(last).fetch_all(&mut *c).await)
        .context("counting what versions hold")?;
        let mut added = added.into_iter().peekable();
        let (mut commitments, mut ratings) = (0, 0);
        let counts = (first..=last).map(|revision| {
            while let Some((_, more, more_ratings)) = added.next_if(|(at, ..)| *at <= revision) {
                commitments += more;
                ratings += more_ratings;
            }
            (commitments, ratings)
        });
        Ok(counts.collect())
    }
}
