//! The history of one commitment: what was recorded about it, when, by whom and why.

use std::collections::HashMap;

use sqlx::{FromRow, QueryBuilder};

use super::changes::{FACT_CHANGES, RATING_CHANGES};
use super::codes::id_of;
use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::read::Which;
use super::rows::{RatingRow, RevisionRow, Scales, word};
use super::withdrawal::ratings_out_of_force;
use super::{Store, StoreError};
use crate::boxed;
use domain::record::Revision;
use domain::{CommitmentCode, CommitmentStatus, Rating};

/// The history of a commitment, up to a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The revisions that changed its facts, texts or ratings, oldest first.
    pub revisions: Vec<PastRevision>,
    /// Every published rating, oldest first.
    pub ratings: Vec<PastRating>,
}

/// A revision of the record, with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastRevision {
    /// Counted from 1, without gaps.
    pub number: i64,
    pub revision: Revision,
}

/// A published rating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastRating {
    pub rating: Rating,
    /// The number of the revision that published it; one of [`History::revisions`].
    pub revision: i64,
    pub id: i64,
    /// False if it was corrected or taken out of force by the requested revision.
    pub in_force: bool,
    /// `None` for ratings that came with a file.
    pub origin: Option<RatingOrigin>,
    /// The government's latest reply, and where to read it.
    pub reply: Option<(String, Option<String>)>,
}

/// The draft that a rating was published from.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct RatingOrigin {
    pub rating_id: i64,
    pub reason: String,
    /// Why it uses another scale than the usual one for the plan and report.
    pub override_reason: Option<String>,
    /// The page of the source, or another location in it.
    pub source_page: Option<String>,
    /// The name of the author. The revision has the name of the publisher.
    pub drafted_by: String,
    /// The id of the rating that it corrects.
    pub replaces: Option<i64>,
}

impl History {
    /// The ratings in force, oldest first.
    pub fn in_force(&self) -> impl Iterator<Item = &PastRating> {
        self.ratings.iter().filter(|past| past.in_force)
    }

    /// The revision that published a rating.
    pub fn revision_of(&self, rating: &PastRating) -> Option<&Revision> {
        self.revisions
            .iter()
            .find(|past| past.number == rating.revision)
            .map(|past| &past.revision)
    }
}

/// The history of the commitment with this code up to the revision `as_of`; `None` if there is no such
/// commitment.
pub(super) async fn read(
    connection: &mut Connection<'_>,
    code: &CommitmentCode,
    as_of: i64,
) -> Result<Option<History>, StoreError> {
    let Some(id) = id_of(connection, code).await? else {
        return Ok(None);
    };

    // Ratings first: a revision made between the two queries then adds no rating without its revision.
    let ratings: Vec<RatingRow> = dispatch!(connection, c => sqlx::query_as(
        "SELECT id, commitment_id, revision_id, dimension, finding, scheme, value,
                report_title, report_stage, source_url, source_page, read_on
         FROM rating WHERE commitment_id = $1 AND revision_id <= $2 ORDER BY id",
    ).bind(id).bind(as_of).fetch_all(&mut **c).await)
    .context("reading a commitment\u{2019}s ratings")?;
    let revisions: Vec<RevisionRow> = dispatch!(&mut *connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new(
            "SELECT id, made_at, made_by, reason, source FROM revision
             WHERE id IN (SELECT revision_id FROM (",
        );
        query.push(FACT_CHANGES).push(" UNION ALL ").push(RATING_CHANGES);
        query.push(") t WHERE commitment_id = ").push_bind(id);
        query.push(") AND id <= ").push_bind(as_of).push(" ORDER BY id");
        query.build_query_as().fetch_all(&mut **c).await
    })
    .context("reading a commitment\u{2019}s history")?;

    let origins: Vec<RatingOrigin> = dispatch!(connection, c => sqlx::query_as(
        "SELECT o.rating_id, o.reason, o.override_reason, o.source_page, o.drafted_by, o.replaces
         FROM rating_origin o JOIN rating r ON r.id = o.rating_id WHERE r.commitment_id = $1",
    ).bind(id).fetch_all(&mut **c).await)
    .context("reading the drafts behind ratings")?;
    let replies: Vec<(i64, String, Option<String>)> = dispatch!(connection, c => sqlx::query_as(
        "SELECT y.rating_id, y.reply, y.source_url
         FROM rating_reply y JOIN rating r ON r.id = y.rating_id
         WHERE r.commitment_id = $1 AND y.revision_id <= $2 ORDER BY y.revision_id",
    ).bind(id).bind(as_of).fetch_all(&mut **c).await)
    .context("reading replies to ratings")?;
    let mut origins: HashMap<i64, RatingOrigin> =
        origins.into_iter().map(|o| (o.rating_id, o)).collect();
    let mut replies: HashMap<i64, (String, Option<String>)> = replies
        .into_iter()
        .map(|(rating, reply, url)| (rating, (reply, url)))
        .collect();

    let out_of_force = ratings_out_of_force(connection, as_of, Which::These(&[id])).await?;
    let scales = Scales::new();
    let ratings = ratings
        .into_iter()
        .map(|row| {
            Ok(PastRating {
                in_force: !out_of_force.contains(&row.id),
                revision: row.revision_id,
                id: row.id,
                origin: origins.remove(&row.id),
                reply: replies.remove(&row.id),
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

impl Store {
    /// The status that a commitment had before it was withdrawn; `None` if it had none.
    #[boxed]
    pub async fn status_before_withdrawal(
        &self,
        code: &CommitmentCode,
    ) -> Result<Option<CommitmentStatus>, StoreError> {
        let mut reader = self.db.reader().await?;
        let found: Option<Option<String>> = dispatch!(reader.connection(), c => sqlx::query_scalar(
            "SELECT v.status FROM commitment_version v JOIN commitment c ON c.id = v.commitment_id
             WHERE c.code = $1 AND (v.status IS NULL OR v.status <> $2)
             ORDER BY v.revision_id DESC LIMIT 1",
        )
        .bind(code.as_str())
        .bind(CommitmentStatus::Withdrawn.slug())
        .fetch_optional(&mut *c)
        .await)
        .context("reading the status before a withdrawal")?;
        let status = found.flatten();
        status
            .map(|slug| {
                word(
                    CommitmentStatus::ALL,
                    CommitmentStatus::slug,
                    "a status",
                    &slug,
                )
            })
            .transpose()
    }
}
