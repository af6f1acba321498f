//! Events of the commitments that a query selects, for feeds and e-mail.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::changes::ChangedCommitment;
use super::localized::{area_names, member_names, withdrawn_status};
use super::search::synonyms;
use super::{App, spelling};
use crate::error::AppError;
use catalogue::{Catalogue, Occurrences, TextIndex};
use domain::query::{Query, Sort};
use domain::record::{LastChange, Published, Texts};
use domain::search::Search;
use domain::text::{fold, folded_words};
use domain::{CommitmentCode, Lang};
use store::{CommitmentEvent, PastRevision};

/// Maximum number of events in a feed.
pub const MAX_EVENTS: usize = 50;
/// Number of withdrawn commitments that feeds still report on: the most recently withdrawn ones.
const MAX_WITHDRAWN: i64 = 200;

/// What a revision did to a commitment, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// It was added to the record.
    New,
    /// Its ratings changed.
    Rated,
    /// Anything else.
    Changed,
    /// Its government withdrew it, or it was removed from the record.
    Withdrawn,
}

impl EventKind {
    /// Machine-readable name.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Rated => "rated",
            Self::Changed => "changed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A revision that changed a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowedEvent {
    /// The revision.
    pub revision: PastRevision,
    /// What happened, in one word.
    pub kind: EventKind,
    /// What the revision changed about the commitment.
    pub item: ChangedCommitment,
    /// Who wrote the ratings that it published.
    pub drafted_by: Vec<String>,
    /// Whether the commitment is still in the record.
    pub is_there: bool,
}

/// The kind of a change. A commitment that its government withdrew stays in the record.
pub(super) fn kind(item: &ChangedCommitment, lang: Lang) -> EventKind {
    let withdrawn = withdrawn_status(lang);
    let mut facts = item.facts.iter();
    if item.is_gone || facts.any(|fact| fact.field == "status" && fact.after == withdrawn) {
        EventKind::Withdrawn
    } else if item.is_new {
        EventKind::New
    } else if item.ratings.is_empty() {
        EventKind::Changed
    } else {
        EventKind::Rated
    }
}

/// Events of the commitments in a list.
#[derive(Debug, Clone)]
pub struct FollowView {
    /// The snapshot that names come from.
    pub catalogue: Arc<Catalogue>,
    /// The query, in canonical form.
    pub query: Query,
    /// Newest first.
    pub events: Vec<FollowedEvent>,
}

/// Cache key of the withdrawn commitments: a version, and the day as of which its reviews are overdue.
pub(super) type WithdrawnKey = (i64, NaiveDate);

/// The most recently withdrawn commitments, as they were before.
#[derive(Debug)]
pub(super) struct Withdrawn {
    catalogue: Catalogue,
    /// The words of their long texts, which the index of the record no longer has.
    words: Vec<(i64, String)>,
}

/// Maximum size in bytes of the words of one commitment.
const MAX_WORDS: usize = 16 * 1024;

/// The words of long texts, folded as for searches.
fn words_of(texts: &Texts) -> String {
    let milestones = texts.milestones.iter().map(|m| m.text.as_str());
    let mut words = String::new();
    for text in texts.description.as_deref().into_iter().chain(milestones) {
        for word in folded_words(&fold(text)) {
            if words.len() + word.len() >= MAX_WORDS {
                return words;
            }
            words.push_str(word);
            words.push(' ');
        }
    }
    words
}

impl Withdrawn {
    /// For each leaf of a search, the commitments whose long texts contain it.
    fn with(&self, search: &Search) -> Vec<Vec<i64>> {
        let mut found: Vec<Vec<i64>> = vec![Vec::new(); search.leaves().count()];
        for (id, text) in &self.words {
            let words: Vec<&str> = text.split_whitespace().collect();
            for (group, found) in search.leaves().zip(&mut found) {
                if group
                    .spellings
                    .iter()
                    .any(|spelling| spelling.is_in(&words))
                {
                    found.push(*id);
                }
            }
        }
        found
    }
}

impl App {
    /// The newest events of the commitments that a query selects, and of those that it selected when they
    /// were withdrawn; at most [`MAX_EVENTS`]. Ignores the page and the order of the query.
    pub async fn followed(&self, query: &Query, lang: Lang) -> Result<FollowView, AppError> {
        let catalogue = self.catalogue();
        let query = spelling::canonical(&catalogue, query).selection();
        let newest_first = query.sorted(Sort::Changed);
        let found = self.found(&query).await?;
        let selection = catalogue.select(&query, found.as_ref().map(|found| found.ids.as_slice()));
        // No event of a commitment is later than its last change, so the newest events belong to the
        // commitments that changed last.
        let mut candidates: Vec<(i64, Option<LastChange>)> = catalogue
            .ordered(&newest_first, &selection)
            .take(MAX_EVENTS)
            .map(|row| (row.id, row.last_change))
            .collect();
        let present = candidates.len();
        candidates.extend(self.withdrawn_from(&newest_first).await?);
        let gone: Vec<i64> = candidates[present..].iter().map(|(id, _)| *id).collect();
        candidates.sort_by_key(|(_, last)| std::cmp::Reverse(*last));
        candidates.truncate(MAX_EVENTS);
        let ids: Vec<i64> = candidates.into_iter().map(|(id, _)| id).collect();
        let limit = i64::try_from(MAX_EVENTS).unwrap_or(i64::MAX);
        let events = self.inner.store.events(&ids, self.upto(), limit).await?;
        Ok(FollowView {
            events: self.events_told(events, &gone, lang).await?,
            catalogue,
            query,
        })
    }

    /// Events with what they changed, in the same order, without those that changed nothing visible.
    async fn events_told(
        &self,
        events: Vec<CommitmentEvent>,
        gone: &[i64],
        lang: Lang,
    ) -> Result<Vec<FollowedEvent>, AppError> {
        let mut told = Vec::with_capacity(events.len());
        for events in events.chunk_by(|a, b| a.revision.number == b.revision.number) {
            let Some(revision) = events.first().map(|event| &event.revision) else {
                continue;
            };
            let number = revision.number;
            let mut items: HashMap<CommitmentCode, (ChangedCommitment, Vec<String>)> =
                HashMap::new();
            let mut codes = Vec::with_capacity(events.len());
            if let [event] = events {
                let change = self.change_of(number, event.commitment, lang).await?;
                for item in &change.items {
                    codes.push((item.code.clone(), event.commitment));
                    let drafted_by = change.drafted_by.clone();
                    items.insert(item.code.clone(), (item.clone(), drafted_by));
                }
            } else {
                // Read them together: one file may have changed them all.
                let ids: Vec<i64> = events.iter().map(|event| event.commitment).collect();
                let touched = self.inner.store.changes_of(number, &ids).await?;
                for (id, touched) in ids.iter().zip(&touched) {
                    let entry = touched.after.as_ref().or(touched.before.as_ref());
                    codes.extend(entry.map(|entry| (entry.commitment.code.clone(), *id)));
                }
                for item in self.in_words(number, touched, lang).await? {
                    items.insert(item.code.clone(), (item, Vec::new()));
                }
            }
            for (code, id) in codes {
                let Some((item, drafted_by)) = items.remove(&code) else {
                    continue;
                };
                let says_something = item.is_new
                    || item.is_gone
                    || !(item.facts.is_empty() && item.ratings.is_empty());
                if says_something {
                    told.push(FollowedEvent {
                        revision: revision.clone(),
                        kind: kind(&item, lang),
                        item,
                        drafted_by,
                        is_there: !gone.contains(&id),
                    });
                }
            }
        }
        Ok(told)
    }

    /// The withdrawn commitments that a query selected in their last state, each with the revision that
    /// withdrew it.
    async fn withdrawn_from(
        &self,
        query: &Query,
    ) -> Result<Vec<(i64, Option<LastChange>)>, AppError> {
        let withdrawn = self.withdrawn().await?;
        let catalogue = &withdrawn.catalogue;
        if catalogue.is_empty() {
            return Ok(Vec::new());
        }
        let found = match self.found(query).await? {
            // Read the search as the list does.
            Some(found) => {
                let in_texts = withdrawn.with(&found.search);
                let index = TextIndex::of(catalogue, None, member_names, area_names, synonyms);
                let leaves = found.search.leaves().zip(&in_texts);
                let occurrences: Vec<Occurrences> = leaves
                    .map(|(leaf, ids)| index.occurrences(catalogue, leaf, ids))
                    .collect();
                let ranking = index.rank(catalogue, &found.search, &occurrences);
                Some(ranking.find(found.fit()))
            }
            None => None,
        };
        let selection = catalogue.select(query, found.as_deref());
        let rows = catalogue.ordered(query, &selection).take(MAX_EVENTS);
        Ok(rows.map(|row| (row.id, row.last_change)).collect())
    }

    /// The most recently withdrawn commitments, as they were before.
    async fn withdrawn(&self) -> Result<Arc<Withdrawn>, AppError> {
        let shown = self.catalogue();
        let key = (shown.version().number, shown.today());
        let read = async {
            let store = &self.inner.store;
            let left = store.withdrawn(key.0, MAX_WITHDRAWN).await?;
            let mut commitments = Vec::with_capacity(left.len());
            let mut last_changes = HashMap::new();
            let mut words = Vec::with_capacity(left.len());
            for together in left.chunk_by(|(_, one), (_, other)| one == other) {
                let ids: Vec<i64> = together.iter().map(|(id, _)| *id).collect();
                let Some((_, revision)) = together.first() else {
                    continue;
                };
                let events = store.events(&ids, *revision, 1).await?;
                let made_at = events.first().map(|event| event.revision.revision.made_at);
                let changes = store.changes_of(*revision, &ids).await?;
                for (id, change) in ids.into_iter().zip(changes) {
                    let Some(before) = change.before else {
                        continue;
                    };
                    let last = made_at.map(|made_at| LastChange {
                        revision: *revision,
                        made_at,
                    });
                    last_changes.extend(last.map(|last| (id, last)));
                    words.push((id, words_of(&before.texts)));
                    commitments.push((id, before.commitment));
                }
            }
            commitments.sort_by(|(_, a), (_, b)| a.code.cmp(&b.code));
            let published = Published {
                version: shown.version().clone(),
                areas: shown.areas().iter().cloned().collect(),
                context: Vec::new(),
                commitments,
                last_changes,
            };
            Ok(Withdrawn {
                catalogue: Catalogue::build(published, key.1),
                words,
            })
        };
        self.inner.kept.withdrawn.get_or_make(key, read).await
    }
}
