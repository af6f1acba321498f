//! What has been recorded about one commitment, when, by whom and why.

use super::StoreError;
use super::db::{Session, on};
use super::error::During;
use super::rows::{RatingRow, RevisionRow, Scales};
use crate::domain::record::Revision;
use crate::domain::{CommitmentCode, Rating};

/// The history of a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The changes of its facts, texts or ratings, oldest first.
    pub revisions: Vec<PastRevision>,
    /// Every rating that was published, oldest first.
    pub ratings: Vec<PastRating>,
}

/// A change of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastRevision {
    /// Its place among all changes of the record, from 1.
    pub number: i64,
    /// Who, when, why, from what.
    pub revision: Revision,
}

/// A rating as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastRating {
    /// What was published.
    pub rating: Rating,
    /// The number of the change that published it; one of [`History::revisions`].
    pub revision: i64,
}

impl History {
    /// The change that published a rating.
    pub fn revision_of(&self, rating: &PastRating) -> Option<&Revision> {
        self.revisions
            .iter()
            .find(|past| past.number == rating.revision)
            .map(|past| &past.revision)
    }
}

/// The history of the commitment with this code, if there is one.
pub(super) async fn read(
    session: &mut Session<'_>,
    code: &CommitmentCode,
    upto: i64,
) -> Result<Option<History>, StoreError> {
    let id: Option<i64> = on!(session, connection => {
        sqlx::query_scalar("SELECT id FROM commitment WHERE code = $1")
            .bind(code.as_str())
            .fetch_optional(&mut **connection)
            .await
    })
    .during("looking up a commitment")?;
    let Some(id) = id else { return Ok(None) };

    // Ratings first: a revision that is made in between then adds no rating without its revision.
    let ratings: Vec<RatingRow> = on!(session, connection => sqlx::query_as(
        "SELECT commitment_id, revision_id, dimension, finding, scheme, value,
                report_title, report_stage, source_url
         FROM rating WHERE commitment_id = $1 AND revision_id <= $2 ORDER BY id",
    ).bind(id).bind(upto).fetch_all(&mut **connection).await)
    .during("reading a commitment\u{2019}s ratings")?;
    let revisions: Vec<RevisionRow> = on!(session, connection => sqlx::query_as(
        "SELECT id, made_at, made_by, reason, source FROM revision WHERE id IN (
             SELECT revision_id FROM commitment_version WHERE commitment_id = $1
             UNION SELECT revision_id FROM commitment_text WHERE commitment_id = $1
             UNION SELECT revision_id FROM rating WHERE commitment_id = $1)
         AND id <= $2 ORDER BY id",
    ).bind(id).bind(upto).fetch_all(&mut **connection).await)
    .during("reading a commitment\u{2019}s history")?;

    let scales = Scales::new();
    let ratings = ratings
        .into_iter()
        .map(|row| {
            Ok(PastRating {
                revision: row.revision_id,
                rating: scales.rating(row)?,
            })
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    let revisions = revisions
        .into_iter()
        .map(|row| PastRevision {
            number: row.id,
            revision: row.into(),
        })
        .collect();
    Ok(Some(History { revisions, ratings }))
}
