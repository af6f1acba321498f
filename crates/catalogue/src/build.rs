//! Building a catalogue from the published record.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;

use super::bitset::Bitset;
use super::facet::{Facet, FacetValue};
use super::numbers::Numbers;
use super::order::Orders;
use super::rows::Rows;
use super::title_words::TitleWords;
use super::{Catalogue, ContextItems, Members, Row, next_id};
use domain::AreaTree;
use domain::query::Filter;
use domain::record::{DataVersion, Published};
use domain::review::PlansWithResults;
use domain::{
    ChallengeArea, Commitment, Dimension, Finding, Lens, Level, Member, MemberKind, OgpValue,
    Region, Review, Scheme, text,
};

impl Catalogue {
    /// The catalogue of a published record.
    ///
    /// `today` decides which reviews are overdue.
    pub fn build(published: Published, today: NaiveDate) -> Self {
        let last_changes = published.last_changes;
        let commitments = published.commitments.iter();
        let of_plans = {
            let plans = PlansWithResults::of(commitments.clone().map(|(_, c)| c));
            commitments.map(|(_, c)| plans.known(c)).collect::<Vec<_>>()
        };
        let rows = published.commitments.into_iter().zip(of_plans);
        let rows = rows.map(|((id, commitment), plan_results)| Row {
            id,
            last_change: last_changes.get(&id).copied(),
            plan_results,
            commitment: Arc::new(commitment),
        });
        let mut catalogue = Self::of_rows(
            published.version,
            today,
            rows.collect(),
            Arc::new(AreaTree::new(published.areas)),
            Arc::new(ContextItems::new(published.context)),
        );
        let commitments = catalogue.rows().map(|row| bytes_of(&row.commitment));
        catalogue.own_bytes += commitments.sum::<usize>();
        catalogue
    }

    /// The catalogue of rows without holes; the commitments themselves count as shared.
    pub(crate) fn of_rows(
        version: DataVersion,
        today: NaiveDate,
        rows: Rows,
        areas: Arc<AreaTree>,
        context: Arc<ContextItems>,
    ) -> Self {
        let members = members_of(&rows);
        let lookup = Lookup::new(&areas, &members, today);
        let facet = |filter: &Filter| build_facet(*filter, &rows, &members, &lookup);
        let (facets, (orders, numbers, title_words)) = both(
            || Filter::ALL.iter().map(facet).collect::<Vec<Facet>>(),
            || {
                let title_words = TitleWords::of(&rows, None);
                (Orders::of(&rows), Numbers::new(&rows), title_words)
            },
        );
        let own_bytes = rows.unshared_bytes(None)
            + orders.unshared_bytes(None)
            + title_words.unshared_bytes(None)
            + facets.iter().map(|f| f.unshared_bytes(None)).sum::<usize>();
        Self {
            id: next_id(),
            version,
            today,
            shown: Bitset::all(rows.len()),
            numbers,
            title_words,
            orders,
            context,
            members: Arc::new(members),
            facets,
            rows,
            areas,
            own_bytes,
        }
    }
}

/// Does two things at the same time, where there are two processors.
fn both<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    std::thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        match one.join() {
            Ok(one) => (one, other),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// About how much memory a commitment takes.
pub(crate) fn bytes_of(commitment: &Commitment) -> usize {
    let c = commitment;
    let texts = |list: &[String]| list.iter().map(|text| 24 + text.len()).sum::<usize>();
    size_of::<Commitment>()
        + c.title.len()
        + c.title_in.iter().flatten().map(String::len).sum::<usize>()
        + texts(&c.lead_institutions)
        + texts(&c.support_institutions)
        + 16 * c.policy_areas.len()
        + c.ogp_values.len()
        + c.reports.iter().map(|report| 48 + report.title.len()).sum::<usize>()
        + c.source_url.as_ref().map_or(0, String::len)
        // Ratings: their sources and reports.
        + 3 * 160
}

/// What a commitment's facet values depend on, apart from the commitment.
pub(crate) struct Lookup<'a> {
    areas: &'a AreaTree,
    today: NaiveDate,
    /// A member's slug is folded from its name: once for each member, not for each commitment.
    slugs: HashMap<&'a str, &'a str>,
}

impl<'a> Lookup<'a> {
    pub fn new(areas: &'a AreaTree, members: &'a Members, today: NaiveDate) -> Self {
        let slugs = members
            .iter()
            .map(|(slug, member)| (member.name.as_str(), &**slug));
        Self {
            areas,
            today,
            slugs: slugs.collect(),
        }
    }
}

/// Members by name, each once.
fn members_of(rows: &Rows) -> Members {
    let mut by_name: BTreeMap<(String, String), Arc<Member>> = BTreeMap::new();
    // Rows share their members: each is looked at once.
    let mut last: Option<&Arc<Member>> = None;
    for (_, row) in rows.iter() {
        let member = &row.commitment.member;
        if last.is_some_and(|last| Arc::ptr_eq(last, member)) {
            continue;
        }
        last = Some(member);
        by_name
            .entry((text::fold(&member.name), member.slug()))
            .or_insert_with(|| member.clone());
    }
    by_name
        .into_iter()
        .map(|((_, slug), member)| (slug.into(), member))
        .collect()
}

/// The values of a filter in display order, as (slug, label, depth).
pub(crate) type Values = Vec<(Arc<str>, Arc<str>, usize)>;

pub(crate) fn build_facet(
    filter: Filter,
    rows: &Rows,
    members: &Members,
    lookup: &Lookup<'_>,
) -> Facet {
    let years = || {
        rows.iter()
            .filter_map(|(_, r)| r.commitment.plan.start_year)
    };
    let values = match filter {
        Filter::Year => values_of_years(years().collect()),
        Filter::Member => values_of_members(members),
        filter => fixed_values(filter, lookup.areas),
    };
    let values = values.into_iter().map(|(slug, label, depth)| FacetValue {
        slug,
        label,
        depth,
        rows: Bitset::default(),
    });
    let mut facet = Facet::new(filter, values.collect());
    for (number, row) in rows.iter() {
        for_each_slug(filter, row, lookup, |slug| {
            if let Some(index) = facet.index_of(slug) {
                facet.rows_mut(index).insert(number);
            }
        });
    }
    facet
}

pub(crate) fn values_of_members(members: &Members) -> Values {
    let value =
        |(slug, member): &(Arc<str>, Arc<Member>)| (slug.clone(), member.name.as_str().into(), 0);
    members.iter().map(value).collect()
}

/// The newest first.
pub(crate) fn values_of_years(years: BTreeSet<i32>) -> Values {
    let value = |year: i32| {
        let text: Arc<str> = year.to_string().into();
        (text.clone(), text, 0)
    };
    years.into_iter().rev().map(value).collect()
}

/// The values of a filter whose values do not depend on commitments.
fn fixed_values(filter: Filter, areas: &AreaTree) -> Values {
    let word = |slug: &'static str, label: &'static str| (slug.into(), label.into(), 0);
    match filter {
        Filter::Member | Filter::Year => Vec::new(),
        Filter::Area => areas
            .iter()
            .map(|a| (a.slug.clone(), a.name.as_str().into(), areas.depth(a)))
            .collect(),
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
                    format!("{} ({scheme})", value.label()).into(),
                    0,
                )
            })
            .collect(),
    }
}

/// Calls `each` with every value of the filter that a row's commitment has.
pub(crate) fn for_each_slug(
    filter: Filter,
    row: &Row,
    lookup: &Lookup<'_>,
    mut each: impl FnMut(&str),
) {
    let commitment = &*row.commitment;
    let areas = lookup.areas;
    let level = |dimension: Dimension| commitment.level(dimension).slug();
    match filter {
        Filter::Member => match lookup.slugs.get(commitment.member.name.as_str()) {
            Some(slug) => each(slug),
            None => each(&commitment.member.slug()),
        },
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
            if let Some(state) = row.review(lookup.today) {
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
