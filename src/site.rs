//! What the whole application knows of the site and of a request: its own address, and the number
//! under which the log knows a request.

use std::fmt;
use std::str::FromStr;

use axum::http::HeaderMap;

/// Marks a request for a public page that comes from somebody who is signed in, where the page shows them
/// more.
#[derive(Debug, Clone, Copy)]
pub struct ForStaff;

/// Marks pages of a site that sends e-mail to those who follow something.
#[derive(Debug, Clone, Copy)]
pub struct OffersMail;

/// Scheme and host, for example `https://commitments.example.org`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

impl FromStr for Origin {
    type Err = String;

    /// Accepts `http://` or `https://` and a host, with or without a slash at the end.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || {
            format!(
                "\u{201c}{text}\u{201d} is no address of a site; expected for example https://commitments.example.org"
            )
        };
        let (scheme, host) = text
            .trim_end_matches('/')
            .split_once("://")
            .ok_or_else(refused)?;
        if matches!(scheme, "http" | "https") && is_host(host) {
            Ok(Self(format!("{scheme}://{host}")))
        } else {
            Err(refused())
        }
    }
}

impl Origin {
    /// Whether the site is reached over HTTPS.
    pub fn is_secure(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// Host and port.
    pub fn host(&self) -> &str {
        self.0.split_once("://").map_or("", |(_, host)| host)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_host(host: &str) -> bool {
    !host.is_empty()
        && host.len() <= 260
        && host
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']'))
}

/// The number under which the log knows a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestIdText(String);

impl RequestIdText {
    /// The number that the router gave the request.
    pub fn of(headers: &HeaderMap) -> Self {
        let id = headers
            .get("x-request-id")
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default();
        Self(id.to_owned())
    }
}

impl fmt::Display for RequestIdText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_host_is_an_origin() {
        for (text, origin) in [
            ("https://example.org/", Some("https://example.org")),
            ("http://127.0.0.1:3000", Some("http://127.0.0.1:3000")),
            ("http://[::1]:3000", Some("http://[::1]:3000")),
            ("ftp://example.org", None),
            ("https://example.org/path", None),
            ("https://a\"><script>", None),
            ("https://", None),
            ("example.org", None),
        ] {
            let read: Option<Origin> = text.parse().ok();
            assert_eq!(read.map(|o| o.to_string()).as_deref(), origin, "{text}");
        }
    }
}
