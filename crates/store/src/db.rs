//! The two engines behind one interface. Connection, pool and transaction are defined here once for
//! both; the rest of the store writes one SQL text and lets [`dispatch!`] run it on either.

use std::fmt;
use std::sync::Arc;

use sqlx::pool::PoolConnection;
use sqlx::{ConnectOptions, PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool};

use super::StoreError;
use super::address::Address;
use super::error::ErrorContext;
use super::open::{open_file, open_server};

/// The writer before may be filling a large record.
const SET_POSTGRES_LOCK_TIMEOUT: &str = "SET LOCAL lock_timeout = '60s'";

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
    },
    Postgres {
        pool: PgPool,
        address: Arc<str>,
    },
}

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
pub(super) type WriteTransaction =
    Engine<sqlx::Transaction<'static, Sqlite>, sqlx::Transaction<'static, Postgres>>;

impl WriteTransaction {
    pub(super) fn connection(&mut self) -> Connection<'_> {
        match self {
            Self::Sqlite(transaction) => Engine::Sqlite(transaction),
            Self::Postgres(transaction) => Engine::Postgres(transaction),
        }
    }

    pub(super) async fn commit(self) -> Result<(), StoreError> {
        dispatch!(self, transaction => transaction.commit().await).context("storing the change")
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
    pub(super) async fn open(url: &str) -> Result<Self, StoreError> {
        let address: Address = url.parse()?;
        let display: Arc<str> = address.to_string().into();
        match address {
            Address::Sqlite(file) => open_file(&file, display).await,
            Address::Postgres(options) => open_server(*options, display).await,
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
            Self::Postgres { pool, .. } => pool.acquire().await.map(Engine::Postgres),
        }
        .context("waiting for a connection")
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
            Self::Postgres { pool, .. } => pool
                .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                .await
                .map(Engine::Postgres)
                .context(doing),
        }
    }

    /// Begins a change. Waits until no other is under way, in this program or another.
    pub(super) async fn begin(&self) -> Result<WriteTransaction, StoreError> {
        let doing = "waiting for another change to end";
        match self {
            Self::Sqlite { writer, .. } => writer
                .begin_with("BEGIN IMMEDIATE")
                .await
                .map(Engine::Sqlite)
                .context(doing),
            Self::Postgres { pool, .. } => {
                let mut transaction = pool.begin().await.context(doing)?;
                // Readers pass; the next writer waits. So revisions become visible in order.
                for statement in [
                    SET_POSTGRES_LOCK_TIMEOUT,
                    "LOCK TABLE revision IN EXCLUSIVE MODE",
                ] {
                    sqlx::query(statement)
                        .execute(&mut *transaction)
                        .await
                        .context(doing)?;
                }
                Ok(Engine::Postgres(transaction))
            }
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
