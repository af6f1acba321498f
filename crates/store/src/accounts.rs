//! Accounts of staff, and the security log.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::db::{Session as Connection, on};
use super::error::During;
use super::record::{Sent, claim};
use super::rows::word;
use super::sessions::end_all;
use super::{Store, StoreError};
use domain::Role;

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

/// What became of an account that was to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddedAccount {
    /// It is there now.
    New(Account),
    /// The e-mail address has one already.
    Taken,
    /// The same form was sent before, and added it then.
    Before,
}

/// What became of a change of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountChange {
    /// It was made, to the account as it is given here.
    Done(Account),
    /// There is no such account.
    Unknown,
    /// It would have left nobody who can keep accounts.
    LastAdmin,
}

#[derive(FromRow)]
pub(super) struct AccountRow {
    id: i64,
    email: String,
    name: String,
    role: String,
    password_hash: Option<String>,
    created_at: DateTime<Utc>,
    disabled_at: Option<DateTime<Utc>>,
}

impl AccountRow {
    pub(super) fn account(self) -> Result<Account, StoreError> {
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
    /// Adds an account, once for each form that asks for it.
    pub async fn add_account(
        &self,
        email: &str,
        name: &str,
        role: Role,
        password_hash: Option<&str>,
        sent: Option<&Sent>,
        at: DateTime<Utc>,
    ) -> Result<AddedAccount, StoreError> {
        let mut writing = self.db.writing().await?;
        let mut session = writing.session();
        if let Some(sent) = sent
            && claim(&mut session, sent, at).await?.is_some()
        {
            return Ok(AddedAccount::Before);
        }
        let row: Option<AccountRow> = on!(&mut session, connection => sqlx::query_as(
            "INSERT INTO account (id, email, name, role, password_hash, created_at)
             SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, $5 FROM account
             HAVING NOT EXISTS (SELECT 1 FROM account WHERE email = $1)
             RETURNING id, email, name, role, password_hash, created_at, disabled_at",
        )
        .bind(email)
        .bind(name)
        .bind(role.slug())
        .bind(password_hash)
        .bind(at)
        .fetch_optional(&mut **connection)
        .await)
        .during("adding an account")?;
        let Some(row) = row else {
            return Ok(AddedAccount::Taken);
        };
        writing.commit().await?;
        Ok(AddedAccount::New(row.account()?))
    }

    /// The account with this number.
    pub async fn account(&self, id: i64) -> Result<Option<Account>, StoreError> {
        account(&mut self.db.reading().await?.session(), id).await
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
        let Some(was) = account(&mut session, id).await? else {
            return Ok(AccountChange::Unknown);
        };
        let before = admins(&mut session).await?;
        on!(&mut session, connection => sqlx::query(
            "UPDATE account SET role = $2, disabled_at = $3 WHERE id = $1",
        )
        .bind(id)
        .bind(role.slug())
        .bind(disabled_at)
        .execute(&mut **connection)
        .await
        .map(|_| ()))
        .during("changing an account")?;
        if before > 0 && admins(&mut session).await? == 0 {
            // Dropping the transaction takes the change back.
            return Ok(AccountChange::LastAdmin);
        }
        end_all(&mut session, id, "").await?;
        writing.commit().await?;
        Ok(AccountChange::Done(was))
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

    /// Gives an account another password's hash and ends all its sessions; whether there is such
    /// an account.
    pub async fn reset_password(&self, id: i64, hash: &str) -> Result<bool, StoreError> {
        let mut writing = self.db.writing().await?;
        let mut session = writing.session();
        let changed = on!(&mut session, connection => sqlx::query(
            "UPDATE account SET password_hash = $2 WHERE id = $1",
        ).bind(id).bind(hash).execute(&mut **connection).await.map(|done| done.rows_affected()))
        .during("resetting a password")?;
        end_all(&mut session, id, "").await?;
        writing.commit().await?;
        Ok(changed > 0)
    }

    /// Puts another hash in the place of the one that was looked at; whether that still stood there.
    /// Where a session is named, every other one of the account ends.
    pub async fn replace_password(
        &self,
        id: i64,
        [old, new]: [&str; 2],
        but_session: Option<&str>,
    ) -> Result<bool, StoreError> {
        let mut writing = self.db.writing().await?;
        let mut session = writing.session();
        let changed = on!(&mut session, connection => sqlx::query(
            "UPDATE account SET password_hash = $3 WHERE id = $1 AND password_hash = $2",
        )
        .bind(id)
        .bind(old)
        .bind(new)
        .execute(&mut **connection)
        .await
        .map(|done| done.rows_affected()))
        .during("changing a password")?;
        if changed == 0 {
            return Ok(false);
        }
        if let Some(kept) = but_session {
            end_all(&mut session, id, kept).await?;
        }
        writing.commit().await?;
        Ok(true)
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

async fn account(connection: &mut Connection<'_>, id: i64) -> Result<Option<Account>, StoreError> {
    let row: Option<AccountRow> = on!(connection, connection => sqlx::query_as(
        "SELECT id, email, name, role, password_hash, created_at, disabled_at FROM account
         WHERE id = $1",
    ).bind(id).fetch_optional(&mut **connection).await)
    .during("looking up an account")?;
    row.map(AccountRow::account).transpose()
}

/// How many can keep accounts.
async fn admins(connection: &mut Connection<'_>) -> Result<i64, StoreError> {
    on!(connection, connection => sqlx::query_scalar(
        "SELECT COUNT(*) FROM account WHERE role = 'admin' AND disabled_at IS NULL",
    ).fetch_one(&mut **connection).await)
    .during("counting the admins")
}
