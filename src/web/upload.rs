//! `/staff/import`: files of commitments from the browser, and their reports.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Extension, FromRequest, Multipart, Path, Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use super::AppState;
use super::fallback::error_page;
use super::session::{self, Sender};
use super::staff::{page, see_other};
use crate::pages::FormState;
use crate::service::App;
use crate::service::import::MAX_UPLOAD;
use domain::forms::Problems;

/// Room for the largest file, and for what a browser says around it.
pub const BODY_LIMIT: usize = MAX_UPLOAD + 64 * 1024;

/// Where files are received, and what is said about their rows is given out.
pub fn routes(state: &AppState) -> Router<AppState> {
    Router::new()
        .route(
            "/staff/import",
            post(receive).layer(DefaultBodyLimit::max(BODY_LIMIT)),
        )
        .route("/staff/import/{id}/report.csv", get(report))
        .layer(middleware::from_fn_with_state(
            state.app.clone(),
            session::identify,
        ))
}

/// Takes a file and leads on to what it would do.
async fn receive(
    State(app): State<App>,
    Extension(Sender(sender)): Extension<Sender>,
    request: Request,
) -> Response {
    let Some(staff) = sender else {
        // A file cannot be kept through signing in.
        return see_other("/staff/sign-in?next=/staff/import");
    };
    let mut shown = Request::new(axum::body::Body::empty());
    *shown.headers_mut() = request.headers().clone();
    *shown.extensions_mut() = request.extensions().clone();
    *shown.uri_mut() = request.uri().clone();
    let (name, bytes) = match file(request).await {
        Ok(file) => file,
        Err((status, problem)) => return refused(app, staff, shown, problem, status).await,
    };
    match app.upload(&staff, &name, bytes).await {
        Ok(Ok(id)) => see_other(&format!("/staff/import/{id}")),
        Ok(Err(problem)) => {
            refused(app, staff, shown, problem, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => error_page(app, shown, error).await,
    }
}

/// The file of a form: its name and content.
async fn file(request: Request) -> Result<(String, Vec<u8>), (StatusCode, String)> {
    let broken = |status: StatusCode| {
        let text = if status == StatusCode::PAYLOAD_TOO_LARGE {
            "The file is larger than 20 MB."
        } else {
            "The file did not arrive whole. Send it again."
        };
        (status, text.to_owned())
    };
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|e| broken(e.status()))?;
    while let Some(field) = form.next_field().await.map_err(|e| broken(e.status()))? {
        if field.name() == Some("file") {
            let name = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(|e| broken(e.status()))?;
            return Ok((name, bytes.to_vec()));
        }
    }
    Err((
        StatusCode::UNPROCESSABLE_ENTITY,
        "Choose a file.".to_owned(),
    ))
}

async fn refused(
    app: App,
    staff: crate::service::auth::Staff,
    request: Request,
    problem: String,
    status: StatusCode,
) -> Response {
    let state = FormState {
        problems: Problems::one("file", problem),
        ..FormState::default()
    };
    page(
        app,
        Some(staff),
        request,
        Some("/staff/import"),
        state,
        status,
    )
    .await
}

/// The rows of an upload with what is to be said about each.
async fn report(
    State(app): State<App>,
    Extension(Sender(sender)): Extension<Sender>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let Some(staff) = sender else {
        return see_other("/staff/sign-in?next=/staff/import");
    };
    match app.import_report(&staff, &id).await {
        Ok(bytes) => {
            let disposition =
                HeaderValue::from_static("attachment; filename=\"import-report.csv\"");
            let media = HeaderValue::from_static("text/csv; charset=utf-8");
            (
                [(CONTENT_TYPE, media), (CONTENT_DISPOSITION, disposition)],
                bytes,
            )
                .into_response()
        }
        Err(error) => error_page(app, request, error).await,
    }
}
