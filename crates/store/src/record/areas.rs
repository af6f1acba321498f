//! Adding policy areas that the record does not know yet.

use std::collections::HashSet;
use std::sync::Arc;

use super::insert::insert_rows;
use crate::StoreError;
use crate::db::{Session, on};
use crate::error::{During, Problem};
use crate::parties::parents_first;
use domain::PolicyArea;
use domain::record::{Entry, RevisedArea};

/// The policy areas of the record after the change.
pub(super) struct Areas {
    slugs: HashSet<String>,
    /// Whether the change added any.
    pub grew: bool,
}

/// Adds those of `batch` that are not known; an area already known stays as it is.
pub(super) async fn record(
    session: &mut Session<'_>,
    revision: i64,
    batch: &[PolicyArea],
    revised: &[RevisedArea],
) -> Result<Areas, StoreError> {
    let known: Vec<(String, i32)> = on!(session, connection => {
        sqlx::query_as("SELECT slug, position FROM policy_area")
            .fetch_all(&mut **connection)
            .await
    })
    .during("reading the policy areas")?;
    let next = known
        .iter()
        .map(|(_, position)| position + 1)
        .max()
        .unwrap_or(0);
    let mut slugs: HashSet<String> = known.into_iter().map(|(slug, _)| slug).collect();
    let before: HashSet<Arc<str>> = slugs.iter().map(|slug| slug.as_str().into()).collect();

    let new: Vec<PolicyArea> = batch
        .iter()
        .filter(|area| slugs.insert(area.slug.to_string()))
        .cloned()
        .collect();
    let (new, orphans) = parents_first(new, before);
    if let Some(orphan) = orphans.first() {
        return Err(StoreError::Batch(Problem::AreaWithoutParent(
            orphan.name.clone(),
        )));
    }
    insert(session, revision, next, &new).await?;
    revise(session, revision, revised).await?;
    Ok(Areas {
        slugs,
        grew: !new.is_empty() || !revised.is_empty(),
    })
}

async fn insert(
    session: &mut Session<'_>,
    revision: i64,
    first: i32,
    areas: &[PolicyArea],
) -> Result<(), StoreError> {
    let numbered: Vec<(i32, &PolicyArea)> = (first..).zip(areas).collect();
    insert_rows!(
        session,
        "INSERT INTO policy_area (slug, revision_id, position)",
        numbered,
        3,
        |(position, area)| [&*area.slug, revision, *position]
    )
    .during("adding policy areas")?;
    let versions: Vec<(&PolicyArea, Option<&str>)> = areas.iter().map(|a| (a, None)).collect();
    insert_versions(session, revision, &versions).await
}

/// Writes new versions of areas that are known.
async fn revise(
    session: &mut Session<'_>,
    revision: i64,
    revised: &[RevisedArea],
) -> Result<(), StoreError> {
    let versions: Vec<(&PolicyArea, Option<&str>)> = revised
        .iter()
        .map(|r| (&r.area, r.merged_into.as_deref()))
        .collect();
    insert_versions(session, revision, &versions).await
}

async fn insert_versions(
    session: &mut Session<'_>,
    revision: i64,
    versions: &[(&PolicyArea, Option<&str>)],
) -> Result<(), StoreError> {
    insert_rows!(
        session,
        "INSERT INTO policy_area_version
            (slug, revision_id, name, parent, area_group, coded_since, merged_into)",
        versions,
        7,
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
    .during("adding policy areas")?;
    let names: Vec<(&str, i32, &String)> = versions
        .iter()
        .flat_map(|(area, _)| {
            (0..)
                .zip(&area.also)
                .map(|(at, name)| (&*area.slug, at, name))
        })
        .collect();
    insert_rows!(
        session,
        "INSERT INTO policy_area_name (slug, revision_id, position, name)",
        names,
        4,
        |(slug, position, name)| [*slug, revision, *position, *name]
    )
    .during("adding names of policy areas")
}

impl Areas {
    /// Refuses an entry with an area that is not known.
    pub(super) fn check(&self, entries: &[Entry]) -> Result<(), StoreError> {
        for entry in entries {
            let mut areas = entry.commitment.policy_areas.iter();
            if let Some(unknown) = areas.find(|area| !self.slugs.contains(&***area)) {
                return Err(StoreError::Commitment {
                    code: entry.commitment.code.clone(),
                    problem: Problem::UnknownArea(unknown.to_string()),
                });
            }
        }
        Ok(())
    }
}
