//! Accounts of staff.

use crate::boxed;
use chrono::{DateTime, Utc};
use sqlx::{Database, FromRow, QueryBuilder};

use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::names::is_taken;
use super::query::{Numbered, next_id};
use super::record::{attribute, insert_revision, next_version};
use super::rows::word;
use super::submission::{FormSubmission, claim};
use super::{NEWEST, Store, StoreError, read_version};
use domain::Role;
use domain::record::Revision;

/// The account of a member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: i64,
    /// In lower case.
    pub email: String,
    /// Shown to the public beside what the person publishes.
    pub name: String,
    pub role: Role,
    /// None for those who only sign in through a provider.
    pub password_hash: Option<String>,
    pub created_at: DateTime<Utc>,
    pub disabled_at: Option<DateTime<Utc>>,
    /// The IANA name of the time zone of the person's schedules.
    pub time_zone: String,
}

/// What became of an account that was to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddAccountOutcome {
    New(Account),
    /// Refused: the e-mail address has an account.
    Taken,
    /// Refused: the name looks like that of another account.
    NameTaken,
    /// The same form was sent before, and added it then.
    AlreadyAdded,
}

/// What became of another name for an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenameOutcome {
    /// It is the name now, and the history says so.
    Done,
    /// It was the name already.
    Same,
    /// Refused: it looks like the name of another account.
    Taken,
    /// There is no such account.
    Unknown,
}

/// What became of a change of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeAccountOutcome {
    /// Done; the account as it was before.
    Done(Account),
    /// It was so already.
    Same,
    /// There is no such account.
    Unknown,
    /// Refused: nobody would be left who can manage accounts.
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
    time_zone: String,
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
            time_zone: self.time_zone,
        })
    }
}

impl Store {
    /// Adds an account; a form adds it once, however often it is submission.
    #[boxed]
    pub async fn add_account(
        &self,
        email: &str,
        name: &str,
        role: Role,
        password_hash: Option<&str>,
        submission: Option<&FormSubmission>,
        at: DateTime<Utc>,
    ) -> Result<AddAccountOutcome, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        if let Some(submission) = submission
            && claim(&mut connection, submission, at).await?.is_some()
        {
            return Ok(AddAccountOutcome::AlreadyAdded);
        }
        if is_taken(&mut connection, name, None).await? {
            return Ok(match account_of(&mut connection, email).await? {
                Some(_) => AddAccountOutcome::Taken,
                None => AddAccountOutcome::NameTaken,
            });
        }
        let id = next_id(&mut connection, Numbered::Account).await?;
        let row: Option<AccountRow> = dispatch!(&mut connection, c => sqlx::query_as(
            "INSERT INTO account (id, email, name, role, password_hash, created_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (email) DO NOTHING
             RETURNING id, email, name, role, password_hash, created_at, disabled_at, time_zone",
        )
        .bind(id)
        .bind(email)
        .bind(name)
        .bind(role.slug())
        .bind(password_hash)
        .bind(at)
        .fetch_optional(&mut **c)
        .await)
        .context("adding an account")?;
        let Some(row) = row else {
            return Ok(AddAccountOutcome::Taken);
        };
        transaction.commit().await?;
        Ok(AddAccountOutcome::New(row.account()?))
    }

    #[boxed]
    pub async fn account(&self, id: i64) -> Result<Option<Account>, StoreError> {
        account(&mut self.db.reader().await?.connection(), id).await
    }

    /// The account with this e-mail address, in lower case.
    #[boxed]
    pub async fn account_by_email(&self, email: &str) -> Result<Option<Account>, StoreError> {
        account_of(&mut self.db.reader().await?.connection(), email).await
    }

    /// Every account, oldest first.
    #[boxed]
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let mut reader = self.db.reader().await?;
        let rows: Vec<AccountRow> = dispatch!(reader.connection(), DB, c => {
            let mut query = select_accounts::<DB>();
            query.push(" ORDER BY id");
            query.build_query_as().fetch_all(&mut *c).await
        })
        .context("reading the accounts")?;
        rows.into_iter().map(AccountRow::account).collect()
    }

    /// Gives an account another role, and disables or enables it. Its sessions end, unless it was so already. Refuses to
    /// disable or demote the last admin.
    #[boxed]
    pub async fn change_account(
        &self,
        id: i64,
        role: Role,
        disabled_at: Option<DateTime<Utc>>,
    ) -> Result<ChangeAccountOutcome, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        let Some(was) = account(&mut connection, id).await? else {
            return Ok(ChangeAccountOutcome::Unknown);
        };
        if (was.role, was.disabled_at.is_some()) == (role, disabled_at.is_some()) {
            return Ok(ChangeAccountOutcome::Same);
        }
        let admins_before = count_admins(&mut connection).await?;
        dispatch!(&mut connection, c => sqlx::query(
            "UPDATE account SET role = $2, disabled_at = $3 WHERE id = $1",
        )
        .bind(id)
        .bind(role.slug())
        .bind(disabled_at)
        .execute(&mut **c)
        .await
        .map(|_| ()))
        .context("changing an account")?;
        if admins_before > 0 && count_admins(&mut connection).await? == 0 {
            // Dropping the transaction rolls the change back.
            return Ok(ChangeAccountOutcome::LastAdmin);
        }
        // Before as well as after, so that none goes on where this program ends in between.
        self.end_sessions(id, None).await?;
        transaction.commit().await?;
        self.end_sessions(id, None).await?;
        Ok(ChangeAccountOutcome::Done(was))
    }

    /// Changes the name that the public sees on later changes. The `revision` that says so becomes part
    /// of the history, so that readers know who is behind both names.
    #[boxed]
    pub async fn rename_account(
        &self,
        id: i64,
        name: &str,
        revision: &Revision,
    ) -> Result<RenameOutcome, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        let Some(known) = account(&mut connection, id).await? else {
            return Ok(RenameOutcome::Unknown);
        };
        if known.name == name {
            return Ok(RenameOutcome::Same);
        }
        if is_taken(&mut connection, name, Some(id)).await? {
            return Ok(RenameOutcome::Taken);
        }
        dispatch!(&mut connection, c => sqlx::query(
            "UPDATE account SET name = $2 WHERE id = $1",
        ).bind(id).bind(name).execute(&mut **c).await.map(|_| ()))
        .context("renaming an account")?;
        let before = read_version(&mut connection, NEWEST).await?;
        let version = next_version(&self.db, &before, revision, false)?;
        insert_revision(&mut connection, &version, revision).await?;
        attribute(&mut connection, version.number, id).await?;
        transaction.commit().await?;
        Ok(RenameOutcome::Done)
    }

    /// Sets the time zone of an account; false where it was so already.
    #[boxed]
    pub async fn set_time_zone(&self, id: i64, zone: &str) -> Result<bool, StoreError> {
        let mut transaction = self.db.begin().await?;
        let changed = dispatch!(transaction.connection(), c => sqlx::query(
            "UPDATE account SET time_zone = $2 WHERE id = $1 AND time_zone <> $2",
        ).bind(id).bind(zone).execute(&mut *c).await.map(|done| done.rows_affected()))
        .context("setting a time zone")?;
        transaction.commit().await?;
        Ok(changed > 0)
    }

    /// Sets a new password hash and ends all sessions of the account. False where there is no such
    /// account.
    #[boxed]
    pub async fn reset_password(&self, id: i64, hash: &str) -> Result<bool, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        let changed = dispatch!(&mut connection, c => sqlx::query(
            "UPDATE account SET password_hash = $2 WHERE id = $1",
        ).bind(id).bind(hash).execute(&mut **c).await.map(|done| done.rows_affected()))
        .context("resetting a password")?;
        self.end_sessions(id, None).await?;
        transaction.commit().await?;
        self.end_sessions(id, None).await?;
        Ok(changed > 0)
    }

    /// Replaces the password hash, where it still is `old`; false otherwise. With `keep_session`,
    /// every other session of the account ends.
    #[boxed]
    pub async fn replace_password(
        &self,
        id: i64,
        [old, new]: [&str; 2],
        keep_session: Option<&str>,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        let changed = dispatch!(&mut connection, c => sqlx::query(
            "UPDATE account SET password_hash = $3 WHERE id = $1 AND password_hash = $2",
        )
        .bind(id)
        .bind(old)
        .bind(new)
        .execute(&mut **c)
        .await
        .map(|done| done.rows_affected()))
        .context("changing a password")?;
        if changed == 0 {
            return Ok(false);
        }
        if keep_session.is_some() {
            self.end_sessions(id, keep_session).await?;
        }
        transaction.commit().await?;
        if keep_session.is_some() {
            self.end_sessions(id, keep_session).await?;
        }
        Ok(true)
    }
}

/// Accounts; the query's conditions follow.
fn select_accounts<DB: Database>() -> QueryBuilder<DB> {
    QueryBuilder::new(
        "SELECT id, email, name, role, password_hash, created_at, disabled_at, time_zone FROM account",
    )
}

async fn account_of(
    connection: &mut Connection<'_>,
    email: &str,
) -> Result<Option<Account>, StoreError> {
    let row: Option<AccountRow> = dispatch!(connection, DB, c => {
        let mut query = select_accounts::<DB>();
        query.push(" WHERE email = ").push_bind(email);
        query.build_query_as().fetch_optional(&mut **c).await
    })
    .context("looking up an account")?;
    row.map(AccountRow::account).transpose()
}

async fn account(connection: &mut Connection<'_>, id: i64) -> Result<Option<Account>, StoreError> {
    let row: Option<AccountRow> = dispatch!(connection, DB, c => {
        let mut query = select_accounts::<DB>();
        query.push(" WHERE id = ").push_bind(id);
        query.build_query_as().fetch_optional(&mut **c).await
    })
    .context("looking up an account")?;
    row.map(AccountRow::account).transpose()
}

/// How many can manage accounts.
async fn count_admins(connection: &mut Connection<'_>) -> Result<i64, StoreError> {
    dispatch!(connection, c => sqlx::query_scalar(
        "SELECT COUNT(*) FROM account WHERE role = 'admin' AND disabled_at IS NULL",
    ).fetch_one(&mut **c).await)
    .context("counting the admins")
}
