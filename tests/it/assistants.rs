//! `/mcp`: what assistants ask, message by message (Model Context Protocol, streamable HTTP).

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};

use crate::support::site::{Answer, Site};

/// Sends a message as a client of the protocol does.
async fn send(site: &Site, message: &Value) -> Answer {
    let request = Request::builder()
        .method(Method::POST)
        .uri("/mcp")
        .header("host", "tracker.example")
        .header("content-type", "application/json")
        .header("accept", "application/json, text/event-stream")
        .header("mcp-protocol-version", "2025-06-18");
    let request = request.body(Body::from(message.to_string())).unwrap();
    site.ask(request).await
}

/// What a request is answered with; panics where it is an error of the protocol.
async fn asked(site: &Site, method: &str, params: Value) -> Value {
    let message = json!({"jsonrpc": "2.0", "id": 7, "method": method, "params": params});
    let answer = send(site, &message).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("content-type"), "application/json");
    let answer = answer.json();
    assert_eq!(answer["id"], 7);
    assert!(answer["error"].is_null(), "{answer}");
    answer["result"].clone()
}

async fn called(site: &Site, tool: &str, arguments: Value) -> Value {
    let params = json!({"name": tool, "arguments": arguments});
    asked(site, "tools/call", params).await
}

fn texts(result: &Value) -> Vec<&str> {
    let content = result["content"].as_array().unwrap().iter();
    content.map(|part| part["text"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_assistant_introduces_itself_and_is_told_what_there_is() {
    let site = Site::bundled().await;
    let hello = json!({
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    });
    let told = asked(&site, "initialize", hello).await;
    assert!(told["capabilities"]["tools"].is_object(), "{told}");
    let instructions = told["instructions"].as_str().unwrap();
    let started = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
    assert_eq!(send(&site, &started).await.status, 202);

    let tools = asked(&site, "tools/list", json!({})).await;
    let tools = tools["tools"].as_array().unwrap();
    let names: Vec<&str> = tools.iter().map(|t| t["name"].as_str().unwrap()).collect();
    // What the instructions speak of is there.
    for named in instructions.split(|c: char| !c.is_ascii_lowercase() && c != '_') {
        let is_tool = named.starts_with("list_") || named.starts_with("find_");
        assert!(!is_tool || names.contains(&named), "{named}: {names:?}");
    }
    for tool in tools {
        assert_eq!(tool["annotations"]["readOnlyHint"], true, "{tool}");
        assert_eq!(tool["inputSchema"]["additionalProperties"], false, "{tool}");
    }
}

#[tokio::test]
async fn tools_answer_as_the_api_does_and_name_where() {
    let site = Site::bundled().await.called("https://tracker.example");
    let arguments = json!({"member": ["uruguay"], "q": "open data", "per_page": 3});
    let result = called(&site, "list_commitments", arguments).await;
    assert_ne!(result["isError"], true, "{result}");
    let [answer, source] = texts(&result)[..] else {
        panic!("{result}")
    };
    let address = source
        .strip_prefix("Source: https://tracker.example")
        .unwrap();
    assert_eq!(answer, site.get(address).await.body);
    let answer: Value = serde_json::from_str(answer).unwrap();
    assert_eq!(answer["items"].as_array().unwrap().len(), 3);

    let code = answer["items"][0]["code"].as_str().unwrap();
    let result = called(&site, "find_commitment", json!({"code": code})).await;
    let one: Value = serde_json::from_str(texts(&result)[0]).unwrap();
    assert_eq!(one["code"], code);
    // The past is as near as the present.
    let before = json!({"code": code, "as_of": "2001-01-01"});
    let result = called(&site, "find_commitment", before).await;
    assert_eq!(result["isError"], true, "{result}");
}

#[tokio::test]
async fn what_cannot_be_asked_is_told_in_words() {
    let site = Site::bundled().await;
    for (tool, arguments, expected) in [
        ("list_commitments", json!({"memeber": "chile"}), "memeber"),
        ("list_commitments", json!({"member": ["chlie"]}), "chlie"),
        ("find_commitment", json!({"code": "NL9999"}), "NL9999"),
        ("list_commitments", json!({"q": "x".repeat(5_000)}), "q"),
    ] {
        let result = called(&site, tool, arguments).await;
        assert_eq!(result["isError"], true, "{result}");
        let problem: Value = serde_json::from_str(texts(&result)[0]).unwrap();
        assert!(
            problem["detail"].as_str().unwrap().contains(expected),
            "{problem}"
        );
    }
    let params = json!({"name": "delete_everything", "arguments": {}});
    let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params});
    let refused = send(&site, &message).await.json();
    let words = refused["error"]["message"].as_str().unwrap();
    assert!(
        words.contains("delete_everything") && words.contains("list_commitments"),
        "{words}"
    );
    // No message, too long a one, and one that is no request.
    for (body, status) in [("{", 400), (&*"x".repeat(100_000), 413)] {
        let request = Request::builder()
            .method(Method::POST)
            .uri("/mcp")
            .header("host", "tracker.example")
            .header("content-type", "application/json")
            .header("accept", "application/json, text/event-stream");
        let answer = site
            .ask(request.body(Body::from(body.to_owned())).unwrap())
            .await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
        assert!(
            answer.status == status || answer.status == 415,
            "{}",
            answer.status
        );
    }
    assert_eq!(site.get("/mcp").await.status, 405);
}

#[tokio::test]
async fn pages_of_other_sites_may_ask_and_an_operator_may_switch_it_off() {
    let site = Site::bundled().await;
    let preflight = Request::builder()
        .method(Method::OPTIONS)
        .uri("/mcp")
        .header("host", "tracker.example")
        .header("origin", "https://elsewhere.example")
        .header("access-control-request-method", "POST");
    let answer = site.ask(preflight.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert!(
        answer
            .header("access-control-allow-methods")
            .contains("POST")
    );
    let ping = json!({"jsonrpc": "2.0", "id": 1, "method": "ping"}).to_string();
    let from_elsewhere = || {
        Request::builder()
            .method(Method::POST)
            .uri("/mcp")
            .header("host", "tracker.example")
            .header("origin", "https://elsewhere.example")
            .header("sec-fetch-site", "cross-site")
            .header("content-type", "application/json")
            .header("accept", "application/json, text/event-stream")
            .body(Body::from(ping.clone()))
            .unwrap()
    };
    let answer = site.ask(from_elsewhere()).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(site.get("/api").await.body.contains("/mcp"));
    site.app.refuse_assistants();
    let without = site.called("https://tracker.example");
    assert_eq!(without.ask(from_elsewhere()).await.status, 404);
    assert!(!without.get("/api").await.body.contains("/mcp"));
}
