//! What the forms of the queue do, and those of decisions that lead on to the next item of it.

use axum::response::Response;

use super::staff_form::{Done, FormRoute, StaffForm};
use crate::pages::{FormState, staff};
use crate::service::App;
use crate::service::auth::Staff;
use crate::service::queue::QueueDone;
use crate::service::staff::Refusal;
use domain::forms::Fields;
use domain::route::staff as at;

impl FormRoute for at::Queue {}

impl FormRoute for at::Mentions {
    fn page(&self) -> String {
        at::Desk.to_string()
    }
}

impl FormRoute for at::DraftComments {
    fn page(&self) -> String {
        at::Draft::new(self.id).to_string()
    }
}

impl FormRoute for at::SheetComments {
    fn page(&self) -> String {
        at::SheetReview::new(self.id).to_string()
    }
}

/// Assigns or publishes items of the queue.
pub(super) async fn change_queue(form: StaffForm<at::Queue>) -> Response {
    let done = form.app.change_queue(&form.staff, &form.fields).await;
    let done = done.map(|done| match done {
        // Shown with the filter that the form was sent from.
        QueueDone::Partly(outcome) => Done::Show(FormState {
            fields: Some(filter_of(&form.fields)),
            published: Some(std::sync::Arc::new(outcome)),
            ..FormState::default()
        }),
        QueueDone::Go(location) => Done::Go(location),
    });
    form.answer(done, |visit, _| staff::queue_page(visit)).await
}

fn filter_of(fields: &Fields) -> Fields {
    let mut kept = Fields::default();
    for name in ["queue", "page"] {
        kept.push(name, fields.get(name));
    }
    kept
}

/// Takes a comment off the desk of whom it names.
pub(super) async fn finish_mention(form: StaffForm<at::Mentions>) -> Response {
    let id = form.fields.number("mention").unwrap_or(0);
    let done = form.app.finish_mention(&form.staff, id).await;
    let done = done.map(|()| at::Desk.with("done", "mention"));
    form.answer(done.map_err(Refusal::from), |visit, _| {
        staff::desk_page(visit)
    })
    .await
}

pub(super) async fn comment_on_draft(form: StaffForm<at::DraftComments>) -> Response {
    let (app, staff, id) = (&form.app, &form.staff, form.at.id);
    let location = in_queue(at::Draft::new(id).with("done", "comment"), &form.fields);
    let done = app
        .comment_on_draft(staff, id, &form.fields, location)
        .await;
    let page = |visit, at: at::DraftComments| staff::draft_page(visit, at::Draft::new(at.id));
    form.answer(done, page).await
}

pub(super) async fn comment_on_sheet(form: StaffForm<at::SheetComments>) -> Response {
    let (app, staff, id) = (&form.app, &form.staff, form.at.id);
    let location = in_queue(
        at::SheetReview::new(id).with("done", "comment"),
        &form.fields,
    );
    let done = app
        .comment_on_draft(staff, id, &form.fields, location)
        .await;
    let page =
        |visit, at: at::SheetComments| staff::sheet_review_page(visit, at::SheetReview::new(at.id));
    form.answer(done, page).await
}

/// An address with the filter of the queue that a form was sent from.
fn in_queue(address: String, fields: &Fields) -> String {
    if !fields.holds("in_queue") {
        return address;
    }
    let mut kept = Fields::default();
    kept.push("queue", fields.get("queue"));
    format!("{address}&{}", kept.encode())
}

/// Decides on a draft or a sheet. From the queue it goes on to the next item of it, which is looked up before
/// the decision changes the queue.
pub(super) async fn and_on(
    (app, staff): (&App, &Staff),
    fields: &Fields,
    draft: i64,
    decide: impl Future<Output = Result<String, Refusal>>,
) -> Result<String, Refusal> {
    if !fields.holds("in_queue") {
        return decide.await;
    }
    let place = app.queue_place(staff, fields.get("queue"), draft).await?;
    decide.await.map(|location| place.after(&location))
}
