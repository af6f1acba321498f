//! The tooltip of charts: one box that moves to the mark under the pointer or in focus.

use std::cell::{Cell, RefCell};

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Document, Element, Event, HtmlElement, KeyboardEvent, MouseEvent, Node, PointerEvent,
};

use crate::dom::listen;

/// How large the target of a finger is at least, from its middle, in pixels.
const HALF_TARGET: f64 = 12.0;

thread_local! {
    /// Whether the last pointer was a finger.
    static BY_FINGER: Cell<bool> = const { Cell::new(false) };
    /// The mark that a finger has chosen: the next tap on it follows its link.
    static TAPPED: RefCell<Option<Element>> = const { RefCell::new(None) };
}

/// Called once, when the island starts.
pub fn enhance() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    for event in ["pointerover", "focusin"] {
        listen(&document, event, |document, event| match mark(event) {
            Some(mark) => show(document, &mark, false),
            None => hide(document),
        });
    }
    listen(&document, "pointerdown", |_, event| {
        let pointer = event.dyn_ref::<PointerEvent>();
        let finger = pointer.is_some_and(|pointer| pointer.pointer_type() == "touch");
        BY_FINGER.set(finger);
    });
    listen(&document, "click", tap);
    listen(&document, "keydown", |document, event| {
        BY_FINGER.set(false);
        let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
        if key.as_deref() == Some("Escape") {
            hide(document);
        }
    });
}

/// The first tap of a finger tells the numbers of the nearest mark, the second follows its link.
fn tap(document: &Document, event: &Event) {
    if !BY_FINGER.get() {
        return;
    }
    let Some((mark, is_within)) = nearest(event) else {
        TAPPED.set(None);
        return hide(document);
    };
    let is_second = TAPPED.with_borrow(|tapped| tapped.as_ref() == Some(&mark));
    if is_second && is_within {
        return;
    }
    event.prevent_default();
    if is_second {
        let href = mark.get_attribute("href");
        let window = web_sys::window();
        if let (Some(href), Some(window)) = (href, window) {
            let _ = window.location().set_href(&href);
        }
        return;
    }
    show(document, &mark, true);
    TAPPED.set(Some(mark));
}

/// The mark that a tap is for, and whether the tap lies in it: the smallest of those whose target, which
/// is never smaller than a finger, holds the place.
fn nearest(event: &Event) -> Option<(Element, bool)> {
    let tap = event.dyn_ref::<MouseEvent>()?;
    let (x, y) = (f64::from(tap.client_x()), f64::from(tap.client_y()));
    let target: Element = event.target()?.dyn_into().ok()?;
    let marks = target
        .closest(".chart")
        .ok()??
        .query_selector_all("a.mark")
        .ok()?;
    let mut best: Option<(f64, Element)> = None;
    for index in 0..marks.length() {
        let Some(mark) = marks
            .get(index)
            .and_then(|node| node.dyn_into::<Element>().ok())
        else {
            continue;
        };
        let place = mark.get_bounding_client_rect();
        let wide = (place.width() / 2.0).max(HALF_TARGET);
        let high = (place.height() / 2.0).max(HALF_TARGET);
        let middle = (
            place.left() + place.width() / 2.0,
            place.top() + place.height() / 2.0,
        );
        let is_held = (x - middle.0).abs() <= wide && (y - middle.1).abs() <= high;
        let size = wide * high;
        if is_held && best.as_ref().is_none_or(|(smallest, _)| size < *smallest) {
            best = Some((size, mark));
        }
    }
    let (_, mark) = best?;
    let node: &Node = &target;
    let is_within = mark.contains(Some(node));
    Some((mark, is_within))
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

/// Shows the label of a mark below it, or above where the window ends; to a finger with what another tap
/// does.
fn show(document: &Document, mark: &Element, by_finger: bool) {
    let (Some(tip), Some(label)) = (tip(document), mark.get_attribute("aria-label")) else {
        return;
    };
    let mut text = match mark
        .get_attribute("data-meaning")
        .or_else(|| meaning_in_key(mark))
    {
        Some(meaning) => format!("{label}\n{meaning}"),
        None => label,
    };
    let again = document.get_element_by_id("chart-again");
    if let Some(again) = again.filter(|_| by_finger).and_then(|a| a.text_content()) {
        text.push('\n');
        text.push_str(&again);
    }
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
