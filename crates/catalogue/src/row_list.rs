//! Ordered lists of row numbers, in blocks. A list made from another shares its unchanged blocks.

use std::sync::Arc;

/// Row numbers per block of a new list. A block that grows may hold up to twice as many.
const BLOCK: usize = 1024;

/// An ordered list of row numbers. No block is empty. A clone shares all blocks.
#[derive(Debug, Clone, Default)]
pub(crate) struct RowList {
    blocks: Vec<Arc<Vec<u32>>>,
}

/// A position in a list: before the row there, or after the last row. Positions compare in list order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    block: usize,
    at: usize,
}

impl RowList {
    pub fn len(&self) -> usize {
        self.blocks.iter().map(|block| block.len()).sum()
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &u32> {
        self.blocks.iter().flat_map(|block| block.iter())
    }

    /// The rows before a place.
    pub fn before(&self, place: Place) -> impl DoubleEndedIterator<Item = &u32> {
        let whole = self.blocks.iter().take(place.block);
        let last = self.blocks.get(place.block).map(|block| &block[..place.at]);
        whole
            .flat_map(|block| block.iter())
            .chain(last.into_iter().flatten())
    }

    /// The rows from a place to the end.
    pub fn from(&self, place: Place) -> impl Iterator<Item = &u32> {
        let first = self.blocks.get(place.block).map(|block| &block[place.at..]);
        let whole = self.blocks.iter().skip(place.block + 1);
        first
            .into_iter()
            .flatten()
            .chain(whole.flat_map(|block| block.iter()))
    }

    pub fn get(&self, place: Place) -> Option<u32> {
        self.blocks.get(place.block)?.get(place.at).copied()
    }

    /// The place of the first row for which `comes_before` is false. It must be true for all rows before
    /// that one and false for all rows after it.
    pub fn partition_point(&self, comes_before: impl Fn(u32) -> bool) -> Place {
        let is_before = |block: &Arc<Vec<u32>>| block.last().is_some_and(|row| comes_before(*row));
        let block = self.blocks.partition_point(is_before);
        let at = self.blocks.get(block);
        let at = at.map_or(0, |block| block.partition_point(|row| comes_before(*row)));
        Place { block, at }
    }

    /// The list without the rows at these places.
    pub fn without(&self, mut places: Vec<Place>) -> Self {
        places.sort_unstable();
        let mut list = self.clone();
        // Back to front, so that earlier places stay valid.
        for Place { block, at } in places.into_iter().rev() {
            if let Some(block) = list.blocks.get_mut(block).filter(|block| at < block.len()) {
                Arc::make_mut(block).remove(at);
            }
        }
        list.blocks.retain(|block| !block.is_empty());
        list
    }

    /// The list with rows inserted at places of this list. `rows` must be sorted by place; rows at the same
    /// place keep their order.
    pub fn with(&self, rows: &[(Place, u32)]) -> Self {
        let mut list = self.clone();
        if list.blocks.is_empty() && !rows.is_empty() {
            list.blocks.push(Arc::default());
        }
        // A place after the last row is the end of the last block.
        let end = match self.blocks.split_last() {
            Some((block, others)) => (others.len(), block.len()),
            None => (0, 0),
        };
        for (place, row) in rows.iter().rev() {
            let is_in_block = place.block < self.blocks.len();
            let (block, at) = if is_in_block {
                (place.block, place.at)
            } else {
                end
            };
            Arc::make_mut(&mut list.blocks[block]).insert(at, *row);
        }
        let has_grown = |block: &Arc<Vec<u32>>| block.len() > 2 * BLOCK;
        if list.blocks.iter().any(has_grown) {
            let blocks = list.blocks.iter();
            list.blocks = blocks.flat_map(pieces).collect();
        }
        list
    }

    /// The memory that this list does not share with another, in bytes.
    pub fn unshared_bytes(&self, other: Option<&Self>) -> usize {
        let theirs = other.map_or(&[][..], |other| other.blocks.as_slice());
        // A block added or removed in the middle shifts all later ones, so neighbours are compared too.
        let ours = self.blocks.iter().enumerate();
        let own = ours.filter(|(at, block)| {
            let near = theirs.iter().skip(at.saturating_sub(1)).take(3);
            !near.into_iter().any(|other| Arc::ptr_eq(block, other))
        });
        let own = own.map(|(_, block)| size_of_val(block.as_slice()));
        own.sum::<usize>() + size_of_val(self.blocks.as_slice())
    }
}

/// Splits a block that has become too long; any other is returned as it is.
fn pieces(block: &Arc<Vec<u32>>) -> Vec<Arc<Vec<u32>>> {
    if block.len() > 2 * BLOCK {
        let pieces = block.chunks(BLOCK).map(|piece| Arc::new(piece.to_vec()));
        pieces.collect()
    } else {
        vec![Arc::clone(block)]
    }
}

impl FromIterator<u32> for RowList {
    fn from_iter<I: IntoIterator<Item = u32>>(rows: I) -> Self {
        let rows: Vec<u32> = rows.into_iter().collect();
        let blocks = rows.chunks(BLOCK).map(|block| Arc::new(block.to_vec()));
        Self {
            blocks: blocks.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(rows: &[u32]) -> RowList {
        rows.iter().copied().collect()
    }

    fn rows(list: &RowList) -> Vec<u32> {
        list.iter().copied().collect()
    }

    proptest! {
        /// Removing and inserting rows gives the same list as sorting a plain vector.
        #[test]
        fn a_list_that_was_changed_is_one_that_is_made_whole(
            size in 0_u32..9_000,
            left in proptest::collection::btree_set(0_u32..9_000, 0..40),
            come in proptest::collection::vec(0_u32..18_000, 0..3_000),
        ) {
            // Even numbers are in the list; odd ones are inserted.
            let before: Vec<u32> = (0..size).map(|number| number * 2).collect();
            let whole = list(&before);
            let left: Vec<u32> = left.into_iter().filter(|number| *number < size).map(|n| n * 2).collect();
            let places = left.iter().map(|row| whole.partition_point(|other| other < *row));
            let kept = whole.without(places.collect());
            let mut expected: Vec<u32> = before.iter().copied().filter(|row| !left.contains(row)).collect();
            prop_assert_eq!(&rows(&kept), &expected);

            let mut come: Vec<u32> = come.into_iter().map(|number| number * 2 + 1).collect();
            come.sort_unstable();
            come.dedup();
            let placed: Vec<(Place, u32)> = come
                .iter()
                .map(|row| (kept.partition_point(|other| other < *row), *row))
                .collect();
            let after = kept.with(&placed);
            expected.extend(&come);
            expected.sort_unstable();
            prop_assert_eq!(&rows(&after), &expected);
            prop_assert_eq!(after.len(), expected.len());
            prop_assert!(after.blocks.iter().all(|block| (1..=2 * BLOCK).contains(&block.len())));
            // The rows before a place and from it on are all rows.
            let place = after.partition_point(|row| row < size);
            let parts: Vec<u32> = after.before(place).chain(after.from(place)).copied().collect();
            prop_assert_eq!(&parts, &expected);
            prop_assert_eq!(after.get(place), expected.iter().copied().find(|row| *row >= size));
        }
    }

    #[test]
    fn one_row_that_moves_copies_two_blocks() {
        let before = list(&(0..100_000).collect::<Vec<u32>>());
        let place = before.partition_point(|row| row < 50_000);
        let kept = before.without(vec![place]);
        let after = kept.with(&[(kept.partition_point(|row| row < 90_000), 50_000)]);
        let spine = size_of_val(after.blocks.as_slice());
        assert!(after.unshared_bytes(Some(&before)) <= 2 * 4 * (BLOCK + 1) + spine);
        assert_eq!(after.len(), before.len());
    }
}
