//! The sort orders of lists, computed once for each catalogue.

use std::cmp::Reverse;

use super::Row;
use domain::Lang;
use domain::query::Sort;
use domain::text::fold;

/// The row numbers in each order.
#[derive(Debug, Default)]
pub struct Orders {
    newest: Vec<u32>,
    oldest: Vec<u32>,
    member: Vec<u32>,
    title: Vec<u32>,
}

impl Orders {
    /// Sorts rows, which come ordered by code, in every order. All sorts are stable, so that codes
    /// decide between equals.
    pub fn of(rows: &[Row]) -> Self {
        // u32 takes half the memory of usize and is enough for four billion commitments.
        let numbers: Vec<u32> = (0..).take(rows.len()).collect();
        let members: Vec<String> = rows
            .iter()
            .map(|r| fold(&r.commitment.member.name))
            .collect();
        // As readers of English see them.
        let titles = rows.iter().map(|r| r.commitment.title_for(Lang::English));
        let titles: Vec<String> = titles.map(fold).collect();
        let year = |row: u32| rows[row as usize].commitment.plan.start_year;
        let name = |row: u32| members[row as usize].as_str();
        let sorted = |compare: &dyn Fn(&u32, &u32) -> std::cmp::Ordering| {
            let mut order = numbers.clone();
            order.sort_by(compare);
            order
        };
        Self {
            newest: sorted(&|a, b| {
                (Reverse(year(*a)), name(*a)).cmp(&(Reverse(year(*b)), name(*b)))
            }),
            oldest: sorted(&|a, b| {
                let key = |row: u32| (year(row).is_none(), year(row));
                (key(*a), name(*a)).cmp(&(key(*b), name(*b)))
            }),
            member: sorted(&|a, b| {
                (name(*a), Reverse(year(*a))).cmp(&(name(*b), Reverse(year(*b))))
            }),
            title: sorted(&|a, b| titles[*a as usize].cmp(&titles[*b as usize])),
        }
    }

    /// The rows in an order. Relevance belongs to a search; without one, the newest come first.
    pub fn get(&self, sort: Sort) -> &[u32] {
        match sort {
            Sort::Newest | Sort::Relevance => &self.newest,
            Sort::Oldest => &self.oldest,
            Sort::Member => &self.member,
            Sort::Title => &self.title,
        }
    }
}
