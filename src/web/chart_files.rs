//! Charts to take away: `/charts/{name}.svg`, `.png` and `.csv`.

use axum::Router;
use axum::extract::{Extension, RawQuery, Request};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::fallback::error_page;
use super::shown::Shown;
use super::{AppState, Origin};
use crate::error::AppError;
use crate::service::{App, ChartView, HeavyKind};
use charts::card::{Caption, Extent, svg};
use charts::lines::{COLUMNS, lines};
use charts::png::png;
use charts::{ChartName, ChartRequest};
use domain::query::{Problem, Query, QueryError};
use interchange::guard::protect;

/// A picture may use its own style sheet, and nothing else at all.
const PICTURE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// The routes of every chart's files.
pub fn routes() -> Router<AppState> {
    ChartName::ALL.iter().fold(Router::new(), |routes, chart| {
        let (name, path) = (*chart, format!("/charts/{}", chart.slug()));
        routes
            .route(
                &format!("{path}.svg"),
                get(move |app, origin, query, request| {
                    answer(app, origin, query, request, name, Format::Svg)
                }),
            )
            .route(
                &format!("{path}.png"),
                get(move |app, origin, query, request| {
                    answer(app, origin, query, request, name, Format::Png)
                }),
            )
            .route(
                &format!("{path}.csv"),
                get(move |app, origin, query, request| {
                    answer(app, origin, query, request, name, Format::Csv)
                }),
            )
    })
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Svg,
    Png,
    Csv,
}

async fn answer(
    Shown(app): Shown,
    origin: Option<Extension<Origin>>,
    RawQuery(address): RawQuery,
    request: Request,
    name: ChartName,
    format: Format,
) -> Response {
    let address = address.unwrap_or_default();
    let origin = origin.map(|Extension(origin)| origin.to_string());
    match file(&app, origin, &address, name, format).await {
        Ok(response) => response,
        Err(error) => error_page(app, request, error).await,
    }
}

async fn file(
    app: &App,
    origin: Option<String>,
    address: &str,
    name: ChartName,
    format: Format,
) -> Result<Response, AppError> {
    let request = ChartRequest::parse(name, address)?;
    let view = app
        .chart(request, &Query::parse(address)?, app.lang())
        .await?;
    let caption = view.caption(origin);
    match format {
        Format::Svg => {
            let picture = svg(&view.chart, &caption, Extent::Whole);
            Ok((
                [
                    (CONTENT_TYPE, "image/svg+xml"),
                    (CONTENT_SECURITY_POLICY, PICTURE_POLICY),
                ],
                picture,
            )
                .into_response())
        }
        Format::Png => {
            let scale = scale(address)?;
            let drawing = move || png(&svg(&view.chart, &caption, Extent::Card), scale);
            let pixels = app.heavy().run(HeavyKind::Picture, drawing).await?;
            let pixels = pixels.map_err(|e| AppError::Internal(e.to_string()))?;
            Ok(([(CONTENT_TYPE, "image/png")], pixels).into_response())
        }
        Format::Csv => numbers(&view, &caption),
    }
}

/// `scale=2` asks for twice as many pixels each way.
fn scale(address: &str) -> Result<u32, QueryError> {
    // Of an option given twice the last counts, as everywhere.
    let asked = address
        .split('&')
        .rev()
        .find_map(|p| p.strip_prefix("scale="));
    match asked {
        None | Some("" | "1") => Ok(1),
        Some("2") => Ok(2),
        Some(other) => Err(QueryError::new("scale", other, Problem::Scale)),
    }
}

fn numbers(view: &ChartView, caption: &Caption) -> Result<Response, AppError> {
    let failed = |error: &dyn std::fmt::Display| AppError::Internal(error.to_string());
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(|e| failed(&e))?;
    for line in lines(&view.chart, caption) {
        writer
            .write_record(line.iter().map(|cell| protect(cell).into_owned()))
            .map_err(|e| failed(&e))?;
    }
    let body = writer.into_inner().map_err(|e| failed(&e))?;
    let version = view.catalogue.version();
    let kind = if version.demonstration {
        "demonstration"
    } else {
        "ogp"
    };
    let narrowed = if view.query.is_narrowed() {
        "-selection"
    } else {
        ""
    };
    let name = format!(
        "{kind}-chart-{}{narrowed}-v{}.csv",
        view.chart.request.name.slug(),
        version.number
    );
    Ok((
        StatusCode::OK,
        [
            (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (
                CONTENT_DISPOSITION,
                format!("attachment; filename=\"{name}\""),
            ),
        ],
        body,
    )
        .into_response())
}
