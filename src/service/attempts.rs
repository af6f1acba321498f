//! Attempts to prove who one is: how soon the next one is heard.
//!
//! Failures are counted for an account *and* a place: the network that they come from, a browser that
//! has signed in before, a session. So a stranger keeps nobody out but themselves. After the first few,
//! each failure doubles the wait. They are counted in memory, of bounded size: nobody who is not
//! signed in makes the program write.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

/// Failures without a wait; people mistype.
const FREE: u32 = 5;
/// The wait after the next one; it doubles each time ...
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(15);
/// ... up to this.
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(15);
/// Failures are forgotten when so long nothing was tried.
const FORGOTTEN: TimeDelta = TimeDelta::hours(24);
/// Failures from one network, for whatever accounts, within ...
const MAX_FROM_NETWORK: u32 = 50;
/// ... this.
const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// Of each of two generations.
const MAX_ENTRIES: usize = 50_000;

/// Whom the failures of a network are counted for; no account's address.
const ANYBODY: &str = "\n";

type Key = [u8; 32];

/// What was tried lately.
#[derive(Debug, Default)]
pub struct Attempts(Mutex<Generations>);

/// The older one is dropped whole when the younger one is full: what was looked at since is in both.
#[derive(Debug, Default)]
struct Generations {
    younger: HashMap<Key, Failures>,
    older: HashMap<Key, Failures>,
}

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    first: DateTime<Utc>,
    last: DateTime<Utc>,
}

/// Where somebody tries from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TriedFrom {
    /// A network address; with IPv6 the 64 bits that one household or office has.
    Network(String),
    /// A browser in which this account has signed in before.
    KnownBrowser(String),
    /// A session of the account.
    Session(String),
    /// Wherever it is, but for what is known of the account.
    Anywhere,
}

impl TriedFrom {
    /// The network of an address.
    pub fn network(address: &str) -> Self {
        Self::Network(network(address))
    }

    fn text(&self) -> String {
        match self {
            Self::Network(network) => format!("network {network}"),
            Self::KnownBrowser(id) => format!("browser {id}"),
            Self::Session(id) => format!("session {id}"),
            Self::Anywhere => "anywhere".to_owned(),
        }
    }
}

/// The network that an address counts for.
fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(ip)) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        _ => address.to_owned(),
    }
}

fn key(account: &str, from: &str) -> Key {
    Sha256::digest(format!("{account}\n{from}")).into()
}

impl Failures {
    /// How long to wait before the next attempt.
    fn wait(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        let beyond = self.count.checked_sub(FREE)?;
        let wait = FIRST_WAIT * 2_i32.pow(beyond.min(10));
        let left = self.last + wait.min(LONGEST_WAIT) - now;
        (left > TimeDelta::zero()).then_some(left)
    }
}

impl Generations {
    fn entry(&mut self, key: Key, now: DateTime<Utc>) -> &mut Failures {
        if self.younger.len() >= MAX_ENTRIES && !self.younger.contains_key(&key) {
            self.older = std::mem::take(&mut self.younger);
        }
        let none = Failures {
            count: 0,
            first: now,
            last: now,
        };
        let known = self.older.get(&key).copied().unwrap_or(none);
        self.younger.entry(key).or_insert(known)
    }

    fn remove(&mut self, key: &Key) {
        self.younger.remove(key);
        self.older.remove(key);
    }
}

impl Attempts {
    fn generations(&self) -> MutexGuard<'_, Generations> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hears an attempt for an account, or says how long to wait, which counts for nothing. What is
    /// heard counts as failed until [`Attempts::succeeded`]: so many at once are no way around.
    pub fn begin(
        &self,
        account: &str,
        from: &TriedFrom,
        now: DateTime<Utc>,
    ) -> Result<(), TimeDelta> {
        let mut generations = self.generations();
        let place = from.text();
        let own = generations.entry(key(account, &place), now);
        if now - own.last > FORGOTTEN {
            own.count = 0;
        }
        if let Some(wait) = own.wait(now) {
            return Err(wait);
        }
        if let TriedFrom::Network(_) = from {
            let all = generations.entry(key(ANYBODY, &place), now);
            if now - all.first > WINDOW {
                *all = Failures {
                    count: 0,
                    first: now,
                    last: now,
                };
            }
            if all.count >= MAX_FROM_NETWORK {
                return Err(all.first + WINDOW - now);
            }
            all.count += 1;
            all.last = now;
        }
        let own = generations.entry(key(account, &place), now);
        own.count += 1;
        own.last = now;
        Ok(())
    }

    /// The attempt that was heard could not be judged.
    pub fn take_back(&self, account: &str, from: &TriedFrom) {
        let mut generations = self.generations();
        let place = from.text();
        for key in [key(account, &place), key(ANYBODY, &place)] {
            if let Some(counted) = generations.younger.get_mut(&key) {
                counted.count = counted.count.saturating_sub(1);
            }
        }
    }

    /// The attempt that was heard was right: what failed before it is forgotten.
    pub fn succeeded(&self, account: &str, from: &TriedFrom) {
        let mut generations = self.generations();
        let place = from.text();
        generations.remove(&key(account, &place));
        if let Some(all) = generations.younger.get_mut(&key(ANYBODY, &place)) {
            all.count = all.count.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn each_failure_beyond_the_first_doubles_the_wait_and_only_where_it_came_from() {
        let attempts = Attempts::default();
        let (here, there) = (
            TriedFrom::network("192.0.2.1"),
            TriedFrom::network("192.0.2.2"),
        );
        let mut now = 0;
        for _ in 0..5 {
            assert_eq!(attempts.begin("ed", &here, at(now)), Ok(()));
        }
        for wait in [15, 30, 60, 120, 240, 480, 900, 900, 900] {
            let left = attempts.begin("ed", &here, at(now)).unwrap_err();
            assert_eq!(left.num_seconds(), wait);
            // Those that are not heard change nothing.
            let left = attempts.begin("ed", &here, at(now + 1)).unwrap_err();
            assert_eq!(left.num_seconds(), wait - 1);
            // Nor does it keep out who tries from elsewhere, or for another account.
            assert_eq!(attempts.begin("ed", &there, at(now)), Ok(()));
            attempts.succeeded("ed", &there);
            assert_eq!(attempts.begin("ana", &here, at(now)), Ok(()));
            attempts.succeeded("ana", &here);
            now += wait;
            assert_eq!(attempts.begin("ed", &here, at(now)), Ok(()));
        }
        assert!(attempts.begin("ed", &here, at(now)).is_err());
        now += 24 * 60 * 60 + 1;
        assert_eq!(attempts.begin("ed", &here, at(now)), Ok(()));
        attempts.succeeded("ed", &here);
        for _ in 0..5 {
            assert_eq!(attempts.begin("ed", &here, at(now)), Ok(()));
        }
    }

    #[test]
    fn a_network_tries_fifty_times_in_a_quarter_of_an_hour_but_known_browsers_in_it_are_heard() {
        let attempts = Attempts::default();
        let network = |n: u32| TriedFrom::network(&format!("2001:db8:1:2::{n:x}"));
        for number in 0..50 {
            let heard = attempts.begin(&format!("x{number}"), &network(number), at(0));
            assert_eq!(heard, Ok(()));
        }
        let left = attempts.begin("ed", &network(99), at(60)).unwrap_err();
        assert_eq!(left.num_minutes(), 14);
        let known = TriedFrom::KnownBrowser("b".to_owned());
        assert_eq!(attempts.begin("ed", &known, at(60)), Ok(()));
        let other = TriedFrom::network("2001:db8:1:3::1");
        assert_eq!(attempts.begin("ed", &other, at(60)), Ok(()));
        assert_eq!(attempts.begin("ed", &network(99), at(901)), Ok(()));
    }

    #[test]
    fn memory_is_bounded_and_what_is_tried_is_remembered() {
        let attempts = Attempts::default();
        let here = TriedFrom::network("192.0.2.1");
        for _ in 0..5 {
            attempts.begin("ed", &here, at(0)).unwrap();
        }
        for number in 0..3 * MAX_ENTRIES {
            let from = TriedFrom::KnownBrowser(number.to_string());
            attempts.begin("x", &from, at(0)).unwrap();
            if number % 10_000 == 0 {
                assert!(attempts.begin("ed", &here, at(0)).is_err(), "{number}");
            }
        }
        let kept = attempts.generations();
        assert!(kept.younger.len() + kept.older.len() <= 2 * MAX_ENTRIES);
    }

    #[test]
    fn addresses_of_one_household_count_as_one() {
        for (address, counted) in [
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::", "2001:db8:1:3::/64"),
            ("192.0.2.1", "192.0.2.1"),
            ("unknown", "unknown"),
        ] {
            assert_eq!(network(address), counted);
        }
    }
}
