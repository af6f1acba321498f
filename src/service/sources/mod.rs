//! Sources that are watched: files at addresses, read at regular times, of which staff approve what is
//! new. Nothing of them is published unseen unless an admin has let a source publish by itself.

mod decide;
mod pending;
mod reading;

pub use pending::{Pending, SourceView};
pub use reading::SourceRun;

use std::sync::Arc;

use super::auth::Staff;
use super::fetch::{FetchError, FetchedFile, Fetcher};
use super::import::{GivenFile, ImportRefusal, Item};
use super::staff::Refusal;
use super::{App, MissingForStaff, NotFound, Suggestion};
use crate::error::AppError;
use domain::Action;
use domain::forms::source::SourceForm;
use domain::forms::{Fields, Problems, source};
use domain::route;
use interchange::options::ReadOptions;
use store::{AddSourceOutcome, MAX_SOURCES, NewSource, WatchedSource};

/// Why a source was not added, in words.
#[derive(Debug, thiserror::Error)]
pub enum AddSourceError {
    /// The address cannot be asked.
    #[error(transparent)]
    Address(#[from] FetchError),
    /// There is one of this name.
    #[error("there is a source of this name already")]
    Taken,
    /// There are too many.
    #[error("there are {MAX_SOURCES} sources already, which is the limit")]
    TooMany,
    /// Something else.
    #[error(transparent)]
    App(#[from] AppError),
}

/// Reads a file from an address, and gives it a name: the address, without what may be a secret.
pub async fn file_at(fetcher: &Fetcher, address: &str) -> Result<(String, Vec<u8>), FetchError> {
    let FetchedFile { bytes, .. } = fetcher.fetch_file(address).await?;
    Ok((super::fetch::public_form(address), bytes))
}

fn no_source() -> AppError {
    NotFound::for_staff(MissingForStaff::Source, Suggestion::StaffSources).into()
}

impl App {
    /// Reads addresses in this way from now on. Only the first one counts.
    pub fn use_fetcher(&self, fetcher: Fetcher) {
        let _ = self.inner.fetcher.set(fetcher);
    }

    /// What reads addresses.
    pub fn fetcher(&self) -> &Fetcher {
        self.inner.fetcher.get_or_init(Fetcher::default)
    }

    /// Keeps a file from an address to be looked at, as [`App::upload`] does with one from a browser.
    pub async fn upload_from(
        &self,
        staff: &Staff,
        address: &str,
    ) -> Result<Result<String, ImportRefusal>, AppError> {
        self.require(staff, Action::ImportFile).await?;
        match file_at(self.fetcher(), address).await {
            Ok((name, bytes)) => {
                let options = ReadOptions::default();
                self.upload(staff, &name, bytes, &options).await
            }
            Err(error) => Ok(Err(format!("This address cannot be used: {error}."))),
        }
    }

    /// Every source that is watched.
    pub async fn sources(&self) -> Result<Vec<WatchedSource>, AppError> {
        Ok(self.inner.store.sources().await?)
    }

    /// Every source that is watched, for staff.
    pub async fn sources_for(&self, staff: &Staff) -> Result<Vec<WatchedSource>, AppError> {
        self.require(staff, Action::ImportFile).await?;
        self.sources().await
    }

    /// What the sources were when they were last looked at, for figures.
    pub fn known_sources(&self) -> Arc<Vec<WatchedSource>> {
        self.inner.sources.load_full()
    }

    /// Watches a source from now on.
    pub async fn watch_source(&self, form: SourceForm, by: &str) -> Result<(), AddSourceError> {
        self.fetcher().check(&form.url)?;
        let new = NewSource {
            name: form.name,
            url: form.url,
            every_seconds: form.every.seconds(),
            auto: form.auto,
            added_by: by.to_owned(),
        };
        let added = self.inner.store.add_source(&new, self.now()).await;
        match added.map_err(AppError::from)? {
            AddSourceOutcome::Added => Ok(()),
            AddSourceOutcome::Taken => Err(AddSourceError::Taken),
            AddSourceOutcome::TooMany => Err(AddSourceError::TooMany),
        }
    }

    /// Adds a source from its form; gives where to go from there.
    pub async fn add_source(&self, staff: &Staff, fields: &Fields) -> Result<String, Refusal> {
        self.require(staff, Action::ManageSources).await?;
        let form = source::read(fields)?;
        let here = route::staff::Source::new(&form.name).with("done", "source-added");
        match self.watch_source(form, &staff.account().name).await {
            Ok(()) => Ok(here),
            Err(AddSourceError::App(error)) => Err(error.into()),
            Err(error @ AddSourceError::Address(_)) => {
                let text = format!("This address cannot be used: {error}.");
                Err(Problems::one("url", text).into())
            }
            Err(error) => {
                let text = format!("Not added: {error}.");
                Err(Problems::one("name", text).into())
            }
        }
    }

    /// Watches a source no longer. False where there is none.
    pub async fn forget_source(&self, name: &str) -> Result<bool, AppError> {
        Ok(self.inner.store.remove_source(name).await?)
    }

    async fn source(&self, name: &str) -> Result<WatchedSource, AppError> {
        let found = self.inner.store.source(name).await?;
        found.ok_or_else(no_source)
    }
}

/// A source's file as what is taken from it is known by.
fn given<'a>(name: &'a str, bytes: &'a [u8]) -> GivenFile<'a> {
    GivenFile { name, bytes }
}

/// The name of a source's file in the history: which source, and where it is.
fn name_in_history(source: &WatchedSource) -> String {
    let address = super::fetch::public_form(&source.url);
    format!("{} ({address})", source.name)
}

/// Whether what is taken from a source stands in it, or is that it no longer lists something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Listed {
    All,
    Some,
    None,
}

impl Listed {
    fn of(items: &[Item]) -> Self {
        match items.iter().filter(|item| item.is_gone()).count() {
            0 => Self::All,
            gone if gone == items.len() => Self::None,
            _ => Self::Some,
        }
    }
}

/// From which source something was taken, and when that was read. That a source no longer lists a
/// commitment is all that is known of it: neither that it was withdrawn, nor by whom.
fn reason(source: &WatchedSource, listed: Listed, more: &str) -> String {
    let read = source.read_at.map_or(String::new(), |at| {
        at.format(", read on %-d %B %Y at %H:%M UTC").to_string()
    });
    let name = &source.name;
    let mut said = match listed {
        Listed::All | Listed::Some => {
            format!("From the watched source \u{201c}{name}\u{201d}{read}")
        }
        Listed::None => {
            format!("No longer listed in the watched source \u{201c}{name}\u{201d}{read}")
        }
    };
    if listed == Listed::Some {
        said.push_str(". Commitments that it no longer lists are marked as withdrawn");
    }
    if !more.is_empty() {
        said.push_str(". ");
        said.push_str(more);
    }
    said
}
