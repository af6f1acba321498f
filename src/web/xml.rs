//! XML documents. Stored texts may be older than the rules for texts, so characters that XML cannot contain
//! are removed here, for every feed and sitemap.

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use domain::characters::for_xml;

/// The media type of feeds.
pub const ATOM: &str = "application/atom+xml; charset=utf-8";

/// The media type of sitemaps.
pub const SITEMAP: &str = "application/xml; charset=utf-8";

/// A response with a document of this media type.
pub fn document(media: &'static str, xml: &str) -> Response {
    ([(CONTENT_TYPE, media)], for_xml(xml).into_owned()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_document_holds_nothing_that_xml_cannot() {
        let answer = document(ATOM, "<title>a\u{b}b\u{ffff}</title>");
        let body = axum::body::to_bytes(answer.into_body(), 100).await.unwrap();
        assert_eq!(body, "<title>ab</title>");
    }
}
