//! Reading from a replica: a PostgreSQL server that follows the record's own one.
//!
//! What is long to read is asked of it: searches in texts, and the texts of lists and exports. All of that is asked
//! as of a revision, so that a replica which has this revision answers as the record itself does, however much has
//! been written since. One that is behind, is away or fails is passed over.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_recursion::async_recursion as boxed;
use sqlx::postgres::PgPoolOptions;
use sqlx::{Connection as _, PgConnection, PgPool};

use super::address::Address;
use super::db::{Engine, ReadConnection};
use super::{Store, StoreError, query, read, search};
use domain::record::Texts;
use domain::search::Spelling;

/// As many as the record itself has.
const MAX_CONNECTIONS: u32 = 10;
/// How long anyone waits for a connection before the record itself is asked.
const TIMEOUT: Duration = Duration::from_secs(1);
/// How long a replica that was away or failed is left alone.
const REST: Duration = Duration::from_secs(10);

/// A replica, as it is used.
#[derive(Debug)]
pub(super) struct Replica {
    pool: PgPool,
    /// When it last was away or failed.
    failed_at: Mutex<Option<Instant>>,
    answered: AtomicU64,
    passed_over: AtomicU64,
}

/// What became of reading from a replica, since the program was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReplicaFigures {
    /// How often it answered.
    pub answered: u64,
    /// How often the record itself was asked in its place, because it was behind, was away or failed.
    pub passed_over: u64,
    /// Whether it is left alone, because it was away or failed a moment ago.
    pub is_resting: bool,
}

impl Replica {
    /// The replica of a record at an address. Refuses the replica of another record; one that is away may come
    /// later, and is asked then which record it has.
    async fn connect(url: &str, record: &Store) -> Result<Self, StoreError> {
        let address: Address = url.parse()?;
        let display = address.to_string();
        let options = match address {
            Address::Postgres(options) if record.is_on_server() => *options,
            _ => return Err(StoreError::NoReplica { address: display }),
        };
        let own = record.identity().await?;
        let asked = async {
            let mut connection = PgConnection::connect_with(&options).await?;
            identity(&mut connection).await
        };
        let found = tokio::time::timeout(TIMEOUT, asked).await;
        let found = found.unwrap_or(Err(sqlx::Error::PoolTimedOut)).ok();
        if found.as_ref().is_some_and(|found| *found != own) {
            return Err(StoreError::OtherReplica { address: display });
        }
        let pool = PgPoolOptions::new()
            .max_connections(MAX_CONNECTIONS)
            .acquire_timeout(TIMEOUT)
            .after_connect(move |connection, _| {
                let own = own.clone();
                Box::pin(async move {
                    let found = identity(connection).await?;
                    let is_own = found == own;
                    let other = || sqlx::Error::Configuration("it has another record".into());
                    is_own.then_some(()).ok_or_else(other)
                })
            })
            .connect_lazy_with(options);
        let replica = Self {
            pool,
            failed_at: Mutex::default(),
            answered: AtomicU64::default(),
            passed_over: AtomicU64::default(),
        };
        if found.is_none() {
            replica.note_failure();
        }
        Ok(replica)
    }

    fn failed_at(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.failed_at
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn note_failure(&self) {
        *self.failed_at() = Some(Instant::now());
    }

    fn is_resting(&self) -> bool {
        self.failed_at().is_some_and(|at| at.elapsed() < REST)
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
    }

    /// A connection to a replica that has a revision; none where it has not, is away or fails.
    async fn reader_at(&self, as_of: i64) -> Option<ReadConnection> {
        if self.is_resting() {
            return None;
        }
        let asked = async {
            let mut connection = self.pool.acquire().await?;
            let newest: i64 = sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) FROM revision")
                .fetch_one(&mut *connection)
                .await?;
            Ok::<_, sqlx::Error>((connection, newest))
        };
        let Ok(Ok((connection, newest))) = tokio::time::timeout(TIMEOUT, asked).await else {
            self.note_failure();
            return None;
        };
        *self.failed_at() = None;
        (newest >= as_of).then_some(Engine::Postgres(connection))
    }
}

async fn identity(connection: &mut PgConnection) -> Result<String, sqlx::Error> {
    sqlx::query_scalar("SELECT id FROM record_identity LIMIT 1")
        .fetch_one(connection)
        .await
}

/// Where something is read: at first from the replica, where there is one that can answer, then from the record.
struct Places<'a> {
    store: &'a Store,
    as_of: i64,
    /// Where it is read from now, if from a replica.
    replica: Option<&'a Replica>,
    is_first: bool,
}

impl<'a> Places<'a> {
    fn new(store: &'a Store, as_of: i64) -> Self {
        Self {
            store,
            as_of,
            replica: store.replica.as_deref(),
            is_first: true,
        }
    }

    /// A connection to the next one.
    async fn next(&mut self) -> Result<ReadConnection, StoreError> {
        let replica = self.replica.filter(|_| std::mem::take(&mut self.is_first));
        if let Some(replica) = replica {
            if let Some(connection) = replica.reader_at(self.as_of).await {
                return Ok(connection);
            }
            replica.passed_over.fetch_add(1, Ordering::Relaxed);
        }
        self.replica = None;
        self.store.db.reader().await
    }

    /// What was read, unless the replica failed and the record itself is to be asked.
    fn settled<T>(&mut self, read: Result<T, StoreError>) -> Option<Result<T, StoreError>> {
        match (self.replica, &read) {
            (Some(replica), Err(_)) => {
                replica.note_failure();
                replica.passed_over.fetch_add(1, Ordering::Relaxed);
                None
            }
            (Some(replica), Ok(_)) => {
                replica.answered.fetch_add(1, Ordering::Relaxed);
                Some(read)
            }
            (None, _) => Some(read),
        }
    }
}

impl Store {
    /// This record, with a replica at an address from which texts are read and searched.
    ///
    /// Refuses the replica of another record, and any replica of a record in a file. One that is away is asked later.
    #[boxed]
    pub async fn with_replica(self, url: &str) -> Result<Self, StoreError> {
        let replica = Replica::connect(url, &self).await?;
        Ok(Self {
            replica: Some(Arc::new(replica)),
            ..self
        })
    }

    /// What became of reading from the replica; none without one.
    pub fn replica_figures(&self) -> Option<ReplicaFigures> {
        let replica = self.replica.as_ref()?;
        Some(ReplicaFigures {
            answered: replica.answered.load(Ordering::Relaxed),
            passed_over: replica.passed_over.load(Ordering::Relaxed),
            is_resting: replica.is_resting(),
        })
    }

    /// For each of some things to find, the ids of the commitments in whose texts any of its spellings
    /// is, as they stood after the revision `as_of`.
    ///
    /// Spellings come from [`domain::search::Search`].
    #[boxed]
    pub async fn search(
        &self,
        groups: &[&[Spelling]],
        as_of: i64,
    ) -> Result<Vec<Vec<i64>>, StoreError> {
        let mut places = Places::new(self, as_of);
        loop {
            let mut reader = places.next().await?;
            let found = search::search(&mut reader.connection(), groups, as_of).await;
            if let Some(found) = places.settled(found) {
                return found;
            }
        }
    }

    /// The long texts of the commitments with these ids, as they stood after the revision `as_of`.
    /// A commitment that has none, and an id that is none, are not among them.
    #[boxed]
    pub async fn texts(&self, ids: &[i64], as_of: i64) -> Result<HashMap<i64, Texts>, StoreError> {
        let mut places = Places::new(self, as_of);
        loop {
            let mut reader = places.next().await?;
            let texts = read::texts(&mut reader.connection(), as_of, ids).await;
            if let Some(texts) = places.settled(texts) {
                return texts;
            }
        }
    }

    /// The descriptions of commitments as of the revision `as_of`, by id; one that had none is not among them.
    #[boxed]
    pub async fn descriptions(
        &self,
        ids: &[i64],
        as_of: i64,
    ) -> Result<HashMap<i64, String>, StoreError> {
        let mut places = Places::new(self, as_of);
        loop {
            let mut reader = places.next().await?;
            let found = descriptions(&mut reader, ids, as_of).await;
            if let Some(found) = places.settled(found) {
                return found;
            }
        }
    }
}

async fn descriptions(
    reader: &mut ReadConnection,
    ids: &[i64],
    as_of: i64,
) -> Result<HashMap<i64, String>, StoreError> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(query::CHUNK) {
        let which = read::Which::These(ids);
        let texts = read::descriptions(&mut reader.connection(), as_of, which).await?;
        found.extend(texts.into_iter().filter_map(|(id, text)| Some((id, text?))));
    }
    Ok(found)
}
