//! Serving the files that pages need: hashed names for ever, fixed ones for a day.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::encoding::Encoding;
use super::render::At;
use crate::assets::{Asset, asset_at, asset_named};
use domain::route;

/// `GET /assets/{file}`: a file under its hashed name, for ever.
pub async fn serve(At(at): At<route::Asset>, headers: HeaderMap) -> Response {
    serve_at(&at.to_string(), &headers)
}

/// The file under a hashed name, by its address.
pub fn serve_at(address: &str, headers: &HeaderMap) -> Response {
    match asset_at(address) {
        Some(asset) => answer(asset, headers, "public, max-age=31536000, immutable"),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A file that must stand at a fixed address, such as `/favicon.svg`.
pub fn serve_fixed(name: &str, headers: &HeaderMap) -> Response {
    match asset_named(name) {
        Some(asset) => answer(asset, headers, "public, max-age=86400"),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn answer(asset: &Asset, headers: &HeaderMap, keep: &'static str) -> Response {
    let sent = |name| {
        headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
    };
    let common = [
        (CACHE_CONTROL, keep),
        (VARY, "accept-encoding"),
        (ETAG, asset.etag.as_str()),
    ];
    if sent(IF_NONE_MATCH)
        .split(',')
        .any(|tag| tag.trim() == asset.etag)
    {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    match &asset.brotli {
        Some(brotli) if Encoding::wanted(headers) == Encoding::Brotli => {
            let typed = [(CONTENT_TYPE, asset.content_type), (CONTENT_ENCODING, "br")];
            (common, typed, brotli.clone()).into_response()
        }
        _ => (
            common,
            [(CONTENT_TYPE, asset.content_type)],
            asset.plain.clone(),
        )
            .into_response(),
    }
}
