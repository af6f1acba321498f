//! Searching the record: short texts in memory and long texts in the database, with one parser for queries
//! and one ranking.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use super::localized::{area_names, member_names};
use super::views::{Alternative, Understood};
use super::{App, HeavyKind};
use crate::error::AppError;
use catalogue::{Bitset, Catalogue, ContextItems, Fit, NamesFound, Occurrences, TextIndex};
use domain::context::{ContextItem, ContextKind};
use domain::query::Query;
use domain::search::{Group, Search, Sense, SynonymSet, Synonyms, is_confident};

/// The result of a search, and how what was typed is understood.
#[derive(Debug)]
pub(super) struct Found {
    pub search: Search,
    /// The ids of the commitments, best first.
    pub ids: Vec<i64>,
    /// If there are none: commitments that match most of the search.
    most: Vec<i64>,
    /// Whether `ids` are those that match most of the search.
    is_most_only: bool,
    /// The correction that was searched for instead, if what was typed is nowhere and the correction is
    /// very close.
    instead: Option<String>,
    /// Whether only related terms were found, and nothing says what was typed.
    is_related_only: bool,
    /// The words that were searched for.
    words: Vec<Word>,
    /// The catalogue that was searched, and its rows with any word of the search in a long text or summary.
    in_texts: (u64, Bitset),
}

/// A word that was searched for.
#[derive(Debug)]
struct Word {
    typed: String,
    /// Whether it, or the term that it is part of, was found. Always true for years, and for words that
    /// need not be found.
    is_somewhere: bool,
    is_needed: bool,
    /// If it was not found: similar words that occur.
    near: Vec<String>,
    /// Whether the first of these is so close that it must be what was meant.
    is_confident: bool,
}

impl Found {
    /// Approximate size in bytes.
    pub(super) fn bytes(&self) -> usize {
        let spellings: usize = self.search.leaves().map(|leaf| leaf.spellings.len()).sum();
        let near = self.words.iter().flat_map(|word| &word.near);
        let near = near.map(|word| 32 + word.len());
        256 + 100 * spellings
            + near.sum::<usize>()
            + size_of_val(self.ids.as_slice())
            + size_of_val(self.most.as_slice())
            + self.in_texts.1.bytes()
    }

    /// Whether a long text of a commitment may have a word of the search. Of another catalogue than the one
    /// that was searched, every one may: one of the same version that was made in another way has other rows.
    pub(super) fn may_be_in_texts(&self, catalogue: &Catalogue, id: i64) -> bool {
        let (searched, rows) = &self.in_texts;
        let row = catalogue.row_number(id);
        *searched != catalogue.id() || row.is_some_and(|row| rows.contains(row))
    }

    /// How the search was understood, if not as it was typed.
    pub(super) fn understood(&self) -> Option<Understood> {
        let related = self.is_related_only.then_some(Understood::RelatedOnly);
        let most = self.is_most_only.then_some(Understood::MostWords);
        let instead = self.instead.clone().map(Understood::Instead);
        instead.or(most).or(related)
    }

    /// How much of the search a commitment must match.
    pub(super) fn fit(&self) -> Fit {
        if self.is_most_only {
            Fit::Most
        } else {
            Fit::All
        }
    }

    /// Falls back to commitments that match most of the search, if none matches all of it.
    fn or_most(self) -> Self {
        if !self.ids.is_empty() || self.most.is_empty() {
            return self;
        }
        Self {
            ids: self.most,
            most: Vec::new(),
            is_most_only: true,
            ..self
        }
    }

    /// The correction, if nothing was found and every word that is nowhere has a very close one.
    fn correction(&self) -> Correction {
        if self.ids.is_empty() {
            Correction::of_words(&self.words)
        } else {
            Correction::Unsure
        }
    }
}

/// The correction of a mistyped search.
pub(super) enum Correction {
    /// The whole search as it was meant.
    Confident(String),
    /// There is no correction that is certain enough.
    Unsure,
}

impl Correction {
    /// The correction of a search that finds nothing in short texts.
    pub(super) fn of(index: &TextIndex, search: &Search) -> Self {
        let is_somewhere: Vec<bool> = search.leaves().map(|leaf| index.has(leaf)).collect();
        Self::of_words(&words_of(index, search, is_somewhere))
    }

    fn of_words(words: &[Word]) -> Self {
        let mut missing = words.iter().filter(|word| !word.is_somewhere).peekable();
        if missing.peek().is_none() || !missing.all(|word| word.is_confident) {
            return Self::Unsure;
        }
        let meant = words.iter().map(|word| {
            let near = word.near.first();
            near.unwrap_or(&word.typed).as_str()
        });
        Self::Confident(meant.collect::<Vec<_>>().join(" "))
    }
}

/// Maximum number of searches offered instead of one that finds nothing.
const MAX_ALTERNATIVES: usize = 3;
/// Maximum number of similar words tried for one that is nowhere.
const MAX_NEAR: usize = 3;

impl App {
    /// The result of the search in a query, in the state that is shown; `None` without a search.
    pub(super) async fn found(&self, query: &Query) -> Result<Option<Arc<Found>>, AppError> {
        match query.search() {
            Some(typed) => Ok(Some(self.search(typed).await?)),
            None => Ok(None),
        }
    }

    pub(super) async fn search(&self, typed: &str) -> Result<Arc<Found>, AppError> {
        // The result depends only on the version and on what was typed: past and present are searched in
        // the same way, even if another instance has written in the meantime.
        let catalogue = self.catalogue();
        let number = catalogue.version().number;
        // As it was typed: `DE 12` may be the beginning of a code, `de 12` is not.
        let key = (number, typed.trim().to_owned());
        let find = async {
            let found = self.find(&catalogue, typed).await?;
            // For a mistyped word or name, show what was meant and say so.
            let instead = match found.correction() {
                Correction::Confident(instead) => Some(instead),
                Correction::Unsure => None,
            };
            if instead.is_none() && !found.ids.is_empty() {
                return Ok(found);
            }
            let index = self.text_index(&catalogue).await?;
            let name = index.name_meant(typed).map(str::to_owned);
            let Some(instead) = name.or(instead) else {
                return Ok(found.or_most());
            };
            let corrected = self.find(&catalogue, &instead).await?.or_most();
            if corrected.ids.is_empty() {
                return Ok(found.or_most());
            }
            Ok(Found {
                instead: Some(instead),
                ..corrected
            })
        };
        self.inner.kept.searches.get_or_make(key, find).await
    }

    /// The result for exactly what was typed.
    async fn find(&self, catalogue: &Arc<Catalogue>, typed: &str) -> Result<Found, AppError> {
        let index = self.text_index(catalogue).await?;
        let search = index.read(catalogue, typed);
        let leaves: Vec<&Group> = search.leaves().collect();
        let occurrences = self.occurrences(catalogue, &index, &leaves).await?;
        let ranking = index.rank(catalogue, &search, &occurrences);
        let ids = ranking.find(Fit::All);
        let most = if ids.is_empty() {
            ranking.find(Fit::Most)
        } else {
            Vec::new()
        };
        let is_somewhere = occurrences.iter().map(Occurrences::is_somewhere).collect();
        let is_related_only = search.codes.is_empty()
            && !ids.is_empty()
            && !self.is_said(catalogue, &index, &search).await?;
        let words = words_of(&index, &search, is_somewhere);
        Ok(Found {
            is_related_only,
            is_most_only: false,
            words,
            ids,
            most,
            search,
            instead: None,
            in_texts: (catalogue.id(), Occurrences::rows_in_texts(&occurrences)),
        })
    }

    /// Whether anything says what was typed, rather than something related to it.
    async fn is_said(
        &self,
        catalogue: &Catalogue,
        index: &TextIndex,
        search: &Search,
    ) -> Result<bool, AppError> {
        let own: Vec<Group> = search
            .leaves()
            .map(|leaf| Group {
                spellings: leaf
                    .spellings
                    .iter()
                    .filter(|s| !s.is_related)
                    .cloned()
                    .collect(),
                ..Group::default()
            })
            .collect();
        let mut is_said: Vec<bool> = own.iter().map(|leaf| index.has(leaf)).collect();
        let all = |is_said: &[bool]| {
            let mut said = is_said.iter();
            search.groups.iter().all(|group| {
                let is_own = said.next().is_some_and(|said| *said);
                let parts: Vec<&bool> = said.by_ref().take(group.parts.len()).collect();
                let is_said = is_own || (!parts.is_empty() && parts.into_iter().all(|said| *said));
                group.sense != Sense::Words || is_said
            })
        };
        if all(&is_said) {
            return Ok(true);
        }
        let own: Vec<&Group> = own.iter().collect();
        let occurrences = self.occurrences(catalogue, index, &own).await?;
        for (is_said, leaf) in is_said.iter_mut().zip(occurrences) {
            *is_said |= leaf.is_somewhere();
        }
        Ok(all(&is_said))
    }

    /// The members and policy areas that a search names in the state that is shown.
    pub(super) async fn names_found(&self, search: &Search) -> Result<NamesFound, AppError> {
        let index = self.text_index(&self.catalogue()).await?;
        Ok(index.names_found(search))
    }

    /// The text index of a state of the record, built from that of the nearest cached state.
    pub(super) async fn text_index(
        &self,
        catalogue: &Arc<Catalogue>,
    ) -> Result<Arc<TextIndex>, AppError> {
        let number = catalogue.version().number;
        // The present must not wait for past states.
        let kind = match self.shown_as_of() {
            Some(_) => HeavyKind::PastState,
            None => HeavyKind::Catalogue,
        };
        let build = async {
            let catalogue = Arc::clone(catalogue);
            let known = self.inner.kept.text_indexes.kept();
            let nearest = known.min_by_key(|(other, _)| other.0.abs_diff(number));
            let other = nearest.map(|(_, index)| index);
            let build = move || {
                let other = other.as_deref();
                TextIndex::of(&catalogue, other, member_names, area_names, synonyms)
            };
            let index = self.heavy().run(kind, build).await?;
            // The others share the larger part with one that nothing new is made from any more.
            if kind == HeavyKind::Catalogue && index.is_whole() {
                self.inner.kept.text_indexes.clear();
            }
            Ok(index)
        };
        let key = (number, catalogue.id());
        self.inner.kept.text_indexes.get_or_make(key, build).await
    }

    /// Alternatives to a search that finds nothing: with similar words, or without one of the words. Each
    /// has the number of commitments that it finds under the other filters of the query.
    pub(super) async fn alternatives(&self, query: &Query) -> Result<Vec<Alternative>, AppError> {
        let Some(found) = self.found(query).await? else {
            return Ok(Vec::new());
        };
        let catalogue = self.catalogue();
        let mut alternatives: Vec<Alternative> = Vec::new();
        let (corrected, shorter) = candidates(&found);
        let corrections = corrected.len();
        for (at, search) in corrected.into_iter().chain(shorter).enumerate() {
            // Leave words out only if no correction finds anything.
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

/// The words of a search, with similar ones for those that are nowhere. `is_somewhere` says for each leaf
/// whether it occurs anywhere.
fn words_of(index: &TextIndex, search: &Search, is_somewhere: Vec<bool>) -> Vec<Word> {
    let mut leaves = search.leaves().zip(is_somewhere);
    let mut words = Vec::new();
    for group in &search.groups {
        let is_needed = group.sense != Sense::Optional;
        let is_found = leaves.next().is_some_and(|(_, is_somewhere)| is_somewhere);
        // A year without plans is not a misspelling.
        let is_right = is_found || matches!(group.sense, Sense::Optional | Sense::Years);
        if group.parts.is_empty() {
            words.push(word(index, group, is_right, is_needed));
        }
        let parts = leaves.by_ref().take(group.parts.len());
        let parts =
            parts.map(|(part, is_there)| word(index, part, is_there || is_right, is_needed));
        words.extend(parts);
    }
    words
}

fn word(index: &TextIndex, leaf: &Group, is_somewhere: bool, is_needed: bool) -> Word {
    let searched = leaf.typed.replace(' ', "");
    let near = if is_somewhere {
        Vec::new()
    } else {
        index.near(&searched, MAX_NEAR)
    };
    let is_meant = |near: &&str| is_confident(&searched, near, index.is_of_member(near));
    Word {
        typed: leaf.typed.clone(),
        is_somewhere,
        is_needed,
        is_confident: near.first().is_some_and(is_meant),
        near: near.into_iter().map(str::to_owned).collect(),
    }
}

/// The synonyms of a state of the record, and the bundled ones that it neither has nor has withdrawn.
pub(super) fn synonyms(context: &ContextItems) -> Synonyms {
    static SHIPPED: LazyLock<Vec<ContextItem>> = LazyLock::new(|| {
        let items = interchange::seed::context().unwrap_or_default();
        let items = items.into_iter();
        items
            .filter(|item| item.kind == ContextKind::Synonym)
            .collect()
    });
    let own = || context.of(ContextKind::Synonym);
    let known: HashSet<&str> = own()
        .chain(context.withdrawn(ContextKind::Synonym))
        .map(|item| item.slug.as_str())
        .collect();
    let shipped = SHIPPED
        .iter()
        .filter(|item| !known.contains(item.slug.as_str()));
    let set = |item: &ContextItem| {
        let terms = |key| item.list(key).map(str::to_owned).collect();
        SynonymSet {
            same: terms("same"),
            related: terms("related"),
        }
    };
    let sets: Vec<SynonymSet> = own()
        .map(|item| set(item))
        .chain(shipped.map(set))
        .collect();
    Synonyms::of(&sets)
}

/// Alternatives to a search that finds nothing: first with similar words for those that are nowhere, then
/// without one of the words that must be found.
fn candidates(found: &Found) -> (Vec<String>, Vec<String>) {
    let words = &found.words;
    let word = |at: usize, choice: usize| {
        let Word { typed, near, .. } = &words[at];
        let near = near.get(choice).or_else(|| near.first());
        near.unwrap_or(typed).as_str()
    };
    let most = words
        .iter()
        .map(|word| word.near.len())
        .max()
        .unwrap_or_default();
    let corrected = (0..most).map(|choice| {
        let words: Vec<&str> = (0..words.len()).map(|at| word(at, choice)).collect();
        words.join(" ")
    });
    let needed = words.iter().filter(|word| word.is_needed).count();
    let shorter = (0..words.len())
        .filter(|at| needed > 1 && words[*at].is_needed)
        .map(|left_out| {
            let kept = (0..words.len()).filter(|at| *at != left_out);
            kept.map(|at| word(at, 0)).collect::<Vec<_>>().join(" ")
        });
    (corrected.collect(), shorter.collect())
}
