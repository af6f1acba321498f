//! `/staff`: who may see its pages, and what its forms do. Every form is an ordinary POST: what it
//! asks is done and the browser sent on, or its page is shown again with what was filled in.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Extension, Request, State};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leptos::prelude::provide_context;
use leptos_axum::LeptosRoutes;

use super::fallback::error_page;
use super::session::{self, Sender};
use super::{AppState, Origin, accounts, render, sign_in};
use crate::error::AppError;
use crate::pages::{self, FormState};
use crate::service::App;
use crate::service::auth::Staff;
use crate::service::staff::Refusal;
use domain::Lang;
use domain::forms::Fields;

/// Room for the longest form: a full text, encoded.
const BODY_LIMIT: usize = 1024 * 1024;
/// Room for signing in with such a form in hand: encoded again, each byte may become three.
const SIGN_IN_LIMIT: usize = 3 * BODY_LIMIT + 64 * 1024;

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
    "/staff/context/{kind}",
    "/staff/context/{kind}/{slug}",
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
    let path = request.uri().path().to_owned();
    let limit = if path == "/staff/sign-in" {
        SIGN_IN_LIMIT
    } else {
        BODY_LIMIT
    };
    let body = std::mem::take(request.body_mut());
    let Ok(body) = to_bytes(body, limit).await else {
        let id = super::RequestIdText::of(request.headers());
        return super::fallback::plain_page(Lang::English, StatusCode::PAYLOAD_TOO_LARGE, &id);
    };
    let fields = match read_form(request.headers(), &body) {
        Ok(fields) => fields,
        Err(problem) => return error_page(app, request, AppError::BadForm(problem)).await,
    };
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

/// Reads a form: the one place where what people send becomes fields. Refuses, in words, what is no
/// form, and the character that is no text to either database.
fn read_form(headers: &HeaderMap, body: &[u8]) -> Result<Fields, String> {
    let kind = headers.get(CONTENT_TYPE).and_then(|t| t.to_str().ok());
    if !kind.is_some_and(|t| t.starts_with("application/x-www-form-urlencoded")) {
        return Err("Expected a form (application/x-www-form-urlencoded).".to_owned());
    }
    let fields = Fields::parse(body);
    let odd = fields
        .iter()
        .find(|(name, value)| name.contains('\0') || value.contains('\0'));
    if let Some((name, _)) = odd {
        let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
        return Err(format!(
            "The field \u{201c}{name}\u{201d} holds the character U+0000, which is no text. Nothing was saved: go back, remove it and send the form again."
        ));
    }
    Ok(fields)
}

/// What a form led to.
pub(super) enum Done {
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
        ["account"] => return accounts::own_account(app, staff, fields).await,
        ["users"] => return accounts::users(app, staff, fields).await,
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
        ["context", kind] => app.add_item(staff, kind, fields).await?,
        ["context", kind, slug] => app.save_item(staff, kind, slug, fields).await?,
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
