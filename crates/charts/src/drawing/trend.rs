//! Shares from year to year, a line for each dimension.

use plotters::prelude::*;
use plotters_backend::text_anchor::HPos;

use super::LayoutWidth;
use super::pen::{LINE, Pen, leading, mark_label, share_of};
use super::role;
use super::sheet::{EM, Room, WIDTH};
use super::surface::{Drawn, Reach};
use crate::model::{Chart, ChartItem, Group};
use i18n::charts as say;
use i18n::format::{number, percent};

/// Left of the lines, for the steps of the axis.
const fn gutter(layout: LayoutWidth) -> i32 {
    match layout {
        LayoutWidth::Wide => 75,
        LayoutWidth::Narrow => 135,
    }
}

/// The width of a year or of a share in words, with room around it.
const fn label_width(layout: LayoutWidth) -> i32 {
    match layout {
        LayoutWidth::Wide => 45,
        LayoutWidth::Narrow => 125,
    }
}

/// Where the years of a panel stand.
#[derive(Debug, Clone, Copy)]
struct Columns {
    gutter: i32,
    step: i32,
    count: i32,
    /// Every so many years are named, up to the last, so that names do not touch.
    named_every: i32,
}

impl Columns {
    fn of(years: usize, layout: LayoutWidth) -> Self {
        let count = i32::try_from(years).unwrap_or(1).max(1);
        let gutter = gutter(layout);
        // The name of the last year reaches beyond its column.
        let beyond = match layout {
            LayoutWidth::Wide => 0,
            LayoutWidth::Narrow => 35,
        };
        let step = ((WIDTH - gutter - beyond) / count).max(1);
        Self {
            gutter,
            step,
            count,
            named_every: (label_width(layout) + step - 1) / step,
        }
    }

    fn x(self, index: usize) -> i32 {
        self.gutter + self.step * i32::try_from(index).unwrap_or(0) + self.step / 2
    }

    /// How many points at each side a figure reaches over.
    fn covered(self) -> usize {
        usize::try_from(self.named_every / 2).unwrap_or(0)
    }

    fn is_named(self, index: usize) -> bool {
        let behind = self.count - 1 - i32::try_from(index).unwrap_or(0);
        behind % self.named_every == 0
    }
}

/// The height of a panel.
const fn plot(room: Room) -> i32 {
    match room {
        Room::Free => 800,
        // All must fit.
        Room::Card | Room::Dense => 440,
    }
}

/// How far down the point of a year, the highest point near it, and the axis are.
#[derive(Debug, Clone, Copy)]
struct Points {
    own: Option<i32>,
    above: i32,
    low: i32,
}

/// One panel below the other, each under its heading; returns how far down they reach.
pub fn draw(chart: &Chart, pen: &Pen<'_>) -> Reach {
    let mut top = 0;
    for group in &chart.groups {
        let heading = heading(chart, group);
        let below = pen.lines(role::HEADING, top, &heading, heading_letters(pen))?;
        top = panel(chart, group, pen, below)?;
    }
    Ok(top)
}

/// What a panel shows.
pub fn heading(chart: &Chart, group: &Group) -> String {
    say::trend_heading(chart.lang, &group.heading)
}

/// One line is enough in every language, and pictures have no room for a second.
const WIDE_HEADING: usize = 110;

/// How many letters of a panel's heading fit into a line.
const fn heading_letters(pen: &Pen<'_>) -> usize {
    match pen.layout {
        LayoutWidth::Wide => WIDE_HEADING,
        LayoutWidth::Narrow => pen.heading_letters(),
    }
}

/// One panel without its heading.
pub fn panel(chart: &Chart, group: &Group, pen: &Pen<'_>, top: i32) -> Reach {
    let plot = plot(pen.sheet.room());
    let lang = chart.lang;
    // Where the scale changed, a line of text of its own says so.
    let high = top
        + match group.change {
            Some(_) => 120 + LINE,
            None => 95,
        };
    let low = high + plot;
    let columns = Columns::of(group.items.len(), pen.layout);
    for (share, step) in [(0, "0"), (50, "50"), (100, "100")] {
        let y = low - plot * share / 100;
        pen.line(role::AXIS, (columns.gutter, y), (WIDTH, y))?;
        pen.text(
            role::SOFT,
            HPos::Right,
            (columns.gutter - 12, y + 35),
            percent(lang, step),
        )?;
    }
    let y = |item: &ChartItem| {
        item.cells[0]
            .percent()
            .map(|percent| low - plot * i32::try_from(percent).unwrap_or(0) / 100)
    };
    if let Some(change) = group.change {
        let between = columns.x(change.after) + columns.step / 2;
        pen.line(
            role::SCALE_CHANGE,
            (between, high - 55),
            (between, low + 40),
        )?;
        pen.text(
            role::SOFT,
            HPos::Center,
            (between, high - 95),
            change.label.to_owned(),
        )?;
    }
    // A few ratings make no trend: nothing joins them.
    let reliable = |item: &ChartItem| y(item).filter(|_| !item.cells[0].is_small());
    for (index, pair) in group.items.windows(2).enumerate() {
        if let (Some(from), Some(to), false) = (
            reliable(&pair[0]),
            reliable(&pair[1]),
            group.change.is_some_and(|change| change.after == index),
        ) {
            let (from, to) = ((columns.x(index), from), (columns.x(index + 1), to));
            pen.line(role::LINE, from, to)?;
        }
    }
    for (index, item) in group.items.iter().enumerate() {
        // Figures stand above the points that they would cover.
        let covered = group.items.iter().enumerate();
        let covered = covered.filter(|(other, _)| other.abs_diff(index) <= columns.covered());
        let above = covered.filter_map(|(_, item)| y(item)).min();
        let points = Points {
            own: y(item),
            above: above.unwrap_or(low),
            low,
        };
        year((chart, group), pen, item, (columns, index), points)?;
    }
    Ok(low + 30 + 2 * LINE + 80)
}

/// One year: its point, its name and how many were assessed, leading to those rated high; where
/// none was, to those assessed.
fn year(
    (chart, group): (&Chart, &Group),
    pen: &Pen<'_>,
    item: &ChartItem,
    (columns, index): (Columns, usize),
    Points { own, above, low }: Points,
) -> Drawn {
    let lang = chart.lang;
    let high = &item.cells[0];
    let (x, is_named) = (columns.x(index), columns.is_named(index));
    let names = || -> Drawn {
        if !is_named {
            return Ok(());
        }
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
    let Some(y) = own else {
        return names();
    };
    let figure = share_of(lang, high);
    let label = format!(
        "{}, {}",
        mark_label(chart, item, &chart.series[0], high, &figure),
        group.heading
    );
    // Beside the link, not in it: what is read in the mark stands in its name in the same order. Its target
    // lies over them.
    names()?;
    pen.mark(leading(chart, item), item.class, (label, None), || {
        let few = high.is_small();
        let role = if few {
            role::FEW_RATINGS_POINT
        } else {
            role::POINT
        };
        pen.area.draw(&Circle::new((x, y), 32, role.filled()))?;
        if let (Some(share), true) = (high.percent(), is_named && !few) {
            pen.text(
                role::VALUE,
                HPos::Center,
                (x, above - 55),
                percent(lang, &share.to_string()),
            )?;
        }
        let step = columns.step;
        pen.rectangle(
            role::HIT,
            (x - step / 2, above - 160),
            (step, low - above + 440),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Dimension, Lang};
    use i18n::terms::high_means;

    #[test]
    fn the_heading_of_a_panel_fits_into_one_line_of_a_card() {
        for lang in Lang::ALL {
            for dimension in Dimension::ALL {
                let heading = say::trend_heading(*lang, high_means(*lang, *dimension));
                assert!(heading.chars().count() <= WIDE_HEADING, "{heading}");
            }
        }
    }
}
