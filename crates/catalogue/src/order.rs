//! The orders of rows: those of lists, and by code.

use std::cmp::{Ordering, Reverse};

use super::row_list::{Place, RowList};
use super::rows::{Row, Rows};
use domain::query::Sort;
use domain::review;
use domain::text::fold;
use domain::{Dimension, Lang, Level};

/// What rows are ordered by. Between equals, codes decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Code,
    Newest,
    Oldest,
    Member,
    Title,
    Ambition,
    Completion,
    Results,
    Changed,
    PlanEnd,
    Overdue,
}

impl By {
    const ALL: [Self; 11] = [
        Self::Code,
        Self::Newest,
        Self::Oldest,
        Self::Member,
        Self::Title,
        Self::Ambition,
        Self::Completion,
        Self::Results,
        Self::Changed,
        Self::PlanEnd,
        Self::Overdue,
    ];

    /// What rows are ordered by for an order of a list. Relevance belongs to a search; without one, the
    /// newest come first.
    const fn of(sort: Sort) -> Self {
        match sort {
            Sort::Newest | Sort::Relevance => Self::Newest,
            Sort::Oldest => Self::Oldest,
            Sort::Member | Sort::MemberReversed => Self::Member,
            Sort::Title | Sort::TitleReversed => Self::Title,
            Sort::Ambition | Sort::AmbitionReversed => Self::Ambition,
            Sort::Completion | Sort::CompletionReversed => Self::Completion,
            Sort::Results | Sort::ResultsReversed => Self::Results,
            Sort::Changed | Sort::ChangedReversed => Self::Changed,
            Sort::PlanEnd | Sort::PlanEndReversed => Self::PlanEnd,
            Sort::Overdue | Sort::OverdueReversed => Self::Overdue,
        }
    }

    const fn dimension(self) -> Option<Dimension> {
        match self {
            Self::Ambition => Some(Dimension::Ambition),
            Self::Completion => Some(Dimension::Completion),
            Self::Results => Some(Dimension::EarlyResults),
            _ => None,
        }
    }

    /// Whether the record says nothing that this could order a row by: such rows come last, whichever way
    /// round.
    fn is_unknown(self, row: &Row) -> bool {
        match self {
            Self::Ambition | Self::Completion | Self::Results => self
                .dimension()
                .is_none_or(|dimension| !row.commitment.level(dimension).is_assessed()),
            Self::Changed => row.last_change.is_none(),
            Self::PlanEnd => row.commitment.plan.end_year.is_none(),
            Self::Overdue => awaited_since(row).is_none(),
            _ => false,
        }
    }
}

/// The year with whose end the plan of a commitment ended whose results are awaited. The day of today does
/// not matter: those overdue are those that ended first.
fn awaited_since(row: &Row) -> Option<i32> {
    review::is_awaited(&row.commitment, row.plan_results).then_some(row.commitment.plan.end_year)?
}

/// What a row is sorted by, made once for each row.
struct Keys {
    year: Option<i32>,
    member: String,
    title: String,
    levels: [Level; Dimension::ALL.len()],
    changed: Option<i64>,
    plan_end: Option<i32>,
    awaited_since: Option<i32>,
}

impl Keys {
    fn of(row: &Row) -> Self {
        let commitment = &*row.commitment;
        Self {
            year: commitment.plan.start_year,
            member: fold(&commitment.member.name),
            // As readers of English see it.
            title: fold(commitment.title_for(Lang::English)),
            levels: [
                Dimension::Ambition,
                Dimension::Completion,
                Dimension::EarlyResults,
            ]
            .map(|dimension| commitment.level(dimension)),
            changed: row.last_change.map(|change| change.revision),
            plan_end: commitment.plan.end_year,
            awaited_since: awaited_since(row),
        }
    }

    /// Before codes decide.
    fn compare(&self, other: &Self, by: By) -> Ordering {
        let (a, b) = (self, other);
        let newest = || (Reverse(a.year), &a.member).cmp(&(Reverse(b.year), &b.member));
        // High before low; between levels that say nothing of that, as the list of levels has them.
        let levels = |dimension: usize| a.levels[dimension].cmp(&b.levels[dimension]);
        let years = |a: Option<i32>, b: Option<i32>| (a.is_none(), a).cmp(&(b.is_none(), b));
        match by {
            By::Code => Ordering::Equal,
            By::Newest => newest(),
            By::Oldest => {
                let key = |keys: &Self| (keys.year.is_none(), keys.year);
                (key(a), &a.member).cmp(&(key(b), &b.member))
            }
            By::Member => (&a.member, Reverse(a.year)).cmp(&(&b.member, Reverse(b.year))),
            By::Title => a.title.cmp(&b.title),
            By::Ambition => levels(0).then_with(newest),
            By::Completion => levels(1).then_with(newest),
            By::Results => levels(2).then_with(newest),
            By::Changed => Reverse(a.changed)
                .cmp(&Reverse(b.changed))
                .then_with(newest),
            By::PlanEnd => years(a.plan_end, b.plan_end).then_with(newest),
            By::Overdue => years(a.awaited_since, b.awaited_since).then_with(newest),
        }
    }
}

/// A row with what it is ordered by, which is not worked out again for each order and comparison.
pub(crate) struct Placed<'a> {
    row: &'a Row,
    keys: Keys,
}

impl<'a> Placed<'a> {
    pub fn of(row: &'a Row) -> Self {
        Self {
            row,
            keys: Keys::of(row),
        }
    }

    fn compare(&self, other: &Self, by: By) -> Ordering {
        let codes = || self.row.commitment.code.cmp(&other.row.commitment.code);
        self.keys.compare(&other.keys, by).then_with(codes)
    }

    fn compare_with(&self, other: &Row, by: By) -> Ordering {
        let keys = match by {
            By::Code => Ordering::Equal,
            _ => self.keys.compare(&Keys::of(other), by),
        };
        keys.then_with(|| self.row.commitment.code.cmp(&other.commitment.code))
    }
}

/// Rows in an order, of which a part may be read backwards.
pub(crate) struct Ordered<'a> {
    ranked: &'a [u32],
    forwards: Option<&'a RowList>,
    /// A list of which the rows before a place are read backwards.
    backwards: Option<(&'a RowList, Place)>,
}

impl<'a> Ordered<'a> {
    /// Rows as they stand.
    pub const fn ranked(rows: &'a [u32]) -> Self {
        Self {
            ranked: rows,
            forwards: None,
            backwards: None,
        }
    }

    pub fn into_rows(self) -> impl Iterator<Item = &'a u32> {
        let forwards = self.forwards.into_iter().flat_map(RowList::iter);
        let backwards = self.backwards.into_iter();
        let backwards =
            backwards.flat_map(|(list, place)| list.before(place).rev().chain(list.from(place)));
        self.ranked.iter().chain(forwards).chain(backwards)
    }
}

/// A commitment that comes, goes or changes.
pub(crate) struct Moved<'a> {
    pub row: u32,
    pub before: Option<Placed<'a>>,
    pub after: Option<Placed<'a>>,
}

/// The row numbers in each order, of all rows that are there.
#[derive(Debug, Clone, Default)]
pub(crate) struct Orders([RowList; By::ALL.len()]);

impl Orders {
    /// Sorts rows in every order.
    pub fn of(rows: &Rows) -> Self {
        let mut sorted: Vec<(u32, &Row)> = rows
            .iter()
            // u32 takes half the memory of usize and is enough for four billion commitments.
            .filter_map(|(number, row)| Some((u32::try_from(number).ok()?, row)))
            .collect();
        sorted.sort_by(|(_, a), (_, b)| a.commitment.code.cmp(&b.commitment.code));
        let mut sorted: Vec<(u32, Keys)> = sorted
            .into_iter()
            .map(|(number, row)| (number, Keys::of(row)))
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
            sorted.iter().map(|(number, _)| *number).collect()
        }))
    }

    /// The orders after a few changes: an order that none of them touches is shared, and in the others
    /// only what moved is looked for. `before` and `after` are the rows; each row is in `moved` once.
    pub fn after(&self, moved: &[Moved<'_>], before: &Rows, after: &Rows) -> Self {
        Self(By::ALL.map(|by| {
            let order = &self.0[by as usize];
            let is_touched = |m: &&Moved<'_>| match (&m.before, &m.after) {
                (Some(a), Some(b)) => a.compare(b, by) != Ordering::Equal,
                (before, after) => before.is_some() || after.is_some(),
            };
            let moved: Vec<&Moved<'_>> = moved.iter().filter(is_touched).collect();
            if moved.is_empty() {
                return order.clone();
            }
            reordered(order, &moved, by, before, after)
        }))
    }

    /// The rows in an order. The other way round, what is unknown still comes last, and among equals the
    /// last becomes the first.
    pub fn get(&self, sort: Sort, rows: &Rows) -> Ordered<'_> {
        let by = By::of(sort);
        let order = &self.0[by as usize];
        let (ranked, mut forwards, mut backwards) = (&[][..], None, None);
        if sort.is_reversed() {
            let is_known = |row: u32| {
                rows.get(row as usize)
                    .is_some_and(|row| !by.is_unknown(row))
            };
            backwards = Some((order, order.partition_point(is_known)));
        } else {
            forwards = Some(order);
        }
        Ordered {
            ranked,
            forwards,
            backwards,
        }
    }

    /// The newest plans first.
    pub fn newest(&self) -> &RowList {
        &self.0[By::Newest as usize]
    }

    pub fn by_code(&self) -> &RowList {
        &self.0[By::Code as usize]
    }

    /// The memory that it does not share with the other's orders, in bytes.
    pub fn unshared_bytes(&self, other: Option<&Self>) -> usize {
        let theirs = |at: usize| other.map(|other| &other.0[at]);
        let own = self.0.iter().enumerate();
        own.map(|(at, order)| order.unshared_bytes(theirs(at)))
            .sum()
    }
}

/// Takes the moved rows out of where they were and puts them where they belong, each found in as many
/// steps as halving takes.
fn reordered(
    order: &RowList,
    moved: &[&Moved<'_>],
    by: By,
    before: &Rows,
    after: &Rows,
) -> RowList {
    let place = |list: &RowList, rows: &Rows, of: &Placed<'_>| {
        list.partition_point(|row| {
            rows.get(row as usize)
                .is_some_and(|other| of.compare_with(other, by) == Ordering::Greater)
        })
    };
    let left = moved
        .iter()
        .filter_map(|m| Some(place(order, before, m.before.as_ref()?)));
    let kept = order.without(left.collect());
    let mut come: Vec<(Place, u32, &Placed<'_>)> = moved
        .iter()
        .filter_map(|m| {
            let placed = m.after.as_ref()?;
            Some((place(&kept, after, placed), m.row, placed))
        })
        .collect();
    come.sort_by(|(at, _, a), (other, _, b)| at.cmp(other).then_with(|| a.compare(b, by)));
    let come: Vec<(Place, u32)> = come.into_iter().map(|(at, row, _)| (at, row)).collect();
    kept.with(&come)
}
