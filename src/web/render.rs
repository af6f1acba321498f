//! Rendering pages with Leptos: whole, on the server, without any inline script.

use std::pin::Pin;

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use futures::stream::once;
use futures::{Future, Stream, StreamExt};
use leptos::prelude::*;
use memchr::memmem;

use super::Origin;
use super::fallback::RequestIdText;
use super::links::{Kept, without};
use super::shown::Shown;
use crate::components::{Head, Here, Present};
use crate::pages::Document;
use crate::service::App;

type Chunks = Pin<Box<dyn Stream<Item = String> + Send>>;

/// Answers a request with the page at its address.
pub async fn respond(Shown(app): Shown, request: Request<Body>) -> Response {
    document(app, request, || ()).await
}

/// Renders the document at a request's address, with what `context` provides besides the usual.
pub async fn document(
    app: App,
    request: Request<Body>,
    context: impl Fn() + Clone + Send + 'static,
) -> Response {
    let request_id = RequestIdText::of(request.headers());
    let origin = request.extensions().get::<Origin>().cloned();
    let head = Head::default();
    let as_of = app.shown_as_of();
    let lang = app.lang();
    let present = Present(without(request.uri(), "as_of"));
    let here = Here(without(request.uri(), "lang"));
    let kept = Kept::on(&app, request.uri());
    let provided = move || {
        provide_context(app.clone());
        provide_context(request_id.clone());
        provide_context(head.clone());
        if let Some(kept) = kept.clone() {
            provide_context(kept);
        }
        provide_context(lang);
        provide_context(here.clone());
        if let Some(as_of) = as_of {
            provide_context(as_of);
            provide_context(present.clone());
        }
        if let Some(origin) = origin.clone() {
            provide_context(origin);
        }
        context();
    };
    leptos_axum::handle_response_inner(provided, || view! { <Document/> }, request, whole).await
}

/// The document without Leptos' markers (`<!>`), which are no valid markup: they tell the browser
/// part where pieces of an island begin, so that there they stay, as comments that are valid.
fn without_markers(html: &str) -> String {
    const ISLAND: [&str; 2] = ["<leptos-island", "</leptos-island>"];
    let find = |text: &str, what: &str| memmem::find(text.as_bytes(), what.as_bytes());
    let mut clean = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = find(rest, ISLAND[0]) {
        let end = find(&rest[at..], ISLAND[1]).map_or(rest.len(), |end| at + end);
        push_with_markers(&mut clean, &rest[..at], "");
        push_with_markers(&mut clean, &rest[at..end], "<!---->");
        rest = &rest[end..];
    }
    push_with_markers(&mut clean, rest, "");
    clean
}

/// Adds a piece of a document with `marker` for each of Leptos' markers.
fn push_with_markers(clean: &mut String, html: &str, marker: &str) {
    const MARKER: &str = "<!>";
    let mut done = 0;
    for at in memmem::find_iter(html.as_bytes(), MARKER) {
        clean.push_str(&html[done..at]);
        clean.push_str(marker);
        done = at + MARKER.len();
    }
    clean.push_str(&html[done..]);
}

/// Renders a document to its end before anything is sent.
///
/// The stock handler of `leptos_axum` appends a script with serialised data to every page. Pages
/// here are complete and islands carry their own data, so it is left out, and a strict
/// Content-Security-Policy needs no exception.
fn whole<V: IntoView + 'static>(
    document: V,
    _data_scripts: Box<dyn FnOnce() -> Chunks + Send>,
    _out_of_order: bool,
) -> Pin<Box<dyn Future<Output = Chunks> + Send>> {
    let head = use_context::<Head>().unwrap_or_default();
    let kept = use_context::<Kept>();
    Box::pin(async move {
        let html = document.to_html_stream_in_order().collect::<String>().await;
        let mut html = without_markers(&html);
        head.put_into(&mut html);
        if let Some(kept) = kept {
            html = kept.in_links_of(&html);
        }
        Box::pin(once(async move { html })) as Chunks
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_stay_in_islands_only() {
        let html = "<p>a<!>b</p><leptos-island>c<!>d</leptos-island><!>e";
        let clean = without_markers(html);
        assert_eq!(clean, "<p>ab</p><leptos-island>c<!---->d</leptos-island>e");
    }
}
