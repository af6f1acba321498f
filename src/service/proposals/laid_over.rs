//! A proposal laid over the record as it is.

use std::collections::HashMap;
use std::sync::Arc;

use super::{added_plan, no_proposal};
use crate::error::AppError;
use crate::service::App;
use crate::service::staff::plans_of;
use catalogue::Catalogue;
use domain::forms::Fields;
use domain::forms::commitment::{self, plan_key};
use domain::forms::rebase::rebase;
use domain::record::{Entry, Party};
use domain::{ActionPlan, CommitmentCode, CommitmentStatus};
use store::{Proposal, ProposedEntry};

/// A commitment as a proposal would make it.
pub(super) struct LaidOver {
    /// As it is; none where there is none.
    pub present: Option<Entry>,
    /// As it would be.
    pub entry: Entry,
    /// Its form, as it would be.
    pub fields: Fields,
    /// Why it cannot be published as it stands; empty where it can.
    pub obstacle: String,
}

/// What proposals are laid over: commitments that they name, members and plans.
pub(super) struct Beside {
    present: HashMap<CommitmentCode, Entry>,
    pub parties: Vec<Party>,
    catalogue: Arc<Catalogue>,
}

impl App {
    /// The record as it is beside a proposal.
    pub(super) async fn beside(&self, entries: &[ProposedEntry]) -> Result<Beside, AppError> {
        // What other instances have published is seen first.
        self.refresh().await?;
        let catalogue = self.catalogue();
        let found = entries
            .iter()
            .filter_map(|entry| catalogue.find(&entry.code));
        let ids: Vec<i64> = found.map(|row| row.id).collect();
        let store = &self.inner.store;
        let present = store.entries(&ids, catalogue.version().number).await?;
        let present = present
            .into_iter()
            .map(|(_, entry)| (entry.commitment.code.clone(), entry));
        Ok(Beside {
            present: present.collect(),
            parties: store.parties().await?,
            catalogue,
        })
    }
}

impl Beside {
    /// A commitment as a proposal would make it.
    pub fn lay_over(
        &self,
        proposal: &Proposal,
        proposed: &ProposedEntry,
    ) -> Result<LaidOver, AppError> {
        let present = self.present.get(&proposed.code).cloned();
        let mut members = self.parties.iter().map(|party| &party.member);
        let member = members.find(|member| member.slug() == proposed.member);
        let member = member.ok_or_else(no_proposal)?;
        let plans = self.plans_of(proposal, &proposed.member);
        let after = Fields::parse(proposed.after.as_bytes());
        let before = Fields::parse(proposed.before.as_bytes());
        let is_new = proposed.before.is_empty();
        let mut entry = present
            .clone()
            .unwrap_or_else(|| Entry::blank(proposed.code.clone(), Arc::clone(member)));
        let (fields, both) = match &present {
            Some(present) if !is_new => {
                // Read like the other two, so that only what differs differs.
                let now = Fields::parse(commitment::fill(present, true).encode().as_bytes());
                rebase(&before, &after, &now)
            }
            _ => (after, Vec::new()),
        };
        let obstacle = match &present {
            Some(_) if is_new => format!(
                "The code {} is in use by now. Discard this, and add the commitment with another code.",
                proposed.code
            ),
            None if !is_new => "The commitment is no longer in the record.".to_owned(),
            Some(present) if is_withdrawn(present) && fields.holds("status") => {
                "The commitment has been withdrawn since: its status cannot be changed.".to_owned()
            }
            _ if !both.is_empty() => format!(
                "Others have changed the same since: {}. Send it back, so that its author can look at both.",
                both.join(", ").replace('_', " ")
            ),
            _ => obstacle(&fields, &plans, &self.catalogue).unwrap_or_default(),
        };
        commitment::write(&fields, &mut entry, &plans);
        Ok(LaidOver {
            present,
            entry,
            fields,
            obstacle,
        })
    }

    /// The plans of a member, that which a proposal adds among them.
    pub fn plans_of(&self, proposal: &Proposal, member: &str) -> Vec<ActionPlan> {
        let mut plans = plans_of(&self.parties, member);
        plans.extend(added_plan(proposal));
        plans
    }
}

fn is_withdrawn(entry: &Entry) -> bool {
    entry.commitment.status == Some(CommitmentStatus::Withdrawn)
}

/// A commitment as a form of a proposal said it, whatever the record says by now. What the form does not say is
/// blank; an empty form says nothing. `like` says which commitment it is.
pub(super) fn as_it_was(form: &str, like: &Entry, plans: &[ActionPlan]) -> Entry {
    let c = &like.commitment;
    let mut entry = Entry::blank(c.code.clone(), Arc::clone(&c.member));
    if !form.is_empty() {
        commitment::write(&Fields::parse(form.as_bytes()), &mut entry, plans);
    }
    entry
}

/// Why a form cannot be applied that could when it was sent.
fn obstacle(fields: &Fields, plans: &[ActionPlan], catalogue: &Catalogue) -> Option<String> {
    let key = fields.get("plan");
    if !plans.iter().any(|plan| plan_key(plan).trim() == key) {
        return Some("Its plan is no longer in the record.".to_owned());
    }
    let areas = catalogue.areas();
    let is_gone = |slug: &&str| areas.find(slug).is_none_or(|area| *area.slug != **slug);
    let gone = fields.all("area").into_iter().find(is_gone);
    gone.map(|slug| format!("The policy area \u{201c}{slug}\u{201d} is no longer in the record."))
}
