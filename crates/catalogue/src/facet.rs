//! Facets: for each filter, its values and the rows that have each.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::bitset::Bitset;
use domain::Lang;
use domain::query::Filter;

/// A value of a filter, with its rows.
#[derive(Debug, Clone)]
pub struct FacetValue {
    pub slug: Arc<str>,
    pub label: Arc<str>,
    /// Its depth in the tree of values; 0 for the top and for flat facets.
    pub depth: usize,
    /// The rows that have it. A parent has the rows of its children too.
    pub rows: Bitset,
}

/// A value of a facet with its name in a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedValue {
    /// Its index in the facet's values.
    pub index: usize,
    pub name: String,
}

/// What depends on the values of a facet and not on their rows: shared by catalogues whose values are
/// the same.
#[derive(Debug, Default)]
struct Names {
    position: HashMap<Arc<str>, usize>,
    named: [OnceLock<Vec<NamedValue>>; Lang::ALL.len()],
}

/// The values of one filter, in display order.
#[derive(Debug, Clone)]
pub struct Facet {
    pub filter: Filter,
    /// A clone shares them until one of them is changed.
    pub values: Arc<Vec<FacetValue>>,
    names: Arc<Names>,
}

impl Facet {
    pub(crate) fn new(filter: Filter, values: Vec<FacetValue>) -> Self {
        let position = values
            .iter()
            .enumerate()
            .map(|(index, value)| (value.slug.clone(), index))
            .collect();
        Self {
            filter,
            values: Arc::new(values),
            names: Arc::new(Names {
                position,
                named: Default::default(),
            }),
        }
    }

    /// The values with their names in a language, in its order. `make` is called once for each
    /// language: pages name hundreds of values, and the catalogue itself knows no language.
    pub fn named(
        &self,
        lang: Lang,
        make: impl FnOnce(&[FacetValue]) -> Vec<NamedValue>,
    ) -> &[NamedValue] {
        self.names.named[lang.index()].get_or_init(|| make(&self.values))
    }

    pub fn value(&self, slug: &str) -> Option<&FacetValue> {
        self.index_of(slug).map(|index| &self.values[index])
    }

    /// The rows of the value at an index, to change them.
    pub(crate) fn rows_mut(&mut self, index: usize) -> &mut Bitset {
        &mut Arc::make_mut(&mut self.values)[index].rows
    }

    pub(crate) fn index_of(&self, slug: &str) -> Option<usize> {
        self.names.position.get(slug).copied()
    }

    /// The rows that have any value.
    pub fn rows(&self) -> Bitset {
        let mut any = Bitset::default();
        for value in self.values.iter() {
            any.unite(&value.rows);
        }
        any
    }

    /// The rows that have any of the values; an unknown value has none.
    pub fn rows_of(&self, slugs: &[String]) -> Bitset {
        let mut any = Bitset::default();
        for value in slugs.iter().filter_map(|slug| self.value(slug)) {
            any.unite(&value.rows);
        }
        any
    }

    /// The memory that it does not share with the other, in bytes.
    pub(crate) fn unshared_bytes(&self, other: Option<&Self>) -> usize {
        if other.is_some_and(|other| Arc::ptr_eq(&self.values, &other.values)) {
            return 0;
        }
        let sets = self.values.iter().map(|value| {
            let theirs = other.and_then(|other| other.value(&value.slug));
            value.rows.unshared_bytes(theirs.map(|value| &value.rows))
        });
        sets.sum::<usize>() + size_of_val(self.values.as_slice())
    }
}

/// The count of a filter value in one view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValueCount {
    pub slug: Arc<str>,
    pub label: Arc<str>,
    pub depth: usize,
    /// How many commitments there would be if it were chosen, all other filters in force.
    pub count: usize,
    pub selected: bool,
}

/// The counts of one filter in one view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCounts {
    pub filter: Filter,
    /// Every value, also those without a commitment in this view.
    pub values: Vec<FacetValueCount>,
}
