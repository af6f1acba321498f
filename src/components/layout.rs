//! What every page has around it.

use leptos::prelude::*;

use super::head::NAME;
use crate::catalogue::Catalogue;
use crate::domain::AsOf;
use crate::domain::query::MAX_SEARCH_LENGTH;

const NAVIGATION: &[(&str, &str)] = &[
    ("/commitments", "Commitments"),
    ("/members", "Members"),
    ("/areas", "Policy areas"),
    ("/charts", "Charts"),
    ("/compare", "Compare"),
    ("/method", "Method"),
    ("/data", "Data"),
];

/// What only the foot of a page leads to.
const ALSO: &[(&str, &str)] = &[("/changes", "Changes"), ("/staff", "Staff")];

/// The address of the page that shows the same of the present state.
#[derive(Debug, Clone)]
pub struct Present(pub String);

/// The header, a page's content, and the footer.
///
/// `here` is the part of the site the page is in, for example `/members`; `catalogue` the state of
/// the record that is shown, none where it cannot be read; `search` whether the header has a search
/// box, which pages with a search of their own leave out.
pub fn layout(
    here: &'static str,
    catalogue: Option<&Catalogue>,
    search: bool,
    body: impl IntoView + 'static,
) -> AnyView {
    let version = catalogue.map(Catalogue::version).cloned();
    let demonstration = version.as_ref().is_some_and(|v| v.demonstration);
    view! {
        <a class="skip" href="#main">"Skip to the content"</a>
        <super::Sprite/>
        <header class="site-head">
            <div class="wrap">
                <a class="brand" href="/">
                    <svg aria-hidden="true"><use href="#logo"></use></svg>
                    {NAME}
                </a>
                <nav class="site-nav" aria-label="Main">
                    <ul>
                        {links(here)}
                        {search.then(|| view! { <li class="only-narrow"><a href="/commitments#q">"Search"</a></li> })}
                    </ul>
                </nav>
                <div class="site-tools">
                    {search.then(|| view! { <SearchBox/> })}
                </div>
            </div>
        </header>
        {demonstration.then(|| view! { <DemonstrationBanner/> })}
        {use_context::<AsOf>().map(|as_of| view! { <PastBanner as_of/> })}
        <main id="main" tabindex="-1" class="wrap">{body}</main>
        <footer class="site-foot">
            <div class="wrap">
                <div>
                    <p><strong>{NAME}</strong></p>
                    <p>
                        "A public record of what governments promised on digital governance through the Open Government Partnership, and how far each promise got. It is not an official site of the Partnership."
                    </p>
                </div>
                <div>
                    <p>{version.map(|v| format!("Data version {}{}. ", v.number, v.made_at.map_or(String::new(), |at| format!(", {}", at.format("%-d %B %Y")))))}
                        "Ratings are the Independent Reporting Mechanism\u{2019}s; policy tags are the OGP Support Unit\u{2019}s."
                    </p>
                    <p>
                        "Program: MIT or Apache-2.0. Data: see "
                        <a href="/data">"where each part comes from"</a> "."
                    </p>
                </div>
                <nav aria-label="Footer"><ul>{links("")}{ALSO.iter().map(|(href, label)| view! { <li><a href=*href>{*label}</a></li> }).collect_view()}</ul></nav>
            </div>
        </footer>
    }
    .into_any()
}

/// A page without header and footer, for the frames of other sites.
pub fn bare(body: impl IntoView + 'static) -> AnyView {
    view! {
        <super::Sprite/>
        <main id="main" class="embed">{body}</main>
    }
    .into_any()
}

fn links(here: &'static str) -> impl IntoView {
    NAVIGATION
        .iter()
        .map(|(href, label)| {
            let current = (*href == here).then_some("page");
            view! { <li><a href=*href aria-current=current>{*label}</a></li> }
        })
        .collect_view()
}

#[component]
fn DemonstrationBanner() -> impl IntoView {
    view! {
        <aside class="banner" aria-label="Demonstration data">
            <div class="wrap">
                <p>
                    <strong>"Demonstration data. "</strong>
                    "The commitments and ratings shown here are invented, so that every chart has something in it."
                </p>
            </div>
        </aside>
    }
}

/// Says on every page that it shows a past state, and leads back to the present.
#[component]
fn PastBanner(as_of: AsOf) -> impl IntoView {
    let now = use_context::<Present>().map_or_else(|| "/".to_owned(), |present| present.0);
    view! {
        <aside class="banner" aria-label="Past state of the record">
            <div class="wrap">
                <p>
                    <strong>{format!("The record as it was published on {}. ", as_of.in_words())}</strong>
                    {lasting(as_of)}
                    <a data-now="" href=now>"See the record as it is now"</a>
                </p>
            </div>
        </aside>
    }
}

/// Whether the address of a past state will keep showing it: a day that is not over will not.
fn lasting(as_of: AsOf) -> &'static str {
    if as_of.until() <= chrono::Utc::now() {
        "It may have changed since. This address will keep showing this state. "
    } else {
        "That is not over yet, in universal time: what is published until then will show here too. "
    }
}

/// A search that leads to the list of commitments.
#[component]
pub fn SearchBox(
    /// Whether it is the page's main control.
    #[prop(optional)]
    big: bool,
) -> impl IntoView {
    let placeholder = if big {
        "Algorithms, open data \u{2026}"
    } else {
        "Search commitments"
    };
    let class = if big { "search big" } else { "search" };
    let face = if big {
        "Search".into_any()
    } else {
        view! { <svg class="icon" aria-hidden="true"><use href="#i-search"></use></svg> }.into_any()
    };
    view! {
        <form class=class role="search" action="/commitments" aria-label="Search commitments">
            <input
                type="search"
                name="q"
                aria-label="Search commitments"
                placeholder=placeholder
                maxlength=MAX_SEARCH_LENGTH.to_string()
            />
            <button class="button" aria-label="Search">{face}</button>
        </form>
    }
}

/// The way from the top of the site to the page.
#[component]
pub fn Crumbs(
    /// Addresses and names, from the top down.
    trail: Vec<(String, String)>,
) -> impl IntoView {
    let steps = trail
        .into_iter()
        .map(|(href, name)| view! { <li><a href=href>{name}</a></li> });
    view! {
        <nav class="crumbs" aria-label="Breadcrumb"><ol>{steps.collect_view()}</ol></nav>
    }
}
