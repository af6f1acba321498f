//! The frame in which other sites show a chart: its markup, and how high it must be at each width.
//!
//! Nothing of ours runs on the page around it, so that its height must be known beforehand. It follows
//! from what the chart's page says and draws, and from the width, which the frame's own style asks the
//! browser for (container query units); where a site drops styles, the attribute holds for all widths.

use charts::drawing::{LayoutWidth, ems_on_page, map_proportion, wrapped};
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

/// From each of these widths on, in pixels, until the next one, a frame has the height that it needs at it.
const WIDTHS: [f64; 7] = [320.0, 400.0, 520.0, 680.0, WIDE, 1040.0, 1280.0];
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
/// For the last distances, rounding, and fonts that are taller than most.
const SPARE: f64 = 32.0;

/// The markup for a page of another site. `address` is that of the chart's page for frames, whole.
pub fn frame_markup(chart: &Chart, texts: &FrameTexts, address: &str) -> String {
    // Drawn once for each layout, not for each width.
    let pictures = [LayoutWidth::Narrow, LayoutWidth::Wide].map(|width| ems_on_page(chart, width));
    let heights = WIDTHS.map(|width| height_without_map(chart, texts, pictures, width).ceil());
    let last = heights.last().copied().unwrap_or_default();
    let mut height = vec![format!("{last}px")];
    for (pair, next) in heights.windows(2).zip(WIDTHS.iter().skip(1)) {
        let [here, after] = pair else { continue };
        let more = here - after;
        // What is added below the next width: all of it or nothing.
        height.push(if more >= 0.0 {
            format!("clamp(0px,({next}px - 100cqw)*99999,{more}px)")
        } else {
            format!("clamp({more}px,(100cqw - {next}px)*99999,0px)")
        });
    }
    let mut highest = heights.iter().copied().fold(0.0, f64::max);
    if is_map(chart) {
        let (proportion, around) = (map_proportion(), 2.0 * PADDING);
        height.push(format!(
            "min({MAX_MAP}px,(100cqw - {around}px)*{proportion:.3})"
        ));
        highest += MAX_MAP;
    }
    let height = height.join(" + ");
    format!(
        "<div style=\"container-type:inline-size\"><iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"{highest}\" style=\"border:0;height:calc({height})\" loading=\"lazy\"></iframe></div>",
        escape(address),
        escape(&chart.title),
    )
}

fn is_map(chart: &Chart) -> bool {
    chart.shape == Shape::Map && !chart.is_empty()
}

/// How high a frame must be that is `width` pixels wide, but for the shapes of a map. `pictures` are the
/// heights of the chart in the narrow and the wide layout, in text sizes.
fn height_without_map(
    chart: &Chart,
    texts: &FrameTexts,
    [narrow, wide]: [f64; 2],
    width: f64,
) -> f64 {
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
    let ems = if width < WIDE { narrow } else { wide };
    let margin = if is_map(chart) { 12.0 } else { 0.0 };
    let picture = ems * SMALL + margin;
    let numbers = 44.0 + 24.0;
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
    let below = lines(&texts.source, inner, SMALLEST) * TEXT * 1.4 + PARAGRAPH;
    2.0 * PADDING
        + title
        + above
        + finding
        + key(chart, inner)
        + picture
        + numbers
        + notes
        + below
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
