//! Which account is whom at an organisation's own sign-in provider.

use chrono::{DateTime, Utc};

use super::db::dispatch;
use super::error::ErrorContext;
use super::{Account, Store, StoreError};

/// Whether a person at the provider and an account belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdentityMatch {
    /// They do, and did before or do from now on.
    Linked(Account),
    /// There is no account with this address.
    NoAccount,
    /// The account with this address belongs to another person at the provider.
    OtherPerson,
}

impl Store {
    /// The account of a person at the provider `issuer`, whose number there is `subject`. At the
    /// first time it is the one with this e-mail address, which is linked for good.
    pub async fn identify(
        &self,
        issuer: &str,
        subject: &str,
        email: &str,
        at: DateTime<Utc>,
    ) -> Result<IdentityMatch, StoreError> {
        if let Some(account) = self.account_of(issuer, subject).await? {
            return Ok(IdentityMatch::Linked(account));
        }
        let Some(account) = self.account_by_email(email).await? else {
            return Ok(IdentityMatch::NoAccount);
        };
        let mut transaction = self.db.begin().await?;
        dispatch!(transaction.connection(), c => sqlx::query(
            "INSERT INTO account_identity (issuer, subject, account_id, linked_at)
             VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        )
        .bind(issuer)
        .bind(subject)
        .bind(account.id)
        .bind(at)
        .execute(&mut *c)
        .await
        .map(|_| ()))
        .context("linking an account")?;
        transaction.commit().await?;
        // What stands now counts: another sign-in may have been quicker.
        Ok(match self.account_of(issuer, subject).await? {
            Some(account) => IdentityMatch::Linked(account),
            None => IdentityMatch::OtherPerson,
        })
    }

    async fn account_of(&self, issuer: &str, subject: &str) -> Result<Option<Account>, StoreError> {
        let mut reader = self.db.reader().await?;
        let email: Option<String> = dispatch!(reader.connection(), c => sqlx::query_scalar(
            "SELECT email FROM account JOIN account_identity ON account_id = id
             WHERE issuer = $1 AND subject = $2",
        ).bind(issuer).bind(subject).fetch_optional(&mut *c).await)
        .context("looking up a linked account")?;
        drop(reader);
        match email {
            Some(email) => self.account_by_email(&email).await,
            None => Ok(None),
        }
    }
}
