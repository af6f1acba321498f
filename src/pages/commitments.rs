//! `/commitments`: the list, with filters that are an ordinary form and links.

use leptos::prelude::*;

use super::commitments_table::{column_choice, table};
use super::filter_panel::filter_panel;
use super::{Page, Visit};
use crate::assets::asset_href;
use crate::components::{
    Card, CommitmentRows, chips, cite, counted_line, follow_query, kept_fields, lang, layout,
    link_to, page_with_card, pager, shortlist_bar, understood_notice,
};
use crate::service::{ListView, Narrowing};
use crate::words;
use domain::query::{Column, Filter, MAX_SEARCH_LENGTH, PAGE_SIZE, Query, Sort, View};
use domain::review::MONTHS_TO_RESULTS;
use domain::route;
use domain::text::{isolated, lower_first};
use domain::{Lang, Lens, Review};
use i18n::format::number;
use i18n::layout::n_commitments;
use i18n::{InLanguage, errors, feeds, list as say};
use islands::{ListEnhancer, Shortlist};

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
    let card = Card::of_progress(&query.selection(), &heading);
    let is_table = query.view() == View::Table;
    let lens = query.lens_of_list();
    let class = if is_table { "browse wide" } else { "browse" };
    view! {
        {page_with_card(&heading, &description, &query.link(route::Commitments), &card)}
        {layout(route::Commitments::PATH, Some(&catalogue), false, view! {
            <div class="page-head"><h1 id="view-title">{heading}</h1></div>
            // Before the filters, in the order of reading as in that of the keyboard.
            {search(query)}
            <div id="chips">{chips(&list.catalogue, &list.active, |other| {
                // Without all filters, the table is still a table.
                let cleared = *other == Query::default();
                let cleared = cleared.then(|| query.cleared());
                cleared.as_ref().unwrap_or(other).link(route::Commitments)
            })} {what_overdue_means(query)}</div>
            <div class=class>
                <form id="filters" action=route::Commitments::PATH>
                    <a class="skip-inline" href="#count">{say::skip_filters(t)}</a>
                    {kept_fields()}
                    {kept_view(query)}
                    {filter_panel(&list)}
                </form>
                <section aria-label=say::commitments(t)>
                    <div class="list-bar">
                        <p id="count" role="status" tabindex="-1">{count_in_words(&list)}</p>
                        <nav id="views" class="views" aria-label=say::view(t)>{view_choice(query)}</nav>
                        {is_table.then(|| column_choice(query))}
                        {sort_choice(query)}
                    </div>
                    // Shown by the island, with the address that could not be fetched.
                    <p id="list-error" class="notice error" role="alert" hidden>
                        {say::not_loaded(t)} " " <a href=link_to(route::Commitments)>{errors::try_again(t)}</a>
                    </p>
                    <div id="results">{results(list)}</div>
                    {shortlist_bar()}
                </section>
            </div>
            {counted_line(&catalogue, lens)}
            <ListEnhancer/>
            <Shortlist/>
            // Only pages with an island load the browser part.
            {asset_href("start.js").map(|href| view! { <script type="module" src=href></script> })}
        })}
    }
}

/// When a review counts as overdue, and what we may not know of; among the chips, which the island replaces.
fn what_overdue_means(query: &Query) -> impl IntoView + use<> {
    let is_asked = query.has(Filter::Review, Review::Overdue.slug());
    is_asked
        .then(|| view! { <p class="muted">{say::no_result_means(lang(), MONTHS_TO_RESULTS)}</p> })
}

fn search(query: &Query) -> impl IntoView + use<> {
    let t = lang();
    view! {
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
    }
}

/// What the form of the filters takes along unchanged: how the list is shown, and a shortlist. The
/// columns of a table have fields of their own.
fn kept_view(query: &Query) -> Vec<AnyView> {
    let field = |name: &'static str, value: String| {
        view! { <input type="hidden" name=name value=value/> }.into_any()
    };
    let is_table = query.view() == View::Table;
    let view = is_table.then(|| field("view", View::Table.slug().to_owned()));
    let columns = query.columns().iter();
    let columns = columns.filter(|_| !is_table && query.columns() != Column::DEFAULT);
    let columns = columns.map(|column| field("columns", column.slug().to_owned()));
    let codes = query.codes().iter();
    let codes = codes.map(|code| field("code", code.to_string()));
    view.into_iter().chain(columns).chain(codes).collect()
}

fn view_choice(query: &Query) -> Vec<AnyView> {
    let t = lang();
    let link = |view: &View| {
        let current = (query.view() == *view).then_some("true");
        let href = link_to(query.viewed(*view).link(route::Commitments));
        view! { <a href=href aria-current=current>{view.in_language(t)}</a> }.into_any()
    };
    View::ALL.iter().map(link).collect()
}

fn count_in_words(list: &ListView) -> AnyView {
    let t = lang();
    if list.total == 0 {
        return view! { <strong>{say::no_commitment(t)}</strong> {say::matches_all(t)} }.into_any();
    }
    let first = list.query.page() * PAGE_SIZE + 1;
    let end = first + list.items.len() - 1;
    let range = (list.pages > 1).then(|| say::showing(t, &number(t, first), &number(t, end)));
    let noun = noun(t, &list.query, list.total);
    view! { <strong class="n">{number(t, list.total)}</strong> " " {noun} {range} }.into_any()
}

/// What a list counts: commitments of a lens, or on any subject where nothing narrows that.
fn noun(t: Lang, query: &Query, n: usize) -> String {
    let is_narrowed = query.search().is_some()
        || !query.codes().is_empty()
        || !query.values(Filter::Area).is_empty();
    match query.lens_of_list() {
        Some(lens) if lens != Lens::All || !is_narrowed => i18n::lens::noun(t, lens, n),
        _ => say::noun(t, n),
    }
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
        // The other way round is offered by the heads of the table.
        .filter(|sort| !sort.is_reversed() || **sort == now)
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
        let follow = follow_query(feeds::follow_list(lang()).to_owned(), &list.query);
        return view! { {loosen(&list)} {follow} }.into_any();
    }
    let understood = list.understood.as_ref();
    let understood = understood_notice(&list.query, understood, route::Commitments);
    let pager = pager(list.query.page(), list.pages, |page| {
        list.query.at_page(page).link(route::Commitments)
    });
    let downloads = downloads(&list);
    let follow = follow_query(feeds::follow_list(lang()).to_owned(), &list.query);
    let cite = cite(|origin| list.citation(lang(), origin));
    let items = match list.query.view() {
        View::List => {
            let today = list.catalogue.today();
            view! { <CommitmentRows items=list.items today level=2 dense=true/> }.into_any()
        }
        View::Table => table(list),
    };
    view! { {understood} {items} {pager} {downloads} {follow} {cite} }.into_any()
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
    // What the record lacks is worth knowing: that no completion here is rated low.
    let lacking = list.loosenings.iter().find_map(|way| {
        let Narrowing::Filter(filter) = way.filter.by else {
            return None;
        };
        filter.dimension()?;
        let name = within(t, words::filter_name(t, &way.filter));
        let value = words::filter_value(t, &list.catalogue, &way.filter);
        Some(view! { <p>{say::none_has(t, way.count, &name, &value)}</p> })
    });
    view! {
        {lacking}
        {alternatives}
        {heading}
        <ul class="loosen" hidden=unknown>{ways.collect_view()}</ul>
        <p><a href=link_to(list.query.cleared().link(route::Commitments))>{say::start_again(t, list.catalogue.len())}</a></p>
    }
}

/// The name of a filter within a sentence.
fn within(t: Lang, name: &str) -> String {
    match t {
        Lang::English => name.to_lowercase(),
        _ => lower_first(name),
    }
}

fn downloads(list: &ListView) -> impl IntoView + use<> {
    let query = list.query.at_page(0);
    // Programs have no table or list to look at.
    let for_programs = query.selection().sorted(query.sort());
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
                <li><a href=link_to(for_programs.link(route::ApiCommitments))>"API"</a></li>
            </ul>
        </div>
    }
}
