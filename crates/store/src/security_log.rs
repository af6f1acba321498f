//! The security log: what happened to accounts, and who was refused what.
//!
//! What members of staff do has a line each. Refusals, which anybody can cause, are counted by the hour,
//! so that nobody makes it grow.

use crate::boxed;
use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::db::dispatch;
use super::error::ErrorContext;
use super::{Store, StoreError};

/// A line of the security log.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SecurityEvent {
    pub id: i64,
    /// Of several: of the last.
    pub made_at: DateTime<Utc>,
    /// What happened, as a slug.
    pub kind: String,
    /// The account or e-mail address that did it, or tried to.
    pub who: String,
    /// The network address; of several, the last.
    pub address: String,
    pub detail: String,
    /// How often it happened, for what is counted by the hour.
    pub times: i64,
}

/// Refusals of one kind within an hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusals {
    /// The beginning of the hour.
    pub hour: DateTime<Utc>,
    pub kind: String,
    /// Whom they concern: a known account, or a word for everybody else.
    pub who: String,
    /// When, from where and what the last one was.
    pub last: (DateTime<Utc>, String, String),
    pub times: i64,
}

impl Store {
    /// Adds a line to the security log.
    #[boxed]
    pub async fn log_security_event(
        &self,
        at: DateTime<Utc>,
        kind: &str,
        who: &str,
        address: &str,
        detail: &str,
    ) -> Result<(), StoreError> {
        let mut transaction = self.operations.begin().await?;
        dispatch!(transaction.connection(), c => sqlx::query(
            "INSERT INTO security_event (made_at, kind, who, address, detail)
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(at)
        .bind(kind)
        .bind(who)
        .bind(address)
        .bind(detail)
        .execute(&mut *c)
        .await
        .map(|_| ()))
        .context("writing the security log")?;
        transaction.commit().await
    }

    /// Adds refusals to what their hours count.
    #[boxed]
    pub async fn count_refusals(&self, refusals: &[Refusals]) -> Result<(), StoreError> {
        if refusals.is_empty() {
            return Ok(());
        }
        let mut transaction = self.operations.begin().await?;
        let mut connection = transaction.connection();
        for counted in refusals {
            let (at, address, detail) = &counted.last;
            dispatch!(&mut connection, c => sqlx::query(
                "INSERT INTO security_event (hour, kind, who, made_at, address, detail, times)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (hour, kind, who) DO UPDATE SET made_at = excluded.made_at,
                   address = excluded.address, detail = excluded.detail,
                   times = security_event.times + excluded.times",
            )
            .bind(counted.hour)
            .bind(&counted.kind)
            .bind(&counted.who)
            .bind(at)
            .bind(address)
            .bind(detail)
            .bind(counted.times)
            .execute(&mut **c)
            .await
            .map(|_| ()))
            .context("counting refusals")?;
        }
        transaction.commit().await
    }

    /// The newest lines of the security log.
    #[boxed]
    pub async fn security_events(&self, limit: i64) -> Result<Vec<SecurityEvent>, StoreError> {
        let mut reader = self.operations.reader().await?;
        dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT id, made_at, kind, who, address, detail, times FROM security_event
             ORDER BY made_at DESC, id DESC LIMIT $1",
        ).bind(limit).fetch_all(&mut *c).await)
        .context("reading the security log")
    }

    /// The refusals since a moment that concern an account, the newest first.
    #[boxed]
    pub async fn refusals_of(
        &self,
        email: &str,
        since: DateTime<Utc>,
    ) -> Result<Vec<SecurityEvent>, StoreError> {
        let mut reader = self.operations.reader().await?;
        dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT id, made_at, kind, who, address, detail, times FROM security_event
             WHERE hour IS NOT NULL AND who = $1 AND made_at >= $2
             ORDER BY made_at DESC, id DESC LIMIT 1000",
        ).bind(email).bind(since).fetch_all(&mut *c).await)
        .context("reading the security log")
    }

    /// Deletes the lines of the security log that are older than this; gives how many.
    #[boxed]
    pub async fn forget_security_events(&self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        let mut transaction = self.operations.begin().await?;
        let forgotten = dispatch!(transaction.connection(), c => sqlx::query(
            "DELETE FROM security_event WHERE made_at < $1",
        ).bind(before).execute(&mut *c).await.map(|done| done.rows_affected()))
        .context("shortening the security log")?;
        transaction.commit().await?;
        Ok(forgotten)
    }
}
