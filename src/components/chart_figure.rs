//! Charts with what belongs to them: what they say, what they count, and their numbers as a table.

use leptos::prelude::*;

use super::links::link_to;
use super::rating::Glyph;
use charts::drawing::{Placement, for_page};
use charts::table::table;
use charts::{Chart, ChartItem, Series, Shape, escape};
use domain::Level;
use domain::query::Query;
use domain::route::ChartAs;
use i18n::charts as say;

/// Tables of more items than this are folded at first, also on the chart's own page.
const UNFOLDED: usize = 24;

/// What a page says of a chart above its figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartIntro {
    /// Nothing.
    Nothing,
    /// Its name, as a heading.
    Name,
    /// Its name and what it finds.
    Finding,
}

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
    /// What the page has said above it already.
    #[prop(default = ChartIntro::Nothing)]
    above: ChartIntro,
    /// How wide its place is.
    #[prop(default = Placement::Page)]
    placement: Placement,
    /// Whether its links open a page of their own, as in the frame of another site, where no other
    /// page of this one may stand.
    #[prop(optional)]
    framed: bool,
) -> impl IntoView {
    let t = chart.lang;
    let id = chart.id.clone();
    let href = chart.request.link(&query, ChartAs::Page);
    let full = (!own_page).then(|| {
        view! {
            " "
            <a class="more" href=link_to(href)>
                {say::full_chart(t)} <span class="vh">{say::full_chart_of(t, &chart.title)}</span>
            </a>
        }
    });
    let key = key(&chart);
    let picture = linked(for_page(&chart, placement), framed);
    view! {
        <figure class="chart-figure" aria-labelledby=id.clone()>
            <figcaption id=id.clone()>
                <strong class=(own_page || above != ChartIntro::Nothing).then_some("vh")>{chart.title.clone()}</strong>
                <span class=(above == ChartIntro::Finding).then_some("vh")>{chart.finding.clone()}</span>
                {full}
            </figcaption>
            // The picture is the charts' own markup; every text in it is escaped there.
            <div>{key}<div inner_html=picture></div></div>
            {numbers(&chart, own_page && !framed && is_unfolded(&chart), framed)}
        </figure>
    }
}

/// A chart that stands on one page only: its picture in a column, and its numbers.
#[component]
pub fn Tally(chart: Chart) -> impl IntoView {
    let id = chart.id.clone();
    let picture = for_page(&chart, Placement::Column);
    view! {
        <figure class="chart-figure" aria-labelledby=id.clone()>
            <figcaption id=id.clone()>
                <strong>{chart.title.clone()}</strong>
                {chart.finding.clone()}
            </figcaption>
            // As above.
            <div><div inner_html=picture></div></div>
            {numbers(&chart, false, false)}
        </figure>
    }
}

/// Makes the links of our own markup open a page of their own.
fn linked(markup: String, framed: bool) -> String {
    if framed {
        markup.replace("<a ", "<a target=\"_blank\" rel=\"noopener\" ")
    } else {
        markup
    }
}

/// On a phone many countries of a map are too small to touch, so its table is there at once.
fn is_unfolded(chart: &Chart) -> bool {
    chart.items().count() <= UNFOLDED || chart.shape == Shape::Map
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
        .filter(|(index, _)| {
            let shown =
                |item: &ChartItem| item.cells.get(*index).is_some_and(|cell| cell.count > 0);
            chart.items().any(shown)
        })
        .map(|(_, series)| {
            view! {
                <li class=series.class data-meaning=series.definition>
                    <span class="k">{swatch(series)} {series.label.clone()}</span>
                </li>
            }
        });
    Some(
        view! { <ul class="key" aria-label=say::key(chart.lang)>{entries.collect_view()}</ul> }
            .into_any(),
    )
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

/// The numbers under a chart, each leading to its commitments.
fn numbers(chart: &Chart, open: bool, framed: bool) -> AnyView {
    if chart.is_empty() {
        return ().into_any();
    }
    let id = format!("{}-table", chart.id);
    let t = chart.lang;
    let caption = format!(
        "<caption id=\"{id}\" class=\"vh\">{}</caption>",
        escape(&say::numbers_of(t, &chart.title))
    );
    // As the picture: the charts' own markup, escaped there.
    let inside = linked(caption + &table(chart), framed);
    view! {
        <details class="chart-data" open=open>
            <summary>
                {say::show_numbers(t)} <span class="vh">{say::show_numbers_for(t, &chart.title)}</span>
            </summary>
            <div class="table-scroll" role="region" tabindex="0" aria-labelledby=id>
                <table class="data" inner_html=inside></table>
            </div>
        </details>
    }
    .into_any()
}
