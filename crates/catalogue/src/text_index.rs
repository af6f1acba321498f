//! The words of titles, names and institutions, in memory, and what a search finds among them.
//!
//! Everything is folded when the index is built, once for each state of the record; a search looks up
//! and compares numbers of words. What is found, and in which order, depends on nothing else, so that it
//! is the same for every database and every state.

use std::collections::{HashMap, HashSet};

use super::Catalogue;
use domain::query::Query;
use domain::search::{Group, Lexicon, Search, Spelling, has_no_spaces};
use domain::similar::distance;
use domain::text::fold;
use domain::{Member, PolicyArea};

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

/// Where in a commitment a group was found, best first.
mod place {
    pub const TITLE: u8 = 1;
    pub const TITLE_BEGINNING: u8 = 2;
    pub const MEMBER: u8 = 4;
    pub const AREA: u8 = 8;
    pub const INSTITUTIONS: u8 = 16;
    pub const BODY: u8 = 32;
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
    /// The index of a state of the record, with every name by which somebody may look for a member or a
    /// policy area.
    pub fn build(
        catalogue: &Catalogue,
        member_names: impl Fn(&Member) -> Vec<String>,
        area_names: impl Fn(&PolicyArea) -> Vec<String>,
    ) -> Self {
        let mut texts: Vec<(Owner, Vec<String>)> = Vec::new();
        let mut member_numbers: HashMap<&str, u32> = HashMap::new();
        for (number, (_, member)) in (0..).zip(catalogue.members()) {
            member_numbers.insert(&member.name, number);
            let mut names = member_names(member);
            names.push(member.country.clone());
            texts.extend(
                names
                    .iter()
                    .map(|name| (Owner::Member(number), split(name))),
            );
        }
        let mut area_numbers: HashMap<&str, u32> = HashMap::new();
        for (number, area) in (0..).zip(catalogue.areas().iter()) {
            area_numbers.insert(&area.slug, number);
            let names = area_names(area);
            texts.extend(names.iter().map(|name| (Owner::Area(number), split(name))));
        }
        let rows = catalogue.rows();
        for (number, row) in (0..).zip(rows) {
            let c = &row.commitment;
            let titles = std::iter::once(&c.title).chain(c.title_in.iter().flatten());
            texts.extend(titles.map(|title| (Owner::Title(number), split(title))));
            let institutions = c.lead_institutions.iter().chain(&c.support_institutions);
            texts.extend(institutions.map(|name| (Owner::Institutions(number), split(name))));
        }
        let areas = rows.iter().map(|row| {
            let slugs = row.commitment.policy_areas.iter();
            slugs
                .filter_map(|slug| area_numbers.get(&**slug).copied())
                .collect()
        });
        let members = rows.iter().map(|row| {
            let name = row.commitment.member.name.as_str();
            member_numbers.get(name).copied().unwrap_or(u32::MAX)
        });
        let (words, texts) = numbered(texts);
        let mut texts_of: Vec<Vec<u32>> = vec![Vec::new(); words.len()];
        for (number, text) in (0..).zip(&texts) {
            for word in &text.words {
                let of_word = &mut texts_of[*word as usize];
                if of_word.last() != Some(&number) {
                    of_word.push(number);
                }
            }
        }
        let unspaced = (0..)
            .zip(&words)
            .filter(|(_, word)| word.chars().any(has_no_spaces))
            .map(|(number, _)| number)
            .collect();
        Self {
            unspaced,
            texts_of,
            texts,
            ids: rows.iter().map(|row| row.id).collect(),
            members: members.collect(),
            areas: areas.collect(),
            newest: newest(catalogue),
            row_of_code: (0..)
                .zip(rows)
                .map(|(number, row)| (row.commitment.code.to_string(), number))
                .collect(),
            words,
        }
    }

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
        near.into_iter().take(max).map(|(.., word)| word).collect()
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
        let words: Vec<HashSet<u32>> = search
            .groups
            .iter()
            .flat_map(|group| self.words_of(group))
            .collect();
        let Some(first) = words.first() else {
            return;
        };
        let texts = first
            .iter()
            .flat_map(|word| &self.texts_of[*word as usize]);
        let texts: HashSet<u32> = texts.copied().collect();
        let mut members = HashSet::new();
        for number in texts {
            let text = &self.texts[number as usize];
            let fits = |run: &[u32]| run.iter().zip(&words).all(|(word, of)| of.contains(word));
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

/// How well a commitment fits a search; the greater, the better.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Score {
    whole: u8,
    places: u32,
    groups: u32,
}

impl Score {
    const PHRASE_IN_TITLE: u8 = 1;
    const WHOLE_MEMBER: u8 = 2;
    const WHOLE_TITLE: u8 = 3;
    /// So far apart that a better place outranks all worse ones together.
    const WEIGHTS: [(u8, u32); 6] = [
        (place::TITLE, 64),
        (place::TITLE_BEGINNING, 32),
        (place::MEMBER, 16),
        (place::AREA, 8),
        (place::INSTITUTIONS, 4),
        (place::BODY, 1),
    ];

    fn note(&mut self, whole: u8) {
        self.whole = self.whole.max(whole);
    }

    /// Counts one group by the places where it was found.
    fn add(&mut self, places: u8) {
        if places == 0 {
            return;
        }
        self.groups += 1;
        let found = Self::WEIGHTS.iter().filter(|(at, _)| places & at != 0);
        self.places += found.map(|(_, weight)| weight).sum::<u32>();
    }
}

/// For each row, its place among the newest.
fn newest(catalogue: &Catalogue) -> Vec<u32> {
    let all = Query::default();
    let selection = catalogue.select(&all, None);
    let place_of: HashMap<i64, u32> = (0..)
        .zip(catalogue.ordered(&all, &selection))
        .map(|(place, row)| (row.id, place))
        .collect();
    let rows = catalogue.rows().iter();
    rows.map(|row| place_of.get(&row.id).copied().unwrap_or(u32::MAX))
        .collect()
}

/// The words of a text, folded.
fn split(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Every word once, sorted, and the texts with the numbers of their words.
fn numbered(texts: Vec<(Owner, Vec<String>)>) -> (Vec<Box<str>>, Vec<Text>) {
    let mut words: Vec<Box<str>> = texts
        .iter()
        .flat_map(|(_, words)| words)
        .map(String::as_str)
        .collect::<HashSet<_>>()
        .into_iter()
        .map(Box::from)
        .collect();
    words.sort_unstable();
    let numbers: HashMap<&str, u32> = (0..)
        .zip(&words)
        .map(|(number, word)| (&**word, number))
        .collect();
    let texts = texts
        .into_iter()
        .map(|(owner, words)| Text {
            owner,
            words: words
                .iter()
                .filter_map(|word| numbers.get(word.as_str()).copied())
                .collect(),
        })
        .collect();
    (words, texts)
}
