//! What a search asks for: groups of spellings, of which one each must be found.
//!
//! People write a word in the singular or plural, joined, hyphenated or apart, with or without accents,
//! and they use other words for the same thing; scripts without spaces have no words at all. Here each
//! way of writing becomes a spelling; where spellings are looked for does not matter to it.

mod forms;
mod marker;
mod synonyms;
#[cfg(test)]
mod tests;
mod tokens;

use std::collections::HashSet;

pub use forms::{forms, is_stop_word, relatives};
pub use marker::Marker;
pub use synonyms::{SynonymSet, Synonyms};

use super::CommitmentCode;
use super::similar::distance;
use super::text::{MAX_SEARCH_TERMS, fold};
use synonyms::Meaning;
use tokens::{address_as_words, tokens};

/// Beginnings of words are searched for from so many letters on.
const MIN_BEGINNING: usize = 3;
/// A word that may be two joined ones has at least so many letters.
const MIN_JOINED: usize = 5;

/// Words that follow each other, folded.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Spelling {
    /// The words, at least one.
    pub words: Vec<String>,
    /// Whether the last word may be the beginning of one.
    pub is_beginning: bool,
    /// Whether it may stand anywhere, also inside of what looks like one word: scripts without spaces.
    pub is_anywhere: bool,
    /// Whether it is no more than related to what was typed: of the same stem, or a related term.
    pub is_related: bool,
}

impl Spelling {
    /// Words that follow each other, as they are.
    pub fn phrase<W: AsRef<str>>(words: &[W]) -> Self {
        Self {
            words: words.iter().map(|word| word.as_ref().to_owned()).collect(),
            is_beginning: false,
            is_anywhere: false,
            is_related: false,
        }
    }

    fn related(self) -> Self {
        Self {
            is_related: true,
            ..self
        }
    }

    /// Whether it says just what was typed, to its end.
    pub fn is_exact(&self) -> bool {
        !self.is_beginning && !self.is_related
    }

    /// Whether it is in a text that was taken apart into folded words.
    pub fn is_in(&self, words: &[&str]) -> bool {
        let Some((last, before)) = self.words.split_last() else {
            return false;
        };
        if self.is_anywhere {
            return words.iter().any(|word| word.contains(last.as_str()));
        }
        words.windows(self.words.len()).any(|run| {
            let (end, run) = run.split_last().unwrap_or((&"", &[]));
            let ends = *end == last || (self.is_beginning && end.starts_with(last.as_str()));
            ends && run.iter().zip(before).all(|(a, b)| a == b)
        })
    }
}

/// One thing that somebody searches for, in all its spellings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Group {
    /// As it was typed, folded.
    pub typed: String,
    /// How it may be written. One of them is enough.
    pub spellings: Vec<Spelling>,
    /// For a term of several words, which other words may stand for: its words one by one. To find
    /// each of them is enough too.
    pub parts: Vec<Group>,
}

impl Group {
    /// Whether it is found, given what any spellings are found in.
    pub fn is_found(&self, is_in: &impl Fn(&[Spelling]) -> bool) -> bool {
        let all = |parts: &[Self]| !parts.is_empty() && parts.iter().all(|p| p.is_found(is_in));
        is_in(&self.spellings) || all(&self.parts)
    }

    /// Whether a text that was taken apart into folded words has it.
    pub fn is_in(&self, words: &[&str]) -> bool {
        self.is_found(&|spellings: &[Spelling]| spellings.iter().any(|s| s.is_in(words)))
    }
}

/// The words that there are to find, so that joined words can be told from others.
pub trait Lexicon {
    /// Whether a folded word is one of them.
    fn knows(&self, word: &str) -> bool;

    /// Whether two folded words follow each other somewhere.
    fn follow(&self, first: &str, second: &str) -> bool;
}

/// What a search asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Search {
    /// The one commitment that is named by its code or its address.
    pub code: Option<CommitmentCode>,
    /// What must be found, each; at most [`MAX_SEARCH_TERMS`].
    pub groups: Vec<Group>,
}

impl Search {
    /// Reads what somebody has typed or pasted.
    pub fn of(typed: &str, lexicon: &impl Lexicon, synonyms: &Synonyms) -> Self {
        let text = fold(address_as_words(typed).trim());
        let mut tokens: Vec<Vec<&str>> = text
            .split_whitespace()
            .flat_map(tokens)
            .take(MAX_SEARCH_TERMS)
            .collect();
        let says_nothing = |token: &Vec<&str>| token.iter().all(|word| is_stop_word(word));
        // Who searches for nothing but such words means them.
        let is_last_kept = tokens.last().is_some_and(|last| !says_nothing(last));
        if !tokens.iter().all(says_nothing) {
            tokens.retain(|token| !says_nothing(token));
        }
        let count = tokens.len();
        let groups = tokens.iter().enumerate().map(|(at, words)| {
            let before = at.checked_sub(1).and_then(|at| tokens.get(at));
            let neighbours = [
                before.map(|before| joined(before, words)),
                tokens.get(at + 1).map(|after| joined(words, after)),
            ];
            let is_last = at + 1 == count && is_last_kept;
            let mut group = group(words, is_last, lexicon);
            let neighbours = neighbours.iter().flatten();
            let neighbours = neighbours.flat_map(|word| forms(word));
            let neighbours = neighbours.map(|word| Spelling::phrase(&[&word]));
            group.spellings.extend(neighbours);
            group
        });
        let groups = groups.collect();
        Self {
            code: CommitmentCode::meant(typed),
            groups: with_synonyms(&tokens, groups, synonyms),
        }
    }

    /// Whether there is nothing to search for.
    pub fn is_empty(&self) -> bool {
        self.code.is_none() && self.groups.is_empty()
    }

    /// Everything with spellings of its own: each group, and each of its parts after it.
    pub fn leaves(&self) -> impl Iterator<Item = &Group> {
        let groups = self.groups.iter();
        groups.flat_map(|group| std::iter::once(group).chain(&group.parts))
    }

    /// Whether a text that was taken apart into folded words has all of it.
    pub fn is_in(&self, words: &[&str]) -> bool {
        !self.groups.is_empty() && self.groups.iter().all(|group| group.is_in(words))
    }

    /// What tells the words of a text that are searched for.
    pub fn marker(&self) -> Marker<'_> {
        Marker::of(self)
    }
}

/// Whether a near word is so near to one that is nowhere that it can be taken for it without asking.
/// Names of members are few, so that one that is not quite as near is still meant.
pub fn is_confident(word: &str, near: &str, is_name: bool) -> bool {
    let letters = word.chars().count();
    let begins_alike = word.chars().next() == near.chars().next();
    begins_alike
        && match distance(word, near) {
            1 => letters >= 4,
            2 => letters >= 8 || (is_name && letters >= 6),
            _ => false,
        }
}

fn joined(first: &[&str], second: &[&str]) -> String {
    first.concat() + &second.concat()
}

/// The groups of tokens, with other words for the terms that they name: the longest ones first.
fn with_synonyms(tokens: &[Vec<&str>], groups: Vec<Group>, synonyms: &Synonyms) -> Vec<Group> {
    let mut groups = groups.into_iter();
    let mut combined = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let (count, meant) = synonyms
            .longest(&tokens[at..])
            .unwrap_or((1, Meaning::default()));
        let same = meant.same.iter().map(|words| spellings_of(words));
        let related = meant.related.iter().map(|words| spellings_of(words));
        let related = related.map(|all| all.into_iter().map(Spelling::related).collect());
        let others: Vec<Spelling> = same.chain(related).flat_map(|all: Vec<_>| all).collect();
        let own: Vec<Group> = groups.by_ref().take(count).collect();
        let mut group = match <[Group; 1]>::try_from(own) {
            Ok([group]) => group,
            Err(parts) => Group {
                typed: parts
                    .iter()
                    .map(|p| p.typed.as_str())
                    .collect::<Vec<_>>()
                    .join(" "),
                spellings: Vec::new(),
                parts,
            },
        };
        group.spellings.extend(others);
        // What says just the same counts as that, whatever else it is.
        group.spellings.sort_by_key(|s| s.is_related);
        let mut seen = HashSet::new();
        group.spellings.retain(|s| {
            let key = (s.words.clone(), s.is_beginning, s.is_anywhere);
            seen.insert(key)
        });
        combined.push(group);
        at += count;
    }
    combined
}

/// A term with the forms of its last word, whose number changes most often.
fn spellings_of(words: &[String]) -> Vec<Spelling> {
    let Some((last, before)) = words.split_last() else {
        return Vec::new();
    };
    let forms = forms(last).into_iter();
    let spelled = forms.map(|form| before.iter().cloned().chain([form]).collect::<Vec<_>>());
    spelled.map(|words| Spelling::phrase(&words)).collect()
}

fn group(words: &[&str], is_last: bool, lexicon: &impl Lexicon) -> Group {
    let typed = words.join(" ");
    let Some((last, before)) = words.split_last() else {
        return Group::default();
    };
    if last.chars().any(has_no_spaces) {
        let spelling = Spelling {
            is_anywhere: true,
            ..Spelling::phrase(words)
        };
        return Group {
            typed,
            spellings: vec![spelling],
            parts: Vec::new(),
        };
    }
    let mut spellings: Vec<Spelling> = Vec::new();
    let mut add = |words: &[&str]| {
        let (last, before) = words.split_last().unwrap_or((&"", &[]));
        for form in forms(last) {
            let spelled: Vec<&str> = before.iter().copied().chain([form.as_str()]).collect();
            spellings.push(Spelling::phrase(&spelled));
        }
    };
    add(words);
    let whole = words.concat();
    if !before.is_empty() {
        add(&[&whole]);
    }
    for (first, second) in parts(&whole, lexicon) {
        add(&[first, second]);
    }
    for other in relatives(last) {
        let spelled: Vec<&str> = before.iter().copied().chain([other.as_str()]).collect();
        spellings.push(Spelling::phrase(&spelled).related());
    }
    // Of short words only those that there are not can be beginnings: "ai" is not the first half of "aid".
    let letters = last.chars().count();
    let is_short = letters <= MIN_BEGINNING;
    if is_last && letters >= MIN_BEGINNING && !(is_short && lexicon.knows(last)) {
        let beginning = |words: &[&str]| Spelling {
            is_beginning: true,
            ..Spelling::phrase(words)
        };
        spellings.push(beginning(words));
        if !before.is_empty() {
            spellings.push(beginning(&[&whole]));
        }
    }
    let mut seen = HashSet::new();
    spellings.retain(|spelling| seen.insert(spelling.clone()));
    Group {
        typed,
        spellings,
        parts: Vec::new(),
    }
}

/// The two words that a word may be joined from: those that follow each other somewhere.
fn parts<'a>(word: &'a str, lexicon: &impl Lexicon) -> Vec<(&'a str, &'a str)> {
    if word.chars().count() < MIN_JOINED {
        return Vec::new();
    }
    let ends = word.char_indices().map(|(at, _)| at).skip(1);
    ends.map(|at| word.split_at(at))
        .filter(|(_, second)| second.chars().count() >= 3)
        .filter(|(first, second)| {
            forms(second)
                .iter()
                .any(|second| lexicon.follow(first, second))
        })
        .collect()
}

/// Whether a letter is of a script that puts no spaces between words.
pub fn has_no_spaces(letter: char) -> bool {
    matches!(u32::from(letter),
        0x0E00..=0x0EFF // Thai, Lao
        | 0x1000..=0x109F // Burmese
        | 0x1780..=0x17FF // Khmer
        | 0x1100..=0x11FF | 0x3130..=0x318F | 0xAC00..=0xD7AF // Korean, whose particles are joined
        | 0x3040..=0x30FF // Japanese
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF // Chinese
    )
}
