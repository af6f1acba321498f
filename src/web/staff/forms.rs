//! What each form for staff does: one call of `service` each.

use std::sync::Arc;

use axum::Router;
use axum::response::Response;
use axum::routing::post;

use super::accounts::{own_account, own_second_factor, users};
use super::queue;
use super::staff_form::{Done, FormRoute, StaffForm};
use crate::pages::{FormState, staff};
use crate::service::staff::Refusal;
use crate::web::AppState;
use crate::web::session;
use domain::forms::Problems;
use domain::route::Route;
use domain::route::staff as at;

/// The addresses that take forms of people who are signed in.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(at::SignOut::PATTERN, post(sign_out))
        .route(at::Account::PATTERN, post(change_own_account))
        .route(at::SecondFactor::PATTERN, post(change_second_factor))
        .route(at::Notifications::PATTERN, post(read_notifications))
        .route(at::Users::PATTERN, post(change_users))
        .route(at::NewCommitment::PATTERN, post(add_commitment))
        .route(at::Commitment::PATTERN, post(save_commitment))
        .route(at::Withdraw::PATTERN, post(withdraw))
        .route(at::Reply::PATTERN, post(attach_reply))
        .route(at::Rating::PATTERN, post(draft_rating))
        .route(at::Draft::PATTERN, post(change_draft))
        .route(at::DraftStep::PATTERN, post(move_draft))
        .route(at::RatingSheet::PATTERN, post(save_sheet))
        .route(at::SheetReview::PATTERN, post(decide_sheet))
        .route(at::Proposal::PATTERN, post(decide_proposal))
        .route(at::ProposedCommitment::PATTERN, post(revise_proposal))
        .route(at::PlanSheet::PATTERN, post(keep_plan))
        .route(at::NewPlan::PATTERN, post(keep_new_plan))
        .route(at::Queue::PATTERN, post(queue::change_queue))
        .route(at::Mentions::PATTERN, post(queue::finish_mention))
        .route(at::DraftComments::PATTERN, post(queue::comment_on_draft))
        .route(at::SheetComments::PATTERN, post(queue::comment_on_sheet))
        .route(at::Members::PATTERN, post(add_member))
        .route(at::Member::PATTERN, post(save_member))
        .route(at::Plans::PATTERN, post(add_plan))
        .route(at::Tags::PATTERN, post(tag))
        .route(at::Institutions::PATTERN, post(change_institution))
        .route(at::Areas::PATTERN, post(change_area))
        .route(at::ContextKind::PATTERN, post(add_item))
        .route(at::ContextItem::PATTERN, post(save_item))
        .route(at::Import::PATTERN, post(decide_import))
        .route(at::ImportBatch::PATTERN, post(undo_import))
        .route(at::Sources::PATTERN, post(add_source))
}

/// Forms that stand on the page at their own address.
macro_rules! on_own_pages {
    ($($route:ident),+) => { $(impl FormRoute for at::$route {})+ };
}

on_own_pages!(
    SignOut,
    Account,
    SecondFactor,
    Users,
    NewCommitment,
    Commitment,
    Rating,
    Draft,
    RatingSheet,
    SheetReview,
    Proposal,
    ProposedCommitment,
    PlanSheet,
    NewPlan,
    Members,
    Member,
    Tags,
    Institutions,
    Areas,
    ContextKind,
    ContextItem,
    Import,
    ImportBatch,
    Sources,
    Source,
    Webhooks
);

/// Forms about files at addresses: reading one, or publishing what one says, may take a while.
pub fn slow_routes() -> Router<AppState> {
    Router::new()
        .route(at::ImportAddress::PATTERN, post(read_address))
        .route(at::ImportBundled::PATTERN, post(read_bundled))
        .route(at::Source::PATTERN, post(change_source))
        .route(at::Webhooks::PATTERN, post(change_webhooks))
}

impl FormRoute for at::ImportAddress {
    fn page(&self) -> String {
        at::Imports.to_string()
    }
}

impl FormRoute for at::Notifications {
    fn page(&self) -> String {
        at::Desk.to_string()
    }
}

impl FormRoute for at::ImportBundled {
    fn page(&self) -> String {
        at::Desk.to_string()
    }
}

impl FormRoute for at::Withdraw {
    fn page(&self) -> String {
        at::Commitment::new(&self.code).to_string()
    }
}

impl FormRoute for at::Reply {
    fn page(&self) -> String {
        at::Commitment::new(&self.code).to_string()
    }
}

impl FormRoute for at::DraftStep {
    fn page(&self) -> String {
        at::Draft::new(self.id).to_string()
    }
}

impl FormRoute for at::Plans {
    fn page(&self) -> String {
        at::Member::new(&self.slug).to_string()
    }
}

async fn sign_out(form: StaffForm<at::SignOut>) -> Response {
    let done = form.app.sign_out(&form.staff).await;
    let done = done.map(|()| at::SignIn.with("done", "out"));
    let cookie = done
        .is_ok()
        .then(|| session::clear_cookie(form.is_secure()));
    let page = |visit, _| staff::desk_page(visit);
    let mut response = form.answer(done.map_err(Refusal::from), page).await;
    response.headers_mut().extend(cookie);
    response
}

async fn change_own_account(form: StaffForm<at::Account>) -> Response {
    let done = own_account(&form.app, &form.staff, &form.fields).await;
    form.answer(done, |visit, _| staff::account_page(visit))
        .await
}

async fn change_second_factor(form: StaffForm<at::SecondFactor>) -> Response {
    let done = own_second_factor(&form.app, &form.staff, &form.fields).await;
    form.answer(done, |visit, _| staff::second_factor_page(visit))
        .await
}

async fn read_notifications(form: StaffForm<at::Notifications>) -> Response {
    let done = form
        .app
        .read_notices(&form.staff, form.fields.get("until"))
        .await;
    let done = done.map(|()| at::Desk.with("done", "read"));
    form.answer(done.map_err(Refusal::from), |visit, _| {
        staff::desk_page(visit)
    })
    .await
}

async fn change_users(form: StaffForm<at::Users>) -> Response {
    let done = users(&form.app, &form.staff, &form.fields).await;
    form.answer(done, |visit, _| staff::users_page(visit)).await
}

async fn add_commitment(form: StaffForm<at::NewCommitment>) -> Response {
    let done = form.app.add_commitment(&form.staff, &form.fields).await;
    form.answer(done, |visit, _| staff::new_commitment_page(visit))
        .await
}

async fn save_commitment(form: StaffForm<at::Commitment>) -> Response {
    let (app, staff, code) = (&form.app, &form.staff, &form.at.code);
    let done = app.save_commitment(staff, code, &form.fields).await;
    form.answer(done, staff::edit_page).await
}

async fn withdraw(form: StaffForm<at::Withdraw>) -> Response {
    let (app, staff, code) = (&form.app, &form.staff, &form.at.code);
    let done = app.withdraw(staff, code, &form.fields).await;
    let page = |visit, at: at::Withdraw| staff::edit_page(visit, at::Commitment::new(at.code));
    form.answer(done, page).await
}

async fn attach_reply(form: StaffForm<at::Reply>) -> Response {
    let (app, staff, code) = (&form.app, &form.staff, &form.at.code);
    let done = app.attach_reply(staff, code, &form.fields).await;
    let page = |visit, at: at::Reply| staff::edit_page(visit, at::Commitment::new(at.code));
    form.answer(done, page).await
}

async fn draft_rating(form: StaffForm<at::Rating>) -> Response {
    let (app, staff, at) = (&form.app, &form.staff, &form.at);
    let done = app
        .draft_rating(staff, &at.code, &at.dimension, &form.fields)
        .await;
    form.answer(done, staff::rating_page).await
}

async fn change_draft(form: StaffForm<at::Draft>) -> Response {
    let done = form
        .app
        .change_draft(&form.staff, form.at.id, &form.fields)
        .await;
    form.answer(done, staff::draft_page).await
}

async fn move_draft(form: StaffForm<at::DraftStep>) -> Response {
    let (app, staff, at) = (&form.app, &form.staff, &form.at);
    let decide = app.move_draft(staff, at.id, &at.step, &form.fields);
    let done = queue::and_on((app, staff), &form.fields, at.id, decide).await;
    let page = |visit, at: at::DraftStep| staff::draft_page(visit, at::Draft::new(at.id));
    form.answer(done, page).await
}

async fn save_sheet(form: StaffForm<at::RatingSheet>) -> Response {
    let done = form
        .app
        .save_sheet(&form.staff, &form.at, &form.fields)
        .await;
    form.answer(done, staff::sheet_page).await
}

async fn decide_proposal(form: StaffForm<at::Proposal>) -> Response {
    let (app, staff, id) = (&form.app, &form.staff, form.at.id);
    let done = app.decide_proposal(staff, id, &form.fields).await;
    form.answer(done, staff::proposal_page).await
}

async fn revise_proposal(form: StaffForm<at::ProposedCommitment>) -> Response {
    let (app, staff, at) = (&form.app, &form.staff, &form.at);
    let done = app
        .revise_proposal(staff, at.id, &at.code, &form.fields)
        .await;
    form.answer(done, staff::proposed_page).await
}

async fn decide_sheet(form: StaffForm<at::SheetReview>) -> Response {
    let (app, staff, id) = (&form.app, &form.staff, form.at.id);
    let decide = app.decide_sheet(staff, id, &form.fields);
    let done = queue::and_on((app, staff), &form.fields, id, decide).await;
    form.answer(done, staff::sheet_review_page).await
}

async fn keep_plan(form: StaffForm<at::PlanSheet>) -> Response {
    let (app, staff, at) = (&form.app, &form.staff, &form.at);
    let done = app
        .plan_sheet_step(staff, &at.member, Some(&at.plan), &form.fields)
        .await;
    form.answer(done, staff::plan_sheet_page).await
}

async fn keep_new_plan(form: StaffForm<at::NewPlan>) -> Response {
    let (app, staff, member) = (&form.app, &form.staff, form.fields.get("member"));
    let done = app.plan_sheet_step(staff, member, None, &form.fields).await;
    form.answer(done, |visit, _| staff::new_plan_page(visit))
        .await
}

async fn add_member(form: StaffForm<at::Members>) -> Response {
    let done = form.app.save_member(&form.staff, None, &form.fields).await;
    form.answer(done, |visit, _| staff::members_page(visit))
        .await
}

async fn save_member(form: StaffForm<at::Member>) -> Response {
    let slug = Some(&*form.at.slug);
    let done = form.app.save_member(&form.staff, slug, &form.fields).await;
    form.answer(done, staff::member_page).await
}

async fn add_plan(form: StaffForm<at::Plans>) -> Response {
    let (app, staff, slug) = (&form.app, &form.staff, &form.at.slug);
    let done = if form.fields.holds("plan") {
        app.change_plan(staff, slug, &form.fields).await
    } else {
        app.add_plan(staff, slug, &form.fields).await
    };
    let page = |visit, at: at::Plans| staff::member_page(visit, at::Member::new(at.slug));
    form.answer(done, page).await
}

/// Tags many commitments; what will change is shown before it is done.
async fn tag(form: StaffForm<at::Tags>) -> Response {
    let (app, staff, fields) = (&form.app, &form.staff, &form.fields);
    let shown = || FormState {
        fields: Some(fields.clone()),
        ..FormState::default()
    };
    let done = match fields.get("step") {
        "preview" => app.tag_preview(staff, fields).await.map(|rows| {
            Done::Show(FormState {
                previewed: Some(Arc::new(rows)),
                ..shown()
            })
        }),
        "choose" => Ok(Done::Show(shown())),
        _ => app.tag_many(staff, fields).await.map(Done::Go),
    };
    form.answer(done, |visit, _| staff::tags_page(visit)).await
}

async fn change_institution(form: StaffForm<at::Institutions>) -> Response {
    let done = form.app.change_institution(&form.staff, &form.fields).await;
    form.answer(done, |visit, _| staff::institutions_page(visit))
        .await
}

async fn change_area(form: StaffForm<at::Areas>) -> Response {
    let (app, staff) = (&form.app, &form.staff);
    let done = if form.fields.holds("new") {
        app.add_area(staff, &form.fields).await
    } else {
        app.change_area(staff, &form.fields).await
    };
    form.answer(done, |visit, _| staff::areas_page(visit)).await
}

async fn add_item(form: StaffForm<at::ContextKind>) -> Response {
    let (app, staff, kind) = (&form.app, &form.staff, &form.at.kind);
    let done = app.add_item(staff, kind, &form.fields).await;
    form.answer(done, staff::kind_page).await
}

async fn save_item(form: StaffForm<at::ContextItem>) -> Response {
    let (app, staff, at) = (&form.app, &form.staff, &form.at);
    let done = app.save_item(staff, &at.kind, &at.slug, &form.fields).await;
    form.answer(done, staff::item_page).await
}

async fn decide_import(form: StaffForm<at::Import>) -> Response {
    let (app, staff, id) = (&form.app, &form.staff, &form.at.id);
    let done = app.decide_import(staff, id, &form.fields).await;
    form.answer(done, staff::import_page).await
}

async fn undo_import(form: StaffForm<at::ImportBatch>) -> Response {
    let (app, staff, number) = (&form.app, &form.staff, form.at.number);
    let done = app.undo_import(staff, number, &form.fields).await;
    form.answer(done, staff::batch_page).await
}

async fn read_address(form: StaffForm<at::ImportAddress>) -> Response {
    let address = form.fields.get("address");
    let done = form.app.upload_from(&form.staff, address).await;
    let done = match done {
        Ok(Ok(id)) => Ok(at::Import::new(&id).to_string()),
        Ok(Err(problem)) => Err(Problems::one("address", problem).into()),
        Err(error) => Err(Refusal::from(error)),
    };
    form.answer(done, |visit, _| staff::imports_page(visit))
        .await
}

async fn read_bundled(form: StaffForm<at::ImportBundled>) -> Response {
    let done = if form.fields.get("do") == "leave" {
        let left = form.app.leave_bundled(&form.staff).await;
        left.map(|()| at::Desk.with("done", "saved"))
            .map_err(Refusal::from)
    } else {
        match form.app.upload_bundled(&form.staff).await {
            Ok(Ok(id)) => Ok(at::Import::new(&id).to_string()),
            Ok(Err(problem)) => Err(Problems::one("bundled", problem).into()),
            Err(error) => Err(Refusal::from(error)),
        }
    };
    form.answer(done, |visit, _| staff::desk_page(visit)).await
}

async fn add_source(form: StaffForm<at::Sources>) -> Response {
    let done = form.app.add_source(&form.staff, &form.fields).await;
    form.answer(done, |visit, _| staff::sources_page(visit))
        .await
}

async fn change_webhooks(form: StaffForm<at::Webhooks>) -> Response {
    let done = form.app.change_webhooks(&form.staff, &form.fields).await;
    form.answer(done, |visit, _| staff::webhooks_page(visit))
        .await
}

async fn change_source(form: StaffForm<at::Source>) -> Response {
    let (app, staff, name) = (&form.app, &form.staff, &form.at.name);
    let done = app.change_source(staff, name, &form.fields).await;
    form.answer(done, staff::source_page).await
}
