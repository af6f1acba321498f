//! What the program says about itself: structured logs and figures.

use std::io::IsTerminal;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use tracing::Instrument;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

use super::fallback::RequestIdText;
use super::proxy::Arrival;
use super::traces::{self, Traces};
use crate::service::{App, HeavyKind};

/// Sends logs to standard error: lines for people on a terminal, JSON otherwise. `RUST_LOG` chooses what is logged;
/// `info` without it. Begins to send traces, where the environment asks for it.
pub fn start_logging() -> Option<Traces> {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let filter = traces::without_requests(filter);
    let (traces, trouble) = match Traces::from_environment() {
        Some(Ok(traces)) => (Some(traces), None),
        Some(Err(error)) => (None, Some(error)),
        None => (None, None),
    };
    // A second call, in tests, changes nothing.
    let _ = match &traces {
        // One filter for everything: beside a layer without one of its own, lines can get lost
        // (https://github.com/tokio-rs/tracing/issues/2519).
        None => tracing_subscriber::registry()
            .with(filter)
            .with(log())
            .try_init(),
        Some(traces) => tracing_subscriber::registry()
            .with(log().with_filter(filter))
            .with(traces.layer())
            .try_init(),
    };
    if let Some(error) = trouble {
        tracing::warn!(%error, "no traces are sent: see the variables OTEL_... of the environment");
    }
    traces
}

/// Lines for people on a terminal, JSON otherwise.
fn log<S>() -> Box<dyn Layer<S> + Send + Sync>
where
    S: tracing::Subscriber + for<'span> LookupSpan<'span>,
{
    let log = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        log.compact().boxed()
    } else {
        log.json().flatten_event(true).boxed()
    }
}

/// Figures about requests and the record.
#[derive(Debug, Clone)]
pub struct Metrics(PrometheusHandle);

impl Metrics {
    /// Begins to count. Refuses a second recorder in one process.
    pub fn install() -> Result<Self, BuildError> {
        Ok(Self(PrometheusBuilder::new().install_recorder()?))
    }

    /// Counts for nobody; for tests, of which many run in one process.
    pub fn detached() -> Self {
        Self(PrometheusBuilder::new().build_recorder().handle())
    }

    /// The figures in Prometheus' text format.
    pub fn render(&self, app: &App) -> String {
        let catalogue = app.catalogue();
        gauge!("ogp_commitments").set(catalogue.len() as f64);
        gauge!("ogp_data_version").set(catalogue.version().number as f64);
        drop(catalogue);
        for kind in HeavyKind::ALL {
            let load = app.heavy().load(kind);
            gauge!("heavy_work_running", "kind" => kind.slug()).set(load.running as f64);
            gauge!("heavy_work_waiting", "kind" => kind.slug()).set(load.waiting as f64);
        }
        let instance = app.instance_figures();
        if let Some(is_listening) = instance.is_listening {
            gauge!("ogp_listener_connected").set(f64::from(u8::from(is_listening)));
            counter!("ogp_listener_losses_total").absolute(instance.times_lost);
        }
        counter!("ogp_catch_ups_total", "outcome" => "in_time").absolute(instance.caught_up);
        counter!("ogp_catch_ups_total", "outcome" => "too_late").absolute(instance.given_up);
        if let Some(replica) = instance.replica {
            gauge!("ogp_replica_away").set(f64::from(u8::from(replica.is_away)));
            let reads = |outcome| counter!("ogp_replica_reads_total", "outcome" => outcome);
            reads("answered").absolute(replica.answered);
            reads("passed_over").absolute(replica.passed_over);
        }
        let sources = app.known_sources();
        for source in sources.as_slice() {
            let changed = f64::from(u8::from(!source.columns_note.is_empty()));
            let name = || source.name.clone();
            gauge!("ogp_source_failures", "source" => name()).set(source.failures as f64);
            gauge!("ogp_source_waiting", "source" => name()).set(source.pending.total() as f64);
            gauge!("ogp_source_columns_changed", "source" => name()).set(changed);
            if let Some(at) = source.checked_at {
                gauge!("ogp_source_answered_seconds", "source" => name())
                    .set(at.timestamp() as f64);
            }
        }
        self.0.run_upkeep();
        self.0.render()
    }
}

/// Counts, logs and traces every request: what was asked, what was answered, how long it took.
///
/// The address is logged without its query, in which visitors may have typed anything, and without the secrets
/// that links in e-mail have.
pub async fn observe(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = RequestIdText::of(request.headers());
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "other".to_owned(), |matched| matched.as_str().to_owned());
    let path: String = if route.contains("{token}") {
        route.clone()
    } else {
        request.uri().path().chars().take(200).collect()
    };
    let arrival = request.extensions().get::<Arrival>();
    let span = traces::of_request(&method, &route, &id, arrival);
    let response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    traces::answered(&span, status);
    drop(span);
    let took = began.elapsed();
    let labels = [("route", route), ("status", status.to_string())];
    counter!("http_requests_total", &labels).increment(1);
    histogram!("http_request_seconds", &labels).record(took.as_secs_f64());
    let milliseconds = took.as_secs_f64() * 1000.0;
    if status >= 500 {
        tracing::error!(request = %id, %method, path, status, milliseconds, "answered");
    } else {
        tracing::debug!(request = %id, %method, path, status, milliseconds, "answered");
    }
    response
}
