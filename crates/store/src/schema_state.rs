//! Whether a database's schema is this program's, found without changing anything.

use async_recursion::async_recursion as boxed;
use sqlx::migrate::Migrator;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, PgConnection, SqliteConnection};

use super::Store;
use super::address::Address;
use super::error::{ErrorContext, StoreError, opening_file};
use super::open::{POSTGRES_MIGRATIONS, SQLITE_MIGRATIONS};

const DOING: &str = "reading which migrations the database has had";
const APPLIED: &str = "SELECT version FROM _sqlx_migrations WHERE success ORDER BY version";

/// Which migrations a database has had, beside those of this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaState {
    /// The file of the record; none on a server.
    pub file: Option<std::path::PathBuf>,
    /// Those that opening the database will make.
    pub missing: Vec<i64>,
    /// Those of a newer program.
    pub unknown: Vec<i64>,
}

impl Store {
    /// Compares a database's migrations with this program's. Unlike opening it, changes nothing.
    ///
    /// Refuses an address without a record, and one that does not answer.
    #[boxed]
    pub async fn schema_state(url: &str) -> Result<SchemaState, StoreError> {
        let address: Address = url.parse()?;
        let shown = address.to_string();
        let state = |file, applied: &[i64], migrator: &Migrator| {
            let ours: Vec<i64> = migrator.iter().map(|m| m.version).collect();
            let without = |these: &[i64], those: &[i64]| {
                let left = these.iter().filter(|version| !those.contains(version));
                left.copied().collect()
            };
            SchemaState {
                file,
                missing: without(&ours, applied),
                unknown: without(applied, &ours),
            }
        };
        match address {
            Address::Sqlite(file) => {
                if std::fs::metadata(&file).map_or(true, |found| found.len() == 0) {
                    return Err(StoreError::NoRecord { address: shown });
                }
                let options = SqliteConnectOptions::new().filename(&file).read_only(true);
                let opening = |error| opening_file(&shown, error);
                let mut connection = SqliteConnection::connect_with(&options)
                    .await
                    .map_err(opening)?;
                let tables: i64 = sqlx::query_scalar(
                    "SELECT COUNT(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'",
                )
                .fetch_one(&mut connection)
                .await
                .map_err(opening)?;
                if tables == 0 {
                    return Err(StoreError::OtherProgram { address: shown });
                }
                let applied: Vec<i64> = sqlx::query_scalar(APPLIED)
                    .fetch_all(&mut connection)
                    .await
                    .context(DOING)?;
                connection.close().await.context(DOING)?;
                Ok(state(Some(file), &applied, &SQLITE_MIGRATIONS))
            }
            Address::Postgres(options) => {
                let applied = applied_on_server(&options, &shown).await?;
                Ok(state(None, &applied, &POSTGRES_MIGRATIONS))
            }
        }
    }
}

async fn applied_on_server(
    options: &PgConnectOptions,
    shown: &str,
) -> Result<Vec<i64>, StoreError> {
    let mut connection = PgConnection::connect_with(options)
        .await
        .map_err(|source| StoreError::Unreachable {
            address: shown.to_owned(),
            source,
        })?;
    let is_there: bool = sqlx::query_scalar("SELECT to_regclass('_sqlx_migrations') IS NOT NULL")
        .fetch_one(&mut connection)
        .await
        .context(DOING)?;
    if !is_there {
        return Err(StoreError::NoRecord {
            address: shown.to_owned(),
        });
    }
    let applied = sqlx::query_scalar(APPLIED)
        .fetch_all(&mut connection)
        .await
        .context(DOING)?;
    connection.close().await.context(DOING)?;
    Ok(applied)
}
