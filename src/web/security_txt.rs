//! `/.well-known/security.txt`: whom to tell of a weakness (<https://www.rfc-editor.org/rfc/rfc9116>). Only
//! where whoever runs the site has named somebody.

use std::fmt;
use std::str::FromStr;

use axum::extract::{Extension, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono::{Days, NaiveTime, SecondsFormat};
use domain::{Lang, route};

use super::fallback::unknown;
use super::{AppState, Origin};

/// For how long what it says is to be believed: whoever asks again is told again.
const VALID_DAYS: Days = Days::new(90);

/// Where a weakness is told: `mailto:`, `https:` or `tel:`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityContact(String);

impl FromStr for SecurityContact {
    type Err = String;

    /// Accepts an address of one of these kinds, and an e-mail address alone.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let kinds = ["mailto:", "https://", "tel:"];
        let is_plain = text.chars().all(|c| c.is_ascii_graphic());
        let rest = kinds.iter().find_map(|kind| text.strip_prefix(kind));
        let is_mail = |mail: &str| {
            let parts = mail.split_once('@');
            parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        };
        match rest {
            Some(rest) if is_plain && !rest.is_empty() => {
                let is_bad_mail = text.starts_with("mailto:") && !is_mail(rest);
                if !is_bad_mail {
                    return Ok(Self(text.to_owned()));
                }
            }
            None if is_plain && !text.contains(':') && is_mail(text) => {
                return Ok(Self(format!("mailto:{text}")));
            }
            _ => {}
        }
        Err(format!(
            "\u{201c}{text}\u{201d} is no contact; expected an e-mail address, or an address that begins with mailto:, https:// or tel:"
        ))
    }
}

impl fmt::Display for SecurityContact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `GET /.well-known/security.txt`
pub async fn security_txt(
    State(state): State<AppState>,
    origin: Option<Extension<Origin>>,
    request: Request,
) -> Response {
    let Some(contact) = state.reached.security_contact.clone() else {
        return unknown(State(state.app.clone()), request).await;
    };
    let today = state.app.now().date_naive();
    let expires = today.checked_add_days(VALID_DAYS).unwrap_or(today);
    let expires = expires.and_time(NaiveTime::MIN).and_utc();
    let expires = expires.to_rfc3339_opts(SecondsFormat::Secs, true);
    let languages: Vec<&str> = Lang::ALL.iter().map(|lang| lang.slug()).collect();
    let languages = languages.join(", ");
    let canonical = origin.map_or(String::new(), |Extension(origin)| {
        format!("Canonical: {origin}{}\n", route::SecurityTxt)
    });
    let text = format!(
        "Contact: {contact}\nExpires: {expires}\nPreferred-Languages: {languages}\n{canonical}"
    );
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=86400"),
    ];
    (headers, text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_an_address_that_leads_to_somebody() {
        for (text, contact) in [
            ("security@example.org", Some("mailto:security@example.org")),
            ("mailto:a@example.org", Some("mailto:a@example.org")),
            (
                "https://example.org/report",
                Some("https://example.org/report"),
            ),
            ("tel:+1-201-555-0123", Some("tel:+1-201-555-0123")),
            ("http://example.org", None),
            ("mailto:nobody", None),
            ("nobody", None),
            ("a@example.org\nContact: b@example.org", None),
            ("https://", None),
            ("", None),
        ] {
            let read: Option<SecurityContact> = text.parse().ok();
            assert_eq!(read.map(|c| c.to_string()).as_deref(), contact, "{text}");
        }
    }
}
