//! The description of the API (OpenAPI 3.1): shapes are generated from the code that answers, parameters
//! from what it takes, and what every answer has in common is said once, here.

use std::sync::LazyLock;

use axum::Json;
use serde_json::{Map, Value, json};
use utoipa::OpenApi;

use super::parameters::parameter;
use super::shapes::SHAPES;
use super::{RESOURCES, changes, charts, commitments, fields, overview, ratings, reports, schemes};
use crate::components::NAME;
use crate::web::keys;
use crate::web::problems::{self, MEDIA};
use domain::query::MAX_PER_PAGE;
use domain::route;

/// The shapes of the API in OpenAPI's words.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "OGP commitment tracker",
        description = "What governments promised on digital governance through the Open Government Partnership, and how far each promise got. Read-only. You do not need an account.",
    ),
    servers((url = "/", description = "This site")),
    tags(
        (name = "commitments", description = "What governments promised, and how the IRM rates it"),
        (name = "parts", description = "Members, plans, policy areas, rating scales, and how much is known of each"),
        (name = "history", description = "What was published when: to keep a copy up to date"),
        (name = "charts", description = "The numbers behind each chart"),
        (name = "description", description = "The API itself"),
    ),
    paths(
        commitments::list_commitments,
        commitments::find_commitment,
        commitments::list_facets,
        ratings::list_ratings,
        overview::list_members,
        overview::list_plans,
        overview::list_areas,
        overview::list_coverage,
        reports::list_reports,
        schemes::list_schemes,
        changes::list_changes,
        charts::find_chart,
        describe,
    ),
    components(schemas(problems::ProblemDocument)),
)]
struct Shapes;

/// This description
///
/// OpenAPI 3.1.
#[utoipa::path(
    get, path = "/api/v1/openapi.json", tag = "description",
    responses((status = 200, description = "The description of the API", body = Value, content_type = "application/json")),
)]
pub async fn describe() -> Json<&'static Value> {
    Json(document())
}

/// The description itself.
pub fn document() -> &'static Value {
    &DESCRIPTION
}

/// What the code says of itself.
pub fn of_the_code() -> Value {
    serde_json::to_value(Shapes::openapi()).unwrap_or_default()
}

static DESCRIPTION: LazyLock<Value> = LazyLock::new(description);

fn description() -> Value {
    let mut described = SHAPES.clone();
    let licence = env!("CARGO_PKG_LICENSE");
    described["info"]["license"] = json!({"name": licence, "identifier": licence});
    described["info"]["contact"] = json!({"name": NAME});
    // Nobody needs to be anybody.
    described["security"] = json!([]);
    described["info"]["x-deprecation-policy"] = json!(
        "Fields and addresses are added at any time. What is there is neither renamed nor removed under /api/v1: that takes a new version, beside which this one stays for at least a year."
    );
    described["components"]["headers"] = headers();
    let schemas = described["components"]["schemas"].take();
    let (Value::Object(mut schemas), Some(paths)) = (schemas, described["paths"].as_object_mut())
    else {
        return described;
    };
    for resource in RESOURCES {
        if let Some(operation) = paths.get_mut(resource.pattern).map(|path| &mut path["get"]) {
            let own = operation["parameters"].as_array().cloned();
            let keys = keys::of(resource.takes);
            let has_pages = keys.iter().any(|key| key.name == "page");
            let has_links = keys.iter().any(|key| key.name == "per_page");
            let shape = fields::shape(resource.pattern);
            let id = operation["operationId"]
                .as_str()
                .unwrap_or_default()
                .to_owned();
            let named = keys
                .iter()
                .map(|key| parameter(key, &id, shape, &mut schemas));
            let parameters: Vec<Value> = own.unwrap_or_default().into_iter().chain(named).collect();
            let is_found = has_pages || resource.pattern.contains('{');
            operation["parameters"] = parameters.into();
            if let Some(responses) = operation["responses"].as_object_mut() {
                if let (Some(ok), Some(shape)) = (responses.get_mut("200"), shape) {
                    ok["content"][fields::PART] = json!({"schema": shape.part()});
                }
                complete(responses, is_found, has_links);
            }
        }
    }
    described["components"]["schemas"] = schemas.into();
    described
}

/// What every address answers with besides what it is there for.
fn complete(responses: &mut Map<String, Value>, is_found: bool, has_links: bool) {
    let mut common = vec!["ETag", "Data-Version", "Last-Modified", "Cache-Control"];
    common.extend(has_links.then_some("Link"));
    let headers = |names: &[&str]| -> Value {
        let named = names.iter();
        let named = named.map(|name| {
            let told = json!({"$ref": format!("#/components/headers/{name}")});
            ((*name).to_owned(), told)
        });
        named.collect::<Map<String, Value>>().into()
    };
    if let Some(ok) = responses.get_mut("200") {
        ok["headers"] = headers(&common);
    }
    responses.insert(
        "304".to_owned(),
        json!({
            "description": "What you have (`If-None-Match`) is current",
            "headers": headers(&["ETag", "Data-Version", "Cache-Control"]),
        }),
    );
    let problem = |description: &str, names: &[&str], example: Value| {
        let mut told = json!({
            "description": description,
            "content": {(MEDIA): {
                "schema": {"$ref": "#/components/schemas/ProblemDocument"},
                "example": example,
            }},
        });
        if !names.is_empty() {
            told["headers"] = headers(names);
        }
        told
    };
    responses.insert(
        "400".to_owned(),
        problem(
            "A parameter that there is not, or a value that cannot be used; `errors` names it, and the nearest one",
            &[],
            example("unknown-parameter", "We don\u{2019}t recognise that parameter", 400, "There is no parameter \u{201c}memeber\u{201d} here. Did you mean \u{201c}member\u{201d}?", Some(("memeber", "member"))),
        ),
    );
    if is_found {
        responses.insert(
            "404".to_owned(),
            problem(
                "Nothing by this name, or a page beyond the last one",
                &[],
                example(
                    "not-found",
                    "Page not found",
                    404,
                    "We have no commitment with the code NL9999.",
                    None,
                ),
            ),
        );
    }
    responses.insert(
        "405".to_owned(),
        problem(
            "The API can only be read; `Allow` names the methods",
            &["Allow"],
            example(
                "wrong-method",
                "You cannot do this here",
                405,
                "This address is read-only.",
                None,
            ),
        ),
    );
    // The server answers these before it has read an address, so that there is nothing to say of it.
    for (status, description) in [
        (
            "414",
            "The address is longer than 64 kB. Without a problem document",
        ),
        (
            "431",
            "The headers are longer than 400 kB, or more than 100. Without a problem document",
        ),
    ] {
        responses.insert(status.to_owned(), json!({"description": description}));
    }
    responses.insert(
        "429".to_owned(),
        problem(
            "More than 600 requests a minute from your address; try again after `Retry-After` seconds",
            &["Retry-After", "RateLimit", "RateLimit-Policy"],
            example("too-many-requests", "Too many requests", 429, "Your address has asked for more than its share of the API. Wait for as many seconds as Retry-After says.", None),
        ),
    );
    responses.insert(
        "503".to_owned(),
        problem(
            "The data cannot be reached, the answer took too long, or too many ask; try again after `Retry-After` seconds",
            &["Retry-After"],
            example("unavailable", "Too busy just now", 503, "Too many people ask for this at the moment. Please try again in a few seconds.", None),
        ),
    );
    responses.insert(
        "default".to_owned(),
        problem(
            "Any other problem, of which there should be none",
            &[],
            example(
                "fault",
                "Something went wrong",
                500,
                "Something went wrong on our side. We have logged it.",
                None,
            ),
        ),
    );
}

fn example(
    kind: &str,
    title: &str,
    status: u16,
    detail: &str,
    parameter: Option<(&str, &str)>,
) -> Value {
    let mut error = json!({"detail": detail});
    if let Some((parameter, nearest)) = parameter {
        error["parameter"] = parameter.into();
        error["nearest"] = nearest.into();
    }
    json!({
        "type": route::Api.at(kind),
        "title": title,
        "status": status,
        "detail": detail,
        "errors": [error],
    })
}

fn headers() -> Value {
    let text = |description: &str, example: &str| {
        json!({
            "description": description,
            "schema": {"type": "string"},
            "example": example,
        })
    };
    json!({
        "ETag": text("Send it as `If-None-Match` to be told whether anything has changed", "W/\"12-5f1c0b7e9a64d2083c41\""),
        "Last-Modified": text("When the data was last changed", "Sat, 28 Nov 2026 10:00:00 GMT"),
        "Cache-Control": text("Who may keep the answer, and for how long", "public, max-age=0, s-maxage=60, stale-if-error=86400"),
        "Link": text(&format!("The way to other pages: first, prev, next and last, or first and next (RFC 8288). A page has up to {MAX_PER_PAGE} items"), "</api/v1/members?page=2>; rel=\"next\""),
        "RateLimit": text("How much is left, and after how many seconds there is more", "\"address\";r=0;t=1"),
        "RateLimit-Policy": text("How many requests in how many seconds each address may make", "\"address\";q=600;w=60"),
        "Allow": text("The methods that there are", "GET, HEAD, OPTIONS"),
        "Data-Version": {
            "description": "Which state of the data this is. Answers with the same number fit together",
            "schema": {"type": "integer"},
            "example": 12,
        },
        "Retry-After": {
            "description": "After how many seconds to try again",
            "schema": {"type": "integer"},
            "example": 10,
        },
    })
}
