//! Sources that are watched: what is kept of each, and who reads it when.

use crate::boxed;
use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::db::dispatch;
use super::error::ErrorContext;
use super::source_decisions::list;
use super::{Store, StoreError};

/// The most sources that are watched.
pub const MAX_SOURCES: usize = 50;

/// A source that is watched.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct WatchedSource {
    pub name: String,
    pub url: String,
    /// Seconds from one reading to the next.
    pub every_seconds: i64,
    /// Whether what it says is published without a person.
    pub auto: bool,
    pub added_by: String,
    pub added_at: DateTime<Utc>,
    /// When it is read next.
    pub next_at: DateTime<Utc>,
    /// Until when an instance of the program has it for itself.
    pub lease_until: Option<DateTime<Utc>>,
    /// When it last answered, also that nothing has changed.
    pub checked_at: Option<DateTime<Utc>>,
    /// When the content that is kept was read.
    pub read_at: Option<DateTime<Utc>>,
    /// SHA-256 of that content, in hexadecimal.
    pub content_hash: Option<String>,
    /// The address that `etag` and `last_modified` are of.
    pub validated_url: Option<String>,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    /// The columns that are as they should be, one a line: those of the first reading, until a person
    /// accepts others.
    pub columns: String,
    /// How the columns of the content differ from these; empty where they do not.
    pub columns_note: String,
    /// Failures since it last answered.
    pub failures: i64,
    pub failed_at: Option<DateTime<Utc>>,
    /// What the last failure was, in words.
    pub failure: String,
    #[sqlx(flatten)]
    pub pending: PendingCounts,
}

/// How much of what a source says waits for a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromRow)]
pub struct PendingCounts {
    /// Commitments that the record does not have.
    #[sqlx(rename = "pending_new")]
    pub new: i64,
    /// Ratings where the record has no value.
    #[sqlx(rename = "pending_ratings")]
    pub ratings: i64,
    /// Ratings where it has another one.
    #[sqlx(rename = "pending_rerated")]
    pub rerated: i64,
    /// Commitments with other changes.
    #[sqlx(rename = "pending_changed")]
    pub changed: i64,
    /// Commitments that the source no longer lists, or calls withdrawn.
    #[sqlx(rename = "pending_withdrawn")]
    pub withdrawn: i64,
    /// Rows that cannot be used.
    #[sqlx(rename = "pending_unusable")]
    pub unusable: i64,
    /// Rows of which a person has to tell which commitment they are.
    #[sqlx(rename = "pending_questions")]
    pub questions: i64,
}

impl PendingCounts {
    /// How many wait for a person.
    pub const fn total(&self) -> i64 {
        self.new + self.ratings + self.rerated + self.changed + self.withdrawn + self.questions
    }

    /// Whether nothing waits.
    pub const fn is_empty(&self) -> bool {
        self.total() == 0
    }
}

/// A source to watch from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSource {
    pub name: String,
    pub url: String,
    pub every_seconds: i64,
    pub auto: bool,
    pub added_by: String,
}

/// What became of adding a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddSourceOutcome {
    Added,
    /// There is one of this name.
    Taken,
    /// There are as many as can be.
    TooMany,
}

/// What came of reading a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceReading {
    /// It has said nothing new.
    Unchanged,
    /// New content.
    Read {
        content: Vec<u8>,
        hash: String,
        validated_url: Option<String>,
        etag: Option<String>,
        last_modified: Option<String>,
        columns: String,
        columns_note: String,
        /// Codes to be remembered as listed.
        listed: Vec<String>,
    },
    /// It could not be read, for this reason.
    Failed(String),
}

/// Every column of `watched_source` but the content.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT name, url, every_seconds, auto, added_by, added_at, next_at, lease_until,
                    checked_at, read_at, content_hash, validated_url, etag, last_modified, columns,
                    columns_note, failures, failed_at, failure, pending_new, pending_ratings,
                    pending_rerated, pending_changed, pending_withdrawn, pending_unusable,
                    pending_questions
             FROM watched_source ",
            $rest
        )
    };
}

impl Store {
    /// Watches a source from now on; it is read at once.
    #[boxed]
    pub async fn add_source(
        &self,
        source: &NewSource,
        at: DateTime<Utc>,
    ) -> Result<AddSourceOutcome, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        let names: Vec<String> = dispatch!(&mut connection, c => sqlx::query_scalar(
            "SELECT name FROM watched_source",
        ).fetch_all(&mut **c).await)
        .context("reading the sources")?;
        let folded = source.name.to_lowercase();
        if names.iter().any(|name| name.to_lowercase() == folded) {
            return Ok(AddSourceOutcome::Taken);
        }
        if names.len() >= MAX_SOURCES {
            return Ok(AddSourceOutcome::TooMany);
        }
        dispatch!(&mut connection, c => sqlx::query(
            "INSERT INTO watched_source
                 (name, url, every_seconds, auto, added_by, added_at, next_at, columns,
                  columns_note, failures, failure, pending_new, pending_ratings, pending_rerated,
                  pending_changed, pending_withdrawn, pending_unusable)
             VALUES ($1, $2, $3, $4, $5, $6, $6, '', '', 0, '', 0, 0, 0, 0, 0, 0)",
        )
        .bind(&source.name)
        .bind(&source.url)
        .bind(source.every_seconds)
        .bind(source.auto)
        .bind(&source.added_by)
        .bind(at)
        .execute(&mut **c)
        .await
        .map(|_| ()))
        .context("adding a source")?;
        transaction.commit().await?;
        Ok(AddSourceOutcome::Added)
    }

    /// Every source, by name.
    #[boxed]
    pub async fn sources(&self) -> Result<Vec<WatchedSource>, StoreError> {
        let mut reader = self.db.reader().await?;
        dispatch!(reader.connection(), c => sqlx::query_as(select!("ORDER BY name"))
            .fetch_all(&mut *c).await)
        .context("reading the sources")
    }

    /// A source by its name.
    #[boxed]
    pub async fn source(&self, name: &str) -> Result<Option<WatchedSource>, StoreError> {
        let mut reader = self.db.reader().await?;
        dispatch!(reader.connection(), c => sqlx::query_as(select!("WHERE name = $1"))
            .bind(name).fetch_optional(&mut *c).await)
        .context("reading a source")
    }

    /// The content of a source that was read last; none where it never was.
    #[boxed]
    pub async fn source_content(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let mut reader = self.db.reader().await?;
        let content = dispatch!(reader.connection(), c => {
            sqlx::query_scalar::<_, Option<Vec<u8>>>("SELECT content FROM watched_source WHERE name = $1")
                .bind(name).fetch_optional(&mut *c).await
        })
        .context("reading what a source says")?;
        Ok(content.flatten())
    }

    /// Watches a source no longer, and forgets what was decided about it. What was taken from it stays
    /// in the record. False where there is none.
    #[boxed]
    pub async fn remove_source(&self, name: &str) -> Result<bool, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        let mut removed = 0;
        for statement in [
            "DELETE FROM source_decision WHERE source = $1",
            "DELETE FROM source_listing WHERE source = $1",
            "DELETE FROM source_baseline WHERE source = $1",
            "DELETE FROM watched_source WHERE name = $1",
        ] {
            removed = dispatch!(&mut connection, c => sqlx::query(statement)
                .bind(name).execute(&mut **c).await.map(|done| done.rows_affected()))
            .context("removing a source")?;
        }
        transaction.commit().await?;
        Ok(removed > 0)
    }

    /// Sets whether what a source says is published without a person. False where there is none.
    #[boxed]
    pub async fn set_source_auto(&self, name: &str, auto: bool) -> Result<bool, StoreError> {
        let mut transaction = self.db.begin().await?;
        let set = dispatch!(transaction.connection(), c => sqlx::query(
            "UPDATE watched_source SET auto = $2 WHERE name = $1",
        ).bind(name).bind(auto).execute(&mut *c).await.map(|done| done.rows_affected()))
        .context("changing a source")?;
        transaction.commit().await?;
        Ok(set > 0)
    }

    /// Lets a source be read at once. False where there is none.
    #[boxed]
    pub async fn request_source(&self, name: &str, at: DateTime<Utc>) -> Result<bool, StoreError> {
        let mut transaction = self.db.begin().await?;
        let set = dispatch!(transaction.connection(), c => sqlx::query(
            "UPDATE watched_source SET next_at = $2 WHERE name = $1",
        ).bind(name).bind(at).execute(&mut *c).await.map(|done| done.rows_affected()))
        .context("changing a source")?;
        transaction.commit().await?;
        Ok(set > 0)
    }

    /// Notes that these columns of a source's content, one a line, are as they should be.
    #[boxed]
    pub async fn accept_source_columns(&self, name: &str, columns: &str) -> Result<(), StoreError> {
        let mut transaction = self.db.begin().await?;
        dispatch!(transaction.connection(), c => sqlx::query(
            "UPDATE watched_source SET columns = $2, columns_note = '' WHERE name = $1",
        ).bind(name).bind(columns).execute(&mut *c).await.map(|_| ()))
        .context("changing a source")?;
        transaction.commit().await
    }

    /// Takes the source that is due the longest, or the one with this name whether it is due or not, until
    /// `until`. None while anybody has any: over all instances of the program, one is read at a time.
    #[boxed]
    pub async fn claim_source(
        &self,
        name: Option<&str>,
        token: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<WatchedSource>, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        let held: i64 = dispatch!(&mut connection, c => sqlx::query_scalar(
            "SELECT COUNT(*) FROM watched_source WHERE lease_until > $1",
        ).bind(now).fetch_one(&mut **c).await)
        .context("taking a source")?;
        if held > 0 {
            return Ok(None);
        }
        let found: Option<WatchedSource> = match name {
            Some(name) => {
                dispatch!(&mut connection, c => sqlx::query_as(select!("WHERE name = $1"))
                .bind(name).fetch_optional(&mut **c).await)
            }
            None => dispatch!(&mut connection, c => sqlx::query_as(
                select!("WHERE next_at <= $1 ORDER BY next_at, name LIMIT 1"),
            ).bind(now).fetch_optional(&mut **c).await),
        }
        .context("taking a source")?;
        let Some(source) = found else {
            return Ok(None);
        };
        dispatch!(&mut connection, c => sqlx::query(
            "UPDATE watched_source SET lease_token = $2, lease_until = $3 WHERE name = $1",
        ).bind(&source.name).bind(token).bind(until).execute(&mut **c).await.map(|_| ()))
        .context("taking a source")?;
        transaction.commit().await?;
        Ok(Some(source))
    }

    /// Keeps what came of reading a source, and gives it back to be read at `next`. False, and nothing
    /// kept, where another has taken it since, or it was removed.
    #[boxed]
    pub async fn finish_source(
        &self,
        name: &str,
        token: &str,
        reading: &SourceReading,
        at: DateTime<Utc>,
        next: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        let held = dispatch!(&mut connection, c => sqlx::query(
            "UPDATE watched_source SET lease_token = NULL, lease_until = NULL, next_at = $3
             WHERE name = $1 AND lease_token = $2",
        ).bind(name).bind(token).bind(next).execute(&mut **c).await
            .map(|done| done.rows_affected()))
        .context("giving a source back")?;
        if held == 0 {
            return Ok(false);
        }
        match reading {
            SourceReading::Unchanged => dispatch!(&mut connection, c => sqlx::query(
                "UPDATE watched_source SET checked_at = $2, failures = 0, failure = '' WHERE name = $1",
            ).bind(name).bind(at).execute(&mut **c).await.map(|_| ())),
            SourceReading::Failed(why) => dispatch!(&mut connection, c => sqlx::query(
                "UPDATE watched_source SET failures = failures + 1, failed_at = $2, failure = $3
                 WHERE name = $1",
            ).bind(name).bind(at).bind(why).execute(&mut **c).await.map(|_| ())),
            SourceReading::Read {
                content,
                hash,
                validated_url,
                etag,
                last_modified,
                columns,
                columns_note,
                listed,
            } => {
                list(&mut connection, name, listed).await?;
                dispatch!(&mut connection, c => sqlx::query(
                    "UPDATE watched_source SET checked_at = $2, read_at = $2, failures = 0,
                         failure = '', content = $3, content_hash = $4, validated_url = $5,
                         etag = $6, last_modified = $7, columns = $8, columns_note = $9
                     WHERE name = $1",
                )
                .bind(name)
                .bind(at)
                .bind(content)
                .bind(hash)
                .bind(validated_url)
                .bind(etag)
                .bind(last_modified)
                .bind(columns)
                .bind(columns_note)
                .execute(&mut **c)
                .await
                .map(|_| ()))
            }
        }
        .context("keeping what a source says")?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Keeps how much of what a source says waits for a person.
    #[boxed]
    pub async fn note_pending(
        &self,
        name: &str,
        pending: &PendingCounts,
    ) -> Result<(), StoreError> {
        let mut transaction = self.db.begin().await?;
        dispatch!(transaction.connection(), c => sqlx::query(
            "UPDATE watched_source SET pending_new = $2, pending_ratings = $3,
                 pending_rerated = $4, pending_changed = $5, pending_withdrawn = $6,
                 pending_unusable = $7, pending_questions = $8
             WHERE name = $1",
        )
        .bind(name)
        .bind(pending.new)
        .bind(pending.ratings)
        .bind(pending.rerated)
        .bind(pending.changed)
        .bind(pending.withdrawn)
        .bind(pending.unusable)
        .bind(pending.questions)
        .execute(&mut *c)
        .await
        .map(|_| ()))
        .context("keeping what waits of a source")?;
        transaction.commit().await
    }
}
