//! Links with counts.

use leptos::prelude::*;

use crate::domain::text::grouped;

/// A list of links, as (address, name, count). `class` is `count-list`, or `count-list many` for
/// several columns.
pub fn count_list(
    class: &'static str,
    entries: impl Iterator<Item = (String, String, usize)>,
) -> AnyView {
    let entries: Vec<_> = entries
        .map(|(href, name, count)| {
            view! { <li><a href=href>{name} " " <span class="n">{grouped(count)}</span></a></li> }
        })
        .collect();
    view! { <ul class=class>{entries}</ul> }.into_any()
}
