//! Two filters together, as a heat table.

use super::{Part, Scope, blank};
use crate::level_class;
use crate::model::{Cell, Chart, Group, Item, Series, Shape};
use domain::chart::{ChartName, ChartRequest};
use domain::query::Filter;
use domain::{Lang, Level, Query};
use i18n::format::number;
use i18n::layout::n_commitments;
use i18n::terms::{filter_in_words, level_definition};
use i18n::{Said, charts_findings as say};

pub fn chart(scope: &Scope<'_>, request: ChartRequest) -> Chart {
    let t = scope.lang;
    let (down, across) = (request.down, request.across);
    let total = scope.rows().count();
    let columns: Vec<Part<'_>> = scope
        .parts(across)
        .into_iter()
        .filter(|part| part.rows.count() > 0 || level(across, &part.value.slug).is_some())
        .collect();
    // Each cell is counted by itself: both filters give way to its own values.
    let both = Scope {
        lang: t,
        catalogue: scope.catalogue,
        query: scope.query.without_filter(across),
        found: scope.found,
    };
    let items: Vec<Item> = both
        .parts(down)
        .into_iter()
        .map(|part| {
            let slug = &part.value.slug;
            let of_row = scope.query.with_only(down, slug);
            let cell = |column: &Part<'_>| {
                let count = part.rows.count_with(&column.value.rows);
                let query = if count > 0 {
                    of_row.with_only(across, &column.value.slug)
                } else {
                    Query::default()
                };
                Cell::new(count, &query)
            };
            Item {
                key: slug.to_string(),
                class: level(down, slug).map_or("", level_class),
                definition: level(down, slug).map(|level| level_definition(t, level)),
                cells: columns.iter().map(cell).collect(),
                label: part.name,
            }
        })
        .filter(|item| {
            level(down, &item.key).is_some() || item.cells.iter().any(|cell| cell.count > 0)
        })
        .collect();
    let series = columns
        .into_iter()
        .map(|column| {
            let level = level(across, &column.value.slug);
            Series {
                definition: level.map(|level| level_definition(t, level)),
                ..Series::new(column.name, level.map_or("", level_class))
            }
        })
        .collect();
    let mut notes = Vec::new();
    if down.has_many() || across.has_many() {
        notes.push(say::several_cells_note(t).to_owned());
    }
    Chart {
        title: say::matrix_title(t, down.said(t), filter_in_words(t, across).0),
        finding: finding(t, &items, (down, across), total),
        notes,
        items_are: down.said(t),
        series_are: Some(across.said(t)),
        series,
        groups: vec![Group::new("", items)],
        ..blank(t, ChartName::Matrix, Shape::Heat, total)
    }
}

fn level(filter: Filter, slug: &str) -> Option<Level> {
    filter.dimension().and_then(|_| slug.parse().ok())
}

fn finding(t: Lang, items: &[Item], (down, across): (Filter, Filter), total: usize) -> String {
    let at = |row: Level, column: Level| {
        items
            .iter()
            .find(|item| item.key == row.slug())
            .and_then(|item| item.cells.get(column.index()))
            .map_or(0, |cell| cell.count)
    };
    let all_levels = items
        .first()
        .is_some_and(|i| i.cells.len() == Level::ALL.len());
    match (down.dimension(), across.dimension()) {
        (Some(rows), Some(columns)) if all_levels => {
            let assessed: usize = [Level::High, Level::Low]
                .iter()
                .flat_map(|row| [at(*row, Level::High), at(*row, Level::Low)])
                .sum();
            say::matrix_high(
                t,
                &n_commitments(t, assessed),
                &number(t, at(Level::High, Level::High)),
                &number(t, at(Level::High, Level::Low)),
                &rows.said(t).to_lowercase(),
                &columns.said(t).to_lowercase(),
                &n_commitments(t, total),
            )
        }
        _ => say::matrix_by(
            t,
            &n_commitments(t, total),
            filter_in_words(t, down).0,
            filter_in_words(t, across).0,
        ),
    }
}
