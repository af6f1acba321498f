//! Facets: for each filter, its values and the rows that have each.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::bitset::Bitset;
use domain::Lang;
use domain::query::Filter;

/// A value of a filter in the catalogue.
#[derive(Debug, Clone)]
pub struct FacetValue {
    /// Its spelling in the address.
    pub slug: Arc<str>,
    /// Its name for people.
    pub label: String,
    /// How deep it lies in the tree of values; 0 for the top and for flat facets.
    pub depth: usize,
    /// The rows that have it. A parent has the rows of its children too.
    pub rows: Bitset,
}

/// A value of a facet with its name in a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its place among the facet's values.
    pub index: usize,
    /// Its name.
    pub name: String,
}

/// The values of one filter, in display order.
#[derive(Debug, Clone)]
pub struct Facet {
    /// The filter.
    pub filter: Filter,
    /// Its values.
    pub values: Vec<FacetValue>,
    position: HashMap<Arc<str>, usize>,
    named: [OnceLock<Vec<Named>>; Lang::ALL.len()],
}

impl Facet {
    /// A facet of values in display order.
    pub fn new(filter: Filter, values: Vec<FacetValue>) -> Self {
        let position = values
            .iter()
            .enumerate()
            .map(|(index, value)| (value.slug.clone(), index))
            .collect();
        Self {
            filter,
            values,
            position,
            named: Default::default(),
        }
    }

    /// The values with their names in a language, in its order. `make` puts them together, once for
    /// each state of the record: pages name hundreds of values, and the catalogue knows no words.
    pub fn named(&self, lang: Lang, make: impl FnOnce(&[FacetValue]) -> Vec<Named>) -> &[Named] {
        self.named[lang.index()].get_or_init(|| make(&self.values))
    }

    /// The value with this slug.
    pub fn value(&self, slug: &str) -> Option<&FacetValue> {
        self.position.get(slug).map(|&index| &self.values[index])
    }

    /// The rows that have any of the values; an unknown value has none.
    pub fn rows_of(&self, slugs: &[String], rows: usize) -> Bitset {
        let mut any = Bitset::none(rows);
        for value in slugs.iter().filter_map(|slug| self.value(slug)) {
            any.unite(&value.rows);
        }
        any
    }
}

/// A value of a filter as one view shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// Its spelling in the address.
    pub slug: Arc<str>,
    /// Its name for people.
    pub label: String,
    /// How deep it lies in the tree.
    pub depth: usize,
    /// How many commitments choosing it would show, all other filters in force.
    pub count: usize,
    /// Whether it is chosen.
    pub selected: bool,
}

/// The values of one filter as one view shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCounts {
    /// The filter.
    pub filter: Filter,
    /// Every value, also those without a commitment in this view.
    pub values: Vec<Count>,
}
