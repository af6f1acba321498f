//! On the page of a draft or sheet: its place in the queue, and who it is assigned to.

use leptos::prelude::*;

use super::form::Form;
use super::moment::moment;
use crate::error::AppError;
use crate::pages::StaffVisit;
use crate::service::queue::{QueuePlace, assignment_in_words};
use domain::desk::Task;
use domain::route;
use store::{Draft, TaskStep};

/// Where the page of a draft stands in the queue, where the reader came from there.
pub(super) struct Place {
    in_queue: Option<QueuePlace>,
    steps: Vec<TaskStep>,
    seen_event: i64,
    base: i64,
}

impl Place {
    /// Reads it for the draft that names the page.
    pub async fn of(visit: &StaffVisit, draft: i64) -> Result<Self, AppError> {
        // A form that is shown again carries it.
        let sent = visit.form().fields.as_ref();
        let queue = match sent {
            Some(sent) if sent.holds("in_queue") => Some(sent.get("queue").to_owned()),
            Some(_) => None,
            None => visit.params().one("queue")?.map(str::to_owned),
        };
        let in_queue = match queue {
            Some(queue) => Some(visit.app.queue_place(&visit.staff, &queue, draft).await?),
            None => None,
        };
        // Before what is assigned.
        let seen_event = visit.app.newest_desk_event().await?;
        Ok(Self {
            in_queue,
            steps: visit.app.task_steps(draft).await?,
            seen_event,
            base: visit.app.catalogue().version().number,
        })
    }

    /// The way to the items before and after this one.
    pub fn links(&self) -> Option<AnyView> {
        let place = self.in_queue.as_ref()?;
        let queue = route::staff::Queue.asking(&place.queue);
        let here = match place.at {
            Some(at) => format!(" {} of {} in the queue ", at + 1, place.total),
            None => " No longer in this part of the queue ".to_owned(),
        };
        let link = |href: &Option<String>, label: &'static str| {
            href.clone()
                .map(|href| view! { <a class="button quiet" href=href>{label}</a> })
        };
        let nav = view! {
            <nav class="actions queue-place" aria-label="Queue">
                {link(&place.previous, "Previous")}
                <span>{here} <a href=queue>"Back to the queue"</a></span>
                {link(&place.next, "Next")}
            </nav>
        };
        Some(nav.into_any())
    }

    /// What a form carries along, so that its decision leads on in the queue.
    pub fn carried(&self) -> Option<AnyView> {
        let queue = self.in_queue.as_ref()?.queue.clone();
        let fields = view! {
            <input type="hidden" name="in_queue" value="yes"/>
            <input type="hidden" name="queue" value=queue/>
        };
        Some(fields.into_any())
    }

    /// Who the drafts are assigned to, and a way to take them. `page` is the field that names the page to
    /// come back to.
    pub fn assigned(&self, drafts: &[&Draft], (page, id): (&'static str, i64)) -> AnyView {
        let now = self.steps.last().map_or_else(
            || "Not assigned.".to_owned(),
            |step| {
                let mut said = assignment_in_words(step);
                if let Some(first) = said.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                format!("{said}.")
            },
        );
        let value = drafts
            .iter()
            .map(|draft| format!("{}@{}", Task::Draft(draft.id), draft.version))
            .collect::<Vec<_>>()
            .join(" ");
        let form = Form {
            values: domain::forms::Fields::default(),
            problems: domain::forms::Problems::default(),
        };
        let take = (!drafts.is_empty()).then(|| {
            view! {
                <form action=route::staff::Queue::PATH method="post" class="inline-field">
                    {form.carried(self.base)}
                    <input type="hidden" name="seen_event" value=self.seen_event.to_string()/>
                    <input type="hidden" name="item" value=value/>
                    <input type="hidden" name=page value=id.to_string()/>
                    {self.carried()}
                    <span>{now.clone()}</span>
                    <button class="button quiet" name="do" value="take">"Assign to me"</button>
                </form>
            }
        });
        view! { <div class="queue-assigned">{take}</div> }.into_any()
    }

    /// The state of the record that the page is of.
    pub const fn base(&self) -> i64 {
        self.base
    }

    /// Who assigned it, to whom and until when, for its history.
    pub fn history(&self) -> Option<AnyView> {
        let steps = self.steps.iter().map(|step| {
            let text = format!(
                "{}: {} ({})",
                moment(step.made_at),
                assignment_in_words(step),
                step.by
            );
            view! { <li>{text}</li> }
        });
        let steps = steps.collect_view();
        (!self.steps.is_empty())
            .then(|| view! { <h3>"Assignments"</h3> <ol>{steps}</ol> }.into_any())
    }
}
