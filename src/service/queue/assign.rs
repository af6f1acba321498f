//! Who does what, and until when: for one item of the queue or many.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::{BulkOutcome, report_task};
use crate::error::AppError;
use crate::service::App;
use crate::service::auth::Staff;
use crate::service::ratings::sent_about;
use crate::service::staff::Refusal;
use domain::desk::{QueueFilter, Task};
use domain::forms::{Fields, Problems};
use domain::staff::review_of;
use domain::{Action, DraftState, route};
use store::{Account, Draft, TaskChange, TaskOutcome, TaskStep};

/// Tasks that one form may change: more than a page of the queue has.
const MAX_TASKS: usize = 1_000;
/// Tasks named where others have changed them.
const NAMED: usize = 5;

/// What a form of the queue led to.
#[derive(Debug, Clone)]
pub enum QueueDone {
    Go(String),
    /// Not all was published that was chosen.
    Partly(BulkOutcome),
}

/// An item as a form names it: its tasks, drafts with the version that was shown.
pub(super) type Chosen = Vec<(Task, i64)>;

/// The items that a form chooses. Refuses a form without one.
pub(super) fn chosen(fields: &Fields) -> Result<Vec<Chosen>, Problems> {
    let items = fields.all("item").into_iter().map(|item| {
        let tasks = item.split(' ').filter_map(|part| {
            let (task, version) = part.split_once('@').unwrap_or((part, "0"));
            Some((task.parse().ok()?, version.parse().unwrap_or(0)))
        });
        tasks.collect::<Chosen>()
    });
    let items: Vec<Chosen> = items.filter(|tasks| !tasks.is_empty()).collect();
    if items.is_empty() {
        return Err(Problems::one("item", "Select at least one item."));
    }
    if items.iter().map(Vec::len).sum::<usize>() > MAX_TASKS {
        return Err(Problems::one("item", "Select fewer items."));
    }
    Ok(items)
}

/// What becomes of one side of a task.
enum Change<T> {
    /// It stays as it is.
    Keep,
    /// It becomes this, or none.
    To(Option<T>),
}

impl<T> Change<T> {
    const fn is_kept(&self) -> bool {
        matches!(self, Self::Keep)
    }
}

/// What a form asks for.
struct Assigning {
    assignee: Change<Account>,
    due_on: Change<NaiveDate>,
}

impl App {
    /// Does what a form of the queue asks for with the items that it chooses: `take`, `assign`, `no-date` or
    /// `publish`.
    pub async fn change_queue(&self, staff: &Staff, fields: &Fields) -> Result<QueueDone, Refusal> {
        match fields.get("do") {
            "publish" => self.publish_chosen(staff, fields).await,
            _ => self.assign(staff, fields).await.map(QueueDone::Go),
        }
    }

    async fn assign(&self, staff: &Staff, fields: &Fields) -> Result<String, Refusal> {
        self.require(staff, Action::AssignWork).await?;
        let sent = sent_about(staff, fields, location(fields, "assigned"));
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        let accounts = self.inner.store.accounts().await?;
        let chosen = chosen(fields)?;
        let asked = self.asked(staff, &accounts, fields)?;
        let tasks: Vec<Task> = chosen.into_iter().flatten().map(|(task, _)| task).collect();
        self.check_tasks(&tasks, &asked).await?;
        let change = TaskChange {
            tasks: &tasks,
            assignee: match asked.assignee {
                Change::Keep => None,
                Change::To(account) => Some(account.map(|account| account.id)),
            },
            due_on: match asked.due_on {
                Change::Keep => None,
                Change::To(day) => Some(day),
            },
            seen_event: fields.number("seen_event").unwrap_or(0),
            at: self.now(),
        };
        match self.inner.store.change_tasks(&change, &sent).await? {
            TaskOutcome::Done => Ok(sent.location),
            TaskOutcome::Unchanged => Ok(location(fields, "nothing")),
            TaskOutcome::AlreadyApplied(location) => Ok(location),
            TaskOutcome::Conflicts(conflicts) => Err(overtaken(&conflicts)),
        }
    }

    /// What a form asks for. Refuses one that asks for nothing.
    fn asked(
        &self,
        staff: &Staff,
        accounts: &[Account],
        fields: &Fields,
    ) -> Result<Assigning, Problems> {
        let due_on = fields.get("due_on");
        let due_on = match (fields.get("do"), due_on) {
            ("no-date", _) => Change::To(None),
            ("take", _) | (_, "") => Change::Keep,
            (_, text) => Change::To(Some(due_day(text, self.now().date_naive())?)),
        };
        let open = |id: i64| {
            accounts
                .iter()
                .find(|a| a.id == id && a.disabled_at.is_none())
        };
        let assignee = match (fields.get("do"), fields.get("assignee")) {
            ("take", _) => Change::To(Some(staff.account().clone())),
            ("no-date", _) | (_, "") => Change::Keep,
            (_, "nobody") => Change::To(None),
            (_, id) => {
                let account = id.parse().ok().and_then(open);
                let account = account.ok_or_else(|| {
                    Problems::one("assignee", "Choose somebody whose account is not disabled.")
                })?;
                Change::To(Some(account.clone()))
            }
        };
        if assignee.is_kept() && due_on.is_kept() {
            let problem = "Choose whom to assign the selected items to, or enter a due date.";
            return Err(Problems::one("assignee", problem));
        }
        Ok(Assigning { assignee, due_on })
    }

    /// Refuses tasks that wait no more, that have their due date by rule, or that the person cannot do.
    async fn check_tasks(&self, tasks: &[Task], asked: &Assigning) -> Result<(), Refusal> {
        let catalogue = self.catalogue();
        let mut plans: Option<HashSet<Task>> = None;
        for task in tasks {
            match task {
                Task::Draft(id) => {
                    let draft = self.inner.store.draft(*id).await?;
                    let draft = draft.filter(|draft| {
                        !matches!(draft.state, DraftState::Published | DraftState::Discarded)
                    });
                    let Some(draft) = draft else {
                        let problem = format!(
                            "Draft {id} no longer waits: it was published or discarded since you opened this page."
                        );
                        return Err(Refusal::Overtaken(Problems::one("item", problem)));
                    };
                    if let Change::To(Some(account)) = &asked.assignee {
                        check_assignee(&draft, account)?;
                    }
                }
                Task::Report(_) => {
                    if !asked.due_on.is_kept() {
                        let problem = "Reports have their due date by the IRM\u{2019}s timetable. Select drafts only to set a due date.";
                        return Err(Problems::one("due_on", problem).into());
                    }
                    let known = plans.get_or_insert_with(|| {
                        let rows = catalogue.rows().map(|row| &row.commitment);
                        rows.map(|c| report_task(&c.member, &c.plan)).collect()
                    });
                    if !known.contains(task) {
                        let problem = "A selected plan is no longer in the record under this name.";
                        return Err(Refusal::Overtaken(Problems::one("item", problem)));
                    }
                }
            }
        }
        Ok(())
    }

    /// The newest event of any task: who has seen it has seen those before it.
    pub async fn newest_desk_event(&self) -> Result<i64, AppError> {
        Ok(self.inner.store.newest_desk_event().await?)
    }

    /// What happened to a draft's assignment, oldest first.
    pub async fn task_steps(&self, draft: i64) -> Result<Vec<TaskStep>, AppError> {
        Ok(self.inner.store.task_steps(&Task::Draft(draft)).await?)
    }
}

/// Where a form of the queue leads: to the page that it was sent from.
pub(super) fn location(fields: &Fields, done: &str) -> String {
    let queue = QueueFilter::decode(fields.get("queue")).encode();
    let back = |address: String| {
        let kept = fields.holds("in_queue").then(|| {
            let mut kept = Fields::default();
            kept.push("queue", queue.clone());
            format!("&{}", kept.encode())
        });
        format!("{address}{}", kept.unwrap_or_default())
    };
    if let Some(id) = fields.number("draft_page") {
        return back(route::staff::Draft::new(id).with("done", done));
    }
    if let Some(id) = fields.number("sheet_page") {
        return back(route::staff::SheetReview::new(id).with("done", done));
    }
    let mut query = QueueFilter::decode(fields.get("queue")).fields();
    if let Some(page) = fields.number("page").filter(|page| *page > 1) {
        query.push("page", page.to_string());
    }
    query.push("done", done);
    route::staff::Queue.asking(&query.encode())
}

/// Until when something is due: a day that is not over.
fn due_day(text: &str, today: NaiveDate) -> Result<NaiveDate, Problems> {
    let day = text
        .parse::<NaiveDate>()
        .map_err(|_| Problems::one("due_on", "Enter a date, such as 2026-12-01."))?;
    if day < today {
        return Err(Problems::one(
            "due_on",
            "Enter today\u{2019}s date or a later one.",
        ));
    }
    Ok(day)
}

/// Refuses to give a review to somebody who may not do it.
fn check_assignee(draft: &Draft, account: &Account) -> Result<(), Problems> {
    let action = review_of(draft.author == account.id);
    if draft.state != DraftState::InReview || account.role.may(action) {
        return Ok(());
    }
    let (name, code) = (&account.name, &draft.code);
    let problem = if draft.author == account.id {
        format!("{name} wrote the draft of {code}. Choose another reviewer.")
    } else {
        format!("{name} is an editor. Choose a reviewer for the draft of {code}.")
    };
    Err(Problems::one("assignee", problem))
}

/// What others have assigned since the sender of a form looked.
fn overtaken(conflicts: &[(Task, TaskStep)]) -> Refusal {
    let named = conflicts.iter().take(NAMED).map(|(task, step)| {
        let what = match task {
            Task::Draft(id) => format!("draft {id}"),
            Task::Report(_) => "the report of a plan".to_owned(),
        };
        format!(
            "{what} ({}, by {} on {})",
            assignment_in_words(step),
            step.by,
            step.made_at.format("%-d %B %Y at %H:%M UTC")
        )
    });
    let named = named.collect::<Vec<_>>().join("; ");
    Refusal::Overtaken(Problems::one(
        "item",
        format!(
            "Nothing was assigned. Changed since you opened this page: {named}. Check what is shown now, then assign again."
        ),
    ))
}

/// To whom something was assigned, and until when.
pub fn assignment_in_words(step: &TaskStep) -> String {
    let whom = match &step.assignee {
        Some(name) => format!("assigned to {name}"),
        None => "assigned to nobody".to_owned(),
    };
    let due = step
        .due_on
        .map(|day| format!(", due {}", day.format("%-d %B %Y")));
    format!("{whom}{}", due.unwrap_or_default())
}
