//! The outbox: the queue of messages to send, and the results. An instance leases a message before it sends
//! it, so that only one of several instances does.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::{Store, StoreError};
use crate::boxed;

/// A message to queue. The caller has sealed what is secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// A random id.
    pub id: String,
    pub kind: String,
    /// The recipient, sealed.
    pub recipient: String,
    /// Keyed hash of the recipient.
    pub recipient_hash: String,
    /// The text, sealed.
    pub content: String,
    /// Deduplication key: no second message with the same key is queued. `None` allows duplicates.
    pub once: Option<String>,
}

/// A message that was leased to be sent now.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct WaitingMessage {
    pub id: String,
    pub kind: String,
    pub recipient: String,
    pub recipient_hash: String,
    pub content: String,
    pub made_at: DateTime<Utc>,
    /// Number of earlier attempts.
    pub attempts: i64,
}

/// The result of queueing a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostOutcome {
    /// The message is queued.
    Posted,
    /// A message with the same deduplication key was queued before.
    Known,
    /// The queue is full.
    Full,
}

/// The result of sending a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    Sent,
    /// To be tried again at this time.
    Later {
        at: DateTime<Utc>,
        failure: String,
    },
    GivenUp {
        failure: String,
    },
}

/// The state of the queue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutboxState {
    /// Messages that are not sent yet.
    pub waiting: i64,
    /// Of these, messages that have failed at least once.
    pub failing: i64,
    /// Messages that are no longer tried.
    pub given_up: i64,
    /// The failure of the message with the latest next attempt; empty if none has failed.
    pub failure: String,
}

/// Queues a message to be sent at once, within a transaction. Returns [`PostOutcome::Full`] if `most`
/// messages are already waiting.
pub(super) async fn post(
    connection: &mut Connection<'_>,
    message: &NewMessage,
    at: DateTime<Utc>,
    most: i64,
) -> Result<PostOutcome, StoreError> {
    let waiting: i64 = dispatch!(&mut *connection, c => sqlx::query_scalar(
        "SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL AND given_up_at IS NULL",
    ).fetch_one(&mut **c).await)
    .context("counting unsent messages")?;
    if waiting >= most {
        return Ok(PostOutcome::Full);
    }
    let posted = dispatch!(&mut *connection, c => sqlx::query(
        "INSERT INTO outbox (id, kind, recipient, recipient_hash, content, once, made_at, next_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT DO NOTHING",
    )
    .bind(&message.id)
    .bind(&message.kind)
    .bind(&message.recipient)
    .bind(&message.recipient_hash)
    .bind(&message.content)
    .bind(&message.once)
    .bind(at)
    .execute(&mut **c)
    .await
    .map(|done| done.rows_affected()))
    .context("queueing a message")?;
    Ok(if posted > 0 {
        PostOutcome::Posted
    } else {
        PostOutcome::Known
    })
}

impl Store {
    /// Queues a message to be sent at once. Returns [`PostOutcome::Full`] if `most` messages are already
    /// waiting.
    #[boxed]
    pub async fn post(
        &self,
        message: &NewMessage,
        at: DateTime<Utc>,
        most: i64,
    ) -> Result<PostOutcome, StoreError> {
        let mut transaction = self.operations.begin().await?;
        let outcome = post(&mut transaction.connection(), message, at, most).await?;
        transaction.commit().await?;
        Ok(outcome)
    }

    /// Leases the message that has been due longest, if any, until `until`: no other instance gets it
    /// before then. `token` identifies the lease.
    #[boxed]
    pub async fn take_message(
        &self,
        token: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<WaitingMessage>, StoreError> {
        let doing = "leasing a message";
        let mut transaction = self.operations.begin().await?;
        let mut connection = transaction.connection();
        // Several candidates: another instance may be leasing the first ones right now.
        let due: Vec<WaitingMessage> = dispatch!(&mut connection, c => sqlx::query_as(
            "SELECT id, kind, recipient, recipient_hash, content, made_at, attempts FROM outbox
             WHERE sent_at IS NULL AND given_up_at IS NULL AND next_at <= $1
               AND (lease_until IS NULL OR lease_until <= $1)
             ORDER BY next_at, id LIMIT 10",
        ).bind(now).fetch_all(&mut **c).await)
        .context(doing)?;
        for message in due {
            let held = dispatch!(&mut connection, c => sqlx::query(
                "UPDATE outbox SET lease_token = $2, lease_until = $3
                 WHERE id = $1 AND sent_at IS NULL AND given_up_at IS NULL AND next_at <= $4
                   AND (lease_until IS NULL OR lease_until <= $4)",
            )
            .bind(&message.id)
            .bind(token)
            .bind(until)
            .bind(now)
            .execute(&mut **c)
            .await
            .map(|done| done.rows_affected()))
            .context(doing)?;
            if held > 0 {
                transaction.commit().await?;
                return Ok(Some(message));
            }
        }
        Ok(None)
    }

    /// Records the result of sending a message and ends its lease. Erases recipient and text once they are
    /// no longer needed. False if another instance has leased it since, or if it was deleted.
    #[boxed]
    pub async fn finish_message(
        &self,
        id: &str,
        token: &str,
        delivery: &Delivery,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let (sent_at, given_up_at, next_at, failure) = match delivery {
            Delivery::Sent => (Some(at), None, at, ""),
            Delivery::Later { at: next, failure } => (None, None, *next, failure.as_str()),
            Delivery::GivenUp { failure } => (None, Some(at), at, failure.as_str()),
        };
        let is_over = sent_at.is_some() || given_up_at.is_some();
        let mut transaction = self.operations.begin().await?;
        let done = dispatch!(transaction.connection(), c => sqlx::query(
            "UPDATE outbox SET attempts = attempts + 1, sent_at = $3, given_up_at = $4, next_at = $5,
               failure = $6, lease_token = NULL, lease_until = NULL,
               recipient = CASE WHEN $7 THEN '' ELSE recipient END,
               content = CASE WHEN $7 THEN '' ELSE content END
             WHERE id = $1 AND lease_token = $2",
        )
        .bind(id)
        .bind(token)
        .bind(sent_at)
        .bind(given_up_at)
        .bind(next_at)
        .bind(failure)
        .bind(is_over)
        .execute(&mut *c)
        .await
        .map(|done| done.rows_affected()))
        .context("recording the result of sending a message")?;
        transaction.commit().await?;
        Ok(done > 0)
    }

    /// Deletes messages sent before `sent_before` or given up before `given_up_before`. Returns how many.
    #[boxed]
    pub async fn forget_messages(
        &self,
        sent_before: DateTime<Utc>,
        given_up_before: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let mut transaction = self.operations.begin().await?;
        let done = dispatch!(transaction.connection(), c => sqlx::query(
            "DELETE FROM outbox WHERE sent_at < $1 OR given_up_at < $2",
        ).bind(sent_before).bind(given_up_before).execute(&mut *c).await.map(|done| done.rows_affected()))
        .context("deleting old messages")?;
        transaction.commit().await?;
        Ok(done)
    }

    /// Counts of unsent and given-up messages, with the latest failure.
    #[boxed]
    pub async fn outbox_state(&self) -> Result<OutboxState, StoreError> {
        let mut reader = self.operations.reader().await?;
        let mut connection = reader.connection();
        let counts: (i64, i64, i64) = dispatch!(&mut connection, c => sqlx::query_as(
            "SELECT COUNT(CASE WHEN sent_at IS NULL AND given_up_at IS NULL THEN 1 END),
                    COUNT(CASE WHEN sent_at IS NULL AND given_up_at IS NULL AND attempts > 0 THEN 1 END),
                    COUNT(given_up_at)
             FROM outbox",
        ).fetch_one(&mut **c).await)
        .context("counting unsent messages")?;
        let failure: Option<String> = dispatch!(&mut connection, c => sqlx::query_scalar(
            "SELECT failure FROM outbox WHERE failure <> '' ORDER BY next_at DESC LIMIT 1",
        ).fetch_optional(&mut **c).await)
        .context("reading why a message was not sent")?;
        let (waiting, failing, given_up) = counts;
        Ok(OutboxState {
            waiting,
            failing,
            given_up,
            failure: failure.unwrap_or_default(),
        })
    }
}
