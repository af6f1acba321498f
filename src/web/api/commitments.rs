//! `/api/v1/commitments`, `/api/v1/commitments/{code}` and `/api/v1/facets`.

use axum::Json;
use axum::extract::Path;
use axum::response::Response;

use super::bodies::{
    ChangeBody, CommitmentDetailBody, CommitmentsBody, FacetValueBody, FacetsBody, MilestoneBody,
    RatingHistoryBody, commitment_body, rating_body, timestamp,
};
use super::paging::Paging;
use crate::error::AppError;
use crate::service::Understood;
use crate::web::params::Given;
use crate::web::shown::Shown;
use domain::CommitmentCode;

/// Commitments
///
/// Filter, search and sort them as on the website, a page at a time.
#[utoipa::path(
    get, path = "/api/v1/commitments", tag = "commitments",
    responses((status = 200, description = "One page of the commitments", body = CommitmentsBody)),
)]
pub async fn list_commitments(
    Shown(app): Shown,
    Given(params): Given,
    paging: Paging,
) -> Result<Response, AppError> {
    let query = app.strict_query(&params)?;
    let list = app.list_of(&query, paging.size()).await?;
    let searched_instead = match &list.understood {
        Some(Understood::Instead(meant)) => Some(meant.clone()),
        _ => None,
    };
    let areas = list.catalogue.areas();
    let items = list.items.iter();
    let items = items.map(|item| commitment_body(&item.row, areas));
    let body = CommitmentsBody {
        items: items.collect(),
        at: paging.body(list.total, &list.catalogue),
        searched_instead,
    };
    Ok(paging.answer(list.total, body))
}

/// One commitment
///
/// With its texts and the history of its ratings. Upper and lower case of the code are the same.
#[utoipa::path(
    get, path = "/api/v1/commitments/{code}", tag = "commitments",
    params(("code" = String, Path, description = "OGP's code, such as NL0031", example = "NL0031")),
    responses((status = 200, description = "The commitment", body = CommitmentDetailBody)),
)]
pub async fn find_commitment(
    Shown(app): Shown,
    Path(code): Path<String>,
) -> Result<Json<CommitmentDetailBody>, AppError> {
    let code = CommitmentCode::meant(&code).map_or(code, |code| code.to_string());
    let shown = app.commitment_record(&code).await?;
    let version = shown.catalogue.version();
    let history = &shown.history;
    Ok(Json(CommitmentDetailBody {
        commitment: commitment_body(&shown.row, shown.catalogue.areas()),
        description: shown.texts.description.clone(),
        milestones: shown
            .texts
            .milestones
            .iter()
            .map(|m| MilestoneBody {
                text: m.text.clone(),
                start: m.start.map(|d| d.to_string()),
                end: m.end.map(|d| d.to_string()),
            })
            .collect(),
        rating_history: history
            .ratings
            .iter()
            .map(|past| {
                let revision = history.revision_of(past);
                RatingHistoryBody {
                    dimension: past.rating.dimension.into(),
                    rating: rating_body(Some(&past.rating), None),
                    recorded_at: revision.map(|r| timestamp(r.made_at)),
                    recorded_by: revision.map(|r| r.made_by.clone()),
                    drafted_by: past.origin.as_ref().map(|o| o.drafted_by.clone()),
                    reason: past.origin.as_ref().map(|o| o.reason.clone()),
                    corrected: !history.in_force().any(|other| other.id == past.id),
                    reply: past.reply.as_ref().map(|(reply, _)| reply.clone()),
                    reply_url: past.reply.as_ref().and_then(|(_, url)| url.clone()),
                }
            })
            .collect(),
        changes: history
            .revisions
            .iter()
            .map(|past| ChangeBody {
                made_at: timestamp(past.revision.made_at),
                made_by: past.revision.made_by.clone(),
                reason: past.revision.reason.clone(),
            })
            .collect(),
        data_version: version.number,
        demonstration: version.demonstration,
    }))
}

/// Counts for each filter
///
/// How many commitments there are for each value of each filter, all other filters in force.
#[utoipa::path(
    get, path = "/api/v1/facets", tag = "commitments",
    responses((status = 200, description = "Counts for each value of each filter", body = FacetsBody)),
)]
pub async fn list_facets(
    Shown(app): Shown,
    Given(params): Given,
) -> Result<Json<FacetsBody>, AppError> {
    let query = app.strict_query(&params)?;
    let list = app.list(&query).await?;
    let facets = list
        .facets()
        .iter()
        .map(|facet| {
            let values = facet.values.iter().map(|v| FacetValueBody {
                value: v.slug.to_string(),
                label: v.label.to_string(),
                count: v.count,
                selected: v.selected,
            });
            (facet.filter.slug(), values.collect())
        })
        .collect();
    Ok(Json(FacetsBody {
        facets,
        total: list.total,
        data_version: list.catalogue.version().number,
    }))
}
