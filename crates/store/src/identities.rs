//! Which account is whom at an organisation's own sign-in provider.

use chrono::{DateTime, Utc};

use super::db::on;
use super::error::During;
use super::{Account, Store, StoreError};

/// Whether a person at the provider and an account belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
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
    ) -> Result<Identity, StoreError> {
        if let Some(account) = self.account_of(issuer, subject).await? {
            return Ok(Identity::Linked(account));
        }
        let Some(account) = self.account_by_email(email).await? else {
            return Ok(Identity::NoAccount);
        };
        let mut writing = self.db.writing().await?;
        on!(writing.session(), connection => sqlx::query(
            "INSERT INTO account_identity (issuer, subject, account_id, linked_at)
             VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        )
        .bind(issuer)
        .bind(subject)
        .bind(account.id)
        .bind(at)
        .execute(&mut *connection)
        .await
        .map(|_| ()))
        .during("linking an account")?;
        writing.commit().await?;
        // What stands now counts: another sign-in may have been quicker.
        Ok(match self.account_of(issuer, subject).await? {
            Some(account) => Identity::Linked(account),
            None => Identity::OtherPerson,
        })
    }

    async fn account_of(&self, issuer: &str, subject: &str) -> Result<Option<Account>, StoreError> {
        let mut reading = self.db.reading().await?;
        let email: Option<String> = on!(reading.session(), connection => sqlx::query_scalar(
            "SELECT email FROM account JOIN account_identity ON account_id = id
             WHERE issuer = $1 AND subject = $2",
        ).bind(issuer).bind(subject).fetch_optional(&mut *connection).await)
        .during("looking up a linked account")?;
        drop(reading);
        match email {
            Some(email) => self.account_by_email(&email).await,
            None => Ok(None),
        }
    }
}
