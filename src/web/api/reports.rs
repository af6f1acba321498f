//! `/api/v1/reports`: the reports of the IRM that the data cites, by plan.

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::bodies::PlanBody;
use super::paging::{PageBody, Paging};
use super::words::{ReportKindWord, ReportStageWord};
use crate::error::AppError;
use crate::service::CitedReport;
use crate::web::shown::Shown;

/// One page of the reports.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportsBody {
    /// The reports on this page: members by name, the plans of each by year, the newest report of a plan
    /// first.
    items: Vec<ReportBody>,
    /// Where this page stands.
    #[serde(flatten)]
    at: PageBody,
}

/// A report of the IRM on an action plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportBody {
    /// Its title as the data cites it.
    #[schema(example = "Romania Results Report 2022-2024")]
    title: String,
    /// The member whose plan it is on, as a slug.
    #[schema(example = "romania")]
    member: String,
    /// The plan.
    plan: PlanBody,
    /// What kind of report the title names; null where it names none.
    kind: Option<ReportKindWord>,
    /// How far it has got: ratings of one that is not final are provisional.
    stage: ReportStageWord,
    /// The first year that the title names.
    first_year: Option<i32>,
    /// The last year that the title names.
    last_year: Option<i32>,
    /// Where its ratings were read; null where no rating names it.
    source_url: Option<String>,
    /// When that was read (`YYYY`, `YYYY-MM` or `YYYY-MM-DD`), where it is known.
    read_on: Option<String>,
    /// Commitments of the plan that cite it.
    #[schema(minimum = 0)]
    commitments: usize,
    /// Current ratings from it.
    #[schema(minimum = 0)]
    ratings: usize,
}

/// IRM reports
///
/// Every report that the data cites for the commitments of a plan. A report on two plans is listed for both.
#[utoipa::path(
    get, path = "/api/v1/reports", tag = "parts",
    responses((status = 200, description = "One page of the reports", body = ReportsBody)),
)]
pub async fn list_reports(Shown(app): Shown, paging: Paging) -> Result<Response, AppError> {
    let (catalogue, reports) = app.cited_reports().await?;
    let (reports, total) = paging.cut(reports.iter().collect())?;
    let body = ReportsBody {
        items: reports.into_iter().map(body).collect(),
        at: paging.body(total, &catalogue),
    };
    Ok(paging.answer(total, body))
}

fn body(cited: &CitedReport) -> ReportBody {
    let known = cited.known.clone();
    let (first_year, last_year) = known.report.years.unzip();
    ReportBody {
        title: known.report.title.to_string(),
        member: cited.member.slug(),
        plan: PlanBody {
            title: cited.plan.title.clone(),
            start_year: cited.plan.start_year,
            end_year: cited.plan.end_year,
        },
        kind: known.report.kind.map(Into::into),
        stage: known.report.stage.into(),
        first_year,
        last_year,
        source_url: known.source_url,
        read_on: known.read_on.map(|day| day.to_string()),
        commitments: known.commitments,
        ratings: known.published,
    }
}
