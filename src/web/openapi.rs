//! The description of the API, generated from the code that answers.

use axum::Json;
use utoipa::OpenApi;

use super::api;

/// The API in OpenAPI's words.
#[derive(Debug, OpenApi)]
#[openapi(
    info(
        title = "OGP commitment tracker",
        description = "What governments promised on digital governance through the Open Government Partnership, and how far each promise got. Read-only. You do not need an account."
    ),
    paths(
        api::list_commitments,
        api::find_commitment,
        api::list_facets,
        api::list_members,
        describe_path,
    )
)]
pub struct ApiDescription;

/// This description.
#[utoipa::path(
    get, path = "/api/v1/openapi.json", tag = "description",
    responses((status = 200, description = "OpenAPI description of the API", content_type = "application/json"))
)]
#[expect(
    dead_code,
    reason = "only its description is used; the handler is below"
)]
fn describe_path() {}

/// `GET /api/v1/openapi.json`
pub async fn describe() -> Json<utoipa::openapi::OpenApi> {
    Json(ApiDescription::openapi())
}
