//! E-mail: what waits to be sent, who follows what, and what is to be told to whom.
//!
//! Letters wait in the operations database until an instance of the program has handed them to the mail server.
//! Addresses and texts are kept sealed there. Without a mail server, or without the site's own address, which
//! links in letters need, nothing is sent and nobody can follow by e-mail.

mod asked;
pub(super) mod check;
mod digests;
mod followers;
mod letter;
mod sending;
mod smtp;

use std::sync::OnceLock;

use hmac::{Hmac, Mac};
use sha2::Sha256;
use tokio::sync::OnceCell;

use super::App;
use super::auth::{hex, random};
use super::sealed::{derived, open, seal};
use crate::error::AppError;
use store::{FollowLimits, NewMessage, NewNotification, OutboxState};

use asked::AskedFrom;
pub use digests::{Digest, DigestItem};
pub(in crate::service) use digests::{NetChanges, UpTo};
pub use followers::{FollowRefusal, FollowRequest, FollowedView, Following, Pending};
use letter::Written;
pub use letter::{Block, Entry, Foot, Letter};
use smtp::Postman;
pub use smtp::{Smtp, SmtpError};

const KEY_NAME: &str = "mail";
/// Letters that wait to be sent, at most.
const MAX_WAITING: i64 = 20_000;

const LIMITS: FollowLimits = FollowLimits {
    pending: 5_000,
    pending_of_address: 5,
    messages: MAX_WAITING,
    followers: 50_000,
    followed: 20,
};

/// What a letter is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LetterKind {
    /// Asks whether somebody wants e-mail.
    Follow,
    /// Tells somebody who follows what happened.
    Digest,
    /// Tells staff of their work.
    Notice,
}

impl LetterKind {
    const fn slug(self) -> &'static str {
        match self {
            Self::Follow => "follow",
            Self::Digest => "digest",
            Self::Notice => "notice",
        }
    }
}

/// What e-mail is sent through, from whom, and the site that its links lead to.
#[derive(Debug, Clone)]
pub struct Mail {
    postman: Postman,
    site: String,
}

impl Mail {
    /// Refuses, in words, a sender that is none. `site` is the site's own address.
    pub fn new(smtp: &Smtp, from: &str, site: &str) -> Result<Self, String> {
        let host = site.split_once("://").map_or(site, |(_, host)| host);
        let host = host.split('/').next().unwrap_or_default();
        Ok(Self {
            postman: Postman::new(smtp, from, host)?,
            site: site.trim_end_matches('/').to_owned(),
        })
    }
}

/// What the application keeps of all this.
#[derive(Debug, Default)]
pub(super) struct Post {
    mail: OnceLock<Mail>,
    key: OnceCell<String>,
    asked: AskedFrom,
}

/// The keys that addresses are sealed and hashed with, and links signed.
struct Keys {
    address: [u8; 32],
    content: [u8; 32],
    hash: [u8; 32],
    link: [u8; 32],
}

fn keyed(key: &[u8; 32], text: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(key).map(|mut mac| {
        mac.update(text.as_bytes());
        hex(&mac.finalize().into_bytes())
    });
    mac.unwrap_or_default()
}

/// Half of a random name of 64 hexadecimal digits: as much as cannot be guessed.
const ID: usize = 32;

impl Keys {
    /// An address as it is kept, and as it is found again.
    fn kept(&self, address: &str) -> Result<(String, String), AppError> {
        let hash = keyed(&self.hash, address);
        Ok((seal(&self.address, &hash, address.as_bytes())?, hash))
    }

    /// The address that was kept so; none where the key is another one.
    fn address(&self, sealed: &str, hash: &str) -> Option<String> {
        String::from_utf8(open(&self.address, hash, sealed)?).ok()
    }

    /// What a link of this purpose ends with: a name, and the proof that it is from here.
    fn token(&self, purpose: &str, id: &str) -> String {
        let proof = keyed(&self.link, &format!("{purpose}\n{id}"));
        format!("{id}{}", proof.get(..ID).unwrap_or_default())
    }

    /// The name in a token of this purpose; none where it is not from here.
    fn id_in<'a>(&self, purpose: &str, token: &'a str) -> Option<&'a str> {
        let id = token.get(..ID)?;
        // Of the same length, so that comparing tells nothing: both are compared as hashes.
        let (theirs, ours) = (
            keyed(&self.hash, token),
            keyed(&self.hash, &self.token(purpose, id)),
        );
        (theirs == ours).then_some(id)
    }

    /// A letter as it waits.
    fn message(
        &self,
        kind: LetterKind,
        [address, hash]: [&str; 2],
        letter: &Letter,
        once: Option<String>,
    ) -> Result<NewMessage, AppError> {
        let id = new_id();
        let written = serde_json::to_vec(&letter.write());
        let written = written.map_err(|e| AppError::Internal(e.to_string()))?;
        Ok(NewMessage {
            content: seal(&self.content, &id, &written)?,
            id,
            kind: kind.slug().to_owned(),
            recipient: address.to_owned(),
            recipient_hash: hash.to_owned(),
            once,
        })
    }

    /// What a letter that waited says.
    fn written(&self, id: &str, content: &str) -> Option<Written> {
        serde_json::from_slice(&open(&self.content, id, content)?).ok()
    }
}

fn new_id() -> String {
    let mut id = random();
    id.truncate(ID);
    id
}

impl App {
    /// Sends e-mail from now on. Only the first call counts.
    pub fn use_mail(&self, mail: Mail) {
        let _ = self.inner.post.mail.set(mail);
    }

    /// Whether e-mail is sent, so that people can ask for it.
    pub fn sends_mail(&self) -> bool {
        self.inner.post.mail.get().is_some()
    }

    /// The whole address of a page of the site, for letters; only its path where no e-mail is sent.
    pub fn whole_address(&self, path: &str) -> String {
        let site = self
            .inner
            .post
            .mail
            .get()
            .map_or("", |mail| mail.site.as_str());
        format!("{site}{path}")
    }

    async fn mail_keys(&self) -> Result<Keys, AppError> {
        let kept = self.inner.post.key.get_or_try_init(|| async {
            let store = &self.inner.store;
            store.shared_key(KEY_NAME, &random()).await
        });
        let kept = kept.await?;
        let key = |purpose| derived(kept, purpose);
        Ok(Keys {
            address: key("address"),
            content: key("content"),
            hash: key("hash"),
            link: key("link"),
        })
    }

    /// Tells an account something on its desk, and by e-mail where there is a letter and e-mail is sent: both or
    /// neither, and once.
    pub(super) async fn notify(
        &self,
        told: &NewNotification,
        email: &str,
        letter: Option<&Letter>,
        most: i64,
    ) -> Result<(), AppError> {
        let message = match letter.filter(|_| self.sends_mail()) {
            Some(letter) => {
                let keys = self.mail_keys().await?;
                let (address, hash) = keys.kept(email)?;
                let once = Some(format!("notice {} {}", told.account, told.about));
                Some(keys.message(LetterKind::Notice, [&address, &hash], letter, once)?)
            }
            None => None,
        };
        let message = message.as_ref().map(|message| (message, MAX_WAITING));
        self.inner
            .store
            .notify(told, message, most, self.now())
            .await?;
        Ok(())
    }

    /// How much waits to be sent, and how much could not be.
    pub async fn outbox_state(&self) -> Result<OutboxState, AppError> {
        Ok(self.inner.store.outbox_state().await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_counts_for_its_purpose_only_and_as_it_was_made() {
        let keys = |key| Keys {
            address: derived(key, "address"),
            content: derived(key, "content"),
            hash: derived(key, "hash"),
            link: derived(key, "link"),
        };
        let ours = keys("one");
        let id = new_id();
        let token = ours.token("confirm", &id);
        assert_eq!(ours.id_in("confirm", &token), Some(id.as_str()));
        assert_eq!(ours.id_in("follow", &token), None);
        assert_eq!(keys("other").id_in("confirm", &token), None);
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(ours.id_in("confirm", &changed), None);
        }
        for none in [
            "",
            "00",
            &id,
            &format!("{token}0"),
            "\u{e9}".repeat(40).as_str(),
        ] {
            assert_eq!(ours.id_in("confirm", none), None, "{none}");
        }
    }

    #[test]
    fn an_address_is_kept_so_that_only_its_key_reads_it() {
        let keys = |key| Keys {
            address: derived(key, "address"),
            content: derived(key, "content"),
            hash: derived(key, "hash"),
            link: derived(key, "link"),
        };
        let ours = keys("one");
        let (sealed, hash) = ours.kept("ana@example.org").unwrap();
        assert_eq!(
            ours.address(&sealed, &hash).as_deref(),
            Some("ana@example.org")
        );
        assert_eq!(ours.kept("ana@example.org").unwrap().1, hash);
        assert_eq!(keys("other").address(&sealed, &hash), None);
        assert_ne!(keys("other").kept("ana@example.org").unwrap().1, hash);
    }
}
