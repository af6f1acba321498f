//! Shares from year to year, a line for each dimension.

use plotters::prelude::*;
use plotters_backend::text_anchor::HPos;

use super::pen::{LINE, Pen, mark_label, share_of};
use super::role;
use super::sheet::{EM, WIDTH};
use super::surface::{Drawn, Reach};
use crate::model::{Chart, ChartItem, Group};
use i18n::charts as say;
use i18n::format::{number, percent};

/// Left of the lines, for the steps of the axis.
const GUTTER: i32 = 75;
/// The height of a panel on a page, and in a file, where all must fit.
const PLOT: i32 = 800;
const PLOT_IN_FILE: i32 = 440;

/// One panel below the other; returns how far down they reach.
pub fn draw(chart: &Chart, pen: &Pen<'_>) -> Reach {
    let mut top = 0;
    for group in &chart.groups {
        top = panel(chart, group, pen, top)?;
    }
    Ok(top)
}

fn panel(chart: &Chart, group: &Group, pen: &Pen<'_>, top: i32) -> Reach {
    let plot = if pen.sheet.is_file() {
        PLOT_IN_FILE
    } else {
        PLOT
    };
    let lang = chart.lang;
    let heading = say::trend_heading(lang, &group.heading);
    pen.text(role::HEADING, HPos::Left, (0, top + EM), heading)?;
    // Where the scale changed, a line of text of its own says so.
    let high = top
        + 220
        + if group.scale_changes_after.is_some() {
            LINE
        } else {
            0
        };
    let low = high + plot;
    for (share, step) in [(0, "0"), (50, "50"), (100, "100")] {
        let y = low - plot * share / 100;
        pen.line(role::AXIS, (GUTTER, y), (WIDTH, y))?;
        pen.text(
            role::SOFT,
            HPos::Right,
            (GUTTER - 12, y + 35),
            percent(lang, step),
        )?;
    }
    let columns = i32::try_from(group.items.len()).unwrap_or(1).max(1);
    let step = (WIDTH - GUTTER) / columns;
    let x = |index: usize| GUTTER + step * i32::try_from(index).unwrap_or(0) + step / 2;
    let y = |item: &ChartItem| {
        item.cells[0]
            .percent()
            .map(|percent| low - plot * i32::try_from(percent).unwrap_or(0) / 100)
    };
    if let Some(index) = group.scale_changes_after {
        let between = x(index) + step / 2;
        pen.line(role::BROKEN, (between, high - 60), (between, low + 40))?;
        pen.text(
            role::SOFT,
            HPos::Center,
            (between, high - 70),
            say::new_scale(lang),
        )?;
    }
    for (index, pair) in group.items.windows(2).enumerate() {
        if let (Some(from), Some(to), false) = (
            y(&pair[0]),
            y(&pair[1]),
            group.scale_changes_after == Some(index),
        ) {
            let few = pair.iter().any(|item| item.cells[0].is_small());
            let role = if few { role::LINE_FEW } else { role::LINE };
            pen.line(role, (x(index), from), (x(index + 1), to))?;
        }
    }
    for (index, item) in group.items.iter().enumerate() {
        year((chart, group), pen, item, (x(index), step), (y(item), low))?;
    }
    Ok(low + 30 + 2 * LINE + 80)
}

/// One year: its point, its name and how many were assessed, leading to those rated high; where
/// none was, to those assessed.
fn year(
    (chart, group): (&Chart, &Group),
    pen: &Pen<'_>,
    item: &ChartItem,
    (x, step): (i32, i32),
    (y, low): (Option<i32>, i32),
) -> Drawn {
    let lang = chart.lang;
    let high = &item.cells[0];
    let names = || -> Drawn {
        pen.text(
            role::LABEL,
            HPos::Center,
            (x, low + EM + 30),
            item.label.clone(),
        )?;
        let assessed = match item.cells[1].count {
            0 => "\u{2013}".to_owned(),
            n => number(lang, n),
        };
        pen.text(
            role::SOFT,
            HPos::Center,
            (x, low + EM + 30 + LINE),
            assessed,
        )
    };
    let Some(y) = y else {
        return names();
    };
    let figure = share_of(lang, high);
    let label = format!(
        "{}, {}",
        mark_label(chart, item, &chart.series[0], high, &figure),
        group.heading
    );
    pen.mark(high, item.class, (label, None), || {
        let few = high.is_small();
        let role = if few { role::DOT_FEW } else { role::DOT };
        pen.area.draw(&Circle::new((x, y), 32, role.filled()))?;
        if let (Some(share), false) = (high.percent(), few) {
            pen.text(
                role::VALUE,
                HPos::Center,
                (x, y - 55),
                percent(lang, &share.to_string()),
            )?;
        }
        names()?;
        pen.rectangle(role::HIT, (x - step / 2, y - 160), (step, low - y + 440))
    })
}
