//! Browsers in which somebody has signed in before: they carry a signed note of it, so that guesses of
//! strangers do not keep its owner out.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::App;
use super::auth::{hex, random};
use crate::error::AppError;
use store::Account;

/// People who share a browser.
const MAX_NOTES: usize = 4;
/// Days after which a note counts for nothing; browsers keep none for longer.
pub const KEPT_DAYS: i64 = 400;
const KEY_NAME: &str = "known-browsers";
/// Between the notes of several people.
const BETWEEN: char = '_';

/// What a browser carries of one account: the account, the browser, since when, and the proof.
struct Note<'a> {
    account: i64,
    browser: &'a str,
    since: i64,
    proof: &'a str,
}

impl<'a> Note<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let mut parts = text.split('.');
        let (account, browser) = (parts.next()?, parts.next()?);
        let (since, proof) = (parts.next()?, parts.next()?);
        let is_whole = parts.next().is_none() && text.len() <= 160;
        let note = Self {
            account: account.parse().ok()?,
            browser,
            since: since.parse().ok()?,
            proof,
        };
        is_whole.then_some(note)
    }
}

fn signing(key: &str, account: &Account, browser: &str, since: i64) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).ok()?;
    let (id, email) = (account.id, &account.email);
    mac.update(format!("{id}\n{email}\n{browser}\n{since}").as_bytes());
    Some(mac)
}

/// What hexadecimal digits say; none where there are others.
pub(super) fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.as_bytes().chunks(2);
    digits
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

impl App {
    async fn browser_key(&self) -> Result<String, AppError> {
        let made = self.inner.browser_key.get_or_try_init(|| async {
            let store = &self.inner.store;
            store.shared_key(KEY_NAME, &random()).await
        });
        Ok(made.await?.clone())
    }

    /// The browser's own name, where its notes say that this account has signed in there before.
    pub(super) async fn known_browser(
        &self,
        account: &Account,
        notes: &str,
    ) -> Result<Option<String>, AppError> {
        let notes = notes.split(BETWEEN).take(MAX_NOTES);
        let mut notes = notes.filter_map(Note::read);
        let Some(note) = notes.find(|note| note.account == account.id) else {
            return Ok(None);
        };
        let age = self.now().timestamp() - note.since;
        if !(0..KEPT_DAYS * 24 * 60 * 60).contains(&age) {
            return Ok(None);
        }
        let key = self.browser_key().await?;
        let proof = bytes(note.proof);
        let signed = signing(&key, account, note.browser, note.since).zip(proof);
        let is_ours = signed.is_some_and(|(mac, proof)| mac.verify_slice(&proof).is_ok());
        Ok(is_ours.then(|| note.browser.to_owned()))
    }

    /// The notes that a browser carries from now on: what it had, and that this account has signed in.
    pub(super) async fn note_browser(
        &self,
        account: &Account,
        notes: &str,
    ) -> Result<String, AppError> {
        let key = self.browser_key().await?;
        let known = self.known_browser(account, notes).await?;
        let browser = known.unwrap_or_else(|| random()[..32].to_owned());
        let since = self.now().timestamp();
        let mac = signing(&key, account, &browser, since);
        let proof = mac.map(|mac| hex(&mac.finalize().into_bytes()));
        let own = format!(
            "{}.{browser}.{since}.{}",
            account.id,
            proof.unwrap_or_default()
        );
        let others = notes.split(BETWEEN).filter(|note| {
            let is_note = note.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
            is_note && Note::read(note).is_some_and(|note| note.account != account.id)
        });
        let notes = std::iter::once(own.as_str()).chain(others.take(MAX_NOTES - 1));
        Ok(notes.collect::<Vec<_>>().join(&BETWEEN.to_string()))
    }
}
