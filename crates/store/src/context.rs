//! Reading what surrounds the commitments. There are few items, so they are always read whole.

use std::collections::BTreeMap;

use super::db::{Session, on};
use super::error::During;
use super::rows::{RevisionRow, parsed};
use super::{Store, StoreError};
use domain::context::{ContextItem, ContextKind};
use domain::record::Revision;

impl Store {
    /// What surrounded the commitments after a revision, also what was withdrawn.
    pub async fn context(&self, upto: i64) -> Result<Vec<ContextItem>, StoreError> {
        items(&mut self.db.reading().await?.session(), upto).await
    }

    /// Who last changed an item, when and why; none where there is no such item.
    pub async fn changed_by(
        &self,
        kind: ContextKind,
        slug: &str,
    ) -> Result<Option<Revision>, StoreError> {
        let mut reading = self.db.reading().await?;
        let row: Option<RevisionRow> = on!(reading.session(), connection => sqlx::query_as(
            "SELECT r.id, r.made_at, r.made_by, r.reason, r.source FROM revision r
             JOIN context_item i ON i.revision_id = r.id
             WHERE i.kind = $1 AND i.slug = $2 ORDER BY r.id DESC LIMIT 1",
        ).bind(kind.slug()).bind(slug).fetch_optional(&mut *connection).await)
        .during("looking up who changed an item")?;
        Ok(row.map(Into::into))
    }

    /// The items that a revision changed, each as it was before; none where it is new.
    pub async fn changed_context(
        &self,
        revision: i64,
    ) -> Result<Vec<(Option<ContextItem>, ContextItem)>, StoreError> {
        let mut reading = self.db.reading().await?;
        let mut session = reading.session();
        let changed: Vec<(String, String)> = on!(&mut session, connection => sqlx::query_as(
            "SELECT kind, slug FROM context_item WHERE revision_id = $1 ORDER BY kind, slug",
        ).bind(revision).fetch_all(&mut **connection).await)
        .during("reading what a change did")?;
        if changed.is_empty() {
            return Ok(Vec::new());
        }
        let before = items(&mut session, revision - 1).await?;
        let after = items(&mut session, revision).await?;
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

/// Every item as it stood after a revision, by kind and name.
pub(super) async fn items(
    session: &mut Session<'_>,
    upto: i64,
) -> Result<Vec<ContextItem>, StoreError> {
    let rows: Vec<(String, String, bool)> = on!(&mut *session, connection => sqlx::query_as(
        "SELECT i.kind, i.slug, i.withdrawn FROM context_item i
         WHERE i.revision_id = (
             SELECT MAX(revision_id) FROM context_item
             WHERE kind = i.kind AND slug = i.slug AND revision_id <= $1)
         ORDER BY i.kind, i.slug",
    ).bind(upto).fetch_all(&mut **connection).await)
    .during("reading what surrounds the commitments")?;
    let values: Vec<(String, String, String, String)> = on!(session, connection => sqlx::query_as(
        "SELECT v.kind, v.slug, v.name, v.value FROM context_value v
         WHERE v.revision_id = (
             SELECT MAX(revision_id) FROM context_item
             WHERE kind = v.kind AND slug = v.slug AND revision_id <= $1)",
    ).bind(upto).fetch_all(&mut **connection).await)
    .during("reading what surrounds the commitments")?;
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
