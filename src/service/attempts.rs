//! Attempts to prove who one is: how soon the next one is heard.
//!
//! Failures are counted for an account *and* a place: the network that they come from, a browser that
//! has signed in before, a session. So a stranger keeps nobody out but themselves. After the first few,
//! each failure doubles the wait. They are counted in memory, of bounded size: nobody who is not
//! signed in makes the program write.
//!
//! With PostgreSQL, instances tell each other of attempts, so that trying on each of them in turn gains
//! nothing but the moment until the others have heard. What was tried before an instance was started, or while
//! it could not listen, it does not know.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use super::auth::hex;
use super::browsers::bytes;

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
pub struct Attempts {
    generations: Mutex<Generations>,
    /// Where other instances are told from.
    telling: Mutex<Option<mpsc::Sender<Tried>>>,
}

/// Attempts that other instances have still to be told of, at most; beyond, they do not hear of each.
const MAX_UNTOLD: usize = 1_000;

/// What became of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// It counts as failed.
    Begun,
    TakenBack,
    Succeeded,
}

/// An attempt, as instances tell each other of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tried {
    outcome: Outcome,
    /// The account at its place.
    own: Key,
    /// Anybody from that network.
    network: Option<Key>,
}

impl Tried {
    fn new(outcome: Outcome, account: &str, from: &TriedFrom) -> Self {
        let place = from.text();
        let is_network = matches!(from, TriedFrom::Network(_));
        Self {
            outcome,
            own: key(account, &place),
            network: is_network.then(|| key(ANYBODY, &place)),
        }
    }

    /// In words without spaces inside.
    pub fn encode(&self) -> String {
        let outcome = match self.outcome {
            Outcome::Begun => "begun",
            Outcome::TakenBack => "back",
            Outcome::Succeeded => "right",
        };
        let network = self.network.map_or_else(|| "-".to_owned(), |key| hex(&key));
        format!("{outcome} {} {network}", hex(&self.own))
    }

    /// What [`Tried::encode`] has written; none of anything else.
    pub fn decode(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let mut next = || words.next();
        let outcome = match next()? {
            "begun" => Outcome::Begun,
            "back" => Outcome::TakenBack,
            "right" => Outcome::Succeeded,
            _ => return None,
        };
        Some(Self {
            outcome,
            own: from_hex(next()?)?,
            network: match next()? {
                "-" => None,
                key => Some(from_hex(key)?),
            },
        })
    }
}

fn from_hex(text: &str) -> Option<Key> {
    bytes(text)?.try_into().ok()
}

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
pub(super) fn network(address: &str) -> String {
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

    /// Counts an attempt, which was made here or on another instance.
    fn count(&mut self, tried: &Tried, now: DateTime<Utc>) {
        let less = |generations: &mut Self, key: &Key| {
            if let Some(counted) = generations.younger.get_mut(key) {
                counted.count = counted.count.saturating_sub(1);
            }
        };
        let keys = std::iter::once(tried.own).chain(tried.network);
        match tried.outcome {
            Outcome::Begun => {
                for key in keys {
                    let is_network = tried.network == Some(key);
                    let counted = self.entry(key, now);
                    if is_network && now - counted.first > WINDOW {
                        (counted.count, counted.first) = (0, now);
                    } else if !is_network && now - counted.last > FORGOTTEN {
                        counted.count = 0;
                    }
                    counted.count = counted.count.saturating_add(1);
                    counted.last = now;
                }
            }
            Outcome::TakenBack => keys.for_each(|key| less(self, &key)),
            Outcome::Succeeded => {
                self.remove(&tried.own);
                tried.network.iter().for_each(|key| less(self, key));
            }
        }
    }
}

impl Attempts {
    fn generations(&self) -> MutexGuard<'_, Generations> {
        let generations = self.generations.lock();
        generations.unwrap_or_else(PoisonError::into_inner)
    }

    /// What other instances are to be told, from now on.
    pub fn to_tell(&self) -> mpsc::Receiver<Tried> {
        let (telling, to_tell) = mpsc::channel(MAX_UNTOLD);
        let mut place = self.telling.lock().unwrap_or_else(PoisonError::into_inner);
        *place = Some(telling);
        to_tell
    }

    /// Another instance has told of an attempt.
    pub fn told(&self, tried: &Tried, now: DateTime<Utc>) {
        self.generations().count(tried, now);
    }

    fn tell(&self, tried: Tried) {
        let place = self.telling.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(telling) = &*place {
            let _ = telling.try_send(tried);
        }
    }

    /// Hears an attempt for an account, or says how long to wait, which counts for nothing. What is
    /// heard counts as failed until [`Attempts::succeeded`]: so many at once are no way around.
    pub fn begin(
        &self,
        account: &str,
        from: &TriedFrom,
        now: DateTime<Utc>,
    ) -> Result<(), TimeDelta> {
        let tried = Tried::new(Outcome::Begun, account, from);
        {
            let mut generations = self.generations();
            let own = generations.entry(tried.own, now);
            if now - own.last > FORGOTTEN {
                own.count = 0;
            }
            if let Some(wait) = own.wait(now) {
                return Err(wait);
            }
            if let Some(network) = tried.network {
                let all = generations.entry(network, now);
                if now - all.first <= WINDOW && all.count >= MAX_FROM_NETWORK {
                    return Err(all.first + WINDOW - now);
                }
            }
            generations.count(&tried, now);
        }
        self.tell(tried);
        Ok(())
    }

    /// The attempt that was heard could not be judged.
    pub fn take_back(&self, account: &str, from: &TriedFrom, now: DateTime<Utc>) {
        self.end(Tried::new(Outcome::TakenBack, account, from), now);
    }

    /// The attempt that was heard was right: what failed before it is forgotten.
    pub fn succeeded(&self, account: &str, from: &TriedFrom, now: DateTime<Utc>) {
        self.end(Tried::new(Outcome::Succeeded, account, from), now);
    }

    fn end(&self, tried: Tried, now: DateTime<Utc>) {
        self.generations().count(&tried, now);
        self.tell(tried);
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
            attempts.succeeded("ed", &there, at(now));
            assert_eq!(attempts.begin("ana", &here, at(now)), Ok(()));
            attempts.succeeded("ana", &here, at(now));
            now += wait;
            assert_eq!(attempts.begin("ed", &here, at(now)), Ok(()));
        }
        assert!(attempts.begin("ed", &here, at(now)).is_err());
        now += 24 * 60 * 60 + 1;
        assert_eq!(attempts.begin("ed", &here, at(now)), Ok(()));
        attempts.succeeded("ed", &here, at(now));
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

    #[test]
    fn what_is_told_of_attempts_counts_as_if_they_were_made_here() {
        let here = TriedFrom::network("192.0.2.1");
        let known = TriedFrom::KnownBrowser("b".to_owned());
        let (one, other) = (Attempts::default(), Attempts::default());
        let mut told = one.to_tell();
        let mut tell = |now: i64| {
            while let Ok(tried) = told.try_recv() {
                let decoded = Tried::decode(&tried.encode()).unwrap();
                assert_eq!(decoded, tried);
                other.told(&decoded, at(now));
            }
        };
        for from in [&here, &known] {
            for _ in 0..5 {
                one.begin("ed", from, at(0)).unwrap();
            }
            assert_eq!(other.begin("ed", from, at(0)), Ok(()));
            other.take_back("ed", from, at(0));
            tell(0);
            assert!(other.begin("ed", from, at(0)).is_err(), "{from:?}");
            one.succeeded("ed", from, at(1));
            tell(1);
            assert_eq!(other.begin("ed", from, at(1)), Ok(()));
        }
        for odd in ["", "begun", "begun 00 -", "begun \u{e9} -", "other 00 00"] {
            assert_eq!(Tried::decode(odd), None, "{odd}");
        }
    }
}
