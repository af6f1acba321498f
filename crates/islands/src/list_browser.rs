//! Filters the list without full page loads.
//!
//! The server's page stays the only source of markup: a changed filter fetches the page at the new
//! address, and its parts replace those on display. Where it cannot be fetched, the page stays as it is and
//! says so, with a link to try again; whatever else goes wrong, the browser loads the page in the ordinary
//! way.

use std::cell::{Cell, RefCell};

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Document, DomParser, Element, Event, FocusOptions, FormData, HtmlElement, HtmlFormElement,
    HtmlInputElement, KeyboardEvent, NodeList, Response, SupportedType, UrlSearchParams, Window,
};

use crate::dom::{asking, listen_on};

/// Parts of the page that are replaced whole. The count comes last: it is announced to screen
/// readers, when everything it speaks of is there.
const PARTS: [&str; 6] = [
    "view-title",
    "chips",
    "views",
    "show-results",
    "results",
    "count",
];

thread_local! {
    /// The address of the view on display, without fragment.
    static CURRENT: RefCell<String> = const { RefCell::new(String::new()) };
    /// The number of changes so far, so that a late answer to an earlier one is dropped.
    static CHANGES: Cell<u32> = const { Cell::new(0) };
}

/// Called once, when the island starts.
pub fn enhance() {
    let Some((window, document)) = page() else {
        return;
    };
    remember_address();
    listen_on(&document, "change", |event| {
        if let Some(form) = changed_form(&event)
            && let Some(address) = address_of(&form)
        {
            show(address, true);
        }
    });
    listen_on(&document, "input", |event| {
        if let Some(input) = target::<HtmlInputElement>(&event)
            && input.class_name() == "facet-search"
        {
            narrow(&input);
        }
    });
    listen_on(&document, "keydown", |event| {
        // Enter in a facet's own search would send the form.
        if let (Some(key), Some(input)) = (
            event.dyn_ref::<KeyboardEvent>(),
            target::<HtmlInputElement>(&event),
        ) && key.key() == "Enter"
            && input.class_name() == "facet-search"
        {
            event.prevent_default();
        }
    });
    listen_on(&window, "popstate", |_| {
        // A jump within the page is a step of the history too, but shows the same view.
        if let Some(address) = here()
            && CURRENT.with_borrow(|current| *current != address)
        {
            show(address, false);
        }
    });
    each(&document, ".facet-search", |element| {
        let _ = element.remove_attribute("hidden");
    });
    if let Some(button) = document.get_element_by_id("show-results") {
        let _ = button.remove_attribute("hidden");
        listen_on(&button, "click", |_| show_results());
    }
    // The form needs no buttons for what now happens by itself.
    each(
        &document,
        ".filters-apply, .browse .inline-field .button",
        |element| {
            let _ = element.set_attribute("hidden", "");
        },
    );
}

/// Closes the filters, which cover the page on a phone, and goes on to what they show.
fn show_results() {
    let Some((_, document)) = page() else {
        return;
    };
    each(&document, ".filters[open]", |panel| {
        let _ = panel.remove_attribute("open");
    });
    if let Some(count) = document.get_element_by_id("count") {
        count.scroll_into_view();
        if let Ok(count) = count.dyn_into::<HtmlElement>() {
            let _ = count.focus();
        }
    }
}

/// The address of the page without fragment.
fn here() -> Option<String> {
    let location = page()?.0.location();
    Some(format!(
        "{}{}",
        location.pathname().ok()?,
        location.search().ok()?
    ))
}

fn remember_address() {
    CURRENT.set(here().unwrap_or_default());
}

fn page() -> Option<(Window, Document)> {
    let window = web_sys::window()?;
    let document = window.document()?;
    Some((window, document))
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

/// The address that the form would lead to.
fn address_of(form: &HtmlFormElement) -> Option<String> {
    let data = FormData::new_with_form(form).ok()?;
    let query = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    asking(form, &String::from(query.to_string()))
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
        notify_of_failure(fetched.is_none().then_some(&address));
        if let Some(html) = fetched
            && replace(&html, remember).is_none()
            && let Some((window, _)) = page()
        {
            let _ = window.location().assign(&address);
        }
    });
}

/// Says that a view could not be fetched, and leads to it; the page stays as it is. `None`: it could.
fn notify_of_failure(address: Option<&String>) {
    let Some((_, document)) = page() else {
        return;
    };
    each(&document, "#list-error", |element| {
        let _ = match address {
            Some(address) => {
                if let Ok(Some(link)) = element.query_selector("a") {
                    let _ = link.set_attribute("href", address);
                }
                element.remove_attribute("hidden")
            }
            None => element.set_attribute("hidden", ""),
        };
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

/// Replaces parts of the page with those of a fetched page.
fn replace(html: &str, remember: bool) -> Option<()> {
    let (window, document) = page()?;
    let fetched = DomParser::new()
        .ok()?
        .parse_from_string(html, SupportedType::TextHtml)
        .ok()?;
    let active = document.active_element();
    let was_at = active.as_ref().map(|e| e.get_bounding_client_rect().top());
    let focused = active.and_then(|e| selector_of(&e));
    replace_facets(&document, &fetched)?;
    for part in PARTS {
        let new = fetched.get_element_by_id(part)?.inner_html();
        document.get_element_by_id(part)?.set_inner_html(&new);
    }
    document.set_title(&fetched.title());
    super::shortlist_browser::sync(&document);
    if remember {
        let canonical = fetched
            .query_selector("link[rel=canonical]")
            .ok()??
            .get_attribute("href")?;
        // Absolute where the site knows its address, under which the page need not have been opened.
        let canonical = match canonical.split_once("://") {
            Some((_, rest)) => rest.find('/').map_or("/", |path| &rest[path..]),
            None => &canonical,
        };
        let history = window.history().ok()?;
        history
            .push_state_with_url(&JsValue::NULL, "", Some(canonical))
            .ok()?;
    } else {
        restore_search(&document, &fetched);
    }
    remember_address();
    if let Some(selector) = focused
        && let Ok(Some(element)) = document.query_selector(&selector)
        && let Ok(element) = element.dyn_into::<HtmlElement>()
    {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
        // What is looked at stays where it was, whatever became longer or shorter above.
        let is_at = element.get_bounding_client_rect().top();
        window.scroll_by_with_x_and_y(0.0, is_at - was_at.unwrap_or(is_at));
    }
    Some(())
}

/// Every facet of a page.
const FACETS: &str = "#filters [data-facet]";

fn same_facet(a: &Element, b: &Element) -> bool {
    a.get_attribute("data-facet") == b.get_attribute("data-facet")
}

/// Updates the values and counts of every facet; whether it is open, scrolled or narrowed by its
/// own search stays as it is.
fn replace_facets(document: &Document, fetched: &Document) -> Option<()> {
    let panel = document.query_selector("#filters .filters").ok()??;
    let mut last: Option<Element> = None;
    let fetched_facets = elements(fetched, FACETS);
    for old in elements(document, FACETS) {
        let gone = !fetched_facets.iter().any(|new| same_facet(&old, new));
        if gone {
            old.remove();
        }
    }
    for new in fetched_facets {
        let old = elements(document, FACETS)
            .into_iter()
            .find(|old| same_facet(old, &new));
        let facet = if let Some(old) = old {
            for part in ["summary", ".options"] {
                let content = new.query_selector(part).ok()??.inner_html();
                old.query_selector(part).ok()??.set_inner_html(&content);
            }
            old
        } else {
            // A new facet goes where the server put it: after the one before it.
            let before = match last {
                Some(before) => before,
                None => panel.query_selector("summary").ok()??,
            };
            before.after_with_node_1(&new).ok()?;
            new
        };
        if let Ok(Some(search)) = facet.query_selector(".facet-search")
            && let Ok(search) = search.dyn_into::<HtmlInputElement>()
        {
            let _ = search.remove_attribute("hidden");
            narrow(&search);
        }
        last = Some(facet);
    }
    let summary = ".filters > summary";
    let content = fetched.query_selector(summary).ok()??.inner_html();
    document
        .query_selector(summary)
        .ok()??
        .set_inner_html(&content);
    Some(())
}

/// After a step back, the search field, the order and the columns show what the view shows.
fn restore_search(document: &Document, fetched: &Document) {
    let field = |of: &Document, id: &str| {
        of.get_element_by_id(id)?
            .dyn_into::<HtmlInputElement>()
            .ok()
    };
    for id in ["q", "year_from", "year_to"] {
        if let (Some(current), Some(new)) = (field(document, id), field(fetched, id)) {
            current.set_value(&new.value());
        }
    }
    if let (Some(current), Some(new)) = (
        document.get_element_by_id("sort"),
        fetched.get_element_by_id("sort"),
    ) {
        current.set_inner_html(&new.inner_html());
    }
    let columns = ".choose-columns .options";
    if let (Ok(Some(current)), Ok(Some(new))) = (
        document.query_selector(columns),
        fetched.query_selector(columns),
    ) {
        current.set_inner_html(&new.inner_html());
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
        // The label without its count.
        let name = item.query_selector("label").ok().flatten().map(|label| {
            let count = label
                .query_selector(".n")
                .ok()
                .flatten()
                .and_then(|n| n.text_content());
            let text = label.text_content().unwrap_or_default();
            text.strip_suffix(count.unwrap_or_default().as_str())
                .unwrap_or(&text)
                .to_owned()
        });
        let matches = folded(&name.unwrap_or_default()).contains(&wanted);
        let _ = if matches {
            // What it stands inside of stays in sight too.
            let outer = item
                .parent_element()
                .and_then(|list| list.closest("li").ok()?);
            if let Some(outer) = outer {
                let _ = outer.remove_attribute("hidden");
            }
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
