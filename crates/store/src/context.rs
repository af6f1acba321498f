//! Reading the context of the commitments: introductions, the guide, resources and the like. There
//! are few items, so all are read at once.

use std::collections::BTreeMap;

use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::rows::{RevisionRow, parsed};
use super::{Store, StoreError};
use crate::boxed;
use domain::context::{ContextItem, ContextKind};
use domain::record::Revision;

impl Store {
    /// Every item of the context, also withdrawn ones.
    #[boxed]
    pub async fn context(&self, as_of: i64) -> Result<Vec<ContextItem>, StoreError> {
        items(&mut self.db.reader().await?.connection(), as_of).await
    }

    /// The newest change of an item; none where there is no such item.
    #[boxed]
    pub async fn last_change_of_item(
        &self,
        kind: ContextKind,
        slug: &str,
    ) -> Result<Option<Revision>, StoreError> {
        let mut reader = self.db.reader().await?;
        let row: Option<RevisionRow> = dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT r.id, r.made_at, r.made_by, r.reason, r.source FROM revision r
             JOIN context_item i ON i.revision_id = r.id
             WHERE i.kind = $1 AND i.slug = $2 ORDER BY r.id DESC LIMIT 1",
        ).bind(kind.slug()).bind(slug).fetch_optional(&mut *c).await)
        .context("looking up the last change of an item")?;
        Ok(row.map(Into::into))
    }

    /// The items that a revision changed, before, none for a new one, and after.
    #[boxed]
    pub async fn context_changes(
        &self,
        revision: i64,
    ) -> Result<Vec<(Option<ContextItem>, ContextItem)>, StoreError> {
        let mut reader = self.db.reader().await?;
        let mut connection = reader.connection();
        let changed: Vec<(String, String)> = dispatch!(&mut connection, c => sqlx::query_as(
            "SELECT kind, slug FROM context_item WHERE revision_id = $1 ORDER BY kind, slug",
        ).bind(revision).fetch_all(&mut **c).await)
        .context("reading what a change did")?;
        if changed.is_empty() {
            return Ok(Vec::new());
        }
        let before = items(&mut connection, revision - 1).await?;
        let after = items(&mut connection, revision).await?;
        let is = |item: &&ContextItem, (kind, slug): &(String, String)| {
            item.kind.slug() == kind && item.slug == *slug
        };
        Ok(changed
            .iter()
            .filter_map(|named| {
                let old = before.iter().find(|item| is(item, named)).cloned();
                let new = after.iter().find(|item| is(item, named)).cloned()?;
                Some((old, new))
            })
            .collect())
    }
}

/// Every item as of a revision, by kind and slug.
pub(super) async fn items(
    connection: &mut Connection<'_>,
    as_of: i64,
) -> Result<Vec<ContextItem>, StoreError> {
    let rows: Vec<(String, String, bool)> = dispatch!(&mut *connection, c => sqlx::query_as(
        "SELECT i.kind, i.slug, i.withdrawn FROM context_item i
         WHERE i.revision_id = (
             SELECT MAX(revision_id) FROM context_item
             WHERE kind = i.kind AND slug = i.slug AND revision_id <= $1)
         ORDER BY i.kind, i.slug",
    ).bind(as_of).fetch_all(&mut **c).await)
    .context("reading the context")?;
    let values: Vec<(String, String, String, String)> = dispatch!(connection, c => sqlx::query_as(
        "SELECT v.kind, v.slug, v.name, v.value FROM context_value v
         WHERE v.revision_id = (
             SELECT MAX(revision_id) FROM context_item
             WHERE kind = v.kind AND slug = v.slug AND revision_id <= $1)",
    ).bind(as_of).fetch_all(&mut **c).await)
    .context("reading the context")?;
    let mut of_item: BTreeMap<(String, String), BTreeMap<String, String>> = BTreeMap::new();
    for (kind, slug, name, value) in values {
        of_item.entry((kind, slug)).or_default().insert(name, value);
    }
    rows.into_iter()
        .map(|(kind, slug, withdrawn)| {
            let values = of_item.remove(&(kind.clone(), slug.clone()));
            Ok(ContextItem {
                kind: parsed("a kind of item", &kind)?,
                slug,
                values: values.unwrap_or_default(),
                withdrawn,
            })
        })
        .collect()
}
