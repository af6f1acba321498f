//! Publishing what waits in the queue, many items at once.
//!
//! Each item is decided on as on its own page, by the same function under the same rules, and becomes a
//! revision of its own. One thing is stricter: who looks at the queue sees no published rating. So the sender
//! is taken to have seen what the draft's author had seen: where the published rating has changed since, the
//! store refuses, and the item is looked at on its own page.

use super::assign::{Chosen, QueueDone, chosen, location};
use crate::error::AppError;
use crate::service::App;
use crate::service::auth::Staff;
use crate::service::sheets::SheetRefusal;
use crate::service::staff::Refusal;
use domain::desk::Task;
use domain::forms::Fields;
use domain::staff::review_of;
use domain::{Action, DraftState, route};
use store::Draft;

/// What became of the items that were to be published.
#[derive(Debug, Clone, Default)]
pub struct BulkOutcome {
    /// Ratings that were published.
    pub published: usize,
    pub not_published: Vec<NotPublished>,
}

/// An item that was not published.
#[derive(Debug, Clone)]
pub struct NotPublished {
    pub name: String,
    /// The page on which it can be looked at.
    pub href: String,
    pub why: String,
}

impl App {
    /// Publishes the items that a form chooses, as far as the rules of reviewing allow.
    pub(super) async fn publish_chosen(
        &self,
        staff: &Staff,
        fields: &Fields,
    ) -> Result<QueueDone, Refusal> {
        self.require(staff, Action::ReviewRating).await?;
        let mut outcome = BulkOutcome::default();
        for item in chosen(fields)? {
            self.publish_item(staff, &item, fields, &mut outcome)
                .await?;
        }
        Ok(if outcome.not_published.is_empty() {
            QueueDone::Go(location(fields, "queue-published"))
        } else {
            QueueDone::Partly(outcome)
        })
    }

    async fn publish_item(
        &self,
        staff: &Staff,
        item: &Chosen,
        fields: &Fields,
        outcome: &mut BulkOutcome,
    ) -> Result<(), AppError> {
        let mut drafts: Vec<(Draft, i64)> = Vec::new();
        for (task, version) in item {
            if let Task::Draft(id) = task
                && let Some(draft) = self.inner.store.draft(*id).await?
            {
                drafts.push((draft, *version));
            }
        }
        let Some((first, _)) = drafts.first() else {
            outcome.not_published.push(NotPublished {
                name: "A report to enter".to_owned(),
                href: route::staff::Queue.to_string(),
                why: "There is no draft to publish yet.".to_owned(),
            });
            return Ok(());
        };
        let (id, count) = (first.id, drafts.len());
        let is_own = first.author == staff.account().id;
        let (name, href) = (name_of(first, count), address_of(first, count));
        let why = if !staff.may(review_of(is_own)) {
            Some("You wrote it. Somebody else must review it.".to_owned())
        } else if drafts.iter().any(|(d, _)| is_not_waiting(d.state)) {
            Some("It is not waiting for review.".to_owned())
        } else {
            let form = form_of(&drafts, fields);
            match self.decide_sheet(staff, id, &form).await {
                Ok(_) => None,
                Err(refusal) => Some(in_words(refusal)?),
            }
        };
        match why {
            None => outcome.published += count,
            Some(why) => outcome.not_published.push(NotPublished { name, href, why }),
        }
        Ok(())
    }
}

/// Whether a draft cannot be published from the queue. Sent again, what was published before is no fault:
/// the form is recognised as one that was applied.
const fn is_not_waiting(state: DraftState) -> bool {
    !matches!(state, DraftState::InReview | DraftState::Published)
}

/// The form that the page of an item would send.
fn form_of(drafts: &[(Draft, i64)], fields: &Fields) -> Fields {
    let mut form = Fields::default();
    form.push("do", "publish");
    form.push("submission", fields.get("submission"));
    form.push("comment", fields.get("comment"));
    let seen = drafts.iter().map(|(draft, _)| draft.seen).min();
    form.push("base", seen.unwrap_or(0).to_string());
    for (draft, version) in drafts {
        form.push("draft", draft.id.to_string());
        form.push(&format!("version-{}", draft.id), version.to_string());
    }
    form
}

fn name_of(first: &Draft, count: usize) -> String {
    let rating = &first.content.rating;
    match (count, &rating.report) {
        (1, _) | (_, None) => format!(
            "{}, {}",
            first.code,
            rating.dimension.label().to_lowercase()
        ),
        (many, Some(report)) => format!("{many} ratings from {}", report.title),
    }
}

fn address_of(first: &Draft, count: usize) -> String {
    if count == 1 {
        route::staff::Draft::new(first.id).to_string()
    } else {
        route::staff::SheetReview::new(first.id).to_string()
    }
}

/// Why an item was not published; an error where something else is wrong.
fn in_words(refusal: Refusal) -> Result<String, AppError> {
    let first = |problems: &domain::forms::Problems| {
        let first = problems
            .iter()
            .next()
            .map(|(_, problem)| problem.to_owned());
        first.unwrap_or_default()
    };
    match refusal {
        Refusal::Problems(problems) | Refusal::Overtaken(problems) => Ok(first(&problems)),
        Refusal::Sheet(sheet) => Ok(of_sheet(&sheet, &first(&sheet.head))),
        Refusal::App(AppError::OwnWork) => {
            Ok("You wrote it. Somebody else must review it.".to_owned())
        }
        Refusal::App(AppError::NotFound(_)) => Ok("It is no longer there.".to_owned()),
        Refusal::App(error) => Err(error),
        Refusal::Clash(_) | Refusal::PlanSheet(_) => Ok(OPEN_IT.to_owned()),
    }
}

const OPEN_IT: &str =
    "Its draft, or the published rating, has changed. Open it, compare, then decide.";

fn of_sheet(sheet: &SheetRefusal, head: &str) -> String {
    if sheet.is_overtaken {
        return OPEN_IT.to_owned();
    }
    let cells = sheet.cells.iter().map(|cell| {
        let name = cell.dimension.label().to_lowercase();
        format!("{} {name}: {}", cell.code, cell.problem)
    });
    let all: Vec<String> = std::iter::once(head.to_owned()).chain(cells).collect();
    let all: Vec<&str> = all
        .iter()
        .map(String::as_str)
        .filter(|t| !t.is_empty())
        .collect();
    all.join(" ")
}
