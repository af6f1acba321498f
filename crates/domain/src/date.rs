//! Dates as precise as their source: a year, a month or a day.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

/// A date of which the source may have given only the year, or the year and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PartialDate {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

/// A date that is not `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, or is not in the calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} is not a date; expected YYYY, YYYY-MM or YYYY-MM-DD")]
pub struct DateError(String);

impl PartialDate {
    /// The year, always known.
    pub fn year(self) -> i32 {
        self.year.into()
    }

    /// Whether the day is known, not only the month or year.
    pub fn is_a_day(self) -> bool {
        self.day.is_some()
    }

    /// Whether this is the first day of a month that is given without a day.
    pub fn is_first_day_of(self, month: Self) -> bool {
        self.day == Some(1)
            && month.day.is_none()
            && month.month.is_some()
            && (self.year, self.month) == (month.year, month.month)
    }

    /// The first day that the date can mean, for sorting and comparing.
    pub fn earliest(self) -> Option<NaiveDate> {
        let [month, day] = [self.month, self.day].map(|number| number.unwrap_or(1).into());
        NaiveDate::from_ymd_opt(self.year(), month, day)
    }

    /// Whether every day that this can mean comes before every day that the other can mean.
    pub fn is_surely_before(self, other: Self) -> bool {
        let months = self.month.zip(other.month);
        let days = self.day.zip(other.day);
        self.year < other.year
            || (self.year == other.year
                && months.is_some_and(|(own, other)| {
                    own < other || (own == other && days.is_some_and(|(own, other)| own < other))
                }))
    }

    /// The date in words, for example `June 2018`.
    pub fn in_words(self) -> String {
        let Some(date) = self.earliest() else {
            return self.to_string();
        };
        match (self.month, self.day) {
            (Some(_), Some(_)) => date.format("%-d %B %Y").to_string(),
            (Some(_), None) => date.format("%B %Y").to_string(),
            _ => self.year.to_string(),
        }
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let error = || DateError(text.to_owned());
        let mut parts = text.trim().split('-');
        let mut next = |length: usize| match parts.next() {
            None => Ok(None),
            Some(p) if p.len() == length && p.bytes().all(|b| b.is_ascii_digit()) => {
                p.parse::<u16>().map(Some).map_err(|_| error())
            }
            Some(_) => Err(error()),
        };
        let year = next(4)?.ok_or_else(error)?;
        let [month, day] = [next(2)?, next(2)?]
            .map(|number| number.map(u8::try_from).transpose().map_err(|_| error()));
        if parts.next().is_some() {
            return Err(error());
        }
        let date = Self {
            year,
            month: month?,
            day: day?,
        };
        date.earliest().ok_or_else(error)?;
        Ok(date)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_the_precision_of_their_source() {
        for text in ["2018", "2018-09", "2018-09-30"] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
        assert_eq!(
            "2018-09".parse::<PartialDate>().unwrap().in_words(),
            "September 2018"
        );
    }

    #[test]
    fn a_date_is_before_another_only_where_both_are_precise_enough() {
        for (first, second, before) in [
            ("2017", "2018-07", true),
            ("2018", "2018-07", false),
            ("2018-06", "2018-07-01", true),
            ("2018-07", "2018-07-01", false),
            ("2018-07-01", "2018-07-02", true),
            ("2018-08", "2018-07", false),
        ] {
            let read = |text: &str| text.parse::<PartialDate>().unwrap();
            assert_eq!(
                read(first).is_surely_before(read(second)),
                before,
                "{first} {second}"
            );
        }
    }

    #[test]
    fn what_is_not_a_date_is_refused_with_its_text() {
        for text in [
            "",
            "18",
            "2018-13",
            "2018-02-30",
            "2018-1",
            "2018-09-30-1",
            "2o18",
            "+218",
        ] {
            let error = text.parse::<PartialDate>().unwrap_err().to_string();
            assert!(error.contains(text) && error.contains("YYYY-MM"), "{error}");
        }
    }
}
