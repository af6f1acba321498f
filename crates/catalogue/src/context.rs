//! Context items, sorted for display; withdrawn ones are kept apart.

use std::sync::Arc;

use domain::CommitmentCode;
use domain::context::{ContextItem, ContextKind};

/// Every context item, by kind, position, then slug, which is the order of pages.
#[derive(Debug, Default)]
pub struct ContextItems {
    items: Vec<Arc<ContextItem>>,
    withdrawn: Vec<Arc<ContextItem>>,
}

impl ContextItems {
    pub fn new(items: Vec<ContextItem>) -> Self {
        let mut items: Vec<Arc<ContextItem>> = items.into_iter().map(Arc::new).collect();
        items.sort_by_key(|item| (item.kind, item.position(), item.slug.clone()));
        let (withdrawn, items) = items.into_iter().partition(|item| item.withdrawn);
        Self { items, withdrawn }
    }

    pub fn of(&self, kind: ContextKind) -> impl Iterator<Item = &Arc<ContextItem>> {
        self.items.iter().filter(move |item| item.kind == kind)
    }

    pub fn withdrawn(&self, kind: ContextKind) -> impl Iterator<Item = &Arc<ContextItem>> {
        self.withdrawn.iter().filter(move |item| item.kind == kind)
    }

    pub fn find(&self, kind: ContextKind, slug: &str) -> Option<&Arc<ContextItem>> {
        self.of(kind).find(|item| item.slug == slug)
    }

    /// Every item, withdrawn ones included.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<ContextItem>> {
        self.items.iter().chain(&self.withdrawn)
    }

    /// Whether there is no item at all, withdrawn or not.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.withdrawn.is_empty()
    }

    /// The items of a kind that name a commitment in a field.
    pub fn about<'a>(
        &'a self,
        kind: ContextKind,
        field: &'static str,
        code: &'a CommitmentCode,
    ) -> impl Iterator<Item = &'a Arc<ContextItem>> {
        self.of(kind)
            .filter(move |item| item.codes(field).contains(code))
    }
}
