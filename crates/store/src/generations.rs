//! What a new backup may take the place of, and what becomes of the ones before it.

use std::fs;
use std::path::Path;

use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

use super::backup::{BackupError, file_error, remove_if_exists};
use super::db::Db;
use super::files::with_suffix;
use super::{Store, StoreError};

/// How much a record holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// The number of its newest revision.
    pub revision: i64,
    /// All that it ever had.
    pub commitments: i64,
}

/// Older backups that are kept: `copy.db.1` is the one before, up to `copy.db.3`.
const GENERATIONS: u32 = 3;

impl Store {
    /// Refuses to back up nothing, and to put less in the place of more.
    pub(super) async fn refuse_to_lose(&self, file: &Path) -> Result<(), BackupError> {
        let Db::Sqlite { readers, .. } = &self.db else {
            return Ok(());
        };
        let own = identify(readers)
            .await
            .map_err(|source| StoreError::Query {
                doing: "looking at the record",
                source,
            })?;
        if own.size.revision == 0 {
            return Err(BackupError::Empty {
                address: self.address().to_owned(),
            });
        }
        if !file.exists() {
            return Ok(());
        }
        let other = || BackupError::OtherFile(file.to_owned());
        let opened = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(SqliteConnectOptions::new().filename(file).read_only(true));
        let opened = opened.await.map_err(|_| other())?;
        let theirs = identify(&opened).await;
        opened.close().await;
        let theirs = theirs.map_err(|_| other())?;
        let (here, there) = (own.size, theirs.size);
        if here.revision < there.revision || here.commitments < there.commitments {
            let file = file.to_owned();
            return Err(BackupError::Smaller { file, there, here });
        }
        // An empty one is a beginning of any.
        if there.revision > 0 && theirs.first != own.first {
            return Err(other());
        }
        Ok(())
    }
}

/// Which record a file holds, and how much of it.
struct Identified {
    size: Size,
    /// When, by whom and why it was begun.
    first: Option<(String, String, String)>,
}

async fn identify(pool: &SqlitePool) -> Result<Identified, sqlx::Error> {
    let (revision, commitments) = sqlx::query_as(
        "SELECT (SELECT COALESCE(MAX(id), 0) FROM revision), (SELECT COUNT(*) FROM commitment)",
    )
    .fetch_one(pool)
    .await?;
    let first = sqlx::query_as("SELECT made_at, made_by, reason FROM revision WHERE id = 1")
        .fetch_optional(pool)
        .await?;
    Ok(Identified {
        size: Size {
            revision,
            commitments,
        },
        first,
    })
}

/// Gives the backup that is there the name of the one before it, and so on; the oldest goes. The file
/// keeps its own name too, until the new one takes it.
pub(super) fn rotate_backups(file: &Path) -> Result<(), BackupError> {
    if !file.exists() {
        return Ok(());
    }
    let name = |generation: u32| with_suffix(file, &format!(".{generation}"));
    for generation in (1..GENERATIONS).rev() {
        if name(generation).exists() {
            fs::rename(name(generation), name(generation + 1))
                .map_err(file_error("cannot keep", &name(generation)))?;
        }
    }
    remove_if_exists(&name(1))?;
    // Some file systems have no links.
    fs::hard_link(file, name(1))
        .or_else(|_| fs::copy(file, name(1)).map(|_| ()))
        .map_err(file_error("cannot keep", file))
}
