//! The record as it stood: snapshots of past states.

use std::sync::Arc;

use super::{App, HeavyKind};
use crate::error::AppError;
use catalogue::Catalogue;
use chrono::NaiveDate;
use domain::AsOf;
use domain::query::{Problem, QueryError};

/// The state that one answer is made from.
#[derive(Debug, Clone)]
pub(super) struct Pinned {
    pub catalogue: Arc<Catalogue>,
    /// The past moment that was asked for; none: the present.
    pub as_of: Option<AsOf>,
}

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

    /// The past moment that is shown; none: the present.
    pub fn shown_as_of(&self) -> Option<AsOf> {
        self.pinned.as_ref().and_then(|pinned| pinned.as_of)
    }

    /// The newest revision that may be shown: what is read from the database is bounded by it, so that it is
    /// of the same version as the snapshot.
    pub(super) fn upto(&self) -> i64 {
        self.catalogue().version().number
    }

    /// Makes a state from the nearest one that is in memory: what is read and what is kept of it is what
    /// the revisions between the two touched.
    async fn build_state(&self, number: i64) -> Result<Catalogue, AppError> {
        // With the turn already, so that no more states than that are in memory to be built.
        let turn = self.heavy().turn(HeavyKind::PastState).await?;
        let base = self.nearest_state(number);
        let from = base.version().number;
        let changes = self.inner.store.published_changes(from, number).await?;
        // Which reviews were overdue then; the state is shared by all moments until the next change.
        let made_on = changes
            .version
            .made_at
            .map_or(NaiveDate::MIN, |at| at.date_naive());
        let build = move || base.after(changes, made_on);
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
