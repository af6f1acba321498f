//! The share rated high, by plan year.

use std::collections::BTreeMap;

use super::{ChartScope, at_levels, empty_chart};
use crate::model::{Cell, Chart, ChartItem, Group, Series, Shape};
use crate::{LevelCounts, MIN_RELIABLE_GROUP};
use catalogue::Bitset;
use domain::chart::ChartName;
use domain::query::Filter;
use domain::{Dimension, Lang, Level, Query};
use i18n::format::{number, percent};
use i18n::terms::high_means;
use i18n::{InLanguage, charts as words, charts_findings as say};

/// The first plan year of a dimension's current scale (2020 for potential for results, 2021 for early
/// results).
const fn new_scale_since(dimension: Dimension) -> Option<i32> {
    match dimension {
        Dimension::Ambition => Some(2020),
        Dimension::Completion => None,
        Dimension::EarlyResults => Some(2021),
    }
}

pub fn chart(scope: &ChartScope<'_>) -> Chart {
    let lang = scope.lang;
    let total = scope.rows().count();
    let years = years(scope);
    let dated: usize = years.iter().map(|(_, rows)| rows.count()).sum();
    let groups: Vec<Group> = Dimension::ALL
        .iter()
        .map(|dimension| line(scope, &years, *dimension))
        .collect();
    let mut notes = vec![
        say::scale_changes_note(lang).to_owned(),
        say::hollow_note(lang, &number(lang, MIN_RELIABLE_GROUP)),
        say::not_low(lang).to_owned(),
    ];
    if dated < total {
        notes.push(say::without_year(lang, total - dated));
    }
    Chart {
        finding: finding(lang, &groups),
        item_heading: Filter::Year.in_language(lang),
        series: shares_series(lang),
        notes,
        groups,
        ..empty_chart(lang, ChartName::Trend, Shape::Trend, total)
    }
}

/// The series of a share: high, assessed, and all commitments.
pub fn shares_series(lang: Lang) -> Vec<Series> {
    vec![
        Series::new(Level::High.in_language(lang), "level-high"),
        Series {
            definition: Some(words::assessed_means(lang)),
            ..Series::new(words::assessed(lang), "whole")
        },
        Series::new(words::commitments(lang), "whole"),
    ]
}

/// The cells of a share, counted in `rows`: high, assessed, and all commitments.
pub fn shares_cells(
    scope: &ChartScope<'_>,
    query: &Query,
    rows: &Bitset,
    dimension: Dimension,
) -> Vec<Cell> {
    let counts = LevelCounts::of(scope.catalogue, rows, dimension);
    let assessed = counts.assessed();
    let high = Cell::new(
        counts.at(Level::High),
        &at_levels(query, dimension, |level| level == Level::High),
    );
    vec![
        if assessed > 0 {
            high.of_assessed(assessed)
        } else {
            high
        },
        Cell::new(assessed, &at_levels(query, dimension, Level::is_assessed)).of(counts.total()),
        Cell::new(counts.total(), query),
    ]
}

/// Every year from the first to the last with a commitment, including years with none.
fn years(scope: &ChartScope<'_>) -> Vec<(i32, Bitset)> {
    let with_some: BTreeMap<i32, Bitset> = scope
        .parts(Filter::Year)
        .into_iter()
        .filter(|part| part.rows.count() > 0)
        .filter_map(|part| Some((part.value.slug.parse().ok()?, part.rows)))
        .collect();
    let (Some(first), Some(last)) = (with_some.keys().min(), with_some.keys().max()) else {
        return Vec::new();
    };
    let none = Bitset::default();
    (*first..=*last)
        .map(|year| (year, with_some.get(&year).unwrap_or(&none).clone()))
        .collect()
}

fn line(scope: &ChartScope<'_>, years: &[(i32, Bitset)], dimension: Dimension) -> Group {
    let items = years
        .iter()
        .map(|(year, rows)| {
            let query = scope.query.with_only(Filter::Year, &year.to_string());
            ChartItem {
                label: year.to_string(),
                key: format!("{}-{year}", dimension.query_key()),
                class: "level-high",
                definition: None,
                cells: shares_cells(scope, &query, rows, dimension),
            }
        })
        .collect();
    let change = new_scale_since(dimension)
        .and_then(|since| years.iter().position(|(year, _)| *year + 1 == since))
        .filter(|place| place + 1 < years.len());
    Group {
        scale_changes_after: change,
        ..Group::new(high_means(scope.lang, dimension), items)
    }
}

/// For each dimension, compares the first and last year with enough assessed commitments on one scale: the
/// scale with more such years, or the newer one if both have the same number.
fn finding(lang: Lang, groups: &[Group]) -> String {
    let years = groups.first().map_or(0, |group| group.items.len());
    if years < 2 {
        return say::trend_needs_years(lang).to_owned();
    }
    let sentences = groups.iter().map(|group| {
        let change = group.scale_changes_after.map_or(0, |after| after + 1);
        let (older, newer) = group.items.split_at(change);
        let well_founded = |items: &'_ [ChartItem]| -> Vec<ChartItem> {
            let enough = |item: &&ChartItem| item.cells[1].count >= MIN_RELIABLE_GROUP;
            items.iter().filter(enough).cloned().collect()
        };
        let (older, newer) = (well_founded(older), well_founded(newer));
        let best = if older.len() > newer.len() {
            older
        } else {
            newer
        };
        let share = |item: &ChartItem| {
            let high = &item.cells[0];
            say::trend_share(
                lang,
                &percent(lang, &high.percent().unwrap_or(0).to_string()),
                &number(lang, high.count),
                &number(lang, item.cells[1].count),
                &item.label,
            )
        };
        match best.as_slice() {
            [first, .., last] => say::trend_line(lang, &group.heading, &share(first), &share(last)),
            _ => say::trend_too_few(lang, &group.heading),
        }
    });
    format!("{}.", sentences.collect::<Vec<_>>().join(". "))
}
