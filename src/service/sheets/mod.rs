//! Rating sheets: what one report rates of all commitments of a plan, filled in and reviewed as one.
//!
//! A sheet is no thing of its own: it is the drafts of one person from one report for one plan. So each of
//! its ratings is a draft like any other, under the same rules, and drafts that came one by one or from a
//! file are reviewed together too.

mod lists;
mod review;
mod save;
mod stage;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use lists::{DraftSheet, PlanReports, PlanToRate};
pub(super) use lists::{in_sheets, take_sheets};
pub use review::{ReviewLine, SheetReview};

use super::auth::Staff;
use super::{App, MissingForStaff, NotFound, Suggestion};
use crate::error::AppError;
use catalogue::{Catalogue, Row};
use domain::forms::Problems;
use domain::forms::rating::finding_slug;
use domain::forms::sheet::{SheetRow, reason_and_note};
use domain::{Action, ActionPlan, CommitmentCode, Dimension, Member, PartialDate, Report};
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
    /// Commitments that cite it, in their list of reports or for a published rating.
    pub commitments: usize,
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
            .find(|known| &*known.report.title == title)
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
    member: &str,
    plan: &'a str,
) -> impl Iterator<Item = &'a Row> {
    let member = catalogue.member(member).map(|member| member.name.clone());
    let rows = catalogue.rows();
    rows.filter(move |row| {
        let c = &row.commitment;
        member.as_ref() == Some(&c.member.name) && c.plan.slug() == plan
    })
}

/// The reports of some commitments as everybody sees them, the newest first.
pub(super) fn published_reports_of<'a>(rows: impl Iterator<Item = &'a Row>) -> Vec<KnownReport> {
    let lines = rows.map(|row| SheetLine {
        row: row.clone(),
        drafts: Vec::new(),
    });
    reports_of(&lines.collect::<Vec<_>>())
}

/// The reports of some commitments and of the drafts of their ratings, by their years and titles.
fn reports_of(lines: &[SheetLine]) -> Vec<KnownReport> {
    let mut known: BTreeMap<String, KnownReport> = BTreeMap::new();
    let mut note = |report: &Report, source: Option<(&Option<String>, Option<PartialDate>)>| {
        let entry = known.entry(report.title.to_string());
        let found = entry.or_insert_with(|| KnownReport {
            report: report.clone(),
            source_url: None,
            read_on: None,
            published: 0,
            drafts: 0,
            commitments: 0,
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
        let c = &line.row.commitment;
        let mut cited: BTreeSet<&str> = c.reports.iter().map(|r| &*r.title).collect();
        for report in c.ratings.iter().filter_map(|rating| rating.report.as_ref()) {
            cited.insert(&report.title);
            if let Some(found) = known.get_mut(&*report.title) {
                found.published += 1;
            }
        }
        for title in cited {
            if let Some(found) = known.get_mut(title) {
                found.commitments += 1;
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
}
