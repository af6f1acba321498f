//! `304 Not Modified`, and cached responses. What is shown depends only on the program, the record and its
//! version, the day (reviews become overdue), whether the moment shown is over, the language and the
//! address, so these together are its entity tag.

use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, ETAG, HeaderMap, HeaderValue, LAST_MODIFIED, VARY};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use chrono::NaiveDate;

use super::bodies::Bodies;
use super::encoding::Encoding;
use super::keeping::Keeping;
use super::shown::{RequestLang, Shown};
use super::{seen, session};
use crate::assets::short_hash;
use crate::service::App;
use crate::site::{BasePath, ForStaff, Origin};
use domain::{Lang, route};

/// Identifies this build of the program by what it was built from.
const BUILD_ID: &str = env!("OGP_BUILD_ID");

/// Answers with `304` if the visitor already has the response, and with a cached copy if there is one,
/// before anything is computed.
pub async fn revalidate(
    bodies: Bodies,
    Shown(app): Shown,
    spoken: RequestLang,
    mut request: Request,
    next: Next,
) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    if app.is_stale() {
        // No tag: this must not pass for the same page once the data can be reached again.
        let version = app.catalogue().version().number;
        let mut response = next.run(request).await;
        seen::state(version, response.headers_mut());
        Keeping::Nobody.tell(response.headers_mut(), version, BUILD_ID);
        return response;
    }
    let state = State::of(&app, spoken.0);
    // Images and previews contain the address of the site, links its base path.
    let origin = match request.extensions().get::<Origin>() {
        Some(origin) => origin.to_string(),
        None => BasePath::of(request.extensions()).to_string(),
    };
    let token = session::token(request.headers());
    let is_signed_in = token.is_some();
    let token = token.filter(|_| route::is_of_commitment(request.uri().path()));
    let from = session::address(&request);
    let for_staff = is_of_staff(&app, token, &from).await;
    let whose = if for_staff { "\nstaff" } else { "" };
    // Pages offer e-mail only if the site sends it.
    let offers = if app.sends_mail() { "\nmail" } else { "" };
    let address = format!("{origin}{}{whose}{offers}", request.uri());
    let tag = entity_tag(BUILD_ID, &state, app.identity(), &address);
    if for_staff {
        request.extensions_mut().insert(ForStaff);
    }
    let is_data = route::is_public_data(request.uri().path());
    let about = About {
        keeping: Keeping::of(&app, is_signed_in),
        tag: &tag,
        version: state.version,
        modified: is_data.then(|| modified(&app)).flatten(),
    };
    let known = known(request.headers(), &tag);
    if known == Known::This {
        return about.not_modified();
    }
    let answer = async {
        if is_signed_in {
            // People who are signed in are not served from the cache, and what they get is not cached.
            return next.run(request).await;
        }
        let encoding = Encoding::wanted(request.headers());
        if let Some(ready) = bodies.find(&tag, encoding).await {
            return ready;
        }
        let response = next.run(request).await;
        // Do not cache it if the day or the record changed meanwhile, or if it has its own `Cache-Control`.
        let is_current = !app.is_stale() && State::of(&app, spoken.0) == state;
        if is_current && !response.headers().contains_key(CACHE_CONTROL) {
            bodies.keep(&tag, encoding, response).await
        } else {
            response
        }
    };
    let answer = answer.await;
    // `If-None-Match: *` matches any response, but only now is it known that there is one.
    if known == Known::Anything && answer.status() == StatusCode::OK {
        return about.not_modified();
    }
    about.told(answer)
}

/// Whether a token belongs to someone who is signed in. Those who only claim to be get the public page,
/// under the tag of the public page.
async fn is_of_staff(app: &App, token: Option<String>, from: &str) -> bool {
    let Some(token) = token else {
        return false;
    };
    // If the session cannot be looked up, show the public page.
    matches!(app.staff(&token, from).await, Ok(Some(_)))
}

/// What a visitor already has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// The response with the tag.
    This,
    /// Any response (`If-None-Match: *`).
    Anything,
    /// Nothing, or another response.
    Other,
}

fn known(headers: &HeaderMap, tag: &str) -> Known {
    let mut known = Known::Other;
    for theirs in seen::tags(headers) {
        if theirs == tag.trim_start_matches("W/") {
            return Known::This;
        }
        if theirs == "*" {
            known = Known::Anything;
        }
    }
    known
}

/// When the version that is shown was made, as an HTTP date.
fn modified(app: &App) -> Option<HeaderValue> {
    let at = app.catalogue().version().made_at?;
    let at = at.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    HeaderValue::from_str(&at).ok()
}

/// What a response says about itself in headers.
struct About<'a> {
    keeping: Keeping,
    tag: &'a str,
    version: i64,
    /// When the data last changed, for data files. `If-Modified-Since` is ignored: the same version may be
    /// shown differently later.
    modified: Option<HeaderValue>,
}

impl About<'_> {
    /// Adds the version and the cache policy to a response. A failure must not be cached.
    fn told(self, mut response: Response) -> Response {
        let is_ok = response.status() == StatusCode::OK;
        let headers = response.headers_mut();
        seen::state(self.version, headers);
        if is_ok && !headers.contains_key(CACHE_CONTROL) {
            self.tell(headers);
        } else if !is_ok {
            Keeping::Nobody.tell(headers, self.version, BUILD_ID);
            headers.append(VARY, HeaderValue::from_static("accept-encoding"));
        }
        response
    }

    fn not_modified(self) -> Response {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        seen::state(self.version, response.headers_mut());
        self.tell(response.headers_mut());
        response
    }

    fn tell(self, headers: &mut HeaderMap) {
        self.keeping.tell(headers, self.version, BUILD_ID);
        headers.append(VARY, HeaderValue::from_static("accept-encoding"));
        if let Ok(tag) = HeaderValue::from_str(self.tag) {
            headers.insert(ETAG, tag);
        }
        if let Some(modified) = self.modified {
            headers.insert(LAST_MODIFIED, modified);
        }
    }
}

/// What a response depends on, apart from the program and the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    version: i64,
    day: NaiveDate,
    lang: Lang,
    /// Whether the moment that is shown is over. Until then, its pages say that more may come.
    is_over: bool,
    /// Whether the time of the version has been reached. After a clock was set back it may still lie ahead,
    /// and citations of the version wait for it.
    is_reached: bool,
}

impl State {
    fn of(app: &App, lang: Lang) -> Self {
        let catalogue = app.catalogue();
        let now = app.now();
        Self {
            version: catalogue.version().number,
            day: catalogue.today(),
            lang,
            is_over: app.shown_as_of().is_some_and(|as_of| as_of.until() <= now),
            is_reached: catalogue.version().made_at.is_none_or(|at| at <= now),
        }
    }
}

/// A weak tag, because the same page may be sent in several encodings. It begins with the version, so that
/// an instance that is asked with the tag knows how far it must catch up. `record` is the identity of the
/// record, because two records have the same version numbers. `build` is the program, because another one
/// shows the same record differently.
fn entity_tag(build: &str, state: &State, record: &str, address: &str) -> String {
    let State {
        version,
        day,
        lang,
        is_over,
        is_reached,
    } = state;
    let lang = lang.slug();
    let shown =
        format!("{build}\n{record} {version} {day} {lang} {is_over} {is_reached}\n{address}");
    format!("W/\"{version}-{}\"", short_hash(shown.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_changes_with_all_that_an_answer_depends_on() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let state = State {
            version: 1,
            day,
            lang: Lang::English,
            is_over: true,
            is_reached: true,
        };
        let tag = |state: &State| entity_tag("1", state, "a", "/commitments");
        assert_eq!(tag(&state), tag(&state));
        for (build, record, address) in [
            ("1", "a", "/commitments?page=2"),
            ("1", "b", "/commitments"),
            ("2", "a", "/commitments"),
        ] {
            assert_ne!(tag(&state), entity_tag(build, &state, record, address));
        }
        let next = day.succ_opt().unwrap();
        for other in [
            State {
                version: 2,
                ..state
            },
            State { day: next, ..state },
            State {
                lang: Lang::French,
                ..state
            },
            State {
                is_over: false,
                ..state
            },
            State {
                is_reached: false,
                ..state
            },
        ] {
            assert_ne!(tag(&state), tag(&other), "{other:?}");
        }
    }
}
