//! From the catalogue to a chart's numbers: the one place where a chart is computed.
//!
//! Every number keeps the query that selects exactly the commitments it counts, so that a mark, a
//! table cell and a line of a file all lead to the same list.

mod compare;
mod levels;
mod map;
mod matrix;
mod progress;
mod reviews;
mod split;
mod tally;
mod trend;

use super::model::{Chart, Shape};
use super::{LevelCounts, in_language};
use catalogue::{Bitset, Catalogue, FacetValue};
use domain::chart::{ChartName, ChartRequest};
use domain::query::Filter;
use domain::{Dimension, Lang, Level, Query};
use i18n::{InLanguage, charts as say};

pub use compare::{Subjects, compare_with_all, difference};
use domain::chart::WrongSubjects;
pub use levels::of_counts as level_chart;
pub use tally::tally;

/// The commitments that a chart is about.
#[derive(Debug)]
pub struct ChartScope<'a> {
    pub lang: Lang,
    pub catalogue: &'a Catalogue,
    /// In canonical form.
    pub query: Query,
    /// The ids that the search found, best first; `None` where there is no search.
    pub found: Option<&'a [i64]>,
}

impl ChartScope<'_> {
    pub fn rows(&self) -> Bitset {
        self.rows_of(&self.query)
    }

    /// The commitments that another query with the same search selects.
    fn rows_of(&self, query: &Query) -> Bitset {
        self.catalogue.select(query, self.found).rows
    }

    /// The values of a filter that the query allows, with their commitments in it, in the order of
    /// the language; years in the order of time. Each value is counted by itself: a value's
    /// commitments meet all other filters, and this value.
    fn parts(&self, filter: Filter) -> Vec<FilterPart<'_>> {
        let base = self.rows_of(&self.query.without_filter(filter));
        let chosen = self.query.values(filter);
        let areas = self.catalogue.areas();
        let allowed = |value: &FacetValue| {
            let parent = || areas.find(&value.slug).and_then(|a| a.parent.as_deref());
            chosen.is_empty()
                || self.query.has(filter, &value.slug)
                || (filter == Filter::Area && parent().is_some_and(|p| self.query.has(filter, p)))
        };
        let facet = self.catalogue.facet(filter);
        let named = in_language(self.lang, facet).iter();
        let mut parts: Vec<_> = named
            .map(|named| (&facet.values[named.index], &named.name))
            .filter(|(value, _)| allowed(value))
            .map(|(value, name)| {
                let mut rows = base.clone();
                rows.intersect(&value.rows);
                let name = name.clone();
                FilterPart { value, name, rows }
            })
            .collect();
        if filter == Filter::Year {
            // Lists of filters have the newest first; time goes the other way.
            parts.sort_by(|a, b| a.value.slug.cmp(&b.value.slug));
        }
        parts
    }
}

/// A value of a filter, its name, and its commitments.
struct FilterPart<'a> {
    value: &'a FacetValue,
    name: String,
    rows: Bitset,
}

/// The query with a filter restricted to those of `wanted` that it allows.
fn restricted_to(query: &Query, filter: Filter, wanted: &[&str]) -> Query {
    let allowed = |slug: &&&str| query.values(filter).is_empty() || query.has(filter, slug);
    wanted
        .iter()
        .filter(allowed)
        .fold(query.without_filter(filter), |query, slug| {
            query.with(filter, slug)
        })
}

/// The query restricted to some levels of a dimension.
fn at_levels(query: &Query, dimension: Dimension, levels: impl Fn(Level) -> bool) -> Query {
    let slugs: Vec<&str> = Level::ALL
        .iter()
        .filter(|level| levels(**level))
        .map(|level| level.slug())
        .collect();
    restricted_to(query, Filter::of(dimension), &slugs)
}

/// The numbers of a chart. `Compare` needs subjects; see [`Subjects`].
pub fn compute(scope: &ChartScope<'_>, request: ChartRequest) -> Result<Chart, WrongSubjects> {
    let mut chart = match request.name {
        ChartName::Ambition => levels::chart(scope, Dimension::Ambition),
        ChartName::Completion => levels::chart(scope, Dimension::Completion),
        ChartName::Results => levels::chart(scope, Dimension::EarlyResults),
        ChartName::Progress => progress::chart(scope),
        ChartName::Trend => trend::chart(scope),
        ChartName::Reviews => reviews::chart(scope),
        ChartName::Members | ChartName::Areas | ChartName::Explore => split::chart(scope, request),
        ChartName::Matrix => matrix::chart(scope, request),
        ChartName::Map => map::chart(scope, request),
        ChartName::Compare => compare::chart(scope, &Subjects::of(scope)?),
    };
    chart.request = request;
    if chart.total == 0 {
        say::nothing(scope.lang).clone_into(&mut chart.finding);
        chart.notes.clear();
    }
    Ok(chart)
}

/// How many ratings of completion in `rows` were given at mid-term; none where none were.
fn midterm_note(scope: &ChartScope<'_>, rows: &Bitset) -> Option<String> {
    LevelCounts::of(scope.catalogue, rows, Dimension::Completion).midterm_in_words(scope.lang)
}

fn empty_chart(lang: Lang, name: ChartName, shape: Shape, total: usize) -> Chart {
    Chart {
        request: ChartRequest::plain(name),
        lang,
        id: format!("chart-{}", name.slug()),
        shape,
        title: name.in_language(lang).to_owned(),
        finding: String::new(),
        notes: Vec::new(),
        item_heading: say::level(lang),
        series_heading: None,
        series: Vec::new(),
        groups: Vec::new(),
        total,
    }
}
