//! Links with counts.

use leptos::prelude::*;

use super::lang;
use super::links::link_to;
use i18n::format::number;

/// A list of links, as (address, name, count). `class` is `count-list`, or `count-list many` for
/// several columns.
pub fn count_list(
    class: &'static str,
    entries: impl Iterator<Item = (String, String, usize)>,
) -> AnyView {
    let t = lang();
    let entries: Vec<_> = entries
        .map(|(href, name, count)| {
            view! { <li><a href=link_to(href)>{name} " " <span class="n">{number(t, count)}</span></a></li> }
        })
        .collect();
    view! { <ul class=class>{entries}</ul> }.into_any()
}
