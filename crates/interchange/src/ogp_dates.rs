//! Dates as OGP's exports hold them: days in both orders, months, years, serial numbers of
//! spreadsheets, and words.

use chrono::{Datelike, Days, NaiveDate};

use domain::PartialDate;

/// Which number comes first where a day is written as two numbers and a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `12/31/2014`
    MonthFirst,
    /// `31/12/2014`
    DayFirst,
}

/// What became of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// A date that the cell states.
    Date(PartialDate),
    /// A date that was made of it, and how.
    Made(PartialDate, String),
    /// It says that there is none.
    None,
    /// It says something that is no date.
    Words,
}

/// No plan has dates before this year.
const EARLIEST: i32 = 1990;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The order that a day shows by itself; none where it could be read both ways.
pub fn order(cell: &str) -> Option<Order> {
    let (first, second, _) = numbers(cell)?;
    match (first, second) {
        (13.., 1..=12) => Some(Order::DayFirst),
        (1..=12, 13..) => Some(Order::MonthFirst),
        _ => None,
    }
}

/// Reads a cell. `order` is what the other dates of the same plan show.
pub fn read(cell: &str, order: Option<Order>) -> Read {
    let cell = cell.trim();
    if is_nothing(cell) {
        return Read::None;
    }
    // As a workbook gives it; before 1990 it is what a spreadsheet made of something else.
    if let Ok(date) = cell.parse::<NaiveDate>()
        && date.year() < EARLIEST
    {
        return of_a_year(Some(date));
    }
    if let Ok(date) = cell.parse() {
        return Read::Date(date);
    }
    if let Some((first, second, year)) = numbers(cell) {
        return day(first, second, year, order);
    }
    if let Ok(serial) = cell.parse::<u32>() {
        return match of_serial(serial) {
            Some(date) if (2000..2100).contains(&date.year()) => made(
                &format!("{date}"),
                &format!("read as the serial number of {}", date.format("%-d %B %Y")),
            ),
            _ => Read::Words,
        };
    }
    words(cell)
}

/// Whether a cell says that nothing is known.
fn is_nothing(cell: &str) -> bool {
    matches!(
        cell.to_lowercase().as_str(),
        "" | "na" | "n/a" | "nd" | "nr" | "unclear" | "not specified" | "none specified" | "none"
    )
}

fn made(text: &str, how: &str) -> Read {
    text.parse()
        .map_or(Read::Words, |date| Read::Made(date, how.to_owned()))
}

/// `7/1/18`, `31/12/2014`: two numbers and a year.
fn numbers(cell: &str) -> Option<(u32, u32, i32)> {
    let mut parts = cell.trim().split('/');
    let mut next = || parts.next().and_then(|p| p.parse::<u32>().ok());
    let (first, second, year) = (next()?, next()?, next()?);
    if parts.next().is_some() {
        return None;
    }
    let year = if year < 100 { year + 2000 } else { year };
    Some((first, second, i32::try_from(year).ok()?))
}

fn day(first: u32, second: u32, year: i32, order: Option<Order>) -> Read {
    if year < EARLIEST {
        return of_a_year(NaiveDate::from_ymd_opt(year, first, second));
    }
    let (month, day, doubt) = match (first, second) {
        (13.., 1..=12) => (second, first, false),
        (1..=12, 13..) => (first, second, false),
        (same, other) if same == other => (same, other, false),
        _ if order == Some(Order::DayFirst) => (second, first, false),
        _ => (first, second, order.is_none()),
    };
    let Some(date) = NaiveDate::from_ymd_opt(year, month, day) else {
        // 2/29/2014: the month is believed.
        return if (1..=12).contains(&month) {
            made(
                &format!("{year:04}-{month:02}"),
                "there is no such day; the month was kept",
            )
        } else {
            Read::Words
        };
    };
    let text = date.to_string();
    if doubt {
        let how = format!("read with the month first, as {}", date.format("%-d %B %Y"));
        made(&text, &how)
    } else {
        text.parse().map_or(Read::Words, Read::Date)
    }
}

/// A year that a spreadsheet took for the number of a day: 2023 is 15 July 1905.
fn of_a_year(day: Option<NaiveDate>) -> Read {
    match day.and_then(serial_of) {
        Some(meant) if (2000..2100).contains(&meant) => made(
            &meant.to_string(),
            &format!("a spreadsheet took the year {meant} for the number of a day"),
        ),
        _ => Read::Words,
    }
}

fn epoch() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(1899, 12, 30)
}

fn of_serial(serial: u32) -> Option<NaiveDate> {
    epoch()?.checked_add_days(Days::new(u64::from(serial)))
}

fn serial_of(date: NaiveDate) -> Option<i64> {
    Some((date - epoch()?).num_days())
}

/// `April 2012`; and years that are told with more words than a date can keep.
fn words(cell: &str) -> Read {
    let folded = cell.to_lowercase();
    let parts: Vec<&str> = folded.split_whitespace().collect();
    let years: Vec<&str> = folded
        .split(|c: char| !c.is_ascii_digit())
        .filter(|p| p.len() == 4 && p.starts_with("20"))
        .collect();
    let [year] = years.as_slice() else {
        return Read::Words;
    };
    if let [month, second] = parts.as_slice()
        && second == year
        && let Some(at) = MONTHS.iter().position(|m| m == month)
    {
        let text = format!("{year}-{:02}", at + 1);
        return text.parse().map_or(Read::Words, Read::Date);
    }
    made(year, "only its year could be kept")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    #[test]
    fn dates_that_state_themselves() {
        for (cell, expected) in [
            ("2014", "2014"),
            ("12/31/2014", "2014-12-31"),
            ("31/12/2014", "2014-12-31"),
            ("12/31/19", "2019-12-31"),
            ("1/1/2014", "2014-01-01"),
            ("April 2012", "2012-04"),
            ("2019-05-31", "2019-05-31"),
        ] {
            assert_eq!(read(cell, None), Read::Date(date(expected)), "{cell}");
        }
    }

    #[test]
    fn dates_that_had_to_be_made_say_how() {
        for (cell, expected, how) in [
            ("7/15/1905", "2023", "took the year 2023"),
            ("1905-07-15", "2023", "took the year 2023"),
            ("43525", "2019-03-01", "serial"),
            ("07/01/2012", "2012-07-01", "month first"),
            ("2/29/2014", "2014-02", "no such day"),
            ("Quarter 4 2016", "2016", "only its year"),
            ("IV quarter of 2021", "2021", "only its year"),
            ("End of 2014", "2014", "only its year"),
        ] {
            let Read::Made(made, said) = read(cell, None) else {
                panic!("{cell}");
            };
            assert_eq!(made, date(expected), "{cell}");
            assert!(said.contains(how), "{said}");
        }
    }

    #[test]
    fn the_other_dates_of_a_plan_settle_the_order() {
        assert_eq!(order("31/12/2014"), Some(Order::DayFirst));
        assert_eq!(order("07/01/2012"), None);
        assert_eq!(
            read("07/01/2012", Some(Order::DayFirst)),
            Read::Date(date("2012-01-07"))
        );
        assert_eq!(
            read("07/01/2012", Some(Order::MonthFirst)),
            Read::Date(date("2012-07-01"))
        );
    }

    #[test]
    fn what_says_nothing_and_what_is_no_date_stay_apart() {
        for cell in ["", "NA", "N/A", "Not Specified", "Unclear", "NR"] {
            assert_eq!(read(cell, None), Read::None, "{cell}");
        }
        for cell in [
            "In progress",
            "2012-2013",
            "1989-12-31",
            "99/99/2014",
            "7",
            "1/2/3/4",
            "4000000000",
        ] {
            assert_eq!(read(cell, None), Read::Words, "{cell}");
        }
    }
}
