//! Folding, slugs and search words: how text is compared, addressed and searched.

use std::borrow::Cow;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use crate::characters::is_sign;
use crate::search::Marker;

/// Words of a search beyond these are ignored.
pub const MAX_SEARCH_TERMS: usize = 12;

/// The longest full text of a commitment, as [`length`] counts it, so that two cells of a workbook hold it.
pub const MAX_TEXT: usize = 60_000;

/// The length of a text as browsers and spreadsheets count it, in units of UTF-16.
pub fn length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The words of a text that was folded (see [`fold`]): what is between characters that are neither letters
/// nor digits.
pub fn folded_words(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Lower case without diacritics, so that `Época` and `epoca` are the same text.
///
/// Letters that Unicode does not decompose (`ø`, `ł`, `ß` ...) become their usual Latin spelling. Soft
/// hyphens and other signs that nobody sees are left out.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() {
            folded.push(character.to_ascii_lowercase());
        } else {
            // Marks are left out, so their order, the other half of normalising, does not matter.
            decompose_compatible(character, |part| push_folded(&mut folded, part));
        }
    }
    folded
}

fn push_folded(folded: &mut String, part: char) {
    if is_combining_mark(part) || is_sign(part) {
        return;
    }
    for lower in part.to_lowercase().filter(|c| !is_combining_mark(*c)) {
        match lower {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'þ' => folded.push_str("th"),
            'ı' => folded.push('i'),
            'ə' => folded.push('e'),
            other => folded.push(other),
        }
    }
}

/// The address form of a name: folded, and every run of other characters than `a-z0-9` one hyphen.
///
/// ```
/// use domain::text::slugify;
/// assert_eq!(slugify("Côte d’Ivoire"), "cote-d-ivoire");
/// assert_eq!(slugify("Asia and the Pacific"), "asia-and-the-pacific");
/// ```
pub fn slugify(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for character in fold(name).chars() {
        if character.is_ascii_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Whether a text already has the form that [`slugify`] gives.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// A piece of running text, and whether it is a word that was searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// As the source spells it.
    pub text: String,
    pub hit: bool,
}

/// The whole text with every hit marked.
pub fn marked(text: &str, marker: &Marker<'_>) -> Vec<Piece> {
    let words = words_of(text);
    let hits = hits_of(text, &words, marker);
    pieces(text, &words, &hits, 0, text.len())
}

/// An extract of about `width` bytes around the first hit, cut at word boundaries.
///
/// Gives nothing where no word of the text matches.
pub fn snippet(text: &str, marker: &Marker<'_>, width: usize) -> Option<Vec<Piece>> {
    let words = words_of(text);
    let first = first_hit(text, &words, marker)?;
    // Start a few words before the hit and go on until the width is used up.
    let from = first.saturating_sub(6);
    let mut to = from;
    while to + 1 < words.len() && words[to + 1].1 - words[from].0 <= width {
        to += 1;
    }
    let to = to.max(first);
    let start = if from == 0 { 0 } else { words[from].0 };
    let end = if to + 1 == words.len() {
        text.len()
    } else {
        words[to].1
    };
    let ellipsis = |text: &str| Piece {
        text: text.to_owned(),
        hit: false,
    };
    // A term may go on beyond the extract.
    let beyond = (to + 1 + LONGEST_TERM).min(words.len());
    let hits = hits_of(text, &words[from..beyond], marker);
    let mut extract = pieces(text, &words[from..=to], &hits, start, end);
    if start > 0 {
        extract.insert(0, ellipsis("\u{2026} "));
    }
    if end < text.len() {
        extract.push(ellipsis(" \u{2026}"));
    }
    Some(extract)
}

/// Words of the longest term that is marked as one.
const LONGEST_TERM: usize = 8;

/// The first word that is searched for. A long text is read only so far.
fn first_hit(text: &str, words: &[(usize, usize)], marker: &Marker<'_>) -> Option<usize> {
    const STEP: usize = 64;
    (0..words.len()).step_by(STEP).find_map(|start| {
        let end = (start + STEP + LONGEST_TERM).min(words.len());
        let hits = hits_of(text, &words[start..end], marker);
        let first = hits.iter().take(STEP).position(|hit| *hit)?;
        Some(start + first)
    })
}

fn hits_of(text: &str, words: &[(usize, usize)], marker: &Marker<'_>) -> Vec<bool> {
    marker.hits(words.iter().map(|(start, end)| &text[*start..*end]))
}

/// The text from `start` to `end`, in which `words` stand, as pieces that are hits or not.
fn pieces(
    text: &str,
    words: &[(usize, usize)],
    hits: &[bool],
    start: usize,
    end: usize,
) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = start;
    let mut push = |text: &str, hit| {
        if !text.is_empty() {
            pieces.push(Piece {
                text: text.to_owned(),
                hit,
            });
        }
    };
    for (&(from, to), _) in words.iter().zip(hits).filter(|(_, hit)| **hit) {
        push(&text[at..from], false);
        push(&text[from..to], true);
        at = to;
    }
    push(&text[at..end], false);
    pieces
}

/// Byte ranges of the words (runs of letters, digits, their combining marks and signs that nobody sees)
/// of a text.
fn words_of(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices() {
        let is_ascii = character.is_ascii();
        let inside = character.is_alphanumeric() || !is_ascii && is_combining_mark(character);
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(_)) if !is_ascii && is_sign(character) => {}
            (false, Some(from)) => {
                words.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        words.push((from, text.len()));
    }
    words
}

/// `1234567` as `1,234,567`, for people.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The direction that an element with this text declares: `auto` where some of it runs from right to
/// left, so that the text decides; none where nothing does.
pub fn direction(text: &str) -> Option<&'static str> {
    // Hebrew, Arabic, Syriac, Thaana, N'Ko and others, their presentation forms, and the rest of them
    // beyond the first plane.
    let is_from_right = |c: char| {
        matches!(u32::from(c), 0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFC
            | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF)
    };
    text.chars().any(is_from_right).then_some("auto")
}

/// A text that somebody has typed, for a sentence: isolated where it runs from right to left, so that the
/// marks around it stay in their places.
pub fn isolated(text: &str) -> Cow<'_, str> {
    match direction(text) {
        Some(_) => Cow::Owned(format!("\u{2068}{text}\u{2069}")),
        None => Cow::Borrowed(text),
    }
}

/// The text with its first letter in lower case: a label within a sentence.
pub fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    // Initials, such as OGP, stay as they are.
    if text.chars().take(2).filter(|c| c.is_uppercase()).count() == 2 {
        return text.to_owned();
    }
    chars
        .next()
        .map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

/// The text with its first letter in upper case: a phrase that begins a heading.
pub fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Whether a text is the address of a page: `http` or `https`, a host, no spaces.
pub fn is_web_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        !host.is_empty()
            && !host.starts_with(['.', ':', '@'])
            && !rest
                .chars()
                .any(|c| c.is_whitespace() || c.is_control() || "<>\"\\^`{|}".contains(c))
    })
}

/// The beginning of a text of more than `max` characters, cut between two words, with an ellipsis.
pub fn cut_at_word(text: &str, max: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(max) else {
        return text.to_owned();
    };
    let beginning = &text[..end];
    let cut = beginning.rfind(char::is_whitespace).unwrap_or(end);
    format!(
        "{}\u{2026}",
        beginning[..cut].trim_end_matches([' ', ',', ';', ':', '.'])
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_keep_their_capitals() {
        for (text, lowered) in [
            ("OGP values", "OGP values"),
            ("IRM reports", "IRM reports"),
            ("E-Government", "e-Government"),
            ("\u{c1}reas", "\u{e1}reas"),
            ("A", "a"),
            ("", ""),
        ] {
            assert_eq!(lower_first(text), lowered);
        }
    }

    #[test]
    fn long_texts_are_cut_between_words() {
        assert_eq!(cut_at_word("Open the data", 13), "Open the data");
        assert_eq!(
            cut_at_word("Open the data, all", 15),
            "Open the data\u{2026}"
        );
        assert_eq!(cut_at_word("\u{e9}\u{e9}\u{e9}", 2), "\u{e9}\u{e9}\u{2026}");
    }
    use crate::CommitmentCode;
    use crate::search::{Lexicon, Search, Synonyms};
    use proptest::prelude::*;

    struct NoWords;

    impl Lexicon for NoWords {
        fn knows(&self, _: &str) -> bool {
            false
        }

        fn follow(&self, _: &str, _: &str) -> bool {
            false
        }

        fn is_name(&self, _: &str) -> bool {
            false
        }

        fn has_code(&self, _: &CommitmentCode) -> bool {
            false
        }
    }

    fn searched(typed: &str) -> Search {
        Search::of(typed, &NoWords, &Synonyms::default())
    }

    #[test]
    fn letters_that_do_not_decompose_are_spelled_out() {
        assert_eq!(
            fold("Straße Øresund Łódź Þing Œuvre"),
            "strasse oresund lodz thing oeuvre"
        );
        assert_eq!(fold("İstanbul"), "istanbul");
        assert_eq!(fold("Trans\u{ad}paren\u{200b}cy\u{feff}"), "transparency");
        assert_eq!(slugify("E-\u{ad}Albania"), "e-albania");
    }

    #[test]
    fn a_snippet_marks_the_words_as_they_stand_in_the_text() {
        let pieces = snippet(
            "La Época de los datos abiertos",
            &searched("epoca dat").marker(),
            200,
        );
        let hits: Vec<String> = pieces
            .unwrap()
            .into_iter()
            .filter(|p| p.hit)
            .map(|p| p.text)
            .collect();
        assert_eq!(hits, ["Época", "datos"]);
        let pieces = marked("Trans\u{ad}parency", &searched("transparency").marker());
        assert!(pieces.len() == 1 && pieces[0].hit, "{pieces:?}");
        assert_eq!(
            snippet("nothing here", &searched("absent").marker(), 80),
            None
        );
    }

    #[test]
    fn a_marked_text_stays_whole() {
        let title = "One two three four five six seven eight open data nine";
        let pieces = marked(title, &searched("open data").marker());
        assert_eq!(
            pieces.iter().map(|p| p.text.as_str()).collect::<String>(),
            title
        );
        assert_eq!(pieces.iter().filter(|p| p.hit).count(), 2);
    }

    #[test]
    fn a_long_text_is_cut_at_words_and_says_so() {
        let text = format!("{} target {}", "before ".repeat(100), "after ".repeat(100));
        let joined: String = snippet(&text, &searched("target").marker(), 80)
            .unwrap()
            .into_iter()
            .map(|p| p.text)
            .collect();
        assert!(
            joined.starts_with('\u{2026}') && joined.ends_with('\u{2026}'),
            "{joined}"
        );
        assert!(joined.len() < 120, "{joined}");
    }

    #[test]
    fn only_what_runs_from_right_to_left_says_so() {
        for text in [
            "\u{627}\u{644} (2021)!",
            "CSV \u{5e9}\u{5dc}\u{5d5}\u{5dd}",
            "\u{fb2a}",
            "\u{780}",
        ] {
            assert_eq!(direction(text), Some("auto"), "{text}");
            assert_eq!(isolated(text), format!("\u{2068}{text}\u{2069}"));
        }
        for text in [
            "",
            "Open data (2021)!",
            "\u{516c}\u{958b}",
            "\u{10e6}\u{10d8}\u{10d0}",
            "\u{feff}\u{201d}",
        ] {
            assert_eq!(direction(text), None, "{text}");
            assert_eq!(isolated(text), text);
        }
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(
            [0, 999, 1000, 1_234_567].map(grouped),
            ["0", "999", "1,000", "1,234,567"]
        );
    }

    proptest! {
        #[test]
        fn letters_fold_alone_as_they_do_together(text in "\\PC{0,40}|[a-zà-ÿ\u{300}-\u{36f}가-힣]{0,20}") {
            use unicode_normalization::UnicodeNormalization;
            let mut together = String::new();
            for part in text.nfkd() {
                push_folded(&mut together, part);
            }
            prop_assert_eq!(fold(&text), together);
        }

        #[test]
        fn slugs_are_stable(name in "\\PC{0,40}") {
            let slug = slugify(&name);
            prop_assert_eq!(&slugify(&slug), &slug);
            prop_assert!(slug.is_empty() || is_slug(&slug));
        }

        #[test]
        fn snippets_never_lose_or_invent_characters(text in "[a-zé ,.]{0,300}", q in "[a-z]{1,4}") {
            if let Some(pieces) = snippet(&text, &searched(&q).marker(), 60) {
                let joined: String = pieces.into_iter().map(|p| p.text).collect();
                let inner = joined.trim_start_matches("\u{2026} ").trim_end_matches(" \u{2026}");
                prop_assert!(text.contains(inner));
            }
        }
    }
}
