//! Dates as spreadsheets and statistics programs write them. Our own form is `YYYY[-MM[-DD]]`; a date that
//! could be two is refused, with both.

use chrono::{Datelike, Days, NaiveDate};

use domain::PartialDate;
use domain::text::{fold, folded_words, slugify};

/// The names of months in the three languages and their abbreviations, folded. Spreadsheets write the
/// first three or four letters.
const MONTHS: [&[&str]; 12] = [
    &["january", "enero", "janvier"],
    &["february", "febrero", "fevrier"],
    &["march", "marzo", "mars"],
    &["april", "abril", "avril"],
    &["may", "mayo", "mai"],
    &["june", "junio", "juin"],
    &["july", "julio", "juillet"],
    &["august", "agosto", "aout"],
    &["september", "septiembre", "setiembre", "septembre"],
    &["october", "octubre", "octobre"],
    &["november", "noviembre", "novembre"],
    &["december", "diciembre", "decembre"],
];

/// What is expected of a date.
const EXPECTED: &str = "expected YYYY, YYYY-MM or YYYY-MM-DD";

/// Reads a cell. The error says what is expected, and how the cell may be meant.
pub fn read(cell: &str) -> Result<PartialDate, String> {
    let cell = cell.trim();
    if let Ok(date) = cell.parse() {
        return Ok(date);
    }
    let date = without_time(cell);
    if let Ok(date) = date.parse() {
        return Ok(date);
    }
    if let Some(year) = super::numbers::year(date) {
        return exact(year, None, None);
    }
    if let Some(day) = day_of_spreadsheet(date) {
        return Err(format!(
            "a spreadsheet\u{2019}s number for a day, perhaps {}; write {day}",
            day.in_words()
        ));
    }
    let folded = fold(date).replace("1er ", "1 ");
    let parts: Vec<String> = folded_words(&folded)
        .filter(|part| !matches!(*part, "de" | "del" | "of" | "the" | "le"))
        .map(|part| without_ending(part).to_owned())
        .collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    match parts.as_slice() {
        // Jan-25, enero de 2025
        [name, year] if month(name).is_some() => exact(whole_year(year)?, month(name), None),
        // 2025 January
        [year, name] if month(name).is_some() && year.len() == 4 => {
            exact(whole_year(year)?, month(name), None)
        }
        // 1-Jan-25, 1 de enero de 2025
        [day, name, year] if month(name).is_some() => {
            exact(whole_year(year)?, month(name), Some(number(day)?))
        }
        // January 1, 2025
        [name, day, year] if month(name).is_some() => {
            exact(whole_year(year)?, month(name), Some(number(day)?))
        }
        // 2025/1/31
        [year, month, day] if year.len() == 4 => {
            exact(whole_year(year)?, Some(number(month)?), Some(number(day)?))
        }
        [first, second, year] => {
            two_numbers(cell, number(first)?, number(second)?, whole_year(year)?)
        }
        // 06/2021, 2021/6
        [month, year] if year.len() == 4 => exact(whole_year(year)?, Some(number(month)?), None),
        [year, month] if year.len() == 4 => exact(whole_year(year)?, Some(number(month)?), None),
        _ => Err(EXPECTED.to_owned()),
    }
}

/// The day that a spreadsheet counts so, where it is one of 2000 to 2099: `45000` is 15 March 2023, unless
/// its workbook counts from 1904.
fn day_of_spreadsheet(cell: &str) -> Option<PartialDate> {
    let whole = super::numbers::plain(cell);
    let is_number = whole.len() == 5 && whole.bytes().all(|b| b.is_ascii_digit());
    let days = is_number.then(|| whole.parse().ok())??;
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let day = epoch.checked_add_days(Days::new(days))?;
    let is_likely = (2000..2100).contains(&day.year());
    is_likely.then(|| day.to_string().parse().ok())?
}

/// `31/12/2021`, `12/31/2021`: where both orders are dates, neither is taken.
fn two_numbers(cell: &str, first: u32, second: u32, year: i32) -> Result<PartialDate, String> {
    let day_first = exact(year, Some(second), Some(first));
    let month_first = exact(year, Some(first), Some(second));
    match (day_first, month_first) {
        (Ok(one), Ok(other)) if one != other => Err(format!(
            "\u{201c}{cell}\u{201d} can be {} or {}; write {one} or {other}",
            one.in_words(),
            other.in_words()
        )),
        (Ok(date), _) | (_, Ok(date)) => Ok(date),
        (Err(error), _) => Err(error),
    }
}

fn exact(year: i32, month: Option<u32>, day: Option<u32>) -> Result<PartialDate, String> {
    let parts = [month, day].into_iter().flatten();
    let parts: Vec<String> = parts.map(|part| format!("-{part:02}")).collect();
    let text = format!("{year:04}{}", parts.concat());
    text.parse()
        .map_err(|_| format!("there is no such day; {EXPECTED}"))
}

/// A moment's date: `2021-06-01 00:00:00`, `2021-06-01T00:00:00.000Z`.
fn without_time(cell: &str) -> &str {
    let is_time = |rest: &str| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            && rest.contains(':')
            && !rest.contains(['/', '-'])
    };
    match cell.split_once(['T', ' ']) {
        Some((date, rest)) if is_time(rest) => date,
        _ => cell,
    }
}

/// `1st` is 1.
fn without_ending(part: &str) -> &str {
    let digits = part.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    match &part[digits.len()..] {
        "st" | "nd" | "rd" | "th" | "er" if !digits.is_empty() => digits,
        _ => part,
    }
}

fn month(name: &str) -> Option<u32> {
    let name = slugify(name);
    if name.len() < 3 || name.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let begins = |names: &&[&str]| names.iter().any(|known| known.starts_with(&name));
    let mut found = (1..).zip(MONTHS.iter()).filter(|(_, names)| begins(names));
    let (number, _) = found.next()?;
    found.next().is_none().then_some(number)
}

fn number(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(number) if text.len() <= 2 => Ok(number),
        _ => Err(EXPECTED.to_owned()),
    }
}

/// A year of four digits; of two, one of this century.
fn whole_year(text: &str) -> Result<i32, String> {
    match (text.len(), text.parse::<i32>()) {
        (4, Ok(year)) => Ok(year),
        (2, Ok(year)) => Ok(2000 + year),
        _ => Err(EXPECTED.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_are_read_as_programs_write_them() {
        for (cell, date) in [
            ("2021", "2021"),
            ("2021.0", "2021"),
            ("2021-06", "2021-06"),
            ("Jan-25", "2025-01"),
            ("ene-25", "2025-01"),
            ("janv.-25", "2025-01"),
            ("janv-25", "2025-01"),
            ("f\u{e9}vr.-25", "2025-02"),
            ("ao\u{fb}t-21", "2021-08"),
            ("sept-21", "2021-09"),
            ("sept.-21", "2021-09"),
            ("dic-21", "2021-12"),
            ("d\u{e9}c.-21", "2021-12"),
            ("juil.-21", "2021-07"),
            ("June 2021", "2021-06"),
            ("junio de 2021", "2021-06"),
            ("1 de junio de 2021", "2021-06-01"),
            ("1er juin 2021", "2021-06-01"),
            ("June 1st, 2021", "2021-06-01"),
            ("1-Jun-21", "2021-06-01"),
            ("28 November 2026", "2026-11-28"),
            ("2021-06-01 00:00:00", "2021-06-01"),
            ("2021-06-01T00:00:00.000Z", "2021-06-01"),
            ("2021/6/1", "2021-06-01"),
            ("31/12/2021", "2021-12-31"),
            ("12/31/2021", "2021-12-31"),
            ("31.12.2021", "2021-12-31"),
            ("01/01/2021", "2021-01-01"),
            ("06/2021", "2021-06"),
        ] {
            assert_eq!(
                read(cell).map(|d| d.to_string()).as_deref(),
                Ok(date),
                "{cell}"
            );
        }
    }

    #[test]
    fn what_could_be_two_dates_is_refused_with_both() {
        let error = read("01/06/2021").unwrap_err();
        assert!(
            error.contains("2021-06-01") && error.contains("2021-01-06"),
            "{error}"
        );
        for cell in [
            "soon",
            "20x",
            "2014-2016",
            "ma-25",
            "32/13/2021",
            "2021-13",
            "juil",
        ] {
            let error = read(cell).unwrap_err();
            assert!(error.contains("YYYY"), "{cell}: {error}");
        }
        // A spreadsheet's number for a day is told as that day.
        let error = read("44927").unwrap_err();
        assert!(error.contains("2023-01-01"), "{error}");
    }

    proptest! {
        #[test]
        fn no_cell_makes_it_panic(cell in "[0-9a-z\u{e9}/. -]{0,14}") {
            let _ = read(&cell);
        }
    }
}
