//! Traces for OpenTelemetry: a span for each request, until the first byte of its answer, with the first statements
//! that it sends to the database as events.
//!
//! They are sent where the environment says (`OTEL_EXPORTER_OTLP_ENDPOINT`), and without an address nowhere: a span
//! then costs nothing. What visitors type and secrets of links are not in them, only the pattern of an address.

use std::collections::HashMap;
use std::time::Duration;

use axum::http::Method;
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{ExporterBuildError, SpanExporter};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::Span;
use tracing::field::Empty;
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{EnvFilter, LevelFilter, Targets};
use tracing_subscriber::registry::LookupSpan;

use super::fallback::RequestIdText;
use super::proxy::Arrival;

/// Where traces are sent: to `/v1/traces` of the first, or to the second.
const ENDPOINTS: [&str; 2] = [
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
];
/// Turns everything of OpenTelemetry off.
const DISABLED: &str = "OTEL_SDK_DISABLED";
/// What the program is called, unless the environment says.
const SERVICE: &str = "ogp-tracker";
/// The target of the spans of requests.
const REQUESTS: &str = "ogp_tracker::requests";
/// The target of the statements that are sent to the database. Their values are not among them.
const STATEMENTS: &str = "sqlx";
/// The methods that a span names.
const KNOWN_METHODS: [&str; 7] = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
/// How long a program that stops waits for what it has still to send.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// The traces of this process, while they are sent.
#[derive(Debug)]
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// Those that the environment asks for; none where it does not.
    pub fn from_environment() -> Option<Result<Self, ExporterBuildError>> {
        let said = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_off = std::env::var(DISABLED).is_ok_and(|off| off.eq_ignore_ascii_case("true"));
        if is_off || !ENDPOINTS.iter().any(|name| said(name)) {
            return None;
        }
        Some(Self::sent())
    }

    fn sent() -> Result<Self, ExporterBuildError> {
        let exporter = SpanExporter::builder().with_http().build()?;
        let said = |name| std::env::var(name).unwrap_or_default();
        let is_named = !said("OTEL_SERVICE_NAME").is_empty()
            || said("OTEL_RESOURCE_ATTRIBUTES").contains("service.name=");
        let mut resource = Resource::builder();
        if !is_named {
            resource = resource.with_service_name(SERVICE);
        }
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_resource(resource.build())
            .build();
        Ok(Self(provider))
    }

    /// What collects them.
    pub(super) fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: tracing::Subscriber + for<'span> LookupSpan<'span>,
    {
        let wanted = Targets::new()
            .with_target(REQUESTS, LevelFilter::DEBUG)
            .with_target(STATEMENTS, LevelFilter::DEBUG);
        tracing_opentelemetry::layer()
            .with_tracer(self.0.tracer(SERVICE))
            .with_location(false)
            .with_threads(false)
            .with_filter(wanted)
    }

    /// Sends what is left. Waits for it, a few seconds at most.
    pub fn stop(self) {
        if let Err(error) = self.0.shutdown_with_timeout(LAST_WORDS) {
            tracing::warn!(%error, "some traces could not be sent");
        }
    }
}

/// A filter of the log that leaves out the spans of requests, since the log has a line for each request already.
pub(super) fn without_requests(log: EnvFilter) -> EnvFilter {
    match format!("{REQUESTS}=off").parse() {
        Ok(off) => log.add_directive(off),
        Err(_) => log,
    }
}

/// The span of a request, which goes on with the trace that a trusted proxy names.
pub(super) fn of_request(
    method: &Method,
    route: &str,
    id: &RequestIdText,
    arrival: Option<&Arrival>,
) -> Span {
    // Whoever asks may name a method of any length.
    let method = match method.as_str() {
        known if KNOWN_METHODS.contains(&known) => known,
        _ => "_OTHER",
    };
    let span = tracing::debug_span!(
        target: REQUESTS,
        "request",
        otel.name = format!("{method} {route}"),
        otel.kind = "server",
        otel.status_code = Empty,
        http.request.method = method,
        http.route = route,
        http.response.status_code = Empty,
        request.id = %id,
    );
    let parent = arrival.and_then(|arrival| arrival.trace.clone());
    if let Some(parent) = parent.filter(|_| !span.is_disabled()) {
        let header = HashMap::from([("traceparent".to_owned(), parent)]);
        // What is no such header begins a trace of its own.
        let _ = span.set_parent(TraceContextPropagator::new().extract(&header));
    }
    span
}

/// Notes in the span of a request what was answered.
pub(super) fn answered(span: &Span, status: u16) {
    span.record("http.response.status_code", status);
    if status >= 500 {
        span.record("otel.status_code", "ERROR");
    }
}
