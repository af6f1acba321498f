//! Rows of any table, from either engine to either engine.

use chrono::{DateTime, Utc};
use futures_util::TryStreamExt as _;
use sha2::{Digest, Sha256};
use sqlx::{QueryBuilder, Row as _};

use crate::StoreError;
use crate::db::dispatch;
use crate::error::ErrorContext;
use crate::query::MAX_BOUND_VALUES;

use super::plan::{Kind, Table};
use super::{Connection, DOING, WRITING};

/// A value of a column's type, or none.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Integer(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
    Boolean(Option<bool>),
    Time(Option<DateTime<Utc>>),
}

/// How many rows a table has, and the sum of what each says, in whatever order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Content {
    pub rows: u64,
    sum: u128,
}

impl Content {
    fn add(&mut self, values: &[Value]) {
        let mut hash = Sha256::new();
        for value in values {
            // The length stands before what can be of any length, so that no two rows look the same.
            let mut bytes = |kind: u8, bytes: Option<&[u8]>| {
                hash.update([kind, u8::from(bytes.is_some())]);
                let bytes = bytes.unwrap_or_default();
                hash.update((bytes.len() as u64).to_le_bytes());
                hash.update(bytes);
            };
            match value {
                Value::Integer(number) => {
                    bytes(0, number.map(i64::to_le_bytes).as_ref().map(|b| &b[..]));
                }
                Value::Text(text) => bytes(1, text.as_deref().map(str::as_bytes)),
                Value::Bytes(content) => bytes(2, content.as_deref()),
                Value::Boolean(truth) => {
                    bytes(3, truth.map(|t| [u8::from(t)]).as_ref().map(|b| &b[..]));
                }
                Value::Time(time) => {
                    let time = time.map(|time| time.timestamp_micros().to_le_bytes());
                    bytes(4, time.as_ref().map(|b| &b[..]));
                }
            }
        }
        let mut first = [0; 16];
        first.copy_from_slice(&hash.finalize()[..16]);
        self.sum = self.sum.wrapping_add(u128::from_le_bytes(first));
        self.rows += 1;
    }
}

fn select(table: &Table) -> String {
    let columns = table.columns.iter().map(|column| match column.kind {
        // Of one width, however wide the column is.
        Kind::Integer => format!("CAST(\"{}\" AS BIGINT)", column.name),
        _ => format!("\"{}\"", column.name),
    });
    let columns = columns.collect::<Vec<_>>().join(", ");
    format!("SELECT {columns} FROM {}", table.name)
}

/// The values of a row of either engine.
macro_rules! decode {
    ($row:expr, $table:expr) => {
        $table
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| {
                Ok(match column.kind {
                    Kind::Integer => Value::Integer($row.try_get(at)?),
                    Kind::Text => Value::Text($row.try_get(at)?),
                    Kind::Bytes => Value::Bytes($row.try_get(at)?),
                    Kind::Boolean => Value::Boolean($row.try_get(at)?),
                    Kind::Time => Value::Time($row.try_get(at)?),
                })
            })
            .collect::<Result<Vec<Value>, sqlx::Error>>()
    };
}

/// What a table says.
pub(super) async fn content(
    connection: &mut Connection<'_>,
    table: &Table,
) -> Result<Content, StoreError> {
    let mut content = Content::default();
    dispatch!(connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new(select(table));
        let mut rows = query.build().fetch(&mut **c);
        while let Some(row) = rows.try_next().await.context(DOING)? {
            content.add(&decode!(row, table).context(DOING)?);
        }
    });
    Ok(content)
}

/// Copies all rows of a table.
pub(super) async fn copy(
    from: &mut Connection<'_>,
    to: &mut Connection<'_>,
    table: &Table,
) -> Result<(), StoreError> {
    let size = MAX_BOUND_VALUES / table.columns.len().max(1);
    let mut waiting = Vec::new();
    dispatch!(from, DB, c => {
        let mut query = QueryBuilder::<DB>::new(select(table));
        let mut rows = query.build().fetch(&mut **c);
        while let Some(row) = rows.try_next().await.context(DOING)? {
            waiting.push(decode!(row, table).context(DOING)?);
            if waiting.len() == size {
                insert(to, table, &waiting).await?;
                waiting.clear();
            }
        }
    });
    insert(to, table, &waiting).await
}

async fn insert(
    connection: &mut Connection<'_>,
    table: &Table,
    rows: &[Vec<Value>],
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    dispatch!(connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new("INSERT INTO ");
        query.push(&table.name).push(" (").push(table.columns()).push(") ");
        query.push_values(rows, |mut row, values| {
            for value in values {
                match value.clone() {
                    Value::Integer(number) => row.push_bind(number),
                    Value::Text(text) => row.push_bind(text),
                    Value::Bytes(content) => row.push_bind(content),
                    Value::Boolean(truth) => row.push_bind(truth),
                    Value::Time(time) => row.push_bind(time),
                };
            }
        });
        query.build().persistent(false).execute(&mut **c).await.map(|_| ())
    })
    .context(WRITING)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_table_says_depends_on_each_value_and_not_on_the_order() {
        let text = |text: &str| Value::Text(Some(text.to_owned()));
        let of = |rows: &[&[Value]]| {
            let mut content = Content::default();
            for row in rows {
                content.add(row);
            }
            content
        };
        let (one, other) = (
            [text("a"), text("b")],
            [text("ab"), Value::Integer(Some(1))],
        );
        assert_eq!(of(&[&one, &other]), of(&[&other, &one]));
        for (left, right) in [
            ([text("ab"), text("")], [text("a"), text("b")]),
            ([text(""), text("")], [Value::Text(None), text("")]),
            (
                [Value::Integer(Some(0)), text("")],
                [Value::Integer(None), text("")],
            ),
        ] {
            assert_ne!(of(&[&left]), of(&[&right]));
        }
        assert_ne!(of(&[&one]), of(&[&one, &one]));
    }
}
