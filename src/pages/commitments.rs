//! `/commitments`: the list, with filters that are an ordinary form and links.

use leptos::prelude::*;

use super::load::page;
use crate::catalogue::{Count, FacetCounts};
use crate::charts::level_class;
use crate::components::{CommitmentRows, Glyph, chips, cite, layout, page_title};
use crate::domain::Level;
use crate::domain::query::{Filter, MAX_SEARCH_LENGTH, PAGE_SIZE, Query, Sort};
use crate::domain::text::grouped;
use crate::islands::ListEnhancer;
use crate::service::ListView;
use crate::web::asset_href;

/// Filters in the order of the panel: what reformers reach for first.
const PANEL: &[Filter] = &[
    Filter::Area,
    Filter::Member,
    Filter::Ambition,
    Filter::Completion,
    Filter::Results,
    Filter::Year,
    Filter::Region,
    Filter::Kind,
    Filter::Value,
    Filter::Challenge,
    Filter::AmbitionValue,
    Filter::CompletionValue,
    Filter::ResultsValue,
];
/// A facet with more values than this scrolls in its own box.
const LONG: usize = 14;

/// The list of commitments.
#[component]
pub fn CommitmentsPage() -> impl IntoView {
    page(async |visit| Ok(show(visit.app.list(&visit.query()?).await?)))
}

fn show(list: ListView) -> impl IntoView {
    let query = &list.query.clone();
    let catalogue = list.catalogue.clone();
    let total = grouped(list.total);
    let description = format!(
        "{}: {total} in the record, with their ratings by OGP\u{2019}s IRM.",
        list.heading
    );
    view! {
        {page_title(&list.heading, &description, &query.link("/commitments"))}
        {layout("/commitments", Some(&catalogue), false, view! {
            <div class="page-head"><h1 id="view-title">{list.heading.clone()}</h1></div>
            <div class="browse">
                <form id="filters" action="/commitments">{filter_panel(&list)}</form>
                <section aria-label="Commitments">
                    <div class="search" role="search">
                        <input
                            id="q" type="search" name="q" form="filters"
                            value=query.search().unwrap_or_default().to_owned()
                            aria-label="Search these commitments"
                            placeholder="Search titles and texts"
                            maxlength=MAX_SEARCH_LENGTH.to_string()
                        />
                        <button class="button" form="filters">"Search"</button>
                    </div>
                    <div id="chips">{chips(&list.active, |query| query.link("/commitments"))}</div>
                    <div class="list-bar">
                        <p id="count" role="status">{count_in_words(&list)}</p>
                        {sort_choice(query)}
                    </div>
                    <div id="results">{results(list)}</div>
                </section>
            </div>
            <ListEnhancer/>
            // Only pages with an island load the browser part.
            {asset_href("start.js").map(|href| view! { <script type="module" src=href></script> })}
        })}
    }
}

fn filter_panel(list: &ListView) -> impl IntoView + use<> {
    let chosen = list.query.narrowings();
    let facets: Vec<_> = PANEL
        .iter()
        .filter_map(|filter| list.facets.iter().find(|f| f.filter == *filter))
        // Single values come from charts; the panel offers levels, which hold across scales.
        .filter(|f| f.filter.dimension_on_scale().is_none() || f.values.iter().any(|v| v.selected))
        .map(facet)
        .collect();
    let summary = if chosen > 0 {
        format!("Filters ({chosen})")
    } else {
        "Filters".to_owned()
    };
    view! {
        <details class="filters">
            <summary>{summary}</summary>
            {facets}
            <div class="filters-apply"><button class="button">"Apply filters"</button></div>
        </details>
    }
}

/// One filter with its values and their counts. Values that would show nothing are left out unless
/// they are chosen.
fn facet(counts: &FacetCounts) -> AnyView {
    let groups = groups(&counts.values);
    if groups.is_empty() {
        return ().into_any();
    }
    let filter = counts.filter;
    let chosen = counts.values.iter().filter(|v| v.selected).count();
    let shown: usize = groups.iter().map(|(_, children)| 1 + children.len()).sum();
    let open = chosen > 0 || matches!(filter, Filter::Area | Filter::Ambition);
    let class = if shown > LONG {
        "options long"
    } else {
        "options"
    };
    let on = (chosen > 0)
        .then(|| view! { <span class="on">{chosen}<span class="vh">" chosen"</span></span> });
    let search = (filter == Filter::Member).then(|| {
        view! {
            <input
                class="facet-search" type="search" aria-label="Find a member"
                placeholder="Find a member" hidden
            />
        }
    });
    view! {
        <details class="facet" open=open data-facet=filter.slug()>
            <summary>{filter.label()} {on}</summary>
            <fieldset>
                <legend class="vh">{filter.label()}</legend>
                {search}
                <ul class=class>{options(filter, groups)}</ul>
            </fieldset>
        </details>
    }
    .into_any()
}

/// Values of the top with those that lie inside them. Values that would show nothing are left out,
/// unless they are chosen or hold one that is not.
fn groups(values: &[Count]) -> Vec<(&Count, Vec<&Count>)> {
    let shown = |value: &Count| value.count > 0 || value.selected;
    let mut groups: Vec<(&Count, Vec<&Count>)> = Vec::new();
    for value in values {
        match groups.last_mut() {
            Some((_, children)) if value.depth > 0 => {
                if shown(value) {
                    children.push(value);
                }
            }
            _ => groups.push((value, Vec::new())),
        }
    }
    groups.retain(|(top, children)| shown(top) || !children.is_empty());
    groups
}

/// The values as check boxes; those inside another stand in a list inside it.
fn options(filter: Filter, groups: Vec<(&Count, Vec<&Count>)>) -> AnyView {
    groups
        .into_iter()
        .map(|(value, children)| {
            let inner = (!children.is_empty()).then(|| {
                let items = children
                    .into_iter()
                    .map(|c| view! { <li>{option(filter, c)}</li> });
                view! { <ul>{items.collect_view()}</ul> }
            });
            view! { <li>{option(filter, value)} {inner}</li> }
        })
        .collect_view()
        .into_any()
}

fn option(filter: Filter, value: &Count) -> impl IntoView + use<> {
    let level = filter
        .dimension()
        .and_then(|_| value.slug.parse::<Level>().ok());
    let class = match level {
        Some(level) => level_class(level),
        None if value.count == 0 => "zero",
        None => "",
    };
    view! {
        <label class=class>
            <input
                type="checkbox" name=filter.slug() value=value.slug.to_string()
                checked=value.selected
            />
            {level.map(|level| view! { <Glyph level/> })}
            {value.label.clone()}
            <span class="n">{grouped(value.count)}</span>
        </label>
    }
}

fn count_in_words(list: &ListView) -> AnyView {
    let noun = if list.total == 1 {
        "commitment"
    } else {
        "commitments"
    };
    if list.total == 0 {
        return view! { <strong>"No commitment"</strong> " matches all of these filters." }
            .into_any();
    }
    let first = list.query.page() * PAGE_SIZE + 1;
    let end = first + list.items.len() - 1;
    let range =
        (list.pages > 1).then(|| format!(", showing {} to {}", grouped(first), grouped(end)));
    view! { <strong class="n">{grouped(list.total)}</strong> " " {noun} {range} }.into_any()
}

fn sort_choice(query: &Query) -> impl IntoView + use<> {
    let now = query.sort();
    let offered = Sort::ALL
        .iter()
        .filter(|sort| **sort != Sort::Relevance || query.search().is_some())
        .map(|sort| view! { <option value=sort.slug() selected=*sort == now>{sort.label()}</option> });
    view! {
        <div class="inline-field">
            <label for="sort">"Sort by"</label>
            <select id="sort" name="sort" form="filters">{offered.collect_view()}</select>
            <button class="button quiet" form="filters">"Sort"</button>
        </div>
    }
}

fn results(list: ListView) -> AnyView {
    if list.total == 0 {
        return loosen(&list).into_any();
    }
    let pager = pager(&list);
    let downloads = downloads(&list);
    let cite = cite(|origin| list.citation(origin));
    view! { <CommitmentRows items=list.items level=2/> {pager} {downloads} {cite} }.into_any()
}

/// What to leave out of an empty view, and what that would show.
fn loosen(list: &ListView) -> impl IntoView + use<> {
    let unknown = list.active.len() == 1 && list.loosenings.is_empty();
    let ways = list.loosenings.iter().map(|way| {
        let noun = if way.count == 1 {
            "commitment"
        } else {
            "commitments"
        };
        view! {
            <li>
                <a href=way.filter.without.link("/commitments")>
                    {format!("Without {}: {}", way.filter.name.to_lowercase(), way.filter.value)}
                    " " <span class="n">{format!("{} {noun}", grouped(way.count))}</span>
                </a>
            </li>
        }
    });
    let heading = (!list.loosenings.is_empty()).then(|| view! { <h2>"Loosen one filter"</h2> });
    view! {
        {heading}
        <ul class="loosen" hidden=unknown>{ways.collect_view()}</ul>
        <p>
            <a href="/commitments">
                {format!("Start again with all {} commitments", grouped(list.catalogue.len()))}
            </a>
        </p>
    }
}

/// Links to pages near this one, the first and the last.
fn pager(list: &ListView) -> impl IntoView + use<> {
    if list.pages < 2 {
        return ().into_any();
    }
    let here = list.query.page();
    let near = |page: &usize| *page == 0 || *page + 1 == list.pages || page.abs_diff(here) <= 2;
    let mut items = Vec::new();
    if here > 0 {
        items.push(step(&list.query, here - 1, "prev", "Previous"));
    }
    let mut before = None;
    for page in (0..list.pages).filter(near) {
        if before.is_some_and(|b| b + 1 < page) {
            items.push(
                view! { <li><span class="gap" aria-hidden="true">"\u{2026}"</span></li> }
                    .into_any(),
            );
        }
        before = Some(page);
        let current = (page == here).then_some("page");
        items.push(
            view! {
                <li>
                    <a
                        href=list.query.at_page(page).link("/commitments")
                        aria-current=current
                        aria-label=format!("Page {}", page + 1)
                    >
                        {page + 1}
                    </a>
                </li>
            }
            .into_any(),
        );
    }
    if here + 1 < list.pages {
        items.push(step(&list.query, here + 1, "next", "Next"));
    }
    view! { <nav aria-label="Pages of results"><ol class="pager">{items}</ol></nav> }.into_any()
}

fn step(query: &Query, page: usize, rel: &'static str, name: &'static str) -> AnyView {
    view! { <li><a href=query.at_page(page).link("/commitments") rel=rel>{name}</a></li> }
        .into_any()
}

fn downloads(list: &ListView) -> impl IntoView + use<> {
    let link = |path: &str| list.query.at_page(0).link(path);
    let which = match list.total {
        1 => "this commitment".to_owned(),
        n => format!("these {} commitments", grouped(n)),
    };
    view! {
        <div class="downloads">
            <p>{format!("Take {which} with you:")}</p>
            <ul>
                <li><a href=link("/commitments.csv") download>"CSV"</a></li>
                <li><a href=link("/commitments.xlsx") download>"XLSX"</a></li>
                <li><a href=link("/commitments.zip") download>"ZIP"</a></li>
                <li><a href=link("/commitments.json") download>"JSON"</a></li>
                <li><a href=link("/api/v1/commitments")>"API"</a></li>
            </ul>
        </div>
    }
}
