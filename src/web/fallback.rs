//! What is answered when no page was chosen: unknown addresses, wrong methods, oversized or odd
//! requests, and faults of the program. Always in the site's own design.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use percent_encoding::percent_decode_str;

use super::params::Unreadable;
use super::problems::ProblemDocument;
use super::render::PageRequest;
use super::{guard, language, problems};
use crate::assets::asset_href;
use crate::error::AppError;
use crate::service::{App, NotFound};
use crate::site::BasePath;
pub use crate::site::RequestIdText;
use charts::escape;
use domain::{Lang, ProblemKind, Query, route};
use i18n::errors as say;

/// Whether errors are answered as problem documents: at every address of the API, and at those of files
/// unless a browser follows a link there, which its `Accept` header shows.
pub fn wants_problem(request: &Request<Body>) -> bool {
    let path = request.uri().path();
    route::is_api(path) || (route::is_public_data(path) && !wants_page(request.headers()))
}

fn wants_page(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter();
    let accepted = accepted.filter_map(|accepted| accepted.to_str().ok());
    let mut kinds = accepted.flat_map(|accepted| accepted.split([',', ';']));
    kinds.any(|kind| kind.trim().eq_ignore_ascii_case("text/html"))
}

/// An error page for a request that no page answers; for programs, the JSON of the API's errors.
pub async fn error_page(app: App, request: Request<Body>, error: AppError) -> Response {
    if wants_problem(&request) {
        return error.into_response();
    }
    let lang = language::spoken(&request);
    let page = PageRequest::new(app, lang, request);
    let mut response = page.show(async move |_| Err(error)).await;
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
    response
}

/// `404` for every address that is not in the router.
pub async fn unknown(State(app): State<App>, request: Request<Body>) -> Response {
    let path = request.uri().path();
    // A trailing slash is a slip, not another address.
    if let Some(target) = path
        .strip_suffix('/')
        .filter(|p| p.starts_with('/') && !p.starts_with("//"))
    {
        let query = request
            .uri()
            .query()
            .map_or(String::new(), |q| format!("?{q}"));
        let location = format!("{target}{query}");
        return (
            StatusCode::PERMANENT_REDIRECT,
            [(header::LOCATION, location)],
        )
            .into_response();
    }
    error_page(app, request, NotFound::page().into()).await
}

/// `405` for who opens the address of assistants.
fn only_messages() -> Response {
    let lang = Lang::English;
    let (title, detail) = (say::not_possible_here(lang), say::only_messages(lang));
    let problem = ProblemDocument::new(ProblemKind::WrongMethod, title, detail);
    problems::answer(StatusCode::METHOD_NOT_ALLOWED, problem)
}

/// `405` for an address that can only be read; tells who asks what can be done there.
pub async fn wrong_method(State(app): State<App>, request: Request<Body>) -> Response {
    let path = request.uri().path();
    let asked = request.method() == Method::OPTIONS && !route::staff::holds(path);
    let (mut response, allowed) = if asked {
        (StatusCode::NO_CONTENT.into_response(), guard::methods(path))
    } else {
        let allowed = if route::is_public_data(path) {
            guard::methods(path)
        } else {
            "GET, HEAD"
        };
        let response = if path == route::Mcp::PATH {
            only_messages()
        } else {
            error_page(app, request, AppError::WrongMethod).await
        };
        (response, allowed)
    };
    response
        .headers_mut()
        .insert(header::ALLOW, header::HeaderValue::from_static(allowed));
    response
}

/// Refuses addresses that are not text before anything tries to read them, and gives the bare
/// refusals of inner layers (too slow, too large) a page.
pub async fn guard_addresses(
    State(app): State<App>,
    request: Request<Body>,
    next: Next,
) -> Response {
    let lang = language::spoken(&request);
    let odd = percent_decode_str(request.uri().path())
        .decode_utf8()
        .map_or(true, |path| path.chars().any(char::is_control));
    if odd {
        let problem = say::no_text(lang).to_owned();
        return error_page(app, request, AppError::BadAddress(problem)).await;
    }
    if let Some(Unreadable(error)) = request.extensions().get().cloned() {
        return error_page(app, request, error.into()).await;
    }
    let wants_problem = wants_problem(&request);
    let base_path = BasePath::of(request.extensions());
    let headers = request.headers().clone();
    let meant = match *request.method() {
        Method::GET => meant(request.uri()),
        _ => None,
    };
    let response = next.run(request).await;
    if let (StatusCode::NOT_FOUND, Some(meant)) = (response.status(), meant) {
        return (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, meant)]).into_response();
    }
    let bare = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_none_or(|t| t == "text/plain; charset=utf-8");
    match response.status() {
        status @ (StatusCode::REQUEST_TIMEOUT | StatusCode::PAYLOAD_TOO_LARGE)
            if bare && wants_problem =>
        {
            plain_problem(status)
        }
        status @ (StatusCode::REQUEST_TIMEOUT | StatusCode::PAYLOAD_TOO_LARGE) if bare => {
            plain_page(lang, status, &RequestIdText::of(&headers), &base_path)
        }
        _ => response,
    }
}

/// Where an address leads that is spelled otherwise than ours; none where ours would be the same.
fn meant(address: &Uri) -> Option<String> {
    let path = route::tidied(address.path())?;
    Some(match address.query() {
        Some(query) => format!("{path}?{query}"),
        None => path,
    })
}

/// A fault of the program, before it has its page.
#[derive(Debug, Clone, Copy)]
struct Fault;

/// What is answered where the program fails; [`render_error_pages`] makes a page of it.
pub fn fault() -> Response {
    let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
    response.extensions_mut().insert(Fault);
    response
}

/// Tells of a fault in the visitor's language, with the number under which the log knows it.
pub async fn render_error_pages(request: Request<Body>, next: Next) -> Response {
    let lang = language::spoken(&request);
    let id = RequestIdText::of(request.headers());
    let base_path = BasePath::of(request.extensions());
    let wants_problem = wants_problem(&request);
    let response = next.run(request).await;
    match response.extensions().get::<Fault>() {
        Some(Fault) if wants_problem => plain_problem(StatusCode::INTERNAL_SERVER_ERROR),
        Some(Fault) => plain_page(lang, StatusCode::INTERNAL_SERVER_ERROR, &id, &base_path),
        None => response,
    }
}

/// Heading and words for what went wrong outside of any page.
fn failure_words(lang: Lang, status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::REQUEST_TIMEOUT => (say::took_too_long(lang), say::late(lang)),
        StatusCode::PAYLOAD_TOO_LARGE => (say::is_too_large(lang), say::larger(lang)),
        _ => (say::went_wrong(lang), say::our_fault(lang)),
    }
}

/// Browsers silently send a form again that was answered with 408.
fn told_status(status: StatusCode) -> StatusCode {
    match status {
        StatusCode::REQUEST_TIMEOUT => StatusCode::SERVICE_UNAVAILABLE,
        other => other,
    }
}

/// The same for programs, in the JSON of the API's errors.
fn plain_problem(status: StatusCode) -> Response {
    let (title, detail) = failure_words(Lang::English, status);
    let kind = match status {
        StatusCode::REQUEST_TIMEOUT => ProblemKind::Unavailable,
        StatusCode::PAYLOAD_TOO_LARGE => ProblemKind::BadRequest,
        _ => ProblemKind::Fault,
    };
    problems::answer(
        told_status(status),
        ProblemDocument::new(kind, title, detail),
    )
}

/// A page that needs nothing but itself, for when the program cannot rely on anything else.
pub fn plain_page(
    lang: Lang,
    status: StatusCode,
    request_id: &RequestIdText,
    base_path: &BasePath,
) -> Response {
    let (heading, text) = failure_words(lang, status);
    let start = Query::default().speaking(lang).link(route::Home);
    let way_out = (start.as_str(), say::back_to_overview(lang));
    bare_page(
        lang,
        told_status(status),
        [heading, text],
        way_out,
        request_id,
        base_path,
    )
}

/// A page of a heading, a text and one link, which needs no more than the style sheet.
pub fn bare_page(
    lang: Lang,
    status: StatusCode,
    [heading, text]: [&str; 2],
    (target, label): (&str, &str),
    request_id: &RequestIdText,
    base_path: &BasePath,
) -> Response {
    let below = |address: &str| {
        let prefixed = base_path.prefixed(address);
        escape(&prefixed.unwrap_or_else(|| address.to_owned()))
    };
    let style = below(&asset_href("site.css").unwrap_or_default());
    let page = format!(
        "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{heading} \u{b7} OGP commitment tracker</title><link rel=\"stylesheet\" href=\"{style}\"></head><body><main class=\"wrap\" id=\"main\"><div class=\"page-head\"><p class=\"error-code\">{}</p><h1>{heading}</h1><p class=\"lead\">{text}</p></div><p><a href=\"{}\">{}</a></p><p class=\"muted\"><small>{}<span class=\"code\">{}</span></small></p></main></body></html>",
        lang.slug(),
        status.as_u16(),
        below(target),
        label,
        say::request(lang),
        escape(&request_id.to_string()),
    );
    (status, [(header::CACHE_CONTROL, "no-store")], Html(page)).into_response()
}
