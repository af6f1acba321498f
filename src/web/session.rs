//! Between a browser's cookie and a person: who sends a request, and whether our own pages sent it.

use axum::extract::{Request, State};
use axum::http::header::{COOKIE, HOST, HeaderMap, HeaderValue, ORIGIN, SET_COOKIE};
use axum::http::{HeaderName, Method};
use axum::middleware::Next;
use axum::response::Response;
use cookie::{Cookie, SameSite};

use super::Origin;
use super::fallback::error_page;
use super::origin::is_loopback_host;
use super::proxy::Arrival;
use super::seen;
use crate::error::AppError;
use crate::service::auth::{ABSOLUTE, Staff};
use crate::service::browsers;
use crate::service::security_log::{CROSS_SITE, NOBODY};
use crate::service::{App, Reader};
use domain::route;

/// Browsers send a cookie of this name only over HTTPS and only to this very host. Such a one is for all of the
/// host: below a base path, `web::base_path` makes it one of that path, whose name begins with `__Secure-`.
const SECURE_NAME: &str = "__Host-session";
/// Over plain HTTP there can be no such cookie; that is for trying the program on one's own machine.
const PLAIN_NAME: &str = "session";
/// The same for a sign-in that has begun at the organisation's provider.
const SECURE_BEGUN: &str = "__Host-sign-in";
const PLAIN_BEGUN: &str = "sign-in";
/// The same for what a browser carries to be known again.
const SECURE_NOTES: &str = "__Host-known";
const PLAIN_NOTES: &str = "known";
/// The same for the version of the record that somebody who is signed in has seen.
const SECURE_SEEN: &str = "__Host-seen";
const PLAIN_SEEN: &str = "seen";
/// All the names for plain HTTP.
pub(super) const PLAIN_NAMES: [&str; 4] = [PLAIN_NAME, PLAIN_BEGUN, PLAIN_NOTES, PLAIN_SEEN];
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
    // What assistants send changes nothing and depends on nobody's session; what ends e-mail depends on the
    // link that came with it alone.
    let path = request.uri().path();
    let is_open = safe || path == route::Mcp::PATH || route::is_unsubscribe(path);
    if is_open || is_ours(&request) {
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
    let who = staff
        .as_ref()
        .map_or(NOBODY, |staff| &staff.account().email);
    app.count_refusal(CROSS_SITE, who, address, path);
    Ok(())
}

fn is_ours(request: &Request) -> bool {
    let headers = request.headers();
    if let Some(site) = headers.get(SEC_FETCH_SITE) {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = headers.get(ORIGIN) else {
        return true;
    };
    let from = origin.to_str().ok().and_then(|o| o.split_once("://"));
    let Some((_, from)) = from else { return false };
    // A proxy may call the program by another name than browsers do.
    let names = [
        headers.get(HOST).and_then(|host| host.to_str().ok()),
        arrival(request).and_then(|arrival| arrival.host.as_deref()),
        request.extensions().get().map(Origin::host),
    ];
    let mut names = names.into_iter().flatten();
    names.any(|name| name.eq_ignore_ascii_case(from))
}

fn arrival(request: &Request) -> Option<&Arrival> {
    request.extensions().get()
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
    let is_signed_in = sender.is_some();
    let sent = request.headers().clone();
    if is_signed_in {
        let caught_up = catch_up(&app, &sent).await;
        // A form is taken all the same: it says what state it was made from.
        if let (Err(error), Method::GET | Method::HEAD) = (caught_up, request.method().clone()) {
            return error_page(app, request, error).await;
        }
    }
    let is_secure = is_secure(&request);
    request.extensions_mut().insert(Sender(sender));
    let mut response = next.run(request).await;
    if is_signed_in {
        seen::tell_staff(&app, &sent, is_secure, &mut response);
    }
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

/// Lets this instance show staff no older state than they have seen.
async fn catch_up(app: &App, headers: &HeaderMap) -> Result<(), AppError> {
    let reader = Reader {
        is_staff: true,
        ..seen::reader(app, headers)
    };
    app.caught_up(reader).await.map(|_| ())
}

/// The token that a browser sends along.
pub fn token(headers: &HeaderMap) -> Option<String> {
    sent(headers, SECURE_NAME, PLAIN_NAME)
}

/// What a browser keeps of a sign-in that it began at the provider.
pub fn begun(headers: &HeaderMap) -> Option<String> {
    sent(headers, SECURE_BEGUN, PLAIN_BEGUN)
}

/// The version that a browser has seen, with the record that it is of.
pub fn seen(headers: &HeaderMap) -> Option<String> {
    sent(headers, SECURE_SEEN, PLAIN_SEEN)
}

/// What a browser carries of sign-ins before.
pub fn notes(headers: &HeaderMap) -> String {
    sent(headers, SECURE_NOTES, PLAIN_NOTES).unwrap_or_default()
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

/// Where a request comes from, as far as anyone knows.
pub fn address(request: &Request) -> String {
    let from = arrival(request).and_then(|arrival| arrival.from);
    from.map_or_else(|| "unknown".to_owned(), |ip| ip.to_string())
}

/// Whether what goes between the sender and the site is encrypted.
pub fn is_secure(request: &Request) -> bool {
    arrival(request).is_some_and(|arrival| arrival.is_secure)
}

/// Whether passwords may be sent here: over HTTPS, or without leaving the machine.
pub fn may_sign_in(request: &Request) -> bool {
    let Some(arrival) = arrival(request) else {
        return false;
    };
    let host = arrival.host.as_deref().unwrap_or_default();
    if arrival.is_secure {
        return true;
    }
    if let Some(proxy) = arrival.ignored_proxy {
        tracing::warn!(
            %proxy,
            "nobody can sign in through this proxy: name it with --trusted-proxy, or set --public-url"
        );
        return false;
    }
    is_loopback_host(host)
}

/// The header that keeps a session's token in the browser.
pub fn set_cookie(secure: bool, token: &str) -> (HeaderName, HeaderValue) {
    let age = cookie::time::Duration::seconds(ABSOLUTE.num_seconds());
    cookie(secure, [SECURE_NAME, PLAIN_NAME], token, age)
}

/// The header that lets a browser carry the version that it has seen, for as long as a session lasts.
pub fn keep_seen(secure: bool, version: &str) -> (HeaderName, HeaderValue) {
    let age = cookie::time::Duration::seconds(ABSOLUTE.num_seconds());
    cookie(secure, [SECURE_SEEN, PLAIN_SEEN], version, age)
}

/// The header that takes it away.
pub fn clear_cookie(secure: bool) -> (HeaderName, HeaderValue) {
    let names = [SECURE_NAME, PLAIN_NAME];
    cookie(secure, names, "", cookie::time::Duration::ZERO)
}

/// The header that lets the browser be known again.
pub fn keep_notes(secure: bool, notes: &str) -> (HeaderName, HeaderValue) {
    let age = cookie::time::Duration::days(browsers::KEPT_DAYS);
    cookie(secure, [SECURE_NOTES, PLAIN_NOTES], notes, age)
}

/// The header that keeps a sign-in that has begun at the provider: an encoded form.
pub fn keep_begun(secure: bool, kept: &str) -> (HeaderName, HeaderValue) {
    cookie(secure, [SECURE_BEGUN, PLAIN_BEGUN], kept, BEGUN_FOR)
}

/// The header that takes it away.
pub fn forget_begun(secure: bool) -> (HeaderName, HeaderValue) {
    let names = [SECURE_BEGUN, PLAIN_BEGUN];
    cookie(secure, names, "", cookie::time::Duration::ZERO)
}

fn cookie(
    secure: bool,
    [over_https, over_http]: [&'static str; 2],
    value: &str,
    age: cookie::time::Duration,
) -> (HeaderName, HeaderValue) {
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

    fn request(pairs: &[(&'static str, &'static str)], own: &str) -> Request {
        let mut request = Request::default();
        for (name, value) in pairs {
            let value = HeaderValue::from_static(value);
            request.headers_mut().insert(*name, value);
        }
        if let Ok(own) = own.parse::<Origin>() {
            request.extensions_mut().insert(own);
        }
        request
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
            assert_eq!(is_ours(&request(pairs, "")), ours, "{pairs:?}");
        }
        // A proxy that calls the program by another name.
        let pairs = [("origin", "https://a.example"), ("host", "10.0.0.7:3000")];
        assert!(!is_ours(&request(&pairs, "")));
        assert!(is_ours(&request(&pairs, "https://a.example")));
        assert!(!is_ours(&request(&pairs, "https://b.example")));
    }

    #[test]
    fn over_https_the_cookie_is_bound_to_the_host() {
        let (_, value) = set_cookie(true, "abc");
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
        let (_, value) = set_cookie(false, "abc");
        assert!(value.to_str().unwrap().starts_with("session=abc; HttpOnly"));
    }
}
