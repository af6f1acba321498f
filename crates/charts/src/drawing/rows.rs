//! Items one below the other: bars, stacked bars, shares; on narrow pages, heat tables too.

use plotters_backend::text_anchor::HPos;

use super::pen::{LINE, Pen, figure, leading, mark_label, share_of_width, wrapped};
use super::role;
use super::sheet::{EM, WIDTH};
use super::surface::{Drawn, Reach};
use crate::model::{Cell, Chart, ChartItem, Series, Shape, TOTAL};
use i18n::charts as say;
use i18n::format;

const BAR_HEIGHT: i32 = 75;
/// From the last line of the label to the bar.
const BAR_GAP: i32 = 30;
/// From the bar to the next item.
const ITEM_GAP: i32 = 45;
/// From the bar to the next number of a heat table.
const HEAT_GAP: i32 = 35;
/// Below a bar, for the figures of its parts.
const FIGURES: i32 = 110;
/// A part that occurs is at least this wide, so that it can be seen and pointed at.
const MIN_PART: i32 = 12;
/// The same for a bar that is its row's only one.
pub const MIN_BAR: i32 = 7;
/// A part narrower than this has no room for its figure.
const MIN_LABELLED: i32 = 75;

/// Draws every item; returns how far down they reach.
pub fn draw(chart: &Chart, pen: &Pen<'_>) -> Reach {
    let mut top = 0;
    for group in &chart.groups {
        if !group.heading.is_empty() {
            top = pen.lines(
                role::HEADING,
                top + if top > 0 { EM / 2 } else { 0 },
                &group.heading,
                pen.heading_letters(),
            )? + 25;
        }
        for item in &group.items {
            top = match chart.shape {
                Shape::Heat => heat_item(chart, pen, item, top)?,
                Shape::Stacked | Shape::Funnel => stacked_item(chart, pen, item, top)?,
                _ => bar_item(chart, pen, item, top)?,
            };
        }
    }
    Ok(top)
}

/// What is written above a bar: the symbol of its level, its name, and its figure at the right.
struct RowLabel {
    class: &'static str,
    lines: Vec<String>,
    figure: String,
    /// The line with the figure: the last of the name, or one below it where both do not fit.
    figure_line: usize,
}

impl RowLabel {
    fn of(chart: &Chart, pen: &Pen<'_>, item: &ChartItem) -> Self {
        Self::new(pen, item.class, &item.label, figure(chart, item))
    }

    fn new(pen: &Pen<'_>, class: &'static str, name: &str, figure: String) -> Self {
        let glyph = if has_glyph(class) { 3 } else { 0 };
        let letters = pen.letters().saturating_sub(glyph).max(12);
        let lines = wrapped(name, letters);
        let last = lines.last().map_or(0, |line| line.chars().count());
        let fits = last + 2 + figure.chars().count() <= letters;
        Self {
            class,
            figure_line: lines.len().max(1) - usize::from(fits || lines.is_empty()),
            lines,
            figure,
        }
    }

    /// Where the bar begins below it.
    fn bar_top(&self, top: i32) -> i32 {
        top + LINE * i32::try_from(self.figure_line + 1).unwrap_or(1) - 10 + BAR_GAP
    }

    fn draw(&self, pen: &Pen<'_>, top: i32) -> Drawn {
        pen.sheet.glyph(self.class, (0, top + 20));
        let role = if has_glyph(self.class) {
            role::BESIDE_GLYPH
        } else {
            role::LABEL
        };
        let baseline = |line: usize| top + EM + 5 + LINE * i32::try_from(line).unwrap_or(0);
        for (number, line) in self.lines.iter().enumerate() {
            let at = (0, baseline(number));
            pen.text(role, HPos::Left, at, line.clone())?;
        }
        let at = (WIDTH, baseline(self.figure_line));
        pen.text(role::LABEL, HPos::Right, at, self.figure.clone())
    }
}

/// Whether a symbol stands before the name of an item of this class.
pub fn has_glyph(class: &str) -> bool {
    class.starts_with("level-")
}

/// A label and one bar, which are one mark.
struct BarRow<'a> {
    cell: &'a Cell,
    label: RowLabel,
    class: &'static str,
    mark: (String, Option<&'static str>),
    bar: Bar,
    /// How far below the bar the row answers to a pointer.
    hit_below: i32,
}

enum Bar {
    /// The count is 0.
    Empty,
    /// Not drawn: a total would be longer than its place.
    Omitted,
    Solid(i32),
    /// Based on few ratings.
    Hollow(i32),
}

impl Bar {
    /// Draws it on its track.
    fn draw(&self, pen: &Pen<'_>, class: &str, top: i32) -> Drawn {
        if !matches!(self, Self::Omitted) {
            pen.rectangle(role::TRACK, (0, top), (WIDTH, BAR_HEIGHT))?;
        }
        match self {
            Self::Empty | Self::Omitted => {}
            Self::Solid(width) => {
                pen.rectangle(role::BAR, (0, top), (*width, BAR_HEIGHT))?;
                pen.sheet.texture(class, (0, top), (*width, BAR_HEIGHT));
            }
            Self::Hollow(width) => {
                pen.sheet
                    .rectangle("bar few", (0, top), (*width, BAR_HEIGHT));
                pen.sheet.texture("few", (0, top), (*width, BAR_HEIGHT));
            }
        }
        Ok(())
    }
}

/// Draws the row; returns where its bar ends.
fn bar_row(pen: &Pen<'_>, row: BarRow<'_>, top: i32) -> Reach {
    let bar = row.label.bar_top(top);
    let bottom = match row.bar {
        Bar::Omitted => bar - BAR_GAP,
        _ => bar + BAR_HEIGHT,
    };
    let class = match row.class {
        "" => "whole",
        class => class,
    };
    pen.mark(row.cell, class, row.mark, || {
        pen.rectangle(role::HIT, (0, top), (WIDTH, bottom + row.hit_below - top))?;
        row.label.draw(pen, top)?;
        row.bar.draw(pen, class, bar)
    })?;
    Ok(bottom)
}

/// The bar of an item that has one, as long as its number says.
fn bar_of(chart: &Chart, cell: &Cell) -> Bar {
    let width = share_of_width(cell.count, whole_of(chart, cell)).clamp(MIN_BAR, WIDTH);
    match cell.count {
        0 => Bar::Empty,
        _ if cell.is_small() => Bar::Hollow(width),
        _ => Bar::Solid(width),
    }
}

/// The one bar of an item, alone, at the top of its sheet.
pub fn bar_alone(chart: &Chart, pen: &Pen<'_>, item: &ChartItem) -> Drawn {
    let class = match item.class {
        "" => "whole",
        class => class,
    };
    bar_of(chart, &item.cells[0]).draw(pen, class, 0)
}

/// An item with one bar.
fn bar_item(chart: &Chart, pen: &Pen<'_>, item: &ChartItem, top: i32) -> Reach {
    let cell = &item.cells[0];
    let label = RowLabel::of(chart, pen, item);
    let mark = mark_label(chart, item, &chart.series[0], cell, &label.figure);
    let row = BarRow {
        cell: leading(chart, item),
        label,
        class: item.class,
        mark: (mark, item.definition),
        bar: bar_of(chart, cell),
        hit_below: ITEM_GAP - 10,
    };
    Ok(bar_row(pen, row, top)? + ITEM_GAP)
}

/// The count at which a bar is full width.
pub fn whole_of(chart: &Chart, cell: &Cell) -> usize {
    match chart.shape {
        Shape::Bars => cell.of.unwrap_or(chart.total),
        Shape::Shares => cell.of_assessed.unwrap_or(0),
        _ => chart.largest(),
    }
}

/// An item of a heat table on narrow pages: a heading, and a labelled bar for each non-zero count; totals
/// have a label only.
fn heat_item(chart: &Chart, pen: &Pen<'_>, item: &ChartItem, top: i32) -> Reach {
    let is_empty = item.cells.iter().all(|cell| cell.count == 0);
    let mut name = say::named(chart.lang, chart.item_heading, &item.label);
    if is_empty {
        name = format!("{name} ({})", format::number(chart.lang, 0));
    }
    let mut top = pen.lines(role::HEADING, top + 20, &name, pen.heading_letters())? + 15;
    for (cell, series) in item.cells.iter().zip(&chart.series) {
        if cell.count == 0 {
            continue;
        }
        let bar = if item.class == TOTAL || series.class == TOTAL {
            Bar::Omitted
        } else {
            Bar::Solid(share_of_width(cell.count, chart.largest()).max(MIN_BAR))
        };
        let name = match chart.series_heading {
            Some(what) => say::named(chart.lang, what, &series.label),
            None => series.label.clone(),
        };
        let row = BarRow {
            cell,
            label: RowLabel::new(
                pen,
                series.class,
                &name,
                format::number(chart.lang, cell.count),
            ),
            class: series.class,
            mark: (mark_label(chart, item, series, cell, ""), series.definition),
            bar,
            hit_below: HEAT_GAP + 10,
        };
        top = bar_row(pen, row, top)? + HEAT_GAP;
    }
    Ok(top + 20)
}

/// An item with a bar of parts, each a mark of its own.
fn stacked_item(chart: &Chart, pen: &Pen<'_>, item: &ChartItem, top: i32) -> Reach {
    let label = RowLabel::of(chart, pen, item);
    label.draw(pen, top)?;
    let bar = label.bar_top(top);
    parts(chart, pen, item, bar)?;
    Ok(bar + reach_of_bar(chart, item))
}

/// The parts of an item in one bar, figures under those that are wide enough.
pub fn parts(chart: &Chart, pen: &Pen<'_>, item: &ChartItem, top: i32) -> Drawn {
    let parts: Vec<_> = parts_of(chart, item);
    let own: usize = parts.iter().map(|(cell, _)| cell.count).sum();
    let whole = if chart.shape == Shape::Funnel {
        chart.total
    } else {
        own
    };
    if chart.shape == Shape::Funnel || own == 0 {
        pen.rectangle(role::TRACK, (0, top), (WIDTH, BAR_HEIGHT))?;
    }
    let counts: Vec<usize> = parts.iter().map(|(cell, _)| cell.count).collect();
    let room_below = room_for_figures(chart, counts.len());
    let shows_figures = room_below > 0;
    let mut left = 0;
    for ((cell, series), width) in parts.iter().zip(widths(&counts, whole, 0)) {
        let label = mark_label(chart, item, series, cell, "");
        // The key says what the series means, so the marks do not.
        pen.mark(cell, series.class, (label, None), || {
            pen.rectangle(role::BAR, (left, top), (width, BAR_HEIGHT))?;
            pen.sheet
                .texture(series.class, (left, top), (width, BAR_HEIGHT));
            let number = format::number(chart.lang, cell.count);
            if shows_figures && width >= pen.width_of(&number).max(MIN_LABELLED) {
                let middle = left + width / 2;
                pen.text(
                    role::LABEL,
                    HPos::Center,
                    (middle, top + BAR_HEIGHT + 100),
                    number,
                )?;
            }
            pen.rectangle(role::HIT, (left, top), (width, BAR_HEIGHT + room_below))
        })?;
        left += width;
    }
    Ok(())
}

/// How much room the figures under so many parts of a bar take.
fn room_for_figures(chart: &Chart, parts: usize) -> i32 {
    match chart.shape {
        Shape::Stacked => FIGURES,
        // A funnel's first step, which is all of it, has its number beside its name already.
        Shape::Funnel if parts > 1 => FIGURES,
        _ => 0,
    }
}

/// How far down the bar of an item reaches, without its name.
pub fn reach_of_bar(chart: &Chart, item: &ChartItem) -> i32 {
    BAR_HEIGHT + room_for_figures(chart, parts_of(chart, item).len()) + ITEM_GAP
}

/// What an item's bar is made of. The first number of a funnel's step is the whole of the others;
/// where there are no others, it is the bar.
pub fn parts_of<'a>(chart: &'a Chart, item: &'a ChartItem) -> Vec<(&'a Cell, &'a Series)> {
    let all = || item.cells.iter().zip(&chart.series);
    let whole_alone = item.cells[1..].iter().all(|cell| cell.count == 0);
    let skipped = usize::from(chart.shape == Shape::Funnel && !whole_alone);
    all()
        .skip(skipped)
        .filter(|(cell, _)| cell.count > 0)
        .collect()
}

/// The widths of parts. One that would be too narrow to see, or narrower than `least`, takes from the widest.
pub fn widths(counts: &[usize], whole: usize, least: i32) -> Vec<i32> {
    let least = least.max(MIN_PART);
    let mut before = 0;
    let mut widths: Vec<i32> = counts
        .iter()
        .map(|count| {
            let from = share_of_width(before, whole);
            before += count;
            share_of_width(before, whole) - from
        })
        .collect();
    let lacking: i32 = widths.iter().map(|w| (least - w).max(0)).sum();
    if let Some(widest) = widths.iter_mut().max().filter(|w| **w > lacking + least) {
        *widest -= lacking;
    }
    widths.iter().map(|w| (*w).max(least)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_fill_the_bar_and_none_is_too_narrow_to_see() {
        for counts in [vec![1, 1, 998], vec![333, 333, 334], vec![1; 6], vec![5]] {
            let whole: usize = counts.iter().sum();
            for least in [0, 16] {
                let widths = widths(&counts, whole, least);
                let seen = |width: &i32| *width >= MIN_PART.max(least);
                assert!(widths.iter().all(seen), "{widths:?}");
                assert_eq!(widths.iter().sum::<i32>(), WIDTH, "{counts:?}: {widths:?}");
            }
        }
    }
}
