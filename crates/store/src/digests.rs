//! Which followers are to be told something, up to where they have been, and whether it reaches them.

use chrono::{DateTime, Utc};

use super::db::dispatch;
use super::error::ErrorContext;
use super::followers::{Follower, forget, run, select_followers};
use super::outbox::{NewMessage, PostOutcome, post};
use super::{Store, StoreError};
use crate::boxed;

/// How a digest ends: up to where its follower has been told, and when to look again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DigestProgress {
    pub seen: i64,
    pub next_at: DateTime<Utc>,
}

impl Store {
    /// Takes the follower who has waited longest to hear what happened up to the revision `settled`, until
    /// `until`: nobody else has them meanwhile. Who gets e-mail at fixed times is taken at those also where
    /// nothing has happened.
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

    /// Gives a follower back, and posts what they are told, both or neither. False where another instance has
    /// taken them since, they are gone, or `messages` wait already.
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

    /// Notes whether e-mail reached a follower, by the hash of their address; forgets them after `most`
    /// failures in a row. True where they were forgotten.
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

    /// Lets nobody have been told of revisions after `newest`, which there are no more: a backup was put back.
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
