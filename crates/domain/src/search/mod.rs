//! What a search asks for: groups of spellings, of which one each must be found.
//!
//! People write a word in the singular or plural, joined, hyphenated or apart, with or without accents,
//! and they use other words for the same thing; scripts without spaces have no words at all. Here each
//! way of writing becomes a spelling; where spellings are looked for does not matter to it.

mod asked;
mod codes;
mod forms;
mod marker;
mod reading;
mod synonyms;
#[cfg(test)]
mod tests;
mod tokens;
mod words;

pub use asked::Asked;
pub use forms::{forms, relatives};
pub use marker::Marker;
pub use synonyms::{SynonymSet, Synonyms};
pub use words::is_stop_word;

use std::ops::RangeInclusive;

use super::CommitmentCode;
use super::similar::distance;
#[cfg(test)]
use super::text::MAX_SEARCH_TERMS;
use super::text::{fold, folded_words};
use codes::Typed;

/// Words that follow each other, folded.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says something of its own, and all combinations are possible"
)]
pub struct Spelling {
    /// The words, at least one.
    pub words: Vec<String>,
    /// Whether the last word may be the beginning of one.
    pub is_beginning: bool,
    /// Whether it may stand anywhere, also inside of what looks like one word: scripts without spaces.
    pub is_anywhere: bool,
    /// Whether it is no more than related to what was typed: of the same stem, or a related term.
    pub is_related: bool,
    /// Whether it joins what was typed with the word beside it: `open data` as `opendata`.
    pub is_joined: bool,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a spelling comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// It was typed, in whatever form.
    #[default]
    Typed,
    /// It is another term for it, or one that is related.
    Term,
    /// It is only related to something to which what was typed is related.
    DistantTerm,
}

impl Spelling {
    /// Words that follow each other, as they are.
    pub fn phrase<W: AsRef<str>>(words: &[W]) -> Self {
        Self {
            words: words.iter().map(|word| word.as_ref().to_owned()).collect(),
            is_beginning: false,
            is_anywhere: false,
            is_related: false,
            is_joined: false,
            origin: Origin::Typed,
        }
    }

    fn related(self) -> Self {
        Self {
            is_related: true,
            ..self
        }
    }

    fn of(self, origin: Origin) -> Self {
        Self { origin, ..self }
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
    /// What it stands for.
    pub sense: Sense,
}

/// What a group of a search stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum Sense {
    /// Words, which must be found.
    #[default]
    Words,
    /// Words that need not be found; what has them comes first.
    Optional,
    /// Members or a region, by one of their names as [`Lexicon::is_name`] knows it: only what is theirs is
    /// meant.
    Name(String),
    /// Years: only plans of these years are meant.
    Years,
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

/// What there is to find, so that joined words can be told from others, and names and codes from words.
pub trait Lexicon {
    /// Whether a folded word is one of the words that there are.
    fn knows(&self, word: &str) -> bool;

    /// Whether two folded words follow each other somewhere.
    fn follow(&self, first: &str, second: &str) -> bool;

    /// Whether folded words, with spaces between them and without those that say nothing, are a whole name
    /// of members or of a region, or what their people are called.
    fn is_name(&self, words: &str) -> bool;

    /// Whether a commitment has a code.
    fn has_code(&self, code: &CommitmentCode) -> bool;
}

/// What a search asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Search {
    /// Commitments that are named by their codes or their addresses.
    pub codes: Vec<CommitmentCode>,
    /// Whether a code is all that was typed. No commitment need have it: then its words are searched for.
    pub is_code: bool,
    /// What must be found, each; at most [`MAX_SEARCH_TERMS`](crate::text::MAX_SEARCH_TERMS).
    pub groups: Vec<Group>,
    /// The states of commitments that are asked for.
    pub asked: Vec<Asked>,
    /// The words that were typed, folded, without those that say nothing.
    pub words: Vec<String>,
}

impl Search {
    /// Reads what somebody has typed or pasted.
    pub fn of(typed: &str, lexicon: &impl Lexicon, synonyms: &Synonyms) -> Self {
        let folded = fold(typed);
        let words = folded_words(&folded).filter(|word| !is_stop_word(word));
        let words = words.map(str::to_owned).collect();
        let typed = Typed::of(typed, lexicon);
        let (groups, asked) = reading::read(&typed, lexicon, synonyms);
        Self {
            words,
            codes: typed.codes,
            is_code: typed.is_code,
            groups,
            asked,
        }
    }

    /// Whether there is nothing to search for.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty() && self.groups.is_empty()
    }

    /// Everything with spellings of its own: each group, and each of its parts after it.
    pub fn leaves(&self) -> impl Iterator<Item = &Group> {
        let groups = self.groups.iter();
        groups.flat_map(|group| std::iter::once(group).chain(&group.parts))
    }

    /// Whether a text that was taken apart into folded words has all of its subject.
    pub fn is_in(&self, words: &[&str]) -> bool {
        let mut subject = self.subject().peekable();
        subject.peek().is_some() && subject.all(|group| group.is_in(words))
    }

    /// The groups of words that must be found: not the names and years by which a search is narrowed.
    pub fn subject(&self) -> impl Iterator<Item = &Group> {
        self.groups
            .iter()
            .filter(|group| group.sense == Sense::Words)
    }

    /// The names of members and regions by which it is narrowed.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().filter_map(|group| match &group.sense {
            Sense::Name(name) => Some(name.as_str()),
            Sense::Words | Sense::Optional | Sense::Years => None,
        })
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

/// Where Unicode has the letters of scripts that put no spaces between words, in order.
pub const SCRIPTS_WITHOUT_SPACES: [RangeInclusive<char>; 13] = [
    '\u{e00}'..='\u{eff}',     // Thai, Lao
    '\u{1000}'..='\u{109f}',   // Burmese
    '\u{1100}'..='\u{11ff}',   // Korean, whose particles are joined
    '\u{1780}'..='\u{17ff}',   // Khmer
    '\u{3040}'..='\u{30ff}',   // Japanese
    '\u{3130}'..='\u{318f}',   // Korean
    '\u{3400}'..='\u{4dbf}',   // Chinese
    '\u{4e00}'..='\u{9fff}',   // Chinese
    '\u{ac00}'..='\u{d7af}',   // Korean
    '\u{f900}'..='\u{faff}',   // Chinese
    '\u{ff65}'..='\u{ff9f}',   // Japanese, half as wide
    '\u{ffa0}'..='\u{ffdc}',   // Korean, half as wide
    '\u{20000}'..='\u{3ffff}', // Chinese
];

/// Whether a letter is of one of [`SCRIPTS_WITHOUT_SPACES`].
pub fn has_no_spaces(letter: char) -> bool {
    let [first, ..] = &SCRIPTS_WITHOUT_SPACES;
    letter >= *first.start()
        && SCRIPTS_WITHOUT_SPACES
            .iter()
            .any(|script| script.contains(&letter))
}
