//! What a long page has, as links to its parts.

use leptos::prelude::*;

use super::lang;
use i18n::method::on_this_page;

/// A part of a page that narrow screens show only to those who ask for it; wide screens and paper always.
pub fn folded(summary: impl IntoView + 'static, body: impl IntoView + 'static) -> AnyView {
    view! { <details class="fold"><summary>{summary}</summary>{body}</details> }.into_any()
}

/// Fewer parts than this are seen without a list of them.
const MIN_PARTS: usize = 3;

/// The parts of a page, by the ids of their headings, with their names. Nothing where there are few.
pub fn contents(parts: impl IntoIterator<Item = (impl AsRef<str>, impl Into<String>)>) -> AnyView {
    jump_list(on_this_page(lang()), parts)
}

/// Links to places of a page, by their ids, with their names and what they are together. Nothing where there
/// are few.
pub fn jump_list(
    label: &'static str,
    parts: impl IntoIterator<Item = (impl AsRef<str>, impl Into<String>)>,
) -> AnyView {
    let links: Vec<_> = parts
        .into_iter()
        .map(|(id, name)| {
            let href = format!("#{}", id.as_ref());
            view! { <li><a href=href>{name.into()}</a></li> }
        })
        .collect();
    if links.len() < MIN_PARTS {
        return ().into_any();
    }
    let list = view! {
        <ul class="links-row"><li class="muted" aria-hidden="true">{label}</li>{links}</ul>
    };
    view! { <nav class="contents no-print" aria-label=label>{folded(label, list)}</nav> }.into_any()
}
