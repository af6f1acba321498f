//! `/mcp`: the record for assistants, in the Model Context Protocol (streamable HTTP). Read-only, without
//! an account, and without a session: each message is answered by itself, by whichever instance gets it.
//!
//! Each address of the API is a tool. Its name, its words and what it takes come from the API's own
//! description, and the API answers it: the two never say different things.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use percent_encoding::utf8_percent_encode;
use rmcp::ErrorData;
use rmcp::handler::server::ServerHandler;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation,
    JsonObject, ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool,
    ToolAnnotations,
};
use rmcp::service::{RequestContext, RoleServer};
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::api::description;
use crate::site::Origin;
use domain::route::{self, ENCODED, Route};

/// The longest message that is read: arguments are a few words.
const MAX_MESSAGE_BYTES: usize = 64 * 1024;
/// The longest answer that is passed on: a full page of commitments has less than a megabyte.
const MAX_ANSWER_BYTES: usize = 4 * 1024 * 1024;

/// How to use the tools: sent to each assistant when it connects.
const INSTRUCTIONS: &str = "What governments promised through the Open Government Partnership (OGP), and how far each promise got according to OGP's Independent Reporting Mechanism (IRM).\n\
\n\
Each commitment can have three ratings: ambition, completion and early results. A rating is a value on the scale that the IRM used at the time, and a level (high or low) that compares across scales. A missing rating (pending, no_data, not_reviewable, unstated) means that the result is not known here: never take it for a failure or for low. \u{201c}provisional\u{201d} means that the source of the rating is not certain.\n\
\n\
Begin with list_commitments (q searches, filters narrow) or list_facets (counts); list_members and list_areas give the slugs that filters take. find_commitment has the texts, the milestones and the history of ratings.\n\
\n\
Cite each commitment by its address: its `href`, resolved against the address behind \"Source:\". Name the report of a rating (`report`, `source_url`, `source_page`) where you state one. Counts are of what this record holds, which list_coverage describes; say so where you state one. If `demonstration` is true, all of it is synthetic: say so.";

/// The service behind `/mcp`, over the API's routes.
pub fn service(api: Router) -> StreamableHttpService<Assistant, NeverSessionManager> {
    let assistant = Assistant { api };
    // Public and the same for everybody: whose page asks, and under which name of the host, tells nobody
    // anything that they could not read anyway.
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_max_request_body_bytes(MAX_MESSAGE_BYTES)
        .disable_allowed_hosts()
        .disable_allowed_origins();
    StreamableHttpService::new(move || Ok(assistant.clone()), Arc::default(), config)
}

/// Answers to messages are nobody's to keep.
pub async fn never_kept(mut response: Response) -> Response {
    let never = HeaderValue::from_static("no-store");
    response.headers_mut().insert(CACHE_CONTROL, never);
    response
}

/// Answers an assistant's messages.
#[derive(Debug, Clone)]
pub struct Assistant {
    api: Router,
}

/// A tool, and the address of the API that answers it.
struct Described {
    tool: Tool,
    pattern: &'static str,
}

static TOOLS: LazyLock<Vec<Described>> = LazyLock::new(|| {
    let paths = description::document()["paths"].as_object();
    let paths = paths.into_iter().flatten();
    paths
        .filter(|(pattern, _)| *pattern != route::ApiDescription::PATTERN)
        .filter_map(|(pattern, methods)| described(pattern, &methods["get"]))
        .collect()
});

fn described(pattern: &'static str, operation: &Value) -> Option<Described> {
    let name = operation["operationId"].as_str()?;
    let words = ["summary", "description"].map(|key| operation[key].as_str());
    let words: Vec<&str> = words.into_iter().flatten().collect();
    let mut takes = JsonObject::new();
    let mut required = Vec::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let name = parameter["name"].as_str()?;
        let mut schema = parameter["schema"].clone();
        schema["description"] = parameter["description"].clone();
        takes.insert(name.to_owned(), schema);
        if parameter["required"] == true {
            required.push(name);
        }
    }
    let schema = json!({
        "type": "object",
        "properties": takes,
        "required": required,
        "additionalProperties": false,
    });
    let schema = Arc::new(schema.as_object()?.clone());
    let tool = Tool::new(name.to_owned(), words.join(". "), schema);
    let tool = tool.with_annotations(ToolAnnotations::new().read_only(true));
    Some(Described { tool, pattern })
}

impl ServerHandler for Assistant {
    fn get_info(&self) -> ServerConfig {
        let mut about = Implementation::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
        about.title = description::document()["info"]["title"]
            .as_str()
            .map(str::to_owned);
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(about)
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let tools = TOOLS.iter().map(|described| described.tool.clone());
        Ok(ListToolsResult::with_all_items(tools.collect()))
    }

    async fn call_tool(
        &self,
        call: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let described = TOOLS.iter().find(|d| d.tool.name == call.name);
        let described = described.ok_or_else(|| {
            let known: Vec<&str> = TOOLS.iter().map(|d| &*d.tool.name).collect();
            let told = format!(
                "There is no tool \u{201c}{}\u{201d}. There are: {}.",
                call.name,
                known.join(", ")
            );
            ErrorData::invalid_params(told, None)
        })?;
        let arguments = call.arguments.unwrap_or_default();
        let address = address(described.pattern, &arguments)
            .map_err(|told| ErrorData::invalid_params(told, None))?;
        let origin = context.extensions.get::<Parts>();
        let origin = origin
            .and_then(|parts| parts.extensions.get::<Origin>())
            .cloned();
        Ok(self.answer(&address, origin).await?.into())
    }
}

impl Assistant {
    /// What the API answers at an address, and the address.
    async fn answer(
        &self,
        address: &str,
        origin: Option<Origin>,
    ) -> Result<CallToolResult, ErrorData> {
        let broken = || {
            ErrorData::internal_error(
                "The answer could not be made. Try again in a few seconds.",
                None,
            )
        };
        let uri: Uri = address.parse().map_err(|_| broken())?;
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = uri;
        let site = origin.as_ref().map(ToString::to_string).unwrap_or_default();
        if let Some(origin) = origin {
            request.extensions_mut().insert(origin.base_path().clone());
            request.extensions_mut().insert(origin);
        }
        let Ok(response) = self.api.clone().oneshot(request).await;
        let status = response.status();
        let body = to_bytes(response.into_body(), MAX_ANSWER_BYTES).await;
        let text = body
            .ok()
            .and_then(|bytes| String::from_utf8(bytes.to_vec()).ok());
        let text = text.ok_or_else(broken)?;
        if status != StatusCode::OK {
            return Ok(CallToolResult::error(vec![ContentBlock::text(text)]));
        }
        let source = format!("Source: {site}{address}");
        Ok(CallToolResult::success(vec![
            ContentBlock::text(text),
            ContentBlock::text(source),
        ]))
    }
}

/// The address of the API with these arguments; says what is wrong with one that cannot be sent. What
/// the API does not know, it refuses itself.
fn address(pattern: &str, arguments: &JsonObject) -> Result<String, String> {
    let mut path = pattern.to_owned();
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in arguments {
        let place = format!("{{{name}}}");
        let several = match value {
            Value::Array(several) => several.iter().collect(),
            one => vec![one],
        };
        for value in several {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Number(_) | Value::Bool(_) => value.to_string(),
                Value::Null => continue,
                Value::Array(_) | Value::Object(_) => {
                    return Err(format!(
                        "\u{201c}{name}\u{201d} takes text, a number or a list of them."
                    ));
                }
            };
            if path.contains(&place) {
                path = path.replace(&place, &utf8_percent_encode(&text, ENCODED).to_string());
            } else {
                query.append_pair(name, &text);
            }
        }
    }
    if let Some(missing) = path
        .split_once('{')
        .and_then(|(_, rest)| rest.split_once('}'))
    {
        return Err(format!("\u{201c}{}\u{201d} is missing.", missing.0));
    }
    let query = query.finish();
    Ok(if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pattern: &str, arguments: Value) -> Result<String, String> {
        address(pattern, arguments.as_object().unwrap())
    }

    #[test]
    fn arguments_become_an_address_and_cannot_leave_it() {
        let list = of(
            "/api/v1/commitments",
            json!({"member": ["chile", "peru"], "q": "open data & more", "per_page": 5, "lang": null}),
        );
        let list = list.unwrap();
        assert!(list.starts_with("/api/v1/commitments?"), "{list}");
        for pair in [
            "member=chile",
            "member=peru",
            "q=open+data+%26+more",
            "per_page=5",
        ] {
            assert!(list.contains(pair), "{list}");
        }
        assert!(!list.contains("lang"), "{list}");
        let one = of(
            "/api/v1/commitments/{code}",
            json!({"code": "../../staff?x#y/é"}),
        )
        .unwrap();
        let rest = one.strip_prefix("/api/v1/commitments/").unwrap();
        assert!(!rest.contains(['/', '?', '#']) && rest.is_ascii(), "{one}");
        let missing = of("/api/v1/commitments/{code}", json!({"as_of": "2026-01-01"}));
        assert_eq!(missing, Err("\u{201c}code\u{201d} is missing.".to_owned()));
        assert!(of("/api/v1/commitments", json!({"q": {"a": 1}})).is_err());
    }

    #[test]
    fn every_address_of_the_api_is_a_tool() {
        let patterns: Vec<&str> = TOOLS.iter().map(|d| d.pattern).collect();
        for resource in super::super::api::RESOURCES {
            let is_tool = patterns.contains(&resource.pattern);
            let is_description = resource.pattern == route::ApiDescription::PATTERN;
            assert_ne!(is_tool, is_description, "{}", resource.pattern);
        }
        for Described { tool, .. } in TOOLS.iter() {
            assert!(
                tool.description.as_ref().is_some_and(|d| d.len() > 10),
                "{}",
                tool.name
            );
            assert!(!tool.name.is_empty() && tool.name.len() < 60);
        }
    }
}
