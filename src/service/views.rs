//! What visitors are shown, as data: one type for each kind of page.

use std::sync::Arc;

use catalogue::{Catalogue, FacetCounts, Related, Row, Selection};
use charts::LevelCounts;
use domain::context::ContextItem;
use domain::query::{Filter, Query};
use domain::record::Texts;
use domain::text::Piece;
use domain::{Lens, Member, PolicyArea};
use store::History;

use super::changes::Change;
use super::shortcut::Shortcut;

/// A commitment in a list, with where a search was found in it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The commitment.
    pub row: Row,
    /// Its title, hits marked; without a search, nothing.
    pub title: Option<Vec<Piece>>,
    /// An extract of its texts around the first hit.
    pub extract: Option<Vec<Piece>>,
    /// Why it is shown here, in words.
    pub note: Option<String>,
}

impl From<Row> for Listed {
    fn from(row: Row) -> Self {
        Self {
            row,
            title: None,
            extract: None,
            note: None,
        }
    }
}

/// A commitment that OGP itself highlights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Featured {
    /// The record's item.
    pub item: Arc<ContextItem>,
    /// Who made it, where the record has the member.
    pub member: Option<Arc<Member>>,
}

/// What a view is narrowed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Narrowing {
    /// A search.
    Search,
    /// A commitment on a shortlist.
    Code,
    /// The first plan year.
    YearFrom,
    /// The last plan year.
    YearTo,
    /// A value of a filter.
    Filter(Filter),
}

/// What a view is narrowed to, and the view without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActiveFilter {
    /// What it is.
    pub by: Narrowing,
    /// The value as the address has it.
    pub value: String,
    /// The same view without it.
    pub without: Query,
}

/// A way out of an empty view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loosening {
    /// The filter that is left out.
    pub filter: ActiveFilter,
    /// What the view then shows.
    pub count: usize,
}

/// A search that somebody may have meant who has found nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// The same view with that search.
    pub query: Query,
    /// What the view then shows.
    pub count: usize,
}

/// What a search looks for where nothing has what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Understood {
    /// A word very near to a mistyped one.
    Instead(String),
    /// Only terms that are related to what was typed.
    RelatedOnly,
    /// Most of what was typed, since nothing has all of it.
    MostWords,
}

/// One page of a list, with everything around it.
#[derive(Debug, Clone)]
pub struct ListView {
    /// The snapshot it was computed from.
    pub catalogue: Arc<Catalogue>,
    /// The query, in canonical form.
    pub query: Query,
    /// The same view in an address that keeps showing it.
    pub permanent: Query,
    /// The commitments on this page.
    pub items: Vec<Listed>,
    /// How many the query selects in all.
    pub total: usize,
    /// How many pages there are, at least 1.
    pub pages: usize,
    /// Every commitment that the query selects.
    pub selection: Selection,
    /// What is chosen.
    pub active: Vec<ActiveFilter>,
    /// Where its search found something else than what was typed.
    pub understood: Option<Understood>,
    /// For an empty list: searches that may be meant.
    pub alternatives: Vec<Alternative>,
    /// For an empty list: what to leave out.
    pub loosenings: Vec<Loosening>,
}

impl ListView {
    /// Counts for every filter, each without its own choice.
    pub fn facets(&self) -> Vec<FacetCounts> {
        self.catalogue.count_facets(&self.query, &self.selection)
    }
}

/// A plan whose results should have been reviewed by the usual timetable.
#[derive(Debug, Clone)]
pub struct OverduePlan {
    /// One of the commitments concerned, for its member and plan.
    pub row: Row,
    /// How many commitments are concerned.
    pub commitments: usize,
}

/// The overview.
#[derive(Debug, Clone)]
pub struct HomeView {
    /// The snapshot it was computed from.
    pub catalogue: Arc<Catalogue>,
    /// What is counted.
    pub lens: Lens,
    /// The lens as a query.
    pub query: Query,
    /// How many commitments the lens shows.
    pub total: usize,
    /// Levels of these commitments, for each dimension.
    pub levels: Vec<LevelCounts>,
    /// Some that were ambitious and completed and had strong results, of different members.
    pub worth_copying: Vec<Row>,
    /// Plans whose review is overdue, the longest first, and how many there are in all.
    pub overdue: (Vec<OverduePlan>, usize),
    /// The newest plans' commitments.
    pub newest: Vec<Row>,
    /// What OGP points out, with the commitment where the record has it.
    pub featured: Vec<(Featured, Option<Row>)>,
    /// Topics with their counts.
    pub areas: Vec<(PolicyArea, usize)>,
    /// Counts by region.
    pub regions: FacetCounts,
    /// Members with a commitment.
    pub members: usize,
    /// First and last plan year.
    pub years: Option<(i32, i32)>,
}

/// What is recorded of a commitment.
#[derive(Debug, Clone)]
pub struct CommitmentRecord {
    /// The snapshot it was computed from.
    pub catalogue: Arc<Catalogue>,
    /// The commitment.
    pub row: Row,
    /// Its long texts.
    pub texts: Texts,
    /// Every published rating and change.
    pub history: History,
}

/// A commitment with all that its page shows.
#[derive(Debug, Clone)]
pub struct CommitmentView {
    /// The snapshot it was computed from.
    pub catalogue: Arc<Catalogue>,
    /// What an address of this page names so that it keeps showing it as it is.
    pub permanent: Query,
    /// The commitment.
    pub row: Row,
    /// Its long texts.
    pub texts: Texts,
    /// Every published rating and change.
    pub history: History,
    /// What the newest changes changed about it, the newest first.
    pub timeline: Vec<Arc<Change>>,
    /// Others of the same member, newest first.
    pub same_member: Vec<Row>,
    /// Those of other members that are most like it, the closest first.
    pub related: Vec<Related>,
}

/// What a member has promised, in figures.
#[derive(Debug, Clone)]
pub struct MemberSummary {
    /// Its name in addresses.
    pub slug: Arc<str>,
    /// The member.
    pub member: Arc<Member>,
    /// Commitments in the record.
    pub total: usize,
    /// Levels, for each dimension.
    pub levels: Vec<LevelCounts>,
    /// The newest plan year.
    pub newest: Option<i32>,
}

/// A member's page.
#[derive(Debug, Clone)]
pub struct MemberView {
    /// The snapshot it was computed from.
    pub catalogue: Arc<Catalogue>,
    /// The member in figures.
    pub summary: MemberSummary,
    /// What is counted, and its commitments through that lens as a query.
    pub lens: Lens,
    pub query: Query,
    /// Its commitments that the lens shows, newest plan first.
    pub rows: Vec<Row>,
    /// All of them.
    pub all_rows: Vec<Row>,
    /// Levels of those that the lens shows, and of those of all members of its kind and region.
    pub levels: Vec<LevelCounts>,
    pub levels_of_like: Vec<LevelCounts>,
    /// How many plans have an overdue review.
    pub overdue: usize,
    /// Its policy areas with their counts, most first.
    pub areas: Vec<(PolicyArea, usize)>,
}

/// What is found of everything that the site has.
#[derive(Debug, Clone)]
pub struct SearchView {
    /// The snapshot it was computed from.
    pub catalogue: Arc<Catalogue>,
    /// Members whose names it is in.
    pub members: Vec<MemberSummary>,
    /// Policy areas whose names it is in, with the numbers of their commitments.
    pub areas: Vec<(PolicyArea, usize)>,
    /// Actions of the guide.
    pub actions: Vec<Arc<ContextItem>>,
    /// The list that is asked for.
    pub shortcut: Option<Shortcut>,
    /// Commitments, the first of them as items; none where nothing is searched for.
    pub list: Option<ListView>,
}

/// A policy area's page.
#[derive(Debug, Clone)]
pub struct AreaView {
    /// The snapshot it was computed from.
    pub catalogue: Arc<Catalogue>,
    /// The area.
    pub area: PolicyArea,
    /// What it is part of.
    pub parent: Option<PolicyArea>,
    /// Its parts with their counts.
    pub children: Vec<(PolicyArea, usize)>,
    /// Areas that often occur together with it, with how many commitments have both.
    pub related: Vec<(PolicyArea, usize)>,
    /// Commitments in the record.
    pub total: usize,
    /// Members with their counts, most first.
    pub members: Vec<(Arc<str>, Arc<str>, usize)>,
    /// The newest commitments.
    pub newest: Vec<Row>,
    /// What OGP points out in this area.
    pub featured: Vec<(Featured, Option<Row>)>,
}
