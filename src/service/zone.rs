//! Local time of members of staff: schedules are typed and shown in it, and stored in universal time.
//!
//! With `jiff` and the time zone database that comes with it, so that every machine gives the same answer:
//! it is three small crates without a build script, where `chrono-tz` generates code of every zone each time
//! that it is built, and does not say why a time cannot be read.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDateTime, Timelike, Utc};
use jiff::Timestamp;
use jiff::tz::{AmbiguousOffset, TimeZone};

/// Areas of the database whose zones are places; others are old names and fixed offsets.
const AREAS: [&str; 10] = [
    "Africa/",
    "America/",
    "Antarctica/",
    "Arctic/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
];

/// A time zone.
#[derive(Debug, Clone)]
pub struct Zone {
    name: String,
    rules: TimeZone,
}

/// Why a local time is no moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LocalTimeError {
    /// Not a date and time.
    #[error("Enter a date and time, such as 2026-12-01T09:00.")]
    Unreadable,
    /// The clocks go forward over it.
    #[error(
        "{0} does not exist in {1}: the clocks go forward over it. Enter an earlier or later time."
    )]
    Skipped(String, String),
    /// The clocks go back over it.
    #[error(
        "{0} happens twice in {1}, at {2} and at {3} UTC, because the clocks go back. Enter a time that happens once."
    )]
    Ambiguous(String, String, String, String),
}

impl Default for Zone {
    fn default() -> Self {
        Self {
            name: Self::UTC.to_owned(),
            rules: TimeZone::UTC,
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Zone {
    /// The name of universal time.
    pub const UTC: &str = "UTC";

    /// The zone with a name of [`Zone::names`]; none for other names.
    pub fn named(name: &str) -> Option<Self> {
        if name == Self::UTC {
            return Some(Self::default());
        }
        if !is_place(name) {
            return None;
        }
        let rules = TimeZone::get(name).ok()?;
        // Names are read in any case; only one spelling is stored.
        let is_spelled_so = rules.iana_name() == Some(name);
        is_spelled_so.then(|| Self {
            name: name.to_owned(),
            rules,
        })
    }

    /// The names to choose from, universal time first.
    pub fn names() -> Vec<String> {
        let places = jiff::tz::db().available().map(|name| name.to_string());
        let mut names: Vec<String> = places.filter(|name| is_place(name)).collect();
        names.sort();
        names.insert(0, Self::UTC.to_owned());
        names
    }

    /// Whether it is universal time.
    pub fn is_utc(&self) -> bool {
        self.name == Self::UTC
    }

    /// What clocks of the zone show at a moment.
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        let offset = Timestamp::from_second(at.timestamp())
            .map_or(0, |at| self.rules.to_offset(at).seconds());
        at.naive_utc() + chrono::TimeDelta::seconds(offset.into())
    }

    /// A moment in words, within a sentence after "on" or "for": in the zone, with universal time beside it.
    pub fn in_words(&self, at: DateTime<Utc>, between: &str) -> String {
        let (local, utc) = (self.local(at), at.naive_utc());
        let day = local.format("%-d %B %Y");
        if self.is_utc() {
            return format!("{day}{between}{} UTC", local.format("%H:%M"));
        }
        let utc = if local.date() == utc.date() {
            utc.format("%H:%M UTC")
        } else {
            utc.format("%-d %B, %H:%M UTC")
        };
        format!(
            "{day}{between}{} {} ({utc})",
            local.format("%H:%M"),
            self.name
        )
    }

    /// The moment of a day and hour, as a browser sends them (`2026-12-01T09:00`). Refuses an hour that does
    /// not exist in the zone, or happens twice.
    pub fn read(&self, text: &str) -> Result<DateTime<Utc>, LocalTimeError> {
        let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")
            .map_err(|_| LocalTimeError::Unreadable)?;
        let civil = civil(local).ok_or(LocalTimeError::Unreadable)?;
        let found = self.rules.to_ambiguous_timestamp(civil);
        let at = |offset: jiff::tz::Offset| {
            (local - chrono::TimeDelta::seconds(offset.seconds().into())).and_utc()
        };
        let said = || local.format("%H:%M on %-d %B %Y").to_string();
        match found.offset() {
            AmbiguousOffset::Unambiguous { offset } => Ok(at(offset)),
            AmbiguousOffset::Gap { .. } => Err(LocalTimeError::Skipped(said(), self.name.clone())),
            AmbiguousOffset::Fold { before, after } => {
                let hour = |offset| at(offset).format("%H:%M").to_string();
                Err(LocalTimeError::Ambiguous(
                    said(),
                    self.name.clone(),
                    hour(before),
                    hour(after),
                ))
            }
        }
    }
}

fn is_place(name: &str) -> bool {
    AREAS.iter().any(|area| name.starts_with(area))
}

/// The same date and time of day.
fn civil(local: NaiveDateTime) -> Option<jiff::civil::DateTime> {
    let part = |number: u32| i8::try_from(number).ok();
    jiff::civil::DateTime::new(
        i16::try_from(local.year()).ok()?,
        part(local.month())?,
        part(local.day())?,
        part(local.hour())?,
        part(local.minute())?,
        0,
        0,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        Zone::named(name).unwrap_or_else(|| panic!("no zone {name}"))
    }

    #[test]
    fn local_time_is_read_as_clocks_show_it() {
        for (name, local, utc) in [
            ("UTC", "2026-12-01T09:00", "2026-12-01T09:00:00+00:00"),
            (
                "Europe/Paris",
                "2026-12-01T09:00",
                "2026-12-01T08:00:00+00:00",
            ),
            (
                "Europe/Paris",
                "2026-07-01T09:00",
                "2026-07-01T07:00:00+00:00",
            ),
            (
                "America/New_York",
                "2026-12-01T20:30",
                "2026-12-02T01:30:00+00:00",
            ),
            (
                "Asia/Kathmandu",
                "2026-12-01T00:00",
                "2026-11-30T18:15:00+00:00",
            ),
        ] {
            let zone = zone(name);
            let read = zone.read(local).map(|at| at.to_rfc3339());
            assert_eq!(read.as_deref(), Ok(utc), "{name} {local}");
            let at: DateTime<Utc> = utc.parse().unwrap_or_default();
            let shown = zone.local(at).format("%Y-%m-%dT%H:%M").to_string();
            assert_eq!(shown, local, "{name} {utc}");
        }
    }

    #[test]
    fn hours_that_do_not_exist_or_happen_twice_are_refused_in_words() {
        for (name, local, words) in [
            (
                "Europe/Paris",
                "2026-03-29T02:30",
                "does not exist in Europe/Paris",
            ),
            (
                "Europe/Paris",
                "2026-10-25T02:30",
                "happens twice in Europe/Paris, at 00:30 and at 01:30 UTC",
            ),
            ("America/New_York", "2026-03-08T02:00", "does not exist"),
            ("America/New_York", "2026-11-01T01:59", "happens twice"),
            ("Australia/Lord_Howe", "2026-10-04T02:15", "does not exist"),
            ("UTC", "tomorrow", "Enter a date and time"),
            ("UTC", "", "Enter a date and time"),
            (
                "Europe/Paris",
                "+99999-01-01T00:00",
                "Enter a date and time",
            ),
        ] {
            let refused = zone(name).read(local).map_err(|error| error.to_string());
            let said = refused.err().unwrap_or_default();
            assert!(said.contains(words), "{name} {local}: {said}");
        }
        // The hours beside them are read.
        for local in [
            "2026-03-29T01:59",
            "2026-03-29T03:00",
            "2026-10-25T01:59",
            "2026-10-25T03:00",
        ] {
            assert!(zone("Europe/Paris").read(local).is_ok(), "{local}");
        }
    }

    #[test]
    fn every_hour_of_years_is_read_back_or_refused() {
        for name in [
            "Europe/Paris",
            "America/Sao_Paulo",
            "Pacific/Apia",
            "Asia/Kabul",
        ] {
            let zone = zone(name);
            let begin: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap_or_default();
            for half_hour in 0..(2 * 24 * 366) {
                let at = begin + chrono::TimeDelta::minutes(30 * half_hour);
                let local = zone.local(at).format("%Y-%m-%dT%H:%M").to_string();
                match zone.read(&local) {
                    Ok(read) => assert_eq!(read, at, "{name} {local}"),
                    Err(error) => assert!(
                        matches!(error, LocalTimeError::Ambiguous(..)),
                        "{name} {local}: {error}"
                    ),
                }
            }
        }
    }

    #[test]
    fn names_lead_to_zones_and_nothing_else_does() {
        let names = Zone::names();
        assert!(names.len() > 300, "{}", names.len());
        assert_eq!(names.first().map(String::as_str), Some("UTC"));
        for name in &names {
            assert!(Zone::named(name).is_some(), "{name}");
        }
        for wrong in [
            "",
            "utc",
            "europe/paris",
            "Europe/Nowhere",
            "EST5EDT",
            "Europe/../Paris",
        ] {
            assert!(Zone::named(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn universal_time_stands_beside_local_time() {
        let at: DateTime<Utc> = "2026-12-01T23:30:00Z".parse().unwrap_or_default();
        for (name, words) in [
            ("UTC", "1 December 2026 at 23:30 UTC"),
            (
                "Europe/Paris",
                "2 December 2026 at 00:30 Europe/Paris (1 December, 23:30 UTC)",
            ),
            (
                "America/Lima",
                "1 December 2026 at 18:30 America/Lima (23:30 UTC)",
            ),
        ] {
            assert_eq!(zone(name).in_words(at, " at "), words);
        }
    }
}
