//! Database addresses: parsing them, and displaying them without the password.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

use super::StoreError;

pub(super) enum Address {
    Sqlite(PathBuf),
    Postgres(Box<PgConnectOptions>),
}

impl FromStr for Address {
    type Err = StoreError;

    /// Reads `sqlite://FILE` or `postgres://USER:PASSWORD@HOST:PORT/NAME`.
    fn from_str(url: &str) -> Result<Self, StoreError> {
        let invalid = || StoreError::Address {
            address: without_secrets(url),
        };
        if url.starts_with("sqlite:") {
            // A record in memory would be a different one for each connection.
            if url.contains(":memory:") || url.contains("mode=memory") {
                return Err(invalid());
            }
            let options = SqliteConnectOptions::from_str(url).map_err(|_| invalid())?;
            let file = options.get_filename();
            if file.as_os_str().is_empty() {
                return Err(invalid());
            }
            Ok(Self::Sqlite(file.to_owned()))
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            PgConnectOptions::from_str(url)
                .map(|options| Self::Postgres(Box::new(options)))
                .map_err(|_| invalid())
        } else {
            Err(invalid())
        }
    }
}

/// For messages and logs: never with the password.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(file) => write!(f, "{}", file.display()),
            Self::Postgres(options) => {
                let user = options.get_username();
                let port = options.get_port();
                let name = options.get_database().unwrap_or(user);
                match options.get_socket() {
                    None => {
                        let host = options.get_host();
                        write!(f, "postgres://{user}@{host}:{port}/{name}")
                    }
                    Some(socket) => {
                        let socket = socket.display();
                        write!(f, "postgres://{user}@localhost:{port}/{name}?host={socket}")
                    }
                }
            }
        }
    }
}

/// An address as it was given, to be given again: with everything that it says but the password.
pub(super) fn without_password(url: &str) -> String {
    if url.starts_with("sqlite:") {
        return url.to_owned();
    }
    let Ok(mut parsed) = url.parse::<url::Url>() else {
        return without_secrets(url);
    };
    // Refused where there is nobody to have one.
    let _ = parsed.set_password(None);
    let is_secret = |pair: &str| {
        let key = pair.split('=').next().unwrap_or_default();
        form_urlencoded::parse(key.as_bytes())
            .any(|(key, _)| key.to_ascii_lowercase().ends_with("password"))
    };
    let kept = parsed.query().map(|query| {
        let pairs = query.split('&').filter(|pair| !is_secret(pair));
        pairs.collect::<Vec<_>>().join("&")
    });
    parsed.set_query(kept.as_deref().filter(|query| !query.is_empty()));
    parsed.into()
}

/// A refused address, cut off where a password might begin.
fn without_secrets(url: &str) -> String {
    match url.split_once("://") {
        Some(("sqlite", _)) => url.to_owned(),
        Some((scheme, _)) => format!("{scheme}://\u{2026}"),
        None if url.contains('@') || url.contains("password") => "\u{2026}".to_owned(),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_chooses_the_engine() {
        for (url, displayed) in [
            ("sqlite://tracker.db", "tracker.db"),
            ("sqlite:///srv/a%20b.db", "/srv/a b.db"),
            (
                "postgres://ada:secret@db:5433/ogp",
                "postgres://ada@db:5433/ogp",
            ),
            (
                "postgresql://ada@db/ogp?password=secret",
                "postgres://ada@db:5432/ogp",
            ),
            (
                "postgres://ada:secret@localhost/owned?host=/run/pg&port=5499",
                "postgres://ada@localhost:5499/owned?host=/run/pg",
            ),
        ] {
            let address: Address = url.parse().unwrap();
            assert_eq!(address.to_string(), displayed);
            // What is shown leads to the same place again.
            if displayed.starts_with("postgres") {
                let again: Address = displayed.parse().unwrap();
                assert_eq!(again.to_string(), displayed);
            }
        }
    }

    #[test]
    fn an_address_to_give_again_lacks_nothing_but_the_password() {
        for (url, again) in [
            (
                "sqlite:///srv/a%20b.db?mode=rwc",
                "sqlite:///srv/a%20b.db?mode=rwc",
            ),
            (
                "postgres://ogp:x@host/ogp?options=-c%20search_path%3Dtracker",
                "postgres://ogp@host/ogp?options=-c%20search_path%3Dtracker",
            ),
            (
                "postgres://ogp:p%40ss@localhost/owned?host=/run/pg&port=5499",
                "postgres://ogp@localhost/owned?host=/run/pg&port=5499",
            ),
            (
                "postgresql:///owned?host=/run/pg&password=x&user=ada",
                "postgresql:///owned?host=/run/pg&user=ada",
            ),
            (
                "postgres://ada@db:5433/ogp?sslmode=verify-full&sslrootcert=/etc/ca.pem&pass%77ord=x",
                "postgres://ada@db:5433/ogp?sslmode=verify-full&sslrootcert=/etc/ca.pem",
            ),
            ("postgres://ada@db/ogp?Password=x", "postgres://ada@db/ogp"),
        ] {
            assert_eq!(without_password(url), again);
            assert!(again.parse::<Address>().is_ok(), "{again}");
        }
    }

    #[test]
    fn an_invalid_address_is_refused_without_showing_a_password() {
        for url in [
            "",
            "tracker.db",
            "sqlite://",
            "sqlite::memory:",
            "sqlite://x?mode=memory",
            "mysql://ada:secret@db/ogp",
            "postgres://ada:secret@db:port/ogp",
            "ada:secret@db",
        ] {
            let Err(error) = url.parse::<Address>() else {
                panic!("{url} was accepted");
            };
            assert!(error.to_string().contains("sqlite://FILE"), "{error}");
            assert!(
                !format!("{error} {error:?}").contains("secret"),
                "{error:?}"
            );
        }
    }
}
