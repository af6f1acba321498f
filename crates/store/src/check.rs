//! Integrity checks: those of the engine, and those that take reading the whole record.

use sqlx::{PgConnection, SqliteConnection};

use super::db::{Connection, Db, Engine, dispatch};
use super::error::ErrorContext;
use super::open::{POSTGRES_MIGRATIONS, empty_in_memory};
use super::published::{read_published, read_version};
use super::{NEWEST, Store, StoreError};
use crate::boxed;
use domain::record::DataVersion;

const DOING: &str = "checking the record";

/// The result of [`Store::check`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckReport {
    pub version: DataVersion,
    pub commitments: usize,
    /// All that were ever published.
    pub ratings: i64,
    /// What is wrong, as messages for people; empty for a sound record.
    pub faults: Vec<String>,
}

impl Store {
    /// Checks the whole record: the engine's own checks, the tables and the triggers that keep the
    /// history, the search index, and whether every commitment can be read. In one snapshot, also
    /// while others write.
    ///
    /// Faults are reported, not returned as errors; an error means that the database did not answer.
    #[boxed]
    pub async fn check(&self) -> Result<CheckReport, StoreError> {
        let expected = expected_schema(&self.db).await?;
        let mut snapshot = self.db.snapshot().await?;
        let mut connection = snapshot.connection();
        let version = read_version(&mut connection, NEWEST).await?;
        let mut faults = match &mut connection {
            Engine::Sqlite(connection) => file_faults(connection).await?,
            Engine::Postgres(_) => Vec::new(),
        };
        match expected {
            Some(expected) => {
                let actual = match &mut connection {
                    Engine::Sqlite(connection) => sqlite_schema(connection).await?,
                    Engine::Postgres(connection) => postgres_schema(connection).await?,
                };
                let missing = expected.iter().filter(|object| !actual.contains(object));
                faults.extend(
                    missing.map(|(kind, name, _)| {
                        format!("the {kind} {name} is missing or was changed")
                    }),
                );
            }
            None => faults.push(
                "the tables and triggers could not be examined: that takes the right to create a schema in the database (GRANT CREATE ON DATABASE), in which those of this program are made for comparison and taken back".to_owned(),
            ),
        }
        let ratings = count(&mut connection, "SELECT COUNT(*) FROM rating").await?;
        let indexed = count(&mut connection, "SELECT COUNT(*) FROM commitment_search").await?;
        let commitments = match read_published(&mut connection, NEWEST).await {
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
        Ok(CheckReport {
            version,
            commitments,
            ratings,
            faults,
        })
    }
}

async fn count(connection: &mut Connection<'_>, sql: &'static str) -> Result<i64, StoreError> {
    dispatch!(connection, c => sqlx::query_scalar(sql).fetch_one(&mut **c).await).context(DOING)
}

/// What SQLite finds wrong with the file.
async fn file_faults(connection: &mut SqliteConnection) -> Result<Vec<String>, StoreError> {
    let messages: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_all(&mut *connection)
        .await
        .context(DOING)?;
    let mut faults: Vec<String> = messages
        .into_iter()
        .filter(|line| line != "ok")
        .map(|line| format!("the file is damaged: {line}"))
        .collect();
    let dangling: Vec<(String, Option<i64>, String)> =
        sqlx::query_as(r#"SELECT "table", rowid, parent FROM pragma_foreign_key_check"#)
            .fetch_all(&mut *connection)
            .await
            .context(DOING)?;
    faults.extend(dangling.into_iter().map(|(table, row, parent)| {
        format!(
            "row {} of {table} refers to something that {parent} does not have",
            row.unwrap_or_default()
        )
    }));
    Ok(faults)
}

/// A table, a trigger ...: its kind, name and definition.
type SchemaObject = (String, String, Option<String>);

/// The tables, indexes and triggers of a fresh database, as the engine describes them; none where
/// this user may not create a schema to make them in.
async fn expected_schema(db: &Db) -> Result<Option<Vec<SchemaObject>>, StoreError> {
    match db {
        Db::Sqlite { .. } => {
            let mut fresh = empty_in_memory(DOING).await?;
            sqlite_schema(&mut fresh).await.map(Some)
        }
        Db::Postgres { pool, .. } => {
            // Never committed: dropping the transaction drops the schema.
            let mut transaction = pool.begin().await.context(DOING)?;
            let may_create: bool =
                sqlx::query_scalar("SELECT has_database_privilege(current_database(), 'CREATE')")
                    .fetch_one(&mut *transaction)
                    .await
                    .context(DOING)?;
            if !may_create {
                return Ok(None);
            }
            for migration in std::iter::once(CREATE_EXPECTED_SCHEMA)
                .chain(POSTGRES_MIGRATIONS.iter().map(|m| m.sql.as_str()))
            {
                sqlx::raw_sql(migration)
                    .execute(&mut *transaction)
                    .await
                    .context(DOING)?;
            }
            postgres_schema(&mut transaction).await.map(Some)
        }
    }
}

const CREATE_EXPECTED_SCHEMA: &str =
    "CREATE SCHEMA expected_by_check; SET LOCAL search_path TO expected_by_check";

async fn sqlite_schema(connection: &mut SqliteConnection) -> Result<Vec<SchemaObject>, StoreError> {
    sqlx::query_as(
        "SELECT type, name, sql FROM sqlite_schema
         WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE '_sqlx%' ORDER BY type, name",
    )
    .fetch_all(connection)
    .await
    .context(DOING)
}

/// The objects of the first schema in the search path. PostgreSQL leaves that schema's name out of
/// their definitions, so two schemas can be compared; a disabled trigger differs.
async fn postgres_schema(connection: &mut PgConnection) -> Result<Vec<SchemaObject>, StoreError> {
    sqlx::query_as(
        "WITH here AS (
             SELECT c.oid, c.relname, c.relkind FROM pg_class c
             WHERE c.relnamespace = current_schema()::regnamespace AND c.relname NOT LIKE '\\_sqlx%'
         )
         SELECT 'column', relname || '.' || attname,
                format_type(atttypid, atttypmod) || ' ' || attnotnull::text || attgenerated::text
                || ' ' || COALESCE(pg_get_expr(adbin, adrelid, true), '')
         FROM here JOIN pg_attribute ON attrelid = oid AND attnum > 0 AND NOT attisdropped
              LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
         WHERE relkind = 'r'
         UNION ALL
         SELECT 'constraint', relname || '.' || conname, pg_get_constraintdef(con.oid, true)
         FROM here JOIN pg_constraint con ON conrelid = here.oid
         UNION ALL
         SELECT 'index', relname, pg_get_indexdef(oid, 0, true) FROM here WHERE relkind = 'i'
         UNION ALL
         SELECT 'trigger', tgname, tgenabled::text || ' ' || pg_get_triggerdef(t.oid, true)
         FROM here JOIN pg_trigger t ON tgrelid = here.oid WHERE NOT tgisinternal
         UNION ALL
         SELECT 'function', proname, prosrc
         FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
         ORDER BY 1, 2",
    )
    .fetch_all(connection)
    .await
    .context("reading the record\u{2019}s tables")
}
