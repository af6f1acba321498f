//! What the list's island does in the browser.
//!
//! The server's page stays the only source of markup: a changed filter fetches the page at the new
//! address, and its parts replace those on display. Whatever goes wrong, the browser loads the
//! page in the ordinary way.

use std::cell::Cell;

use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Document, DomParser, Element, Event, FocusOptions, FormData, HtmlElement, HtmlFormElement,
    HtmlInputElement, NodeList, Response, SupportedType, UrlSearchParams, Window,
};

/// Parts of the page that are replaced whole. The count comes last: it is announced to screen
/// readers, when everything it speaks of is there.
const PARTS: [&str; 4] = ["view-title", "chips", "results", "count"];

thread_local! {
    /// Counts the changes made, so that an answer to an earlier one is dropped.
    static CHANGES: Cell<u32> = const { Cell::new(0) };
}

/// Begins to watch the form; called once, when the island wakes.
pub fn enhance() {
    let Some((window, document)) = page() else {
        return;
    };
    listen(&document, "change", |event| {
        if let Some(form) = changed_form(&event)
            && let Some(address) = address_of(&form)
        {
            show(address, true);
        }
    });
    listen(&document, "input", |event| {
        if let Some(input) = target::<HtmlInputElement>(&event)
            && input.class_name() == "facet-search"
        {
            narrow(&input);
        }
    });
    listen(&window, "popstate", |_| {
        if let Some((window, _)) = page()
            && let Ok(address) = window.location().href()
        {
            show(address, false);
        }
    });
    each(&document, ".facet-search", |element| {
        let _ = element.remove_attribute("hidden");
    });
    // What the form does by itself now needs no buttons.
    each(
        &document,
        ".filters-apply, .inline-field .button",
        |element| {
            let _ = element.set_attribute("hidden", "");
        },
    );
}

fn page() -> Option<(Window, Document)> {
    let window = web_sys::window()?;
    let document = window.document()?;
    Some((window, document))
}

fn listen(on: &web_sys::EventTarget, event: &str, then: impl Fn(Event) + 'static) {
    let closure = Closure::<dyn Fn(Event)>::new(then);
    let _ = on.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    // The page listens for as long as it is shown.
    closure.forget();
}

fn target<T: JsCast>(event: &Event) -> Option<T> {
    event.target()?.dyn_into().ok()
}

/// The filter form, if a check box or a choice in it was changed. A search waits for its button.
fn changed_form(event: &Event) -> Option<HtmlFormElement> {
    let changed: Element = target(event)?;
    let is = |attribute, value| changed.get_attribute(attribute).is_some_and(|v| v == value);
    let inside = changed.closest("#filters").ok()?.is_some();
    if is("type", "search") || !(inside || is("form", "filters")) {
        return None;
    }
    page()?.1.get_element_by_id("filters")?.dyn_into().ok()
}

/// Where the form leads as it is filled in now.
fn address_of(form: &HtmlFormElement) -> Option<String> {
    let data = FormData::new_with_form(form).ok()?;
    let query = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    Some(format!("/commitments?{}", String::from(query.to_string())))
}

/// Shows the view at an address; `remember` whether it becomes a step of the browser's history.
fn show(address: String, remember: bool) {
    let change = CHANGES.with(|changes| {
        changes.set(changes.get() + 1);
        changes.get()
    });
    mark_busy(true);
    spawn_local(async move {
        let fetched = fetch(&address).await;
        if CHANGES.with(Cell::get) != change {
            return;
        }
        mark_busy(false);
        if fetched.and_then(|html| replace(&html, remember)).is_none()
            && let Some((window, _)) = page()
        {
            let _ = window.location().assign(&address);
        }
    });
}

fn mark_busy(busy: bool) {
    if let Some(results) = page().and_then(|(_, document)| document.get_element_by_id("results")) {
        let _ = results.set_attribute("aria-busy", if busy { "true" } else { "false" });
    }
}

async fn fetch(address: &str) -> Option<String> {
    let (window, _) = page()?;
    let response: Response = JsFuture::from(window.fetch_with_str(address))
        .await
        .ok()?
        .dyn_into()
        .ok()?;
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.text().ok()?)
        .await
        .ok()?
        .as_string()
}

/// Puts the parts of a fetched page in the place of those on display.
fn replace(html: &str, remember: bool) -> Option<()> {
    let (window, document) = page()?;
    let fetched = DomParser::new()
        .ok()?
        .parse_from_string(html, SupportedType::TextHtml)
        .ok()?;
    let focused = document.active_element().and_then(|e| selector_of(&e));
    replace_facets(&document, &fetched)?;
    for part in PARTS {
        let new = fetched.get_element_by_id(part)?.inner_html();
        document.get_element_by_id(part)?.set_inner_html(&new);
    }
    document.set_title(&fetched.title());
    if remember {
        let canonical = fetched
            .query_selector("link[rel=canonical]")
            .ok()??
            .get_attribute("href")?;
        let history = window.history().ok()?;
        history
            .push_state_with_url(&JsValue::NULL, "", Some(&canonical))
            .ok()?;
    } else {
        restore_search(&document, &fetched);
    }
    if let Some(selector) = focused
        && let Ok(Some(element)) = document.query_selector(&selector)
        && let Ok(element) = element.dyn_into::<HtmlElement>()
    {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
    Some(())
}

/// Updates the values and counts of every facet; whether it is open, scrolled or narrowed by its
/// own search stays as it is. A facet that came or went changes the panel as a whole.
fn replace_facets(document: &Document, fetched: &Document) -> Option<()> {
    let facets = |of: &Document| elements(of, "#filters [data-facet]");
    let (old, new) = (facets(document), facets(fetched));
    let name = |facet: &Element| facet.get_attribute("data-facet");
    let same = old.len() == new.len() && old.iter().zip(&new).all(|(a, b)| name(a) == name(b));
    if !same {
        let panel = fetched.get_element_by_id("filters")?.inner_html();
        document
            .get_element_by_id("filters")?
            .set_inner_html(&panel);
        each(document, "#filters .facet-search", |e| {
            let _ = e.remove_attribute("hidden");
        });
        each(document, ".filters-apply", |e| {
            let _ = e.set_attribute("hidden", "");
        });
        return Some(());
    }
    for (old, new) in old.iter().zip(&new) {
        for part in ["summary", ".options"] {
            let content = new.query_selector(part).ok()??.inner_html();
            old.query_selector(part).ok()??.set_inner_html(&content);
        }
        if let Ok(Some(search)) = old.query_selector(".facet-search")
            && let Ok(search) = search.dyn_into::<HtmlInputElement>()
        {
            narrow(&search);
        }
    }
    let summary = ".filters > summary";
    let content = fetched.query_selector(summary).ok()??.inner_html();
    document
        .query_selector(summary)
        .ok()??
        .set_inner_html(&content);
    Some(())
}

/// After a step back, the search field and the order show what the view shows.
fn restore_search(document: &Document, fetched: &Document) {
    let field = |of: &Document| {
        of.get_element_by_id("q")?
            .dyn_into::<HtmlInputElement>()
            .ok()
    };
    if let (Some(shown), Some(new)) = (field(document), field(fetched)) {
        shown.set_value(&new.value());
    }
    if let (Some(shown), Some(new)) = (
        document.get_element_by_id("sort"),
        fetched.get_element_by_id("sort"),
    ) {
        shown.set_inner_html(&new.inner_html());
    }
}

/// Finds a focused control of the form again after its surroundings were replaced.
fn selector_of(element: &Element) -> Option<String> {
    let name = element.get_attribute("name")?;
    let value = element.get_attribute("value");
    element.closest("#filters").ok()??;
    // Names and values of the form's check boxes are slugs.
    Some(match value {
        Some(value) => format!("#filters [name=\"{name}\"][value=\"{value}\"]"),
        None => format!("#filters [name=\"{name}\"]"),
    })
}

/// Hides the values of a facet that do not hold what was typed into its search.
fn narrow(search: &HtmlInputElement) {
    let Ok(Some(fieldset)) = search.closest("fieldset") else {
        return;
    };
    let wanted = folded(&search.value());
    for item in listed(fieldset.query_selector_all("li").ok()) {
        let shown = folded(&item.text_content().unwrap_or_default()).contains(&wanted);
        let _ = if shown {
            item.remove_attribute("hidden")
        } else {
            item.set_attribute("hidden", "")
        };
    }
}

/// Lower case without diacritics, by the browser's own tables.
fn folded(text: &str) -> String {
    let decomposed = js_sys::JsString::from(text)
        .normalize("NFD")
        .to_lower_case();
    String::from(decomposed)
        .chars()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .collect()
}

fn elements(document: &Document, selector: &str) -> Vec<Element> {
    listed(document.query_selector_all(selector).ok())
}

fn listed(nodes: Option<NodeList>) -> Vec<Element> {
    let Some(nodes) = nodes else {
        return Vec::new();
    };
    (0..nodes.length())
        .filter_map(|i| nodes.item(i)?.dyn_into().ok())
        .collect()
}

fn each(document: &Document, selector: &str, act: impl Fn(&Element)) {
    elements(document, selector).iter().for_each(act);
}
