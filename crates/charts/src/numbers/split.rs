//! Charts of one measure by the values of a filter: by member, by policy area, or as the explorer asks.

use std::cmp::Reverse;

use super::matrix::push_totals;
use super::trend::{shares_cells, shares_series};
use super::{ChartScope, FilterPart, at_levels, empty_chart, restricted_to};
use crate::model::{Cell, Chart, ChartItem, Group, Series, Shape};
use crate::{LevelCounts, MIN_RELIABLE_GROUP, level_class};
use catalogue::Bitset;
use domain::chart::{ChartLayout, ChartName, ChartRequest, Measure, Order};
use domain::query::Filter;
use domain::review::MONTHS_TO_RESULTS;
use domain::{Dimension, Lang, Level, Query, Scheme};
use i18n::facets::counted;
use i18n::format::{any_of, number, percent};
use i18n::layout::n_commitments;
use i18n::terms::{filter_in_words, level_definition};
use i18n::{InLanguage, charts as words, charts_findings as say, scales};

pub fn chart(scope: &ChartScope<'_>, request: ChartRequest) -> Chart {
    let lang = scope.lang;
    let all = scope.rows();
    let parts: Vec<FilterPart<'_>> = scope
        .parts(request.split)
        .into_iter()
        .filter(|part| part.rows.count() > 0)
        .collect();
    let mut covered = Bitset::default();
    for part in &parts {
        covered.unite(&part.rows);
    }
    // The finding covers commitments that match every filter; a part ignores the query's own values of the
    // filter that it splits by.
    covered.intersect(&all);
    let mut items: Vec<ChartItem> = parts
        .into_iter()
        .map(|part| {
            let slug = &part.value.slug;
            let level = level_of(request.split, slug);
            let query = scope.query.with_only(request.split, slug);
            ChartItem {
                key: slug.to_string(),
                class: level.map_or("", level_class),
                definition: level.map(|level| level_definition(lang, level)),
                cells: cells(scope, &query, &part.rows, request),
                label: part.name,
            }
        })
        .collect();
    sort(&mut items, request);
    let subject = filter_in_words(lang, request.split).0;
    let title = match request.measure.dimension() {
        None if request.measure.review().is_some() => say::overdue_by(lang, subject),
        None => say::commitments_by(lang, subject),
        Some(dimension) => say::rating_by(lang, dimension.in_language(lang), subject),
    };
    let finding = finding(&items, request, &covered, scope);
    let mut notes = notes(scope, request, (&all, &covered), &items);
    let mut series = series(lang, request);
    if let (Some(dimension), Shape::Heat) = (request.measure.dimension(), shape(request)) {
        add_totals(
            scope,
            &all,
            (request.split, dimension),
            (&mut items, &mut series),
        );
        notes.push(say::heat_note(lang).to_owned());
    }
    Chart {
        id: format!("chart-{}", request.name.slug()),
        title,
        finding,
        notes,
        item_heading: request.split.in_language(lang),
        series_heading: request
            .measure
            .dimension()
            .filter(|_| request.layout == ChartLayout::Heat)
            .map(|dimension| dimension.in_language(lang)),
        series,
        groups: vec![Group::new("", items)],
        ..empty_chart(lang, ChartName::Explore, shape(request), all.count())
    }
}

/// Adds totals to a heat table of levels. A commitment has one level, so the total of a row is the sum of
/// its cells. It may be in several rows, so the totals of columns are counted separately.
fn add_totals(
    scope: &ChartScope<'_>,
    all: &Bitset,
    (split, dimension): (Filter, Dimension),
    (items, series): (&mut Vec<ChartItem>, &mut Vec<Series>),
) {
    let of_rows = items.iter().map(|item| {
        let sum = item.cells.iter().map(|cell| cell.count).sum();
        Cell::new(sum, &scope.query.with_only(split, &item.key))
    });
    let of_rows = of_rows.collect();
    let mut of_columns = level_cells(
        &LevelCounts::of(scope.catalogue, all, dimension),
        &scope.query,
    );
    of_columns.push(Cell::new(all.count(), &scope.query));
    push_totals(scope.lang, (items, series), of_rows, of_columns);
}

fn shape(request: ChartRequest) -> Shape {
    match (request.measure.dimension(), request.layout) {
        (None, _) => Shape::Counts,
        (Some(_), ChartLayout::Levels) => Shape::Stacked,
        (Some(_), ChartLayout::Shares) => Shape::Shares,
        (Some(_), ChartLayout::Heat) => Shape::Heat,
    }
}

fn series(lang: Lang, request: ChartRequest) -> Vec<Series> {
    match (request.measure.dimension(), request.layout) {
        (None, _) => counted_series(lang, request.measure),
        (Some(_), ChartLayout::Shares) => shares_series(lang),
        (Some(_), ChartLayout::Levels | ChartLayout::Heat) => level_series(lang),
    }
}

/// The single series of a measure without levels.
pub fn counted_series(lang: Lang, measure: Measure) -> Vec<Series> {
    let name = match measure.review() {
        Some(_) => measure.in_language(lang),
        None => words::commitments(lang),
    };
    vec![Series::new(name, "whole")]
}

/// Counts the commitments in `rows`, or those among them in the review state that is measured.
pub fn counted_cell(
    scope: &ChartScope<'_>,
    query: &Query,
    rows: &Bitset,
    measure: Measure,
) -> Cell {
    let Some(review) = measure.review() else {
        return Cell::new(rows.count(), query);
    };
    let query = restricted_to(query, Filter::Review, &[review.slug()]);
    Cell::new(counted_in(scope, rows, measure), &query).of(rows.count())
}

/// How many of the commitments in `rows` a measure without levels counts.
pub fn counted_in(scope: &ChartScope<'_>, rows: &Bitset, measure: Measure) -> usize {
    let Some(review) = measure.review() else {
        return rows.count();
    };
    let at = scope.catalogue.facet(Filter::Review).value(review.slug());
    at.map_or(0, |at| rows.count_with(&at.rows))
}

/// One series per level.
pub fn level_series(lang: Lang) -> Vec<Series> {
    Level::ALL
        .iter()
        .map(|level| Series {
            definition: Some(level_definition(lang, *level)),
            ..Series::new(level.in_language(lang), level_class(*level))
        })
        .collect()
}

fn cells(scope: &ChartScope<'_>, query: &Query, rows: &Bitset, request: ChartRequest) -> Vec<Cell> {
    match (request.measure.dimension(), request.layout) {
        (None, _) => vec![counted_cell(scope, query, rows, request.measure)],
        (Some(dimension), ChartLayout::Shares) => shares_cells(scope, query, rows, dimension),
        (Some(dimension), ChartLayout::Levels | ChartLayout::Heat) => {
            level_cells(&LevelCounts::of(scope.catalogue, rows, dimension), query)
        }
    }
}

/// One cell per level; high and low also carry their share of those assessed.
pub fn level_cells(counts: &LevelCounts, query: &Query) -> Vec<Cell> {
    Level::ALL
        .iter()
        .map(|level| {
            let query = at_levels(query, counts.dimension, |l| l == *level);
            let cell = Cell::new(counts.at(*level), &query);
            if level.is_assessed() && counts.assessed() > 0 {
                cell.of_assessed(counts.assessed())
            } else {
                cell
            }
        })
        .collect()
}

/// The level that a part stands for, if the chart is split by a rating.
fn level_of(split: Filter, slug: &str) -> Option<Level> {
    split.dimension().and_then(|_| slug.parse().ok())
}

/// How many commitments an item counts.
fn whole(item: &ChartItem, request: ChartRequest) -> usize {
    match shape(request) {
        Shape::Shares => item.cells.last().map_or(0, |cell| cell.count),
        _ => item.cells.iter().map(|cell| cell.count).sum(),
    }
}

fn sort(items: &mut [ChartItem], request: ChartRequest) {
    match request.order {
        // Parts already come in this order: A to Z. Years stay oldest first, whatever order is requested.
        Order::Name => {}
        Order::Most | Order::Share if request.split == Filter::Year => {}
        // Counts have no share.
        Order::Share if request.measure.dimension().is_none() => {}
        Order::Most => items.sort_by_key(|item| Reverse(whole(item, request))),
        Order::Share => items.sort_by(|a, b| {
            let key = |item: &ChartItem| {
                let high = &item.cells[0];
                let of = high.of_assessed.unwrap_or(0);
                // Small groups last: their shares say little.
                (
                    of < MIN_RELIABLE_GROUP,
                    Reverse(high.percent()),
                    Reverse(of),
                )
            };
            key(a).cmp(&key(b))
        }),
    }
}

/// The main finding: the total of all parts, and how they differ.
fn finding(
    items: &[ChartItem],
    request: ChartRequest,
    covered: &Bitset,
    scope: &ChartScope<'_>,
) -> String {
    let lang = scope.lang;
    let parts = counted(lang, request.split, items.len());
    if let Some(dimension) = request.measure.dimension() {
        let all = LevelCounts::of(scope.catalogue, covered, dimension).in_words(lang);
        // Members are not ranked.
        return match extremes(lang, items).filter(|_| request.split != Filter::Member) {
            Some(range) => format!("{all} {range}"),
            None => say::in_parts(lang, &all, &parts),
        };
    }
    let most = items.iter().map(|item| item.cells[0].count).max();
    let most = most.filter(|most| *most > 0);
    let leaders: Vec<&ChartItem> = items
        .iter()
        .filter(|item| Some(item.cells[0].count) == most)
        .collect();
    let most = match (leaders.as_slice(), most) {
        ([leader], Some(most)) if items.len() > 1 => {
            say::most(lang, &leader.label, &number(lang, most))
        }
        ([_, _, ..], Some(most)) => {
            say::most_of_several(lang, &number(lang, leaders.len()), &number(lang, most))
        }
        _ => String::new(),
    };
    let all = n_commitments(lang, covered.count());
    match (
        request.measure.review(),
        counted_in(scope, covered, request.measure),
    ) {
        (Some(_), 0) => say::none_overdue(lang).to_owned(),
        (Some(_), overdue) => say::overdue_of(lang, overdue, &all, &parts) + &most,
        (None, _) => say::counted_in_parts(lang, &all, &parts) + &most,
    }
}

/// The lowest and highest share among parts with enough ratings; `None` if there are none, or if all are
/// equal.
fn extremes(lang: Lang, items: &[ChartItem]) -> Option<String> {
    let mut well_founded: Vec<&ChartItem> = items
        .iter()
        .filter(|item| item.cells[0].of_assessed.is_some() && !item.cells[0].is_small())
        .collect();
    well_founded.sort_by_key(|item| item.cells[0].percent());
    let (lowest, highest) = (well_founded.first()?, well_founded.last()?);
    let [low, high] = [lowest, highest].map(|item| item.cells[0].percent().unwrap_or(0));
    let words = |share: usize| percent(lang, &share.to_string());
    (low < high).then(|| {
        say::high_range(
            lang,
            &words(low),
            &lowest.label,
            &words(high),
            &highest.label,
        )
    })
}

fn notes(
    scope: &ChartScope<'_>,
    request: ChartRequest,
    (all, covered): (&Bitset, &Bitset),
    items: &[ChartItem],
) -> Vec<String> {
    let lang = scope.lang;
    let mut notes: Vec<String> = Vec::new();
    let plain = ChartRequest::plain(request.name);
    if request.measure.dimension().is_none() {
        if request.name == ChartName::Explore && request.layout != plain.layout {
            notes.push(say::no_levels_note(lang).to_owned());
        }
        if request.order == Order::Share {
            notes.push(say::no_share_note(lang).to_owned());
        }
    }
    if request.measure.review().is_some() {
        notes.push(say::reviews_note(lang, MONTHS_TO_RESULTS));
        notes.push(say::reviews_silent_note(lang).to_owned());
    }
    if request.split.dimension().is_some()
        && request.split.dimension() == request.measure.dimension()
    {
        notes.push(say::same_rating_note(lang).to_owned());
    }
    if request.split == Filter::Area {
        notes.push(say::area_parts_note(lang).to_owned());
    }
    let subject = filter_in_words(lang, request.split).0;
    if request.split.has_many() {
        let all = n_commitments(lang, all.count());
        notes.push(say::several_parts_note(lang, subject, &all));
        if !scope.query.values(request.split).is_empty() {
            notes.push(say::each_part_note(lang, subject));
        }
    }
    let left_out = all.count() - covered.count();
    if left_out > 0 {
        notes.push(say::in_no_part(lang, left_out, subject));
    }
    if let Some(dimension) = request.measure.dimension() {
        notes.push(high_note(lang, dimension));
        notes.push(say::not_low(lang).to_owned());
    }
    if items.iter().any(|item| item.cells[0].is_small()) {
        notes.push(few_ratings(lang));
    }
    if request.split == Filter::Member && request.measure.dimension().is_some() {
        notes.push(say::no_ranking_note(lang).to_owned());
    }
    notes
}

/// The note that says which values of the IRM's scales count as high.
pub fn high_note(lang: Lang, dimension: Dimension) -> String {
    let mut names: Vec<String> = Vec::new();
    // Values published only as a level follow the same threshold, so they are not listed.
    let scales = Scheme::of(dimension).filter(|scheme| *scheme != Scheme::PublishedLevel);
    for value in scales.flat_map(Scheme::iter) {
        let name = scales::value(lang, value);
        if value.describe().level == Level::High && names.iter().all(|known| known != name) {
            names.push(name.to_owned());
        }
    }
    say::high_means(lang, &any_of(lang, &names))
}

/// The note under every chart that includes a small group.
pub fn few_ratings(lang: Lang) -> String {
    say::few_ratings(lang, &number(lang, MIN_RELIABLE_GROUP))
}
