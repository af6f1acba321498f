//! Two filters together: items down, series across, the larger the number the darker its cell.

use plotters::style::RGBColor;
use plotters_backend::text_anchor::HPos;

use super::pen::{LINE, Pen, mark_label, wrapped};
use super::role;
use super::sheet::{EM, Room, WIDTH};
use super::surface::{Drawn, Reach};
use crate::model::{Chart, ChartItem, TOTAL};
use i18n::format;

/// The width of the names on the left.
const NAMES: i32 = 260;
/// The same where all are short, which leaves more to the columns.
const SHORT_NAMES: i32 = 190;
/// The most letters of a short name.
const SHORT: usize = 20;
/// The height of a row, and what it has beyond its lines of text.
const fn row_height(room: Room) -> (i32, i32) {
    match room {
        Room::Free | Room::Card => (190, 60),
        Room::Dense => (135, 10),
    }
}

/// Draws the table; returns how far down it reaches.
pub fn draw(chart: &Chart, pen: &Pen<'_>) -> Reach {
    let are_short = chart.items().all(|i| i.label.chars().count() <= SHORT);
    let names = if are_short { SHORT_NAMES } else { NAMES };
    let grid = Grid {
        chart,
        pen,
        names,
        column: (WIDTH - names) / count(chart.series.len()).max(1),
        largest: chart.largest(),
    };
    let mut top = grid.heads()?;
    for item in chart.items() {
        top = grid.row(item, top)?;
    }
    Ok(top + 20)
}

fn count(of: usize) -> i32 {
    i32::try_from(of).unwrap_or(1)
}

struct Grid<'a> {
    chart: &'a Chart,
    pen: &'a Pen<'a>,
    /// The width of the names on the left.
    names: i32,
    /// The width of a column.
    column: i32,
    largest: usize,
}

impl Grid<'_> {
    /// How many letters fit into a width.
    fn letters(&self, width: i32) -> usize {
        usize::try_from(width).unwrap_or(0) * self.pen.letters() / 1000
    }

    fn left(&self, column: i32) -> i32 {
        self.names + self.column * column
    }

    /// What rows and columns are, and below that the name of each column; returns how far down they
    /// reach.
    fn heads(&self) -> Reach {
        let across = self.chart.series_heading.unwrap_or_default();
        let axes = [
            (
                0,
                self.names,
                format!("{} \u{2193}", self.chart.item_heading),
            ),
            (self.names, WIDTH - self.names, format!("{across} \u{2192}")),
        ];
        let mut axis_lines = 0;
        for (left, width, name) in axes {
            let letters = (self.letters(width) * 17 / 20).saturating_sub(1).max(8);
            for (line, number) in wrapped(&name, letters).into_iter().zip(0..) {
                let y = number * LINE + EM;
                self.pen.text(role::HEADING, HPos::Left, (left, y), line)?;
                axis_lines = axis_lines.max(number + 1);
            }
        }
        // Words of levels are whole where columns are as wide as a table of levels has them.
        let least = if self.column >= 100 { 10 } else { 4 };
        let series = self.chart.series.iter();
        let names: Vec<Vec<String>> = series
            .map(|series| wrapped(&series.label, self.letters(self.column).max(least)))
            .collect();
        let tallest = names.iter().map(Vec::len).max().unwrap_or(1);
        let bottom = LINE * (axis_lines + count(tallest)) + 60;
        for (lines, column) in names.into_iter().zip(0..) {
            let middle = self.left(column) + self.column / 2;
            let top = bottom - 45 - LINE * count(lines.len());
            self.text_lines(role::SOFT, HPos::Center, (middle, top), lines)?;
        }
        Ok(bottom)
    }

    fn row(&self, item: &ChartItem, top: i32) -> Reach {
        let lines = wrapped(
            &item.label,
            self.letters(self.names).saturating_sub(2).max(10),
        );
        let text_height = LINE * count(lines.len());
        let (least, beyond) = row_height(self.pen.sheet.room());
        let height = least.max(text_height + beyond);
        let first = top + (height - text_height) / 2;
        self.text_lines(role::LABEL, HPos::Left, (0, first), lines)?;
        for ((cell, series), column) in item.cells.iter().zip(&self.chart.series).zip(0..) {
            let left = self.left(column);
            let corner = (left + 2, top + 5);
            let size = (self.column - 4, height - 10);
            let label = mark_label(self.chart, item, series, cell, "");
            let is_total = item.class == TOTAL || series.class == TOTAL;
            let class = if is_total {
                TOTAL
            } else {
                heat(cell.count, self.largest)
            };
            self.pen.mark(cell, class, (label, None), || {
                self.pen.sheet.rectangle("cell", corner, size);
                let middle = (left + self.column / 2, top + height / 2 + 35);
                let number = format::number(self.chart.lang, cell.count);
                self.pen.text(role::LABEL, HPos::Center, middle, number)?;
                self.pen.rectangle(role::HIT, corner, size)
            })?;
        }
        Ok(top + height)
    }

    fn text_lines(
        &self,
        role: RGBColor,
        place: HPos,
        (x, top): (i32, i32),
        lines: Vec<String>,
    ) -> Drawn {
        for (line, number) in lines.into_iter().zip(0..) {
            self.pen
                .text(role, place, (x, top + number * LINE + EM), line)?;
        }
        Ok(())
    }
}

/// The class of a number: none, or one of five steps of darkness. Each step up doubles or more, so that a few
/// large numbers do not make all others look alike.
pub fn heat(count: usize, largest: usize) -> &'static str {
    const STEPS: [&str; 6] = ["heat-0", "heat-1", "heat-2", "heat-3", "heat-4", "heat-5"];
    if count == 0 {
        return STEPS[0];
    }
    let part = (count as f64).ln_1p() / (largest.max(1) as f64).ln_1p();
    let bounds = [0.35, 0.55, 0.75, 0.9];
    STEPS[1 + bounds.iter().filter(|bound| part > **bound).count()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_is_never_paler() {
        for largest in [1, 2, 10, 600, 100_000] {
            let steps: Vec<_> = (0..=largest).map(|count| heat(count, largest)).collect();
            assert!(steps.is_sorted(), "of {largest}");
            assert_eq!((steps[0], steps[largest]), ("heat-0", "heat-5"));
        }
    }
}
