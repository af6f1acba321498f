//! What people say to each other about drafts, and whom they name.

use crate::boxed;
use chrono::{DateTime, SubsecRound, Utc};
use sqlx::FromRow;

use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::query::{Numbered, next_id, push_list};
use super::submission::{FormSubmission, claim};
use super::{Store, StoreError};
use domain::CommitmentCode;

/// A comment on a draft.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Comment {
    pub draft_id: i64,
    pub made_at: DateTime<Utc>,
    /// The name of who wrote it.
    pub name: String,
    pub comment: String,
}

/// A comment that names somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    pub id: i64,
    pub draft: i64,
    /// The commitment of the draft.
    pub code: CommitmentCode,
    pub made_at: DateTime<Utc>,
    /// The name of who wrote it.
    pub by: String,
    pub comment: String,
}

/// What became of a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommentOutcome {
    Done,
    /// The same form was applied before; the answer then led to this location.
    AlreadyApplied(String),
    /// There is no such draft.
    NoDraft,
}

#[derive(FromRow)]
struct MentionRow {
    id: i64,
    draft_id: i64,
    code: String,
    made_at: DateTime<Utc>,
    by_name: String,
    comment: String,
}

impl Store {
    /// Adds a comment on a draft, once, and puts it on the desk of everybody whom it names.
    #[boxed]
    pub async fn comment_on_draft(
        &self,
        draft: i64,
        comment: &str,
        submission: &FormSubmission,
        at: DateTime<Utc>,
    ) -> Result<CommentOutcome, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        if let Some(location) = claim(&mut connection, submission, at).await? {
            return Ok(CommentOutcome::AlreadyApplied(location));
        }
        let is_there: Option<i64> = dispatch!(&mut connection, c => sqlx::query_scalar(
            "SELECT id FROM rating_draft WHERE id = $1",
        ).bind(draft).fetch_optional(&mut **c).await)
        .context("looking up a draft")?;
        if is_there.is_none() {
            return Ok(CommentOutcome::NoDraft);
        }
        let id = next_id(&mut connection, Numbered::DeskComment).await?;
        dispatch!(&mut connection, c => sqlx::query(
            "INSERT INTO desk_comment (id, draft_id, made_at, account_id, comment)
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(id)
        .bind(draft)
        .bind(at.trunc_subsecs(6))
        .bind(submission.account)
        .bind(comment)
        .execute(&mut **c)
        .await
        .map(|_| ()))
        .context("adding a comment")?;
        mention(&mut connection, (draft, submission.account), comment, at).await?;
        transaction.commit().await?;
        Ok(CommentOutcome::Done)
    }

    /// The comments on some drafts, oldest first; the newest of them, where there are more than `limit`.
    #[boxed]
    pub async fn comments_on(
        &self,
        drafts: &[i64],
        limit: i64,
    ) -> Result<Vec<Comment>, StoreError> {
        if drafts.is_empty() {
            return Ok(Vec::new());
        }
        let mut reader = self.db.reader().await?;
        let mut comments: Vec<Comment> = dispatch!(reader.connection(), DB, c => {
            let mut query = sqlx::QueryBuilder::<DB>::new(
                "SELECT m.draft_id, m.made_at, a.name, m.comment FROM desk_comment m
                 JOIN account a ON a.id = m.account_id",
            );
            push_list(&mut query, " WHERE m.draft_id IN", drafts.iter().copied());
            query.push(" ORDER BY m.id DESC LIMIT ").push_bind(limit);
            query.build_query_as().fetch_all(&mut *c).await
        })
        .context("reading the comments on drafts")?;
        comments.reverse();
        Ok(comments)
    }

    /// The newest comments that name somebody and are not done with, and how many there are.
    #[boxed]
    pub async fn mentions_of(
        &self,
        account: i64,
        limit: i64,
    ) -> Result<(Vec<Mention>, i64), StoreError> {
        let mut reader = self.db.reader().await?;
        let mut connection = reader.connection();
        let total: i64 = dispatch!(&mut connection, c => sqlx::query_scalar(
            "SELECT COUNT(*) FROM desk_mention WHERE account_id = $1 AND done_at IS NULL",
        ).bind(account).fetch_one(&mut **c).await)
        .context("counting the comments that name somebody")?;
        let rows: Vec<MentionRow> = dispatch!(&mut connection, c => sqlx::query_as(
            "SELECT m.id, m.draft_id, k.code, m.made_at, a.name AS by_name, m.comment
             FROM desk_mention m
             JOIN rating_draft d ON d.id = m.draft_id
             JOIN commitment k ON k.id = d.commitment_id
             JOIN account a ON a.id = m.by_id
             WHERE m.account_id = $1 AND m.done_at IS NULL ORDER BY m.id DESC LIMIT $2",
        ).bind(account).bind(limit).fetch_all(&mut **c).await)
        .context("reading the comments that name somebody")?;
        let mentions = rows.into_iter().map(|row| {
            Ok(Mention {
                id: row.id,
                draft: row.draft_id,
                code: super::rows::parsed("a commitment\u{2019}s code", &row.code)?,
                made_at: row.made_at,
                by: row.by_name,
                comment: row.comment,
            })
        });
        Ok((mentions.collect::<Result<_, StoreError>>()?, total))
    }

    /// Takes a comment off the desk of the person whom it names; nothing where it is another's.
    #[boxed]
    pub async fn finish_mention(
        &self,
        account: i64,
        id: i64,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.db.begin().await?;
        dispatch!(transaction.connection(), c => sqlx::query(
            "UPDATE desk_mention SET done_at = $3
             WHERE id = $1 AND account_id = $2 AND done_at IS NULL",
        ).bind(id).bind(account).bind(at.trunc_subsecs(6)).execute(&mut *c).await.map(|_| ()))
        .context("taking a comment off a desk")?;
        transaction.commit().await
    }
}

/// Puts a comment, by itself or of a decision, on the desk of everybody whom it names, but its writer.
pub(super) async fn mention(
    connection: &mut Connection<'_>,
    (draft, by): (i64, i64),
    comment: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    if !comment.contains('@') {
        return Ok(());
    }
    let people: Vec<(i64, String)> = dispatch!(&mut *connection, c => sqlx::query_as(
        "SELECT id, name FROM account WHERE disabled_at IS NULL ORDER BY id",
    ).fetch_all(&mut **c).await)
    .context("reading who has an account")?;
    for person in domain::mention::mentioned(comment, &people) {
        if person == by {
            continue;
        }
        let id = next_id(connection, Numbered::DeskMention).await?;
        dispatch!(&mut *connection, c => sqlx::query(
            "INSERT INTO desk_mention (id, draft_id, account_id, by_id, made_at, comment)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id)
        .bind(draft)
        .bind(person)
        .bind(by)
        .bind(at.trunc_subsecs(6))
        .bind(comment)
        .execute(&mut **c)
        .await
        .map(|_| ()))
        .context("putting a comment on a desk")?;
    }
    Ok(())
}
