//! Cache policy: who may keep a response, and for how long. It addresses browsers, and shared caches in
//! front of the site.
//!
//! - **The present** may change with the next edit. Browsers revalidate what they have each time. A shared
//!   cache may answer for a minute, and may serve a stale response while it revalidates or while the site
//!   cannot answer. `stale-while-revalidate` is sent to shared caches alone (`CDN-Cache-Control`, RFC 9213):
//!   in `Cache-Control`, browsers would show their reader an old page after an edit, and `s-maxage` forbids
//!   stale responses (RFC 9111, 5.2.2.10).
//! - **The past** does not change with the record. But the look of its pages, and what they say around the
//!   record, changes with the program, so none of its addresses is immutable: only files with a hash in
//!   their name are. A shared cache may answer for a day.
//! - **People who are signed in** get the same public pages, with a link to edit at the head of a
//!   commitment's page. Only their own browser may keep these, so that a page that shows more is never kept
//!   for others.

use axum::http::header::{CACHE_CONTROL, HeaderMap, HeaderName, HeaderValue};
use chrono::TimeDelta;

use crate::service::App;

const CDN_CACHE_CONTROL: HeaderName = HeaderName::from_static("cdn-cache-control");
const SURROGATE_KEY: HeaderName = HeaderName::from_static("surrogate-key");
const CACHE_TAG: HeaderName = HeaderName::from_static("cache-tag");

/// How long after a moment a server whose clock is behind may still add a revision to it.
const SETTLED: TimeDelta = TimeDelta::hours(1);

/// Who may keep a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// Anyone: it shows the present state of the record.
    Present,
    /// Anyone: it shows a moment that is over.
    Past,
    /// The browser that asked, which revalidates each time.
    Private,
    /// Nobody.
    Nobody,
}

impl Keeping {
    /// The policy for the state that is shown.
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

    /// The policy for shared caches, as `CDN-Cache-Control`; `None` if they may keep nothing.
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

    /// Sets the headers of the policy, with the tags by which a shared cache purges what it has of this
    /// `version` of the record or of this `build` of the program.
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
