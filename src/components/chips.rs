//! What is filtered, each with a way to leave it out.

use leptos::prelude::*;

use super::lang;
use super::links::link_to;
use crate::service::ActiveFilter;
use crate::words;
use catalogue::Catalogue;
use domain::Query;
use domain::text::isolated;
use i18n::query_words as say;

/// The filters in force; nothing where there is none. `link` gives the address of the same page
/// over another query.
pub fn chips(
    catalogue: &Catalogue,
    active: &[ActiveFilter],
    link: impl Fn(&Query) -> String,
) -> AnyView {
    if active.is_empty() {
        return ().into_any();
    }
    let t = lang();
    let chips = active.iter().map(|active| {
        let value = words::filter_value(t, catalogue, active);
        view! {
            <li>
                <a class="chip" href=link_to(link(&active.without))>
                    <span class="vh">{say::remove_filter(t)}</span>
                    <span class="chip-key">{words::filter_name(t, active)}</span>
                    " " {isolated(&value).into_owned()}
                    <svg class="icon" aria-hidden="true"><use href="#i-x"></use></svg>
                </a>
            </li>
        }
    });
    let chips = chips.collect_view();
    let all = link(&Query::default());
    view! {
        <ul class="chips" aria-label=say::filters_in_force(t)>
            {chips}
            <li><a class="chip-clear" href=link_to(all)>{say::clear_all(t)}</a></li>
        </ul>
    }
    .into_any()
}
