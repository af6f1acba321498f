//! One dimension: how many commitments stand at each level, and at each value of each scale.

use super::split::few_ratings;
use super::{ChartScope, at_levels, empty_chart};
use crate::model::{Cell, Chart, ChartItem, Group, Series, Shape};
use crate::{LevelCounts, MIN_RELIABLE_GROUP, level_class};
use domain::chart::ChartName;
use domain::query::{Filter, Query};
use domain::{Dimension, Lang, Level, Scheme};
use i18n::{InLanguage, charts as words, charts_findings as say, terms};

pub fn chart(scope: &ChartScope<'_>, dimension: Dimension) -> Chart {
    let rows = scope.rows();
    let counts = LevelCounts::of(scope.catalogue, &rows, dimension);
    let lang = scope.lang;
    let mut chart = of_counts(lang, &counts, &scope.query);
    chart.groups[0].heading = say::level_of_all(lang, counts.total());
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
            .map(|(value, count)| ChartItem {
                label: terms::value(lang, value).to_owned(),
                key: value.slug(),
                class: level_class(value.describe().level),
                definition: Some(terms::value_definition(lang, value)),
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
        let heading = say::scale_rated(
            lang,
            rated,
            scheme.in_language(lang),
            terms::period(lang, scheme),
        );
        chart.groups.push(Group::new(heading, items));
    }
    if dimension == Dimension::Ambition {
        chart.notes.push(say::impact_note(lang).to_owned());
    }
    chart.notes.push(say::not_low(lang).to_owned());
    if (1..MIN_RELIABLE_GROUP).contains(&counts.assessed()) {
        chart.notes.push(few_ratings(lang));
    }
    if chart.groups.len() > 2 {
        chart.notes.push(say::scales_note(lang).to_owned());
    }
    chart
}

/// The chart of a dimension's levels alone.
pub fn of_counts(lang: Lang, counts: &LevelCounts, query: &Query) -> Chart {
    let dimension = counts.dimension;
    let query = query.selection();
    let items = Level::ALL
        .iter()
        .map(|level| {
            let count = counts.at(*level);
            let cell =
                Cell::new(count, &at_levels(&query, dimension, |l| l == *level)).of(counts.total());
            ChartItem {
                label: level.in_language(lang).to_owned(),
                key: level.slug().to_owned(),
                class: level_class(*level),
                definition: Some(terms::level_definition(lang, *level)),
                cells: vec![if level.is_assessed() && counts.assessed() > 0 {
                    cell.of_assessed(counts.assessed())
                } else {
                    cell
                }],
            }
        })
        .collect();
    Chart {
        title: dimension.in_language(lang).to_owned(),
        finding: counts.in_words(lang),
        series: vec![Series::new(words::commitments(lang), "whole")],
        groups: vec![Group::new(String::new(), items)],
        ..empty_chart(lang, ChartName::of(dimension), Shape::Bars, counts.total())
    }
}
