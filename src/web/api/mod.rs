//! `/api/v1`: the same answers as the pages, for programs. Read-only, without an account.
//!
//! [`RESOURCES`] is the list of all of it: what is not in it is not answered, not described, and takes no
//! parameter.

mod bodies;
mod changes;
mod charts;
mod commitments;
pub mod description;
mod fields;
mod overview;
mod paging;
mod parameters;
mod ratings;
mod reports;
mod schemes;
mod shapes;
mod words;

use axum::Router;
use axum::middleware::from_fn;
use axum::routing::{MethodRouter, get};

pub use bodies::timestamp;
pub use changes::{ChangedCommitmentBody, changed_commitment};

use super::keys::{self, Takes};
use super::{AppState, base_path};
use domain::route::{self, Route};

/// An address of the API.
pub struct Resource {
    /// What the router matches.
    pub pattern: &'static str,
    /// What may stand behind its `?`.
    pub takes: &'static [Takes],
    answered: fn() -> MethodRouter<AppState>,
}

/// Every address of the API.
pub const RESOURCES: &[Resource] = &[
    Resource {
        pattern: route::ApiCommitments::PATTERN,
        takes: &[Takes::Selection, Takes::Order, Takes::Pages, Takes::Fields],
        answered: || get(commitments::list_commitments),
    },
    Resource {
        pattern: route::ApiCommitment::PATTERN,
        takes: &[Takes::Fields],
        answered: || get(commitments::find_commitment),
    },
    Resource {
        pattern: route::ApiFacets::PATTERN,
        takes: &[Takes::Selection],
        answered: || get(commitments::list_facets),
    },
    Resource {
        pattern: route::ApiRatings::PATTERN,
        takes: &[Takes::Ratings, Takes::Fields],
        answered: || get(ratings::list_ratings),
    },
    Resource {
        pattern: route::ApiMembers::PATTERN,
        takes: &[Takes::LongPages, Takes::Fields],
        answered: || get(overview::list_members),
    },
    Resource {
        pattern: route::ApiPlans::PATTERN,
        takes: &[Takes::Pages, Takes::Fields],
        answered: || get(overview::list_plans),
    },
    Resource {
        pattern: route::ApiAreas::PATTERN,
        takes: &[Takes::Pages, Takes::Fields],
        answered: || get(overview::list_areas),
    },
    Resource {
        pattern: route::ApiSchemes::PATTERN,
        takes: &[Takes::Pages, Takes::Fields],
        answered: || get(schemes::list_schemes),
    },
    Resource {
        pattern: route::ApiChanges::PATTERN,
        takes: &[Takes::Changes, Takes::Fields],
        answered: || get(changes::list_changes),
    },
    Resource {
        pattern: route::ApiChart::PATTERN,
        takes: &[Takes::Selection, Takes::Chart, Takes::Fields],
        answered: || get(charts::find_chart),
    },
    Resource {
        pattern: route::ApiCoverage::PATTERN,
        takes: &[Takes::Pages, Takes::Fields],
        answered: || get(overview::list_coverage),
    },
    Resource {
        pattern: route::ApiReports::PATTERN,
        takes: &[Takes::Pages, Takes::Fields],
        answered: || get(reports::list_reports),
    },
    Resource {
        pattern: route::ApiDescription::PATTERN,
        takes: &[],
        answered: || get(description::describe),
    },
];

/// The routes of the API.
pub fn routes() -> Router<AppState> {
    let routes = RESOURCES.iter().fold(Router::new(), |routes, resource| {
        let answered = fields::cut_down(resource.pattern, (resource.answered)());
        let answered = keys::only(resource.takes, answered);
        routes.route(resource.pattern, answered)
    });
    routes.layer(from_fn(base_path::in_json))
}
