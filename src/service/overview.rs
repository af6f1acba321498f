//! Answering with the overview: how many promises, how they were rated, what is worth copying, what is
//! overdue; and with all members in figures.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::App;
use super::browse::{NEWEST, area_counts, featured, first_rows, lens_alone, levels_of};
use super::views::{Featured, HomeView, MemberSummary, OverduePlan};
use catalogue::{Catalogue, Row, Selection};
use charts::LevelCounts;
use domain::query::{Filter, Query};
use domain::review::is_midterm;
use domain::{Dimension, Lens, Level, Member, Review};

/// Commitments shown as worth copying.
const WORTH_COPYING: usize = 3;
/// Plans shown as overdue.
const OVERDUE: usize = 5;

impl App {
    /// The overview.
    pub fn home(&self, query: &Query) -> HomeView {
        let catalogue = self.snapshot();
        let (lens, all) = lens_alone(query).through_lens();
        let selection = catalogue.select(&all, None);
        let years = catalogue.count_facet(Filter::Year, &all, &selection);
        let years = years.values.iter().filter(|v| v.count > 0);
        let years: Vec<i32> = years.filter_map(|v| v.slug.parse().ok()).collect();
        let featured = featured(&catalogue, None);
        HomeView {
            total: selection.rows.count(),
            worth_copying: worth_copying(&catalogue, &all),
            overdue: overdue_plans(&catalogue, &all),
            levels: levels_of(&catalogue, &all),
            newest: newest(&catalogue, &all, &featured),
            featured,
            areas: area_counts(&catalogue, &all)
                .into_iter()
                .filter(|(area, count)| area.parent.is_none() && *count > 0)
                .collect(),
            regions: catalogue.count_facet(Filter::Region, &all, &selection),
            members: members_in(&catalogue, &all, &selection),
            years: years.iter().min().copied().zip(years.iter().max().copied()),
            lens,
            query: all,
            catalogue,
        }
    }
}

impl App {
    /// Every member with a commitment, by name.
    pub fn members(&self) -> (Arc<Catalogue>, Vec<MemberSummary>) {
        self.members_through(Lens::All)
    }

    /// The same, each with those of its commitments that a lens shows.
    pub fn members_through(&self, lens: Lens) -> (Arc<Catalogue>, Vec<MemberSummary>) {
        let catalogue = self.snapshot();
        let summaries = catalogue
            .members()
            .iter()
            .map(|(slug, member)| summary_through(&catalogue, slug, member, lens))
            .collect();
        (catalogue, summaries)
    }
}

/// A member with all of its commitments in figures.
pub(super) fn member_summary(
    catalogue: &Catalogue,
    slug: &str,
    member: &Arc<Member>,
) -> MemberSummary {
    summary_through(catalogue, slug, member, Lens::All)
}

fn summary_through(
    catalogue: &Catalogue,
    slug: &str,
    member: &Arc<Member>,
    lens: Lens,
) -> MemberSummary {
    let all = Query::default().with(Filter::Member, slug);
    let selection = catalogue.select(&all, None);
    let newest = catalogue.ordered(&all, &selection).next();
    let newest = newest.and_then(|row| row.commitment.plan.start_year);
    let shown = match lens {
        Lens::All => selection.rows,
        _ => catalogue.select(&all.only_through(lens), None).rows,
    };
    let dimensions = Dimension::ALL.iter();
    MemberSummary {
        slug: slug.into(),
        member: member.clone(),
        total: shown.count(),
        levels: dimensions
            .map(|d| LevelCounts::of(catalogue, &shown, *d))
            .collect(),
        newest,
    }
}

/// How many members have a commitment in a view.
fn members_in(catalogue: &Catalogue, query: &Query, selection: &Selection) -> usize {
    let members = catalogue.count_facet(Filter::Member, query, selection);
    members.values.iter().filter(|m| m.count > 0).count()
}

/// The newest commitments of a view, but for those that the page features already.
fn newest(catalogue: &Catalogue, query: &Query, known: &[(Featured, Option<Row>)]) -> Vec<Row> {
    let is_known = |row: &Row| {
        let mut known = known.iter().filter_map(|(_, known)| known.as_ref());
        known.any(|known| known.id == row.id)
    };
    let mut rows = first_rows(catalogue, query, NEWEST + known.len());
    rows.retain(|row| !is_known(row));
    rows.truncate(NEWEST);
    rows
}

/// The commitments of a view that are rated high in every dimension.
pub fn all_high(query: &Query) -> Query {
    let dimensions = Dimension::ALL.iter();
    dimensions.fold(query.clone(), |query, dimension| {
        query.with(Filter::of(*dimension), Level::High.slug())
    })
}

/// Commitments that were ambitious and completed and had strong results, each of another member: those
/// completed at the end of their plan first, then those of which only the mid-term review is known; the newest
/// of either first.
fn worth_copying(catalogue: &Catalogue, query: &Query) -> Vec<Row> {
    let mut rows = first_rows(catalogue, &all_high(query), usize::MAX);
    rows.sort_by_key(|row| is_midterm(&row.commitment));
    let mut members = HashSet::new();
    rows.retain(|row| members.insert(row.commitment.member.slug()));
    rows.truncate(WORTH_COPYING);
    rows
}

/// The plans of a view whose review is overdue, the longest first, and how many there are.
pub(super) fn overdue_plans(catalogue: &Catalogue, query: &Query) -> (Vec<OverduePlan>, usize) {
    let overdue = query.with(Filter::Review, Review::Overdue.slug());
    let mut plans: Vec<OverduePlan> = Vec::new();
    let mut at: HashMap<(String, Option<i32>), usize> = HashMap::new();
    for row in first_rows(catalogue, &overdue, usize::MAX) {
        let c = &row.commitment;
        let next = plans.len();
        let index = *at
            .entry((c.member.slug(), c.plan.start_year))
            .or_insert(next);
        if index == next {
            plans.push(OverduePlan {
                row,
                commitments: 0,
            });
        }
        plans[index].commitments += 1;
    }
    plans.sort_by_key(|p| (p.row.commitment.plan.end_year, Reverse(p.commitments)));
    let total = plans.len();
    plans.truncate(OVERDUE);
    (plans, total)
}
