//! Checks forms as they are filled in, and warns before unsaved work is left.
//!
//! Nothing on the page moves between the press of a pointer and the click that follows: a press takes the
//! focus from a field, and were its message shown or hidden then, the button would no longer be where the
//! pointer is let go, so that the click would be lost. What is found while a pointer is down is shown once
//! it is up.

use std::cell::{Cell, RefCell};

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Event, FormData, HtmlFormElement, UrlSearchParams};

use crate::dom::listen;
use domain::forms::{Fields, check};

/// Marks forms with unsaved content; the server sets it on a form that it shows again.
const UNSAVED: &str = "data-unsaved";

/// Called once, when the island starts.
pub fn enhance() {
    let Some(window) = web_sys::window() else {
        return;
    };
    let Some(document) = window.document() else {
        return;
    };
    listen(&document, "input", |_, event| {
        if let Some((form, _)) = form_and_field(event, "form[method=\"post\"]") {
            let _ = form.set_attribute(UNSAVED, "");
        }
    });
    for event in ["change", "focusout"] {
        listen(&document, event, |document, event| {
            if PRESSED.get() {
                WAITING.with_borrow_mut(|waiting| waiting.push(event.clone()));
            } else {
                check_field(document, event);
            }
        });
    }
    // A touch presses twice: as a pointer, and as the mouse that browsers make of it, which takes the focus.
    for event in ["pointerdown", "mousedown"] {
        listen(&document, event, |_, _| PRESSED.set(true));
    }
    for event in ["pointerup", "pointercancel", "mouseup", "dragend"] {
        listen(&document, event, |document, _| release_later(document));
    }
    // Where a pointer was let go outside the window, whoever goes on by keyboard ends the press.
    listen(&document, "keydown", |document, _| release(document));
    // A form that is sent is not lost; other forms on the page would be.
    listen(&document, "submit", |_, event| {
        let form = event
            .target()
            .and_then(|form| form.dyn_into::<Element>().ok());
        if let Some(form) = form {
            let _ = form.remove_attribute(UNSAVED);
        }
    });
    let owned = document.clone();
    let leaving = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        let unsaved = owned.query_selector(&format!("form[{UNSAVED}]"));
        if matches!(unsaved, Ok(Some(_))) {
            event.prevent_default();
        }
    });
    let _ =
        window.add_event_listener_with_callback("beforeunload", leaving.as_ref().unchecked_ref());
    leaving.forget();
}

thread_local! {
    /// Whether a pointer is down.
    static PRESSED: Cell<bool> = const { Cell::new(false) };
    /// Events since then whose fields are still to be checked.
    static WAITING: RefCell<Vec<Event>> = const { RefCell::new(Vec::new()) };
}

/// Ends a press once the click that belongs to it was dealt with: browsers send that in the same task.
fn release_later(document: &Document) {
    let owned = document.clone();
    let then = Closure::once_into_js(move || release(&owned));
    let scheduled = web_sys::window().map(|window| {
        window.set_timeout_with_callback_and_timeout_and_arguments_0(then.unchecked_ref(), 0)
    });
    if !matches!(scheduled, Some(Ok(_))) {
        release(document);
    }
}

/// Checks what waited for the end of a press.
fn release(document: &Document) {
    PRESSED.set(false);
    for event in WAITING.take() {
        check_field(document, &event);
    }
}

/// The form that an event is in, if it matches a selector, and its field.
fn form_and_field(event: &Event, kind: &str) -> Option<(HtmlFormElement, Element)> {
    let field: Element = event.target()?.dyn_into().ok()?;
    let form = field.closest(kind).ok()??;
    Some((form.dyn_into().ok()?, field))
}

/// Shows or hides the error message of the field that an event is about.
fn check_field(document: &Document, event: &Event) {
    let Some((form, field)) = form_and_field(event, "form[data-check]") else {
        return;
    };
    let (Some(name), Some(kind)) = (
        field.get_attribute("name"),
        form.get_attribute("data-check"),
    ) else {
        return;
    };
    let Some(data) = FormData::new_with_form(&form)
        .ok()
        .and_then(|data| UrlSearchParams::new_with_str_sequence_sequence(&data).ok())
    else {
        return;
    };
    let fields = Fields::parse(String::from(data.to_string()).as_bytes());
    let problems = check(&kind, &fields);
    let Some(message) = document.get_element_by_id(&format!("f-{name}-error")) else {
        return;
    };
    if let Some(problem) = problems.of(&name) {
        message.set_text_content(Some(problem));
        let _ = message.remove_attribute("hidden");
        let _ = field.set_attribute("aria-invalid", "true");
    } else {
        let _ = message.set_attribute("hidden", "");
        let _ = field.remove_attribute("aria-invalid");
    }
}
