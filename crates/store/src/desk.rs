//! Who works on what, and until when.
//!
//! Kept with the record and not with what running the program leaves behind: it would be missed. It is no
//! part of the record's history, for it says nothing about commitments: it makes no revision, and
//! `desk_event` keeps who assigned what. Apart from the drafts, whose version says that their content or
//! state has changed: assigning one outdates nobody's form.

use std::collections::HashMap;

use crate::boxed;
use chrono::{DateTime, NaiveDate, SubsecRound, Utc};

use super::db::{Connection, dispatch};
use super::draft_rows::{DraftRow, select_drafts};
use super::drafts::Draft;
use super::error::ErrorContext;
use super::query::{Numbered, next_id};
use super::rows::{Scales, parsed};
use super::submission::{FormSubmission, claim};
use super::{Store, StoreError};
use domain::desk::Task;

/// How a task stands that was ever assigned, or has a due date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownTask {
    /// The account that it is assigned to.
    pub assignee: Option<i64>,
    pub due_on: Option<NaiveDate>,
}

/// A step in the history of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskStep {
    pub made_at: DateTime<Utc>,
    /// The name of who did it.
    pub by: String,
    /// The name of whom it was assigned to then.
    pub assignee: Option<String>,
    pub due_on: Option<NaiveDate>,
}

/// What is to become of some tasks: all or none of them.
#[derive(Debug, Clone)]
pub struct TaskChange<'a> {
    pub tasks: &'a [Task],
    /// To whom they are assigned; none leaves that as it is.
    pub assignee: Option<Option<i64>>,
    /// Until when they are due; none leaves that as it is.
    pub due_on: Option<Option<NaiveDate>>,
    /// The newest event of any task that the sender had seen.
    pub seen_event: i64,
    pub at: DateTime<Utc>,
}

/// What became of a change of tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskOutcome {
    Done,
    /// They were so already.
    Unchanged,
    /// The same form was applied before; the answer then led to this location.
    AlreadyApplied(String),
    /// Refused, as a whole: these were changed since the sender looked, as their last steps say.
    Conflicts(Vec<(Task, TaskStep)>),
}

type StepRow = (i64, DateTime<Utc>, String, Option<String>, Option<String>);

fn step((_, made_at, by, assignee, due_on): StepRow) -> Result<TaskStep, StoreError> {
    Ok(TaskStep {
        made_at,
        by,
        assignee,
        due_on: due_on.map(|day| parsed("a day", &day)).transpose()?,
    })
}

impl Store {
    /// The number of the newest event of any task: whoever has seen it has seen those before it.
    #[boxed]
    pub async fn newest_desk_event(&self) -> Result<i64, StoreError> {
        let mut reader = self.db.reader().await?;
        let newest: Option<i64> = dispatch!(reader.connection(), c => sqlx::query_scalar(
            "SELECT MAX(id) FROM desk_event",
        ).fetch_one(&mut *c).await)
        .context("reading what was assigned")?;
        Ok(newest.unwrap_or(0))
    }

    /// The drafts that are neither published nor discarded, those that were changed longest ago first: at
    /// most `limit`, and how many there are. Those that wait for review come first, so that a limit
    /// leaves them in.
    #[boxed]
    pub async fn waiting_drafts(&self, limit: i64) -> Result<(Vec<Draft>, i64), StoreError> {
        let mut reader = self.db.reader().await?;
        let mut connection = reader.connection();
        let total: i64 = dispatch!(&mut connection, c => sqlx::query_scalar(
            "SELECT COUNT(*) FROM rating_draft WHERE state NOT IN ('published', 'discarded')",
        ).fetch_one(&mut **c).await)
        .context("counting the drafts")?;
        let rows: Vec<DraftRow> = dispatch!(&mut connection, DB, c => {
            let mut query = select_drafts::<DB>();
            query.push(
                " WHERE d.state NOT IN ('published', 'discarded')
                  ORDER BY CASE d.state WHEN 'in-review' THEN 0 ELSE 1 END, d.updated_at, d.id LIMIT ",
            );
            query.push_bind(limit);
            query.build_query_as().fetch_all(&mut **c).await
        })
        .context("reading the drafts")?;
        let scales = Scales::new();
        let drafts = rows.into_iter().map(|row| row.draft(&scales));
        Ok((drafts.collect::<Result<_, _>>()?, total))
    }

    /// Every task that is assigned or has a due date, of drafts as long as they wait.
    #[boxed]
    pub async fn open_tasks(&self) -> Result<HashMap<Task, KnownTask>, StoreError> {
        type Row = (String, String, Option<i64>, Option<String>);
        let mut reader = self.db.reader().await?;
        let rows: Vec<Row> = dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT t.kind, t.name, t.assignee_id, t.due_on FROM rating_draft d
             JOIN desk_task t ON t.kind = 'draft' AND t.name = CAST(d.id AS TEXT)
             WHERE d.state NOT IN ('published', 'discarded')
             UNION ALL
             SELECT t.kind, t.name, t.assignee_id, t.due_on FROM desk_task t
             WHERE t.kind = 'report'",
        ).fetch_all(&mut *c).await)
        .context("reading what is assigned")?;
        let mut tasks = HashMap::new();
        for (kind, name, assignee, due_on) in rows {
            let due_on = due_on.map(|day| parsed("a day", &day)).transpose()?;
            if let Some(task) = Task::of_key(&kind, &name) {
                tasks.insert(task, KnownTask { assignee, due_on });
            }
        }
        Ok(tasks)
    }

    /// Who assigned a task, to whom and until when, oldest first.
    #[boxed]
    pub async fn task_steps(&self, task: &Task) -> Result<Vec<TaskStep>, StoreError> {
        let mut reader = self.db.reader().await?;
        steps_since(&mut reader.connection(), task, 0).await
    }

    /// Assigns tasks and sets their due dates, for all of them or none: refused where another person has
    /// done so to one of them since the sender looked.
    #[boxed]
    pub async fn change_tasks(
        &self,
        change: &TaskChange<'_>,
        submission: &FormSubmission,
    ) -> Result<TaskOutcome, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        if let Some(location) = claim(&mut connection, submission, change.at).await? {
            return Ok(TaskOutcome::AlreadyApplied(location));
        }
        let mut conflicts = Vec::new();
        let mut is_changed = false;
        for task in change.tasks {
            let since = steps_since(&mut connection, task, change.seen_event).await?;
            if let Some(last) = since.into_iter().next_back() {
                conflicts.push((task.clone(), last));
            } else if conflicts.is_empty() {
                is_changed |=
                    change_task(&mut connection, task, change, submission.account).await?;
            }
        }
        if !conflicts.is_empty() {
            // Dropping the transaction rolls the others back.
            return Ok(TaskOutcome::Conflicts(conflicts));
        }
        transaction.commit().await?;
        Ok(if is_changed {
            TaskOutcome::Done
        } else {
            TaskOutcome::Unchanged
        })
    }
}

async fn steps_since(
    connection: &mut Connection<'_>,
    task: &Task,
    since: i64,
) -> Result<Vec<TaskStep>, StoreError> {
    let (kind, name) = task.key();
    let rows: Vec<StepRow> = dispatch!(connection, c => sqlx::query_as(
        "SELECT e.id, e.made_at, a.name, b.name, e.due_on FROM desk_event e
         JOIN account a ON a.id = e.account_id
         LEFT JOIN account b ON b.id = e.assignee_id
         WHERE e.kind = $1 AND e.name = $2 AND e.id > $3 ORDER BY e.id",
    ).bind(kind).bind(name).bind(since).fetch_all(&mut **c).await)
    .context("reading who assigned something")?;
    rows.into_iter().map(step).collect()
}

/// Changes one task; false where it is so already.
async fn change_task(
    connection: &mut Connection<'_>,
    task: &Task,
    change: &TaskChange<'_>,
    account: i64,
) -> Result<bool, StoreError> {
    let (kind, name) = task.key();
    let now: Option<(Option<i64>, Option<String>)> =
        dispatch!(&mut *connection, c => sqlx::query_as(
            "SELECT assignee_id, due_on FROM desk_task WHERE kind = $1 AND name = $2",
        ).bind(kind).bind(&name).fetch_optional(&mut **c).await)
        .context("reading what is assigned")?;
    let (assignee, due_on) = now.unwrap_or_default();
    let next_assignee = change.assignee.unwrap_or(assignee);
    let next_due = match change.due_on {
        Some(due_on) => due_on.map(|day| day.to_string()),
        None => due_on.clone(),
    };
    if (assignee, &due_on) == (next_assignee, &next_due) {
        return Ok(false);
    }
    let id = next_id(connection, Numbered::DeskEvent).await?;
    dispatch!(&mut *connection, c => sqlx::query(
        "INSERT INTO desk_event (id, kind, name, made_at, account_id, assignee_id, due_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(kind)
    .bind(&name)
    .bind(change.at.trunc_subsecs(6))
    .bind(account)
    .bind(next_assignee)
    .bind(&next_due)
    .execute(&mut **c)
    .await
    .map(|_| ()))
    .context("noting who assigned something")?;
    dispatch!(&mut *connection, c => sqlx::query(
        "INSERT INTO desk_task (kind, name, assignee_id, due_on, event_id)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (kind, name) DO UPDATE
         SET assignee_id = excluded.assignee_id, due_on = excluded.due_on,
             event_id = excluded.event_id",
    )
    .bind(kind)
    .bind(&name)
    .bind(next_assignee)
    .bind(&next_due)
    .bind(id)
    .execute(&mut **c)
    .await
    .map(|_| ()))
    .context("assigning something")?;
    Ok(true)
}
