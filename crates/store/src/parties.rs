//! Reading what commitments refer to: policy areas, members and action plans. There are few of
//! them, so they are always read whole.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::StoreError;
use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::rows::{AreaRow, MemberRow, PlanRow, StatusRow, grouped};
use domain::{ActionPlan, Member, PolicyArea};

/// Members and plans by their ids in the store.
#[derive(Default)]
pub(super) struct Parties {
    pub members: HashMap<i64, Arc<Member>>,
    /// With the member whose plan it is.
    pub plans: HashMap<i64, (i64, Arc<ActionPlan>)>,
    /// The address under which a member is known.
    pub slugs: HashMap<String, i64>,
}

/// Every policy area, parents before their children, otherwise in the order they were added.
pub(super) async fn areas(
    connection: &mut Connection<'_>,
    as_of: i64,
) -> Result<Vec<PolicyArea>, StoreError> {
    let rows: Vec<AreaRow> = dispatch!(connection, c => sqlx::query_as(
        "SELECT a.slug, v.name, v.parent, v.area_group, v.coded_since, v.merged_into
         FROM policy_area a
         JOIN policy_area_version v ON v.slug = a.slug AND v.revision_id = (
             SELECT MAX(revision_id) FROM policy_area_version
             WHERE slug = a.slug AND revision_id <= $1)
         ORDER BY a.position",
    ).bind(as_of).fetch_all(&mut **c).await)
    .context("reading the policy areas")?;
    let names: Vec<(String, String)> = dispatch!(connection, c => sqlx::query_as(
        "SELECT n.slug, n.name FROM policy_area_name n
         WHERE n.revision_id = (
             SELECT MAX(revision_id) FROM policy_area_version
             WHERE slug = n.slug AND revision_id <= $1)
         ORDER BY n.slug, n.position",
    ).bind(as_of).fetch_all(&mut **c).await)
    .context("reading the names of policy areas")?;

    let mut also: HashMap<String, Vec<String>> = HashMap::new();
    for (slug, name) in names {
        also.entry(slug).or_default().push(name);
    }
    // What has become another tag is known as a name of that one.
    let merged: HashMap<String, (String, String)> = rows
        .iter()
        .filter_map(|row| {
            let into = row.merged_into.clone()?;
            Some((row.slug.clone(), (into, row.name.clone())))
        })
        .collect();
    for (slug, (_, name)) in &merged {
        let mut names = also.remove(slug).unwrap_or_default();
        names.extend([name.clone(), slug.clone()]);
        let mut at = slug;
        // Bounded: a tag may have gone from one to the next, and never round in a circle.
        for _ in 0..merged.len() {
            match merged.get(at) {
                Some((into, _)) => at = into,
                None => break,
            }
        }
        also.entry(at.clone()).or_default().extend(names);
    }
    let areas = rows
        .into_iter()
        .filter(|row| row.merged_into.is_none())
        .map(|row| {
            let also = also.remove(&row.slug).unwrap_or_default();
            row.area(also)
        })
        .collect::<Result<Vec<_>, _>>()?;
    let (mut sorted, orphans) = parents_first(areas, HashSet::new());
    sorted.extend(orphans);
    Ok(sorted)
}

/// Sorts areas so that each comes after its parent, and otherwise as they were; those in `before`
/// come before all of them. Second are the areas whose parents lead to no area, or to themselves.
pub(super) fn parents_first(
    areas: Vec<PolicyArea>,
    mut before: HashSet<Arc<str>>,
) -> (Vec<PolicyArea>, Vec<PolicyArea>) {
    let mut sorted = Vec::with_capacity(areas.len());
    let mut waiting = areas;
    loop {
        let count = waiting.len();
        let mut still = Vec::new();
        for area in waiting {
            if area.parent.as_ref().is_none_or(|p| before.contains(p)) {
                before.insert(area.slug.clone());
                sorted.push(area);
            } else {
                still.push(area);
            }
        }
        if still.is_empty() || still.len() == count {
            return (sorted, still);
        }
        waiting = still;
    }
}

/// Every member and plan.
pub(super) async fn read(
    connection: &mut Connection<'_>,
    as_of: i64,
) -> Result<Parties, StoreError> {
    let members: Vec<MemberRow> = dispatch!(connection, c => sqlx::query_as(
        "SELECT m.id, m.slug, v.name, v.kind, v.country, v.country_iso3, v.region
         FROM member m
         JOIN member_version v ON v.member_id = m.id AND v.revision_id = (
             SELECT MAX(revision_id) FROM member_version
             WHERE member_id = m.id AND revision_id <= $1)",
    ).bind(as_of).fetch_all(&mut **c).await)
    .context("reading the members")?;
    let statuses: Vec<StatusRow> = dispatch!(connection, c => sqlx::query_as(
        "SELECT s.member_id, s.status, s.since, s.source_url FROM member_status s
         WHERE s.revision_id = (
             SELECT MAX(revision_id) FROM member_version
             WHERE member_id = s.member_id AND revision_id <= $1)
         ORDER BY s.member_id, s.position",
    ).bind(as_of).fetch_all(&mut **c).await)
    .context("reading the members\u{2019} statuses")?;
    let plans: Vec<PlanRow> = dispatch!(connection, c => sqlx::query_as(
        "SELECT id, member_id, title, start_year, end_year FROM action_plan
         WHERE revision_id <= $1",
    ).bind(as_of).fetch_all(&mut **c).await)
    .context("reading the action plans")?;

    let mut known = Parties::default();
    let statuses = statuses
        .into_iter()
        .map(|row| Ok((row.member_id, row.status()?)))
        .collect::<Result<Vec<_>, StoreError>>()?;
    let mut statuses = grouped(statuses);
    for row in members {
        let id = row.id;
        known.slugs.insert(row.slug.clone(), id);
        let member = row.member(statuses.remove(&id).unwrap_or_default())?;
        known.members.insert(id, Arc::new(member));
    }
    for row in plans {
        let (id, member) = (row.id, row.member_id);
        known.plans.insert(id, (member, Arc::new(row.into())));
    }
    Ok(known)
}
