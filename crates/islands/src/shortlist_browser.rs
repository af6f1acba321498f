//! Keeps the shortlist in the browser's storage, and pages in step with it.
//!
//! Codes only, joined with commas. Where nothing can be stored, boxes and button work as without it: what is
//! ticked on the page goes into the brief.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlInputElement, Storage};

use super::dom::{asking, listen, listen_on};
use super::shortlist::SHORTLIST;
use domain::query::MAX_BRIEF;

/// The key in the storage.
const KEY: &str = "shortlist";

/// Called once, when the island starts.
pub fn enhance() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    let Some(storage) = storage() else {
        return;
    };
    sync(&document);
    let kept = storage.clone();
    listen(&document, "change", move |document, event| {
        let Some(target) = event.target() else {
            return;
        };
        let Ok(input) = target.dyn_into::<HtmlInputElement>() else {
            return;
        };
        if input.class_name() == "pick-box" {
            let is_full = put(&kept, &input.value(), input.checked());
            sync(document);
            show(document, ".shortlist-full", is_full);
        }
    });
    listen(&document, "click", move |document, event| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        if target.is_some_and(|target| target.class_list().contains("shortlist-clear")) {
            let _ = storage.set_item(KEY, "");
            sync(document);
        }
    });
    listen(&document, "submit", |_, event| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let codes = codes();
        if let Some(form) = target.filter(|form| form.id() == SHORTLIST)
            && !codes.is_empty()
            && let Some(window) = web_sys::window()
        {
            let here = window.location().search().unwrap_or_default();
            if let Some(address) = address(&form, &codes, &here) {
                event.prevent_default();
                let _ = window.location().assign(&address);
            }
        }
    });
    // Another tab of the same browser.
    if let Some(window) = web_sys::window() {
        let document = document.clone();
        listen_on(&window, "storage", move |_| sync(&document));
    }
}

/// The brief of what is on the list, in the language and of the moment of this page.
fn address(form: &Element, codes: &str, here: &str) -> Option<String> {
    let mut query = String::new();
    for pair in here.trim_start_matches('?').split('&') {
        if pair.starts_with("lang=") || pair.starts_with("as_of=") {
            query.push_str(pair);
            query.push('&');
        }
    }
    for code in codes.split(',') {
        query.push_str("code=");
        query.push_str(code);
        query.push('&');
    }
    query.pop();
    asking(form, &query)
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The codes on the list, joined with commas; only what looks like codes.
fn codes() -> String {
    let kept = storage().and_then(|storage| storage.get_item(KEY).ok()?);
    let mut kept = kept.unwrap_or_default();
    kept.retain(|c| c == ',' || c.is_ascii_alphanumeric());
    kept
}

/// Puts a code on the list or takes it off. Answers whether the list had no room for it.
fn put(storage: &Storage, code: &str, chosen: bool) -> bool {
    let kept = codes();
    let mut list: Vec<&str> = kept
        .split(',')
        .filter(|c| !c.is_empty() && *c != code)
        .collect();
    let is_full = chosen && list.len() >= MAX_BRIEF;
    if chosen && !is_full {
        list.push(code);
    }
    let _ = storage.set_item(KEY, &list.join(","));
    is_full
}

/// Makes the page show what is on the list.
pub fn sync(document: &Document) {
    let kept = codes();
    let list: Vec<&str> = kept.split(',').filter(|c| !c.is_empty()).collect();
    if let Ok(boxes) = document.query_selector_all(".pick-box") {
        for at in 0..boxes.length() {
            if let Some(node) = boxes.item(at)
                && let Ok(input) = node.dyn_into::<HtmlInputElement>()
            {
                input.set_checked(list.contains(&input.value().as_str()));
            }
        }
    }
    if let Ok(Some(count)) = document.query_selector(".shortlist-count b") {
        count.set_text_content(Some(&list.len().to_string()));
    }
    // A page without boxes, such as a brief, shows the list only where there is one.
    let has_boxes = matches!(document.query_selector(".pick-box"), Ok(Some(_)));
    show(document, ".shortlist", has_boxes || !list.is_empty());
    show(document, ".shortlist-count", !list.is_empty());
    show(document, ".shortlist-clear", !list.is_empty());
    show(document, ".shortlist-full", false);
}

fn show(document: &Document, selector: &str, shown: bool) {
    if let Ok(Some(element)) = document.query_selector(selector) {
        let _ = if shown {
            element.remove_attribute("hidden")
        } else {
            element.set_attribute("hidden", "")
        };
    }
}
