//! Where the words of searches occur, each read once for a state of the record.

use std::sync::Arc;

use super::App;
use super::kept::LeafKey;
use crate::error::AppError;
use catalogue::{Catalogue, Occurrences, TextIndex};
use domain::search::{Group, Spelling};
use tokio::sync::Semaphore;

/// Permits for searches of long texts. One in a past state, or for a script without spaces between words,
/// reads many texts.
static TEXT_SEARCHES: Semaphore = Semaphore::const_new(2);

impl App {
    /// Where leaves of searches occur, in short and long texts.
    pub(super) async fn occurrences(
        &self,
        catalogue: &Catalogue,
        index: &TextIndex,
        leaves: &[&Group],
    ) -> Result<Vec<Occurrences>, AppError> {
        // A word's own spellings are the same in every search; those that join it with its neighbours
        // are of this one alone.
        let parts: Vec<Vec<Group>> = leaves.iter().map(|leaf| apart(leaf)).collect();
        let all: Vec<&Group> = parts.iter().flatten().collect();
        let found = self.occurrences_of_parts(catalogue, index, &all).await?;
        let mut found = found.iter();
        let of_leaf = |parts: &Vec<Group>| {
            let of_parts = found.by_ref().take(parts.len());
            Occurrences::of_all(of_parts.map(|part| &**part))
        };
        Ok(parts.iter().map(of_leaf).collect())
    }

    /// The same of parts of leaves, each read once for a state of the record.
    async fn occurrences_of_parts(
        &self,
        catalogue: &Catalogue,
        index: &TextIndex,
        parts: &[&Group],
    ) -> Result<Vec<Arc<Occurrences>>, AppError> {
        let number = catalogue.version().number;
        let kept = &self.inner.kept.occurrences;
        let key = |part: &&Group| ((number, catalogue.id()), part.spellings.clone());
        let keys: Vec<LeafKey> = parts.iter().map(key).collect();
        let mut found = Vec::with_capacity(parts.len());
        for key in &keys {
            found.push(kept.kept_for(key).await);
        }
        let missing = parts
            .iter()
            .zip(&found)
            .filter(|(_, known)| known.is_none());
        let missing: Vec<&[Spelling]> =
            missing.map(|(part, _)| part.spellings.as_slice()).collect();
        let mut in_texts = if missing.is_empty() {
            Vec::new()
        } else {
            let _turn = TEXT_SEARCHES.acquire().await;
            self.inner.store.search(&missing, number).await?
        }
        .into_iter();
        let mut all = Vec::with_capacity(parts.len());
        for ((part, key), known) in parts.iter().zip(keys).zip(found) {
            if let Some(occurrences) = known {
                all.push(occurrences);
                continue;
            }
            let ids = in_texts.next().unwrap_or_default();
            let occurrences = Arc::new(index.occurrences(catalogue, part, &ids));
            kept.keep(key, Arc::clone(&occurrences)).await;
            all.push(occurrences);
        }
        Ok(all)
    }
}

/// A leaf with its own spellings, and with those that join its word with others.
fn apart(leaf: &Group) -> Vec<Group> {
    let (joined, own): (Vec<Spelling>, Vec<Spelling>) = leaf
        .spellings
        .iter()
        .cloned()
        .partition(|spelling| spelling.is_joined);
    let parts = [own, joined].into_iter();
    let parts = parts.filter(|spellings| !spellings.is_empty());
    parts
        .map(|spellings| Group {
            spellings,
            ..Group::default()
        })
        .collect()
}
