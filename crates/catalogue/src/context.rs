//! What surrounds the commitments, ready to be shown: what was withdrawn is left out.

use std::sync::Arc;

use domain::CommitmentCode;
use domain::context::{Item, Kind};

/// Every item, in the order in which pages show them: by kind, position, then name.
#[derive(Debug, Default)]
pub struct Context {
    items: Vec<Arc<Item>>,
    withdrawn: Vec<Arc<Item>>,
}

impl Context {
    /// Sorts what the record holds.
    pub fn new(items: Vec<Item>) -> Self {
        let mut items: Vec<Arc<Item>> = items.into_iter().map(Arc::new).collect();
        items.sort_by_key(|item| (item.kind, item.position(), item.slug.clone()));
        let (withdrawn, items) = items.into_iter().partition(|item| item.withdrawn);
        Self { items, withdrawn }
    }

    /// The items of a kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Arc<Item>> {
        self.items.iter().filter(move |item| item.kind == kind)
    }

    /// The items of a kind that were withdrawn.
    pub fn withdrawn(&self, kind: Kind) -> impl Iterator<Item = &Arc<Item>> {
        self.withdrawn.iter().filter(move |item| item.kind == kind)
    }

    /// An item by its name.
    pub fn find(&self, kind: Kind, slug: &str) -> Option<&Arc<Item>> {
        self.of(kind).find(|item| item.slug == slug)
    }

    /// Whether there is nothing at all, withdrawn or not.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.withdrawn.is_empty()
    }

    /// The items of a kind in whose field a commitment is named.
    pub fn about<'a>(
        &'a self,
        kind: Kind,
        field: &'static str,
        code: &'a CommitmentCode,
    ) -> impl Iterator<Item = &'a Arc<Item>> {
        self.of(kind)
            .filter(move |item| item.codes(field).contains(code))
    }
}
