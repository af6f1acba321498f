//! Bars on a page whose names and figures are text of the page, which the browser breaks where the page is
//! narrow; only the bars are drawn. So one picture fits every width, no name is cut, and paper breaks it
//! between items: bars of parts, and charts that are too long to be sent for two widths.

use std::fmt::Write as _;

use super::pen::{Pen, figure, leading, mark_label};
use super::rows::{bar_alone, has_glyph, parts, reach_of_bar};
use super::sheet::{EM, Sheet, Target, escape};
use super::{LayoutWidth, MAX_ITEMS_SENT_TWICE};
use crate::model::{Chart, ChartItem, Shape};

/// What stands between the name of an item and its bar, in text sizes, as `style/charts.css` has it.
const NAME_GAP: f64 = 0.2;
/// The same above and below the heading of a group.
const HEADING_GAP: f64 = 0.6;

/// Whether a chart is drawn so.
pub fn flows(chart: &Chart) -> bool {
    !chart.is_empty()
        && match chart.shape {
            Shape::Stacked | Shape::Funnel => true,
            Shape::Bars | Shape::Counts | Shape::Shares => {
                chart.items().count() > MAX_ITEMS_SENT_TWICE
                    && !chart.items().any(|item| has_glyph(item.class))
            }
            Shape::Trend | Shape::Heat | Shape::Map => false,
        }
}

/// The chart's picture for a page.
pub fn markup(chart: &Chart) -> String {
    let mut out = format!(
        r#"<div class="chart flow" role="group" aria-label="{}">"#,
        escape(&chart.title)
    );
    for group in &chart.groups {
        if !group.heading.is_empty() {
            let _ = write!(out, r#"<p class="head">{}</p>"#, escape(&group.heading));
        }
        for item in &group.items {
            out.push_str(&row(chart, item));
        }
    }
    out.push_str("</div>");
    out
}

/// An item: its name, its figure, and its bar. Where the bar has parts, these are its marks; else the whole
/// row is one.
fn row(chart: &Chart, item: &ChartItem) -> String {
    let (bar, height) = bar(chart, item);
    let figure = figure(chart, item);
    let name = format!(
        r#"<bdi>{}</bdi> <span class="n">{}</span>"#,
        escape(&item.label),
        escape(&figure)
    );
    let bar = format!(r#"<svg width="100%" height="{height}em">{bar}</svg>"#);
    if has_parts(chart) {
        return format!(r#"<p class="name">{name}</p>{bar}"#);
    }
    let row = format!(r#"<span class="name">{name}</span>{bar}"#);
    let cell = leading(chart, item);
    if cell.count == 0 {
        return format!(r#"<div class="bar-row">{row}</div>"#);
    }
    let label = mark_label(chart, item, &chart.series[0], &item.cells[0], &figure);
    let meaning = item.definition.map_or(String::new(), |meaning| {
        format!(r#" data-meaning="{}""#, escape(meaning))
    });
    format!(
        r#"<a class="mark bar-row" href="{}" aria-label="{}"{meaning}>{row}</a>"#,
        escape(&cell.list),
        escape(&label)
    )
}

const fn has_parts(chart: &Chart) -> bool {
    matches!(chart.shape, Shape::Stacked | Shape::Funnel)
}

/// Its texts that the page breaks, each a paragraph.
pub fn paragraphs(chart: &Chart) -> Vec<String> {
    let mut all = Vec::new();
    for group in &chart.groups {
        if !group.heading.is_empty() {
            all.push(group.heading.clone());
        }
        // Where both do not fit on a line, the figure has one of its own.
        let named = |item: &ChartItem| format!("{}  {}", item.label, figure(chart, item));
        all.extend(group.items.iter().map(named));
    }
    all
}

/// How high it is without them, in text sizes.
pub fn ems(chart: &Chart) -> f64 {
    let headings = chart.groups.iter().filter(|g| !g.heading.is_empty());
    let bars = chart.items().map(|item| reach_of_bar(chart, item));
    let bars = f64::from(bars.sum::<i32>()) / f64::from(EM);
    let names = chart.items().count() as f64 * NAME_GAP;
    headings.count() as f64 * HEADING_GAP + names + bars
}

/// The bar of an item with its numbers, and its height in text sizes.
fn bar(chart: &Chart, item: &ChartItem) -> (String, f64) {
    let sheet = Sheet::new(Target::Page);
    // Numbers below parts must fit on a phone too.
    let pen = Pen::new(&sheet, LayoutWidth::Narrow);
    // Drawing into a string cannot fail.
    let _ = if has_parts(chart) {
        parts(chart, &pen, item, 0)
    } else {
        bar_alone(chart, &pen, item)
    };
    let height = f64::from(reach_of_bar(chart, item)) / f64::from(EM);
    (sheet.into_markup(), height)
}
