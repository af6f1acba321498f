//! What came since: changes and ratings in the order in which they were published, for programs that keep
//! a copy.

use std::sync::Arc;

use super::{App, Asked, Change};
use crate::error::AppError;
use catalogue::Catalogue;
use domain::Lang;
use store::{LedgerRating, PastRevision, RatingFilter};

/// A piece of what came since, and where to go on.
#[derive(Debug, Clone)]
pub struct Since<T> {
    /// The state up to which it was asked for.
    pub catalogue: Arc<Catalogue>,
    /// Oldest first.
    pub items: Vec<T>,
    /// After what to go on; none where this is all there is.
    pub next: Option<i64>,
}

impl App {
    /// The changes after the version `since`, oldest first, at most `limit`; the page that was asked for does
    /// not matter.
    pub async fn changes_since(
        &self,
        asked: &Asked,
        since: i64,
        limit: usize,
    ) -> Result<Since<(PastRevision, Arc<Change>)>, AppError> {
        let catalogue = self.catalogue();
        let asked = &self.with_member_meant(asked);
        // One more than is shown tells whether there is more.
        let wanted = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
        let upto = catalogue.version().number;
        let store = &self.inner.store;
        let mut revisions = store
            .revisions_after(&asked.filter(catalogue.areas()), since, upto, wanted)
            .await?;
        let has_more = revisions.len() > limit;
        revisions.truncate(limit);
        let last = revisions.last().map(|revision| revision.number);
        Ok(Since {
            items: self.told(revisions, asked, Lang::English).await?,
            next: last.filter(|_| has_more),
            catalogue,
        })
    }

    /// The published ratings after the one with the id `after`, in the order in which they were published, at
    /// most `limit`.
    pub async fn ratings_since(
        &self,
        filter: &RatingFilter,
        after: i64,
        limit: usize,
    ) -> Result<Since<LedgerRating>, AppError> {
        let catalogue = self.catalogue();
        let upto = catalogue.version().number;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let store = &self.inner.store;
        let (items, next) = store.ratings_after(filter, after, upto, limit).await?;
        Ok(Since {
            catalogue,
            items,
            next,
        })
    }
}
