//! Writing the context of the commitments: a new version of each item that differs.

use std::collections::HashMap;

use crate::db::Connection;
use crate::error::ErrorContext;
use crate::query::insert_rows;
use crate::{NEWEST, StoreError, context};
use domain::context::{ContextItem, ContextKind};

/// Writes the items that differ from the record; whether there were any.
pub(super) async fn record(
    connection: &mut Connection<'_>,
    revision: i64,
    items: &[ContextItem],
) -> Result<bool, StoreError> {
    if items.is_empty() {
        return Ok(false);
    }
    let known: HashMap<(ContextKind, String), ContextItem> = context::items(connection, NEWEST)
        .await?
        .into_iter()
        .map(|item| ((item.kind, item.slug.clone()), item))
        .collect();
    let changed: Vec<&ContextItem> = items
        .iter()
        .filter(|item| known.get(&(item.kind, item.slug.clone())) != Some(item))
        .collect();
    insert_rows!(
        connection,
        "INSERT INTO context_item (kind, slug, revision_id, withdrawn)",
        changed,
        |item| [item.kind.slug(), &item.slug, revision, item.withdrawn]
    )
    .context("writing the context")?;
    let values: Vec<(&ContextItem, &String, &String)> = changed
        .iter()
        .flat_map(|item| {
            item.values
                .iter()
                .map(move |(key, value)| (*item, key, value))
        })
        .collect();
    insert_rows!(
        connection,
        "INSERT INTO context_value (kind, slug, revision_id, name, value)",
        values,
        |(item, key, value)| [item.kind.slug(), &item.slug, revision, *key, *value]
    )
    .context("writing the context")?;
    Ok(!changed.is_empty())
}
