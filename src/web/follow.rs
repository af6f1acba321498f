//! Following by e-mail: what the forms of `/follow` and of the pages below it do.
//!
//! Nobody is signed in here. What is confirmed or ended is named by a link that only its recipient has, so that
//! these pages are kept by nobody and tell nobody where they are.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, REFERRER_POLICY, RETRY_AFTER,
};
use axum::middleware;
use axum::response::Response;
use axum::routing::{get, post};
use tower_http::limit::RequestBodyLimitLayer;

use super::fallback::error_page;
use super::keys::{self, Takes};
use super::render::{At, PageRequest};
use super::staff::{read_form, see_other, with_status};
use super::{AppState, language, session, shown};
use crate::error::AppError;
use crate::letters;
use crate::pages::{FollowForm, confirm_follow_page, follow_page, following_page};
use crate::service::mail::{FollowRefusal, FollowRequest};
use crate::service::{App, NotFound};
use domain::forms::{Fields, Problems};
use domain::mail::Frequency;
use domain::query::Query;
use domain::route::{self, Route};
use domain::{Lang, Params};
use i18n::mail as say;

/// Room for a form of an address and a long query.
const BODY_LIMIT: usize = 16 * 1024;

/// What mail programs send to end e-mail in one step (RFC 8058).
const ONE_CLICK: (&str, &str) = ("List-Unsubscribe", "One-Click");

/// The pages of following by e-mail, and their forms.
pub fn routes(state: &AppState) -> Router<AppState> {
    let pages = Router::new()
        .route(route::Follow::PATTERN, get(ask))
        .route(route::ConfirmFollow::PATTERN, get(ask_to_confirm))
        .route(route::Following::PATTERN, get(show_following))
        .layer(middleware::from_fn_with_state(
            state.app.clone(),
            shown::choose,
        ));
    // Not sent to another address for their language: a mail program follows none.
    let forms = Router::new()
        .route(route::Follow::PATTERN, post(asked))
        .route(route::ConfirmFollow::PATTERN, post(confirm))
        .route(route::Following::PATTERN, post(change));
    pages
        .merge(forms)
        .layer(middleware::map_response(private))
        .layer(RequestBodyLimitLayer::new(BODY_LIMIT))
}

/// Kept by nobody, found by nobody, and told to no page that is gone to from here.
async fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    let robots = HeaderName::from_static("x-robots-tag");
    headers.insert(robots, HeaderValue::from_static("noindex"));
    response
}

async fn ask(page: PageRequest) -> Response {
    page.show(|visit| follow_page(visit, None)).await
}

async fn ask_to_confirm(At(at): At<route::ConfirmFollow>, page: PageRequest) -> Response {
    page.show(|visit| confirm_follow_page(visit, at, None))
        .await
}

async fn show_following(At(at): At<route::Following>, page: PageRequest) -> Response {
    page.show(|visit| following_page(visit, at)).await
}

/// A form with the language that it speaks.
async fn form(app: App, request: Request) -> Result<(PageRequest, Fields, Lang), Response> {
    let lang = language::spoken(&request);
    let (parts, body) = request.into_parts();
    let page = PageRequest::new(app.clone(), lang, Request::from_parts(parts, Body::empty()));
    let (page, fields) = read_form(page, body, BODY_LIMIT).await?;
    let said = fields.get("lang");
    let said = Lang::ALL.iter().copied().find(|lang| lang.slug() == said);
    let lang = said.unwrap_or(lang);
    let page = PageRequest::new(app, lang, page.into_request());
    Ok((page, fields, lang))
}

async fn asked(State(app): State<App>, request: Request) -> Response {
    let (page, fields, lang) = match form(app.clone(), request).await {
        Ok(form) => form,
        Err(response) => return response,
    };
    if !app.sends_mail() {
        return error_page(app, page.into_request(), NotFound::page().into()).await;
    }
    let query = match query_of(&app, fields.get("query")).await {
        Ok(query) => query,
        Err(error) => return error_page(app, page.into_request(), error).await,
    };
    let address = session::address(page.as_request());
    let Ok(often) = fields.get("often").parse::<Frequency>() else {
        let problem = say::choose_how_often(lang).to_owned();
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return refused(page, &query, fields, ("often", problem), status).await;
    };
    let asked = FollowRequest {
        email: fields.get("email"),
        often,
        lang,
        query: &query,
        address: &address,
    };
    let outcome = letters::ask_to_follow(&app, asked).await;
    let refusal = match outcome {
        Ok(()) => {
            let target = lang.in_address(&query.link(route::Follow));
            let joint = if target.contains('?') { '&' } else { '?' };
            return see_other(&format!("{target}{joint}done=asked"));
        }
        Err(FollowRefusal::App(error)) => {
            return error_page(app, page.into_request(), error).await;
        }
        Err(refusal) => refusal,
    };
    let (problem, status) = in_words(lang, &refusal);
    let mut response = refused(page, &query, fields, problem, status).await;
    if let FollowRefusal::TooOften(wait) = refusal {
        let seconds = HeaderValue::from(wait.num_seconds().max(0) + 1);
        response.headers_mut().insert(RETRY_AFTER, seconds);
    }
    response
}

/// The query of the form: what files and feeds refuse is refused here too.
async fn query_of(app: &App, sent: &str) -> Result<Query, AppError> {
    let params = Params::parse(sent)?;
    keys::check_sent(&[Takes::Selection], &params)?;
    let query = app.query_to_follow(&params).await?;
    Ok(query.selection().seen_from(None).speaking(Lang::English))
}

/// Why something cannot be followed: at which field, in which words, with which status.
fn in_words(lang: Lang, refusal: &FollowRefusal) -> ((&'static str, String), StatusCode) {
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    match refusal {
        FollowRefusal::TooLong => (("query", say::too_long(lang).to_owned()), unprocessable),
        FollowRefusal::TooOften(wait) => {
            let minutes = usize::try_from(wait.num_minutes() + 1).unwrap_or(1);
            let problem = say::too_often(lang, minutes);
            (("query", problem), StatusCode::TOO_MANY_REQUESTS)
        }
        FollowRefusal::Full => {
            let problem = say::no_room(lang).to_owned();
            (("query", problem), StatusCode::SERVICE_UNAVAILABLE)
        }
        FollowRefusal::NotAnAddress | FollowRefusal::App(_) => (
            ("email", say::not_an_address(lang).to_owned()),
            unprocessable,
        ),
    }
}

async fn refused(
    page: PageRequest,
    query: &Query,
    fields: Fields,
    (field, problem): (&'static str, String),
    status: StatusCode,
) -> Response {
    let form = FollowForm {
        query: query.clone(),
        problems: Problems::one(field, problem),
        fields,
    };
    with_status(
        page.show(|visit| follow_page(visit, Some(form))).await,
        status,
    )
}

async fn confirm(
    State(app): State<App>,
    At(at): At<route::ConfirmFollow>,
    request: Request,
) -> Response {
    let (page, _, lang) = match form(app.clone(), request).await {
        Ok(form) => form,
        Err(response) => return response,
    };
    let problem = match app.confirm_follow(&at.token).await {
        Ok(Some(token)) => {
            let target = lang.in_address(&route::Following::new(token).to_string());
            let joint = if target.contains('?') { '&' } else { '?' };
            return see_other(&format!("{target}{joint}done=confirmed"));
        }
        Ok(None) => None,
        Err(FollowRefusal::App(error)) => {
            return error_page(app, page.into_request(), error).await;
        }
        Err(_) => Some(say::too_many_followed(lang).to_owned()),
    };
    let status = if problem.is_some() {
        StatusCode::CONFLICT
    } else {
        StatusCode::NOT_FOUND
    };
    let shown = page.show(|visit| confirm_follow_page(visit, at, problem));
    with_status(shown.await, status)
}

/// Changes or ends what an address follows: by the form of the page, or by what a mail program sends.
async fn change(
    State(app): State<App>,
    At(at): At<route::Following>,
    request: Request,
) -> Response {
    let is_form = request.headers().get(CONTENT_TYPE).is_some_and(|kind| {
        kind.as_bytes()
            .starts_with(b"application/x-www-form-urlencoded")
    });
    if !is_form {
        return one_click(app, at, request).await;
    }
    let (page, fields, lang) = match form(app.clone(), request).await {
        Ok(form) => form,
        Err(response) => return response,
    };
    let (name, value) = ONE_CLICK;
    let is_one_click = fields.get(name) == value;
    let done = match fields.get("do") {
        _ if is_one_click => app.stop_following(&at.token, None).await,
        "all" => app.stop_following(&at.token, None).await,
        "stop" => app.stop_following(&at.token, Some(fields.get("key"))).await,
        "change" => {
            let mut langs = Lang::ALL.iter().copied();
            let speaks = langs.find(|lang| lang.slug() == fields.get("speaks"));
            match (fields.get("often").parse::<Frequency>(), speaks) {
                (Ok(often), Some(speaks)) => app.change_follower(&at.token, often, speaks).await,
                _ => Ok(true),
            }
        }
        _ => Ok(true),
    };
    match done {
        Err(error) => error_page(app, page.into_request(), error).await,
        Ok(_) if is_one_click => page.show(|visit| following_page(visit, at)).await,
        Ok(_) => {
            let target = lang.in_address(&at.to_string());
            let joint = if target.contains('?') { '&' } else { '?' };
            see_other(&format!("{target}{joint}done=saved"))
        }
    }
}

/// The same as mail programs may send it in parts.
async fn one_click(app: App, at: route::Following, request: Request) -> Response {
    let lang = language::spoken(&request);
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_LIMIT).await.unwrap_or_default();
    let page = PageRequest::new(app.clone(), lang, Request::from_parts(parts, Body::empty()));
    let body = String::from_utf8_lossy(&body);
    let (name, value) = ONE_CLICK;
    if !(body.contains(name) && body.contains(value)) {
        let error = AppError::BadForm("Expected a form.".to_owned());
        return error_page(app, page.into_request(), error).await;
    }
    match app.stop_following(&at.token, None).await {
        Ok(_) => page.show(|visit| following_page(visit, at)).await,
        Err(error) => error_page(app, page.into_request(), error).await,
    }
}
