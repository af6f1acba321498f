//! Data derived from rows, with an overlay for the rows that have changed since.

use std::sync::Arc;

use super::bitset::Bitset;
use super::rows::{Row, Rows};

/// How many rows may change before everything is derived again.
fn most_changed(rows: usize) -> usize {
    256 + rows / 256
}

/// Data derived from rows (`W`): a shared base for an earlier state, and an overlay for the rows that have
/// changed since.
#[derive(Debug, Clone)]
pub(crate) struct Since<W> {
    pub base: Arc<W>,
    base_rows: Rows,
    /// Rows for which `base` is out of date.
    pub outdated: Bitset,
    /// The overlay: the outdated rows as they are now.
    pub recent: W,
}

impl<W> Since<W> {
    /// Derives data from `rows` with `make`. Reuses the base of `other` and derives only the rows that
    /// differ, if they are few.
    pub fn of(
        rows: &Rows,
        other: Option<&Self>,
        make: impl Fn(&mut dyn Iterator<Item = (usize, &Row)>) -> W,
    ) -> Self {
        let near = other.and_then(|other| {
            let changed = rows.unlike(&other.base_rows)?;
            (changed.len() <= most_changed(rows.len())).then_some((other, changed))
        });
        let (base, base_rows, changed) = if let Some((other, changed)) = near {
            (Arc::clone(&other.base), other.base_rows.clone(), changed)
        } else {
            (Arc::new(make(&mut rows.iter())), rows.clone(), Vec::new())
        };
        let now = changed.iter();
        let mut now = now.filter_map(|row| Some((*row, rows.get(*row)?)));
        Self {
            recent: make(&mut now),
            base,
            base_rows,
            outdated: changed.into_iter().collect(),
        }
    }
}
