//! Adding members and action plans, and new versions of members that differ from the record.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::StoreError;
use crate::db::Connection;
use crate::error::{BatchError, ErrorContext};
use crate::parties::{Parties, read as read_parties};
use crate::query::insert_rows;
use domain::record::{Batch, Entry, RevisedPlan};
use domain::{ActionPlan, DatedStatus, Member};

/// The members and plans of the record after the change.
pub(super) struct KnownParties {
    /// By id, for reading commitments as they were.
    pub parties: Parties,
    members: HashMap<String, i64>,
    plans: HashMap<(i64, ActionPlan), i64>,
    /// Plans that are withdrawn, which may be brought again.
    withdrawn_plans: HashMap<(i64, ActionPlan), i64>,
    /// Whether the change added or changed any.
    pub differed: bool,
}

impl KnownParties {
    /// Whether the record has a member with this slug.
    fn is_present(&self, slug: &str) -> bool {
        let id = self.members.get(slug);
        id.is_some_and(|id| !self.parties.withdrawn_members.contains(id))
    }

    /// The id of the plan that a commitment belongs to, once [`record`] has seen the commitment.
    pub(super) fn plan_of(&self, entry: &Entry) -> Option<i64> {
        let member = *self.members.get(&entry.commitment.member.slug())?;
        let plan = (*entry.commitment.plan).clone();
        self.plans.get(&(member, plan)).copied()
    }
}

/// Which parts of a batch describe members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Describes {
    /// Everything in the batch describes its member, as the rows of a file do.
    All,
    /// Only parties without a plan: everything else in a form repeats the description that its
    /// sender had read, which may be outdated.
    MembersOnly,
}

pub(super) async fn record(
    connection: &mut Connection<'_>,
    revision: i64,
    batch: &Batch,
    describes: Describes,
) -> Result<KnownParties, StoreError> {
    let parties = read_parties(connection, revision - 1).await?;
    let mut known = KnownParties {
        members: parties.slugs.clone(),
        plans: parties
            .present_plans()
            .map(|(id, member, plan)| ((member, (**plan).clone()), id))
            .collect(),
        withdrawn_plans: parties
            .plans
            .iter()
            .filter(|(id, _)| parties.withdrawn_plans.contains(id))
            .map(|(id, (member, plan))| ((*member, (**plan).clone()), *id))
            .collect(),
        parties,
        differed: false,
    };
    record_members(connection, revision, batch, describes, &mut known).await?;
    revise_plans(connection, revision, &batch.revised_plans, &mut known).await?;
    record_plans(connection, revision, batch, &mut known).await?;
    Ok(known)
}

/// The members that a batch names, each with whether its description is to be written.
fn members_of(batch: &Batch, describes: Describes) -> impl Iterator<Item = (&Arc<Member>, bool)> {
    let all = describes == Describes::All;
    let entries = batch.entries.iter().map(|e| &e.commitment.member);
    let parties = batch
        .parties
        .iter()
        .map(move |party| (&party.member, all || party.plan.is_none()));
    entries.map(move |member| (member, all)).chain(parties)
}

async fn record_members(
    connection: &mut Connection<'_>,
    revision: i64,
    batch: &Batch,
    describes: Describes,
    known: &mut KnownParties,
) -> Result<(), StoreError> {
    // Sorted, so that equal batches give equal ids.
    let by_slug: BTreeMap<String, &Arc<Member>> = members_of(batch, describes)
        .map(|(member, is_meant)| (member.slug(), member, is_meant))
        .filter(|(slug, _, is_meant)| *is_meant || !known.is_present(slug))
        .map(|(slug, member, _)| (slug, member))
        .collect();
    let mut next = known.parties.members.keys().max().map_or(1, |id| id + 1);
    let mut new: Vec<(i64, String)> = Vec::new();
    let mut versions: Vec<(i64, &Arc<Member>)> = Vec::new();
    let mut presence: Vec<(i64, bool)> = Vec::new();
    for (slug, member) in by_slug {
        if let Some(id) = known.members.get(&slug) {
            let before = known.parties.members.get(id);
            if known.parties.withdrawn_members.contains(id) {
                presence.push((*id, true));
            }
            if before == Some(member) {
                continue;
            }
            versions.push((*id, member));
        } else {
            new.push((next, slug.clone()));
            versions.push((next, member));
            known.members.insert(slug, next);
            next += 1;
        }
    }
    let withdrawn = batch.withdrawn_members.iter();
    let withdrawn = withdrawn.filter_map(|slug| known.members.get(slug));
    presence.extend(withdrawn.map(|id| (*id, false)));
    known.differed |= !versions.is_empty() || !presence.is_empty();

    insert_presence(connection, revision, &presence).await?;
    insert_rows!(
        connection,
        "INSERT INTO member (id, revision_id, slug)",
        new,
        |(id, slug)| [*id, revision, slug]
    )
    .context("adding members")?;
    insert_rows!(
        connection,
        "INSERT INTO member_version
            (member_id, revision_id, name, kind, country, country_iso3, region)",
        versions,
        |(id, member)| [
            *id,
            revision,
            &member.name,
            member.kind.slug(),
            &member.country,
            &member.country_iso3,
            member.region.slug(),
        ]
    )
    .context("adding members")?;
    let statuses: Vec<(i64, i32, &DatedStatus)> = versions
        .iter()
        .flat_map(|(id, member)| (0..).zip(&member.statuses).map(|(at, s)| (*id, at, s)))
        .collect();
    insert_rows!(
        connection,
        "INSERT INTO member_status (member_id, revision_id, position, status, since, source_url)",
        statuses,
        |(id, position, status)| [
            *id,
            revision,
            *position,
            status.status.slug(),
            status.since.to_string(),
            &status.source_url,
        ]
    )
    .context("adding the members\u{2019} statuses")
}

async fn insert_presence(
    connection: &mut Connection<'_>,
    revision: i64,
    presence: &[(i64, bool)],
) -> Result<(), StoreError> {
    // A member that the same change adds is not yet there, but then it was never withdrawn.
    insert_rows!(
        connection,
        "INSERT INTO member_presence (member_id, revision_id, present)",
        presence,
        |(id, present)| [*id, revision, *present]
    )
    .context("writing which members are in the record")
}

/// Renames and withdraws plans. Refuses a plan that is not there, and a name that another plan of
/// the member has.
async fn revise_plans(
    connection: &mut Connection<'_>,
    revision: i64,
    revised: &[RevisedPlan],
    known: &mut KnownParties,
) -> Result<(), StoreError> {
    let mut versions: Vec<(i64, &ActionPlan, bool)> = Vec::new();
    for RevisedPlan {
        member,
        before,
        after,
    } in revised
    {
        let missing = || StoreError::Batch(BatchError::NoPlan(before.label()));
        let member = *known.members.get(member).ok_or_else(missing)?;
        let id = known.plans.remove(&(member, before.clone()));
        let id = id.ok_or_else(missing)?;
        let Some(after) = after else {
            versions.push((id, before, false));
            continue;
        };
        if known.plans.insert((member, after.clone()), id).is_some() {
            return Err(StoreError::Batch(BatchError::PlanTwice(after.label())));
        }
        versions.push((id, after, true));
    }
    known.differed |= !versions.is_empty();
    insert_plan_versions(connection, revision, &versions).await
}

async fn insert_plan_versions(
    connection: &mut Connection<'_>,
    revision: i64,
    versions: &[(i64, &ActionPlan, bool)],
) -> Result<(), StoreError> {
    insert_rows!(
        connection,
        "INSERT INTO action_plan_version
            (plan_id, revision_id, title, start_year, end_year, present)",
        versions,
        |(id, plan, present)| [
            *id,
            revision,
            &plan.title,
            plan.start_year,
            plan.end_year,
            *present,
        ]
    )
    .context("writing action plans")
}

async fn record_plans(
    connection: &mut Connection<'_>,
    revision: i64,
    batch: &Batch,
    known: &mut KnownParties,
) -> Result<(), StoreError> {
    let mut next = known.parties.plans.keys().max().map_or(1, |id| id + 1);
    let mut new: Vec<(i64, i64, &ActionPlan)> = Vec::new();
    let mut returning: Vec<(i64, &ActionPlan, bool)> = Vec::new();
    let of_entries = batch
        .entries
        .iter()
        .map(|e| (&e.commitment.member, &*e.commitment.plan));
    let of_their_own = batch
        .parties
        .iter()
        .filter_map(|party| Some((&party.member, party.plan.as_ref()?)));
    for (member, plan) in of_entries.chain(of_their_own) {
        let Some(&member) = known.members.get(&member.slug()) else {
            continue;
        };
        let key = (member, plan.clone());
        if known.plans.contains_key(&key) {
            continue;
        }
        let id = if let Some(id) = known.withdrawn_plans.remove(&key) {
            returning.push((id, plan, true));
            id
        } else {
            new.push((next, member, plan));
            next += 1;
            next - 1
        };
        known.plans.insert(key, id);
    }
    known.differed |= !new.is_empty() || !returning.is_empty();
    insert_plan_versions(connection, revision, &returning).await?;
    insert_rows!(
        connection,
        "INSERT INTO action_plan (id, revision_id, member_id, title, start_year, end_year)",
        new,
        |(id, member, plan)| [
            *id,
            revision,
            *member,
            &plan.title,
            plan.start_year,
            plan.end_year,
        ]
    )
    .context("adding action plans")
}
