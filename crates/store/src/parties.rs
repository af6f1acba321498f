//! Reading what commitments refer to: policy areas, members and action plans.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use sqlx::{Database, Encode, QueryBuilder, Type};

use super::StoreError;
use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::query::push_list;
use super::rows::{AreaRow, MemberRow, PlanRow, StatusRow, grouped};
use domain::record::Party;
use domain::{ActionPlan, Member, PolicyArea};

/// Members and plans, by id.
#[derive(Default)]
pub(super) struct Parties {
    pub members: HashMap<i64, Arc<Member>>,
    /// With the member whose plan it is.
    pub plans: HashMap<i64, (i64, Arc<ActionPlan>)>,
    /// The ids of members by slug.
    pub slugs: HashMap<String, i64>,
    /// Members and plans that are withdrawn: only commitments that are withdrawn too refer to them.
    pub withdrawn_members: HashSet<i64>,
    pub withdrawn_plans: HashSet<i64>,
}

impl Parties {
    /// The members of the record.
    pub(super) fn present_members(&self) -> impl Iterator<Item = (i64, &Arc<Member>)> {
        let present = |(id, _): &(&i64, &Arc<Member>)| !self.withdrawn_members.contains(id);
        self.members
            .iter()
            .filter(present)
            .map(|(id, member)| (*id, member))
    }

    /// The members, and the plans each with its member, by their names.
    pub(super) fn present(&self) -> Vec<Party> {
        let members = self.present_members().map(|(_, member)| Party {
            member: Arc::clone(member),
            plan: None,
        });
        let plans = self.present_plans().filter_map(|(_, member, plan)| {
            Some(Party {
                member: Arc::clone(self.members.get(&member)?),
                plan: Some((**plan).clone()),
            })
        });
        let mut all: Vec<Party> = members.chain(plans).collect();
        all.sort_by(|a, b| (&a.member.name, &a.plan).cmp(&(&b.member.name, &b.plan)));
        all
    }

    /// The plans of the record, each with its number and that of its member.
    pub(super) fn present_plans(&self) -> impl Iterator<Item = (i64, i64, &Arc<ActionPlan>)> {
        self.plans
            .iter()
            .filter(|(id, _)| !self.withdrawn_plans.contains(id))
            .map(|(id, (member, plan))| (*id, *member, plan))
    }
}

/// Every policy area, parents before their children, otherwise in the order they were added.
pub(super) async fn areas(
    connection: &mut Connection<'_>,
    as_of: i64,
) -> Result<Vec<PolicyArea>, StoreError> {
    let rows: Vec<AreaRow> = dispatch!(connection, c => sqlx::query_as(
        "SELECT a.slug, v.name, v.parent, v.area_group, v.coded_since, v.merged_into,
                (SELECT x.present FROM policy_area_presence x
                 WHERE x.slug = a.slug AND x.revision_id <= $1
                 ORDER BY x.revision_id DESC LIMIT 1) AS present
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
    // The name and the slug of a merged area become other names of the one it was merged into.
    // In the order of slugs, so that every reading gives the same order.
    let merged: BTreeMap<String, (String, String)> = rows
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
        // An area may have been merged several times in a row; bounded in case of a cycle.
        for _ in 0..merged.len() {
            match merged.get(at) {
                Some((into, _)) => at = into,
                None => break,
            }
        }
        let known = also.entry(at.clone()).or_default();
        for name in names {
            if !known.contains(&name) {
                known.push(name);
            }
        }
    }
    let areas = rows
        .into_iter()
        .filter(|row| row.merged_into.is_none() && row.present != Some(false))
        .map(|row| {
            let also = also.remove(&row.slug).unwrap_or_default();
            row.area(also)
        })
        .collect::<Result<Vec<_>, _>>()?;
    let (mut sorted, orphans) = parents_first(areas, HashSet::new());
    sorted.extend(orphans);
    Ok(sorted)
}

/// Moves each area behind its parent, and otherwise keeps their order; those in `before` count as
/// coming first. The second list has the areas whose parents lead to no area, or to themselves.
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

/// Whose members and plans are read.
#[derive(Clone, Copy)]
enum Whose<'a> {
    All,
    /// Those that these commitments have or had.
    OfCommitments(&'a [i64]),
    /// The member with this name in addresses, and its plans.
    OfMember(&'a str),
}

/// Every member and every plan as of a revision.
pub(super) async fn read(
    connection: &mut Connection<'_>,
    as_of: i64,
) -> Result<Parties, StoreError> {
    read_some(connection, as_of, Whose::All).await
}

/// The members and plans that some commitments have or had: what it costs does not grow with the record.
pub(super) async fn of_commitments(
    connection: &mut Connection<'_>,
    as_of: i64,
    ids: &[i64],
) -> Result<Parties, StoreError> {
    if ids.is_empty() {
        return Ok(Parties::default());
    }
    read_some(connection, as_of, Whose::OfCommitments(ids)).await
}

/// A member, by its name in addresses, and its plans.
pub(super) async fn of_member(
    connection: &mut Connection<'_>,
    as_of: i64,
    slug: &str,
) -> Result<Parties, StoreError> {
    read_some(connection, as_of, Whose::OfMember(slug)).await
}

/// Adds `AND column IN (these members)`, where not all are wanted.
fn push_members<DB>(query: &mut QueryBuilder<DB>, column: &str, whose: Whose<'_>)
where
    DB: Database,
    i64: for<'q> Encode<'q, DB> + Type<DB>,
    String: for<'q> Encode<'q, DB> + Type<DB>,
{
    let and = format!(" AND {column} IN (SELECT ");
    match whose {
        Whose::All => {}
        Whose::OfCommitments(ids) => {
            query
                .push(and)
                .push("member_id FROM action_plan WHERE id IN");
            push_plans_of(query, ids);
            query.push(")");
        }
        Whose::OfMember(slug) => {
            query.push(and).push("id FROM member WHERE slug = ");
            query.push_bind(slug.to_owned()).push(")");
        }
    }
}

/// Adds `(the plans of these commitments)`.
fn push_plans_of<DB>(query: &mut QueryBuilder<DB>, ids: &[i64])
where
    DB: Database,
    i64: for<'q> Encode<'q, DB> + Type<DB>,
{
    query.push(" (SELECT plan_id FROM commitment_version");
    push_list(query, " WHERE commitment_id IN", ids.iter().copied());
    query.push(")");
}

async fn read_some(
    connection: &mut Connection<'_>,
    as_of: i64,
    whose: Whose<'_>,
) -> Result<Parties, StoreError> {
    let members: Vec<MemberRow> = dispatch!(connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new(
            "SELECT m.id, m.slug, v.name, v.kind, v.country, v.country_iso3, v.region,
                    (SELECT x.present FROM member_presence x
                     WHERE x.member_id = m.id AND x.revision_id <= ",
        );
        query.push_bind(as_of);
        query.push(
            " ORDER BY x.revision_id DESC LIMIT 1) AS present
             FROM member m
             JOIN member_version v ON v.member_id = m.id AND v.revision_id = (
                 SELECT MAX(revision_id) FROM member_version
                 WHERE member_id = m.id AND revision_id <= ",
        );
        query.push_bind(as_of).push(") WHERE 1 = 1");
        push_members(&mut query, "m.id", whose);
        query.build_query_as().fetch_all(&mut **c).await
    })
    .context("reading the members")?;
    let statuses: Vec<StatusRow> = dispatch!(connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new(
            "SELECT s.member_id, s.status, s.since, s.source_url FROM member_status s
             WHERE s.revision_id = (
                 SELECT MAX(revision_id) FROM member_version
                 WHERE member_id = s.member_id AND revision_id <= ",
        );
        query.push_bind(as_of).push(")");
        push_members(&mut query, "s.member_id", whose);
        query.push(" ORDER BY s.member_id, s.position");
        query.build_query_as().fetch_all(&mut **c).await
    })
    .context("reading the members\u{2019} statuses")?;
    let plans: Vec<PlanRow> = dispatch!(connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new(
            "SELECT p.id, p.member_id, v.present,
                    CASE WHEN v.plan_id IS NULL THEN p.title ELSE v.title END AS title,
                    CASE WHEN v.plan_id IS NULL THEN p.start_year ELSE v.start_year END
                        AS start_year,
                    CASE WHEN v.plan_id IS NULL THEN p.end_year ELSE v.end_year END AS end_year
             FROM action_plan p
             LEFT JOIN action_plan_version v ON v.plan_id = p.id AND v.revision_id = (
                 SELECT MAX(revision_id) FROM action_plan_version
                 WHERE plan_id = p.id AND revision_id <= ",
        );
        query.push_bind(as_of).push(") WHERE p.revision_id <= ").push_bind(as_of);
        if let Whose::OfCommitments(ids) = whose {
            query.push(" AND p.id IN");
            push_plans_of(&mut query, ids);
        } else {
            push_members(&mut query, "p.member_id", whose);
        }
        query.build_query_as().fetch_all(&mut **c).await
    })
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
        if row.present == Some(false) {
            known.withdrawn_members.insert(id);
        }
        let member = row.member(statuses.remove(&id).unwrap_or_default())?;
        known.members.insert(id, Arc::new(member));
    }
    for row in plans {
        let (id, member) = (row.id, row.member_id);
        if row.present == Some(false) {
            known.withdrawn_plans.insert(id);
        }
        known.plans.insert(id, (member, Arc::new(row.into())));
    }
    Ok(known)
}
