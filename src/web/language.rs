//! Which language a visitor is answered in: the one that the address names, else the one they chose
//! before, else what their browser asks for, else English.

use axum::extract::{Extension, RawForm, Request};
use axum::http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, COOKIE, LOCATION, SET_COOKIE, VARY};
use axum::http::{Extensions, HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use cookie::{Cookie, SameSite};

use super::params::Given;
use super::proxy::Arrival;
use domain::{Lang, params, route};

/// What a browser keeps of the choice.
const NAME: &str = "lang";

/// The language that an address names; none where it names none, or one that there is not.
pub fn named(extensions: &Extensions) -> Option<Lang> {
    Given::of(extensions).0.lang().ok().flatten()
}

/// An address as it is spelled, but without one of its keys.
pub fn without(address: &Uri, key: &str) -> String {
    let query = params::without(address.query().unwrap_or_default(), key);
    if query.is_empty() {
        address.path().to_owned()
    } else {
        format!("{}?{query}", address.path())
    }
}

fn by_slug(slug: &str) -> Option<Lang> {
    Lang::ALL.iter().copied().find(|lang| lang.slug() == slug)
}

/// The language that a visitor prefers: chosen before, or asked for by the browser.
pub fn preferred(headers: &HeaderMap) -> Lang {
    chosen(headers)
        .or_else(|| accepted(headers))
        .unwrap_or_default()
}

/// The language that a request is answered in where it cannot be sent elsewhere.
pub fn spoken(request: &Request) -> Lang {
    named(request.extensions()).unwrap_or_else(|| preferred(request.headers()))
}

fn chosen(headers: &HeaderMap) -> Option<Lang> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(Cookie::split_parse)
        .flatten()
        .find(|cookie| cookie.name() == NAME)
        .and_then(|cookie| by_slug(cookie.value()))
}

/// The first language of those that the browser accepts, best first, which the site speaks.
fn accepted(headers: &HeaderMap) -> Option<Lang> {
    let accepted = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    accept_language::parse_with_quality(accepted)
        .into_iter()
        .filter(|(_, quality)| *quality > 0.0)
        .find_map(|(tag, _)| by_slug(&tag.split('-').next()?.to_ascii_lowercase()))
}

/// Whether an address is that of a page for people, which comes in all languages. Files and the API
/// speak the language that is asked for, and English otherwise.
pub fn is_page(address: &Uri) -> bool {
    let path = address.path();
    let last = path.rsplit('/').next().unwrap_or_default();
    !last.contains('.') && !route::is_api(path) && !route::is_embed(path)
}

/// Sends a visitor to the same page in a language.
pub fn go_to(address: &Uri, lang: Lang) -> Response {
    let plain = without(address, "lang");
    let joint = if plain.contains('?') { '&' } else { '?' };
    let target = format!("{plain}{joint}lang={}", lang.slug());
    let mut response = (StatusCode::FOUND, [(CACHE_CONTROL, "no-store")]).into_response();
    if let Ok(target) = HeaderValue::from_str(&target) {
        response.headers_mut().insert(LOCATION, target);
    }
    vary(&mut response);
    response
}

/// Tells caches that what stands at the address depends on what the visitor prefers.
pub fn vary(response: &mut Response) {
    let by = HeaderValue::from_static("accept-language, cookie");
    response.headers_mut().append(VARY, by);
}

/// Remembers the language that a visitor has chosen, and shows the page that they were on in it.
///
/// Takes a form with `lang` and `to`, an address within the site; what is neither leads to the start.
pub async fn choose(Extension(arrival): Extension<Arrival>, RawForm(body): RawForm) -> Response {
    let field = |name: &str| {
        form_urlencoded::parse(&body)
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    let lang = field("lang").and_then(|slug| by_slug(&slug));
    let to = field("to").and_then(|to| within_the_site(&to));
    let to = to.unwrap_or_else(|| Uri::from_static(route::Home::PATH));
    let Some(lang) = lang else {
        return (StatusCode::SEE_OTHER, [(LOCATION, route::Home::PATH)]).into_response();
    };
    let mut response = go_to(&to, lang);
    *response.status_mut() = StatusCode::SEE_OTHER;
    let cookie = Cookie::build((NAME, lang.slug()))
        .path("/")
        .max_age(cookie::time::Duration::days(365))
        .same_site(SameSite::Lax)
        .http_only(true)
        .secure(arrival.is_secure)
        .build();
    if let Ok(cookie) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    response
}

/// An address of ours; none where it would lead to another site.
fn within_the_site(to: &str) -> Option<Uri> {
    let is_ours = to.starts_with('/') && !to.starts_with("//") && !to.contains('\\');
    to.parse::<Uri>()
        .ok()
        .filter(|uri| is_ours && uri.authority().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(accepted: &str, cookie: Option<&str>) -> Lang {
        let mut headers = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_str(accepted) {
            headers.insert(ACCEPT_LANGUAGE, value);
        }
        if let Some(cookie) = cookie {
            headers.insert(COOKIE, HeaderValue::from_str(cookie).unwrap());
        }
        preferred(&headers)
    }

    #[test]
    fn the_browser_is_heard_unless_a_language_was_chosen() {
        for (accepted, lang) in [
            ("", Lang::English),
            ("es-MX,es;q=0.9,en;q=0.8", Lang::Spanish),
            ("de-CH, fr;q=0.7, en;q=0.3", Lang::French),
            ("en-US,es;q=0.9", Lang::English),
            ("fr;q=0, es;q=0.1", Lang::Spanish),
            ("*", Lang::English),
            ("es;q=2,,;;q=,-,en;q=x", Lang::Spanish),
            ("ES", Lang::Spanish),
            ("\u{a0}\u{ff}", Lang::English),
        ] {
            assert_eq!(asking(accepted, None), lang, "{accepted}");
            assert_eq!(asking(accepted, Some("a=b; lang=fr")), Lang::French);
            assert_eq!(asking(accepted, Some("lang=xx")), lang);
        }
    }

    #[test]
    fn a_choice_leads_nowhere_but_here() {
        for (to, ours) in [
            ("/members?x=1", true),
            ("//elsewhere.example", false),
            ("https://elsewhere.example", false),
            ("/\\elsewhere.example", false),
            ("members", false),
        ] {
            assert_eq!(within_the_site(to).is_some(), ours, "{to}");
        }
    }

    #[test]
    fn an_address_loses_one_key_alone() {
        let address = Uri::from_static("/x?lang=es&language=y&as_of=1");
        assert_eq!(without(&address, "lang"), "/x?language=y&as_of=1");
        assert_eq!(without(&Uri::from_static("/x?lang=es"), "lang"), "/x");
    }
}
