//! Which of the data that comes with the program a record has.

use std::collections::HashSet;

use crate::boxed;
use chrono::{DateTime, SubsecRound, Utc};
use sqlx::QueryBuilder;

use super::changes::{FACT_CHANGES, RATING_CHANGES};
use super::db::dispatch;
use super::error::ErrorContext;
use super::{Store, StoreError};

impl Store {
    /// Whether a change of the record names a source with this prefix.
    #[boxed]
    pub async fn has_source_beginning(&self, prefix: &str) -> Result<bool, StoreError> {
        let mut reader = self.db.reader().await?;
        dispatch!(reader.connection(), c => sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM revision WHERE source LIKE $1)",
        ).bind(format!("{prefix}%")).fetch_one(&mut *c).await)
        .context("reading what filled the record")
    }

    /// The codes of commitments that anything but a source with this prefix has changed, withdrawn, rated
    /// or replied to.
    #[boxed]
    pub async fn codes_changed_outside(&self, prefix: &str) -> Result<HashSet<String>, StoreError> {
        let mut reader = self.db.reader().await?;
        let codes: Vec<String> = dispatch!(reader.connection(), DB, c => {
            let mut query = QueryBuilder::<DB>::new(
                "SELECT code FROM commitment WHERE id IN (SELECT t.commitment_id FROM (",
            );
            query.push(FACT_CHANGES).push(" UNION ALL ").push(RATING_CHANGES);
            query
                .push(
                    ") t JOIN revision r ON r.id = t.revision_id
                     WHERE COALESCE(r.source, '') NOT LIKE ",
                )
                .push_bind(format!("{prefix}%"))
                .push(")");
            query.build_query_scalar().fetch_all(&mut *c).await
        })
        .context("reading who changed commitments")?;
        Ok(codes.into_iter().collect())
    }

    /// Whether the record was filled with bundled data of this hash, or staff have looked at it.
    #[boxed]
    pub async fn has_seen_bundled(&self, digest: &str) -> Result<bool, StoreError> {
        let mut reader = self.db.reader().await?;
        let found: Option<String> = dispatch!(reader.connection(), c => sqlx::query_scalar(
            "SELECT digest FROM bundled_seen WHERE digest = $1",
        ).bind(digest).fetch_optional(&mut *c).await)
        .context("reading which bundled data the record has")?;
        Ok(found.is_some())
    }

    /// Notes that bundled data of this hash was dealt with: loaded, or left aside by staff.
    #[boxed]
    pub async fn note_bundled(&self, digest: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
        let mut transaction = self.db.begin().await?;
        dispatch!(transaction.connection(), c => sqlx::query(
            "INSERT INTO bundled_seen (digest, seen_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        )
        .bind(digest)
        .bind(at.trunc_subsecs(6))
        .execute(&mut *c)
        .await
        .map(|_| ()))
        .context("noting which bundled data the record has")?;
        transaction.commit().await
    }
}
