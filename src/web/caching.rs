//! `304 Not Modified`: what is shown depends on the program, the record and its version, the day
//! (reviews become overdue) and the address alone, so these together are its entity tag.

use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, ETAG, HeaderValue, VARY};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use chrono::NaiveDate;

use super::seen;
use super::shown::Shown;
use crate::assets::short_hash;
use crate::site::Origin;

/// Browsers and proxies may keep a page, but ask each time whether it is still current.
const REVALIDATE: &str = "public, no-cache";

/// What distinguishes this program from others: what it was built from.
const BUILD_ID: &str = env!("OGP_BUILD_ID");

/// Answers a request for what the visitor already has with `304`, before anything is computed.
pub async fn revalidate(Shown(app): Shown, request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    if app.is_stale() {
        // Not to be taken for the same page once the data can be reached again.
        let mut response = next.run(request).await;
        let no_store = HeaderValue::from_static("no-store");
        response.headers_mut().insert(CACHE_CONTROL, no_store);
        return response;
    }
    let catalogue = app.catalogue();
    let state = State {
        record: app.identity(),
        version: catalogue.version().number,
        day: catalogue.today(),
    };
    // Pictures and previews name the site itself.
    let origin = request
        .extensions()
        .get::<Origin>()
        .map(ToString::to_string);
    let address = format!("{}{}", origin.unwrap_or_default(), request.uri());
    let tag = entity_tag(&state, &address);
    let known = seen::tags(request.headers()).any(|known| known == tag.trim_start_matches("W/"));
    if known {
        let unchanged = [(ETAG, tag.as_str()), (CACHE_CONTROL, REVALIDATE)];
        let mut response = (StatusCode::NOT_MODIFIED, unchanged).into_response();
        seen::state(state.version, response.headers_mut());
        return response;
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    seen::state(state.version, headers);
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

/// The state of a record on a day.
#[derive(Debug, Clone, Copy)]
struct State<'a> {
    /// The record's own identity: versions of two records have the same numbers.
    record: &'a str,
    version: i64,
    day: NaiveDate,
}

/// A weak tag, since the same page may be sent in several encodings. The version is in front, so that an
/// instance that is asked with the tag knows how far it has to catch up.
fn entity_tag(state: &State<'_>, address: &str) -> String {
    let State {
        record,
        version,
        day,
    } = state;
    let seen = format!("{BUILD_ID}\n{record} {version} {day}\n{address}");
    format!("W/\"{version}-{}\"", short_hash(seen.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_changes_with_the_record_the_day_and_the_address() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let state = State {
            record: "a",
            version: 1,
            day,
        };
        let tag = entity_tag(&state, "/commitments");
        assert_eq!(tag, entity_tag(&state, "/commitments"));
        assert_ne!(tag, entity_tag(&state, "/commitments?page=2"));
        let next = day.succ_opt().unwrap();
        for other in [
            State {
                record: "b",
                ..state
            },
            State {
                version: 2,
                ..state
            },
            State { day: next, ..state },
        ] {
            assert_ne!(tag, entity_tag(&other, "/commitments"), "{other:?}");
        }
    }
}
