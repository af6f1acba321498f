//! How often e-mail was asked for from each network: somebody who types addresses of others is stopped soon.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// Requests from one network within ...
const MAX_ASKED: u32 = 10;
/// ... this.
const WINDOW: TimeDelta = TimeDelta::hours(1);
/// Of each of two generations.
const MAX_NETWORKS: usize = 20_000;

/// Requests by network. The older generation is dropped whole when the younger one is full.
#[derive(Debug, Default)]
pub struct AskedFrom(Mutex<[HashMap<String, Asked>; 2]>);

#[derive(Debug, Clone, Copy)]
struct Asked {
    times: u32,
    since: DateTime<Utc>,
}

impl AskedFrom {
    /// Counts a request; refuses one too many, with how long to wait.
    pub fn count(&self, network: String, now: DateTime<Utc>) -> Result<(), TimeDelta> {
        let mut generations = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let [younger, older] = &mut *generations;
        if younger.len() >= MAX_NETWORKS && !younger.contains_key(&network) {
            *older = std::mem::take(younger);
        }
        let none = Asked {
            times: 0,
            since: now,
        };
        let known = older.get(&network).copied().unwrap_or(none);
        let asked = younger.entry(network).or_insert(known);
        let passed = now - asked.since;
        // Also where the clock has gone back.
        if passed >= WINDOW || passed < TimeDelta::zero() {
            *asked = none;
        }
        if asked.times >= MAX_ASKED {
            return Err(WINDOW - (now - asked.since));
        }
        asked.times += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_network_may_ask_some_times_an_hour_and_memory_is_bounded() {
        let asked = AskedFrom::default();
        let now: DateTime<Utc> = "2026-11-28T09:00:00Z".parse().unwrap();
        for _ in 0..MAX_ASKED {
            assert_eq!(asked.count("a".to_owned(), now), Ok(()));
        }
        let later = now + TimeDelta::minutes(20);
        let wait = asked.count("a".to_owned(), later).unwrap_err();
        assert_eq!(wait, TimeDelta::minutes(40));
        assert_eq!(asked.count("b".to_owned(), later), Ok(()));
        assert_eq!(asked.count("a".to_owned(), later + wait), Ok(()));
        for n in 0..50_000 {
            assert_eq!(asked.count(n.to_string(), now), Ok(()));
        }
        let sizes = asked.0.lock().unwrap().each_ref().map(HashMap::len);
        assert!(sizes.iter().all(|size| *size <= MAX_NETWORKS), "{sizes:?}");
    }
}
