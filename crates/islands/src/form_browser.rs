//! What the forms' island does in the browser.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Event, FormData, HtmlFormElement, UrlSearchParams};

use domain::forms::{Fields, check};

/// Forms whose content is unsaved carry this; the server gives it to one that it shows again.
const UNSAVED: &str = "data-unsaved";

/// Begins to watch the forms; called once, when the island wakes.
pub fn enhance() {
    let Some(window) = web_sys::window() else {
        return;
    };
    let Some(document) = window.document() else {
        return;
    };
    listen(&document, "input", |_, event| {
        if let Some((form, _)) = place(event, "form[method=\"post\"]") {
            let _ = form.set_attribute(UNSAVED, "");
        }
    });
    // When a field is left, and at once where it is already known to be wrong.
    listen(&document, "change", tell);
    listen(&document, "focusout", tell);
    // What is sent is not lost; what stands in other forms of the page would be.
    listen(&document, "submit", |_, event| {
        let form = event
            .target()
            .and_then(|form| form.dyn_into::<Element>().ok());
        if let Some(form) = form {
            let _ = form.remove_attribute(UNSAVED);
        }
    });
    let seen = document.clone();
    let leaving = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        let unsaved = seen.query_selector(&format!("form[{UNSAVED}]"));
        if matches!(unsaved, Ok(Some(_))) {
            event.prevent_default();
        }
    });
    let _ =
        window.add_event_listener_with_callback("beforeunload", leaving.as_ref().unchecked_ref());
    leaving.forget();
}

/// The form of a kind that an event is in, and its field.
fn place(event: &Event, kind: &str) -> Option<(HtmlFormElement, Element)> {
    let field: Element = event.target()?.dyn_into().ok()?;
    let form = field.closest(kind).ok()??;
    Some((form.dyn_into().ok()?, field))
}

/// Says beside the field what is wrong with it, or no longer.
fn tell(document: &Document, event: &Event) {
    let Some((form, field)) = place(event, "form[data-check]") else {
        return;
    };
    let (Some(name), Some(kind)) = (
        field.get_attribute("name"),
        form.get_attribute("data-check"),
    ) else {
        return;
    };
    let Some(sent) = FormData::new_with_form(&form)
        .ok()
        .and_then(|data| UrlSearchParams::new_with_str_sequence_sequence(&data).ok())
    else {
        return;
    };
    let fields = Fields::parse(String::from(sent.to_string()).as_bytes());
    let problems = check(&kind, &fields);
    let Some(place) = document.get_element_by_id(&format!("f-{name}-error")) else {
        return;
    };
    if let Some(problem) = problems.of(&name) {
        place.set_text_content(Some(problem));
        let _ = place.remove_attribute("hidden");
        let _ = field.set_attribute("aria-invalid", "true");
    } else {
        let _ = place.set_attribute("hidden", "");
        let _ = field.remove_attribute("aria-invalid");
    }
}

fn listen(document: &Document, event: &str, then: impl Fn(&Document, &Event) + 'static) {
    let seen = document.clone();
    let closure = Closure::<dyn Fn(Event)>::new(move |event| then(&seen, &event));
    let _ = document.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    // The page listens for as long as it lives.
    closure.forget();
}
