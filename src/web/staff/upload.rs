//! `/staff/import`: commitment files uploaded in the browser, and reports on their rows.

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use super::{StaffRequest, see_other};
use crate::pages::{FormState, staff::imports_page};
use crate::service::App;
use crate::service::import::{MAX_UPLOAD, read_options};
use crate::web::AppState;
use crate::web::fallback::error_page;
use crate::web::render::At;
use crate::web::session;
use domain::forms::{Fields, Problems};
use domain::route::Route;
use domain::route::staff as at;

/// Maximum size of a request: the largest file, and room for the other fields of the form.
pub const BODY_LIMIT: usize = MAX_UPLOAD + 64 * 1024;

/// Routes that receive files and return import reports, together with the slow staff forms.
pub fn routes(state: &AppState) -> Router<AppState> {
    Router::new()
        .route(
            at::Imports::PATTERN,
            post(receive).layer(DefaultBodyLimit::max(BODY_LIMIT)),
        )
        .route(at::ImportReport::PATTERN, get(report))
        .merge(super::forms::slow_routes())
        .layer(middleware::from_fn_with_state(
            state.app.clone(),
            session::identify,
        ))
}

/// Stores an uploaded file and redirects to its preview. Unlike other forms, an upload does not survive a
/// sign-in.
async fn receive(State(app): State<App>, from: StaffRequest, request: Request) -> Response {
    let (name, bytes, fields) = match file(request).await {
        Ok(file) => file,
        Err((status, problem)) => {
            return refused(
                from,
                Problems::one("file", problem),
                Fields::default(),
                status,
            )
            .await;
        }
    };
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    let options = match read_options(&fields) {
        Ok(options) => options,
        Err(problems) => return refused(from, problems, fields, unprocessable).await,
    };
    match app.upload(&from.staff, &name, bytes, &options).await {
        Ok(Ok(id)) => see_other(&at::Import::new(id).to_string()),
        Ok(Err(problem)) => {
            refused(from, Problems::one("file", problem), fields, unprocessable).await
        }
        Err(error) => error_page(app, from.page.into_request(), error).await,
    }
}

/// Reads a multipart form: the file's name and content, and the other fields. Refuses an incomplete or
/// oversized upload, or one without a file, with the status and message to show.
async fn file(request: Request) -> Result<(String, Vec<u8>, Fields), (StatusCode, String)> {
    let broken = |status: StatusCode| {
        let text = if status == StatusCode::PAYLOAD_TOO_LARGE {
            "Choose a file of up to 20 MB."
        } else {
            "The upload was incomplete. Try again."
        };
        (status, text.to_owned())
    };
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|e| broken(e.status()))?;
    let (mut found, mut fields) = (None, Fields::default());
    while let Some(field) = form.next_field().await.map_err(|e| broken(e.status()))? {
        if field.name() == Some("file") {
            let name = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(|e| broken(e.status()))?;
            found = Some((name, bytes.to_vec()));
        } else if let Some(name) = field.name().map(str::to_owned) {
            let value = field.text().await.map_err(|e| broken(e.status()))?;
            fields.typed(&name, &value);
        }
    }
    match found {
        Some((name, bytes)) => Ok((name, bytes, fields)),
        None => Err((
            StatusCode::UNPROCESSABLE_ENTITY,
            "Choose a file.".to_owned(),
        )),
    }
}

async fn refused(
    from: StaffRequest,
    problems: Problems,
    fields: Fields,
    status: StatusCode,
) -> Response {
    let state = FormState {
        problems,
        fields: Some(fields),
        ..FormState::default()
    };
    from.show_again(state, status, imports_page).await
}

/// The rows of an upload as CSV, each annotated with its messages.
async fn report(
    State(app): State<App>,
    from: StaffRequest,
    At(at): At<at::ImportReport>,
) -> Response {
    match app.import_report(&from.staff, &at.id).await {
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
        Err(error) => error_page(app, from.page.into_request(), error).await,
    }
}
