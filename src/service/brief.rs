//! A brief of a few commitments: what a reformer takes to a meeting.

use std::sync::Arc;

use super::App;
use super::permanent::permanent;
use crate::error::AppError;
use catalogue::{Catalogue, Row};
use domain::context::{ContextItem, ContextKind};
use domain::query::{MAX_BRIEF, Problem, QueryError};
use domain::{CommitmentCode, Query};

/// A commitment in a brief.
#[derive(Debug, Clone)]
pub struct BriefEntry {
    /// The commitment.
    pub row: Row,
    /// Participants of the network that are its member, or belong to it.
    pub contacts: Vec<Arc<ContextItem>>,
    /// Resources about it.
    pub resources: Vec<Arc<ContextItem>>,
    /// What OGP says of it where it highlights it.
    pub highlights: Vec<Arc<ContextItem>>,
}

/// A brief.
#[derive(Debug, Clone)]
pub struct BriefView {
    /// The snapshot it was computed from.
    pub catalogue: Arc<Catalogue>,
    /// What was asked for: the commitments of the brief alone.
    pub query: Query,
    /// The same in an address that keeps showing it.
    pub permanent: Query,
    /// The commitments, in the order in which they were chosen.
    pub entries: Vec<BriefEntry>,
    /// Codes that no commitment has.
    pub unknown: Vec<CommitmentCode>,
    /// Codes beyond those that a brief holds.
    pub beyond: Vec<CommitmentCode>,
}

impl App {
    /// The brief of the commitments on a query's shortlist; its other parts do not count.
    pub fn brief(&self, query: &Query) -> BriefView {
        let catalogue = self.catalogue();
        let (mut entries, mut unknown, mut beyond) = (Vec::new(), Vec::new(), Vec::new());
        let mut asked = Query::default().seen_from(query.as_of());
        for code in query.codes() {
            match catalogue.find(code) {
                None => unknown.push(code.clone()),
                Some(_) if entries.len() == MAX_BRIEF => beyond.push(code.clone()),
                Some(row) => {
                    entries.push(entry(&catalogue, row.clone()));
                    asked = asked.with_code(code);
                }
            }
        }
        BriefView {
            permanent: permanent(&asked, catalogue.version(), self.now()),
            query: asked,
            entries,
            unknown,
            beyond,
            catalogue,
        }
    }

    /// The brief that a file holds; refuses one of nothing, and codes that it would leave out.
    pub fn brief_file(&self, query: &Query) -> Result<BriefView, AppError> {
        let brief = self.brief(query);
        let left_out = brief.unknown.first().or(brief.beyond.first());
        match left_out {
            Some(code) => {
                let problem = if brief.unknown.is_empty() {
                    Problem::LongBrief
                } else {
                    Problem::NotInData
                };
                Err(QueryError::new("code", code.as_str(), problem).into())
            }
            None if brief.entries.is_empty() => {
                Err(QueryError::new("code", "", Problem::Code).into())
            }
            None => Ok(brief),
        }
    }
}

fn entry(catalogue: &Catalogue, row: Row) -> BriefEntry {
    let code = &row.commitment.code;
    let member = row.commitment.member.slug();
    let context = catalogue.context();
    let about = |kind, key| context.about(kind, key, code).cloned().collect::<Vec<_>>();
    let contacts = context.of(ContextKind::Participant);
    let contacts = contacts.filter(|item| item.get("member") == member);
    BriefEntry {
        contacts: contacts.cloned().collect(),
        resources: about(ContextKind::Resource, "commitments"),
        highlights: about(ContextKind::Featured, "code"),
        row,
    }
}
