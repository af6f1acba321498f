//! Copies of a whole record with its history, from one database to another of either engine.
//!
//! Table by table, each in one change that also notes that it is done: a copy that was interrupted goes on
//! where it was. Until every table was compared, a table of its own in the target says that it is no record
//! yet, and no other command opens it. Sessions, the security log and shared keys stay behind: they are no part
//! of the record. The key of second factors is one of them, so that authenticator apps have to be set up again.

mod plan;
mod rows;

use sqlx::QueryBuilder;

use super::compatibility::has_table;
use super::db::{Connection, Db, Engine, WriteTransaction, dispatch};
use super::error::ErrorContext;
use super::open::Opening;
use super::published::read_version;
use super::query::CHUNK;
use super::read::{self, Which};
use super::record::search_index;
use super::search::words_of;
use super::withdrawal::withdrawn_commitments;
use super::{NEWEST, Store, StoreError};
use crate::boxed;
use domain::record::DataVersion;
use plan::{IDENTITY, Table};

const DOING: &str = "reading what is copied";
const WRITING: &str = "writing the copy";
/// Stands for the index of words among the tables that are done.
const INDEX: &str = "commitment_search";

/// Why a record was not copied. The source’s rows are unchanged; opening it may have migrated its tables.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    #[error("--to is the same record as --from, or already a whole copy of it")]
    Same,
    #[error("{address} is not empty; name a new file, or an empty database on a server")]
    NotEmpty { address: String },
    /// A copy of something else was begun there.
    #[error(
        "{address} holds a part of a copy of another record, or of this one as it was before its last change; empty it and begin again, and stop the program that serves the source meanwhile"
    )]
    OtherCopy { address: String },
    /// Rows differ after all was copied.
    #[error(
        "the copy is not the same as the source in {}; it cannot be used: empty it and begin again",
        tables.join(", ")
    )]
    Differs { tables: Vec<String> },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyReport {
    /// Each table with its number of rows, the same in both databases.
    pub tables: Vec<(String, u64)>,
    /// The newest change that is in the copy.
    pub version: DataVersion,
    /// Whether the source has had further changes meanwhile.
    pub is_behind: bool,
}

/// Hears of each table before it is copied: its name, its number and how many there are.
pub type CopyProgress<'a> = dyn FnMut(&str, usize, usize) + Send + 'a;

impl Store {
    /// Copies the record at one address, with its history, to an empty or new database at another, or goes
    /// on with a copy that was interrupted; compares every table.
    ///
    /// Refuses a target that holds anything else.
    #[boxed]
    pub async fn copy(
        from: &str,
        to: &str,
        progress: &mut CopyProgress<'_>,
    ) -> Result<CopyReport, CopyError> {
        let opening = Opening {
            create: false,
            ..Opening::default()
        };
        let from = Self::open_as(from, opening).await?;
        let opening = Opening {
            is_copy: true,
            ..Opening::default()
        };
        let to = Self::open_as(to, opening).await;
        let to = match to {
            Ok(to) => to,
            Err(error) => {
                from.close().await;
                return Err(error.into());
            }
        };
        let copied = copy(&from, &to, progress).await;
        from.close().await;
        to.close().await;
        copied
    }
}

async fn copy(
    from: &Store,
    to: &Store,
    progress: &mut CopyProgress<'_>,
) -> Result<CopyReport, CopyError> {
    let identity = from.identity().await?;
    if to.identity().await? == identity {
        return Err(CopyError::Same);
    }
    // One state of the source, however long it takes.
    let mut source = from.db.snapshot().await?;
    let mut source = source.connection();
    let version = read_version(&mut source, NEWEST).await?;
    let mut tables = plan::tables().await?;
    plan::learn_types(&mut tables, &mut source).await?;
    {
        let mut reader = to.db.reader().await?;
        plan::learn_types(&mut tables, &mut reader.connection()).await?;
    }
    begin(to, &tables, &identity, version.number).await?;

    let count = tables.len() + 1;
    for (number, table) in tables.iter().enumerate() {
        progress(&table.name, number, count);
        if table.is_copied() && !is_done(&to.db, &table.name).await? {
            let mut target = to.db.begin().await?;
            rows::copy(&mut source, &mut target.connection(), table).await?;
            done(target, &table.name, &identity, version.number).await?;
        }
    }
    progress(INDEX, tables.len(), count);
    if !is_done(&to.db, INDEX).await? {
        let mut target = to.db.begin().await?;
        index(&mut target.connection()).await?;
        done(target, INDEX, &identity, version.number).await?;
    }
    progress(INDEX, count, count);

    let mut report = Vec::new();
    let mut different = Vec::new();
    let mut target = to.db.snapshot().await?;
    let mut target = target.connection();
    for table in tables.iter().filter(|table| table.name != IDENTITY) {
        let here = rows::content(&mut source, table).await?;
        if here != rows::content(&mut target, table).await? {
            different.push(table.name.clone());
        }
        report.push((table.name.clone(), here.rows));
    }
    if !different.is_empty() {
        return Err(CopyError::Differs { tables: different });
    }
    finish(to, &identity).await?;
    let is_behind = from.version().await? != version;
    Ok(CopyReport {
        tables: report,
        version,
        is_behind,
    })
}

/// Notes in an empty target what is being copied to it; in one that has such a note, compares.
async fn begin(
    to: &Store,
    tables: &[Table],
    identity: &str,
    revision: i64,
) -> Result<(), CopyError> {
    let address = || to.address().to_owned();
    let mut target = to.db.begin().await?;
    let mut connection = target.connection();
    if is_under_way(&mut connection).await? {
        let others: i64 = dispatch!(&mut connection, c => sqlx::query_scalar(
            "SELECT COUNT(*) FROM copy_progress WHERE source <> $1 OR revision <> $2",
        ).bind(identity).bind(revision).fetch_one(&mut **c).await)
        .context(DOING)?;
        return match others {
            0 => Ok(()),
            _ => Err(CopyError::OtherCopy { address: address() }),
        };
    }
    for table in tables.iter().filter(|table| table.is_copied()) {
        if rows::content(&mut connection, table).await?.rows > 0 {
            return Err(CopyError::NotEmpty { address: address() });
        }
    }
    dispatch!(&mut connection, c => sqlx::query(
        "CREATE TABLE copy_progress
         (name TEXT PRIMARY KEY NOT NULL, source TEXT NOT NULL, revision BIGINT NOT NULL)",
    ).execute(&mut **c).await.map(|_| ()))
    .context(WRITING)?;
    done(target, "", identity, revision).await?;
    Ok(())
}

/// Whether a database is the target of a copy that is not finished.
pub(super) async fn is_under_way(connection: &mut Connection<'_>) -> Result<bool, StoreError> {
    has_table(connection, "copy_progress").await
}

async fn is_done(db: &Db, name: &str) -> Result<bool, StoreError> {
    let mut reader = db.reader().await?;
    let found: i64 = dispatch!(reader.connection(), c => sqlx::query_scalar(
        "SELECT COUNT(*) FROM copy_progress WHERE name = $1",
    ).bind(name).fetch_one(&mut *c).await)
    .context(DOING)?;
    Ok(found > 0)
}

/// Notes that a table is done, and keeps both.
async fn done(
    mut target: WriteTransaction,
    name: &str,
    identity: &str,
    revision: i64,
) -> Result<(), StoreError> {
    dispatch!(target.connection(), c => sqlx::query(
        "INSERT INTO copy_progress (name, source, revision) VALUES ($1, $2, $3)",
    ).bind(name).bind(identity).bind(revision).execute(&mut *c).await.map(|_| ()))
    .context(WRITING)?;
    target.commit().await
}

/// Makes the index of words, which each engine keeps in its own way, from the texts.
async fn index(connection: &mut Connection<'_>) -> Result<(), StoreError> {
    let mut ids: Vec<i64> = dispatch!(&mut *connection, c => sqlx::query_scalar(
        "SELECT id FROM commitment ORDER BY id",
    ).fetch_all(&mut **c).await)
    .context(DOING)?;
    let withdrawn = withdrawn_commitments(connection, NEWEST, Which::All).await?;
    ids.retain(|id| !withdrawn.contains(id));
    for chunk in ids.chunks(CHUNK) {
        let texts = read::texts(connection, NEWEST, chunk).await?;
        let words: Vec<(i64, String)> = chunk
            .iter()
            .map(|id| (*id, texts.get(id).map(words_of).unwrap_or_default()))
            .collect();
        search_index::write(connection, &words, &[]).await?;
    }
    search_index::gather(connection).await
}

/// Gives the copy the identity of its source, and takes away the note that it is not finished.
async fn finish(to: &Store, identity: &str) -> Result<(), StoreError> {
    let mut target = to.db.begin().await?;
    match target.connection() {
        Engine::Sqlite(c) => {
            let triggers: Vec<(String, String)> = sqlx::query_as(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = $1",
            )
            .bind(IDENTITY)
            .fetch_all(&mut *c)
            .await
            .context(WRITING)?;
            let run = async |c: &mut sqlx::SqliteConnection, sql: String| {
                let mut query = QueryBuilder::<sqlx::Sqlite>::new(sql);
                let run = query.build().persistent(false).execute(c).await;
                run.map(|_| ()).context(WRITING)
            };
            for (name, _) in &triggers {
                run(&mut *c, format!("DROP TRIGGER {name}")).await?;
            }
            sqlx::query("UPDATE record_identity SET id = $1")
                .bind(identity)
                .execute(&mut *c)
                .await
                .context(WRITING)?;
            for (_, sql) in triggers {
                run(&mut *c, sql).await?;
            }
        }
        Engine::Postgres(c) => {
            let (off, on) = (
                "ALTER TABLE record_identity DISABLE TRIGGER USER",
                "ALTER TABLE record_identity ENABLE TRIGGER USER",
            );
            sqlx::query(off).execute(&mut *c).await.context(WRITING)?;
            sqlx::query("UPDATE record_identity SET id = $1")
                .bind(identity)
                .execute(&mut *c)
                .await
                .context(WRITING)?;
            sqlx::query(on).execute(&mut *c).await.context(WRITING)?;
        }
    }
    dispatch!(target.connection(), c => sqlx::query("DROP TABLE copy_progress")
        .execute(&mut *c).await.map(|_| ()))
    .context(WRITING)?;
    target.commit().await
}
