//! Who follows what by e-mail. Addresses are sealed and hashed by the caller; without its keys nothing here
//! says whose they are.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::outbox::{NewMessage, PostOutcome, post};
use super::{Store, StoreError};
use crate::boxed;

/// Somebody asks to follow something by e-mail.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PendingFollow {
    /// Random.
    pub id: String,
    /// Sealed.
    pub address: String,
    /// Keyed.
    pub address_hash: String,
    pub lang: String,
    pub often: String,
    pub query: String,
    pub made_at: DateTime<Utc>,
}

/// Somebody who gets e-mail about what they follow.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Follower {
    pub id: String,
    /// Sealed.
    pub address: String,
    /// Keyed.
    pub address_hash: String,
    pub lang: String,
    pub often: String,
    /// The revision up to which they have been told.
    pub seen: i64,
    pub made_at: DateTime<Utc>,
}

/// Something that somebody follows.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Followed {
    pub query: String,
    /// The revision from which on.
    pub since: i64,
}

/// How much there may be of what people ask for.
#[derive(Debug, Clone, Copy)]
pub struct FollowLimits {
    /// Requests that wait to be confirmed.
    pub pending: i64,
    /// Of these, for one address.
    pub pending_of_address: i64,
    /// Messages that wait to be sent.
    pub messages: i64,
    pub followers: i64,
    /// What one follows.
    pub followed: i64,
}

/// What became of a request to follow something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskToFollowOutcome {
    Asked,
    /// The address has been asked often enough.
    AskedBefore,
    /// There are as many requests or messages as can be.
    Full,
}

/// What became of confirming one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfirmOutcome {
    /// With the follower's id.
    Confirmed(String),
    /// It was confirmed before, is too old, or never was.
    Unknown,
    /// As much is followed as can be; the request stays.
    Full,
}

macro_rules! select_followers {
    ($rest:literal) => {
        concat!(
            "SELECT id, address, address_hash, lang, often, seen, made_at FROM follower ",
            $rest
        )
    };
}

pub(super) use select_followers;

/// A count, within a change.
macro_rules! count {
    ($connection:expr, $sql:literal $(, $bound:expr)*) => {
        dispatch!($connection, c => sqlx::query_scalar::<_, i64>($sql)
            $(.bind($bound))*.fetch_one(&mut **c).await)
        .context("counting who follows what")
    };
}

/// Runs a statement within a change; gives the rows that it changed.
macro_rules! run {
    ($connection:expr, $sql:literal $(, $bound:expr)*) => {
        dispatch!($connection, c => sqlx::query($sql)
            $(.bind($bound))*.execute(&mut **c).await.map(|done| done.rows_affected()))
        .context("changing what somebody follows")
    };
}

pub(super) use run;

/// Deletes a follower, with what waits to be sent to them.
pub(super) async fn forget(connection: &mut Connection<'_>, id: &str) -> Result<(), StoreError> {
    run!(
        &mut *connection,
        "DELETE FROM outbox WHERE recipient_hash = (SELECT address_hash FROM follower WHERE id = $1)
           AND kind IN ('digest', 'follow')",
        id
    )?;
    run!(
        &mut *connection,
        "DELETE FROM pending_follow WHERE address_hash = (SELECT address_hash FROM follower WHERE id = $1)",
        id
    )?;
    run!(
        &mut *connection,
        "DELETE FROM followed WHERE follower_id = $1",
        id
    )?;
    run!(&mut *connection, "DELETE FROM follower WHERE id = $1", id)?;
    Ok(())
}

impl Store {
    /// Notes that somebody asks to follow something, and posts the message that asks whether that is so.
    #[boxed]
    pub async fn ask_to_follow(
        &self,
        asked: &PendingFollow,
        message: &NewMessage,
        limits: FollowLimits,
    ) -> Result<AskToFollowOutcome, StoreError> {
        let mut transaction = self.operations.begin().await?;
        let mut connection = transaction.connection();
        if count!(&mut connection, "SELECT COUNT(*) FROM pending_follow")? >= limits.pending {
            return Ok(AskToFollowOutcome::Full);
        }
        let of_address = count!(
            &mut connection,
            "SELECT COUNT(*) FROM pending_follow WHERE address_hash = $1",
            &asked.address_hash
        )?;
        if of_address >= limits.pending_of_address {
            return Ok(AskToFollowOutcome::AskedBefore);
        }
        run!(
            &mut connection,
            "INSERT INTO pending_follow (id, address, address_hash, lang, often, query, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &asked.id,
            &asked.address,
            &asked.address_hash,
            &asked.lang,
            &asked.often,
            &asked.query,
            asked.made_at
        )?;
        let posted = post(&mut connection, message, asked.made_at, limits.messages).await?;
        if posted == PostOutcome::Full {
            return Ok(AskToFollowOutcome::Full);
        }
        transaction.commit().await?;
        Ok(AskToFollowOutcome::Asked)
    }

    /// A request that waits to be confirmed.
    #[boxed]
    pub async fn pending_follow(&self, id: &str) -> Result<Option<PendingFollow>, StoreError> {
        let mut reader = self.operations.reader().await?;
        dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT id, address, address_hash, lang, often, query, made_at FROM pending_follow
             WHERE id = $1",
        ).bind(id).fetch_optional(&mut *c).await)
        .context("looking up who follows what")
    }

    /// Confirms a request, once: from now on its address gets e-mail. `new` is the follower that there is then,
    /// unless there is one with this address: that one gets the language and the rhythm of the new one.
    #[boxed]
    pub async fn confirm_follow(
        &self,
        id: &str,
        new: &Follower,
        next_at: DateTime<Utc>,
        limits: FollowLimits,
    ) -> Result<ConfirmOutcome, StoreError> {
        let mut transaction = self.operations.begin().await?;
        let mut connection = transaction.connection();
        let asked: Option<PendingFollow> = dispatch!(&mut connection, c => sqlx::query_as(
            "SELECT id, address, address_hash, lang, often, query, made_at FROM pending_follow
             WHERE id = $1",
        ).bind(id).fetch_optional(&mut **c).await)
        .context("looking up who follows what")?;
        let removed = run!(
            &mut connection,
            "DELETE FROM pending_follow WHERE id = $1",
            id
        )?;
        let Some(asked) = asked.filter(|_| removed > 0) else {
            return Ok(ConfirmOutcome::Unknown);
        };
        let followers = count!(
            &mut connection,
            "SELECT COUNT(*) FROM follower WHERE address_hash <> $1",
            &asked.address_hash
        )?;
        if followers >= limits.followers {
            return Ok(ConfirmOutcome::Full);
        }
        run!(
            &mut connection,
            "INSERT INTO follower (id, address, address_hash, lang, often, seen, next_at, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (address_hash) DO UPDATE SET
               lang = excluded.lang, often = excluded.often, next_at = excluded.next_at",
            &new.id,
            &asked.address,
            &asked.address_hash,
            &asked.lang,
            &asked.often,
            new.seen,
            next_at,
            new.made_at
        )?;
        let follower: String = dispatch!(&mut connection, c => sqlx::query_scalar(
            "SELECT id FROM follower WHERE address_hash = $1",
        ).bind(&asked.address_hash).fetch_one(&mut **c).await)
        .context("looking up who follows what")?;
        run!(
            &mut connection,
            "INSERT INTO followed (follower_id, query, since, made_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (follower_id, query) DO NOTHING",
            &follower,
            &asked.query,
            new.seen,
            new.made_at
        )?;
        let count = count!(
            &mut connection,
            "SELECT COUNT(*) FROM followed WHERE follower_id = $1",
            &follower
        )?;
        if count > limits.followed {
            return Ok(ConfirmOutcome::Full);
        }
        transaction.commit().await?;
        Ok(ConfirmOutcome::Confirmed(follower))
    }

    /// A follower, with what they follow; none where there is none any more.
    #[boxed]
    pub async fn follower(
        &self,
        id: &str,
    ) -> Result<Option<(Follower, Vec<Followed>)>, StoreError> {
        let doing = "looking up who follows what";
        let mut reader = self.operations.reader().await?;
        let mut connection = reader.connection();
        let follower: Option<Follower> = dispatch!(&mut connection, c => {
            sqlx::query_as(select_followers!("WHERE id = $1")).bind(id).fetch_optional(&mut **c).await
        })
        .context(doing)?;
        let Some(follower) = follower else {
            return Ok(None);
        };
        let views = dispatch!(&mut connection, c => sqlx::query_as(
            "SELECT query, since FROM followed WHERE follower_id = $1 ORDER BY made_at, query",
        ).bind(id).fetch_all(&mut **c).await)
        .context(doing)?;
        Ok(Some((follower, views)))
    }

    /// Ends that a follower follows something: one thing, or everything, with which they are forgotten.
    #[boxed]
    pub async fn stop_following(&self, id: &str, query: Option<&str>) -> Result<(), StoreError> {
        let mut transaction = self.operations.begin().await?;
        let mut connection = transaction.connection();
        if let Some(query) = query {
            run!(
                &mut connection,
                "DELETE FROM followed WHERE follower_id = $1 AND query = $2",
                id,
                query
            )?;
        }
        let left = count!(
            &mut connection,
            "SELECT COUNT(*) FROM followed WHERE follower_id = $1",
            id
        )?;
        if query.is_none() || left == 0 {
            forget(&mut connection, id).await?;
        }
        transaction.commit().await
    }

    /// Sets how often a follower gets e-mail, in which language, and when next. False where there is none.
    #[boxed]
    pub async fn change_follower(
        &self,
        id: &str,
        often: &str,
        lang: &str,
        next_at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.operations.begin().await?;
        let mut connection = transaction.connection();
        let changed = run!(
            &mut connection,
            "UPDATE follower SET often = $2, lang = $3, next_at = $4 WHERE id = $1",
            id,
            often,
            lang,
            next_at
        )?;
        transaction.commit().await?;
        Ok(changed > 0)
    }

    /// Forgets requests that nobody has confirmed since a moment.
    #[boxed]
    pub async fn forget_pending_follows(&self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        let mut transaction = self.operations.begin().await?;
        let mut connection = transaction.connection();
        let done = run!(
            &mut connection,
            "DELETE FROM pending_follow WHERE made_at <= $1",
            before
        )?;
        transaction.commit().await?;
        Ok(done)
    }
}
