//! The frame in which other sites show a chart: its markup, and how high it is before its page has said
//! so itself.
//!
//! The page in the frame tells the page around it its height (`assets/frame.js`), and the script of the
//! markup listens. Where a site drops scripts, the height in the markup holds: that of the chart at
//! [`WIDTH`], worked out from what the chart's page says and draws.

use charts::drawing::{LayoutWidth, ems_on_page, headings_on_page, map_proportion, wrapped};
use charts::{Chart, Shape, escape};

/// The texts around a chart in a frame.
#[derive(Debug, Clone)]
pub struct FrameTexts {
    /// That the data is synthetic, where it is.
    pub invented: Option<String>,
    /// The selection in words.
    pub heading: String,
    /// Where the numbers come from, below the chart.
    pub source: String,
}

/// A frame as another site has it.
#[derive(Debug, Clone)]
pub struct Frame {
    /// What the site's page holds.
    pub markup: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// The most that the page around a frame has room for, in pixels.
#[derive(Debug, Clone, Copy, Default)]
pub struct MaxSize {
    /// None where there is no limit.
    pub width: Option<u32>,
    /// None where there is no limit.
    pub height: Option<u32>,
}

/// The width of a column of text on most sites.
pub const WIDTH: u32 = 680;
/// From here on charts have their wide layout, as `style/charts.css` has it.
const WIDE: f64 = 880.0;

/// Text sizes and distances of the style sheet, in pixels.
const TEXT: f64 = 16.0;
const SMALL: f64 = 14.4;
const SMALLEST: f64 = 13.0;
const LINE_HEIGHT: f64 = 1.55;
const PADDING: f64 = 16.0;
const PARAGRAPH: f64 = 16.0;
/// The longest lines, as a part of the text size: 66 digits.
const PROSE: f64 = 66.0 * 0.56;
/// The width of a letter, as a part of the text size: that of wide fonts.
const LETTER: f64 = 0.56;
/// The limit of a map's height in a frame, as `style/charts.css` has it.
const MAX_MAP: f64 = 512.0;
/// For rounding, and fonts that are taller than most.
const SPARE: f64 = 4.0;

/// The frame for a page of another site. `address` is that of the chart's page for frames, whole;
/// `origin` the site's own, where it is known.
pub fn frame(
    chart: &Chart,
    texts: &FrameTexts,
    address: &str,
    origin: Option<&str>,
    max: MaxSize,
) -> Frame {
    let width = max.width.unwrap_or(WIDTH).min(WIDTH);
    let own = height_at(chart, texts, f64::from(width)).ceil();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few thousand at most, and never negative"
    )]
    let own = own as u32;
    let height = max.height.unwrap_or(own).min(own);
    // On a page that limits it, the frame must not grow.
    let script = max
        .height
        .map_or_else(|| listener(origin), |_| String::new());
    let (attribute, style) = match max.width {
        Some(_) => (width.to_string(), format!("{width}px")),
        None => ("100%".to_owned(), "100%".to_owned()),
    };
    let markup = format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"{attribute}\" height=\"{height}\" style=\"border:0;width:100%;max-width:{style}\" loading=\"lazy\"></iframe>{script}",
        escape(address),
        escape(&chart.title),
    );
    Frame {
        markup,
        width,
        height,
    }
}

/// The script that gives a frame the height which its page tells.
fn listener(origin: Option<&str>) -> String {
    // Made of letters, digits and `.-:[]/`.
    let origin = origin.map(without_path);
    let sender = origin.map_or(String::new(), |origin| format!("e.origin===\"{origin}\"&&"));
    format!(
        "<script>addEventListener(\"message\",function(e){{var h=e.data&&e.data.ogpChartHeight;if({sender}h>0&&h<20000)document.querySelectorAll(\"iframe\").forEach(function(f){{if(f.contentWindow===e.source)f.style.height=h+\"px\"}})}})</script>"
    )
}

/// Scheme and host of a site: what browsers know the sender of a message by, wherever on its host it is.
fn without_path(site: &str) -> &str {
    let host = site.find("://").map_or(0, |at| at + 3);
    site[host..]
        .find('/')
        .map_or(site, |path| &site[..host + path])
}

/// How high a frame must be that is `width` pixels wide.
fn height_at(chart: &Chart, texts: &FrameTexts, width: f64) -> f64 {
    let inner = width - 2.0 * PADDING;
    let heading = (1.15 * TEXT + 0.005 * width).clamp(1.25 * TEXT, 1.5 * TEXT);
    let title = lines(&chart.title, inner, heading) * heading * 1.2 + 4.0;
    let above: f64 = texts
        .invented
        .iter()
        .chain([&texts.heading])
        .map(|text| lines(text, inner, TEXT) * TEXT * LINE_HEIGHT + PARAGRAPH)
        .sum();
    let prose = inner.min(SMALL * PROSE);
    let small = |text: &str, width: f64| lines(text, width, SMALL) * SMALL * LINE_HEIGHT;
    let finding = small(&chart.finding, prose) + 12.0;
    let layout = if width < WIDE {
        LayoutWidth::Narrow
    } else {
        LayoutWidth::Wide
    };
    let map = if chart.shape == Shape::Map && !chart.is_empty() {
        (inner * map_proportion()).min(MAX_MAP) + 12.0
    } else {
        0.0
    };
    // As `style/charts.css` has them.
    let headings: f64 = headings_on_page(chart)
        .iter()
        .map(|text| lines(text, inner, SMALL) * SMALL * 1.25)
        .sum();
    let picture = ems_on_page(chart, layout) * SMALL + headings + map;
    let numbers = 44.0 + 16.0;
    let notes: f64 = chart
        .notes
        .iter()
        .map(|note| small(note, prose - 19.0))
        .sum();
    let notes = notes
        + if chart.notes.is_empty() {
            0.0
        } else {
            PARAGRAPH
        };
    let foot = lines(&texts.source, inner, SMALLEST) * SMALLEST * LINE_HEIGHT + 2.0 * 8.0;
    2.0 * PADDING
        + title
        + above
        + finding
        + key(chart, inner)
        + picture
        + numbers
        + notes
        + foot
        + SPARE
}

/// How many lines a text has in a width, in pixels, with letters of a size.
fn lines(text: &str, width: f64, size: f64) -> f64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few hundred at most"
    )]
    let letters = (width / (size * LETTER)).max(8.0) as usize;
    wrapped(text, letters).len() as f64
}

/// How high the key of a chart is whose bars have parts.
fn key(chart: &Chart, width: f64) -> f64 {
    if !matches!(chart.shape, Shape::Stacked | Shape::Funnel) || chart.is_empty() {
        return 0.0;
    }
    let mut count = 1.0;
    let mut left = 0.0;
    for series in &chart.series {
        let entry = SMALL * (1.5 + LETTER * series.label.chars().count() as f64) + PADDING;
        if left > 0.0 && left + entry > width {
            (left, count) = (0.0, count + 1.0);
        }
        left += entry;
    }
    count * 28.0 + 12.0
}
