//! The boundary of a site that is served below a path of its host (`--base-path`).
//!
//! Inside, every address is that of a site at the root. What comes in loses the base path here, and the headers
//! of answers get it. What else an answer has of addresses gets it where it is made: pages in `web::finish`, the
//! API and suggestions in [`in_json`], whole addresses from the site's [`Origin`].

use std::future::ready;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{OriginalUri, Request};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_LOCATION, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue,
    LINK, LOCATION, SET_COOKIE,
};
use axum::http::{StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use cookie::Cookie;
use tower::ServiceExt;

use super::fallback::fault;
use super::head;
use super::origin::Reached;
use super::router::outermost;
use super::session::PLAIN_NAMES;
use crate::site::{BasePath, Origin};
use domain::route;

/// What the names of cookies begin with that browsers keep for the whole of this very host.
const FOR_HOST: &str = "__Host-";
/// The same of those that may be for a part of it. Browsers take both over HTTPS only.
const FOR_PATH: &str = "__Secure-";

#[derive(Debug, Clone)]
struct Boundary {
    base_path: BasePath,
    /// Whether visitors reach the site over HTTPS.
    is_secure: bool,
    site: Router,
    outside: Router,
}

/// The site where it is reached: below its base path, if it has one.
pub(super) fn below(site: Router, reached: &Arc<Reached>) -> Router {
    let base_path = reached.base_path.clone();
    if base_path.is_empty() {
        return site;
    }
    let own = base_path.clone();
    let elsewhere =
        Router::new().fallback(move |address: Uri| ready(answer_outside(&own, &address)));
    let boundary = Boundary {
        base_path,
        is_secure: reached.public_url.as_ref().is_some_and(Origin::is_secure),
        site,
        outside: outermost(elsewhere, reached),
    };
    Router::new()
        .fallback(move |request: Request| boundary.clone().answer(request))
        // As inside: this router takes the body away, and with it the length of one that is gone already.
        .layer(middleware::from_fn(head::answer_as_get))
}

impl Boundary {
    async fn answer(self, mut request: Request) -> Response {
        let path = request.uri().path();
        // What asks this instance whether it is well need not know what it is called.
        let is_probe = path == route::Alive::PATH || path == route::Ready::PATH;
        let inside = self
            .base_path
            .strip(path)
            .and_then(|path| inner(request.uri(), path));
        let router = match inside {
            Some(address) => {
                *request.uri_mut() = address;
                request.extensions_mut().remove::<OriginalUri>();
                receive_cookies(request.headers_mut(), self.is_secure);
                self.site
            }
            None if is_probe => self.site,
            None => {
                let Ok(response) = self.outside.oneshot(request).await;
                return response;
            }
        };
        let Ok(mut response) = router.oneshot(request).await;
        prefix_headers(&self.base_path, response.headers_mut());
        response
    }
}

/// The base path without a slash leads to the start; all else outside is nothing of ours.
fn answer_outside(base_path: &BasePath, address: &Uri) -> Response {
    if base_path.strip(address.path()) == Some("") {
        let query = address.query().map_or(String::new(), |q| format!("?{q}"));
        let start = format!("{base_path}/{query}");
        return (StatusCode::PERMANENT_REDIRECT, [(LOCATION, start)]).into_response();
    }
    let text = format!("Page not found. The commitment tracker is at {base_path}/\n");
    (StatusCode::NOT_FOUND, [(CACHE_CONTROL, "no-store")], text).into_response()
}

/// The same address with another path; none without one.
fn inner(address: &Uri, path: &str) -> Option<Uri> {
    if path.is_empty() {
        return None;
    }
    let query = address.query().map_or(String::new(), |q| format!("?{q}"));
    let mut parts = address.clone().into_parts();
    parts.path_and_query = Some(format!("{path}{query}").parse().ok()?);
    Uri::from_parts(parts).ok()
}

/// Lets cookies have the names that the site gave them. Those that are for the whole host are not of this site, and
/// over HTTPS those with our names for plain HTTP are a neighbour's.
fn receive_cookies(headers: &mut HeaderMap, is_secure: bool) {
    let sent: Vec<HeaderValue> = headers.get_all(COOKIE).iter().cloned().collect();
    headers.remove(COOKIE);
    for value in sent {
        headers.append(COOKIE, received(&value, is_secure).unwrap_or(value));
    }
}

fn received(sent: &HeaderValue, is_secure: bool) -> Option<HeaderValue> {
    let name = |cookie: &str| cookie.split('=').next().unwrap_or_default().to_owned();
    let is_theirs = |cookie: &str| {
        cookie.starts_with(FOR_HOST) || (is_secure && PLAIN_NAMES.contains(&name(cookie).trim()))
    };
    let cookies = sent.to_str().ok()?.split(';').map(str::trim);
    let cookies = cookies.filter(|cookie| !is_theirs(cookie));
    let cookies = cookies.map(|cookie| match cookie.strip_prefix(FOR_PATH) {
        Some(cookie) => format!("{FOR_HOST}{cookie}"),
        None => cookie.to_owned(),
    });
    HeaderValue::from_str(&cookies.collect::<Vec<_>>().join("; ")).ok()
}

/// Puts the base path before the addresses in the headers of an answer.
fn prefix_headers(base_path: &BasePath, headers: &mut HeaderMap) {
    let address = |value: &HeaderValue| base_path.prefixed(value.to_str().ok()?);
    let links = |value: &HeaderValue| links_below(base_path, value.to_str().ok()?);
    let cookie = |value: &HeaderValue| cookie_below(base_path, value.to_str().ok()?);
    for (name, value) in headers {
        let prefixed = match name {
            name if name == LOCATION || name == CONTENT_LOCATION => address(value),
            name if name == LINK => links(value),
            name if name == SET_COOKIE => cookie(value),
            _ => None,
        };
        if let Some(prefixed) = prefixed.and_then(|text| HeaderValue::from_str(&text).ok()) {
            *value = prefixed;
        }
    }
}

/// The targets of links (RFC 8288) stand between `<` and `>`, neither of which an address holds.
fn links_below(base_path: &BasePath, links: &str) -> Option<String> {
    let mut parts = links.split('<');
    let mut below = parts.next()?.to_owned();
    for part in parts {
        below.push('<');
        below.push_str(&base_path.prefixed(part).unwrap_or_else(|| part.to_owned()));
    }
    Some(below)
}

/// A cookie for the site and not for its neighbours on the host. Browsers refuse one whose name says that it is
/// for the whole host.
fn cookie_below(base_path: &BasePath, cookie: &str) -> Option<String> {
    let mut cookie = Cookie::parse(cookie).ok()?;
    if cookie.path() == Some("/") {
        cookie.set_path(base_path.to_string());
    }
    let name = cookie.name().strip_prefix(FOR_HOST);
    if let Some(name) = name.map(|name| format!("{FOR_PATH}{name}")) {
        cookie.set_name(name);
    }
    Some(cookie.to_string())
}

/// Puts the base path before the addresses of the site in what programs are answered.
pub async fn in_json(request: Request, next: Next) -> Response {
    let base_path = BasePath::of(request.extensions());
    let response = next.run(request).await;
    let kind = response.headers().get(CONTENT_TYPE);
    let is_json = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if base_path.is_empty() || !is_json {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let body = match to_bytes(body, usize::MAX).await {
        Ok(body) => body,
        Err(error) => {
            tracing::error!(%error, "an answer could not be put below the base path");
            return fault();
        }
    };
    parts.headers.remove(CONTENT_LENGTH);
    let body = match std::str::from_utf8(&body) {
        Ok(text) => Body::from(json_below(&base_path, text)),
        Err(_) => Body::from(body),
    };
    Response::from_parts(parts, body)
}

/// In JSON without spaces, what looks like a key and the beginning of its value is that: inside of a text, quotes
/// are escaped.
fn json_below(base_path: &BasePath, json: &str) -> String {
    // The server of the API's description, to which paths are added.
    let mut below = json.replace("\"url\":\"/\"", &format!("\"url\":\"{base_path}\""));
    for key in ["href", "list"] {
        let begin = format!("\"{key}\":\"");
        below = below.replace(&format!("{begin}/"), &format!("{begin}{base_path}/"));
    }
    below
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base_path() -> BasePath {
        "/tracker".parse().unwrap()
    }

    #[test]
    fn a_request_keeps_all_but_the_base_path() {
        for (address, path, expected) in [
            ("/tracker/", "/", Some("/")),
            (
                "/tracker/a%2Fb?q=/tracker/x&y",
                "/a%2Fb",
                Some("/a%2Fb?q=/tracker/x&y"),
            ),
            ("/tracker?x", "", None),
            (
                "http://host.example/tracker/x?y",
                "/x",
                Some("http://host.example/x?y"),
            ),
        ] {
            let address: Uri = address.parse().unwrap();
            let inner = inner(&address, path);
            let expected: Option<Uri> = expected.map(|expected| expected.parse().unwrap());
            assert_eq!(inner, expected, "{address}");
        }
    }

    #[test]
    fn headers_lead_below_the_base_path() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            (LOCATION, "/members?x=/y"),
            (CONTENT_LOCATION, "https://elsewhere.example/x"),
            (
                LINK,
                "</a?page=2>; rel=\"next\", <https://b.example/a>; rel=\"last\"",
            ),
            (
                SET_COOKIE,
                "__Host-session=abc; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=43200",
            ),
            (SET_COOKIE, "lang=es; Path=/"),
            (SET_COOKIE, "part=1; Path=/staff"),
        ] {
            headers.append(name, HeaderValue::from_static(value));
        }
        prefix_headers(&base_path(), &mut headers);
        let all = |name| -> Vec<&str> {
            let values = headers.get_all(name).iter();
            values.map(|value| value.to_str().unwrap()).collect()
        };
        assert_eq!(all(LOCATION), ["/tracker/members?x=/y"]);
        assert_eq!(all(CONTENT_LOCATION), ["https://elsewhere.example/x"]);
        assert_eq!(
            all(LINK),
            ["</tracker/a?page=2>; rel=\"next\", <https://b.example/a>; rel=\"last\""]
        );
        assert_eq!(
            all(SET_COOKIE),
            [
                "__Secure-session=abc; HttpOnly; SameSite=Lax; Secure; Path=/tracker; Max-Age=43200",
                "lang=es; Path=/tracker",
                "part=1; Path=/staff",
            ]
        );
    }

    #[test]
    fn cookies_of_the_whole_host_are_not_taken_for_ours() {
        let mut headers = HeaderMap::new();
        for value in [
            "a=b; __Host-session=theirs;__Secure-session=ours; session=theirs;seen = 7",
            "lang=es",
            "\u{e9}",
        ] {
            headers.append(COOKIE, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        receive_cookies(&mut headers, true);
        let received: Vec<&[u8]> = headers
            .get_all(COOKIE)
            .iter()
            .map(HeaderValue::as_bytes)
            .collect();
        assert_eq!(
            received,
            [
                &b"a=b; __Host-session=ours"[..],
                b"lang=es",
                "\u{e9}".as_bytes(),
            ]
        );
    }

    #[test]
    fn addresses_in_json_are_found_by_their_keys_alone() {
        let json = serde_json::json!({
            "href": "/a?x=1",
            "items": [{"list": "/b", "title": "\"href\":\"/c\" /d"}, {"href": null}],
            "list": "https://elsewhere.example/",
            "path": "/e",
            "servers": [{"url": "/"}],
        });
        let expected = serde_json::json!({
            "href": "/tracker/a?x=1",
            "items": [{"list": "/tracker/b", "title": "\"href\":\"/c\" /d"}, {"href": null}],
            "list": "https://elsewhere.example/",
            "path": "/e",
            "servers": [{"url": "/tracker"}],
        });
        let below = json_below(&base_path(), &json.to_string());
        assert_eq!(below, expected.to_string());
    }
}
