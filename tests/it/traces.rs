//! Traces, as a collector of OpenTelemetry gets them.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::post;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, Span, status::StatusCode};
use prost::Message;

use crate::support::program::Program;

type Received = Arc<Mutex<Vec<ResourceSpans>>>;

/// A collector on this machine, and what it has received.
async fn collector() -> (String, Received) {
    async fn take(State(received): State<Received>, headers: HeaderMap, body: Bytes) {
        assert_eq!(headers["content-type"], "application/x-protobuf");
        let sent = ExportTraceServiceRequest::decode(body).unwrap();
        received.lock().unwrap().extend(sent.resource_spans);
    }
    let received = Received::default();
    let site = Router::new()
        .route("/v1/traces", post(take))
        .with_state(Arc::clone(&received));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, site).await });
    (address, received)
}

fn text(attributes: &[KeyValue], key: &str) -> String {
    let found = attributes.iter().find(|pair| pair.key == key);
    match found.and_then(|pair| pair.value.as_ref()?.value.as_ref()) {
        Some(Value::StringValue(text)) => text.clone(),
        Some(Value::IntValue(number)) => number.to_string(),
        other => panic!("{key}: {other:?} among {attributes:?}"),
    }
}

/// The program in an environment, ready.
fn started(environment: &[(&str, &str)]) -> Program {
    let program = Program::start_with(20, |command| {
        command
            .args(["--trusted-proxy", "127.0.0.1"])
            .envs(environment.iter().copied())
    });
    let began = Instant::now();
    while program
        .get("/readyz")
        .is_none_or(|(status, _)| status != 200)
    {
        assert!(began.elapsed() < Duration::from_mins(2));
        std::thread::sleep(Duration::from_millis(50));
    }
    program
}

/// Starts the program so, asks it for some addresses, and stops it.
fn visit(environment: &[(&str, &str)], asked: &[(&str, &str)]) {
    let program = started(environment);
    for (address, headers) in asked {
        program.get_with(address, headers).unwrap();
    }
    program.stop();
}

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_gets_a_span_of_each_request() {
    let (address, received) = collector().await;
    let parent = format!("traceparent: 00-{TRACE}-00f067aa0ba902b7-01\r\n");
    let visiting = tokio::task::spawn_blocking(move || {
        visit(
            &[("OTEL_EXPORTER_OTLP_ENDPOINT", &address)],
            &[
                ("/commitments?q=something+private", &parent),
                ("/commitments/none", "traceparent: nonsense\r\n"),
                ("/follow/confirm/private-token", ""),
                ("/private-nowhere", ""),
            ],
        );
    });
    visiting.await.unwrap();
    let received = received.lock().unwrap();
    let resource = received[0].resource.as_ref().unwrap();
    assert_eq!(text(&resource.attributes, "service.name"), "ogp-tracker");
    let scopes = received.iter().flat_map(|of| &of.scope_spans);
    let spans: Vec<&Span> = scopes.flat_map(|scope| &scope.spans).collect();
    let named = |name: &str| -> &Span {
        let found = spans.iter().find(|span| span.name == name);
        found.unwrap_or_else(|| panic!("{name}: {spans:#?}"))
    };
    let list = named("GET /commitments");
    let trace = u128::from_str_radix(TRACE, 16).unwrap().to_be_bytes();
    assert_eq!(list.trace_id, trace);
    assert_eq!(text(&list.attributes, "http.response.status_code"), "200");
    let statements = list.events.iter();
    let statement = |attributes: &[KeyValue]| text(attributes, "db.statement");
    let statements: Vec<String> = statements.map(|e| statement(&e.attributes)).collect();
    assert!(statements.iter().any(|s| s.contains("SELECT")), "{list:?}");
    let missing = named("GET /commitments/{code}");
    assert_eq!(
        text(&missing.attributes, "http.response.status_code"),
        "404"
    );
    assert_ne!(missing.trace_id, list.trace_id);
    assert_eq!(missing.status.as_ref().unwrap().code(), StatusCode::Unset);
    let everything = format!("{spans:?}");
    assert!(!everything.contains("private"), "{everything}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_unless_the_environment_asks_for_it() {
    let (address, received) = collector().await;
    let visiting = tokio::task::spawn_blocking(move || {
        visit(
            &[
                ("OTEL_EXPORTER_OTLP_ENDPOINT", &address),
                ("OTEL_SDK_DISABLED", "true"),
            ],
            &[("/commitments", "")],
        );
        // A collector that never answers keeps nobody waiting, neither while pages are asked for nor at the end.
        let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/", silent.local_addr().unwrap());
        let program = started(&[("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", &address)]);
        let began = Instant::now();
        for _ in 0..20 {
            assert_eq!(program.get("/commitments").unwrap().0, 200);
        }
        program.stop();
        assert!(began.elapsed() < Duration::from_secs(15));
    });
    visiting.await.unwrap();
    assert!(received.lock().unwrap().is_empty());
}
