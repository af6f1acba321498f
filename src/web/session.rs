//! Between a browser's cookie and a person: who sends a request, and whether our own pages sent it.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{COOKIE, HOST, HeaderMap, HeaderValue, ORIGIN, SET_COOKIE};
use axum::http::{HeaderName, Method};
use axum::middleware::Next;
use axum::response::Response;
use cookie::{Cookie, SameSite};

use super::Origin;
use super::fallback::error_page;
use crate::error::AppError;
use crate::service::App;
use crate::service::auth::{ABSOLUTE, Staff};

/// Browsers send a cookie of this name only over HTTPS and only to this very host.
const SECURE_NAME: &str = "__Host-session";
/// Over plain HTTP there can be no such cookie; that is for trying the program on one's own machine.
const PLAIN_NAME: &str = "session";
/// The same for a sign-in that has begun at the organisation's provider.
const SECURE_BEGUN: &str = "__Host-sign-in";
const PLAIN_BEGUN: &str = "sign-in";
/// How long somebody may take at the provider.
const BEGUN_FOR: cookie::time::Duration = cookie::time::Duration::minutes(10);

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Who sends the request; nobody where no session is open.
#[derive(Debug, Clone)]
pub struct Sender(pub Option<Staff>);

/// Refuses forms that other sites make a browser send: by what the browser says of where a request
/// comes from, else by its `Origin`. A program that is no browser sends neither, and has no cookie
/// that others could use.
pub async fn refuse_other_sites(State(app): State<App>, request: Request, next: Next) -> Response {
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if safe || is_ours(request.headers()) {
        return next.run(request).await;
    }
    let path = request.uri().path().to_owned();
    let from = address(&request);
    let token = token(request.headers());
    if let Err(error) = note_other_site(&app, token, &from, &path).await {
        tracing::error!(error = ?error, "a refusal could not be written to the security log");
    }
    error_page(app, request, AppError::CrossSite).await
}

/// Tells the security log whose browser was made to send something where.
async fn note_other_site(
    app: &App,
    token: Option<String>,
    address: &str,
    path: &str,
) -> Result<(), AppError> {
    let staff = match token {
        Some(token) => app.staff(&token, address).await?,
        None => None,
    };
    let who = staff.as_ref().map_or("", |staff| &staff.account().email);
    app.note("cross-site", who, address, path).await
}

fn is_ours(headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get(SEC_FETCH_SITE) {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = headers.get(ORIGIN) else {
        return true;
    };
    let host = headers.get(HOST).and_then(|h| h.to_str().ok());
    let from = origin.to_str().ok().and_then(|o| o.split_once("://"));
    matches!((host, from), (Some(host), Some((_, from))) if host.eq_ignore_ascii_case(from))
}

/// Finds out who sends the request.
pub async fn identify(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let address = address(&request);
    let sender = match token(request.headers()) {
        Some(token) => match app.staff(&token, &address).await {
            Ok(staff) => staff,
            Err(error) => return error_page(app, request, error).await,
        },
        None => None,
    };
    request.extensions_mut().insert(Sender(sender));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(
        HeaderName::from_static("cache-control"),
        HeaderValue::from_static("no-store"),
    );
    headers.insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex"),
    );
    response
}

/// The token that a browser sends along.
pub fn token(headers: &HeaderMap) -> Option<String> {
    sent(headers, SECURE_NAME, PLAIN_NAME)
}

/// What a browser keeps of a sign-in that it began at the provider.
pub fn begun(headers: &HeaderMap) -> Option<String> {
    sent(headers, SECURE_BEGUN, PLAIN_BEGUN)
}

fn sent(headers: &HeaderMap, secure: &str, plain: &str) -> Option<String> {
    let mut found = None;
    for header in headers.get_all(COOKIE) {
        for cookie in Cookie::split_parse(header.to_str().ok()?).flatten() {
            if cookie.name() == secure {
                return Some(cookie.value().to_owned());
            }
            if cookie.name() == plain {
                found = Some(cookie.value().to_owned());
            }
        }
    }
    found
}

/// Where a request comes from: the caller, or whom a proxy on the same machine or network speaks for.
pub fn address(request: &Request) -> String {
    let caller = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|ConnectInfo(caller)| caller.ip());
    let is_proxy = caller.is_some_and(|ip| match ip {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    });
    let forwarded = request
        .headers()
        .get("x-forwarded-for")
        .and_then(|v| v.to_str().ok())
        // The last one is what the proxy itself has seen; those before it are hearsay.
        .and_then(|v| v.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
    forwarded
        .filter(|_| is_proxy)
        .or(caller)
        .map_or_else(|| "unknown".to_owned(), |ip| ip.to_string())
}

/// Whether passwords may be sent here: over HTTPS, or without leaving the machine.
pub fn may_sign_in(request: &Request) -> bool {
    let Some(origin) = request.extensions().get::<Origin>() else {
        return false;
    };
    let origin = origin.to_string();
    let host = origin.strip_prefix("http://").unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, port)| {
        if port.bytes().all(|b| b.is_ascii_digit()) {
            name
        } else {
            host
        }
    });
    origin.starts_with("https://")
        || name == "localhost"
        || name
            .trim_matches(['[', ']'])
            .parse::<IpAddr>()
            .is_ok_and(|ip| ip.is_loopback())
}

/// The header that keeps a session's token in the browser.
pub fn set_cookie(origin: Option<&Origin>, token: &str) -> (HeaderName, HeaderValue) {
    let age = cookie::time::Duration::seconds(ABSOLUTE.num_seconds());
    cookie(origin, [SECURE_NAME, PLAIN_NAME], token, age)
}

/// The header that takes it away.
pub fn clear_cookie(origin: Option<&Origin>) -> (HeaderName, HeaderValue) {
    let names = [SECURE_NAME, PLAIN_NAME];
    cookie(origin, names, "", cookie::time::Duration::ZERO)
}

/// The header that keeps a sign-in that has begun at the provider: an encoded form.
pub fn keep_begun(origin: Option<&Origin>, kept: &str) -> (HeaderName, HeaderValue) {
    cookie(origin, [SECURE_BEGUN, PLAIN_BEGUN], kept, BEGUN_FOR)
}

/// The header that takes it away.
pub fn forget_begun(origin: Option<&Origin>) -> (HeaderName, HeaderValue) {
    let names = [SECURE_BEGUN, PLAIN_BEGUN];
    cookie(origin, names, "", cookie::time::Duration::ZERO)
}

fn cookie(
    origin: Option<&Origin>,
    [over_https, over_http]: [&'static str; 2],
    value: &str,
    age: cookie::time::Duration,
) -> (HeaderName, HeaderValue) {
    let secure = origin.is_some_and(|o| o.to_string().starts_with("https://"));
    let name = if secure { over_https } else { over_http };
    let cookie = Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .secure(secure)
        // Not strict: the provider sends the browser back from another site.
        .same_site(SameSite::Lax)
        .max_age(age)
        .build();
    let value = HeaderValue::from_str(&cookie.to_string());
    // Tokens are hexadecimal and forms are encoded, so their cookie is always a header.
    (SET_COOKIE, value.unwrap_or(HeaderValue::from_static("")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    #[test]
    fn only_our_own_pages_may_send_forms() {
        for (pairs, ours) in [
            (&[("sec-fetch-site", "same-origin")][..], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            (
                &[
                    ("sec-fetch-site", "cross-site"),
                    ("origin", "https://a.example"),
                    ("host", "a.example"),
                ],
                false,
            ),
            (
                &[("origin", "https://a.example"), ("host", "a.example")],
                true,
            ),
            (
                &[("origin", "https://b.example"), ("host", "a.example")],
                false,
            ),
            (&[("origin", "null"), ("host", "a.example")], false),
            (&[("host", "a.example")], true),
        ] {
            assert_eq!(is_ours(&headers(pairs)), ours, "{pairs:?}");
        }
    }

    #[test]
    fn over_https_the_cookie_is_bound_to_the_host() {
        let https: Origin = "https://tracker.example".parse().unwrap();
        let (_, value) = set_cookie(Some(&https), "abc");
        let value = value.to_str().unwrap();
        for part in [
            "__Host-session=abc",
            "HttpOnly",
            "Secure",
            "SameSite=Lax",
            "Path=/",
            "Max-Age=43200",
        ] {
            assert!(value.contains(part), "{value}");
        }
        assert!(!value.contains("Domain"), "{value}");
        let (_, value) = set_cookie(None, "abc");
        assert!(value.to_str().unwrap().starts_with("session=abc; HttpOnly"));
    }
}
