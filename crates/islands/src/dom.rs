//! What the islands need of the browser's document.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Event};

/// Listens to an event for as long as the page lives.
pub fn listen_on(on: &web_sys::EventTarget, event: &str, then: impl Fn(Event) + 'static) {
    let closure = Closure::<dyn Fn(Event)>::new(then);
    let _ = on.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    closure.forget();
}

/// The same of the whole document.
pub fn listen(document: &Document, event: &str, then: impl Fn(&Document, &Event) + 'static) {
    let owned = document.clone();
    listen_on(document, event, move |event| then(&owned, &event));
}

/// The address that a form asks with a query. Its own attribute: the page knows where the site is, and a field may
/// be called `action`.
pub fn asking(form: &Element, query: &str) -> Option<String> {
    let address = form.get_attribute("action")?;
    Some(if query.is_empty() {
        address
    } else {
        format!("{address}?{query}")
    })
}
