//! Rendering pages with Leptos: whole, on the server, without any inline script.

use std::pin::Pin;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use futures::stream::once;
use futures::{Future, Stream, StreamExt};
use leptos::prelude::*;

use super::fallback::RequestIdText;
use crate::pages::Document;
use crate::service::App;

type Chunks = Pin<Box<dyn Stream<Item = String> + Send>>;

/// Answers a request with the page at its address.
pub async fn respond(State(app): State<App>, request: Request<Body>) -> Response {
    let request_id = RequestIdText::of(request.headers());
    let context = move || {
        provide_context(app.clone());
        provide_context(request_id.clone());
    };
    leptos_axum::handle_response_inner(context, || view! { <Document/> }, request, whole).await
}

/// Renders a document to its end before anything is sent.
///
/// The stock handler of `leptos_axum` appends a script with serialised data to every page. Pages
/// here are complete and islands carry their own data, so it is left out, and a strict
/// Content-Security-Policy needs no exception.
pub fn whole<V: IntoView + 'static>(
    document: V,
    _data_scripts: Box<dyn FnOnce() -> Chunks + Send>,
    _out_of_order: bool,
) -> Pin<Box<dyn Future<Output = Chunks> + Send>> {
    Box::pin(async move {
        let html = document.to_html_stream_in_order().collect::<String>().await;
        Box::pin(once(async move { html })) as Chunks
    })
}
