//! Keeping the search index in step with the record.

use sqlx::QueryBuilder;

use crate::StoreError;
use crate::db::{Connection, Engine, dispatch};
use crate::error::ErrorContext;
use crate::query::{insert_rows, push_list};

/// Deletes the outdated entries, and writes the new ones: the words of the texts of commitments.
///
/// The index has columns for titles, members and institutions too, which an older version searched.
pub(crate) async fn write(
    connection: &mut Connection<'_>,
    words: &[(i64, String)],
    outdated: &[i64],
) -> Result<(), StoreError> {
    if !outdated.is_empty() {
        dispatch!(&mut *connection, DB, c => {
            let mut query = QueryBuilder::<DB>::new("DELETE FROM commitment_search");
            push_list(&mut query, " WHERE rowid IN", outdated.iter().copied());
            query.build().execute(&mut **c).await.map(|_| ())
        })
        .context("updating the search")?;
    }
    insert_rows!(
        connection,
        "INSERT INTO commitment_search (rowid, title, member, institutions, body)",
        words,
        |(id, body)| [*id, "", "", "", body]
    )
    .context("updating the search")
}

/// Puts the pieces that a large change has left of SQLite's index into one: a search looks in each of them for
/// each spelling. PostgreSQL's index has none.
pub(crate) async fn gather(connection: &mut Connection<'_>) -> Result<(), StoreError> {
    let Engine::Sqlite(connection) = connection else {
        return Ok(());
    };
    sqlx::query("INSERT INTO commitment_search (commitment_search) VALUES ('optimize')")
        .execute(&mut **connection)
        .await
        .map(|_| ())
        .context("updating the search")
}
