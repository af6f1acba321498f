//! The one place that reads the time of day. Everything else is handed a [`Clock`], so that tests of
//! sessions, schedules and limits move it instead of waiting.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

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

    /// Whether nobody but the machine moves it.
    pub const fn is_of_the_system(&self) -> bool {
        self.ahead.is_none()
    }

    /// The time now, to the microsecond, which is as much as both databases keep.
    pub fn now(&self) -> DateTime<Utc> {
        let ahead = self.ahead.as_ref();
        let ahead = ahead.map_or(0, |ahead| ahead.load(Ordering::Relaxed));
        (system_now() + TimeDelta::microseconds(ahead)).trunc_subsecs(6)
    }

    /// How far the clock has jumped since the program was started: what it shows beside the time that has
    /// passed since then.
    pub fn jump(&self) -> TimeDelta {
        let (began, counted) = *STARTED;
        let passed = uptime().saturating_sub(counted);
        let passed = TimeDelta::from_std(passed).unwrap_or_default();
        self.now() - (began + passed)
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

/// When the program began to look at the clock: the time then, and what the machine had counted.
static STARTED: LazyLock<(DateTime<Utc>, Duration)> = LazyLock::new(|| (read_clock(), uptime()));

/// A count of time that nobody can set, which goes on while the machine sleeps.
#[cfg(target_os = "linux")]
fn uptime() -> Duration {
    let counted = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    Duration::try_from(counted).unwrap_or_default()
}

#[cfg(not(target_os = "linux"))]
fn uptime() -> Duration {
    static FIRST: LazyLock<std::time::Instant> = LazyLock::new(std::time::Instant::now);
    FIRST.elapsed()
}

fn system_now() -> DateTime<Utc> {
    LazyLock::force(&STARTED);
    read_clock()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the system's clock"
)]
fn read_clock() -> DateTime<Utc> {
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
        assert_eq!(other.jump().num_minutes(), 180);
        clock.advance(-TimeDelta::hours(3));
        assert!(other.now() < after);
        assert_eq!(other.jump().num_seconds(), 0);
        assert_eq!(Clock::system().jump().num_seconds(), 0);
    }
}
