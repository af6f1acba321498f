//! The list that a search asks for: "overdue in Nigeria", "completed commitments of Europe".

use catalogue::{Catalogue, TextIndex};
use domain::query::Filter;
use domain::search::{Asked, Search, Sense};
use domain::{Lens, Level, Query, Review};

/// Members that a list is narrowed to at most.
const MAX_MEMBERS: usize = 8;

/// A list that a search asks for.
#[derive(Debug, Clone)]
pub struct Shortcut {
    /// What it shows.
    pub query: Query,
    /// How many commitments are in it, where that is known without searching long texts.
    pub total: Option<usize>,
}

/// The list of commitments that a search asks for; none where it asks for no state.
pub(super) fn list_asked_for(index: &TextIndex, search: &Search) -> Option<Query> {
    if search.asked.is_empty() {
        return None;
    }
    let mut query = Query::default();
    for asked in &search.asked {
        let (filter, value) = match asked {
            Asked::Overdue => (Filter::Review, Review::Overdue.slug()),
            Asked::Completed => (Filter::Completion, Level::High.slug()),
            Asked::Ambitious => (Filter::Ambition, Level::High.slug()),
            Asked::Digital => (Filter::Lens, Lens::Digital.slug()),
        };
        query = query.with(filter, value);
    }
    for member in index.members_named(search).iter().take(MAX_MEMBERS) {
        query = query.with(Filter::Member, member);
    }
    for region in index.regions_found(search) {
        query = query.with(Filter::Region, region.slug());
    }
    for group in search.groups.iter().filter(|g| g.sense == Sense::Years) {
        for year in group.typed.split(' ') {
            query = query.with(Filter::Year, year);
        }
    }
    // Where the words of the state are all that was typed, they are no subject.
    let is_all = search
        .groups
        .iter()
        .all(|group| group.sense == Sense::Words);
    let subject: Vec<&str> = search.subject().map(|group| group.typed.as_str()).collect();
    if !is_all && !subject.is_empty() {
        query = query.searching(&subject.join(" "));
    }
    Some(query)
}

impl Shortcut {
    /// The list, counted from memory.
    pub(super) fn counted(catalogue: &Catalogue, query: Query) -> Self {
        let is_known = query.search().is_none();
        let total = is_known.then(|| catalogue.select(&query, None).rows.count());
        Self { query, total }
    }
}
