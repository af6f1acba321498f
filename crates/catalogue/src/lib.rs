//! The catalogue: one immutable, column-oriented snapshot of the published record, from which
//! lists, facet counts and charts are computed.
//!
//! Knows the domain and nothing else. It is built whole from the store's record and swapped whole,
//! so readers never wait and never see half a change.

pub mod bitset;
pub mod context;
pub mod facet;

mod build;
mod order;
mod select;

use std::collections::HashMap;
use std::sync::Arc;

pub use bitset::Bitset;
pub use context::Context;
pub use facet::{Count, Facet, FacetCounts, FacetValue, Named};
pub use select::{Cell, Page, Selection};

use domain::AreaTree;
use domain::query::Filter;
use domain::record::DataVersion;
use domain::{Commitment, CommitmentCode, Member};

/// A commitment in the catalogue, with its number in the store.
#[derive(Debug, Clone)]
pub struct Row {
    /// The number under which the store keeps it.
    pub id: i64,
    /// Facts and current ratings.
    pub commitment: Arc<Commitment>,
}

/// The published record in memory.
#[derive(Debug)]
pub struct Catalogue {
    version: DataVersion,
    rows: Vec<Row>,
    areas: AreaTree,
    context: Context,
    members: Vec<(Arc<str>, Arc<Member>)>,
    facets: Vec<Facet>,
    orders: order::Orders,
    row_of_id: HashMap<i64, u32>,
    row_of_code: HashMap<CommitmentCode, u32>,
}

impl Catalogue {
    /// Which state of the record this is.
    pub fn version(&self) -> &DataVersion {
        &self.version
    }

    /// How many commitments there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no commitment at all.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Every commitment, in the order of their codes.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The policy areas.
    pub fn areas(&self) -> &AreaTree {
        &self.areas
    }

    /// What surrounds the commitments.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Every member with a commitment, by name, with its slug.
    pub fn members(&self) -> &[(Arc<str>, Arc<Member>)] {
        &self.members
    }

    /// The member with this slug.
    pub fn member(&self, slug: &str) -> Option<&Arc<Member>> {
        self.members
            .iter()
            .find(|(s, _)| &**s == slug)
            .map(|(_, member)| member)
    }

    /// The commitment with this code.
    pub fn find(&self, code: &CommitmentCode) -> Option<&Row> {
        self.row_of_code
            .get(code)
            .map(|&row| &self.rows[row as usize])
    }

    /// The values of a filter.
    pub fn facet(&self, filter: Filter) -> &Facet {
        &self.facets[filter.index()]
    }
}

#[cfg(test)]
mod tests;
