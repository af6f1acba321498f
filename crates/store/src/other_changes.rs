//! Changes of anything but commitments: members, their action plans, policy areas.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::{NEWEST, Store, StoreError, parties};
use crate::boxed;
use domain::record::Revision;
use domain::{ActionPlan, Member, PolicyArea};

/// What a revision changed besides commitments.
#[derive(Debug, Clone, Default)]
pub struct OtherChanges {
    /// Members before, none for a new one, and after; by name.
    pub members: Vec<(Option<Arc<Member>>, Arc<Member>)>,
    /// Plans before, none for a new one, and after, none for one that is withdrawn; each with its member.
    pub plans: Vec<PlanChange>,
    /// Members that left the record.
    pub withdrawn_members: Vec<Arc<Member>>,
    pub areas: Vec<AreaChange>,
    /// Every policy area after the revision, for their names; empty where none changed.
    pub all_areas: Vec<PolicyArea>,
}

/// A change of an action plan.
#[derive(Debug, Clone)]
pub struct PlanChange {
    pub member: Arc<Member>,
    /// None for a new plan.
    pub before: Option<Arc<ActionPlan>>,
    /// None where it was withdrawn.
    pub after: Option<Arc<ActionPlan>>,
}

/// A change of a policy area.
#[derive(Debug, Clone)]
pub enum AreaChange {
    Added(PolicyArea),
    /// Before and after.
    Changed(PolicyArea, PolicyArea),
    /// The first was merged into the second.
    Merged(PolicyArea, PolicyArea),
    /// Left the record.
    Withdrawn(PolicyArea),
}

impl Store {
    /// What a revision changed besides commitments.
    #[boxed]
    pub async fn other_changes(&self, revision: i64) -> Result<OtherChanges, StoreError> {
        let mut reader = self.db.reader().await?;
        let mut connection = reader.connection();
        let (party_changes, area_changes): (i64, i64) =
            dispatch!(&mut connection, c => sqlx::query_as(
            "SELECT (SELECT COUNT(*) FROM member_version WHERE revision_id = $1)
                  + (SELECT COUNT(*) FROM member_presence WHERE revision_id = $1)
                  + (SELECT COUNT(*) FROM action_plan WHERE revision_id = $1)
                  + (SELECT COUNT(*) FROM action_plan_version WHERE revision_id = $1),
                    (SELECT COUNT(*) FROM policy_area_version WHERE revision_id = $1)
                  + (SELECT COUNT(*) FROM policy_area_presence WHERE revision_id = $1)",
        ).bind(revision).fetch_one(&mut **c).await)
            .context("reading what a change did")?;
        let mut changes = OtherChanges::default();
        if party_changes > 0 {
            changes.read_parties(&mut connection, revision).await?;
        }
        if area_changes > 0 {
            changes.read_areas(&mut connection, revision).await?;
        }
        Ok(changes)
    }

    /// The newest change of a policy area.
    #[boxed]
    pub async fn last_change_of_area(&self, slug: &str) -> Result<Option<Revision>, StoreError> {
        let mut reader = self.db.reader().await?;
        let row: Option<super::rows::RevisionRow> =
            dispatch!(reader.connection(), c => sqlx::query_as(
                "SELECT id, made_at, made_by, reason, source FROM revision WHERE id = (
                     SELECT MAX(revision_id) FROM (
                         SELECT revision_id FROM policy_area_version WHERE slug = $1
                         UNION ALL
                         SELECT revision_id FROM policy_area_presence WHERE slug = $1) t)",
            ).bind(slug).fetch_optional(&mut *c).await)
            .context("reading the history of a policy area")?;
        Ok(row.map(Into::into))
    }

    /// What has become of a plan that a member had after the revision `seen`, and its newest change;
    /// none where there was no such plan, or nothing has changed.
    #[boxed]
    pub async fn plan_since(
        &self,
        member: &str,
        plan: &ActionPlan,
        seen: i64,
    ) -> Result<Option<(Option<ActionPlan>, Revision)>, StoreError> {
        let mut reader = self.db.reader().await?;
        let mut connection = reader.connection();
        let then = parties::read(&mut connection, seen).await?;
        let member = then.slugs.get(member).copied();
        let mut plans = then.present_plans();
        let found = plans.find(|(_, of, other)| Some(*of) == member && ***other == *plan);
        let Some((id, ..)) = found else {
            return Ok(None);
        };
        let row: Option<super::rows::RevisionRow> = dispatch!(&mut connection, c => sqlx::query_as(
            "SELECT r.id, r.made_at, r.made_by, r.reason, r.source FROM revision r
             JOIN action_plan_version w ON w.revision_id = r.id
             WHERE w.plan_id = $1 AND w.revision_id > $2 ORDER BY r.id DESC LIMIT 1",
        ).bind(id).bind(seen).fetch_optional(&mut **c).await)
        .context("reading the history of a plan")?;
        let Some(row) = row else {
            return Ok(None);
        };
        let now = parties::read(&mut connection, NEWEST).await?;
        let plan = now.plans.get(&id).map(|(_, plan)| ActionPlan::clone(plan));
        let plan = plan.filter(|_| !now.withdrawn_plans.contains(&id));
        Ok(Some((plan, row.into())))
    }

    /// The newest change of a member's description.
    #[boxed]
    pub async fn last_change_of_member(&self, slug: &str) -> Result<Option<Revision>, StoreError> {
        let mut reader = self.db.reader().await?;
        let row: Option<super::rows::RevisionRow> =
            dispatch!(reader.connection(), c => sqlx::query_as(
                "SELECT id, made_at, made_by, reason, source FROM revision WHERE id = (
                     SELECT MAX(v.revision_id) FROM member_version v
                     JOIN member m ON m.id = v.member_id WHERE m.slug = $1)",
            ).bind(slug).fetch_optional(&mut *c).await)
            .context("reading the history of a member")?;
        Ok(row.map(Into::into))
    }
}

impl OtherChanges {
    async fn read_parties(
        &mut self,
        connection: &mut Connection<'_>,
        revision: i64,
    ) -> Result<(), StoreError> {
        let before = parties::read(connection, revision - 1).await?;
        let after = parties::read(connection, revision).await?;
        let was: HashMap<i64, &Arc<Member>> = before.present_members().collect();
        let is: HashMap<i64, &Arc<Member>> = after.present_members().collect();
        for (id, member) in &is {
            let was = was.get(id).copied();
            if was != Some(member) {
                self.members.push((was.map(Arc::clone), Arc::clone(member)));
            }
        }
        self.members.sort_by(|(_, a), (_, b)| a.name.cmp(&b.name));
        let gone = was.iter().filter(|(id, _)| !is.contains_key(id));
        self.withdrawn_members = gone.map(|(_, member)| Arc::clone(member)).collect();
        self.withdrawn_members.sort_by(|a, b| a.name.cmp(&b.name));
        let plan_in = |parties: &parties::Parties, id: &i64| {
            let plan = parties.plans.get(id).map(|(_, plan)| Arc::clone(plan));
            plan.filter(|_| !parties.withdrawn_plans.contains(id))
        };
        for (id, (member, _)) in &after.plans {
            let (was, is) = (plan_in(&before, id), plan_in(&after, id));
            if was != is
                && let Some(member) = after.members.get(member)
            {
                self.plans.push(PlanChange {
                    member: Arc::clone(member),
                    before: was,
                    after: is,
                });
            }
        }
        self.plans.sort_by(|a, b| {
            let [a, b] = [a, b].map(|p| (&p.member.name, &p.after, &p.before));
            a.cmp(&b)
        });
        Ok(())
    }

    async fn read_areas(
        &mut self,
        connection: &mut Connection<'_>,
        revision: i64,
    ) -> Result<(), StoreError> {
        let changed: Vec<String> = dispatch!(&mut *connection, c => sqlx::query_scalar(
            "SELECT slug FROM policy_area_version WHERE revision_id = $1
             UNION SELECT slug FROM policy_area_presence WHERE revision_id = $1 ORDER BY slug",
        ).bind(revision).fetch_all(&mut **c).await)
        .context("reading what a change did")?;
        let changed: HashSet<&str> = changed.iter().map(String::as_str).collect();
        let before = parties::areas(connection, revision - 1).await?;
        let after = parties::areas(connection, revision).await?;
        let found = |areas: &[PolicyArea], slug: &str| -> Option<PolicyArea> {
            areas.iter().find(|area| &*area.slug == slug).cloned()
        };
        for area in after.iter().filter(|area| changed.contains(&*area.slug)) {
            self.areas.push(match found(&before, &area.slug) {
                None => AreaChange::Added(area.clone()),
                Some(was) => AreaChange::Changed(was, area.clone()),
            });
        }
        // A merged area is no longer in the list, but among the other names of the one it is in.
        for area in &before {
            let into = || {
                let is_name = |other: &&PolicyArea| other.also.iter().any(|n| **n == *area.slug);
                after.iter().find(is_name).cloned()
            };
            if changed.contains(&*area.slug) && found(&after, &area.slug).is_none() {
                self.areas.push(match into() {
                    Some(into) => AreaChange::Merged(area.clone(), into),
                    None => AreaChange::Withdrawn(area.clone()),
                });
            }
        }
        self.all_areas = after;
        Ok(())
    }
}
