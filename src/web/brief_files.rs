//! `/brief.docx` and `/brief.csv`: a brief as files.

use axum::extract::Request;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::Origin;
use super::download;
use super::fallback::error_page;
use super::params::Given;
use super::shown::{RequestLang, Shown};
use crate::error::AppError;
use crate::service::App;
use crate::words;
use domain::{Lang, Params, Query};
use interchange::document;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// `GET /brief.docx`
pub async fn docx(
    Shown(app): Shown,
    RequestLang(lang): RequestLang,
    Given(params): Given,
    request: Request,
) -> Response {
    let origin = request.extensions().get::<Origin>();
    let origin = origin.map(ToString::to_string);
    match file(&app, lang, &params, origin.as_deref()) {
        Ok(response) => response,
        Err(error) => error_page(app, request, error).await,
    }
}

fn file(
    app: &App,
    lang: Lang,
    params: &Params,
    origin: Option<&str>,
) -> Result<Response, AppError> {
    let brief = app.brief_file(&Query::of(params)?)?;
    let version = brief.catalogue.version();
    let kind = if version.demonstration {
        "demonstration"
    } else {
        "ogp"
    };
    let name = format!("{kind}-brief-v{}.docx", version.number);
    let document = words::brief(lang, &brief, origin.unwrap_or_default());
    let file = document::docx(&document, origin);
    let file = file.map_err(|error| AppError::Internal(error.to_string()))?;
    let disposition = format!("attachment; filename=\"{name}\"");
    Ok((
        [
            (CONTENT_TYPE, DOCX.to_owned()),
            (CONTENT_DISPOSITION, disposition),
        ],
        file,
    )
        .into_response())
}

/// `GET /brief.csv`: the commitments of the brief with all their columns, as `/commitments.csv` has them.
pub async fn csv(
    Shown(app): Shown,
    spoken: RequestLang,
    given: Given,
    request: Request,
) -> Response {
    let query = Query::of(&given.0).map_err(AppError::from);
    match query.and_then(|query| app.brief_file(&query)) {
        Ok(_) => download::csv(Shown(app), spoken, given, request).await,
        Err(error) => error_page(app, request, error).await,
    }
}
