//! The catalogue: one immutable, column-oriented snapshot of the published record, from which
//! lists, facet counts and charts are computed.
//!
//! Knows the domain and nothing else. It is built once from the store's record; after a change, the
//! next one is made from the one before ([`Catalogue::apply_changes`]) and shares with it all that did not
//! change. It is swapped whole, so readers never wait and never see half a change.

pub mod bitset;
pub mod context;
pub mod facet;

mod build;
mod change;
mod lists;
mod numbers;
mod order;
mod plain;
mod related;
mod row_list;
mod rows;
mod select;
mod since;
mod text_index;
mod title_words;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::NaiveDate;

pub use bitset::Bitset;
pub use context::ContextItems;
pub use facet::{Facet, FacetCounts, FacetValue, FacetValueCount, NamedValue};
pub use plain::plain;
pub use related::Related;
pub use rows::Row;
pub use select::{Page, Selection};
pub use text_index::{Fit, NamesFound, Occurrences, Ranking, TextIndex};

use domain::AreaTree;
use domain::query::Filter;
use domain::record::DataVersion;
use domain::{CommitmentCode, Member};

/// The published record in memory.
#[derive(Debug)]
pub struct Catalogue {
    id: u64,
    version: DataVersion,
    today: NaiveDate,
    rows: rows::Rows,
    /// The rows that are there.
    shown: Bitset,
    areas: Arc<AreaTree>,
    context: Arc<ContextItems>,
    members: Arc<Members>,
    facets: Vec<Facet>,
    orders: order::Orders,
    numbers: numbers::Numbers,
    title_words: title_words::TitleWords,
    own_bytes: usize,
}

/// The next [`Catalogue::id`].
fn next_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Members by name, each with its slug.
type Members = Vec<(Arc<str>, Arc<Member>)>;

impl Catalogue {
    /// Unique among the catalogues of this process: two of one version may number their rows differently.
    pub fn id(&self) -> u64 {
        self.id
    }

    pub fn version(&self) -> &DataVersion {
        &self.version
    }

    /// The day for which it says which reviews are overdue.
    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// How many commitments there are.
    pub fn len(&self) -> usize {
        self.orders.by_code().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every commitment, ordered by code.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        let numbers = self.orders.by_code().iter();
        numbers.filter_map(|number| self.rows.get(*number as usize))
    }

    /// The commitment in a row: what the numbers in a [`Bitset`] stand for.
    pub fn row(&self, number: usize) -> Option<&Row> {
        self.rows.get(number)
    }

    /// The row of the commitment with an id.
    pub fn row_of(&self, id: i64) -> Option<&Row> {
        self.rows.get(self.row_number(id)?)
    }

    /// The number of the row of the commitment with an id, as in a [`Bitset`].
    pub fn row_number(&self, id: i64) -> Option<usize> {
        Some(self.numbers.of(id)? as usize)
    }

    /// The memory that it does not share with the catalogue that it was made from, about, in bytes.
    pub fn own_bytes(&self) -> usize {
        self.own_bytes
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
        self.rows.get(self.number_of(code)?)
    }

    /// The number of the row with a code.
    fn number_of(&self, code: &CommitmentCode) -> Option<usize> {
        let by_code = self.orders.by_code();
        let code_of = |row: u32| self.rows.commitment(row).map(|found| &found.code);
        let place = by_code.partition_point(|row| code_of(row) < Some(code));
        let number = by_code.get(place)?;
        (code_of(number)? == code).then_some(number as usize)
    }

    pub fn facet(&self, filter: Filter) -> &Facet {
        &self.facets[filter.index()]
    }
}

#[cfg(test)]
mod tests;
