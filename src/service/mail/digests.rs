//! What followers are told: what is different since they were told last, as the feeds of what they follow say,
//! and nothing that was taken back meanwhile or may be within minutes.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::followers::{FOLLOW, frequency_of, lang_of, query_of, soon};
use super::{App, Letter, LetterKind, MAX_WAITING};
use crate::error::AppError;
use crate::service::auth::random;
use crate::service::follow::kind;
use crate::service::{ChangedCommitment, EventKind, FollowedEvent, MAX_EVENTS};
use catalogue::Catalogue;
use domain::mail::Frequency;
use domain::{CommitmentCode, Lang, Query, route};
use store::{DigestProgress, Follower};

/// How long a change stands until anybody is sent e-mail about it.
const SETTLED: TimeDelta = TimeDelta::minutes(5);
/// How long an instance has a follower for itself.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// The most commitments that one letter tells of.
const MAX_TOLD: usize = 50;

/// What is different about a commitment since its follower was told last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestItem {
    pub kind: EventKind,
    /// All changes since as one.
    pub item: ChangedCommitment,
    /// Of the last of them.
    pub made_at: DateTime<Utc>,
    /// Whether the commitment is in the record still.
    pub is_there: bool,
}

/// What a follower is to be told now, maybe nothing.
#[derive(Debug, Clone)]
pub struct Digest {
    pub lang: Lang,
    pub often: Frequency,
    /// What they follow.
    pub views: Vec<Query>,
    /// The snapshot that names come from.
    pub catalogue: Arc<Catalogue>,
    /// Newest first.
    pub items: Vec<DigestItem>,
    /// Whether there is more than is told.
    pub is_cut: bool,
    /// What ends the address of the page that shows what they follow, and at which that is ended.
    pub token: String,
    follower: Follower,
    lease: String,
    told: DigestProgress,
}

/// Changes of one commitment, oldest first, as one; none where nothing is left of them.
fn together(events: &[&FollowedEvent], lang: Lang) -> Option<DigestItem> {
    let (first, last) = (events.first()?, events.last()?);
    let is_one = events.len() == 1;
    let mut item = last.item.clone();
    item.is_new = first.item.is_new && !last.item.is_gone;
    item.is_gone = last.item.is_gone && !first.item.is_new;
    item.facts.clear();
    item.ratings.clear();
    for event in events {
        for fact in &event.item.facts {
            match item
                .facts
                .iter_mut()
                .find(|known| known.field == fact.field)
            {
                Some(known) => known.after.clone_from(&fact.after),
                None => item.facts.push(fact.clone()),
            }
        }
        for rating in &event.item.ratings {
            let mut known = item.ratings.iter_mut();
            match known.find(|known| known.dimension == rating.dimension) {
                Some(known) => known.after.clone_from(&rating.after),
                None => item.ratings.push(rating.clone()),
            }
        }
    }
    if !is_one {
        item.facts.retain(|fact| fact.before != fact.after);
        item.ratings.retain(|rating| {
            let shown = |rating: &Option<domain::Rating>| {
                let rating = rating.as_ref();
                rating.map(|rating| (rating.finding, rating.report.clone()))
            };
            shown(&rating.before) != shown(&rating.after)
        });
    }
    let is_nothing =
        !item.is_new && !item.is_gone && item.facts.is_empty() && item.ratings.is_empty();
    (!is_nothing).then(|| DigestItem {
        kind: kind(&item, lang),
        item,
        made_at: last.revision.revision.made_at,
        is_there: last.is_there,
    })
}

/// What events come to, newest first, of those up to a revision.
fn items(
    events: &BTreeMap<(i64, CommitmentCode), FollowedEvent>,
    upto: i64,
    lang: Lang,
) -> Vec<DigestItem> {
    let mut by_commitment: HashMap<&CommitmentCode, Vec<&FollowedEvent>> = HashMap::new();
    for ((revision, code), event) in events {
        if *revision <= upto {
            by_commitment.entry(code).or_default().push(event);
        }
    }
    let items = by_commitment.values();
    let mut items: Vec<DigestItem> = items.filter_map(|events| together(events, lang)).collect();
    items.sort_by(|a, b| {
        b.made_at
            .cmp(&a.made_at)
            .then_with(|| a.item.code.cmp(&b.item.code))
    });
    items
}

/// Up to which revision a follower can be told: up to `settled`, but for changes of commitments that have
/// changed again since. Those wait, with all that came after them.
fn tellable(events: &BTreeMap<(i64, CommitmentCode), FollowedEvent>, settled: i64) -> i64 {
    let is_unsettled = |revision: i64| revision > settled;
    let unsettled: HashSet<&CommitmentCode> = events
        .keys()
        .filter(|(revision, _)| is_unsettled(*revision))
        .map(|(_, code)| code)
        .collect();
    let held = events
        .keys()
        .find(|(revision, code)| !is_unsettled(*revision) && unsettled.contains(code));
    held.map_or(settled, |(revision, _)| revision - 1)
}

/// The last revision whose changes are included.
#[derive(Debug, Clone, Copy)]
pub(in crate::service) enum UpTo {
    /// This one, but for changes of commitments that have changed again since: those wait.
    Settled(i64),
    /// This one, as decided before.
    Decided(i64),
}

/// What changes come to.
#[derive(Debug, Clone)]
pub(in crate::service) struct NetChanges {
    /// Newest first.
    pub items: Vec<DigestItem>,
    /// The revision up to which they are told.
    pub upto: i64,
    /// Whether there is more than is told.
    pub is_cut: bool,
}

impl App {
    /// The newest state, and the newest revision of which anybody is told: it has stood for a while.
    pub(in crate::service) async fn settled(&self) -> Result<(Self, i64), AppError> {
        // What was taken back on another instance a moment ago is known here then.
        self.refresh().await?;
        let app = self.pinned();
        let settled = self.inner.store.revision_at(self.now() - SETTLED).await?;
        let settled = settled.min(app.catalogue().version().number);
        Ok((app, settled))
    }

    /// What is different about the commitments of each query since a revision.
    pub(in crate::service) async fn news(
        &self,
        views: &[(Query, i64)],
        upto: UpTo,
        lang: Lang,
    ) -> Result<NetChanges, AppError> {
        let (UpTo::Settled(newest) | UpTo::Decided(newest)) = upto;
        let mut is_cut = false;
        let mut events: BTreeMap<(i64, CommitmentCode), FollowedEvent> = BTreeMap::new();
        for (query, since) in views.iter().filter(|(_, since)| newest > *since) {
            let shown = self.followed(query, lang).await?;
            let count = shown.events.len();
            let news = shown.events.into_iter();
            let news = news.filter(|event| event.revision.number > *since);
            let before = events.len();
            events.extend(
                news.map(|event| ((event.revision.number, event.item.code.clone()), event)),
            );
            // All that the feed holds is new: there may be more.
            is_cut |= count >= MAX_EVENTS && events.len() - before >= count;
        }
        let upto = match upto {
            UpTo::Settled(settled) => tellable(&events, settled),
            UpTo::Decided(decided) => decided,
        };
        let mut items = items(&events, upto, lang);
        is_cut |= items.len() > MAX_TOLD;
        items.truncate(MAX_TOLD);
        Ok(NetChanges {
            items,
            upto,
            is_cut,
        })
    }

    /// The next follower who is due, with what they are to be told; none where nobody is. It ends with
    /// [`App::finish_digest`].
    pub async fn next_digest(&self) -> Result<Option<Digest>, AppError> {
        if !self.sends_mail() {
            return Ok(None);
        }
        let (store, now) = (&self.inner.store, self.now());
        let (app, settled) = self.settled().await?;
        let catalogue = app.catalogue();
        let (lease, until) = (random(), now + LEASE);
        let taken = store.take_follower(settled, Frequency::AtOnce.slug(), &lease, [now, until]);
        let Some(follower) = taken.await? else {
            return Ok(None);
        };
        let Some((follower, views_kept)) = store.follower(&follower.id).await? else {
            return Ok(None);
        };
        let (lang, often) = (lang_of(&follower.lang), frequency_of(&follower.often));
        let views: Vec<(Query, i64)> = views_kept
            .iter()
            .filter_map(|one| Some((query_of(&one.query)?, one.since.max(follower.seen))))
            .collect();
        let news = app.news(&views, UpTo::Settled(settled), lang).await?;
        let NetChanges {
            items,
            upto,
            is_cut,
        } = news;
        let next_at = match often {
            Frequency::AtOnce if upto < settled => soon(now),
            _ => often.next(now),
        };
        let keys = self.mail_keys().await?;
        Ok(Some(Digest {
            lang,
            often,
            views: views.into_iter().map(|(query, _)| query).collect(),
            catalogue,
            items,
            is_cut,
            token: keys.token(FOLLOW, &follower.id),
            told: DigestProgress {
                seen: upto.max(follower.seen),
                next_at,
            },
            follower,
            lease,
        }))
    }

    /// Sends a follower what they are told, and remembers that they were: both or neither. Nothing is sent
    /// without a letter.
    pub async fn finish_digest(
        &self,
        digest: &Digest,
        letter: Option<&Letter>,
    ) -> Result<bool, AppError> {
        let keys = self.mail_keys().await?;
        let (follower, told) = (&digest.follower, digest.told);
        let to = [follower.address.as_str(), follower.address_hash.as_str()];
        let message = match letter {
            Some(letter) => {
                let once = format!("digest {} {}", follower.id, told.seen);
                Some(keys.message(LetterKind::Digest, to, letter, Some(once))?)
            }
            None => None,
        };
        let limits = (self.now(), MAX_WAITING);
        let store = &self.inner.store;
        let done =
            store.finish_follower(&follower.id, &digest.lease, told, message.as_ref(), limits);
        Ok(done.await?)
    }
}

impl Digest {
    /// The path of the page that shows what the follower follows.
    pub fn following(&self) -> String {
        route::Following::new(&self.token).to_string()
    }
}
