//! For those who run the program: is it alive, can it answer, what is it doing.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, Version, header};
use axum::response::{IntoResponse, Response};

use super::AppState;
use super::origin::is_loopback_host;
use super::params::Given;
use super::proxy::is_forwarded;
use crate::service::App;
use charts::png::further_fonts;
use store::StoreError;

/// `GET /healthz`: the program runs.
pub async fn alive() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-store")], "ok\n")
}

/// `GET /readyz`: the program can answer, and its database can be read and written. With `verbose` it
/// names the fonts that pictures are drawn with.
pub async fn ready(State(app): State<App>, Given(params): Given) -> Response {
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    let is_verbose = params.keys().any(|key| key == "verbose");
    match app.ready().await {
        Ok(()) if is_verbose => {
            let further = further_fonts().iter().map(|font| {
                let scripts = font.scripts.join(", ");
                format!("font: {}: {scripts}\n", font.name)
            });
            let own = "ready\nfont: Noto Sans (part of the program): Latin, Greek, Cyrillic\n";
            let lines: Vec<String> = [own.to_owned()].into_iter().chain(further).collect();
            (no_store, lines.concat()).into_response()
        }
        Ok(()) => (no_store, "ready\n").into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            let text = match &*error {
                StoreError::DiskFull { .. } => "The disk is full: nothing can be saved.\n",
                StoreError::Replaced { .. } => {
                    "The database file was deleted or replaced: nothing can be saved.\n"
                }
                StoreError::Newer { .. } => {
                    "A newer version of the program has changed the database: stop this one.\n"
                }
                _ => "The database does not answer. Pages show the last known state.\n",
            };
            (StatusCode::SERVICE_UNAVAILABLE, no_store, text).into_response()
        }
    }
}

/// `GET /metrics` on the public address: only for a caller on this machine that no proxy speaks for.
pub async fn local_metrics(
    State(state): State<AppState>,
    ConnectInfo(caller): ConnectInfo<SocketAddr>,
    version: Version,
    headers: HeaderMap,
) -> Response {
    let host = headers.get(header::HOST).map(|host| host.to_str());
    // A proxy that says nothing of itself still passes on the name that its visitors ask for, or
    // speaks an older HTTP. No host at all: no browser and no proxy.
    let is_direct = !is_forwarded(&headers)
        && version >= Version::HTTP_11
        && host.is_none_or(|host| host.is_ok_and(is_loopback_host));
    if caller.ip().to_canonical().is_loopback() && is_direct {
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
