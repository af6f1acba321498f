//! Versions of the data: each change of the record makes one, with a permanent URL.

use std::sync::Arc;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::changes::PAGE;
use super::permanent::permanent;
use super::{
    App, ExportError, ExportFormat, ExportTable, HeavyKind, Missing, NotFound, Suggestion,
};
use crate::error::AppError;
use catalogue::Catalogue;
use domain::record::DataVersion;
use domain::{Query, route};
use interchange::description::Description;
use store::{ChangeFilter, PastRevision};

/// Versions per page of the list.
pub const VERSIONS_PER_PAGE: i64 = PAGE;

/// What a version holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    commitments: usize,
    ratings: usize,
}

/// The first and the last of some versions.
pub(super) type VersionSpan = (i64, i64);

/// What checksums depend on: the version, and the day, because overdue reviews depend on the date.
pub(super) type ChecksumKey = (i64, NaiveDate);

/// A version of the data.
#[derive(Debug, Clone)]
pub struct VersionView {
    /// The change that made it.
    pub past: PastRevision,
    /// As a version of the record.
    pub version: DataVersion,
    /// How many commitments it has.
    pub commitments: usize,
    /// How many ratings had been published by then, corrected ones included.
    pub ratings: usize,
    /// Everything, in an address that keeps showing this version.
    pub permanent: Query,
}

/// One page of the versions of the data.
#[derive(Debug, Clone)]
pub struct VersionsView {
    /// The snapshot that is shown.
    pub catalogue: Arc<Catalogue>,
    /// Newest first.
    pub versions: Vec<VersionView>,
    /// How many there are.
    pub total: i64,
    /// The page, counted from 0.
    pub page: i64,
}

impl App {
    /// One page of the versions up to the one that is shown.
    pub async fn versions(&self, page: i64) -> Result<VersionsView, AppError> {
        let (store, upto) = (&self.inner.store, self.upto());
        let filter = ChangeFilter::default();
        let (revisions, total) = store.revisions(&filter, upto, page, PAGE).await?;
        if revisions.is_empty() && page > 0 {
            return Err(no_such_page(page, total));
        }
        // Numbers have no gaps.
        let numbers = revisions.iter().map(|past| past.number);
        let first = numbers.clone().min().unwrap_or_default();
        let last = numbers.max().unwrap_or_default();
        let counts = self.counts(first, last).await?;
        let versions = revisions.into_iter().map(|past| {
            let at = usize::try_from(past.number - first).unwrap_or_default();
            let counts = counts.get(at).copied().unwrap_or_default();
            self.version_of(past, counts)
        });
        Ok(VersionsView {
            catalogue: self.catalogue(),
            versions: versions.collect(),
            total,
            page,
        })
    }

    /// One version, by its number.
    pub async fn version(&self, number: i64) -> Result<VersionView, AppError> {
        let total = self.upto();
        if !(1..=total).contains(&number) {
            return Err(unknown_version());
        }
        // Numbers have no gaps, and the newest comes first.
        let store = &self.inner.store;
        let filter = ChangeFilter::default();
        let (found, _) = store.revisions(&filter, number, 0, 1).await?;
        let past = found.into_iter().next().ok_or_else(unknown_version)?;
        let counts = self.counts(number, number).await?;
        let counts = counts.first().copied().unwrap_or_default();
        Ok(self.version_of(past, counts))
    }

    /// What the versions from the first to the last hold, in one query.
    async fn counts(&self, first: i64, last: i64) -> Result<Arc<Vec<Counts>>, AppError> {
        let count = async {
            let whole = |count: i64| usize::try_from(count).unwrap_or_default();
            let counts = self.inner.store.counts(first, last).await?.into_iter();
            let counts = counts.map(|(commitments, ratings)| Counts {
                commitments: whole(commitments),
                ratings: whole(ratings),
            });
            Ok(counts.collect())
        };
        let cache = &self.inner.kept.version_counts;
        cache.get_or_make((first, last), count).await
    }

    fn version_of(&self, past: PastRevision, counts: Counts) -> VersionView {
        let version = DataVersion {
            number: past.number,
            made_at: Some(past.revision.made_at),
            demonstration: self.catalogue().version().demonstration,
        };
        VersionView {
            permanent: permanent(&Query::default(), &version, self.now()),
            commitments: counts.commitments,
            ratings: counts.ratings,
            version,
            past,
        }
    }

    /// The SHA-256 checksums of the files of everything as they are sent now, a line for each as
    /// `sha256sum` writes it. All of the record is read for them, once for each version and day.
    pub async fn checksums(&self) -> Result<Arc<String>, AppError> {
        let catalogue = self.catalogue();
        let key = (catalogue.version().number, catalogue.today());
        let make = async {
            let turn = self.heavy().turn(HeavyKind::Archive).await;
            let _turn = turn.map_err(AppError::from)?;
            let mut lines = Vec::new();
            for (path, format, table) in CHECKSUMMED_FILES {
                let sum = self.checksum(*format, *table).await?;
                let name = path.trim_start_matches('/');
                lines.push(format!("{sum}  {name}\n"));
            }
            Ok(lines.concat())
        };
        self.inner.kept.checksums.get_or_make(key, make).await
    }

    async fn checksum(&self, format: ExportFormat, table: ExportTable) -> Result<String, AppError> {
        let export = self.export(&Query::default()).await?.rows_of(table);
        let failed = |error: ExportError| match error {
            ExportError::App(error) => error,
            other => AppError::Internal(other.to_string()),
        };
        let pieces = export.pieces(format, Description::default()).await;
        let mut pieces = pieces.map_err(failed)?;
        let mut sum = Sha256::new();
        while let Some(piece) = pieces.next().await.map_err(failed)? {
            sum.update(&piece);
        }
        let bytes = sum.finalize();
        let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(digits.concat())
    }
}

/// Full exports in text formats: byte-for-byte reproducible for one version on one day, unlike XLSX and ZIP.
const CHECKSUMMED_FILES: &[(&str, ExportFormat, ExportTable)] = {
    use ExportFormat::{Csv, Json, Ndjson, Records};
    use ExportTable::{Commitments, Ratings};
    &[
        (route::CommitmentsCsv::PATH, Csv, Commitments),
        (route::CommitmentsJson::PATH, Json, Commitments),
        (route::CommitmentsNdjson::PATH, Ndjson, Commitments),
        (route::CommitmentsRecords::PATH, Records, Commitments),
        (route::RatingsCsv::PATH, Csv, Ratings),
        (route::RatingsJson::PATH, Records, Ratings),
        (route::RatingsNdjson::PATH, Ndjson, Ratings),
    ]
};

/// `page` is counted from 0, of a list of `total` versions.
fn no_such_page(page: i64, total: i64) -> AppError {
    let pages = (total - 1).max(0) / VERSIONS_PER_PAGE + 1;
    let [page, pages] = [page + 1, pages].map(|number| usize::try_from(number).unwrap_or_default());
    let missing = NotFound {
        what: Missing::ListPage(page, pages),
        instead: vec![Suggestion::Versions],
    };
    missing.into()
}

fn unknown_version() -> AppError {
    let missing = NotFound {
        what: Missing::DataVersion,
        instead: vec![Suggestion::Versions],
    };
    missing.into()
}
