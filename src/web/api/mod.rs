//! `/api/v1`: the same answers as the pages, for programs. Read-only, without an account.

mod bodies;

use axum::Json;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::error::AppError;
use crate::service::Understood;
use crate::web::params::Given;
use crate::web::shown::Shown;
use bodies::{
    ChangeBody, CommitmentDetailBody, CommitmentsBody, ErrorBody, ErrorDetail, FacetValueBody,
    FacetsBody, MemberSummaryBody, MembersBody, MilestoneBody, RatingHistoryBody, commitment_body,
    levels_body, member_body, rating_body, timestamp,
};
use domain::query::{PAGE_SIZE, Query};
use domain::{CommitmentCode, Lang};

/// The JSON of errors, as RFC 9457 has it.
const PROBLEM: &str = "application/problem+json";

impl IntoResponse for AppError {
    /// The JSON form of an error. Pages have their own.
    fn into_response(self) -> Response {
        if self.is_ours() {
            tracing::error!(error = ?self, "an API request could not be answered");
        }
        let status =
            StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if let Self::Moved(target) = &self {
            return (status, [(header::LOCATION, target.as_str())]).into_response();
        }
        let parameter = match &self {
            Self::BadQuery(bad) => Some(bad.parameter.clone()),
            _ => None,
        };
        let title = self.heading(Lang::English);
        problem(status, title, &self.to_string(), parameter)
    }
}

/// An error for programs: what kind it is, what is wrong in words, and which parameter is meant.
pub fn problem(
    status: StatusCode,
    title: &str,
    detail: &str,
    parameter: Option<String>,
) -> Response {
    let body = ErrorBody {
        title: title.to_owned(),
        status: status.as_u16(),
        detail: detail.to_owned(),
        errors: vec![ErrorDetail {
            parameter,
            detail: detail.to_owned(),
        }],
    };
    let headers = [
        (header::CONTENT_TYPE, PROBLEM),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, Json(body)).into_response()
}

/// What selects commitments, as in the address of a list.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described: the query is read by `Query::of`")]
struct SelectionParams {
    /// Full-text search
    q: Option<String>,
    /// digital, digital-and-open-data, digital-governance or all
    lens: Option<Vec<String>>,
    /// Members, as slugs; repeat the parameter for “or”
    member: Option<Vec<String>>,
    /// OGP regions, as slugs
    region: Option<Vec<String>>,
    /// national, local or other
    kind: Option<Vec<String>>,
    /// Policy areas, as slugs; an area includes its sub-areas
    area: Option<Vec<String>>,
    /// Plan years
    year: Option<Vec<i32>>,
    /// Plan years from this one on
    year_from: Option<i32>,
    /// Plan years up to this one
    year_to: Option<i32>,
    /// Levels of ambition
    ambition: Option<Vec<String>>,
    /// Levels of completion
    completion: Option<Vec<String>>,
    /// Levels of early results
    results: Option<Vec<String>>,
    /// Review of results: published, due or overdue
    review: Option<Vec<String>>,
    /// Ambition on its scale, such as potential_impact-transformative
    ambition_value: Option<Vec<String>>,
    /// Completion on its scale, such as completion-complete
    completion_value: Option<Vec<String>>,
    /// Early results on their scale, such as did_it_open_government-major
    results_value: Option<Vec<String>>,
    /// OGP values, as slugs
    value: Option<Vec<String>>,
    /// Open Gov Challenge areas, as slugs
    challenge: Option<Vec<String>>,
    /// Codes of commitments, such as NL0031: these alone
    code: Option<Vec<String>>,
    /// The data as published on a day (2026-11-22) or at a moment (2026-11-22T14:30:00Z)
    as_of: Option<String>,
}

/// Commitments: filter, search and sort, 50 to a page. Uses the same query as the website.
#[utoipa::path(
    get, path = "/api/v1/commitments", tag = "commitments",
    params(
        SelectionParams,
        ("sort" = Option<String>, Query, description = "newest, oldest, member, title, relevance, ambition, completion, results, changed, plan-end or overdue; all but newest, oldest and relevance also with -reversed behind"),
        ("page" = Option<usize>, Query, description = "Page number, starting at 1"),
    ),
    responses(
        (status = 200, description = "One page of the list", body = CommitmentsBody),
        (status = 400, description = "A parameter has a value that cannot be used; `errors` names it", body = ErrorBody, content_type = "application/problem+json"),
        (status = 404, description = "A page beyond the last one, or a language that we do not have", body = ErrorBody, content_type = "application/problem+json"),
        (status = 503, description = "The data cannot be reached, or too many ask; try again after `Retry-After` seconds", body = ErrorBody, content_type = "application/problem+json")
    )
)]
pub async fn list_commitments(
    Shown(app): Shown,
    Given(params): Given,
) -> Result<Json<CommitmentsBody>, AppError> {
    let list = app.list(&Query::of(&params)?).await?;
    let version = list.catalogue.version();
    Ok(Json(CommitmentsBody {
        items: list
            .items
            .iter()
            .map(|item| commitment_body(&item.row, list.catalogue.areas()))
            .collect(),
        total: list.total,
        page: list.query.page() + 1,
        pages: list.pages,
        page_size: PAGE_SIZE,
        searched_instead: match list.understood {
            Some(Understood::Instead(meant)) => Some(meant),
            _ => None,
        },
        data_version: version.number,
        demonstration: version.demonstration,
    }))
}

/// One commitment by its code, with its texts and rating history. Upper and lower case are the same.
#[utoipa::path(
    get, path = "/api/v1/commitments/{code}", tag = "commitments",
    params(("code" = String, Path, description = "OGP's code, such as NL0031")),
    responses(
        (status = 200, description = "The commitment", body = CommitmentDetailBody),
        (status = 404, description = "No commitment with this code", body = ErrorBody, content_type = "application/problem+json"),
        (status = 503, description = "The data cannot be reached, or too many ask; try again after `Retry-After` seconds", body = ErrorBody, content_type = "application/problem+json")
    )
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
                    dimension: past.rating.dimension.slug(),
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

/// The number of commitments for each value of each filter. Uses the same query as the website.
#[utoipa::path(
    get, path = "/api/v1/facets", tag = "commitments", params(SelectionParams),
    responses(
        (status = 200, description = "Counts for each value of each filter", body = FacetsBody),
        (status = 400, description = "A parameter has a value that cannot be used; `errors` names it", body = ErrorBody, content_type = "application/problem+json"),
        (status = 503, description = "The data cannot be reached, or too many ask; try again after `Retry-After` seconds", body = ErrorBody, content_type = "application/problem+json")
    )
)]
pub async fn list_facets(
    Shown(app): Shown,
    Given(params): Given,
) -> Result<Json<FacetsBody>, AppError> {
    let query = Query::of(&params)?.at_page(0);
    let list = app.list(&query).await?;
    let facets = list
        .facets
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

/// All members with at least one commitment.
#[utoipa::path(
    get, path = "/api/v1/members", tag = "members",
    responses((status = 200, description = "The members", body = MembersBody))
)]
pub async fn list_members(Shown(app): Shown) -> Json<MembersBody> {
    let (catalogue, members) = app.members();
    let items: Vec<_> = members
        .iter()
        .map(|m| MemberSummaryBody {
            member: member_body(&m.member),
            commitments: m.total,
            levels: m
                .levels
                .iter()
                .map(|c| (c.dimension.slug(), levels_body(c)))
                .collect(),
        })
        .collect();
    Json(MembersBody {
        total: items.len(),
        items,
        data_version: catalogue.version().number,
    })
}
