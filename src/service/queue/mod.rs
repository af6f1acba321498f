//! The desk as a queue: all work that waits, by plan and report, with who does it and until when.
//!
//! An item is a draft, drafts that are reviewed together, or a report that a plan waits for. Assigning a sheet
//! is assigning its drafts: a sheet is no thing of its own. What a page costs is bounded: at most
//! [`MAX_DRAFTS`] drafts are read, and what the record shows to be missing is found once for each state.

mod assign;
mod digest;
mod place;
mod publish;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::App;
use super::auth::Staff;
use super::sheets::{PlanToRate, in_sheets};
use crate::error::AppError;
use catalogue::Catalogue;
use domain::desk::{QueueFilter, Task, Whose, WorkKind};
use domain::{Action, ActionPlan, Member, route};
use store::{Account, Draft, KnownTask};

pub use assign::{QueueDone, assignment_in_words};
pub use digest::Summarised;
pub use place::QueuePlace;
pub use publish::{BulkOutcome, NotPublished};

/// Drafts that are read for the queue, those that wait for review first.
pub const MAX_DRAFTS: i64 = 5_000;
/// Items of a page.
const PER_PAGE: usize = 25;

/// Work that waits.
#[derive(Debug, Clone)]
pub struct QueueItem {
    pub kind: WorkKind,
    /// The plan that it is about; none for a draft of a commitment that the record no longer shows.
    pub place: Option<(Arc<Member>, Arc<ActionPlan>)>,
    /// The title of the report; empty where it is not known.
    pub report: String,
    /// The drafts; none for a report to enter.
    pub drafts: Vec<Draft>,
    /// Pending ratings of a plan whose report is to be entered.
    pub pending: usize,
    /// To whom it is assigned, each once.
    pub assignees: Vec<i64>,
    /// Whether a part of it is assigned to nobody.
    pub is_free: bool,
    /// By when: the earliest day of its drafts, or when the report was expected.
    pub due: Option<NaiveDate>,
}

impl QueueItem {
    /// What can be assigned of it.
    pub fn tasks(&self) -> Vec<Task> {
        match (&self.place, self.kind) {
            (Some((member, plan)), WorkKind::Report) => {
                vec![report_task(member, plan)]
            }
            _ => self.drafts.iter().map(|d| Task::Draft(d.id)).collect(),
        }
    }

    /// What a form carries of it: its tasks, drafts with the version that is shown.
    pub fn value(&self) -> String {
        if self.drafts.is_empty() {
            let tasks = self.tasks();
            return tasks.first().map_or(String::new(), Task::to_string);
        }
        let drafts = self.drafts.iter();
        let drafts = drafts.map(|d| format!("{}@{}", Task::Draft(d.id), d.version));
        drafts.collect::<Vec<_>>().join(" ")
    }

    /// Since when it waits, as it is.
    pub fn since(&self) -> Option<DateTime<Utc>> {
        self.drafts.iter().map(|draft| draft.updated_at).min()
    }

    /// The page on which it is done. `queue` is the filter in which it was found, kept for the way to the
    /// next.
    pub fn href(&self, reader: i64, queue: &str) -> String {
        let sheet = |(member, plan): &(Arc<Member>, Arc<ActionPlan>)| {
            let at = route::staff::RatingSheet::new(member.slug(), plan.slug());
            if self.report.is_empty() {
                at.to_string()
            } else {
                at.with("report_title", &self.report)
            }
        };
        match (self.drafts.as_slice(), &self.place) {
            ([], Some(place)) => sheet(place),
            ([], None) => route::staff::Queue.to_string(),
            ([draft], _) => route::staff::Draft::new(draft.id).with("queue", queue),
            ([first, ..], place) => {
                let is_own = first.author == reader && first.state.is_open();
                match place.as_ref().filter(|_| is_own) {
                    Some(place) => sheet(place),
                    None => route::staff::SheetReview::new(first.id).with("queue", queue),
                }
            }
        }
    }

    fn is_mine(&self, reader: i64) -> bool {
        let is_own = || {
            let author = self.drafts.first().map(|draft| draft.author);
            let is_open = matches!(self.kind, WorkKind::Draft | WorkKind::Returned);
            is_open && self.assignees.is_empty() && author == Some(reader)
        };
        self.assignees.contains(&reader) || is_own()
    }

    fn is_shown(&self, filter: &QueueFilter, reader: i64, today: NaiveDate) -> bool {
        let of_member = |slug: &String| {
            let member = self.place.as_ref().map(|(member, _)| member.slug());
            member.as_ref() == Some(slug)
        };
        let is_whose = match filter.whose {
            Whose::Anybody => true,
            Whose::Mine => self.is_mine(reader),
            Whose::Nobody => self.is_free,
            Whose::Account(id) => self.assignees.contains(&id),
        };
        is_whose
            && filter.kind.is_none_or(|kind| kind == self.kind)
            && filter.member.as_ref().is_none_or(of_member)
            && filter.due.includes(self.due, today)
    }
}

/// How much waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QueueCounts {
    pub all: usize,
    pub mine: usize,
    pub unassigned: usize,
    pub overdue: usize,
    /// By the index of the kind.
    pub kinds: [usize; WorkKind::ALL.len()],
}

/// A page of the queue.
#[derive(Debug, Clone)]
pub struct QueueView {
    pub filter: QueueFilter,
    /// Those of a plan and report beside each other.
    pub items: Vec<QueueItem>,
    /// Which page, from 0, and how many.
    pub at: usize,
    pub pages: usize,
    /// Items that the filter shows on all pages.
    pub total: usize,
    /// What waits without the filter.
    pub counts: QueueCounts,
    /// Members with waiting work: slug, name, items.
    pub members: Vec<(String, String, usize)>,
    /// Who can be assigned something, by name.
    pub people: Vec<(i64, String)>,
    /// Names of all accounts, also of those that are disabled.
    pub names: HashMap<i64, String>,
    /// How many drafts wait, where not all of them are listed.
    pub cut: Option<i64>,
    /// The newest event of any task, or an older one.
    pub seen_event: i64,
    pub base: i64,
    pub today: NaiveDate,
}

/// The name of the report that a plan waits for, as a task.
fn report_task(member: &Member, plan: &ActionPlan) -> Task {
    Task::Report(format!("{}/{}", member.slug(), plan.slug()))
}

/// The names of the accounts that can sign in, by name.
pub(super) fn names_of(accounts: &[Account]) -> Vec<(i64, String)> {
    let open = accounts.iter().filter(|a| a.disabled_at.is_none());
    let mut people: Vec<(i64, String)> = open.map(|a| (a.id, a.name.clone())).collect();
    people.sort_by_key(|(_, name)| name.to_lowercase());
    people
}

impl App {
    /// A page of the queue, from 0. A page behind the last is the last.
    pub async fn queue(
        &self,
        staff: &Staff,
        filter: QueueFilter,
        page: usize,
    ) -> Result<QueueView, AppError> {
        self.require(staff, Action::SeeDesk).await?;
        let store = &self.inner.store;
        let (base, today) = (self.catalogue().version().number, self.now().date_naive());
        // Before what is assigned: what is newer than it is shown to who assigns.
        let seen_event = store.newest_desk_event().await?;
        let (drafts, waiting) = store.waiting_drafts(MAX_DRAFTS).await?;
        let cut = (waiting > MAX_DRAFTS).then_some(waiting);
        let reader = staff.account().id;
        let items = self.queue_items(drafts).await?;
        let counts = counts_of(&items, reader, today);
        let mut members: BTreeMap<String, (String, usize)> = BTreeMap::new();
        for (member, _) in items.iter().filter_map(|item| item.place.as_ref()) {
            let entry = members.entry(member.name.clone());
            entry.or_insert_with(|| (member.slug(), 0)).1 += 1;
        }
        let accounts = store.accounts().await?;
        let shown: Vec<QueueItem> = items
            .into_iter()
            .filter(|item| item.is_shown(&filter, reader, today))
            .collect();
        let total = shown.len();
        let pages = total.div_ceil(PER_PAGE).max(1);
        let at = page.min(pages - 1);
        let items = shown.into_iter().skip(at * PER_PAGE).take(PER_PAGE);
        Ok(QueueView {
            filter,
            items: items.collect(),
            at,
            pages,
            total,
            counts,
            members: members
                .into_iter()
                .map(|(name, (slug, count))| (slug, name, count))
                .collect(),
            people: names_of(&accounts),
            names: accounts.into_iter().map(|a| (a.id, a.name)).collect(),
            cut,
            seen_event,
            base,
            today,
        })
    }

    /// How much of these drafts, and of the reports to enter, waits.
    pub(super) async fn queue_counts(
        &self,
        staff: &Staff,
        drafts: Vec<Draft>,
    ) -> Result<QueueCounts, AppError> {
        let items = self.queue_items(drafts).await?;
        Ok(counts_of(
            &items,
            staff.account().id,
            self.now().date_naive(),
        ))
    }

    /// All that waits: what is the most urgent first, with what is of the same plan and report.
    async fn queue_items(&self, drafts: Vec<Draft>) -> Result<Vec<QueueItem>, AppError> {
        let tasks = self.inner.store.open_tasks().await?;
        let findings = self.findings().await?;
        let catalogue = self.catalogue();
        let (sheets, single) = in_sheets(&catalogue, drafts);
        let sheets = sheets.into_iter().map(|(_, drafts)| drafts);
        let single = single.into_iter().map(|draft| vec![draft]);
        let drafts = sheets.chain(single);
        let mut items: Vec<QueueItem> = drafts
            .filter_map(|drafts| of_drafts(&catalogue, drafts, &tasks))
            .collect();
        let reports = findings.to_rate.iter();
        items.extend(reports.map(|plan| of_report(plan, &tasks)));
        Ok(in_order(items))
    }
}

fn of_drafts(
    catalogue: &Catalogue,
    drafts: Vec<Draft>,
    tasks: &HashMap<Task, KnownTask>,
) -> Option<QueueItem> {
    let first = drafts.first()?;
    let c = catalogue.find(&first.code).map(|row| &row.commitment);
    let known = drafts.iter().map(|draft| tasks.get(&Task::Draft(draft.id)));
    let (assignees, is_free, due) = assigned(known);
    let report = first.content.rating.report.as_ref();
    Some(QueueItem {
        kind: WorkKind::of_draft(first.state)?,
        place: c.map(|c| (Arc::clone(&c.member), Arc::clone(&c.plan))),
        report: report.map_or(String::new(), |report| report.title.to_string()),
        pending: 0,
        assignees,
        is_free,
        due,
        drafts,
    })
}

fn of_report(plan: &PlanToRate, tasks: &HashMap<Task, KnownTask>) -> QueueItem {
    let known = tasks.get(&report_task(&plan.member, &plan.plan));
    let (assignees, is_free, _) = assigned(std::iter::once(known));
    QueueItem {
        kind: WorkKind::Report,
        place: Some((Arc::clone(&plan.member), Arc::clone(&plan.plan))),
        report: plan
            .report
            .as_ref()
            .map_or(String::new(), |r| r.title.to_string()),
        drafts: Vec::new(),
        pending: plan.pending,
        assignees,
        is_free,
        due: plan.expected,
    }
}

/// To whom tasks are assigned, whether one is to nobody, and the earliest day on which one is due.
fn assigned<'a>(
    known: impl Iterator<Item = Option<&'a KnownTask>>,
) -> (Vec<i64>, bool, Option<NaiveDate>) {
    let (mut assignees, mut is_free, mut due) = (Vec::new(), false, None);
    for task in known {
        match task.and_then(|task| task.assignee) {
            Some(account) if !assignees.contains(&account) => assignees.push(account),
            Some(_) => {}
            None => is_free = true,
        }
        due = match (due, task.and_then(|task| task.due_on)) {
            (Some(one), Some(two)) => Some(std::cmp::min(one, two)),
            (one, two) => one.or(two),
        };
    }
    (assignees, is_free, due)
}

/// What is the most urgent first: by kind, due date and how long it waits; what is of the same plan and
/// report follows at once.
fn in_order(mut items: Vec<QueueItem>) -> Vec<QueueItem> {
    items.sort_by_key(|item| {
        let first = item.drafts.first().map(|draft| draft.id);
        (
            item.kind.index(),
            item.due.is_none(),
            item.due,
            item.since(),
            first,
        )
    });
    let mut groups: HashMap<(String, String, String), usize> = HashMap::new();
    let mut placed: Vec<(usize, QueueItem)> = Vec::with_capacity(items.len());
    for item in items {
        let (member, plan) = match &item.place {
            Some((member, plan)) => (member.name.clone(), plan.slug()),
            None => Default::default(),
        };
        let next = groups.len();
        let group = *groups
            .entry((member, plan, item.report.clone()))
            .or_insert(next);
        placed.push((group, item));
    }
    // Stable: within a group they stay in order.
    placed.sort_by_key(|(group, _)| *group);
    placed.into_iter().map(|(_, item)| item).collect()
}

fn counts_of(items: &[QueueItem], reader: i64, today: NaiveDate) -> QueueCounts {
    let mut counts = QueueCounts {
        all: items.len(),
        ..QueueCounts::default()
    };
    for item in items {
        counts.mine += usize::from(item.is_mine(reader));
        counts.unassigned += usize::from(item.is_free);
        counts.overdue += usize::from(item.due.is_some_and(|day| day < today));
        if let Some(count) = counts.kinds.get_mut(item.kind.index()) {
            *count += 1;
        }
    }
    counts
}
