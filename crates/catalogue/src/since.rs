//! What is made of the rows of some state, and again for those that have changed since.

use std::sync::Arc;

use super::bitset::Bitset;
use super::rows::{Row, Rows};

/// How many rows may have changed before all is made again.
fn most_changed(rows: usize) -> usize {
    256 + rows / 256
}

/// Something that is made of rows (`W`), kept as it was made of the rows of some state, with what is made
/// of those that have changed since.
#[derive(Debug, Clone)]
pub(crate) struct Since<W> {
    pub base: Arc<W>,
    base_rows: Rows,
    /// The rows that `base` does not describe as they are now.
    pub outdated: Bitset,
    /// The same as `base`, of the outdated rows as they are now.
    pub recent: W,
}

impl<W> Since<W> {
    /// What is made of `rows`: from what was made of other ones, where few differ, and otherwise of all.
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
