//! Following something by e-mail: asked for with an address, confirmed by whoever reads its e-mail, ended with
//! one click.

use chrono::{DateTime, TimeDelta, Utc};

use super::{App, LIMITS, Letter, LetterKind, new_id};
use crate::error::AppError;
use crate::service::attempts::network;
use domain::forms::account;
use domain::mail::Frequency;
use domain::{Lang, Query};
use store::{AskToFollowOutcome, ConfirmOutcome, Follower, PendingFollow};

/// How long a request waits to be confirmed.
pub(super) const VALID_FOR: TimeDelta = TimeDelta::hours(48);
/// The longest query that can be followed, as it stands in an address.
const MAX_QUERY: usize = 2_000;

const CONFIRM: &str = "confirm";
pub(super) const FOLLOW: &str = "follow";

/// What somebody asks for.
#[derive(Debug, Clone)]
pub struct FollowRequest<'a> {
    /// As it was typed.
    pub email: &'a str,
    pub often: Frequency,
    pub lang: Lang,
    /// The commitments to follow.
    pub query: &'a Query,
    /// Where it comes from.
    pub address: &'a str,
}

/// Why somebody cannot follow something.
#[derive(Debug, thiserror::Error)]
pub enum FollowRefusal {
    #[error("no e-mail address")]
    NotAnAddress,
    #[error("the query is too long")]
    TooLong,
    /// Too much was asked for from this network; try again after this time.
    #[error("asked too often")]
    TooOften(TimeDelta),
    /// There is no room at the moment.
    #[error("no room")]
    Full,
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<store::StoreError> for FollowRefusal {
    fn from(error: store::StoreError) -> Self {
        Self::App(error.into())
    }
}

/// A request that waits to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    pub often: Frequency,
    pub lang: Lang,
    pub query: Query,
}

/// Something that somebody follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowedView {
    /// As it is kept.
    pub key: String,
    pub query: Query,
}

/// What an address follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Following {
    /// Enough of the address to know it by.
    pub address: String,
    pub often: Frequency,
    pub lang: Lang,
    pub views: Vec<FollowedView>,
}

/// The query that was kept so; that of everything where it can no longer be read, which cannot happen.
pub(super) fn query_of(kept: &str) -> Option<Query> {
    Query::parse(kept).ok()
}

pub(super) fn frequency_of(kept: &str) -> Frequency {
    kept.parse().unwrap_or(Frequency::Weekly)
}

pub(super) fn lang_of(kept: &str) -> Lang {
    let mut langs = Lang::ALL.iter().copied();
    langs.find(|lang| lang.slug() == kept).unwrap_or_default()
}

/// The beginning of an address and its domain: who owns it knows it by that, and others do not learn it.
fn masked(address: &str) -> String {
    let (name, domain) = address.split_once('@').unwrap_or((address, ""));
    let first: String = name.chars().take(1).collect();
    format!("{first}\u{2026}@{domain}")
}

impl App {
    /// Notes that somebody wants e-mail, and sends a letter that asks whether that is so: `letter` writes it
    /// around the address at which that is confirmed. Says the same whether the address is known or not.
    pub async fn ask_to_follow(
        &self,
        asked: FollowRequest<'_>,
        letter: impl FnOnce(String) -> Letter + Send,
    ) -> Result<(), FollowRefusal> {
        let email = account::email(asked.email);
        let email = email.filter(|email| email.parse::<lettre::Address>().is_ok());
        let email = email.ok_or(FollowRefusal::NotAnAddress)?;
        let query = asked.query.selection().seen_from(None);
        let query = query.speaking(Lang::English).to_address();
        if query.len() > MAX_QUERY {
            return Err(FollowRefusal::TooLong);
        }
        let now = self.now();
        let counted = self.inner.post.asked.count(network(asked.address), now);
        counted.map_err(FollowRefusal::TooOften)?;
        let keys = self.mail_keys().await?;
        let (address, address_hash) = keys.kept(&email)?;
        let id = new_id();
        let link = domain::route::ConfirmFollow::new(keys.token(CONFIRM, &id));
        let link = self.whole_address(&asked.lang.in_address(&link.to_string()));
        let to = [address.as_str(), address_hash.as_str()];
        let message = keys.message(LetterKind::Follow, to, &letter(link), None)?;
        let pending = PendingFollow {
            id,
            address,
            address_hash,
            lang: asked.lang.slug().to_owned(),
            often: asked.often.slug().to_owned(),
            query,
            made_at: now,
        };
        // What is older counts for nothing any more.
        let store = &self.inner.store;
        store.forget_pending_follows(now - VALID_FOR).await?;
        match store.ask_to_follow(&pending, &message, LIMITS).await? {
            AskToFollowOutcome::Asked | AskToFollowOutcome::AskedBefore => Ok(()),
            AskToFollowOutcome::Full => Err(FollowRefusal::Full),
        }
    }

    /// The request that a link confirms; none where it is none of ours, too old, or was confirmed.
    pub async fn pending_follow(&self, token: &str) -> Result<Option<Pending>, AppError> {
        let keys = self.mail_keys().await?;
        let Some(id) = keys.id_in(CONFIRM, token) else {
            return Ok(None);
        };
        let asked = self.inner.store.pending_follow(id).await?;
        let oldest = self.now() - VALID_FOR;
        let asked = asked.filter(|asked| asked.made_at > oldest);
        Ok(asked.and_then(|asked| {
            Some(Pending {
                often: frequency_of(&asked.often),
                lang: lang_of(&asked.lang),
                query: query_of(&asked.query)?,
            })
        }))
    }

    /// Confirms the request of a link, once; gives what ends the address of the page that shows what is
    /// followed. None where there is nothing to confirm.
    pub async fn confirm_follow(&self, token: &str) -> Result<Option<String>, FollowRefusal> {
        let Some(pending) = self.pending_follow(token).await? else {
            return Ok(None);
        };
        let keys = self.mail_keys().await?;
        let Some(id) = keys.id_in(CONFIRM, token) else {
            return Ok(None);
        };
        let (store, now) = (&self.inner.store, self.now());
        let new = Follower {
            id: new_id(),
            address: String::new(),
            address_hash: String::new(),
            lang: String::new(),
            often: String::new(),
            // What was published before they followed it is no news.
            seen: store.version().await?.number,
            made_at: now,
        };
        let next = pending.often.next(now);
        match store.confirm_follow(id, &new, next, LIMITS).await? {
            ConfirmOutcome::Confirmed(follower) => Ok(Some(keys.token(FOLLOW, &follower))),
            ConfirmOutcome::Unknown => Ok(None),
            ConfirmOutcome::Full => Err(FollowRefusal::Full),
        }
    }

    /// What the follower of a link follows; nothing where they have ended that. None where the link is none of
    /// ours.
    pub async fn following(&self, token: &str) -> Result<Option<Option<Following>>, AppError> {
        let keys = self.mail_keys().await?;
        let Some(id) = keys.id_in(FOLLOW, token) else {
            return Ok(None);
        };
        let Some((follower, kept)) = self.inner.store.follower(id).await? else {
            return Ok(Some(None));
        };
        let address = keys.address(&follower.address, &follower.address_hash);
        let views = kept.into_iter().filter_map(|followed| {
            let query = query_of(&followed.query)?;
            Some(FollowedView {
                key: followed.query,
                query,
            })
        });
        Ok(Some(Some(Following {
            address: masked(&address.unwrap_or_default()),
            often: frequency_of(&follower.often),
            lang: lang_of(&follower.lang),
            views: views.collect(),
        })))
    }

    /// Ends that the follower of a link follows something, or anything: then their address is deleted. Nothing
    /// happens where it is ended already. False where the link is none of ours.
    pub async fn stop_following(&self, token: &str, key: Option<&str>) -> Result<bool, AppError> {
        let keys = self.mail_keys().await?;
        let Some(id) = keys.id_in(FOLLOW, token) else {
            return Ok(false);
        };
        self.inner.store.stop_following(id, key).await?;
        Ok(true)
    }

    /// Sets how often the follower of a link gets e-mail, and in which language. False where there is none.
    pub async fn change_follower(
        &self,
        token: &str,
        often: Frequency,
        lang: Lang,
    ) -> Result<bool, AppError> {
        let keys = self.mail_keys().await?;
        let Some(id) = keys.id_in(FOLLOW, token) else {
            return Ok(false);
        };
        let next = often.next(self.now());
        let (often, lang) = (often.slug(), lang.slug());
        Ok(self
            .inner
            .store
            .change_follower(id, often, lang, next)
            .await?)
    }
}

/// When a follower is looked at again who could not be told all, because it may yet be taken back.
pub(super) fn soon(now: DateTime<Utc>) -> DateTime<Utc> {
    now + TimeDelta::minutes(1)
}
