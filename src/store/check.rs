//! Whether the record is sound: what the engine can say, and what only reading everything shows.

use sqlx::{Connection, SqliteConnection};

use super::db::{Engine, SQLITE_MIGRATIONS, Session, on};
use super::error::During;
use super::{Store, StoreError};
use crate::domain::record::DataVersion;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The state of the record.
    pub version: DataVersion,
    /// Commitments in it.
    pub commitments: usize,
    /// Ratings that were ever published.
    pub ratings: i64,
    /// What is wrong, in words; nothing for a sound record.
    pub faults: Vec<String>,
}

impl Store {
    /// Examines the whole record: the engine's own checks, the tables and the triggers that keep
    /// the history, the search index, and whether every commitment can be read.
    ///
    /// Finds faults rather than failing; fails only where the record cannot be reached.
    pub async fn check(&self) -> Result<Checked, StoreError> {
        let mut reading = self.db.reading().await?;
        let mut session = reading.session();
        let mut faults = match &mut session {
            Engine::Sqlite(connection) => file_faults(connection).await?,
            Engine::Postgres(_) => Vec::new(),
        };
        let version = self.version().await?;
        let ratings = count(&mut session, "SELECT COUNT(*) FROM rating").await?;
        let indexed = count(&mut session, "SELECT COUNT(*) FROM commitment_search").await?;
        drop(reading);
        let commitments = match self.published().await {
            Ok(published) => published.commitments.len(),
            Err(error) => {
                faults.push(format!("the record cannot be read: {error}"));
                0
            }
        };
        if usize::try_from(indexed) != Ok(commitments) {
            faults.push(format!(
                "the search index holds {indexed} commitments, the record {commitments}"
            ));
        }
        Ok(Checked {
            version,
            commitments,
            ratings,
            faults,
        })
    }
}

async fn count(session: &mut Session<'_>, sql: &'static str) -> Result<i64, StoreError> {
    on!(session, connection => sqlx::query_scalar(sql).fetch_one(&mut **connection).await)
        .during("checking the record")
}

/// What SQLite finds wrong with a file, and how its tables differ from those of this program.
async fn file_faults(connection: &mut SqliteConnection) -> Result<Vec<String>, StoreError> {
    let doing = "checking the record";
    let said: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_all(&mut *connection)
        .await
        .during(doing)?;
    let mut faults: Vec<String> = said
        .into_iter()
        .filter(|line| line != "ok")
        .map(|line| format!("the file is damaged: {line}"))
        .collect();
    let dangling: Vec<(String, Option<i64>, String)> =
        sqlx::query_as(r#"SELECT "table", rowid, parent FROM pragma_foreign_key_check"#)
            .fetch_all(&mut *connection)
            .await
            .during(doing)?;
    faults.extend(dangling.into_iter().map(|(table, row, parent)| {
        format!(
            "row {} of {table} refers to something that {parent} does not have",
            row.unwrap_or_default()
        )
    }));
    let (own, expected) = (schema(connection).await?, expected_schema().await?);
    faults.extend(
        expected
            .iter()
            .filter(|part| !own.contains(part))
            .map(|(kind, name, _)| format!("the {kind} {name} is missing or was changed")),
    );
    Ok(faults)
}

type Part = (String, String, Option<String>);

async fn schema(connection: &mut SqliteConnection) -> Result<Vec<Part>, StoreError> {
    sqlx::query_as(
        "SELECT type, name, sql FROM sqlite_schema
         WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE '_sqlx%' ORDER BY type, name",
    )
    .fetch_all(connection)
    .await
    .during("reading the record\u{2019}s tables")
}

/// The tables, indexes and triggers that this program makes.
async fn expected_schema() -> Result<Vec<Part>, StoreError> {
    let mut fresh = SqliteConnection::connect("sqlite::memory:")
        .await
        .during("checking the record")?;
    SQLITE_MIGRATIONS
        .run_direct(None, &mut fresh, false)
        .await
        .map_err(|source| StoreError::Migration {
            address: "in memory".to_owned(),
            source,
        })?;
    schema(&mut fresh).await
}
