//! What becomes of a proposal: published, sent back, edited, submitted again or discarded.

use std::str::FromStr;
use std::sync::Arc;

use super::{added_plan, no_proposal, proposed};
use crate::error::AppError;
use crate::service::App;
use crate::service::auth::Staff;
use crate::service::notices::Notice;
use crate::service::ratings::sent_about;
use crate::service::staff::{EditView, Refusal, plans_of};
use domain::forms::{Fields, Problems, commitment};
use domain::mail::NoticeKind;
use domain::record::{Batch, Entry, Party};
use domain::route;
use domain::staff::facts_review_of;
use domain::{Action, DraftState};
use store::{
    FormSubmission, Proposal, ProposalMove, ProposalOutcome, ProposedEntry, SubmissionOutcome,
};

/// What a form asks to do with a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decision {
    Submit,
    Discard,
    SendBack,
    Publish,
}

impl FromStr for Decision {
    type Err = AppError;

    fn from_str(slug: &str) -> Result<Self, AppError> {
        match slug {
            "submit" => Ok(Self::Submit),
            "discard" => Ok(Self::Discard),
            "send-back" => Ok(Self::SendBack),
            "publish" => Ok(Self::Publish),
            _ => Err(no_proposal()),
        }
    }
}

impl Decision {
    const fn state(self) -> DraftState {
        match self {
            Self::Submit => DraftState::InReview,
            Self::Discard => DraftState::Discarded,
            Self::SendBack => DraftState::Returned,
            Self::Publish => DraftState::Published,
        }
    }

    const fn done(self) -> &'static str {
        match self {
            Self::Submit => "proposed",
            Self::Discard => "proposal-discarded",
            Self::SendBack => "send-back",
            Self::Publish => "proposal-published",
        }
    }

    /// Refuses a comment that is missing or too long.
    fn check_comment(self, comment: &str, own: bool) -> Result<(), Problems> {
        let problem = match self {
            _ if comment.chars().count() > domain::forms::MAX_REASON => "This comment is too long.",
            Self::SendBack if !own && comment.is_empty() => "Enter a comment: say what to change.",
            Self::Discard if !own && comment.is_empty() => "Enter a comment: say why.",
            Self::Publish if own && comment.is_empty() => {
                "Enter a comment: say why you publish your own change. We keep your reason."
            }
            _ => return Ok(()),
        };
        Err(Problems::one("comment", problem))
    }
}

fn moved_on() -> Refusal {
    Refusal::Overtaken(Problems::one(
        "proposal",
        "This change has moved on since you opened the page. Check what is shown now, then decide again.",
    ))
}

impl App {
    /// Takes the decision on a proposal that a form names (`do`); gives where to go from there.
    pub async fn decide_proposal(
        &self,
        staff: &Staff,
        id: i64,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        self.require(staff, Action::SeeDesk).await?;
        let decision: Decision = fields.get("do").parse()?;
        let (proposal, entries) = self.found_proposal(id).await?;
        let location = route::staff::Proposal::new(id).with("done", decision.done());
        let sent = sent_about(staff, fields, location);
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        let own = proposal.author == staff.account().id;
        self.require_of_proposal(staff, &proposal, decision).await?;
        let comment = fields.get("comment");
        decision.check_comment(comment, own)?;
        let step = ProposalMove {
            id,
            version: fields.number("version").unwrap_or(0),
            to: decision.state(),
            comment: comment.to_owned(),
            at: self.now(),
        };
        let store = &self.inner.store;
        let outcome = match decision {
            Decision::Publish => {
                let published = self.publish_proposal(staff, (&proposal, &entries), &step, &sent);
                published.await?
            }
            _ => store.move_proposal(&step, &sent).await?,
        };
        match outcome {
            ProposalOutcome::AlreadyApplied(location) => Ok(location),
            ProposalOutcome::Outdated => Err(moved_on()),
            ProposalOutcome::Done => {
                self.notify_of_proposal(staff, &proposal, decision).await;
                Ok(sent.location)
            }
        }
    }

    /// Refuses a decision that is not this person's to take.
    async fn require_of_proposal(
        &self,
        staff: &Staff,
        proposal: &Proposal,
        decision: Decision,
    ) -> Result<(), AppError> {
        let own = proposal.author == staff.account().id;
        match decision {
            Decision::Submit => {
                self.require(staff, Action::EditFacts).await?;
                self.require_own_proposal(staff, proposal).await
            }
            // Who proposed it may take it back; others may have left.
            Decision::SendBack | Decision::Discard if own => Ok(()),
            Decision::SendBack | Decision::Discard => {
                self.require(staff, Action::ReviewFacts).await
            }
            Decision::Publish => {
                let action = facts_review_of(own);
                if own && !staff.may(action) {
                    return Err(self.refuse_own(staff, action).await?);
                }
                self.require(staff, action).await
            }
        }
    }

    async fn require_own_proposal(
        &self,
        staff: &Staff,
        proposal: &Proposal,
    ) -> Result<(), AppError> {
        let why = format!(
            "This change was proposed by {}. Send it back with a comment, or propose your own.",
            proposal.author_name
        );
        let what = "change another\u{2019}s proposal";
        self.require_author(staff, proposal.author, (what, why))
            .await
    }

    async fn publish_proposal(
        &self,
        staff: &Staff,
        (proposal, entries): (&Proposal, &[ProposedEntry]),
        step: &ProposalMove,
        sent: &FormSubmission,
    ) -> Result<ProposalOutcome, Refusal> {
        let store = &self.inner.store;
        let beside = self.beside(entries).await?;
        let mut batch = Batch::default();
        for proposed in entries {
            let laid = beside.lay_over(proposal, proposed)?;
            if !laid.obstacle.is_empty() {
                let problem = format!("{}: {}", proposed.code, laid.obstacle);
                return Err(Problems::one("proposal", problem).into());
            }
            if laid.present.as_ref() != Some(&laid.entry) {
                batch.entries.push(laid.entry);
            }
        }
        let parties = &beside.parties;
        if let (Some(plan), Some(named)) = (added_plan(proposal), &proposal.plan)
            && !plans_of(parties, &named.member).contains(&plan)
        {
            let mut members = parties.iter().map(|party| &party.member);
            let member = members.find(|member| member.slug() == named.member);
            batch.parties.extend(member.map(|member| Party {
                member: Arc::clone(member),
                plan: Some(plan),
            }));
        }
        let nothing = || {
            let problem = "The record says all of this already. Send it back, so that its author can discard it.";
            Refusal::Problems(Problems::one("proposal", problem))
        };
        if batch.entries.is_empty() && batch.parties.is_empty() {
            return Err(nothing());
        }
        let reason = proposal.reason.trim_end_matches('.');
        let reason = format!("{reason} (proposed by {})", proposal.author_name);
        let revision = self.revision(staff, &reason, proposal.source.clone());
        let published = store
            .publish_proposal(step, &revision, &batch, sent)
            .await?;
        self.refresh().await?;
        match published {
            SubmissionOutcome::Done(_) => Ok(ProposalOutcome::Done),
            SubmissionOutcome::Unchanged => Err(nothing()),
            SubmissionOutcome::AlreadyApplied(location) => {
                Ok(ProposalOutcome::AlreadyApplied(location))
            }
            SubmissionOutcome::Conflict(_) => Ok(ProposalOutcome::Outdated),
        }
    }

    /// The form of a commitment in a proposal of one's own that was sent back, filled in as proposed.
    pub async fn proposed_form(
        &self,
        staff: &Staff,
        id: i64,
        code: &str,
    ) -> Result<(Proposal, EditView, Fields), AppError> {
        self.require(staff, Action::EditFacts).await?;
        let (proposal, entries) = self.found_proposal(id).await?;
        let (view, fields) = self.form_of(staff, (&proposal, &entries), code).await?;
        Ok((proposal, view, fields))
    }

    /// The form of a commitment among the entries of a proposal, as its author edits it.
    async fn form_of(
        &self,
        staff: &Staff,
        (proposal, entries): (&Proposal, &[ProposedEntry]),
        code: &str,
    ) -> Result<(EditView, Fields), AppError> {
        let entry = entries.iter().find(|entry| entry.code.as_str() == code);
        let proposed = entry.ok_or_else(no_proposal)?;
        self.require_own_proposal(staff, proposal).await?;
        if !proposal.state.is_open() {
            return Err(AppError::Impossible(
                "This change is being reviewed or was decided on. Take it back first to edit it."
                    .to_owned(),
            ));
        }
        let beside = self.beside(std::slice::from_ref(proposed)).await?;
        let laid = beside.lay_over(proposal, proposed)?;
        let mut fields = laid.fields;
        let assessment = staff.may(Action::SetAssessment);
        if !assessment {
            for field in commitment::ASSESSMENT {
                fields.set(field, []);
            }
        }
        fields.set("reason", [proposal.reason.clone()]);
        let entry = laid.present.unwrap_or(laid.entry);
        // Also the plan that comes with it can be chosen.
        let added = added_plan(proposal).map(|plan| Party {
            member: Arc::clone(&entry.commitment.member),
            plan: Some(plan),
        });
        let mut parties = beside.parties;
        parties.extend(added);
        let view = EditView {
            catalogue: self.catalogue(),
            entry: Some(entry),
            parties,
            base: self.upto(),
            assessment,
            proposed: None,
        };
        Ok((view, fields))
    }

    /// Changes what a proposal that was sent back says of a commitment.
    pub async fn revise_proposal(
        &self,
        staff: &Staff,
        id: i64,
        code: &str,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        let location = route::staff::Proposal::new(id).with("done", "proposal-changed");
        let sent = sent_about(staff, fields, location);
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        self.require(staff, Action::EditFacts).await?;
        let (proposal, entries) = self.found_proposal(id).await?;
        let (view, _) = self.form_of(staff, (&proposal, &entries), code).await?;
        let is_new = entries
            .iter()
            .any(|entry| entry.code.as_str() == code && entry.before.is_empty());
        // The state that the sender saw: what others have changed since is not part of their change.
        let seen = match &view.entry {
            Some(entry) if is_new => {
                let c = &entry.commitment;
                Entry::blank(c.code.clone(), Arc::clone(&c.member))
            }
            _ => self.entry_at(code, sent.seen).await?,
        };
        let plans = view.plans_of(&seen.commitment.member.slug());
        let areas: Vec<&str> = view.catalogue.areas().iter().map(|a| &*a.slug).collect();
        let mut entry = seen.clone();
        commitment::apply(fields, &mut entry, &plans, &areas, view.assessment)?;
        let step = ProposalMove {
            id,
            version: fields.number("version").unwrap_or(0),
            to: DraftState::Returned,
            comment: code.to_owned(),
            at: self.now(),
        };
        let revised = proposed((!is_new).then_some(&seen), &entry);
        // Of a sheet, each commitment has a source of its own.
        let source = match entries.as_slice() {
            [_] => fields.text("source_url"),
            _ => proposal.source,
        };
        let why = (fields.get("reason"), source.as_deref());
        let store = &self.inner.store;
        match store.revise_proposal(&step, why, &revised, &sent).await? {
            ProposalOutcome::Done => Ok(sent.location),
            ProposalOutcome::AlreadyApplied(location) => Ok(location),
            ProposalOutcome::Outdated => Err(moved_on()),
        }
    }

    /// Tells whom it concerns what became of a proposal.
    async fn notify_of_proposal(&self, staff: &Staff, proposal: &Proposal, decision: Decision) {
        let (name, mover) = (&staff.account().name, staff.account().id);
        let href = route::staff::Proposal::new(proposal.id).to_string();
        let about = format!("proposal {} {}", proposal.id, proposal.version);
        let what = format!("the change \u{201c}{}\u{201d}", proposal.reason);
        let (kind, text) = match decision {
            Decision::Submit => {
                let text = format!("{name} submitted {what} for review.");
                return self.notify_reviewers(about, text, href, mover).await;
            }
            Decision::SendBack => (NoticeKind::SentBack, format!("{name} sent back {what}.")),
            Decision::Publish => (NoticeKind::Published, format!("{name} published {what}.")),
            Decision::Discard => return,
        };
        let notice = Notice {
            kind,
            about,
            text,
            href,
        };
        let author = proposal.author;
        self.notify_staff(&notice, |account| account.id == author && author != mover)
            .await;
    }
}
