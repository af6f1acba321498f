//! What the islands need of the browser's document.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Event};

/// Listens to an event of the whole document for as long as the page lives.
pub fn listen(document: &Document, event: &str, then: impl Fn(&Document, &Event) + 'static) {
    let owned = document.clone();
    let closure = Closure::<dyn Fn(Event)>::new(move |event| then(&owned, &event));
    let _ = document.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    closure.forget();
}

/// Listens to an event of the window for as long as the page lives.
pub fn listen_to(window: &web_sys::Window, event: &str, then: impl Fn(&Document) + 'static) {
    let Some(document) = window.document() else {
        return;
    };
    let closure = Closure::<dyn Fn(Event)>::new(move |_| then(&document));
    let _ = window.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    closure.forget();
}
