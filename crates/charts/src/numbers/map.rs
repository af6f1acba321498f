//! The map: by country, the number of commitments, of overdue reviews, or the share rated high.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::trend::{shares_cells, shares_series};
use super::{ChartScope, empty_chart, restricted_to, split};
use crate::LevelCounts;
use crate::model::{Chart, ChartItem, Group, Shape};
use catalogue::Bitset;
use domain::chart::{ChartName, ChartRequest};
use domain::query::Filter;
use domain::review::MONTHS_TO_RESULTS;
use i18n::format::compare;
use i18n::layout::n_commitments;
use i18n::{InLanguage, Lang, charts_findings as say, names};

/// A country: its name, the slugs of its members, and their commitments.
struct CountryRows<'a> {
    name: &'a str,
    members: Vec<&'a str>,
    rows: Bitset,
}

pub fn chart(scope: &ChartScope<'_>, request: ChartRequest) -> Chart {
    let lang = scope.lang;
    let all = scope.rows();
    let countries = countries(scope, &all);
    let mut items: Vec<ChartItem> = countries
        .iter()
        .map(|(code, country)| {
            let query = restricted_to(&scope.query, Filter::Member, &country.members);
            let cells = match request.measure.dimension() {
                None => vec![split::counted_cell(
                    scope,
                    &query,
                    &country.rows,
                    request.measure,
                )],
                Some(dimension) => shares_cells(scope, &query, &country.rows, dimension),
            };
            ChartItem {
                label: names::country(lang, code, country.name),
                key: (*code).to_owned(),
                class: "",
                definition: None,
                cells,
            }
        })
        .collect();
    let count = |item: &ChartItem| std::cmp::Reverse(item.cells.last().map_or(0, |c| c.count));
    items.sort_by(|a, b| {
        count(a)
            .cmp(&count(b))
            .then_with(|| by_name(lang, &a.label, &b.label))
    });
    let (title, finding) = match request.measure.dimension() {
        None if request.measure.review().is_some() => {
            let overdue = split::counted_in(scope, &all, request.measure);
            let countries = say::countries_counted(lang, items.len());
            let commitments = n_commitments(lang, all.count());
            let finding = match overdue {
                0 => say::none_overdue(lang).to_owned(),
                _ => say::overdue_of(lang, overdue, &commitments, &countries),
            };
            (say::overdue_by_country(lang).to_owned(), finding)
        }
        None => {
            let commitments = n_commitments(lang, all.count());
            (
                say::by_country(lang).to_owned(),
                say::from_countries(lang, items.len(), &commitments),
            )
        }
        Some(dimension) => (
            say::rating_by_country(lang, dimension.in_language(lang)),
            LevelCounts::of(scope.catalogue, &all, dimension).in_words(lang),
        ),
    };
    let mut notes = vec![
        say::country_note(lang).to_owned(),
        say::borders_note(lang).to_owned(),
    ];
    if request.measure.review().is_some() {
        notes.push(say::reviews_note(lang, MONTHS_TO_RESULTS));
        notes.push(say::reviews_silent_note(lang).to_owned());
    }
    if let Some(dimension) = request.measure.dimension() {
        notes.push(split::high_note(lang, dimension));
    }
    if items.iter().any(|item| item.cells[0].is_small()) {
        notes.push(split::few_ratings(lang));
    }
    Chart {
        title,
        finding,
        notes,
        item_heading: say::country(lang),
        series: match request.measure.dimension() {
            None => split::counted_series(lang, request.measure),
            Some(_) => shares_series(lang),
        },
        groups: vec![Group::new("", items)],
        ..empty_chart(lang, ChartName::Map, Shape::Map, all.count())
    }
}

/// Compares names by the rules of the language; in English byte by byte, so that published charts keep
/// their order.
fn by_name(lang: Lang, a: &str, b: &str) -> Ordering {
    match lang {
        Lang::English => a.cmp(b),
        _ => compare(lang, a, b),
    }
}

/// Countries with at least one selected commitment, by ISO 3166 three-letter code.
fn countries<'a>(scope: &'a ChartScope<'_>, all: &Bitset) -> BTreeMap<&'a str, CountryRows<'a>> {
    let facet = scope.catalogue.facet(Filter::Member);
    let mut countries: BTreeMap<&str, CountryRows<'_>> = BTreeMap::new();
    for (slug, member) in scope.catalogue.members() {
        let Some(value) = facet.value(slug) else {
            continue;
        };
        if all.count_with(&value.rows) == 0 {
            continue;
        }
        let mut rows = all.clone();
        rows.intersect(&value.rows);
        countries
            .entry(&member.country_iso3)
            .or_insert_with(|| CountryRows {
                name: &member.country,
                members: Vec::new(),
                rows: Bitset::default(),
            })
            .add(slug, &rows);
    }
    countries
}

impl<'a> CountryRows<'a> {
    fn add(&mut self, member: &'a str, rows: &Bitset) {
        self.members.push(member);
        self.rows.unite(rows);
    }
}
