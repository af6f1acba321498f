//! The one place that reads the time of day. Everything else is handed a [`Clock`], so that tests of
//! sessions, schedules and limits move it instead of waiting.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// Tells what time it is.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// Microseconds ahead of the system's clock; none where it follows that always.
    ahead: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The system's clock.
    pub const fn system() -> Self {
        Self { ahead: None }
    }

    /// A clock that begins at the system's time and runs on, but can be moved. Its clones move with
    /// it.
    pub fn movable() -> Self {
        Self {
            ahead: Some(Arc::default()),
        }
    }

    /// The time now, to the microsecond, which is as much as both databases keep.
    pub fn now(&self) -> DateTime<Utc> {
        let ahead = self.ahead.as_ref();
        let ahead = ahead.map_or(0, |ahead| ahead.load(Ordering::Relaxed));
        (system_now() + TimeDelta::microseconds(ahead)).trunc_subsecs(6)
    }

    /// Moves a movable clock to a moment, from which it runs on.
    ///
    /// # Panics
    /// Where the clock is the system's, or the moment further away than a clock can be moved.
    pub fn set(&self, moment: DateTime<Utc>) {
        let ahead = (moment - system_now()).num_microseconds();
        match (&self.ahead, ahead) {
            (Some(place), Some(ahead)) => place.store(ahead, Ordering::Relaxed),
            (None, _) => panic!("the system's clock cannot be moved"),
            (_, None) => panic!("{moment} is too far away"),
        }
    }

    /// Moves a movable clock forward, or back by a negative span.
    ///
    /// # Panics
    /// As [`Clock::set`].
    pub fn advance(&self, by: TimeDelta) {
        self.set(self.now() + by);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the system's clock"
)]
fn system_now() -> DateTime<Utc> {
    Utc::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_movable_clock_runs_on_from_where_it_was_moved_to_and_takes_its_clones_along() {
        let clock = Clock::movable();
        let other = clock.clone();
        let before = other.now();
        clock.advance(TimeDelta::hours(3));
        let after = other.now();
        assert!(after - before >= TimeDelta::hours(3));
        assert!(after - before < TimeDelta::hours(4));
        assert_eq!(after, after.trunc_subsecs(6));
        clock.advance(-TimeDelta::hours(3));
        assert!(other.now() < after);
    }
}
