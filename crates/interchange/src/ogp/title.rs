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

fn without_first_number<'a>(title: &'a str, number: &str) -> &'a str {
    let mut rest = title;
    let mut is_number = false;
    let word = rest.split(char::is_whitespace).next().unwrap_or_default();
    if NUMBERED.contains(&word.to_lowercase().as_str()) {
        rest = rest[word.len()..].trim_start();
        is_number = true;
    }
    let found = leading_number(rest);
    if found.is_empty() {
        return title;
    }
    let after = &rest[found.len()..];
    let name =
        after.trim_start_matches(|c: char| c.is_whitespace() || ".:)-\u{2013}\u{2014}".contains(c));
    let between = &after[..after.len() - name.len()];
    is_number |= between.contains(|c: char| !c.is_whitespace());
    is_number |= !between.is_empty() && found == number.trim().trim_end_matches('.');
    let has_name = name.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    if is_number && has_name { name } else { title }
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
    use super::without_number;

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
