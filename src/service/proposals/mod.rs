//! Changes of facts and texts under review, where the organisation wants that (`--review-facts`): proposed by
//! one person, published or sent back by another.
//!
//! A proposal is laid over the record as it is when somebody looks at it. What others have changed since in
//! other fields stays; where both changed one field, it is for its author to decide.

mod decide;
mod laid_over;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::auth::Staff;
use super::notices::Notice;
use super::staff::plans_of;
use super::{App, MissingForStaff, NotFound, Suggestion};
use crate::error::AppError;
use domain::difference::{Difference, differences};
use domain::forms::commitment::{self, plan_key, plan_of_key};
use domain::mail::NoticeKind;
use domain::record::{Batch, Entry, Revision};
use domain::route;
use domain::{Action, ActionPlan, DraftState, Role};
use store::{
    FormSubmission, NEWEST, NewProposal, NewProposalOutcome, Proposal, ProposalEvent,
    ProposedEntry, ProposedPlan, SubmissionOutcome,
};

use laid_over::as_it_was;

/// The most proposals that a list shows.
pub const MAX_SHOWN: i64 = 200;
/// The most commitments of a proposal that its page shows.
const MAX_LINES: usize = 500;

/// A proposal beside the record as it is.
#[derive(Debug, Clone)]
pub struct ProposalView {
    pub proposal: Proposal,
    /// What happened to it, oldest first.
    pub steps: Vec<ProposalEvent>,
    /// Its commitments.
    pub lines: Vec<ProposalLine>,
    /// How many it has beyond those.
    pub left_out: usize,
    /// The state of the record that it was laid over, or an older one.
    pub base: i64,
}

/// What a proposal changes of a commitment.
#[derive(Debug, Clone)]
pub struct ProposalLine {
    pub code: String,
    pub title: String,
    pub is_new: bool,
    /// Between the record as it is and as it would be.
    pub differences: Vec<Difference>,
    /// Why it cannot be published as it stands; empty where it can.
    pub obstacle: String,
}

fn no_proposal() -> AppError {
    NotFound::for_staff(MissingForStaff::Proposal, Suggestion::Desk).into()
}

impl App {
    /// Says whether a second person is to review changes of facts and texts.
    pub fn review_facts(&self, reviewed: bool) {
        self.inner.reviews_facts.store(reviewed, Ordering::Relaxed);
    }

    /// Whether a second person reviews changes of facts and texts.
    pub fn reviews_facts(&self) -> bool {
        self.inner.reviews_facts.load(Ordering::Relaxed)
    }

    /// Whether a person may change facts in a way that cannot be proposed: importing a file, correcting a plan.
    /// Where facts are reviewed, that takes a reviewer.
    pub fn may_change_unreviewed(&self, staff: &Staff) -> bool {
        !self.reviews_facts() || staff.may(Action::ReviewFacts)
    }

    /// Refuses who may not change facts unreviewed.
    pub(super) async fn require_for_unreviewed(&self, staff: &Staff) -> Result<(), AppError> {
        if self.may_change_unreviewed(staff) {
            return Ok(());
        }
        let (who, action) = (&staff.account().email, Action::ReviewFacts);
        self.note("refused", who, staff.address(), action.slug())
            .await?;
        Err(AppError::Forbidden {
            what: "Change facts without review",
            least: Role::least(action).label(),
        })
    }

    /// Writes a change of facts and texts, or keeps it for review where the organisation wants that; the form
    /// then leads to what waits.
    pub(super) async fn write_facts(
        &self,
        revision: &Revision,
        batch: &Batch,
        sent: &FormSubmission,
    ) -> Result<SubmissionOutcome, AppError> {
        if !self.reviews_facts() {
            return self.write(revision, batch, sent).await;
        }
        let new = self.proposal_of(revision, batch).await?;
        if new.entries.is_empty() && new.plan.is_none() {
            return Ok(SubmissionOutcome::Unchanged);
        }
        let sent = FormSubmission {
            location: route::staff::Proposals.with("done", "proposed"),
            ..sent.clone()
        };
        let store = &self.inner.store;
        let location = match store.propose(&new, batch, &sent, self.now()).await? {
            NewProposalOutcome::AlreadyApplied(location) => location,
            NewProposalOutcome::Conflict(codes) => return Ok(SubmissionOutcome::Conflict(codes)),
            NewProposalOutcome::Done => {
                let (who, what) = (&revision.made_by, summary_of(&new));
                let text = format!("{who} submitted {what} for review.");
                let about = format!("proposed {}", sent.token);
                let href = route::staff::Proposals.to_string();
                self.notify_reviewers(about, text, href, sent.account).await;
                sent.location
            }
        };
        Ok(SubmissionOutcome::AlreadyApplied(location))
    }

    /// What a batch of facts changes of the record, as a proposal.
    async fn proposal_of(
        &self,
        revision: &Revision,
        batch: &Batch,
    ) -> Result<NewProposal, AppError> {
        let catalogue = self.catalogue();
        let codes = batch.entries.iter().map(|entry| &entry.commitment.code);
        let ids: Vec<i64> = codes
            .filter_map(|code| catalogue.find(code))
            .map(|row| row.id)
            .collect();
        let present = self.inner.store.entries(&ids, NEWEST).await?;
        let present: HashMap<_, _> = present
            .into_iter()
            .map(|(_, entry)| (entry.commitment.code.clone(), entry))
            .collect();
        let parties = self.inner.store.parties().await?;
        let entries = batch.entries.iter().filter_map(|entry| {
            let before = present.get(&entry.commitment.code);
            (before != Some(entry)).then(|| proposed(before, entry))
        });
        Ok(NewProposal {
            reason: revision.reason.clone(),
            source: revision.source.clone(),
            plan: batch.parties.first().and_then(|party| {
                let (plan, member) = (party.plan.as_ref()?, party.member.slug());
                let is_new = !plans_of(&parties, &member).contains(plan);
                is_new.then(|| ProposedPlan {
                    member,
                    key: plan_key(plan),
                })
            }),
            entries: entries.collect(),
        })
    }

    /// Proposals that wait, those for review first.
    pub async fn proposals(&self, staff: &Staff) -> Result<Vec<Proposal>, AppError> {
        self.require(staff, Action::SeeDesk).await?;
        Ok(self.inner.store.waiting_proposals(MAX_SHOWN).await?)
    }

    /// How many proposals wait: for review, and sent back.
    pub async fn proposal_counts(&self, staff: &Staff) -> Result<[usize; 2], AppError> {
        self.require(staff, Action::SeeDesk).await?;
        let counts = self.inner.store.proposal_counts().await?;
        Ok(counts.map(|count| usize::try_from(count).unwrap_or(0)))
    }

    /// A proposal beside the record as it is; one that was decided on, as it was proposed.
    pub async fn proposal_view(&self, staff: &Staff, id: i64) -> Result<ProposalView, AppError> {
        self.require(staff, Action::SeeDesk).await?;
        let (proposal, mut entries) = self.found_proposal(id).await?;
        let left_out = entries.len().saturating_sub(MAX_LINES);
        entries.truncate(MAX_LINES);
        let beside = self.beside(&entries).await?;
        let base = self.upto();
        let catalogue = self.catalogue();
        let waits = matches!(proposal.state, DraftState::InReview | DraftState::Returned);
        let mut lines = Vec::new();
        for proposed in &entries {
            let laid = beside.lay_over(&proposal, proposed)?;
            let area = |slug: &str| catalogue.areas().name(slug).to_owned();
            let c = &laid.entry.commitment;
            let (before, after) = if waits {
                let present = laid
                    .present
                    .unwrap_or_else(|| Entry::blank(c.code.clone(), Arc::clone(&c.member)));
                (present, laid.entry)
            } else {
                let plans = beside.plans_of(&proposal, &proposed.member);
                let said = |form: &str| as_it_was(form, &laid.entry, &plans);
                (said(&proposed.before), said(&proposed.after))
            };
            lines.push(ProposalLine {
                code: proposed.code.to_string(),
                title: proposed.title.clone(),
                is_new: proposed.before.is_empty(),
                differences: differences(&before, &after, area),
                obstacle: laid.obstacle,
            });
        }
        Ok(ProposalView {
            steps: self.inner.store.proposal_events(id).await?,
            proposal,
            lines,
            left_out,
            base,
        })
    }

    async fn found_proposal(&self, id: i64) -> Result<(Proposal, Vec<ProposedEntry>), AppError> {
        let found = self.inner.store.proposal(id).await?;
        found.ok_or_else(no_proposal)
    }

    /// Tells those who may review facts, but for who proposed them, that something waits.
    async fn notify_reviewers(&self, about: String, text: String, href: String, author: i64) {
        let notice = Notice {
            kind: NoticeKind::HandedIn,
            about,
            text,
            href,
        };
        self.notify_staff(&notice, |account| {
            account.id != author && account.role.may(Action::ReviewFacts)
        })
        .await;
    }
}

/// A proposal in few words.
fn summary_of(new: &NewProposal) -> String {
    match new.entries.as_slice() {
        [] => "a new plan".to_owned(),
        [one] => format!("a change of {}", one.code),
        many => format!("a change of {} commitments", many.len()),
    }
}

/// What is proposed of a commitment.
fn proposed(before: Option<&Entry>, after: &Entry) -> ProposedEntry {
    let c = &after.commitment;
    ProposedEntry {
        code: c.code.clone(),
        member: c.member.slug(),
        title: c.title.clone(),
        before: before.map_or(String::new(), |entry| {
            commitment::fill(entry, true).encode()
        }),
        after: commitment::fill(after, true).encode(),
    }
}

/// The plan that a proposal adds.
fn added_plan(proposal: &Proposal) -> Option<ActionPlan> {
    plan_of_key(&proposal.plan.as_ref()?.key)
}
