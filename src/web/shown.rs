//! Which state of the record a request is answered from: the present one, or that of the moment
//! which `as_of` names.

use std::convert::Infallible;

use axum::extract::{FromRef, FromRequestParts, Request, State};
use axum::http::header::{HeaderValue, LOCATION};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::AppState;
use super::fallback::error_page;
use crate::charts::escape;
use crate::domain::{AsOf, Query};
use crate::error::AppError;
use crate::service::App;

/// The application as the request wants to see it.
#[derive(Debug, Clone)]
pub struct Shown(pub App);

impl<S: Send + Sync> FromRequestParts<S> for Shown
where
    App: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let chosen = parts.extensions.get::<Self>().cloned();
        Ok(chosen.unwrap_or_else(|| Self(App::from_ref(state))))
    }
}

impl FromRef<AppState> for Shown {
    fn from_ref(state: &AppState) -> Self {
        Self(state.app.clone())
    }
}

/// Chooses the state for everything behind it; refuses a moment that cannot be shown.
pub async fn choose(State(app): State<App>, request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let mut response = chosen(app, request, next).await;
    keep_query(&mut response, &query);
    response
}

/// Lets what has moved for good lead to the same view of it: the same moment, the same filters.
fn keep_query(response: &mut Response, query: &str) {
    if response.status() != StatusCode::PERMANENT_REDIRECT || query.is_empty() {
        return;
    }
    let target = response.headers().get(LOCATION);
    let Some(target) = target.and_then(|target| target.to_str().ok()) else {
        return;
    };
    if !target.contains('?')
        && let Ok(target) = HeaderValue::from_str(&format!("{target}?{query}"))
    {
        response.headers_mut().insert(LOCATION, target);
    }
}

async fn chosen(app: App, mut request: Request, next: Next) -> Response {
    match past(&app, request.uri().query().unwrap_or_default()).await {
        Ok(Some(past)) => {
            request.extensions_mut().insert(Shown(past));
            next.run(request).await
        }
        Ok(None) => next.run(request).await,
        Err(error) if request.uri().path().starts_with("/api/") => error.into_response(),
        Err(error) => error_page(app, request, error).await,
    }
}

async fn past(app: &App, address: &str) -> Result<Option<App>, AppError> {
    // Most addresses ask for the present; what else is wrong with them is said by their own pages.
    if !address.contains("as_of") {
        return Ok(None);
    }
    match Query::parse(address) {
        Ok(query) => match query.as_of() {
            Some(as_of) => Ok(Some(app.as_of(as_of).await?)),
            None => Ok(None),
        },
        Err(error) if error.parameter == "as_of" => Err(error.into()),
        Err(_) => Ok(None),
    }
}

/// An address without the moment it names.
pub fn without_as_of(address: &Uri) -> String {
    let kept: Vec<&str> = address
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("as_of="))
        .collect();
    if kept.is_empty() {
        address.path().to_owned()
    } else {
        format!("{}?{}", address.path(), kept.join("&"))
    }
}

/// Lets every link and search of a page lead to the same moment, but those marked `data-now`.
pub fn keep_as_of(html: &str, as_of: AsOf) -> String {
    let value = Query::default().seen_from(Some(as_of)).to_address();
    let mut kept = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        kept.push_str(&rest[..at]);
        push_tag(&mut kept, &rest[at..end], &value);
        if rest[at..end].starts_with("<form") && !rest[at..end].contains("method=\"post\"") {
            kept.push_str("<input type=\"hidden\" name=\"as_of\" value=\"");
            kept.push_str(&escape(&as_of.to_string()));
            kept.push_str("\">");
        }
        rest = &rest[end..];
    }
    kept.push_str(rest);
    kept
}

fn push_tag(kept: &mut String, tag: &str, value: &str) {
    const BEGINS: &str = " href=\"";
    let link = tag.find(BEGINS).map(|at| at + BEGINS.len());
    let target = link.and_then(|from| Some((from, &tag[from..from + tag[from..].find('"')?])));
    let Some((from, target)) = target.filter(|(_, target)| is_of_the_record(tag, target)) else {
        kept.push_str(tag);
        return;
    };
    let (path, fragment) = target.split_at(target.find('#').unwrap_or(target.len()));
    kept.push_str(&tag[..from]);
    kept.push_str(path);
    kept.push_str(if path.contains('?') { "&amp;" } else { "?" });
    kept.push_str(value);
    kept.push_str(fragment);
    kept.push_str(&tag[from + target.len()..]);
}

fn is_of_the_record(tag: &str, target: &str) -> bool {
    target.starts_with('/')
        && !["//", "/assets/", "/favicon", "/staff"]
            .iter()
            .any(|elsewhere| target.starts_with(elsewhere))
        && !target.contains("as_of=")
        && !tag.contains("data-now")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_searches_lead_to_the_same_moment() {
        let kept = |html| keep_as_of(html, "2026-11-22".parse().unwrap());
        for (html, expected) in [
            (
                "<a href=\"/members\">",
                "<a href=\"/members?as_of=2026-11-22\">",
            ),
            (
                "<a class=\"x\" href=\"/commitments?area=tax#q\">T",
                "<a class=\"x\" href=\"/commitments?area=tax&amp;as_of=2026-11-22#q\">T",
            ),
            (
                "<a href=\"/x?as_of=2026-11-22\">",
                "<a href=\"/x?as_of=2026-11-22\">",
            ),
            (
                "<a data-now=\"\" href=\"/\">",
                "<a data-now=\"\" href=\"/\">",
            ),
            ("<a href=\"#main\">", "<a href=\"#main\">"),
            (
                "<a href=\"https://example.org/\">",
                "<a href=\"https://example.org/\">",
            ),
            (
                "<link href=\"/assets/site.css\">",
                "<link href=\"/assets/site.css\">",
            ),
            (
                "<form action=\"/commitments\"></form> 1 < 2",
                "<form action=\"/commitments\"><input type=\"hidden\" name=\"as_of\" value=\"2026-11-22\"></form> 1 < 2",
            ),
        ] {
            assert_eq!(kept(html), expected);
        }
    }
}
