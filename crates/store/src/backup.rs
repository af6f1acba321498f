//! Copies of a record in a file: made while it is served, verified before they are called backups,
//! and put back only where nothing is lost by it.

use std::ffi::OsString;
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
use super::{Store, StoreError};

/// How often, and after which time, what a copy is still held by is asked again.
const TRIES: usize = 100;
const PAUSE: Duration = Duration::from_millis(100);

/// Why a copy was not made or not put back. The record itself is as it was.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The record is on a server, which has tools of its own.
    #[error(
        "{address} is on a PostgreSQL server: make backups with pg_dump --format=custom, and put them back with pg_restore into an empty database; the check command works on it"
    )]
    OnServer {
        /// The database.
        address: String,
    },
    /// There is a file where the copy should go.
    #[error("{} is there already; name another file, or say --overwrite to replace it", .0.display())]
    Exists(PathBuf),
    /// The copy is not sound.
    #[error("{} is not a sound record, so nothing was replaced: {}", file.display(), faults.join("; "))]
    Unsound {
        /// The copy.
        file: PathBuf,
        /// What is wrong with it.
        faults: Vec<String>,
    },
    /// A program has the record open.
    #[error("{} is in use; stop the program that serves it and try again", .0.display())]
    InUse(PathBuf),
    /// A file could not be read or written.
    #[error("{doing} {}: {source}", file.display())]
    File {
        /// What was being done.
        doing: &'static str,
        /// The file.
        file: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The record could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Copies the record as it is now to `file`, while it is read and written.
    ///
    /// The copy is examined before it gets its name; a file that is there already is replaced only
    /// with `overwrite`. Gives what the copy holds. Refuses a record on a server.
    pub async fn back_up(&self, file: &Path, overwrite: bool) -> Result<CheckReport, BackupError> {
        let Db::Sqlite { readers, .. } = &self.db else {
            return Err(BackupError::OnServer {
                address: self.address().to_owned(),
            });
        };
        if !overwrite && file.exists() {
            return Err(BackupError::Exists(file.to_owned()));
        }
        let part = beside(file, ".part");
        remove(&part)?;
        // Reported as a file's problem rather than as the database's: a missing folder, no rights.
        drop(fs::File::create(&part).map_err(at("cannot write", file))?);
        remove(&part)?;
        let copied = sqlx::query("VACUUM INTO $1")
            .bind(part.to_string_lossy().into_owned())
            .execute(readers)
            .await
            .map_err(|source| StoreError::Query {
                doing: "copying the record",
                source,
            });
        let checked = match copied {
            Ok(_) => examined(&part, &part).await,
            Err(error) => Err(error.into()),
        };
        finish(checked, &part, file)
    }

    /// Puts a backup in the place of the record at `url`, which no program may be using.
    ///
    /// The backup is copied, brought up to date and examined first. A record that is there already
    /// is replaced only with `overwrite`. Refuses a record on a server.
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
        let part = beside(&file, ".part");
        for ending in ["", "-wal", "-shm"] {
            remove(&beside(&part, ending))?;
        }
        fs::copy(backup, &part).map_err(at("cannot read", backup))?;
        let mut checked = examined(&part, backup).await;
        // The record that is there is not touched before the backup is known to be sound.
        if checked.is_ok() && file.exists() {
            let unused = ensure_unused(&file).await;
            checked = unused.and(checked);
        }
        if checked.is_ok() {
            for ending in ["-wal", "-shm"] {
                remove(&beside(&file, ending))?;
            }
        }
        finish(checked, &part, &file)
    }
}

/// Examines a copy that nobody else knows of. `named` is the file that people know it by.
async fn examined(copy: &Path, named: &Path) -> Result<CheckReport, BackupError> {
    let unsound = |faults| BackupError::Unsound {
        file: named.to_owned(),
        faults,
    };
    // To SQLite, a file of no bytes is an empty database.
    if fs::metadata(copy).is_ok_and(|file| file.len() == 0) {
        return Err(unsound(vec!["it is empty".to_owned()]));
    }
    // What the engine finds comes first: bringing damaged tables up to date might hide it.
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
        Ok(said) => said.into_iter().filter(|line| line != "ok").collect(),
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
    into_one_file(copy)
        .await
        .map_err(|error| unsound(vec![error.to_string()]))?;
    if checked.faults.is_empty() {
        Ok(checked)
    } else {
        Err(unsound(checked.faults))
    }
}

/// Leaves the write-ahead log: a backup is one file, and nothing may be left in another.
///
/// SQLite does not wait for this, and on a busy machine the connections that have just been closed
/// take a moment to let go.
async fn into_one_file(copy: &Path) -> Result<(), sqlx::Error> {
    let mut tries = 0;
    loop {
        let opened = SqliteConnectOptions::new()
            .filename(copy)
            .journal_mode(SqliteJournalMode::Delete)
            .connect()
            .await;
        match opened {
            Ok(connection) => return connection.close().await,
            Err(error) if sqlite_code(&error) == Some(BUSY) && tries < TRIES => {
                tries += 1;
                tokio::time::sleep(PAUSE).await;
            }
            Err(error) => return Err(error),
        }
    }
}

/// Gives an examined copy its name, once its last byte is on the disk; takes it away otherwise.
fn finish(
    checked: Result<CheckReport, BackupError>,
    part: &Path,
    file: &Path,
) -> Result<CheckReport, BackupError> {
    let named = checked.and_then(|checked| {
        let doing = at("cannot write", file);
        fs::File::open(part)
            .and_then(|written| written.sync_all())
            .and_then(|()| fs::rename(part, file))
            .map_err(doing)?;
        Ok(checked)
    });
    if named.is_err() {
        for ending in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(beside(part, ending));
        }
    }
    named
}

/// Refuses a record that a program has open. One that is damaged beyond opening is in no use.
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
    // Leaving the write-ahead log needs the file for itself.
    let alone = sqlx::query("PRAGMA journal_mode = DELETE")
        .execute(&mut connection)
        .await;
    let _ = connection.close().await;
    match alone.as_ref().err().and_then(sqlite_code) {
        Some(BUSY) => Err(in_use()),
        _ => Ok(()),
    }
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(ending);
    PathBuf::from(name)
}

fn remove(file: &Path) -> Result<(), BackupError> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(at("cannot replace", file)(error))
        }
        _ => Ok(()),
    }
}

fn at(doing: &'static str, file: &Path) -> impl FnOnce(io::Error) -> BackupError {
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
    async fn a_copy_that_is_still_held_for_a_moment_is_waited_for() {
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
            tokio::time::sleep(3 * PAUSE).await;
            other.close().await.unwrap();
        });
        tokio::time::sleep(PAUSE).await;
        into_one_file(&copy).await.unwrap();
        held.await.unwrap();
        assert!(!beside(&copy, "-wal").exists());
    }
}
