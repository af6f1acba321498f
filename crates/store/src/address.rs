//! The address of a database: which engine, where, and how to show it without its password.

use std::path::PathBuf;
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

use super::StoreError;

/// Where a record is kept.
pub(super) enum Address {
    /// A file.
    Sqlite(PathBuf),
    /// A server.
    Postgres(Box<PgConnectOptions>),
}

impl FromStr for Address {
    type Err = StoreError;

    /// Reads `sqlite://FILE` or `postgres://USER:PASSWORD@HOST:PORT/NAME`.
    fn from_str(url: &str) -> Result<Self, StoreError> {
        let refused = || StoreError::Address {
            address: without_secrets(url),
        };
        if url.starts_with("sqlite:") {
            // A record in memory would be a different one for each connection.
            if url.contains(":memory:") || url.contains("mode=memory") {
                return Err(refused());
            }
            let options = SqliteConnectOptions::from_str(url).map_err(|_| refused())?;
            let file = options.get_filename();
            if file.as_os_str().is_empty() {
                return Err(refused());
            }
            Ok(Self::Sqlite(file.to_owned()))
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            PgConnectOptions::from_str(url)
                .map(|options| Self::Postgres(Box::new(options)))
                .map_err(|_| refused())
        } else {
            Err(refused())
        }
    }
}

impl Address {
    /// The address for messages and logs.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Sqlite(file) => file.display().to_string(),
            Self::Postgres(options) => {
                let host = options.get_socket().map_or_else(
                    || options.get_host().to_owned(),
                    |socket| socket.display().to_string(),
                );
                format!(
                    "postgres://{}@{host}:{}/{}",
                    options.get_username(),
                    options.get_port(),
                    options
                        .get_database()
                        .unwrap_or_else(|| options.get_username()),
                )
            }
        }
    }
}

/// A refused address, cut where a password might begin.
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
        for (url, shown) in [
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
            assert_eq!(address.shown(), shown);
        }
    }

    #[test]
    fn what_is_no_address_is_refused_without_showing_a_password() {
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
