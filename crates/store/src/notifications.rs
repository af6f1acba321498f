//! What members of staff are told of their work, and what they have chosen to be told of by e-mail.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::db::dispatch;
use super::error::ErrorContext;
use super::outbox::{NewMessage, post};
use super::{Store, StoreError};
use crate::boxed;

/// Something that an account is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNotification {
    /// Random.
    pub id: String,
    pub account: i64,
    pub kind: String,
    /// What it is about: the account is told of it once.
    pub about: String,
    pub text: String,
    /// The page to go to.
    pub href: String,
}

/// Something that an account was told.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Notification {
    pub id: String,
    pub kind: String,
    pub text: String,
    pub href: String,
    pub made_at: DateTime<Utc>,
    /// When the person said that they have read it.
    pub read_at: Option<DateTime<Utc>>,
}

impl Store {
    /// Tells an account something, and posts a message with it, unless they were told before. Of what they were
    /// told, the newest `most` are kept. False where they were told before.
    #[boxed]
    pub async fn notify(
        &self,
        told: &NewNotification,
        message: Option<(&NewMessage, i64)>,
        most: i64,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let doing = "noting what somebody is told";
        let mut transaction = self.operations.begin().await?;
        let mut connection = transaction.connection();
        let added = dispatch!(&mut connection, c => sqlx::query(
            "INSERT INTO notification (id, account_id, kind, about, text, href, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        )
        .bind(&told.id)
        .bind(told.account)
        .bind(&told.kind)
        .bind(&told.about)
        .bind(&told.text)
        .bind(&told.href)
        .bind(at)
        .execute(&mut **c)
        .await
        .map(|done| done.rows_affected()))
        .context(doing)?;
        if added == 0 {
            return Ok(false);
        }
        dispatch!(&mut connection, c => sqlx::query(
            "DELETE FROM notification WHERE account_id = $1 AND id NOT IN
               (SELECT id FROM notification WHERE account_id = $1
                ORDER BY made_at DESC, id LIMIT $2)",
        ).bind(told.account).bind(most).execute(&mut **c).await.map(|_| ()))
        .context(doing)?;
        // Where as much waits as can, they are told on their desk all the same.
        if let Some((message, most)) = message {
            post(&mut connection, message, at, most).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// What an account was told since a moment, newest first.
    #[boxed]
    pub async fn notifications(
        &self,
        account: i64,
        since: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<Notification>, StoreError> {
        let mut reader = self.operations.reader().await?;
        dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT id, kind, text, href, made_at, read_at FROM notification
             WHERE account_id = $1 AND made_at >= $2 ORDER BY made_at DESC, id LIMIT $3",
        ).bind(account).bind(since).bind(limit).fetch_all(&mut *c).await)
        .context("reading what somebody was told")
    }

    /// Notes that an account has read what it was told until a moment.
    #[boxed]
    pub async fn read_notifications(
        &self,
        account: i64,
        until: DateTime<Utc>,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.operations.begin().await?;
        dispatch!(transaction.connection(), c => sqlx::query(
            "UPDATE notification SET read_at = $3
             WHERE account_id = $1 AND made_at <= $2 AND read_at IS NULL",
        ).bind(account).bind(until).bind(at).execute(&mut *c).await.map(|_| ()))
        .context("noting what somebody has read")?;
        transaction.commit().await
    }

    /// Forgets what anybody was told before a moment.
    #[boxed]
    pub async fn forget_notifications(&self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        let mut transaction = self.operations.begin().await?;
        let done = dispatch!(transaction.connection(), c => sqlx::query(
            "DELETE FROM notification WHERE made_at < $1",
        ).bind(before).execute(&mut *c).await.map(|done| done.rows_affected()))
        .context("forgetting what somebody was told")?;
        transaction.commit().await?;
        Ok(done)
    }

    /// What accounts have chosen to be told of by e-mail, or not to be: account, kind, whether.
    #[boxed]
    pub async fn notification_choices(&self) -> Result<Vec<(i64, String, bool)>, StoreError> {
        let mut reader = self.operations.reader().await?;
        dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT account_id, kind, by_mail FROM notification_choice ORDER BY account_id, kind",
        ).fetch_all(&mut *c).await)
        .context("reading what people want to be told")
    }

    /// Sets what an account is told of by e-mail, by kind.
    #[boxed]
    pub async fn choose_notifications(
        &self,
        account: i64,
        choices: &[(&str, bool)],
    ) -> Result<(), StoreError> {
        let mut transaction = self.operations.begin().await?;
        let mut connection = transaction.connection();
        for (kind, by_mail) in choices {
            dispatch!(&mut connection, c => sqlx::query(
                "INSERT INTO notification_choice (account_id, kind, by_mail) VALUES ($1, $2, $3)
                 ON CONFLICT (account_id, kind) DO UPDATE SET by_mail = excluded.by_mail",
            ).bind(account).bind(*kind).bind(*by_mail).execute(&mut **c).await.map(|_| ()))
            .context("noting what somebody wants to be told")?;
        }
        transaction.commit().await
    }
}
