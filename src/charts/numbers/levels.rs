//! One dimension: how many commitments stand at each level, and at each value of each scale.

use super::split::few_ratings;
use super::{Scope, at_levels, blank, commitments};
use crate::charts::model::{Cell, Chart, Group, Item, Series, Shape};
use crate::charts::request::ChartName;
use crate::charts::{LevelCounts, SMALL_GROUP, level_class};
use crate::domain::query::{Filter, Query};
use crate::domain::{Dimension, Level, Scheme};

/// Said under every chart of levels.
pub const NOT_LOW: &str = "A share \u{201c}of the assessed\u{201d} leaves out what the IRM has not rated: pending, without data, not reviewable or not stated. None of these counts as low.";

pub fn chart(scope: &Scope<'_>, dimension: Dimension) -> Chart {
    let rows = scope.rows();
    let counts = LevelCounts::of(scope.catalogue, &rows, dimension);
    let mut chart = of_counts(&counts, &scope.query);
    chart.groups[0].heading = format!("Level of all {}", commitments(counts.total()));
    let facet = scope.catalogue.facet(Filter::on_scale(dimension));
    for scheme in Scheme::of(dimension) {
        let found: Vec<_> = scheme
            .iter()
            .map(|value| {
                let count = facet
                    .value(&value.slug())
                    .map_or(0, |v| rows.count_with(&v.rows));
                (value, count)
            })
            .collect();
        let rated: usize = found.iter().map(|(_, count)| count).sum();
        if rated == 0 {
            continue;
        }
        let items = found
            .into_iter()
            .rev()
            .map(|(value, count)| Item {
                label: value.label().to_owned(),
                key: value.slug(),
                class: level_class(value.describe().level),
                definition: Some(value.describe().definition),
                cells: vec![
                    Cell::new(
                        count,
                        &scope
                            .query
                            .with_only(Filter::on_scale(dimension), &value.slug()),
                    )
                    .of(rated),
                ],
            })
            .collect();
        let heading = format!(
            "{} \u{b7} {} rated (scale of {})",
            scheme.label(),
            commitments(rated),
            scheme.period()
        );
        chart.groups.push(Group::new(heading, items));
    }
    if dimension == Dimension::Ambition {
        chart.notes.push(
            "Moderate or transformative potential impact counts as high only for a commitment that is relevant to OGP\u{2019}s values.".to_owned(),
        );
    }
    chart.notes.push(NOT_LOW.to_owned());
    if (1..SMALL_GROUP).contains(&counts.assessed()) {
        chart.notes.push(few_ratings());
    }
    if chart.groups.len() > 2 {
        chart.notes.push(
            "Values of different scales are not comparable with each other, only their levels are."
                .to_owned(),
        );
    }
    chart
}

/// The chart of a dimension's levels alone.
pub fn of_counts(counts: &LevelCounts, query: &Query) -> Chart {
    let dimension = counts.dimension;
    let query = query.selection();
    let items = Level::ALL
        .iter()
        .map(|level| {
            let count = counts.at(*level);
            let cell =
                Cell::new(count, &at_levels(&query, dimension, |l| l == *level)).of(counts.total());
            Item {
                label: level.label().to_owned(),
                key: level.slug().to_owned(),
                class: level_class(*level),
                definition: Some(level.definition()),
                cells: vec![if level.is_assessed() && counts.assessed() > 0 {
                    cell.of_assessed(counts.assessed())
                } else {
                    cell
                }],
            }
        })
        .collect();
    Chart {
        title: dimension.label().to_owned(),
        finding: counts.in_words(),
        series: vec![Series::new("Commitments", "whole")],
        groups: vec![Group::new(String::new(), items)],
        ..blank(ChartName::of(dimension), Shape::Bars, counts.total())
    }
}
