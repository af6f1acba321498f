//! What a search looked for where nothing has what was typed.

use leptos::prelude::*;

use super::{lang, link_to};
use crate::service::Understood;
use domain::Query;
use domain::text::isolated;
use i18n::search as say;

/// Says what was looked for instead of what was typed; `route` is the page that shows it.
pub fn understood_notice(
    query: &Query,
    understood: Option<&Understood>,
    route: impl std::fmt::Display,
) -> AnyView {
    let t = lang();
    let typed = query.search().unwrap_or_default();
    let nothing = say::no_commitment(t, &isolated(typed));
    match understood {
        None => ().into_any(),
        Some(Understood::RelatedOnly) => {
            view! { <p class="notice">{nothing} " " {say::related_only(t)}</p> }.into_any()
        }
        Some(Understood::MostWords) => {
            view! { <p class="notice">{say::most_words(t)}</p> }.into_any()
        }
        Some(Understood::Instead(meant)) => {
            let href = link_to(query.searching(meant).link(route));
            view! {
                <p class="notice">
                    {nothing} " " {say::results_for(t)} " " <a href=href><bdi>{meant.clone()}</bdi></a> "."
                </p>
            }
            .into_any()
        }
    }
}
