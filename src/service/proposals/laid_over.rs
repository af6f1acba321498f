//! A proposal laid over the record as it is.

use std::sync::Arc;

use super::{added_plan, no_proposal};
use crate::error::AppError;
use crate::service::App;
use crate::service::staff::plans_of;
use catalogue::Catalogue;
use domain::forms::Fields;
use domain::forms::commitment::{self, plan_key};
use domain::record::{Entry, Party, Texts};
use domain::{ActionPlan, Commitment, CommitmentCode, Member};
use store::{NEWEST, Proposal, ProposedEntry};

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

impl App {
    /// A commitment as a proposal would make it now.
    pub(super) async fn lay_over(
        &self,
        proposal: &Proposal,
        proposed: &ProposedEntry,
        parties: &[Party],
    ) -> Result<LaidOver, AppError> {
        let found = self.inner.store.entry(&proposed.code, NEWEST).await?;
        let present = found.map(|(_, entry)| entry);
        let mut members = parties.iter().map(|party| &party.member);
        let member = members.find(|member| member.slug() == proposed.member);
        let member = member.ok_or_else(no_proposal)?;
        let mut plans = plans_of(parties, &proposed.member);
        plans.extend(added_plan(proposal));
        let after = Fields::parse(proposed.after.as_bytes());
        let before = Fields::parse(proposed.before.as_bytes());
        let is_new = proposed.before.is_empty();
        let mut entry = match &present {
            Some(entry) => entry.clone(),
            None => blank(&proposed.code, member),
        };
        let (fields, both) = match &present {
            Some(present) if !is_new => {
                let now = commitment::fill(present, true);
                let (fields, mut both) = commitment::merge(&before, &after, &now);
                // Who changed it to the same came first, and that is all.
                both.retain(|field| after.all(field) != now.all(field));
                (fields, both)
            }
            _ => (after, Vec::new()),
        };
        let obstacle = match &present {
            Some(_) if is_new => format!("The code {} is in use by now.", proposed.code),
            None if !is_new => "The commitment is no longer in the record.".to_owned(),
            _ if !both.is_empty() => format!(
                "Others have changed the same since: {}. Send it back, so that its author can look at both.",
                both.join(", ").replace('_', " ")
            ),
            _ => obstacle(&fields, &plans, &self.catalogue()).unwrap_or_default(),
        };
        commitment::write(&fields, &mut entry, &plans);
        Ok(LaidOver {
            present,
            entry,
            fields,
            obstacle,
        })
    }
}

/// A commitment as a form of a proposal said it, whatever the record says by now. What the form does not say is
/// blank; an empty form says nothing. `like` says which commitment it is.
pub(super) fn as_it_was(form: &str, like: &Entry, plans: &[ActionPlan]) -> Entry {
    let c = &like.commitment;
    let mut entry = blank(&c.code, &c.member);
    if !form.is_empty() {
        commitment::write(&Fields::parse(form.as_bytes()), &mut entry, plans);
    }
    entry
}

/// A new commitment before anything is said of it.
pub(super) fn blank(code: &CommitmentCode, member: &Arc<Member>) -> Entry {
    Entry {
        commitment: Commitment::blank(code.clone(), Arc::clone(member)),
        texts: Texts::default(),
        ratings: Vec::new(),
    }
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
