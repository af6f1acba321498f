//! The catalogue: one immutable, column-oriented snapshot of the published record, from which
//! lists, facet counts and charts are computed.
//!
//! Knows the domain and nothing else. It is built whole from the store's record and swapped whole, so
//! readers never wait and never see half a change.

pub mod bitset;
pub mod context;
pub mod facet;

mod build;
mod order;
mod related;
mod select;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

pub use bitset::Bitset;
pub use context::ContextItems;
pub use facet::{Facet, FacetCounts, FacetValue, FacetValueCount, NamedValue};
pub use related::{MAX_CANDIDATES, Related};
pub use select::{Page, Selection};

use domain::AreaTree;
use domain::query::Filter;
use domain::record::DataVersion;
use domain::{Commitment, CommitmentCode, Member};

/// A commitment, with its facts and current ratings.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its id in the store.
    pub id: i64,
    pub commitment: Arc<Commitment>,
}

/// The published record in memory.
#[derive(Debug)]
pub struct Catalogue {
    version: DataVersion,
    today: NaiveDate,
    rows: Vec<Row>,
    areas: AreaTree,
    context: ContextItems,
    members: Vec<(Arc<str>, Arc<Member>)>,
    facets: Vec<Facet>,
    orders: order::Orders,
    title_words: related::TitleWords,
    row_of_id: HashMap<i64, u32>,
    row_of_code: HashMap<CommitmentCode, u32>,
}

impl Catalogue {
    pub fn version(&self) -> &DataVersion {
        &self.version
    }

    /// The day for which it says which reviews are overdue.
    pub fn today(&self) -> NaiveDate {
        self.today
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Every commitment, ordered by code.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    pub fn areas(&self) -> &AreaTree {
        &self.areas
    }

    pub fn context(&self) -> &ContextItems {
        &self.context
    }

    /// Every member with a commitment, by name, with its slug.
    pub fn members(&self) -> &[(Arc<str>, Arc<Member>)] {
        &self.members
    }

    pub fn member(&self, slug: &str) -> Option<&Arc<Member>> {
        self.members
            .iter()
            .find(|(s, _)| &**s == slug)
            .map(|(_, member)| member)
    }

    pub fn find(&self, code: &CommitmentCode) -> Option<&Row> {
        self.row_of_code
            .get(code)
            .map(|&row| &self.rows[row as usize])
    }

    pub fn facet(&self, filter: Filter) -> &Facet {
        &self.facets[filter.index()]
    }
}

#[cfg(test)]
mod tests;
