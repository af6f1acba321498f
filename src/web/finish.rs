//! What a rendered document still needs before it is sent, because Leptos 0.8 does not do it. Nothing
//! else changes finished HTML.
//!
//! - **Markers.** Between texts, lists and tuples of views Leptos writes `<!>`, by which its browser
//!   part finds them again: `tachys` does so in `view/strings.rs`, `view/iterators.rs` and
//!   `view/tuples.rs` without a way to turn it off, also outside of islands, where nothing looks for
//!   them. `<!>` is no valid HTML. See <https://github.com/leptos-rs/leptos/issues/903>.
//! - **The head.** `leptos_meta` writes the text of a title as it is
//!   (`ServerMetaContextOutput::inject_meta_context`), and whether it has heard of a tag that a page
//!   sets after it has waited for its data is left to chance. See
//!   <https://github.com/leptos-rs/leptos/issues/3999>.
//! - **Scripts.** `leptos_axum` appends a script with serialised data to every page. Pages here are
//!   complete and islands carry their own data, so that a strict Content-Security-Policy needs no
//!   exception.
//! - **The base path.** Pages are written as those of a site at the root of its host. Where it is below a
//!   path, every address in them gets that path here, before a page is kept ready or packed.

use std::pin::Pin;

use futures::stream::once;
use futures::{Future, Stream, StreamExt};
use leptos::prelude::*;
use lol_html::{RewriteStrSettings, element, rewrite_str};
use memchr::memmem;

use crate::components::Head;
use crate::site::BasePath;

type Chunks = Pin<Box<dyn Stream<Item = String> + Send>>;

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

/// Puts tags at the end of a document's head.
fn put_into_head(document: &mut String, tags: &str) {
    if let Some(at) = document.find("</head>") {
        document.insert_str(at, tags);
    }
}

/// The attributes of pages that hold an address.
const ADDRESSES: [&str; 5] = ["action", "data-suggestions", "formaction", "href", "src"];

/// The document of a site below a path. Only attributes change, and only addresses in them that begin at the
/// root: what people wrote stays as it is, whatever it looks like.
fn below(base_path: &BasePath, html: String) -> String {
    if base_path.is_empty() {
        return html;
    }
    // Not strict: that refuses markup which can be read in two ways, for those who filter what others wrote.
    let settings = RewriteStrSettings::new()
        .with_strict(false)
        .append_element_content_handler(element!("*", |element| {
            for name in ADDRESSES {
                let address = element.get_attribute(name);
                if let Some(address) = address.and_then(|address| base_path.prefixed(&address)) {
                    element.set_attribute(name, &address)?;
                }
            }
            Ok(())
        }));
    rewrite_str(&html, settings).unwrap_or_else(|error| {
        tracing::error!(%error, "the addresses of a page could not be put below the base path");
        html
    })
}

/// Renders a document to its end before anything is sent, and leaves the scripts out.
pub fn whole<V: IntoView + 'static>(
    document: V,
    _data_scripts: Box<dyn FnOnce() -> Chunks + Send>,
    _out_of_order: bool,
) -> Pin<Box<dyn Future<Output = Chunks> + Send>> {
    let head = use_context::<Head>().unwrap_or_default();
    let base_path = use_context::<BasePath>().unwrap_or_default();
    Box::pin(async move {
        let html = document.to_html_stream_in_order().collect::<String>().await;
        let mut html = without_markers(&html);
        put_into_head(&mut html, &head.tags());
        let html = below(&base_path, html);
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

    #[test]
    fn tags_stand_at_the_end_of_the_head() {
        let mut document = "<head><meta></head><body>&lt;/head&gt;</body>".to_owned();
        put_into_head(&mut document, "<title>x</title>");
        assert!(document.starts_with("<head><meta><title>x</title></head>"));
    }

    #[test]
    fn addresses_get_the_base_path_and_texts_do_not() {
        let html = "<!DOCTYPE html><html lang=\"en\"><head><title>href=\"/x\"</title><link rel=\"icon\" href=\"/favicon.svg\"><script type=\"module\" src=\"/assets/a.js\"></script></head><body><form action=\"/search\"><input name=\"q\" value=\"/x\" data-suggestions=\"/search/suggestions.json\"><button formaction=\"/staff\">Go</button></form><svg><a class=\"mark\" href=\"/commitments?a=1&amp;b=%2Fx\"><use href=\"#s\"/></a></svg><textarea>&lt;a href=\"/x\"></textarea><p title=\"/x\">a href=\"/x\" /x <a href=\"//elsewhere.example\">b</a><a href=\"https://a.example/x\">c</a><a href=\"?page=2\">d</a><a href=\"#e\">e</a><a href=\"/\">f</a></p></body></html>";
        let expected = html
            .replace("href=\"/favicon", "href=\"/tracker/favicon")
            .replace("src=\"/assets", "src=\"/tracker/assets")
            .replace("action=\"/search\"", "action=\"/tracker/search\"")
            .replace("=\"/search/s", "=\"/tracker/search/s")
            .replace("formaction=\"/staff", "formaction=\"/tracker/staff")
            .replace("href=\"/commitments", "href=\"/tracker/commitments")
            .replace("<a href=\"/\">", "<a href=\"/tracker/\">");
        let base: BasePath = "/tracker".parse().unwrap();
        assert_eq!(below(&base, html.to_owned()), expected);
        assert_eq!(below(&BasePath::default(), html.to_owned()), html);
    }
}
