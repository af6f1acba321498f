//! The words of titles, as numbers: for finding titles that share rare ones.

use std::collections::HashMap;
use std::sync::Arc;

use super::Row;
use super::lists::Lists;
use super::rows::Rows;
use super::since::Since;
use domain::text::{fold, folded_words};
use domain::{Commitment, Lang};

/// Stop words, folded. Words shorter than [`MIN_LETTERS`] are left out anyway.
const STOP_WORDS: &[&str] = &[
    "avec", "cada", "como", "dans", "desde", "entre", "from", "into", "leur", "leurs", "other",
    "para", "pour", "sobre", "that", "their", "through", "toward", "towards", "under", "will",
    "with",
];
const MIN_LETTERS: usize = 4;

/// Index of the words of titles, as numbers: the words of each row, and the rows of each word.
#[derive(Debug, Clone)]
pub(crate) struct TitleWords {
    words: Since<Words>,
    /// For each word, how many outdated rows have it in `words.base`.
    gone: HashMap<u32, usize>,
}

/// Index of the words of some rows.
#[derive(Debug, Clone, Default)]
struct Words {
    /// Row numbers, ascending, and the words of each row, ascending.
    numbers: Vec<u32>,
    of_row: Lists,
    /// Word numbers, ascending, and the rows of each word, ascending.
    known: Vec<u32>,
    rows: Lists,
}

/// The title that readers of English see, so that titles in several languages can be compared.
pub(crate) fn title(commitment: &Commitment) -> &str {
    commitment.title_for(Lang::English)
}

/// The stem of a folded word: its singular, as far as the ending shows. `None` for numbers, stop words and
/// short words.
pub(crate) fn stem(folded: &str) -> Option<&str> {
    let is_number = folded.bytes().all(|b| b.is_ascii_digit());
    if folded.chars().count() < MIN_LETTERS || is_number || STOP_WORDS.contains(&folded) {
        return None;
    }
    // `customs` is not the plural of `custom`.
    let singular = folded
        .strip_suffix('s')
        .filter(|s| s.chars().count() >= MIN_LETTERS && *s != "custom");
    Some(singular.unwrap_or(folded))
}

/// The number of a word: its FNV-1a hash. Two words with one number count as one, which is rare and
/// harmless.
fn number_of(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

impl Words {
    fn bytes(&self) -> usize {
        let numbers = (self.numbers.capacity() + self.known.capacity()) * size_of::<u32>();
        numbers + self.of_row.bytes() + self.rows.bytes()
    }

    /// Indexes rows, which must come in ascending order.
    fn of<'a>(rows: impl Iterator<Item = (usize, &'a Row)>) -> Self {
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        let mut all = Self::default();
        for (number, row) in rows {
            let Ok(number) = u32::try_from(number) else {
                continue;
            };
            let folded = fold(title(&row.commitment));
            let words = folded_words(&folded).filter_map(stem);
            let mut words: Vec<u32> = words.map(number_of).collect();
            words.sort_unstable();
            words.dedup();
            pairs.extend(words.iter().map(|word| (*word, number)));
            all.numbers.push(number);
            all.of_row.push(words);
        }
        pairs.sort_unstable();
        for of_word in pairs.chunk_by(|a, b| a.0 == b.0) {
            all.known.push(of_word[0].0);
            all.rows.push(of_word.iter().map(|(_, row)| *row));
        }
        all.numbers.shrink_to_fit();
        all.known.shrink_to_fit();
        all.of_row.shrink();
        all.rows.shrink();
        all
    }

    fn of_row(&self, row: usize) -> &[u32] {
        let place = u32::try_from(row)
            .ok()
            .map(|row| self.numbers.binary_search(&row));
        place
            .and_then(Result::ok)
            .map_or(&[], |place| self.of_row.get(place))
    }

    fn rows_with(&self, word: u32) -> &[u32] {
        let place = self.known.binary_search(&word);
        place.map_or(&[], |place| self.rows.get(place))
    }
}

impl TitleWords {
    /// Indexes rows. With the index of other rows, only titles that differ are read.
    pub fn of(rows: &Rows, other: Option<&Self>) -> Self {
        let words = Since::of(rows, other.map(|other| &other.words), |rows| {
            Words::of(rows)
        });
        let mut gone: HashMap<u32, usize> = HashMap::new();
        for word in words.outdated.iter().flat_map(|row| words.base.of_row(row)) {
            *gone.entry(*word).or_default() += 1;
        }
        Self { words, gone }
    }

    /// The memory that it does not share with the index of other rows, about, in bytes.
    pub fn unshared_bytes(&self, other: Option<&Self>) -> usize {
        let is_shared = other.is_some_and(|other| Arc::ptr_eq(&self.words.base, &other.words.base));
        let base = if is_shared {
            0
        } else {
            self.words.base.bytes()
        };
        // Besides its entry, a place in a table has a byte, and one in eight is free.
        let gone = self.gone.capacity() * (size_of::<(u32, usize)>() + 1) * 8 / 7;
        base + self.words.recent.bytes() + gone
    }

    /// The numbers of the words of a row, ascending.
    pub fn of_row(&self, row: usize) -> &[u32] {
        if self.words.outdated.contains(row) {
            self.words.recent.of_row(row)
        } else {
            self.words.base.of_row(row)
        }
    }

    pub fn rows_with(&self, word: u32) -> impl Iterator<Item = usize> {
        let Since {
            base,
            recent,
            outdated,
            ..
        } = &self.words;
        let numbers = |rows: &u32| *rows as usize;
        let base = base.rows_with(word).iter().map(numbers);
        let recent = recent.rows_with(word).iter().map(numbers);
        base.filter(|row| !outdated.contains(*row)).chain(recent)
    }

    pub fn count(&self, word: u32) -> usize {
        let all = self.words.base.rows_with(word).len() + self.words.recent.rows_with(word).len();
        all - self.gone.get(&word).copied().unwrap_or(0)
    }
}
