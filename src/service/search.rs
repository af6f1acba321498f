//! Searching the record: short texts in memory, long ones in the database, with one reading of what was
//! typed and one order.

use std::sync::Arc;

use super::localized::{area_names, member_names};
use super::views::Alternative;
use super::{App, HeavyKind};
use crate::error::AppError;
use catalogue::{Catalogue, NamesFound, TextIndex};
use domain::query::Query;
use domain::search::{Search, Spelling};
use tokio::sync::Semaphore;

/// What a search has found, and how what was typed is understood.
#[derive(Debug)]
pub(super) struct Found {
    pub search: Search,
    /// The ids of the commitments, best first.
    pub ids: Vec<i64>,
    /// For each group of the search that is nowhere, near words that are somewhere; none for the others.
    near: Vec<Vec<String>>,
}

impl Found {
    /// About how many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        let groups = self.search.groups.iter();
        let spellings: usize = groups.map(|group| group.spellings.len()).sum();
        let near = self.near.iter().flatten().map(|word| 32 + word.len());
        256 + 80 * spellings + near.sum::<usize>() + size_of_val(self.ids.as_slice())
    }
}

/// Searches of long texts at once: one of a past state, or of letters without spaces between words, reads
/// many texts.
static TEXT_SEARCHES: Semaphore = Semaphore::const_new(2);

/// Searches offered instead of one that finds nothing, at most.
const MAX_ALTERNATIVES: usize = 3;
/// Near words that are tried for one that is nowhere.
const MAX_NEAR: usize = 3;

impl App {
    /// What a query's search finds in the state that is shown; none without one.
    pub(super) async fn found(&self, query: &Query) -> Result<Option<Arc<Found>>, AppError> {
        match query.search() {
            Some(typed) => Ok(Some(self.search(typed).await?)),
            None => Ok(None),
        }
    }

    async fn search(&self, typed: &str) -> Result<Arc<Found>, AppError> {
        // What is found depends on the state and on what was typed alone: past and present are searched
        // in the same way, also where another instance has written in the meantime.
        let catalogue = self.catalogue();
        let number = catalogue.version().number;
        let key = (number, typed.trim().to_lowercase());
        let find = async {
            let index = self.text_index(&catalogue).await?;
            let search = index.read(typed);
            let groups: Vec<&[Spelling]> = search
                .groups
                .iter()
                .map(|group| group.spellings.as_slice())
                .collect();
            let in_texts = {
                let _turn = TEXT_SEARCHES.acquire().await;
                self.inner.store.search(&groups, number).await?
            };
            let near = search.groups.iter().zip(&in_texts).map(|(group, ids)| {
                if !ids.is_empty() || index.has(group) {
                    return Vec::new();
                }
                let near = index.near(&group.typed.replace(' ', ""), MAX_NEAR);
                near.into_iter().map(str::to_owned).collect()
            });
            Ok(Found {
                near: near.collect(),
                ids: index.find(&catalogue, &search, &in_texts),
                search,
            })
        };
        self.inner.searches.get_or_make(key, find).await
    }

    /// How a search is understood in the state that is shown, and the members and policy areas that it
    /// names.
    pub(super) async fn names_found(&self, typed: &str) -> Result<(Search, NamesFound), AppError> {
        let index = self.text_index(&self.catalogue()).await?;
        let search = index.read(typed);
        let names = index.names_found(&search);
        Ok((search, names))
    }

    /// The words of a state of the record, made from those of the nearest state that is known.
    async fn text_index(&self, catalogue: &Arc<Catalogue>) -> Result<Arc<TextIndex>, AppError> {
        let number = catalogue.version().number;
        // The present waits for no past state.
        let kind = match self.shown_as_of() {
            Some(_) => HeavyKind::PastState,
            None => HeavyKind::Catalogue,
        };
        let build = async {
            let catalogue = Arc::clone(catalogue);
            let known = self.inner.text_indexes.kept();
            let nearest = known.min_by_key(|(other, _)| other.0.abs_diff(number));
            let other = nearest.map(|(_, index)| index);
            let build =
                move || TextIndex::of(&catalogue, other.as_deref(), member_names, area_names);
            Ok(self.heavy().run(kind, build).await?)
        };
        let key = (number, catalogue.made());
        self.inner.text_indexes.get_or_make(key, build).await
    }

    /// Searches that somebody may have meant who has found nothing, each with what it finds among the
    /// other filters: with words spelled otherwise, or without one of them.
    pub(super) async fn alternatives(&self, query: &Query) -> Result<Vec<Alternative>, AppError> {
        let Some(found) = self.found(query).await? else {
            return Ok(Vec::new());
        };
        let catalogue = self.catalogue();
        let mut alternatives: Vec<Alternative> = Vec::new();
        let (corrected, shorter) = candidates(&found);
        let corrections = corrected.len();
        for (at, search) in corrected.into_iter().chain(shorter).enumerate() {
            // Words are left out only where no correction finds anything.
            if at >= corrections && !alternatives.is_empty() && corrections > 0 {
                break;
            }
            let query = query.searching(&search);
            let Some(found) = self.found(&query).await? else {
                continue;
            };
            let count = catalogue.select(&query, Some(&found.ids)).rows.count();
            let is_new = alternatives.iter().all(|other| other.query != query);
            if count > 0 && is_new {
                alternatives.push(Alternative { query, count });
            }
            if alternatives.len() == MAX_ALTERNATIVES {
                break;
            }
        }
        Ok(alternatives)
    }
}

/// Other searches for what was not found: with a near word for each one that is nowhere, and then without
/// one of the words.
fn candidates(found: &Found) -> (Vec<String>, Vec<String>) {
    let Found { search, near, .. } = found;
    let groups = &search.groups;
    let word = |at: usize, choice: usize| {
        let near = near[at].get(choice).or_else(|| near[at].first());
        near.map_or(groups[at].typed.as_str(), String::as_str)
    };
    let most = near.iter().map(Vec::len).max().unwrap_or_default();
    let corrected = (0..most).map(|choice| {
        let words: Vec<&str> = (0..groups.len()).map(|at| word(at, choice)).collect();
        words.join(" ")
    });
    let shorter = (0..groups.len())
        .filter(|_| groups.len() > 1)
        .map(|left_out| {
            let kept = (0..groups.len()).filter(|at| *at != left_out);
            kept.map(|at| word(at, 0)).collect::<Vec<_>>().join(" ")
        });
    (corrected.collect(), shorter.collect())
}
