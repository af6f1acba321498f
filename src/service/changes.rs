//! The public history: what each revision changed, in words.

use std::fmt::Display;
use std::sync::Arc;

use super::localized::{self, LocalizedNames, reply_on};
use super::{App, Missing, NotFound, Suggestion};
use crate::error::AppError;
use catalogue::Catalogue;
use domain::difference::{Difference, differences_with_names};
use domain::query::Problem;
use domain::record::Entry;
use domain::route;
use domain::text::{is_slug, slugify};
use domain::{AreaTree, CommitmentCode, Dimension, Lang, Params, PolicyArea, QueryError, Rating};
use store::{ChangeFilter, CommitmentChange, Only, PastRevision};

/// Revisions on one page of the history.
pub const PAGE: i64 = 20;
/// Commitments shown for one revision; the rest are counted.
const MAX_ITEMS: usize = 20;
/// What a revision's changes in words depend on: what it changed never changes, and names are those of
/// then.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct ChangeKey {
    revision: i64,
    /// Which commitments were asked for.
    only: Only,
    lang: Lang,
}

/// What one revision changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The commitments it touched, as far as they are shown.
    pub items: Vec<ChangedCommitment>,
    /// How many it touched.
    pub total: usize,
    /// Members, plans and policy areas that it added or changed, as far as they are shown.
    pub other_changes: Vec<ChangedThing>,
    /// How many of those.
    pub other_changes_total: usize,
    /// Who wrote the ratings that it published; who published them made the revision.
    pub drafted_by: Vec<String>,
}

impl Change {
    /// About how much memory it takes.
    pub(super) fn bytes(&self) -> usize {
        let facts = |facts: &[Difference]| -> usize {
            let texts = facts.iter().map(|f| f.before.len() + f.after.len());
            texts.sum::<usize>() + size_of_val(facts)
        };
        let items = self.items.iter().map(|item| {
            let ratings = size_of_val(item.ratings.as_slice());
            size_of_val(item) + item.title.len() + facts(&item.facts) + 2 * ratings
        });
        let other_changes = self.other_changes.iter().map(|thing| {
            size_of_val(thing) + thing.name.len() + thing.href.len() + facts(&thing.facts)
        });
        256 + items.sum::<usize>() + other_changes.sum::<usize>()
    }
}

/// What one revision changed beside commitments: a member, a plan, a policy area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedThing {
    /// What it is, for example `Member Spain`.
    pub name: String,
    /// Its address on the site.
    pub href: String,
    /// Whether the revision added it.
    pub is_new: bool,
    /// Whether the revision withdrew it.
    pub is_gone: bool,
    /// What is said of it that differs; none for a new one.
    pub facts: Vec<Difference>,
}

/// What one revision changed about one commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedCommitment {
    /// Its code.
    pub code: CommitmentCode,
    /// Its title afterwards.
    pub title: String,
    /// Whether the revision added it.
    pub is_new: bool,
    /// Whether it left the published record, because the file that added it was taken back.
    pub is_gone: bool,
    /// Facts and texts that differ, none for a new one, and governments' replies to ratings.
    pub facts: Vec<Difference>,
    /// Ratings that count since, each with what counted before.
    pub ratings: Vec<ChangedRating>,
}

/// A rating that counts since a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedRating {
    /// What is rated.
    pub dimension: Dimension,
    /// What counted before.
    pub before: Option<Rating>,
    /// What counts since; none where the rating was taken back.
    pub after: Option<Rating>,
}

/// One page of the history.
#[derive(Debug, Clone)]
pub struct ChangesView {
    /// The snapshot that names and links come from.
    pub catalogue: Arc<Catalogue>,
    /// What was asked for.
    pub asked: Asked,
    /// Revisions, newest first, with what they changed.
    pub changes: Vec<(PastRevision, Arc<Change>)>,
    /// How many revisions there are.
    pub total: i64,
}

/// What a visitor of the history asks for, as the address says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// A member, by its name in addresses.
    pub member: Option<String>,
    /// A policy area, by its name in addresses; its parts belong to it.
    pub area: Option<String>,
    /// A commitment's code.
    pub code: Option<String>,
    /// `ratings` or `facts`.
    pub what: Option<String>,
    /// The first day.
    pub from: Option<String>,
    /// The last day.
    pub to: Option<String>,
    /// The page, counted from 0.
    pub page: i64,
}

impl Asked {
    /// What an address asks for; refuses by name what cannot be used.
    pub fn of(params: &Params) -> Result<Self, QueryError> {
        let one = |key: &str, problem: Problem, is_fine: fn(&str) -> bool| match params.one(key)? {
            Some(value) if !is_fine(value) => Err(QueryError::new(key, value, problem)),
            value => Ok(value.map(str::to_owned)),
        };
        let is_day = |text: &str| text.parse::<chrono::NaiveDate>().is_ok();
        let code = params.one("code")?.map(|text| {
            let code = CommitmentCode::meant(text);
            code.ok_or_else(|| QueryError::new("code", text, Problem::Code))
        });
        Ok(Self {
            member: one("member", Problem::Member, |member| {
                is_slug(&slugify(member))
            })?
            .map(|member| slugify(&member)),
            area: one("area", Problem::Area, |area| is_slug(&slugify(area)))?
                .map(|area| slugify(&area)),
            code: code.transpose()?.map(|code| code.to_string()),
            what: one("what", Problem::What, |what| {
                ["ratings", "facts"].contains(&what)
            })?,
            from: one("from", Problem::Day, is_day)?,
            to: one("to", Problem::Day, is_day)?,
            page: i64::try_from(params.page()?).unwrap_or_default(),
        })
    }

    /// The address of another page of the same history.
    pub fn link(&self, path: impl Display, page: i64) -> String {
        let mut fields = domain::forms::Fields::default();
        for (key, value) in [
            ("member", &self.member),
            ("area", &self.area),
            ("code", &self.code),
            ("what", &self.what),
            ("from", &self.from),
            ("to", &self.to),
        ] {
            if let Some(value) = value {
                fields.push(key, value.clone());
            }
        }
        if page > 0 {
            fields.push("page", (page + 1).to_string());
        }
        let encoded = fields.encode();
        if encoded.is_empty() {
            path.to_string()
        } else {
            format!("{path}?{encoded}")
        }
    }

    /// The areas that changes are about, by their slugs: the one asked for and its parts; none where all are.
    fn areas(&self, tree: &AreaTree) -> Vec<String> {
        let Some(asked) = &self.area else {
            return Vec::new();
        };
        let area = tree.find(asked).map_or(asked.as_str(), |area| &area.slug);
        let parts = tree.children(area).map(|part| part.slug.to_string());
        std::iter::once(area.to_owned()).chain(parts).collect()
    }

    pub(super) fn filter(&self, tree: &AreaTree) -> ChangeFilter {
        let day = |text: &Option<String>, later: u64| {
            let day: chrono::NaiveDate = text.as_ref()?.parse().ok()?;
            let day = day.checked_add_days(chrono::Days::new(later))?;
            Some(day.and_time(chrono::NaiveTime::MIN).and_utc())
        };
        ChangeFilter {
            member: self.member.clone(),
            areas: self.areas(tree),
            code: self.code.clone(),
            ratings: self.what.as_ref().map(|what| what == "ratings"),
            since: day(&self.from, 0),
            before: day(&self.to, 1),
        }
    }
}

impl App {
    /// One page of the history of the whole record.
    pub async fn changes(&self, asked: Asked, lang: Lang) -> Result<ChangesView, AppError> {
        let asked = self.with_member_meant(&asked);
        let store = &self.inner.store;
        let upto = self.upto();
        let catalogue = self.catalogue();
        let (revisions, total) = store
            .revisions(&asked.filter(catalogue.areas()), upto, asked.page, PAGE)
            .await?;
        if revisions.is_empty() && asked.page > 0 {
            let missing = NotFound {
                what: Missing::HistoryPage,
                instead: vec![Suggestion::FirstChanges(asked.link(route::Changes, 0))],
            };
            return Err(missing.into());
        }
        Ok(ChangesView {
            catalogue,
            changes: self.told(revisions, &asked, lang).await?,
            asked,
            total,
        })
    }

    /// What these revisions changed, of what was asked for.
    pub(super) async fn told(
        &self,
        revisions: Vec<PastRevision>,
        asked: &Asked,
        lang: Lang,
    ) -> Result<Vec<(PastRevision, Arc<Change>)>, AppError> {
        let store = &self.inner.store;
        let commitment = match asked.code.as_ref().and_then(|code| code.parse().ok()) {
            Some(code) => store.entry(&code, self.upto()).await?.map(|(id, _)| id),
            None => None,
        };
        let mut only = Only {
            commitment,
            ..Only::default()
        };
        if asked.member.is_some() || asked.area.is_some() {
            only.member.clone_from(&asked.member);
            only.areas = asked.areas(self.catalogue().areas());
            // Members and areas are as this state knows them.
            only.as_of = self.upto();
        }
        let mut changes = Vec::with_capacity(revisions.len());
        for revision in revisions {
            let change = self.change(revision.number, only.clone(), lang).await?;
            changes.push((revision, change));
        }
        Ok(changes)
    }

    /// What one revision changed about one commitment.
    pub(super) async fn change_of(
        &self,
        revision: i64,
        commitment: i64,
        lang: Lang,
    ) -> Result<Arc<Change>, AppError> {
        let only = Only {
            commitment: Some(commitment),
            ..Only::default()
        };
        self.change(revision, only, lang).await
    }

    /// What one revision changed, of what was asked for.
    async fn change(&self, revision: i64, only: Only, lang: Lang) -> Result<Arc<Change>, AppError> {
        let key = ChangeKey {
            revision,
            only,
            lang,
        };
        let read = self.read_change(key.clone());
        self.inner.kept.changes.get_or_make(key, read).await
    }

    /// What a revision did to commitments, in words: areas as they were named then, whatever they are named
    /// today.
    pub(super) async fn in_words(
        &self,
        revision: i64,
        touched: Vec<CommitmentChange>,
        lang: Lang,
    ) -> Result<Vec<ChangedCommitment>, AppError> {
        let names = self.areas_around(revision).await?;
        let touched = touched.into_iter();
        let items = touched.filter_map(|touched| changed_commitment(touched, lang, &names));
        Ok(items.collect())
    }

    /// The policy areas before and after a revision.
    async fn areas_around(&self, revision: i64) -> Result<Arc<[AreaTree; 2]>, AppError> {
        let read = async {
            let areas = self.inner.store.areas(revision).await?;
            let areas_before = self.inner.store.areas(revision - 1).await?;
            Ok([names_before(areas_before, &areas), AreaTree::new(areas)])
        };
        self.inner
            .kept
            .areas_around
            .get_or_make(revision, read)
            .await
    }

    async fn read_change(&self, key: ChangeKey) -> Result<Change, AppError> {
        let ChangeKey {
            revision,
            only,
            lang,
        } = key;
        let (touched, total) = self
            .inner
            .store
            .commitment_changes(revision, MAX_ITEMS, &only)
            .await?;
        let items = self.in_words(revision, touched, lang).await?;
        let mut other_changes = Vec::new();
        if only.commitment.is_none() {
            let store = &self.inner.store;
            let parties = store.other_changes(revision).await?;
            let items = store.context_changes(revision).await?;
            other_changes = localized::other_changes(lang, parties, items);
            if let Some(hrefs) = pages_of(&only) {
                other_changes.retain(|thing| hrefs.contains(&thing.href));
            }
        }
        let other_changes_total = other_changes.len();
        other_changes.truncate(MAX_ITEMS);
        Ok(Change {
            items,
            total,
            other_changes,
            other_changes_total,
            drafted_by: self.inner.store.drafters(revision, &only).await?,
        })
    }
}

/// The pages of the members and areas that were asked for; none where all were. A member and an area
/// together are neither.
fn pages_of(only: &Only) -> Option<Vec<String>> {
    match (&only.member, only.areas.as_slice()) {
        (None, []) => None,
        (Some(member), []) => Some(vec![route::Member::new(member).to_string()]),
        (None, areas) => {
            let pages = areas.iter().map(|area| route::Area::new(area).to_string());
            Some(pages.collect())
        }
        (Some(_), _) => Some(Vec::new()),
    }
}

/// The policy areas before a revision, by the names that they have after it where they still are there:
/// a renamed area is no change of its commitments, one that became part of another is.
fn names_before(before: Vec<PolicyArea>, after: &[PolicyArea]) -> AreaTree {
    let named = before.into_iter().map(|area| {
        let same = after.iter().find(|other| other.slug == area.slug);
        same.cloned().unwrap_or(area)
    });
    AreaTree::new(named.collect())
}

fn changed_commitment(
    touched: CommitmentChange,
    lang: Lang,
    areas: &[AreaTree; 2],
) -> Option<ChangedCommitment> {
    let CommitmentChange {
        before,
        after,
        replies,
    } = touched;
    let [tell_before, tell_after] = areas.each_ref().map(|areas| LocalizedNames { lang, areas });
    let of = |entry: &Option<Entry>, dimension: Dimension| {
        let ratings = entry.as_ref().map(|entry| &entry.commitment.ratings);
        ratings.and_then(|ratings| ratings.of(dimension).cloned())
    };
    let ratings = Dimension::ALL
        .iter()
        .map(|dimension| ChangedRating {
            dimension: *dimension,
            before: of(&before, *dimension),
            after: of(&after, *dimension),
        })
        .filter(|changed| changed.before != changed.after)
        .collect();
    let mut facts = match (&before, &after) {
        (Some(before), Some(after)) => {
            differences_with_names((before, tell_before), (after, tell_after))
        }
        _ => Vec::new(),
    };
    facts.extend(replies.into_iter().map(|reply| Difference {
        field: "reply",
        label: reply_on(lang, reply.dimension),
        before: reply.before.unwrap_or_default(),
        after: reply.after,
    }));
    let (is_new, is_gone) = (before.is_none(), after.is_none());
    let shown = after.or(before)?.commitment;
    Some(ChangedCommitment {
        code: shown.code,
        title: shown.title,
        is_new,
        is_gone,
        facts,
        ratings: if is_gone { Vec::new() } else { ratings },
    })
}
