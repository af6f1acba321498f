//! Shares rated high from plan year to plan year.

use std::collections::BTreeMap;

use super::{Scope, at_levels, blank, commitments};
use crate::catalogue::Bitset;
use crate::charts::model::{Cell, Chart, Group, Item, Series, Shape};
use crate::charts::request::ChartName;
use crate::charts::{LevelCounts, SMALL_GROUP};
use crate::domain::query::Filter;
use crate::domain::{Dimension, Level, Query};

/// The first plan year of a dimension's present scale (`DOMAIN`: potential for results from plans
/// of 2020 on, early results from plans of 2021 on).
const fn new_scale_since(dimension: Dimension) -> Option<i32> {
    match dimension {
        Dimension::Ambition => Some(2020),
        Dimension::Completion => None,
        Dimension::EarlyResults => Some(2021),
    }
}

pub fn chart(scope: &Scope<'_>) -> Chart {
    let total = scope.rows().count();
    let years = years(scope);
    let dated: usize = years.iter().map(|(_, rows)| rows.count()).sum();
    let groups: Vec<Group> = Dimension::ALL
        .iter()
        .map(|dimension| line(scope, &years, *dimension))
        .collect();
    let mut notes = vec![
        "The IRM changed its scale of ambition with plans of 2020, and that of early results with plans of 2021. A step at a broken line may be a change of scale.".to_owned(),
        format!("Years with fewer than {SMALL_GROUP} assessed commitments are drawn hollow: read them as single cases."),
    ];
    if dated < total {
        notes.push(format!(
            "{} without a plan year {} left out.",
            commitments(total - dated),
            if total - dated == 1 { "is" } else { "are" }
        ));
    }
    Chart {
        finding: finding(&groups),
        items_are: "Plan year",
        series: shares_series(),
        notes,
        groups,
        ..blank(ChartName::Trend, Shape::Trend, total)
    }
}

/// High, those assessed, and all: what every share is told with.
pub fn shares_series() -> Vec<Series> {
    vec![
        Series::new("High", "level-high"),
        Series {
            definition: Some("Rated high or low by the IRM."),
            ..Series::new("Assessed", "whole")
        },
        Series::new("Commitments", "whole"),
    ]
}

/// High, those assessed, and all of some rows.
pub fn shares_cells(
    scope: &Scope<'_>,
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

/// Every year from the first to the last with a commitment; years without one are there too.
fn years(scope: &Scope<'_>) -> Vec<(i32, Bitset)> {
    let with_some: BTreeMap<i32, Bitset> = scope
        .parts(Filter::Year)
        .into_iter()
        .filter(|(_, rows)| rows.count() > 0)
        .filter_map(|(value, rows)| Some((value.slug.parse().ok()?, rows)))
        .collect();
    let (Some(first), Some(last)) = (with_some.keys().min(), with_some.keys().max()) else {
        return Vec::new();
    };
    let none = Bitset::none(scope.catalogue.len());
    (*first..=*last)
        .map(|year| (year, with_some.get(&year).unwrap_or(&none).clone()))
        .collect()
}

fn line(scope: &Scope<'_>, years: &[(i32, Bitset)], dimension: Dimension) -> Group {
    let items = years
        .iter()
        .map(|(year, rows)| {
            let query = scope.query.with_only(Filter::Year, &year.to_string());
            Item {
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
        ..Group::new(dimension.high_means(), items)
    }
}

/// First and last year with enough assessed, for each dimension.
fn finding(groups: &[Group]) -> String {
    let told: Vec<String> = groups
        .iter()
        .filter_map(|group| {
            let mut sound = group
                .items
                .iter()
                .filter(|item| item.cells[1].count >= SMALL_GROUP);
            let (first, last) = (sound.next()?, sound.next_back()?);
            let share = |item: &Item| item.cells[0].percent().unwrap_or(0);
            let place = |item: &Item| group.items.iter().position(|i| i.key == item.key);
            let changed = group.scale_changes_after;
            let other_scale = changed.is_some() && place(first) <= changed && place(last) > changed;
            Some(format!(
                "{}: {}% of the assessed in plans of {}, {}% in plans of {}{}",
                group.heading,
                share(first),
                first.label,
                share(last),
                last.label,
                if other_scale { " on a newer scale" } else { "" }
            ))
        })
        .collect();
    if told.is_empty() {
        format!(
            "No two plan years have {SMALL_GROUP} assessed commitments or more, so no trend can be told."
        )
    } else {
        format!("{}.", told.join(". "))
    }
}
