//! Text of UTF-8 that was read in an older encoding and saved as UTF-8 again, so that one letter became
//! two or three.

use std::borrow::Cow;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1251, WINDOWS_1252};

/// Older encodings, and how many characters in a row must fit before one believes it: a short run
/// of Cyrillic letters may fit by chance.
const READ_AS: [(&Encoding, usize); 3] = [(WINDOWS_1252, 2), (MACINTOSH, 2), (WINDOWS_1251, 6)];

/// The text as it was before; none where it was not saved twice.
pub(super) fn mended(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    READ_AS
        .into_iter()
        .find_map(|(encoding, least)| mended_from(text, encoding, least))
}

fn mended_from(text: &str, encoding: &'static Encoding, least: usize) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut is_mended = false;
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| !c.is_ascii()) {
        let (plain, from) = rest.split_at(start);
        out.push_str(plain);
        let end = from.find(|c: char| c.is_ascii()).unwrap_or(from.len());
        let (run, after) = from.split_at(end);
        match original(run, encoding).filter(|_| run.chars().count() >= least) {
            Some(original) if is_believable(&original) => {
                out.push_str(&original);
                is_mended = true;
            }
            _ => out.push_str(run),
        }
        rest = after;
    }
    out.push_str(rest);
    is_mended.then_some(out)
}

/// Whether a run may have been this before. A single letter of another alphabet than the Latin one is
/// chance: in Mac Roman, the end of `l\u{2019}\u{c9}` would be an Armenian one.
fn is_believable(original: &str) -> bool {
    let mut letters = original.chars();
    match (letters.next(), letters.next()) {
        (Some(only), None) => {
            matches!(only, '\u{80}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{2000}'..='\u{2bff}')
        }
        _ => true,
    }
}

/// What a run of letters was, where all of it is UTF-8 in this encoding.
fn original(run: &str, encoding: &'static Encoding) -> Option<String> {
    let (bytes, _, lost): (Cow<'_, [u8]>, _, _) = encoding.encode(run);
    if lost {
        return None;
    }
    String::from_utf8(bytes.into_owned()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_that_became_several_are_one_again() {
        for (twice, once) in [
            (
                "Participaci\u{c3}\u{b3}n \u{e2}\u{20ac}\u{153} Office\u{e2}\u{20ac}\u{2122}s",
                "Participaci\u{f3}n \u{201c} Office\u{2019}s",
            ),
            (
                "C\u{c3}\u{b4}te d\u{e2}\u{20ac}\u{2122}Ivoire",
                "C\u{f4}te d\u{2019}Ivoire",
            ),
            ("Participaci\u{221a}\u{2265}n", "Participaci\u{f3}n"),
            (
                "\u{420}\u{457}\u{421}\u{402}\u{420}\u{451}\u{420}\u{406}\u{420}\u{b5}\u{421}\u{201a}",
                "\u{43f}\u{440}\u{438}\u{432}\u{435}\u{442}",
            ),
        ] {
            assert_eq!(mended(twice).as_deref(), Some(once), "{twice}");
        }
        for right in [
            "Participaci\u{f3}n",
            "\u{c9}l\u{e8}ve",
            "\u{420}\u{456}\u{432}\u{43d}\u{435}",
            "\u{3b1}\u{3b2}",
            "plain",
            "\u{c3}\u{c2}",
            "Minist\u{e8}re de l\u{2019}\u{c9}conomie",
            "d\u{2019}\u{c9}tat",
        ] {
            assert_eq!(mended(right), None, "{right}");
        }
    }

    proptest! {
        #[test]
        fn what_is_mended_once_was_saved_twice(text in "[a-z \u{e0}-\u{ff}]{1,20}") {
            let (twice, _) = WINDOWS_1252.decode_without_bom_handling(text.as_bytes());
            if text.is_ascii() {
                prop_assert_eq!(mended(&twice), None);
            } else {
                prop_assert_eq!(mended(&twice), Some(text));
            }
        }
    }
}
