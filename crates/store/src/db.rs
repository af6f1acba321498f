//! The two engines behind one face. What a connection, a pool and a transaction are is said here
//! once for both; the rest of the store writes one SQL text and lets [`on!`] run it on either.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{
    ConnectOptions, Connection, PgConnection, PgPool, Postgres, Sqlite, SqliteConnection,
    SqlitePool,
};

use super::StoreError;
use super::address::Address;
use super::error::{BUSY, During, opening_file, sqlite_code};

pub(super) static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/sqlite");
pub(super) static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/postgres");

/// How long anyone waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a writer waits for the one before it, which may be filling a large record.
const PATIENCE_OF_WRITERS: Duration = Duration::from_mins(1);
const PATIENCE_OF_POSTGRES_WRITERS: &str = "SET LOCAL lock_timeout = '60s'";
const MOST_POSTGRES_CONNECTIONS: u32 = 10;

/// The first version with generated columns.
const OLDEST_POSTGRES: i32 = 120_000;

/// The same thing of either engine: a connection, a transaction, a row.
pub(super) enum Engine<S, P> {
    /// SQLite's.
    Sqlite(S),
    /// PostgreSQL's.
    Postgres(P),
}

/// A connection to read or write with.
pub(super) type Session<'c> = Engine<&'c mut SqliteConnection, &'c mut PgConnection>;

/// Expands an expression for both engines, each checked against its own database.
///
/// `on!(session, c => expression)` names the engine's part `c`;
/// `on!(session, DB, c => expression)` names the database's type as well.
macro_rules! on {
    ($engine:expr, $it:ident => $body:expr) => {
        match $engine {
            $crate::db::Engine::Sqlite($it) => $body,
            $crate::db::Engine::Postgres($it) => $body,
        }
    };
    ($engine:expr, $db:ident, $it:ident => $body:expr) => {
        match $engine {
            $crate::db::Engine::Sqlite($it) => {
                type $db = sqlx::Sqlite;
                $body
            }
            $crate::db::Engine::Postgres($it) => {
                type $db = sqlx::Postgres;
                $body
            }
        }
    };
}
pub(super) use on;

/// An open database.
#[derive(Clone)]
pub(super) enum Db {
    /// A file: one writer, and readers that it never makes wait.
    Sqlite {
        /// The only connection that writes.
        writer: SqlitePool,
        /// Connections that cannot write.
        readers: SqlitePool,
        /// The file, for messages.
        address: Arc<str>,
    },
    /// A server.
    Postgres {
        /// Connections to it.
        pool: PgPool,
        /// The server and database, for messages; without the password.
        address: Arc<str>,
    },
}

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Db").field(&self.address()).finish()
    }
}

/// A connection taken from a pool for reading.
pub(super) type Reading = Engine<PoolConnection<Sqlite>, PoolConnection<Postgres>>;

impl Reading {
    /// The connection itself.
    pub(super) fn session(&mut self) -> Session<'_> {
        match self {
            Self::Sqlite(connection) => Engine::Sqlite(connection),
            Self::Postgres(connection) => Engine::Postgres(connection),
        }
    }
}

/// A transaction that holds the right to write: at most one in the whole database. Dropped
/// without [`Writing::commit`] it leaves no trace.
pub(super) type Writing =
    Engine<sqlx::Transaction<'static, Sqlite>, sqlx::Transaction<'static, Postgres>>;

/// A transaction that sees one state of the record from its first question on.
pub(super) type Snapshot = Engine<SqliteConnection, sqlx::Transaction<'static, Postgres>>;

impl Snapshot {
    /// The connection itself.
    pub(super) fn session(&mut self) -> Session<'_> {
        match self {
            Self::Sqlite(connection) => Engine::Sqlite(connection),
            Self::Postgres(transaction) => Engine::Postgres(transaction),
        }
    }
}

impl Writing {
    /// The connection itself.
    pub(super) fn session(&mut self) -> Session<'_> {
        match self {
            Self::Sqlite(transaction) => Engine::Sqlite(transaction),
            Self::Postgres(transaction) => Engine::Postgres(transaction),
        }
    }

    /// Makes everything written visible at once.
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        on!(self, transaction => transaction.commit().await).during("storing the change")
    }
}

impl Db {
    /// Connects, creates the file where there is none, and brings the tables up to date.
    pub(super) async fn open(url: &str) -> Result<Self, StoreError> {
        let address: Address = url.parse()?;
        let shown: Arc<str> = address.shown().into();
        match address {
            Address::Sqlite(file) => open_file(&file, shown).await,
            Address::Postgres(options) => open_server(*options, shown).await,
        }
    }

    /// Where the record is, for messages.
    pub(super) fn address(&self) -> &str {
        match self {
            Self::Sqlite { address, .. } | Self::Postgres { address, .. } => address,
        }
    }

    /// A connection to read with.
    pub(super) async fn reading(&self) -> Result<Reading, StoreError> {
        match self {
            Self::Sqlite { readers, .. } => readers.acquire().await.map(Engine::Sqlite),
            Self::Postgres { pool, .. } => pool.acquire().await.map(Engine::Postgres),
        }
        .during("waiting for a connection")
    }

    /// Begins to look at one state of the record, whatever others write meanwhile.
    pub(super) async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let doing = "waiting for a connection";
        match self {
            Self::Sqlite { readers, .. } => {
                // A connection of its own: one that was in use remembers of the search index what
                // others have changed since, and takes that for damage.
                let options = readers.connect_options();
                let mut connection = options.connect().await.during(doing)?;
                sqlx::query("BEGIN")
                    .execute(&mut connection)
                    .await
                    .during(doing)?;
                Ok(Engine::Sqlite(connection))
            }
            Self::Postgres { pool, .. } => pool
                .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                .await
                .map(Engine::Postgres)
                .during(doing),
        }
    }

    /// Begins a change; waits until no other is under way, in this program or another.
    pub(super) async fn writing(&self) -> Result<Writing, StoreError> {
        let doing = "waiting for another change to end";
        match self {
            Self::Sqlite { writer, .. } => writer
                .begin_with("BEGIN IMMEDIATE")
                .await
                .map(Engine::Sqlite)
                .during(doing),
            Self::Postgres { pool, .. } => {
                let mut transaction = pool.begin().await.during(doing)?;
                // Readers pass; the next writer waits. So revisions become visible in their order.
                for statement in [
                    PATIENCE_OF_POSTGRES_WRITERS,
                    "LOCK TABLE revision IN EXCLUSIVE MODE",
                ] {
                    sqlx::query(statement)
                        .execute(&mut *transaction)
                        .await
                        .during(doing)?;
                }
                Ok(Engine::Postgres(transaction))
            }
        }
    }

    /// Closes every connection after what they are doing.
    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite {
                writer, readers, ..
            } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres { pool, .. } => pool.close().await,
        }
    }
}

async fn open_file(file: &Path, address: Arc<str>) -> Result<Db, StoreError> {
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

    let options = SqliteConnectOptions::new()
        .filename(file)
        .foreign_keys(true)
        .busy_timeout(PATIENCE_OF_WRITERS)
        // 16 MB rather than 2: what one page of the site needs stays in memory.
        .pragma("cache_size", "-16384")
        // Without it, INSERT OR REPLACE would remove a row and fire no trigger.
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
    migrate_file(&writer, &address).await?;

    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let readers = SqlitePoolOptions::new()
        .max_connections(u32::try_from(cores.clamp(4, 16)).unwrap_or(4))
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options.read_only(true))
        .await
        .map_err(|error| opening_file(&address, error))?;
    Ok(Db::Sqlite {
        writer,
        readers,
        address,
    })
}

/// Opens the writer. Two programs that create one file at the same moment get in each other's
/// way for an instant in which SQLite does not wait by itself.
async fn connect_writer(
    options: SqliteConnectOptions,
    address: &str,
) -> Result<SqlitePool, StoreError> {
    let begun = Instant::now();
    loop {
        let opened = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE_OF_WRITERS)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.clone())
            .await;
        match opened {
            Err(error)
                if sqlite_code(&error) == Some(BUSY) && begun.elapsed() < PATIENCE_OF_WRITERS =>
            {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            other => return other.map_err(|error| opening_file(address, error)),
        }
    }
}

/// Brings a file's tables up to date in one transaction that other programs wait for.
async fn migrate_file(writer: &SqlitePool, address: &str) -> Result<(), StoreError> {
    let opening = |error| opening_file(address, error);
    let mut transaction = writer
        .begin_with("BEGIN IMMEDIATE")
        .await
        .map_err(opening)?;
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
    // `run` would make this future unfit to be sent between threads.
    SQLITE_MIGRATIONS
        .run_direct(None, &mut *transaction, false)
        .await
        .map_err(|error| migrating(address, &SQLITE_MIGRATIONS, error))?;
    transaction.commit().await.map_err(opening)
}

async fn open_server(options: PgConnectOptions, address: Arc<str>) -> Result<Db, StoreError> {
    check_server(&options, &address).await?;
    let pool = PgPoolOptions::new()
        .max_connections(MOST_POSTGRES_CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .connect_with(options)
        .await
        .map_err(|source| unreachable(&address, source))?;
    // The migrator holds an advisory lock, so programs that start at once wait for each other.
    let mut connection = pool
        .acquire()
        .await
        .map_err(|source| unreachable(&address, source))?;
    let migrated = POSTGRES_MIGRATIONS
        .run_direct(None, &mut *connection, false)
        .await;
    if let Err(error) = migrated {
        // Not back to the pool: it holds the lock.
        let _ = connection.close().await;
        return Err(migrating(&address, &POSTGRES_MIGRATIONS, error));
    }
    drop(connection);
    Ok(Db::Postgres { pool, address })
}

fn unreachable(address: &str, source: sqlx::Error) -> StoreError {
    StoreError::Unreachable {
        address: address.to_owned(),
        source,
    }
}

/// Connects once without a pool, which would keep trying for long and then not say why.
async fn check_server(options: &PgConnectOptions, address: &str) -> Result<(), StoreError> {
    let asking = async {
        let mut connection = PgConnection::connect_with(options).await?;
        let told: (i32, String, String) = sqlx::query_as(
            "SELECT CAST(current_setting('server_version_num') AS INTEGER),
                    current_setting('server_version'), current_setting('server_encoding')",
        )
        .fetch_one(&mut connection)
        .await?;
        connection.close().await?;
        Ok(told)
    };
    let (number, version, encoding) = tokio::time::timeout(PATIENCE, asking)
        .await
        .unwrap_or(Err(sqlx::Error::PoolTimedOut))
        .map_err(|source| unreachable(address, source))?;
    if number < OLDEST_POSTGRES || encoding != "UTF8" {
        return Err(StoreError::Server {
            address: address.to_owned(),
            found: format!("{version} with {encoding}"),
        });
    }
    Ok(())
}

fn migrating(address: &str, migrator: &Migrator, error: MigrateError) -> StoreError {
    let address = address.to_owned();
    match error {
        MigrateError::VersionMissing(found) => StoreError::Newer {
            address,
            found,
            known: migrator.iter().map(|m| m.version).max().unwrap_or(0),
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
