//! Webhooks: whom changes are sent to, how far each has been told, and which instance is telling it.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::db::dispatch;
use super::error::ErrorContext;
use super::{Store, StoreError};
use crate::boxed;

/// The most webhooks.
pub const MAX_WEBHOOKS: usize = 20;

/// A receiver of changes.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Webhook {
    pub name: String,
    pub url: String,
    /// The commitments whose changes are sent, as in the address of a list; empty for all.
    pub query: String,
    pub added_by: String,
    pub added_at: DateTime<Utc>,
    /// The revision up to which it has been told.
    pub seen: i64,
    /// The revision up to which the message tells whose delivery has failed so far.
    pub delivering: Option<i64>,
    pub next_at: DateTime<Utc>,
    pub delivered_at: Option<DateTime<Utc>>,
    /// Failures since the last delivery.
    pub failures: i64,
    pub failing_since: Option<DateTime<Utc>>,
    /// What the last failure was, in words.
    pub failure: String,
    /// When it was given up.
    pub stopped_at: Option<DateTime<Utc>>,
}

/// A webhook to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWebhook {
    pub name: String,
    pub url: String,
    pub query: String,
    pub added_by: String,
    /// Changes after this revision are sent.
    pub seen: i64,
}

/// The result of adding a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddWebhookOutcome {
    Added,
    /// There is one of this name.
    Taken,
    /// There are as many as can be.
    TooMany,
}

/// The result of telling a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WebhookDelivery {
    /// It has been told up to this revision. `was_sent` is false where nothing was to be told.
    Told {
        seen: i64,
        was_sent: bool,
        next_at: DateTime<Utc>,
    },
    /// The message up to this revision was not delivered, for this reason; it is sent again at `next_at`, or
    /// given up where that is `None`.
    Failed {
        delivering: i64,
        failure: String,
        next_at: Option<DateTime<Utc>>,
    },
}

macro_rules! select_webhooks {
    ($rest:literal) => {
        concat!(
            "SELECT name, url, query, added_by, added_at, seen, delivering, next_at, delivered_at, failures,
                    failing_since, failure, stopped_at
             FROM webhook ",
            $rest
        )
    };
}

impl Store {
    /// Adds a webhook.
    #[boxed]
    pub async fn add_webhook(
        &self,
        new: &NewWebhook,
        at: DateTime<Utc>,
    ) -> Result<AddWebhookOutcome, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        let names: Vec<String> = dispatch!(&mut connection, c => sqlx::query_scalar(
            "SELECT name FROM webhook",
        ).fetch_all(&mut **c).await)
        .context("reading the webhooks")?;
        let folded = new.name.to_lowercase();
        if names.iter().any(|name| name.to_lowercase() == folded) {
            return Ok(AddWebhookOutcome::Taken);
        }
        if names.len() >= MAX_WEBHOOKS {
            return Ok(AddWebhookOutcome::TooMany);
        }
        dispatch!(&mut connection, c => sqlx::query(
            "INSERT INTO webhook (name, url, query, added_by, added_at, seen, next_at)
             VALUES ($1, $2, $3, $4, $5, $6, $5)",
        )
        .bind(&new.name)
        .bind(&new.url)
        .bind(&new.query)
        .bind(&new.added_by)
        .bind(at)
        .bind(new.seen)
        .execute(&mut **c)
        .await
        .map(|_| ()))
        .context("adding a webhook")?;
        transaction.commit().await?;
        Ok(AddWebhookOutcome::Added)
    }

    /// Every webhook, by name.
    #[boxed]
    pub async fn webhooks(&self) -> Result<Vec<Webhook>, StoreError> {
        let mut reader = self.db.reader().await?;
        dispatch!(reader.connection(), c => sqlx::query_as(select_webhooks!("ORDER BY name"))
            .fetch_all(&mut *c).await)
        .context("reading the webhooks")
    }

    /// A webhook by its name.
    #[boxed]
    pub async fn webhook(&self, name: &str) -> Result<Option<Webhook>, StoreError> {
        let mut reader = self.db.reader().await?;
        dispatch!(reader.connection(), c => sqlx::query_as(select_webhooks!("WHERE name = $1"))
            .bind(name).fetch_optional(&mut *c).await)
        .context("reading a webhook")
    }

    /// Removes a webhook. False if there is none of this name.
    #[boxed]
    pub async fn remove_webhook(&self, name: &str) -> Result<bool, StoreError> {
        let mut transaction = self.db.begin().await?;
        let removed = dispatch!(transaction.connection(), c => sqlx::query(
            "DELETE FROM webhook WHERE name = $1",
        ).bind(name).execute(&mut *c).await.map(|done| done.rows_affected()))
        .context("removing a webhook")?;
        transaction.commit().await?;
        Ok(removed > 0)
    }

    /// Has a webhook tried again at once, also one that was given up. False if there is none of this name.
    #[boxed]
    pub async fn retry_webhook(&self, name: &str, at: DateTime<Utc>) -> Result<bool, StoreError> {
        let mut transaction = self.db.begin().await?;
        let found = dispatch!(transaction.connection(), c => sqlx::query(
            "UPDATE webhook SET next_at = $2, stopped_at = NULL, failing_since = NULL WHERE name = $1",
        ).bind(name).bind(at).execute(&mut *c).await.map(|done| done.rows_affected()))
        .context("changing a webhook")?;
        transaction.commit().await?;
        Ok(found > 0)
    }

    /// Leases the webhook that has been due longest, if any, until `until`: no other instance gets it before
    /// then. Due is one that has not been told of all revisions up to `settled`. `token` identifies the lease.
    #[boxed]
    pub async fn take_webhook(
        &self,
        settled: i64,
        token: &str,
        [now, until]: [DateTime<Utc>; 2],
    ) -> Result<Option<Webhook>, StoreError> {
        let doing = "leasing a webhook";
        let due: Vec<Webhook> = {
            // Usually there is none, which takes no lock.
            let mut reader = self.db.reader().await?;
            dispatch!(reader.connection(), c => sqlx::query_as(select_webhooks!(
                "WHERE next_at <= $1 AND seen < $2 AND stopped_at IS NULL
                   AND (lease_until IS NULL OR lease_until <= $1)
                 ORDER BY next_at, name"
            )).bind(now).bind(settled).fetch_all(&mut *c).await)
            .context(doing)?
        };
        for webhook in due {
            let mut transaction = self.db.begin().await?;
            let held = dispatch!(transaction.connection(), c => sqlx::query(
                "UPDATE webhook SET lease_token = $2, lease_until = $3
                 WHERE name = $1 AND next_at <= $4 AND seen = $5 AND stopped_at IS NULL
                   AND (lease_until IS NULL OR lease_until <= $4)",
            )
            .bind(&webhook.name)
            .bind(token)
            .bind(until)
            .bind(now)
            .bind(webhook.seen)
            .execute(&mut *c)
            .await
            .map(|done| done.rows_affected()))
            .context(doing)?;
            transaction.commit().await?;
            if held > 0 {
                return Ok(Some(webhook));
            }
        }
        Ok(None)
    }

    /// Ends the lease of a webhook with what came of telling it. False if another instance has leased it since,
    /// or if it was removed.
    #[boxed]
    pub async fn finish_webhook(
        &self,
        name: &str,
        token: &str,
        delivery: &WebhookDelivery,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.db.begin().await?;
        let done = match delivery {
            WebhookDelivery::Told {
                seen,
                was_sent,
                next_at,
            } => {
                let sent_at = was_sent.then_some(at);
                dispatch!(transaction.connection(), c => sqlx::query(
                    "UPDATE webhook SET seen = $3, delivering = NULL, next_at = $4, lease_token = NULL,
                       lease_until = NULL, delivered_at = COALESCE($5, delivered_at), failures = 0,
                       failing_since = NULL, failure = ''
                     WHERE name = $1 AND lease_token = $2",
                )
                .bind(name)
                .bind(token)
                .bind(*seen)
                .bind(*next_at)
                .bind(sent_at)
                .execute(&mut *c)
                .await
                .map(|done| done.rows_affected()))
            }
            WebhookDelivery::Failed {
                delivering,
                failure,
                next_at,
            } => {
                let stopped_at = next_at.is_none().then_some(at);
                dispatch!(transaction.connection(), c => sqlx::query(
                    "UPDATE webhook SET delivering = $3, failure = $4, next_at = $5, stopped_at = $6,
                       failures = failures + 1, failing_since = COALESCE(failing_since, $7),
                       lease_token = NULL, lease_until = NULL
                     WHERE name = $1 AND lease_token = $2",
                )
                .bind(name)
                .bind(token)
                .bind(*delivering)
                .bind(failure)
                .bind(next_at.unwrap_or(at))
                .bind(stopped_at)
                .bind(at)
                .execute(&mut *c)
                .await
                .map(|done| done.rows_affected()))
            }
        }
        .context("recording what came of telling a webhook")?;
        transaction.commit().await?;
        Ok(done > 0)
    }
}
