//! What a file leaves beside the commitments: which file it was, and the drafts that
//! it brought.

use chrono::{DateTime, Utc};

use crate::db::{Connection, dispatch};
use crate::draft_rows::{DraftEvent, insert_draft, insert_event};
use crate::error::ErrorContext;
use crate::query::{Numbered, next_id};
use crate::source_decisions::SourceDecided;
use crate::{DraftContent, StoreError, codes};
use domain::{CommitmentCode, DraftState};

/// A file, and what it brings beside commitments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedFile {
    pub name: String,
    /// SHA-256, in hexadecimal.
    pub hash: String,
    pub format: String,
    /// How many commitments it adds, changes and leaves as they are.
    pub counts: [usize; 3],
    /// Ratings that it brings as drafts, which go straight to review.
    pub drafts: Vec<(CommitmentCode, DraftContent)>,
    /// The id of the upload, where the file came from a browser.
    pub upload: Option<String>,
    /// What is decided with it, where it is of a watched source.
    pub decided: Option<SourceDecided>,
}

/// Writes it, as part of a revision. `account` is who brought the file; without one its drafts are
/// left out. False where the upload was applied before, or deleted: then the caller must roll back.
pub(super) async fn record(
    connection: &mut Connection<'_>,
    revision: i64,
    file: &ImportedFile,
    account: Option<i64>,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let [added, changed, unchanged] = file.counts.map(|n| i64::try_from(n).unwrap_or(i64::MAX));
    let drafts = i64::try_from(file.drafts.len()).unwrap_or(i64::MAX);
    dispatch!(&mut *connection, c => sqlx::query(
        "INSERT INTO import_batch
             (revision_id, file_name, file_hash, format, added, changed, unchanged, drafts)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(revision)
    .bind(&file.name)
    .bind(&file.hash)
    .bind(&file.format)
    .bind(added)
    .bind(changed)
    .bind(unchanged)
    .bind(drafts)
    .execute(&mut **c)
    .await
    .map(|_| ()))
    .context("noting a file")?;
    if let Some(upload) = &file.upload {
        let noted = dispatch!(&mut *connection, c => sqlx::query(
            "UPDATE import_file SET revision_id = $2, content = $3
             WHERE id = $1 AND revision_id IS NULL",
        )
        .bind(upload)
        .bind(revision)
        .bind(Vec::<u8>::new())
        .execute(&mut **c)
        .await
        .map(|done| done.rows_affected()))
        .context("noting a file")?;
        if noted == 0 {
            return Ok(false);
        }
    }
    let Some(account) = account else {
        return Ok(true);
    };
    for (code, content) in &file.drafts {
        insert_imported_draft(connection, revision, account, (code, content), at).await?;
    }
    Ok(true)
}

/// Notes that `revision` undoes the file of revision `batch`, and discards its open drafts: in the
/// name of the account, or of their authors where there is none.
pub(super) async fn record_undo(
    connection: &mut Connection<'_>,
    (batch, revision): (i64, i64),
    account: Option<i64>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    dispatch!(&mut *connection, c => sqlx::query(
        "INSERT INTO import_undo (batch_id, revision_id) VALUES ($1, $2)",
    ).bind(batch).bind(revision).execute(&mut **c).await.map(|_| ()))
    .context("noting that a file is undone")?;
    let open: Vec<(i64, i64)> = dispatch!(&mut *connection, c => sqlx::query_as(
        "SELECT id, author_id FROM rating_draft WHERE state NOT IN ('published', 'discarded')
           AND id IN (SELECT draft_id FROM import_draft WHERE revision_id = $1) ORDER BY id",
    ).bind(batch).fetch_all(&mut **c).await)
    .context("reading the drafts of a file")?;
    for (draft, author) in open {
        dispatch!(&mut *connection, c => sqlx::query(
            "UPDATE rating_draft SET state = 'discarded', updated_at = $2, version = version + 1
             WHERE id = $1",
        ).bind(draft).bind(at).execute(&mut **c).await.map(|_| ()))
        .context("discarding the drafts of a file")?;
        let comment = format!("import undone by change {revision}");
        let event = DraftEvent {
            draft,
            account: account.unwrap_or(author),
            state: DraftState::Discarded,
            comment: &comment,
        };
        insert_event(connection, &event, at).await?;
    }
    Ok(())
}

async fn insert_imported_draft(
    connection: &mut Connection<'_>,
    revision: i64,
    account: i64,
    (code, content): (&CommitmentCode, &DraftContent),
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let Some(commitment) = codes::id_of(connection, code).await? else {
        return Ok(());
    };
    let id = next_id(connection, Numbered::Draft).await?;
    let event = DraftEvent {
        draft: id,
        account,
        state: DraftState::InReview,
        comment: "from a file",
    };
    // Who brought the file saw the record as it was before it.
    insert_draft(connection, commitment, content, &event, (revision, at)).await?;
    dispatch!(connection, c => sqlx::query(
        "INSERT INTO import_draft (draft_id, revision_id) VALUES ($1, $2)",
    ).bind(id).bind(revision).execute(&mut **c).await.map(|_| ()))
    .context("keeping a draft")
}
