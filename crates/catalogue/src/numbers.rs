//! Which row a commitment of the store is in.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::rows::Rows;

/// Row numbers by the store's ids, which nobody chooses: a quick hash does. A clone shares the large part.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbers {
    known: Arc<FxHashMap<i64, u32>>,
    /// Those that came since, or went; counts before `known`.
    since: FxHashMap<i64, Option<u32>>,
}

/// What may come and go before all is put in one map again, as a part of the whole.
const SINCE: usize = 16;

impl Numbers {
    pub fn new(rows: &Rows) -> Self {
        let known = rows
            .iter()
            .filter_map(|(number, row)| Some((row.id, u32::try_from(number).ok()?)));
        Self {
            known: Arc::new(known.collect()),
            since: FxHashMap::default(),
        }
    }

    pub fn of(&self, id: i64) -> Option<u32> {
        if let Some(since) = self.since.get(&id) {
            return *since;
        }
        self.known.get(&id).copied()
    }

    /// The numbers after some ids got another row, or none.
    pub fn after(&self, changed: impl IntoIterator<Item = (i64, Option<u32>)>) -> Self {
        let mut after = self.clone();
        let differ = changed.into_iter().filter(|(id, row)| self.of(*id) != *row);
        after.since.extend(differ);
        if after.since.len() > 64 + after.known.len() / SINCE {
            let mut all = FxHashMap::clone(&after.known);
            for (id, number) in after.since.drain() {
                match number {
                    Some(number) => all.insert(id, number),
                    None => all.remove(&id),
                };
            }
            after.known = Arc::new(all);
        }
        after
    }
}
