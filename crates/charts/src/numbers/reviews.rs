//! Results reviews that are due or overdue, by plan year.

use super::{ChartScope, FilterPart, empty_chart};
use crate::model::{Cell, Chart, ChartItem, Group, Series, Shape};
use catalogue::Bitset;
use domain::Review;
use domain::chart::ChartName;
use domain::query::Filter;
use domain::review::MONTHS_TO_RESULTS;
use i18n::format::number;
use i18n::{InLanguage, charts as words, charts_findings as say};

/// Review states that still await a report, longest wait first.
const AWAITING_REPORT: [Review; 2] = [Review::Overdue, Review::Due];

pub fn chart(scope: &ChartScope<'_>) -> Chart {
    let lang = scope.lang;
    let rows = scope.rows();
    let parts = scope.parts(Filter::Review);
    let part = |state: Review| parts.iter().find(|part| &*part.value.slug == state.slug());
    let count = |state: Review| part(state).map_or(0, |part| part.rows.count());
    let awaited: Vec<_> = AWAITING_REPORT
        .into_iter()
        .filter_map(|state| Some((state, part(state)?)))
        .filter(|(_, part)| part.rows.count() > 0)
        .collect();
    let groups = awaited
        .iter()
        .map(|(state, part)| Group::new(state.in_language(lang), years(scope, *state, part)))
        .collect();
    let mut notes = vec![
        say::reviews_note(lang, MONTHS_TO_RESULTS),
        say::reviews_silent_note(lang).to_owned(),
    ];
    let in_years = scope.catalogue.facet(Filter::Year).values.iter();
    let mut dated = Bitset::default();
    in_years.for_each(|year| dated.unite(&year.rows));
    let undated = awaited
        .iter()
        .map(|(_, part)| part.rows.count() - part.rows.count_with(&dated))
        .sum();
    if undated > 0 {
        notes.push(say::without_year(lang, undated));
    }
    let [overdue, due, published] = [Review::Overdue, Review::Due, Review::Published].map(count);
    let published = number(lang, published);
    let finding = match due {
        0 => say::reviews_none_due(lang, overdue, &published),
        due => say::reviews(lang, overdue, &number(lang, due), &published),
    };
    Chart {
        finding,
        item_heading: Filter::Year.in_language(lang),
        series: vec![Series::new(words::commitments(lang), "whole")],
        notes,
        groups,
        ..empty_chart(lang, ChartName::Reviews, Shape::Counts, rows.count())
    }
}

/// Every year from the first to the last with a review in this state, including years with none.
fn years(scope: &ChartScope<'_>, state: Review, part: &FilterPart<'_>) -> Vec<ChartItem> {
    let facet = scope.catalogue.facet(Filter::Year);
    let mut counts: Vec<(i32, usize)> = facet
        .values
        .iter()
        .filter_map(|year| Some((year.slug.parse().ok()?, part.rows.count_with(&year.rows))))
        .filter(|(_, count)| *count > 0)
        .collect();
    counts.sort_unstable();
    let (Some((first, _)), Some((last, _))) = (counts.first(), counts.last()) else {
        return Vec::new();
    };
    let query = scope.query.with_only(Filter::Review, state.slug());
    (*first..=*last)
        .map(|year| {
            let found = counts.iter().find(|(other, _)| *other == year);
            let query = query.with_only(Filter::Year, &year.to_string());
            ChartItem {
                label: year.to_string(),
                key: format!("{}-{year}", state.slug()),
                class: "",
                definition: None,
                cells: vec![Cell::new(found.map_or(0, |(_, count)| *count), &query)],
            }
        })
        .collect()
}
