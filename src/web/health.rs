//! For those who run the program: is it alive, can it answer, what is it doing.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::AppState;
use crate::service::App;

/// `GET /healthz`: the program runs.
pub async fn alive() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-store")], "ok\n")
}

/// `GET /readyz`: the program can answer, its database too.
pub async fn ready(State(app): State<App>) -> Response {
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    match app.ping().await {
        Ok(()) => (no_store, "ready\n").into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            let text = "The database does not answer. Pages show the last known state.\n";
            (StatusCode::SERVICE_UNAVAILABLE, no_store, text).into_response()
        }
    }
}

/// `GET /metrics` on the public address: only for a caller on this machine that no proxy speaks for.
pub async fn local_metrics(
    State(state): State<AppState>,
    ConnectInfo(caller): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    let forwarded = ["forwarded", "x-forwarded-for", "x-real-ip", "via"]
        .iter()
        .any(|name| headers.contains_key(*name));
    if caller.ip().is_loopback() && !forwarded {
        metrics(State(state)).await.into_response()
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}

/// `GET /metrics` on the address that was configured for it.
pub async fn metrics(State(state): State<AppState>) -> impl IntoResponse {
    let typed = [
        (
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (typed, state.metrics.render(&state.app))
}
