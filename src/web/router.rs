//! Every address the program answers, in one place.

use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware;
use axum::response::Response;
use axum::routing::{get, post};
use leptos_axum::LeptosRoutes;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{
    MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer,
};
use tower_http::timeout::TimeoutLayer;
use uuid::Uuid;

use super::fallback;
use super::{
    AppState, api, assets, atom, caching, chart_files, download, guard, health, language, openapi,
    origin, render, session, shown, sitemap, staff, telemetry, upload,
};
use crate::pages;

/// The longest a visitor waits before being told that it takes too long.
const TIMEOUT: Duration = Duration::from_secs(20);
/// A large file over a slow line takes longer, and so does a workbook of everything, which is put
/// together whole before its first byte goes out.
const TIMEOUT_OF_FILES: Duration = Duration::from_mins(10);
/// Nothing public takes a body; this is room for a slip.
const BODY_LIMIT: usize = 64 * 1024;

/// The whole site.
pub fn router(state: AppState) -> Router {
    let public: Vec<_> = pages::routes()
        .into_iter()
        .filter(|listing| !listing.path().starts_with("/staff"))
        .collect();
    let record = Router::new()
        .leptos_routes_with_handler(public, get(render::respond))
        .merge(chart_files::routes())
        .route("/changes.atom", get(atom::changes))
        .route("/resources.atom", get(atom::resources))
        .route("/commitments.csv", get(download::csv))
        .route("/commitments.json", get(download::json))
        .route("/commitments.zip", get(download::zip))
        .route("/api/v1/commitments", get(api::list_commitments))
        .route("/api/v1/commitments/{code}", get(api::find_commitment))
        .route("/api/v1/facets", get(api::list_facets))
        .route("/api/v1/members", get(api::list_members))
        .route("/api/v1/openapi.json", get(openapi::describe));
    let workbooks = Router::new().route("/commitments.xlsx", get(download::xlsx));
    let of_the_record = |routes: Router<AppState>| {
        routes
            .layer(middleware::from_fn_with_state(
                state.app.clone(),
                caching::revalidate,
            ))
            .layer(middleware::from_fn_with_state(
                state.app.clone(),
                shown::choose,
            ))
            .layer(RequestBodyLimitLayer::new(BODY_LIMIT))
    };

    Router::new()
        .merge(of_the_record(record))
        .merge(staff::routes(&state))
        .route("/language", post(language::choose))
        .route("/assets/{file}", get(assets::serve))
        .route(
            "/favicon.svg",
            get(async |headers: HeaderMap| assets::serve_fixed("favicon.svg", &headers)),
        )
        .route(
            "/favicon.ico",
            get(async |headers: HeaderMap| assets::serve_fixed("favicon.svg", &headers)),
        )
        .route("/sitemap.xml", get(sitemap::sitemap))
        .route(
            "/robots.txt",
            get(async |headers: HeaderMap| assets::serve_fixed("robots.txt", &headers)),
        )
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::local_metrics))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            TIMEOUT,
        ))
        .merge(
            of_the_record(workbooks)
                .merge(upload::routes(&state))
                .layer(TimeoutLayer::with_status_code(
                    StatusCode::REQUEST_TIMEOUT,
                    TIMEOUT_OF_FILES,
                )),
        )
        .fallback(fallback::unknown)
        .method_not_allowed_fallback(fallback::wrong_method)
        // From the inside out.
        .layer(middleware::from_fn_with_state(
            state.app.clone(),
            session::refuse_other_sites,
        ))
        .layer(middleware::from_fn_with_state(
            state.public_url.clone(),
            origin::tell,
        ))
        .layer(middleware::from_fn(telemetry::observe))
        .layer(RequestBodyLimitLayer::new(2 * upload::BODY_LIMIT))
        .layer(middleware::from_fn_with_state(
            state.app.clone(),
            fallback::guard_addresses,
        ))
        .layer(CatchPanicLayer::custom(|_| {
            tracing::error!("a request panicked");
            fallback::fault()
        }))
        .layer(middleware::from_fn(fallback::tell_of_faults))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn(guard::set_headers))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(OwnRequestId))
        .layer(middleware::from_fn(drop_foreign_ids))
        .with_state(state)
}

/// The figures alone, for an address of their own.
pub fn metrics_router(state: AppState) -> Router {
    Router::new()
        .route("/metrics", get(health::metrics))
        .with_state(state)
}

/// A new number for each request; one that the caller sent is not trusted.
#[derive(Debug, Clone, Copy)]
struct OwnRequestId;

impl MakeRequestId for OwnRequestId {
    fn make_request_id<B>(&mut self, _request: &axum::http::Request<B>) -> Option<RequestId> {
        HeaderValue::from_str(&Uuid::new_v4().simple().to_string())
            .ok()
            .map(RequestId::new)
    }
}

/// Takes away a request number that the caller sent, so that ours is the only one.
async fn drop_foreign_ids(mut request: Request, next: middleware::Next) -> Response {
    request.headers_mut().remove("x-request-id");
    next.run(request).await
}
