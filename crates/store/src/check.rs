//! Whether the record is sound: what the engine can say, and what only reading everything shows.

use sqlx::{Connection as _, PgConnection, SqliteConnection};

use super::db::{Connection, Db, Engine, dispatch};
use super::error::ErrorContext;
use super::open::{POSTGRES_MIGRATIONS, SQLITE_MIGRATIONS};
use super::{NEWEST, Store, StoreError, read_published, read_version};
use domain::record::DataVersion;

const DOING: &str = "checking the record";

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckReport {
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
    /// the history, the search index, and whether every commitment can be read. All of it in one
    /// state, also while others write.
    ///
    /// Finds faults rather than failing; fails only where the record cannot be reached.
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
                let own = match &mut connection {
                    Engine::Sqlite(connection) => sqlite_schema(connection).await?,
                    Engine::Postgres(connection) => postgres_schema(connection).await?,
                };
                let missing = expected.iter().filter(|part| !own.contains(part));
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

/// What SQLite finds wrong with a file.
async fn file_faults(connection: &mut SqliteConnection) -> Result<Vec<String>, StoreError> {
    let said: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_all(&mut *connection)
        .await
        .context(DOING)?;
    let mut faults: Vec<String> = said
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

/// A table, trigger ...: its kind, its name, and how it is made.
type Part = (String, String, Option<String>);

/// The tables, indexes and triggers that this program makes, as the engine describes them; nothing
/// where the server does not let them be made for comparison.
async fn expected_schema(db: &Db) -> Result<Option<Vec<Part>>, StoreError> {
    match db {
        Db::Sqlite { .. } => {
            let mut fresh = SqliteConnection::connect("sqlite::memory:")
                .await
                .context(DOING)?;
            SQLITE_MIGRATIONS
                .run_direct(None, &mut fresh, false)
                .await
                .map_err(|source| StoreError::Migration {
                    address: "in memory".to_owned(),
                    source,
                })?;
            sqlite_schema(&mut fresh).await.map(Some)
        }
        Db::Postgres { pool, .. } => {
            // Never committed: dropping the transaction takes the schema away again.
            let mut transaction = pool.begin().await.context(DOING)?;
            let may: bool =
                sqlx::query_scalar("SELECT has_database_privilege(current_database(), 'CREATE')")
                    .fetch_one(&mut *transaction)
                    .await
                    .context(DOING)?;
            if !may {
                return Ok(None);
            }
            for migration in std::iter::once(OWN_SCHEMA)
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

const OWN_SCHEMA: &str =
    "CREATE SCHEMA expected_by_check; SET LOCAL search_path TO expected_by_check";

async fn sqlite_schema(connection: &mut SqliteConnection) -> Result<Vec<Part>, StoreError> {
    sqlx::query_as(
        "SELECT type, name, sql FROM sqlite_schema
         WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE '_sqlx%' ORDER BY type, name",
    )
    .fetch_all(connection)
    .await
    .context(DOING)
}

/// What stands in the schema that is looked in first. PostgreSQL leaves that schema's name out of
/// what it says, so two of them can be compared; a trigger that is switched off reads differently.
async fn postgres_schema(connection: &mut PgConnection) -> Result<Vec<Part>, StoreError> {
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
