//! Reading from a replica: a PostgreSQL server that follows the record's own one.
//!
//! What is long to read is asked of it: searches in texts, and the texts of lists and exports. All of that is asked
//! as of a revision, so that a replica which has this revision answers as the record itself does, however much has
//! been written since. One that is behind, busy, away or fails is passed over.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use async_recursion::async_recursion as boxed;
use sqlx::postgres::PgPoolOptions;
use sqlx::{Connection as _, PgConnection, PgPool};

use super::address::Address;
use super::db::{Engine, ReadConnection};
use super::error::ErrorContext;
use super::open::ACQUIRE_TIMEOUT;
use super::published::read_version;
use super::{Store, StoreError, query, read, read_identity, search};
use domain::record::{DataVersion, Texts};
use domain::search::Spelling;

/// As many as the record itself has.
const MAX_CONNECTIONS: u32 = 10;
/// How long anyone waits for a connection before the record itself is asked.
const CONNECT_TIMEOUT: Duration = Duration::from_millis(500);
/// How long a read may take before the record itself is asked.
const READ_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a replica that was away or failed is left alone; then one reader tries it.
const REST: Duration = Duration::from_secs(10);
/// How long closing it may take: what it does then is of no use any more.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// A replica, as it is used.
#[derive(Debug)]
pub(super) struct Replica {
    pool: PgPool,
    /// When it last was away or failed, until it answers again.
    failed_at: Mutex<Option<Instant>>,
    /// The version of the record that was asked for last: the replica must have the same.
    known: Mutex<Option<DataVersion>>,
    answered: AtomicU64,
    passed_over: AtomicU64,
}

/// What became of reading from a replica, since the program was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReplicaFigures {
    /// How often it answered.
    pub answered: u64,
    /// How often the record itself was asked in its place, because it was behind, busy, away or failed.
    pub passed_over: u64,
    /// Whether it was away or failed when it was last tried.
    pub is_away: bool,
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
            let connected = PgConnection::connect_with(&options).await;
            let mut connection = connected.context(READING)?;
            let found = read_identity(&mut Engine::Postgres(&mut connection)).await?;
            connection.close().await.context(READING)?;
            Ok(found)
        };
        let found = within(ACQUIRE_TIMEOUT, asked).await;
        if found.as_ref().is_ok_and(|found| *found != own) {
            return Err(StoreError::OtherReplica { address: display });
        }
        let pool = PgPoolOptions::new()
            .max_connections(MAX_CONNECTIONS)
            .acquire_timeout(CONNECT_TIMEOUT)
            .after_connect(move |connection, _| {
                let own = own.clone();
                Box::pin(async move {
                    let refuse = sqlx::Error::Configuration;
                    match read_identity(&mut Engine::Postgres(connection)).await {
                        Ok(found) if found == own => Ok(()),
                        Ok(_) => Err(refuse("it has another record".into())),
                        Err(error) => Err(refuse(error.into())),
                    }
                })
            })
            .connect_lazy_with(options);
        let replica = Self {
            pool,
            failed_at: Mutex::default(),
            known: Mutex::default(),
            answered: AtomicU64::default(),
            passed_over: AtomicU64::default(),
        };
        if let Err(error) = found {
            replica.note_failure(&error);
        }
        Ok(replica)
    }

    fn failed_at(&self) -> MutexGuard<'_, Option<Instant>> {
        self.failed_at
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Leaves it alone for a while, and says so once.
    fn note_failure(&self, error: &dyn std::error::Error) {
        let before = self.failed_at().replace(Instant::now());
        if before.is_none() {
            let cause = error.source().map(ToString::to_string);
            tracing::warn!(%error, cause, "the read replica is away or fails; until it answers, the database itself is read");
        }
    }

    /// Whether it may be asked now. Of those who ask one that has rested, one only may.
    fn may_be_asked(&self) -> bool {
        let mut failed_at = self.failed_at();
        match *failed_at {
            None => true,
            Some(at) if at.elapsed() < REST => false,
            Some(_) => {
                *failed_at = Some(Instant::now());
                true
            }
        }
    }

    /// Closes it, and waits for it no longer than a moment.
    pub(super) async fn close(&self) {
        let _ = tokio::time::timeout(CLOSE_TIMEOUT, self.pool.close()).await;
    }

    /// A connection to a replica that has a revision of the record; none where it has not, is busy, away or fails.
    async fn reader_at(&self, as_of: i64, record: &Store) -> Option<ReadConnection> {
        if !self.may_be_asked() {
            return None;
        }
        let asked = async {
            let acquired = self.pool.acquire().await;
            let mut reader = Engine::Postgres(acquired.context(READING)?);
            let version = read_version(&mut reader.connection(), as_of).await?;
            Ok((reader, version))
        };
        let (reader, version) = match within(READ_TIMEOUT, asked).await {
            Ok(answered) => answered,
            // Where every connection is in use the server does answer.
            Err(_) if self.pool.size() >= MAX_CONNECTIONS && self.pool.num_idle() == 0 => {
                return None;
            }
            Err(error) => {
                self.note_failure(&error);
                return None;
            }
        };
        // One that went its own way, as a restored backup can, has the same number for something else.
        let own = self.version_of(record, as_of).await;
        let is_same = version.number == as_of && own.is_ok_and(|own| own == version);
        if self.failed_at().take().is_some() {
            tracing::info!("the read replica answers again");
        }
        is_same.then_some(reader)
    }

    /// A version of the record, which is asked once for reads of the same version one after the other.
    async fn version_of(&self, record: &Store, as_of: i64) -> Result<DataVersion, StoreError> {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = known().clone();
        if let Some(version) = asked.filter(|version| version.number == as_of) {
            return Ok(version);
        }
        let version = read_version(&mut record.db.reader().await?.connection(), as_of).await?;
        *known() = Some(version.clone());
        Ok(version)
    }
}

/// What reading gives, unless it takes too long.
async fn within<T>(
    most: Duration,
    read: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    let read = tokio::time::timeout(most, read).await;
    read.unwrap_or_else(|_| Err(sqlx::Error::PoolTimedOut).context(READING))
}

const READING: &str = "reading a replica";

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
            if let Some(connection) = replica.reader_at(self.as_of, self.store).await {
                return Ok(connection);
            }
            replica.passed_over.fetch_add(1, Ordering::Relaxed);
        }
        self.replica = None;
        self.store.db.reader().await
    }

    /// What is read there, unless the replica failed and the record itself is to be asked.
    async fn read<T>(
        &mut self,
        read: impl Future<Output = Result<T, StoreError>>,
    ) -> Option<Result<T, StoreError>> {
        let Some(replica) = self.replica else {
            return Some(read.await);
        };
        match within(READ_TIMEOUT, read).await {
            Ok(read) => {
                replica.answered.fetch_add(1, Ordering::Relaxed);
                Some(Ok(read))
            }
            Err(error) => {
                replica.note_failure(&error);
                replica.passed_over.fetch_add(1, Ordering::Relaxed);
                None
            }
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
            is_away: replica.failed_at().is_some(),
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
            let mut connection = reader.connection();
            let found = search::search(&mut connection, &self.unspaced, groups, as_of);
            if let Some(found) = places.read(found).await {
                return found;
            }
        }
    }

    /// The long texts of the commitments with these ids, as they stood after the revision `as_of`.
    /// A commitment that has none, and an id that is none, are not among them. Those of one are read from the
    /// record itself, which is not worth asking a replica for.
    #[boxed]
    pub async fn texts(&self, ids: &[i64], as_of: i64) -> Result<HashMap<i64, Texts>, StoreError> {
        if ids.len() < 2 {
            return read::texts(&mut self.db.reader().await?.connection(), as_of, ids).await;
        }
        let mut places = Places::new(self, as_of);
        loop {
            let mut reader = places.next().await?;
            let mut connection = reader.connection();
            let texts = read::texts(&mut connection, as_of, ids);
            if let Some(texts) = places.read(texts).await {
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
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let mut places = Places::new(self, as_of);
        loop {
            let mut reader = places.next().await?;
            let found = descriptions(&mut reader, ids, as_of);
            if let Some(found) = places.read(found).await {
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
