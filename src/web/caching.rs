//! `304 Not Modified`, and answers that are ready: what is shown depends on the program, the record and
//! its version, the day (reviews become overdue), what is over by now, the language and the address
//! alone, so these together are its entity tag.

use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, ETAG, HeaderMap, HeaderValue, VARY};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use chrono::NaiveDate;

use super::bodies::Bodies;
use super::encoding::Encoding;
use super::keeping::Keeping;
use super::shown::{Shown, Spoken};
use super::{seen, session};
use crate::assets::short_hash;
use crate::service::App;
use crate::site::{ForStaff, Origin};
use domain::{Lang, route};

/// What distinguishes this program from others: what it was built from.
const BUILD_ID: &str = env!("OGP_BUILD_ID");

/// Answers a request for what the visitor already has with `304`, and one for what is ready with a copy,
/// before anything is computed.
pub async fn revalidate(
    bodies: Bodies,
    Shown(app): Shown,
    spoken: Spoken,
    mut request: Request,
    next: Next,
) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    if app.is_stale() {
        // Not to be taken for the same page once the data can be reached again.
        let version = app.catalogue().version().number;
        let mut response = next.run(request).await;
        seen::state(version, response.headers_mut());
        Keeping::Nobody.tell(response.headers_mut(), version, BUILD_ID);
        return response;
    }
    let state = State::of(&app, spoken.0);
    // Pictures and previews name the site itself.
    let origin = request
        .extensions()
        .get::<Origin>()
        .map(ToString::to_string);
    let token = session::token(request.headers());
    let is_signed_in = token.is_some();
    let token = token.filter(|_| route::is_of_commitment(request.uri().path()));
    let from = session::address(&request);
    let for_staff = is_of_staff(&app, token, &from).await;
    let whose = if for_staff { "\nstaff" } else { "" };
    let address = format!("{}{}{whose}", origin.unwrap_or_default(), request.uri());
    let tag = entity_tag(&state, app.identity(), &address);
    if for_staff {
        request.extensions_mut().insert(ForStaff);
    }
    let keeping = Keeping::of(&app, is_signed_in);
    if is_known(request.headers(), &tag) {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        seen::state(state.version, response.headers_mut());
        tell(response.headers_mut(), keeping, &tag, state.version);
        return response;
    }
    if is_signed_in {
        // Neither from what is ready nor for it.
        return told(next.run(request).await, keeping, &tag, state.version);
    }
    let encoding = Encoding::wanted(request.headers());
    if let Some(ready) = bodies.find(&tag, encoding).await {
        return told(ready, keeping, &tag, state.version);
    }
    let mut response = next.run(request).await;
    // Made while the day or the record changed, or with a say of its own: nothing to keep.
    let is_current = !app.is_stale() && State::of(&app, spoken.0) == state;
    if is_current && !response.headers().contains_key(CACHE_CONTROL) {
        response = bodies.keep(&tag, encoding, response).await;
    }
    told(response, keeping, &tag, state.version)
}

/// Whether a token is that of somebody who is signed in. Who only claims to be gets the page that everybody
/// gets, under the same tag.
async fn is_of_staff(app: &App, token: Option<String>, from: &str) -> bool {
    let Some(token) = token else {
        return false;
    };
    // Where that is not known, it is the page of everybody.
    matches!(app.staff(&token, from).await, Ok(Some(_)))
}

/// Whether the visitor has what has this tag.
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    seen::tags(headers).any(|known| known == tag.trim_start_matches("W/"))
}

/// An answer that says which version it is of and what may be kept of it: nothing of a failure.
fn told(mut response: Response, keeping: Keeping, tag: &str, version: i64) -> Response {
    let is_ok = response.status() == StatusCode::OK;
    let headers = response.headers_mut();
    seen::state(version, headers);
    if is_ok && !headers.contains_key(CACHE_CONTROL) {
        tell(headers, keeping, tag, version);
    } else if !is_ok {
        Keeping::Nobody.tell(headers, version, BUILD_ID);
        headers.append(VARY, HeaderValue::from_static("accept-encoding"));
    }
    response
}

fn tell(headers: &mut HeaderMap, keeping: Keeping, tag: &str, version: i64) {
    keeping.tell(headers, version, BUILD_ID);
    headers.append(VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(ETAG, tag);
    }
}

/// All that an answer depends on but the record itself, the program and the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    version: i64,
    day: NaiveDate,
    lang: Lang,
    /// Whether the moment that is shown is over: until then its pages say that more may come.
    is_over: bool,
    /// Whether the state was reached by now, which citations of it wait for where a clock went back.
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

/// A weak tag, since the same page may be sent in several encodings. The version is in front, so that an
/// instance that is asked with the tag knows how far it has to catch up. `record` is the record's own
/// identity: versions of two records have the same numbers.
fn entity_tag(state: &State, record: &str, address: &str) -> String {
    let State {
        version,
        day,
        lang,
        is_over,
        is_reached,
    } = state;
    let lang = lang.slug();
    let shown =
        format!("{BUILD_ID}\n{record} {version} {day} {lang} {is_over} {is_reached}\n{address}");
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
        let tag = |state: &State| entity_tag(state, "a", "/commitments");
        assert_eq!(tag(&state), tag(&state));
        assert_ne!(tag(&state), entity_tag(&state, "a", "/commitments?page=2"));
        assert_ne!(tag(&state), entity_tag(&state, "b", "/commitments"));
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
