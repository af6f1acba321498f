//! What the whole application knows of the site and of a request: its own address, and the number
//! under which the log knows a request.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use axum::http::{Extensions, HeaderMap};

/// Marks a request for a public page that comes from somebody who is signed in, where the page shows them
/// more.
#[derive(Debug, Clone, Copy)]
pub struct ForStaff;

/// Marks pages of a site that sends e-mail to those who follow something.
#[derive(Debug, Clone, Copy)]
pub struct OffersMail;

/// The length limit of a base path: it stands before every address of every page.
const MAX_BASE_PATH: usize = 100;

/// The path of a host below which the site is served, for example `/tracker`; empty where the site has the
/// host to itself. Only the boundary (`web::base_path`) and what leaves it know of this: inside, every
/// address is that of a site at the root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BasePath(Arc<str>);

impl FromStr for BasePath {
    type Err = String;

    /// Accepts nothing, or segments that need no encoding, without a slash at the end.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_segment = |segment: &str| {
            let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.~".contains(c);
            !matches!(segment, "" | "." | "..") && segment.chars().all(is_plain)
        };
        let is_path = text
            .strip_prefix('/')
            .is_some_and(|segments| segments.split('/').all(is_segment));
        if text.is_empty() || (is_path && text.len() <= MAX_BASE_PATH) {
            Ok(Self(text.into()))
        } else {
            Err(format!(
                "\u{201c}{text}\u{201d} is not a base path; expected for example /tracker: letters, digits, - _ . ~ and single slashes, none at the end, and at most {MAX_BASE_PATH} characters"
            ))
        }
    }
}

impl BasePath {
    /// The base path of the site that a request is for.
    pub fn of(extensions: &Extensions) -> Self {
        extensions.get::<Self>().cloned().unwrap_or_default()
    }

    /// Whether the site has the host to itself.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The rest of a path at or below this one: empty, or a path of its own, which never reads as a
    /// host (`//`). None where the path is elsewhere.
    pub fn strip<'a>(&self, path: &'a str) -> Option<&'a str> {
        let rest = path.strip_prefix(&*self.0)?;
        let is_path = rest.starts_with('/') && !rest.starts_with("//");
        (rest.is_empty() || is_path).then_some(rest)
    }

    /// An address of the site as browsers need it; none where it is right as it stands.
    pub fn prefixed(&self, address: &str) -> Option<String> {
        let is_of_the_site = address.starts_with('/') && !address.starts_with("//");
        (is_of_the_site && !self.is_empty()).then(|| format!("{self}{address}"))
    }
}

impl fmt::Display for BasePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where the site is: scheme, host and base path, for example `https://commitments.example.org`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    scheme_and_host: String,
    base_path: BasePath,
}

impl FromStr for Origin {
    type Err = String;

    /// Accepts `http://` or `https://` and a host, with or without a slash at the end.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || {
            format!(
                "\u{201c}{text}\u{201d} is not the address of a site; expected for example https://commitments.example.org. A path goes in --base-path"
            )
        };
        let (scheme, host) = text
            .trim_end_matches('/')
            .split_once("://")
            .ok_or_else(refused)?;
        if matches!(scheme, "http" | "https") && is_host(host) {
            Ok(Self {
                scheme_and_host: format!("{scheme}://{host}"),
                base_path: BasePath::default(),
            })
        } else {
            Err(refused())
        }
    }
}

impl Origin {
    /// The same host, with the site below a path of it.
    pub fn below(self, base_path: &BasePath) -> Self {
        Self {
            base_path: base_path.clone(),
            ..self
        }
    }

    /// Whether the site is reached over HTTPS.
    pub fn is_secure(&self) -> bool {
        self.scheme_and_host.starts_with("https://")
    }

    /// Host and port.
    pub fn host(&self) -> &str {
        let host = self.scheme_and_host.split_once("://");
        host.map_or("", |(_, host)| host)
    }

    /// The path of the host below which the site is.
    pub fn base_path(&self) -> &BasePath {
        &self.base_path
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.scheme_and_host, self.base_path)
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

    #[test]
    fn a_base_path_is_made_of_plain_segments() {
        let longest = format!("/{}", "a".repeat(MAX_BASE_PATH - 1));
        for good in ["", "/tracker", "/a/b-c_d.e~f/9", "/...", "/.well", &longest] {
            let read: BasePath = good.parse().unwrap();
            assert_eq!(read.to_string(), good);
        }
        let too_long = format!("{longest}a");
        for bad in [
            "/",
            "tracker",
            "/tracker/",
            "//tracker",
            "/a//b",
            "/a/../b",
            "/.",
            "/a b",
            "/a%20b",
            "/\u{e9}",
            "/a?b",
            "/a#b",
            "/a\\b",
            "/\"><script>",
            "https://example.org/tracker",
            &too_long,
        ] {
            let refused = bad.parse::<BasePath>().unwrap_err();
            assert!(refused.contains("expected for example /tracker"), "{bad}");
        }
    }

    #[test]
    fn a_path_is_stripped_to_a_path_or_not_at_all() {
        let base: BasePath = "/tracker".parse().unwrap();
        for (path, rest) in [
            ("/tracker", Some("")),
            ("/tracker/", Some("/")),
            ("/tracker/commitments", Some("/commitments")),
            ("/tracker/tracker", Some("/tracker")),
            ("/tracker//evil.example/", None),
            ("/trackers", None),
            ("/tracker.csv", None),
            ("/Tracker/", None),
            ("/%74racker/", None),
            ("//tracker/", None),
            ("/", None),
            ("*", None),
            ("", None),
        ] {
            assert_eq!(base.strip(path), rest, "{path}");
        }
        assert_eq!(BasePath::default().strip("/x"), Some("/x"));
    }

    #[test]
    fn only_addresses_of_the_site_get_its_base_path() {
        let base: BasePath = "/tracker".parse().unwrap();
        for (address, prefixed) in [
            ("/", Some("/tracker/")),
            ("/commitments?q=/x#y", Some("/tracker/commitments?q=/x#y")),
            ("//elsewhere.example/", None),
            ("https://elsewhere.example/", None),
            ("?page=2", None),
            ("#main", None),
            ("", None),
        ] {
            assert_eq!(base.prefixed(address).as_deref(), prefixed, "{address}");
        }
        assert_eq!(BasePath::default().prefixed("/x"), None);
    }

    #[test]
    fn a_site_below_a_path_has_the_host_as_it_is() {
        let base: BasePath = "/tracker".parse().unwrap();
        let origin: Origin = "https://example.org:8443/".parse().unwrap();
        let origin = origin.below(&base);
        assert_eq!(origin.to_string(), "https://example.org:8443/tracker");
        assert_eq!(origin.host(), "example.org:8443");
        assert_eq!(origin.base_path(), &base);
    }
}
