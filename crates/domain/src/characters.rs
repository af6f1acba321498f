//! Which characters a text may hold, at every door: forms, files, the command line.
//!
//! A character that nobody can see, or that a file format cannot hold, breaks feeds and pictures and
//! makes two texts out of one. At the ends of a text the invisible ones are taken off; within it, signs
//! that only say where a line may end are left out, and control characters are refused.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character cannot be shown: a control character other than the end of a line and a tab, or
/// one that Unicode keeps free for programs.
pub fn is_unshowable(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\t')) || is_noncharacter(character)
}

fn is_noncharacter(character: char) -> bool {
    let code = u32::from(character);
    (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE
}

/// The first character of a text that cannot be shown.
pub fn first_unshowable(text: &str) -> Option<char> {
    text.chars().find(|c| is_unshowable(*c))
}

/// Whether a character leaves no mark by itself: a space of any kind, or a sign for layout.
pub fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'
                | '\u{1160}'
                | '\u{17b4}'
                | '\u{17b5}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{feff}'
                | '\u{ffa0}'
        )
}

/// A text without the blanks at its ends.
///
/// ```
/// use domain::characters::trimmed;
/// assert_eq!(trimmed("\u{a0}\u{200b}Open data\u{feff}\n"), "Open data");
/// ```
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// Whether a character has no width and no letter of its own: where a line may or must not end, which
/// letters join, which way a text runs. Texts that differ in these alone are the same to a reader.
pub fn is_sign(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
    )
}

/// Whether a sign says nothing that a text needs. Signs that join letters (as Persian and emoji need) or
/// turn the direction are needed; so is the one between words where a script has no spaces.
fn is_idle(sign: char, before: Option<char>) -> bool {
    let has_no_spaces =
        |c: char| matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF);
    match sign {
        '\u{200b}' => !before.is_some_and(has_no_spaces),
        '\u{ad}'
        | '\u{34f}'
        | '\u{180e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{206a}'..='\u{206f}'
        | '\u{feff}' => true,
        _ => false,
    }
}

/// A text without the signs that come along when it is copied from a page or a document: soft hyphens,
/// zero-width spaces, marks of the order of bytes.
///
/// ```
/// use domain::characters::without_signs;
/// assert_eq!(without_signs("Trans\u{ad}paren\u{200b}cy\u{feff}"), "Transparency");
/// ```
pub fn without_signs(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_sign) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    for character in text.chars() {
        if !is_idle(character, kept.chars().next_back()) {
            kept.push(character);
        }
    }
    Cow::Owned(kept)
}

/// A name as it is compared with others: without such signs, and with one plain space between its words.
///
/// ```
/// use domain::characters::as_name;
/// assert_eq!(as_name(" Ministry\u{a0}of\nEduca\u{ad}tion"), "Ministry of Education");
/// ```
pub fn as_name(text: &str) -> String {
    let text = without_signs(trimmed(text));
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// Whether XML 1.0 can hold a character at all; no way of escaping lets it hold the others.
pub fn is_for_xml(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        other => other >= ' ',
    }
}

/// A text that an XML document can hold: without the characters that none can.
pub fn for_xml(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_for_xml) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| is_for_xml(*c)).collect())
}

/// A text in which what cannot be seen is made visible, for messages: a no-break space is `⍽`, a tab
/// `⇥`, the end of a line `⏎`, a control character its picture, anything else its number in Unicode.
///
/// ```
/// use domain::characters::visible;
/// assert_eq!(visible("2014\u{a0}"), "2014\u{237d}");
/// assert_eq!(visible("a\u{b}b\u{200b}"), "a\u{240b}b[U+200B]");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c == ' ' || !(is_blank(c) || is_unshowable(c));
    if text.chars().all(is_plain) && !text.starts_with(' ') && !text.ends_with(' ') {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    let end = text.trim_end_matches(' ').len();
    let start = text.len() - text.trim_start_matches(' ').len();
    for (at, character) in text.char_indices() {
        match character {
            ' ' if at < start || at >= end => shown.push('\u{2423}'),
            _ if is_plain(character) => shown.push(character),
            '\u{a0}' | '\u{202f}' => shown.push('\u{237d}'),
            '\t' => shown.push('\u{21e5}'),
            '\n' => shown.push('\u{23ce}'),
            '\u{7f}' => shown.push('\u{2421}'),
            '\0'..='\u{1f}' => {
                shown.extend(char::from_u32(0x2400 + u32::from(character)));
            }
            // Writing to a string cannot fail.
            other => {
                let _ = write!(shown, "[U+{:04X}]", u32::from(other));
            }
        }
    }
    Cow::Owned(shown)
}

/// What to say of a character that cannot be shown, and where it is, counted from 1.
pub fn unshowable_in_words(text: &str) -> Option<String> {
    let (place, found) = (1..).zip(text.chars()).find(|(_, c)| is_unshowable(*c))?;
    Some(format!(
        "contains a character that cannot be shown (U+{:04X}, the {place}{} character)",
        u32::from(found),
        ordinal(place)
    ))
}

fn ordinal(number: usize) -> &'static str {
    match (number % 10, number % 100) {
        (1, rest) if rest != 11 => "st",
        (2, rest) if rest != 12 => "nd",
        (3, rest) if rest != 13 => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn control_characters_and_noncharacters_cannot_be_shown() {
        for odd in [
            '\0',
            '\u{b}',
            '\u{c}',
            '\u{1f}',
            '\u{7f}',
            '\u{85}',
            '\u{fffe}',
            '\u{1ffff}',
        ] {
            assert_eq!(first_unshowable(&format!("a{odd}b")), Some(odd));
            let said = unshowable_in_words(&format!("a{odd}b")).unwrap();
            assert!(said.contains("2nd") && said.contains("U+"), "{said}");
        }
        assert_eq!(first_unshowable("a\tb\nc \u{a0}\u{1f600}\u{627}"), None);
    }

    #[test]
    fn every_blank_is_taken_off_at_the_ends_and_stays_within() {
        for blank in [
            "\u{a0}", "\u{200b}", "\u{feff}", "\u{2060}", "\u{202f}", "\u{3000}", "\t", "\n",
            "\u{ad}",
        ] {
            assert_eq!(
                trimmed(&format!("{blank} a{blank}b {blank}")),
                format!("a{blank}b")
            );
            assert_eq!(trimmed(blank), "");
        }
    }

    #[test]
    fn signs_within_a_text_are_left_out_unless_it_needs_them() {
        for sign in [
            '\u{ad}', '\u{34f}', '\u{200b}', '\u{2060}', '\u{feff}', '\u{2063}',
        ] {
            assert_eq!(
                without_signs(&format!("Trans{sign}parency")),
                "Transparency"
            );
            assert!(is_sign(sign) && is_blank(sign));
        }
        for needed in [
            "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645}",
            "\u{1f469}\u{200d}\u{1f4bb}",
            "a\u{200f}b\u{2067}c\u{2069}",
            "\u{e02}\u{e49}\u{200b}\u{e21}",
            "Ministry\u{a0}of X",
        ] {
            assert_eq!(without_signs(needed), needed);
        }
        assert_eq!(as_name("\u{a0}a\u{a0}\u{202f}b\tc\u{ad}d\n"), "a b cd");
    }

    proptest! {
        #[test]
        fn what_is_for_xml_holds_only_what_xml_allows(text in any::<String>()) {
            let kept = for_xml(&text);
            let is_refused = |c: char| {
                (c < ' ' && !"\t\n\r".contains(c)) || ('\u{fffe}'..='\u{ffff}').contains(&c)
            };
            prop_assert!(!kept.chars().any(is_refused));
            prop_assert_eq!(for_xml(&kept), kept.clone());
        }

        #[test]
        fn nothing_visible_is_hidden(text in any::<String>()) {
            let shown = visible(&text);
            let is_hidden = |c: char| c != ' ' && (is_blank(c) || is_unshowable(c));
            prop_assert!(!shown.chars().any(is_hidden));
            prop_assert!(!shown.starts_with(' ') && !shown.ends_with(' '));
        }
    }
}
