//! Two filters together, as a heat table.

use super::{Scope, blank, commitments};
use crate::catalogue::FacetValue;
use crate::charts::level_class;
use crate::charts::model::{Cell, Chart, Group, Item, Series, Shape};
use crate::charts::request::{ChartName, ChartRequest};
use crate::domain::query::Filter;
use crate::domain::text::grouped;
use crate::domain::{Level, Query};

pub fn chart(scope: &Scope<'_>, request: ChartRequest) -> Chart {
    let (down, across) = (request.down, request.across);
    let total = scope.rows().count();
    let columns: Vec<_> = scope
        .parts(across)
        .into_iter()
        .filter(|(value, rows)| rows.count() > 0 || level(across, &value.slug).is_some())
        .map(|(value, _)| value)
        .collect();
    // Each cell is counted by itself: both filters give way to its own values.
    let both = Scope {
        catalogue: scope.catalogue,
        query: scope.query.without_filter(across),
        found: scope.found,
    };
    let items: Vec<Item> = both
        .parts(down)
        .into_iter()
        .map(|(value, rows)| {
            let of_row = scope.query.with_only(down, &value.slug);
            let cell = |column: &&FacetValue| {
                let count = rows.count_with(&column.rows);
                let query = if count > 0 {
                    of_row.with_only(across, &column.slug)
                } else {
                    Query::default()
                };
                Cell::new(count, &query)
            };
            Item {
                label: value.label.clone(),
                key: value.slug.to_string(),
                class: level(down, &value.slug).map_or("", level_class),
                definition: level(down, &value.slug).map(Level::definition),
                cells: columns.iter().map(cell).collect(),
            }
        })
        .filter(|item| {
            level(down, &item.key).is_some() || item.cells.iter().any(|cell| cell.count > 0)
        })
        .collect();
    let series = columns
        .iter()
        .map(|column| Series {
            definition: level(across, &column.slug).map(Level::definition),
            ..Series::new(
                column.label.clone(),
                level(across, &column.slug).map_or("", level_class),
            )
        })
        .collect();
    let mut notes = Vec::new();
    if down.has_many() || across.has_many() {
        notes.push("A commitment may stand in several cells, so the numbers add up to more than the commitments.".to_owned());
    }
    Chart {
        title: format!("{} and {}", down.label(), across.in_words().0),
        finding: finding(&items, down, across, total),
        notes,
        items_are: down.label(),
        series_are: Some(across.label()),
        series,
        groups: vec![Group::new("", items)],
        ..blank(ChartName::Matrix, Shape::Heat, total)
    }
}

fn level(filter: Filter, slug: &str) -> Option<Level> {
    filter.dimension().and_then(|_| slug.parse().ok())
}

fn finding(items: &[Item], down: Filter, across: Filter, total: usize) -> String {
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
            format!(
                "Of {} assessed in both, {} are high in both and {} high in {} but low in {}. {} in all.",
                commitments(assessed),
                grouped(at(Level::High, Level::High)),
                grouped(at(Level::High, Level::Low)),
                rows.label().to_lowercase(),
                columns.label().to_lowercase(),
                commitments(total),
            )
        }
        _ => format!(
            "{} by {} and {}.",
            commitments(total),
            down.in_words().0,
            across.in_words().0
        ),
    }
}
