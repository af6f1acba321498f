//! Programs of different versions at one database: which tables a program can use that a newer one has
//! changed.
//!
//! A migration says for itself which programs can go on after it (`schema_compatibility`). So a release can
//! be rolled out one instance after the other: first the tables are added to, and what the old program knew
//! is taken away only by a later release.

use sqlx::migrate::{MigrateError, Migration, Migrator};

use super::db::{Connection, Db, Engine, dispatch};
use super::error::ErrorContext;
use super::open::{Migrating, POSTGRES_MIGRATIONS, SQLITE_MIGRATIONS};
use super::{Store, StoreError};
use crate::boxed;

const DOING: &str = "reading which programs can use the tables";

/// The migrations of a database that this program does not know, where each of them says that this program
/// can go on after it.
///
/// Refuses with [`StoreError::Newer`] where any does not.
pub(super) async fn newer_migrations(
    connection: &mut Connection<'_>,
    known: &Migrator,
    address: &str,
) -> Result<Vec<i64>, StoreError> {
    let applied = applied_migrations(connection).await?;
    let is_unknown = |version: &i64| !known.version_exists(*version);
    let unknown: Vec<i64> = applied.into_iter().filter(is_unknown).collect();
    if unknown.is_empty() {
        return Ok(unknown);
    }
    let own = newest_of(known);
    let allowed: Vec<i64> = if has_table(connection, "schema_compatibility").await? {
        dispatch!(&mut *connection, c => {
            sqlx::query_scalar("SELECT version FROM schema_compatibility WHERE least_program <= $1")
                .bind(own)
                .fetch_all(&mut **c)
                .await
        })
        .context(DOING)?
    } else {
        Vec::new()
    };
    match unknown.iter().find(|version| !allowed.contains(version)) {
        Some(found) => Err(StoreError::Newer {
            address: address.to_owned(),
            found: *found,
            known: own,
        }),
        None => Ok(unknown),
    }
}

impl Store {
    /// The newest migration that the database has had, by whichever program; 0 for none.
    #[boxed]
    pub async fn newest_migration(&self) -> Result<i64, StoreError> {
        let mut reader = self.db.reader().await?;
        let applied = applied_migrations(&mut reader.connection()).await?;
        Ok(applied.last().copied().unwrap_or(0))
    }

    /// Fails with [`StoreError::Newer`] where a newer program has changed the tables since this one was started,
    /// and this one cannot use them any more.
    #[boxed]
    pub async fn prove_compatible(&self) -> Result<(), StoreError> {
        let migrator = match &self.db {
            Db::Sqlite { .. } => &SQLITE_MIGRATIONS,
            Db::Postgres { .. } => &POSTGRES_MIGRATIONS,
        };
        let mut reader = self.db.reader().await?;
        newer_migrations(&mut reader.connection(), migrator, self.address()).await?;
        Ok(())
    }
}

/// The newest migration of a program.
pub(super) fn newest_of(known: &Migrator) -> i64 {
    known.iter().map(|m| m.version).max().unwrap_or(0)
}

/// The migrations that a database has had.
async fn applied_migrations(connection: &mut Connection<'_>) -> Result<Vec<i64>, StoreError> {
    if !has_table(connection, "_sqlx_migrations").await? {
        return Ok(Vec::new());
    }
    dispatch!(connection, c => {
        sqlx::query_scalar("SELECT version FROM _sqlx_migrations ORDER BY version")
            .fetch_all(&mut **c)
            .await
    })
    .context(DOING)
}

/// Brings a database up to date, or leaves it as a newer program has made it where this one can use that.
///
/// Calls `migrating` before, where there is anything to bring up to date.
pub(super) async fn migrate(
    connection: &mut Connection<'_>,
    migrator: &Migrator,
    address: &str,
    migrating: Migrating<'_>,
) -> Result<(), MigrationError> {
    let newer = newer_migrations(connection, migrator, address).await?;
    let applied = applied_migrations(connection).await?;
    let is_missing =
        |m: &Migration| !m.migration_type.is_down_migration() && !applied.contains(&m.version);
    if migrator.iter().any(is_missing) {
        migrating();
    }
    if newer.is_empty() {
        return Ok(run(connection, migrator).await?);
    }
    let migrations: Vec<Migration> = migrator.iter().cloned().collect();
    let mut tolerant = Migrator::with_migrations(migrations);
    tolerant.set_ignore_missing(true);
    run(connection, &tolerant).await?;
    // Another program may have gone on with the tables in between.
    newer_migrations(connection, migrator, address).await?;
    Ok(())
}

// Not `run`, whose future is not `Send`.
async fn run(connection: &mut Connection<'_>, migrator: &Migrator) -> Result<(), MigrateError> {
    dispatch!(connection, c => migrator.run_direct(None, &mut **c, false).await)
}

/// Why tables could not be brought up to date.
pub(super) enum MigrationError {
    Store(StoreError),
    Migrate(MigrateError),
}

impl From<StoreError> for MigrationError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<MigrateError> for MigrationError {
    fn from(error: MigrateError) -> Self {
        Self::Migrate(error)
    }
}

/// Whether the database has a table of this name.
pub(super) async fn has_table(
    connection: &mut Connection<'_>,
    table: &'static str,
) -> Result<bool, StoreError> {
    match connection {
        Engine::Sqlite(c) => {
            sqlx::query_scalar(
                "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = $1)",
            )
            .bind(table)
            .fetch_one(&mut **c)
            .await
        }
        Engine::Postgres(c) => {
            sqlx::query_scalar("SELECT to_regclass($1) IS NOT NULL")
                .bind(table)
                .fetch_one(&mut **c)
                .await
        }
    }
    .context("looking for a table")
}
