//! The security log: what members of staff do, a line each; and how often somebody was refused, counted
//! by the hour in memory and written down every few seconds.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

use super::App;
use super::auth::Staff;
use crate::error::AppError;
use domain::Action;
use store::{Refusals, SecurityEvent, StoreError};

/// Lines that are shown.
const SHOWN_EVENTS: i64 = 500;
/// Different refusals that are counted until they are written down: one for each kind and account.
const MAX_COUNTED: usize = 1_000;
/// How far back one's own refusals are shown on the desk.
const SHOWN_DAYS: i64 = 7;

/// Whom a refusal is counted for that concerns no account.
pub const NOBODY: &str = "no account";

/// For how long the log is kept, in days, unless set otherwise.
pub const KEPT_DAYS: u16 = 400;

/// An hour, a kind, and whom it concerns.
type Key = (DateTime<Utc>, &'static str, String);

/// Refusals that are not written down yet.
#[derive(Debug, Default)]
pub(super) struct Counted(Mutex<HashMap<Key, Refusals>>);

impl Counted {
    fn table(&self) -> MutexGuard<'_, HashMap<Key, Refusals>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Attempts to sign in to an account that were refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedSignIns {
    /// How many.
    pub times: i64,
    /// When and from where the last one came.
    pub last: (DateTime<Utc>, String),
}

fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

impl App {
    /// Writes a line of the security log: what a member of staff did. Never a password or a token.
    pub async fn note(
        &self,
        kind: &str,
        who: &str,
        address: &str,
        detail: &str,
    ) -> Result<(), AppError> {
        let (who, detail) = (shown(who), shown(detail));
        tracing::info!(target: "security", kind, who, address, detail);
        let now = self.now();
        let store = &self.inner.store;
        let noted = store.log_security_event(now, kind, &who, address, &detail);
        Ok(noted.await?)
    }

    /// Counts a refusal. `who` is an account's address, or one of few words for everybody else: what
    /// strangers write is no key, so that they cannot make it grow.
    pub fn count_refusal(&self, kind: &'static str, who: &str, address: &str, detail: &str) {
        let now = self.now();
        let detail = shown(detail);
        tracing::debug!(target: "security", kind, who, address, detail);
        let hour = now.duration_trunc(TimeDelta::hours(1)).unwrap_or(now);
        let mut table = self.inner.refusals.table();
        let key = (hour, kind, who.to_owned());
        if table.len() >= MAX_COUNTED && !table.contains_key(&key) {
            return;
        }
        let counted = table.entry(key).or_insert_with(|| Refusals {
            hour,
            kind: kind.to_owned(),
            who: who.to_owned(),
            last: (now, String::new(), String::new()),
            times: 0,
        });
        counted.times += 1;
        counted.last = (now, address.to_owned(), detail);
    }

    /// Writes down what was counted. What cannot be written is kept, and counts later.
    pub async fn write_refusals(&self) -> Result<(), StoreError> {
        let counted: Vec<(Key, Refusals)> = self.inner.refusals.table().drain().collect();
        let rows: Vec<Refusals> = counted.iter().map(|(_, row)| row.clone()).collect();
        let written = self.inner.store.count_refusals(&rows).await;
        if written.is_err() {
            let mut table = self.inner.refusals.table();
            for (key, row) in counted {
                match table.get_mut(&key) {
                    Some(newer) => newer.times += row.times,
                    None => drop(table.insert(key, row)),
                }
            }
        }
        written
    }

    /// For how many days the log is kept. Only the first call counts.
    pub fn keep_security_log(&self, days: u16) {
        let _ = self.inner.log_days.set(days);
    }

    /// Deletes what the log has kept for long enough.
    pub async fn shorten_security_log(&self) -> Result<(), StoreError> {
        let before = self.now()
            - TimeDelta::days(i64::from(
                self.inner.log_days.get().copied().unwrap_or(KEPT_DAYS),
            ));
        let forgotten = self.inner.store.forget_security_events(before).await?;
        if forgotten > 0 {
            tracing::info!(forgotten, "deleted old lines of the security log");
        }
        Ok(())
    }

    /// Writes what was refused since the last time. What cannot be written is kept, and keeps nobody from
    /// their work.
    pub(super) async fn try_to_write_refusals(&self) {
        if let Err(error) = self.write_refusals().await {
            tracing::warn!(%error, "refusals could not be written to the security log");
        }
    }

    /// The newest lines of the security log.
    pub async fn security_log(&self, staff: &Staff) -> Result<Vec<SecurityEvent>, AppError> {
        self.require(staff, Action::ManageUsers).await?;
        self.try_to_write_refusals().await;
        Ok(self.inner.store.security_events(SHOWN_EVENTS).await?)
    }

    /// How often somebody was refused who tried to sign in as this person lately: before the password
    /// was right, and after it, for want of a code. None if nobody was.
    pub(super) async fn refused_sign_ins(
        &self,
        staff: &Staff,
    ) -> Result<[Option<RefusedSignIns>; 2], AppError> {
        self.try_to_write_refusals().await;
        let since = self.now() - TimeDelta::days(SHOWN_DAYS);
        let email = &staff.account().email;
        let events = self.inner.store.refusals_of(email, since).await?;
        Ok([&SIGN_INS[..], &[SECOND_FACTOR_REFUSED]].map(|kinds| {
            let mut events = events.iter().filter(|e| kinds.contains(&e.kind.as_str()));
            events.next().map(|newest| RefusedSignIns {
                times: newest.times + events.map(|event| event.times).sum::<i64>(),
                last: (newest.made_at, newest.address.clone()),
            })
        }))
    }
}

/// Somebody gave a wrong password, or none of an account.
pub const SIGN_IN_REFUSED: &str = "sign-in-refused";
/// Somebody tried again too soon.
pub const SIGN_IN_LIMITED: &str = "sign-in-limited";
/// Another site made a browser send something.
pub const CROSS_SITE: &str = "cross-site";
/// Somebody who is signed in gave another current password.
pub const PASSWORD_REFUSED: &str = "password-refused";
/// Somebody who knew the password gave a wrong code.
pub const SECOND_FACTOR_REFUSED: &str = "second-factor-refused";

const SIGN_INS: [&str; 2] = [SIGN_IN_REFUSED, SIGN_IN_LIMITED];
