//! What running the program leaves behind: sessions, the security log, shared keys. It has connections
//! of its own and takes no lock of the record's: with SQLite in a file beside the record, with
//! PostgreSQL in its tables.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{FromRow, PgPool, SqlitePool};
use tokio::sync::OnceCell;

use super::StoreError;
use super::db::{Engine, ReadConnection, WriteTransaction, dispatch};
use super::error::{ErrorContext, opening_file};
use super::files::{create_private, with_suffix};

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/operations");

/// How long to wait for a connection or a lock of the operations database.
const TIMEOUT: Duration = Duration::from_secs(3);
const CONNECTIONS: u32 = 4;
/// Lines of the log of earlier versions that are taken over.
const MAX_TAKEN_OVER: i64 = 100_000;

/// The path of the operations database that belongs to the record file `record`.
pub(super) fn file_beside(record: &Path) -> PathBuf {
    with_suffix(record, "-operations")
}

/// Opened when it is first needed: a command that only reads the record leaves no file behind.
#[derive(Clone)]
pub(super) struct Operations {
    at: Place,
    pool: Arc<OnceCell<Engine<SqlitePool, PgPool>>>,
}

#[derive(Clone)]
enum Place {
    File {
        file: PathBuf,
        /// Of the record, whose log earlier versions wrote: for reading, for writing.
        record: [SqlitePool; 2],
    },
    Server(Box<PgConnectOptions>),
}

impl std::fmt::Debug for Operations {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Operations")
    }
}

impl Operations {
    pub(super) fn beside(record_file: &Path, record: [SqlitePool; 2]) -> Self {
        Self::at(Place::File {
            file: file_beside(record_file),
            record,
        })
    }

    pub(super) fn on_server(options: PgConnectOptions) -> Self {
        Self::at(Place::Server(Box::new(options)))
    }

    fn at(at: Place) -> Self {
        Self {
            at,
            pool: Arc::default(),
        }
    }

    async fn pool(&self) -> Result<&Engine<SqlitePool, PgPool>, StoreError> {
        let open = async || match &self.at {
            Place::File { file, record } => open(file, record).await.map(Engine::Sqlite),
            Place::Server(options) => Ok(Engine::Postgres(
                PgPoolOptions::new()
                    .max_connections(CONNECTIONS)
                    .acquire_timeout(TIMEOUT)
                    .connect_lazy_with((**options).clone()),
            )),
        };
        self.pool.get_or_try_init(open).await
    }

    pub(super) async fn reader(&self) -> Result<ReadConnection, StoreError> {
        match self.pool().await? {
            Engine::Sqlite(pool) => pool.acquire().await.map(Engine::Sqlite),
            Engine::Postgres(pool) => pool.acquire().await.map(Engine::Postgres),
        }
        .context("waiting for a connection")
    }

    /// Begins a change, which is a short one.
    pub(super) async fn begin(&self) -> Result<WriteTransaction, StoreError> {
        match self.pool().await? {
            Engine::Sqlite(pool) => pool
                .begin_with("BEGIN IMMEDIATE")
                .await
                .map(|transaction| WriteTransaction::from(Engine::Sqlite(transaction))),
            Engine::Postgres(pool) => pool
                .begin()
                .await
                .map(|transaction| WriteTransaction::from(Engine::Postgres(transaction))),
        }
        .context("waiting to note what happened")
    }

    pub(super) async fn close(&self) {
        if let Some(pool) = self.pool.get() {
            dispatch!(pool, pool => pool.close().await);
        }
    }
}

async fn open(file: &Path, [reading, writing]: &[SqlitePool; 2]) -> Result<SqlitePool, StoreError> {
    let address = file.display().to_string();
    create_private(file).map_err(|_| StoreError::NotWritable {
        address: address.clone(),
        source: None,
    })?;
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .busy_timeout(TIMEOUT)
        .journal_mode(SqliteJournalMode::Wal)
        // The last moments before a power cut are not worth a wait on the disk each.
        .synchronous(SqliteSynchronous::Normal);
    let pool = SqlitePoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(TIMEOUT)
        .before_acquire(|connection, _| {
            Box::pin(async { Ok(!sqlx::Connection::is_in_transaction(connection)) })
        })
        .connect_with(options)
        .await
        .map_err(|error| opening_file(&address, error))?;
    let mut transaction = pool
        .begin_with("BEGIN IMMEDIATE")
        .await
        .context("opening the security log")?;
    MIGRATIONS
        .run_direct(None, &mut *transaction, false)
        .await
        .map_err(|source| StoreError::Migration {
            address: address.clone(),
            source,
        })?;
    let taken_over = take_over(reading, &mut transaction).await?;
    transaction
        .commit()
        .await
        .context("opening the security log")?;
    if taken_over {
        // It is there now; where this fails, the next start does it.
        let remove = sqlx::query("DELETE FROM security_event").execute(writing);
        let _ = remove.await;
    }
    Ok(pool)
}

#[derive(FromRow)]
struct OldEvent {
    id: i64,
    made_at: DateTime<Utc>,
    kind: String,
    who: String,
    address: String,
    detail: String,
}

/// Takes over the log that earlier versions kept in the record; once, however often it is tried. False
/// where there is none.
async fn take_over(
    record: &SqlitePool,
    transaction: &mut sqlx::Transaction<'_, sqlx::Sqlite>,
) -> Result<bool, StoreError> {
    let doing = "taking over the security log";
    let old: Vec<OldEvent> = sqlx::query_as(
        "SELECT id, made_at, kind, who, address, detail FROM security_event
         ORDER BY id DESC LIMIT $1",
    )
    .bind(MAX_TAKEN_OVER)
    .fetch_all(record)
    .await
    .context(doing)?;
    let is_any = !old.is_empty();
    for event in old {
        sqlx::query(
            "INSERT INTO security_event (id, made_at, kind, who, address, detail)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING",
        )
        .bind(event.id)
        .bind(event.made_at)
        .bind(event.kind)
        .bind(event.who)
        .bind(event.address)
        .bind(event.detail)
        .execute(&mut **transaction)
        .await
        .context(doing)?;
    }
    Ok(is_any)
}
