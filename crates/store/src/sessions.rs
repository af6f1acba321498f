//! Sessions of signed-in staff, and the keys that cookies are signed with.

use crate::boxed;
use chrono::{DateTime, Utc};
use sqlx::{FromRow, QueryBuilder};

use super::accounts::Account;
use super::db::dispatch;
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

/// What a session is begun on: what was looked at before must still be so when it has begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInProof {
    /// The password with this hash.
    Password(String),
    /// The password with this hash, and a code of the second factor.
    PasswordAndCode(String),
    /// What the organisation's own provider says.
    Provider,
}

impl Store {
    /// Begins a session, and ends all sessions that were begun before `oldest` or not used since
    /// `idle`. False, and none begun, where the account is disabled, its password hash is no longer the
    /// given one, or it has a second factor that was not asked for.
    #[boxed]
    pub async fn begin_session(
        &self,
        session: &StaffSession,
        token_hash: &str,
        proof: &SignInProof,
        [oldest, idle]: [DateTime<Utc>; 2],
    ) -> Result<bool, StoreError> {
        let mut transaction = self.operations.begin().await?;
        let mut connection = transaction.connection();
        dispatch!(&mut connection, c => sqlx::query(
            "DELETE FROM session WHERE created_at < $1 OR last_seen_at < $2",
        ).bind(oldest).bind(idle).execute(&mut **c).await.map(|_| ()))
        .context("ending old sessions")?;
        dispatch!(&mut connection, c => sqlx::query(
            "INSERT INTO session (id, token_hash, account_id, created_at, last_seen_at, agent)
             VALUES ($1, $2, $3, $4, $4, $5)",
        )
        .bind(&session.id)
        .bind(token_hash)
        .bind(session.account_id)
        .bind(session.created_at)
        .bind(&session.agent)
        .execute(&mut **c)
        .await
        .map(|_| ()))
        .context("beginning a session")?;
        transaction.commit().await?;
        // Only now, when whoever changes the account ends this session too: the account is elsewhere.
        let account = self.account(session.account_id).await?;
        let account = account.filter(|account| account.disabled_at.is_none());
        let stands = match (account, proof) {
            (None, _) => false,
            (Some(_), SignInProof::Provider) => true,
            (Some(account), SignInProof::PasswordAndCode(hash)) => {
                account.password_hash.as_deref() == Some(hash.as_str())
            }
            (Some(account), SignInProof::Password(hash)) => {
                account.password_hash.as_deref() == Some(hash.as_str())
                    && self.second_factor(account.id).await?.is_none()
            }
        };
        if !stands {
            self.end_session(session.account_id, Some(&session.id))
                .await?;
        }
        Ok(stands)
    }

    /// The session with this token hash, and its account; none where the account is disabled.
    #[boxed]
    pub async fn session(
        &self,
        token_hash: &str,
    ) -> Result<Option<(StaffSession, Account)>, StoreError> {
        let mut reader = self.operations.reader().await?;
        let found: Option<StaffSession> = dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT id, account_id, created_at, last_seen_at, agent FROM session
             WHERE token_hash = $1",
        ).bind(token_hash).fetch_optional(&mut *c).await)
        .context("looking up a session")?;
        drop(reader);
        let Some(session) = found else {
            return Ok(None);
        };
        let account = self.account(session.account_id).await?;
        // One that is younger than the session is another one: a backup was put back in between.
        let account = account.filter(|account| {
            account.disabled_at.is_none() && account.created_at <= session.created_at
        });
        Ok(account.map(|account| (session, account)))
    }

    /// Sets when a session was last used.
    #[boxed]
    pub async fn touch_session(&self, id: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
        let mut transaction = self.operations.begin().await?;
        dispatch!(transaction.connection(), c => sqlx::query(
            "UPDATE session SET last_seen_at = $2 WHERE id = $1",
        ).bind(id).bind(at).execute(&mut *c).await.map(|_| ()))
        .context("noting that a session is in use")?;
        transaction.commit().await
    }

    /// Every session of an account, the newest first.
    #[boxed]
    pub async fn sessions_of(&self, account: i64) -> Result<Vec<StaffSession>, StoreError> {
        let mut reader = self.operations.reader().await?;
        dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT id, account_id, created_at, last_seen_at, agent FROM session
             WHERE account_id = $1 ORDER BY created_at DESC, id",
        ).bind(account).fetch_all(&mut *c).await)
        .context("reading the sessions")
    }

    /// Ends one session of an account, or all of them.
    #[boxed]
    pub async fn end_session(&self, account: i64, id: Option<&str>) -> Result<(), StoreError> {
        let Some(id) = id else {
            return self.end_sessions(account, None).await;
        };
        let mut transaction = self.operations.begin().await?;
        dispatch!(transaction.connection(), c => sqlx::query(
            "DELETE FROM session WHERE account_id = $1 AND id = $2",
        ).bind(account).bind(id).execute(&mut *c).await.map(|_| ()))
        .context("ending a session")?;
        transaction.commit().await
    }

    /// Ends the sessions of an account, except the one to keep.
    pub(super) async fn end_sessions(
        &self,
        account: i64,
        keep: Option<&str>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.operations.begin().await?;
        dispatch!(transaction.connection(), DB, c => {
            let mut query = QueryBuilder::<DB>::new("DELETE FROM session WHERE account_id = ");
            query.push_bind(account);
            if let Some(keep) = keep {
                query.push(" AND id <> ").push_bind(keep);
            }
            query.build().execute(&mut *c).await.map(|_| ())
        })
        .context("ending sessions")?;
        transaction.commit().await
    }

    /// A key that all instances of the program share, by its name; `made` where there is none yet.
    #[boxed]
    pub async fn shared_key(&self, name: &str, made: &str) -> Result<String, StoreError> {
        let doing = "reading a shared key";
        let mut transaction = self.operations.begin().await?;
        let mut connection = transaction.connection();
        dispatch!(&mut connection, c => sqlx::query(
            "INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
        ).bind(name).bind(made).execute(&mut **c).await.map(|_| ()))
        .context(doing)?;
        let key = dispatch!(&mut connection, c => sqlx::query_scalar(
            "SELECT value FROM secret WHERE name = $1",
        ).bind(name).fetch_one(&mut **c).await)
        .context(doing)?;
        transaction.commit().await?;
        Ok(key)
    }
}
