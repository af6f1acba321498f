//! Signing in: with a password, or through the organisation's own provider; and what becomes of a
//! form whose session had ended.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Extension, Request, State};
use axum::http::header::{RETRY_AFTER, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::Response;
use axum::routing::get;
use chrono::TimeDelta;
use tower::ServiceExt;

use super::accounts::raw;
use super::staff_form::{BODY_LIMIT, read};
use super::{local, see_other, with_status};
use crate::error::AppError;
use crate::pages::{FormState, WaitsFor, staff::sign_in_page};
use crate::service::auth::{SignInError, SignInStep, SignedIn, Staff, Visitor};
use crate::service::provider::{Provider, ProviderError};
use crate::service::{App, MissingForStaff, NotFound, Suggestion};
use crate::web::AppState;
use crate::web::fallback::{error_page, unknown};
use crate::web::params::Given;
use crate::web::render::PageRequest;
use crate::web::session::{self, Sender};
use domain::forms::{Fields, Problems};
use domain::route::Route;
use domain::route::staff as at;

/// Room for signing in with a form in hand: encoded again, each byte may become three.
const SIGN_IN_LIMIT: usize = 3 * BODY_LIMIT + 64 * 1024;

/// The page to sign in on, and the two addresses of a sign-in through the provider: there, and back.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(at::SignIn::PATTERN, get(ask).post(with_password))
        .route(at::SignInAtProvider::PATTERN, get(leave))
        .route(at::SignInReturn::PATTERN, get(come_back))
}

/// What the browser says it is.
fn agent(headers: &HeaderMap) -> &str {
    let agent = headers.get(USER_AGENT);
    agent.and_then(|a| a.to_str().ok()).unwrap_or_default()
}

/// Shows the page to sign in on.
async fn ask(page: PageRequest) -> Response {
    show(page, FormState::default(), StatusCode::OK).await
}

async fn show(page: PageRequest, state: FormState, status: StatusCode) -> Response {
    let state = Arc::new(FormState {
        insecure: !session::may_sign_in(page.as_request()),
        ..state
    });
    let page = page.show(move |visit| sign_in_page(visit, state));
    with_status(page.await, status)
}

/// Shows the page to sign in on, with what was wrong: with the code, where that is what it asks for.
async fn refused(
    page: PageRequest,
    fields: Option<Fields>,
    problem: String,
    status: StatusCode,
) -> Response {
    let asks_code = fields.as_ref().is_some_and(|f| !f.get("proof").is_empty());
    let field = if asks_code { "code" } else { "email" };
    let state = FormState {
        fields,
        problems: Problems::one(field, problem),
        ..FormState::default()
    };
    show(page.at(at::SignIn::PATTERN), state, status).await
}

/// Says when to try again.
fn retry_after(mut response: Response, wait: Option<TimeDelta>) -> Response {
    if let Some(wait) = wait {
        let wait = HeaderValue::from(wait.num_seconds() + 1);
        response.headers_mut().insert(RETRY_AFTER, wait);
    }
    response
}

/// Signs in with a password; what was filled in before a session lapsed is shown again afterwards.
async fn with_password(
    State(state): State<AppState>,
    Extension(Sender(sender)): Extension<Sender>,
    page: PageRequest,
    request: Request,
) -> Response {
    let (page, fields) = match read(page, request.into_body(), SIGN_IN_LIMIT).await {
        Ok(sent) => sent,
        Err(response) => return response,
    };
    if !session::may_sign_in(page.as_request()) {
        return show(page, FormState::default(), StatusCode::FORBIDDEN).await;
    }
    // Somebody who has signed in through the provider in another tab goes on with the form here.
    if fields.get("do") == "resume" {
        if let Some(staff) = sender {
            if staff.lacks_second_factor() {
                return waiting_for_second_factor(page, fields).await;
            }
            return resumed(state, staff, page, &fields).await;
        }
        let problem = "You are not signed in yet.".to_owned();
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return refused(page, Some(fields), problem, status).await;
    }
    let app = state.app.clone();
    let address = session::address(page.as_request());
    let password = raw(&fields, "password").to_owned();
    let email = fields.get("email");
    let headers = page.as_request().headers().clone();
    let notes = session::notes(&headers);
    let visitor = Visitor {
        address: &address,
        agent: agent(&headers),
        notes: &notes,
    };
    let step = if fields.get("proof").is_empty() {
        app.sign_in(email, &password, visitor).await
    } else {
        let (proof, code) = (fields.get("proof"), fields.get("code"));
        let signed_in = app.sign_in_with_code(proof, code, visitor).await;
        signed_in.map(SignInStep::SignedIn)
    };
    let SignedIn { token, notes } = match step {
        Ok(SignInStep::SignedIn(signed_in)) => signed_in,
        Ok(SignInStep::CodeNeeded(proof)) => return ask_code(page, fields, proof).await,
        Err(SignInError::App(error)) => return error_page(app, page.into_request(), error).await,
        Err(error) => {
            let (status, wait) = match error {
                SignInError::TooMany(wait) => (StatusCode::TOO_MANY_REQUESTS, Some(wait)),
                _ => (StatusCode::UNPROCESSABLE_ENTITY, None),
            };
            let mut kept = fields;
            kept.set("password", []);
            kept.set("code", []);
            if matches!(error, SignInError::Expired) {
                kept.set("proof", []);
            }
            let response = refused(page, Some(kept), error.to_string(), status).await;
            return retry_after(response, wait);
        }
    };
    let cookies = [
        session::set_cookie(page.is_secure(), &token),
        session::keep_notes(page.is_secure(), &notes),
    ];
    if let Err(error) = end_old_session(&app, &headers, &address).await {
        return error_page(app, page.into_request(), error).await;
    }
    let mut response = if fields.get("resume_path").is_empty() {
        see_other(local(fields.get("next")))
    } else {
        match app.staff(&token, &address).await {
            Ok(Some(staff)) if staff.lacks_second_factor() => {
                waiting_for_second_factor(page, fields).await
            }
            Ok(Some(staff)) => resumed(state, staff, page, &fields).await,
            Ok(None) => see_other(at::Desk::PATTERN),
            Err(error) => return error_page(app, page.into_request(), error).await,
        }
    };
    for (name, value) in cookies {
        response.headers_mut().append(name, value);
    }
    response
}

/// Asks for a code of the second factor, now that the password was right.
async fn ask_code(page: PageRequest, mut fields: Fields, proof: String) -> Response {
    fields.set("password", []);
    fields.set("proof", [proof]);
    let state = FormState {
        fields: Some(fields),
        ..FormState::default()
    };
    show(page.at(at::SignIn::PATTERN), state, StatusCode::OK).await
}

/// A session that this browser was in ends with the new one.
async fn end_old_session(app: &App, headers: &HeaderMap, address: &str) -> Result<(), AppError> {
    if let Some(old) = session::token(headers)
        && let Some(staff) = app.staff(&old, address).await?
    {
        app.sign_out(&staff).await?;
    }
    Ok(())
}

/// Shows the page of the form that was sent after its session had ended, as it was filled in.
async fn resumed(state: AppState, staff: Staff, page: PageRequest, fields: &Fields) -> Response {
    let form = FormState {
        fields: Some(Fields::parse(fields.get("resume").as_bytes())),
        resumed: true,
        ..FormState::default()
    };
    let mut request = page.at(local(fields.get("resume_path"))).into_request();
    *request.method_mut() = Method::GET;
    request.extensions_mut().insert(Sender(Some(staff)));
    request.extensions_mut().insert(Arc::new(form));
    let pages = super::pages().fallback(unknown).with_state(state);
    let Ok(response) = pages.oneshot(request).await;
    response
}

/// A form came from somebody who must set up a second factor first: it is kept on a page where it goes
/// on, as where a session has ended.
pub async fn second_factor_first(page: PageRequest, form_page: &str, fields: Fields) -> Response {
    waiting_for_second_factor(page, waiting(form_page, fields)).await
}

async fn waiting_for_second_factor(page: PageRequest, mut fields: Fields) -> Response {
    for secret in ["password", "code", "proof"] {
        fields.set(secret, []);
    }
    let state = FormState {
        fields: Some(fields),
        waits_for: Some(WaitsFor::SecondFactor),
        ..FormState::default()
    };
    let page = page.at(at::SignIn::PATTERN);
    show(page, state, StatusCode::FORBIDDEN).await
}

/// What a page keeps of a form that is sent later, and of the page where it goes on, but no passwords
/// or codes: those would stand in the page.
fn waiting(form_page: &str, mut fields: Fields) -> Fields {
    if form_page == at::Account::PATTERN || form_page == at::SecondFactor::PATTERN {
        for secret in ["old", "new", "code"] {
            fields.set(secret, []);
        }
    }
    let mut kept = Fields::default();
    kept.push("resume_path", form_page);
    kept.push("resume", fields.encode());
    kept
}

/// A form came after its session had ended: asks to sign in, and keeps what was filled in and the
/// page where it goes on.
pub async fn lapsed(page: PageRequest, form_page: &str, fields: Fields) -> Response {
    let state = FormState {
        fields: Some(waiting(form_page, fields)),
        waits_for: Some(WaitsFor::SignIn),
        ..FormState::default()
    };
    let page = page.at(at::SignIn::PATTERN);
    show(page, state, StatusCode::UNAUTHORIZED).await
}

fn no_provider() -> AppError {
    NotFound::for_staff(MissingForStaff::Provider, Suggestion::SignIn).into()
}

fn status_of(error: &ProviderError) -> StatusCode {
    match error {
        ProviderError::Unreachable(_) => StatusCode::BAD_GATEWAY,
        ProviderError::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Sends the browser to the provider.
async fn leave(State(app): State<App>, Given(params): Given, page: PageRequest) -> Response {
    let begun = match app.provider() {
        None => return error_page(app, page.into_request(), no_provider()).await,
        Some(_) if !session::may_sign_in(page.as_request()) => {
            return refused(page, None, String::new(), StatusCode::FORBIDDEN).await;
        }
        Some(provider) => match params.one("next") {
            Ok(next) => provider.begin(local(next.unwrap_or_default())).await,
            Err(error) => return error_page(app, page.into_request(), error.into()).await,
        },
    };
    match begun {
        Ok(begun) => {
            let mut response = see_other(&begun.address);
            let (name, value) = session::keep_begun(page.is_secure(), &begun.kept.encode());
            response.headers_mut().append(name, value);
            response
        }
        Err(error) => {
            tracing::warn!(cause = ?error, "sign-in through the provider cannot begin");
            let status = status_of(&error);
            refused(page, None, error.to_string(), status).await
        }
    }
}

/// Takes a browser back from the provider.
async fn come_back(State(app): State<App>, Given(params): Given, page: PageRequest) -> Response {
    let Some(provider) = app.provider() else {
        return error_page(app, page.into_request(), no_provider()).await;
    };
    // What the browser kept has served its turn.
    let (forget, nothing) = session::forget_begun(page.is_secure());
    let request = page.as_request();
    let headers = request.headers().clone();
    let address = session::address(request);
    let answer = match params.fields() {
        Ok(answer) => answer,
        Err(error) => return error_page(app, page.into_request(), error.into()).await,
    };
    let mut response = match signed_in(&app, provider, &headers, &answer, &address).await {
        Ok((token, next)) => {
            if let Err(error) = end_old_session(&app, &headers, &address).await {
                return error_page(app, page.into_request(), error).await;
            }
            let mut response = see_other(local(&next));
            let (name, value) = session::set_cookie(page.is_secure(), &token);
            response.headers_mut().append(name, value);
            response
        }
        Err(ProviderError::App(error)) => error_page(app.clone(), page.into_request(), error).await,
        Err(error) => {
            let status = status_of(&error);
            let wait = match error {
                ProviderError::TooMany(wait) => Some(wait),
                _ => None,
            };
            let response = refused(page, None, error.to_string(), status).await;
            retry_after(response, wait)
        }
    };
    response.headers_mut().append(forget, nothing);
    response
}

async fn signed_in(
    app: &App,
    provider: &Provider,
    headers: &HeaderMap,
    answer: &Fields,
    address: &str,
) -> Result<(String, String), ProviderError> {
    let kept = session::begun(headers).unwrap_or_default();
    let kept = Fields::parse(kept.as_bytes());
    let token = app
        .sign_in_through(provider, answer, &kept, address, agent(headers))
        .await?;
    Ok((token, kept.get("next").to_owned()))
}
