//! `/api/v1/changes`: what each change of the record did, oldest first, for programs that keep a copy.

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::bodies::{RatingBody, rating_body, timestamp};
use super::paging::{CursorBody, Paging, cursor_body};
use super::words::{DimensionWord, WhatChanged};
use crate::error::AppError;
use crate::service::{Asked, Change, ChangedCommitment, ChangedRating, ChangedThing};
use crate::web::params::Given;
use crate::web::shown::Shown;
use domain::difference::Difference;
use store::PastRevision;

/// A page of the history.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangesBody {
    /// The changes, oldest first.
    items: Vec<RevisionBody>,
    /// Position in the list.
    #[serde(flatten)]
    at: CursorBody,
}

/// A change of the record.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionBody {
    /// The data version that it made.
    data_version: i64,
    /// When (RFC 3339).
    #[schema(format = "date-time")]
    made_at: String,
    /// By whom.
    made_by: String,
    /// Why.
    reason: String,
    /// How many commitments it changed.
    #[schema(minimum = 0)]
    commitments_total: usize,
    /// The first of them. Where there are more, as where a file was imported, take the whole data again.
    commitments: Vec<ChangedCommitmentBody>,
    /// How many members, plans and policy areas it changed.
    #[schema(minimum = 0)]
    others_total: usize,
    /// The first of them.
    others: Vec<ChangedThingBody>,
}

/// What a change did to a commitment.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedCommitmentBody {
    /// Its code.
    #[schema(example = "NL0031")]
    code: String,
    /// Its title afterwards.
    title: String,
    /// added, changed or withdrawn.
    what: WhatChanged,
    /// Facts and texts that differ; none of one that was added.
    facts: Vec<FactBody>,
    /// Ratings that count since.
    ratings: Vec<ChangedRatingBody>,
}

/// A fact that differs.
#[derive(Debug, Serialize, ToSchema)]
pub struct FactBody {
    /// Its name in files.
    #[schema(example = "title")]
    field: &'static str,
    /// Before; empty where there was nothing.
    before: String,
    /// After; empty where there is nothing.
    after: String,
}

/// A rating that counts since.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedRatingBody {
    /// ambition, completion or `early_results`.
    dimension: DimensionWord,
    /// What counted before.
    before: Option<RatingBody>,
    /// What counts since; null where it was taken back.
    after: Option<RatingBody>,
}

/// A member, a plan or a policy area that was changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedThingBody {
    /// What it is.
    #[schema(example = "Member Spain")]
    name: String,
    /// added, changed or withdrawn.
    what: WhatChanged,
    /// Its page here.
    href: String,
    /// Facts that differ; none of one that was added.
    facts: Vec<FactBody>,
}

/// Changes of the data
///
/// What each change did, oldest first. To keep a copy up to date, pass the `data_version` that you have as
/// `since`. For the next page, pass `next` as `since`.
#[utoipa::path(
    get, path = "/api/v1/changes", tag = "history",
    responses((status = 200, description = "A page of the history", body = ChangesBody)),
)]
pub async fn list_changes(
    Shown(app): Shown,
    Given(params): Given,
    paging: Paging,
) -> Result<Response, AppError> {
    // Refuses members that there never were.
    app.query_to_follow(&params).await?;
    let asked = Asked::of(&params)?;
    let from = params.cursor("since")?.unwrap_or_default();
    let since = app.changes_since(&asked, from, paging.size()).await?;
    let items = since.items.iter();
    let body = ChangesBody {
        items: items.map(|(past, change)| revision(past, change)).collect(),
        at: cursor_body(since.next, &since.catalogue),
    };
    Ok(paging.cursor_response("since", since.next, body))
}

fn revision(past: &PastRevision, change: &Change) -> RevisionBody {
    RevisionBody {
        data_version: past.number,
        made_at: timestamp(past.revision.made_at),
        made_by: past.revision.made_by.clone(),
        reason: past.revision.reason.clone(),
        commitments_total: change.total,
        commitments: change.items.iter().map(changed_commitment).collect(),
        others_total: change.other_changes_total,
        others: change.other_changes.iter().map(thing).collect(),
    }
}

fn what(is_new: bool, is_gone: bool) -> WhatChanged {
    match (is_new, is_gone) {
        (true, _) => WhatChanged::Added,
        (_, true) => WhatChanged::Withdrawn,
        _ => WhatChanged::Changed,
    }
}

/// What a change did to a commitment.
pub fn changed_commitment(item: &ChangedCommitment) -> ChangedCommitmentBody {
    ChangedCommitmentBody {
        code: item.code.to_string(),
        title: item.title.clone(),
        what: what(item.is_new, item.is_gone),
        facts: item.facts.iter().map(fact).collect(),
        ratings: item.ratings.iter().map(rating).collect(),
    }
}

fn rating(changed: &ChangedRating) -> ChangedRatingBody {
    let body = |rating| rating_body(Some(rating), None);
    ChangedRatingBody {
        dimension: changed.dimension.into(),
        before: changed.before.as_ref().map(body),
        after: changed.after.as_ref().map(body),
    }
}

fn thing(thing: &ChangedThing) -> ChangedThingBody {
    ChangedThingBody {
        name: thing.name.clone(),
        what: what(thing.is_new, thing.is_gone),
        href: thing.href.clone(),
        facts: thing.facts.iter().map(fact).collect(),
    }
}

fn fact(difference: &Difference) -> FactBody {
    FactBody {
        field: difference.field,
        before: difference.before.clone(),
        after: difference.after.clone(),
    }
}
