//! The filters of the list of commitments.

use leptos::prelude::*;
use maud::{Markup, html};

use crate::components::{glyph, inside, lang};
use crate::service::ListView;
use catalogue::{Catalogue, FacetCounts, FacetValueCount};
use charts::{in_language, level_class};
use domain::query::{Filter, Years};
use domain::{Lang, Level};
use i18n::format::number;
use i18n::{InLanguage, list as say};

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
/// A facet with more values than this is closed unless one is chosen, scrolls in its own box, and has a
/// search of its own.
const LONG: usize = 12;

/// The filters of a list as a form's fields, with what each value would show.
pub fn filter_panel(list: &ListView) -> impl IntoView + use<> {
    let t = lang();
    let chosen = list.query.narrowings();
    let counts = list.facets();
    let facets: Vec<_> = PANEL
        .iter()
        .filter_map(|filter| counts.iter().find(|f| f.filter == *filter))
        // Single values come from charts; the panel offers levels, which hold across scales.
        .filter(|f| f.filter.dimension_on_scale().is_none() || f.values.iter().any(|v| v.selected))
        .map(|counts| facet(list, counts))
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
            // Shown by the island, which keeps its number true.
            <div class="filters-show"><button id="show-results" class="button" type="button" hidden>{show_results(list)}</button></div>
        </details>
    }
}

/// One filter with its values and their counts. Values that would show nothing are left out unless
/// they are chosen.
fn facet(list: &ListView, counts: &FacetCounts) -> AnyView {
    let t = lang();
    let values = said(t, &list.catalogue, counts);
    let groups = groups(counts.filter, &values);
    let filter = counts.filter;
    let years = if filter == Filter::Year {
        list.query.years()
    } else {
        Years::default()
    };
    if groups.is_empty() && years.is_empty() {
        return ().into_any();
    }
    let chosen = counts.values.iter().filter(|v| v.selected).count()
        + [years.from, years.to].into_iter().flatten().count();
    let range = (filter == Filter::Year).then(|| year_range(list, years));
    let shown: usize = groups.iter().map(|(_, children)| 1 + children.len()).sum();
    let is_long = shown > LONG;
    let open = chosen > 0 || (!is_long && matches!(filter, Filter::Lens | Filter::Ambition));
    let class = if is_long { "options long" } else { "options" };
    let on = (chosen > 0)
        .then(|| view! { <span class="on">{chosen}<span class="vh">{say::chosen(t, chosen)}</span></span> });
    let search = is_long.then(|| {
        let label = match filter {
            Filter::Member => say::find_member(t).to_owned(),
            _ => say::find_in(t, filter.in_language(t)),
        };
        view! {
            <input
                class="facet-search" type="search" aria-label=label.clone()
                placeholder=label hidden
            />
        }
    });
    view! {
        <details class="facet" open=open data-facet=filter.slug()>
            <summary>{filter.in_language(t)} {on}</summary>
            <fieldset>
                <legend class="vh">{filter.in_language(t)}</legend>
                {range}
                {search}
                <ul class=class inner_html=inside(options(filter, &groups))></ul>
            </fieldset>
        </details>
    }
    .into_any()
}

/// Two fields for the first and the last plan year.
fn year_range(list: &ListView, years: Years) -> AnyView {
    let t = lang();
    let known = list.catalogue.facet(Filter::Year).values.iter();
    let known: Vec<i32> = known.filter_map(|value| value.slug.parse().ok()).collect();
    let bound = |year: Option<&i32>| year.map(ToString::to_string);
    let (min, max) = (bound(known.iter().min()), bound(known.iter().max()));
    let field = |name: &'static str, label: &'static str, year: Option<i32>| {
        view! {
            <label>
                {label}
                <input
                    id=name type="number" name=name inputmode="numeric"
                    min=min.clone() max=max.clone()
                    value=year.map(|year| year.to_string())
                />
            </label>
        }
    };
    let fields = [
        field(Years::FROM, say::from_year(t), years.from),
        field(Years::TO, say::to_year(t), years.to),
    ];
    view! { <div class="year-range">{fields.into_iter().collect_view()}</div> }.into_any()
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

/// Check boxes for the values; values inside another are in a nested list. Written as
/// [`crate::components::CommitmentRows`] are, as there are hundreds.
fn options(filter: Filter, groups: &[(&FacetValueCount, Vec<&FacetValueCount>)]) -> Markup {
    html! {
        @for (value, children) in groups {
            li {
                (option(filter, value))
                @if !children.is_empty() {
                    " " ul { @for child in children { li { (option(filter, child)) } } }
                }
            }
        }
    }
}

fn option(filter: Filter, value: &FacetValueCount) -> Markup {
    let level = filter
        .dimension()
        .and_then(|_| value.slug.parse::<Level>().ok());
    let class = match level {
        Some(level) => Some(level_class(level)),
        None => (value.count == 0).then_some("zero"),
    };
    html! {
        label class=[class] {
            input type="checkbox" name=(filter.slug()) value=(value.slug) checked[value.selected];
            @if let Some(level) = level { (glyph(level.slug())) }
            (value.label)
            span.n { (number(lang(), value.count)) }
        }
    }
}

/// What the button says that leads from the filters to what they show.
fn show_results(list: &ListView) -> String {
    say::show_results(lang(), list.total)
}
