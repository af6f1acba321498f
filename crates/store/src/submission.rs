//! Forms that staff send: applied once, however often they are sent.

use chrono::{DateTime, Utc};

use super::StoreError;
use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use domain::CommitmentCode;
use domain::record::DataVersion;

/// The form that a change came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormSubmission {
    /// The account of the sender.
    pub account: i64,
    /// Unique to this form, so that it is applied once.
    pub token: String,
    /// The location that the answer leads to.
    pub location: String,
    /// The newest revision that the sender had seen: nothing that the form changes may have been
    /// changed since.
    pub seen: i64,
}

/// What became of a change that was sent as a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubmissionOutcome {
    /// Applied.
    Done(DataVersion),
    /// There was nothing to change: the record says so already.
    Unchanged,
    /// The same form was applied before; the answer then led to this location.
    AlreadyApplied(String),
    /// Not applied: others have changed these commitments since the sender looked; where there are
    /// none, the member or the item that the form describes.
    Conflict(Vec<CommitmentCode>),
}

/// Marks a form as applied, so that sending it again changes nothing. Where it was marked before,
/// gives the location that the answer led to then.
pub(super) async fn claim(
    connection: &mut Connection<'_>,
    submission: &FormSubmission,
    at: DateTime<Utc>,
) -> Result<Option<String>, StoreError> {
    let new = dispatch!(&mut *connection, c => sqlx::query(
        "INSERT INTO submission (token, account_id, made_at, location) VALUES ($1, $2, $3, $4)
         ON CONFLICT (token) DO NOTHING",
    )
    .bind(&submission.token)
    .bind(submission.account)
    .bind(at)
    .bind(&submission.location)
    .execute(&mut **c)
    .await
    .map(|done| done.rows_affected()))
    .context("noting a form")?;
    if new > 0 {
        return Ok(None);
    }
    let before = location(connection, &submission.token, submission.account).await?;
    Ok(Some(before.unwrap_or_else(|| submission.location.clone())))
}

/// Where the answer to an applied form led.
pub(super) async fn location(
    connection: &mut Connection<'_>,
    token: &str,
    account: i64,
) -> Result<Option<String>, StoreError> {
    dispatch!(connection, c => sqlx::query_scalar(
        "SELECT location FROM submission WHERE token = $1 AND account_id = $2",
    ).bind(token).bind(account).fetch_optional(&mut **c).await)
    .context("looking up a form")
}
