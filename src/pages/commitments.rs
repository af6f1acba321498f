//! `/commitments`: the list, with filters that are an ordinary form and links.

use leptos::prelude::*;

use super::{Page, Visit};
use crate::assets::asset_href;
use crate::components::{
    CommitmentRows, Glyph, chips, cite, coverage_line, kept_fields, lang, layout, link_to,
    page_title,
};
use crate::service::ListView;
use crate::words;
use catalogue::{Catalogue, FacetCounts, FacetValueCount};
use charts::{in_language, level_class};
use domain::query::{Filter, MAX_SEARCH_LENGTH, PAGE_SIZE, Query, Sort};
use domain::route;
use domain::text::{isolated, lower_first};
use domain::{Lang, Level};
use i18n::format::number;
use i18n::layout::n_commitments;
use i18n::{InLanguage, list as say};
use islands::ListEnhancer;

/// Filters in the order of the panel: what reformers reach for first.
const PANEL: &[Filter] = &[
    Filter::Lens,
    Filter::Area,
    Filter::Member,
    Filter::Ambition,
    Filter::Completion,
    Filter::Results,
    Filter::Review,
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
pub async fn commitments_page(visit: Visit) -> Page {
    Ok(show(visit.app.list(&visit.query()?).await?).into_any())
}

fn show(list: ListView) -> impl IntoView {
    let query = &list.query.clone();
    let catalogue = list.catalogue.clone();
    let t = lang();
    let heading = list.heading(t);
    let description = say::description(t, list.total, &heading);
    view! {
        {page_title(&heading, &description, &query.link(route::Commitments))}
        {layout(route::Commitments::PATH, Some(&catalogue), false, view! {
            <div class="page-head"><h1 id="view-title">{heading}</h1></div>
            <div class="browse">
                <form id="filters" action=route::Commitments::PATH>{kept_fields()}{filter_panel(&list)}</form>
                <section aria-label=say::commitments(t)>
                    <div class="search" role="search">
                        <input
                            id="q" type="search" name="q" form="filters"
                            value=query.search().unwrap_or_default().to_owned()
                            aria-label=say::search_these(t)
                            placeholder=say::search_texts(t)
                            maxlength=MAX_SEARCH_LENGTH.to_string()
                        />
                        <button class="button" form="filters">{say::search(t)}</button>
                    </div>
                    <div id="chips">{chips(&list.catalogue, &list.active, |query| query.link(route::Commitments))}</div>
                    <div class="list-bar">
                        <p id="count" role="status">{count_in_words(&list)}</p>
                        {sort_choice(query)}
                    </div>
                    <div id="results">{results(list)}</div>
                </section>
            </div>
            {coverage_line(&catalogue)}
            <ListEnhancer/>
            // Only pages with an island load the browser part.
            {asset_href("start.js").map(|href| view! { <script type="module" src=href></script> })}
        })}
    }
}

fn filter_panel(list: &ListView) -> impl IntoView + use<> {
    let t = lang();
    let chosen = list.query.narrowings();
    let facets: Vec<_> = PANEL
        .iter()
        .filter_map(|filter| list.facets.iter().find(|f| f.filter == *filter))
        // Single values come from charts; the panel offers levels, which hold across scales.
        .filter(|f| f.filter.dimension_on_scale().is_none() || f.values.iter().any(|v| v.selected))
        .map(|counts| facet(&list.catalogue, counts))
        .collect();
    let summary = if chosen > 0 {
        say::filters_chosen(t, &number(t, chosen))
    } else {
        say::filters(t).to_owned()
    };
    view! {
        <details class="filters">
            <summary>{summary}</summary>
            {facets}
            <div class="filters-apply"><button class="button">{say::apply(t)}</button></div>
        </details>
    }
}

/// One filter with its values and their counts. Values that would show nothing are left out unless
/// they are chosen.
fn facet(catalogue: &Catalogue, counts: &FacetCounts) -> AnyView {
    let t = lang();
    let values = said(t, catalogue, counts);
    let groups = groups(counts.filter, &values);
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
        .then(|| view! { <span class="on">{chosen}<span class="vh">{say::chosen(t, chosen)}</span></span> });
    let search = (filter == Filter::Member).then(|| {
        view! {
            <input
                class="facet-search" type="search" aria-label=say::find_member(t)
                placeholder=say::find_member(t) hidden
            />
        }
    });
    view! {
        <details class="facet" open=open data-facet=filter.slug()>
            <summary>{filter.in_language(t)} {on}</summary>
            <fieldset>
                <legend class="vh">{filter.in_language(t)}</legend>
                {search}
                <ul class=class>{options(filter, groups)}</ul>
            </fieldset>
        </details>
    }
    .into_any()
}

/// The values as the language says them, in its order.
fn said(t: Lang, catalogue: &Catalogue, counts: &FacetCounts) -> Vec<FacetValueCount> {
    in_language(t, catalogue.facet(counts.filter))
        .iter()
        .filter_map(|named| {
            let value = counts.values.get(named.index)?;
            Some(FacetValueCount {
                slug: value.slug.clone(),
                label: named.name.as_str().into(),
                depth: value.depth,
                count: value.count,
                selected: value.selected,
            })
        })
        .collect()
}

/// Values of the top with those that lie inside them. Values that would show nothing are left out,
/// unless they are chosen or hold one that is not; lenses stay, so that what is below stays in place.
fn groups(
    filter: Filter,
    values: &[FacetValueCount],
) -> Vec<(&FacetValueCount, Vec<&FacetValueCount>)> {
    let always = filter == Filter::Lens;
    let shown = |value: &FacetValueCount| value.count > 0 || value.selected || always;
    let mut groups: Vec<(&FacetValueCount, Vec<&FacetValueCount>)> = Vec::new();
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
fn options(filter: Filter, groups: Vec<(&FacetValueCount, Vec<&FacetValueCount>)>) -> AnyView {
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

fn option(filter: Filter, value: &FacetValueCount) -> impl IntoView + use<> {
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
            <span class="n">{number(lang(), value.count)}</span>
        </label>
    }
}

fn count_in_words(list: &ListView) -> AnyView {
    let t = lang();
    if list.total == 0 {
        return view! { <strong>{say::no_commitment(t)}</strong> {say::matches_all(t)} }.into_any();
    }
    let first = list.query.page() * PAGE_SIZE + 1;
    let end = first + list.items.len() - 1;
    let range = (list.pages > 1).then(|| say::showing(t, &number(t, first), &number(t, end)));
    view! { <strong class="n">{number(t, list.total)}</strong> " " {say::noun(t, list.total)} {range} }
        .into_any()
}

fn sort_choice(query: &Query) -> impl IntoView + use<> {
    let t = lang();
    let now = query.sort();
    // What comes first unless somebody chooses is sent without a word, so that a search that is typed
    // into the form of a list has its best matches first.
    let value = |sort: Sort| {
        if sort == query.default_sort() {
            ""
        } else {
            sort.slug()
        }
    };
    let offered = Sort::ALL
        .iter()
        .filter(|sort| **sort != Sort::Relevance || query.search().is_some())
        .map(|sort| view! { <option value=value(*sort) selected=*sort == now>{sort.in_language(t)}</option> });
    view! {
        <div class="inline-field">
            <label for="sort">{say::sort_by(t)}</label>
            <select id="sort" name="sort" form="filters">{offered.collect_view()}</select>
            <button class="button quiet" form="filters">{say::sort(t)}</button>
        </div>
    }
}

fn results(list: ListView) -> AnyView {
    if list.total == 0 {
        return loosen(&list).into_any();
    }
    let pager = pager(&list);
    let downloads = downloads(&list);
    let cite = cite(|origin| list.citation(lang(), origin));
    view! { <CommitmentRows items=list.items level=2/> {pager} {downloads} {cite} }.into_any()
}

/// What to leave out of an empty view, and what that would show.
fn loosen(list: &ListView) -> impl IntoView + use<> {
    let unknown = list.active.len() == 1 && list.loosenings.is_empty();
    let t = lang();
    let ways = list.loosenings.iter().map(|way| {
        let name = within(t, words::filter_name(t, &way.filter));
        let value = words::filter_value(t, &list.catalogue, &way.filter);
        view! {
            <li>
                <a href=link_to(way.filter.without.link(route::Commitments))>
                    {say::without(t, &name, &isolated(&value))}
                    " " <span class="n">{n_commitments(t, way.count)}</span>
                </a>
            </li>
        }
    });
    let alternatives = list.alternatives.iter().map(|other| {
        view! {
            <li>
                <a href=link_to(other.query.link(route::Commitments))>
                    <bdi>{other.query.search().unwrap_or_default().to_owned()}</bdi>
                    " " <span class="n">{n_commitments(t, other.count)}</span>
                </a>
            </li>
        }
    });
    let alternatives = (!list.alternatives.is_empty()).then(|| {
        view! {
            <h2>{say::did_you_mean(t)}</h2>
            <ul class="loosen">{alternatives.collect_view()}</ul>
        }
    });
    let heading = (!list.loosenings.is_empty()).then(|| view! { <h2>{say::loosen(t)}</h2> });
    view! {
        {alternatives}
        {heading}
        <ul class="loosen" hidden=unknown>{ways.collect_view()}</ul>
        <p><a href=link_to(route::Commitments)>{say::start_again(t, list.catalogue.len())}</a></p>
    }
}

/// The name of a filter within a sentence.
fn within(t: Lang, name: &str) -> String {
    match t {
        Lang::English => name.to_lowercase(),
        _ => lower_first(name),
    }
}

/// Links to pages near this one, the first and the last.
fn pager(list: &ListView) -> impl IntoView + use<> {
    if list.pages < 2 {
        return ().into_any();
    }
    let t = lang();
    let here = list.query.page();
    let near = |page: &usize| *page == 0 || *page + 1 == list.pages || page.abs_diff(here) <= 2;
    let mut items = Vec::new();
    if here > 0 {
        items.push(step(&list.query, here - 1, "prev", say::previous(t)));
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
                        href=link_to(list.query.at_page(page).link(route::Commitments))
                        aria-current=current
                        aria-label=say::page(t, &number(t, page + 1))
                    >
                        {page + 1}
                    </a>
                </li>
            }
            .into_any(),
        );
    }
    if here + 1 < list.pages {
        items.push(step(&list.query, here + 1, "next", say::next(t)));
    }
    view! { <nav aria-label=say::pages(t)><ol class="pager">{items}</ol></nav> }.into_any()
}

fn step(query: &Query, page: usize, rel: &'static str, name: &'static str) -> AnyView {
    view! { <li><a href=link_to(query.at_page(page).link(route::Commitments)) rel=rel>{name}</a></li> }
        .into_any()
}

fn downloads(list: &ListView) -> impl IntoView + use<> {
    let query = list.query.at_page(0);
    let t = lang();
    let take = match list.total {
        1 => say::take_one(t).to_owned(),
        n => say::take_many(t, &number(t, n)),
    };
    view! {
        <div class="downloads">
            <p>{take}</p>
            <ul>
                <li><a href=link_to(query.link(route::CommitmentsCsv)) download>"CSV"</a></li>
                <li><a href=link_to(query.link(route::CommitmentsXlsx)) download>"XLSX"</a></li>
                <li><a href=link_to(query.link(route::CommitmentsZip)) download>"ZIP"</a></li>
                <li><a href=link_to(query.link(route::CommitmentsJson)) download>"JSON"</a></li>
                <li><a href=link_to(query.link(route::ApiCommitments))>"API"</a></li>
            </ul>
        </div>
    }
}
