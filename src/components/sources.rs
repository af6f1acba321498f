//! The pages that a text rests on.

use leptos::prelude::*;

use super::lang;
use crate::domain::context::Source;
use crate::i18n::context as say;

/// A list of sources; nothing where there is none.
pub fn sources(sources: &[Source]) -> AnyView {
    if sources.is_empty() {
        return ().into_any();
    }
    let t = lang();
    let links = sources
        .iter()
        .map(|source| view! { <li><a href=source.url.clone()>{source.title.clone()}</a></li> });
    view! {
        <details class="sources">
            <summary>{say::sources(t, sources.len())}</summary>
            <ul>{links.collect_view()}</ul>
        </details>
    }
    .into_any()
}
