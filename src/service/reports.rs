//! The reports of the IRM that the published record cites, by plan.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::App;
use super::sheets::{KnownReport, published_reports_of};
use crate::error::AppError;
use catalogue::{Catalogue, Row};
use domain::query::Filter;
use domain::{ActionPlan, Member};

/// A report that the published record cites for the commitments of a plan.
#[derive(Debug, Clone)]
pub struct CitedReport {
    /// Whose plan it is.
    pub member: Arc<Member>,
    /// The plan.
    pub plan: Arc<ActionPlan>,
    /// The report, and what of the plan cites it.
    pub known: KnownReport,
}

/// Plans sort by year, those without one last.
type ByYear<'a> = (bool, Option<i32>, &'a Arc<ActionPlan>);

/// Reports that are kept, of all states of the record together.
pub(super) const MAX_KEPT: u32 = 100_000;

impl App {
    /// Every report that the published record cites: members by name, the plans of each by year, the
    /// newest report of a plan first. A report on two plans is listed for both.
    pub async fn cited_reports(&self) -> Result<(Arc<Catalogue>, Arc<Vec<CitedReport>>), AppError> {
        let catalogue = self.catalogue();
        let reports = &self.inner.kept.reports;
        let make = async { Ok(cited(&catalogue)) };
        let reports = reports
            .get_or_make(catalogue.version().number, make)
            .await?;
        Ok((catalogue, reports))
    }
}

fn cited(catalogue: &Catalogue) -> Vec<CitedReport> {
    let mut reports = Vec::new();
    for member in catalogue.facet(Filter::Member).values.iter() {
        let mut plans: BTreeMap<ByYear<'_>, Vec<&Row>> = BTreeMap::new();
        for row in member.rows.iter().filter_map(|at| catalogue.row(at)) {
            let plan = &row.commitment.plan;
            let key = (plan.start_year.is_none(), plan.start_year, plan);
            plans.entry(key).or_default().push(row);
        }
        for rows in plans.into_values() {
            reports.extend(of_plan(&rows));
        }
    }
    reports
}

fn of_plan(rows: &[&Row]) -> Vec<CitedReport> {
    let Some(first) = rows.first().map(|row| &row.commitment) else {
        return Vec::new();
    };
    let known = published_reports_of(rows.iter().copied());
    let reports = known.into_iter().map(|known| CitedReport {
        member: Arc::clone(&first.member),
        plan: Arc::clone(&first.plan),
        known,
    });
    reports.collect()
}
