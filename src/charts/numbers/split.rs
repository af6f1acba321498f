//! A measure for each value of a filter: members, policy areas, and whatever the explorer asks.

use std::cmp::Reverse;

use super::levels::NOT_LOW;
use super::trend::{shares_cells, shares_series};
use super::{Scope, at_levels, blank, commitments};
use crate::catalogue::{Bitset, FacetValue};
use crate::charts::model::{Cell, Chart, Group, Item, Series, Shape};
use crate::charts::request::{ChartName, ChartRequest, Form, Order};
use crate::charts::{LevelCounts, SMALL_GROUP, level_class};
use crate::domain::query::Filter;
use crate::domain::text::grouped;
use crate::domain::{Dimension, Level, Query};

pub fn chart(scope: &Scope<'_>, request: ChartRequest) -> Chart {
    let all = scope.rows();
    let parts: Vec<(&FacetValue, Bitset)> = scope
        .parts(request.split)
        .into_iter()
        .filter(|(_, rows)| rows.count() > 0)
        .collect();
    let mut items: Vec<Item> = parts
        .iter()
        .map(|(value, rows)| Item {
            label: value.label.clone(),
            key: value.slug.to_string(),
            class: class_of(request.split, &value.slug),
            definition: definition_of(request.split, &value.slug),
            cells: cells(
                scope,
                &scope.query.with_only(request.split, &value.slug),
                rows,
                request,
            ),
        })
        .collect();
    sort(&mut items, request);
    let mut covered = Bitset::none(scope.catalogue.len());
    for (_, rows) in &parts {
        covered.unite(rows);
    }
    // Parts may reach beyond a filter on themselves; what is told is within all filters.
    covered.intersect(&all);
    let (subject, _) = request.split.in_words();
    let title = match (request.name, request.measure.dimension()) {
        (_, None) => format!("Commitments by {subject}"),
        (_, Some(dimension)) => format!("{} by {subject}", dimension.label()),
    };
    Chart {
        id: format!("chart-{}", request.name.slug()),
        title,
        finding: finding(&items, request, &covered, scope),
        notes: notes(scope, request, (&all, &covered), &items),
        items_are: request.split.label(),
        series_are: request
            .measure
            .dimension()
            .filter(|_| request.form == Form::Heat)
            .map(Dimension::label),
        series: series(request),
        groups: vec![Group::new("", items)],
        ..blank(ChartName::Explore, shape(request), all.count())
    }
}

fn shape(request: ChartRequest) -> Shape {
    match (request.measure.dimension(), request.form) {
        (None, _) => Shape::Counts,
        (Some(_), Form::Levels) => Shape::Stacked,
        (Some(_), Form::Shares) => Shape::Shares,
        (Some(_), Form::Heat) => Shape::Heat,
    }
}

fn series(request: ChartRequest) -> Vec<Series> {
    match (request.measure.dimension(), request.form) {
        (None, _) => vec![Series::new("Commitments", "whole")],
        (Some(_), Form::Shares) => shares_series(),
        (Some(_), Form::Levels | Form::Heat) => level_series(),
    }
}

/// A series for each level.
pub fn level_series() -> Vec<Series> {
    Level::ALL
        .iter()
        .map(|level| Series {
            definition: Some(level.definition()),
            ..Series::new(level.label(), level_class(*level))
        })
        .collect()
}

fn cells(scope: &Scope<'_>, query: &Query, rows: &Bitset, request: ChartRequest) -> Vec<Cell> {
    match (request.measure.dimension(), request.form) {
        (None, _) => vec![Cell::new(rows.count(), query)],
        (Some(dimension), Form::Shares) => shares_cells(scope, query, rows, dimension),
        (Some(dimension), Form::Levels | Form::Heat) => {
            level_cells(&LevelCounts::of(scope.catalogue, rows, dimension), query)
        }
    }
}

/// A number for each level; high and low as shares of the assessed.
pub fn level_cells(counts: &LevelCounts, query: &Query) -> Vec<Cell> {
    Level::ALL
        .iter()
        .map(|level| {
            let held = at_levels(query, counts.dimension, |l| l == *level);
            let cell = Cell::new(counts.at(*level), &held);
            if level.is_assessed() && counts.assessed() > 0 {
                cell.of_assessed(counts.assessed())
            } else {
                cell
            }
        })
        .collect()
}

fn class_of(split: Filter, slug: &str) -> &'static str {
    let level = split.dimension().and_then(|_| slug.parse::<Level>().ok());
    level.map_or("", level_class)
}

fn definition_of(split: Filter, slug: &str) -> Option<&'static str> {
    let level = split.dimension().and_then(|_| slug.parse::<Level>().ok());
    level.map(Level::definition)
}

/// How many commitments an item stands for.
fn whole(item: &Item, request: ChartRequest) -> usize {
    match shape(request) {
        Shape::Shares => item.cells.last().map_or(0, |cell| cell.count),
        _ => item.cells.iter().map(|cell| cell.count).sum(),
    }
}

fn sort(items: &mut [Item], request: ChartRequest) {
    match request.order {
        // The facet's own order: A to Z; years oldest first.
        Order::Name if request.split == Filter::Year => items.reverse(),
        Order::Name => {}
        // Nothing to share.
        Order::Share if request.measure.dimension().is_none() => {}
        Order::Most => items.sort_by_key(|item| Reverse(whole(item, request))),
        Order::Share => items.sort_by(|a, b| {
            let key = |item: &Item| {
                let high = &item.cells[0];
                let of = high.of_assessed.unwrap_or(0);
                // Small groups last: their shares say little.
                (of < SMALL_GROUP, Reverse(high.percent()), Reverse(of))
            };
            key(a).cmp(&key(b))
        }),
    }
}

/// What the parts together say, and how they differ.
fn finding(items: &[Item], request: ChartRequest, covered: &Bitset, scope: &Scope<'_>) -> String {
    let (one, many) = request.split.in_words();
    let parts = format!(
        "{} {}",
        grouped(items.len()),
        if items.len() == 1 { one } else { many }
    );
    if let Some(dimension) = request.measure.dimension() {
        let all = LevelCounts::of(scope.catalogue, covered, dimension).in_words();
        // Members are not ranked.
        return match extremes(items).filter(|_| request.split != Filter::Member) {
            Some(range) => format!("{all} {range}"),
            None => format!("{all} In {parts}."),
        };
    }
    let most = items.iter().map(|item| item.cells[0].count).max();
    let leaders: Vec<&Item> = items
        .iter()
        .filter(|item| Some(item.cells[0].count) == most)
        .collect();
    let most = match (leaders.as_slice(), most) {
        ([leader], Some(most)) if items.len() > 1 => {
            format!(" Most: {}, {}.", leader.label, grouped(most))
        }
        ([_, _, ..], Some(most)) => {
            format!(
                " {} have {} each, the most.",
                grouped(leaders.len()),
                grouped(most)
            )
        }
        _ => String::new(),
    };
    format!("{} in {parts}.{most}", commitments(covered.count()))
}

/// The lowest and the highest share among parts with enough ratings.
fn extremes(items: &[Item]) -> Option<String> {
    let mut sound: Vec<&Item> = items
        .iter()
        .filter(|item| item.cells[0].of_assessed.is_some() && !item.cells[0].is_small())
        .collect();
    sound.sort_by_key(|item| item.cells[0].percent());
    let (lowest, highest) = (sound.first()?, sound.last()?);
    let [low, high] = [lowest, highest].map(|item| item.cells[0].percent().unwrap_or(0));
    (low < high).then(|| {
        format!(
            "High: from {low}% ({}) to {high}% ({}).",
            lowest.label, highest.label
        )
    })
}

fn notes(
    scope: &Scope<'_>,
    request: ChartRequest,
    (all, covered): (&Bitset, &Bitset),
    items: &[Item],
) -> Vec<String> {
    let mut notes = Vec::new();
    let plain = ChartRequest::plain(request.name);
    if request.measure.dimension().is_none() {
        if request.name == ChartName::Explore && request.form != plain.form {
            notes.push("Commitments as such have no levels and no share: choose a rating as the measure to see them.".to_owned());
        }
        if request.order == Order::Share {
            notes.push(
                "Without a rating there is no share to sort by: the order is that of names."
                    .to_owned(),
            );
        }
    }
    if request.split.dimension().is_some()
        && request.split.dimension() == request.measure.dimension()
    {
        notes.push(
            "Each part is a level of the same rating, so it holds that level alone.".to_owned(),
        );
    }
    if request.split == Filter::Area {
        notes.push("An area that has parts, such as Digital Governance, includes them.".to_owned());
    }
    let (subject, _) = request.split.in_words();
    if request.split.has_many() {
        notes.push(format!(
            "A commitment may belong to several parts, so the numbers by {subject} add up to more than the {}.",
            commitments(all.count())
        ));
        if !scope.query.values(request.split).is_empty() {
            notes.push(format!(
                "Each part is counted by itself: it meets all other filters, and that {subject}."
            ));
        }
    }
    let left_out = all.count() - covered.count();
    if left_out > 0 {
        notes.push(format!(
            "{} without a {subject} {} in no part.",
            commitments(left_out),
            if left_out == 1 { "is" } else { "are" }
        ));
    }
    if request.measure.dimension().is_some() {
        notes.push(NOT_LOW.to_owned());
    }
    if items.iter().any(|item| item.cells[0].is_small()) {
        notes.push(few_ratings());
    }
    if request.split == Filter::Member && request.measure.dimension().is_some() {
        notes.push(
            "This is not a ranking: plans, periods and scales differ from member to member. Compare like with like.".to_owned(),
        );
    }
    notes
}

/// What stands under every chart with a small group in it.
pub fn few_ratings() -> String {
    format!(
        "\u{201c}Few ratings\u{201d}: fewer than {SMALL_GROUP} assessed. Read such shares as single cases."
    )
}
