//! Imported files: applying and undoing them, and uploads that wait to be applied.

use std::collections::{HashMap, HashSet};

use crate::boxed;
use chrono::{DateTime, Utc};
use sqlx::{Database, FromRow, QueryBuilder};

use super::codes::ids_of;
use super::db::dispatch;
use super::error::ErrorContext;
use super::query::CHUNK;
use super::read::{self, Which};
use super::record::{self, FileOutcome, Progress};
use super::undo::{self, Undoing};
use super::{ImportedFile, Store, StoreError, withdrawal};
use domain::record::{Batch, Entry, Revision};
use domain::{CommitmentCode, Rating};

/// A commitment with the ratings in force and their ids, oldest first.
pub type StoredCommitment = (Entry, Vec<(i64, Rating)>);

/// A file that was applied.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ImportBatch {
    /// The revision that it made, and the number that it is known by.
    pub revision_id: i64,
    pub made_at: DateTime<Utc>,
    pub made_by: String,
    pub reason: String,
    pub file_name: String,
    /// SHA-256, in hexadecimal.
    pub file_hash: String,
    pub format: String,
    /// Commitments added.
    pub added: i64,
    /// Commitments changed.
    pub changed: i64,
    /// Commitments that already were as the file has them.
    pub unchanged: i64,
    /// Ratings that it brought as drafts.
    pub drafts: i64,
    /// The revision that undid it.
    pub undone_by: Option<i64>,
}

/// An uploaded file.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Upload {
    /// Random; stands in addresses.
    pub id: String,
    pub account_id: i64,
    pub file_name: String,
    /// SHA-256, in hexadecimal.
    pub file_hash: String,
    pub uploaded_at: DateTime<Utc>,
    /// The revision that applied it.
    pub revision_id: Option<i64>,
}

/// What became of undoing a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoOutcome {
    Done,
    /// No file was applied under this number.
    Unknown,
    AlreadyUndone,
    /// Refused: later changes build on what the file did to these commitments.
    BuiltOn(Vec<CommitmentCode>),
}

/// Days after which an upload is deleted.
const KEEP_UPLOADS_DAYS: i64 = 14;

impl Store {
    /// The commitments among these that are in the record, as of its newest revision, each with the
    /// ratings in force.
    #[boxed]
    pub async fn stored_commitments(
        &self,
        codes: &[CommitmentCode],
    ) -> Result<HashMap<CommitmentCode, StoredCommitment>, StoreError> {
        let as_of = self.version().await?.number;
        let mut reader = self.db.reader().await?;
        let mut connection = reader.connection();
        let codes: Vec<&CommitmentCode> = codes.iter().collect();
        let ids: Vec<i64> = ids_of(&mut connection, &codes)
            .await?
            .into_values()
            .collect();
        let entries = read::entries(&mut connection, as_of, &ids).await?;
        let mut ratings: HashMap<i64, Vec<(i64, Rating)>> = HashMap::new();
        let mut out_of_force = HashSet::new();
        for chunk in ids.chunks(CHUNK) {
            let which = Which::These(chunk);
            let out = withdrawal::ratings_out_of_force(&mut connection, as_of, which).await?;
            out_of_force.extend(out);
            ratings.extend(read::ratings(&mut connection, as_of, Which::These(chunk)).await?);
        }
        let stored = entries.into_iter().map(|(id, entry)| {
            let mut ratings = ratings.remove(&id).unwrap_or_default();
            ratings.retain(|(rating, _)| !out_of_force.contains(rating));
            (entry.commitment.code.clone(), (entry, ratings))
        });
        Ok(stored.collect())
    }

    /// The codes assigned to commitments of a source that has none, by their identity there.
    #[boxed]
    pub async fn identities(
        &self,
        source: &str,
    ) -> Result<HashMap<String, CommitmentCode>, StoreError> {
        let mut reader = self.db.reader().await?;
        let rows: Vec<(String, String)> = dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT identity, code FROM source_identity WHERE source = $1",
        ).bind(source).fetch_all(&mut *c).await)
        .context("reading the codes that files were given")?;
        rows.into_iter()
            .map(|(identity, code)| Ok((identity, super::rows::parsed("a code", &code)?)))
            .collect()
    }

    /// Every code with this prefix, also of withdrawn commitments.
    #[boxed]
    pub async fn codes_beginning(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        let mut reader = self.db.reader().await?;
        dispatch!(reader.connection(), c => sqlx::query_scalar(
            "SELECT code FROM commitment WHERE code LIKE $1
             UNION SELECT code FROM source_identity WHERE code LIKE $1",
        ).bind(format!("{prefix}%")).fetch_all(&mut *c).await)
        .context("reading the codes that files were given")
    }

    /// Applies a file as one revision and in one transaction, to the state `seen` of the record that
    /// it was compared with. `account` is who brought it; the command line has none.
    #[boxed]
    pub async fn apply_file(
        &self,
        revision: &Revision,
        batch: &Batch,
        file: &ImportedFile,
        account: Option<i64>,
        seen: i64,
        progress: &mut Progress<'_>,
    ) -> Result<FileOutcome, StoreError> {
        let file = (file, account, seen);
        record::apply_file(&self.db, revision, batch, file, progress).await
    }

    /// Undoes a file, as a revision of its own: commitments that it added are withdrawn, those that
    /// it changed are as they were, its ratings go out of force and its drafts are discarded. Members,
    /// plans and policy areas that it brought go too where nothing else refers to them.
    ///
    /// Refuses where something later was built on any of them.
    #[boxed]
    pub async fn undo_import(
        &self,
        batch: i64,
        revision: &Revision,
        account: Option<i64>,
    ) -> Result<UndoOutcome, StoreError> {
        loop {
            let seen = self.version().await?.number;
            let Some(import) = self.import_batch(batch).await? else {
                return Ok(UndoOutcome::Unknown);
            };
            if import.undone_by.is_some() {
                return Ok(UndoOutcome::AlreadyUndone);
            }
            let undo = {
                let mut reader = self.db.reader().await?;
                undo::undo(&mut reader.connection(), batch).await?
            };
            let changes = match undo {
                Ok((changes, _)) => changes,
                Err(codes) => return Ok(UndoOutcome::BuiltOn(codes)),
            };
            let file = (batch, account, seen);
            // Otherwise somebody else has changed the record in between: look again.
            if record::undo_file(&self.db, revision, &changes, file).await? {
                return Ok(UndoOutcome::Done);
            }
        }
    }

    /// What undoing a file would do, or what of it stayed where it is undone. `None` where there is
    /// no such file.
    #[boxed]
    pub async fn undoing(&self, batch: i64) -> Result<Option<Undoing>, StoreError> {
        let Some(import) = self.import_batch(batch).await? else {
            return Ok(None);
        };
        let mut reader = self.db.reader().await?;
        let mut connection = reader.connection();
        if import.undone_by.is_some() {
            return undo::left(&mut connection, batch).await.map(Some);
        }
        let undoing = match undo::undo(&mut connection, batch).await? {
            Ok((_, undoing)) => undoing,
            Err(built_on) => Undoing {
                built_on,
                ..Undoing::default()
            },
        };
        Ok(Some(undoing))
    }

    /// The applied file of a revision.
    #[boxed]
    pub async fn import_batch(&self, revision: i64) -> Result<Option<ImportBatch>, StoreError> {
        let mut reader = self.db.reader().await?;
        dispatch!(reader.connection(), DB, c => {
            let mut query = import_batches::<DB>();
            query.push(" WHERE b.revision_id = ").push_bind(revision);
            query.build_query_as().fetch_optional(&mut *c).await
        })
        .context("reading the applied files")
    }

    /// The newest applied files, at most 200.
    #[boxed]
    pub async fn import_batches(&self) -> Result<Vec<ImportBatch>, StoreError> {
        let mut reader = self.db.reader().await?;
        dispatch!(reader.connection(), DB, c => {
            let mut query = import_batches::<DB>();
            query.push(" ORDER BY b.revision_id DESC LIMIT 200");
            query.build_query_as().fetch_all(&mut *c).await
        })
        .context("reading the applied files")
    }

    /// Keeps an uploaded file, and deletes those that are older than 14 days.
    #[boxed]
    pub async fn save_upload(&self, upload: &Upload, content: &[u8]) -> Result<(), StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        let since = upload.uploaded_at - chrono::TimeDelta::days(KEEP_UPLOADS_DAYS);
        dispatch!(&mut connection, c => sqlx::query(
            "DELETE FROM import_file WHERE uploaded_at < $1",
        ).bind(since).execute(&mut **c).await.map(|_| ()))
        .context("deleting old uploads")?;
        dispatch!(&mut connection, c => sqlx::query(
            "INSERT INTO import_file (id, account_id, file_name, file_hash, content, uploaded_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&upload.id)
        .bind(upload.account_id)
        .bind(&upload.file_name)
        .bind(&upload.file_hash)
        .bind(content)
        .bind(upload.uploaded_at)
        .execute(&mut **c)
        .await
        .map(|_| ()))
        .context("keeping an upload")?;
        transaction.commit().await
    }

    /// An upload, without its content.
    #[boxed]
    pub async fn upload(&self, id: &str) -> Result<Option<Upload>, StoreError> {
        let mut reader = self.db.reader().await?;
        dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT id, account_id, file_name, file_hash, uploaded_at, revision_id FROM import_file
             WHERE id = $1",
        ).bind(id).fetch_optional(&mut *c).await)
        .context("reading an upload")
    }

    /// The content of an upload that was not applied; once it is, that is no longer kept.
    #[boxed]
    pub async fn upload_content(&self, id: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let mut reader = self.db.reader().await?;
        dispatch!(reader.connection(), c => sqlx::query_scalar(
            "SELECT content FROM import_file WHERE id = $1 AND revision_id IS NULL",
        ).bind(id).fetch_optional(&mut *c).await)
        .context("reading an upload")
    }

    /// The uploads of an account that were not applied, newest first, at most 50.
    #[boxed]
    pub async fn uploads_of(&self, account: i64) -> Result<Vec<Upload>, StoreError> {
        let mut reader = self.db.reader().await?;
        dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT id, account_id, file_name, file_hash, uploaded_at, revision_id FROM import_file
             WHERE account_id = $1 AND revision_id IS NULL
             ORDER BY uploaded_at DESC LIMIT 50",
        ).bind(account).fetch_all(&mut *c).await)
        .context("reading the uploads")
    }

    /// Deletes an upload that was not applied.
    #[boxed]
    pub async fn delete_upload(&self, id: &str) -> Result<(), StoreError> {
        let mut transaction = self.db.begin().await?;
        dispatch!(transaction.connection(), c => sqlx::query(
            "DELETE FROM import_file WHERE id = $1 AND revision_id IS NULL",
        ).bind(id).execute(&mut *c).await.map(|_| ()))
        .context("deleting an upload")?;
        transaction.commit().await
    }
}

/// Applied files; the query's conditions follow.
fn import_batches<DB: Database>() -> QueryBuilder<DB> {
    QueryBuilder::new(
        "SELECT b.revision_id, r.made_at, r.made_by, r.reason, b.file_name, b.file_hash, b.format,
                b.added, b.changed, b.unchanged, b.drafts, u.revision_id AS undone_by
         FROM import_batch b JOIN revision r ON r.id = b.revision_id
         LEFT JOIN import_undo u ON u.batch_id = b.revision_id",
    )
}
