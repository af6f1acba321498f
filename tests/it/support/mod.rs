//! Shared by tests: a record on each engine, the site over it, and builders of commitments.

mod builders;
pub mod postgres;
pub mod program;
pub mod raw;
pub mod site;
pub mod states;

use store::Store;

pub use builders::{EntryBuilder, a_batch, a_revision, a_time, an_entry, on_a_day, record};

/// The value of an environment variable, where it is set and can be parsed.
pub fn from_environment<T: std::str::FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok()?.parse().ok()
}

/// An empty record of its own for one test.
pub struct Place {
    /// The engine, for messages.
    pub engine: &'static str,
    pub url: String,
    pub store: Store,
    /// Removed with the test.
    directory: Option<tempfile::TempDir>,
}

impl Place {
    /// A record in a file.
    pub async fn sqlite() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", directory.path().join("tracker.db").display());
        Self {
            engine: "SQLite",
            store: Store::open(&url).await.unwrap(),
            url,
            directory: Some(directory),
        }
    }

    /// A record on a server; none where there is no server, which prints a warning.
    pub async fn postgres() -> Option<Self> {
        let url = postgres::fresh_database().await?;
        Some(Self {
            engine: "PostgreSQL",
            store: Store::open(&url).await.unwrap(),
            url,
            directory: None,
        })
    }

    /// Closes and removes the record.
    pub async fn end(self) {
        self.store.close().await;
        if self.directory.is_none() {
            postgres::drop_database(&self.url).await;
        }
    }
}

/// Makes an empty record, `tracker.db` in a directory, as commands expect one to be there.
pub fn make_record(directory: &std::path::Path) {
    let url = format!("sqlite://{}", directory.join("tracker.db").display());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async { Store::open(&url).await.unwrap().close().await });
}

/// Runs a test on an empty record of either engine.
pub async fn on_both(test: impl AsyncFn(&Place)) {
    for place in [Some(Place::sqlite().await), Place::postgres().await] {
        let Some(place) = place else { continue };
        eprintln!("on {}:", place.engine);
        test(&place).await;
        place.end().await;
    }
}

/// The ids of the commitments that have a word in their texts.
pub async fn with_word(store: &Store, word: &str) -> Vec<i64> {
    let spelling = domain::search::Spelling {
        words: vec![word.to_owned()],
        is_beginning: false,
        is_anywhere: false,
        is_related: false,
        is_joined: false,
        origin: domain::search::Origin::Typed,
    };
    let mut found = store.search(&[&[spelling]], store::NEWEST).await.unwrap();
    found.remove(0)
}

/// Database addresses without a record yet, one for each engine. Dropping the directory removes
/// the file.
pub async fn empty_place_urls() -> Vec<(String, Option<tempfile::TempDir>)> {
    let directory = tempfile::tempdir().unwrap();
    let file = format!("sqlite://{}", directory.path().join("new.db").display());
    let server = postgres::fresh_database().await;
    std::iter::once((file, Some(directory)))
        .chain(server.map(|url| (url, None)))
        .collect()
}
