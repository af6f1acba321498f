//! Direct access to the database, past the store.

use sqlx::{Connection, PgConnection, QueryBuilder, SqliteConnection};

/// Runs a statement and returns the number of affected rows.
pub async fn execute(url: &str, sql: impl Into<String>) -> Result<u64, sqlx::Error> {
    if url.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(url).await?;
        let mut query = QueryBuilder::<sqlx::Sqlite>::new(sql);
        let done = query.build().execute(&mut connection).await?;
        connection.close().await?;
        Ok(done.rows_affected())
    } else {
        let mut connection = PgConnection::connect(url).await?;
        let mut query = QueryBuilder::<sqlx::Postgres>::new(sql);
        let done = query.build().execute(&mut connection).await?;
        connection.close().await?;
        Ok(done.rows_affected())
    }
}

/// The first column of a query's rows, as text.
pub async fn strings(url: &str, sql: impl Into<String>) -> Vec<String> {
    if url.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(url).await.unwrap();
        let mut query = QueryBuilder::<sqlx::Sqlite>::new(sql);
        query.build_query_scalar().fetch_all(&mut connection).await
    } else {
        let mut connection = PgConnection::connect(url).await.unwrap();
        let mut query = QueryBuilder::<sqlx::Postgres>::new(sql);
        query.build_query_scalar().fetch_all(&mut connection).await
    }
    .unwrap()
}

/// The number that a query returns.
pub async fn number(url: &str, sql: &str) -> i64 {
    let found = strings(url, format!("SELECT CAST(({sql}) AS TEXT)")).await;
    found[0].parse().unwrap()
}

/// The tables of the record: not those of the migrator, nor what full-text search is made of.
pub async fn tables(url: &str) -> Vec<String> {
    let mut tables = if url.starts_with("sqlite:") {
        strings(url, "SELECT name FROM sqlite_schema WHERE type = 'table'").await
    } else {
        strings(
            url,
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'",
        )
        .await
    };
    tables.retain(|name| !name.starts_with("_sqlx") && !name.starts_with("commitment_search"));
    tables.sort();
    tables
}
