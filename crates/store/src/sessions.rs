//! Sessions of signed-in staff, and attempts to sign in.

use crate::boxed;
use chrono::{DateTime, Utc};
use sqlx::{FromRow, QueryBuilder};

use super::accounts::{Account, AccountRow};
use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::{Store, StoreError};

/// A browser in which a member of staff is signed in.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct StaffSession {
    /// Names the session in lists. Not its token, which is stored as a hash only.
    pub id: String,
    pub account_id: i64,
    pub created_at: DateTime<Utc>,
    /// To the minute.
    pub last_seen_at: DateTime<Utc>,
    /// The browser's user agent.
    pub agent: String,
}

impl Store {
    /// Begins a session, and ends all sessions that were begun before `oldest` or not used since
    /// `idle`. False, and none begun, where the account is disabled or its password hash is no longer
    /// the given one.
    #[boxed]
    pub async fn begin_session(
        &self,
        session: &StaffSession,
        token_hash: &str,
        password_hash: Option<&str>,
        [oldest, idle]: [DateTime<Utc>; 2],
    ) -> Result<bool, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        dispatch!(&mut connection, c => sqlx::query(
            "DELETE FROM session WHERE created_at < $1 OR last_seen_at < $2",
        ).bind(oldest).bind(idle).execute(&mut **c).await.map(|_| ()))
        .context("ending old sessions")?;
        let begun = dispatch!(&mut connection, c => sqlx::query(
            "INSERT INTO session (id, token_hash, account_id, created_at, last_seen_at, agent)
             SELECT $1, $2, $3, $4, $4, $5 FROM account WHERE id = $3 AND disabled_at IS NULL
               AND (CAST($6 AS TEXT) IS NULL OR password_hash = $6)",
        )
        .bind(&session.id)
        .bind(token_hash)
        .bind(session.account_id)
        .bind(session.created_at)
        .bind(&session.agent)
        .bind(password_hash)
        .execute(&mut **c)
        .await
        .map(|done| done.rows_affected()))
        .context("beginning a session")?;
        transaction.commit().await?;
        Ok(begun > 0)
    }

    /// The session with this token hash, and its account; none where the account is disabled.
    #[boxed]
    pub async fn session(
        &self,
        token_hash: &str,
    ) -> Result<Option<(StaffSession, Account)>, StoreError> {
        let mut reader = self.db.reader().await?;
        let mut connection = reader.connection();
        let found: Option<StaffSession> = dispatch!(&mut connection, c => sqlx::query_as(
            "SELECT id, account_id, created_at, last_seen_at, agent FROM session
             WHERE token_hash = $1",
        ).bind(token_hash).fetch_optional(&mut **c).await)
        .context("looking up a session")?;
        let Some(session) = found else {
            return Ok(None);
        };
        let row: Option<AccountRow> = dispatch!(&mut connection, c => sqlx::query_as(
            "SELECT id, email, name, role, password_hash, created_at, disabled_at FROM account
             WHERE id = $1 AND disabled_at IS NULL",
        ).bind(session.account_id).fetch_optional(&mut **c).await)
        .context("looking up an account")?;
        match row {
            Some(row) => Ok(Some((session, row.account()?))),
            None => Ok(None),
        }
    }

    /// Sets when a session was last used.
    #[boxed]
    pub async fn touch_session(&self, id: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
        let mut transaction = self.db.begin().await?;
        dispatch!(transaction.connection(), c => sqlx::query(
            "UPDATE session SET last_seen_at = $2 WHERE id = $1",
        ).bind(id).bind(at).execute(&mut *c).await.map(|_| ()))
        .context("noting that a session is in use")?;
        transaction.commit().await
    }

    /// Every session of an account, the newest first.
    #[boxed]
    pub async fn sessions_of(&self, account: i64) -> Result<Vec<StaffSession>, StoreError> {
        let mut reader = self.db.reader().await?;
        dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT id, account_id, created_at, last_seen_at, agent FROM session
             WHERE account_id = $1 ORDER BY created_at DESC, id",
        ).bind(account).fetch_all(&mut *c).await)
        .context("reading the sessions")
    }

    /// Ends one session of an account, or all of them.
    #[boxed]
    pub async fn end_session(&self, account: i64, id: Option<&str>) -> Result<(), StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        match id {
            None => end_sessions(&mut connection, account, None).await?,
            Some(id) => dispatch!(&mut connection, c => sqlx::query(
                "DELETE FROM session WHERE account_id = $1 AND id = $2",
            ).bind(account).bind(id).execute(&mut **c).await.map(|_| ()))
            .context("ending a session")?,
        }
        transaction.commit().await
    }

    /// Records an attempt to sign in, and deletes those before `since`. False, and not recorded,
    /// where the limit for the account or for the network address is reached: so an attacker who
    /// goes on trying does not lock the owner out for longer.
    #[boxed]
    pub async fn record_sign_in_attempt(
        &self,
        email: &str,
        address: &str,
        at: DateTime<Utc>,
        since: DateTime<Utc>,
        limits: [i64; 2],
    ) -> Result<bool, StoreError> {
        let [account_limit, address_limit] = limits;
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        dispatch!(&mut connection, c => sqlx::query(
            "DELETE FROM sign_in_attempt WHERE made_at < $1",
        ).bind(since).execute(&mut **c).await.map(|_| ()))
        .context("forgetting old attempts")?;
        let noted = dispatch!(&mut connection, c => sqlx::query(
            "INSERT INTO sign_in_attempt (email, address, made_at) SELECT $1, $2, $3
             WHERE (SELECT COUNT(*) FROM sign_in_attempt WHERE email = $1) < $4
               AND (SELECT COUNT(*) FROM sign_in_attempt WHERE address = $2) < $5",
        )
        .bind(email)
        .bind(address)
        .bind(at)
        .bind(account_limit)
        .bind(address_limit)
        .execute(&mut **c)
        .await
        .map(|done| done.rows_affected()))
        .context("noting an attempt")?;
        transaction.commit().await?;
        Ok(noted > 0)
    }

    /// Deletes the attempts for an account from an address, once its owner has signed in.
    #[boxed]
    pub async fn clear_sign_in_attempts(
        &self,
        email: &str,
        address: &str,
    ) -> Result<(), StoreError> {
        let mut transaction = self.db.begin().await?;
        dispatch!(transaction.connection(), c => sqlx::query(
            "DELETE FROM sign_in_attempt WHERE email = $1 AND address = $2",
        ).bind(email).bind(address).execute(&mut *c).await.map(|_| ()))
        .context("forgetting attempts")?;
        transaction.commit().await
    }
}

/// Ends the sessions of an account, except the one to keep.
pub(super) async fn end_sessions(
    connection: &mut Connection<'_>,
    account: i64,
    keep: Option<&str>,
) -> Result<(), StoreError> {
    dispatch!(connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new("DELETE FROM session WHERE account_id = ");
        query.push_bind(account);
        if let Some(keep) = keep {
            query.push(" AND id <> ").push_bind(keep);
        }
        query.build().execute(&mut **c).await.map(|_| ())
    })
    .context("ending sessions")
}
