//! `/data/coverage.csv`: the table of `/data/coverage`, in English like all files.

use axum::extract::Request;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::download::marked;
use super::fallback::error_page;
use super::params::Given;
use super::shown::Shown;
use crate::error::AppError;
use crate::service::{App, CoverageSource, PlanCoverage, csv_lines};
use catalogue::Catalogue;
use domain::{Params, Query};
use interchange::{formula, list};

const COLUMNS: [&str; 11] = [
    "member",
    "plan",
    "plan_year",
    "plan_end_year",
    "commitments",
    "ambition_assessed",
    "completion_assessed",
    "early_results_assessed",
    "without_any_rating",
    "overdue",
    "sources",
];

/// `GET /data/coverage.csv`
pub async fn csv(Shown(app): Shown, Given(params): Given, request: Request) -> Response {
    match file(&app, &params) {
        Ok(response) => response,
        Err(error) => error_page(app, request, error).await,
    }
}

fn file(app: &App, params: &Params) -> Result<Response, AppError> {
    Query::of(params)?;
    let (catalogue, plans) = app.coverage();
    let mut lines = vec![COLUMNS.map(str::to_owned).to_vec()];
    lines.extend(plans.iter().map(line));
    let body = csv_lines(lines).map_err(|e| AppError::Internal(e.to_string()))?;
    let body = marked(body, params)?;
    let disposition = format!("attachment; filename=\"{}\"", file_name(&catalogue));
    Ok((
        [
            (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (CONTENT_DISPOSITION, disposition),
        ],
        body,
    )
        .into_response())
}

fn line(plan: &PlanCoverage) -> Vec<String> {
    let year = |year: Option<i32>| year.map_or(String::new(), |year| year.to_string());
    let [ambition, completion, early_results] = plan.assessed;
    let sources: Vec<String> = plan.sources.iter().copied().map(told).collect();
    let cells = [
        plan.member_name.clone(),
        plan.plan.label(),
        year(plan.plan.start_year),
        year(plan.plan.end_year),
        plan.commitments.to_string(),
        ambition.to_string(),
        completion.to_string(),
        early_results.to_string(),
        plan.without_any_rating.to_string(),
        plan.overdue.to_string(),
        list::join(&sources),
    ];
    cells
        .iter()
        .map(|cell| formula::escape(cell).into_owned())
        .collect()
}

/// A source with the month or year of its data.
fn told(source: CoverageSource) -> String {
    match source {
        CoverageSource::Known(known) => {
            let state = known.state_of().unwrap_or("date unknown");
            format!("{} ({state})", known.label())
        }
        CoverageSource::Other => "other".to_owned(),
    }
}

/// Demonstration data is named as such wherever it goes.
fn file_name(catalogue: &Catalogue) -> String {
    let version = catalogue.version();
    let kind = if version.demonstration {
        "demonstration"
    } else {
        "ogp"
    };
    format!("{kind}-coverage-v{}.csv", version.number)
}
