//! `304 Not Modified`: what is shown depends on the program, the data version and the address
//! alone, so the three together are its entity tag.

use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, ETAG, HeaderValue, IF_NONE_MATCH, VARY};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;

use super::shown::Shown;
use crate::assets::{asset_href, short_hash};
use crate::site::Origin;

/// Browsers and proxies may keep a page, but ask each time whether it is still current.
const REVALIDATE: &str = "public, no-cache";

/// What distinguishes this program from others: its version and the style sheet it was built with.
static PROGRAM: LazyLock<String> = LazyLock::new(|| {
    let assets = ["site.css", "start.js"].map(|name| asset_href(name).unwrap_or_default());
    format!("{} {}", env!("CARGO_PKG_VERSION"), assets.join(" "))
});

/// Answers a request for what the visitor already has with `304`, before anything is computed.
pub async fn revalidate(Shown(app): Shown, request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let number = app.catalogue().version().number;
    // Pictures and previews name the site itself.
    let origin = request
        .extensions()
        .get::<Origin>()
        .map(ToString::to_string);
    let address = format!("{}{}", origin.unwrap_or_default(), request.uri());
    let tag = entity_tag(number, &address);
    let known = request
        .headers()
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .any(|known| known.trim().trim_start_matches("W/") == tag.trim_start_matches("W/"));
    if known {
        return (
            StatusCode::NOT_MODIFIED,
            [(ETAG, tag.as_str()), (CACHE_CONTROL, REVALIDATE)],
        )
            .into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(REVALIDATE));
    }
    headers.append(VARY, HeaderValue::from_static("accept-encoding"));
    if response.status() == StatusCode::OK {
        if let Ok(value) = HeaderValue::from_str(&tag) {
            response.headers_mut().insert(ETAG, value);
        }
    } else {
        response
            .headers_mut()
            .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// A weak tag, since the same page may be sent in several encodings.
fn entity_tag(data_version: i64, address: &str) -> String {
    let seen = format!("{}\n{data_version}\n{address}", *PROGRAM);
    format!("W/\"{}\"", short_hash(seen.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_changes_with_the_data_and_the_address() {
        let tag = entity_tag(1, "/commitments");
        assert_eq!(tag, entity_tag(1, "/commitments"));
        assert_ne!(tag, entity_tag(2, "/commitments"));
        assert_ne!(tag, entity_tag(1, "/commitments?page=2"));
    }
}
