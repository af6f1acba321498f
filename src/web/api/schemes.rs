//! `/api/v1/schemes`: the scales on which the IRM rates, and their values.

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::paging::{PageBody, Paging};
use super::words::{DimensionWord, LevelWord, SchemeWord};
use crate::error::AppError;
use crate::web::shown::Shown;
use domain::Scheme;

/// One page of the scales.
#[derive(Debug, Serialize, ToSchema)]
pub struct SchemesBody {
    /// The scales on this page.
    items: Vec<SchemeBody>,
    /// Where this page stands.
    #[serde(flatten)]
    at: PageBody,
}

/// A scale. Values of different scales are never compared with each other, only their levels.
#[derive(Debug, Serialize, ToSchema)]
pub struct SchemeBody {
    /// Its name in the API and in files.
    scheme: SchemeWord,
    /// Its name for people.
    #[schema(example = "Potential impact")]
    name: &'static str,
    /// ambition, completion or `early_results`; null for the published level, which serves all three.
    dimension: Option<DimensionWord>,
    /// For which plans the IRM used it.
    period: &'static str,
    /// What it asks.
    question: &'static str,
    /// Where it is defined.
    source: &'static str,
    /// Its values, lowest first.
    values: Vec<SchemeValueBody>,
}

/// A value of a scale.
#[derive(Debug, Serialize, ToSchema)]
pub struct SchemeValueBody {
    /// As OGP writes it, and as ratings have it.
    #[schema(example = "Transformative")]
    value: &'static str,
    /// As filters such as `ambition_value` have it.
    #[schema(example = "potential_impact-transformative")]
    slug: String,
    /// The side of OGP's published line on which it stands: high or low.
    level: LevelWord,
    /// What it means, in this project's words.
    definition: &'static str,
    /// Other spellings in OGP's own data.
    also: Vec<&'static str>,
}

/// Rating scales
///
/// Every scale with its values, what they mean, and on which side of OGP's published line each stands.
#[utoipa::path(
    get, path = "/api/v1/schemes", tag = "parts",
    responses((status = 200, description = "One page of the scales", body = SchemesBody)),
)]
pub async fn list_schemes(Shown(app): Shown, paging: Paging) -> Result<Response, AppError> {
    let (schemes, total) = paging.cut(Scheme::ALL.to_vec())?;
    let body = SchemesBody {
        items: schemes.into_iter().map(scheme_body).collect(),
        at: paging.body(total, &app.catalogue()),
    };
    Ok(paging.answer(total, body))
}

fn scheme_body(scheme: Scheme) -> SchemeBody {
    let values = scheme.iter().map(|value| {
        let described = value.describe();
        SchemeValueBody {
            value: described.label,
            slug: value.slug(),
            level: described.level.into(),
            definition: described.definition,
            also: described.also.to_vec(),
        }
    });
    SchemeBody {
        scheme: scheme.into(),
        name: scheme.label(),
        dimension: scheme.dimension().map(Into::into),
        period: scheme.period(),
        question: scheme.question(),
        source: scheme.source(),
        values: values.collect(),
    }
}
