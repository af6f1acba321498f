//! Which version of the record a request has seen, and which one an answer is of: what lets several instances
//! behind a balancer answer like one. `service::freshness` says what is promised to whom.
//!
//! Staff carry it in a cookie, which is set on answers to those who are signed in and on nothing public;
//! everybody else in the entity tag that they ask with.

use axum::http::header::{HeaderMap, HeaderName, HeaderValue, IF_NONE_MATCH};
use axum::response::Response;

use super::session;
use crate::service::{App, Reader};

/// States the version that an answer is of.
const DATA_VERSION: HeaderName = HeaderName::from_static("data-version");
/// Of the record's identity, as much as tells two records at one address from each other.
const IDENTITY: usize = 8;
/// Tags in one request that are looked at.
const MAX_TAGS: usize = 16;

/// Who asks, as far as it matters to how new the answer has to be.
pub fn reader(app: &App, headers: &HeaderMap) -> Reader {
    let by_cookie = session::seen(headers).and_then(|value| read(app, &value));
    let by_tag = tags(headers).filter_map(version_in_tag).max();
    Reader {
        seen: by_cookie.max(by_tag),
        is_staff: by_cookie.is_some(),
    }
}

/// The tags that a request asks with.
pub fn tags(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .take(MAX_TAGS)
}

/// The version that a tag of ours begins with.
fn version_in_tag(tag: &str) -> Option<i64> {
    let (version, _) = tag.trim_matches('"').split_once('-')?;
    version.parse().ok().filter(|version| *version >= 0)
}

/// What the cookie says of a version: of another record, it says nothing.
fn spelled(app: &App, version: i64) -> String {
    let identity: String = app.identity().chars().take(IDENTITY).collect();
    format!("{identity}.{version}")
}

fn read(app: &App, value: &str) -> Option<i64> {
    let (_, version) = value.split_once('.')?;
    let version = version.parse().ok()?;
    (spelled(app, version) == value).then_some(version)
}

/// Lets the browser of somebody who is signed in carry the version that this instance shows, where it has seen
/// no newer one.
pub fn tell_staff(app: &App, sent: &HeaderMap, is_secure: bool, response: &mut Response) {
    let shown = app.newest_shown();
    let seen = session::seen(sent).and_then(|value| read(app, &value));
    if seen < Some(shown) {
        let (name, value) = session::keep_seen(is_secure, &spelled(app, shown));
        response.headers_mut().append(name, value);
    }
}

/// States which version an answer is of.
pub fn state(version: i64, headers: &mut HeaderMap) {
    headers.insert(DATA_VERSION, HeaderValue::from(version));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_from_our_own_tags_only() {
        for (tag, version) in [
            ("\"57-abc\"", Some(57)),
            ("\"0-abc\"", Some(0)),
            ("\"-5-abc\"", None),
            ("\"abc\"", None),
            ("\"99999999999999999999-abc\"", None),
            ("*", None),
            ("", None),
        ] {
            assert_eq!(version_in_tag(tag), version, "{tag}");
        }
        let mut headers = HeaderMap::new();
        headers.append(IF_NONE_MATCH, HeaderValue::from_static("\"a\", W/\"3-b\""));
        headers.append(IF_NONE_MATCH, HeaderValue::from_static("W/\"4-c\""));
        assert_eq!(tags(&headers).filter_map(version_in_tag).max(), Some(4));
    }
}
