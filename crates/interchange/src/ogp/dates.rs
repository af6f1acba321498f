//! Dates as they are written in OGP's exports: days in both orders, months, years, serial numbers of
//! spreadsheets, and phrases.

use chrono::{Datelike, Days, NaiveDate};

use domain::PartialDate;

/// Which number comes first where a day is written as two numbers and a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// `12/31/2014`
    MonthFirst,
    /// `31/12/2014`
    DayFirst,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParsedDate {
    /// A date that the cell states.
    Exact(PartialDate),
    /// A date that was inferred from it, and how.
    Inferred(PartialDate, String),
    /// It says that there is none.
    Missing,
    /// It says something else.
    NotADate,
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

/// The order that a date shows by itself; none where it could be read both ways.
pub fn order(cell: &str) -> Option<DayOrder> {
    let (first, second, _) = numbers(cell)?;
    match (first, second) {
        (13.., 1..=12) => Some(DayOrder::DayFirst),
        (1..=12, 13..) => Some(DayOrder::MonthFirst),
        _ => None,
    }
}

/// Reads a cell. `order` is what the other dates of the same plan show.
pub fn read(cell: &str, order: Option<DayOrder>) -> ParsedDate {
    let cell = cell.trim();
    if is_missing(cell) {
        return ParsedDate::Missing;
    }
    // As a workbook gives it; before 1990 it is what a spreadsheet made of something else.
    if let Ok(date) = cell.parse::<NaiveDate>()
        && date.year() < EARLIEST
    {
        return year_read_as_day(Some(date));
    }
    if let Ok(date) = cell.parse() {
        return ParsedDate::Exact(date);
    }
    if let Some((first, second, year)) = numbers(cell) {
        return day(first, second, year, order);
    }
    if let Ok(serial) = cell.parse::<u32>() {
        return match date_of_serial(serial) {
            Some(date) if (2000..2100).contains(&date.year()) => inferred(
                &format!("{date}"),
                &format!(
                    "a spreadsheet\u{2019}s serial number for a date; read as {}",
                    date.format("%-d %B %Y")
                ),
            ),
            _ => ParsedDate::NotADate,
        };
    }
    phrase(cell)
}

/// Reads a cell of the former Explorer, where the first day of a month stands for the month, whichever of the two
/// comes first, and any other day has the day first; `None` for what is not the first of anything.
///
/// It rests on the commitments that are in OGP's sheet of July 2024 too. There, all cells `MM/01/YYYY` of
/// theirs are months in words (`11/01/2014`: November 2014; 59 of 61 the same month, two a later one), also where
/// another cell of the plan has the day first, and all 8 cells `01/MM/YYYY` are days (`01/06/2014`: `1/6/2014`). Of nine cells `01/01/YYYY`, the
/// sheet has eight as `1/1/YYYY` and one as a month: January is true either way. That a day is meant by a first one is
/// not certain: all rows of one plan of Mexico have the same two.
pub fn read_first(cell: &str) -> Option<ParsedDate> {
    let (first, second, year) = numbers(cell)?;
    if year < EARLIEST {
        return None;
    }
    let ((month @ 1..=12, 1) | (1, month @ 2..=12)) = (first, second) else {
        return None;
    };
    let date: PartialDate = format!("{year:04}-{month:02}").parse().ok()?;
    let how = "the first day stands for its month here; read as";
    Some(ParsedDate::Inferred(
        date,
        format!("{how} {}", date.in_words()),
    ))
}

fn is_missing(cell: &str) -> bool {
    matches!(
        cell.to_lowercase().as_str(),
        "" | "na" | "n/a" | "nd" | "nr" | "unclear" | "not specified" | "none specified" | "none"
    )
}

fn inferred(text: &str, how: &str) -> ParsedDate {
    text.parse().map_or(ParsedDate::NotADate, |date| {
        ParsedDate::Inferred(date, how.to_owned())
    })
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

fn day(first: u32, second: u32, year: i32, order: Option<DayOrder>) -> ParsedDate {
    if year < EARLIEST {
        return year_read_as_day(NaiveDate::from_ymd_opt(year, first, second));
    }
    let (month, day) = match (first, second) {
        (13.., 1..=12) => (second, first),
        (1..=12, 13..) => (first, second),
        (same, other) if same == other => (same, other),
        _ if order == Some(DayOrder::DayFirst) => (second, first),
        _ if order == Some(DayOrder::MonthFirst) => (first, second),
        // Plans begin and end with a month; whether with this day is not certain.
        (1, month) | (month, 1) => {
            let how = "day or month could come first; only the month was used";
            return inferred(&format!("{year:04}-{month:02}"), how);
        }
        _ => {
            let how = "day or month could come first; only the year was used";
            return inferred(&year.to_string(), how);
        }
    };
    let Some(date) = NaiveDate::from_ymd_opt(year, month, day) else {
        // 2/29/2014: the month is believed.
        return if (1..=12).contains(&month) {
            inferred(
                &format!("{year:04}-{month:02}"),
                "this day does not exist; only the month was used",
            )
        } else {
            ParsedDate::NotADate
        };
    };
    let text = date.to_string();
    text.parse().map_or(ParsedDate::NotADate, ParsedDate::Exact)
}

/// A year that a spreadsheet read as a serial number: 2023 is 15 July 1905.
fn year_read_as_day(day: Option<NaiveDate>) -> ParsedDate {
    match day.and_then(serial_of) {
        Some(meant) if (2000..2100).contains(&meant) => inferred(
            &meant.to_string(),
            &format!("a spreadsheet turned the year {meant} into a date; read as {meant}"),
        ),
        _ => ParsedDate::NotADate,
    }
}

fn epoch() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(1899, 12, 30)
}

fn date_of_serial(serial: u32) -> Option<NaiveDate> {
    epoch()?.checked_add_days(Days::new(u64::from(serial)))
}

fn serial_of(date: NaiveDate) -> Option<i64> {
    Some((date - epoch()?).num_days())
}

/// `April 2012`, and years in a phrase such as `End of 2014`.
fn phrase(cell: &str) -> ParsedDate {
    let folded = cell.to_lowercase();
    let parts: Vec<&str> = folded.split_whitespace().collect();
    let years: Vec<&str> = folded
        .split(|c: char| !c.is_ascii_digit())
        .filter(|p| p.len() == 4 && p.starts_with("20"))
        .collect();
    let [year] = years.as_slice() else {
        return ParsedDate::NotADate;
    };
    if let [month, second] = parts.as_slice()
        && second == year
        && let Some(at) = MONTHS.iter().position(|m| m == month)
    {
        let text = format!("{year}-{:02}", at + 1);
        return text.parse().map_or(ParsedDate::NotADate, ParsedDate::Exact);
    }
    inferred(year, "only the year could be read")
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
            assert_eq!(
                read(cell, None),
                ParsedDate::Exact(date(expected)),
                "{cell}"
            );
        }
    }

    #[test]
    fn inferred_dates_explain_how() {
        for (cell, expected, how) in [
            ("7/15/1905", "2023", "turned the year 2023"),
            ("1905-07-15", "2023", "turned the year 2023"),
            ("43525", "2019-03-01", "serial"),
            ("07/01/2012", "2012-07", "only the month was used"),
            ("01/11/2014", "2014-11", "only the month was used"),
            ("02/03/2014", "2014", "only the year was used"),
            ("2/29/2014", "2014-02", "does not exist"),
            ("Quarter 4 2016", "2016", "only the year"),
            ("IV quarter of 2021", "2021", "only the year"),
            ("End of 2014", "2014", "only the year"),
        ] {
            let ParsedDate::Inferred(date_read, explanation) = read(cell, None) else {
                panic!("{cell}");
            };
            assert_eq!(date_read, date(expected), "{cell}");
            assert!(explanation.contains(how), "{explanation}");
        }
    }

    #[test]
    fn the_other_dates_of_a_plan_settle_the_order() {
        assert_eq!(order("31/12/2014"), Some(DayOrder::DayFirst));
        assert_eq!(order("07/01/2012"), None);
        assert_eq!(
            read("07/01/2012", Some(DayOrder::DayFirst)),
            ParsedDate::Exact(date("2012-01-07"))
        );
        assert_eq!(
            read("07/01/2012", Some(DayOrder::MonthFirst)),
            ParsedDate::Exact(date("2012-07-01"))
        );
    }

    /// Cells of the Explorer with those of the same commitment in OGP's sheet of 2024.
    #[test]
    fn the_explorer_writes_months_as_their_first_days() {
        for (code, cell, sheet, expected) in [
            ("CA0036", "11/01/2014", "November 2014", "2014-11"),
            ("RO0021", "04/01/2014", "April 2014", "2014-04"),
            ("CZ0001", "12/01/2013", "December 2013", "2013-12"),
            ("ES0001", "03/01/2012", "March 2012", "2012-03"),
            ("SL0002", "08/01/2014", "August 2014", "2014-08"),
            ("UA0002", "07/01/2012", "July 2012", "2012-07"),
            ("HN0043", "02/01/2015", "February 2015", "2015-02"),
            ("SL0006", "01/01/2016", "January 2016", "2016-01"),
            ("HR0014", "01/06/2014", "1/6/2014", "2014-06"),
            ("BG0027", "01/07/2014", "1/7/2014", "2014-07"),
            ("NL0015", "01/09/2015", "01/9/2015", "2015-09"),
            ("UA0034", "01/05/2015", "01/5/2015", "2015-05"),
            // A day or a month: the month is true either way.
            ("GH0001", "01/01/2013", "1/1/2013", "2013-01"),
        ] {
            let Some(ParsedDate::Inferred(read, how)) = read_first(cell) else {
                panic!("{code} {cell}");
            };
            assert_eq!(read, date(expected), "{code}: {sheet}");
            assert!(how.ends_with(&read.in_words()), "{code}: {how}");
        }
        for cell in ["31/12/2014", "02/03/2014", "30/6/2016", "2013", "1/1/1905"] {
            assert_eq!(read_first(cell), None, "{cell}");
        }
    }

    #[test]
    fn a_missing_date_is_told_from_text_that_is_no_date() {
        for cell in ["", "NA", "N/A", "Not Specified", "Unclear", "NR"] {
            assert_eq!(read(cell, None), ParsedDate::Missing, "{cell}");
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
            assert_eq!(read(cell, None), ParsedDate::NotADate, "{cell}");
        }
    }
}
