//! `HEAD`: the headers that `GET` has, without the body.

use axum::extract::Request;
use axum::http::Method;
use axum::http::header::RANGE;
use axum::middleware::Next;
use axum::response::Response;

/// Lets everything behind it answer `HEAD` as it answers `GET`. The router takes the body away in the
/// end, so that the length is that of `GET`, or none where that has none.
///
/// Answered further inside, each layer would measure a body that is gone already.
pub async fn answer_as_get(mut request: Request, next: Next) -> Response {
    if request.method() == Method::HEAD {
        *request.method_mut() = Method::GET;
        // Only `GET` asks for a part (RFC 9110, 14.2).
        request.headers_mut().remove(RANGE);
    }
    next.run(request).await
}
