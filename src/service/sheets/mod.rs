//! Rating sheets: what one report rates of all commitments of a plan, filled in and reviewed as one.
//!
//! A sheet is no thing of its own: it is the drafts of one person from one report for one plan. So each of
//! its ratings is a draft like any other, under the same rules, and drafts that came one by one or from a
//! file are reviewed together too.

mod review;
mod save;
mod stage;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use review::{ReviewLine, SheetReview};

use super::auth::Staff;
use super::{App, MissingForStaff, NotFound, Suggestion};
use crate::error::AppError;
use catalogue::{Catalogue, Row};
use domain::forms::Problems;
use domain::forms::rating::finding_slug;
use domain::forms::sheet::{SheetRow, reason_and_note};
use domain::review::cited_results;
use domain::{
    Action, ActionPlan, CommitmentCode, Dimension, DraftState, Level, Member, PartialDate, Report,
};
use store::Draft;

/// What is wrong with one rating of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellProblem {
    pub code: CommitmentCode,
    pub dimension: Dimension,
    pub problem: String,
}

/// Why a sheet was not applied.
#[derive(Debug, Clone, Default)]
pub struct SheetRefusal {
    /// What is wrong with what is typed once.
    pub head: Problems,
    /// What is wrong with its ratings.
    pub cells: Vec<CellProblem>,
    /// Whether others came first: sent once more as it is now shown, it can be applied.
    pub is_overtaken: bool,
}

impl SheetRefusal {
    /// What is wrong with one rating.
    pub fn of(&self, code: &CommitmentCode, dimension: Dimension) -> Option<&str> {
        let mut cells = self.cells.iter();
        let found = cells.find(|cell| cell.code == *code && cell.dimension == dimension);
        found.map(|cell| &*cell.problem)
    }
}

/// A report that the record cites for a plan, or that drafts are from.
#[derive(Debug, Clone)]
pub struct KnownReport {
    pub report: Report,
    pub source_url: Option<String>,
    pub read_on: Option<PartialDate>,
    /// Ratings from it that the public sees.
    pub published: usize,
    /// Ratings from it that are not published yet.
    pub drafts: usize,
}

/// A commitment of a sheet.
#[derive(Debug, Clone)]
pub struct SheetLine {
    pub row: Row,
    /// The drafts of its ratings that are not published yet, oldest first.
    pub drafts: Vec<Draft>,
}

/// A plan with what is known of the ratings of its commitments.
#[derive(Debug, Clone)]
pub struct SheetView {
    pub member: Arc<Member>,
    pub plan: Arc<ActionPlan>,
    /// By code.
    pub lines: Vec<SheetLine>,
    pub reports: Vec<KnownReport>,
    /// The state of the record that this is from, or an older one.
    pub base: i64,
    /// The newest event of any draft, or an older one.
    pub seen_event: i64,
}

impl SheetLine {
    /// The draft that a person can change in the sheet of a report: the newest of their own.
    pub fn own(&self, account: i64, title: &str, dimension: Dimension) -> Option<&Draft> {
        self.of_sheet(account, title, dimension)
            .rfind(|draft| draft.state.is_open())
    }

    /// The draft that a person has handed in from the sheet of a report, where there is none to change.
    pub fn handed_in(&self, account: i64, title: &str, dimension: Dimension) -> Option<&Draft> {
        let mut drafts = self.of_sheet(account, title, dimension);
        match self.own(account, title, dimension) {
            Some(_) => None,
            None => drafts.next_back(),
        }
    }

    fn of_sheet(
        &self,
        account: i64,
        title: &str,
        dimension: Dimension,
    ) -> impl DoubleEndedIterator<Item = &Draft> {
        let is_of_sheet = move |draft: &&Draft| {
            draft.author == account
                && draft.content.rating.dimension == dimension
                && title_of(draft) == title
        };
        self.drafts.iter().filter(is_of_sheet)
    }

    /// The row of this commitment in the sheet of a report, as a person's own drafts have it.
    pub fn present(&self, account: i64, title: &str) -> SheetRow {
        let mut row = SheetRow::default();
        for dimension in Dimension::ALL {
            let Some(draft) = self.own(account, title, *dimension) else {
                continue;
            };
            let rating = &draft.content.rating;
            row.findings[dimension.index()] = finding_slug(rating.finding);
            if let (true, Some(page)) = (row.page.is_empty(), &rating.source_page) {
                row.page.clone_from(page);
            }
            let (_, note) = reason_and_note(&draft.content.reason);
            if row.note.is_empty() {
                note.clone_into(&mut row.note);
            }
        }
        row
    }
}

impl SheetView {
    /// A draft of one's own from a report, which says what the head of its sheet says.
    pub fn draft_of(&self, account: i64, title: &str) -> Option<&Draft> {
        let drafts = self.lines.iter().flat_map(|line| &line.drafts);
        drafts
            .filter(|draft| draft.author == account && title_of(draft) == title)
            .max_by_key(|draft| (draft.state.is_open(), draft.updated_at))
    }

    /// A report by its title.
    pub fn report(&self, title: &str) -> Option<&KnownReport> {
        self.reports
            .iter()
            .find(|known| known.report.title == title)
    }
}

/// The title of the report that a draft is from.
pub(super) fn title_of(draft: &Draft) -> &str {
    let report = draft.content.rating.report.as_ref();
    report.map_or("", |report| &report.title)
}

fn no_plan() -> AppError {
    NotFound::for_staff(MissingForStaff::Plan, Suggestion::StaffMembers).into()
}

/// The commitments of a plan in a state of the record, by code.
fn rows_of<'a>(
    catalogue: &'a Catalogue,
    member: &'a str,
    plan: &'a str,
) -> impl Iterator<Item = &'a Row> {
    let rows = catalogue.rows();
    rows.filter(move |row| {
        let c = &row.commitment;
        c.plan.slug() == plan && c.member.slug() == member
    })
}

/// The reports of some commitments and of the drafts of their ratings, by their years and titles.
fn reports_of(lines: &[SheetLine]) -> Vec<KnownReport> {
    let mut known: BTreeMap<String, KnownReport> = BTreeMap::new();
    let mut note = |report: &Report, source: Option<(&Option<String>, Option<PartialDate>)>| {
        let entry = known.entry(report.title.clone());
        let found = entry.or_insert_with(|| KnownReport {
            report: report.clone(),
            source_url: None,
            read_on: None,
            published: 0,
            drafts: 0,
        });
        if let Some((url, read_on)) = source {
            // The newest counts: a report that was open for comment may be final since.
            found.report.stage = report.stage;
            found.source_url = url.clone().or(found.source_url.take());
            found.read_on = read_on.or(found.read_on);
        }
        found.published
    };
    for line in lines {
        let c = &line.row.commitment;
        for report in &c.reports {
            note(report, None);
        }
        for rating in c.ratings.iter() {
            if let Some(report) = &rating.report {
                note(report, Some((&rating.source_url, rating.read_on)));
            }
        }
        for draft in &line.drafts {
            let rating = &draft.content.rating;
            if let Some(report) = &rating.report {
                note(report, Some((&rating.source_url, rating.read_on)));
            }
        }
    }
    for line in lines {
        for rating in line.row.commitment.ratings.iter() {
            let report = rating.report.as_ref();
            if let Some(found) = report.and_then(|report| known.get_mut(&report.title)) {
                found.published += 1;
            }
        }
        for draft in &line.drafts {
            if let Some(found) = known.get_mut(title_of(draft)) {
                found.drafts += 1;
            }
        }
    }
    let mut reports: Vec<KnownReport> = known.into_values().collect();
    reports.sort_by_key(|known| std::cmp::Reverse(known.report.years));
    reports
}

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
    /// The sheet of a plan.
    pub async fn rating_sheet(
        &self,
        staff: &Staff,
        member: &str,
        plan: &str,
    ) -> Result<SheetView, AppError> {
        self.require(staff, Action::DraftRating).await?;
        let catalogue = self.catalogue();
        let base = catalogue.version().number;
        // Before the drafts: what is newer than it is shown to who saves.
        let seen_event = self.inner.store.newest_draft_event().await?;
        let mut by_code = self.drafts_by_code().await?;
        let lines: Vec<SheetLine> = rows_of(&catalogue, member, plan)
            .map(|row| SheetLine {
                row: row.clone(),
                drafts: by_code.remove(&row.commitment.code).unwrap_or_default(),
            })
            .collect();
        let first = lines.first().ok_or_else(no_plan)?;
        let c = &first.row.commitment;
        Ok(SheetView {
            member: Arc::clone(&c.member),
            plan: Arc::clone(&c.plan),
            reports: reports_of(&lines),
            lines,
            base,
            seen_event,
        })
    }

    /// Every draft that is neither published nor discarded, oldest first.
    async fn drafts_by_code(&self) -> Result<BTreeMap<CommitmentCode, Vec<Draft>>, AppError> {
        let mut by_code: BTreeMap<CommitmentCode, Vec<Draft>> = BTreeMap::new();
        let mut drafts = self.inner.store.open_drafts().await?;
        drafts.sort_by_key(|draft| draft.id);
        for draft in drafts {
            by_code.entry(draft.code.clone()).or_default().push(draft);
        }
        Ok(by_code)
    }

    /// Every plan with its reports, by member and year; those of one member where it is named.
    pub async fn plans_with_reports(
        &self,
        staff: &Staff,
        member: Option<&str>,
    ) -> Result<Vec<PlanReports>, AppError> {
        self.require(staff, Action::SeeDesk).await?;
        let catalogue = self.catalogue();
        let mut by_code = self.drafts_by_code().await?;
        let mut plans: BTreeMap<(String, Option<i32>, String), Vec<SheetLine>> = BTreeMap::new();
        for row in catalogue.rows() {
            let c = &row.commitment;
            if !c.plan.is_stated() || member.is_some_and(|slug| c.member.slug() != slug) {
                continue;
            }
            let key = (c.member.name.clone(), c.plan.start_year, c.plan.slug());
            plans.entry(key).or_default().push(SheetLine {
                row: row.clone(),
                drafts: by_code.remove(&c.code).unwrap_or_default(),
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
        Ok(plans.collect())
    }

    /// Plans with pending ratings whose report the record cites, or that should be out; those first of
    /// which a report is known, then those overdue the longest.
    pub(super) fn plans_to_rate(&self) -> Vec<PlanToRate> {
        let catalogue = self.catalogue();
        let today = self.now().date_naive();
        let mut plans: BTreeMap<(String, String), PlanToRate> = BTreeMap::new();
        for row in catalogue.rows() {
            let c = &row.commitment;
            for dimension in Dimension::ALL {
                let cited = cited_results(c, *dimension);
                let expected = c.plan.report_expected(*dimension);
                let expected = expected.filter(|day| *day < today);
                let is_pending = c.level(*dimension) == Level::Pending;
                if !is_pending || !c.plan.is_stated() || (cited.is_none() && expected.is_none()) {
                    continue;
                }
                let key = (c.member.slug(), c.plan.slug());
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
/// plan, where there are several.
pub(super) fn take_sheets(catalogue: &Catalogue, drafts: &mut Vec<Draft>) -> Vec<DraftSheet> {
    type Key = (i64, DraftState, String, String, String);
    let key_of = |draft: &Draft| -> Option<(Key, Row)> {
        let row = catalogue.find(&draft.code)?;
        let c = &row.commitment;
        let (member, plan) = (c.member.slug(), c.plan.slug());
        let title = title_of(draft).to_owned();
        let is_of_sheet = !title.is_empty() && c.plan.is_stated();
        let key = (draft.author, draft.state, member, plan, title);
        is_of_sheet.then(|| (key, row.clone()))
    };
    let mut sheets: Vec<(Key, DraftSheet)> = Vec::new();
    for draft in drafts.iter() {
        let Some((key, row)) = key_of(draft) else {
            continue;
        };
        if let Some((_, sheet)) = sheets.iter_mut().find(|(known, _)| *known == key) {
            sheet.count += 1;
            continue;
        }
        let c = &row.commitment;
        let sheet = DraftSheet {
            member: Arc::clone(&c.member),
            plan: Arc::clone(&c.plan),
            title: title_of(draft).to_owned(),
            first: draft.clone(),
            count: 1,
        };
        sheets.push((key, sheet));
    }
    sheets.retain(|(_, sheet)| sheet.count > 1);
    drafts.retain(|draft| {
        let key = key_of(draft).map(|(key, _)| key);
        !sheets.iter().any(|(known, _)| Some(known) == key.as_ref())
    });
    sheets.into_iter().map(|(_, sheet)| sheet).collect()
}
