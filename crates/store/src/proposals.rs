//! Proposals: changes of facts and texts that wait for a second person, where the organisation wants that.
//!
//! What a commitment said and is to say is kept as its form says it, so that a proposal can be laid over
//! what others have changed since, field by field, as two forms are.

use chrono::{DateTime, SubsecRound, Utc};
use sqlx::FromRow;

use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::proposal_rows::{EntryRow, ProposalRow, select_proposals};
use super::query::{Numbered, insert_rows, next_id};
use super::rows::{parsed, word};
use super::submission::{FormSubmission, claim};
use super::unseen::unseen;
use super::{Store, StoreError};
use crate::boxed;
use domain::record::Batch;
use domain::{CommitmentCode, DraftState};

/// A change of facts and texts that is not published yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub id: i64,
    /// In review, returned, published or discarded.
    pub state: DraftState,
    /// The account that proposed it.
    pub author: i64,
    pub author_name: String,
    /// The reason for the change, which becomes the reason of the revision.
    pub reason: String,
    /// The page that the change was made from.
    pub source: Option<String>,
    /// A plan that it adds.
    pub plan: Option<ProposedPlan>,
    pub proposed_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// Counts its changes, so that nobody decides on what they have not seen.
    pub version: i64,
}

/// A plan that a proposal adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedPlan {
    /// The member's slug.
    pub member: String,
    /// The plan, as [`domain::forms::commitment::plan_key`] names it.
    pub key: String,
}

/// A commitment in a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedEntry {
    pub code: CommitmentCode,
    /// The slug of its member.
    pub member: String,
    /// Its title, as proposed.
    pub title: String,
    /// Its form as it was when the change was proposed; empty for a new commitment.
    pub before: String,
    /// Its form as proposed.
    pub after: String,
}

/// A change of facts and texts to propose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProposal {
    pub reason: String,
    pub source: Option<String>,
    pub plan: Option<ProposedPlan>,
    /// In the order in which they are shown.
    pub entries: Vec<ProposedEntry>,
}

/// What happened to a proposal.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ProposalEvent {
    pub made_at: DateTime<Utc>,
    pub account_id: i64,
    /// The name of the person.
    pub name: String,
    /// The state that it came to, or [`EDITED`].
    pub state: String,
    pub comment: String,
}

/// The event of a proposal whose author has edited it.
pub const EDITED: &str = "edited";

/// What is to be done with a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalMove {
    pub id: i64,
    /// The version that the person saw.
    pub version: i64,
    pub to: DraftState,
    pub comment: String,
    pub at: DateTime<Utc>,
}

/// What became of a change that was proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewProposalOutcome {
    Done,
    /// The same form was applied before; the answer then led to this location.
    AlreadyApplied(String),
    /// Not proposed: others have changed these commitments since the sender looked; where there are none,
    /// something else.
    Conflict(Vec<CommitmentCode>),
}

/// What became of a form about a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProposalOutcome {
    Done,
    /// The same form was applied before; the answer then led to this location.
    AlreadyApplied(String),
    /// Not applied: the proposal has changed, or its state leads nowhere like that.
    Outdated,
}

impl Store {
    /// Keeps a proposal for review. `batch` is the change that it stands for: refused where others have changed
    /// the same since the sender looked.
    #[boxed]
    pub async fn propose(
        &self,
        new: &NewProposal,
        batch: &Batch,
        submission: &FormSubmission,
        at: DateTime<Utc>,
    ) -> Result<NewProposalOutcome, StoreError> {
        let at = at.trunc_subsecs(6);
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        if let Some(location) = claim(&mut connection, submission, at).await? {
            return Ok(NewProposalOutcome::AlreadyApplied(location));
        }
        let unseen = unseen(&mut connection, batch, submission.seen).await?;
        if !unseen.is_empty() {
            return Ok(NewProposalOutcome::Conflict(unseen.commitments));
        }
        let id = next_id(&mut connection, Numbered::Proposal).await?;
        let plan = new.plan.as_ref();
        dispatch!(&mut connection, c => sqlx::query(
            "INSERT INTO proposal (id, state, author_id, reason, source, plan_member, plan_key, proposed_at,
                 updated_at, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 1)",
        )
        .bind(id)
        .bind(DraftState::InReview.slug())
        .bind(submission.account)
        .bind(&new.reason)
        .bind(&new.source)
        .bind(plan.map(|plan| &plan.member))
        .bind(plan.map(|plan| &plan.key))
        .bind(at)
        .execute(&mut **c)
        .await
        .map(|_| ()))
        .context("keeping a proposal")?;
        let entries: Vec<_> = (0_i64..).zip(&new.entries).collect();
        insert_rows!(
            &mut connection,
            "INSERT INTO proposed_entry (proposal_id, position, code, member, title, before_form, after_form)",
            entries,
            |(position, entry)| [
                id,
                *position,
                entry.code.as_str(),
                &entry.member,
                &entry.title,
                &entry.before,
                &entry.after,
            ]
        )
        .context("keeping what a proposal says")?;
        let event = (submission.account, DraftState::InReview.slug(), "");
        insert_event(&mut connection, id, event, at).await?;
        transaction.commit().await?;
        Ok(NewProposalOutcome::Done)
    }

    /// Proposals that wait: for review first, then those sent back, oldest first. At most `most` of them.
    #[boxed]
    pub async fn waiting_proposals(&self, most: i64) -> Result<Vec<Proposal>, StoreError> {
        let mut reader = self.db.reader().await?;
        let rows: Vec<ProposalRow> =
            dispatch!(reader.connection(), c => sqlx::query_as(select_proposals!(
            "WHERE p.state IN ('in-review', 'returned') ORDER BY p.state, p.id LIMIT $1"
        )).bind(most).fetch_all(&mut *c).await)
            .context("reading the proposals")?;
        rows.into_iter().map(ProposalRow::proposal).collect()
    }

    /// How many proposals wait: for review, and sent back.
    #[boxed]
    pub async fn proposal_counts(&self) -> Result<[i64; 2], StoreError> {
        let mut reader = self.db.reader().await?;
        let counts: (i64, i64) = dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT COUNT(CASE WHEN state = 'in-review' THEN 1 END), COUNT(CASE WHEN state = 'returned' THEN 1 END)
             FROM proposal WHERE state IN ('in-review', 'returned')",
        ).fetch_one(&mut *c).await)
        .context("counting the proposals")?;
        Ok(counts.into())
    }

    /// Codes of new commitments in proposals that wait.
    #[boxed]
    pub async fn proposed_codes(&self) -> Result<Vec<CommitmentCode>, StoreError> {
        let mut reader = self.db.reader().await?;
        let codes: Vec<String> = dispatch!(reader.connection(), c => sqlx::query_scalar(
            "SELECT e.code FROM proposal p JOIN proposed_entry e ON e.proposal_id = p.id
             WHERE p.state IN ('in-review', 'returned') AND e.before_form = ''",
        ).fetch_all(&mut *c).await)
        .context("reading the codes of proposed commitments")?;
        let codes = codes.iter();
        codes
            .map(|code| parsed("a commitment\u{2019}s code", code))
            .collect()
    }

    /// The oldest proposal that waits and is about a commitment, if any.
    #[boxed]
    pub async fn proposal_about(&self, code: &CommitmentCode) -> Result<Option<i64>, StoreError> {
        let mut reader = self.db.reader().await?;
        let oldest: Option<i64> = dispatch!(reader.connection(), c => sqlx::query_scalar(
            "SELECT MIN(p.id) FROM proposal p JOIN proposed_entry e ON e.proposal_id = p.id
             WHERE e.code = $1 AND p.state IN ('in-review', 'returned')",
        ).bind(code.as_str()).fetch_one(&mut *c).await)
        .context("looking for proposals about a commitment")?;
        Ok(oldest)
    }

    /// A proposal with what it says of each commitment.
    #[boxed]
    pub async fn proposal(
        &self,
        id: i64,
    ) -> Result<Option<(Proposal, Vec<ProposedEntry>)>, StoreError> {
        let mut reader = self.db.reader().await?;
        let row: Option<ProposalRow> = dispatch!(reader.connection(), c => {
            sqlx::query_as(select_proposals!("WHERE p.id = $1")).bind(id).fetch_optional(&mut *c).await
        })
        .context("reading a proposal")?;
        let Some(row) = row else { return Ok(None) };
        let entries: Vec<EntryRow> = dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT code, member, title, before_form, after_form FROM proposed_entry
             WHERE proposal_id = $1 ORDER BY position",
        ).bind(id).fetch_all(&mut *c).await)
        .context("reading what a proposal says")?;
        let entries: Result<Vec<_>, StoreError> =
            entries.into_iter().map(EntryRow::entry).collect();
        Ok(Some((row.proposal()?, entries?)))
    }

    /// What happened to a proposal, oldest first.
    #[boxed]
    pub async fn proposal_events(&self, id: i64) -> Result<Vec<ProposalEvent>, StoreError> {
        let mut reader = self.db.reader().await?;
        dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT e.made_at, e.account_id, a.name, e.state, e.comment FROM proposal_event e
             JOIN account a ON a.id = e.account_id WHERE e.proposal_id = $1 ORDER BY e.id",
        ).bind(id).fetch_all(&mut *c).await)
        .context("reading the history of a proposal")
    }

    /// Sends a proposal back, discards it or submits it again.
    #[boxed]
    pub async fn move_proposal(
        &self,
        step: &ProposalMove,
        submission: &FormSubmission,
    ) -> Result<ProposalOutcome, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        if let Some(location) = claim(&mut connection, submission, step.at).await? {
            return Ok(ProposalOutcome::AlreadyApplied(location));
        }
        if !advance(&mut connection, step, submission.account).await? {
            return Ok(ProposalOutcome::Outdated);
        }
        transaction.commit().await?;
        Ok(ProposalOutcome::Done)
    }

    /// Replaces what a proposal that was sent back says of one commitment, and why. `step` leads to the state
    /// that it has.
    #[boxed]
    pub async fn revise_proposal(
        &self,
        step: &ProposalMove,
        (reason, source): (&str, Option<&str>),
        entry: &ProposedEntry,
        submission: &FormSubmission,
    ) -> Result<ProposalOutcome, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        if let Some(location) = claim(&mut connection, submission, step.at).await? {
            return Ok(ProposalOutcome::AlreadyApplied(location));
        }
        let state = state_of(&mut connection, step).await?;
        if state != Some(step.to) || !step.to.is_open() {
            return Ok(ProposalOutcome::Outdated);
        }
        let changed = dispatch!(&mut connection, c => sqlx::query(
            "UPDATE proposed_entry SET title = $3, before_form = $4, after_form = $5
             WHERE proposal_id = $1 AND code = $2",
        )
        .bind(step.id)
        .bind(entry.code.as_str())
        .bind(&entry.title)
        .bind(&entry.before)
        .bind(&entry.after)
        .execute(&mut **c)
        .await
        .map(|done| done.rows_affected()))
        .context("changing a proposal")?;
        if changed != 1 {
            return Ok(ProposalOutcome::Outdated);
        }
        dispatch!(&mut connection, c => sqlx::query(
            "UPDATE proposal SET reason = $2, source = $3 WHERE id = $1",
        ).bind(step.id).bind(reason).bind(source).execute(&mut **c).await.map(|_| ()))
        .context("changing a proposal")?;
        note(&mut connection, step, EDITED, submission.account).await?;
        transaction.commit().await?;
        Ok(ProposalOutcome::Done)
    }
}

/// The state of a proposal; none where it has changed since it was seen.
async fn state_of(
    connection: &mut Connection<'_>,
    step: &ProposalMove,
) -> Result<Option<DraftState>, StoreError> {
    let state: Option<String> = dispatch!(connection, c => sqlx::query_scalar(
        "SELECT state FROM proposal WHERE id = $1 AND version = $2",
    ).bind(step.id).bind(step.version).fetch_optional(&mut **c).await)
    .context("looking up a proposal")?;
    let state = state.map(|state| word(DraftState::ALL, DraftState::slug, "a state", &state));
    state.transpose()
}

/// Brings a proposal to its next state. False where it has changed, or its state does not lead there.
pub(super) async fn advance(
    connection: &mut Connection<'_>,
    step: &ProposalMove,
    account: i64,
) -> Result<bool, StoreError> {
    let state = state_of(connection, step).await?;
    if !state.is_some_and(|state| state.leads_to(step.to)) {
        return Ok(false);
    }
    note(connection, step, step.to.slug(), account).await?;
    Ok(true)
}

/// Sets the state of a proposal, and adds an event to its history.
async fn note(
    connection: &mut Connection<'_>,
    step: &ProposalMove,
    event: &str,
    account: i64,
) -> Result<(), StoreError> {
    let at = step.at.trunc_subsecs(6);
    dispatch!(&mut *connection, c => sqlx::query(
        "UPDATE proposal SET state = $2, updated_at = $3, version = version + 1 WHERE id = $1",
    ).bind(step.id).bind(step.to.slug()).bind(at).execute(&mut **c).await.map(|_| ()))
    .context("moving a proposal")?;
    insert_event(connection, step.id, (account, event, &step.comment), at).await
}

async fn insert_event(
    connection: &mut Connection<'_>,
    proposal: i64,
    (account, event, comment): (i64, &str, &str),
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let id = next_id(connection, Numbered::ProposalEvent).await?;
    dispatch!(connection, c => sqlx::query(
        "INSERT INTO proposal_event (id, proposal_id, made_at, account_id, state, comment)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(proposal)
    .bind(at)
    .bind(account)
    .bind(event)
    .bind(comment)
    .execute(&mut **c)
    .await
    .map(|_| ()))
    .context("noting what happened to a proposal")
}
