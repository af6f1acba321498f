//! A chart as a picture of its own: with a title, what it says, its source, date and terms.

use std::fmt::Write as _;

use super::drawing::{Ground, Layout, Sheet, draw, escape, wrapped};
use super::model::{Chart, Shape};
use super::palette;

/// The size of a picture that is shared, in pixels.
pub const WIDTH: u32 = 1200;
/// See [`WIDTH`]; a whole picture may be higher.
pub const HEIGHT: u32 = 630;

const MARGIN: f64 = 48.0;
const INNER: f64 = WIDTH as f64 - 2.0 * MARGIN;
const FOOTER: f64 = 76.0;
/// Text is at most this large, and no smaller than that, in pixels.
const LARGEST: f64 = 20.0;
const SMALLEST: f64 = 12.5;

/// The file's own style sheet; colours come from the site's palette.
pub(super) const STYLE: &str = include_str!("card.css");
const SPRITE: &str = include_str!("../components/sprite.svg");

/// What a picture says about itself besides the chart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caption {
    /// Which commitments, in words.
    pub scope: String,
    /// The state of the record, for example `data version 3 of 22 November 2026`.
    pub version: String,
    /// Whether the data is invented.
    pub demonstration: bool,
    /// The site's own address, without a slash at its end; none where it is not known.
    pub origin: Option<String>,
    /// The address of the chart's page within the site.
    pub path: String,
}

/// How much of a long chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it, as high as need be.
    Whole,
    /// What fits into the shared size; the rest is counted.
    Card,
}

/// The source line of every picture and citation.
pub const SOURCE: &str =
    "Source: Open Government Partnership and its Independent Reporting Mechanism";
/// The terms of every picture and file of numbers.
pub const LICENCE: &str =
    "IRM ratings: CC BY 4.0. This chart may be used freely with its source line.";

/// The chart as an SVG file that needs nothing else.
pub fn svg(chart: &Chart, caption: &Caption, extent: Extent) -> String {
    let mut head = String::new();
    let top = header(&mut head, chart, caption);
    // Where a chart does not fit, a line of its own says how much is left out.
    let room = f64::from(HEIGHT) - top - FOOTER;
    let (chart, left_out) = match extent {
        Extent::Whole => (chart.clone(), 0),
        Extent::Card => fitted(chart, room),
    };
    let em = size_of_text(&chart, room);
    let (body, mut reach) = body(&chart, em, caption);
    let mut more = String::new();
    if left_out > 0 {
        more = line(
            "soft",
            17.0,
            top + reach + 12.0,
            &format!("\u{2026} and {left_out} more in the full chart"),
        );
        reach += 24.0;
    }
    let height = match extent {
        Extent::Card => f64::from(HEIGHT),
        Extent::Whole => (top + reach + FOOTER).max(f64::from(HEIGHT)),
    };
    let sprite = SPRITE
        .split_once('>')
        .and_then(|(_, rest)| rest.rsplit_once("</svg>"))
        .map_or("", |(inside, _)| inside);
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" aria-labelledby="t d"><title id="t">{title}</title><desc id="d">{finding}</desc><style>{style}</style><defs>{sprite}</defs><rect class="paper" width="{WIDTH}" height="{height}"/><rect class="rule" width="{WIDTH}" height="8"/>{head}<g transform="translate({MARGIN} {top})" font-size="{em}">{body}</g>{more}{foot}</svg>"#,
        title = escape(&chart.title),
        finding = escape(&chart.finding),
        style = palette::resolved(STYLE),
        foot = footer(caption, height),
    )
}

/// A line of text at the left margin.
fn line(class: &str, size: f64, foot: f64, said: &str) -> String {
    format!(
        r#"<text class="{class}" x="{MARGIN}" y="{foot}" font-size="{size}">{}</text>"#,
        escape(said)
    )
}

/// Writes title, scope, finding and key; returns how far down they reach.
fn header(out: &mut String, chart: &Chart, caption: &Caption) -> f64 {
    let mut foot = 62.0;
    if caption.demonstration {
        foot = 80.0;
        out.push_str(&line(
            "demo",
            17.0,
            36.0,
            "Demonstration data: invented, not real",
        ));
    }
    for said in cut(&chart.title, 58, 2) {
        out.push_str(&line("title", 34.0, foot, &said));
        foot += 40.0;
    }
    foot -= 8.0;
    for said in cut(&caption.scope, 110, 2) {
        out.push_str(&line("", 20.0, foot, &said));
        foot += 26.0;
    }
    if !chart.is_empty() {
        for said in cut(&chart.finding, 124, 3) {
            out.push_str(&line("soft", 18.0, foot, &said));
            foot += 24.0;
        }
    }
    if matches!(chart.shape, Shape::Stacked | Shape::Funnel) && !chart.is_empty() {
        foot = key(out, chart, foot);
    }
    foot + 4.0
}

/// What the parts of bars are.
fn key(out: &mut String, chart: &Chart, foot: f64) -> f64 {
    let mut left = MARGIN;
    for (index, series) in chart.series.iter().enumerate() {
        if chart.items().all(|item| item.cells[index].count == 0) {
            continue;
        }
        let (class, name) = (series.class, series.class.trim_start_matches("level-"));
        let label = escape(&series.label);
        let textured = matches!(name, "low" | "pending" | "no_data" | "not_reviewable");
        let texture = if textured {
            format!(
                r#"<rect x="{left}" y="{}" width="26" height="16" fill="url(#t-{name})"/>"#,
                foot - 12.0
            )
        } else {
            String::new()
        };
        // Writing to a string cannot fail.
        let _ = write!(
            out,
            r#"<g class="{class}"><rect class="bar" x="{left}" y="{}" width="26" height="16"/>{texture}<text x="{}" y="{}" font-size="17">{label}</text></g>"#,
            foot - 12.0,
            left + 34.0,
            foot + 2.0
        );
        left += 34.0 + 9.2 * series.label.chars().count() as f64 + 26.0;
    }
    foot + 26.0
}

fn footer(caption: &Caption, height: f64) -> String {
    let address = match &caption.origin {
        Some(origin) => format!("{origin}{}", caption.path),
        None => caption.path.clone(),
    };
    let source = format!("{SOURCE}; OGP commitment tracker, {}", caption.version);
    let mut address = cut(&address, 130, 1).pop().unwrap_or_default();
    address.insert_str(0, "  ");
    [
        line("footer", 15.0, height - 42.0, &source),
        line(
            "footer",
            15.0,
            height - 20.0,
            &format!("{LICENCE}{address}"),
        ),
    ]
    .concat()
}

/// At most so many lines of so many letters; what is cut off is shown as such.
fn cut(said: &str, letters: usize, lines: usize) -> Vec<String> {
    let mut all = wrapped(said, letters);
    if all.len() > lines {
        all.truncate(lines);
        if let Some(last) = all.last_mut() {
            last.push('\u{2026}');
        }
    }
    all
}

/// The chart's drawing with text of a size, and how many pixels down it reaches.
fn body(chart: &Chart, em: f64, caption: &Caption) -> (String, f64) {
    let sheet = Sheet::new(Ground::File {
        width: INNER,
        em,
        origin: caption.origin.clone(),
    });
    let reach = f64::from(draw(chart, &sheet, Layout::Wide)) * em / 100.0;
    (sheet.into_markup(), reach)
}

fn size_of_text(chart: &Chart, room: f64) -> f64 {
    if chart.shape == Shape::Map {
        return 17.0;
    }
    let (_, reach) = body(chart, LARGEST, &Caption::default());
    let size = (LARGEST * room / reach.max(1.0)).clamp(SMALLEST, LARGEST);
    (size * 10.0).floor() / 10.0
}

/// The first items that fit, and how many do not.
fn fitted(chart: &Chart, room: f64) -> (Chart, usize) {
    let fits = |chart: &Chart, room: f64| body(chart, SMALLEST, &Caption::default()).1 <= room;
    if matches!(chart.shape, Shape::Map | Shape::Trend) || fits(chart, room) {
        return (chart.clone(), 0);
    }
    let all = chart.items().count();
    // The last number of items that fits lies between these two.
    let (mut fitting, mut too_many) = (1, all);
    while fitting + 1 < too_many {
        let middle = usize::midpoint(fitting, too_many);
        if fits(&first_items(chart, middle), room - 30.0) {
            fitting = middle;
        } else {
            too_many = middle;
        }
    }
    (first_items(chart, fitting), all - fitting)
}

fn first_items(chart: &Chart, mut most: usize) -> Chart {
    let mut shorter = chart.clone();
    for group in &mut shorter.groups {
        group.items.truncate(most);
        most -= group.items.len();
    }
    shorter.groups.retain(|group| !group.items.is_empty());
    shorter
}
