//! What stands after the `?` of an address: read once for each request, before anything else.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request};
use axum::http::Extensions;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;

use domain::{Params, QueryError};

/// The keys and values of a request's address.
#[derive(Debug, Clone, Default)]
pub struct Given(pub Arc<Params>);

impl Given {
    /// What was read of a request.
    pub fn of(extensions: &Extensions) -> Self {
        extensions.get::<Self>().cloned().unwrap_or_default()
    }
}

impl<S: Sync> FromRequestParts<S> for Given {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.extensions))
    }
}

/// Why an address could not be read.
#[derive(Debug, Clone)]
pub struct Unreadable(pub QueryError);

/// Reads the address for everything behind it.
pub async fn read(mut request: Request, next: Next) -> Response {
    match Params::parse(request.uri().query().unwrap_or_default()) {
        Ok(params) => {
            let params = Given(Arc::new(params));
            request.extensions_mut().insert(params);
        }
        Err(error) => {
            request.extensions_mut().insert(Unreadable(error));
        }
    }
    next.run(request).await
}
