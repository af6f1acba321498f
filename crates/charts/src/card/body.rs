//! The drawing of a picture: its columns, and how they are made to fit.

use std::fmt::Write as _;

use super::{Caption, Extent, INNER, line};
use crate::drawing::{LayoutWidth, Room, Sheet, Target, draw};
use crate::model::{Chart, Group, Shape};
use domain::Lang;
use i18n::charts as say;

/// The line that says how many items are left out.
const LEFT_OUT_LINE: f64 = 28.0;
/// Between columns.
const GAP: f64 = 40.0;
/// Limits of the text size, in pixels.
const MAX_TEXT: f64 = 20.0;
/// The least, but for a series on a card, which is never cut, however small that makes it.
const MIN_TEXT: f64 = 12.0;
/// That of a card which shows some items of many.
const TEXT_OF_SOME: f64 = 15.0;
/// The same where columns stand beside each other.
const TEXT_OF_SOME_IN_COLUMNS: f64 = 13.0;
/// That of a picture that may grow.
const MIN_TEXT_OF_WHOLE: f64 = 16.0;
/// The text size of a map's key.
const MAP_TEXT: f64 = 17.0;
/// The most items of a whole picture whose names are above their bars.
const MAX_NAMES_ABOVE: usize = 30;

/// The drawing between header and notes.
pub(super) struct Body {
    pub(super) markup: String,
    /// The text size, in pixels.
    pub(super) em: f64,
    /// How far down it reaches, in pixels.
    reach: f64,
    /// How many items there was no room for.
    left_out: usize,
}

impl Body {
    /// The chart as it fits into so many pixels of height: with larger text where it is short; on a card
    /// that is too small for it, with names beside the bars, and at last with its first items alone, but
    /// for series. A whole picture grows instead.
    pub(super) fn fit(chart: &Chart, caption: &Caption, extent: Extent, height: f64) -> Self {
        let columns = columns(chart);
        let is_map = chart.shape == Shape::Map;
        let size = |room: Room| text_size(&columns, room, height);
        let (columns, room, em, left_out) = match extent {
            Extent::Whole if is_map => (columns, Room::Free, MAP_TEXT, 0),
            Extent::Whole => {
                let room = room_of_whole(&columns);
                let em = match room {
                    // Such a list is always higher than a card.
                    Room::Dense => MIN_TEXT_OF_WHOLE,
                    Room::Free | Room::Card => size(room).max(MIN_TEXT_OF_WHOLE),
                };
                let em = em.min(largest_text(&columns));
                (columns, room, em, 0)
            }
            Extent::Card if is_map => (columns, Room::Card, MAP_TEXT, 0),
            Extent::Card if size(Room::Card) >= MIN_TEXT => {
                let em = size(Room::Card);
                (columns, Room::Card, em, 0)
            }
            Extent::Card => {
                let em = size(Room::Dense);
                if chart.is_series() || em >= MIN_TEXT {
                    (columns, Room::Dense, em, 0)
                } else {
                    let em = if columns.len() > 1 {
                        TEXT_OF_SOME_IN_COLUMNS
                    } else {
                        TEXT_OF_SOME
                    };
                    let (kept, left_out) = first_that_fit(columns, em, height);
                    (kept, Room::Dense, em, left_out)
                }
            }
        };
        let (markup, reach) = draw_columns(&columns, em, room, caption);
        Self {
            markup,
            em,
            reach,
            left_out,
        }
    }

    /// The line that says how many items are left out, if any are, and how far down it reaches.
    pub(super) fn left_out_line(&self, lang: Lang, top: f64) -> (String, f64) {
        if self.left_out == 0 {
            return (String::new(), self.reach);
        }
        let text = say::more_in_full_chart(lang, self.left_out);
        let written = line("soft", 16.0, top + self.reach + 17.0, &text);
        (written, self.reach + LEFT_OUT_LINE)
    }
}

/// Draws columns with text of a size, and says how many pixels down they reach.
fn draw_columns(columns: &[Chart], em: f64, room: Room, caption: &Caption) -> (String, f64) {
    let (width, layout) = column_layout(columns.len());
    let mut markup = String::new();
    let mut reach: f64 = 0.0;
    for (index, chart) in columns.iter().enumerate() {
        let sheet = Sheet::new(Target::File {
            width,
            em,
            room,
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

/// The width and layout of each of `count` columns.
fn column_layout(count: usize) -> (f64, LayoutWidth) {
    let layout = if count > 1 {
        LayoutWidth::Narrow
    } else {
        LayoutWidth::Wide
    };
    let count = count.max(1) as f64;
    let width = (INNER - GAP * (count - 1.0)) / count;
    (width.floor(), layout)
}

/// How a whole picture is drawn: a long list with names beside the bars, so that it can be read as a list.
fn room_of_whole(columns: &[Chart]) -> Room {
    match columns {
        [chart]
            if !chart.is_empty() && chart.has_bars() && chart.items().count() > MAX_NAMES_ABOVE =>
        {
            Room::Dense
        }
        _ => Room::Free,
    }
}

/// The largest text that columns are drawn with.
fn largest_text(columns: &[Chart]) -> f64 {
    let (width, layout) = column_layout(columns.len());
    match layout {
        LayoutWidth::Wide => MAX_TEXT,
        // 22 times the text size holds the letters of a line of the narrow layout.
        LayoutWidth::Narrow => MAX_TEXT.min(width / 22.0),
    }
}

/// The text size with which columns fill a height, to a tenth of a pixel.
fn text_size(columns: &[Chart], room: Room, height: f64) -> f64 {
    let largest = largest_text(columns);
    let reach = |em: f64| draw_columns(columns, em, room, &Caption::default()).1;
    let mut size = (largest * height / reach(largest).max(1.0)).min(largest);
    // Smaller letters make fewer lines, and the other way round.
    for _ in 0..3 {
        let reached = reach(size);
        if reached <= height {
            break;
        }
        size *= (height / reached).min(0.98);
    }
    (size * 10.0).floor() / 10.0
}

/// The first items that fit, and how many do not.
fn first_that_fit(columns: Vec<Chart>, em: f64, height: f64) -> (Vec<Chart>, usize) {
    let height = height - LEFT_OUT_LINE;
    let fits =
        |columns: &[Chart]| draw_columns(columns, em, Room::Dense, &Caption::default()).1 <= height;
    let first = |count: usize| -> Vec<Chart> {
        let charts = columns.iter();
        charts.map(|chart| first_items(chart, count)).collect()
    };
    // Columns beside each other have the same items.
    let longest = |columns: &[Chart]| {
        let counts = columns.iter().map(|chart| chart.items().count());
        counts.max().unwrap_or(1)
    };
    // Binary search: `fitting` items fit (or are the one that must), `too_many` do not.
    let (mut fitting, mut too_many) = (1, longest(&columns));
    while fitting + 1 < too_many {
        let middle = usize::midpoint(fitting, too_many);
        if fits(&first(middle)) {
            fitting = middle;
        } else {
            too_many = middle;
        }
    }
    let kept = first(fitting);
    let left_out = longest(&columns) - longest(&kept);
    (kept, left_out)
}

fn first_items(chart: &Chart, mut count: usize) -> Chart {
    let mut shorter = chart.clone();
    for group in &mut shorter.groups {
        group.items.truncate(count);
        count -= group.items.len();
    }
    shorter.groups.retain(|group| !group.items.is_empty());
    shorter
}

/// Groups that are drawn side by side: levels and scales, the ratings of a comparison.
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
