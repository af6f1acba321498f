//! What waits to be sent, and what came of it. An instance of the program takes a message for itself before
//! it sends it, so that of several instances one does.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::{Store, StoreError};
use crate::boxed;

/// Something to send. What is secret was sealed by the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// Random.
    pub id: String,
    pub kind: String,
    /// To whom, sealed.
    pub recipient: String,
    /// The same, as a keyed hash.
    pub recipient_hash: String,
    /// What is said, sealed.
    pub content: String,
    /// What it is about, where that is sent once only.
    pub once: Option<String>,
}

/// Something to send now.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct WaitingMessage {
    pub id: String,
    pub kind: String,
    pub recipient: String,
    pub recipient_hash: String,
    pub content: String,
    pub made_at: DateTime<Utc>,
    /// How often it was tried before.
    pub attempts: i64,
}

/// What became of a message to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostOutcome {
    /// It waits to be sent.
    Posted,
    /// It was posted before.
    Known,
    /// As many wait as can.
    Full,
}

/// What came of sending a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    Sent,
    /// It is tried again at this time.
    Later {
        at: DateTime<Utc>,
        failure: String,
    },
    GivenUp {
        failure: String,
    },
}

/// How much waits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutboxState {
    /// Not sent yet.
    pub waiting: i64,
    /// Of these, tried in vain.
    pub failing: i64,
    /// No longer tried.
    pub given_up: i64,
    /// What the last failure of any of them was.
    pub failure: String,
}

/// Puts a message among those to send at `due`, of which at most `most` may wait.
pub(super) async fn post(
    connection: &mut Connection<'_>,
    message: &NewMessage,
    at: DateTime<Utc>,
    most: i64,
) -> Result<PostOutcome, StoreError> {
    let waiting: i64 = dispatch!(&mut *connection, c => sqlx::query_scalar(
        "SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL AND given_up_at IS NULL",
    ).fetch_one(&mut **c).await)
    .context("counting what is to be sent")?;
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
    .context("noting what is to be sent")?;
    Ok(if posted > 0 {
        PostOutcome::Posted
    } else {
        PostOutcome::Known
    })
}

impl Store {
    /// Puts a message among those to send at once, of which at most `most` may wait.
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

    /// Takes the message that has waited longest, if one is due, until `until`: nobody else has it meanwhile.
    #[boxed]
    pub async fn take_message(
        &self,
        token: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<WaitingMessage>, StoreError> {
        let doing = "taking what is to be sent";
        let mut transaction = self.operations.begin().await?;
        let mut connection = transaction.connection();
        // Several, since another instance may take the first ones at this moment.
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

    /// Notes what came of sending a message. False where another instance has taken it since, or it was
    /// deleted. What was said is forgotten once it is no longer needed.
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
        .context("noting that something was sent")?;
        transaction.commit().await?;
        Ok(done > 0)
    }

    /// Forgets what was sent before a moment, and what was given up before another one.
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
        .context("forgetting what was sent")?;
        transaction.commit().await?;
        Ok(done)
    }

    /// How much waits to be sent, and how much could not be.
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
        .context("counting what is to be sent")?;
        let failure: Option<String> = dispatch!(&mut connection, c => sqlx::query_scalar(
            "SELECT failure FROM outbox WHERE failure <> '' ORDER BY next_at DESC LIMIT 1",
        ).fetch_optional(&mut **c).await)
        .context("counting what is to be sent")?;
        let (waiting, failing, given_up) = counts;
        Ok(OutboxState {
            waiting,
            failing,
            given_up,
            failure: failure.unwrap_or_default(),
        })
    }
}
