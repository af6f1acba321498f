//! Charts to take away: `/charts/{name}.svg`, `.png` and `.csv`, and the picture that a shared link is
//! shown with, `/charts/{name}/card.png`.

use axum::Router;
use axum::extract::{Extension, Request};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::download::marked;
use super::fallback::error_page;
use super::keys::{self, Takes};
use super::params::Given;
use super::shown::{RequestLang, Shown};
use super::{AppState, Origin};
use crate::error::AppError;
use crate::service::{App, ChartView, HeavyKind};
use charts::card::{Caption, Extent, svg};
use charts::lines::{COLUMNS, lines};
use charts::png::png;
use charts::{ChartName, ChartRequest};
use domain::query::{Problem, Query, QueryError};
use domain::route::ChartAs;
use domain::{Lang, Params};
use interchange::formula;

/// A picture may use its own style sheet, and nothing else at all.
const PICTURE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// What files of charts take: all that the page of a chart does, also what it does not use itself.
const TAKES: &[Takes] = &[
    Takes::Selection,
    Takes::Order,
    Takes::ListView,
    Takes::Chart,
    Takes::Excel,
    Takes::Scale,
];

/// The routes of every chart's files.
pub fn routes() -> Router<AppState> {
    ChartName::ALL.iter().fold(Router::new(), |routes, chart| {
        let name = *chart;
        routes
            .route(
                &ChartAs::Svg.of(name),
                keys::only(
                    TAKES,
                    get(move |app, lang, origin, query, request| {
                        answer(app, lang, origin, query, request, name, Format::Svg)
                    }),
                ),
            )
            .route(
                &ChartAs::Png.of(name),
                keys::only(
                    TAKES,
                    get(move |app, lang, origin, query, request| {
                        answer(app, lang, origin, query, request, name, Format::Png)
                    }),
                ),
            )
            .route(
                &ChartAs::Card.of(name),
                get(move |app, lang, origin, query, request| {
                    answer(app, lang, origin, query, request, name, Format::Card)
                }),
            )
            .route(
                &ChartAs::Csv.of(name),
                keys::only(
                    TAKES,
                    get(move |app, lang, origin, query, request| {
                        answer(app, lang, origin, query, request, name, Format::Csv)
                    }),
                ),
            )
    })
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Svg,
    Png,
    Card,
    Csv,
}

async fn answer(
    Shown(app): Shown,
    RequestLang(lang): RequestLang,
    origin: Option<Extension<Origin>>,
    Given(params): Given,
    request: Request,
    name: ChartName,
    format: Format,
) -> Response {
    let origin = origin.map(|Extension(origin)| origin.to_string());
    match file(&app, lang, origin, &params, name, format).await {
        Ok(response) => response,
        Err(error) => error_page(app, request, error).await,
    }
}

async fn file(
    app: &App,
    lang: Lang,
    origin: Option<String>,
    params: &Params,
    name: ChartName,
    format: Format,
) -> Result<Response, AppError> {
    let request = ChartRequest::strictly(name, params)?;
    let view = app
        .chart(request, &selected(app, name, params)?, lang)
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
        Format::Png | Format::Card => {
            let scale = scale(params)?;
            let extent = match format {
                Format::Card => Extent::Card,
                _ => Extent::Whole,
            };
            let drawing = move || png(&svg(&view.chart, &caption, extent), scale);
            let pixels = app.heavy().run(HeavyKind::Picture, drawing).await?;
            let pixels = pixels.map_err(|e| AppError::Internal(e.to_string()))?;
            Ok(([(CONTENT_TYPE, "image/png")], pixels).into_response())
        }
        Format::Csv => numbers(&view, &caption, params),
    }
}

/// What a chart's file covers. Which of those compared there are is what the comparison itself tells.
fn selected(app: &App, name: ChartName, params: &Params) -> Result<Query, AppError> {
    match name {
        ChartName::Compare => Ok(Query::of(params)?),
        _ => app.strict_query(params),
    }
}

/// `scale=2` asks for twice as many pixels each way.
fn scale(params: &Params) -> Result<u32, QueryError> {
    match params.one("scale")? {
        None | Some("1") => Ok(1),
        Some("2") => Ok(2),
        Some(other) => Err(QueryError::new("scale", other, Problem::Scale)),
    }
}

fn numbers(view: &ChartView, caption: &Caption, params: &Params) -> Result<Response, AppError> {
    let failed = |error: &dyn std::fmt::Display| AppError::Internal(error.to_string());
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(|e| failed(&e))?;
    for line in lines(&view.chart, caption) {
        writer
            .write_record(line.iter().map(|cell| formula::escape(cell).into_owned()))
            .map_err(|e| failed(&e))?;
    }
    let body = marked(writer.into_inner().map_err(|e| failed(&e))?, params)?;
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
