//! The tooltip of charts: one box that moves to the mark under the pointer or in focus.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Event, HtmlElement, KeyboardEvent};

use crate::dom::listen;

/// Called once, when the island starts.
pub fn enhance() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    for event in ["pointerover", "focusin"] {
        listen(&document, event, |document, event| match mark(event) {
            Some(mark) => show(document, &mark),
            None => hide(document),
        });
    }
    listen(&document, "keydown", |document, event| {
        let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
        if key.as_deref() == Some("Escape") {
            hide(document);
        }
    });
}

/// The mark that an event is about.
fn mark(event: &Event) -> Option<Element> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest(".chart a.mark").ok().flatten()
}

fn tip(document: &Document) -> Option<HtmlElement> {
    document.get_element_by_id("chart-tip")?.dyn_into().ok()
}

fn hide(document: &Document) {
    if let Some(tip) = tip(document) {
        tip.set_hidden(true);
    }
}

/// The meaning that the chart's key gives to marks of this kind.
fn meaning_in_key(mark: &Element) -> Option<String> {
    let kind = mark.class_list().item(1)?;
    let figure = mark.closest(".chart-figure").ok()??;
    let entry = figure.query_selector(&format!(".key li.{kind}")).ok()??;
    entry.get_attribute("data-meaning")
}

/// Shows the label of a mark below it, or above where the window ends.
fn show(document: &Document, mark: &Element) {
    let (Some(tip), Some(label)) = (tip(document), mark.get_attribute("aria-label")) else {
        return;
    };
    let text = match mark
        .get_attribute("data-meaning")
        .or_else(|| meaning_in_key(mark))
    {
        Some(meaning) => format!("{label}\n{meaning}"),
        None => label,
    };
    tip.set_text_content(Some(&text));
    tip.set_hidden(false);
    let (Some(window), place) = (web_sys::window(), mark.get_bounding_client_rect()) else {
        return;
    };
    let inner = |size: Result<JsValue, JsValue>| size.ok().and_then(|v| v.as_f64()).unwrap_or(0.0);
    let (wide, high) = (inner(window.inner_width()), inner(window.inner_height()));
    let own = tip.get_bounding_client_rect();
    let middle = place.left() + place.width() / 2.0 - own.width() / 2.0;
    let left = middle.min(wide - own.width() - 8.0).max(8.0);
    let below = place.bottom() + 8.0;
    let top = if below + own.height() > high {
        (place.top() - own.height() - 8.0).max(8.0)
    } else {
        below
    };
    let style = tip.style();
    let _ = style.set_property("left", &pixels(left));
    let _ = style.set_property("top", &pixels(top));
}

/// Whole pixels: what writes the digits of fractions takes more than the rest of this module.
#[expect(
    clippy::cast_possible_truncation,
    reason = "no screen is two thousand million pixels wide"
)]
fn pixels(length: f64) -> String {
    format!("{}px", length as i32)
}
