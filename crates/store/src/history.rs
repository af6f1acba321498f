//! What has been recorded about one commitment, when, by whom and why.

use std::collections::HashMap;

use sqlx::{FromRow, QueryBuilder};

use super::StoreError;
use super::changes::{FACT_CHANGES, RATING_CHANGES};
use super::codes::id_of;
use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::rows::{RatingRow, RevisionRow, Scales};
use super::withdrawal::ratings_out_of_force;
use domain::record::Revision;
use domain::{CommitmentCode, Rating};

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
    /// Its number.
    pub id: i64,
    /// Whether it counts, or did at the time that is shown.
    pub in_force: bool,
    /// How it came to be published, where staff published it.
    pub origin: Option<RatingOrigin>,
    /// What the government says to it: the newest reply, and where that can be read.
    pub reply: Option<(String, Option<String>)>,
}

/// How a rating came to be published.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct RatingOrigin {
    /// Which rating.
    pub rating_id: i64,
    /// Why it was published.
    pub reason: String,
    /// Why another scale than the usual one.
    pub override_reason: Option<String>,
    /// Where in the source it stands.
    pub source_page: Option<String>,
    /// Who wrote it; who published it stands in the revision.
    pub drafted_by: String,
    /// The rating that it corrects.
    pub replaces: Option<i64>,
}

impl History {
    /// The ratings that no later one has corrected, oldest first.
    pub fn in_force(&self) -> impl Iterator<Item = &PastRating> {
        self.ratings.iter().filter(|past| past.in_force)
    }

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
    connection: &mut Connection<'_>,
    code: &CommitmentCode,
    as_of: i64,
) -> Result<Option<History>, StoreError> {
    let Some(id) = id_of(connection, code).await? else {
        return Ok(None);
    };

    // Ratings first: a revision that is made in between then adds no rating without its revision.
    let ratings: Vec<RatingRow> = dispatch!(connection, c => sqlx::query_as(
        "SELECT id, commitment_id, revision_id, dimension, finding, scheme, value,
                report_title, report_stage, source_url
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
    .context("reading how ratings came about")?;
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

    let out = ratings_out_of_force(connection, as_of).await?;
    let scales = Scales::new();
    let ratings = ratings
        .into_iter()
        .map(|row| {
            Ok(PastRating {
                in_force: !out.contains(&row.id),
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
