//! The Progress chart: commitments made, then rated high on ambition, completion and early results, first
//! each by itself, then step by step.
//!
//! Each step states its own total and shows commitments not assessed separately, so that no share includes
//! commitments that nobody has assessed.

use super::split::few_ratings;
use super::{ChartScope, at_levels, empty_chart, midterm_note};
use crate::model::{Cell, Chart, ChartItem, Group, Series, Shape};
use crate::{LevelCounts, MIN_RELIABLE_GROUP, share_in_brackets, with_sentence};
use catalogue::Bitset;
use domain::chart::ChartName;
use domain::query::Filter;
use domain::{Dimension, Level, Query};
use i18n::format::number;
use i18n::layout::n_commitments;
use i18n::terms::high_means;
use i18n::{InLanguage, charts as words, charts_findings as say};

/// The ladder's steps in order.
const STEPS: [Dimension; 3] = [
    Dimension::Ambition,
    Dimension::Completion,
    Dimension::EarlyResults,
];

pub fn chart(scope: &ChartScope<'_>) -> Chart {
    let lang = scope.lang;
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
                high_means(lang, *step).to_owned(),
            )
        })
        .collect();
    let made = ChartItem {
        label: say::made(lang).to_owned(),
        key: "made".to_owned(),
        class: "",
        definition: None,
        cells: vec![Cell::new(total, &scope.query)],
    };
    let climb = climb(scope, rows.clone());
    let mut first: Vec<ChartItem> = vec![made];
    first.extend::<Vec<ChartItem>>(alone);
    Chart {
        finding: finding(scope, &rows),
        item_heading: say::step(lang),
        notes: notes(scope, &rows),
        series: vec![
            Series::new(words::commitments(lang), "whole"),
            Series::new(Level::High.in_language(lang), "level-high"),
            Series::new(Level::Low.in_language(lang), "level-low"),
            Series {
                definition: Some(words::not_assessed_means(lang)),
                ..Series::new(words::not_assessed(lang), "level-none")
            },
        ],
        groups: std::iter::once(Group::new(say::each_by_itself(lang), first))
            .chain((!climb.is_empty()).then(|| Group::new(say::step_by_step(lang), climb)))
            .collect(),
        ..empty_chart(lang, ChartName::Progress, Shape::Funnel, total)
    }
}

/// The steps taken one after the other, as far as there is something to take them from.
fn climb(scope: &ChartScope<'_>, mut rows: Bitset) -> Vec<ChartItem> {
    let mut query = scope.query.clone();
    let mut items = Vec::new();
    for (place, dimension) in STEPS.iter().enumerate() {
        let lang = scope.lang;
        let assessed = LevelCounts::of(scope.catalogue, &rows, *dimension).assessed();
        let label = match (place, rows.count()) {
            // The first step stands among the ratings by themselves.
            (0, _) => None,
            (_, 0) => break,
            (1, whole) if assessed == 0 => Some(say::climb_completed_unrated(lang, whole)),
            (1, _) => Some(say::climb_completed(lang, assessed)),
            (_, whole) if assessed == 0 => Some(say::climb_results_unrated(lang, whole)),
            _ => Some(say::climb_results(lang, assessed)),
        };
        if let Some(label) = label {
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
    }
    items
}

/// One step: of some commitments, how many took it, did not, and were not assessed.
fn step(
    scope: &ChartScope<'_>,
    query: &Query,
    rows: &Bitset,
    dimension: Dimension,
    label: String,
) -> ChartItem {
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
    ChartItem {
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

fn notes(scope: &ChartScope<'_>, rows: &Bitset) -> Vec<String> {
    let small = STEPS.iter().any(|dimension| {
        let assessed = LevelCounts::of(scope.catalogue, rows, *dimension).assessed();
        (1..MIN_RELIABLE_GROUP).contains(&assessed)
    });
    std::iter::once(say::not_low(scope.lang).to_owned())
        .chain(small.then(|| few_ratings(scope.lang)))
        .collect()
}

fn finding(scope: &ChartScope<'_>, rows: &Bitset) -> String {
    let lang = scope.lang;
    let parts: Vec<String> = STEPS
        .iter()
        .map(|dimension| {
            let counts = LevelCounts::of(scope.catalogue, rows, *dimension);
            let what = high_means(lang, *dimension).to_lowercase();
            let (high, assessed) = (counts.at(Level::High), counts.assessed());
            if assessed == 0 {
                return say::step_none(lang, &what);
            }
            let share = share_in_brackets(lang, high, assessed);
            say::step_high(lang, assessed, &what, &number(lang, high), &share)
        })
        .collect();
    let parts = parts.join(words::separator(lang));
    let said = say::steps(lang, &n_commitments(lang, rows.count()), &parts);
    with_sentence(said, midterm_note(scope, rows))
}
