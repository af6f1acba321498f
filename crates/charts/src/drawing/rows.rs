//! Items one below the other: bars, stacked bars, shares; and what else is drawn so where it is
//! narrow.

use plotters_backend::text_anchor::HPos;

use super::pen::{LINE, Pen, figure, place, said, wrapped};
use super::surface::{Drawn, EM, Never, WIDTH, role};
use crate::model::{Cell, Chart, Group, Item, Series, Shape};
use domain::Lang;
use i18n::charts as say;
use i18n::format;
use plotters::prelude::DrawingAreaErrorKind;

const BAR_HEIGHT: i32 = 75;
/// From the last line of the label to the bar.
const BAR_GAP: i32 = 30;
/// From the bar to the next item.
const AIR: i32 = 45;
/// A part that occurs is at least this wide, so that it can be seen and pointed at.
const NARROWEST: i32 = 12;
/// A part narrower than this has no room for its figure.
const LABELLED: i32 = 75;

type Reach = Result<i32, DrawingAreaErrorKind<Never>>;

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
        for (index, item) in group.items.iter().enumerate() {
            top = if chart.shape == Shape::Heat {
                heat_rows(chart, pen, item, top)?
            } else {
                item_row((chart, group), pen, item, top)?
            };
            if group.scale_changes_after == Some(index) {
                top = scale_change(chart.lang, pen, top)?;
            }
        }
    }
    Ok(top)
}

/// Where years are rows, a change of scale is a broken line between them.
fn scale_change(lang: Lang, pen: &Pen<'_>, top: i32) -> Reach {
    pen.line(role::BROKEN, (0, top + 10), (WIDTH, top + 10))?;
    Ok(pen.lines(
        role::SOFT,
        top + 15,
        say::new_scale_from_here(lang),
        pen.letters(),
    )? + 20)
}

fn item_row((chart, group): (&Chart, &Group), pen: &Pen<'_>, item: &Item, top: i32) -> Reach {
    let figure = figure(chart, item);
    let glyph = if pen_has_glyph(item) { 3 } else { 0 };
    let room = pen
        .letters()
        .saturating_sub(figure.chars().count() + 2 + glyph);
    let lines = wrapped(&item.label, room.max(12));
    let bar = top + LINE * i32::try_from(lines.len().max(1)).unwrap_or(1) - 10 + BAR_GAP;
    let end = bar + BAR_HEIGHT + AIR;
    let label = || -> Drawn {
        pen.sheet.glyph(item.class, (0, top + 20));
        let beside = if glyph > 0 {
            role::BESIDE_GLYPH
        } else {
            role::LABEL
        };
        for (line, number) in lines.iter().zip(0..) {
            pen.text(
                beside,
                HPos::Left,
                (0, top + EM + 5 + number * LINE),
                line.clone(),
            )?;
        }
        pen.text(
            role::LABEL,
            HPos::Right,
            (WIDTH, top + EM + 5),
            figure.clone(),
        )
    };
    match chart.shape {
        Shape::Stacked | Shape::Funnel => {
            label()?;
            parts(chart, pen, item, bar)
        }
        _ => {
            let cell = &item.cells[0];
            let mut told = said(chart, item, &chart.series[0], cell, &figure);
            if chart.shape == Shape::Trend {
                told = format!("{told}, {}", group.heading);
            }
            let class = if item.class.is_empty() {
                "whole"
            } else {
                item.class
            };
            pen.marked(cell, class, (told, item.definition), || {
                pen.rectangle(role::HIT, (0, top), (WIDTH, end - top - 10))?;
                label()?;
                pen.rectangle(role::TRACK, (0, bar), (WIDTH, BAR_HEIGHT))?;
                single_bar(chart, pen, item, bar, class)
            })?;
            Ok(end)
        }
    }
}

fn pen_has_glyph(item: &Item) -> bool {
    item.class.starts_with("level-")
}

fn single_bar(chart: &Chart, pen: &Pen<'_>, item: &Item, top: i32, class: &'static str) -> Drawn {
    let cell = &item.cells[0];
    if cell.count == 0 {
        return Ok(());
    }
    let whole = match chart.shape {
        Shape::Bars => cell.of.unwrap_or(chart.total),
        Shape::Shares | Shape::Trend => cell.of_assessed.unwrap_or(0),
        _ => chart.largest(),
    };
    let size = (place(cell.count, whole).clamp(7, WIDTH), BAR_HEIGHT);
    if cell.is_small() {
        pen.sheet.rectangle("bar few", (0, top), size);
        pen.sheet.texture("few", (0, top), size);
        return Ok(());
    }
    pen.rectangle(role::BAR, (0, top), size)?;
    pen.sheet.texture(class, (0, top), size);
    Ok(())
}

/// The parts of an item in one bar, figures under those that are wide enough.
fn parts(chart: &Chart, pen: &Pen<'_>, item: &Item, top: i32) -> Reach {
    let shown: Vec<_> = parts_of(chart, item);
    let own: usize = shown.iter().map(|(cell, _)| cell.count).sum();
    let whole = if chart.shape == Shape::Funnel {
        chart.total
    } else {
        own
    };
    if chart.shape == Shape::Funnel || own == 0 {
        pen.rectangle(role::TRACK, (0, top), (WIDTH, BAR_HEIGHT))?;
    }
    let counts: Vec<usize> = shown.iter().map(|(cell, _)| cell.count).collect();
    // What is all of a funnel has its number beside its name already.
    let figured = chart.shape != Shape::Funnel || counts.len() > 1;
    let room_below = if figured { 110 } else { 0 };
    let mut left = 0;
    for ((cell, series), width) in shown.iter().zip(widths(&counts, whole)) {
        let told = said(chart, item, series, cell, "");
        // What the series means is told once, in the key.
        pen.marked(cell, series.class, (told, None), || {
            pen.rectangle(role::BAR, (left, top), (width, BAR_HEIGHT))?;
            pen.sheet
                .texture(series.class, (left, top), (width, BAR_HEIGHT));
            if width >= LABELLED && figured {
                let middle = left + width / 2;
                pen.text(
                    role::LABEL,
                    HPos::Center,
                    (middle, top + BAR_HEIGHT + 100),
                    format::number(chart.lang, cell.count),
                )?;
            }
            pen.rectangle(role::HIT, (left, top), (width, BAR_HEIGHT + room_below))
        })?;
        left += width;
    }
    Ok(top + BAR_HEIGHT + room_below + AIR)
}

/// What an item's bar is made of. The first number of a funnel's step is the whole of the others;
/// where there are no others, it is the bar.
fn parts_of<'a>(chart: &'a Chart, item: &'a Item) -> Vec<(&'a Cell, &'a Series)> {
    let all = || item.cells.iter().zip(&chart.series);
    let whole_alone = item.cells[1..].iter().all(|cell| cell.count == 0);
    let skipped = usize::from(chart.shape == Shape::Funnel && !whole_alone);
    all()
        .skip(skipped)
        .filter(|(cell, _)| cell.count > 0)
        .collect()
}

/// The widths of parts. One that would be too narrow to see takes from the widest.
fn widths(counts: &[usize], whole: usize) -> Vec<i32> {
    let mut before = 0;
    let mut widths: Vec<i32> = counts
        .iter()
        .map(|count| {
            let from = place(before, whole);
            before += count;
            place(before, whole) - from
        })
        .collect();
    let lacking: i32 = widths.iter().map(|w| (NARROWEST - w).max(0)).sum();
    if let Some(widest) = widths
        .iter_mut()
        .max()
        .filter(|w| **w > lacking + NARROWEST)
    {
        *widest -= lacking;
    }
    widths.iter().map(|w| (*w).max(NARROWEST)).collect()
}

/// A row of a heat table where it is narrow: a heading, and a bar for each number.
fn heat_rows(chart: &Chart, pen: &Pen<'_>, item: &Item, top: i32) -> Reach {
    if item.cells.iter().all(|cell| cell.count == 0) {
        return Ok(top);
    }
    let name = say::named(chart.lang, chart.items_are, &item.label);
    let mut top = pen.lines(role::HEADING, top + 20, &name, pen.heading_letters())? + 15;
    for (cell, series) in item.cells.iter().zip(&chart.series) {
        if cell.count == 0 {
            continue;
        }
        let told = said(chart, item, series, cell, "");
        let end = top + LINE + BAR_GAP + BAR_HEIGHT + AIR;
        let class = if series.class.is_empty() {
            "whole"
        } else {
            series.class
        };
        pen.marked(cell, class, (told, series.definition), || {
            pen.rectangle(role::HIT, (0, top), (WIDTH, end - top - 10))?;
            pen.sheet.glyph(class, (0, top + 20));
            let beside = if class == "whole" {
                role::LABEL
            } else {
                role::BESIDE_GLYPH
            };
            let name = match chart.series_are {
                Some(what) => say::named(chart.lang, what, &series.label),
                None => series.label.clone(),
            };
            pen.text(beside, HPos::Left, (0, top + EM + 5), name)?;
            pen.text(
                role::LABEL,
                HPos::Right,
                (WIDTH, top + EM + 5),
                format::number(chart.lang, cell.count),
            )?;
            let bar = top + LINE - 10 + BAR_GAP;
            pen.rectangle(role::TRACK, (0, bar), (WIDTH, BAR_HEIGHT))?;
            let size = (place(cell.count, chart.largest()).max(7), BAR_HEIGHT);
            pen.rectangle(role::BAR, (0, bar), size)?;
            pen.sheet.texture(class, (0, bar), size);
            Ok(())
        })?;
        top = end - 20;
    }
    Ok(top + 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_fill_the_bar_and_none_is_too_narrow_to_see() {
        for counts in [vec![1, 1, 998], vec![333, 333, 334], vec![1; 6], vec![5]] {
            let whole: usize = counts.iter().sum();
            let widths = widths(&counts, whole);
            assert!(widths.iter().all(|w| *w >= NARROWEST), "{widths:?}");
            assert_eq!(widths.iter().sum::<i32>(), WIDTH, "{counts:?}: {widths:?}");
        }
    }
}
