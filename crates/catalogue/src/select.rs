//! Answering a query: which rows, how many of each facet value, which page.

use super::bitset::Bitset;
use super::facet::{FacetCounts, FacetValueCount};
use super::order::Ordered;
use super::{Catalogue, Row};
use domain::Scheme;
use domain::query::{Filter, PAGE_SIZE, Query};
use domain::rating::{Dimension, Level};

/// The rows that a query selects.
#[derive(Debug, Clone)]
pub struct Selection {
    pub rows: Bitset,
    /// For each filter with chosen values, the rows that meet all the *other* filters: what its facet
    /// counts, since a facet ignores its own filter.
    without_own: Vec<Option<Bitset>>,
    /// The rows that the search found, best first.
    ranked: Option<Vec<u32>>,
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct Page<'a> {
    pub rows: Vec<&'a Row>,
    /// How many the query selects on all pages.
    pub total: usize,
    /// Counted from 0.
    pub number: usize,
    /// At least 1.
    pub pages: usize,
}

impl Catalogue {
    /// The query with other names of policy areas replaced by the area's own.
    pub fn canonical(&self, query: &Query) -> Query {
        let mut canonical = query.clone();
        for slug in query.values(Filter::Area) {
            if let Some(area) = self.areas().find(slug).filter(|area| *area.slug != **slug) {
                canonical = canonical
                    .without(Filter::Area, slug)
                    .with(Filter::Area, &area.slug)
                    .at_page(query.page());
            }
        }
        canonical
    }

    /// Applies a query. `found` are the ids of the commitments that the search found, best first;
    /// `None` where the query has no search.
    pub fn select(&self, query: &Query, found: Option<&[i64]>) -> Selection {
        let ranked: Option<Vec<u32>> =
            found.map(|ids| ids.iter().filter_map(|id| self.numbers.of(*id)).collect());
        let mut base: Bitset = match &ranked {
            None => self.shown.clone(),
            Some(rows) => rows.iter().map(|row| *row as usize).collect(),
        };
        if !query.codes().is_empty() {
            let listed = query.codes().iter();
            base.intersect(&listed.filter_map(|code| self.number_of(code)).collect());
        }
        if !query.years().is_empty() {
            let facet = self.facet(Filter::Year);
            let meant = facet.values.iter().map(|value| value.slug.to_string());
            let is_meant = |year: &String| year.parse().is_ok_and(|year| query.years().has(year));
            base.intersect(&facet.rows_of(&meant.filter(is_meant).collect::<Vec<_>>()));
        }
        let chosen: Vec<Option<Bitset>> = Filter::ALL
            .iter()
            .map(|filter| {
                let values = query.values(*filter);
                (!values.is_empty()).then(|| self.facet(*filter).rows_of(values))
            })
            .collect();
        let all_but = |left_out: Option<usize>| {
            let mut rows = base.clone();
            for (index, set) in chosen.iter().enumerate() {
                if let (Some(set), true) = (set, Some(index) != left_out) {
                    rows.intersect(set);
                }
            }
            rows
        };
        let without_own = chosen
            .iter()
            .enumerate()
            .map(|(index, set)| set.as_ref().map(|_| all_but(Some(index))))
            .collect();
        Selection {
            rows: all_but(None),
            without_own,
            ranked,
        }
    }

    /// For each value of a filter, how many commitments there would be if it were chosen.
    pub fn count_facet(&self, filter: Filter, query: &Query, selection: &Selection) -> FacetCounts {
        let base = selection.without_own[filter.index()]
            .as_ref()
            .unwrap_or(&selection.rows);
        let values = self
            .facet(filter)
            .values
            .iter()
            .map(|value| FacetValueCount {
                slug: value.slug.clone(),
                label: value.label.clone(),
                depth: value.depth,
                count: base.count_with(&value.rows),
                selected: query.has(filter, &value.slug),
            })
            .collect();
        FacetCounts { filter, values }
    }

    pub fn count_facets(&self, query: &Query, selection: &Selection) -> Vec<FacetCounts> {
        Filter::ALL
            .iter()
            .map(|filter| self.count_facet(*filter, query, selection))
            .collect()
    }

    pub fn ordered<'a>(
        &'a self,
        query: &Query,
        selection: &'a Selection,
    ) -> impl Iterator<Item = &'a Row> {
        let order = match (query.sort(), &selection.ranked) {
            (domain::Sort::Relevance, Some(ranked)) => Ordered::ranked(ranked),
            (sort, _) => self.orders.get(sort, &self.rows),
        };
        order
            .into_rows()
            .map(|&row| row as usize)
            .filter(|&row| selection.rows.contains(row))
            .filter_map(|row| self.rows.get(row))
    }

    /// The page that the query asks for. A page beyond the last one is empty.
    pub fn page<'a>(&'a self, query: &Query, selection: &'a Selection) -> Page<'a> {
        self.page_of(query, selection, PAGE_SIZE)
    }

    /// The same with `size` commitments on a page.
    pub fn page_of<'a>(&'a self, query: &Query, selection: &'a Selection, size: usize) -> Page<'a> {
        let total = selection.rows.count();
        let start = query.page().saturating_mul(size);
        Page {
            rows: self
                .ordered(query, selection)
                .skip(start)
                .take(size)
                .collect(),
            total,
            number: query.page(),
            pages: total.div_ceil(size.max(1)).max(1),
        }
    }

    /// How many of `rows` are at each level of a dimension, in the order of [`Level::ALL`].
    pub fn count_levels(&self, rows: &Bitset, dimension: Dimension) -> [usize; Level::ALL.len()] {
        let facet = self.facet(Filter::of(dimension));
        let mut counts = [0; Level::ALL.len()];
        for (count, value) in counts.iter_mut().zip(facet.values.iter()) {
            *count = rows.count_with(&value.rows);
        }
        counts
    }

    /// How many of `rows` were rated in a dimension at mid-term, and not at its end.
    pub fn count_midterm(&self, rows: &Bitset, dimension: Dimension) -> usize {
        if Scheme::CompletionMidterm.dimension() != Some(dimension) {
            return 0;
        }
        let facet = self.facet(Filter::on_scale(dimension));
        Scheme::CompletionMidterm
            .iter()
            .filter_map(|value| facet.value(&value.slug()))
            .map(|value| rows.count_with(&value.rows))
            .sum()
    }
}
