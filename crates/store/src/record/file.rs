//! What a change that came from a file leaves beside the record: what file it was, the codes it gave,
//! and the drafts it brought.

use chrono::{DateTime, Utc};

use super::insert::insert_rows;
use crate::db::{Session, on};
use crate::draft_rows::{note_step, write_content};
use crate::error::During;
use crate::{DraftContent, StoreError, history};
use domain::{CommitmentCode, DraftState};

/// A file, and what it brings beside commitments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedFile {
    /// Its name.
    pub name: String,
    /// Its SHA-256, in hexadecimal.
    pub hash: String,
    /// Its format.
    pub format: String,
    /// How many commitments it adds, changes and leaves.
    pub counts: [usize; 3],
    /// Codes that it gives to commitments of a source without any: identity and code.
    pub identities: Vec<(String, CommitmentCode)>,
    /// Ratings that it brings as drafts.
    pub drafts: Vec<(CommitmentCode, DraftContent)>,
    /// The upload that it was, where it came from a browser.
    pub upload: Option<String>,
}

/// Writes it, as part of a revision. `account` is who brought the file; drafts need one. False where
/// the upload was applied before, or forgotten: then nothing of the revision may stay.
pub(super) async fn record(
    session: &mut Session<'_>,
    revision: i64,
    file: &ImportedFile,
    account: Option<i64>,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let [added, changed, unchanged] = file.counts.map(|n| i64::try_from(n).unwrap_or(i64::MAX));
    let drafts = i64::try_from(file.drafts.len()).unwrap_or(i64::MAX);
    on!(&mut *session, connection => sqlx::query(
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
    .execute(&mut **connection)
    .await
    .map(|_| ()))
    .during("noting a file")?;
    insert_rows!(
        session,
        "INSERT INTO source_identity (source, identity, code)",
        file.identities,
        3,
        |(identity, code)| [&file.format, identity, code.as_str()]
    )
    .during("noting the codes that a file was given")?;
    if let Some(upload) = &file.upload {
        let noted = on!(&mut *session, connection => sqlx::query(
            "UPDATE import_file SET revision_id = $2, content = $3
             WHERE id = $1 AND revision_id IS NULL",
        )
        .bind(upload)
        .bind(revision)
        .bind(Vec::<u8>::new())
        .execute(&mut **connection)
        .await
        .map(|done| done.rows_affected()))
        .during("noting a file")?;
        if noted == 0 {
            return Ok(false);
        }
    }
    let Some(account) = account else {
        return Ok(true);
    };
    for (code, content) in &file.drafts {
        draft(session, revision, account, (code, content), at).await?;
    }
    Ok(true)
}

/// Notes that the file of revision `batch` is taken back by another, and discards the drafts that it
/// brought: in the name of who takes it back, or of their authors where that has no account.
pub(super) async fn undone(
    session: &mut Session<'_>,
    (batch, revision): (i64, i64),
    account: Option<i64>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    on!(&mut *session, connection => sqlx::query(
        "INSERT INTO import_undo (batch_id, revision_id) VALUES ($1, $2)",
    ).bind(batch).bind(revision).execute(&mut **connection).await.map(|_| ()))
    .during("noting that a file is taken back")?;
    let waiting: Vec<(i64, i64)> = on!(&mut *session, connection => sqlx::query_as(
        "SELECT id, author_id FROM rating_draft WHERE state NOT IN ('published', 'discarded')
           AND id IN (SELECT draft_id FROM import_draft WHERE revision_id = $1) ORDER BY id",
    ).bind(batch).fetch_all(&mut **connection).await)
    .during("reading the drafts of a file")?;
    for (draft, author) in waiting {
        on!(&mut *session, connection => sqlx::query(
            "UPDATE rating_draft SET state = 'discarded', updated_at = $2, version = version + 1
             WHERE id = $1",
        ).bind(draft).bind(at).execute(&mut **connection).await.map(|_| ()))
        .during("discarding the drafts of a file")?;
        let comment = format!("its file was taken back by change {revision}");
        let step = (
            draft,
            account.unwrap_or(author),
            DraftState::Discarded,
            comment.as_str(),
        );
        note_step(session, step, at).await?;
    }
    Ok(())
}

async fn draft(
    session: &mut Session<'_>,
    revision: i64,
    account: i64,
    (code, content): (&CommitmentCode, &DraftContent),
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let Some(commitment) = history::id_of(session, code).await? else {
        return Ok(());
    };
    let id: i64 = on!(&mut *session, connection => sqlx::query_scalar(
        "SELECT COALESCE(MAX(id), 0) + 1 FROM rating_draft",
    ).fetch_one(&mut **connection).await)
    .during("numbering a draft")?;
    on!(&mut *session, connection => sqlx::query(
        "INSERT INTO rating_draft (id, commitment_id, dimension, finding, report_title,
             report_stage, source_url, reason, state, author_id, updated_at, version)
         VALUES ($1, $2, $3, 'pending', '', 'draft', '', '', 'in-review', $4, $5, 0)",
    )
    .bind(id)
    .bind(commitment)
    .bind(content.rating.dimension.slug())
    .bind(account)
    .bind(at)
    .execute(&mut **connection)
    .await
    .map(|_| ()))
    .during("keeping a draft")?;
    write_content(session, id, content, at).await?;
    note_step(
        session,
        (id, account, DraftState::InReview, "from a file"),
        at,
    )
    .await?;
    on!(session, connection => sqlx::query(
        "INSERT INTO import_draft (draft_id, revision_id) VALUES ($1, $2)",
    ).bind(id).bind(revision).execute(&mut **connection).await.map(|_| ()))
    .during("keeping a draft")
}
