//! What staff look for by a code, a title, a member or the number of a draft.

use std::sync::Arc;

use super::App;
use super::auth::Staff;
use crate::error::AppError;
use catalogue::Row;
use domain::query::MAX_SEARCH_LENGTH;
use domain::{Action, ActionPlan, CommitmentCode, Member, PolicyArea, Query};
use store::Draft;

/// Commitments that are shown at most.
const MAX_COMMITMENTS: usize = 50;
/// Members and policy areas that are shown, of each at most.
const MAX_NAMES: usize = 12;

/// What staff have found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The commitment whose code was typed.
    pub exact: Option<Row>,
    /// Best first.
    pub commitments: Vec<Row>,
    /// How many commitments there are, shown or not.
    pub total: usize,
    /// Members with their plans.
    pub members: Vec<(Arc<Member>, Vec<Arc<ActionPlan>>)>,
    pub areas: Vec<PolicyArea>,
    /// The draft whose number was typed.
    pub draft: Option<Draft>,
}

impl App {
    /// Finds what staff can change by what they type.
    pub async fn find_for_staff(&self, staff: &Staff, typed: &str) -> Result<Found, AppError> {
        self.require(staff, Action::SeeDesk).await?;
        let typed: String = typed.chars().take(MAX_SEARCH_LENGTH).collect();
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(Found::default());
        }
        let catalogue = self.catalogue();
        let code = CommitmentCode::meant(typed);
        let exact = code.and_then(|code| catalogue.find(&code).cloned());
        let draft = match typed.trim_start_matches('#').parse::<i64>() {
            Ok(id) => self.inner.store.draft(id).await?,
            Err(_) => None,
        };
        let mut commitments = Vec::new();
        let query = Query::default().searching(typed);
        if let Some(found) = self.found(&query).await? {
            let by_id: std::collections::HashMap<i64, &Row> =
                catalogue.rows().map(|row| (row.id, row)).collect();
            let rows = found.ids.iter().filter_map(|id| by_id.get(id));
            commitments.extend(rows.map(|row| (*row).clone()));
        }
        let total = commitments.len();
        commitments.truncate(MAX_COMMITMENTS);
        let names = self.names_found(&self.search(typed).await?.search).await?;
        let members = names.members.iter().take(MAX_NAMES).filter_map(|slug| {
            let member = catalogue.member(slug)?;
            let mut plans: Vec<Arc<ActionPlan>> = Vec::new();
            for row in catalogue.rows() {
                let c = &row.commitment;
                let is_new = c.member.name == member.name && !plans.contains(&c.plan);
                if is_new && c.plan.is_stated() {
                    plans.push(Arc::clone(&c.plan));
                }
            }
            plans.sort_by_key(|plan| std::cmp::Reverse(plan.start_year));
            Some((Arc::clone(member), plans))
        });
        let areas = names.areas.iter().take(MAX_NAMES);
        let areas = areas.filter_map(|slug| catalogue.areas().find(slug).cloned());
        Ok(Found {
            members: members.collect(),
            areas: areas.collect(),
            exact,
            commitments,
            total,
            draft,
        })
    }
}
