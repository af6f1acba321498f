//! A chart as a picture that stands alone: with title, finding, source, date and licence.

mod body;

use super::drawing::{escape, texture_of, wrapped};
use super::model::{Chart, ChartItem, Series, Shape};
use super::palette;
use domain::Lang;
use i18n::charts as say;

use body::Body;

/// The size of a picture that is shared, in pixels.
pub const WIDTH: u32 = 1200;
/// See [`WIDTH`]; a whole picture may be higher.
pub const HEIGHT: u32 = 630;

const MARGIN: f64 = 48.0;
const INNER: f64 = WIDTH as f64 - 2.0 * MARGIN;
const FOOTER: f64 = 80.0;
const NOTE_LINE: f64 = 19.0;
const NOTE_LETTERS: usize = 148;
/// Letters of an address in the footer.
const ADDRESS_LETTERS: usize = 120;

/// The file's own style sheet, whose colours come from the site's palette. It repeats rules of
/// `style/charts.css` in plain SVG: programs that show SVG files know neither custom properties nor
/// most of CSS.
pub(super) const STYLE: &str = include_str!("card.css");
/// Symbols that pages and pictures show.
pub const SPRITE: &str = include_str!("sprite.svg");

/// The text of a picture besides the chart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caption {
    /// The selection in words.
    pub scope: String,
    /// The state of the record, for example `data version 3 of 22 November 2026`.
    pub version: String,
    /// Whether the data is synthetic.
    pub demonstration: bool,
    /// The site's own address without a trailing slash, where it is known.
    pub origin: Option<String>,
    /// The path of the chart's page.
    pub path: String,
}

/// How much of a long chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it, at whatever height.
    Whole,
    /// What fits into the size for sharing; the rest is counted.
    Card,
}

/// The chart as an SVG file that needs nothing else.
pub fn svg(chart: &Chart, caption: &Caption, extent: Extent) -> String {
    let (header, top) = header(chart, caption, extent);
    let notes = notes(chart, extent);
    let below = FOOTER + NOTE_LINE * notes.len() as f64;
    let body = Body::fit(chart, caption, extent, f64::from(HEIGHT) - top - below);
    let (left_out, reach) = body.left_out_line(chart.lang, top);
    let height = match extent {
        Extent::Card => f64::from(HEIGHT),
        Extent::Whole => (top + reach + below).ceil().max(f64::from(HEIGHT)),
    };
    let notes: String = (0..)
        .zip(&notes)
        .map(|(index, note)| {
            let baseline = height - below + 14.0 + NOTE_LINE * f64::from(index);
            line("soft", 14.0, baseline, note)
        })
        .collect();
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"{lang} role="img" aria-labelledby="t d"><title id="t">{title}</title><desc id="d">{finding}</desc><style>{style}</style><defs>{sprite}</defs><rect class="paper" width="{WIDTH}" height="{height}"/><rect class="rule" width="{WIDTH}" height="8"/>{header}<g transform="translate({MARGIN} {top})" font-size="{em}">{markup}</g>{left_out}{notes}{footer}</svg>"#,
        lang = lang_attributes(chart.lang),
        title = escape(&chart.title),
        finding = escape(&chart.finding),
        style = palette::resolved(STYLE),
        sprite = inside_of_sprite(),
        em = body.em,
        markup = body.markup,
        footer = footer(chart.lang, caption, height),
    )
}

/// Symbols and patterns without the element around them.
fn inside_of_sprite() -> &'static str {
    SPRITE
        .split_once('>')
        .and_then(|(_, rest)| rest.rsplit_once("</svg>"))
        .map_or("", |(inside, _)| inside)
}

/// The language of a picture, except in English: those have been published without.
fn lang_attributes(lang: Lang) -> String {
    match lang {
        Lang::English => String::new(),
        _ => format!(r#" lang="{slug}" xml:lang="{slug}""#, slug = lang.slug()),
    }
}

/// The lines of the notes: of all in a whole picture, the first line of the first on a card.
fn notes(chart: &Chart, extent: Extent) -> Vec<String> {
    let notes = chart.notes.iter();
    match extent {
        Extent::Whole => notes.flat_map(|note| wrapped(note, NOTE_LETTERS)).collect(),
        Extent::Card => notes
            .take(1)
            .flat_map(|note| truncated(note, NOTE_LETTERS, 1))
            .collect(),
    }
}

/// A line of text at the left margin.
fn line(class: &str, size: f64, baseline: f64, text: &str) -> String {
    format!(
        r#"<text class="{class}" x="{MARGIN}" y="{baseline}" font-size="{size}">{}</text>"#,
        escape(text)
    )
}

/// Title, scope, finding and key, and how far down they reach.
fn header(chart: &Chart, caption: &Caption, extent: Extent) -> (String, f64) {
    // A whole picture grows rather than cut a sentence.
    let lines_of = |text: &str, letters: usize, on_card: usize| match extent {
        Extent::Whole => wrapped(text, letters),
        Extent::Card => truncated(text, letters, on_card),
    };
    let mut out = String::new();
    let mut baseline = 62.0;
    if caption.demonstration {
        baseline = 80.0;
        out.push_str(&line("demo", 17.0, 36.0, say::demonstration(chart.lang)));
    }
    for text in lines_of(&chart.title, 54, 2) {
        out.push_str(&line("title", 34.0, baseline, &text));
        baseline += 40.0;
    }
    baseline -= 8.0;
    for text in lines_of(&caption.scope, 96, 2) {
        out.push_str(&line("", 20.0, baseline, &text));
        baseline += 26.0;
    }
    // On a card, a trend needs the room; its finding is in the picture's description.
    let has_room = extent == Extent::Whole || chart.shape != Shape::Trend;
    if !chart.is_empty() && has_room {
        for text in lines_of(&chart.finding, 112, 3) {
            out.push_str(&line("soft", 18.0, baseline, &text));
            baseline += 24.0;
        }
    }
    if matches!(chart.shape, Shape::Stacked | Shape::Funnel) && !chart.is_empty() {
        baseline = key(&mut out, chart, baseline + 4.0);
    }
    (out, baseline + 4.0)
}

/// Writes what the parts of bars are; returns the baseline of the line after it.
fn key(out: &mut String, chart: &Chart, mut baseline: f64) -> f64 {
    let mut left = MARGIN;
    for (index, series) in chart.series.iter().enumerate() {
        let absent = |item: &ChartItem| item.cells.get(index).is_none_or(|cell| cell.count == 0);
        if chart.items().all(absent) {
            continue;
        }
        let width = (34.0 + 9.2 * series.label.chars().count() as f64).ceil();
        if left > MARGIN && left + width > MARGIN + INNER {
            (left, baseline) = (MARGIN, baseline + 24.0);
        }
        out.push_str(&key_entry(series, left, baseline));
        left += width + 26.0;
    }
    baseline + 26.0
}

fn key_entry(series: &Series, left: f64, baseline: f64) -> String {
    let (class, label) = (series.class, escape(&series.label));
    let top = baseline - 12.0;
    let texture = texture_of(class).map_or(String::new(), |name| {
        format!(r#"<rect x="{left}" y="{top}" width="26" height="16" fill="url(#t-{name})"/>"#)
    });
    format!(
        r#"<g class="{class}"><rect class="bar" x="{left}" y="{top}" width="26" height="16"/>{texture}<text x="{}" y="{}" font-size="17">{label}</text></g>"#,
        left + 34.0,
        baseline + 2.0
    )
}

fn footer(lang: Lang, caption: &Caption, height: f64) -> String {
    let address = match &caption.origin {
        Some(origin) => format!("{origin}{}", caption.path),
        None => caption.path.clone(),
    };
    let source = say::source_line(lang, &caption.version);
    let address = short_address(&address, ADDRESS_LETTERS);
    [
        line("footer", 15.0, height - 54.0, &source),
        line("footer", 15.0, height - 34.0, say::licence(lang)),
        line("footer", 15.0, height - 14.0, &address),
    ]
    .concat()
}

/// An address of at most so many letters: whole, or cut before one of its filters, so that what is left
/// still leads to the chart.
fn short_address(address: &str, letters: usize) -> String {
    if address.chars().count() <= letters {
        return address.to_owned();
    }
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let mut short = path.to_owned();
    let mut joint = '?';
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        // The ellipsis takes two letters with its joint.
        if short.chars().count() + 1 + pair.chars().count() + 2 > letters {
            break;
        }
        short.push(joint);
        short.push_str(pair);
        joint = '&';
    }
    if short.chars().count() + 2 > letters {
        short = short.chars().take(letters.saturating_sub(2)).collect();
    }
    format!("{short}{joint}\u{2026}")
}

/// At most `lines` lines of `letters` letters; an ellipsis marks what is cut off.
fn truncated(text: &str, letters: usize, lines: usize) -> Vec<String> {
    let mut all = wrapped(text, letters);
    if all.len() > lines {
        all.truncate(lines);
        if let Some(last) = all.last_mut() {
            last.push('\u{2026}');
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_address_is_cut_between_its_filters() {
        let chart = "http://127.0.0.1:3000/charts/ambition";
        let whole = format!("{chart}?area=open-data");
        assert_eq!(short_address(&whole, 120), whole);
        let filters = "&member=republic-of-korea&year=2021".repeat(20);
        let cut = short_address(&format!("{whole}{filters}"), 120);
        let start = format!("{whole}&member=republic-of-korea&year=2021");
        assert!(
            cut.starts_with(&start) && cut.ends_with("&\u{2026}"),
            "{cut}"
        );
        for address in [
            format!("{chart}?q={}", "x".repeat(200)),
            format!("https://{}.example/charts/map", "host".repeat(60)),
            format!("{chart}?a=1{filters}"),
        ] {
            let cut = short_address(&address, 120);
            assert!(cut.chars().count() <= 120 && !cut.contains(' '), "{cut}");
            assert!(
                address.starts_with(cut.trim_end_matches(['\u{2026}', '&', '?'])),
                "{cut}"
            );
        }
        assert_eq!(
            short_address(&format!("{chart}?q={}", "x".repeat(200)), 120),
            format!("{chart}?\u{2026}")
        );
    }

    #[test]
    fn a_word_that_is_broken_gets_no_spaces() {
        for text in [
            "http://a.example/charts/ambition?area=open-data",
            "planning/implementation/evaluation of it",
        ] {
            for letters in [8, 20, 30] {
                let lines = wrapped(text, letters);
                for line in &lines {
                    let is_part = text.contains(line.trim_end_matches('\u{2026}'));
                    assert!(is_part, "{letters}: {lines:?}");
                }
            }
        }
    }
}
