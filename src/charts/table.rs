//! The numbers of a chart as the inside of an HTML table, each leading to its commitments.
//!
//! Written as text: a table of a thousand numbers is a hundred times cheaper so than as elements.

use std::fmt::Write as _;

use super::drawing::escape;
use super::model::{Cell, Chart, Item, Shape};
use super::share_in_words;
use crate::domain::text::grouped;

/// Head, body and foot of the table; every text in it is escaped.
pub fn table(chart: &Chart) -> String {
    let mut out = String::new();
    let columns: Vec<Columns> = (0..chart.series.len())
        .map(|index| Columns::of(chart, index))
        .collect();
    let explained = chart.items().any(|item| item.definition.is_some());
    // Writing to a string cannot fail.
    let _ = head(&mut out, chart, &columns, explained);
    let width = 1 + usize::from(explained) + columns.iter().map(Columns::count).sum::<usize>();
    for group in &chart.groups {
        out.push_str("<tbody>");
        if chart.groups.len() > 1 {
            let _ = write!(
                out,
                r#"<tr><th class="group" scope="rowgroup" colspan="{width}">{}</th></tr>"#,
                escape(&group.heading)
            );
        }
        for item in &group.items {
            let _ = row(&mut out, item, &columns, explained);
        }
        out.push_str("</tbody>");
    }
    let _ = foot(&mut out, chart, &columns, explained);
    out
}

/// Which shares a series is told with.
struct Columns {
    of_all: bool,
    of_assessed: bool,
}

impl Columns {
    fn of(chart: &Chart, index: usize) -> Self {
        let any = |has: fn(&Cell) -> bool| {
            chart
                .items()
                .any(|item| item.cells.get(index).is_some_and(has))
        };
        Self {
            of_all: any(|cell| cell.of.is_some()),
            of_assessed: any(|cell| cell.of_assessed.is_some()),
        }
    }

    fn count(&self) -> usize {
        1 + usize::from(self.of_all) + usize::from(self.of_assessed)
    }
}

fn head(out: &mut String, chart: &Chart, columns: &[Columns], explained: bool) -> std::fmt::Result {
    write!(
        out,
        r#"<thead><tr><th scope="col">{}</th>"#,
        chart.items_are
    )?;
    let all = if chart.groups.len() > 1 {
        "group"
    } else {
        "all"
    };
    for (series, columns) in chart.series.iter().zip(columns) {
        let label = escape(&series.label);
        let whose = chart
            .series_are
            .map_or(String::new(), |what| format!("{what}: "));
        write!(out, r#"<th scope="col" class="n">{whose}{label}</th>"#)?;
        let of = if chart.series.len() > 1 {
            format!("{label}, of")
        } else {
            "Of".to_owned()
        };
        if columns.of_all {
            write!(out, r#"<th scope="col" class="n">{of} {all}</th>"#)?;
        }
        if columns.of_assessed {
            write!(out, r#"<th scope="col" class="n">{of} assessed</th>"#)?;
        }
    }
    if explained {
        out.push_str(r#"<th scope="col" class="meaning">What it means</th>"#);
    }
    out.push_str("</tr></thead>");
    Ok(())
}

fn row(out: &mut String, item: &Item, columns: &[Columns], explained: bool) -> std::fmt::Result {
    write!(out, r#"<tr><th scope="row">{}</th>"#, escape(&item.label))?;
    for (index, columns) in columns.iter().enumerate() {
        let Some(cell) = item.cells.get(index) else {
            // Says nothing of this series.
            out.push_str(&"<td></td>".repeat(columns.count()));
            continue;
        };
        let number = grouped(cell.count);
        if cell.count > 0 {
            let href = escape(&cell.list);
            write!(out, r#"<td class="n"><a href="{href}">{number}</a></td>"#)?;
        } else {
            write!(out, r#"<td class="n">{number}</td>"#)?;
        }
        if columns.of_all {
            write!(out, r#"<td class="n">{}</td>"#, share(cell, cell.of))?;
        }
        if columns.of_assessed {
            if cell.is_small() {
                let assessed = cell.of_assessed.unwrap_or(0);
                write!(
                    out,
                    r#"<td class="n">{number} of {assessed} <small>few ratings</small></td>"#
                )?;
            } else {
                let share = share(cell, cell.of_assessed);
                write!(out, r#"<td class="n">{share}</td>"#)?;
            }
        }
    }
    if explained {
        let meaning = escape(item.definition.unwrap_or_default());
        write!(out, r#"<td class="wide">{meaning}</td>"#)?;
    }
    out.push_str("</tr>");
    Ok(())
}

fn share(cell: &Cell, whole: Option<usize>) -> String {
    whole
        .and_then(|whole| share_in_words(cell.count, whole))
        .map_or("\u{2013}".to_owned(), |share| escape(&share))
}

/// The sum of parts of one whole.
fn foot(out: &mut String, chart: &Chart, columns: &[Columns], explained: bool) -> std::fmt::Result {
    if chart.shape != Shape::Bars || chart.groups.len() != 1 {
        return Ok(());
    }
    let total = grouped(chart.total);
    write!(
        out,
        r#"<tfoot><tr><th scope="row">All</th><td class="n">{total}</td>"#
    )?;
    if columns[0].of_all {
        out.push_str(r#"<td class="n">100%</td>"#);
    }
    if columns[0].of_assessed {
        let assessed = chart.items().find_map(|item| item.cells[0].of_assessed);
        let assessed = grouped(assessed.unwrap_or(0));
        write!(out, r#"<td class="n">{assessed} assessed</td>"#)?;
    }
    if explained {
        out.push_str(r#"<td class="wide"></td>"#);
    }
    out.push_str("</tr></tfoot>");
    Ok(())
}
