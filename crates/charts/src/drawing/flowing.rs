//! Bars of parts on a page: their names and figures are text of the page, which the browser breaks where the
//! page is narrow; only the bars are drawn. So one picture fits every width, and no name is cut.

use std::fmt::Write as _;

use super::pen::{Pen, figure};
use super::rows::parts;
use super::LayoutWidth;
use super::sheet::{EM, Sheet, Target, escape};
use crate::model::{Chart, ChartItem, Shape};

/// What stands between the name of an item and its bar, in text sizes, as `style/charts.css` has it.
const NAME_GAP: f64 = 0.2;
/// The same above and below the heading of a group.
const HEADING_GAP: f64 = 0.6;

/// Whether a chart is one of bars of parts.
pub fn flows(chart: &Chart) -> bool {
    matches!(chart.shape, Shape::Stacked | Shape::Funnel) && !chart.is_empty()
}

/// The chart's picture for a page.
pub fn markup(chart: &Chart) -> String {
    let mut out = format!(
        r#"<div class="chart rows" role="group" aria-label="{}">"#,
        escape(&chart.title)
    );
    for group in &chart.groups {
        if !group.heading.is_empty() {
            let _ = write!(out, r#"<p class="head">{}</p>"#, escape(&group.heading));
        }
        for item in &group.items {
            let (bar, height) = bar(chart, item);
            let _ = write!(
                out,
                r#"<p class="name"><bdi>{}</bdi> <span class="n">{}</span></p><svg width="100%" height="{height}em">{bar}</svg>"#,
                escape(&item.label),
                escape(&figure(chart, item)),
            );
        }
    }
    out.push_str("</div>");
    out
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
    let bars = chart.items().map(|item| bar(chart, item).1 + NAME_GAP);
    headings.count() as f64 * HEADING_GAP + bars.sum::<f64>()
}

/// The bar of an item with its numbers, and its height in text sizes.
fn bar(chart: &Chart, item: &ChartItem) -> (String, f64) {
    let sheet = Sheet::new(Target::Page);
    let pen = Pen::new(&sheet, LayoutWidth::Wide);
    let reach = parts(chart, &pen, item, 0).unwrap_or(0);
    (sheet.into_markup(), f64::from(reach) / f64::from(EM))
}
