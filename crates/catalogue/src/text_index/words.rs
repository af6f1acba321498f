//! An inverted index: the words of some texts, and which texts contain them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::Bitset;
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

#[derive(Debug)]
struct Text {
    owner: Owner,
    /// The numbers of its words, in order.
    words: Box<[u32]>,
}

/// An inverted index of folded words.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Every word, sorted. The number of a word is its position.
    known: Vec<Box<str>>,
    /// For each word, the texts that contain it, in order.
    texts_of: Vec<Vec<u32>>,
    texts: Vec<Text>,
    /// Words in scripts without spaces, which are matched by substring.
    unspaced: Vec<u32>,
    /// The numbers of stop words, which do not count where words must follow each other.
    stops: Bitset,
}

impl Words {
    /// Indexes texts.
    pub fn of<'a>(texts: impl IntoIterator<Item = (Owner, Cow<'a, str>)>) -> Self {
        let mut numbers: HashMap<Box<str>, u32> = HashMap::new();
        let mut texts: Vec<Text> = texts
            .into_iter()
            .map(|(owner, text)| {
                let folded = fold(&text);
                let words = folded_words(&folded).map(|word| {
                    if let Some(number) = numbers.get(word) {
                        return *number;
                    }
                    let number = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                    numbers.insert(word.into(), number);
                    number
                });
                let words = words.collect();
                Text { owner, words }
            })
            .collect();
        // Renumber the words in sorted order.
        let mut words: Vec<(Box<str>, u32)> = numbers.into_iter().collect();
        words.sort_unstable();
        let mut sorted = vec![0; words.len()];
        for (place, (_, number)) in (0..).zip(&words) {
            sorted[*number as usize] = place;
        }
        let words: Vec<Box<str>> = words.into_iter().map(|(word, _)| word).collect();
        let mut texts_of: Vec<Vec<u32>> = vec![Vec::new(); words.len()];
        for (text_number, text) in (0..).zip(&mut texts) {
            for word in &mut text.words {
                *word = sorted[*word as usize];
                let of_word = &mut texts_of[*word as usize];
                if of_word.last() != Some(&text_number) {
                    of_word.push(text_number);
                }
            }
        }
        let unspaced = (0..)
            .zip(&words)
            .filter(|(_, word)| word.chars().any(has_no_spaces))
            .map(|(number, _)| number)
            .collect();
        let stops = words.iter().enumerate();
        let stops = stops.filter(|(_, word)| is_stop_word(word));
        let stops = stops.map(|(number, _)| number).collect();
        Self {
            known: words,
            texts_of,
            texts,
            unspaced,
            stops,
        }
    }

    /// Approximate size in bytes.
    pub fn bytes(&self) -> usize {
        let words: usize = self.known.iter().map(|word| word.len() + 40).sum();
        let texts = self.texts.iter().map(|text| text.words.len() * 8 + 32);
        words + texts.sum::<usize>()
    }

    /// Every word with the owners of the texts that contain it, one per text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, impl Iterator<Item = Owner>)> {
        let words = self.known.iter().zip(&self.texts_of);
        words.map(|(word, texts)| {
            let owners = texts.iter().map(|text| self.texts[*text as usize].owner);
            (&**word, owners)
        })
    }

    /// The owners of the texts that contain a word.
    pub fn owners_of(&self, word: &str) -> impl Iterator<Item = Owner> {
        let texts = self
            .number_of(word)
            .map(|word| &self.texts_of[word as usize]);
        let texts = texts.into_iter().flatten();
        texts.map(|text| self.texts[*text as usize].owner)
    }

    /// The owners of the texts that contain a spelling, one per text.
    pub fn owners_with(&self, spelling: &Spelling) -> impl Iterator<Item = Owner> + use<'_> {
        let texts = self.texts_with(spelling);
        (0..texts.len()).map(move |at| self.texts[texts[at] as usize].owner)
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
            let counts = words.iter().map(|word| self.texts_of[*word as usize].len());
            counts.sum()
        };
        // Only texts with the rarest word can have all of them.
        let Some(rarest) = run.iter().min_by_key(|words| texts_with(words)) else {
            return Vec::new();
        };
        let mut texts: Vec<u32> = rarest
            .iter()
            .flat_map(|word| &self.texts_of[*word as usize])
            .copied()
            .filter(|text| is_asked_for(self.texts[*text as usize].owner))
            .collect();
        if rarest.len() > 1 {
            texts.sort_unstable();
            texts.dedup();
        }
        let fits = |words: &[u32]| words.iter().zip(&run).all(|(word, of)| of.contains(word));
        let mut telling: Vec<u32> = Vec::new();
        let found = texts.into_iter().filter_map(|text| {
            let text = &self.texts[text as usize];
            let words = text.words.iter().copied();
            telling.clear();
            telling.extend(words.filter(|word| !self.stops.contains(*word as usize)));
            let is_in = telling.windows(run.len()).any(fits);
            is_in.then_some((text.owner, telling.len()))
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
                .filter(|word| self.known[*word as usize].contains(last.as_str()))
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
            [word] => Cow::Borrowed(self.texts_of[*word as usize].as_slice()),
            words => {
                let texts = words.iter().flat_map(|word| &self.texts_of[*word as usize]);
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
        let of_words = before
            .iter()
            .map(|word| self.texts_of[*word as usize].as_slice());
        let fewest = of_words
            .chain([&*with_end])
            .min_by_key(|texts| texts.len())
            .unwrap_or_default();
        let follow = |text: &&u32| {
            let words = &self.texts[**text as usize].words;
            let mut runs = words.windows(before.len() + 1);
            runs.any(|run| {
                run.split_last()
                    .is_some_and(|(end, run)| run == before && ends.binary_search(end).is_ok())
            })
        };
        Cow::Owned(fewest.iter().filter(follow).copied().collect())
    }

    fn number_of(&self, word: &str) -> Option<u32> {
        let at = self.known.binary_search_by(|known| (**known).cmp(word));
        at.ok().and_then(|at| u32::try_from(at).ok())
    }

    fn beginning_with(&self, beginning: &str) -> Vec<u32> {
        let from = self.known.partition_point(|word| **word < *beginning);
        let words = (0..).zip(&self.known).skip(from);
        words
            .take_while(|(_, word)| word.starts_with(beginning))
            .map(|(number, _)| number)
            .collect()
    }
}
