//! From a chart's numbers to its picture: one function a shape, for pages and files alike.

mod map;
mod matrix;
mod pen;
mod rows;
mod surface;
mod trend;

use pen::Pen;
pub use pen::wrapped;
pub use surface::{Ground, Mark, Sheet, escape};

use super::model::{Chart, Shape};
use i18n::charts as say;
use surface::EM;

/// For how wide a picture is laid out. Within a layout, pictures fill their width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// At least 44 letters' widths.
    Wide,
    /// A phone.
    Narrow,
}

/// More items than this make a chart long.
const LONG: usize = 30;

/// How wide the place on a page is that a picture gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// The page's whole width, whatever that is.
    Page,
    /// A column of the page: as on a phone.
    Column,
}

/// Whether a heat table has more fields than a narrow page can show.
fn is_too_wide(chart: &Chart) -> bool {
    chart.shape == Shape::Heat && chart.items().count() * chart.series.len() > 240
}

/// Draws a chart on a sheet, from the top; returns how far down it reaches.
pub fn draw(chart: &Chart, sheet: &Sheet, layout: Layout) -> i32 {
    let pen = Pen::new(sheet, layout);
    if chart.is_empty() {
        return pen.nothing(&chart.finding);
    }
    if layout == Layout::Narrow && is_too_wide(chart) {
        // It would be a thousand bars on a phone.
        return pen.nothing(say::too_wide(chart.lang));
    }
    let reach = match chart.shape {
        Shape::Trend if layout == Layout::Wide => trend::draw(chart, &pen),
        Shape::Heat if layout == Layout::Wide => matrix::draw(chart, &pen),
        Shape::Map => map::draw(chart, &pen),
        _ => rows::draw(chart, &pen),
    };
    // Drawing into a string cannot fail; if it did, the table under the chart remains.
    reach.unwrap_or(0)
}

/// The chart's pictures for a page: one, or, where it must be laid out differently, one for wide
/// and one for narrow pages.
pub fn for_page(chart: &Chart, room: Room) -> String {
    let is_redrawn = matches!(chart.shape, Shape::Trend | Shape::Heat) && !chart.is_empty();
    // Long charts are not sent twice for the sake of line breaks in names.
    let is_long = !is_redrawn && chart.items().count() > LONG;
    if room == Room::Column || chart.shape == Shape::Map || is_long {
        return framed(chart, Layout::Narrow, "");
    }
    if !is_redrawn {
        let narrow = framed(chart, Layout::Narrow, "");
        if framed(chart, Layout::Wide, "") == narrow {
            return narrow;
        }
    }
    [
        framed(chart, Layout::Wide, " for-wide"),
        framed(chart, Layout::Narrow, " for-narrow"),
    ]
    .concat()
}

fn framed(chart: &Chart, layout: Layout, class: &str) -> String {
    let sheet = Sheet::new(Ground::Page);
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
