//! Accounts of staff, their sessions, attempts to sign in, and the security log.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::db::{Session as Connection, on};
use super::error::During;
use super::rows::word;
use super::{Store, StoreError};
use crate::domain::Role;

/// Someone who may keep the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub id: i64,
    /// The address to sign in with, in lower case.
    pub email: String,
    /// The name shown to the public.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// The password's hash; none for who signs in elsewhere only.
    pub password_hash: Option<String>,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// Since when it cannot be used.
    pub disabled_at: Option<DateTime<Utc>>,
}

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

/// A line of the security log.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SecurityEvent {
    /// Its number.
    pub id: i64,
    /// When it happened.
    pub made_at: DateTime<Utc>,
    /// What happened, in a word.
    pub kind: String,
    /// Who did it, or tried to.
    pub who: String,
    /// From where.
    pub address: String,
    /// What else is known.
    pub detail: String,
}

/// What became of a change of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountChange {
    /// It was made.
    Done,
    /// There is no such account.
    Unknown,
    /// It would have left nobody who can keep accounts.
    LastAdmin,
}

#[derive(FromRow)]
struct AccountRow {
    id: i64,
    email: String,
    name: String,
    role: String,
    password_hash: Option<String>,
    created_at: DateTime<Utc>,
    disabled_at: Option<DateTime<Utc>>,
}

impl AccountRow {
    fn account(self) -> Result<Account, StoreError> {
        Ok(Account {
            id: self.id,
            email: self.email,
            name: self.name,
            role: word(Role::ALL, Role::slug, "a role", &self.role)?,
            password_hash: self.password_hash,
            created_at: self.created_at,
            disabled_at: self.disabled_at,
        })
    }
}

impl Store {
    /// Adds an account; nothing where the email address has one already.
    pub async fn add_account(
        &self,
        email: &str,
        name: &str,
        role: Role,
        password_hash: Option<&str>,
        at: DateTime<Utc>,
    ) -> Result<Option<Account>, StoreError> {
        let mut writing = self.db.writing().await?;
        let added = on!(writing.session(), connection => sqlx::query(
            "INSERT INTO account (id, email, name, role, password_hash, created_at)
             SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, $5 FROM account
             HAVING NOT EXISTS (SELECT 1 FROM account WHERE email = $1)",
        )
        .bind(email)
        .bind(name)
        .bind(role.slug())
        .bind(password_hash)
        .bind(at)
        .execute(&mut *connection)
        .await
        .map(|done| done.rows_affected()))
        .during("adding an account")?;
        writing.commit().await?;
        if added == 0 {
            return Ok(None);
        }
        self.account_by_email(email).await
    }

    /// The account that signs in with this address.
    pub async fn account_by_email(&self, email: &str) -> Result<Option<Account>, StoreError> {
        let mut reading = self.db.reading().await?;
        let row: Option<AccountRow> = on!(reading.session(), connection => sqlx::query_as(
            "SELECT id, email, name, role, password_hash, created_at, disabled_at FROM account
             WHERE email = $1",
        ).bind(email).fetch_optional(&mut *connection).await)
        .during("looking up an account")?;
        row.map(AccountRow::account).transpose()
    }

    /// Every account, in the order they were made.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let mut reading = self.db.reading().await?;
        let rows: Vec<AccountRow> = on!(reading.session(), connection => sqlx::query_as(
            "SELECT id, email, name, role, password_hash, created_at, disabled_at FROM account
             ORDER BY id",
        ).fetch_all(&mut *connection).await)
        .during("reading the accounts")?;
        rows.into_iter().map(AccountRow::account).collect()
    }

    /// Gives an account another role, or disables or enables it. Whoever is disabled or gets
    /// another role is signed out everywhere. Somebody must stay who can keep accounts.
    pub async fn change_account(
        &self,
        id: i64,
        role: Role,
        disabled_at: Option<DateTime<Utc>>,
    ) -> Result<AccountChange, StoreError> {
        let mut writing = self.db.writing().await?;
        let mut session = writing.session();
        let before = admins(&mut session).await?;
        let changed = on!(&mut session, connection => sqlx::query(
            "UPDATE account SET role = $2, disabled_at = $3 WHERE id = $1",
        )
        .bind(id)
        .bind(role.slug())
        .bind(disabled_at)
        .execute(&mut **connection)
        .await
        .map(|done| done.rows_affected()))
        .during("changing an account")?;
        if changed == 0 {
            return Ok(AccountChange::Unknown);
        }
        if before > 0 && admins(&mut session).await? == 0 {
            // Dropping the transaction takes the change back.
            return Ok(AccountChange::LastAdmin);
        }
        end_all(&mut session, id, "").await?;
        writing.commit().await?;
        Ok(AccountChange::Done)
    }

    /// Changes the name that the public sees from now on.
    pub async fn rename_account(&self, id: i64, name: &str) -> Result<(), StoreError> {
        let mut writing = self.db.writing().await?;
        on!(writing.session(), connection => sqlx::query(
            "UPDATE account SET name = $2 WHERE id = $1",
        ).bind(id).bind(name).execute(&mut *connection).await.map(|_| ()))
        .during("renaming an account")?;
        writing.commit().await
    }

    /// Keeps another password's hash; ends every session of the account but the one named.
    pub async fn set_password(
        &self,
        id: i64,
        hash: &str,
        but_session: Option<&str>,
    ) -> Result<(), StoreError> {
        let mut writing = self.db.writing().await?;
        let mut session = writing.session();
        on!(&mut session, connection => sqlx::query(
            "UPDATE account SET password_hash = $2 WHERE id = $1",
        ).bind(id).bind(hash).execute(&mut **connection).await.map(|_| ()))
        .during("changing a password")?;
        if let Some(kept) = but_session {
            end_all(&mut session, id, kept).await?;
        }
        writing.commit().await
    }

    /// Begins a session; ends those that were begun before `oldest` or not used since `idle`.
    pub async fn begin_session(
        &self,
        session: &SignedIn,
        token_hash: &str,
        oldest: DateTime<Utc>,
        idle: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut writing = self.db.writing().await?;
        let mut connection = writing.session();
        on!(&mut connection, connection => sqlx::query(
            "DELETE FROM session WHERE created_at < $1 OR last_seen_at < $2",
        ).bind(oldest).bind(idle).execute(&mut **connection).await.map(|_| ()))
        .during("ending old sessions")?;
        on!(&mut connection, connection => sqlx::query(
            "INSERT INTO session (id, token_hash, account_id, created_at, last_seen_at, agent)
             VALUES ($1, $2, $3, $4, $4, $5)",
        )
        .bind(&session.id)
        .bind(token_hash)
        .bind(session.account_id)
        .bind(session.created_at)
        .bind(&session.agent)
        .execute(&mut **connection)
        .await
        .map(|_| ()))
        .during("beginning a session")?;
        writing.commit().await
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

    /// Notes an attempt to sign in and gives how many there were since then, with it: for the
    /// account, and from the network address. Older ones are forgotten.
    pub async fn note_attempt(
        &self,
        email: &str,
        address: &str,
        at: DateTime<Utc>,
        since: DateTime<Utc>,
    ) -> Result<(i64, i64), StoreError> {
        let mut writing = self.db.writing().await?;
        let mut connection = writing.session();
        on!(&mut connection, connection => sqlx::query(
            "DELETE FROM sign_in_attempt WHERE made_at < $1",
        ).bind(since).execute(&mut **connection).await.map(|_| ()))
        .during("forgetting old attempts")?;
        on!(&mut connection, connection => sqlx::query(
            "INSERT INTO sign_in_attempt (email, address, made_at) VALUES ($1, $2, $3)",
        ).bind(email).bind(address).bind(at).execute(&mut **connection).await.map(|_| ()))
        .during("noting an attempt")?;
        let counts = on!(&mut connection, connection => sqlx::query_as(
            "SELECT (SELECT COUNT(*) FROM sign_in_attempt WHERE email = $1),
                    (SELECT COUNT(*) FROM sign_in_attempt WHERE address = $2)",
        ).bind(email).bind(address).fetch_one(&mut **connection).await)
        .during("counting attempts")?;
        writing.commit().await?;
        Ok(counts)
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

    /// Writes a line of the security log.
    pub async fn note_event(
        &self,
        at: DateTime<Utc>,
        kind: &str,
        who: &str,
        address: &str,
        detail: &str,
    ) -> Result<(), StoreError> {
        let mut writing = self.db.writing().await?;
        on!(writing.session(), connection => sqlx::query(
            "INSERT INTO security_event (id, made_at, kind, who, address, detail)
             SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, $5 FROM security_event",
        )
        .bind(at)
        .bind(kind)
        .bind(who)
        .bind(address)
        .bind(detail)
        .execute(&mut *connection)
        .await
        .map(|_| ()))
        .during("writing the security log")?;
        writing.commit().await
    }

    /// The newest lines of the security log.
    pub async fn security_events(&self, most: i64) -> Result<Vec<SecurityEvent>, StoreError> {
        let mut reading = self.db.reading().await?;
        on!(reading.session(), connection => sqlx::query_as(
            "SELECT id, made_at, kind, who, address, detail FROM security_event
             ORDER BY id DESC LIMIT $1",
        ).bind(most).fetch_all(&mut *connection).await)
        .during("reading the security log")
    }
}

/// How many can keep accounts.
async fn admins(connection: &mut Connection<'_>) -> Result<i64, StoreError> {
    on!(connection, connection => sqlx::query_scalar(
        "SELECT COUNT(*) FROM account WHERE role = 'admin' AND disabled_at IS NULL",
    ).fetch_one(&mut **connection).await)
    .during("counting the admins")
}

/// Ends every session of an account but one.
async fn end_all(
    connection: &mut Connection<'_>,
    account: i64,
    but: &str,
) -> Result<(), StoreError> {
    on!(connection, connection => sqlx::query(
        "DELETE FROM session WHERE account_id = $1 AND id <> $2",
    ).bind(account).bind(but).execute(&mut **connection).await.map(|_| ()))
    .during("ending sessions")
}
