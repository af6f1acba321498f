//! Backups of a record in a file: made while it is in use, checked before they get their name, and
//! restored only where that loses nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use super::address::Address;
use super::check::CheckReport;
use super::db::Db;
use super::error::{BUSY, CORRUPT, NOT_A_DATABASE, sqlite_code};
use super::files::{create_private, with_suffix};
use super::generations::{Size, rotate_backups};
use super::operations::file_beside;
use super::{Store, StoreError};
use crate::boxed;

/// How often a locked copy is retried, and after which pause.
const MAX_RETRIES: usize = 100;
const RETRY_PAUSE: Duration = Duration::from_millis(100);

/// Why a backup was not made or not restored. The record itself is unchanged.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A server has backup tools of its own.
    #[error(
        "{address} is on a PostgreSQL server: make backups with pg_dump --format=custom, and put them back with pg_restore into an empty database; the check command works on it"
    )]
    OnServer { address: String },
    #[error("{} is there already; name another file, or say --overwrite to replace it", .0.display())]
    Exists(PathBuf),
    /// The copy or the backup failed its check.
    #[error("{} is not a sound record, so nothing was replaced: {}", file.display(), faults.join("; "))]
    Unsound { file: PathBuf, faults: Vec<String> },
    /// A record in which nothing was ever recorded.
    #[error(
        "{address} is empty, so there is nothing to back up; check the address, or say --force"
    )]
    Empty { address: String },
    /// It would replace more by less.
    #[error(
        "{} holds more than this record: revision {} with {} commitments, and here it is revision {} with {}. It looks like another record; check --database, or say --force",
        file.display(), there.revision, there.commitments, here.revision, here.commitments
    )]
    Smaller {
        file: PathBuf,
        there: Size,
        here: Size,
    },
    /// It would replace something else.
    #[error(
        "{} is not a backup of this record, but of another one or some other file; name another file, or say --force",
        .0.display()
    )]
    OtherFile(PathBuf),
    #[error("{} is in use; stop the program that serves it and try again", .0.display())]
    InUse(PathBuf),
    #[error("{doing} {}: {source}", file.display())]
    File {
        doing: &'static str,
        file: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a backup may do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BackupOptions {
    /// Take the place of an older backup of the same record, which is kept as well.
    pub overwrite: bool,
    /// Back up an empty record too, and with `overwrite` take the place of anything.
    pub force: bool,
}

impl Store {
    /// Copies the present record to `file`, while others read and write it.
    ///
    /// The copy is checked before it gets its name, and readable for its owner only. An existing file is
    /// replaced only with `overwrite`, where it is a smaller backup of the same record, and is kept
    /// beside it. Returns the report of the check. Refuses a record on a server, and an empty one.
    #[boxed]
    pub async fn back_up(
        &self,
        file: &Path,
        options: BackupOptions,
    ) -> Result<CheckReport, BackupError> {
        let Db::Sqlite { readers, .. } = &self.db else {
            return Err(BackupError::OnServer {
                address: self.address().to_owned(),
            });
        };
        if !options.overwrite && file.exists() {
            return Err(BackupError::Exists(file.to_owned()));
        }
        if !options.force {
            self.refuse_to_lose(file).await?;
        }
        let part = with_suffix(file, ".part");
        remove_if_exists(&part)?;
        // Made here, for the owner only; and so that a missing folder or missing rights are reported as
        // the file's, not the database's.
        create_private(&part).map_err(file_error("cannot write", file))?;
        let copied = sqlx::query("VACUUM INTO $1")
            .bind(part.to_string_lossy().into_owned())
            .execute(readers)
            .await
            .map_err(|source| StoreError::Query {
                doing: "copying the record",
                source,
            });
        let checked = match copied {
            Ok(_) => check_copy(&part, &part).await,
            Err(error) => Err(error.into()),
        };
        let kept = match &checked {
            Ok(_) => rotate_backups(file),
            Err(_) => Ok(()),
        };
        finish(kept.and(checked), &part, file)
    }

    /// Replaces the record at `url`, which no program may be using, with a backup.
    ///
    /// The backup is copied, migrated and checked first. An existing record is replaced only with
    /// `overwrite`. Refuses a record on a server.
    #[boxed]
    pub async fn restore(
        backup: &Path,
        url: &str,
        overwrite: bool,
    ) -> Result<CheckReport, BackupError> {
        let file = match url.parse()? {
            Address::Sqlite(file) => file,
            address @ Address::Postgres(_) => {
                return Err(BackupError::OnServer {
                    address: address.to_string(),
                });
            }
        };
        if file.exists() {
            if !overwrite {
                return Err(BackupError::Exists(file));
            }
            let same = |path: &Path| path.canonicalize().ok();
            if same(backup).is_some() && same(backup) == same(&file) {
                return Err(BackupError::Exists(file));
            }
        }
        let part = with_suffix(&file, ".part");
        for ending in ["", "-wal", "-shm"] {
            remove_if_exists(&with_suffix(&part, ending))?;
        }
        create_private(&part).map_err(file_error("cannot write", &file))?;
        // Not `fs::copy`, which copies the rights as well.
        let copied = fs::File::open(backup).and_then(|mut from| {
            let mut to = fs::OpenOptions::new().write(true).open(&part)?;
            io::copy(&mut from, &mut to)
        });
        if let Err(error) = copied {
            let _ = fs::remove_file(&part);
            return Err(file_error("cannot read", backup)(error));
        }
        let mut checked = check_copy(&part, backup).await;
        // The existing record is not touched before the backup is known to be sound.
        if checked.is_ok() && file.exists() {
            let unused = ensure_unused(&file).await;
            checked = unused.and(checked);
        }
        if checked.is_ok() {
            for ending in ["-wal", "-shm"] {
                remove_if_exists(&with_suffix(&file, ending))?;
            }
        }
        let restored = finish(checked, &part, &file)?;
        end_all_sessions(&file).await?;
        Ok(restored)
    }
}

/// Ends the sessions of the record that was there before: they belong to its accounts.
async fn end_all_sessions(file: &Path) -> Result<(), BackupError> {
    let operations = file_beside(file);
    if !operations.exists() {
        return Ok(());
    }
    let failed = |source| StoreError::Query {
        doing: "ending the sessions of the record before",
        source,
    };
    let options = SqliteConnectOptions::new().filename(&operations);
    let mut connection = options.connect().await.map_err(failed)?;
    sqlx::query("DELETE FROM session")
        .execute(&mut connection)
        .await
        .map_err(failed)?;
    connection.close().await.map_err(failed)?;
    Ok(())
}

/// Checks a copy that nobody else uses. `named` is the file to name in messages.
async fn check_copy(copy: &Path, named: &Path) -> Result<CheckReport, BackupError> {
    let unsound = |faults| BackupError::Unsound {
        file: named.to_owned(),
        faults,
    };
    // To SQLite, an empty file is an empty database.
    if fs::metadata(copy).is_ok_and(|file| file.len() == 0) {
        return Err(unsound(vec!["it is empty".to_owned()]));
    }
    // The engine's check comes first: migrating damaged tables might hide the damage.
    let mut connection = SqliteConnectOptions::new()
        .filename(copy)
        .read_only(true)
        .immutable(true)
        .connect()
        .await
        .map_err(|error| unsound(vec![error.to_string()]))?;
    let pages: Result<Vec<String>, _> = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_all(&mut connection)
        .await;
    let damaged = match pages {
        Ok(messages) => messages.into_iter().filter(|line| line != "ok").collect(),
        Err(error) => vec![error.to_string()],
    };
    let _ = connection.close().await;
    if !damaged.is_empty() {
        return Err(unsound(damaged));
    }
    let store = Store::open(&format!("sqlite://{}", copy.display()))
        .await
        .map_err(|error| unsound(vec![error.to_string()]))?;
    let checked = store.check().await;
    store.close().await;
    let checked = checked.map_err(|error| unsound(vec![error.to_string()]))?;
    merge_write_ahead_log(copy)
        .await
        .map_err(|error| unsound(vec![error.to_string()]))?;
    if checked.faults.is_empty() {
        Ok(checked)
    } else {
        Err(unsound(checked.faults))
    }
}

/// Leaves write-ahead logging, so that the whole backup is in one file.
///
/// SQLite's busy timeout does not cover this, and on a busy machine connections that were just closed
/// hold their locks for a moment longer.
async fn merge_write_ahead_log(copy: &Path) -> Result<(), sqlx::Error> {
    let mut retries = 0;
    loop {
        let opened = SqliteConnectOptions::new()
            .filename(copy)
            .journal_mode(SqliteJournalMode::Delete)
            .connect()
            .await;
        match opened {
            Ok(connection) => return connection.close().await,
            Err(error) if sqlite_code(&error) == Some(BUSY) && retries < MAX_RETRIES => {
                retries += 1;
                tokio::time::sleep(RETRY_PAUSE).await;
            }
            Err(error) => return Err(error),
        }
    }
}

/// Gives a checked copy its name, once it is synced to the disk; removes it where anything failed.
fn finish(
    checked: Result<CheckReport, BackupError>,
    part: &Path,
    file: &Path,
) -> Result<CheckReport, BackupError> {
    let renamed = checked.and_then(|checked| {
        let doing = file_error("cannot write", file);
        fs::File::open(part)
            .and_then(|written| written.sync_all())
            .and_then(|()| fs::rename(part, file))
            .map_err(doing)?;
        Ok(checked)
    });
    if renamed.is_err() {
        for ending in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(with_suffix(part, ending));
        }
    }
    renamed
}

/// Refuses a record that a program has open. One that is too damaged to open cannot be in use.
async fn ensure_unused(file: &Path) -> Result<(), BackupError> {
    let in_use = || BackupError::InUse(file.to_owned());
    let opened = SqliteConnectOptions::new()
        .filename(file)
        .busy_timeout(Duration::from_millis(200))
        .connect()
        .await;
    let mut connection: SqliteConnection = match opened {
        Ok(connection) => connection,
        Err(error) if matches!(sqlite_code(&error), Some(CORRUPT | NOT_A_DATABASE)) => {
            return Ok(());
        }
        Err(_) => return Err(in_use()),
    };
    // Leaving write-ahead logging takes an exclusive lock.
    let exclusive = sqlx::query("PRAGMA journal_mode = DELETE")
        .execute(&mut connection)
        .await;
    let _ = connection.close().await;
    match exclusive.as_ref().err().and_then(sqlite_code) {
        Some(BUSY) => Err(in_use()),
        _ => Ok(()),
    }
}

pub(super) fn remove_if_exists(file: &Path) -> Result<(), BackupError> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(file_error("cannot replace", file)(error))
        }
        _ => Ok(()),
    }
}

pub(super) fn file_error(
    doing: &'static str,
    file: &Path,
) -> impl FnOnce(io::Error) -> BackupError {
    let file = file.to_owned();
    move |source| BackupError::File {
        doing,
        file,
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_copy_that_is_still_locked_is_retried() {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("copy.db");
        let mut other = SqliteConnectOptions::new()
            .filename(&copy)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .connect()
            .await
            .unwrap();
        sqlx::query("CREATE TABLE t (x)")
            .execute(&mut other)
            .await
            .unwrap();
        let held = tokio::spawn(async move {
            sqlx::query("BEGIN").execute(&mut other).await.unwrap();
            sqlx::query("SELECT * FROM t")
                .fetch_all(&mut other)
                .await
                .unwrap();
            tokio::time::sleep(3 * RETRY_PAUSE).await;
            other.close().await.unwrap();
        });
        tokio::time::sleep(RETRY_PAUSE).await;
        merge_write_ahead_log(&copy).await.unwrap();
        held.await.unwrap();
        assert!(!with_suffix(&copy, "-wal").exists());
    }
}
