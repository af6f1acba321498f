//! The site's own address: what pictures, previews and citations name.

use std::fmt;
use std::str::FromStr;

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::middleware::Next;
use axum::response::Response;

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

/// Lets everything behind it know the site's address.
pub async fn tell(
    State(public_url): State<Option<Origin>>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(origin) = public_url.or_else(|| asked(request.headers())) {
        request.extensions_mut().insert(origin);
    }
    next.run(request).await
}

/// The address that a request was sent to.
fn asked(headers: &HeaderMap) -> Option<Origin> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let scheme = match text("x-forwarded-proto") {
        Some("https") => "https",
        _ => "http",
    };
    format!("{scheme}://{}", text(HOST.as_str())?).parse().ok()
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
