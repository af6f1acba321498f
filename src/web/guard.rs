//! Headers that every response has: what keeps browsers from doing what no page here asks for, and
//! when to come back.

use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_REQUEST_METHOD, ALLOW, CONTENT_SECURITY_POLICY, HeaderMap, HeaderName,
    HeaderValue, REFERRER_POLICY, RETRY_AFTER, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use domain::route;

/// No inline script, no inline style, nothing from elsewhere. WebAssembly needs its own word.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";

/// What lets pages of other sites read public data. It is the same for everybody and depends on no
/// cookie, so that no credentials are allowed for.
const READABLE_ANYWHERE: &[(&str, &str)] = &[
    ("access-control-allow-origin", "*"),
    (
        "access-control-expose-headers",
        "accept-ranges, allow, content-disposition, content-range, data-version, etag, link, ratelimit, ratelimit-policy, retry-after, x-request-id",
    ),
    ("cross-origin-resource-policy", "cross-origin"),
];

/// What a browser may send after it has asked whether it may.
const PREFLIGHT: &[(&str, &str)] = &[
    ("access-control-allow-headers", "*"),
    ("access-control-max-age", "86400"),
];

/// What can be done at an address of public data.
const READ_ONLY: &str = "GET, HEAD, OPTIONS";

/// What can be done where assistants ask.
const ASKED_BY_MESSAGE: &str = "POST, OPTIONS";

/// What programs can do at an address of theirs.
pub fn methods(path: &str) -> &'static str {
    match path {
        route::Mcp::PATH => ASKED_BY_MESSAGE,
        _ => READ_ONLY,
    }
}

/// When to ask again what cannot be answered for now, in seconds.
const RETRY_SECONDS: &str = "10";

/// Sets the security headers of every response, and lets any page read public data. Only charts made for it, and what
/// stands in their place, may stand in the frames of other sites.
pub async fn set_headers(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let for_frames = route::is_embed(path);
    let is_data = route::is_public_data(path);
    let methods = methods(path);
    let is_preflight = request.method() == Method::OPTIONS;
    // A browser asks before it knows whether there is anything; that is what its request then finds out.
    let asks_only = is_preflight
        && request
            .headers()
            .contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if is_data && asks_only {
        (StatusCode::NO_CONTENT, [(ALLOW, methods)]).into_response()
    } else {
        next.run(request).await
    };
    if for_frames {
        let embedded = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *");
        if let Ok(policy) = HeaderValue::from_str(&embedded) {
            response
                .headers_mut()
                .insert(CONTENT_SECURITY_POLICY, policy);
        }
    }
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        let headers = response.headers_mut();
        let seconds = HeaderValue::from_static(RETRY_SECONDS);
        headers.entry(RETRY_AFTER).or_insert(seconds);
    }
    let headers = response.headers_mut();
    vary_once(headers);
    if is_data {
        let allowed = ("access-control-allow-methods", methods);
        let preflight = PREFLIGHT.iter().chain([&allowed]).filter(|_| is_preflight);
        for (name, value) in READABLE_ANYWHERE.iter().chain(preflight) {
            headers.insert(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
    }
    let refused = (HeaderName::from_static("x-frame-options"), "DENY");
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=()",
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ]
    .into_iter()
    .chain((!for_frames).then_some(refused))
    {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Names each header that an answer varies by once, and in one line: several layers may have added the
/// same one.
fn vary_once(headers: &mut HeaderMap) {
    let mut by: Vec<String> = Vec::new();
    let named = headers.get_all(VARY).iter();
    for name in named
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
    {
        let name = name.trim().to_ascii_lowercase();
        if !name.is_empty() && !by.contains(&name) {
            by.push(name);
        }
    }
    by.sort_unstable();
    if let Ok(by) = HeaderValue::from_str(&by.join(", "))
        && !by.is_empty()
    {
        headers.insert(VARY, by);
    }
}
