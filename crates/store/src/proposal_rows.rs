//! Proposals as the database has them.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::StoreError;
use super::proposals::{Proposal, ProposedEntry, ProposedPlan};
use super::rows::{parsed, word};
use domain::DraftState;

#[derive(FromRow)]
pub(super) struct ProposalRow {
    id: i64,
    state: String,
    author_id: i64,
    author_name: String,
    reason: String,
    source: Option<String>,
    plan_member: Option<String>,
    plan_key: Option<String>,
    proposed_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    version: i64,
}

impl ProposalRow {
    pub(super) fn proposal(self) -> Result<Proposal, StoreError> {
        let plan = self.plan_member.zip(self.plan_key);
        Ok(Proposal {
            id: self.id,
            state: word(DraftState::ALL, DraftState::slug, "a state", &self.state)?,
            author: self.author_id,
            author_name: self.author_name,
            reason: self.reason,
            source: self.source,
            plan: plan.map(|(member, key)| ProposedPlan { member, key }),
            proposed_at: self.proposed_at,
            updated_at: self.updated_at,
            version: self.version,
        })
    }
}

/// A query for proposals, to be ended.
macro_rules! select_proposals {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.state, p.author_id, a.name AS author_name, p.reason, p.source, p.plan_member,
                    p.plan_key, p.proposed_at, p.updated_at, p.version
             FROM proposal p JOIN account a ON a.id = p.author_id ",
            $rest
        )
    };
}

pub(super) use select_proposals;

#[derive(FromRow)]
pub(super) struct EntryRow {
    code: String,
    member: String,
    title: String,
    before_form: String,
    after_form: String,
}

impl EntryRow {
    pub(super) fn entry(self) -> Result<ProposedEntry, StoreError> {
        Ok(ProposedEntry {
            code: parsed("a commitment\u{2019}s code", &self.code)?,
            member: self.member,
            title: self.title,
            before: self.before_form,
            after: self.after_form,
        })
    }
}
