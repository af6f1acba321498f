//! What is copied: every table of the record, in an order in which each finds what it refers to. Read from a
//! database that the migrations make anew, so that a table that is added later is copied, too.

use std::collections::HashMap;

use sqlx::PgConnection;

use crate::StoreError;
use crate::db::Engine;
use crate::error::ErrorContext;
use crate::open::empty_in_memory;

use super::{Connection, DOING};

/// Holds one row, which the target already has; the source's takes its place at the end.
pub(super) const IDENTITY: &str = "record_identity";
/// Filled by the migrations, with the same rows everywhere.
const FILLED: [&str; 2] = ["scale_value", "schema_compatibility"];

/// The type of a column's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Integer,
    Text,
    Bytes,
    Boolean,
    Time,
}

#[derive(Debug, Clone)]
pub(super) struct Column {
    pub name: String,
    pub kind: Kind,
}

#[derive(Debug, Clone)]
pub(super) struct Table {
    pub name: String,
    pub columns: Vec<Column>,
}

impl Table {
    /// Whether its rows are copied; those of the others are compared only.
    pub(super) fn is_copied(&self) -> bool {
        self.name != IDENTITY && !FILLED.contains(&self.name.as_str())
    }

    /// Its columns' names, for a statement.
    pub(super) fn columns(&self) -> String {
        let names = self.columns.iter().map(|c| format!("\"{}\"", c.name));
        names.collect::<Vec<_>>().join(", ")
    }
}

/// The tables of a record, those that are referred to before those that refer to them.
pub(super) async fn tables() -> Result<Vec<Table>, StoreError> {
    let mut fresh = empty_in_memory(DOING).await?;
    // The search index is rebuilt, and the heartbeat is not part of the record.
    let names: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
         AND name NOT LIKE '_sqlx%' AND name NOT LIKE 'commitment_search%' AND name <> 'heartbeat'
         ORDER BY rowid",
    )
    .fetch_all(&mut fresh)
    .await
    .context(DOING)?;
    let mut waiting = Vec::new();
    for name in names {
        let columns: Vec<(String, String)> =
            sqlx::query_as("SELECT name, type FROM pragma_table_info($1) ORDER BY cid")
                .bind(&name)
                .fetch_all(&mut fresh)
                .await
                .context(DOING)?;
        let mut referred: Vec<String> =
            sqlx::query_scalar(r#"SELECT DISTINCT "table" FROM pragma_foreign_key_list($1)"#)
                .bind(&name)
                .fetch_all(&mut fresh)
                .await
                .context(DOING)?;
        referred.retain(|other| *other != name);
        let columns = columns.into_iter().map(|(name, declared)| Column {
            kind: match declared.as_str() {
                "INTEGER" => Kind::Integer,
                "BLOB" => Kind::Bytes,
                _ => Kind::Text,
            },
            name,
        });
        let columns = columns.collect();
        waiting.push((Table { name, columns }, referred));
    }
    Ok(in_order(waiting))
}

fn in_order(mut waiting: Vec<(Table, Vec<String>)>) -> Vec<Table> {
    let mut ordered: Vec<Table> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let is_there = |name: &String| ordered.iter().any(|table| table.name == *name);
        let next = waiting
            .iter()
            .position(|(_, referred)| referred.iter().all(is_there));
        // In a cycle, any may come first; the database then says what is wrong.
        let (table, _) = waiting.remove(next.unwrap_or_default());
        ordered.push(table);
    }
    ordered
}

/// Gives the columns the types that a server knows: SQLite keeps times as texts and truth as numbers.
pub(super) async fn learn_types(
    tables: &mut [Table],
    connection: &mut Connection<'_>,
) -> Result<(), StoreError> {
    let Engine::Postgres(connection) = connection else {
        return Ok(());
    };
    let known = types_on_server(connection).await?;
    for table in tables {
        for column in &mut table.columns {
            let key = (table.name.clone(), column.name.clone());
            if let Some(declared) = known.get(&key) {
                column.kind = match declared.as_str() {
                    "bigint" | "integer" | "smallint" => Kind::Integer,
                    "boolean" => Kind::Boolean,
                    "bytea" => Kind::Bytes,
                    "timestamp with time zone" => Kind::Time,
                    _ => Kind::Text,
                };
            }
        }
    }
    Ok(())
}

async fn types_on_server(
    connection: &mut PgConnection,
) -> Result<HashMap<(String, String), String>, StoreError> {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), CAST(data_type AS TEXT)
         FROM information_schema.columns WHERE table_schema = current_schema()",
    )
    .fetch_all(connection)
    .await
    .context(DOING)?;
    let pairs = rows
        .into_iter()
        .map(|(table, column, kind)| ((table, column), kind));
    Ok(pairs.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_comes_after_those_it_refers_to() {
        let table = |name: &str, referred: &[&str]| {
            let table = Table {
                name: name.to_owned(),
                columns: Vec::new(),
            };
            (
                table,
                referred.iter().map(|&name| name.to_owned()).collect(),
            )
        };
        let ordered = in_order(vec![
            table("c", &["a", "b"]),
            table("b", &["a"]),
            table("a", &[]),
        ]);
        let names: Vec<&str> = ordered.iter().map(|table| table.name.as_str()).collect();
        assert_eq!(names, ["a", "b", "c"]);
    }
}
