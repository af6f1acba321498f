//! Digests: which followers are due, how far they have been told, and whether e-mail reaches them.

use chrono::{DateTime, Utc};

use super::db::dispatch;
use super::error::ErrorContext;
use super::followers::{Follower, forget, run, select_followers};
use super::outbox::{NewMessage, PostOutcome, post};
use super::{Store, StoreError};
use crate::boxed;

/// How far a follower has been told, and when the next digest is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DigestProgress {
    pub seen: i64,
    pub next_at: DateTime<Utc>,
}

impl Store {
    /// Leases the follower who has been due longest, if any, until `until`: no other instance gets them
    /// before then. `token` identifies the lease. Followers with the frequency `at_once` are due only if
    /// there are revisions up to `settled` of which they were not told; others are due at fixed times even
    /// if nothing has happened.
    #[boxed]
    pub async fn take_follower(
        &self,
        settled: i64,
        at_once: &str,
        token: &str,
        [now, until]: [DateTime<Utc>; 2],
    ) -> Result<Option<Follower>, StoreError> {
        let mut transaction = self.operations.begin().await?;
        let mut connection = transaction.connection();
        let due: Vec<Follower> = dispatch!(&mut connection, c => sqlx::query_as(select_followers!(
            "WHERE next_at <= $1 AND (often <> $2 OR seen < $3)
               AND (lease_until IS NULL OR lease_until <= $1)
             ORDER BY next_at, id LIMIT 10"
        )).bind(now).bind(at_once).bind(settled).fetch_all(&mut **c).await)
        .context("looking up who is to be told")?;
        for follower in due {
            let held = run!(
                &mut connection,
                "UPDATE follower SET lease_token = $2, lease_until = $3
                 WHERE id = $1 AND next_at <= $4 AND seen = $5
                   AND (lease_until IS NULL OR lease_until <= $4)",
                &follower.id,
                token,
                until,
                now,
                follower.seen
            )?;
            if held > 0 {
                transaction.commit().await?;
                return Ok(Some(follower));
            }
        }
        Ok(None)
    }

    /// Ends the lease of a follower and queues their message, both or neither. False if another instance
    /// has leased them since, if they are gone, or if `messages` messages are already waiting.
    #[boxed]
    pub async fn finish_follower(
        &self,
        id: &str,
        token: &str,
        told: DigestProgress,
        message: Option<&NewMessage>,
        (at, messages): (DateTime<Utc>, i64),
    ) -> Result<bool, StoreError> {
        let mut transaction = self.operations.begin().await?;
        let mut connection = transaction.connection();
        let held = run!(
            &mut connection,
            "UPDATE follower SET seen = $3, next_at = $4, lease_token = NULL, lease_until = NULL
             WHERE id = $1 AND lease_token = $2",
            id,
            token,
            told.seen,
            told.next_at
        )?;
        if held == 0 {
            return Ok(false);
        }
        if let Some(message) = message
            && post(&mut connection, message, at, messages).await? == PostOutcome::Full
        {
            return Ok(false);
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// Records whether e-mail reached a follower, by the hash of their address. Deletes them after `most`
    /// failures in a row, and returns whether it did.
    #[boxed]
    pub async fn note_delivery(
        &self,
        address_hash: &str,
        is_delivered: bool,
        most: i64,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.operations.begin().await?;
        let mut connection = transaction.connection();
        if is_delivered {
            run!(
                &mut connection,
                "UPDATE follower SET failures = 0 WHERE address_hash = $1 AND failures > 0",
                address_hash
            )?;
            transaction.commit().await?;
            return Ok(false);
        }
        run!(
            &mut connection,
            "UPDATE follower SET failures = failures + 1 WHERE address_hash = $1",
            address_hash
        )?;
        let gone: Option<String> = dispatch!(&mut connection, c => sqlx::query_scalar(
            "SELECT id FROM follower WHERE address_hash = $1 AND failures >= $2",
        ).bind(address_hash).bind(most).fetch_optional(&mut **c).await)
        .context("looking up who follows what")?;
        if let Some(id) = &gone {
            forget(&mut connection, id).await?;
        }
        transaction.commit().await?;
        Ok(gone.is_some())
    }

    /// Resets followers who were told of revisions after `newest`, which no longer exist after a backup was
    /// restored.
    #[boxed]
    pub async fn forget_later_revisions(&self, newest: i64) -> Result<(), StoreError> {
        let mut transaction = self.operations.begin().await?;
        let mut connection = transaction.connection();
        run!(
            &mut connection,
            "UPDATE follower SET seen = $1 WHERE seen > $1",
            newest
        )?;
        run!(
            &mut connection,
            "UPDATE followed SET since = $1 WHERE since > $1",
            newest
        )?;
        transaction.commit().await
    }
}
