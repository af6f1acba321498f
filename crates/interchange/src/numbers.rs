//! Whole numbers as programs write them that know only numbers with fractions.

use domain::characters::trimmed;

/// The year of a cell: `2014`, and `2014.0` as pandas and R write it.
pub fn year(cell: &str) -> Option<i32> {
    let whole = whole(trimmed(cell))?;
    let digits = whole.len() == 4 && whole.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| whole.parse().ok())?
}

/// A number without a fraction of nothing; none where it has another one, or is none.
fn whole(cell: &str) -> Option<&str> {
    match cell.split_once(['.', ',']) {
        Some((whole, fraction)) => {
            (!fraction.is_empty() && fraction.bytes().all(|b| b == b'0')).then_some(whole)
        }
        None => Some(cell),
    }
}

/// A number without a fraction of nothing, as `1.0`; any other text as it is.
pub fn plain(cell: &str) -> &str {
    let is_number = |text: &&str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    whole(cell).filter(is_number).unwrap_or(cell)
}

/// The year that a cell with more than a year may mean, to suggest it.
pub fn year_within(cell: &str) -> Option<&str> {
    let mut years = cell
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| part.len() == 4 && part.starts_with("20"));
    years.next()
}

/// The number of a commitment as the record has it, where the cell is the same number: programs that
/// take `4` for a number with a fraction write `4.0`, and lose the end of `4.10`.
pub fn as_stored(cell: Option<String>, stored: Option<&str>) -> Option<String> {
    let cell = cell?;
    if let Some(stored) = stored
        && is_same(&cell, stored)
    {
        return Some(stored.to_owned());
    }
    match cell.split_once('.') {
        Some((whole, "0")) if whole.bytes().all(|b| b.is_ascii_digit()) && !whole.is_empty() => {
            Some(whole.to_owned())
        }
        _ => Some(cell),
    }
}

/// Whether two numbers differ only in zeros at the end of a fraction.
fn is_same(one: &str, other: &str) -> bool {
    let parts = |text: &'_ str| -> Option<(String, String)> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        (!whole.is_empty() && digits(whole) && digits(fraction))
            .then(|| (whole.to_owned(), fraction.trim_end_matches('0').to_owned()))
    };
    matches!((parts(one), parts(other)), (Some(a), Some(b)) if a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_with_a_fraction_of_nothing_is_a_year() {
        for (cell, expected) in [
            ("2014", Some(2014)),
            ("2014.0", Some(2014)),
            ("2014,00", Some(2014)),
            ("2014\u{a0}", Some(2014)),
            ("2014.5", None),
            ("2014-2016", None),
            ("14", None),
            ("2014.", None),
            ("+201", None),
            ("", None),
        ] {
            assert_eq!(year(cell), expected, "{cell}");
        }
        assert_eq!(year_within("2014-2016"), Some("2014"));
        assert_eq!(year_within("fourteen"), None);
    }

    #[test]
    fn numbers_of_commitments_stay_as_the_record_has_them() {
        let read = |cell: &str, stored: Option<&str>| as_stored(Some(cell.to_owned()), stored);
        for (cell, stored, expected) in [
            ("4.0", Some("4"), "4"),
            ("4.1", Some("4.10"), "4.10"),
            ("4.0", Some("4.0"), "4.0"),
            ("4.0", None, "4"),
            ("4.1", Some("4.2"), "4.1"),
            ("4.1.0", Some("4.1"), "4.1.0"),
            ("IV", Some("IV"), "IV"),
            ("IV.0", None, "IV.0"),
        ] {
            assert_eq!(
                read(cell, stored).as_deref(),
                Some(expected),
                "{cell} {stored:?}"
            );
        }
        assert_eq!(as_stored(None, Some("4")), None);
    }
}
