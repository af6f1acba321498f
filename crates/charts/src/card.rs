//! A chart as a picture of its own: with a title, what it says, its source, date and terms.

use std::fmt::Write as _;

use super::drawing::{Ground, Layout, Sheet, draw, escape, wrapped};
use super::model::{Chart, Group, Item, Shape};
use super::palette;
use domain::Lang;
use i18n::charts as say;

/// The size of a picture that is shared, in pixels.
pub const WIDTH: u32 = 1200;
/// See [`WIDTH`]; a whole picture may be higher.
pub const HEIGHT: u32 = 630;

const MARGIN: f64 = 48.0;
const INNER: f64 = WIDTH as f64 - 2.0 * MARGIN;
const FOOTER: f64 = 80.0;
/// A line of a note.
const NOTE: f64 = 19.0;
const NOTE_LETTERS: usize = 148;
/// The line that says how much is left out.
const MORE: f64 = 28.0;
/// Between columns.
const GAP: f64 = 40.0;
/// Text is at most this large, and no smaller than that, in pixels.
const LARGEST: f64 = 20.0;
const SMALLEST: f64 = 12.0;

/// The file's own style sheet; colours come from the site's palette.
pub(super) const STYLE: &str = include_str!("card.css");
/// Symbols that pages and pictures show.
pub const SPRITE: &str = include_str!("sprite.svg");

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

/// The chart as an SVG file that needs nothing else.
pub fn svg(chart: &Chart, caption: &Caption, extent: Extent) -> String {
    let mut head = String::new();
    let top = header(&mut head, chart, caption);
    let notes = notes(chart, extent);
    let below = FOOTER + NOTE * notes.len() as f64;
    let room = f64::from(HEIGHT) - top - below;
    let all = columns(chart);
    let (columns, left_out) = match extent {
        Extent::Whole => (all, 0),
        Extent::Card => fitted(all, room),
    };
    let room = if left_out > 0 { room - MORE } else { room };
    let em = size_of_text(&columns, room);
    let (body, mut reach) = body(&columns, em, caption);
    let mut more = String::new();
    if left_out > 0 {
        let said = say::more_in_full_chart(chart.lang, left_out);
        more = line("soft", 16.0, top + reach + 12.0, &said);
        reach += MORE;
    }
    let height = match extent {
        Extent::Card => f64::from(HEIGHT),
        Extent::Whole => (top + reach + below).max(f64::from(HEIGHT)),
    };
    let sprite = SPRITE
        .split_once('>')
        .and_then(|(_, rest)| rest.rsplit_once("</svg>"))
        .map_or("", |(inside, _)| inside);
    let said: String = notes
        .iter()
        .enumerate()
        .map(|(index, note)| {
            let foot = height - below + 14.0 + NOTE * index as f64;
            line("soft", 14.0, foot, note)
        })
        .collect();
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"{lang} role="img" aria-labelledby="t d"><title id="t">{title}</title><desc id="d">{finding}</desc><style>{style}</style><defs>{sprite}</defs><rect class="paper" width="{WIDTH}" height="{height}"/><rect class="rule" width="{WIDTH}" height="8"/>{head}<g transform="translate({MARGIN} {top})" font-size="{em}">{body}</g>{more}{said}{foot}</svg>"#,
        lang = language(chart.lang),
        title = escape(&chart.title),
        finding = escape(&chart.finding),
        style = palette::resolved(STYLE),
        foot = footer(chart.lang, caption, height),
    )
}

/// Says in which language a picture is; those in English have always done without.
fn language(lang: Lang) -> String {
    match lang {
        Lang::English => String::new(),
        _ => format!(r#" lang="{slug}" xml:lang="{slug}""#, slug = lang.slug()),
    }
}

/// What readers should know: all of it in a whole picture, the first of it on a card.
fn notes(chart: &Chart, extent: Extent) -> Vec<String> {
    let told = match extent {
        Extent::Whole => chart.notes.len(),
        Extent::Card => 1,
    };
    chart
        .notes
        .iter()
        .take(told)
        .flat_map(|note| match extent {
            Extent::Whole => wrapped(note, NOTE_LETTERS),
            Extent::Card => cut(note, NOTE_LETTERS, 1),
        })
        .collect()
}

/// Groups that stand beside each other rather than below: the levels beside the scales, the ratings
/// of a comparison.
fn columns(chart: &Chart) -> Vec<Chart> {
    let with = |groups: &[Group]| Chart {
        groups: groups.to_vec(),
        ..chart.clone()
    };
    match (chart.shape, chart.groups.as_slice()) {
        (Shape::Bars, [first, rest @ ..]) if !rest.is_empty() => {
            vec![with(std::slice::from_ref(first)), with(rest)]
        }
        (Shape::Stacked, groups @ [_, _, ..]) => groups.chunks(1).map(with).collect(),
        _ => vec![chart.clone()],
    }
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
        out.push_str(&line("demo", 17.0, 36.0, say::demonstration(chart.lang)));
    }
    for said in cut(&chart.title, 54, 2) {
        out.push_str(&line("title", 34.0, foot, &said));
        foot += 40.0;
    }
    foot -= 8.0;
    for said in cut(&caption.scope, 96, 2) {
        out.push_str(&line("", 20.0, foot, &said));
        foot += 26.0;
    }
    // Three lines over the years need the room; what they say stands in the description.
    if !chart.is_empty() && chart.shape != Shape::Trend {
        for said in cut(&chart.finding, 112, 3) {
            out.push_str(&line("soft", 18.0, foot, &said));
            foot += 24.0;
        }
    }
    if matches!(chart.shape, Shape::Stacked | Shape::Funnel) && !chart.is_empty() {
        foot = key(out, chart, foot + 4.0);
    }
    foot + 4.0
}

/// What the parts of bars are.
fn key(out: &mut String, chart: &Chart, mut foot: f64) -> f64 {
    let mut left = MARGIN;
    for (index, series) in chart.series.iter().enumerate() {
        let absent = |item: &Item| item.cells.get(index).is_none_or(|cell| cell.count == 0);
        if chart.items().all(absent) {
            continue;
        }
        let width = 34.0 + 9.2 * series.label.chars().count() as f64;
        if left > MARGIN && left + width > MARGIN + INNER {
            (left, foot) = (MARGIN, foot + 24.0);
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
        left += width + 26.0;
    }
    foot + 26.0
}

fn footer(lang: Lang, caption: &Caption, height: f64) -> String {
    let address = match &caption.origin {
        Some(origin) => format!("{origin}{}", caption.path),
        None => caption.path.clone(),
    };
    let source = say::source_line(lang, &caption.version);
    let address = cut(&address, 125, 1).pop().unwrap_or_default();
    [
        line("footer", 15.0, height - 54.0, &source),
        line("footer", 15.0, height - 34.0, say::licence(lang)),
        line("footer", 15.0, height - 14.0, &address),
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

/// The drawing of columns with text of a size, and how many pixels down it reaches.
fn body(columns: &[Chart], em: f64, caption: &Caption) -> (String, f64) {
    let (width, layout) = column(columns.len());
    let mut markup = String::new();
    let mut reach: f64 = 0.0;
    for (index, chart) in columns.iter().enumerate() {
        let sheet = Sheet::new(Ground::File {
            width,
            em,
            origin: caption.origin.clone(),
        });
        reach = reach.max(f64::from(draw(chart, &sheet, layout)) * em / 100.0);
        let left = (width + GAP) * index as f64;
        // Writing to a string cannot fail.
        let _ = write!(
            markup,
            r#"<g transform="translate({left} 0)">{}</g>"#,
            sheet.into_markup()
        );
    }
    (markup, reach)
}

/// How wide one of so many columns is, and how it is laid out.
fn column(of: usize) -> (f64, Layout) {
    let count = of.max(1) as f64;
    let layout = if of > 1 { Layout::Narrow } else { Layout::Wide };
    let width = (INNER - GAP * (count - 1.0)) / count;
    ((width * 10.0).floor() / 10.0, layout)
}

fn size_of_text(columns: &[Chart], room: f64) -> f64 {
    if columns.iter().any(|chart| chart.shape == Shape::Map) {
        return 17.0;
    }
    let (width, layout) = column(columns.len());
    // So many letters must fit side by side.
    let largest = match layout {
        Layout::Wide => LARGEST,
        Layout::Narrow => LARGEST.min(width / 22.0),
    };
    let (_, reach) = body(columns, largest, &Caption::default());
    let size = (largest * room / reach.max(1.0)).clamp(SMALLEST, largest);
    (size * 10.0).floor() / 10.0
}

/// The first items that fit, and how many do not.
fn fitted(columns: Vec<Chart>, room: f64) -> (Vec<Chart>, usize) {
    let fits =
        |columns: &[Chart], room: f64| body(columns, SMALLEST, &Caption::default()).1 <= room;
    let fixed = |chart: &Chart| matches!(chart.shape, Shape::Map | Shape::Trend);
    if columns.iter().any(fixed) || fits(&columns, room) {
        return (columns, 0);
    }
    let first = |most: usize| -> Vec<Chart> {
        columns
            .iter()
            .map(|chart| first_items(chart, most))
            .collect()
    };
    let count = |columns: &[Chart]| columns.iter().map(|c| c.items().count()).sum::<usize>();
    let longest = columns.iter().map(|chart| chart.items().count()).max();
    // The last number of items that fits lies between these two.
    let (mut fitting, mut too_many) = (1, longest.unwrap_or(1));
    while fitting + 1 < too_many {
        let middle = usize::midpoint(fitting, too_many);
        if fits(&first(middle), room - MORE) {
            fitting = middle;
        } else {
            too_many = middle;
        }
    }
    let shown = first(fitting);
    let left_out = count(&columns) - count(&shown);
    (shown, left_out)
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
