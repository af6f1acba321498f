//! The two engines behind one interface. Connection, pool and transaction are defined here once for
//! both; the rest of the store writes one SQL text and lets [`dispatch!`] run it on either.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::pool::PoolConnection;
use sqlx::{ConnectOptions, PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::StoreError;
use super::address::Address;
use super::error::ErrorContext;
use super::files::FileIdentity;
use super::open::{Migrating, Opening, open_file, open_server};
use super::operations::Operations;

/// How long a proof that the record can be written may wait for others to end their change.
const PROOF_TIMEOUT: Duration = Duration::from_secs(2);

/// The same thing of either engine: a connection, a transaction.
pub(super) enum Engine<S, P> {
    Sqlite(S),
    Postgres(P),
}

/// A connection to read or write with, borrowed from a pool or a transaction.
pub(super) type Connection<'c> = Engine<&'c mut SqliteConnection, &'c mut PgConnection>;

/// Expands an expression once for each engine, so that the compiler checks it against both.
///
/// `dispatch!(connection, c => expression)` calls the engine's own connection `c`;
/// `dispatch!(connection, DB, c => expression)` names the engine's type as well.
///
/// A macro, because a generic function would repeat for each query what it binds and reads as
/// bounds on the engine.
macro_rules! dispatch {
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
pub(super) use dispatch;

/// An open database.
#[derive(Clone)]
pub(super) enum Db {
    /// A file: one writer, and readers that never wait for it.
    Sqlite {
        /// A pool of one, since SQLite takes one writer at a time.
        writer: SqlitePool,
        /// Read-only connections.
        readers: SqlitePool,
        address: Arc<str>,
        /// Which file this is, to notice when another one takes its place.
        file: (Arc<Path>, FileIdentity),
        turns: Turns,
    },
    Postgres {
        pool: PgPool,
        address: Arc<str>,
        turns: Turns,
        /// Whether the server did not answer the last time.
        is_down: Arc<AtomicBool>,
    },
}

/// How long anyone waits for a connection to a server that has answered before ...
const SERVER_TIMEOUT: Duration = Duration::from_secs(3);
/// ... and to one that has just not answered: it is tried, but nobody is kept waiting.
const DOWN_TIMEOUT: Duration = Duration::from_millis(300);

async fn acquire(
    pool: &PgPool,
    is_down: &AtomicBool,
) -> Result<PoolConnection<Postgres>, sqlx::Error> {
    let patience = if is_down.load(Ordering::Relaxed) {
        DOWN_TIMEOUT
    } else {
        SERVER_TIMEOUT
    };
    let acquired = tokio::time::timeout(patience, pool.acquire()).await;
    let acquired = acquired.unwrap_or(Err(sqlx::Error::PoolTimedOut));
    // Where every connection is in use the server does answer.
    let all_in_use = pool.size() >= pool.options().get_max_connections();
    is_down.store(acquired.is_err() && !all_in_use, Ordering::Relaxed);
    acquired
}

/// The right to write, in this program: those who wait for it hold no connection, so that however many
/// wait, readers have theirs.
#[derive(Debug, Clone)]
pub(super) struct Turns {
    semaphore: Arc<Semaphore>,
    /// How long a change waits for others to end, here and again in the database.
    patience: Duration,
    /// Whether changes may be older than what the record holds.
    pub(super) accept_clock: bool,
    /// Whether no change is to be made, because the clock has jumped.
    held: Arc<AtomicBool>,
}

impl Turns {
    pub(super) fn new(opening: Opening) -> Self {
        Self {
            semaphore: Arc::new(Semaphore::new(1)),
            patience: opening.patience,
            accept_clock: opening.accept_clock,
            held: Arc::default(),
        }
    }

    async fn take(&self) -> Result<OwnedSemaphorePermit, StoreError> {
        if self.held.load(Ordering::Relaxed) {
            return Err(StoreError::ClockJumped);
        }
        let turn = Arc::clone(&self.semaphore).acquire_owned();
        match tokio::time::timeout(self.patience, turn).await {
            Ok(Ok(turn)) => Ok(turn),
            Ok(Err(_)) => Err(sqlx::Error::PoolClosed),
            Err(_) => Err(sqlx::Error::PoolTimedOut),
        }
        .context(WAITING)
    }
}

const WAITING: &str = "waiting for another change to end";

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Db").field(&self.address()).finish()
    }
}

/// A pooled connection for reading.
pub(super) type ReadConnection = Engine<PoolConnection<Sqlite>, PoolConnection<Postgres>>;

impl ReadConnection {
    pub(super) fn connection(&mut self) -> Connection<'_> {
        match self {
            Self::Sqlite(connection) => Engine::Sqlite(connection),
            Self::Postgres(connection) => Engine::Postgres(connection),
        }
    }
}

/// A transaction that holds the right to write: at most one in the whole database. Dropped
/// without [`WriteTransaction::commit`], it is rolled back.
pub(super) struct WriteTransaction {
    transaction: EngineTransaction,
    /// Given back after the transaction has ended: fields are dropped in this order.
    _turn: Option<OwnedSemaphorePermit>,
}

type EngineTransaction =
    Engine<sqlx::Transaction<'static, Sqlite>, sqlx::Transaction<'static, Postgres>>;

impl From<EngineTransaction> for WriteTransaction {
    /// One that needs no turn.
    fn from(transaction: EngineTransaction) -> Self {
        Self {
            transaction,
            _turn: None,
        }
    }
}

impl WriteTransaction {
    pub(super) fn connection(&mut self) -> Connection<'_> {
        match &mut self.transaction {
            Engine::Sqlite(transaction) => Engine::Sqlite(transaction),
            Engine::Postgres(transaction) => Engine::Postgres(transaction),
        }
    }

    pub(super) async fn commit(self) -> Result<(), StoreError> {
        dispatch!(self.transaction, transaction => transaction.commit().await)
            .context("storing the change")
    }
}

/// A read transaction: every query sees the state that the first one saw.
pub(super) type Snapshot = Engine<SqliteConnection, sqlx::Transaction<'static, Postgres>>;

impl Snapshot {
    pub(super) fn connection(&mut self) -> Connection<'_> {
        match self {
            Self::Sqlite(connection) => Engine::Sqlite(connection),
            Self::Postgres(transaction) => Engine::Postgres(transaction),
        }
    }
}

impl Db {
    /// Connects, creates the file where there is none, and brings the schema up to date.
    pub(super) async fn open(
        url: &str,
        opening: Opening,
        migrating: Migrating<'_>,
    ) -> Result<(Self, Operations), StoreError> {
        let address: Address = url.parse()?;
        let display: Arc<str> = address.to_string().into();
        match address {
            Address::Sqlite(file) => open_file(&file, display, opening, migrating).await,
            Address::Postgres(options) => open_server(*options, display, opening, migrating).await,
        }
    }

    /// The file that the record is in; none for one on a server.
    pub(super) fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite {
                file: (file, _), ..
            } => Some(file),
            Self::Postgres { .. } => None,
        }
    }

    /// Where the record is, for messages; never with a password.
    pub(super) fn address(&self) -> &str {
        match self {
            Self::Sqlite { address, .. } | Self::Postgres { address, .. } => address,
        }
    }

    pub(super) async fn reader(&self) -> Result<ReadConnection, StoreError> {
        match self {
            Self::Sqlite { readers, .. } => readers.acquire().await.map(Engine::Sqlite),
            Self::Postgres { pool, is_down, .. } => {
                acquire(pool, is_down).await.map(Engine::Postgres)
            }
        }
        .context("waiting for a connection")
    }

    pub(super) fn turns(&self) -> &Turns {
        let (Self::Sqlite { turns, .. } | Self::Postgres { turns, .. }) = self;
        turns
    }

    /// Refuses changes from now on, or no longer.
    pub(super) fn hold(&self, held: bool) {
        self.turns().held.store(held, Ordering::Relaxed);
    }

    /// Begins a read transaction, which writes by others do not disturb.
    pub(super) async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let doing = "waiting for a connection";
        match self {
            Self::Sqlite { readers, .. } => {
                // Not a pooled connection: one that was in use caches parts of the search index,
                // and its integrity check takes later changes by others for damage.
                let options = readers.connect_options();
                let mut connection = options.connect().await.context(doing)?;
                sqlx::query("BEGIN")
                    .execute(&mut connection)
                    .await
                    .context(doing)?;
                Ok(Engine::Sqlite(connection))
            }
            Self::Postgres { pool, is_down, .. } => {
                drop(acquire(pool, is_down).await.context(doing)?);
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                    .await
                    .map(Engine::Postgres)
                    .context(doing)
            }
        }
    }

    /// Begins a change. Waits until no other is under way, in this program or another.
    pub(super) async fn begin(&self) -> Result<WriteTransaction, StoreError> {
        match self {
            Self::Sqlite { writer, turns, .. } => {
                let turn = turns.take().await?;
                self.check_file()?;
                let transaction = writer
                    .begin_with("BEGIN IMMEDIATE")
                    .await
                    .context(WAITING)?;
                Ok(WriteTransaction {
                    transaction: Engine::Sqlite(transaction),
                    _turn: Some(turn),
                })
            }
            Self::Postgres {
                pool,
                turns,
                is_down,
                ..
            } => {
                let turn = turns.take().await?;
                drop(acquire(pool, is_down).await.context(WAITING)?);
                let mut transaction = pool.begin().await.context(WAITING)?;
                sqlx::query("SELECT set_config('lock_timeout', $1, true)")
                    .bind(format!("{}ms", turns.patience.as_millis()))
                    .execute(&mut *transaction)
                    .await
                    .context(WAITING)?;
                // Readers pass; the next writer waits. So revisions become visible in order.
                sqlx::query("LOCK TABLE revision IN EXCLUSIVE MODE")
                    .execute(&mut *transaction)
                    .await
                    .context(WAITING)?;
                Ok(WriteTransaction {
                    transaction: Engine::Postgres(transaction),
                    _turn: Some(turn),
                })
            }
        }
    }

    /// Refuses to write to a file that is no longer the one under its name: it would be lost.
    fn check_file(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite {
                file: (path, identity),
                address,
                ..
            } if FileIdentity::of(path) != Some(*identity) => Err(StoreError::Replaced {
                address: address.to_string(),
            }),
            _ => Ok(()),
        }
    }

    /// Writes something, to prove that the record can be written. Says nothing against it while
    /// others are writing, here or in another program.
    pub(super) async fn prove_write(&self, at: DateTime<Utc>) -> Result<(), StoreError> {
        let Ok(_turn) = Arc::clone(&self.turns().semaphore).try_acquire_owned() else {
            return Ok(());
        };
        self.check_file()?;
        let begun = match self {
            Self::Sqlite { writer, .. } => {
                let begun = writer.begin_with("BEGIN IMMEDIATE");
                match tokio::time::timeout(PROOF_TIMEOUT, begun).await {
                    Ok(begun) => begun.map(Engine::Sqlite),
                    Err(_) => return Ok(()),
                }
            }
            Self::Postgres { pool, .. } => pool.begin().await.map(Engine::Postgres),
        };
        let mut transaction = match begun.context(WAITING) {
            Ok(begun) => WriteTransaction::from(begun),
            Err(StoreError::Busy { .. }) if matches!(self, Self::Sqlite { .. }) => return Ok(()),
            Err(error) => return Err(error),
        };
        let write = async {
            dispatch!(transaction.connection(), c => sqlx::query(
                "INSERT INTO heartbeat (id, made_at) VALUES (1, $1)
                 ON CONFLICT (id) DO UPDATE SET made_at = $1",
            ).bind(at).execute(&mut *c).await.map(|_| ()))
            .context("trying to write")?;
            transaction.commit().await
        };
        match tokio::time::timeout(PROOF_TIMEOUT, write).await {
            Ok(written) => written,
            Err(_) => Err(sqlx::Error::PoolTimedOut).context("trying to write"),
        }
    }

    /// Waits for running queries to end, then closes every connection.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;

    /// A full disk, as SQLite sees one: the file may not grow.
    #[tokio::test]
    async fn after_a_full_disk_writing_works_again_once_there_is_room() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("tracker.db").display());
        let store = Store::open(&url).await.unwrap();
        let Db::Sqlite { writer, .. } = &store.db else {
            panic!("not a file");
        };
        for _ in 0..3 {
            sqlx::query("PRAGMA max_page_count = 1")
                .execute(writer)
                .await
                .unwrap();
            let full = fill(&store.db, 400).await;
            assert!(matches!(full, Err(StoreError::DiskFull { .. })), "{full:?}");
            // The next ones find whatever the last one left behind.
            let mut proven = store.prove_write(DateTime::UNIX_EPOCH).await;
            for _ in 0..2 {
                if proven.is_ok() {
                    break;
                }
                proven = store.prove_write(DateTime::UNIX_EPOCH).await;
            }
            let room = sqlx::query("PRAGMA max_page_count = 1000000");
            room.execute(writer).await.unwrap();
            fill(&store.db, 1).await.unwrap();
            store.prove_write(DateTime::UNIX_EPOCH).await.unwrap();
        }
        store.close().await;
    }

    async fn fill(db: &Db, kilobytes: usize) -> Result<(), StoreError> {
        let mut transaction = db.begin().await?;
        let mut connection = transaction.connection();
        dispatch!(&mut connection, c => sqlx::query(
            "INSERT INTO account (email, name, role, created_at) VALUES ($1, $2, 'editor', '2026')
             ON CONFLICT (email) DO UPDATE SET name = $2",
        )
        .bind("x")
        .bind("x".repeat(kilobytes * 1024))
        .execute(&mut **c)
        .await
        .map(|_| ()))
        .context("filling the disk")?;
        transaction.commit().await
    }
}
