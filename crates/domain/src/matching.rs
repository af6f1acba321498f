//! Whether two titles may be those of one commitment, and what people answered where that was asked.

use std::collections::HashMap;

use super::CommitmentCode;
use super::similar::distance;
use super::text::slugify;

/// Whether a row of a file is a commitment of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MatchAnswer {
    /// It is this one.
    Same(CommitmentCode),
    /// It is one that the record does not have.
    New,
    /// An earlier answer no longer counts: it is to be asked again.
    Ask,
}

/// The longest part of a title that is compared, in characters.
const COMPARED: usize = 300;
/// Words that a title shares with one that goes on after it, at least.
const MIN_BEGINNING: usize = 3;
/// Of how many words of both titles, in per cent, as many must be shared.
const SHARED_WORDS: usize = 75;
/// Letters that may differ, in per cent of the longer title.
const OTHER_LETTERS: usize = 20;

/// A title as it is compared: folded, without the number that it begins with ("6.2 Open budgets").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldedTitle {
    slug: String,
    words: Vec<String>,
}

impl FoldedTitle {
    /// Folds a title.
    pub fn of(title: &str) -> Self {
        let slug: String = slugify(title).chars().take(COMPARED).collect();
        let words: Vec<&str> = slug.split('-').filter(|word| !word.is_empty()).collect();
        let numbers = words.iter().take_while(|word| is_number(word)).count();
        // A title that is nothing but numbers keeps them; so does one that begins with a year.
        let is_counted = words
            .get(..numbers)
            .is_some_and(|numbers| numbers.iter().all(|number| number.len() < 4));
        let from = if numbers < words.len() && is_counted {
            numbers
        } else {
            0
        };
        let words: Vec<String> = words[from..].iter().map(|w| (*w).to_owned()).collect();
        Self {
            slug: words.join("-"),
            words,
        }
    }

    /// Whether both titles say the same.
    pub fn is_same(&self, other: &Self) -> bool {
        self.slug == other.slug
    }

    /// Whether the titles are so close, but not the same, that a person has to tell whether one
    /// commitment is meant. Titles that count differently ("phase 1", "phase 2") are not.
    pub fn is_near(&self, other: &Self) -> bool {
        if self.is_same(other) || self.words.is_empty() || other.words.is_empty() {
            return false;
        }
        let (own, theirs) = (self.numbers(), other.numbers());
        if !own.is_empty() && !theirs.is_empty() && own != theirs {
            return false;
        }
        let (short, long) = if self.words.len() <= other.words.len() {
            (&self.words, &other.words)
        } else {
            (&other.words, &self.words)
        };
        if short.len() >= MIN_BEGINNING && long.starts_with(short) {
            return true;
        }
        let shared = shared_words(short, long);
        let of_both = 200 * shared / (short.len() + long.len());
        if of_both >= SHARED_WORDS && shared >= MIN_BEGINNING {
            return true;
        }
        // Measuring letters is dear: not where the words have too little in common.
        if short.len() > MIN_BEGINNING && of_both < SHARED_WORDS / 3 {
            return false;
        }
        let (length, others) = (self.slug.chars().count(), other.slug.chars().count());
        let most = length.max(others) * OTHER_LETTERS / 100;
        length.abs_diff(others) <= most && distance(&self.slug, &other.slug) <= most
    }

    fn numbers(&self) -> Vec<&str> {
        let numbers = self.words.iter().map(String::as_str);
        let mut numbers: Vec<&str> = numbers.filter(|word| is_number(word)).collect();
        numbers.sort_unstable();
        numbers
    }
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit())
}

/// How many words two titles have in common, each as often as both have it.
fn shared_words(one: &[String], other: &[String]) -> usize {
    let mut left: HashMap<&str, usize> = HashMap::new();
    for word in other {
        *left.entry(word).or_default() += 1;
    }
    let is_shared = |word: &&String| match left.get_mut(word.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    };
    one.iter().filter(is_shared).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_titles_are_near_and_equal_or_distant_ones_are_not() {
        let near = |a: &str, b: &str| {
            let (a, b) = (FoldedTitle::of(a), FoldedTitle::of(b));
            assert_eq!(a.is_near(&b), b.is_near(&a));
            a.is_near(&b)
        };
        for (a, b) in [
            ("Open contracting portal", "Open contracting portals"),
            (
                "6. Improving access to information",
                "Improving access to public information",
            ),
            (
                "Open budget data",
                "Open budget data: publication of the budget",
            ),
            (
                "Beneficial ownership register",
                "Register of beneficial ownership",
            ),
            ("e-Participation", "eParticipation"),
            ("Portal de dados abertos", "Portal dos dados abertos"),
        ] {
            assert!(near(a, b), "{a} / {b}");
        }
        for (a, b) in [
            ("Open data", "Open data"),
            ("2. e-Acts", "e-Acts"),
            ("Caf\u{e9} open", "CAFE  open"),
            ("One", "Two"),
            ("Open data portal, phase 1", "Open data portal, phase 2"),
            ("Open contracting", "Open justice"),
            ("Open data", "Whistleblower protection"),
            ("", "Open data"),
            ("2014", "2015"),
        ] {
            assert!(!near(a, b), "{a} / {b}");
        }
        assert!(FoldedTitle::of("6.2 Open budgets").is_same(&FoldedTitle::of("Open budgets")));
        assert!(!FoldedTitle::of("2014 budget").is_same(&FoldedTitle::of("2015 budget")));
    }
}
