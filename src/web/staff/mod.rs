//! The part for staff: who may see its pages, and what its forms do. Every form is an ordinary POST
//! to the address of its page or one below it: what it asks is done and the browser sent on, or the
//! page is shown again with what was filled in.

mod accounts;
mod forms;
mod queue;
mod sign_in;
mod staff_form;
pub mod upload;

pub(super) use staff_form::read as read_form;

use std::sync::Arc;

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::header::LOCATION;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leptos::prelude::provide_context;

use super::AppState;
use super::render::{At, PageRequest};
use super::session::{self, Sender};
use crate::pages::{FormState, Page, StaffVisit, staff};
use crate::service::auth::Staff;
use domain::route::staff as at;
use domain::route::{self, Route};

/// Every address of the part for staff but those that take files.
pub fn routes(state: &AppState) -> Router<AppState> {
    pages()
        .merge(forms::routes())
        .merge(sign_in::routes())
        .layer(middleware::from_fn_with_state(
            state.app.clone(),
            session::identify,
        ))
}

/// Every page that takes somebody who is signed in.
fn pages() -> Router<AppState> {
    Router::new()
        .staff_page(at::Desk, staff::desk_page)
        .staff_page(at::Account, staff::account_page)
        .staff_page(at::SecondFactor, staff::second_factor_page)
        .staff_page(at::Users, staff::users_page)
        .staff_page(at::Security, staff::security_page)
        .staff_page(at::NewCommitment, staff::new_commitment_page)
        .staff_page_at(staff::edit_page)
        .staff_page_at(staff::rating_page)
        .staff_page_at(staff::draft_page)
        .staff_page_at(staff::preview_page)
        .staff_page_at(staff::sheet_page)
        .staff_page_at(staff::sheet_review_page)
        .staff_page_at(staff::plan_sheet_page)
        .staff_page(at::NewPlan, staff::new_plan_page)
        .staff_page(at::Proposals, staff::proposals_page)
        .staff_page_at(staff::proposal_page)
        .staff_page_at(staff::proposed_page)
        .staff_page(at::Reports, staff::reports_page)
        .staff_page(at::Find, staff::find_page)
        .staff_page(at::Queue, staff::queue_page)
        .staff_page(at::Members, staff::members_page)
        .staff_page_at(staff::member_page)
        .staff_page(at::Tags, staff::tags_page)
        .staff_page(at::Institutions, staff::institutions_page)
        .staff_page(at::Areas, staff::areas_page)
        .staff_page(at::Context, staff::context_page)
        .staff_page_at(staff::kind_page)
        .staff_page_at(staff::item_page)
        .staff_page(at::Imports, staff::imports_page)
        .staff_page_at(staff::import_page)
        .staff_page_at(staff::batch_page)
        .staff_page(at::Sources, staff::sources_page)
        .staff_page_at(staff::source_page)
        .staff_page(at::Webhooks, staff::webhooks_page)
}

/// Pages for staff in a router, each at its route.
trait StaffPages {
    fn staff_page<R, F, Fut>(self, route: R, page: F) -> Self
    where
        R: Route,
        F: Fn(StaffVisit) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Page> + Send + 'static;

    fn staff_page_at<R, F, Fut>(self, page: F) -> Self
    where
        R: Route,
        F: Fn(StaffVisit, R) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Page> + Send + 'static;
}

impl StaffPages for Router<AppState> {
    fn staff_page<R, F, Fut>(self, _: R, page: F) -> Self
    where
        R: Route,
        F: Fn(StaffVisit) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Page> + Send + 'static,
    {
        let answer = move |request: StaffRequest| request.show(page);
        self.route(R::PATTERN, get(answer))
    }

    fn staff_page_at<R, F, Fut>(self, page: F) -> Self
    where
        R: Route,
        F: Fn(StaffVisit, R) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Page> + Send + 'static,
    {
        let answer = move |request: StaffRequest, At(route): At<R>| {
            request.show(move |visit| page(visit, route))
        };
        self.route(R::PATTERN, get(answer))
    }
}

/// Where somebody may go who has yet to set up the second factor that is required of them.
fn is_open_without_second_factor(path: &str) -> bool {
    path == at::SecondFactor::PATTERN || path == at::SignOut::PATTERN
}

/// A request of somebody who is signed in. Others are sent to sign in first.
pub struct StaffRequest {
    /// Who.
    pub staff: Staff,
    page: PageRequest,
    form: Arc<FormState>,
}

impl FromRequestParts<AppState> for StaffRequest {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let Ok(page) = PageRequest::from_request_parts(parts, state).await;
        let sender = parts.extensions.get::<Sender>().cloned();
        let form = parts.extensions.get::<Arc<FormState>>().cloned();
        let Some(Sender(Some(staff))) = sender else {
            let here = parts.uri.path_and_query().map_or("", |here| here.as_str());
            return Err(see_other(&at::SignIn.with("next", here)));
        };
        if staff.lacks_second_factor() && !is_open_without_second_factor(parts.uri.path()) {
            let here = parts.uri.path_and_query().map_or("", |here| here.as_str());
            return Err(see_other(&at::SecondFactor.with("next", here)));
        }
        Ok(Self {
            staff,
            page,
            form: form.unwrap_or_default(),
        })
    }
}

impl StaffRequest {
    /// Answers with a page.
    async fn show<F, Fut>(self, page: F) -> Response
    where
        F: FnOnce(StaffVisit) -> Fut + Send + 'static,
        Fut: Future<Output = Page> + Send + 'static,
    {
        let Self { staff, form, .. } = self;
        let show = move |visit| {
            // Moments on the page are shown in it.
            provide_context(staff.zone());
            page(StaffVisit::new(visit, staff, form))
        };
        // Here and not before: a form may just have changed the record.
        self.page.of_one_version().show(show).await
    }

    /// Answers with the page of a form, in the state that the form is in now.
    async fn show_again<F, Fut>(self, state: FormState, status: StatusCode, page: F) -> Response
    where
        F: FnOnce(StaffVisit) -> Fut + Send + 'static,
        Fut: Future<Output = Page> + Send + 'static,
    {
        let form = Arc::new(state);
        with_status(Self { form, ..self }.show(page).await, status)
    }
}

/// A page that says what is wrong with a form: found, but not as it was hoped for.
pub(super) fn with_status(mut response: Response, status: StatusCode) -> Response {
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

pub(super) fn see_other(location: &str) -> Response {
    let location =
        HeaderValue::from_str(location).unwrap_or(HeaderValue::from_static(at::Desk::PATTERN));
    (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
}

/// A page of ours that staff may be sent to; the desk for everything else.
pub(super) fn local(next: &str) -> &str {
    let ours = at::holds(next) || next.starts_with(route::Commitments::PATTERN);
    if ours && !next.contains(['\\', '\r', '\n']) && !next.starts_with(at::SignIn::PATTERN) {
        next
    } else {
        at::Desk::PATTERN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for next in [
            "https://evil.example",
            "//evil.example",
            "/staff/../..//evil.example\\",
            "/staffing",
            "",
            "/staff/sign-in?next=/staff/sign-in",
        ] {
            assert_eq!(local(next), "/staff", "{next}");
        }
        assert_eq!(local("/staff/users?x=1"), "/staff/users?x=1");
    }
}
