//! `/compare`: two to five members or policy areas beside each other and beside those like them.

use leptos::prelude::*;

use super::chart::{about, figure, reader};
use super::load::page;
use crate::catalogue::Catalogue;
use crate::charts::numbers::WrongSubjects;
use crate::charts::request::ChartName;
use crate::charts::{Chart, ChartRequest};
use crate::components::{
    TableHead, data_table, figures, layout, page_title, page_with_card, words,
};
use crate::domain::query::{Filter, Query};
use crate::domain::text::grouped;
use crate::error::AppError;
use crate::service::ChartView;

const LEAD: &str = "Two to five members, or two to five policy areas, each beside those like it: the same kind of member in the same region, in the same plan years.";

/// The comparison, or the form to choose what to compare.
#[component]
pub fn ComparePage() -> impl IntoView {
    page(async |visit| {
        let query = visit.query()?;
        let request = ChartRequest::plain(ChartName::Compare);
        match visit.app.chart(request, &query).await {
            Ok(view) => Ok(show(view, visit.origin()).into_any()),
            // A form that was sent too early is no error, and loses nothing.
            Err(AppError::WrongComparison(problem)) => {
                let catalogue = visit.app.catalogue();
                let status = AppError::WrongComparison(problem.clone()).status();
                if problem != WrongSubjects::TooFew {
                    visit.refuse(status);
                }
                let told = (!visit.address().is_empty()).then_some(problem);
                Ok(choose(&catalogue, &query, told).into_any())
            }
            Err(error) => Err(error),
        }
    })
}

fn show(view: ChartView, origin: Option<String>) -> impl IntoView {
    let request = view.chart.request;
    let title = format!("{} compared", view.chart.title);
    page_with_card(
        &title,
        &view.chart.finding,
        &request.link(&view.query, ""),
        origin.as_deref(),
        &request.link(&view.query, ".png"),
    );
    let catalogue = view.catalogue.clone();
    layout(
        "/compare",
        Some(&catalogue),
        true,
        view! {
            <div class="page-head"><h1>{title}</h1></div>
            <section aria-labelledby="figures">
                <h2 id="figures">"In figures"</h2>
                {summary(&view.chart)}
            </section>
            <section class="section" aria-labelledby="in-charts">
                <h2 id="in-charts">"In charts"</h2>
                {figure(&view)}
            </section>
            {about(&view, origin)}
            {forms(&view.catalogue, &view.query)}
            {reader()}
        },
    )
}

fn choose(catalogue: &Catalogue, query: &Query, problem: Option<WrongSubjects>) -> impl IntoView {
    page_title("Compare", LEAD, "/compare");
    let problem = problem.map(|problem| {
        view! { <div class="notice" role="alert"><p>{problem.to_string()}</p></div> }
    });
    layout(
        "/compare",
        Some(catalogue),
        true,
        view! {
            <div class="page-head"><h1>"Compare"</h1><p class="lead">{LEAD}</p></div>
            {problem}
            {forms(catalogue, query)}
        },
    )
}

/// Who is compared, in figures: for each dimension, high of assessed.
fn summary(chart: &Chart) -> AnyView {
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
                        Some(of) => format!("{} of {}", grouped(high.count), grouped(of)),
                        None => "none assessed".to_owned(),
                    };
                    let few = high
                        .is_small()
                        .then(|| view! { <small>" few ratings"</small> });
                    view! { <td class="n">{told}{few}</td> }
                })
                .collect();
            view! {
                <tr>
                    <th scope="row">{item.label.clone()}</th>
                    <td class="n">{grouped(total)}</td>
                    {shares}
                </tr>
            }
        })
        .collect();
    let columns = vec![
        words("Whose"),
        figures("Commitments"),
        figures("Ambition, high"),
        figures("Completion, high"),
        figures("Early results, high"),
    ];
    data_table(
        TableHead {
            id: "compared".to_owned(),
            caption: "High of those assessed".to_owned(),
            caption_shown: true,
            definitions: false,
            columns,
        },
        rows,
    )
}

/// Two forms: members, and areas.
fn forms(catalogue: &Catalogue, query: &Query) -> AnyView {
    view! {
        <section class="section no-print" aria-labelledby="choose">
            <h2 id="choose">"Choose what to compare"</h2>
            {form(catalogue, query, Filter::Member, "Members")}
            {form(catalogue, query, Filter::Area, "Policy areas")}
        </section>
    }
    .into_any()
}

fn form(catalogue: &Catalogue, query: &Query, filter: Filter, heading: &'static str) -> AnyView {
    let chosen = query.values(filter);
    let selects: Vec<_> = (0..5)
        .map(|place| {
            let id = format!("compare-{}-{}", filter.slug(), place + 1);
            let name = format!("{} {}", filter.label(), place + 1);
            let here = chosen.get(place);
            let offered: Vec<_> = catalogue
                .facet(filter)
                .values
                .iter()
                .filter(|value| value.rows.count() > 0)
                .map(|value| {
                    let selected = here.is_some_and(|slug| **slug == *value.slug);
                    view! { <option value=value.slug.to_string() selected=selected>{value.label.clone()}</option> }
                })
                .collect();
            view! {
                <div class="inline-field">
                    <label for=id.clone()>{name}</label>
                    <select id=id name=filter.slug()><option value="">"None"</option>{offered}</select>
                </div>
            }
        })
        .collect();
    view! {
        <form class="chart-form" action="/compare" aria-label=format!("Compare {}", heading.to_lowercase())>
            <h3>{heading}</h3>
            {selects}
            <button class="button">"Compare"</button>
        </form>
    }
    .into_any()
}
