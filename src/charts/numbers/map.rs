//! Countries: how much each promised, or how much of it was rated high.

use std::collections::BTreeMap;

use super::trend::{shares_cells, shares_series};
use super::{Scope, blank, commitments, held_to, split};
use crate::catalogue::Bitset;
use crate::charts::LevelCounts;
use crate::charts::model::{Cell, Chart, Group, Item, Series, Shape};
use crate::charts::request::{ChartName, ChartRequest};
use crate::domain::query::Filter;
use crate::domain::text::grouped;

/// A country: its name, its members' slugs, and their commitments.
struct Country<'a> {
    name: &'a str,
    members: Vec<&'a str>,
    rows: Bitset,
}

pub fn chart(scope: &Scope<'_>, request: ChartRequest) -> Chart {
    let all = scope.rows();
    let countries = countries(scope, &all);
    let mut items: Vec<Item> = countries
        .iter()
        .map(|(code, country)| {
            let query = held_to(&scope.query, Filter::Member, &country.members);
            let cells = match request.measure.dimension() {
                None => vec![Cell::new(country.rows.count(), &query)],
                Some(dimension) => shares_cells(scope, &query, &country.rows, dimension),
            };
            Item {
                label: country.name.to_owned(),
                key: (*code).to_owned(),
                class: "",
                definition: None,
                cells,
            }
        })
        .collect();
    let most = |item: &Item| std::cmp::Reverse(item.cells.last().map_or(0, |c| c.count));
    items.sort_by(|a, b| (most(a), &a.label).cmp(&(most(b), &b.label)));
    let (title, finding) = match request.measure.dimension() {
        None => (
            "Commitments by country".to_owned(),
            format!(
                "{} from {} countries.",
                commitments(all.count()),
                grouped(items.len())
            ),
        ),
        Some(dimension) => (
            format!("{} by country", dimension.label()),
            LevelCounts::of(scope.catalogue, &all, dimension).in_words(),
        ),
    };
    let mut notes = vec![
        "A country\u{2019}s number counts its national government and its local governments together.".to_owned(),
        "Shapes and borders are those of Natural Earth, simplified. They show where a member is, and say nothing about the status of any territory. Points mark states too small to be seen.".to_owned(),
    ];
    if items.iter().any(|item| item.cells[0].is_small()) {
        notes.push(split::few_ratings());
    }
    Chart {
        title,
        finding,
        notes,
        items_are: "Country",
        series: match request.measure.dimension() {
            None => vec![Series::new("Commitments", "whole")],
            Some(_) => shares_series(),
        },
        groups: vec![Group::new("", items)],
        ..blank(ChartName::Map, Shape::Map, all.count())
    }
}

/// Countries with a selected commitment, by their three letters.
fn countries<'a>(scope: &'a Scope<'_>, all: &Bitset) -> BTreeMap<&'a str, Country<'a>> {
    let facet = scope.catalogue.facet(Filter::Member);
    let mut countries: BTreeMap<&str, Country<'_>> = BTreeMap::new();
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
            .or_insert_with(|| Country {
                name: &member.country,
                members: Vec::new(),
                rows: Bitset::none(scope.catalogue.len()),
            })
            .add(slug, &rows);
    }
    countries
}

impl<'a> Country<'a> {
    fn add(&mut self, member: &'a str, rows: &Bitset) {
        self.members.push(member);
        self.rows.unite(rows);
    }
}
