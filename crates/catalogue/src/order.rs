//! The orders of rows: those of lists, and by code.

use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

use super::rows::Rows;
use domain::query::Sort;
use domain::text::fold;
use domain::{Commitment, Lang};

/// What rows are ordered by. Between equals, codes decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Code,
    Newest,
    Oldest,
    Member,
    Title,
}

impl By {
    const ALL: [Self; 5] = [
        Self::Code,
        Self::Newest,
        Self::Oldest,
        Self::Member,
        Self::Title,
    ];
}

/// What a row is sorted by, made once for each row.
struct Keys {
    year: Option<i32>,
    member: String,
    title: String,
}

impl Keys {
    fn of(commitment: &Commitment) -> Self {
        Self {
            year: commitment.plan.start_year,
            member: fold(&commitment.member.name),
            // As readers of English see it.
            title: fold(commitment.title_for(Lang::English)),
        }
    }

    /// Before codes decide.
    fn compare(&self, other: &Self, by: By) -> Ordering {
        let (a, b) = (self, other);
        match by {
            By::Code => Ordering::Equal,
            By::Newest => (Reverse(a.year), &a.member).cmp(&(Reverse(b.year), &b.member)),
            By::Oldest => {
                let key = |keys: &Self| (keys.year.is_none(), keys.year);
                (key(a), &a.member).cmp(&(key(b), &b.member))
            }
            By::Member => (&a.member, Reverse(a.year)).cmp(&(&b.member, Reverse(b.year))),
            By::Title => a.title.cmp(&b.title),
        }
    }
}

fn compare(a: &Commitment, b: &Commitment, by: By) -> Ordering {
    let keys = match by {
        By::Code => Ordering::Equal,
        _ => Keys::of(a).compare(&Keys::of(b), by),
    };
    keys.then_with(|| a.code.cmp(&b.code))
}

/// A commitment that comes, goes or changes.
pub(crate) struct Moved<'a> {
    pub row: u32,
    pub before: Option<&'a Commitment>,
    pub after: Option<&'a Commitment>,
}

/// The row numbers in each order, of all rows that are there.
#[derive(Debug, Clone, Default)]
pub(crate) struct Orders([Arc<Vec<u32>>; By::ALL.len()]);

impl Orders {
    /// Sorts rows in every order.
    pub fn of(rows: &Rows) -> Self {
        let mut sorted: Vec<(u32, &Commitment)> = rows
            .iter()
            // u32 takes half the memory of usize and is enough for four billion commitments.
            .filter_map(|(number, row)| Some((u32::try_from(number).ok()?, &*row.commitment)))
            .collect();
        sorted.sort_by(|(_, a), (_, b)| a.code.cmp(&b.code));
        let mut sorted: Vec<(u32, Keys)> = sorted
            .into_iter()
            .map(|(number, commitment)| (number, Keys::of(commitment)))
            .collect();
        let by_code: Vec<u32> = sorted.iter().map(|(number, _)| *number).collect();
        let place: Vec<u32> = {
            let mut place = vec![0; rows.len()];
            for (at, number) in (0..).zip(&by_code) {
                place[*number as usize] = at;
            }
            place
        };
        Self(By::ALL.map(|by| {
            sorted.sort_unstable_by(|(row_a, a), (row_b, b)| {
                let codes = || place[*row_a as usize].cmp(&place[*row_b as usize]);
                a.compare(b, by).then_with(codes)
            });
            Arc::new(sorted.iter().map(|(number, _)| *number).collect())
        }))
    }

    /// The orders after a few changes: an order that none of them touches is shared, and in the others
    /// only what moved is looked for. `before` and `after` are the rows; each row is in `moved` once.
    pub fn after(&self, moved: &[Moved<'_>], before: &Rows, after: &Rows) -> Self {
        Self(By::ALL.map(|by| {
            let order = &self.0[by as usize];
            let is_touched = |m: &&Moved<'_>| match (m.before, m.after) {
                (Some(a), Some(b)) => compare(a, b, by) != Ordering::Equal,
                (before, after) => before.is_some() || after.is_some(),
            };
            let moved: Vec<&Moved<'_>> = moved.iter().filter(is_touched).collect();
            if moved.is_empty() {
                return Arc::clone(order);
            }
            Arc::new(reordered(order, &moved, by, before, after))
        }))
    }

    /// The rows in an order. Relevance belongs to a search; without one, the newest come first.
    pub fn get(&self, sort: Sort) -> &[u32] {
        let by = match sort {
            Sort::Newest | Sort::Relevance => By::Newest,
            Sort::Oldest => By::Oldest,
            Sort::Member => By::Member,
            Sort::Title => By::Title,
        };
        &self.0[by as usize]
    }

    pub fn by_code(&self) -> &[u32] {
        &self.0[By::Code as usize]
    }

    /// The memory that it does not share with the other's orders, in bytes.
    pub fn bytes_beside(&self, other: Option<&Self>) -> usize {
        let shared = |at: usize| other.is_some_and(|o| Arc::ptr_eq(&self.0[at], &o.0[at]));
        let own = (0..By::ALL.len()).filter(|at| !shared(*at));
        own.map(|at| size_of_val(self.0[at].as_slice())).sum()
    }
}

/// Takes the moved rows out of where they were and puts them where they belong, each found in as many
/// steps as halving takes.
fn reordered(order: &[u32], moved: &[&Moved<'_>], by: By, before: &Rows, after: &Rows) -> Vec<u32> {
    let place = |list: &[u32], rows: &Rows, of: &Commitment| {
        list.partition_point(|row| {
            rows.commitment(*row)
                .is_some_and(|other| compare(other, of, by) == Ordering::Less)
        })
    };
    let mut left: Vec<usize> = moved
        .iter()
        .filter_map(|m| Some(place(order, before, m.before?)))
        .collect();
    left.sort_unstable();
    let mut kept = Vec::with_capacity(order.len() + moved.len());
    let mut from = 0;
    for at in left {
        kept.extend_from_slice(&order[from..at]);
        from = at + 1;
    }
    kept.extend_from_slice(order.get(from..).unwrap_or_default());

    let mut come: Vec<(usize, u32, &Commitment)> = moved
        .iter()
        .filter_map(|m| Some((place(&kept, after, m.after?), m.row, m.after?)))
        .collect();
    come.sort_by(|(at, _, a), (other, _, b)| at.cmp(other).then_with(|| compare(a, b, by)));
    let mut result = Vec::with_capacity(kept.len() + come.len());
    let mut from = 0;
    for (at, row, _) in come {
        result.extend_from_slice(&kept[from..at]);
        result.push(row);
        from = at;
    }
    result.extend_from_slice(&kept[from..]);
    result
}
