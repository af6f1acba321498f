//! `/commitments.csv`, `.json`, `.xlsx` and `.zip`: any selection, streamed in pieces.

use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, Request};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use tokio::io::AsyncReadExt;

use super::Origin;
use super::fallback::error_page;
use super::shown::Shown;
use crate::catalogue::Catalogue;
use crate::domain::Query;
use crate::error::AppError;
use crate::interchange::write::csv_header;
use crate::service::{App, Export, ExportError, csv_lines};

/// `GET /commitments.csv`
pub async fn csv(Shown(app): Shown, RawQuery(query): RawQuery, request: Request) -> Response {
    match select(&app, query.as_deref()).await {
        Ok(export) => csv_response(export),
        Err(error) => error_page(app, request, error).await,
    }
}

/// `GET /commitments.json`
pub async fn json(Shown(app): Shown, RawQuery(query): RawQuery, request: Request) -> Response {
    match select(&app, query.as_deref()).await {
        Ok(export) => json_response(export),
        Err(error) => error_page(app, request, error).await,
    }
}

/// `GET /commitments.xlsx`
pub async fn xlsx(Shown(app): Shown, RawQuery(query): RawQuery, request: Request) -> Response {
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    match select(&app, query.as_deref()).await {
        Ok(export) => {
            let name = file_name(export.catalogue(), "xlsx");
            let file = export.workbook(origin(&request)).await;
            whole(app, request, file, media, &name).await
        }
        Err(error) => error_page(app, request, error).await,
    }
}

/// `GET /commitments.zip`
pub async fn zip(Shown(app): Shown, RawQuery(query): RawQuery, request: Request) -> Response {
    match select(&app, query.as_deref()).await {
        Ok(export) => {
            let name = file_name(export.catalogue(), "zip");
            let file = export.archive(origin(&request)).await;
            whole(app, request, file, "application/zip", &name).await
        }
        Err(error) => error_page(app, request, error).await,
    }
}

fn origin(request: &Request) -> Option<String> {
    request
        .extensions()
        .get::<Origin>()
        .map(ToString::to_string)
}

/// Sends a file that was put together on disk, piece by piece.
async fn whole(
    app: App,
    request: Request,
    file: Result<std::fs::File, ExportError>,
    media: &'static str,
    name: &str,
) -> Response {
    let file = match file {
        Ok(file) => tokio::fs::File::from_std(file),
        Err(ExportError::App(error)) => return error_page(app, request, error).await,
        Err(error) => {
            return error_page(app, request, AppError::Internal(error.to_string())).await;
        }
    };
    let pieces = stream::unfold(Some(file), |file| async {
        let mut file = file?;
        let mut piece = vec![0; 64 * 1024];
        match file.read(&mut piece).await {
            Ok(0) => None,
            Ok(length) => {
                piece.truncate(length);
                Some((Ok(Bytes::from(piece)), Some(file)))
            }
            Err(error) => Some((Err(error), None)),
        }
    });
    attachment(Body::from_stream(ended(pieces)), media, name)
}

async fn select(app: &App, query: Option<&str>) -> Result<Export, AppError> {
    app.export(&Query::parse(query.unwrap_or_default())?).await
}

fn csv_response(export: Export) -> Response {
    let name = file_name(export.catalogue(), "csv");
    let header = csv_bytes(vec![csv_header()]);
    let lines = stream::unfold(Some(export), |export| async {
        let mut export = export?;
        match export.next_csv().await {
            Ok(Some(lines)) => Some((csv_bytes(lines), Some(export))),
            Ok(None) => None,
            // A broken transfer tells the reader more than a file that ends early.
            Err(error) => Some((Err(std::io::Error::other(error)), None)),
        }
    });
    let body = Body::from_stream(ended(stream::iter([header]).chain(lines)));
    attachment(body, "text/csv; charset=utf-8", &name)
}

fn csv_bytes<S: AsRef<[u8]>>(lines: Vec<Vec<S>>) -> Result<Bytes, std::io::Error> {
    csv_lines(lines)
        .map(Bytes::from)
        .map_err(std::io::Error::other)
}

fn json_response(export: Export) -> Response {
    let name = file_name(export.catalogue(), "json");
    let version = export.catalogue().version();
    let head = serde_json::json!({
        "data_version": version.number,
        "data_changed_at": version.made_at.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
        "demonstration": version.demonstration,
        "source": "Open Government Partnership and its Independent Reporting Mechanism; each item names its page",
        "total": export.remaining(),
    });
    // The items follow as the last member of the same object.
    let head = head.to_string();
    let opening = format!("{},\"items\":[", head.trim_end_matches('}'));
    let items = stream::unfold((Some(export), true), |(export, first)| async move {
        let mut export = export?;
        match export.next_json().await {
            Ok(Some(items)) => Some((json_items(&items, first), (Some(export), false))),
            Ok(None) => Some((Ok(Bytes::from_static(b"]}\n")), (None, false))),
            Err(error) => Some((Err(std::io::Error::other(error)), (None, false))),
        }
    });
    let opening = stream::iter([Ok(Bytes::from(opening))]);
    let body = Body::from_stream(ended(opening.chain(items)));
    attachment(body, "application/json", &name)
}

fn json_items(
    items: &[serde_json::Map<String, serde_json::Value>],
    first: bool,
) -> Result<Bytes, std::io::Error> {
    let mut out = Vec::new();
    for (index, item) in items.iter().enumerate() {
        out.extend_from_slice(if first && index == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut out, item).map_err(std::io::Error::other)?;
    }
    Ok(Bytes::from(out))
}

/// A body that may be asked once more after its end, as compression does.
fn ended<T>(pieces: impl futures::Stream<Item = T>) -> impl futures::Stream<Item = T> {
    pieces.fuse()
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
