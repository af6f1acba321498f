//! Two filters together, as a heat table.

use super::{ChartScope, FilterPart, empty_chart, midterm_note};
use crate::level_class;
use crate::model::{Cell, Chart, ChartItem, Group, Series, Shape, TOTAL};
use domain::chart::{ChartName, ChartRequest};
use domain::query::Filter;
use domain::{Dimension, Lang, Level, Query};
use i18n::format::number;
use i18n::layout::n_commitments;
use i18n::terms::{filter_in_words, level_definition};
use i18n::{InLanguage, charts, charts_findings as say};

pub fn chart(scope: &ChartScope<'_>, request: ChartRequest) -> Chart {
    let lang = scope.lang;
    let (down, across) = (request.down, request.across);
    let total = scope.rows().count();
    let columns: Vec<FilterPart<'_>> = scope
        .parts(across)
        .into_iter()
        .filter(|part| part.rows.count() > 0 || level(across, &part.value.slug).is_some())
        .collect();
    let (mut items, of_rows) = rows_of(scope, (down, across), &columns);
    let finding = finding(lang, &items, (down, across), total);
    let mut series: Vec<Series> = columns
        .iter()
        .map(|column| {
            let level = level(across, &column.value.slug);
            Series {
                definition: level.map(|level| level_definition(lang, level)),
                ..Series::new(column.name.clone(), level.map_or("", level_class))
            }
        })
        .collect();
    let all_of_columns = columns.iter().map(|column| {
        let query = scope.query.with_only(across, &column.value.slug);
        Cell::new(column.rows.count(), &query)
    });
    let all = Cell::new(total, &scope.query);
    let of_columns = all_of_columns.chain([all]).collect();
    push_totals(lang, (&mut items, &mut series), of_rows, of_columns);
    let mut notes = vec![say::heat_note(lang).to_owned()];
    if down.has_many() || across.has_many() {
        notes.push(say::several_cells_note(lang).to_owned());
    }
    if [down, across].contains(&Filter::of(Dimension::Completion)) {
        notes.extend(midterm_note(scope, &scope.rows()));
    }
    Chart {
        title: say::matrix_title(
            lang,
            down.in_language(lang),
            filter_in_words(lang, across).0,
        ),
        finding,
        notes,
        item_heading: down.in_language(lang),
        series_heading: Some(across.in_language(lang)),
        series,
        groups: vec![Group::new("", items)],
        ..empty_chart(lang, ChartName::Matrix, Shape::Heat, total)
    }
}

/// The items with their cells, and what each comes to.
fn rows_of(
    scope: &ChartScope<'_>,
    (down, across): (Filter, Filter),
    columns: &[FilterPart<'_>],
) -> (Vec<ChartItem>, Vec<Cell>) {
    let lang = scope.lang;
    // Each cell is counted by itself: both filters give way to its own values.
    let both = ChartScope {
        lang,
        catalogue: scope.catalogue,
        query: scope.query.without_filter(across),
        found: scope.found,
    };
    // A row's total meets the filter of the columns too.
    let of_all_rows = scope.rows_of(&scope.query.without_filter(down));
    both.parts(down)
        .into_iter()
        .filter_map(|part| {
            let slug = &part.value.slug;
            let of_row = scope.query.with_only(down, slug);
            let cell = |column: &FilterPart<'_>| {
                let count = part.rows.count_with(&column.value.rows);
                let query = if count > 0 {
                    of_row.with_only(across, &column.value.slug)
                } else {
                    Query::default()
                };
                Cell::new(count, &query)
            };
            let cells: Vec<Cell> = columns.iter().map(cell).collect();
            let is_there = cells.iter().any(|cell| cell.count > 0);
            let item = ChartItem {
                key: slug.to_string(),
                class: level(down, slug).map_or("", level_class),
                definition: level(down, slug).map(|level| level_definition(lang, level)),
                cells,
                label: part.name,
            };
            let all = Cell::new(of_all_rows.count_with(&part.value.rows), &of_row);
            (is_there || level(down, slug).is_some()).then_some((item, all))
        })
        .unzip()
}

/// Adds what rows and columns come to: a last cell for each item, and a last item. Where a commitment is in
/// several cells it counts once there.
pub fn push_totals(
    lang: Lang,
    (items, series): (&mut Vec<ChartItem>, &mut Vec<Series>),
    of_rows: Vec<Cell>,
    of_columns: Vec<Cell>,
) {
    if items.is_empty() {
        return;
    }
    for (item, total) in items.iter_mut().zip(of_rows) {
        item.cells.push(total);
    }
    series.push(Series::new(charts::all(lang), TOTAL));
    items.push(ChartItem {
        label: charts::all(lang).to_owned(),
        key: "total".to_owned(),
        class: TOTAL,
        definition: None,
        cells: of_columns,
    });
}

fn level(filter: Filter, slug: &str) -> Option<Level> {
    filter.dimension().and_then(|_| slug.parse().ok())
}

fn finding(
    lang: Lang,
    items: &[ChartItem],
    (down, across): (Filter, Filter),
    total: usize,
) -> String {
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
                lang,
                &n_commitments(lang, assessed),
                &number(lang, at(Level::High, Level::High)),
                &number(lang, at(Level::High, Level::Low)),
                &rows.in_language(lang).to_lowercase(),
                &columns.in_language(lang).to_lowercase(),
                &n_commitments(lang, total),
            )
        }
        _ => say::matrix_by(
            lang,
            &n_commitments(lang, total),
            filter_in_words(lang, down).0,
            filter_in_words(lang, across).0,
        ),
    }
}
