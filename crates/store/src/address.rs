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
                let host = options.get_socket().map_or_else(
                    || options.get_host().to_owned(),
                    |socket| socket.display().to_string(),
                );
                let user = options.get_username();
                let port = options.get_port();
                let name = options.get_database().unwrap_or(user);
                write!(f, "postgres://{user}@{host}:{port}/{name}")
            }
        }
    }
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
        ] {
            let address: Address = url.parse().unwrap();
            assert_eq!(address.to_string(), displayed);
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
