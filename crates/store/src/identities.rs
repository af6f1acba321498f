//! Links between accounts and people at an organisation's own sign-in provider.

use crate::boxed;
use chrono::{DateTime, Utc};

use super::db::dispatch;
use super::error::ErrorContext;
use super::{Account, Store, StoreError};

/// The account that belongs to a person at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdentityMatch {
    /// Linked to this person, now or before.
    Linked(Account),
    /// No account has this e-mail address.
    NoAccount,
    /// The account with this e-mail address is linked to another person.
    OtherPerson,
}

impl Store {
    /// Finds the account of a person by the provider (`issuer`) and the person's id there
    /// (`subject`). The first time it is the account with this e-mail address, which from then on is
    /// linked to the person.
    #[boxed]
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
        // Read again: another sign-in may have linked the account first.
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
