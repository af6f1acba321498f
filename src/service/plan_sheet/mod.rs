//! The commitments of a plan in one table: a new plan with all of its commitments, or the facts of those that
//! there are. What is saved is one revision, shown as differences before.
//!
//! A sheet follows the rules of single forms: a cell is read as the form of one commitment reads its field,
//! and nobody writes over what somebody else has changed since.

mod filling;
mod reading;
mod save;

use std::collections::HashMap;
use std::sync::Arc;

pub use filling::filled;

use super::auth::Staff;
use super::{App, MissingForStaff, NotFound, Suggestion, shortened};
use crate::error::AppError;
use catalogue::{Catalogue, Row};
use domain::difference::Difference;
use domain::forms::plan_sheet::{MAX_ROWS, code_of, keys};
use domain::forms::{Fields, Problems, commitment, party};
use domain::record::Entry;
use domain::{Action, ActionPlan, CommitmentCode, Member};
use interchange::local_code::is_local;

/// Texts of a plan that its sheet has room for, in bytes: those of larger plans are changed in the forms of
/// their commitments.
const MAX_TEXTS: usize = 400_000;

/// A plan as its sheet is opened.
#[derive(Debug, Clone)]
pub struct PlanSheetView {
    pub member: Arc<Member>,
    pub plan: ActionPlan,
    /// Whether the record does not have the plan yet.
    pub is_new: bool,
    /// Its commitments, by code; at most as many as a sheet has rows.
    pub entries: Vec<Entry>,
    /// How many it has beyond those.
    pub left_out: usize,
    /// Whether the texts have room in the sheet.
    pub has_texts: bool,
    /// The plan before it.
    pub last: Option<ActionPlan>,
    pub catalogue: Arc<Catalogue>,
    /// Codes of new commitments that wait for review.
    pub proposed: Vec<CommitmentCode>,
    /// The state of the record that this is from.
    pub base: i64,
}

/// What is wrong with a cell, or what somebody else has made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellProblem {
    /// The row.
    pub key: String,
    pub column: &'static str,
    pub problem: String,
}

/// Why a sheet was not applied.
#[derive(Debug, Clone, Default)]
pub struct PlanSheetRefusal {
    /// What is wrong with what is typed once.
    pub head: Problems,
    pub cells: Vec<CellProblem>,
    /// What was typed about commitments that are no longer in the plan.
    pub gone: Vec<String>,
    /// The form to be shown: where others came first, beside what there is now.
    pub fields: Fields,
    /// Whether others came first: sent once more as it is now shown, it can be applied.
    pub is_overtaken: bool,
}

impl PlanSheetRefusal {
    /// What is wrong with a cell.
    pub fn of(&self, key: &str, column: &str) -> Option<&str> {
        let mut cells = self.cells.iter();
        let found = cells.find(|cell| cell.key == key && cell.column == column);
        found.map(|cell| &*cell.problem)
    }
}

/// A commitment that a sheet adds or changes.
#[derive(Debug, Clone)]
pub struct PreviewedRow {
    pub code: CommitmentCode,
    pub title: String,
    pub is_new: bool,
    pub differences: Vec<Difference>,
}

/// What a sheet would change, before it is saved.
#[derive(Debug, Clone)]
pub struct PlanSheetPreview {
    pub rows: Vec<PreviewedRow>,
    /// Whether the plan is added, too.
    pub adds_plan: bool,
    /// The form that saves it: what is changed and nothing else.
    pub fields: Fields,
}

/// What the page of a sheet shows beside the sheet.
#[derive(Debug, Clone)]
pub enum PlanSheetState {
    Refused(PlanSheetRefusal),
    Preview(PlanSheetPreview),
    /// Rows were filled in or added; nothing is saved yet.
    Filled(String),
}

/// Where a step of the sheet leads.
#[derive(Debug)]
pub enum PlanSheetStep {
    /// It is saved.
    Go(String),
    /// The page is shown with this form and this beside it.
    Show(Fields, PlanSheetState),
}

/// The letters that most codes of a member begin with; none where it has no code of OGP's.
fn prefix_of(rows: &[&Row]) -> Option<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for row in rows {
        let code = &row.commitment.code;
        if !is_local(code) {
            *counts.entry(code.prefix()).or_default() += 1;
        }
    }
    let most = counts
        .into_iter()
        .max_by_key(|(prefix, count)| (*count, *prefix));
    most.map(|(prefix, _)| prefix.to_owned())
}

impl PlanSheetView {
    /// Codes that nobody uses yet, in order: with the letters of the member's other codes, from the highest
    /// number on. Where the member has none, with those of the code that is typed.
    pub fn free_codes(
        &self,
        typed: &[CommitmentCode],
    ) -> impl Iterator<Item = CommitmentCode> + use<> {
        let slug = self.member.slug();
        let all: Vec<&Row> = self.catalogue.rows().collect();
        let own: Vec<&Row> = all
            .iter()
            .copied()
            .filter(|row| row.commitment.member.slug() == slug)
            .collect();
        let prefix = prefix_of(&own);
        let prefix = prefix.or_else(|| typed.first().map(|code| code.prefix().to_owned()));
        let number = |code: &CommitmentCode| -> Option<u32> {
            let prefix = prefix.as_deref()?;
            let digits = code.as_str().strip_prefix(prefix)?;
            (code.prefix() == prefix).then(|| digits.parse().ok())?
        };
        let used = all.iter().map(|row| &row.commitment.code);
        let used = used.chain(&self.proposed).chain(typed);
        let highest = used.filter_map(number).max().unwrap_or(0);
        let numbers = highest.saturating_add(1)..=9_999;
        prefix.into_iter().flat_map(move |prefix| {
            let codes = numbers.clone();
            codes.filter_map(move |number| format!("{prefix}{number:04}").parse().ok())
        })
    }

    /// The entry of a row.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        let code = code_of(key)?;
        let mut entries = self.entries.iter();
        entries.find(|entry| entry.commitment.code == code)
    }
}

/// The members' plans and what a sheet is asked for.
struct Wanted<'a> {
    member: &'a str,
    /// The plan by its name in addresses; none for a new one.
    slug: Option<&'a str>,
    fields: &'a Fields,
}

impl App {
    /// The sheet of a plan: of the one with this slug, or of a new one that the form describes. A plan that
    /// has got another name since the form was opened is found by its commitments; one that is gone is a new
    /// one, so that nothing that was typed is lost.
    pub async fn plan_sheet(
        &self,
        staff: &Staff,
        member: &str,
        slug: Option<&str>,
        fields: &Fields,
    ) -> Result<PlanSheetView, AppError> {
        self.require(staff, Action::EditFacts).await?;
        let wanted = Wanted {
            member,
            slug,
            fields,
        };
        let catalogue = self.catalogue();
        let base = catalogue.version().number;
        let parties = self.inner.store.parties().await?;
        let known = parties.iter().map(|party| &party.member);
        let Some(member) = known.clone().find(|known| known.slug() == member) else {
            let what = MissingForStaff::Member(shortened(member));
            return Err(NotFound::for_staff(what, Suggestion::StaffMembers).into());
        };
        let plans: Vec<&ActionPlan> = parties
            .iter()
            .filter(|party| party.member.slug() == wanted.member)
            .filter_map(|party| party.plan.as_ref())
            .filter(|plan| plan.is_stated())
            .collect();
        let (plan, is_new) = named(&wanted, &plans, &catalogue).ok_or_else(|| {
            AppError::from(NotFound::for_staff(
                MissingForStaff::Plan,
                Suggestion::StaffMembers,
            ))
        })?;
        let slug = plan.slug();
        let mut rows: Vec<&Row> = catalogue
            .rows()
            .filter(|row| {
                let c = &row.commitment;
                c.member.name == member.name && c.plan.is_stated() && c.plan.slug() == slug
            })
            .collect();
        rows.sort_by(|a, b| a.commitment.code.cmp(&b.commitment.code));
        let left_out = rows.len().saturating_sub(MAX_ROWS);
        let ids: Vec<i64> = rows.iter().take(MAX_ROWS).map(|row| row.id).collect();
        let entries = self.inner.store.entries(&ids, base).await?;
        let mut entries: Vec<Entry> = entries.into_iter().map(|(_, entry)| entry).collect();
        entries.sort_by(|a, b| a.commitment.code.cmp(&b.commitment.code));
        let texts = entries.iter().flat_map(|entry| {
            let milestones = entry.texts.milestones.iter().map(|m| &m.text);
            milestones.chain(&entry.texts.description)
        });
        let has_texts = texts.map(String::len).sum::<usize>() <= MAX_TEXTS;
        let last = plans
            .iter()
            .filter(|other| other.slug() != slug && other.start_year <= plan.start_year)
            .max_by_key(|other| (other.start_year, other.end_year))
            .map(|plan| (*plan).clone());
        Ok(PlanSheetView {
            proposed: self.inner.store.proposed_codes().await?,
            member: Arc::clone(member),
            plan,
            is_new,
            entries,
            left_out,
            has_texts,
            last,
            base,
            catalogue,
        })
    }
}

/// The commitments of a plan that rows are copied from.
fn commitments_of_plan<'a>(view: &'a PlanSheetView, plan: &ActionPlan) -> Vec<&'a Row> {
    let rows = view.catalogue.rows();
    let of_plan = rows.filter(|row| {
        let c = &row.commitment;
        c.member.name == view.member.name && *c.plan == *plan
    });
    let mut rows: Vec<&Row> = of_plan.collect();
    rows.sort_by(|a, b| a.commitment.code.cmp(&b.commitment.code));
    rows
}

/// The plan that is asked for, and whether it is new.
fn named(
    wanted: &Wanted<'_>,
    plans: &[&ActionPlan],
    catalogue: &Catalogue,
) -> Option<(ActionPlan, bool)> {
    let with_slug = |slug: &str| plans.iter().find(|plan| plan.slug() == slug);
    if let Some(plan) = wanted.slug.and_then(with_slug) {
        return Some(((*plan).clone(), false));
    }
    let of_row = |key: String| {
        let c = &catalogue.find(&code_of(&key)?)?.commitment;
        let is_own = c.member.slug() == wanted.member && c.plan.is_stated();
        is_own.then(|| (*c.plan).clone())
    };
    if let Some(plan) = keys(wanted.fields).into_iter().find_map(of_row) {
        return Some((plan, false));
    }
    let described = party::plan_facts(wanted.fields).ok();
    let plan = described.filter(|plan| plan.is_stated() && !plan.slug().is_empty())?;
    let key = commitment::plan_key(&plan);
    match plans
        .iter()
        .find(|known| commitment::plan_key(known) == key)
    {
        Some(known) => Some(((*known).clone(), false)),
        None => Some((plan, true)),
    }
}
