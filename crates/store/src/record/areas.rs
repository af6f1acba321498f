//! Adding policy areas, and new versions of those that are revised.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::StoreError;
use crate::db::{Connection, dispatch};
use crate::error::{BatchError, ErrorContext};
use crate::parties::parents_first;
use crate::query::insert_rows;
use domain::PolicyArea;
use domain::record::{Batch, Entry, RevisedArea};

/// The policy areas of the record after the change.
pub(super) struct Areas {
    slugs: HashSet<String>,
    /// Whether the change added or changed any.
    pub differed: bool,
}

/// Adds the areas of the batch that are not known, and the versions that it revises.
pub(super) async fn record(
    connection: &mut Connection<'_>,
    revision: i64,
    batch: &Batch,
) -> Result<Areas, StoreError> {
    let known: Vec<(String, i32)> = dispatch!(connection, c => {
        sqlx::query_as("SELECT slug, position FROM policy_area")
            .fetch_all(&mut **c)
            .await
    })
    .context("reading the policy areas")?;
    let next = known
        .iter()
        .map(|(_, position)| position + 1)
        .max()
        .unwrap_or(0);
    let withdrawn = withdrawn(connection).await?;
    let mut slugs: HashSet<String> = known
        .into_iter()
        .map(|(slug, _)| slug)
        .filter(|slug| !withdrawn.contains(slug))
        .collect();
    let before: HashSet<Arc<str>> = slugs.iter().map(|slug| slug.as_str().into()).collect();

    let new: Vec<PolicyArea> = batch
        .areas
        .iter()
        .filter(|area| slugs.insert(area.slug.to_string()))
        .cloned()
        .collect();
    let (new, orphans) = parents_first(new, before);
    if let Some(orphan) = orphans.first() {
        return Err(StoreError::Batch(BatchError::AreaWithoutParent(
            orphan.name.clone(),
        )));
    }
    let differed =
        !new.is_empty() || !batch.revised_areas.is_empty() || !batch.withdrawn_areas.is_empty();
    // An area that was withdrawn keeps its address and its place in the list.
    let (returning, new): (Vec<PolicyArea>, Vec<PolicyArea>) = new
        .into_iter()
        .partition(|area| withdrawn.contains(&*area.slug));
    insert(connection, revision, next, &new).await?;
    let versions: Vec<(&PolicyArea, Option<&str>)> = returning.iter().map(|a| (a, None)).collect();
    insert_versions(connection, revision, &versions).await?;
    let present = returning.iter().map(|area| (&*area.slug, true));
    let absent = batch.withdrawn_areas.iter().map(|slug| (&**slug, false));
    let presence: Vec<(&str, bool)> = present.chain(absent).collect();
    insert_rows!(
        connection,
        "INSERT INTO policy_area_presence (slug, revision_id, present)",
        presence,
        |(slug, present)| [*slug, revision, *present]
    )
    .context("writing which policy areas are in the record")?;
    for slug in &batch.withdrawn_areas {
        slugs.remove(&**slug);
    }
    revise(connection, revision, &batch.revised_areas).await?;
    Ok(Areas { slugs, differed })
}

/// The slugs of the areas that are withdrawn.
async fn withdrawn(connection: &mut Connection<'_>) -> Result<HashSet<String>, StoreError> {
    let present: Vec<(String, bool)> = dispatch!(connection, c => sqlx::query_as(
        "SELECT slug, present FROM policy_area_presence ORDER BY revision_id",
    ).fetch_all(&mut **c).await)
    .context("reading which policy areas are in the record")?;
    // In the order of revisions, so that the newest one decides.
    let present: HashMap<String, bool> = present.into_iter().collect();
    let withdrawn = present.into_iter().filter(|(_, present)| !present);
    Ok(withdrawn.map(|(slug, _)| slug).collect())
}

async fn insert(
    connection: &mut Connection<'_>,
    revision: i64,
    first: i32,
    areas: &[PolicyArea],
) -> Result<(), StoreError> {
    let numbered: Vec<(i32, &PolicyArea)> = (first..).zip(areas).collect();
    insert_rows!(
        connection,
        "INSERT INTO policy_area (slug, revision_id, position)",
        numbered,
        |(position, area)| [&*area.slug, revision, *position]
    )
    .context("adding policy areas")?;
    let versions: Vec<(&PolicyArea, Option<&str>)> = areas.iter().map(|a| (a, None)).collect();
    insert_versions(connection, revision, &versions).await
}

async fn revise(
    connection: &mut Connection<'_>,
    revision: i64,
    revised: &[RevisedArea],
) -> Result<(), StoreError> {
    let versions: Vec<(&PolicyArea, Option<&str>)> = revised
        .iter()
        .map(|r| (&r.area, r.merged_into.as_deref()))
        .collect();
    insert_versions(connection, revision, &versions).await
}

async fn insert_versions(
    connection: &mut Connection<'_>,
    revision: i64,
    versions: &[(&PolicyArea, Option<&str>)],
) -> Result<(), StoreError> {
    insert_rows!(
        connection,
        "INSERT INTO policy_area_version
            (slug, revision_id, name, parent, area_group, coded_since, merged_into)",
        versions,
        |(area, merged_into)| [
            &*area.slug,
            revision,
            &area.name,
            area.parent.as_deref(),
            area.group.slug(),
            area.coded_since,
            *merged_into,
        ]
    )
    .context("adding policy areas")?;
    let names: Vec<(&str, i32, &String)> = versions
        .iter()
        .flat_map(|(area, _)| {
            (0..)
                .zip(&area.also)
                .map(|(at, name)| (&*area.slug, at, name))
        })
        .collect();
    insert_rows!(
        connection,
        "INSERT INTO policy_area_name (slug, revision_id, position, name)",
        names,
        |(slug, position, name)| [*slug, revision, *position, *name]
    )
    .context("adding names of policy areas")
}

impl Areas {
    /// Refuses an entry with an area that is not known.
    pub(super) fn check(&self, entries: &[Entry]) -> Result<(), StoreError> {
        for entry in entries {
            let mut areas = entry.commitment.policy_areas.iter();
            if let Some(unknown) = areas.find(|area| !self.slugs.contains(&***area)) {
                return Err(StoreError::Commitment {
                    code: entry.commitment.code.clone(),
                    problem: BatchError::UnknownArea(unknown.to_string()),
                });
            }
        }
        Ok(())
    }
}
