//! Every address the program answers, in one place.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware;
use axum::response::Response;
use axum::routing::{get, post, post_service};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{
    MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer,
};
use tower_http::timeout::TimeoutLayer;
use uuid::Uuid;

use super::bodies::Bodies;
use super::fallback;
use super::keys::{self, Takes};
use super::origin::Reached;
use super::render::Pages;
use super::shown::{RequestLang, Shown};
use super::{
    AppState, api, assets, assistant, base_path, brief_files, caching, catalog, chart_files,
    coverage_file, download, feeds, follow, guard, head, health, language, limit, oembed, origin,
    params, ranges, render, security_txt, session, shown, sitemap, staff, suggestions, telemetry,
};
use crate::pages;
use domain::route::{self, Route};

/// The longest a visitor waits before being told that it takes too long.
const TIMEOUT: Duration = Duration::from_secs(20);
/// A large file over a slow line takes longer, and so does a workbook of everything, which is put
/// together whole before its first byte goes out.
const TIMEOUT_OF_FILES: Duration = Duration::from_mins(10);
/// Nothing public takes a body; this is room for a slip.
const BODY_LIMIT: usize = 64 * 1024;

/// What files of commitments take: all that the address of a list does.
const COMMITMENTS: &[Takes] = &[
    Takes::Selection,
    Takes::Order,
    Takes::ListView,
    Takes::Excel,
];

/// The whole site.
pub fn router(state: AppState) -> Router {
    render::start();
    let record = Router::new()
        .merge(pages())
        .merge(chart_files::routes())
        .merge(other_feeds())
        .route(
            route::Catalog::PATTERN,
            keys::only(&[], get(catalog::catalog)),
        )
        .route(
            route::CoverageCsv::PATTERN,
            keys::only(&[Takes::Excel], get(coverage_file::csv)),
        )
        .route(route::OEmbed::PATTERN, get(oembed::oembed))
        .route(
            route::Suggestions::PATTERN,
            get(suggestions::suggest).layer(middleware::from_fn(base_path::in_json)),
        )
        .merge(commitment_files())
        .merge(api::routes());
    let workbooks = Router::new().route(
        route::CommitmentsXlsx::PATTERN,
        keys::only(COMMITMENTS, get(download::xlsx)),
    );
    let bodies = Bodies::default();
    let kept =
        move |shown: Shown, spoken: RequestLang, request: Request, next: middleware::Next| {
            caching::revalidate(bodies.clone(), shown, spoken, request, next)
        };
    let of_the_record = |routes: Router<AppState>| {
        routes
            .layer(middleware::from_fn_with_state(
                state.app.clone(),
                kept.clone(),
            ))
            .layer(middleware::from_fn_with_state(
                state.app.clone(),
                shown::choose,
            ))
            .layer(RequestBodyLimitLayer::new(BODY_LIMIT))
    };

    let mut for_assistants = Router::new();
    if state.app.answers_assistants() {
        let answers = of_the_record(api::routes())
            .layer(middleware::from_fn_with_state(
                state.app.clone(),
                fallback::guard_addresses,
            ))
            .layer(middleware::from_fn(params::read))
            .with_state(state.clone());
        let service = assistant::service(answers);
        for_assistants = for_assistants
            .route(route::Mcp::PATTERN, post_service(service))
            .layer(middleware::map_response(assistant::never_kept));
    }

    // Of the present always, and in all languages at once.
    let sitemap = Router::new()
        .route(route::Sitemap::PATTERN, get(sitemap::sitemap))
        .layer(middleware::from_fn_with_state(
            state.app.clone(),
            kept.clone(),
        ));
    // Of the present too: all files of everything are read for them.
    let checksums = Router::new()
        .route(route::Checksums::PATTERN, get(download::checksums))
        .layer(middleware::from_fn_with_state(
            state.app.clone(),
            kept.clone(),
        ));
    let site = Router::new()
        .merge(of_the_record(record))
        .merge(for_assistants)
        .merge(follow::routes(&state))
        .merge(staff::routes(&state))
        .route(route::Language::PATTERN, post(language::choose))
        .route(route::Asset::PATTERN, get(assets::serve))
        .route(
            route::FaviconSvg::PATTERN,
            get(async |headers: HeaderMap| assets::serve_fixed("favicon.svg", &headers)),
        )
        .route(
            route::FaviconIco::PATTERN,
            get(async |headers: HeaderMap| assets::serve_fixed("favicon.svg", &headers)),
        )
        .merge(sitemap)
        .route(route::Robots::PATTERN, get(sitemap::robots))
        .route(route::SecurityTxt::PATTERN, get(security_txt::security_txt))
        .route(route::Alive::PATTERN, get(health::alive))
        .route(route::Ready::PATTERN, get(health::ready))
        .route(route::Metrics::PATTERN, get(health::local_metrics))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            TIMEOUT,
        ))
        .merge(
            of_the_record(workbooks)
                .merge(checksums)
                .merge(staff::upload::routes(&state))
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
        .layer(middleware::from_fn(telemetry::observe))
        .layer(RequestBodyLimitLayer::new(2 * staff::upload::BODY_LIMIT))
        .layer(middleware::from_fn_with_state(
            state.app.clone(),
            fallback::guard_addresses,
        ))
        .layer(CatchPanicLayer::custom(|_| {
            tracing::error!("a request panicked");
            fallback::fault()
        }))
        .layer(middleware::from_fn(fallback::render_error_pages))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(
            limit::Limit::default(),
            limit::check,
        ));
    let reached = Arc::clone(&state.reached);
    base_path::below(outermost(site, &reached).with_state(state), &reached)
}

/// What every answer passes, also while the site itself is not there yet: a number for the request,
/// the headers that all have, and what is known of sender and address.
pub(super) fn outermost<S>(router: Router<S>, reached: &Arc<Reached>) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    router
        .layer(middleware::from_fn(ranges::answer))
        .layer(middleware::from_fn(params::read))
        .layer(middleware::from_fn_with_state(
            Arc::clone(reached),
            origin::tell,
        ))
        .layer(middleware::from_fn(guard::set_headers))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(OwnRequestId))
        .layer(middleware::from_fn(strip_request_id))
        .layer(middleware::from_fn(head::answer_as_get))
}

/// Files of the commitments that a query selects.
fn commitment_files() -> Router<AppState> {
    [
        (route::CommitmentsFeed::PATTERN, get(feeds::commitments)),
        (route::CommitmentsJsonFeed::PATTERN, get(feeds::commitments)),
        (route::CommitmentsNdjson::PATTERN, get(download::ndjson)),
        (route::CommitmentsParquet::PATTERN, get(download::parquet)),
        (route::CommitmentsRecords::PATTERN, get(download::records)),
        (route::RatingsCsv::PATTERN, get(download::ratings)),
        (route::RatingsJson::PATTERN, get(download::ratings)),
        (route::RatingsNdjson::PATTERN, get(download::ratings)),
        (route::RatingsParquet::PATTERN, get(download::ratings)),
        (route::CommitmentsCsv::PATTERN, get(download::csv)),
        (route::CommitmentsJson::PATTERN, get(download::json)),
        (route::CommitmentsZip::PATTERN, get(download::zip)),
        (route::BriefDocx::PATTERN, get(brief_files::docx)),
        (route::BriefCsv::PATTERN, get(brief_files::csv)),
    ]
    .into_iter()
    .fold(Router::new(), |routes, (pattern, answer)| {
        routes.route(pattern, keys::only(COMMITMENTS, answer))
    })
}

/// Feeds of anything but commitments.
fn other_feeds() -> Router<AppState> {
    let changes = || keys::only(&[Takes::History], get(feeds::changes));
    let resources = || keys::only(&[Takes::Resources], get(feeds::resources));
    Router::new()
        .route(route::ChangesFeed::PATTERN, changes())
        .route(route::ChangesJsonFeed::PATTERN, changes())
        .route(route::ResourcesFeed::PATTERN, resources())
        .route(route::ResourcesJsonFeed::PATTERN, resources())
}

/// Every public page.
fn pages() -> Router<AppState> {
    Router::new()
        .page(route::Home, pages::home_page)
        .page(route::Commitments, pages::commitments_page)
        .page_at(pages::commitment_page)
        .page(route::Members, pages::members_page)
        .page_at(pages::member_page)
        .page(route::Areas, pages::areas_page)
        .page_at(pages::area_page)
        .page(route::Charts, pages::explorer_page)
        .page_at(pages::chart_page)
        .page_at(pages::embed_page)
        .page(route::Compare, pages::compare_page)
        .page(route::Search, pages::search_page)
        .page(route::About, pages::about_page)
        .page(route::Brief, pages::brief_page)
        .page(route::Method, pages::method_page)
        .page(route::Data, pages::data_page)
        .page(route::Api, pages::api_page)
        .page(route::Coverage, pages::coverage_page)
        .page(route::Reports, pages::reports_page)
        .page(route::Versions, pages::versions_page)
        .page_at(pages::version_page)
        .page(route::Changes, pages::changes_page)
        .page(route::Challenge, pages::challenge_page)
        .page(route::Guide, pages::guide_page)
        .page_at(pages::chapter_page)
        .page_at(pages::action_page)
        .page(route::Network, pages::network_page)
        .page_at(pages::participant_page)
        .page(route::Resources, pages::resources_page)
}

/// The figures alone, for an address of their own.
pub fn metrics_router(state: AppState) -> Router {
    Router::new()
        .route(route::Metrics::PATTERN, get(health::metrics))
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
async fn strip_request_id(mut request: Request, next: middleware::Next) -> Response {
    request.headers_mut().remove("x-request-id");
    next.run(request).await
}
