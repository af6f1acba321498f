//! The record as it stood: a snapshot of a past state, and a few of them kept.

use std::sync::{Arc, Mutex};

use super::App;
use crate::error::AppError;
use catalogue::Catalogue;
use domain::AsOf;
use domain::query::{Problem, QueryError};
use store::NEWEST;

/// Past states kept in memory; the one that was not asked for the longest goes first.
const KEPT: usize = 6;

/// A past state that is being shown.
#[derive(Debug, Clone)]
pub(super) struct Past {
    pub catalogue: Arc<Catalogue>,
    as_of: AsOf,
}

/// Snapshots of past states, the newest asked for last.
pub(super) type Pasts = Mutex<Vec<Arc<Catalogue>>>;

impl App {
    /// The application as it saw the record at a past moment.
    ///
    /// Refuses a day that has not begun: what the record will say nobody knows.
    pub async fn as_of(&self, as_of: AsOf) -> Result<Self, AppError> {
        if as_of.day() > self.now().date_naive() {
            let error = QueryError::new("as_of", &as_of.to_string(), Problem::Future);
            return Err(error.into());
        }
        let number = self.inner.store.revision_at(as_of.until()).await?;
        let catalogue = match self.kept(number) {
            Some(kept) => kept,
            None => self.take(number).await?,
        };
        Ok(Self {
            inner: Arc::clone(&self.inner),
            past: Some(Past { catalogue, as_of }),
            lang: self.lang,
        })
    }

    /// The past moment that is shown; none: the present.
    pub fn shown_as_of(&self) -> Option<AsOf> {
        self.past.as_ref().map(|past| past.as_of)
    }

    /// The newest revision that may be shown.
    pub(super) fn upto(&self) -> i64 {
        self.past
            .as_ref()
            .map_or(NEWEST, |past| past.catalogue.version().number)
    }

    fn kept(&self, number: i64) -> Option<Arc<Catalogue>> {
        let present = self.inner.catalogue.load_full();
        if present.version().number == number {
            return Some(present);
        }
        let mut pasts = self.inner.pasts.lock().ok()?;
        let at = pasts.iter().position(|c| c.version().number == number)?;
        let kept = pasts.remove(at);
        pasts.push(Arc::clone(&kept));
        Some(kept)
    }

    async fn take(&self, number: i64) -> Result<Arc<Catalogue>, AppError> {
        let published = self.inner.store.published_as_of(number).await?;
        let built = tokio::task::spawn_blocking(move || Catalogue::build(published)).await;
        let catalogue = Arc::new(built.map_err(|error| AppError::Internal(error.to_string()))?);
        if let Ok(mut pasts) = self.inner.pasts.lock() {
            if pasts.len() >= KEPT {
                pasts.remove(0);
            }
            pasts.push(Arc::clone(&catalogue));
        }
        Ok(catalogue)
    }
}
