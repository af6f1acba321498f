//! An in-memory index of titles, names, institutions and summaries, and searches in it.
//!
//! Everything is folded when the index is built; a search looks up and compares word numbers. What it
//! finds, and in which order, depends on nothing else, so it is the same for every database and every
//! state. After an edit, only texts that changed are indexed again.

mod actions;
mod find;
mod names;
mod score;
mod whole_names;
mod words;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::plain;
use super::since::Since;
use super::{Catalogue, ContextItems, Members};
use domain::search::{
    Group, Lexicon, Origin, Search, Spelling, Synonyms, forms, is_stop_word, relatives,
};
use domain::similar::distance;
use domain::text::{fold, folded_words};
use domain::{AreaTree, Commitment, CommitmentCode, Member, PolicyArea};
use whole_names::WholeNames;
use words::{Owner, Words};

pub use find::{Fit, Occurrences, Ranking};
pub use names::NamesFound;

/// The text index of one state of the record.
#[derive(Debug)]
pub struct TextIndex {
    /// Names of members, regions and policy areas.
    names: Arc<Names>,
    members: Arc<Members>,
    areas: Arc<AreaTree>,
    /// Synonyms, and the context items from which they were made.
    synonyms: Arc<Synonyms>,
    context: Arc<ContextItems>,
    /// Words of the actions of the guide, by their positions.
    actions: Arc<Words>,
    /// Words of commitments.
    words: Since<Words>,
}

/// Every name of members, regions and policy areas.
#[derive(Debug)]
struct Names {
    words: Words,
    whole: WholeNames,
    /// The names of members from their beginnings, folded and sorted, with the members' positions.
    spelled: Vec<(Box<str>, u32)>,
}

impl TextIndex {
    /// The index of a state of the record. `member_names` and `area_names` give every name by which people
    /// may look for a member or a policy area, and `synonyms` the synonyms in the texts of the record. With
    /// the index of another state, only what differs is indexed.
    pub fn of(
        catalogue: &Catalogue,
        other: Option<&Self>,
        member_names: impl Fn(&Member) -> Vec<String>,
        area_names: impl Fn(&PolicyArea) -> Vec<String>,
        synonyms: impl Fn(&ContextItems) -> Synonyms,
    ) -> Self {
        let same_context = other.filter(|other| Arc::ptr_eq(&other.context, &catalogue.context));
        let synonyms = match same_context {
            Some(other) => Arc::clone(&other.synonyms),
            None => Arc::new(synonyms(&catalogue.context)),
        };
        let same_names = other.filter(|other| {
            Arc::ptr_eq(&other.members, &catalogue.members)
                && Arc::ptr_eq(&other.areas, &catalogue.areas)
        });
        let names = match same_names {
            Some(other) => Arc::clone(&other.names),
            None => Arc::new(Names::of(catalogue, member_names, area_names)),
        };
        let actions = match same_context {
            Some(other) => Arc::clone(&other.actions),
            None => Arc::new(actions::words_of(&catalogue.context)),
        };
        let words = other.map(|other| &other.words);
        Self {
            names,
            members: Arc::clone(&catalogue.members),
            areas: Arc::clone(&catalogue.areas),
            synonyms,
            context: Arc::clone(&catalogue.context),
            actions,
            words: Since::of(&catalogue.rows, words, |rows| Words::of(texts_of(rows))),
        }
    }

    /// Whether all words of commitments were indexed for it, or none has changed since they were for another.
    pub fn is_whole(&self) -> bool {
        self.words.outdated.is_empty()
    }

    /// Approximate size in bytes, without what it shares with the index that it was made from.
    pub fn bytes(&self) -> usize {
        let Since {
            base,
            recent,
            outdated,
            ..
        } = &self.words;
        let shared = if self.is_whole() { base.bytes() } else { 0 };
        shared + recent.bytes() + outdated.unshared_bytes(None)
    }

    /// Parses what someone has typed, with the words, names and codes that exist. `catalogue` is the state
    /// that this index is of.
    pub fn read(&self, catalogue: &Catalogue, typed: &str) -> Search {
        let index = self;
        Search::of(typed, &State { index, catalogue }, &self.synonyms)
    }

    /// Whether any short text contains a spelling of a leaf of a search.
    pub fn has(&self, leaf: &Group) -> bool {
        let mut spellings = leaf.spellings.iter();
        spellings.any(|spelling| self.owners_with(spelling).next().is_some())
    }

    /// Whether a folded word is in a name of a member.
    pub fn is_of_member(&self, word: &str) -> bool {
        let mut owners = self.names.words.owners_of(word);
        owners.any(|owner| matches!(owner, Owner::Member(_)))
    }

    /// Words that someone may have meant by one that is nowhere: only the closest, most frequent first.
    pub fn near(&self, word: &str, max: usize) -> Vec<&str> {
        let letters = word.chars().count();
        let limit = match letters {
            0..=3 => return Vec::new(),
            4..=5 => 1,
            6..=8 => 2,
            _ => 3,
        };
        let own = letters_of(word);
        let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
        for (part, is_base) in self.parts() {
            for (known, owners) in part.iter() {
                // An edit of one letter changes two bits at most, so most words are ruled out quickly.
                let is_like = (letters_of(known) ^ own).count_ones() as usize <= 2 * limit
                    && known.chars().count().abs_diff(letters) <= limit
                    && !known.chars().any(|c| c.is_ascii_digit());
                let far = if is_like {
                    distance(word, known)
                } else {
                    usize::MAX
                };
                if (1..=limit).contains(&far) {
                    let count = owners
                        .filter(|owner| self.is_present(*owner, is_base))
                        .count();
                    counts.entry(known).or_insert((far, 0)).1 += count;
                }
            }
        }
        let counts = counts.into_iter().filter(|(_, (_, count))| *count > 0);
        let mut near: Vec<(usize, std::cmp::Reverse<usize>, &str)> = counts
            .map(|(known, (far, count))| (far, std::cmp::Reverse(count), known))
            .collect();
        near.sort_unstable();
        // Only the closest, and each in one form.
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

    /// All word lists, each with whether some of its rows may be outdated.
    fn parts(&self) -> [(&Words, bool); 3] {
        [
            (&self.names.words, false),
            (&self.words.base, true),
            (&self.words.recent, false),
        ]
    }

    fn is_present(&self, owner: Owner, is_base: bool) -> bool {
        match owner {
            Owner::Title(row)
            | Owner::Institution(row)
            | Owner::Summary(row)
            | Owner::Plan(row) => !(is_base && self.words.outdated.contains(row as usize)),
            Owner::Member(_) | Owner::Area(_) | Owner::Action(_) => true,
        }
    }

    /// The owners of the texts that contain a spelling.
    fn owners_with(&self, spelling: &Spelling) -> impl Iterator<Item = Owner> {
        let parts = self.parts().into_iter();
        parts.flat_map(move |(part, is_base)| {
            let owners = part.owners_with(spelling);
            owners.filter(move |owner| self.is_present(*owner, is_base))
        })
    }
}

/// The letters of a word as a bit set. Some letters share a bit.
fn letters_of(word: &str) -> u32 {
    word.chars()
        .fold(0, |letters, letter| letters | 1 << (u32::from(letter) % 32))
}

/// Maximum number of ways to write the subject of a search that are compared.
const MAX_RUNS: usize = 24;

/// Consecutive words, each in any of its forms.
#[derive(Debug, Clone, Default)]
struct Run<'a> {
    words: Vec<HashSet<&'a str>>,
    /// Whether these are the words that were typed, rather than others that mean the same.
    is_as_typed: bool,
}

/// The words of a search, each just as it was typed.
fn as_typed(search: &Search) -> Vec<HashSet<&str>> {
    let words = search.words.iter();
    words.map(|word| HashSet::from([word.as_str()])).collect()
}

/// The ways to write the whole subject of a search: as it was typed, each word in any of its forms, and in
/// other words that mean the same.
fn runs_of(search: &Search) -> Vec<Run<'_>> {
    if search.subject().next().is_none() {
        return Vec::new();
    }
    let mut runs = vec![Run {
        words: Vec::new(),
        is_as_typed: true,
    }];
    for group in search.subject() {
        let typed = match group.parts.as_slice() {
            [] => forms_of(group),
            parts => parts.iter().flat_map(forms_of).collect(),
        };
        let mut ways = vec![Run {
            words: typed,
            is_as_typed: true,
        }];
        let is_typed = Kin::of(group);
        for spelling in group.spellings.iter().filter(|s| s.is_exact()) {
            let telling = spelling.words.iter().filter(|word| !is_stop_word(word));
            let words: Vec<HashSet<&str>> =
                telling.map(|word| HashSet::from([word.as_str()])).collect();
            if !words.is_empty() {
                ways.push(Run {
                    words,
                    is_as_typed: spelling.origin == Origin::Typed || is_typed.has(&spelling.words),
                });
            }
        }
        let longer = runs.iter().flat_map(|run| {
            ways.iter().map(|way| Run {
                words: run.words.iter().chain(&way.words).cloned().collect(),
                is_as_typed: run.is_as_typed && way.is_as_typed,
            })
        });
        // Ways that keep the first words as they were typed come first.
        runs = longer.take(MAX_RUNS.max(ways.len())).collect();
    }
    runs
}

/// The words of a group, each with all words of the same stem.
struct Kin(Vec<HashSet<String>>);

impl Kin {
    fn of(group: &Group) -> Self {
        let kin = |word: &str| forms(word).into_iter().chain(relatives(word)).collect();
        Self(group.typed.split(' ').map(kin).collect())
    }

    /// Whether these are the same words in any form, not counting stop words.
    fn has(&self, words: &[String]) -> bool {
        let telling = words.iter().filter(|word| !is_stop_word(word));
        telling.clone().count() == self.0.len()
            && telling.zip(&self.0).all(|(word, kin)| kin.contains(word))
    }
}

/// The words of a group as it was typed, in order, each in all its forms.
fn forms_of(group: &Group) -> Vec<HashSet<&str>> {
    let count = group.typed.split(' ').count();
    let of = |at: usize| {
        let whole = group
            .spellings
            .iter()
            .filter(|s| s.is_exact() && s.origin == Origin::Typed);
        let whole = whole.filter(|s| s.words.len() == count);
        let words = whole.filter_map(|s| s.words.get(at));
        words.map(String::as_str).collect()
    };
    (0..count).map(of).collect()
}

impl Names {
    fn of(
        catalogue: &Catalogue,
        member_names: impl Fn(&Member) -> Vec<String>,
        area_names: impl Fn(&PolicyArea) -> Vec<String>,
    ) -> Self {
        let of_member = |(_, member): &(Arc<str>, Arc<Member>)| {
            let mut names = member_names(member);
            names.push(member.country.clone());
            names
        };
        let of_members: Vec<Vec<String>> = catalogue.members().iter().map(of_member).collect();
        let each = (0..).zip(catalogue.members()).zip(&of_members);
        let each = each.map(|((number, (_, member)), names)| {
            // The last name is that of the country: a search word for a local member, but not its own name.
            let own = names.split_last().map_or(&[][..], |(_, own)| own);
            (number, &**member, own)
        });
        let whole = WholeNames::of(each);
        let members = (0..).zip(&of_members).flat_map(|(number, names)| {
            let names = names.iter();
            names.map(move |name| (Owner::Member(number), Cow::Borrowed(name.as_str())))
        });
        let areas = (0..)
            .zip(catalogue.areas().iter())
            .flat_map(|(number, area)| {
                let names = area_names(area).into_iter();
                names.map(move |name| (Owner::Area(number), Cow::Owned(name)))
            });
        let mut spelled: Vec<(Box<str>, u32)> = (0..)
            .zip(&of_members)
            .flat_map(|(number, names)| {
                names.iter().map(move |name| (spelled(name).into(), number))
            })
            .collect();
        spelled.sort_unstable();
        spelled.dedup();
        Self {
            words: Words::of(members.chain(areas)),
            whole,
            spelled,
        }
    }
}

/// A name as it is compared from its beginning: folded, with one space between its words.
fn spelled(name: &str) -> String {
    let folded = fold(name);
    folded_words(&folded).collect::<Vec<_>>().join(" ")
}

/// The titles, institutions, summaries, plan years and report titles of commitments.
fn texts_of<'a>(
    rows: impl Iterator<Item = (usize, &'a super::Row)>,
) -> impl Iterator<Item = (Owner, Cow<'a, str>)> {
    rows.flat_map(|(number, row)| {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let c: &Commitment = &row.commitment;
        let titles = std::iter::once(&c.title).chain(c.title_in.iter().flatten());
        let titles = titles.map(move |title| (Owner::Title(number), title.as_str().into()));
        let institutions = c.lead_institutions.iter().chain(&c.support_institutions);
        let institutions =
            institutions.map(move |n| (Owner::Institution(number), n.as_str().into()));
        let summaries = c.summary_in.iter().flatten();
        let summaries = summaries.map(move |s| (Owner::Summary(number), plain(&s.text).into()));
        let years = [c.plan.start_year, c.plan.end_year].into_iter().flatten();
        let years = years.map(|year| year.to_string()).collect::<Vec<_>>();
        let reports = c.reports.iter().map(|report| Cow::Borrowed(&*report.title));
        let plan = std::iter::once(years.join(" ").into()).chain(reports);
        let plan = plan.map(move |text| (Owner::Plan(number), text));
        titles.chain(institutions).chain(summaries).chain(plan)
    })
}

/// A state of the record with its index.
struct State<'a> {
    index: &'a TextIndex,
    catalogue: &'a Catalogue,
}

impl Lexicon for State<'_> {
    fn knows(&self, word: &str) -> bool {
        self.index.parts().into_iter().any(|(part, is_base)| {
            let mut owners = part.owners_of(word);
            owners.any(|owner| self.index.is_present(owner, is_base))
        })
    }

    fn follow(&self, first: &str, second: &str) -> bool {
        let spelling = Spelling::phrase(&[first, second]);
        self.index.owners_with(&spelling).next().is_some()
    }

    fn is_name(&self, words: &str) -> bool {
        self.index.names.whole.knows(words)
    }

    fn has_code(&self, code: &CommitmentCode) -> bool {
        self.catalogue.find(code).is_some()
    }
}
