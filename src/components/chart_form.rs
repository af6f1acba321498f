//! Choosing what a chart shows, with ordinary form controls.

use std::sync::Arc;

use leptos::prelude::*;

use super::lang;
use super::links::kept_fields;
use catalogue::Catalogue;
use charts::in_language;
use domain::chart::{ACROSS, ChartLayout, ChartOption, ChartRequest, Measure, Order};
use domain::query::{Filter, MAX_SEARCH_LENGTH, Query, Years};
use domain::route::ChartAs;
use i18n::{InLanguage, Lang, charts as say, query_words};

/// Filters that are offered beside every chart.
const OFFERED: [Filter; 5] = [
    Filter::Area,
    Filter::Region,
    Filter::Kind,
    Filter::Member,
    Filter::Value,
];

/// A form whose answer is the address of a chart: its options, and what it covers; folded.
///
/// `offers` are the filters to choose from; what else is chosen stays as it is.
pub fn chart_form(catalogue: &Catalogue, request: ChartRequest, query: &Query) -> AnyView {
    let t = lang();
    let action = ChartAs::Page.of(request.name);
    let options: Vec<_> = request
        .name
        .options()
        .iter()
        .filter(|option| request.has_effect(**option))
        .map(|option| chart_option(t, request, *option))
        .collect();
    let filters: Vec<_> = OFFERED
        .iter()
        .filter(|filter| query.values(**filter).len() <= 1)
        .map(|filter| choice(t, catalogue, *filter, query))
        .collect();
    let kept = kept(query);
    let form = view! {
        <form class="chart-form" action=action aria-label=say::what_chart_shows(t)>
            {kept_fields()}
            {options}
            {filters}
            {years(t, catalogue, query)}
            <div class="inline-field">
                <label for="chart-q">{say::search(t)}</label>
                <input
                    id="chart-q" type="search" name="q" maxlength=MAX_SEARCH_LENGTH.to_string()
                    value=query.search().unwrap_or_default().to_owned()
                />
            </div>
            {kept}
            <button class="button">{say::show(t)}</button>
        </form>
    };
    change(say::change(t), form)
}

/// A form that changes what the page shows, folded above it: so what is chosen and what comes of it stand
/// together on a phone too.
pub fn change(summary: &'static str, form: impl IntoView + 'static) -> AnyView {
    view! { <details id="change" class="change-chart no-print"><summary>{summary}</summary>{form}</details> }
        .into_any()
}

/// The range of plan years, each end to choose: a chart since 2012 needs no list of years.
fn years(t: Lang, catalogue: &Catalogue, query: &Query) -> Vec<AnyView> {
    let Years { from, to } = query.years();
    let known: Vec<String> = values_to_choose(t, catalogue, Filter::Year)
        .into_iter()
        .map(|(slug, _)| slug.to_string())
        .collect();
    let ends = [
        (Years::FROM, query_words::year_from(t), from),
        (Years::TO, query_words::year_to(t), to),
    ];
    let end = |(name, label, chosen): (&'static str, &'static str, Option<i32>)| {
        let chosen = chosen.map(|year| year.to_string());
        // A year that the record does not have stays chosen all the same.
        let unknown = chosen.clone().filter(|year| !known.contains(year));
        let mut offered: Vec<String> = known.iter().cloned().chain(unknown).collect();
        offered.sort();
        let offered = offered.into_iter().map(|year| {
            let selected = chosen.as_ref() == Some(&year);
            view! { <option value=year.clone() selected=selected>{year.clone()}</option> }
        });
        let id = format!("chart-{name}");
        view! {
            <div class="inline-field">
                <label for=id.clone()>{label}</label>
                <select id=id name=name>
                    <option value="">{say::any(t)}</option>
                    {offered.collect_view()}
                </select>
            </div>
        }
        .into_any()
    };
    ends.into_iter().map(end).collect()
}

/// What is chosen and not offered: several values of a filter, single years, levels and values.
fn kept(query: &Query) -> Vec<AnyView> {
    Filter::ALL
        .iter()
        .filter(|filter| !OFFERED.contains(filter) || query.values(**filter).len() > 1)
        .flat_map(|filter| query.values(*filter).iter().map(|value| (*filter, value)))
        .map(|(filter, value)| (filter.slug(), value.clone()))
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any())
        .collect()
}

fn chart_option(t: Lang, request: ChartRequest, option: ChartOption) -> AnyView {
    let words: Vec<(&str, &str)> = match option {
        ChartOption::Measure => Measure::ALL
            .iter()
            .map(|w| (w.slug(), w.in_language(t)))
            .collect(),
        ChartOption::Form => ChartLayout::ALL
            .iter()
            .map(|w| (w.slug(), w.in_language(t)))
            .collect(),
        ChartOption::Order => Order::ALL
            .iter()
            .map(|w| (w.slug(), w.in_language(t)))
            .collect(),
        ChartOption::Across => ACROSS
            .iter()
            .map(|w| (w.slug(), w.in_language(t)))
            .collect(),
        ChartOption::Split | ChartOption::Down => Filter::ALL
            .iter()
            .map(|w| (w.slug(), w.in_language(t)))
            .collect(),
    };
    let chosen = request.value(option);
    let id = format!("chart-{}", option.slug());
    // What is chosen stays to be seen, whatever it tells.
    let offered = words
        .into_iter()
        .filter(|(slug, _)| *slug == chosen || request.has_meaning(option, slug))
        .map(|(slug, label)| {
            view! { <option value=slug selected=slug == chosen>{label}</option> }
        });
    view! {
        <div class="inline-field">
            <label for=id.clone()>{option.in_language(t)}</label>
            <select id=id name=option.slug()>{offered.collect_view()}</select>
        </div>
    }
    .into_any()
}

fn choice(t: Lang, catalogue: &Catalogue, filter: Filter, query: &Query) -> AnyView {
    let chosen = query.values(filter).first().cloned();
    let id = format!("chart-{}", filter.slug());
    // A value that the record does not have stays chosen all the same.
    let unknown = chosen
        .clone()
        .filter(|slug| catalogue.facet(filter).value(slug).is_none())
        .map(|slug| view! { <option value=slug.clone() selected>{slug.clone()}</option> });
    let offered: Vec<_> = values_to_choose(t, catalogue, filter)
        .into_iter()
        .map(|(slug, name)| {
            let selected = chosen.as_deref() == Some(&*slug);
            view! { <option value=slug.to_string() selected=selected>{name}</option> }
        })
        .collect();
    view! {
        <div class="inline-field">
            <label for=id.clone()>{filter.in_language(t)}</label>
            <select id=id name=filter.slug()>
                <option value="">{say::any(t)}</option>
                {unknown}
                {offered}
            </select>
        </div>
    }
    .into_any()
}

/// The values of a filter that any commitment has, by their names in addresses, with their names;
/// in the order of the language.
pub fn values_to_choose(t: Lang, catalogue: &Catalogue, filter: Filter) -> Vec<(Arc<str>, String)> {
    let facet = catalogue.facet(filter);
    let named = in_language(t, facet).iter();
    named
        .map(|named| (&facet.values[named.index], &named.name))
        .filter(|(value, _)| value.rows.count() > 0)
        .map(|(value, name)| (value.slug.clone(), name.clone()))
        .collect()
}
