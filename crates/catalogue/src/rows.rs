//! The rows of a catalogue, in blocks that catalogues share.

use std::sync::Arc;

use chrono::NaiveDate;

use domain::record::LastChange;
use domain::review::{self, Pending, PlanResults};
use domain::{Commitment, Dimension, Review};

/// A commitment, with its facts and current ratings.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its id in the store.
    pub id: i64,
    /// What last changed it, where that is known.
    pub last_change: Option<LastChange>,
    /// Whether the record knows results of its plan, from this commitment or another.
    pub plan_results: PlanResults,
    pub commitment: Arc<Commitment>,
}

impl Row {
    /// The state of the commitment's review on a day, by what the record knows of its plan: the one
    /// rule for pages, filters, files and charts.
    pub fn review(&self, today: NaiveDate) -> Option<Review> {
        review::review(&self.commitment, self.plan_results, today)
    }

    /// The day by which the report on a dimension was expected that the record is without: the one rule
    /// for the desk and its notices.
    pub fn report_awaited_by(&self, dimension: Dimension) -> Option<NaiveDate> {
        review::report_awaited_by(&self.commitment, self.plan_results, dimension)
    }

    /// What can be said on a day of a rating that the record calls pending: the one rule for marks.
    pub fn pending(&self, dimension: Dimension, today: NaiveDate) -> Option<Pending> {
        review::pending(&self.commitment, self.plan_results, dimension, today)
    }

    /// The day by which the report on a dimension was expected whose review is overdue on a day; `None` if
    /// it is not. Only results have reviews that are overdue ([`Row::review`]).
    pub fn overdue_since(&self, dimension: Dimension, today: NaiveDate) -> Option<NaiveDate> {
        let is_overdue =
            dimension != Dimension::Ambition && self.review(today) == Some(Review::Overdue);
        self.report_awaited_by(dimension).filter(|_| is_overdue)
    }
}

/// Rows in one block: what is copied when one of them changes.
const BLOCK: usize = 64;

/// Rows by number. A clone shares all blocks; a change copies the block that it is in.
///
/// A number belongs to one commitment for as long as it is published. One that is withdrawn leaves a
/// hole.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    blocks: Vec<Arc<Vec<Option<Row>>>>,
    len: usize,
    /// The same for all rows that were made from each other, in which most numbers mean the same
    /// commitment.
    numbering: Arc<()>,
}

impl Rows {
    /// One more than the highest number in use.
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn get(&self, number: usize) -> Option<&Row> {
        self.blocks
            .get(number / BLOCK)?
            .get(number % BLOCK)?
            .as_ref()
    }

    /// The commitment in a row.
    pub fn commitment(&self, number: u32) -> Option<&Commitment> {
        self.get(number as usize).map(|row| &*row.commitment)
    }

    /// Adds a row and returns its number.
    pub fn push(&mut self, row: Row) -> usize {
        if self.len.is_multiple_of(BLOCK) {
            self.blocks.push(Arc::new(Vec::with_capacity(BLOCK)));
        }
        if let Some(block) = self.blocks.last_mut() {
            Arc::make_mut(block).push(Some(row));
        }
        self.len += 1;
        self.len - 1
    }

    /// Replaces the row with this number, or leaves a hole. A number that is not in use is ignored.
    pub fn set(&mut self, number: usize, row: Option<Row>) {
        if let Some(block) = self.blocks.get_mut(number / BLOCK)
            && let Some(place) = Arc::make_mut(block).get_mut(number % BLOCK)
        {
            *place = row;
        }
    }

    /// The rows that are there, with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Row)> {
        let all = self.blocks.iter().flat_map(|block| block.iter());
        all.enumerate()
            .filter_map(|(number, row)| Some((number, row.as_ref()?)))
    }

    /// The numbers whose rows are not the same here and there; none where numbers do not mean the same.
    ///
    /// Looks into the blocks that the two do not share only.
    pub fn unlike(&self, other: &Self) -> Option<Vec<usize>> {
        if !Arc::ptr_eq(&self.numbering, &other.numbering) {
            return None;
        }
        let blocks = (0..self.blocks.len().max(other.blocks.len()))
            .filter(|at| !is_same(self.blocks.get(*at), other.blocks.get(*at)));
        let rows = blocks.flat_map(|block| block * BLOCK..(block + 1) * BLOCK);
        let of = |rows: &Self, number| rows.get(number).map(|row| Arc::as_ptr(&row.commitment));
        Some(
            rows.filter(|row| of(self, *row) != of(other, *row))
                .collect(),
        )
    }

    /// The memory that it does not share with the other's blocks, in bytes.
    pub fn unshared_bytes(&self, other: Option<&Self>) -> usize {
        let theirs = other.map_or(&[][..], |other| other.blocks.as_slice());
        let shared = self
            .blocks
            .iter()
            .zip(theirs)
            .filter(|(a, b)| Arc::ptr_eq(a, b));
        let own = self.blocks.len() - shared.count();
        own * BLOCK * size_of::<Option<Row>>() + size_of_val(self.blocks.as_slice())
    }
}

fn is_same<T>(a: Option<&Arc<T>>, b: Option<&Arc<T>>) -> bool {
    a.map(Arc::as_ptr) == b.map(Arc::as_ptr)
}

impl FromIterator<Row> for Rows {
    fn from_iter<I: IntoIterator<Item = Row>>(all: I) -> Self {
        let mut rows = Self::default();
        for row in all {
            rows.push(row);
        }
        rows
    }
}
