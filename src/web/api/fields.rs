//! `fields`: an answer cut down to the fields that somebody asks for. Which there are follows from the shapes
//! of the description, so that nothing is listed twice.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use serde_json::{Map, Value, json};

use super::RESOURCES;
use super::shapes::SHAPES;
use crate::error::AppError;
use crate::web::AppState;
use crate::web::fallback::fault;
use crate::web::keys::Takes;
use crate::web::params::Given;
use domain::query::{MAX_VALUES, Problem};
use domain::{Params, QueryError, UnknownWord};

/// The key in the address.
pub const KEY: &str = "fields";

/// The media type of a part: what an answer always has is promised of `application/json` alone.
pub const PART: &str = "application/vnd.ogp-tracker.part+json";

/// What every answer has, also where it was not asked for: by it one knows what one has.
const ALWAYS: [&str; 2] = ["data_version", "demonstration"];

/// What an address answers with, where it can be cut down.
#[derive(Debug)]
pub struct Shape {
    /// Whether it is a list; else it is one thing.
    is_list: bool,
    /// The fields of an item or of the thing, with their schemas.
    fields: Map<String, Value>,
    /// What a list has around its items.
    around: Map<String, Value>,
}

static BY_PATTERN: LazyLock<BTreeMap<&'static str, Shape>> = LazyLock::new(|| {
    let cut = RESOURCES.iter();
    let cut = cut.filter(|resource| resource.takes.contains(&Takes::Fields));
    cut.map(|resource| (resource.pattern, Shape::of(resource.pattern)))
        .collect()
});

/// What the address with a pattern answers with; none where it cannot be cut down.
pub fn shape(pattern: &str) -> Option<&'static Shape> {
    BY_PATTERN.get(pattern)
}

/// Cuts what an address answers with down to what is asked for; refuses fields that there are not.
pub fn cut_down(pattern: &'static str, routed: MethodRouter<AppState>) -> MethodRouter<AppState> {
    routed.layer(from_fn_with_state(pattern, cut))
}

async fn cut(State(pattern): State<&'static str>, request: Request, next: Next) -> Response {
    let Given(params) = Given::of(request.extensions());
    let Some(shape) = shape(pattern) else {
        return next.run(request).await;
    };
    let wanted = match shape.wanted(&params) {
        Ok(wanted) => wanted,
        Err(unknown) => return AppError::from(unknown).into_response(),
    };
    let response = next.run(request).await;
    if wanted.is_empty() || response.status() != StatusCode::OK {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Some(body) = part(shape, &wanted, body).await else {
        tracing::error!(pattern, "an answer could not be cut down");
        return fault();
    };
    parts.headers.remove(CONTENT_LENGTH);
    parts
        .headers
        .insert(CONTENT_TYPE, HeaderValue::from_static(PART));
    Response::from_parts(parts, body)
}

async fn part(shape: &Shape, wanted: &[&str], body: Body) -> Option<Body> {
    // It is in memory as a whole already.
    let body = axum::body::to_bytes(body, usize::MAX).await.ok()?;
    let mut answer: Map<String, Value> = serde_json::from_slice(&body).ok()?;
    if shape.is_list {
        for item in answer.get_mut("items")?.as_array_mut()? {
            item.as_object_mut()?
                .retain(|name, _| wanted.contains(&name.as_str()));
        }
    } else {
        answer.retain(|name, _| {
            let name = name.as_str();
            wanted.contains(&name) || ALWAYS.contains(&name)
        });
    }
    serde_json::to_vec(&answer).ok().map(Body::from)
}

impl Shape {
    fn of(pattern: &str) -> Self {
        let answers = &SHAPES["paths"][pattern]["get"]["responses"]["200"];
        let mut around = Map::new();
        properties(
            &answers["content"]["application/json"]["schema"],
            &mut around,
        );
        let Some(items) = around.remove("items") else {
            return Self {
                is_list: false,
                fields: around,
                around: Map::new(),
            };
        };
        let mut fields = Map::new();
        properties(&items["items"], &mut fields);
        Self {
            is_list: true,
            fields,
            around,
        }
    }

    /// The names of the fields.
    pub fn names(&self) -> Vec<&str> {
        self.fields.keys().map(String::as_str).collect()
    }

    /// A part as JSON Schema: only what every answer has is certain.
    pub fn part(&self) -> Value {
        if self.is_list {
            let item = json!({"type": "object", "properties": self.fields, "minProperties": 1});
            let mut properties = self.around.clone();
            let items = json!({"type": "array", "items": item});
            properties.insert("items".to_owned(), items);
            json!({"type": "object", "properties": properties, "required": ["items", ALWAYS[0], ALWAYS[1]]})
        } else {
            json!({"type": "object", "properties": self.fields, "required": ALWAYS})
        }
    }

    fn unknown(&self, name: &str) -> QueryError {
        let unknown = UnknownWord {
            what: "field",
            found: name.to_owned(),
            expected: self.names().join(", "),
        };
        QueryError::new(KEY, name, Problem::Word(unknown))
    }

    /// The fields that an address asks for, by commas or by the key again; none where it wants all.
    fn wanted(&self, params: &Params) -> Result<Vec<&str>, QueryError> {
        let named = params.all(KEY).flat_map(|value| value.split(','));
        let named = named.map(str::trim).filter(|name| !name.is_empty());
        let read = named.map(|name| {
            let known = self.fields.get_key_value(name);
            known
                .map(|(known, _)| known.as_str())
                .ok_or_else(|| self.unknown(name))
        });
        let wanted: Vec<&str> = read.collect::<Result<_, _>>()?;
        if wanted.len() > MAX_VALUES {
            return Err(QueryError::new(KEY, "", Problem::ManyValues));
        }
        Ok(wanted)
    }
}

/// The properties of a schema, with those of the schemas that it consists of.
fn properties(schema: &Value, found: &mut Map<String, Value>) {
    if let Some(reference) = schema["$ref"].as_str()
        && let Some(meant) = SHAPES.pointer(reference.trim_start_matches('#'))
    {
        properties(meant, found);
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        properties(part, found);
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        found.insert(name.clone(), property.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::route::Route;

    #[test]
    fn each_shape_has_the_fields_that_the_description_names() {
        for resource in RESOURCES {
            let Some(shape) = shape(resource.pattern) else {
                continue;
            };
            let names = shape.names();
            assert!(names.len() > 5, "{}: {names:?}", resource.pattern);
            assert!(!names.contains(&"items"), "{}", resource.pattern);
            let around = if shape.is_list {
                &shape.around
            } else {
                &shape.fields
            };
            for always in ALWAYS {
                assert!(around.contains_key(always), "{}", resource.pattern);
            }
        }
        // Those of a part that is flattened into it are among them.
        let one = shape(<domain::route::ApiCommitment as Route>::PATTERN).unwrap();
        assert!(one.names().contains(&"code") && one.names().contains(&"rating_history"));
    }

    #[test]
    fn what_is_asked_for_is_read_and_what_there_is_not_is_named() {
        let shape = shape(domain::route::ApiMembers::PATH).unwrap();
        let wanted = |query: &str| {
            let params = Params::parse(query).unwrap();
            shape
                .wanted(&params)
                .map(|names| names.join(" "))
                .map_err(|error| error.to_string())
        };
        assert_eq!(
            wanted("fields=name,+slug&fields=levels").unwrap(),
            "name slug levels"
        );
        assert_eq!(wanted("fields=").unwrap(), "");
        let refused = wanted("fields=nam").unwrap_err();
        assert!(
            refused.contains("nam") && refused.contains("commitments, country"),
            "{refused}"
        );
    }
}
