//! Which words of a text are searched for.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::{Search, Spelling};
use crate::text::fold;

/// Tells the words of a text that are searched for; made once for many texts.
#[derive(Debug, Default)]
pub struct Marker<'a> {
    /// The first bytes of what may begin a hit, as a bit set. Some bytes share a bit.
    first_bytes: u64,
    words: HashSet<&'a str>,
    beginnings: Vec<&'a [String]>,
    anywhere: Vec<&'a str>,
    /// Words that count only where they follow each other, by the first one.
    phrases: HashMap<&'a str, Vec<&'a [String]>>,
}

impl<'a> Marker<'a> {
    pub(super) fn of(search: &'a Search) -> Self {
        let mut marker = Self::default();
        let spellings = search.leaves().flat_map(|group| &group.spellings);
        for spelling in spellings {
            let Spelling { words, .. } = spelling;
            let first = words.first().map(String::as_str).unwrap_or_default();
            marker.first_bytes |= first_byte(first);
            match words.as_slice() {
                [word] if spelling.is_anywhere => marker.anywhere.push(word),
                words if spelling.is_beginning => marker.beginnings.push(words),
                [word] => _ = marker.words.insert(word),
                [first, ..] => marker.phrases.entry(first).or_default().push(words),
                [] => {}
            }
        }
        marker
    }

    /// For each word of a text, whether it is searched for.
    pub fn hits<'t>(&self, words: impl Iterator<Item = &'t str>) -> Vec<bool> {
        // Most words of a text are folded already.
        let is_folded = |word: &str| {
            word.bytes()
                .all(|b| b.is_ascii() && !b.is_ascii_uppercase())
        };
        let folded = |word: &'t str| {
            if is_folded(word) {
                Cow::Borrowed(word)
            } else {
                Cow::Owned(fold(word))
            }
        };
        let words: Vec<Cow<'_, str>> = words.map(folded).collect();
        let mut hits = vec![false; words.len()];
        for (at, word) in words.iter().enumerate() {
            let word = &**word;
            if self.anywhere.is_empty() && self.first_bytes & first_byte(word) == 0 {
                continue;
            }
            hits[at] |= self.words.contains(word)
                || self.anywhere.iter().any(|letters| word.contains(letters));
            let rest = &words[at..];
            let phrases = self.phrases.get(word).into_iter().flatten();
            let long = phrases.filter(|phrase| starts_with(rest, phrase));
            let begun = self.beginnings.iter().filter(|phrase| begins(rest, phrase));
            let longest = long.chain(begun).map(|phrase| phrase.len()).max();
            hits[at..at + longest.unwrap_or_default()].fill(true);
        }
        hits
    }
}

/// The first byte of a word as a bit.
fn first_byte(word: &str) -> u64 {
    word.bytes().next().map_or(0, |byte| 1 << (byte % 64))
}

fn starts_with(words: &[Cow<'_, str>], phrase: &[String]) -> bool {
    words.len() >= phrase.len() && words.iter().zip(phrase).all(|(word, of)| *word == **of)
}

/// Whether words begin with a phrase whose last word may be the beginning of one.
fn begins(words: &[Cow<'_, str>], phrase: &[String]) -> bool {
    let Some((last, before)) = phrase.split_last() else {
        return false;
    };
    let end = words.get(before.len());
    starts_with(words, before) && end.is_some_and(|word| word.starts_with(last.as_str()))
}
