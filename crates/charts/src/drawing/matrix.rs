//! Two filters together: items down, series across, the larger the number the darker its cell.

use plotters::prelude::DrawingAreaErrorKind;
use plotters_backend::text_anchor::HPos;

use super::pen::{LINE, Pen, said, wrapped};
use super::surface::{EM, Never, WIDTH, role};
use crate::model::Chart;
use i18n::format;

/// The width of the names on the left.
const NAMES: i32 = 260;
/// The height of a cell.
const CELL: i32 = 190;

/// Draws the table; returns how far down it reaches.
pub fn draw(chart: &Chart, pen: &Pen<'_>) -> Result<i32, DrawingAreaErrorKind<Never>> {
    let columns = i32::try_from(chart.series.len()).unwrap_or(1).max(1);
    let width = (WIDTH - NAMES) / columns;
    let fits = |across: i32| usize::try_from(across).unwrap_or(0) * pen.letters() / 1000;
    let heads: Vec<Vec<String>> = chart
        .series
        .iter()
        .map(|series| wrapped(&series.label, fits(width).max(4)))
        .collect();
    let tallest = heads.iter().map(Vec::len).max().unwrap_or(1);
    // Over the heads of the columns, what they are values of; beside it, what the rows are.
    let across = chart.series_are.unwrap_or_default();
    let names_of = [
        (0, NAMES, format!("{} \u{2193}", chart.items_are)),
        (NAMES, WIDTH - NAMES, format!("{across} \u{2192}")),
    ];
    let mut headed = 0;
    for (left, room, said) in names_of {
        let lines = wrapped(&said, (fits(room) * 17 / 20).saturating_sub(1).max(8));
        for (line, number) in lines.iter().zip(0..) {
            let foot = number * LINE + EM;
            pen.text(role::HEADING, HPos::Left, (left, foot), line.clone())?;
            headed = headed.max(number + 1);
        }
    }
    let mut top = LINE * (headed + i32::try_from(tallest).unwrap_or(1)) + 60;
    for (lines, column) in heads.iter().zip(0..) {
        let middle = NAMES + width * column + width / 2;
        let first = top - 45 - LINE * i32::try_from(lines.len()).unwrap_or(1);
        for (line, number) in lines.iter().zip(0..) {
            let foot = first + number * LINE + EM;
            pen.text(role::SOFT, HPos::Center, (middle, foot), line.clone())?;
        }
    }
    let largest = chart.largest();
    for item in chart.items() {
        let lines = wrapped(&item.label, fits(NAMES).saturating_sub(2).max(10));
        let height = CELL.max(LINE * i32::try_from(lines.len()).unwrap_or(1) + 60);
        let first = top + (height - LINE * i32::try_from(lines.len()).unwrap_or(1)) / 2;
        for (line, number) in lines.iter().zip(0..) {
            let foot = first + number * LINE + EM;
            pen.text(role::LABEL, HPos::Left, (0, foot), line.clone())?;
        }
        for ((cell, series), column) in item.cells.iter().zip(&chart.series).zip(0..) {
            let (left, middle) = (NAMES + width * column, NAMES + width * column + width / 2);
            let told = said(chart, item, series, cell, "");
            pen.marked(cell, heat(cell.count, largest), (told, None), || {
                pen.sheet
                    .rectangle("cell", (left + 2, top + 5), (width - 4, height - 10));
                let foot = top + height / 2 + 35;
                pen.text(
                    role::LABEL,
                    HPos::Center,
                    (middle, foot),
                    format::number(chart.lang, cell.count),
                )?;
                pen.rectangle(role::HIT, (left + 2, top + 5), (width - 4, height - 10))
            })?;
        }
        top += height;
    }
    Ok(top + 20)
}

/// How dark a number is: none, or one of five steps. Each step up doubles or more, so that a few
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
