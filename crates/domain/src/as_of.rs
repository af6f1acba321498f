//! A past moment at which the record can be shown again.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

/// A day, which means its end in UTC, or an exact moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AsOf {
    Day(NaiveDate),
    Moment(DateTime<Utc>),
}

/// A text that is neither a day nor a moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a day such as 2026-11-22, or a moment such as 2026-11-22T14:30:00Z")]
pub struct AsOfError;

impl AsOf {
    /// The last instant that is included: the record shows what was published by then.
    pub fn until(self) -> DateTime<Utc> {
        match self {
            Self::Day(day) => day
                .checked_add_days(Days::new(1))
                .and_then(|next| {
                    next.and_time(NaiveTime::MIN)
                        .checked_sub_signed(TimeDelta::microseconds(1))
                })
                .map_or(DateTime::<Utc>::MAX_UTC, |end| end.and_utc()),
            Self::Moment(moment) => moment,
        }
    }

    /// The day it lies in.
    pub fn day(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Moment(moment) => moment.date_naive(),
        }
    }

    /// For example `22 November 2026`, with the time where there is one.
    pub fn in_words(self) -> String {
        match self {
            Self::Day(day) => day.format("%-d %B %Y").to_string(),
            Self::Moment(moment) => moment.format("%-d %B %Y, %H:%M:%S UTC").to_string(),
        }
    }
}

impl FromStr for AsOf {
    type Err = AsOfError;

    fn from_str(text: &str) -> Result<Self, AsOfError> {
        let day = |text: &str| {
            let date = text.parse::<super::PartialDate>().map_err(|_| AsOfError)?;
            // Only a whole date: a month or year would be ambiguous.
            (text.len() == 10)
                .then(|| date.earliest())
                .flatten()
                .ok_or(AsOfError)
        };
        let Some((date, time)) = text.split_once('T') else {
            return day(text).map(Self::Day);
        };
        // A plus sign in an address that is not encoded is a space.
        let time = ["Z", "+00:00", " 00:00"]
            .into_iter()
            .find_map(|utc| time.strip_suffix(utc))
            .ok_or(AsOfError)?;
        let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
        let digits = |text: &str, length: usize| {
            (text.len() == length && text.bytes().all(|b| b.is_ascii_digit()))
                .then(|| text.parse::<u32>().ok())
                .flatten()
                .ok_or(AsOfError)
        };
        let mut parts = clock.split(':');
        let mut next = || digits(parts.next().ok_or(AsOfError)?, 2);
        let (hour, minute, second) = (next()?, next()?, next()?);
        if parts.next().is_some() || !(1..=6).contains(&fraction.len()) {
            return Err(AsOfError);
        }
        let micros = digits(&format!("{fraction:0<6}"), 6)?;
        day(date)?
            .and_hms_micro_opt(hour, minute, second, micros)
            .map(|moment| Self::Moment(moment.and_utc()))
            .ok_or(AsOfError)
    }
}

impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Moment(moment) => write!(f, "{}", moment.format("%Y-%m-%dT%H:%M:%S%.fZ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments_are_read_and_written_the_same() {
        for text in [
            "2026-11-22",
            "2026-11-22T14:30:00Z",
            "2026-11-22T14:30:00.123456Z",
        ] {
            assert_eq!(text.parse::<AsOf>().unwrap().to_string(), text);
        }
        for text in [
            "2026-11-22T14:30:00+00:00",
            "2026-11-22T14:30:00 00:00",
            "2026-11-22T14:30:00.000+00:00",
        ] {
            let read = text.parse::<AsOf>().unwrap().to_string();
            assert_eq!(read, "2026-11-22T14:30:00Z", "{text}");
        }
        let day: AsOf = "2026-11-22".parse().unwrap();
        assert_eq!(day.until().to_rfc3339(), "2026-11-22T23:59:59.999999+00:00");
        assert_eq!(day.in_words(), "22 November 2026");
    }

    #[test]
    fn what_has_no_single_end_is_refused() {
        for text in [
            "",
            "2026",
            "2026-11",
            "2026-02-30",
            "22.11.2026",
            "2026-11-22T25:00:00Z",
            "2026-11-22T14:30:00",
            "2026-11-22T14:30Z",
            "2026-11-22T14:30:00.1234567Z",
            "2026-11-22T14:30:00+01:00",
            "2026-11-22T14:30:00+00:00Z",
            "2026-11-22 14:30:00 00:00",
            "yesterday",
        ] {
            assert_eq!(text.parse::<AsOf>(), Err(AsOfError), "{text}");
        }
    }
}
