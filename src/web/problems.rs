//! What programs are told of a request that could not be answered: a problem document
//! (`application/problem+json`, RFC 9457). Every one is made here.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::AppError;
use domain::query::LeftOut;
use domain::{Lang, ProblemKind, QueryError, route};

/// The media type of problem documents.
pub const MEDIA: &str = "application/problem+json";

/// Why a request could not be answered (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemDocument {
    /// What kind of problem it is: an address at which it is described, relative to the site.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference")]
    kind: String,
    /// What kind of problem it is, in words.
    #[schema(example = "We don’t recognise that parameter")]
    title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599, example = 400)]
    status: u16,
    /// What is wrong, in words.
    #[schema(example = "There is no parameter “memeber” here. Did you mean “member”?")]
    detail: String,
    /// One entry for each thing that is wrong.
    errors: Vec<ProblemEntry>,
}

/// One thing that is wrong.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemEntry {
    /// The parameter that is meant, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "memeber")]
    parameter: Option<String>,
    /// What is wrong, in words.
    #[schema(example = "There is no parameter “memeber” here. Did you mean “member”?")]
    detail: String,
    /// The nearest parameter or value that there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "member")]
    nearest: Option<String>,
}

impl ProblemDocument {
    /// A problem of a kind, with a title and what is wrong in words; about no parameter.
    pub fn new(kind: ProblemKind, title: &str, detail: &str) -> Self {
        Self {
            kind: route::Api.at(kind.slug()),
            title: title.to_owned(),
            // Whoever answers says which.
            status: 0,
            detail: detail.to_owned(),
            errors: vec![ProblemEntry {
                parameter: None,
                detail: detail.to_owned(),
                nearest: None,
            }],
        }
    }

    /// What an error says to programs.
    fn of(error: &AppError) -> Self {
        let title = error.heading(Lang::English);
        let mut problem = Self::new(error.kind(), title, &error.to_string());
        let (parameter, nearest) = match error {
            AppError::UnknownKey(unknown) => (Some(&*unknown.key), unknown.nearest.clone()),
            AppError::UnknownName(unknown) => {
                (Some(&*unknown.error.parameter), unknown.nearest.clone())
            }
            AppError::BadQuery(bad) => (Some(&*bad.parameter), nearest_value(bad)),
            _ => (None, None),
        };
        for entry in &mut problem.errors {
            entry.parameter = parameter.map(str::to_owned);
            entry.nearest.clone_from(&nearest);
        }
        problem
    }
}

/// The nearest word of a closed list; none where there is no such list.
fn nearest_value(bad: &QueryError) -> Option<String> {
    LeftOut::from(bad.clone()).nearest
}

/// Answers with a problem.
pub fn answer(status: StatusCode, mut problem: ProblemDocument) -> Response {
    problem.status = status.as_u16();
    let headers = [
        (header::CONTENT_TYPE, MEDIA),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, Json(problem)).into_response()
}

impl IntoResponse for AppError {
    /// The form of an error for programs. Pages have their own.
    fn into_response(self) -> Response {
        if self.is_ours() {
            tracing::error!(error = ?self, "a program's request could not be answered");
        }
        let status =
            StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if let Self::Moved(target) = &self {
            return (status, [(header::LOCATION, target.as_str())]).into_response();
        }
        answer(status, ProblemDocument::of(&self))
    }
}
