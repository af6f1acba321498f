//! What waits for a person: drafts, what others have handed in, and what is missing.

use std::sync::Arc;

use chrono::NaiveDate;

use super::App;
use super::auth::Staff;
use super::bundled::BundledNews;
use super::cache::Cache;
use super::institutions::Institution;
use super::queue::{MAX_DRAFTS, QueueCounts, names_of};
use super::security_log::RefusedSignIns;
use super::sheets::{DraftSheet, PlanToRate, take_sheets};
use crate::error::AppError;
use catalogue::Row;
use domain::review::cited_report;
use domain::{Action, Dimension, DraftState, Report};
use store::{Draft, Mention, WatchedSource};

/// Ratings that are missing, shown on the desk.
const SHOWN_MISSING: usize = 25;
/// Drafts of a section, and comments that name the reader, shown on the desk.
const SHOWN_DRAFTS: usize = 25;
const SHOWN_MENTIONS: i64 = 10;

/// A rating that should have come by now.
#[derive(Debug, Clone)]
pub struct Missing {
    /// The commitment.
    pub row: Row,
    /// What is not rated.
    pub dimension: Dimension,
    /// By when OGP's rules expect the report.
    pub expected: NaiveDate,
}

/// A rating that the record calls pending although it cites a report that rates it.
#[derive(Debug, Clone)]
pub struct Contradiction {
    pub row: Row,
    pub dimension: Dimension,
    /// The report.
    pub report: Report,
}

/// Ratings and reports that the record shows to be missing, found once for each state of the record and
/// day: what it costs to find them grows with the record.
#[derive(Debug)]
pub(super) struct Findings {
    pub to_rate: Vec<PlanToRate>,
    missing: Vec<Missing>,
    missing_total: usize,
    contradictions: Vec<Contradiction>,
    contradictions_total: usize,
}

/// What pages for staff are made from and what costs more the larger the record is, by its state.
#[derive(Debug)]
pub(super) struct DeskCaches {
    findings: Cache<(i64, NaiveDate), Findings>,
    pub institutions: Cache<i64, Vec<Institution>>,
}

impl Default for DeskCaches {
    fn default() -> Self {
        Self {
            findings: Cache::new("missing ratings", 8, |_, _| 1),
            institutions: Cache::new("institutions", 4, |_, _| 1),
        }
    }
}

/// What waits on a person's desk.
#[derive(Debug, Clone)]
pub struct Desk {
    /// How much waits in the queue.
    pub counts: QueueCounts,
    /// Comments that name the reader, and how many there are.
    pub mentions: Vec<Mention>,
    pub mentions_total: i64,
    /// Names to show in comments, by account.
    pub people: Vec<(i64, String)>,
    /// One's own drafts that belong together, and what others have handed in together.
    pub own_sheets: Vec<DraftSheet>,
    pub waiting_sheets: Vec<DraftSheet>,
    /// Plans with reports to enter, and how many there are.
    pub to_rate: Vec<PlanToRate>,
    pub to_rate_total: usize,
    /// One's own drafts.
    pub mine: Vec<Draft>,
    /// What others have handed in.
    pub waiting: Vec<Draft>,
    /// What will be published by itself.
    pub scheduled: Vec<Draft>,
    /// What has been expected the longest, and how much there is.
    pub missing: Vec<Missing>,
    /// How much is missing.
    pub missing_total: usize,
    /// Sources of which something waits, or that something is wrong with.
    pub sources: Vec<WatchedSource>,
    /// Ratings that the record contradicts, by commitment, and how many there are.
    pub contradictions: Vec<Contradiction>,
    pub contradictions_total: usize,
    /// What the data that came with the program would do to a record of an earlier version.
    pub bundled: Option<Arc<BundledNews>>,
    /// Attempts of somebody to sign in as this person.
    pub refused: Option<RefusedSignIns>,
    /// Attempts with the right password and a wrong code.
    pub refused_codes: Option<RefusedSignIns>,
}

impl App {
    /// What waits for a person.
    pub async fn desk(&self, staff: &Staff) -> Result<Desk, AppError> {
        self.require(staff, Action::SeeDesk).await?;
        let (drafts, _) = self.inner.store.waiting_drafts(MAX_DRAFTS).await?;
        let own = staff.account().id;
        let accounts = self.inner.store.accounts().await?;
        let counts = self.queue_counts(staff, drafts.clone()).await?;
        let (mentions, mentions_total) = self.inner.store.mentions_of(own, SHOWN_MENTIONS).await?;
        let (scheduled, drafts): (Vec<_>, Vec<_>) = drafts
            .into_iter()
            .partition(|d| d.state == DraftState::Scheduled);
        let (mut waiting, drafts): (Vec<_>, Vec<_>) = drafts
            .into_iter()
            .partition(|d| d.state == DraftState::InReview && d.author != own);
        let mut mine: Vec<Draft> = drafts.into_iter().filter(|d| d.author == own).collect();
        let catalogue = self.catalogue();
        let mut waiting_sheets = take_sheets(&catalogue, &mut waiting);
        let mut own_sheets = take_sheets(&catalogue, &mut mine);
        // The queue has them all.
        waiting_sheets.truncate(SHOWN_DRAFTS);
        own_sheets.truncate(SHOWN_DRAFTS);
        waiting.truncate(SHOWN_DRAFTS);
        mine.truncate(SHOWN_DRAFTS);
        let scheduled = scheduled.into_iter().take(SHOWN_DRAFTS).collect();
        let findings = self.findings().await?;
        let mut sources = self.sources().await?;
        sources.retain(|s| !s.pending.is_empty() || s.failures > 0 || !s.columns_note.is_empty());
        let [refused, refused_codes] = self.refused_sign_ins(staff).await?;
        Ok(Desk {
            counts,
            mentions,
            mentions_total,
            people: names_of(&accounts),
            own_sheets,
            waiting_sheets,
            to_rate: findings
                .to_rate
                .iter()
                .take(SHOWN_MISSING)
                .cloned()
                .collect(),
            to_rate_total: findings.to_rate.len(),
            mine,
            waiting,
            scheduled,
            missing: findings.missing.clone(),
            missing_total: findings.missing_total,
            sources,
            contradictions: findings.contradictions.clone(),
            contradictions_total: findings.contradictions_total,
            bundled: if staff.may(Action::ImportFile) {
                // Not knowing it keeps nobody from their work.
                self.bundled_news().await.unwrap_or_else(|error| {
                    tracing::warn!(%error, "what the bundled data would change is not known");
                    None
                })
            } else {
                None
            },
            refused,
            refused_codes,
        })
    }

    /// What the record shows to be missing.
    pub(super) async fn findings(&self) -> Result<Arc<Findings>, AppError> {
        let today = self.now().date_naive();
        let key = (self.catalogue().version().number, today);
        let find = async {
            let mut missing = self.missing(today);
            let missing_total = missing.len();
            missing.truncate(SHOWN_MISSING);
            let mut contradictions = self.contradictions();
            let contradictions_total = contradictions.len();
            contradictions.truncate(SHOWN_MISSING);
            Ok(Findings {
                to_rate: self.plans_to_rate(),
                missing,
                missing_total,
                contradictions,
                contradictions_total,
            })
        };
        self.inner.desk.findings.get_or_make(key, find).await
    }

    /// Ratings called pending for which the record cites a report.
    fn contradictions(&self) -> Vec<Contradiction> {
        let catalogue = self.catalogue();
        let rows = catalogue.rows();
        let found = rows.flat_map(|row| {
            Dimension::ALL.iter().filter_map(|dimension| {
                let report = cited_report(&row.commitment, *dimension)?;
                Some(Contradiction {
                    row: row.clone(),
                    dimension: *dimension,
                    report: report.clone(),
                })
            })
        });
        found.collect()
    }

    /// Ratings that are pending though their report was expected, and of which the record knows no
    /// report, the oldest first.
    fn missing(&self, today: NaiveDate) -> Vec<Missing> {
        let catalogue = self.catalogue();
        let all = domain::Query::default();
        let selection = catalogue.select(&all, None);
        let mut missing: Vec<Missing> = catalogue
            .ordered(&all, &selection)
            .flat_map(|row| {
                Dimension::ALL.iter().filter_map(|dimension| {
                    let expected = row.report_awaited_by(*dimension)?;
                    let is_late = expected < today;
                    is_late.then(|| Missing {
                        row: row.clone(),
                        dimension: *dimension,
                        expected,
                    })
                })
            })
            .collect();
        missing.sort_by_key(|m| m.expected);
        missing
    }
}
