//! Who is signed in where, and who has tried to sign in.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::accounts::{Account, AccountRow};
use super::db::{Session as Connection, on};
use super::error::During;
use super::{Store, StoreError};

/// One signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SignedIn {
    /// Its name in lists; not what signs anyone in.
    pub id: String,
    /// Whose it is.
    pub account_id: i64,
    /// When the person signed in.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub last_seen_at: DateTime<Utc>,
    /// What the browser says it is.
    pub agent: String,
}

impl Store {
    /// Begins a session; ends those that were begun before `oldest` or not used since `idle`. Whether
    /// it was begun: not where the account was disabled meanwhile, or has another password's hash
    /// than the one, if any, that was looked at.
    pub async fn begin_session(
        &self,
        session: &SignedIn,
        token_hash: &str,
        password_hash: Option<&str>,
        [oldest, idle]: [DateTime<Utc>; 2],
    ) -> Result<bool, StoreError> {
        let mut writing = self.db.writing().await?;
        let mut connection = writing.session();
        on!(&mut connection, connection => sqlx::query(
            "DELETE FROM session WHERE created_at < $1 OR last_seen_at < $2",
        ).bind(oldest).bind(idle).execute(&mut **connection).await.map(|_| ()))
        .during("ending old sessions")?;
        let begun = on!(&mut connection, connection => sqlx::query(
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
        .execute(&mut **connection)
        .await
        .map(|done| done.rows_affected()))
        .during("beginning a session")?;
        writing.commit().await?;
        Ok(begun > 0)
    }

    /// The session with this token's hash, and whose it is; nothing for a disabled account.
    pub async fn session(
        &self,
        token_hash: &str,
    ) -> Result<Option<(SignedIn, Account)>, StoreError> {
        let mut reading = self.db.reading().await?;
        let mut connection = reading.session();
        let found: Option<SignedIn> = on!(&mut connection, connection => sqlx::query_as(
            "SELECT id, account_id, created_at, last_seen_at, agent FROM session
             WHERE token_hash = $1",
        ).bind(token_hash).fetch_optional(&mut **connection).await)
        .during("looking up a session")?;
        let Some(session) = found else {
            return Ok(None);
        };
        let row: Option<AccountRow> = on!(&mut connection, connection => sqlx::query_as(
            "SELECT id, email, name, role, password_hash, created_at, disabled_at FROM account
             WHERE id = $1 AND disabled_at IS NULL",
        ).bind(session.account_id).fetch_optional(&mut **connection).await)
        .during("looking up an account")?;
        match row {
            Some(row) => Ok(Some((session, row.account()?))),
            None => Ok(None),
        }
    }

    /// Notes that a session is in use.
    pub async fn touch_session(&self, id: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
        let mut writing = self.db.writing().await?;
        on!(writing.session(), connection => sqlx::query(
            "UPDATE session SET last_seen_at = $2 WHERE id = $1",
        ).bind(id).bind(at).execute(&mut *connection).await.map(|_| ()))
        .during("noting that a session is in use")?;
        writing.commit().await
    }

    /// Every session of an account, the newest first.
    pub async fn sessions_of(&self, account: i64) -> Result<Vec<SignedIn>, StoreError> {
        let mut reading = self.db.reading().await?;
        on!(reading.session(), connection => sqlx::query_as(
            "SELECT id, account_id, created_at, last_seen_at, agent FROM session
             WHERE account_id = $1 ORDER BY created_at DESC, id",
        ).bind(account).fetch_all(&mut *connection).await)
        .during("reading the sessions")
    }

    /// Ends one session of an account, or with none named all of them.
    pub async fn end_session(&self, account: i64, id: Option<&str>) -> Result<(), StoreError> {
        let mut writing = self.db.writing().await?;
        let mut connection = writing.session();
        match id {
            None => end_all(&mut connection, account, "").await?,
            Some(id) => on!(&mut connection, connection => sqlx::query(
                "DELETE FROM session WHERE account_id = $1 AND id = $2",
            ).bind(account).bind(id).execute(&mut **connection).await.map(|_| ()))
            .during("ending a session")?,
        }
        writing.commit().await
    }

    /// Notes an attempt to sign in; whether there was room for it: those since `since` are fewer
    /// than `most`, for the account and from the network address. One that there is no room for is
    /// not noted, so that trying on does not keep the owner out. Older ones are forgotten.
    pub async fn note_attempt(
        &self,
        email: &str,
        address: &str,
        at: DateTime<Utc>,
        since: DateTime<Utc>,
        most: [i64; 2],
    ) -> Result<bool, StoreError> {
        let [most_for_account, most_from_address] = most;
        let mut writing = self.db.writing().await?;
        let mut connection = writing.session();
        on!(&mut connection, connection => sqlx::query(
            "DELETE FROM sign_in_attempt WHERE made_at < $1",
        ).bind(since).execute(&mut **connection).await.map(|_| ()))
        .during("forgetting old attempts")?;
        let noted = on!(&mut connection, connection => sqlx::query(
            "INSERT INTO sign_in_attempt (email, address, made_at) SELECT $1, $2, $3
             WHERE (SELECT COUNT(*) FROM sign_in_attempt WHERE email = $1) < $4
               AND (SELECT COUNT(*) FROM sign_in_attempt WHERE address = $2) < $5",
        )
        .bind(email)
        .bind(address)
        .bind(at)
        .bind(most_for_account)
        .bind(most_from_address)
        .execute(&mut **connection)
        .await
        .map(|done| done.rows_affected()))
        .during("noting an attempt")?;
        writing.commit().await?;
        Ok(noted > 0)
    }

    /// Forgets the attempts for an account: its owner has signed in.
    pub async fn forget_attempts(&self, email: &str, address: &str) -> Result<(), StoreError> {
        let mut writing = self.db.writing().await?;
        on!(writing.session(), connection => sqlx::query(
            "DELETE FROM sign_in_attempt WHERE email = $1 AND address = $2",
        ).bind(email).bind(address).execute(&mut *connection).await.map(|_| ()))
        .during("forgetting attempts")?;
        writing.commit().await
    }
}

/// Ends every session of an account but one.
pub(super) async fn end_all(
    connection: &mut Connection<'_>,
    account: i64,
    but: &str,
) -> Result<(), StoreError> {
    on!(connection, connection => sqlx::query(
        "DELETE FROM session WHERE account_id = $1 AND id <> $2",
    ).bind(account).bind(but).execute(&mut **connection).await.map(|_| ()))
    .during("ending sessions")
}
