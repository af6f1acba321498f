//! `/commitments.csv`, `.json`, `.records.json`, `.ndjson`, `.parquet`, `.xlsx` and `.zip`, and `/ratings.csv`,
//! `.json`, `.ndjson` and `.parquet`: any selection, sent in pieces.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use tokio::sync::Semaphore;

use super::Origin;
use super::encoding::Encoding;
use super::fallback::error_page;
use super::measured;
use super::params::Given;
use super::shown::{RequestLang, Shown};
use crate::error::AppError;
use crate::service::{App, ExportError, ExportFormat, ExportTable, Pieces};
use crate::words;
use catalogue::Catalogue;
use domain::{Lang, Params, QueryError, route};
use interchange::BYTE_ORDER_MARK;

/// `GET /commitments.csv`; for Excel with `excel=1`.
pub async fn csv(
    Shown(app): Shown,
    RequestLang(lang): RequestLang,
    Given(params): Given,
    request: Request,
) -> Response {
    let format = match csv_format(&params) {
        Ok(format) => format,
        Err(error) => return error_page(app, request, error.into()).await,
    };
    send(app, lang, &params, request, format).await
}

/// `GET /commitments.json`
pub async fn json(
    Shown(app): Shown,
    RequestLang(lang): RequestLang,
    Given(params): Given,
    request: Request,
) -> Response {
    send(app, lang, &params, request, ExportFormat::Json).await
}

/// `GET /commitments.records.json`: what `pandas.read_json` reads with nothing but the address.
pub async fn records(
    Shown(app): Shown,
    RequestLang(lang): RequestLang,
    Given(params): Given,
    request: Request,
) -> Response {
    send(app, lang, &params, request, ExportFormat::Records).await
}

/// `GET /commitments.ndjson`
pub async fn ndjson(
    Shown(app): Shown,
    RequestLang(lang): RequestLang,
    Given(params): Given,
    request: Request,
) -> Response {
    send(app, lang, &params, request, ExportFormat::Ndjson).await
}

/// `GET /ratings.csv`, `.json`, `.ndjson` and `.parquet`: one rating a row, with the query of `/commitments`.
pub async fn ratings(
    Shown(app): Shown,
    RequestLang(lang): RequestLang,
    Given(params): Given,
    request: Request,
) -> Response {
    let format = match request.uri().path() {
        route::RatingsJson::PATH => ExportFormat::Records,
        route::RatingsNdjson::PATH => ExportFormat::Ndjson,
        route::RatingsParquet::PATH => ExportFormat::Parquet,
        _ => match csv_format(&params) {
            Ok(format) => format,
            Err(error) => return error_page(app, request, error.into()).await,
        },
    };
    send_table(app, lang, &params, request, format, ExportTable::Ratings).await
}

/// `GET /commitments.parquet`
pub async fn parquet(
    Shown(app): Shown,
    RequestLang(lang): RequestLang,
    Given(params): Given,
    request: Request,
) -> Response {
    send(app, lang, &params, request, ExportFormat::Parquet).await
}

/// `GET /commitments.xlsx`
pub async fn xlsx(
    Shown(app): Shown,
    RequestLang(lang): RequestLang,
    Given(params): Given,
    request: Request,
) -> Response {
    send(app, lang, &params, request, ExportFormat::Xlsx).await
}

/// `GET /commitments.zip`
pub async fn zip(
    Shown(app): Shown,
    RequestLang(lang): RequestLang,
    Given(params): Given,
    request: Request,
) -> Response {
    send(app, lang, &params, request, ExportFormat::Zip).await
}

/// `GET /data/checksums.txt`: the checksums of the files of everything, as `sha256sum` writes them.
pub async fn checksums(Shown(app): Shown, request: Request) -> Response {
    match app.checksums().await {
        Ok(lines) => {
            let headers = [(CONTENT_TYPE, "text/plain; charset=utf-8")];
            (headers, lines.as_str().to_owned()).into_response()
        }
        Err(error) => error_page(app, request, error).await,
    }
}

/// Whether a file is asked for with a byte order mark, by which Excel on Windows knows UTF-8.
pub fn is_for_excel(params: &Params) -> Result<bool, QueryError> {
    Ok(params.one("excel")?.is_some_and(|value| value != "0"))
}

fn csv_format(params: &Params) -> Result<ExportFormat, QueryError> {
    Ok(if is_for_excel(params)? {
        ExportFormat::CsvForExcel
    } else {
        ExportFormat::Csv
    })
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
    send_table(app, lang, params, request, format, ExportTable::Commitments).await
}

async fn send_table(
    app: App,
    lang: Lang,
    params: &Params,
    request: Request,
    format: ExportFormat,
    table: ExportTable,
) -> Response {
    let origin = request.extensions().get::<Origin>();
    let origin = origin.map(ToString::to_string);
    // What is packed on its way has no length that could be told.
    let is_packed = Encoding::wanted(request.headers()) != Encoding::Plain;
    match file(&app, lang, params, origin, (format, table, is_packed)).await {
        Ok(response) => response,
        Err(ExportError::App(error)) => error_page(app, request, error).await,
        Err(error) => error_page(app, request, AppError::Internal(error.to_string())).await,
    }
}

async fn file(
    app: &App,
    lang: Lang,
    params: &Params,
    origin: Option<String>,
    (format, table, is_packed): (ExportFormat, ExportTable, bool),
) -> Result<Response, ExportError> {
    let query = app.strict_query(params)?;
    let export = app.export(&query).await?.rows_of(table);
    let name = file_name(export.catalogue(), table, format.ending());
    let about = words::description(&export, lang, origin);
    let rows = export.remaining();
    let pieces = export.pieces(format, about).await?;
    let body = body(pieces, rows, is_packed).await?;
    Ok(attachment(body, format.media(), &name))
}

/// Files up to this length, in bytes, are put together in memory.
const SHORT: usize = 1024 * 1024;
/// Commitments in the longest file that is put together before it is sent, so that its length is known.
const MEASURED_ROWS: usize = 20_000;
/// How many such files there are on disk at once, at most.
static ON_DISK: Semaphore = Semaphore::const_new(8);

/// Sends a file with its length, without which some programs refuse it, where that is to be had: of a very
/// long one, or while many others are being sent, it is not.
async fn body(pieces: Pieces, rows: usize, is_packed: bool) -> Result<Body, ExportError> {
    let place = ON_DISK.try_acquire().ok();
    let is_measured = rows <= MEASURED_ROWS && !is_packed && place.is_some();
    let pieces = if is_measured {
        pieces.measured(SHORT).await?
    } else {
        pieces
    };
    let length = pieces.length();
    // The place is held for as long as the file is.
    let place = place.filter(|_| is_measured);
    let pieces = stream::unfold(Some((pieces, place)), |state| async {
        let (mut pieces, place) = state?;
        match pieces.next().await {
            Ok(Some(piece)) => Some((Ok(Bytes::from(piece)), Some((pieces, place)))),
            Ok(None) => None,
            // A broken transfer tells the reader more than a file that ends early.
            Err(error) => Some((Err(axum::Error::new(error)), None)),
        }
    });
    // Compression asks once more after the end.
    let pieces = pieces.fuse();
    Ok(match length {
        Some(length) => measured::body(pieces, length),
        None => Body::from_stream(pieces),
    })
}

/// Demonstration data is named as such wherever it goes.
fn file_name(catalogue: &Catalogue, table: ExportTable, ending: &str) -> String {
    let kind = if catalogue.version().demonstration {
        "demonstration"
    } else {
        "ogp"
    };
    format!(
        "{kind}-{}-v{}.{ending}",
        table.slug(),
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
