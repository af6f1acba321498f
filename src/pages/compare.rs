//! `/compare`: two to five members or policy areas, compared with each other and with those like them.

use leptos::prelude::*;

use super::chart::{about, counted, figure_only, reader};
use super::{Page, Visit};
use crate::components::{
    Card, TableHead, change, chips, data_table, figures, kept_fields, lang, layout, offer_oembed,
    page_title, page_with_card, values_to_choose, words,
};
use crate::error::AppError;
use crate::service::{ActiveFilter, ChartView, Narrowing};
use ::charts::numbers::difference;
use ::charts::{Chart, ChartRequest};
use catalogue::Catalogue;
use domain::Params;
use domain::chart::ChartName;
use domain::chart::WrongSubjects;
use domain::query::{Filter, Query};
use domain::route;
use domain::route::ChartAs;
use i18n::errors::wrong_subjects;
use i18n::format::number;
use i18n::{InLanguage, Lang, charts, compare as say};

/// The comparison, or the form to choose what to compare.
pub async fn compare_page(visit: Visit) -> Page {
    let query = visit.whole_query()?;
    let request = ChartRequest::plain(ChartName::Compare);
    match visit.app.chart(request, &query, visit.lang()).await {
        Ok(view) => Ok(show(view, visit.origin()).into_any()),
        // A form submitted too early is not an error: it is shown again with what was chosen.
        Err(AppError::WrongComparison(problem)) => {
            let catalogue = visit.app.catalogue();
            let status = AppError::WrongComparison(problem.clone()).status();
            if problem != WrongSubjects::TooFew {
                visit.refuse(status);
            }
            let told = is_sent(visit.params()).then_some(problem);
            Ok(choose(&catalogue, &query, told).into_any())
        }
        Err(error) => Err(error),
    }
}

/// Whether the form was submitted: the address says more than the language and the date.
fn is_sent(params: &Params) -> bool {
    params.keys().any(|key| key != "lang" && key != "as_of")
}

fn show(view: ChartView, origin: Option<String>) -> impl IntoView {
    let (t, request) = (view.chart.lang, view.chart.request);
    let title = say::compared(t, &view.chart.title);
    page_with_card(
        &title,
        &view.chart.finding,
        &request.link(&view.query, ChartAs::Page),
        &Card::of_chart(&view.chart, &view.query),
    );
    let page = request.link(&view.query, ChartAs::Page);
    offer_oembed(&title, &page);
    let catalogue = view.catalogue.clone();
    let compared = subject(&view.query);
    let slugs = view.query.values(compared).iter();
    let alone = slugs.fold(Query::default(), |query, slug| query.with(compared, slug));
    layout(
        route::Compare::PATH,
        Some(&catalogue),
        true,
        view! {
            <div class="page-head">
                <h1>{title}</h1>
                {narrowed(&view)}
            </div>
            {chips(&view.catalogue, &others(&view), |query| {
                // Clearing all filters keeps what is compared.
                let cleared = *query == Query::default();
                request.link(if cleared { &alone } else { query }, ChartAs::Page)
            })}
            {change(say::choose(t), forms(&view.catalogue, &view.query))}
            <section aria-labelledby="differences">
                <h2 id="differences">{say::differences(t)}</h2>
                {differences(&view)}
            </section>
            <section aria-labelledby="figures">
                <h2 id="figures">{say::in_figures(t)}</h2>
                {summary(&view.chart)}
                {counted_of(&view)}
            </section>
            <section class="section" aria-labelledby="in-charts">
                <h2 id="in-charts">{say::in_charts(t)}</h2>
                {figure_only(&view)}
            </section>
            {about(&view, origin)}
            {reader()}
        },
    )
}

/// Which commitments the figures count: those that are compared, and those of similar members or areas.
fn counted_of(view: &ChartView) -> AnyView {
    let subjects = [Filter::Member, Filter::Area];
    let all = subjects
        .into_iter()
        .fold(view.query.clone(), |query, filter| {
            query.without_filter(filter)
        });
    let total = view.catalogue.select(&all, None).rows.count();
    counted(&view.catalogue, &all, total)
}

fn choose(catalogue: &Catalogue, query: &Query, problem: Option<WrongSubjects>) -> impl IntoView {
    let t = lang();
    page_title(say::compare(t), say::lead(t), route::Compare::PATH);
    let problem = problem.map(|problem| {
        view! { <div class="notice" role="alert"><p>{wrong_subjects(t, &problem)}</p></div> }
    });
    layout(
        route::Compare::PATH,
        Some(catalogue),
        true,
        view! {
            <div class="page-head"><h1>{say::compare(t)}</h1><p class="lead">{say::lead(t)}</p></div>
            {problem}
            <section class="section" aria-labelledby="choose">
                <h2 id="choose">{say::choose(t)}</h2>
                {forms(catalogue, query)}
            </section>
        },
    )
}

/// What is compared: members, or policy areas if fewer than two members are given.
fn subject(query: &Query) -> Filter {
    if query.values(Filter::Member).len() < 2 {
        Filter::Area
    } else {
        Filter::Member
    }
}

/// The filters other than those compared. Removing one keeps the comparison.
fn others(view: &ChartView) -> Vec<ActiveFilter> {
    let subject = Narrowing::Filter(subject(&view.query));
    let others = view.active.iter().filter(|active| active.by != subject);
    others.cloned().collect()
}

/// Which commitments are compared, unless it is all of them.
fn narrowed(view: &ChartView) -> Option<impl IntoView + use<>> {
    let among = view.query.without_filter(subject(&view.query));
    among.is_narrowed().then(|| {
        let heading = crate::words::heading(view.chart.lang, &view.catalogue, &among);
        view! { <p class="lead">{say::only(view.chart.lang, &heading)}</p> }
    })
}

/// A table of how those compared differ in each rating, in words.
fn differences(view: &ChartView) -> AnyView {
    let t = view.chart.lang;
    let compared = view.query.values(subject(&view.query)).len();
    let rows = view.chart.groups.iter().map(|group| {
        let told = difference(t, group, compared);
        view! { <tr><th scope="row">{group.heading.clone()}</th><td>{told}</td></tr> }
    });
    let rows: Vec<_> = rows.collect();
    data_table(
        TableHead {
            id: "difference".to_owned(),
            caption: say::rated_high(t).to_owned(),
            caption_visible: false,
            definitions: true,
            columns: vec![words(say::rating(t)), words(say::difference(t))],
        },
        rows,
    )
}

/// A table of those compared, in figures: for each dimension, how many of those assessed were rated high.
fn summary(chart: &Chart) -> AnyView {
    let t = chart.lang;
    let Some(first) = chart.groups.first() else {
        return ().into_any();
    };
    let rows: Vec<_> = first
        .items
        .iter()
        .enumerate()
        .map(|(place, item)| {
            let total: usize = item.cells.iter().map(|cell| cell.count).sum();
            let shares: Vec<_> = chart
                .groups
                .iter()
                .map(|group| {
                    let high = &group.items[place].cells[0];
                    let told = match high.of_assessed {
                        Some(of) => charts::part_of(t, &number(t, high.count), &number(t, of)),
                        None => charts::none_assessed(t).to_owned(),
                    };
                    let few = high
                        .is_small()
                        .then(|| view! { <small>{say::few_ratings(t)}</small> });
                    view! { <td class="n">{told}{few}</td> }
                })
                .collect();
            view! {
                <tr>
                    <th scope="row">{item.label.clone()}</th>
                    <td class="n">{number(t, total)}</td>
                    {shares}
                </tr>
            }
        })
        .collect();
    let columns = vec![
        words(say::whose(t)),
        figures(charts::commitments(t)),
        figures(say::ambition_high(t)),
        figures(say::completion_high(t)),
        figures(say::results_high(t)),
    ];
    data_table(
        TableHead {
            id: "compared".to_owned(),
            caption: say::high_of_assessed(t).to_owned(),
            caption_visible: true,
            definitions: false,
            columns,
        },
        rows,
    )
}

/// Two forms: one for members, one for policy areas.
fn forms(catalogue: &Catalogue, query: &Query) -> AnyView {
    let t = lang();
    let members = [say::members(t), say::compare_members(t)];
    let areas = [say::areas(t), say::compare_areas(t)];
    view! {
        {form(t, catalogue, query, Filter::Member, members)}
        {form(t, catalogue, query, Filter::Area, areas)}
    }
    .into_any()
}

fn form(
    t: Lang,
    catalogue: &Catalogue,
    query: &Query,
    filter: Filter,
    [heading, label]: [&'static str; 2],
) -> AnyView {
    let chosen = query.values(filter);
    let values = values_to_choose(t, catalogue, filter);
    let selects: Vec<_> = (0..5)
        .map(|place| {
            let id = format!("compare-{}-{}", filter.slug(), place + 1);
            let name = format!("{} {}", filter.in_language(t), place + 1);
            let here = chosen.get(place);
            let offered: Vec<_> = values
                .iter()
                .map(|(slug, name)| {
                    let selected = here.is_some_and(|chosen| **chosen == **slug);
                    view! { <option value=slug.to_string() selected=selected>{name.clone()}</option> }
                })
                .collect();
            view! {
                <div class="inline-field">
                    <label for=id.clone()>{name}</label>
                    <select id=id name=filter.slug()><option value="">{say::none(t)}</option>{offered}</select>
                </div>
            }
        })
        .collect();
    view! {
        <form class="chart-form" action=route::Compare::PATH aria-label=label>
            {kept_fields()}
            <p class="form-name">{heading}</p>
            {selects}
            <button class="button">{say::compare(t)}</button>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_form_that_was_sent_is_answered_with_what_is_wrong() {
        for (address, sent) in [
            ("", false),
            ("lang=es", false),
            ("lang=es&as_of=2026-11-22", false),
            ("member=&member=spain&lang=es", true),
        ] {
            let params = Params::parse(address).unwrap();
            assert_eq!(is_sent(&params), sent, "{address}");
        }
    }
}
