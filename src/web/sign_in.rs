//! Signing in: with a password, or through the organisation's own provider; and what becomes of a
//! form whose session had ended.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{RETRY_AFTER, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use axum::routing::get;

use super::accounts::raw;
use super::fallback::error_page;
use super::session;
use super::staff::{form_page, local, page, see_other};
use super::{AppState, Origin};
use crate::error::AppError;
use crate::pages::FormState;
use crate::service::auth::{SignInError, Staff, WINDOW};
use crate::service::provider::{Provider, ProviderError, RETURN_PATH};
use crate::service::{App, MissingForStaff, NotFound, Suggestion};
use domain::forms::{Fields, Problems};

/// The two addresses of a sign-in through the provider: there, and back.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/staff/sign-in/provider", get(leave))
        .route(RETURN_PATH, get(come_back))
}

/// What the browser says it is.
fn agent(headers: &HeaderMap) -> &str {
    let agent = headers.get(USER_AGENT);
    agent.and_then(|a| a.to_str().ok()).unwrap_or_default()
}

/// Shows the page to sign in on, with what was wrong.
async fn refused(
    app: App,
    request: Request,
    fields: Option<Fields>,
    problem: String,
    status: StatusCode,
) -> Response {
    let state = FormState {
        fields,
        problems: Problems::one("email", problem),
        insecure: !session::may_sign_in(&request),
        ..FormState::default()
    };
    let at = Some("/staff/sign-in");
    let mut response = page(app, None, request, at, state, status).await;
    if status == StatusCode::TOO_MANY_REQUESTS {
        let wait = HeaderValue::from(WINDOW.num_seconds());
        response.headers_mut().insert(RETRY_AFTER, wait);
    }
    response
}

/// Signs in with a password; what was filled in before a session lapsed is shown again afterwards.
pub async fn with_password(
    app: App,
    sender: Option<Staff>,
    request: Request,
    fields: Fields,
) -> Response {
    if !session::may_sign_in(&request) {
        let state = FormState {
            insecure: true,
            ..FormState::default()
        };
        let status = StatusCode::FORBIDDEN;
        return page(app, None, request, None, state, status).await;
    }
    // Somebody who has signed in through the provider in another tab goes on with the form here.
    if fields.get("do") == "resume" {
        if let Some(staff) = sender {
            return resumed(app, staff, request, &fields).await;
        }
        let problem = "You are not signed in yet.".to_owned();
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return refused(app, request, Some(fields), problem, status).await;
    }
    let address = session::address(&request);
    let password = raw(&fields, "password").to_owned();
    let email = fields.get("email");
    let headers = request.headers().clone();
    let signed = app.sign_in(email, &password, &address, agent(&headers));
    let token = match signed.await {
        Ok(token) => token,
        Err(SignInError::App(error)) => return error_page(app, request, error).await,
        Err(error) => {
            let status = match error {
                SignInError::TooMany => StatusCode::TOO_MANY_REQUESTS,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            let mut kept = fields;
            kept.set("password", []);
            return refused(app, request, Some(kept), error.to_string(), status).await;
        }
    };
    let origin = request.extensions().get::<Origin>().cloned();
    if let Err(error) = end_old_session(&app, &headers, &address).await {
        return error_page(app, request, error).await;
    }
    let mut response = if fields.get("resume_path").is_empty() {
        see_other(local(fields.get("next")))
    } else {
        match app.staff(&token, &address).await {
            Ok(Some(staff)) => resumed(app, staff, request, &fields).await,
            Ok(None) => see_other("/staff"),
            Err(error) => return error_page(app, request, error).await,
        }
    };
    let (name, value) = session::set_cookie(origin.as_ref(), &token);
    response.headers_mut().append(name, value);
    response
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

/// Shows the form that was sent after its session had ended, as it was filled in.
async fn resumed(app: App, staff: Staff, request: Request, fields: &Fields) -> Response {
    let state = FormState {
        fields: Some(Fields::parse(fields.get("resume").as_bytes())),
        resumed: true,
        ..FormState::default()
    };
    let at = form_page(local(fields.get("resume_path")));
    page(app, Some(staff), request, Some(&at), state, StatusCode::OK).await
}

/// A form came after its session had ended: asks to sign in, and keeps what was filled in, but no
/// passwords: those would stand in the page.
pub async fn lapsed(app: App, request: Request, path: &str, mut fields: Fields) -> Response {
    if path == "/staff/account" {
        fields.set("old", []);
        fields.set("new", []);
    }
    let mut kept = Fields::default();
    kept.push("resume_path", path);
    kept.push("resume", fields.encode());
    let state = FormState {
        fields: Some(kept),
        lapsed: true,
        insecure: !session::may_sign_in(&request),
        ..FormState::default()
    };
    let status = StatusCode::UNAUTHORIZED;
    page(app, None, request, Some("/staff/sign-in"), state, status).await
}

fn no_provider() -> AppError {
    NotFound::for_staff(MissingForStaff::Provider, Suggestion::SignIn).into()
}

fn status_of(error: &ProviderError) -> StatusCode {
    match error {
        ProviderError::Unreachable(_) => StatusCode::BAD_GATEWAY,
        ProviderError::TooMany => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Sends the browser to the provider.
async fn leave(State(app): State<App>, request: Request) -> Response {
    let begun = match app.provider() {
        None => return error_page(app, request, no_provider()).await,
        Some(_) if !session::may_sign_in(&request) => {
            let status = StatusCode::FORBIDDEN;
            return refused(app, request, None, String::new(), status).await;
        }
        Some(provider) => {
            let asked = Fields::parse(request.uri().query().unwrap_or_default().as_bytes());
            provider.begin(local(asked.get("next"))).await
        }
    };
    match begun {
        Ok(begun) => {
            let mut response = see_other(&begun.address);
            let origin = request.extensions().get::<Origin>();
            let (name, value) = session::keep_begun(origin, &begun.kept.encode());
            response.headers_mut().append(name, value);
            response
        }
        Err(error) => {
            tracing::warn!(cause = ?error, "sign-in through the provider cannot begin");
            let status = status_of(&error);
            refused(app, request, None, error.to_string(), status).await
        }
    }
}

/// Takes a browser back from the provider.
async fn come_back(State(app): State<App>, request: Request) -> Response {
    let Some(provider) = app.provider() else {
        return error_page(app, request, no_provider()).await;
    };
    let origin = request.extensions().get::<Origin>().cloned();
    let headers = request.headers().clone();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let address = session::address(&request);
    let mut response = match signed_in(&app, provider, &headers, &query, &address).await {
        Ok((token, next)) => {
            if let Err(error) = end_old_session(&app, &headers, &address).await {
                return error_page(app, request, error).await;
            }
            let mut response = see_other(local(&next));
            let (name, value) = session::set_cookie(origin.as_ref(), &token);
            response.headers_mut().append(name, value);
            response
        }
        Err(ProviderError::App(error)) => error_page(app, request, error).await,
        Err(error) => {
            let status = status_of(&error);
            refused(app, request, None, error.to_string(), status).await
        }
    };
    // What the browser kept has served its turn.
    let (name, value) = session::forget_begun(origin.as_ref());
    response.headers_mut().append(name, value);
    response
}

async fn signed_in(
    app: &App,
    provider: &Provider,
    headers: &HeaderMap,
    query: &str,
    address: &str,
) -> Result<(String, String), ProviderError> {
    let kept = session::begun(headers).unwrap_or_default();
    let kept = Fields::parse(kept.as_bytes());
    let answer = Fields::parse(query.as_bytes());
    let token = app
        .sign_in_through(provider, &answer, &kept, address, agent(headers))
        .await?;
    Ok((token, kept.get("next").to_owned()))
}
