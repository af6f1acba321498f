//! The numbers of a chart as the inside of an HTML table, each leading to its commitments.
//!
//! Written as text, which for a table of a thousand numbers is a hundred times cheaper than Leptos
//! elements.

use std::fmt::Write as _;

use super::drawing::escape;
use super::format_share;
use super::model::{Cell, Chart, ChartItem, Shape};
use domain::Lang;
use i18n::charts as say;
use i18n::format::{number, percent};

/// Head, body and foot of the table, with all text escaped.
pub fn table(chart: &Chart) -> String {
    let mut out = String::new();
    let columns: Vec<SeriesColumns> = (0..chart.series.len())
        .map(|index| SeriesColumns::of(chart, index))
        .collect();
    let explained = chart.items().any(|item| item.definition.is_some());
    // Writing to a string cannot fail.
    let _ = head(&mut out, chart, &columns, explained);
    let width =
        1 + usize::from(explained) + columns.iter().map(SeriesColumns::count).sum::<usize>();
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
            let _ = row(&mut out, chart.lang, item, &columns, explained);
        }
        out.push_str("</tbody>");
    }
    let _ = foot(&mut out, chart, &columns, explained);
    out
}

/// The columns of a series: its number, and the shares that its cells have.
struct SeriesColumns {
    of_all: bool,
    of_assessed: bool,
}

impl SeriesColumns {
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

fn head(
    out: &mut String,
    chart: &Chart,
    columns: &[SeriesColumns],
    explained: bool,
) -> std::fmt::Result {
    write!(
        out,
        r#"<thead><tr><th scope="col">{}</th>"#,
        chart.item_heading
    )?;
    let lang = chart.lang;
    let grouped = chart.groups.len() > 1;
    let several = chart.series.len() > 1;
    for (series, columns) in chart.series.iter().zip(columns) {
        let label = escape(&series.label);
        let name = chart
            .series_heading
            .map_or_else(|| label.clone(), |what| say::named(lang, what, &label));
        write!(out, r#"<th scope="col" class="n">{name}</th>"#)?;
        if columns.of_all {
            let of = match (several, grouped) {
                (true, true) => say::series_of_group(lang, &label),
                (true, false) => say::series_of_all(lang, &label),
                (false, true) => say::of_group(lang).to_owned(),
                (false, false) => say::of_all(lang).to_owned(),
            };
            write!(out, r#"<th scope="col" class="n">{of}</th>"#)?;
        }
        if columns.of_assessed {
            let of = if several {
                say::series_of_assessed(lang, &label)
            } else {
                say::of_assessed(lang).to_owned()
            };
            write!(out, r#"<th scope="col" class="n">{of}</th>"#)?;
        }
    }
    if explained {
        let meaning = say::what_it_means(lang);
        write!(out, r#"<th scope="col" class="meaning">{meaning}</th>"#)?;
    }
    out.push_str("</tr></thead>");
    Ok(())
}

fn row(
    out: &mut String,
    lang: Lang,
    item: &ChartItem,
    columns: &[SeriesColumns],
    explained: bool,
) -> std::fmt::Result {
    write!(out, r#"<tr><th scope="row">{}</th>"#, escape(&item.label))?;
    for (index, columns) in columns.iter().enumerate() {
        let Some(cell) = item.cells.get(index) else {
            out.push_str(&"<td></td>".repeat(columns.count()));
            continue;
        };
        let count = number(lang, cell.count);
        if cell.count > 0 {
            let href = escape(&cell.list);
            write!(out, r#"<td class="n"><a href="{href}">{count}</a></td>"#)?;
        } else {
            write!(out, r#"<td class="n">{count}</td>"#)?;
        }
        if columns.of_all {
            write!(out, r#"<td class="n">{}</td>"#, share(lang, cell, cell.of))?;
        }
        if columns.of_assessed {
            if cell.is_small() {
                let assessed = number(lang, cell.of_assessed.unwrap_or(0));
                let (of, few) = (
                    say::part_of(lang, &count, &assessed),
                    say::few_ratings(lang),
                );
                write!(out, r#"<td class="n">{of} <small>{few}</small></td>"#)?;
            } else {
                let share = share(lang, cell, cell.of_assessed);
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

fn share(lang: Lang, cell: &Cell, whole: Option<usize>) -> String {
    whole
        .and_then(|whole| format_share(lang, cell.count, whole))
        .map_or("\u{2013}".to_owned(), |share| escape(&share))
}

/// The sum of parts of one whole.
fn foot(
    out: &mut String,
    chart: &Chart,
    columns: &[SeriesColumns],
    explained: bool,
) -> std::fmt::Result {
    if chart.shape != Shape::Bars || chart.groups.len() != 1 {
        return Ok(());
    }
    let lang = chart.lang;
    let (all, total) = (say::all(lang), number(lang, chart.total));
    write!(
        out,
        r#"<tfoot><tr><th scope="row">{all}</th><td class="n">{total}</td>"#
    )?;
    if columns[0].of_all {
        let whole = percent(lang, "100");
        write!(out, r#"<td class="n">{whole}</td>"#)?;
    }
    if columns[0].of_assessed {
        let assessed = chart.items().find_map(|item| item.cells[0].of_assessed);
        let assessed = say::n_assessed(lang, assessed.unwrap_or(0));
        write!(out, r#"<td class="n">{assessed}</td>"#)?;
    }
    if explained {
        out.push_str(r#"<td class="wide"></td>"#);
    }
    out.push_str("</tr></tfoot>");
    Ok(())
}
