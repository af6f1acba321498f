//! `/staff`: who may see its pages, and what its forms do. Every form is an ordinary POST: what it
//! asks is done and the browser sent on, or its page is shown again with what was filled in.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Extension, Request, State};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leptos::prelude::provide_context;
use leptos_axum::LeptosRoutes;

use super::fallback::error_page;
use super::session::{self, Sender};
use super::{AppState, Origin, render, sign_in};
use crate::domain::Role;
use crate::error::AppError;
use crate::forms::{Fields, Problems, account};
use crate::pages::{self, FormState};
use crate::service::App;
use crate::service::auth::Staff;
use crate::service::staff::Refusal;
use crate::store::AccountChange;

/// Room for the longest form: a full text, encoded.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// Every address under `/staff`.
pub fn routes(state: &AppState) -> Router<AppState> {
    let pages: Vec<_> = pages::routes()
        .into_iter()
        .filter(|listing| listing.path().starts_with("/staff"))
        .collect();
    let staff = Router::new()
        .leptos_routes_with_handler(pages, get(show))
        .merge(sign_in::routes());
    let staff = POSTED.iter().fold(staff, |router, path| {
        router.route(path, axum::routing::post(act))
    });
    staff.layer(middleware::from_fn_with_state(
        state.app.clone(),
        session::identify,
    ))
}

/// The addresses that take forms.
const POSTED: &[&str] = &[
    "/staff/sign-in",
    "/staff/sign-out",
    "/staff/account",
    "/staff/users",
    "/staff/commitments/new",
    "/staff/commitments/{code}",
    "/staff/commitments/{code}/withdraw",
    "/staff/commitments/{code}/reply",
    "/staff/commitments/{code}/ratings/{dimension}",
    "/staff/drafts/{id}",
    "/staff/drafts/{id}/{step}",
    "/staff/members",
    "/staff/members/{slug}",
    "/staff/members/{slug}/plans",
    "/staff/tags",
    "/staff/institutions",
    "/staff/areas",
    "/staff/import/{id}",
    "/staff/import/batches/{number}",
];

/// A page, for who is signed in; others are sent to sign in first.
async fn show(
    State(app): State<App>,
    Extension(Sender(sender)): Extension<Sender>,
    request: Request,
) -> Response {
    let path = request.uri().path();
    if path == "/staff/sign-in" {
        let state = FormState {
            insecure: !session::may_sign_in(&request),
            ..FormState::default()
        };
        return page(app, sender, request, None, state, StatusCode::OK).await;
    }
    if sender.is_none() {
        let next = request.uri().path_and_query().map_or(path, |p| p.as_str());
        let mut fields = Fields::default();
        fields.push("next", next);
        return see_other(&format!("/staff/sign-in?{}", fields.encode()));
    }
    page(
        app,
        sender,
        request,
        None,
        FormState::default(),
        StatusCode::OK,
    )
    .await
}

/// Shows the page at `path`, or at the request's own address, with the state of its form.
pub(super) async fn page(
    app: App,
    sender: Option<Staff>,
    request: Request,
    path: Option<&str>,
    state: FormState,
    status: StatusCode,
) -> Response {
    let mut shown = Request::new(Body::empty());
    *shown.headers_mut() = request.headers().clone();
    *shown.extensions_mut() = request.extensions().clone();
    *shown.uri_mut() = path
        .and_then(|path| path.parse().ok())
        .unwrap_or_else(|| request.uri().clone());
    let state = Arc::new(state);
    let mut response = render::document(app, shown, move || {
        provide_context(Arc::clone(&state));
        if let Some(staff) = sender.clone() {
            provide_context(staff);
        }
    })
    .await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

pub(super) fn see_other(location: &str) -> Response {
    let location = HeaderValue::from_str(location).unwrap_or(HeaderValue::from_static("/staff"));
    (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
}

/// A page of ours that staff may be sent to; the desk for everything else.
pub(super) fn local(next: &str) -> &str {
    let ours = next == "/staff"
        || next.starts_with("/staff/")
        || next.starts_with("/staff?")
        || next.starts_with("/commitments");
    if ours && !next.contains(['\\', '\r', '\n']) && !next.starts_with("/staff/sign-in") {
        next
    } else {
        "/staff"
    }
}

/// Does what a form asks.
async fn act(
    State(app): State<App>,
    Extension(Sender(sender)): Extension<Sender>,
    mut request: Request,
) -> Response {
    debug_assert_eq!(*request.method(), Method::POST);
    let is_form = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|t| t.to_str().ok())
        .is_some_and(|t| t.starts_with("application/x-www-form-urlencoded"));
    let body = std::mem::take(request.body_mut());
    let fields = match to_bytes(body, BODY_LIMIT).await {
        Ok(body) if is_form => Fields::parse(&body),
        Ok(_) => {
            let problem = "Expected a form (application/x-www-form-urlencoded).";
            return error_page(app, request, AppError::BadAddress(problem.to_owned())).await;
        }
        Err(_) => {
            let id = super::RequestIdText::of(request.headers());
            return super::fallback::plain_page(StatusCode::PAYLOAD_TOO_LARGE, &id);
        }
    };
    let path = request.uri().path().to_owned();
    if path == "/staff/sign-in" {
        return sign_in::with_password(app, sender, request, fields).await;
    }
    let Some(staff) = sender else {
        return sign_in::lapsed(app, request, &path, fields).await;
    };
    let origin = request.extensions().get::<Origin>().cloned();
    let mut answer = match act_as(&app, &staff, &path, &fields).await {
        Ok(Done::Go(location)) => see_other(&location),
        Ok(Done::Show(state)) => {
            let at = form_page(&path);
            page(app, Some(staff), request, Some(&at), state, StatusCode::OK).await
        }
        Err(refusal) => {
            let at = form_page(&path);
            let (state, status) = match refusal {
                Refusal::App(error) => return error_page(app, request, error).await,
                Refusal::Problems(problems) => (
                    FormState {
                        fields: Some(fields),
                        problems,
                        ..FormState::default()
                    },
                    StatusCode::UNPROCESSABLE_ENTITY,
                ),
                Refusal::Overtaken(problems) => (
                    FormState {
                        fields: Some(fields),
                        problems,
                        ..FormState::default()
                    },
                    StatusCode::CONFLICT,
                ),
                Refusal::Clash(clash) => (
                    FormState {
                        fields: Some(clash.fields.clone()),
                        clash: Some(Arc::new(*clash)),
                        ..FormState::default()
                    },
                    StatusCode::CONFLICT,
                ),
            };
            return page(app, Some(staff), request, Some(&at), state, status).await;
        }
    };
    if path == "/staff/sign-out" {
        let (name, value) = session::clear_cookie(origin.as_ref());
        answer.headers_mut().insert(name, value);
    }
    answer
}

/// What a form led to.
enum Done {
    /// The browser is sent on.
    Go(String),
    /// The page is shown with something that is told once only.
    Show(FormState),
}

/// The page on which a form stands.
pub(super) fn form_page(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').skip(2).collect();
    match parts.as_slice() {
        ["commitments", code, "withdraw" | "reply"] => format!("/staff/commitments/{code}"),
        ["drafts", id, _] => format!("/staff/drafts/{id}"),
        ["members", slug, "plans"] => format!("/staff/members/{slug}"),
        _ => path.to_owned(),
    }
}

async fn act_as(app: &App, staff: &Staff, path: &str, fields: &Fields) -> Result<Done, Refusal> {
    let parts: Vec<&str> = path.split('/').skip(2).collect();
    let location = match parts.as_slice() {
        ["sign-out"] => {
            app.sign_out(staff).await?;
            "/staff/sign-in?done=out".to_owned()
        }
        ["account"] => return own_account(app, staff, fields).await,
        ["users"] => return users(app, staff, fields).await,
        ["commitments", "new"] => app.add_commitment(staff, fields).await?,
        ["commitments", code] => app.save_commitment(staff, code, fields).await?,
        ["commitments", code, "withdraw"] => app.withdraw(staff, code, fields).await?,
        ["commitments", code, "reply"] => app.attach_reply(staff, code, fields).await?,
        ["commitments", code, "ratings", dimension] => {
            app.draft_rating(staff, code, dimension, fields).await?
        }
        ["drafts", id] => app.change_draft(staff, number(id), fields).await?,
        ["drafts", id, step] => app.move_draft(staff, number(id), step, fields).await?,
        ["members"] => app.save_member(staff, None, fields).await?,
        ["members", slug] => app.save_member(staff, Some(slug), fields).await?,
        ["members", slug, "plans"] => app.add_plan(staff, slug, fields).await?,
        ["tags"] => match fields.get("step") {
            "preview" => {
                let previewed = app.tag_preview(staff, fields).await?;
                return Ok(Done::Show(FormState {
                    fields: Some(fields.clone()),
                    previewed: Some(Arc::new(previewed)),
                    ..FormState::default()
                }));
            }
            "choose" => {
                return Ok(Done::Show(FormState {
                    fields: Some(fields.clone()),
                    ..FormState::default()
                }));
            }
            _ => app.tag_many(staff, fields).await?,
        },
        ["institutions"] => app.rename_institution(staff, fields).await?,
        ["areas"] => app.change_area(staff, fields).await?,
        ["import", id] => app.decide_import(staff, id, fields).await?,
        ["import", "batches", batch] => app.undo_import(staff, number(batch), fields).await?,
        _ => return Err(AppError::WrongMethod.into()),
    };
    Ok(Done::Go(location))
}

/// A draft's number in an address; a number that no draft has where it is none.
fn number(text: &str) -> i64 {
    text.parse().unwrap_or(-1)
}

/// What people do with their own account.
async fn own_account(app: &App, staff: &Staff, fields: &Fields) -> Result<Done, Refusal> {
    let done = match fields.get("do") {
        "name" => {
            let mut problems = Problems::default();
            account::name(fields, &mut problems);
            problems.or(())?;
            app.rename_self(staff, fields.get("name")).await?;
            "name"
        }
        "password" => {
            let (old, new) = (raw(fields, "old"), raw(fields, "new"));
            if let Some((field, problem)) = app.change_password(staff, old, new).await? {
                return Err(Problems::one(field, problem).into());
            }
            "password"
        }
        "end-session" => {
            let session = fields.get("session");
            app.end_sessions(staff, staff.account().id, Some(session))
                .await?;
            "session"
        }
        _ => return Err(AppError::Impossible("This form is not complete.".to_owned()).into()),
    };
    Ok(Done::Go(format!("/staff/account?done={done}")))
}

/// A password as it was typed, with the spaces around it.
pub(super) fn raw<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields
        .iter()
        .filter(|(n, _)| *n == name)
        .last()
        .map_or("", |(_, value)| value)
}

/// What admins do with accounts.
async fn users(app: &App, staff: &Staff, fields: &Fields) -> Result<Done, Refusal> {
    let id = fields.number("id").unwrap_or(-1);
    match fields.get("do") {
        "add" => {
            // First whether the person may: what is wrong with the form is for those who may.
            app.require(staff, crate::domain::Action::KeepUsers).await?;
            let (email, name, role) = account::read(fields)?;
            let through_provider = app.provider().is_some() && fields.get("no_password") == "yes";
            let made = app
                .add_user(staff, &email, &name, role, through_provider)
                .await?;
            let Some(password) = made else {
                return Err(Problems::one("email", "This address has an account already.").into());
            };
            if through_provider {
                return Ok(Done::Go("/staff/users?done=added".to_owned()));
            }
            Ok(Done::Show(FormState {
                told_once: Some((email, password)),
                ..FormState::default()
            }))
        }
        "reset" => {
            let password = app.reset_password(staff, id).await?;
            let accounts = app.accounts().await?;
            let email = accounts
                .into_iter()
                .find(|a| a.id == id)
                .map_or(String::new(), |a| a.email);
            Ok(Done::Show(FormState {
                told_once: Some((email, password)),
                ..FormState::default()
            }))
        }
        "end-sessions" => {
            app.end_sessions(staff, id, None).await?;
            Ok(Done::Go("/staff/users?done=sessions".to_owned()))
        }
        "change" => {
            let role: Result<Role, _> = fields.get("role").parse();
            let disabled = fields.get("disabled") == "yes";
            let Ok(role) = role else {
                app.require(staff, crate::domain::Action::KeepUsers).await?;
                return Err(Problems::one("role", "Choose a role.").into());
            };
            match app.change_user(staff, id, role, disabled).await? {
                AccountChange::Done => Ok(Done::Go("/staff/users?done=changed".to_owned())),
                AccountChange::Unknown => {
                    Err(AppError::Impossible("There is no such account.".to_owned()).into())
                }
                AccountChange::LastAdmin => Err(AppError::Impossible(
                    "This is the last admin. Make somebody else an admin first.".to_owned(),
                )
                .into()),
            }
        }
        _ => {
            app.require(staff, crate::domain::Action::KeepUsers).await?;
            Err(AppError::Impossible("This form is not complete.".to_owned()).into())
        }
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
