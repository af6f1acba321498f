//! Whole files: what they would change, applying them, taking them back, and uploads that somebody
//! is looking at.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::{FromRow, QueryBuilder};

use super::db::on;
use super::error::During;
use super::read::{self, CHUNK, Which};
use super::record::{Change, FileChange, FileWhat, Made, Progress, record};
use super::{ImportedFile, Outcome, Recorded, Store, StoreError, standing, undo};
use domain::record::{Batch, Entry, Revision};
use domain::{CommitmentCode, Rating};

/// A commitment with the ratings in force and their numbers, oldest first.
pub type Standing = (Entry, Vec<(i64, Rating)>);

/// A file that was applied.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ImportBatch {
    /// Its revision.
    pub revision_id: i64,
    /// When.
    pub made_at: DateTime<Utc>,
    /// Who.
    pub made_by: String,
    /// Why.
    pub reason: String,
    /// The file.
    pub file_name: String,
    /// Its SHA-256.
    pub file_hash: String,
    /// Its format.
    pub format: String,
    /// Commitments that it added.
    pub added: i64,
    /// Commitments that it changed.
    pub changed: i64,
    /// Commitments that were so already.
    pub unchanged: i64,
    /// Ratings that it brought as drafts.
    pub drafts: i64,
    /// The revision that took it back.
    pub undone_by: Option<i64>,
}

/// A file that somebody has uploaded.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Upload {
    /// Its name in addresses.
    pub id: String,
    /// Who uploaded it.
    pub account_id: i64,
    /// The file's name.
    pub file_name: String,
    /// Its SHA-256.
    pub file_hash: String,
    /// When.
    pub uploaded_at: DateTime<Utc>,
    /// The revision that applied it.
    pub revision_id: Option<i64>,
}

/// What became of taking a file back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakenBack {
    /// It is taken back.
    Done,
    /// There is no such file.
    Unknown,
    /// It was taken back before.
    Before,
    /// Something later was built on these commitments.
    BuiltOn(Vec<CommitmentCode>),
}

/// Files that were uploaded and not applied are forgotten after so many days.
const KEPT_DAYS: i64 = 14;

impl Store {
    /// The commitments among these that are in the record, as of its newest revision, with the
    /// ratings in force; and the number of that revision.
    pub async fn standing_of(
        &self,
        codes: &[CommitmentCode],
    ) -> Result<(i64, HashMap<CommitmentCode, Standing>), StoreError> {
        let upto = self.version().await?.number;
        let mut reading = self.db.reading().await?;
        let mut session = reading.session();
        let mut ids: Vec<i64> = Vec::new();
        for chunk in codes.chunks(CHUNK) {
            let found: Vec<i64> = on!(&mut session, DB, connection => {
                let mut query = QueryBuilder::<DB>::new("SELECT id FROM commitment WHERE code IN (");
                let mut list = query.separated(", ");
                for code in chunk {
                    list.push_bind(code.as_str());
                }
                query.push(")");
                query.build_query_scalar().fetch_all(&mut **connection).await
            })
            .during("looking up the commitments")?;
            ids.extend(found);
        }
        let out = standing::out_of_force(&mut session, upto).await?;
        let entries = read::entries(&mut session, upto, &ids).await?;
        let mut ratings: HashMap<i64, Vec<(i64, Rating)>> = HashMap::new();
        for chunk in ids.chunks(CHUNK) {
            ratings.extend(read::ratings(&mut session, upto, Which::These(chunk)).await?);
        }
        let standing = entries.into_iter().map(|(id, entry)| {
            let mut ratings = ratings.remove(&id).unwrap_or_default();
            ratings.retain(|(rating, _)| !out.contains(rating));
            (entry.commitment.code.clone(), (entry, ratings))
        });
        Ok((upto, standing.collect()))
    }

    /// The codes given to the commitments of a source without any, by what identifies them there.
    pub async fn identities(
        &self,
        source: &str,
    ) -> Result<HashMap<String, CommitmentCode>, StoreError> {
        let mut reading = self.db.reading().await?;
        let rows: Vec<(String, String)> = on!(reading.session(), connection => sqlx::query_as(
            "SELECT identity, code FROM source_identity WHERE source = $1",
        ).bind(source).fetch_all(&mut *connection).await)
        .during("reading the codes that files were given")?;
        rows.into_iter()
            .map(|(identity, code)| Ok((identity, super::rows::parsed("a code", &code)?)))
            .collect()
    }

    /// Every code that begins so, also of commitments that are no longer in the record.
    pub async fn codes_beginning(&self, letters: &str) -> Result<Vec<String>, StoreError> {
        let mut reading = self.db.reading().await?;
        on!(reading.session(), connection => sqlx::query_scalar(
            "SELECT code FROM commitment WHERE code LIKE $1
             UNION SELECT code FROM source_identity WHERE code LIKE $1",
        ).bind(format!("{letters}%")).fetch_all(&mut *connection).await)
        .during("reading the codes that files were given")
    }

    /// Applies a file to the state `seen` of the record: all of it, in one transaction, or nothing
    /// where the record has changed since ([`Outcome::Conflict`]).
    pub async fn apply_file(
        &self,
        revision: &Revision,
        batch: &Batch,
        file: &ImportedFile,
        account: Option<i64>,
        seen: i64,
        progress: Progress<'_>,
    ) -> Result<Result<Recorded, Outcome>, StoreError> {
        let what = FileWhat::Apply(file);
        self.change_by_file(
            revision,
            batch,
            FileChange {
                seen,
                account,
                what,
            },
            progress,
        )
        .await
    }

    async fn change_by_file(
        &self,
        revision: &Revision,
        batch: &Batch,
        file: FileChange<'_>,
        progress: Progress<'_>,
    ) -> Result<Result<Recorded, Outcome>, StoreError> {
        let change = Change {
            revision,
            batch,
            demonstration: false,
            only_if_empty: false,
            sent: None,
            file: Some(file),
        };
        Ok(match record(&self.db, change, progress).await? {
            Made::Recorded(recorded) => Ok(recorded),
            Made::Not(outcome) => Err(outcome),
            Made::NotEmpty => Err(Outcome::Conflict(Vec::new())),
        })
    }

    /// Takes back what a file did, as a revision of its own: commitments that it added leave the
    /// published record, those that it changed are as they were, its ratings count no more and its
    /// drafts are discarded. Refuses where something later was built on any of them.
    pub async fn take_back(
        &self,
        batch: i64,
        revision: &Revision,
        account: Option<i64>,
    ) -> Result<TakenBack, StoreError> {
        loop {
            let seen = self.version().await?.number;
            let Some(known) = self.import_batch(batch).await? else {
                return Ok(TakenBack::Unknown);
            };
            if known.undone_by.is_some() {
                return Ok(TakenBack::Before);
            }
            let undo = {
                let mut reading = self.db.reading().await?;
                undo::undo(&mut reading.session(), batch).await?
            };
            let changes = match undo {
                Ok(changes) => changes,
                Err(codes) => return Ok(TakenBack::BuiltOn(codes)),
            };
            let what = FileWhat::Undo(batch);
            let file = FileChange {
                seen,
                account,
                what,
            };
            let made = self
                .change_by_file(revision, &changes, file, &mut |_| ())
                .await?;
            if made.is_ok() {
                return Ok(TakenBack::Done);
            }
        }
    }

    /// A file that was applied, by its revision.
    pub async fn import_batch(&self, revision: i64) -> Result<Option<ImportBatch>, StoreError> {
        let batches = self.batches(Some(revision)).await?;
        Ok(batches.into_iter().next())
    }

    /// The newest files that were applied.
    pub async fn import_batches(&self) -> Result<Vec<ImportBatch>, StoreError> {
        self.batches(None).await
    }

    async fn batches(&self, only: Option<i64>) -> Result<Vec<ImportBatch>, StoreError> {
        let mut reading = self.db.reading().await?;
        on!(reading.session(), connection => sqlx::query_as(
            "SELECT b.revision_id, r.made_at, r.made_by, r.reason, b.file_name, b.file_hash, b.format,
                    b.added, b.changed, b.unchanged, b.drafts, u.revision_id AS undone_by
             FROM import_batch b JOIN revision r ON r.id = b.revision_id
             LEFT JOIN import_undo u ON u.batch_id = b.revision_id
             WHERE $1 = 0 OR b.revision_id = $1
             ORDER BY b.revision_id DESC LIMIT 200",
        ).bind(only.unwrap_or(0)).fetch_all(&mut *connection).await)
        .during("reading the files that were applied")
    }

    /// Keeps a file that somebody has uploaded, and forgets those that nobody came back to.
    pub async fn keep_upload(&self, upload: &Upload, content: &[u8]) -> Result<(), StoreError> {
        let mut writing = self.db.writing().await?;
        let mut session = writing.session();
        let since = upload.uploaded_at - chrono::TimeDelta::days(KEPT_DAYS);
        on!(&mut session, connection => sqlx::query(
            "DELETE FROM import_file WHERE uploaded_at < $1",
        ).bind(since).execute(&mut **connection).await.map(|_| ()))
        .during("forgetting old uploads")?;
        on!(&mut session, connection => sqlx::query(
            "INSERT INTO import_file (id, account_id, file_name, file_hash, content, uploaded_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&upload.id)
        .bind(upload.account_id)
        .bind(&upload.file_name)
        .bind(&upload.file_hash)
        .bind(content)
        .bind(upload.uploaded_at)
        .execute(&mut **connection)
        .await
        .map(|_| ()))
        .during("keeping an upload")?;
        writing.commit().await
    }

    /// An upload, without its content.
    pub async fn upload(&self, id: &str) -> Result<Option<Upload>, StoreError> {
        let uploads = self.uploads_where(Some(id), 0).await?;
        Ok(uploads.into_iter().next())
    }

    /// The content of an upload that was not applied; once it is, that is no longer kept.
    pub async fn upload_content(&self, id: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let mut reading = self.db.reading().await?;
        on!(reading.session(), connection => sqlx::query_scalar(
            "SELECT content FROM import_file WHERE id = $1 AND revision_id IS NULL",
        ).bind(id).fetch_optional(&mut *connection).await)
        .during("reading an upload")
    }

    /// The uploads of an account that were not applied, newest first.
    pub async fn uploads_of(&self, account: i64) -> Result<Vec<Upload>, StoreError> {
        self.uploads_where(None, account).await
    }

    async fn uploads_where(
        &self,
        id: Option<&str>,
        account: i64,
    ) -> Result<Vec<Upload>, StoreError> {
        let mut reading = self.db.reading().await?;
        on!(reading.session(), connection => sqlx::query_as(
            "SELECT id, account_id, file_name, file_hash, uploaded_at, revision_id FROM import_file
             WHERE id = $1 OR (account_id = $2 AND revision_id IS NULL)
             ORDER BY uploaded_at DESC LIMIT 50",
        ).bind(id.unwrap_or_default()).bind(account).fetch_all(&mut *connection).await)
        .during("reading the uploads")
    }

    /// Forgets an upload that was not applied.
    pub async fn forget_upload(&self, id: &str) -> Result<(), StoreError> {
        let mut writing = self.db.writing().await?;
        on!(writing.session(), connection => sqlx::query(
            "DELETE FROM import_file WHERE id = $1 AND revision_id IS NULL",
        ).bind(id).execute(&mut *connection).await.map(|_| ()))
        .during("forgetting an upload")?;
        writing.commit().await
    }
}
