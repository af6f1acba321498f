//! Answers that are ready to be sent again: packed once, and copied from then on.

use axum::body::{Body, Bytes, HttpBody};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap, SET_COOKIE, VARY};
use axum::response::Response;
use metrics::counter;

use super::encoding::Encoding;
use crate::service::cache::Cache;
use std::sync::Arc;

/// What is kept, in bytes: some thousand pages as they are sent.
const CAPACITY: u32 = 8 * 1024 * 1024;
/// The longest answer that is kept, before it is packed; what is longer is sent in pieces.
const LONGEST: u64 = 1024 * 1024;

/// What an answer depends on: its entity tag, which stands for all that its content follows from, and
/// the encoding.
type Key = (String, Encoding);

/// Answers by all that they depend on, so that none is ever wrong: an edit leads to other keys. The one
/// that was not asked for the longest goes first.
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
            // Headers: some hundred bytes each in their table.
            tag.len() + ready.body.len() + 100 * (1 + ready.headers.len())
        }))
    }
}

impl Bodies {
    /// The answer with this tag, where it is ready.
    pub async fn find(&self, tag: &str, encoding: Encoding) -> Option<Response> {
        let ready = self.0.kept_for(&(tag.to_owned(), encoding)).await;
        let outcome = if ready.is_some() { "ready" } else { "made" };
        counter!("answers_total", "outcome" => outcome).increment(1);
        ready.map(|ready| ready.answer())
    }

    /// Packs an answer and keeps it. One that is sent in pieces, that is no success, or that sets a
    /// cookie is handed back as it is.
    pub async fn keep(&self, tag: &str, encoding: Encoding, response: Response) -> Response {
        if !may_be_kept(&response) {
            return response;
        }
        let (parts, body) = encoding.pack(response).await.into_parts();
        let Ok(body) = axum::body::to_bytes(body, usize::MAX).await else {
            return super::fallback::fault();
        };
        let mut headers = parts.headers;
        // The length is that of the body; who answers says what it varies by.
        headers.remove(CONTENT_LENGTH);
        headers.remove(VARY);
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
