//! From a chart's numbers to its picture: one function a shape, for pages and files alike.

mod dense;
mod flowing;
mod map;
mod matrix;
mod pen;
mod role;
mod rows;
mod sheet;
mod surface;
mod trend;

pub use map::proportion as map_proportion;
use pen::Pen;
pub use pen::wrapped;
pub use sheet::{Mark, Room, Sheet, Target, escape, texture_of};

use super::model::{Chart, Group, Shape};
use sheet::EM;

/// The width that a picture is laid out for. Within a layout, pictures fill their width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayoutWidth {
    /// At least 44 letters' widths.
    Wide,
    /// A phone.
    Narrow,
}

/// The most items of a chart that is sent in two layouts.
const MAX_ITEMS_SENT_TWICE: usize = 30;

/// Where on a page a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// Across the whole page.
    Page,
    /// In a column of the page, laid out as on a phone.
    Column,
}

/// Whether a heat table has more fields than a narrow page can show.
fn is_too_wide(chart: &Chart) -> bool {
    chart.shape == Shape::Heat && chart.items().count() * chart.series.len() > 240
}

/// Draws a chart on a sheet, from the top; returns how far down it reaches.
pub fn draw(chart: &Chart, sheet: &Sheet, layout: LayoutWidth) -> i32 {
    let pen = Pen::new(sheet, layout);
    if chart.is_empty() {
        return pen.empty(&chart.finding);
    }
    let reach = match chart.shape {
        Shape::Trend => trend::draw(chart, &pen),
        Shape::Heat if layout == LayoutWidth::Wide => matrix::draw(chart, &pen),
        Shape::Map => map::draw(chart, &pen),
        _ if sheet.room() == Room::Dense => dense::draw(chart, &pen),
        _ => rows::draw(chart, &pen),
    };
    // Drawing into a string cannot fail; if it did, the table under the chart remains.
    reach.unwrap_or(0)
}

/// The chart's pictures for a page: one, or, where it must be laid out differently, one for wide
/// and one for narrow pages.
pub fn for_page(chart: &Chart, placement: Placement) -> String {
    if is_too_wide(chart) && !chart.is_empty() {
        // It would be a thousand bars on a phone, so it can be moved from side to side there.
        let title = escape(&chart.title);
        let table = framed(chart, LayoutWidth::Wide, " table-wide");
        return format!(
            r#"<div class="chart-scroll" role="region" tabindex="0" aria-label="{title}">{table}</div>"#
        );
    }
    if flowing::flows(chart) {
        return flowing::markup(chart);
    }
    if placement == Placement::Column || has_one_layout(chart) {
        return framed(chart, LayoutWidth::Narrow, "");
    }
    if !is_redrawn(chart) {
        let narrow = framed(chart, LayoutWidth::Narrow, "");
        if framed(chart, LayoutWidth::Wide, "") == narrow {
            return narrow;
        }
    }
    [
        framed(chart, LayoutWidth::Wide, " for-wide"),
        framed(chart, LayoutWidth::Narrow, " for-narrow"),
    ]
    .concat()
}

/// Whether a chart is another picture on a narrow page.
fn is_redrawn(chart: &Chart) -> bool {
    matches!(chart.shape, Shape::Trend | Shape::Heat) && !chart.is_empty()
}

/// Whether a page has one picture of a chart, laid out as for a narrow page, whatever its width.
fn has_one_layout(chart: &Chart) -> bool {
    // Long charts are not sent twice for the sake of line breaks in names.
    let is_long = !is_redrawn(chart) && chart.items().count() > MAX_ITEMS_SENT_TWICE;
    chart.shape == Shape::Map || is_long
}

/// What stands as text of the page within the picture of [`for_page`], so that it is broken where the page
/// is, whatever its width: headings, and the names of bars of parts.
pub fn headings_on_page(chart: &Chart) -> Vec<String> {
    if flowing::flows(chart) {
        return flowing::paragraphs(chart);
    }
    if chart.shape != Shape::Trend || chart.is_empty() {
        return Vec::new();
    }
    let groups = chart.groups.iter();
    groups.map(|group| trend::heading(chart, group)).collect()
}

/// How high the picture of [`for_page`] is on a page of a width, in text sizes, without what
/// [`headings_on_page`] says; of a map, its key alone.
pub fn ems_on_page(chart: &Chart, width: LayoutWidth) -> f64 {
    if flowing::flows(chart) {
        return flowing::ems(chart);
    }
    let layout = if is_too_wide(chart) {
        LayoutWidth::Wide
    } else if has_one_layout(chart) {
        LayoutWidth::Narrow
    } else {
        width
    };
    if chart.shape == Shape::Trend && !chart.is_empty() {
        let panels = chart.groups.iter().map(|group| panel(chart, group, layout));
        return panels.map(|(_, height)| height).sum();
    }
    f64::from(draw(chart, &Sheet::new(Target::Page), layout)) / f64::from(EM)
}

/// A panel of a trend for a page: its markup, and its height in text sizes.
fn panel(chart: &Chart, group: &Group, layout: LayoutWidth) -> (String, f64) {
    let sheet = Sheet::new(Target::Page);
    let reach = trend::panel(chart, group, &Pen::new(&sheet, layout), 0);
    let height = f64::from(reach.unwrap_or(0)) / f64::from(EM);
    (sheet.into_markup(), height)
}

/// The panels of a trend, each below its heading.
fn panels(chart: &Chart, layout: LayoutWidth, class: &str) -> String {
    let title = escape(&chart.title);
    let panels = chart.groups.iter().map(|group| {
        let (markup, height) = panel(chart, group, layout);
        let heading = escape(&trend::heading(chart, group));
        format!(
            r#"<p class="head">{heading}</p><svg width="100%" height="{height}em" role="group" aria-label="{heading}">{markup}</svg>"#
        )
    });
    let panels: String = panels.collect();
    format!(r#"<div class="chart trend{class}" role="group" aria-label="{title}">{panels}</div>"#)
}

fn framed(chart: &Chart, layout: LayoutWidth, class: &str) -> String {
    if chart.shape == Shape::Trend && !chart.is_empty() {
        return panels(chart, layout, class);
    }
    let sheet = Sheet::new(Target::Page);
    let height = f64::from(draw(chart, &sheet, layout)) / f64::from(EM);
    let (title, markup) = (escape(&chart.title), sheet.into_markup());
    if chart.shape == Shape::Map && !chart.is_empty() {
        return format!(
            r#"<div class="chart map" role="group" aria-label="{title}">{markup}</div>"#
        );
    }
    format!(
        r#"<svg class="chart{class}" width="100%" height="{height}em" role="group" aria-label="{title}">{markup}</svg>"#
    )
}
