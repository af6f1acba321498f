//! Titles of the older export, which begin with numbers and repeat headings.

use std::borrow::Cow;

/// Words that stand before a number in front of a title and say that it is one.
const NUMBERED: [&str; 5] = [
    "commitment",
    "action",
    "compromiso",
    "compromisso",
    "engagement",
];

/// Words that stand before a number too, but may as well belong to the title: `Goal 16 in cities`.
const MAYBE_NUMBERED: [&str; 2] = ["goal", "measure"];

/// "Number" before a number, shortest last.
const NUMBER_SIGNS: [&str; 4] = ["no.", "n\u{b0}", "n\u{ba}", "no"];

/// The title without the number of the commitment in front of it: `2.1.b. Standards`, `17: Portal`,
/// `Commitment no. 6: To use open data`, `A.1.c) Inventory`, or `4.9 Register` where 4.9 is the
/// commitment's number.
pub(crate) fn without_number<'a>(title: &'a str, number: &'a str) -> &'a str {
    // Files made from documents have a sign for a picture that was there.
    let is_no_text = |c: char| c.is_whitespace() || c == '\u{fffc}';
    let mut title = title.trim_matches(is_no_text).trim_end_matches(':');
    let number = whole_number(title, number);
    // Some have it twice.
    loop {
        let name = without_first_number(title, number);
        let name = without_label(name, number).unwrap_or(name);
        if name == title {
            return title;
        }
        title = name;
    }
}

/// The title without the number of a part behind the heading of its chapter: `Open Budgets: 3.b. Taking part`.
pub(super) fn without_inner_number(title: &str) -> Cow<'_, str> {
    let parts = title.split_once(": ");
    let inner = parts.and_then(|(heading, rest)| Some((heading, Beginning::of(rest)?)));
    match inner {
        // Versions, such as 2.0, have no letter; targets, such as 16.b, no sign behind them.
        Some((heading, begin))
            if begin.is_marked && begin.number.contains(|c: char| c.is_ascii_alphabetic()) =>
        {
            Cow::Owned(format!("{heading}: {}", begin.name))
        }
        _ => Cow::Borrowed(title),
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
    let own = number.trim().trim_end_matches('.');
    let is_its_own = begin.is_apart && begin.number.eq_ignore_ascii_case(own);
    if is_its_own || (begin.is_marked && !begin.is_maybe) {
        begin.name
    } else {
        title
    }
}

/// The name behind a label of letters, or of letters and digits: `A.1.c) Inventory`, `B2. Repository`,
/// `O5M2: Cooperation`, `c) Portals`, `vi. Budgets`. It must be the commitment's number or the end of it, since
/// names begin in the same way: `3D maps`, `A.I. strategy`, `G20: data`. Only a letter, a full stop and a short
/// number (`A.1`, not `E.164`) are no name in any case.
fn without_label<'a>(title: &'a str, number: &str) -> Option<&'a str> {
    let rest = title.strip_prefix('(').unwrap_or(title);
    let is_of_label = |c: char| c.is_ascii_alphanumeric() || c == '.';
    let end = rest.find(|c| !is_of_label(c)).unwrap_or(rest.len());
    let label = rest[..end].trim_end_matches('.');
    let (between, name) = name_after(&rest[label.len()..])?;
    let (own, compact) = (compact(number), compact(label));
    let is_roman = compact.bytes().all(|b| b"ivxlc".contains(&b));
    if is_roman && own == compact && between.starts_with(['.', ')', ':']) {
        return Some(name);
    }
    let has_letters_in_a_row = label
        .as_bytes()
        .windows(2)
        .any(|pair| pair.iter().all(u8::is_ascii_alphabetic));
    let has_letter = label.contains(|c: char| c.is_ascii_alphabetic());
    let digits = label.split(|c: char| !c.is_ascii_digit());
    let most_digits = digits.map(str::len).max().unwrap_or(0);
    if !has_letter || has_letters_in_a_row || most_digits > 3 {
        return None;
    }
    let has_sign = between.contains(|c: char| !c.is_whitespace());
    let is_label = if label.contains(|c: char| c.is_ascii_digit()) {
        let is_section =
            most_digits < 3 && matches!(label.as_bytes(), [b'A'..=b'Z', b'.', b'0'..=b'9', ..]);
        // A number of digits alone is the end of names, too.
        let own_has_letter = own.contains(|c: char| c.is_ascii_alphabetic());
        let is_end = own.ends_with(&compact) || (own_has_letter && compact.ends_with(&own));
        own == compact || (has_sign && (is_section || is_end))
    } else {
        // A hyphen behind a single letter joins it to a word.
        label.len() == 1 && between.starts_with(['.', ')', ':']) && own.ends_with(&compact)
    };
    is_label.then_some(name)
}

/// A number as it is compared: `A.1.c` and `a1C` are one.
fn compact(number: &str) -> String {
    let characters = number.chars().filter(char::is_ascii_alphanumeric);
    characters.map(|c| c.to_ascii_lowercase()).collect()
}

fn is_dash(c: char) -> bool {
    "-\u{2013}\u{2014}".contains(c)
}

/// What stands between a number and the name behind it, and the name; `None` where there is no name.
fn name_after(rest: &str) -> Option<(&str, &str)> {
    let is_between = |c: char| c.is_whitespace() || ".:)".contains(c) || is_dash(c);
    let name = rest.trim_start_matches(is_between);
    let has_name = name.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    has_name.then_some((&rest[..rest.len() - name.len()], name))
}

/// "Number" at the beginning of a text where a number follows, and what follows.
fn number_sign(text: &str) -> Option<(&'static str, &str)> {
    NUMBER_SIGNS.iter().find_map(|sign| {
        let begin = text.get(..sign.len())?;
        let rest = text[sign.len()..].trim_start();
        let is_before_number = rest.starts_with(|c: char| c.is_ascii_digit());
        (begin.to_lowercase() == *sign && is_before_number).then_some((*sign, rest))
    })
}

/// A title that begins with a number.
struct Beginning<'a> {
    number: &'a str,
    name: &'a str,
    /// Whether a word before the number or a sign behind it says that it is one.
    is_marked: bool,
    /// Whether a word stands before it that may as well belong to the title: `Goal 16: cities`.
    is_maybe: bool,
    /// Whether anything stands between the two.
    is_apart: bool,
}

impl<'a> Beginning<'a> {
    fn of(title: &'a str) -> Option<Self> {
        let word = title.split(char::is_whitespace).next().unwrap_or_default();
        let lower = word.to_lowercase();
        let has_word = NUMBERED.contains(&lower.as_str());
        let may_have_word = MAYBE_NUMBERED.contains(&lower.as_str());
        let rest = if has_word || may_have_word {
            title[word.len()..].trim_start()
        } else {
            title
        };
        let (sign, rest) = number_sign(rest).unwrap_or(("", rest));
        let number = leading_number(rest);
        // Behind a word, `1a` is a number; `3D` and `1st` are words.
        let lettered = with_letter(rest, number).filter(|_| has_word || may_have_word);
        let is_lettered = lettered.is_some();
        let number = lettered.unwrap_or(number);
        let behind = &rest[number.len()..];
        if behind.starts_with(char::is_alphanumeric) {
            return None;
        }
        let (between, name) = name_after(behind)?;
        // A dash alone joins the two, as in `24-hour desk` and `3-D maps`, unless a word says that a number follows.
        let is_joined = !between.is_empty() && between.chars().all(is_dash);
        if is_joined && !has_word && !may_have_word {
            return None;
        }
        let has_sign = between.contains(|c: char| !c.is_whitespace());
        (!number.is_empty()).then_some(Self {
            number,
            name,
            is_marked: has_sign || (has_word && !is_lettered),
            is_maybe: !has_word && (may_have_word || sign == "no"),
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

/// A number with the one letter that follows it without a full stop: `1a`.
fn with_letter<'a>(text: &'a str, number: &str) -> Option<&'a str> {
    let behind = &text.as_bytes()[number.len()..];
    let is_letter = behind.first().is_some_and(u8::is_ascii_alphabetic);
    if number.is_empty() || !is_letter {
        return None;
    }
    let (number, rest) = text.split_at(number.len() + 1);
    (!rest.starts_with(char::is_alphanumeric)).then_some(number)
}

/// Numbers of at most three digits and single letters, joined by full stops: `2`, `3.1.3`, `2.1.b`. A letter
/// with a hyphen behind it begins a word: `3.2.e-access`.
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
            (0, 1) if end > 0 && !rest[1..].starts_with('-') => 1,
            _ => return &text[..end],
        };
        end += piece + usize::from(end > 0);
    }
}

#[cfg(test)]
mod tests {
    use super::{whole_number, without_inner_number, without_number};

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
            ("Commitment 3-Open data portal", "3", "Open data portal"),
            ("Compromiso 3\u{2013}Datos abiertos", "3", "Datos abiertos"),
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
            ("1.2.3 - Portal", "3", "Portal"),
            ("4.10 Registering documents", "4.1", "Registering documents"),
            ("A.1.c) Making an inventory", "A.1.C", "Making an inventory"),
            ("A.1.c) Making an inventory", "", "Making an inventory"),
            ("3.2b) Foster communities", "3.2B", "Foster communities"),
            ("C4: Open data", "C4", "Open data"),
            (
                "A2. Implementation of a plan",
                "A2",
                "Implementation of a plan",
            ),
            (
                "O5M2:Scientific cooperation",
                "5M2",
                "Scientific cooperation",
            ),
            ("c) Desarrollar portales", "1:C", "Desarrollar portales"),
            ("6. (A): Community centers", "6(A)", "Community centers"),
            ("D. Strengthening ethics", "D", "Strengthening ethics"),
            ("i. Dashboard", "i", "Dashboard"),
            (
                "Goal 4.1 Augment functionality",
                "4.1",
                "Augment functionality",
            ),
            ("Measure 8. Improving a portal", "8", "Improving a portal"),
            ("Commitment n\u{b0}18- Open data", "18", "Open data"),
            ("\u{fffc}Commitment No. 4. Microdata", "4", "Microdata"),
            ("No. 1: Public finance", "", "Public finance"),
            (
                "ACTION 1a Designate categories",
                "1A",
                "Designate categories",
            ),
            (
                "ACTION 1b: Rethink information",
                "1B",
                "Rethink information",
            ),
            ("3.2.e-acceso: Sistema", "3.2", "e-acceso: Sistema"),
            (
                "1.4.e-Colaboraci\u{f3}n ciudadana",
                "1.4",
                "e-Colaboraci\u{f3}n ciudadana",
            ),
            ("24 - hour by hour", "24", "hour by hour"),
            ("2.-Portal", "2", "Portal"),
            ("Goal 16: Open cities", "16", "Open cities"),
            ("ii. Reporting on orders", "ii", "Reporting on orders"),
            ("iii. Complaints register", "III", "Complaints register"),
            ("viii. Reports on taxes", "viii", "Reports on taxes"),
        ] {
            assert_eq!(without_number(title, number), expected);
        }
    }

    #[test]
    fn the_number_behind_a_heading_goes() {
        for (title, expected) in [
            (
                "Open Budgets: 3.b. Taking part",
                "Open Budgets: Taking part",
            ),
            ("Web: 2.0 for all", "Web: 2.0 for all"),
            ("Open data: 3D maps", "Open data: 3D maps"),
            ("SDG: 16.b Promote laws", "SDG: 16.b Promote laws"),
            ("Open data: A.1 standards", "Open data: A.1 standards"),
            ("Open data", "Open data"),
        ] {
            assert_eq!(without_inner_number(title), expected);
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
            ("4 steps to open data", "2"),
            ("14 open schools", "1.4"),
            ("5G networks", "5"),
            ("5G networks", "G"),
            ("2030 Agenda", "30"),
            ("A.I. strategy", "I"),
            ("A digital agenda", "A"),
            ("e-Government", "E"),
            ("3D maps", "D"),
            ("112 emergency number", "12"),
            ("8888 Citizens\u{2019} Complaint Center", ""),
            ("I. Introduction", "1"),
            ("ISO 9001 certification", "1"),
            ("G20: open data", "3"),
            ("Goal 16 in cities", "3"),
            ("No 2 corruption", "1"),
            ("No 2: corruption", "1"),
            ("Goal 16: Open cities", "3"),
            ("Measure 2: Open data", "3"),
            ("ACTION 1a Designate categories", "2"),
            ("Action 3D maps", "3"),
            ("Action 1st of May", "1"),
            ("24-hour service desk", "24"),
            ("100-day plan", "7"),
            ("100\u{2013}day plan", "100"),
            ("3-D maps", "3"),
            ("E.164: numbering", ""),
            ("H.264: video", "264"),
            ("G20: open data", "20"),
            ("C40: open cities", "40"),
            ("C40: open cities", "1"),
            ("ii. Reporting on orders", "3"),
            ("vi. Budgets", "v"),
            ("mix. Data for all", "ix"),
            ("Notes on data", "N"),
            ("Data. Open by default", "A"),
            ("(More) transparent administration", "E"),
            ("70% of all agreements made public", "9"),
            ("", ""),
        ] {
            assert_eq!(without_number(title, number), title);
        }
    }
}
