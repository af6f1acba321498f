//! Notifications of what other programs write, and questions for the newest version: each over a connection of its own,
//! so that neither waits for a page that is being read.

use std::time::Duration;

use sqlx::postgres::{PgListener, PgPoolOptions};
use sqlx::{Connection as _, PgConnection};

use super::db::{Db, Engine};
use super::error::ErrorContext;
use super::{Store, StoreError};
use crate::boxed;

/// The channel on which PostgreSQL tells of revisions (migration 19).
const REVISIONS: &str = "ogp_revision";
/// The channel on which programs tell each other anything else.
const MESSAGES: &str = "ogp_message";
/// How long a connection to a server may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

const HEARING: &str = "listening for changes";
const ASKING: &str = "asking for the newest change";

/// Tells of revisions as soon as they can be read, whoever has made them, and of what programs tell each
/// other.
#[derive(Debug)]
pub struct Announcements(PgListener);

/// What was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Announcement {
    /// A revision with this number was committed. Only a hint: other records in the same database announce
    /// theirs on the same channel.
    Revision(i64),
    /// A message that a program sent with [`Store::tell`], this program included.
    Message(String),
}

impl Announcements {
    /// Waits for the next one.
    ///
    /// Fails where the connection is lost; what was told in the meantime is never heard.
    pub async fn next(&mut self) -> Result<Announcement, StoreError> {
        let told = match self.0.try_recv().await {
            Ok(Some(told)) => Ok(told),
            Ok(None) => Err(sqlx::Error::Io(std::io::ErrorKind::UnexpectedEof.into())),
            Err(error) => Err(error),
        }
        .context(HEARING)?;
        Ok(match told.channel() {
            REVISIONS => Announcement::Revision(told.payload().parse().unwrap_or_default()),
            _ => Announcement::Message(told.payload().to_owned()),
        })
    }
}

/// Asks for the number of the newest revision, again and again.
pub struct VersionReader {
    db: Db,
    /// With PostgreSQL, once it was needed. Taken out while it is used, so that one that was left in the
    /// middle of a question is not used again.
    connection: Option<PgConnection>,
}

impl std::fmt::Debug for VersionReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("VersionReader").field(&self.db).finish()
    }
}

impl VersionReader {
    /// The number of the newest revision that can be read now; 0 where there is none.
    pub async fn newest(&mut self) -> Result<i64, StoreError> {
        match &self.db {
            Db::Sqlite { readers, .. } => sqlx::query_scalar(NEWEST).fetch_one(readers).await,
            Db::Postgres { .. } => self.newest_on_server().await,
        }
        .context(ASKING)
    }

    async fn newest_on_server(&mut self) -> Result<i64, sqlx::Error> {
        // A connection that was kept may have been lost since.
        if let Some(mut kept) = self.connection.take()
            && let Ok(number) = ask(&mut kept).await
        {
            self.connection = Some(kept);
            return Ok(number);
        }
        let Db::Postgres { pool, .. } = &self.db else {
            return Err(sqlx::Error::PoolClosed);
        };
        let options = pool.connect_options();
        let connected = PgConnection::connect_with(&options);
        let connected = tokio::time::timeout(CONNECT_TIMEOUT, connected).await;
        let mut connection = connected.unwrap_or(Err(sqlx::Error::PoolTimedOut))?;
        let number = ask(&mut connection).await?;
        self.connection = Some(connection);
        Ok(number)
    }
}

const NEWEST: &str = "SELECT COALESCE(MAX(id), 0) FROM revision";

async fn ask(connection: &mut PgConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(NEWEST).fetch_one(connection).await
}

impl Store {
    /// Whether the record is on a server, at which several programs are expected.
    pub fn is_on_server(&self) -> bool {
        matches!(self.db, Db::Postgres { .. })
    }

    /// Begins to hear of new revisions; none where the database tells nobody, which is SQLite.
    #[boxed]
    pub async fn announcements(&self) -> Result<Option<Announcements>, StoreError> {
        let Db::Postgres { pool, .. } = &self.db else {
            return Ok(None);
        };
        // A pool for this connection alone: the listener wants one, and never gives it back.
        let own = PgPoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(CONNECT_TIMEOUT)
            .connect_lazy_with((*pool.connect_options()).clone());
        let mut listener = PgListener::connect_with(&own).await.context(HEARING)?;
        listener.ignore_pool_close_event(true);
        listener.eager_reconnect(false);
        listener
            .listen_all([REVISIONS, MESSAGES])
            .await
            .context(HEARING)?;
        Ok(Some(Announcements(listener)))
    }

    /// Asks for the newest revision over a connection of its own.
    pub fn version_reader(&self) -> VersionReader {
        VersionReader {
            db: self.db.clone(),
            connection: None,
        }
    }

    /// Sends a message, which is not kept, to every program on this database, this one included. Does nothing
    /// with SQLite.
    /// At most 8,000 bytes.
    #[boxed]
    pub async fn tell(&self, message: &str) -> Result<(), StoreError> {
        if !self.is_on_server() {
            return Ok(());
        }
        let doing = "telling other instances";
        let mut transaction = self.operations.begin().await?;
        if let Engine::Postgres(connection) = transaction.connection() {
            sqlx::query("SELECT pg_notify($1, $2)")
                .bind(MESSAGES)
                .bind(message)
                .execute(connection)
                .await
                .context(doing)?;
        }
        transaction.commit().await
    }
}
