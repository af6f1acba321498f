//! Charts with what belongs to them: what they say, what they count, and their numbers as a table.

use leptos::prelude::*;

use super::rating::Glyph;
use crate::charts::drawing::{Room, for_page};
use crate::charts::{Cell, Chart, Item, Series, Shape, percent};
use crate::domain::Level;
use crate::domain::query::Query;
use crate::domain::text::grouped;

/// Tables of more items than this are folded at first, also on the chart's own page.
const UNFOLDED: usize = 30;

/// A chart, its finding, its key and its numbers. `query` is what it covers.
///
/// In place on another page the numbers are folded, and a link leads to the chart's own page; there
/// (`own_page`) they are unfolded, and the page's heading is the chart's.
#[component]
pub fn ChartFigure(
    chart: Chart,
    query: Query,
    /// Whether this is the chart's own page.
    #[prop(optional)]
    own_page: bool,
    /// How wide its place is.
    #[prop(default = Room::Page)]
    room: Room,
) -> impl IntoView {
    let id = chart.id.clone();
    let href = chart.request.link(&query, "");
    let full = (!own_page).then(|| {
        view! {
            " "
            <a class="more" href=href>
                "Full chart" <span class="vh">{format!(": {}", chart.title)}</span>
            </a>
        }
    });
    let key = key(&chart);
    let picture = for_page(&chart, room);
    view! {
        <figure class="chart-figure" aria-labelledby=id.clone()>
            <figcaption id=id.clone()>
                <strong class=own_page.then_some("vh")>{chart.title.clone()}</strong>
                {chart.finding.clone()}
                {full}
            </figcaption>
            // The picture is the charts' own markup; every text in it is escaped there.
            <div>{key}<div inner_html=picture></div></div>
            {numbers(&chart, own_page && chart.items().count() <= UNFOLDED)}
        </figure>
    }
}

/// What the parts of bars are, where bars have parts.
fn key(chart: &Chart) -> Option<AnyView> {
    if !matches!(chart.shape, Shape::Stacked | Shape::Funnel) || chart.is_empty() {
        return None;
    }
    let entries = chart
        .series
        .iter()
        .enumerate()
        .filter(|(index, _)| chart.items().any(|item| item.cells[*index].count > 0))
        .map(|(_, series)| {
            view! {
                <li class=series.class>
                    <span class="k">{swatch(series)} {series.label.clone()}</span>
                </li>
            }
        });
    Some(view! { <ul class="key" aria-label="Key">{entries.collect_view()}</ul> }.into_any())
}

/// The look of a series: a level's shape, or a small field.
fn swatch(series: &Series) -> AnyView {
    let level = series
        .class
        .strip_prefix("level-")
        .and_then(|slug| slug.parse::<Level>().ok());
    match level {
        Some(level) => view! { <Glyph level/> }.into_any(),
        None => view! { <span class=format!("swatch {}", series.class)></span> }.into_any(),
    }
}

/// Which shares a series is told with: of all, of the assessed.
fn shares(chart: &Chart, index: usize) -> (bool, bool) {
    let any = |has: fn(&Cell) -> bool| chart.items().any(|item| has(&item.cells[index]));
    (any(|c| c.of.is_some()), any(|c| c.of_assessed.is_some()))
}

/// The numbers under a chart, each leading to its commitments.
fn numbers(chart: &Chart, open: bool) -> AnyView {
    if chart.is_empty() {
        return ().into_any();
    }
    let id = format!("{}-table", chart.id);
    let caption = id.clone();
    let several = chart.groups.len() > 1;
    let explained = chart.items().any(|item| item.definition.is_some());
    let heads = chart.series.iter().enumerate().map(|(index, series)| {
        let (of_all, of_assessed) = shares(chart, index);
        let prefix = if chart.series.len() > 1 {
            format!("{}, of", series.label)
        } else {
            "Of".to_owned()
        };
        let all = if several { "group" } else { "all" };
        view! {
            <th scope="col" class="n" title=series.definition>{chart.series_are.map(|what| view! { <span class="vh">{format!("{what}: ")}</span> })}{series.label.clone()}</th>
            {of_all.then(|| view! { <th scope="col" class="n">{format!("{prefix} {all}")}</th> })}
            {of_assessed.then(|| view! { <th scope="col" class="n">{format!("{prefix} assessed")}</th> })}
        }
    });
    let meaning = explained.then(|| view! { <th scope="col">"What it means"</th> });
    let columns = 1
        + usize::from(explained)
        + (0..chart.series.len())
            .map(|index| {
                let (of_all, of_assessed) = shares(chart, index);
                1 + usize::from(of_all) + usize::from(of_assessed)
            })
            .sum::<usize>();
    let bodies: Vec<_> = chart
        .groups
        .iter()
        .map(|group| {
            let heading = several.then(|| {
                view! {
                    <tr><th class="group" scope="rowgroup" colspan=columns.to_string()>{group.heading.clone()}</th></tr>
                }
            });
            let rows: Vec<_> = group
                .items
                .iter()
                .map(|item| row(chart, item, explained))
                .collect();
            view! { <tbody>{heading}{rows}</tbody> }
        })
        .collect();
    view! {
        <details class="chart-data" open=open>
            <summary>
                "Show the numbers" <span class="vh">{format!(" for {}", chart.title)}</span>
            </summary>
            <div class="table-scroll" role="region" tabindex="0" aria-labelledby=id>
                <table class="data">
                    <caption id=caption class="vh">{format!("{}: the numbers", chart.title)}</caption>
                    <thead>
                        <tr><th scope="col">{chart.items_are}</th>{heads.collect_view()}{meaning}</tr>
                    </thead>
                    {bodies}
                    {total(chart)}
                </table>
            </div>
        </details>
    }
    .into_any()
}

fn row(chart: &Chart, item: &Item, explained: bool) -> AnyView {
    let told = |whole: Option<usize>, count| {
        whole
            .and_then(|whole| percent(count, whole))
            .map_or("\u{2013}".to_owned(), |p| format!("{p}%"))
    };
    let cells: Vec<_> = item
        .cells
        .iter()
        .enumerate()
        .map(|(index, cell)| {
            let (of_all, of_assessed) = shares(chart, index);
            let number = grouped(cell.count);
            let name = format!("{number} commitments: {}, {}", item.label, chart.series[index].label);
            let number = if cell.count > 0 {
                view! { <a href=cell.href() aria-label=name>{number}</a> }.into_any()
            } else {
                number.into_any()
            };
            let small = cell.is_small().then(|| view! { <small>" few ratings"</small> });
            view! {
                <td class="n">{number}</td>
                {of_all.then(|| view! { <td class="n">{told(cell.of, cell.count)}</td> })}
                {of_assessed.then(|| view! { <td class="n">{told(cell.of_assessed, cell.count)}{small}</td> })}
            }
        })
        .collect();
    let meaning = explained.then(|| view! { <td class="wide">{item.definition}</td> });
    view! { <tr><th scope="row">{item.label.clone()}</th>{cells}{meaning}</tr> }.into_any()
}

/// The sum of parts of one whole.
fn total(chart: &Chart) -> Option<AnyView> {
    if chart.shape != Shape::Bars || chart.groups.len() != 1 {
        return None;
    }
    let (of_all, of_assessed) = shares(chart, 0);
    let assessed = chart.items().find_map(|item| item.cells[0].of_assessed);
    Some(
        view! {
            <tfoot>
                <tr>
                    <th scope="row">"All"</th>
                    <td class="n">{grouped(chart.total)}</td>
                    {of_all.then(|| view! { <td class="n">"100%"</td> })}
                    {of_assessed.then(|| view! { <td class="n">{assessed.map(|n| format!("{} assessed", grouped(n)))}</td> })}
                    <td></td>
                </tr>
            </tfoot>
        }
        .into_any(),
    )
}
