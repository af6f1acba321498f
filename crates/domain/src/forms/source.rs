//! Sources that are watched: their names, addresses, and how often each is read.

use std::fmt;
use std::str::FromStr;

use super::{Fields, Problems};

/// In characters.
pub const MAX_NAME: usize = 60;
/// In characters.
pub const MAX_ADDRESS: usize = 2_000;

/// How often a source is read: from every 15 minutes to every 90 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Every(i64);

const UNITS: [(char, i64); 3] = [('d', 86_400), ('h', 3_600), ('m', 60)];

impl Every {
    /// What a form offers, the usual one first.
    pub const OFFERED: [Self; 5] = [
        Self(86_400),
        Self(3_600),
        Self(6 * 3_600),
        Self(7 * 86_400),
        Self(30 * 86_400),
    ];

    /// In seconds.
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// So many seconds, brought within the limits.
    pub fn of_seconds(seconds: i64) -> Self {
        Self(seconds.clamp(900, 90 * 86_400))
    }

    /// In words, such as "every 24 hours".
    pub fn in_words(self) -> String {
        let (unit, seconds) = UNITS
            .into_iter()
            .find(|(_, unit)| self.0 % unit == 0 && self.0 >= 2 * unit)
            .unwrap_or(('m', 60));
        let name = match unit {
            'd' => "days",
            'h' => "hours",
            _ => "minutes",
        };
        format!("every {} {name}", self.0 / seconds)
    }
}

/// A span that is none, or out of bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Use minutes, hours or days from 15m to 90d, such as 24h")]
pub struct NoInterval;

impl FromStr for Every {
    type Err = NoInterval;

    fn from_str(text: &str) -> Result<Self, NoInterval> {
        let text = text.trim();
        let (count, seconds) = UNITS
            .into_iter()
            .find_map(|(unit, seconds)| Some((text.strip_suffix(unit)?, seconds)))
            .ok_or(NoInterval)?;
        let count: u32 = count.parse().map_err(|_| NoInterval)?;
        let every = i64::from(count).saturating_mul(seconds);
        if Self::of_seconds(every).0 == every {
            Ok(Self(every))
        } else {
            Err(NoInterval)
        }
    }
}

impl fmt::Display for Every {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = UNITS.into_iter().find(|(_, unit)| self.0 % unit == 0);
        let (unit, seconds) = whole.unwrap_or(('m', 60));
        write!(f, "{}{unit}", self.0 / seconds)
    }
}

/// A source as it is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceForm {
    pub name: String,
    pub url: String,
    pub every: Every,
    /// Whether what it says is published without a person.
    pub auto: bool,
}

/// Checks the name and the address of a source or a webhook.
pub(super) fn name_and_address(fields: &Fields, problems: &mut Problems) {
    problems.required(fields, "name", "A name");
    problems.text(fields, "name", MAX_NAME);
    if fields.get("name").contains('\n') {
        problems.push("name", "Use one line.");
    }
    problems.required(fields, "url", "An address");
    problems.text(fields, "url", MAX_ADDRESS);
}

/// Reads the form. Whether the address may be asked is for the fetcher to say.
pub fn read(fields: &Fields) -> Result<SourceForm, Problems> {
    let mut problems = Problems::default();
    name_and_address(fields, &mut problems);
    problems.required(fields, "every", "How often it is read");
    let every = problems.read(fields, "every");
    let every = every.unwrap_or(Every::OFFERED[0]);
    problems.or(SourceForm {
        name: fields.get("name").to_owned(),
        url: fields.get("url").to_owned(),
        every,
        auto: fields.get("auto") == "yes",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_read_as_it_is_written_and_kept_within_bounds() {
        for (text, seconds) in [
            ("24h", 86_400),
            ("15m", 900),
            ("90d", 7_776_000),
            (" 7d ", 604_800),
        ] {
            let every: Every = text.parse().unwrap();
            assert_eq!(every.seconds(), seconds, "{text}");
            assert_eq!(every.to_string().parse(), Ok(every));
        }
        for text in [
            "",
            "24",
            "h",
            "14m",
            "91d",
            "-1h",
            "1.5h",
            "99999999999h",
            "24hh",
            "1w",
        ] {
            assert_eq!(text.parse::<Every>(), Err(NoInterval), "{text}");
        }
        assert_eq!("24h".parse::<Every>().unwrap().in_words(), "every 24 hours");
        assert_eq!("7d".parse::<Every>().unwrap().in_words(), "every 7 days");
        assert_eq!(
            "60m".parse::<Every>().unwrap().in_words(),
            "every 60 minutes"
        );
        for every in Every::OFFERED {
            assert_eq!(every.to_string().parse(), Ok(every));
        }
    }
}
