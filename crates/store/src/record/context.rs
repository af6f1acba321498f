//! Writing what surrounds the commitments: a new version of each item that differs.

use std::collections::HashMap;

use super::insert::insert_rows;
use crate::db::{Session, on};
use crate::error::During;
use crate::{NEWEST, StoreError, context};
use domain::context::{ContextItem, ContextKind};

/// Writes the items that differ from what is known; tells whether there were any.
pub(super) async fn record(
    session: &mut Session<'_>,
    revision: i64,
    items: &[ContextItem],
) -> Result<bool, StoreError> {
    if items.is_empty() {
        return Ok(false);
    }
    let known: HashMap<(ContextKind, String), ContextItem> = context::items(session, NEWEST)
        .await?
        .into_iter()
        .map(|item| ((item.kind, item.slug.clone()), item))
        .collect();
    let changed: Vec<&ContextItem> = items
        .iter()
        .filter(|item| known.get(&(item.kind, item.slug.clone())) != Some(item))
        .collect();
    insert_rows!(
        session,
        "INSERT INTO context_item (kind, slug, revision_id, withdrawn)",
        changed,
        4,
        |item| [item.kind.slug(), &item.slug, revision, item.withdrawn]
    )
    .during("writing what surrounds the commitments")?;
    let values: Vec<(&ContextItem, &String, &String)> = changed
        .iter()
        .flat_map(|item| {
            item.values
                .iter()
                .map(move |(key, value)| (*item, key, value))
        })
        .collect();
    insert_rows!(
        session,
        "INSERT INTO context_value (kind, slug, revision_id, name, value)",
        values,
        5,
        |(item, key, value)| [item.kind.slug(), &item.slug, revision, *key, *value]
    )
    .during("writing what surrounds the commitments")?;
    Ok(!changed.is_empty())
}

/// The items among these that were changed after a revision.
pub(super) async fn changed_since(
    session: &mut Session<'_>,
    items: &[ContextItem],
    seen: i64,
) -> Result<bool, StoreError> {
    for item in items {
        let newer: Option<i64> = on!(&mut *session, connection => sqlx::query_scalar(
            "SELECT revision_id FROM context_item
             WHERE kind = $1 AND slug = $2 AND revision_id > $3 LIMIT 1",
        )
        .bind(item.kind.slug())
        .bind(&item.slug)
        .bind(seen)
        .fetch_optional(&mut **connection)
        .await)
        .during("looking for changes made in between")?;
        if newer.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}
