//! From promise to results: OGP's ladder (commitment, assessed, complete, ambitious, results).
//!
//! Each step names its own whole and shows what is not assessed apart, so that no share rests on
//! commitments that nobody has looked at.

use super::levels::NOT_LOW;
use super::split::few_ratings;
use super::{Scope, at_levels, blank, commitments};
use crate::catalogue::Bitset;
use crate::charts::model::{Cell, Chart, Group, Item, Series, Shape};
use crate::charts::request::ChartName;
use crate::charts::{LevelCounts, SMALL_GROUP, percent};
use crate::domain::query::Filter;
use crate::domain::text::grouped;
use crate::domain::{Dimension, Level, Query};

/// The ladder's steps in order.
const STEPS: [Dimension; 3] = [
    Dimension::Completion,
    Dimension::Ambition,
    Dimension::EarlyResults,
];

pub fn chart(scope: &Scope<'_>) -> Chart {
    let rows = scope.rows();
    let total = rows.count();
    let alone = STEPS
        .iter()
        .map(|step| {
            self::step(
                scope,
                &scope.query,
                &rows,
                *step,
                step.high_means().to_owned(),
            )
        })
        .collect();
    let made = Item {
        label: "Commitments made".to_owned(),
        key: "made".to_owned(),
        class: "",
        definition: None,
        cells: vec![Cell::new(total, &scope.query)],
    };
    let mut first: Vec<Item> = vec![made];
    first.extend::<Vec<Item>>(alone);
    Chart {
        finding: finding(scope, &rows),
        items_are: "Step",
        notes: notes(scope, &rows),
        series: vec![
            Series::new("Commitments", "whole"),
            Series::new("High", "level-high"),
            Series::new("Low", "level-low"),
            Series {
                definition: Some("Pending, without data, not reviewable, or not stated."),
                ..Series::new("Not assessed", "level-none")
            },
        ],
        groups: vec![
            Group::new("Each rating by itself, of all commitments", first),
            Group::new(
                "Step by step, of those that took the step before",
                climb(scope, rows),
            ),
        ],
        ..blank(ChartName::Progress, Shape::Funnel, total)
    }
}

/// The steps taken one after the other.
fn climb(scope: &Scope<'_>, mut rows: Bitset) -> Vec<Item> {
    let mut query = scope.query.clone();
    let mut before = String::new();
    let mut items = Vec::new();
    for (place, dimension) in STEPS.iter().enumerate() {
        let whole = rows.count();
        let name = match place {
            0 => "Completed".to_owned(),
            1 => "Completed and ambitious".to_owned(),
            _ => "And with strong early results".to_owned(),
        };
        // The first step stands among the ratings by themselves.
        if place > 0 {
            let label = format!("{name}, of {} {before}", grouped(whole));
            let mut item = step(scope, &query, &rows, *dimension, label);
            item.key = format!("climb-{}", dimension.query_key());
            items.push(item);
        }
        query = at_levels(&query, *dimension, |level| level == Level::High);
        if let Some(high) = scope
            .catalogue
            .facet(Filter::of(*dimension))
            .value(Level::High.slug())
        {
            rows.intersect(&high.rows);
        }
        before = name.to_lowercase();
    }
    items
}

/// One step: of some commitments, how many took it, did not, and were not assessed.
fn step(
    scope: &Scope<'_>,
    query: &Query,
    rows: &Bitset,
    dimension: Dimension,
    label: String,
) -> Item {
    let counts = LevelCounts::of(scope.catalogue, rows, dimension);
    let (high, low) = (counts.at(Level::High), counts.at(Level::Low));
    let cell = |count, levels: &dyn Fn(Level) -> bool| {
        Cell::new(count, &at_levels(query, dimension, levels))
    };
    let assessed = counts.assessed();
    let of_assessed = |cell: Cell| {
        if assessed > 0 {
            cell.of_assessed(assessed)
        } else {
            cell
        }
    };
    Item {
        label,
        key: dimension.query_key().to_owned(),
        class: "",
        definition: None,
        cells: vec![
            Cell::new(counts.total(), query),
            of_assessed(cell(high, &|level| level == Level::High)),
            of_assessed(cell(low, &|level| level == Level::Low)),
            cell(counts.total() - assessed, &|level| !level.is_assessed()),
        ],
    }
}

fn notes(scope: &Scope<'_>, rows: &Bitset) -> Vec<String> {
    let small = STEPS.iter().any(|dimension| {
        let assessed = LevelCounts::of(scope.catalogue, rows, *dimension).assessed();
        (1..SMALL_GROUP).contains(&assessed)
    });
    std::iter::once(NOT_LOW.to_owned())
        .chain(small.then(few_ratings))
        .collect()
}

fn finding(scope: &Scope<'_>, rows: &Bitset) -> String {
    let parts: Vec<String> = STEPS
        .iter()
        .map(|dimension| {
            let counts = LevelCounts::of(scope.catalogue, rows, *dimension);
            if counts.assessed() == 0 {
                return format!("{}: none assessed", dimension.high_means().to_lowercase());
            }
            let share = percent(counts.at(Level::High), counts.assessed())
                .filter(|_| counts.assessed() >= SMALL_GROUP)
                .map_or(String::new(), |p| format!(" ({p}%)"));
            format!(
                "{}: {} of {} assessed{share}",
                dimension.high_means().to_lowercase(),
                grouped(counts.at(Level::High)),
                grouped(counts.assessed()),
            )
        })
        .collect();
    format!("Of {}: {}.", commitments(rows.count()), parts.join("; "))
}
