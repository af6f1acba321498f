//! What staff do to commitments, members, plans, areas and institutions. Every change takes who
//! makes it, and asks first whether that person may.

use std::sync::Arc;

use super::auth::{Staff, hash_of_token};
use super::{App, MissingForStaff, NotFound, Suggestion, shortened};
use crate::error::AppError;
use catalogue::Catalogue;
use domain::difference::{Difference, differences};
use domain::forms::{Fields, Problems, commitment};
use domain::record::{Batch, Entry, Party, Revision};
use domain::route;
use domain::{Action, ActionPlan, CommitmentCode, CommitmentStatus};
use store::{FormSubmission, SubmissionOutcome};

/// How often a change that says what is to be changed, and not what it should look like, begins
/// again when others come first.
pub(super) const TRIES: usize = 5;

/// Why a form was not applied. What was filled in is never lost.
#[derive(Debug)]
pub enum Refusal {
    /// Something is wrong with it.
    Problems(Problems),
    /// Others came first; sent once more as it is now shown, it can be applied.
    Overtaken(Problems),
    /// Somebody else has changed the same commitment or member in between.
    Clash(Box<Clash>),
    /// Something is wrong with ratings of a sheet, or others have changed them.
    Sheet(Box<super::sheets::SheetRefusal>),
    /// Something is wrong with commitments of a plan's sheet, or others have changed them.
    PlanSheet(Box<super::plan_sheet::PlanSheetRefusal>),
    /// It cannot be done at all.
    App(AppError),
}

/// Two people changed one commitment or member: what the other did, and the form to send again.
#[derive(Debug)]
pub struct Clash {
    /// The sender's input, with the other's changes in the fields that the sender left alone.
    pub fields: Fields,
    /// Fields that both have changed; the sender's value stands in the form.
    pub both: Vec<String>,
    /// What the other changed.
    pub theirs: Vec<Difference>,
    /// Who, when and why.
    pub by: String,
}

impl<E: Into<AppError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::App(error.into())
    }
}

impl From<Problems> for Refusal {
    fn from(problems: Problems) -> Self {
        Self::Problems(problems)
    }
}

/// A commitment as its form shows it.
#[derive(Debug, Clone)]
pub struct EditView {
    /// The present snapshot, for areas and names.
    pub catalogue: Arc<Catalogue>,
    /// The commitment as it is; none for a new one.
    pub entry: Option<Entry>,
    /// Members and plans to choose from.
    pub parties: Vec<Party>,
    /// The state of the record that the form was made from.
    pub base: i64,
    /// Whether the reader may change what the IRM assessed.
    pub assessment: bool,
    /// The number of a proposal about it that is not decided on.
    pub proposed: Option<i64>,
}

impl EditView {
    /// The plans of a member.
    pub fn plans_of(&self, slug: &str) -> Vec<ActionPlan> {
        plans_of(&self.parties, slug)
    }
}

/// The plans of a member.
pub(super) fn plans_of(parties: &[Party], slug: &str) -> Vec<ActionPlan> {
    parties
        .iter()
        .filter(|party| party.member.slug() == slug)
        .filter_map(|party| party.plan.clone())
        .collect()
}

fn unknown(code: &CommitmentCode) -> AppError {
    let what = MissingForStaff::Commitment(code.to_string());
    NotFound::for_staff(what, Suggestion::Desk).into()
}

/// Who changed something, when and why.
pub(super) fn made_by(revision: &Revision) -> String {
    format!(
        "{}, on {}: {}",
        revision.made_by,
        revision.made_at.format("%-d %B %Y at %H:%M UTC"),
        revision.reason
    )
}

/// Who changed something, to go on within a sentence; nothing where that is not known.
pub(super) fn by_whom(revision: Option<&Revision>) -> String {
    revision.map_or(String::new(), |revision| {
        format!(", by {}", made_by(revision).trim_end_matches('.'))
    })
}

/// What every form carries: which form it is, and the state of the record it was made from.
pub(super) fn sent(staff: &Staff, fields: &Fields, location: String) -> FormSubmission {
    FormSubmission {
        account: staff.account().id,
        token: token(fields),
        location,
        seen: fields.number("base").unwrap_or(0),
    }
}

/// What tells a form from every other: its number, and what it says. Somebody who goes back, changes
/// something and sends the same form again has sent another one; whether it can still be applied is
/// for the state of the record to say that it was made from.
fn token(fields: &Fields) -> String {
    let number = fields.get("submission");
    if number.is_empty() {
        return String::new();
    }
    let mut said = fields.clone();
    said.set("submission", []);
    format!("{number}-{}", hash_of_token(&said.encode()))
}

impl App {
    /// What a person changes now, and why.
    pub(super) fn revision(&self, staff: &Staff, reason: &str, source: Option<String>) -> Revision {
        Revision {
            made_by: staff.account().name.clone(),
            made_at: self.now(),
            reason: reason.to_owned(),
            source,
        }
    }

    /// The form of a commitment, or of a new one.
    pub async fn edit_form(&self, staff: &Staff, code: Option<&str>) -> Result<EditView, AppError> {
        let action = if code.is_some() {
            Action::EditFacts
        } else {
            Action::AddCommitment
        };
        self.require(staff, action).await?;
        let store = &self.inner.store;
        let base = self.upto();
        let entry = match code {
            Some(code) => Some(self.entry_at(code, base).await?),
            None => None,
        };
        let proposed = match &entry {
            Some(entry) => store.proposal_about(&entry.commitment.code).await?,
            None => None,
        };
        // A commitment stays its member's.
        let parties = match &entry {
            Some(entry) => store.parties_of(&entry.commitment.member.slug()).await?,
            None => store.parties().await?,
        };
        Ok(EditView {
            proposed,
            catalogue: self.catalogue(),
            entry,
            parties,
            base,
            assessment: staff.may(Action::SetAssessment),
        })
    }

    /// A commitment at a state of the record, by a code that people typed.
    pub(super) async fn entry_at(&self, code: &str, upto: i64) -> Result<Entry, AppError> {
        let Ok(code) = code.parse::<CommitmentCode>() else {
            let what = MissingForStaff::Code(shortened(code));
            return Err(NotFound::for_staff(what, Suggestion::Desk).into());
        };
        let found = self.inner.store.entry(&code, upto).await?;
        found.map(|(_, entry)| entry).ok_or_else(|| unknown(&code))
    }

    /// Changes a commitment; gives where to go from there.
    pub async fn save_commitment(
        &self,
        staff: &Staff,
        code: &str,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        self.require(staff, Action::EditFacts).await?;
        let location = route::staff::Commitment::new(code).with("done", "saved");
        let sent = sent(staff, fields, location.clone());
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        let store = &self.inner.store;
        let now = store.version().await?.number;
        let entry = self.entry_at(code, now).await?;
        let mut seen = if sent.seen == now {
            entry.clone()
        } else {
            self.entry_at(code, sent.seen).await?
        };
        // What is said of the member has a form of its own.
        seen.commitment.member = Arc::clone(&entry.commitment.member);
        let assessment = staff.may(Action::SetAssessment);
        if seen != entry {
            // The same form may have been applied since it was looked for.
            if let Some(before) = self.applied_before(&sent).await? {
                return Ok(before);
            }
            return Err(self.clash(fields, &seen, &entry, now, assessment).await?);
        }
        let slug = entry.commitment.member.slug();
        let plans = plans_of(&store.parties_of(&slug).await?, &slug);
        let catalogue = self.catalogue();
        let areas: Vec<&str> = catalogue.areas().iter().map(|a| &*a.slug).collect();
        let mut changed = entry.clone();
        commitment::apply(fields, &mut changed, &plans, &areas, assessment)?;
        let batch = Batch {
            entries: vec![changed],
            ..Batch::default()
        };
        let revision = self.revision(staff, fields.get("reason"), fields.text("source_url"));
        match self.write_facts(&revision, &batch, &sent).await? {
            SubmissionOutcome::Done(_) => Ok(location),
            SubmissionOutcome::Unchanged => Ok(nothing_saved(&location)),
            SubmissionOutcome::AlreadyApplied(location) => Ok(location),
            SubmissionOutcome::Conflict(_) => {
                let now = store.version().await?.number;
                let entry = self.entry_at(code, now).await?;
                Err(self.clash(fields, &seen, &entry, now, assessment).await?)
            }
        }
    }

    /// Where a form led that was sent before.
    pub(super) async fn applied_before(
        &self,
        sent: &FormSubmission,
    ) -> Result<Option<String>, Refusal> {
        if !(16..=200).contains(&sent.token.len()) {
            return Err(Refusal::App(AppError::Impossible(
                "This form is incomplete. Open the page again and fill in the form.".to_owned(),
            )));
        }
        let store = &self.inner.store;
        Ok(store.submission_location(&sent.token, sent.account).await?)
    }

    /// Writes a change and shows it at once.
    pub(super) async fn write(
        &self,
        revision: &Revision,
        batch: &Batch,
        sent: &FormSubmission,
    ) -> Result<SubmissionOutcome, AppError> {
        let outcome = self.inner.store.apply(revision, batch, sent).await?;
        self.refresh().await?;
        Ok(outcome)
    }

    async fn clash(
        &self,
        fields: &Fields,
        seen: &Entry,
        present: &Entry,
        now: i64,
        assessment: bool,
    ) -> Result<Refusal, AppError> {
        let (mut merged, both) = commitment::merge(
            &commitment::fill(seen, assessment),
            fields,
            &commitment::fill(present, assessment),
        );
        merged.set("base", [now.to_string()]);
        merged.set("submission", [super::auth::random()]);
        let catalogue = self.catalogue();
        let theirs = differences(seen, present, |slug: &str| {
            catalogue.areas().name(slug).to_owned()
        });
        let code = &present.commitment.code;
        let history = self.inner.store.history(code, now).await?;
        let by = history
            .and_then(|h| h.revisions.last().map(|past| past.revision.clone()))
            .map_or(String::new(), |r| made_by(&r));
        Ok(Refusal::Clash(Box::new(Clash {
            fields: merged,
            both,
            theirs,
            by,
        })))
    }

    /// Adds a commitment; gives where to go from there.
    pub async fn add_commitment(&self, staff: &Staff, fields: &Fields) -> Result<String, Refusal> {
        self.require(staff, Action::AddCommitment).await?;
        let mut problems = commitment::problems(fields);
        let store = &self.inner.store;
        let parties = store.parties().await?;
        let member = parties
            .iter()
            .map(|party| &party.member)
            .find(|member| member.slug() == fields.get("member"));
        if member.is_none() && problems.of("member").is_none() {
            problems.push("member", "Member not found. Ask an admin to add one.");
        }
        let code: Option<CommitmentCode> = fields.get("code").parse().ok();
        let location = code.as_ref().map_or(String::new(), |code| {
            route::staff::Commitment::new(code).with("done", "added")
        });
        let sent = sent(staff, fields, location.clone());
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        if let Some(code) = &code
            && store.entry(code, store::NEWEST).await?.is_some()
        {
            // The same form may have added it since it was looked for.
            if let Some(before) = self.applied_before(&sent).await? {
                return Ok(before);
            }
            problems.push("code", format!("The code {code} is already in use."));
        }
        if let Some(code) = &code
            && store.proposed_codes().await?.contains(code)
        {
            let problem = format!("A new commitment with the code {code} is already proposed.");
            problems.push("code", problem);
        }
        let (Some(member), Some(code), true) = (member, code, problems.is_empty()) else {
            return Err(problems.into());
        };
        let mut entry = Entry::blank(code, Arc::clone(member));
        let catalogue = self.catalogue();
        let areas: Vec<&str> = catalogue.areas().iter().map(|a| &*a.slug).collect();
        let plans = plans_of(&parties, &member.slug());
        let assessment = staff.may(Action::SetAssessment);
        commitment::apply(fields, &mut entry, &plans, &areas, assessment)?;
        let batch = Batch {
            entries: vec![entry],
            ..Batch::default()
        };
        let revision = self.revision(staff, fields.get("reason"), fields.text("source_url"));
        match self.write_facts(&revision, &batch, &sent).await? {
            SubmissionOutcome::Done(_) => Ok(location),
            SubmissionOutcome::Unchanged => Ok(nothing_saved(&location)),
            SubmissionOutcome::AlreadyApplied(location) => Ok(location),
            SubmissionOutcome::Conflict(_) => {
                Err(Problems::one("code", "Somebody else has just used this code.").into())
            }
        }
    }

    /// Withdraws a commitment, or takes that back. Nothing is ever deleted.
    pub async fn withdraw(
        &self,
        staff: &Staff,
        code: &str,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        self.require(staff, Action::Withdraw).await?;
        let reason = needed_reason(fields)?;
        let location = route::staff::Commitment::new(code).with("done", "withdrawal");
        let sent = sent(staff, fields, location.clone());
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        let store = &self.inner.store;
        let now = store.version().await?.number;
        let mut entry = self.entry_at(code, now).await?;
        let code = entry.commitment.code.clone();
        let was = entry.commitment.status;
        entry.commitment.status = if fields.get("withdraw") == "yes" {
            Some(CommitmentStatus::Withdrawn)
        } else if was == Some(CommitmentStatus::Withdrawn) {
            // What comes back is what it was.
            store.status_before_withdrawal(&code).await?
        } else {
            was
        };
        let batch = Batch {
            entries: vec![entry],
            ..Batch::default()
        };
        let revision = self.revision(staff, &reason, None);
        match self.write(&revision, &batch, &sent).await? {
            SubmissionOutcome::Done(_) => Ok(location),
            SubmissionOutcome::Unchanged => Ok(nothing_saved(&location)),
            SubmissionOutcome::AlreadyApplied(location) => Ok(location),
            SubmissionOutcome::Conflict(_) => {
                let history = store.history(&code, store::NEWEST).await?;
                let last = history.as_ref().and_then(|h| h.revisions.last());
                let by = by_whom(last.map(|past| &past.revision));
                Err(Refusal::Overtaken(Problems::one(
                    "reason",
                    format!(
                        "This commitment has changed since you opened this page{by}. Check what is shown now, then decide again."
                    ),
                )))
            }
        }
    }
}

/// The location of a form that changed nothing: it is not said to have been saved.
pub(super) fn nothing_saved(location: &str) -> String {
    let page = location.split('?').next().unwrap_or(location);
    format!("{page}?done=nothing")
}

/// Others kept changing what a form is about. It can be sent again as it is.
pub(super) fn overtaken() -> Refusal {
    Refusal::Overtaken(Problems::one(
        "reason",
        "Not saved: others are changing the same data right now. Try again.",
    ))
}

pub(super) fn needed_reason(fields: &Fields) -> Result<String, Refusal> {
    let reason = fields.get("reason");
    match domain::forms::reason_problem(reason) {
        Some(problem) => Err(Problems::one("reason", problem).into()),
        None => Ok(reason.to_owned()),
    }
}
