//! An inverted index: the words of some texts, and which texts contain them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::Bitset;
use crate::lists::{Lists, Texts};
use domain::search::{Spelling, has_no_spaces, is_stop_word};
use domain::text::{fold, folded_words};

/// What a text belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// A title of the commitment in this row.
    Title(u32),
    /// An institution of the commitment in this row.
    Institution(u32),
    /// A summary of the commitment in this row.
    Summary(u32),
    /// The plan years, or the title of a report, of the commitment in this row.
    Plan(u32),
    /// A name of the member at this position.
    Member(u32),
    /// A name of the policy area at this position.
    Area(u32),
    /// A text of the action of the guide at this position.
    Action(u32),
}

/// An inverted index of folded words.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Every word, sorted. The number of a word is its position.
    known: Texts,
    /// For each word, the texts that contain it, in order.
    texts_of: Lists,
    /// What each text belongs to.
    owners: Vec<Owner>,
    /// For each text, the numbers of its words, in order.
    sequences: Lists,
    /// Words in scripts without spaces, which are matched by substring.
    unspaced: Vec<u32>,
    /// The numbers of stop words, which do not count where words must follow each other.
    stops: Bitset,
}

impl Words {
    /// Indexes texts.
    pub fn of<'a>(texts: impl IntoIterator<Item = (Owner, Cow<'a, str>)>) -> Self {
        let mut numbers: HashMap<Box<str>, u32> = HashMap::new();
        let mut owners = Vec::new();
        let mut sequences = Lists::default();
        for (owner, text) in texts {
            let folded = fold(&text);
            owners.push(owner);
            sequences.push(folded_words(&folded).map(|word| {
                if let Some(number) = numbers.get(word) {
                    return *number;
                }
                let number = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                numbers.insert(word.into(), number);
                number
            }));
        }
        owners.shrink_to_fit();
        // Renumber the words in sorted order.
        let mut words: Vec<(Box<str>, u32)> = numbers.into_iter().collect();
        words.sort_unstable();
        let mut sorted = vec![0; words.len()];
        for (place, (_, number)) in (0..).zip(&words) {
            sorted[*number as usize] = place;
        }
        sequences.renumber(&sorted);
        sequences.shrink();
        let known: Texts = words.iter().map(|(word, _)| &**word).collect();
        let unspaced = (0..)
            .zip(known.iter())
            .filter(|(_, word)| word.chars().any(has_no_spaces))
            .map(|(number, _)| number)
            .collect();
        let stops = known.iter().enumerate();
        let stops = stops.filter(|(_, word)| is_stop_word(word));
        let stops = stops.map(|(number, _)| number).collect();
        Self {
            texts_of: sequences.inverted(known.len()),
            known,
            owners,
            sequences,
            unspaced,
            stops,
        }
    }

    /// Approximate size in bytes.
    pub fn bytes(&self) -> usize {
        let owners = size_of_val(self.owners.as_slice());
        self.known.bytes() + self.texts_of.bytes() + owners + self.sequences.bytes()
    }

    /// Every word with the owners of the texts that contain it, one per text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, impl Iterator<Item = Owner>)> {
        let words = self.known.iter().zip(self.texts_of.iter());
        words.map(|(word, texts)| (word, self.owners(texts)))
    }

    /// The owners of the texts that contain a word.
    pub fn owners_of(&self, word: &str) -> impl Iterator<Item = Owner> {
        let texts = self.number_of(word).map(|word| self.texts_with_word(word));
        self.owners(texts.unwrap_or_default())
    }

    /// The owners of the texts that contain a spelling, one per text.
    pub fn owners_with(&self, spelling: &Spelling) -> impl Iterator<Item = Owner> + use<'_> {
        let texts = self.texts_with(spelling);
        (0..texts.len()).map(move |at| self.owners[texts[at] as usize])
    }

    /// The owners of the texts that contain these words in a row, each in any of its forms, and the number
    /// of words in the text. Only for owners that `is_asked_for` accepts. Stop words do not count. `numbers`
    /// remembers what was looked up: the runs of one search share most of their words.
    pub fn owners_of_run<'a>(
        &self,
        run: &[HashSet<&'a str>],
        numbers: &mut HashMap<&'a str, Option<u32>>,
        is_asked_for: impl Fn(Owner) -> bool,
    ) -> Vec<(Owner, usize)> {
        let mut number_of = |form: &'a str| {
            let number = numbers.entry(form);
            *number.or_insert_with(|| self.number_of(form))
        };
        let run: Vec<Vec<u32>> = run
            .iter()
            .map(|forms| forms.iter().filter_map(|form| number_of(form)).collect())
            .collect();
        let texts_with = |words: &[u32]| -> usize {
            let counts = words.iter().map(|word| self.texts_with_word(*word).len());
            counts.sum()
        };
        // Only texts with the rarest word can have all of them.
        let Some(rarest) = run.iter().min_by_key(|words| texts_with(words)) else {
            return Vec::new();
        };
        let mut texts: Vec<u32> = rarest
            .iter()
            .flat_map(|word| self.texts_with_word(*word))
            .copied()
            .filter(|text| is_asked_for(self.owners[*text as usize]))
            .collect();
        if rarest.len() > 1 {
            texts.sort_unstable();
            texts.dedup();
        }
        let fits = |words: &[u32]| words.iter().zip(&run).all(|(word, of)| of.contains(word));
        let mut telling: Vec<u32> = Vec::new();
        let found = texts.into_iter().filter_map(|text| {
            let words = self.sequences.get(text as usize).iter().copied();
            telling.clear();
            telling.extend(words.filter(|word| !self.stops.contains(*word as usize)));
            let is_in = telling.windows(run.len()).any(fits);
            is_in.then(|| (self.owners[text as usize], telling.len()))
        });
        found.collect()
    }

    /// The texts that contain a spelling, in order.
    fn texts_with(&self, spelling: &Spelling) -> Cow<'_, [u32]> {
        let none = || Cow::Borrowed(&[][..]);
        let Some((last, before)) = spelling.words.split_last() else {
            return none();
        };
        let ends: Vec<u32> = if spelling.is_anywhere {
            let unspaced = self.unspaced.iter().copied();
            unspaced
                .filter(|word| self.known.get(*word as usize).contains(last.as_str()))
                .collect()
        } else if spelling.is_beginning {
            self.beginning_with(last)
        } else {
            self.number_of(last).into_iter().collect()
        };
        let before: Option<Vec<u32>> = before.iter().map(|word| self.number_of(word)).collect();
        let Some(before) = before else {
            return none();
        };
        let with_end = match ends.as_slice() {
            [word] => Cow::Borrowed(self.texts_with_word(*word)),
            words => {
                let texts = words.iter().flat_map(|word| self.texts_with_word(*word));
                let mut texts: Vec<u32> = texts.copied().collect();
                texts.sort_unstable();
                texts.dedup();
                Cow::Owned(texts)
            }
        };
        if before.is_empty() {
            return with_end;
        }
        // Only texts with the rarest word can have all of them.
        let of_words = before.iter().map(|word| self.texts_with_word(*word));
        let fewest = of_words
            .chain([&*with_end])
            .min_by_key(|texts| texts.len())
            .unwrap_or_default();
        let follow = |text: &&u32| {
            let words = self.sequences.get(**text as usize);
            let mut runs = words.windows(before.len() + 1);
            runs.any(|run| {
                run.split_last()
                    .is_some_and(|(end, run)| run == before && ends.binary_search(end).is_ok())
            })
        };
        Cow::Owned(fewest.iter().filter(follow).copied().collect())
    }

    /// The texts that contain a word, in order.
    fn texts_with_word(&self, word: u32) -> &[u32] {
        self.texts_of.get(word as usize)
    }

    /// The owners of texts, one per text.
    fn owners<'a>(&'a self, texts: &'a [u32]) -> impl Iterator<Item = Owner> + use<'a> {
        texts.iter().map(|text| self.owners[*text as usize])
    }

    fn number_of(&self, word: &str) -> Option<u32> {
        let at = self.known.partition_point(|known| known < word);
        let is_there = at < self.known.len() && self.known.get(at) == word;
        u32::try_from(at).ok().filter(|_| is_there)
    }

    fn beginning_with(&self, beginning: &str) -> Vec<u32> {
        let from = self.known.partition_point(|word| word < beginning);
        let words = (from..self.known.len()).map(|at| self.known.get(at));
        let words = words.take_while(|word| word.starts_with(beginning));
        let first = u32::try_from(from).unwrap_or(u32::MAX);
        (first..).zip(words).map(|(number, _)| number).collect()
    }
}
