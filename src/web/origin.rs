//! Finding out the site's own address: what pictures, previews and citations name.

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::middleware::Next;
use axum::response::Response;

use crate::site::Origin;

/// Lets everything behind it know the site's address.
pub async fn tell(
    State(public_url): State<Option<Origin>>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(origin) = public_url.or_else(|| asked(request.headers())) {
        request.extensions_mut().insert(origin);
    }
    next.run(request).await
}

/// The address that a request was sent to.
fn asked(headers: &HeaderMap) -> Option<Origin> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let scheme = match text("x-forwarded-proto") {
        Some("https") => "https",
        _ => "http",
    };
    format!("{scheme}://{}", text(HOST.as_str())?).parse().ok()
}
