//! Adding policy areas that the record does not know yet.

use std::collections::HashSet;
use std::sync::Arc;

use super::insert::insert_rows;
use crate::domain::PolicyArea;
use crate::domain::record::Entry;
use crate::store::StoreError;
use crate::store::db::{Session, on};
use crate::store::error::{During, Problem};
use crate::store::parties::parents_first;

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
    Ok(Areas {
        slugs,
        grew: !new.is_empty(),
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
    insert_rows!(
        session,
        "INSERT INTO policy_area_version (slug, revision_id, name, parent, area_group, coded_since)",
        areas,
        6,
        |area| [
            &*area.slug,
            revision,
            &area.name,
            area.parent.as_deref(),
            area.group.slug(),
            area.coded_since,
        ]
    )
    .during("adding policy areas")?;
    let names: Vec<(&str, i32, &String)> = areas
        .iter()
        .flat_map(|area| {
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
