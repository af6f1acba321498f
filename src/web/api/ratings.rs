//! `/api/v1/ratings`: every published rating, in the order in which they were published.

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::bodies::{RatingBody, rating_body, timestamp};
use super::paging::{CursorBody, Paging, cursor_body};
use super::words::DimensionWord;
use crate::error::AppError;
use crate::web::params::Given;
use crate::web::shown::Shown;
use domain::query::Filter;
use domain::{Dimension, Params, QueryError};
use store::{LedgerRating, RatingFilter};

/// A page of published ratings.
#[derive(Debug, Serialize, ToSchema)]
pub struct RatingsBody {
    /// The ratings, oldest first.
    items: Vec<PublishedRatingBody>,
    /// Position in the list.
    #[serde(flatten)]
    at: CursorBody,
}

/// A rating as it was published, with the commitment that it is of.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublishedRatingBody {
    /// Stable ID.
    id: i64,
    /// The commitment's code.
    #[schema(example = "NL0031")]
    code: String,
    /// ambition, completion or `early_results`.
    dimension: DimensionWord,
    /// The rating. Its level is that of its value alone; the level of a commitment also follows from what else
    /// is known of it.
    #[serde(flatten)]
    rating: RatingBody,
    /// The data version that published it.
    data_version: i64,
    /// When it was published (RFC 3339).
    #[schema(format = "date-time")]
    recorded_at: Option<String>,
    /// Who published it.
    recorded_by: Option<String>,
    /// Who wrote it, where staff published it.
    drafted_by: Option<String>,
    /// Why, where staff published it.
    reason: Option<String>,
    /// Whether it was later corrected or withdrawn.
    corrected: bool,
    /// The government's reply.
    reply: Option<String>,
    /// Where the reply can be read.
    reply_url: Option<String>,
}

/// Ratings with their history
///
/// Every published rating, in the order in which they were published: those that count, and those that later
/// ones replaced or corrected. The order never changes. `corrected` and `reply` can change, and ratings of
/// withdrawn commitments are left out. For the next page, pass `next` as `after`.
#[utoipa::path(
    get, path = "/api/v1/ratings", tag = "history",
    responses((status = 200, description = "A page of published ratings", body = RatingsBody)),
)]
pub async fn list_ratings(
    Shown(app): Shown,
    Given(params): Given,
    paging: Paging,
) -> Result<Response, AppError> {
    let query = app.strict_query(&params)?;
    let filter = RatingFilter {
        members: query.values(Filter::Member).to_vec(),
        codes: query.codes().iter().map(ToString::to_string).collect(),
        dimensions: dimensions(&params)?,
    };
    let after = params.cursor("after")?.unwrap_or_default();
    let since = app.ratings_since(&filter, after, paging.size()).await?;
    let body = RatingsBody {
        items: since.items.into_iter().map(body).collect(),
        at: cursor_body(since.next, &since.catalogue),
    };
    Ok(paging.cursor_response("after", since.next, body))
}

fn dimensions(params: &Params) -> Result<Vec<Dimension>, QueryError> {
    let named = params.all("dimension").flat_map(|value| value.split(','));
    let named = named.map(str::trim).filter(|value| !value.is_empty());
    let mut read = Vec::new();
    for value in named {
        let dimension = value.parse::<Dimension>();
        let dimension = dimension
            .map_err(|unknown: domain::UnknownWord| QueryError::new("dimension", value, unknown))?;
        if !read.contains(&dimension) {
            read.push(dimension);
        }
    }
    Ok(read)
}

fn body(published: LedgerRating) -> PublishedRatingBody {
    let LedgerRating {
        code,
        past,
        published,
    } = published;
    let (reply, reply_url) = past.reply.unzip();
    PublishedRatingBody {
        id: past.id,
        code: code.to_string(),
        dimension: past.rating.dimension.into(),
        rating: rating_body(Some(&past.rating), None),
        data_version: past.revision,
        recorded_at: published
            .as_ref()
            .map(|revision| timestamp(revision.made_at)),
        recorded_by: published.map(|revision| revision.made_by),
        drafted_by: past.origin.as_ref().map(|origin| origin.drafted_by.clone()),
        reason: past.origin.map(|origin| origin.reason),
        corrected: !past.in_force,
        reply,
        reply_url: reply_url.flatten(),
    }
}
