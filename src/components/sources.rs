//! The pages that a text rests on.

use leptos::prelude::*;

use super::lang;
use domain::Lang;
use domain::context::Source;
use domain::text::direction;
use i18n::{context as say, lang_of};

/// A link to a source, with its title as far as it is told in the page's language.
pub fn source_link(t: Lang, source: &Source) -> impl IntoView + use<> {
    let title = source.title_in(t).to_owned();
    let (lang, dir) = (lang_of(t, &title), direction(&title));
    view! { <a href=source.url.clone() lang=lang dir=dir>{title}</a> }
}

/// A list of sources; nothing where there is none.
pub fn sources(sources: &[Source]) -> AnyView {
    if sources.is_empty() {
        return ().into_any();
    }
    let t = lang();
    let links = sources
        .iter()
        .map(|source| view! { <li>{source_link(t, source)}</li> });
    view! {
        <details class="sources">
            <summary>{say::sources(t, sources.len())}</summary>
            <ul>{links.collect_view()}</ul>
        </details>
    }
    .into_any()
}
