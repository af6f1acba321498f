//! `/commitments.csv`, `.json`, `.xlsx` and `.zip`: any selection, sent in pieces.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};

use super::Origin;
use super::fallback::error_page;
use super::params::Given;
use super::shown::{Shown, Spoken};
use crate::error::AppError;
use crate::service::{App, ExportError, ExportFormat, Pieces};
use crate::words;
use catalogue::Catalogue;
use domain::{Lang, Params, Query, QueryError};
use interchange::BYTE_ORDER_MARK;

/// `GET /commitments.csv`; for Excel with `excel=1`.
pub async fn csv(
    Shown(app): Shown,
    Spoken(lang): Spoken,
    Given(params): Given,
    request: Request,
) -> Response {
    let format = match is_for_excel(&params) {
        Ok(true) => ExportFormat::CsvForExcel,
        Ok(false) => ExportFormat::Csv,
        Err(error) => return error_page(app, request, error.into()).await,
    };
    send(app, lang, &params, request, format).await
}

/// `GET /commitments.json`
pub async fn json(
    Shown(app): Shown,
    Spoken(lang): Spoken,
    Given(params): Given,
    request: Request,
) -> Response {
    send(app, lang, &params, request, ExportFormat::Json).await
}

/// `GET /commitments.xlsx`
pub async fn xlsx(
    Shown(app): Shown,
    Spoken(lang): Spoken,
    Given(params): Given,
    request: Request,
) -> Response {
    send(app, lang, &params, request, ExportFormat::Xlsx).await
}

/// `GET /commitments.zip`
pub async fn zip(
    Shown(app): Shown,
    Spoken(lang): Spoken,
    Given(params): Given,
    request: Request,
) -> Response {
    send(app, lang, &params, request, ExportFormat::Zip).await
}

/// Whether a file is asked for with a byte order mark, by which Excel on Windows knows UTF-8.
pub fn is_for_excel(params: &Params) -> Result<bool, QueryError> {
    Ok(params.one("excel")?.is_some_and(|value| value != "0"))
}

/// A CSV file, with the mark where it is asked for.
pub fn marked(csv: Vec<u8>, params: &Params) -> Result<Vec<u8>, QueryError> {
    if !is_for_excel(params)? {
        return Ok(csv);
    }
    let mut marked = BYTE_ORDER_MARK.as_bytes().to_vec();
    marked.extend(csv);
    Ok(marked)
}

async fn send(
    app: App,
    lang: Lang,
    params: &Params,
    request: Request,
    format: ExportFormat,
) -> Response {
    let origin = request.extensions().get::<Origin>();
    let origin = origin.map(ToString::to_string);
    match select(&app, lang, params, origin, format).await {
        Ok((name, pieces)) => attachment(body(pieces), format.media(), &name),
        Err(ExportError::App(error)) => error_page(app, request, error).await,
        Err(error) => error_page(app, request, AppError::Internal(error.to_string())).await,
    }
}

async fn select(
    app: &App,
    lang: Lang,
    params: &Params,
    origin: Option<String>,
    format: ExportFormat,
) -> Result<(String, Pieces), ExportError> {
    let query = Query::of(params).map_err(AppError::from)?;
    let export = app.export(&query).await?;
    let name = file_name(export.catalogue(), format.ending());
    let about = words::description(&export, lang, origin);
    Ok((name, export.pieces(format, about).await?))
}

fn body(pieces: Pieces) -> Body {
    let pieces = stream::unfold(Some(pieces), |pieces| async {
        let mut pieces = pieces?;
        match pieces.next().await {
            Ok(Some(piece)) => Some((Ok(Bytes::from(piece)), Some(pieces))),
            Ok(None) => None,
            // A broken transfer tells the reader more than a file that ends early.
            Err(error) => Some((Err(std::io::Error::other(error)), None)),
        }
    });
    // Compression asks once more after the end.
    Body::from_stream(pieces.fuse())
}

/// Demonstration data is named as such wherever it goes.
fn file_name(catalogue: &Catalogue, ending: &str) -> String {
    let kind = if catalogue.version().demonstration {
        "demonstration"
    } else {
        "ogp"
    };
    format!(
        "{kind}-commitments-v{}.{ending}",
        catalogue.version().number
    )
}

fn attachment(body: Body, content_type: &'static str, name: &str) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    response
}
