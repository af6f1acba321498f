//! `/api/v1/members`, `plans`, `areas` and `coverage`: what the record holds, part by part.

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::bodies::{
    AssessedBody, LevelsBody, MemberSummaryBody, MembersBody, PlanBody, levels_body, member_body,
};
use super::paging::{PageBody, Paging};
use super::words::{AreaGroupWord, SourceWord};
use crate::error::AppError;
use crate::service::PlanCoverage;
use crate::web::shown::Shown;
use domain::query::{Filter, Query};
use domain::route;

/// One page of the action plans.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlansBody {
    /// The plans on this page: members by name, the plans of each by year.
    items: Vec<PlanSummaryBody>,
    /// Where this page stands.
    #[serde(flatten)]
    at: PageBody,
}

/// An action plan of a member.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanSummaryBody {
    /// The member, as a slug.
    #[schema(example = "netherlands")]
    member: String,
    /// The plan.
    #[serde(flatten)]
    plan: PlanBody,
    /// Its commitments in the record.
    #[schema(minimum = 0)]
    commitments: usize,
    /// Their list here; null where the plan's year is not known.
    href: Option<String>,
}

/// One page of what the record holds of each plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoverageBody {
    /// The plans on this page: members by name, the plans of each by year.
    items: Vec<PlanCoverageBody>,
    /// Where this page stands.
    #[serde(flatten)]
    at: PageBody,
}

/// What the record holds of a plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanCoverageBody {
    /// The plan.
    #[serde(flatten)]
    plan: PlanSummaryBody,
    /// Commitments that the IRM has assessed, for each of `ambition`, `completion` and `early_results`.
    assessed: AssessedBody,
    /// Commitments that are assessed in none of them.
    #[schema(minimum = 0)]
    without_any_rating: usize,
    /// Commitments whose review is overdue.
    #[schema(minimum = 0)]
    overdue: usize,
    /// Where they were read.
    sources: Vec<SourceWord>,
}

/// One page of the policy areas.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreasBody {
    /// The areas on this page, each parent followed by its parts.
    items: Vec<AreaBody>,
    /// Where this page stands.
    #[serde(flatten)]
    at: PageBody,
}

/// A policy area.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaBody {
    /// The spelling in addresses.
    #[schema(example = "open-data")]
    slug: String,
    /// Its name as OGP writes it.
    #[schema(example = "Open Data")]
    name: String,
    /// The area that it is a part of, as a slug.
    parent: Option<String>,
    /// Its section of OGP's list: topic, cross-cutting, sector or former.
    group: AreaGroupWord,
    /// The first plan year for which OGP gave the tag; earlier plans have none, which is not zero.
    coded_since: Option<i32>,
    /// Other names of the same area.
    also: Vec<String>,
    /// Commitments in the record, those of its parts among them.
    #[schema(minimum = 0)]
    commitments: usize,
    /// Its page here.
    href: String,
}

/// Members
///
/// All members with at least one commitment, each with its commitments at each level.
#[utoipa::path(
    get, path = "/api/v1/members", tag = "parts",
    responses((status = 200, description = "One page of the members", body = MembersBody)),
)]
pub async fn list_members(Shown(app): Shown, paging: Paging) -> Result<Response, AppError> {
    let (catalogue, members) = app.members();
    let (members, total) = paging.cut(members)?;
    let items = members.iter().map(|m| MemberSummaryBody {
        member: member_body(&m.member),
        commitments: m.total,
        levels: LevelsBody::of(|dimension| {
            let mut levels = m.levels.iter();
            let counts = levels.find(|counts| counts.dimension == dimension);
            counts.map(levels_body).unwrap_or_default()
        }),
    });
    let body = MembersBody {
        items: items.collect(),
        at: paging.body(total, &catalogue),
    };
    Ok(paging.answer(total, body))
}

/// Action plans
///
/// Every plan with a commitment in the record.
#[utoipa::path(
    get, path = "/api/v1/plans", tag = "parts",
    responses((status = 200, description = "One page of the plans", body = PlansBody)),
)]
pub async fn list_plans(Shown(app): Shown, paging: Paging) -> Result<Response, AppError> {
    let (catalogue, plans) = app.coverage();
    let (plans, total) = paging.cut(plans)?;
    let body = PlansBody {
        items: plans.iter().map(plan_body).collect(),
        at: paging.body(total, &catalogue),
    };
    Ok(paging.answer(total, body))
}

/// Data coverage
///
/// How much the record holds of each plan, and where it was read.
#[utoipa::path(
    get, path = "/api/v1/coverage", tag = "parts",
    responses((status = 200, description = "One page of the coverage", body = CoverageBody)),
)]
pub async fn list_coverage(Shown(app): Shown, paging: Paging) -> Result<Response, AppError> {
    let (catalogue, plans) = app.coverage();
    let (plans, total) = paging.cut(plans)?;
    let items = plans.iter().map(|plan| PlanCoverageBody {
        plan: plan_body(plan),
        assessed: AssessedBody::of(|dimension| plan.assessed[dimension.index()]),
        without_any_rating: plan.without_any_rating,
        overdue: plan.overdue,
        sources: plan.sources.iter().map(|source| (*source).into()).collect(),
    });
    let body = CoverageBody {
        items: items.collect(),
        at: paging.body(total, &catalogue),
    };
    Ok(paging.answer(total, body))
}

/// Policy areas
///
/// The tags of OGP's Support Unit, as a tree.
#[utoipa::path(
    get, path = "/api/v1/areas", tag = "parts",
    responses((status = 200, description = "One page of the areas", body = AreasBody)),
)]
pub async fn list_areas(Shown(app): Shown, paging: Paging) -> Result<Response, AppError> {
    let catalogue = app.catalogue();
    let facet = catalogue.facet(Filter::Area);
    let (areas, total) = paging.cut(catalogue.areas().iter().collect())?;
    let items = areas.iter().map(|area| {
        let value = facet.values.iter().find(|value| value.slug == area.slug);
        AreaBody {
            slug: area.slug.to_string(),
            name: area.name.clone(),
            parent: area.parent.as_ref().map(ToString::to_string),
            group: area.group.into(),
            coded_since: area.coded_since,
            also: area.also.clone(),
            commitments: value.map_or(0, |value| value.rows.count()),
            href: route::Area::new(&area.slug).to_string(),
        }
    });
    let body = AreasBody {
        items: items.collect(),
        at: paging.body(total, &catalogue),
    };
    Ok(paging.answer(total, body))
}

fn plan_body(plan: &PlanCoverage) -> PlanSummaryBody {
    let list = plan.query().as_ref().map(commitments_of);
    PlanSummaryBody {
        member: plan.member.to_string(),
        plan: PlanBody {
            title: plan.plan.title.clone(),
            start_year: plan.plan.start_year,
            end_year: plan.plan.end_year,
        },
        commitments: plan.commitments,
        href: list,
    }
}

fn commitments_of(query: &Query) -> String {
    query.link(route::Commitments)
}
