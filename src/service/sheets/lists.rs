//! Lists of plans and reports, and of drafts that belong together.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::{KnownReport, SheetLine, reports_of, title_of};
use crate::error::AppError;
use crate::service::App;
use crate::service::auth::Staff;
use catalogue::Catalogue;
use domain::review::{cited_report, report_expected_by, results_report};
use domain::{Action, ActionPlan, CommitmentCode, Dimension, DraftState, Level, Member, Report};
use store::Draft;

/// A plan of which the record cites a report with results that nobody has entered, or whose report should
/// be out.
#[derive(Debug, Clone)]
pub struct PlanToRate {
    pub member: Arc<Member>,
    pub plan: Arc<ActionPlan>,
    /// The report that the record cites, where it does.
    pub report: Option<Report>,
    /// By when the report was expected.
    pub expected: Option<chrono::NaiveDate>,
    /// Ratings that are pending.
    pub pending: usize,
}

/// A plan with the reports that are known of it.
#[derive(Debug, Clone)]
pub struct PlanReports {
    pub member: Arc<Member>,
    pub plan: Arc<ActionPlan>,
    pub reports: Vec<KnownReport>,
    pub commitments: usize,
}

impl App {
    /// Every plan with its reports, by member and year; those of one member where it is named.
    pub async fn plans_with_reports(
        &self,
        staff: &Staff,
        member: Option<&str>,
    ) -> Result<Vec<PlanReports>, AppError> {
        self.require(staff, Action::SeeDesk).await?;
        let drafts = self.drafts_by_code().await?;
        Ok(plans_of(&self.catalogue(), member, drafts)
            .filter(|plan| plan.plan.is_stated())
            .collect())
    }

    /// Plans with pending ratings whose report the record cites, or that should be out; those first of
    /// which a report is known, then those overdue the longest.
    pub(in crate::service) fn plans_to_rate(&self) -> Vec<PlanToRate> {
        let catalogue = self.catalogue();
        let today = self.now().date_naive();
        // A report is about a plan: what one commitment cites, another of the plan may lack.
        let mut reports: HashMap<(&str, &ActionPlan), &Report> = HashMap::new();
        for row in catalogue.rows() {
            let c = &row.commitment;
            if let Some(report) = results_report(c) {
                reports.entry((&c.member.name, &c.plan)).or_insert(report);
            }
        }
        let mut plans: BTreeMap<(String, ActionPlan), PlanToRate> = BTreeMap::new();
        for row in catalogue.rows() {
            let c = &row.commitment;
            for dimension in Dimension::ALL {
                let cited = cited_report(c, *dimension).or_else(|| match dimension {
                    Dimension::Ambition => None,
                    _ => reports.get(&(c.member.name.as_str(), &*c.plan)).copied(),
                });
                let expected = report_expected_by(&c.plan, *dimension);
                let expected = expected.filter(|day| *day < today);
                let is_pending = c.level(*dimension) == Level::Pending;
                if !is_pending || !c.plan.is_stated() || (cited.is_none() && expected.is_none()) {
                    continue;
                }
                let key = (c.member.name.clone(), (*c.plan).clone());
                let found = plans.entry(key).or_insert_with(|| PlanToRate {
                    member: Arc::clone(&c.member),
                    plan: Arc::clone(&c.plan),
                    report: None,
                    expected: None,
                    pending: 0,
                });
                found.pending += 1;
                found.report = found.report.take().or_else(|| cited.cloned());
                found.expected = match (found.expected, expected) {
                    (Some(one), Some(two)) => Some(one.min(two)),
                    (one, two) => one.or(two),
                };
            }
        }
        let mut plans: Vec<PlanToRate> = plans.into_values().collect();
        plans.sort_by_key(|plan| (plan.report.is_none(), plan.expected));
        plans
    }
}

/// Plans with their reports, by member and year.
fn plans_of(
    catalogue: &Catalogue,
    member: Option<&str>,
    mut drafts: BTreeMap<CommitmentCode, Vec<Draft>>,
) -> impl Iterator<Item = PlanReports> + use<> {
    let of_member = member.map(|slug| catalogue.member(slug).map(|member| &member.name));
    let mut plans: BTreeMap<(String, ActionPlan), Vec<SheetLine>> = BTreeMap::new();
    for row in catalogue.rows() {
        let c = &row.commitment;
        if of_member.is_some_and(|name| name != Some(&c.member.name)) {
            continue;
        }
        let key = (c.member.name.clone(), (*c.plan).clone());
        plans.entry(key).or_default().push(SheetLine {
            row: row.clone(),
            drafts: drafts.remove(&c.code).unwrap_or_default(),
        });
    }
    let plans = plans.into_values().filter_map(|lines| {
        let c = &lines.first()?.row.commitment;
        Some(PlanReports {
            member: Arc::clone(&c.member),
            plan: Arc::clone(&c.plan),
            reports: reports_of(&lines),
            commitments: lines.len(),
        })
    });
    let mut plans: Vec<PlanReports> = plans.collect();
    plans.sort_by_key(|plan| (plan.member.name.clone(), plan.plan.start_year));
    plans.into_iter()
}

/// Drafts that are reviewed together, on the desk.
#[derive(Debug, Clone)]
pub struct DraftSheet {
    pub member: Arc<Member>,
    pub plan: Arc<ActionPlan>,
    /// The title of their report.
    pub title: String,
    /// One of them, which names the sheet.
    pub first: Draft,
    pub count: usize,
}

/// Takes the drafts of sheets out of a list: those of one person in one state from one report for one
/// plan, where there are several ratings.
pub(in crate::service) fn take_sheets(
    catalogue: &Catalogue,
    drafts: &mut Vec<Draft>,
) -> Vec<DraftSheet> {
    let (sheets, single) = in_sheets(catalogue, std::mem::take(drafts));
    *drafts = single;
    sheets.into_iter().map(|(sheet, _)| sheet).collect()
}

/// The sheets among some drafts, each with its drafts, and the drafts that are of none.
pub(in crate::service) fn in_sheets(
    catalogue: &Catalogue,
    drafts: Vec<Draft>,
) -> (Vec<(DraftSheet, Vec<Draft>)>, Vec<Draft>) {
    type Key = (i64, DraftState, String, ActionPlan, String);
    let mut sheets: Vec<Vec<Draft>> = Vec::new();
    let mut places: HashMap<Key, usize> = HashMap::new();
    let mut single = Vec::new();
    for draft in drafts {
        let row = catalogue.find(&draft.code);
        let title = title_of(&draft).to_owned();
        let Some(c) = row.map(|row| &row.commitment).filter(|_| !title.is_empty()) else {
            single.push(draft);
            continue;
        };
        let (member, plan) = (c.member.name.clone(), (*c.plan).clone());
        let key = (draft.author, draft.state, member, plan, title);
        let place = *places.entry(key).or_insert(sheets.len());
        match sheets.get_mut(place) {
            Some(sheet) => sheet.push(draft),
            None => sheets.push(vec![draft]),
        }
    }
    let mut found = Vec::new();
    for sheet in sheets {
        match sheet_of(catalogue, &sheet) {
            Some(together) => found.push((together, sheet)),
            None => single.extend(sheet),
        }
    }
    // As they were: those that were changed longest ago first.
    single.sort_by_key(|draft| (draft.updated_at, draft.id));
    (found, single)
}

/// What some drafts of one key are together; nothing where they rate one thing, or their plan is not stated.
fn sheet_of(catalogue: &Catalogue, drafts: &[Draft]) -> Option<DraftSheet> {
    let cells: HashSet<_> = drafts
        .iter()
        .map(|draft| (&draft.code, draft.content.rating.dimension))
        .collect();
    let first = drafts.first().filter(|_| cells.len() > 1)?;
    let c = &catalogue.find(&first.code)?.commitment;
    c.plan.is_stated().then(|| DraftSheet {
        member: Arc::clone(&c.member),
        plan: Arc::clone(&c.plan),
        title: title_of(first).to_owned(),
        count: drafts.len(),
        first: first.clone(),
    })
}
