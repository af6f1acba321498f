//! Titles of the older export, which begin with numbers and repeat headings.

/// Words that stand before a number in front of a title.
const NUMBERED: [&str; 5] = [
    "commitment",
    "action",
    "compromiso",
    "compromisso",
    "engagement",
];

/// The title without the number of the commitment in front of it: `2.1.b. Standards`, `17: Portal`,
/// `Commitment 6: To use open data`, or `4.9 Register` where 4.9 is the commitment's number.
pub(super) fn without_number<'a>(title: &'a str, number: &str) -> &'a str {
    let mut title = title.trim().trim_end_matches(':');
    // Some have it twice.
    loop {
        let name = without_first_number(title, number);
        if name == title {
            return title;
        }
        title = name;
    }
}

/// The number of a commitment with the zeros that a spreadsheet took off its end: `1.1` where the title
/// begins with `1.10`. Any other number stays as the cell has it.
pub(super) fn whole_number<'a>(title: &'a str, number: &'a str) -> &'a str {
    let Some(begin) = Beginning::of(title.trim()) else {
        return number;
    };
    let is_decimal = number.matches('.').count() == 1 && begin.number.matches('.').count() == 1;
    let zeros = begin.number.strip_prefix(number.trim()).unwrap_or_default();
    if is_decimal && !zeros.is_empty() && zeros.bytes().all(|b| b == b'0') {
        begin.number
    } else {
        number
    }
}

fn without_first_number<'a>(title: &'a str, number: &str) -> &'a str {
    let Some(begin) = Beginning::of(title) else {
        return title;
    };
    let is_its_own = begin.is_apart && begin.number == number.trim().trim_end_matches('.');
    if begin.is_marked || is_its_own {
        begin.name
    } else {
        title
    }
}

/// A title that begins with a number.
struct Beginning<'a> {
    number: &'a str,
    name: &'a str,
    /// Whether a word before the number or a sign behind it says that it is one.
    is_marked: bool,
    /// Whether anything stands between the two.
    is_apart: bool,
}

impl<'a> Beginning<'a> {
    fn of(title: &'a str) -> Option<Self> {
        let word = title.split(char::is_whitespace).next().unwrap_or_default();
        let has_word = NUMBERED.contains(&word.to_lowercase().as_str());
        let rest = if has_word {
            title[word.len()..].trim_start()
        } else {
            title
        };
        let number = leading_number(rest);
        let after = &rest[number.len()..];
        let name = after
            .trim_start_matches(|c: char| c.is_whitespace() || ".:)-\u{2013}\u{2014}".contains(c));
        let between = &after[..after.len() - name.len()];
        let has_name = name.chars().filter(|c| c.is_alphabetic()).count() >= 3;
        (!number.is_empty() && has_name).then_some(Self {
            number,
            name,
            is_marked: has_word || between.contains(|c: char| !c.is_whitespace()),
            is_apart: !between.is_empty(),
        })
    }
}

/// A line of a list as number and title; a whole number without any sign behind it only where `is_bare` says
/// that the lines of the list begin so.
pub(crate) fn numbered(line: &str, is_bare: bool) -> Option<(&str, &str)> {
    let begin = Beginning::of(line.trim())?;
    let is_number = begin.is_marked || (begin.is_apart && (is_bare || begin.number.contains('.')));
    is_number.then_some((begin.number, begin.name))
}

/// Whether a text is a number of a commitment and nothing else.
pub(crate) fn is_number(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', ')', ':']);
    !text.is_empty() && leading_number(text) == text
}

/// Numbers of at most three digits and single letters, joined by full stops: `2`, `3.1.3`, `2.1.b`.
fn leading_number(text: &str) -> &str {
    let mut end = 0;
    loop {
        let rest = &text[end..];
        let rest = if end == 0 {
            rest
        } else {
            rest.strip_prefix('.').unwrap_or("")
        };
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let piece = match (digits, letters) {
            (1..=3, _) => digits,
            (0, 1) if end > 0 => 1,
            _ => return &text[..end],
        };
        end += piece + usize::from(end > 0);
    }
}

#[cfg(test)]
mod tests {
    use super::{whole_number, without_number};

    #[test]
    fn the_title_has_the_zero_that_a_spreadsheet_took_off() {
        for (title, number, expected) in [
            ("1.10. Open data", "1.1", "1.10"),
            ("4.10 Register", "4.1", "4.10"),
            ("Commitment 3.20: Portal", "3.2", "3.20"),
            ("1.1. Open data", "1.1", "1.1"),
            ("1.11. Open data", "1.1", "1.1"),
            ("10. Open data", "1", "1"),
            ("2.1.0 Open data", "2.1", "2.1"),
            ("Open data", "1.1", "1.1"),
            ("100 open schools", "1.1", "1.1"),
        ] {
            assert_eq!(whole_number(title, number), expected, "{title}");
        }
    }

    #[test]
    fn numbers_in_front_of_a_title_go() {
        for (title, number, expected) in [
            ("22. Work inspection", "22", "Work inspection"),
            ("2.1.b. Standards for sites", "2.1.b", "Standards for sites"),
            ("17: Unified portal", "16", "Unified portal"),
            (
                "3.1.3 Ampliar los servicios",
                "3.1.3",
                "Ampliar los servicios",
            ),
            ("COMMITMENT 6: TO USE OPEN DATA", "6.1", "TO USE OPEN DATA"),
            ("Action 1.1 \u{2013} Open data", "1.1", "Open data"),
            ("5.4.Transparencia", "5.4", "Transparencia"),
            (
                "12. 12. Tr\u{e1}mites en l\u{ed}nea",
                "12",
                "Tr\u{e1}mites en l\u{ed}nea",
            ),
            ("4. Registro de detenidos:", "4", "Registro de detenidos"),
        ] {
            assert_eq!(without_number(title, number), expected);
        }
    }

    #[test]
    fn numbers_that_belong_to_a_title_stay() {
        for (title, number) in [
            ("2014 census as open data", "3"),
            ("3D maps of cities", "3"),
            ("100 open schools", "7"),
            ("Action plan on health", "1"),
            ("8.", "8"),
            ("\u{c9}ducation", "1"),
            ("", ""),
        ] {
            assert_eq!(without_number(title, number), title);
        }
    }
}
