//! A cache of complete responses: compressed once, then sent as copies.

use axum::body::{Body, Bytes, HttpBody};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap, SET_COOKIE, VARY};
use axum::response::Response;
use metrics::counter;

use super::encoding::Encoding;
use crate::service::cache::Cache;
use std::sync::Arc;

/// Capacity in bytes: about four hundred pages as they are sent.
const CAPACITY: u32 = 4 * 1024 * 1024;
/// Maximum length in bytes of a response that is cached, before compression. Longer ones are streamed.
const LONGEST: u64 = 1024 * 1024;

/// Cache key: the entity tag, which stands for everything that the content depends on, and the encoding.
type Key = (String, Encoding);

/// Cached responses by everything that they depend on, so that none is ever wrong: an edit leads to other
/// keys. The least recently used one is evicted first.
#[derive(Debug, Clone)]
pub struct Bodies(Cache<Key, Ready>);

#[derive(Debug)]
struct Ready {
    headers: HeaderMap,
    body: Bytes,
}

impl Default for Bodies {
    fn default() -> Self {
        Self(Cache::new("ready answers", CAPACITY, |(tag, _), ready| {
            // A header takes about a hundred bytes in its table.
            tag.len() + ready.body.len() + 100 * (1 + ready.headers.len())
        }))
    }
}

impl Bodies {
    /// The cached response with this tag, if there is one.
    pub async fn find(&self, tag: &str, encoding: Encoding) -> Option<Response> {
        let ready = self.0.kept_for(&(tag.to_owned(), encoding)).await;
        let outcome = if ready.is_some() { "ready" } else { "made" };
        counter!("answers_total", "outcome" => outcome).increment(1);
        ready.map(|ready| ready.answer())
    }

    /// Compresses a response and caches it. Returns it unchanged if it is streamed, too long, encoded
    /// already, not `200 OK`, or sets a cookie.
    pub async fn keep(&self, tag: &str, encoding: Encoding, response: Response) -> Response {
        if !may_be_kept(&response) {
            return response;
        }
        let (parts, body) = encoding.pack(response).await.into_parts();
        let Ok(body) = axum::body::to_bytes(body, usize::MAX).await else {
            return super::fallback::fault();
        };
        let mut headers = parts.headers;
        // The length follows from the body, and the caller sets `Vary`.
        headers.remove(CONTENT_LENGTH);
        headers.remove(VARY);
        // A copy of its own length: what a body was collected in may be twice as long.
        let body = Bytes::copy_from_slice(&body);
        let ready = Arc::new(Ready { headers, body });
        let answer = ready.answer();
        self.0.keep((tag.to_owned(), encoding), ready).await;
        answer
    }
}

fn may_be_kept(response: &Response) -> bool {
    let is_short = |length| length <= LONGEST;
    response.status() == StatusCode::OK
        && response.body().size_hint().exact().is_some_and(is_short)
        && !response.headers().contains_key(SET_COOKIE)
        && !response.headers().contains_key(CONTENT_ENCODING)
}

impl Ready {
    fn answer(&self) -> Response {
        let mut response = Response::new(Body::from(self.body.clone()));
        response.headers_mut().clone_from(&self.headers);
        response
    }
}
