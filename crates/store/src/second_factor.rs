//! Accounts' second factors, and the recovery codes to use when a device is lost.

use crate::boxed;
use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::query::insert_rows;
use super::{Store, StoreError};

/// The second factor of an account.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SecondFactor {
    pub account_id: i64,
    /// As the caller sealed it.
    pub secret: String,
    pub made_at: DateTime<Utc>,
    /// Recovery codes that are not used yet.
    pub recovery_codes: i64,
}

impl Store {
    /// The second factor of an account; none where it has none.
    #[boxed]
    pub async fn second_factor(&self, account: i64) -> Result<Option<SecondFactor>, StoreError> {
        let mut reader = self.db.reader().await?;
        dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT account_id, secret, made_at,
               (SELECT COUNT(*) FROM recovery_code r WHERE r.account_id = f.account_id)
                 AS recovery_codes
             FROM second_factor f WHERE account_id = $1",
        ).bind(account).fetch_optional(&mut *c).await)
        .context("looking up a second factor")
    }

    /// The accounts that have a second factor.
    #[boxed]
    pub async fn accounts_with_second_factor(&self) -> Result<Vec<i64>, StoreError> {
        let mut reader = self.db.reader().await?;
        dispatch!(reader.connection(), c => sqlx::query_scalar(
            "SELECT account_id FROM second_factor ORDER BY account_id",
        ).fetch_all(&mut *c).await)
        .context("looking up the second factors")
    }

    /// Gives an account its second factor: the sealed `secret`, the period `step` whose code has been
    /// used, and the hashes of its recovery codes. Its sessions end, except the one to keep. False, and
    /// nothing done, where the account has a second factor.
    #[boxed]
    pub async fn add_second_factor(
        &self,
        account: i64,
        (secret, step): (&str, i64),
        recovery_codes: &[String],
        at: DateTime<Utc>,
        keep_session: &str,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        let added = dispatch!(&mut connection, c => sqlx::query(
            "INSERT INTO second_factor (account_id, secret, last_step, made_at)
             VALUES ($1, $2, $3, $4) ON CONFLICT (account_id) DO NOTHING",
        )
        .bind(account)
        .bind(secret)
        .bind(step)
        .bind(at)
        .execute(&mut **c)
        .await
        .map(|done| done.rows_affected()))
        .context("adding a second factor")?;
        if added == 0 {
            return Ok(false);
        }
        add_recovery_codes(&mut connection, account, recovery_codes).await?;
        // Before as well as after, so that none goes on where this program ends in between.
        self.end_sessions(account, Some(keep_session)).await?;
        transaction.commit().await?;
        self.end_sessions(account, Some(keep_session)).await?;
        Ok(true)
    }

    /// Uses the code of a period: true once for each, and only for periods after the last one used.
    #[boxed]
    pub async fn use_second_factor_step(
        &self,
        account: i64,
        step: i64,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.db.begin().await?;
        let used = dispatch!(transaction.connection(), c => sqlx::query(
            "UPDATE second_factor SET last_step = $2 WHERE account_id = $1 AND last_step < $2",
        ).bind(account).bind(step).execute(&mut *c).await.map(|done| done.rows_affected()))
        .context("noting that a code was used")?;
        transaction.commit().await?;
        Ok(used > 0)
    }

    /// Uses the recovery code with this hash: true once for each.
    #[boxed]
    pub async fn use_recovery_code(&self, account: i64, hash: &str) -> Result<bool, StoreError> {
        let mut transaction = self.db.begin().await?;
        let used = dispatch!(transaction.connection(), c => sqlx::query(
            "DELETE FROM recovery_code WHERE account_id = $1 AND code_hash = $2",
        ).bind(account).bind(hash).execute(&mut *c).await.map(|done| done.rows_affected()))
        .context("using a recovery code")?;
        transaction.commit().await?;
        Ok(used > 0)
    }

    /// Replaces the recovery codes of an account. False where it has no second factor.
    #[boxed]
    pub async fn replace_recovery_codes(
        &self,
        account: i64,
        hashes: &[String],
    ) -> Result<bool, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        let present: Option<i64> = dispatch!(&mut connection, c => sqlx::query_scalar(
            "SELECT account_id FROM second_factor WHERE account_id = $1",
        ).bind(account).fetch_optional(&mut **c).await)
        .context("looking up a second factor")?;
        if present.is_none() {
            return Ok(false);
        }
        remove_recovery_codes(&mut connection, account).await?;
        add_recovery_codes(&mut connection, account, hashes).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Takes an account's second factor and its recovery codes away. Its sessions end, except the one
    /// to keep. False where it has none.
    #[boxed]
    pub async fn remove_second_factor(
        &self,
        account: i64,
        keep_session: Option<&str>,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        remove_recovery_codes(&mut connection, account).await?;
        let removed = dispatch!(&mut connection, c => sqlx::query(
            "DELETE FROM second_factor WHERE account_id = $1",
        ).bind(account).execute(&mut **c).await.map(|done| done.rows_affected()))
        .context("removing a second factor")?;
        if removed == 0 {
            return Ok(false);
        }
        self.end_sessions(account, keep_session).await?;
        transaction.commit().await?;
        self.end_sessions(account, keep_session).await?;
        Ok(true)
    }
}

async fn add_recovery_codes(
    connection: &mut Connection<'_>,
    account: i64,
    hashes: &[String],
) -> Result<(), StoreError> {
    insert_rows!(
        connection,
        "INSERT INTO recovery_code (account_id, code_hash)",
        hashes,
        |hash| [account, hash]
    )
    .context("adding the recovery codes")
}

async fn remove_recovery_codes(
    connection: &mut Connection<'_>,
    account: i64,
) -> Result<(), StoreError> {
    dispatch!(connection, c => sqlx::query(
        "DELETE FROM recovery_code WHERE account_id = $1",
    ).bind(account).execute(&mut **c).await.map(|_| ()))
    .context("removing recovery codes")
}
