//! Opening a database: connecting, checking that it belongs to this program, and migrating its schema.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, PgConnection, SqliteConnection, SqlitePool};

use super::StoreError;
use super::compatibility::{MigrationError, migrate, newest_of};
use super::copy::is_under_way;
use super::db::{Connection, Db, Engine, Turns};
use super::error::{BUSY, ErrorContext, opening_file, sqlite_code};
use super::files::{FileIdentity, create_private};
use super::operations::Operations;

pub(super) static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/sqlite");
pub(super) static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/postgres");

pub(super) const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

/// How long to wait for another process that is creating or filling the same file.
const CREATE_TIMEOUT: Duration = Duration::from_mins(1);

const MAX_POSTGRES_CONNECTIONS: u32 = 10;

/// How many rows the thread of a reader buffers ahead of its consumer. With fewer, the two wake each other
/// every few rows of a large answer.
const READ_AHEAD: usize = 1_000;
/// Statements that each connection to a file keeps prepared: those of pages.
const KEPT_STATEMENTS: usize = 48;

/// PostgreSQL 12, the first version with generated columns.
const MIN_POSTGRES_VERSION: i32 = 120_000;

/// How to open a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// Whether to create a record if there is none. On a server, the database must exist already.
    pub create: bool,
    /// How long a change waits for others to end: once for its turn in this process, and once more in the
    /// database.
    pub patience: Duration,
    /// Whether to accept a change although the clock says that it is older than the newest one.
    pub accept_clock: bool,
    /// Whether this is the target of a copy. Otherwise, a copy that is not complete is refused.
    pub is_copy: bool,
}

impl Default for Opening {
    /// Defaults for commands: nobody is waiting in front of a browser, and the previous writer may be
    /// filling a large record.
    fn default() -> Self {
        Self {
            create: true,
            patience: Duration::from_mins(1),
            accept_clock: true,
            is_copy: false,
        }
    }
}

/// Called before the schema of a database is migrated, if there is anything to migrate.
pub(super) type Migrating<'a> = &'a (dyn Fn() + Send + Sync);

/// An empty in-memory record with every table that the migrations create; `doing` says in errors what it is
/// for.
pub(super) async fn empty_in_memory(doing: &'static str) -> Result<SqliteConnection, StoreError> {
    let mut fresh = SqliteConnection::connect("sqlite::memory:")
        .await
        .context(doing)?;
    SQLITE_MIGRATIONS
        .run_direct(None, &mut fresh, false)
        .await
        .map_err(|source| StoreError::Migration {
            address: "in memory".to_owned(),
            source,
        })?;
    Ok(fresh)
}

pub(super) async fn open_file(
    file: &Path,
    address: Arc<str>,
    opening: Opening,
    migrating: Migrating<'_>,
) -> Result<(Db, Operations), StoreError> {
    let is_empty = std::fs::metadata(file).map_or(true, |found| found.len() == 0);
    if !opening.create && !file.is_dir() && is_empty {
        return Err(StoreError::NoRecord {
            address: address.to_string(),
        });
    }
    let directory = file.parent().filter(|d| !d.as_os_str().is_empty());
    if let Some(directory) = directory.filter(|d| !d.is_dir()) {
        return Err(StoreError::NoDirectory {
            address: address.to_string(),
            directory: directory.to_owned(),
        });
    }
    if file.is_dir() {
        return Err(StoreError::NotWritable {
            address: address.to_string(),
            source: None,
        });
    }

    create_private(file).map_err(|_| StoreError::NotWritable {
        address: address.to_string(),
        source: None,
    })?;
    let options = SqliteConnectOptions::new()
        .filename(file)
        .foreign_keys(true)
        .busy_timeout(opening.patience)
        // 4 MB rather than 2, so that imports do not wait for the disk.
        .pragma("cache_size", "-4096")
        // Each prepared statement takes some 10 kB for good.
        .statement_cache_capacity(KEPT_STATEMENTS)
        // Without it, INSERT OR REPLACE would delete a row without firing its triggers.
        .pragma("recursive_triggers", "ON");
    let writer = connect_writer(
        options
            .clone()
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full),
        &address,
    )
    .await?;
    migrate_file(&writer, &address, migrating).await?;
    if !opening.is_copy {
        let mut connection = writer
            .acquire()
            .await
            .map_err(|error| opening_file(&address, error))?;
        refuse_partial_copy(Engine::Sqlite(&mut connection), &address).await?;
    }

    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let connections = u32::try_from(cores.clamp(4, 16)).unwrap_or(4);
    let readers = SqlitePoolOptions::new()
        .max_connections(connections)
        // Open all of them now: a connection opened later would read whatever file has the name by then.
        .min_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        // A file does not go away as a server can.
        .test_before_acquire(false)
        .connect_with(
            options
                .read_only(true)
                // Every reader keeps it for good, and the operating system caches what is read often.
                .pragma("cache_size", "-512")
                .row_buffer_size(READ_AHEAD),
        )
        .await
        .map_err(|error| opening_file(&address, error))?;
    let identity = FileIdentity::of(file).ok_or_else(|| StoreError::Replaced {
        address: address.to_string(),
    })?;
    let operations = Operations::beside(file, [readers.clone(), writer.clone()]);
    let db = Db::Sqlite {
        writer,
        readers,
        address,
        file: (file.into(), identity),
        turns: Turns::new(opening),
    };
    Ok((db, operations))
}

/// Opens the writer and retries while the file is locked: SQLite's busy timeout does not cover the moment
/// when two processes create the same file.
async fn connect_writer(
    options: SqliteConnectOptions,
    address: &str,
) -> Result<SqlitePool, StoreError> {
    let started = Instant::now();
    loop {
        let opened = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(CREATE_TIMEOUT)
            .idle_timeout(None)
            .max_lifetime(None)
            // Discard a connection whose last change could be neither committed nor rolled back, as on a
            // full disk.
            .before_acquire(|connection, _| Box::pin(async { Ok(!connection.is_in_transaction()) }))
            .connect_with(options.clone())
            .await;
        match opened {
            Err(error)
                if sqlite_code(&error) == Some(BUSY) && started.elapsed() < CREATE_TIMEOUT =>
            {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            other => return other.map_err(|error| opening_file(address, error)),
        }
    }
}

/// Migrates a file in one transaction, for which other processes wait.
async fn migrate_file(
    writer: &SqlitePool,
    address: &str,
    migrating: Migrating<'_>,
) -> Result<(), StoreError> {
    let opening = |error| opening_file(address, error);
    let started = Instant::now();
    let mut transaction = loop {
        match writer.begin_with("BEGIN IMMEDIATE").await {
            // Another process is filling the record, which may take longer than the busy timeout.
            Err(error)
                if sqlite_code(&error) == Some(BUSY) && started.elapsed() < CREATE_TIMEOUT => {}
            begun => break begun.map_err(opening)?,
        }
    };
    let (tables, ours): (i64, i64) = sqlx::query_as(
        "SELECT COUNT(*), COUNT(*) FILTER (WHERE name = '_sqlx_migrations')
         FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    )
    .fetch_one(&mut *transaction)
    .await
    .map_err(opening)?;
    if tables > 0 && ours == 0 {
        return Err(StoreError::OtherProgram {
            address: address.to_owned(),
        });
    }
    migrate(
        &mut Engine::Sqlite(&mut *transaction),
        &SQLITE_MIGRATIONS,
        address,
        migrating,
    )
    .await
    .map_err(|error| migration_error(address, &SQLITE_MIGRATIONS, error))?;
    transaction.commit().await.map_err(opening)
}

pub(super) async fn open_server(
    options: PgConnectOptions,
    address: Arc<str>,
    opening: Opening,
    migrating: Migrating<'_>,
) -> Result<(Db, Operations), StoreError> {
    check_server(&options, &address, opening).await?;
    let operations = Operations::on_server(options.clone());
    let pool = PgPoolOptions::new()
        .max_connections(MAX_POSTGRES_CONNECTIONS)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .before_acquire(|connection, _| Box::pin(async { Ok(!connection.is_in_transaction()) }))
        .connect_with(options)
        .await
        .map_err(|source| unreachable(&address, source))?;
    // The migrator holds an advisory lock, so processes that start at the same time wait for each other.
    let mut connection = pool
        .acquire()
        .await
        .map_err(|source| unreachable(&address, source))?;
    let migrated = migrate(
        &mut Engine::Postgres(&mut *connection),
        &POSTGRES_MIGRATIONS,
        &address,
        migrating,
    )
    .await;
    if let Err(error) = migrated {
        // Close it instead of returning it to the pool: it still holds the advisory lock.
        let _ = connection.close().await;
        return Err(migration_error(&address, &POSTGRES_MIGRATIONS, error));
    }
    if !opening.is_copy {
        refuse_partial_copy(Engine::Postgres(&mut connection), &address).await?;
    }
    drop(connection);
    let turns = Turns::new(opening);
    let db = Db::Postgres {
        pool,
        address,
        turns,
        is_down: Arc::default(),
    };
    Ok((db, operations))
}

/// Refuses a database to which a record is still being copied.
async fn refuse_partial_copy(
    mut connection: Connection<'_>,
    address: &str,
) -> Result<(), StoreError> {
    if is_under_way(&mut connection).await? {
        return Err(StoreError::HalfCopied {
            address: address.to_owned(),
        });
    }
    Ok(())
}

fn unreachable(address: &str, source: sqlx::Error) -> StoreError {
    StoreError::Unreachable {
        address: address.to_owned(),
        source,
    }
}

/// Checks the server over a single connection: a pool would retry until it times out and then not say why.
/// Refuses an old server, an encoding other than UTF-8, and, unless a record may be created, a database
/// without one.
async fn check_server(
    options: &PgConnectOptions,
    address: &str,
    opening: Opening,
) -> Result<(), StoreError> {
    let query = async {
        let mut connection = PgConnection::connect_with(options).await?;
        let row: (i32, String, String, bool) = sqlx::query_as(
            "SELECT CAST(current_setting('server_version_num') AS INTEGER),
                    current_setting('server_version'), current_setting('server_encoding'),
                    to_regclass('_sqlx_migrations') IS NOT NULL",
        )
        .fetch_one(&mut connection)
        .await?;
        connection.close().await?;
        Ok(row)
    };
    let (number, version, encoding, has_record) = tokio::time::timeout(ACQUIRE_TIMEOUT, query)
        .await
        .unwrap_or(Err(sqlx::Error::PoolTimedOut))
        .map_err(|source| unreachable(address, source))?;
    if number < MIN_POSTGRES_VERSION || encoding != "UTF8" {
        return Err(StoreError::Server {
            address: address.to_owned(),
            found: format!("{version} with {encoding}"),
        });
    }
    if !opening.create && !has_record {
        return Err(StoreError::NoRecord {
            address: address.to_owned(),
        });
    }
    Ok(())
}

fn migration_error(address: &str, migrator: &Migrator, error: MigrationError) -> StoreError {
    let address = address.to_owned();
    let error = match error {
        MigrationError::Store(error) => return error,
        MigrationError::Migrate(error) => error,
    };
    match error {
        MigrateError::VersionMissing(found) => StoreError::Newer {
            address,
            found,
            known: newest_of(migrator),
        },
        MigrateError::VersionMismatch(change) => StoreError::Altered { address, change },
        MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _)
            if sqlite_code(&source).is_some() =>
        {
            opening_file(&address, source)
        }
        source => StoreError::Migration { address, source },
    }
}
