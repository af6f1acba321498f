//! Building a catalogue from the published record.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;

use super::bitset::Bitset;
use super::facet::{Facet, FacetValue};
use super::order::Orders;
use super::related::TitleWords;
use super::{Catalogue, ContextItems, Row};
use domain::AreaTree;
use domain::query::Filter;
use domain::record::Published;
use domain::{
    ChallengeArea, Commitment, Dimension, Finding, Lens, Level, Member, MemberKind, OgpValue,
    Region, Review, Scheme, review, text,
};

impl Catalogue {
    /// The catalogue of a published record.
    ///
    /// `today` decides which reviews are overdue.
    pub fn build(published: Published, today: NaiveDate) -> Self {
        let rows: Vec<Row> = published
            .commitments
            .into_iter()
            .map(|(id, commitment)| Row {
                id,
                commitment: Arc::new(commitment),
            })
            .collect();
        let areas = AreaTree::new(published.areas);
        let members = members_of(&rows);
        let facets = Filter::ALL
            .iter()
            .map(|filter| build_facet(*filter, &rows, &areas, &members, today))
            .collect();
        let numbered = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
        Self {
            version: published.version,
            today,
            context: ContextItems::new(published.context),
            orders: Orders::of(&rows),
            title_words: TitleWords::of(&rows),
            row_of_id: rows
                .iter()
                .enumerate()
                .map(|(i, r)| (r.id, numbered(i)))
                .collect(),
            row_of_code: rows
                .iter()
                .enumerate()
                .map(|(i, r)| (r.commitment.code.clone(), numbered(i)))
                .collect(),
            rows,
            areas,
            members,
            facets,
        }
    }
}

/// Members by name, each once.
fn members_of(rows: &[Row]) -> Vec<(Arc<str>, Arc<Member>)> {
    let mut by_name: BTreeMap<String, Arc<Member>> = BTreeMap::new();
    for row in rows {
        let member = &row.commitment.member;
        by_name
            .entry(text::fold(&member.name))
            .or_insert_with(|| member.clone());
    }
    by_name
        .into_values()
        .map(|member| (member.slug().into(), member))
        .collect()
}

/// The values of a filter in display order, as (slug, label, depth).
type Values = Vec<(Arc<str>, String, usize)>;

fn build_facet(
    filter: Filter,
    rows: &[Row],
    areas: &AreaTree,
    members: &[(Arc<str>, Arc<Member>)],
    today: NaiveDate,
) -> Facet {
    let values = values_of(filter, rows, areas, members);
    let position: HashMap<Arc<str>, usize> = values
        .iter()
        .enumerate()
        .map(|(i, (slug, ..))| (slug.clone(), i))
        .collect();
    let mut sets = vec![Bitset::none(rows.len()); values.len()];
    // The member's slug is folded from its name: once for each member, not for each commitment.
    let slug_of: HashMap<&str, &str> = members
        .iter()
        .map(|(slug, member)| (member.name.as_str(), &**slug))
        .collect();
    for (number, row) in rows.iter().enumerate() {
        for_each_slug(filter, &row.commitment, (areas, &slug_of, today), |slug| {
            if let Some(&index) = position.get(slug) {
                sets[index].insert(number);
            }
        });
    }
    let values = values
        .into_iter()
        .zip(sets)
        .map(|((slug, label, depth), rows)| FacetValue {
            slug,
            label,
            depth,
            rows,
        })
        .collect();
    Facet::new(filter, values)
}

fn values_of(
    filter: Filter,
    rows: &[Row],
    areas: &AreaTree,
    members: &[(Arc<str>, Arc<Member>)],
) -> Values {
    let word = |slug: &'static str, label: &'static str| (slug.into(), label.to_owned(), 0);
    match filter {
        Filter::Member => members
            .iter()
            .map(|(slug, member)| (slug.clone(), member.name.clone(), 0))
            .collect(),
        Filter::Area => areas
            .iter()
            .map(|a| (a.slug.clone(), a.name.clone(), areas.depth(a)))
            .collect(),
        Filter::Year => {
            let years: BTreeSet<i32> = rows
                .iter()
                .filter_map(|r| r.commitment.plan.start_year)
                .collect();
            let label = |year: i32| (year.to_string().into(), year.to_string(), 0);
            years.into_iter().rev().map(label).collect()
        }
        Filter::Lens => Lens::ALL
            .iter()
            .map(|w| word(w.slug(), w.label()))
            .collect(),
        Filter::Review => Review::ALL
            .iter()
            .map(|w| word(w.slug(), w.label()))
            .collect(),
        Filter::Region => Region::ALL
            .iter()
            .map(|w| word(w.slug(), w.label()))
            .collect(),
        Filter::Kind => MemberKind::ALL
            .iter()
            .map(|w| word(w.slug(), w.label()))
            .collect(),
        Filter::Ambition | Filter::Completion | Filter::Results => Level::ALL
            .iter()
            .map(|w| word(w.slug(), w.label()))
            .collect(),
        Filter::Value => OgpValue::ALL
            .iter()
            .map(|w| word(w.slug(), w.label()))
            .collect(),
        Filter::Challenge => ChallengeArea::ALL
            .iter()
            .map(|w| word(w.slug(), w.label()))
            .collect(),
        Filter::AmbitionValue | Filter::CompletionValue | Filter::ResultsValue => filter
            .dimension_on_scale()
            .into_iter()
            .flat_map(Scheme::of)
            .flat_map(Scheme::iter)
            .map(|value| {
                let scheme = value.scheme().label().to_lowercase();
                (
                    value.slug().into(),
                    format!("{} ({scheme})", value.label()),
                    0,
                )
            })
            .collect(),
    }
}

/// Calls `each` with every value of the filter that a commitment has.
fn for_each_slug(
    filter: Filter,
    commitment: &Commitment,
    (areas, slug_of, today): (&AreaTree, &HashMap<&str, &str>, NaiveDate),
    mut each: impl FnMut(&str),
) {
    let level = |dimension: Dimension| commitment.level(dimension).slug();
    match filter {
        Filter::Member => {
            if let Some(slug) = slug_of.get(commitment.member.name.as_str()) {
                each(slug);
            }
        }
        Filter::Area => {
            for slug in &commitment.policy_areas {
                each(slug);
                // An area includes its children.
                if let Some(parent) = areas.find(slug).and_then(|a| a.parent.as_ref()) {
                    each(parent);
                }
            }
        }
        Filter::Year => {
            if let Some(year) = commitment.plan.start_year {
                each(&year.to_string());
            }
        }
        Filter::Lens => Lens::ALL
            .iter()
            .filter(|lens| lens.shows(&commitment.policy_areas, areas))
            .for_each(|lens| each(lens.slug())),
        Filter::Review => {
            if let Some(state) = review::review(commitment, today) {
                each(state.slug());
            }
        }
        Filter::Region => each(commitment.member.region.slug()),
        Filter::Kind => each(commitment.member.kind.slug()),
        Filter::Ambition => each(level(Dimension::Ambition)),
        Filter::Completion => each(level(Dimension::Completion)),
        Filter::Results => each(level(Dimension::EarlyResults)),
        Filter::Value => commitment
            .ogp_values
            .iter()
            .for_each(|value| each(value.slug())),
        Filter::Challenge => {
            if let Some(area) = commitment.challenge_area {
                each(area.slug());
            }
        }
        Filter::AmbitionValue | Filter::CompletionValue | Filter::ResultsValue => {
            let rating = filter
                .dimension_on_scale()
                .and_then(|dimension| commitment.ratings.of(dimension));
            if let Some(Finding::Rated(value)) = rating.map(|rating| rating.finding) {
                each(&value.slug());
            }
        }
    }
}
