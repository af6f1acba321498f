//! The share rated high, by plan year.

use std::collections::BTreeMap;

use super::{ChartScope, at_levels, empty_chart, midterm_note};
use crate::model::{Break, Cell, Chart, ChartItem, Group, Series, Shape};
use crate::{LevelCounts, MIN_RELIABLE_GROUP, with_sentence};
use catalogue::Bitset;
use domain::chart::ChartName;
use domain::query::Filter;
use domain::{Dimension, Lang, Level, Query};
use i18n::format::{number, percent};
use i18n::terms::high_means;
use i18n::{InLanguage, charts as words, charts_findings as say, midterm};

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
    let rows = scope.rows();
    let total = rows.count();
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
    let ends = groups
        .get(Dimension::Completion.index())
        .and_then(first_after);
    notes.extend(ends.map(|year| midterm::change_of_reviews(lang, year)));
    if dated < total {
        notes.push(say::without_year(lang, total - dated));
    }
    Chart {
        finding: with_sentence(finding(lang, &groups), midterm_note(scope, &rows)),
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
    let lang = scope.lang;
    let change = match dimension {
        Dimension::Completion => {
            let counts = years
                .iter()
                .map(|(_, rows)| LevelCounts::of(scope.catalogue, rows, dimension));
            reviews_change_after(&counts.collect::<Vec<_>>()).map(|after| Break {
                after,
                label: midterm::end_of_plan(lang),
            })
        }
        _ => new_scale_since(dimension)
            .and_then(|since| years.iter().position(|(year, _)| *year + 1 == since))
            .filter(|after| after + 1 < years.len())
            .map(|after| Break {
                after,
                label: words::new_scale(lang),
            }),
    };
    Group {
        change,
        ..Group::new(high_means(lang, dimension), items)
    }
}

/// The index of the last year before most ratings are from the end of plans, where those of earlier years are
/// mostly from mid-term; none where the kinds of review do not follow each other.
fn reviews_change_after(years: &[LevelCounts]) -> Option<usize> {
    let is_midterm = |counts: &LevelCounts| counts.midterm * 2 > counts.assessed();
    let rated = || {
        let all = years.iter().enumerate();
        all.filter(|(_, counts)| counts.assessed() > 0)
    };
    let last_midterm = rated().rfind(|(_, counts)| is_midterm(counts))?.0;
    let next = rated().find(|(year, _)| *year > last_midterm)?.0;
    let is_clear = rated().all(|(year, counts)| is_midterm(counts) == (year <= last_midterm));
    is_clear.then_some(next - 1)
}

/// The first year after the change.
fn first_after(group: &Group) -> Option<i32> {
    let item = group.items.get(group.change?.after + 1)?;
    item.label.parse().ok()
}

/// For each dimension, the first and the last year with enough assessed commitments, on the older scale and
/// on the newer one.
fn finding(lang: Lang, groups: &[Group]) -> String {
    let years = groups.first().map_or(0, |group| group.items.len());
    if years < 2 {
        return say::trend_needs_years(lang).to_owned();
    }
    let sentences = groups.iter().enumerate().map(|(place, group)| {
        let change = group.change.map_or(0, |change| change.after + 1);
        let (older, newer) = group.items.split_at(change);
        let is_completion = place == Dimension::Completion.index();
        let told = match (span(lang, older), span(lang, newer), first_after(group)) {
            (Some(older), Some(newer), Some(year)) if is_completion => {
                say::trend_reviews(lang, &older, year, &newer)
            }
            (Some(older), Some(newer), Some(year)) => say::trend_scales(lang, &older, year, &newer),
            (None, Some(newer), Some(year)) if !is_completion => {
                say::trend_new_scale(lang, year, &newer)
            }
            (Some(only), ..) | (None, Some(only), _) => only,
            (None, None, _) => return say::trend_too_few(lang, &group.heading),
        };
        say::trend_line(lang, &group.heading, &told)
    });
    format!("{}.", sentences.collect::<Vec<_>>().join(". "))
}

/// The first and the last of some years that have enough assessed commitments.
fn span(lang: Lang, items: &[ChartItem]) -> Option<String> {
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
    let mut enough = items
        .iter()
        .filter(|item| item.cells[1].count >= MIN_RELIABLE_GROUP);
    let first = enough.next()?;
    Some(match enough.next_back() {
        Some(last) => say::trend_span(lang, &share(first), &share(last)),
        None => share(first),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A year by how many ratings of completion are from mid-term, and how many from their end.
    fn year(midterm: usize, end: usize) -> LevelCounts {
        LevelCounts {
            dimension: Dimension::Completion,
            counts: [midterm + end, 0, 5, 0, 0, 0],
            midterm,
        }
    }

    #[test]
    fn the_kind_of_review_changes_where_the_ratings_say_so() {
        let after = |years: &[(usize, usize)]| {
            let years: Vec<_> = years.iter().map(|(mid, end)| year(*mid, *end)).collect();
            reviews_change_after(&years)
        };
        assert_eq!(after(&[(9, 0), (9, 2), (0, 0), (0, 1)]), Some(2));
        assert_eq!(after(&[(9, 0), (1, 3)]), Some(0));
        for unclear in [
            &[(9, 0), (9, 1)][..],
            &[(0, 4), (0, 4)],
            &[(0, 4), (9, 0), (0, 4)],
            &[(0, 0)],
            &[],
        ] {
            assert_eq!(after(unclear), None, "{unclear:?}");
        }
    }

    #[test]
    fn each_scale_is_told_by_its_first_and_its_last_well_founded_year() {
        let item = |label: &str, high: usize, assessed: usize| ChartItem {
            label: label.to_owned(),
            key: String::new(),
            class: "",
            definition: None,
            cells: vec![
                Cell::new(high, &Query::default()).of_assessed(assessed),
                Cell::new(assessed, &Query::default()),
            ],
        };
        let years = vec![
            item("2018", 6, 12),
            item("2019", 10, 20),
            item("2020", 1, 3),
            item("2021", 5, 20),
        ];
        let group = Group {
            change: Some(Break {
                after: 1,
                label: "new scale",
            }),
            ..Group::new("Ambitious", years)
        };
        assert_eq!(
            finding(Lang::English, &[group]),
            "Ambitious: 50% (6 of 12) in plans of 2018, 50% (10 of 20) in plans of 2019; \
             on the new scale, used since 2020, 25% (5 of 20) in plans of 2021."
        );
    }
}
