//! Other words for the same thing.

use std::collections::{BTreeSet, HashMap};

use super::forms;
use super::has_no_spaces;
use super::is_stop_word;
use crate::text::{fold, folded_words};

/// Words that a term may have; longer ones are no terms.
const MAX_TERM_WORDS: usize = 6;

/// Terms for one thing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SynonymSet {
    /// Terms that mean the same: who searches for one finds the others as well.
    pub same: Vec<String>,
    /// Terms that have to do with it: they are found too, after what says the same.
    pub related: Vec<String>,
}

#[derive(Debug)]
struct Term {
    set: usize,
    is_related: bool,
    /// Folded, as it is searched for.
    words: Vec<String>,
    /// The words that say something, by which it is recognised.
    telling: Vec<String>,
}

/// The sets of terms that are in force.
#[derive(Debug, Default)]
pub struct Synonyms {
    terms: Vec<Term>,
    of_set: Vec<Vec<usize>>,
    /// Terms by their first letter.
    by_letter: HashMap<char, Vec<usize>>,
}

/// Other words for a term, folded.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Meaning {
    pub same: BTreeSet<Vec<String>>,
    pub related: BTreeSet<Vec<String>>,
    /// Related to something to which the term is related.
    pub distant: BTreeSet<Vec<String>>,
}

impl Synonyms {
    /// Those of some sets.
    pub fn of<'a>(sets: impl IntoIterator<Item = &'a SynonymSet>) -> Self {
        let mut all = Self::default();
        for set in sets {
            let same = set.same.iter().map(|text| (text, false));
            let related = set.related.iter().map(|text| (text, true));
            let number = all.of_set.len();
            let mut of_set = Vec::new();
            for (text, is_related) in same.chain(related) {
                let folded = fold(text);
                let words: Vec<String> = folded_words(&folded).map(str::to_owned).collect();
                let telling: Vec<String> =
                    words.iter().filter(|w| !is_stop_word(w)).cloned().collect();
                let Some(letter) = telling.first().and_then(|word| word.chars().next()) else {
                    continue;
                };
                if words.len() > MAX_TERM_WORDS {
                    continue;
                }
                all.by_letter
                    .entry(letter)
                    .or_default()
                    .push(all.terms.len());
                of_set.push(all.terms.len());
                all.terms.push(Term {
                    set: number,
                    is_related,
                    words,
                    telling,
                });
            }
            all.of_set.push(of_set);
        }
        all
    }

    /// The longest term that some tokens begin with: how many tokens, and what else it is called.
    pub(super) fn longest(&self, tokens: &[Vec<&str>]) -> Option<(usize, Meaning)> {
        let letter = tokens.first()?.first()?.chars().next()?;
        let beginning = self.by_letter.get(&letter)?;
        let most = tokens.len().min(MAX_TERM_WORDS);
        (1..=most).rev().find_map(|count| {
            let words: Vec<&str> = tokens[..count].iter().flatten().copied().collect();
            let typed = Typed::of(&words);
            let found = beginning.iter().map(|number| &self.terms[*number]);
            let found: Vec<&Term> = found.filter(|term| typed.is(&term.telling)).collect();
            (!found.is_empty()).then(|| (count, self.meaning(&found)))
        })
    }

    /// What else terms are called: a term that means the same gives its set as it stands; to one that
    /// is related, what the set says is related, and what is related to it distant.
    fn meaning(&self, terms: &[&Term]) -> Meaning {
        let mut meaning = Meaning::default();
        for term in terms {
            for number in &self.of_set[term.set] {
                let other = &self.terms[*number];
                // Scripts without spaces are typed, but to look for their parts in every text is much
                // work for each search in another language.
                let is_unspaced = |word: &String| word.chars().any(has_no_spaces);
                if other.words.iter().any(is_unspaced) {
                    continue;
                }
                let meaning = match (term.is_related, other.is_related) {
                    (true, true) => &mut meaning.distant,
                    (true, false) | (false, true) => &mut meaning.related,
                    (false, false) => &mut meaning.same,
                };
                meaning.insert(other.words.clone());
            }
        }
        meaning
            .related
            .retain(|words| !meaning.same.contains(words));
        meaning
            .distant
            .retain(|words| !meaning.same.contains(words) && !meaning.related.contains(words));
        meaning
    }
}

/// Some words as typed, ready to be compared with terms.
struct Typed {
    words: Vec<Vec<String>>,
    joined: Vec<String>,
}

impl Typed {
    fn of(words: &[&str]) -> Self {
        Self {
            words: words.iter().map(|word| forms(word)).collect(),
            joined: forms(&words.concat()),
        }
    }

    /// Whether it is a term, in whatever number, and whether joined or apart.
    fn is(&self, term: &[String]) -> bool {
        let is_word = |(forms, word): (&Vec<String>, &String)| forms.contains(word);
        let is_apart = term.len() == self.words.len() && self.words.iter().zip(term).all(is_word);
        is_apart || self.joined.iter().any(|whole| is_joined(whole, term))
    }
}

/// Whether a word is some others, joined.
fn is_joined(whole: &str, words: &[String]) -> bool {
    let mut rest = Some(whole);
    for word in words {
        rest = rest.and_then(|rest| rest.strip_prefix(word.as_str()));
    }
    rest == Some("")
}
