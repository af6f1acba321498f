//! Items one below the other where height is short or there are many: the name is beside its bar, not above it.

use plotters_backend::text_anchor::HPos;

use super::pen::{Pen, figure, leading, mark_label, share_of_width, wrapped};
use super::role;
use super::rows::{MIN_BAR, has_glyph, parts_of, whole_of, widths};
use super::sheet::{EM, Target, WIDTH};
use super::surface::{Drawn, Reach};
use crate::model::{Chart, ChartItem, Shape};

/// From one line of a name to the next.
const LINE: i32 = 112;
/// From one item to the next, beyond the lines of its name.
const GAP: i32 = 22;
const BAR_HEIGHT: i32 = 72;
/// The width of a letter, as a part of the text size: that of wide fonts.
const LETTER: f64 = 0.58;
/// The most of the width that names may take.
const MAX_NAMES: i32 = 460;
/// The least of it that names and bars take.
const MIN_NAMES: i32 = 220;
/// See [`MIN_NAMES`].
const MIN_BARS: i32 = 200;
/// Between names, bars and figures.
const BETWEEN: i32 = 14;

/// Draws every item; returns how far down they reach.
pub fn draw(chart: &Chart, pen: &Pen<'_>) -> Reach {
    let columns = Columns::of(chart, pen);
    let mut top = 0;
    for group in &chart.groups {
        if !group.heading.is_empty() {
            let letters = columns.letters_in(WIDTH) * 17 / 20;
            let above = if top > 0 { GAP } else { 0 };
            top = pen.lines(role::HEADING, top + above, &group.heading, letters)? + 5;
        }
        for item in &group.items {
            top = columns.item(chart, pen, item, top)?;
        }
    }
    Ok(top)
}

/// Where names end, and bars begin and end.
struct Columns {
    /// The width of a letter, in thousandths of the whole.
    letter: f64,
    names: i32,
    left: i32,
    width: i32,
}

impl Columns {
    fn of(chart: &Chart, pen: &Pen<'_>) -> Self {
        let ems = match pen.sheet.target() {
            Target::File { width, em, .. } => width / em,
            Target::Page => 40.0,
        };
        let letter = f64::from(WIDTH) * LETTER / ems.max(1.0);
        let longest = |letters: &dyn Fn(&ChartItem) -> usize| {
            let most = chart.items().map(letters).max().unwrap_or(0);
            #[expect(clippy::cast_possible_truncation, reason = "a few thousand at most")]
            let width = (most as f64 * letter).ceil() as i32;
            width
        };
        let names = longest(&|item| item.label.chars().count() + glyph_letters(item));
        let figures = longest(&|item| figure(chart, item).chars().count());
        // Names are broken into lines rather than push the bars into their figures.
        let room = WIDTH - figures - 2 * BETWEEN - MIN_BARS;
        let names = names.min(MAX_NAMES).min(room.max(MIN_NAMES));
        let left = names + BETWEEN;
        let width = (WIDTH - left - figures - BETWEEN).max(MIN_BARS / 2);
        Self {
            letter,
            names,
            left,
            width,
        }
    }

    fn letters_in(&self, width: i32) -> usize {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a few hundred at most"
        )]
        let letters = (f64::from(width) / self.letter) as usize;
        letters.max(6)
    }

    /// A part of the bar, in thousandths of it, in the units of the sheet.
    const fn across(&self, thousandths: i32) -> i32 {
        thousandths * self.width / WIDTH
    }

    fn item(&self, chart: &Chart, pen: &Pen<'_>, item: &ChartItem, top: i32) -> Reach {
        let letters = self.letters_in(self.names + BETWEEN / 2);
        let letters = letters.saturating_sub(glyph_letters(item)).max(6);
        let lines = wrapped(&item.label, letters);
        let count = i32::try_from(lines.len().max(1)).unwrap_or(1);
        let row = Row {
            top,
            height: LINE * count + GAP,
            lines,
        };
        match chart.shape {
            Shape::Stacked | Shape::Funnel => self.stacked(chart, pen, item, &row)?,
            _ => self.bar(chart, pen, item, &row)?,
        }
        Ok(top + row.height)
    }

    fn bar(&self, chart: &Chart, pen: &Pen<'_>, item: &ChartItem, row: &Row) -> Drawn {
        let cell = &item.cells[0];
        let label = mark_label(chart, item, &chart.series[0], cell, &figure(chart, item));
        let class = match item.class {
            "" => "whole",
            class => class,
        };
        let thousandths = share_of_width(cell.count, whole_of(chart, cell));
        let width = self.across(thousandths).clamp(MIN_BAR, self.width);
        let (at, size) = ((self.left, row.top + 20), (width, BAR_HEIGHT));
        pen.mark(
            leading(chart, item),
            class,
            (label, item.definition),
            || {
                texts(chart, pen, item, row)?;
                pen.rectangle(role::TRACK, at, (self.width, BAR_HEIGHT))?;
                if cell.count == 0 {
                    return Ok(());
                }
                if cell.is_small() {
                    pen.sheet.rectangle("bar few", at, size);
                    pen.sheet.texture("few", at, size);
                    return Ok(());
                }
                pen.rectangle(role::BAR, at, size)?;
                pen.sheet.texture(class, at, size);
                Ok(())
            },
        )
    }

    fn stacked(&self, chart: &Chart, pen: &Pen<'_>, item: &ChartItem, row: &Row) -> Drawn {
        texts(chart, pen, item, row)?;
        let parts = parts_of(chart, item);
        let counts: Vec<usize> = parts.iter().map(|(cell, _)| cell.count).collect();
        let own: usize = counts.iter().sum();
        let top = row.top + 20;
        if chart.shape == Shape::Funnel || own == 0 {
            pen.rectangle(role::TRACK, (self.left, top), (self.width, BAR_HEIGHT))?;
        }
        let whole = match chart.shape {
            Shape::Funnel => chart.total,
            _ => own,
        };
        // A bar may be so short that the least part would be less than a pixel.
        let least = pen.sheet.pixel() * WIDTH / self.width + 1;
        let mut before = 0;
        for ((cell, series), thousandths) in parts.iter().zip(widths(&counts, whole, least)) {
            let left = self.left + self.across(before);
            before += thousandths;
            let size = (self.left + self.across(before) - left, BAR_HEIGHT);
            let label = mark_label(chart, item, series, cell, "");
            pen.mark(cell, series.class, (label, None), || {
                pen.rectangle(role::BAR, (left, top), size)?;
                pen.sheet.texture(series.class, (left, top), size);
                Ok(())
            })?;
        }
        Ok(())
    }
}

/// An item's place.
struct Row {
    top: i32,
    height: i32,
    lines: Vec<String>,
}

/// The name at the left and the figure at the right.
fn texts(chart: &Chart, pen: &Pen<'_>, item: &ChartItem, row: &Row) -> Drawn {
    let role = if has_glyph(item.class) {
        pen.sheet.glyph(item.class, (0, row.top + 15));
        role::BESIDE_GLYPH
    } else {
        role::LABEL
    };
    for (line, place) in row.lines.iter().zip(0..) {
        let y = row.top + EM - 3 + place * LINE;
        pen.text(role, HPos::Left, (0, y), line.clone())?;
    }
    let figure = figure(chart, item);
    let at = (WIDTH, row.top + EM - 3);
    pen.text(role::LABEL, HPos::Right, at, figure)
}

/// The letters whose room the symbol before a name takes.
fn glyph_letters(item: &ChartItem) -> usize {
    if has_glyph(item.class) { 3 } else { 0 }
}
