//! Past states of the record.

use std::sync::Arc;

use super::{App, HeavyKind};
use crate::error::AppError;
use catalogue::Catalogue;
use chrono::NaiveDate;
use domain::AsOf;
use domain::query::{Problem, QueryError};

/// The state from which a request is answered.
#[derive(Debug, Clone)]
pub(super) struct Pinned {
    pub catalogue: Arc<Catalogue>,
    /// The past moment that was requested; `None` for the present.
    pub as_of: Option<AsOf>,
}

impl App {
    /// The application as of a past moment.
    ///
    /// Refuses a day that has not begun.
    pub async fn as_of(&self, as_of: AsOf) -> Result<Self, AppError> {
        if as_of.day() > self.now().date_naive() {
            let error = QueryError::new("as_of", &as_of.to_string(), Problem::Future);
            return Err(error.into());
        }
        let number = self.inner.store.revision_at(as_of.until()).await?;
        let present = self.inner.catalogue.load_full();
        let catalogue = if present.version().number == number {
            present
        } else {
            let states = &self.inner.kept.past_states;
            states.get_or_make(number, self.build_state(number)).await?
        };
        Ok(Self {
            inner: Arc::clone(&self.inner),
            pinned: Some(Pinned {
                catalogue,
                as_of: Some(as_of),
            }),
        })
    }

    /// The past moment that is shown; `None` for the present.
    pub fn shown_as_of(&self) -> Option<AsOf> {
        self.pinned.as_ref().and_then(|pinned| pinned.as_of)
    }

    /// The newest revision that may be shown. It limits what is read from the database to the version of
    /// the snapshot.
    pub(super) fn upto(&self) -> i64 {
        self.catalogue().version().number
    }

    /// Builds a state from the nearest one in memory, so that what is read and what is kept depend only on
    /// the revisions between the two.
    async fn build_state(&self, number: i64) -> Result<Catalogue, AppError> {
        // Take the turn before reading: it limits how many states are in memory while they are built.
        let turn = self.heavy().turn(HeavyKind::PastState).await?;
        let base = self.nearest_state(number);
        let from = base.version().number;
        let changes = self.inner.store.published_changes(from, number).await?;
        // Reviews are overdue as of the day of the version: the state is shared by all moments until the
        // next change.
        let made_on = changes
            .version
            .made_at
            .map_or(NaiveDate::MIN, |at| at.date_naive());
        let build = move || base.apply_changes(changes, made_on);
        let (state, _turn) = turn.run(build).await?;
        Ok(state)
    }

    fn nearest_state(&self, number: i64) -> Arc<Catalogue> {
        let distance = |state: &Arc<Catalogue>| state.version().number.abs_diff(number);
        let present = self.inner.catalogue.load_full();
        let past = self.inner.kept.past_states.kept().map(|(_, state)| state);
        let nearest = past.min_by_key(distance);
        nearest
            .filter(|past| distance(past) < distance(&present))
            .unwrap_or(present)
    }
}
