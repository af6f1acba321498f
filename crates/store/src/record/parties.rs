//! Adding members and action plans, and new versions of members that differ from the record.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::StoreError;
use crate::db::{Connection, dispatch};
use crate::error::ErrorContext;
use crate::parties::{Parties, read as read_parties};
use crate::query::insert_rows;
use domain::record::{Batch, Entry, Party};
use domain::{ActionPlan, DatedStatus, Member};

/// The members and plans of the record after the change.
pub(super) struct KnownParties {
    /// By id, for reading commitments as they were.
    pub parties: Parties,
    members: HashMap<String, i64>,
    plans: HashMap<(i64, ActionPlan), i64>,
    /// Whether the change added or changed any.
    pub differed: bool,
}

impl KnownParties {
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
            .plans
            .iter()
            .map(|(id, (member, plan))| ((*member, (**plan).clone()), *id))
            .collect(),
        parties,
        differed: false,
    };
    record_members(connection, revision, batch, describes, &mut known).await?;
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

/// Whether a member that the parties describe was changed, or added, after a revision.
pub(super) async fn changed_since(
    connection: &mut Connection<'_>,
    parties: &[Party],
    seen: i64,
) -> Result<bool, StoreError> {
    for party in parties.iter().filter(|party| party.plan.is_none()) {
        let newer: i64 = dispatch!(&mut *connection, c => sqlx::query_scalar(
            "SELECT COUNT(*) FROM member_version v JOIN member m ON m.id = v.member_id
             WHERE m.slug = $1 AND v.revision_id > $2",
        ).bind(party.member.slug()).bind(seen).fetch_one(&mut **c).await)
        .context("looking for changes made in between")?;
        if newer > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn record_members(
    connection: &mut Connection<'_>,
    revision: i64,
    batch: &Batch,
    describes: Describes,
    known: &mut KnownParties,
) -> Result<(), StoreError> {
    // Sorted, so that equal batches give equal ids.
    let batch: BTreeMap<String, &Arc<Member>> = members_of(batch, describes)
        .map(|(member, is_meant)| (member.slug(), member, is_meant))
        .filter(|(slug, _, is_meant)| *is_meant || !known.members.contains_key(slug))
        .map(|(slug, member, _)| (slug, member))
        .collect();
    let mut next = known.parties.members.keys().max().map_or(1, |id| id + 1);
    let mut new: Vec<(i64, String)> = Vec::new();
    let mut versions: Vec<(i64, &Arc<Member>)> = Vec::new();
    for (slug, member) in batch {
        if let Some(id) = known.members.get(&slug) {
            let before = known.parties.members.get(id);
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
    known.differed |= !versions.is_empty();

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

async fn record_plans(
    connection: &mut Connection<'_>,
    revision: i64,
    batch: &Batch,
    known: &mut KnownParties,
) -> Result<(), StoreError> {
    let mut next = known.parties.plans.keys().max().map_or(1, |id| id + 1);
    let mut new: Vec<(i64, i64, &ActionPlan)> = Vec::new();
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
        known
            .plans
            .entry((member, plan.clone()))
            .or_insert_with(|| {
                new.push((next, member, plan));
                next += 1;
                next - 1
            });
    }
    known.differed |= !new.is_empty();
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
