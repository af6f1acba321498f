//! The words of titles, names and institutions, in memory, and what a search finds among them.
//!
//! Everything is folded when the index is built, once for each state of the record; a search looks up
//! and compares numbers of words. What is found, and in which order, depends on nothing else, so that it
//! is the same for every database and every state.

mod build;
mod score;

use std::collections::{HashMap, HashSet};

use domain::search::{Group, Lexicon, Search, Spelling, forms};
use domain::similar::distance;
use score::{Score, place};

/// What a text belongs to, by its number among its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// A title of a commitment, by its row.
    Title(u32),
    /// The institutions of a commitment, by its row.
    Institutions(u32),
    /// A name of a member.
    Member(u32),
    /// A name of a policy area.
    Area(u32),
}

#[derive(Debug)]
struct Text {
    owner: Owner,
    words: Box<[u32]>,
}

/// The words of one state of the record.
#[derive(Debug)]
pub struct TextIndex {
    /// Every word, sorted; its place is its number.
    words: Vec<Box<str>>,
    /// For each word, the texts that have it, in order.
    texts_of: Vec<Vec<u32>>,
    texts: Vec<Text>,
    /// Words of scripts without spaces, which are searched for their parts.
    unspaced: Vec<u32>,
    /// For each row: its id, its member and its areas, and its place among the newest.
    ids: Vec<i64>,
    members: Vec<u32>,
    areas: Vec<Box<[u32]>>,
    newest: Vec<u32>,
    row_of_code: HashMap<String, u32>,
}

impl TextIndex {
    /// About how many bytes it takes.
    pub fn bytes(&self) -> usize {
        let words: usize = self.words.iter().map(|word| word.len() + 40).sum();
        let texts: usize = self
            .texts
            .iter()
            .map(|text| text.words.len() * 8 + 32)
            .sum();
        words + texts + self.ids.len() * 96
    }

    /// What somebody has typed, read with the words that there are.
    pub fn read(&self, typed: &str) -> Search {
        Search::of(typed, self)
    }

    /// The ids of the commitments that a search finds, best first. `in_texts` has, for each group, the
    /// ids of those in whose long texts it is.
    pub fn find(&self, search: &Search, in_texts: &[Vec<i64>]) -> Vec<i64> {
        let code = search.code.as_ref();
        if let Some(row) = code.and_then(|code| self.row_of_code.get(code.as_str())) {
            return vec![self.ids[*row as usize]];
        }
        if search.groups.is_empty() {
            return Vec::new();
        }
        let row_of_id: HashMap<i64, usize> = self
            .ids
            .iter()
            .enumerate()
            .map(|(row, id)| (*id, row))
            .collect();
        let mut scores = vec![Score::default(); self.ids.len()];
        for (group, in_texts) in search.groups.iter().zip(in_texts) {
            let mut places = self.places(group);
            for id in in_texts {
                if let Some(row) = row_of_id.get(id) {
                    places[*row] |= place::BODY;
                }
            }
            for (score, places) in scores.iter_mut().zip(&places) {
                score.add(*places);
            }
        }
        let count = u32::try_from(search.groups.len()).unwrap_or(u32::MAX);
        self.note_whole_names(search, &mut scores);
        let mut found: Vec<(Score, u32, i64)> = scores
            .into_iter()
            .zip(&self.newest)
            .zip(&self.ids)
            .filter(|((score, _), _)| score.groups == count)
            .map(|((score, newest), id)| (score, *newest, *id))
            .collect();
        found.sort_unstable_by_key(|(score, newest, _)| (std::cmp::Reverse(*score), *newest));
        found.into_iter().map(|(.., id)| id).collect()
    }

    /// Whether any short text has a group.
    pub fn has(&self, group: &Group) -> bool {
        let mut spellings = group.spellings.iter();
        spellings.any(|spelling| !self.texts_with(spelling).is_empty())
    }

    /// Words that somebody may have meant by one that is nowhere, nearest and most frequent first.
    pub fn near(&self, word: &str, max: usize) -> Vec<&str> {
        let letters = word.chars().count();
        let limit = match letters {
            0..=3 => return Vec::new(),
            4..=5 => 1,
            6..=8 => 2,
            _ => 3,
        };
        let mut near: Vec<(usize, std::cmp::Reverse<usize>, &str)> = self
            .words
            .iter()
            .zip(&self.texts_of)
            .filter(|(known, _)| known.chars().count().abs_diff(letters) <= limit)
            .filter(|(known, _)| !known.chars().any(|c| c.is_ascii_digit()))
            .map(|(known, texts)| {
                let far = distance(word, known);
                (far, std::cmp::Reverse(texts.len()), &**known)
            })
            .filter(|(far, ..)| (1..=limit).contains(far))
            .collect();
        near.sort_unstable();
        // Only the nearest, and each in one form.
        let nearest = near.first().map(|(far, ..)| *far);
        let mut words: Vec<&str> = Vec::new();
        for (far, _, word) in near {
            let is_other_form = forms(word)
                .iter()
                .any(|form| words.contains(&form.as_str()));
            if Some(far) == nearest && !is_other_form && words.len() < max {
                words.push(word);
            }
        }
        words
    }

    /// For each row, where a group is.
    fn places(&self, group: &Group) -> Vec<u8> {
        let mut places = vec![0; self.ids.len()];
        let mut members = HashSet::new();
        let mut areas = HashSet::new();
        for spelling in &group.spellings {
            let in_title = if spelling.is_beginning {
                place::TITLE_BEGINNING
            } else {
                place::TITLE
            };
            for text in self.texts_with(spelling) {
                match self.texts[text as usize].owner {
                    Owner::Title(row) => places[row as usize] |= in_title,
                    Owner::Institutions(row) => places[row as usize] |= place::INSTITUTIONS,
                    Owner::Member(member) => _ = members.insert(member),
                    Owner::Area(area) => _ = areas.insert(area),
                }
            }
        }
        if !members.is_empty() || !areas.is_empty() {
            let rows = places.iter_mut().zip(&self.members).zip(&self.areas);
            for ((places, member), own) in rows {
                if members.contains(member) {
                    *places |= place::MEMBER;
                }
                if own.iter().any(|area| areas.contains(area)) {
                    *places |= place::AREA;
                }
            }
        }
        places
    }

    /// The texts that a spelling is in.
    fn texts_with(&self, spelling: &Spelling) -> Vec<u32> {
        let Some((last, before)) = spelling.words.split_last() else {
            return Vec::new();
        };
        let ends: Vec<u32> = if spelling.is_anywhere {
            let unspaced = self.unspaced.iter().copied();
            unspaced
                .filter(|word| self.words[*word as usize].contains(last.as_str()))
                .collect()
        } else if spelling.is_beginning {
            self.beginning_with(last)
        } else {
            self.number_of(last).into_iter().collect()
        };
        let before: Option<Vec<u32>> = before.iter().map(|word| self.number_of(word)).collect();
        let Some(before) = before else {
            return Vec::new();
        };
        let mut found: Vec<u32> = ends
            .iter()
            .flat_map(|word| &self.texts_of[*word as usize])
            .copied()
            .collect();
        if ends.len() > 1 {
            found.sort_unstable();
            found.dedup();
        }
        if !before.is_empty() {
            let ends: HashSet<u32> = ends.into_iter().collect();
            found.retain(|text| {
                let words = &self.texts[*text as usize].words;
                let mut runs = words.windows(before.len() + 1);
                runs.any(|run| {
                    run.split_last()
                        .is_some_and(|(end, run)| run == before && ends.contains(end))
                })
            });
        }
        found
    }

    /// Notes where a whole title or name, or a part of a title in its order, is what is searched for.
    fn note_whole_names(&self, search: &Search, scores: &mut [Score]) {
        if let [group] = search.groups.as_slice() {
            // Also joined and apart.
            let whole = group.spellings.iter().filter(|s| !s.is_beginning);
            for spelling in whole {
                let words = spelling.words.iter();
                let words = words.map(|word| self.number_of(word).into_iter().collect());
                self.note_whole(&words.collect::<Vec<_>>(), scores);
            }
        } else {
            let words = search.groups.iter().flat_map(|group| self.words_of(group));
            self.note_whole(&words.collect::<Vec<_>>(), scores);
        }
    }

    /// The same for words that follow each other, each in any of its forms.
    fn note_whole(&self, words: &[HashSet<u32>], scores: &mut [Score]) {
        let Some(first) = words.first() else {
            return;
        };
        let texts = first.iter().flat_map(|word| &self.texts_of[*word as usize]);
        let texts: HashSet<u32> = texts.copied().collect();
        let mut members = HashSet::new();
        for number in texts {
            let text = &self.texts[number as usize];
            let fits = |run: &[u32]| run.iter().zip(words).all(|(word, of)| of.contains(word));
            let is_part = text.words.windows(words.len()).any(fits);
            let is_whole = text.words.len() == words.len() && is_part;
            match text.owner {
                Owner::Title(row) if is_whole => scores[row as usize].note(Score::WHOLE_TITLE),
                Owner::Title(row) if is_part => scores[row as usize].note(Score::PHRASE_IN_TITLE),
                Owner::Member(member) if is_whole => _ = members.insert(member),
                _ => {}
            }
        }
        if !members.is_empty() {
            for (score, member) in scores.iter_mut().zip(&self.members) {
                if members.contains(member) {
                    score.note(Score::WHOLE_MEMBER);
                }
            }
        }
    }

    /// The words of a group as it was typed, one after the other, each in all its forms.
    fn words_of(&self, group: &Group) -> Vec<HashSet<u32>> {
        let count = group.typed.split(' ').count();
        let of = |at: usize| {
            let whole = group.spellings.iter().filter(|s| !s.is_beginning);
            let whole = whole.filter(|s| s.words.len() == count);
            whole
                .filter_map(|s| self.number_of(s.words.get(at)?))
                .collect()
        };
        (0..count).map(of).collect()
    }

    fn number_of(&self, word: &str) -> Option<u32> {
        let at = self.words.binary_search_by(|known| (**known).cmp(word));
        at.ok().and_then(|at| u32::try_from(at).ok())
    }

    fn beginning_with(&self, beginning: &str) -> Vec<u32> {
        let from = self.words.partition_point(|word| **word < *beginning);
        let words = (0..).zip(&self.words).skip(from);
        words
            .take_while(|(_, word)| word.starts_with(beginning))
            .map(|(number, _)| number)
            .collect()
    }
}

impl Lexicon for TextIndex {
    fn knows(&self, word: &str) -> bool {
        self.number_of(word).is_some()
    }

    fn follow(&self, first: &str, second: &str) -> bool {
        let pair = Spelling {
            words: vec![first.to_owned(), second.to_owned()],
            is_beginning: false,
            is_anywhere: false,
        };
        self.number_of(first).is_some() && !self.texts_with(&pair).is_empty()
    }
}
