//! What others may keep of an answer, and for how long: browsers, and what stands in front of the
//! site for many of them.
//!
//! - **The present** may change with the next edit. Browsers ask each time whether what they have is
//!   current; a shared cache may answer for a minute, or show what it has while it asks or while the
//!   site cannot answer. That last part is told to shared caches alone (`CDN-Cache-Control`, RFC 9213):
//!   in `Cache-Control`, browsers would show their own reader an old page after an edit, and `s-maxage`
//!   forbids what is stale (RFC 9111, 5.2.2.10).
//! - **The past** does not change with the record. But what its pages look like, and what they say
//!   around the record, changes with the program, so that no address of them is right for ever: only
//!   files under a hashed name are. A shared cache may answer for a day.
//! - **Who is signed in** gets the same public pages, but for the way to edit at the head of a commitment's;
//!   they are kept by that browser alone, so that no page that shows more of itself is kept for others.

use axum::http::header::{CACHE_CONTROL, HeaderMap, HeaderName, HeaderValue};
use chrono::TimeDelta;

use crate::service::App;

const CDN_CACHE_CONTROL: HeaderName = HeaderName::from_static("cdn-cache-control");
const SURROGATE_KEY: HeaderName = HeaderName::from_static("surrogate-key");
const CACHE_TAG: HeaderName = HeaderName::from_static("cache-tag");

/// After what time no server whose clock is behind can still add to a moment.
const SETTLED: TimeDelta = TimeDelta::hours(1);

/// Who may keep an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// Of the present state of the record.
    Present,
    /// Of a moment that is over.
    Past,
    /// By the browser that asked, which asks again each time.
    Private,
    /// Nobody.
    Nobody,
}

impl Keeping {
    /// What is kept of the state that is shown.
    pub fn of(app: &App, is_signed_in: bool) -> Self {
        if is_signed_in {
            return Self::Private;
        }
        match app.shown_as_of() {
            Some(as_of) if as_of.until() <= app.now() - SETTLED => Self::Past,
            _ => Self::Present,
        }
    }

    const fn cache_control(self) -> &'static str {
        match self {
            Self::Present => "public, max-age=0, s-maxage=60, stale-if-error=86400",
            Self::Past => "public, max-age=0, s-maxage=86400, stale-if-error=604800",
            Self::Private => "private, no-cache",
            Self::Nobody => "no-store",
        }
    }

    /// The same for shared caches that are told apart.
    const fn for_shared(self) -> Option<&'static str> {
        match self {
            Self::Present => {
                Some("public, max-age=60, stale-while-revalidate=600, stale-if-error=86400")
            }
            Self::Past => {
                Some("public, max-age=86400, stale-while-revalidate=86400, stale-if-error=604800")
            }
            Self::Private | Self::Nobody => None,
        }
    }

    /// Says it in an answer's headers, with the names by which a shared cache forgets what it has of
    /// this `version` of the record or of this `build` of the program.
    pub fn tell(self, headers: &mut HeaderMap, version: i64, build: &str) {
        let says = HeaderValue::from_static(self.cache_control());
        headers.insert(CACHE_CONTROL, says);
        let Some(shared) = self.for_shared() else {
            return;
        };
        headers.insert(CDN_CACHE_CONTROL, HeaderValue::from_static(shared));
        let moment = match self {
            Self::Past => "ogp-past",
            _ => "ogp-present",
        };
        let names = [
            "ogp",
            moment,
            &format!("ogp-v{version}"),
            &format!("ogp-build-{build}"),
        ];
        for (header, joint) in [(SURROGATE_KEY, " "), (CACHE_TAG, ",")] {
            if let Ok(names) = HeaderValue::from_str(&names.join(joint)) {
                headers.insert(header, names);
            }
        }
    }
}
