//! Which commitments a search finds, and in which order.

use std::collections::{HashMap, HashSet};

use super::score::{Mention, Phrase, Score, Share, place};
use super::whole_names::Nearness;
use super::words::Owner;
use super::{TextIndex, as_typed, runs_of};
use crate::{Bitset, Catalogue};
use domain::query::Filter;
use domain::search::{Group, Origin, Search, Sense};

/// How much of a search a commitment must match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// All of it.
    All,
    /// Most of it, if the search is long enough for most of it to say what is meant.
    Most,
}

/// Minimum number of parts in a search of which one may be missing.
const MIN_FOR_MOST: usize = 3;
/// Minimum number of parts in a search of which two may be missing.
const MIN_FOR_TWO: usize = 6;

impl Fit {
    /// How many groups of the subject a commitment may lack.
    fn may_lack(self, search: &Search) -> u8 {
        let subject = search.subject().count();
        let is_narrowed = |sense: fn(&Sense) -> bool| {
            usize::from(search.groups.iter().any(|group| sense(&group.sense)))
        };
        let all = subject
            + is_narrowed(|sense| matches!(sense, Sense::Name(_)))
            + is_narrowed(|sense| *sense == Sense::Years);
        match self {
            Self::Most if subject > 2 && all >= MIN_FOR_TWO => 2,
            Self::Most if subject > 1 && all >= MIN_FOR_MOST => 1,
            Self::Most | Self::All => 0,
        }
    }
}

/// Where the spellings of one leaf of a search occur in a state. The ranking is made from these, and they
/// are the same for every search that has the leaf.
#[derive(Debug)]
pub struct Occurrences {
    /// For each row, a bit set of the places where the leaf occurs; see [`place`]. Empty if it is in no row.
    places: Vec<u8>,
    is_somewhere: bool,
}

impl Occurrences {
    /// Whether the leaf occurs anywhere, including in names without commitments.
    pub fn is_somewhere(&self) -> bool {
        self.is_somewhere
    }

    /// Those of a leaf, from those of some of its spellings each.
    pub fn of_all<'a>(parts: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut all = Self {
            places: Vec::new(),
            is_somewhere: false,
        };
        for part in parts {
            all.is_somewhere |= part.is_somewhere;
            if all.places.is_empty() {
                all.places.clone_from(&part.places);
            } else {
                let places = all.places.iter_mut().zip(&part.places);
                places.for_each(|(all, part)| *all |= part);
            }
        }
        all
    }

    /// The rows of commitments with any of some leaves in a long text or a summary.
    pub fn rows_in_texts(all: &[Self]) -> Bitset {
        let mut rows = Bitset::default();
        for Self { places, .. } in all {
            let in_texts = Bitset::of_each(places, |places| places & place::BODY != 0);
            rows.unite(&in_texts);
        }
        rows
    }

    /// Approximate size in bytes.
    pub fn bytes(&self) -> usize {
        size_of::<Self>() + self.places.len()
    }
}

/// The commitments of a state, scored for one search.
#[derive(Debug)]
pub struct Ranking<'a> {
    catalogue: &'a Catalogue,
    search: &'a Search,
    /// Ids of the commitments whose codes were typed.
    coded: Vec<i64>,
    /// The score of each row; empty if only codes were searched for.
    scores: Vec<Score>,
}

impl Ranking<'_> {
    /// The ids of the commitments that match, best first.
    ///
    /// Commitments whose codes were typed come first. If members or a region are named, only commitments
    /// match that are theirs or have the name in a title or an institution; if years are named, only those
    /// of plans of these years, or with the years in a title or a report. If there are none and the fit is
    /// [`Fit::All`], any mention will do.
    pub fn find(&self, fit: Fit) -> Vec<i64> {
        let Self {
            catalogue,
            search,
            scores,
            ..
        } = self;
        let mut ids = self.coded.clone();
        if scores.is_empty() {
            return ids;
        }
        let least_found = least_found(search, fit);
        let narrowed = |sense: fn(&Sense) -> bool| search.groups.iter().any(|g| sense(&g.sense));
        let (has_names, has_years) = (
            narrowed(|sense| matches!(sense, Sense::Name(_))),
            narrowed(|sense| *sense == Sense::Years),
        );
        let ranked = |least: Mention| {
            let newest = catalogue.orders.newest().iter();
            let mut found: Vec<(u128, u32)> = newest
                .map(|row| (scores[*row as usize], *row))
                .filter(|(score, _)| score.found >= least_found)
                .filter(|(score, _)| !has_names || score.name >= least)
                .filter(|(score, _)| !has_years || score.years >= least)
                .map(|(score, row)| (score.rank(), row))
                .collect();
            // The sort is stable: commitments of equal rank stay newest first.
            found.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
            found
        };
        let mut found = ranked(Mention::Named);
        if found.is_empty() && fit == Fit::All && (has_names || has_years) {
            found = ranked(Mention::InPassing);
        }
        let named: HashSet<i64> = ids.iter().copied().collect();
        let rows = found.into_iter().map(|(_, row)| row as usize);
        let others = rows.filter_map(|row| Some(catalogue.rows.get(row)?.id));
        ids.extend(others.filter(|id| !named.contains(id)));
        ids
    }
}

impl TextIndex {
    /// Where a leaf of a search occurs. `in_texts` has the ids of the commitments with the leaf in their
    /// long texts. `catalogue` is the state that this index is of.
    pub fn occurrences(
        &self,
        catalogue: &Catalogue,
        leaf: &Group,
        in_texts: &[i64],
    ) -> Occurrences {
        let mut places = self.places(catalogue, leaf);
        for row in in_texts.iter().filter_map(|id| catalogue.numbers.of(*id)) {
            places[row as usize] |= place::BODY;
        }
        if places.iter().all(|places| *places == 0) {
            places = Vec::new();
        }
        Occurrences {
            places,
            is_somewhere: !in_texts.is_empty() || self.has(leaf),
        }
    }

    /// Scores every commitment for a search by short texts only.
    pub fn rank_short<'a>(&self, catalogue: &'a Catalogue, search: &'a Search) -> Ranking<'a> {
        let leaves = search.leaves();
        let occurrences: Vec<Occurrences> = leaves
            .map(|leaf| self.occurrences(catalogue, leaf, &[]))
            .collect();
        self.rank(catalogue, search, &occurrences)
    }

    /// Scores every commitment for a search. `occurrences` has one entry per leaf of the search, in order.
    /// `catalogue` is the state that this index is of.
    pub fn rank<'a>(
        &self,
        catalogue: &'a Catalogue,
        search: &'a Search,
        occurrences: &[Occurrences],
    ) -> Ranking<'a> {
        let coded = search.codes.iter().filter_map(|code| catalogue.find(code));
        let coded: Vec<i64> = coded.map(|row| row.id).collect();
        let is_by_code = search.groups.is_empty() || (search.is_code && !coded.is_empty());
        let scores = if is_by_code {
            Vec::new()
        } else {
            self.scores(catalogue, search, occurrences)
        };
        Ranking {
            catalogue,
            search,
            coded,
            scores,
        }
    }

    /// The score of each row for a search.
    fn scores(
        &self,
        catalogue: &Catalogue,
        search: &Search,
        occurrences: &[Occurrences],
    ) -> Vec<Score> {
        let mut occurrences = occurrences.iter().map(|leaf| leaf.places.as_slice());
        let mut scores = vec![Score::default(); catalogue.rows.len()];
        for group in &search.groups {
            let own = occurrences.next().unwrap_or_default();
            let parts: Vec<&[u8]> = occurrences.by_ref().take(group.parts.len()).collect();
            let mut of_parts = Vec::with_capacity(parts.len());
            let at = |places: &[u8], row: usize| places.get(row).copied().unwrap_or(0);
            for (row, score) in scores.iter_mut().enumerate() {
                let own = at(own, row);
                if own == 0 && parts.is_empty() {
                    continue;
                }
                of_parts.clear();
                of_parts.extend(parts.iter().map(|places| at(places, row)));
                match &group.sense {
                    Sense::Words => score.add(own, &of_parts),
                    Sense::Optional => score.add_optional(own),
                    Sense::Name(_) => score.mention(own),
                    Sense::Years => score.date(own),
                }
            }
            if let Sense::Name(name) = &group.sense {
                self.note_named(catalogue, name, &mut scores);
            }
        }
        self.note_phrases(search, &mut scores);
        self.note_typed_titles(search, &mut scores);
        scores
    }

    /// For each row, where a leaf occurs in its short texts.
    fn places(&self, catalogue: &Catalogue, leaf: &Group) -> Vec<u8> {
        let mut places = vec![0; catalogue.rows.len()];
        let mut members = HashSet::new();
        let mut areas = HashSet::new();
        for spelling in &leaf.spellings {
            let in_title = match (spelling.is_exact(), spelling.origin == Origin::DistantTerm) {
                (true, _) => place::TITLE,
                (false, false) => place::TITLE_NEARLY,
                (false, true) => place::TITLE_FAR,
            };
            for owner in self.owners_with(spelling) {
                match owner {
                    Owner::Title(row) => places[row as usize] |= in_title,
                    Owner::Institution(row) => places[row as usize] |= place::INSTITUTIONS,
                    Owner::Summary(row) => places[row as usize] |= place::BODY,
                    Owner::Plan(row) => places[row as usize] |= place::PLAN,
                    Owner::Member(member) => _ = members.insert(member),
                    Owner::Area(area) => _ = areas.insert(area),
                    Owner::Action(_) => {}
                }
            }
        }
        let members = members
            .into_iter()
            .flat_map(|m| self.rows_of_member(catalogue, m));
        members.for_each(|row| places[row] |= place::MEMBER);
        let areas = areas
            .into_iter()
            .filter_map(|area| self.areas.iter().nth(area as usize));
        let areas = areas.filter_map(|area| catalogue.facet(Filter::Area).value(&area.slug));
        let areas = areas.flat_map(|value| value.rows.iter());
        areas.for_each(|row| places[row] |= place::AREA);
        places
    }

    fn rows_of_member<'a>(
        &'a self,
        catalogue: &'a Catalogue,
        member: u32,
    ) -> impl Iterator<Item = usize> + use<'a> {
        let slug = self.members.get(member as usize).map(|(slug, _)| slug);
        let value = slug.and_then(|slug| catalogue.facet(Filter::Member).value(slug));
        value.into_iter().flat_map(|value| value.rows.iter())
    }

    /// Marks the commitments that belong to the members or the region with a name.
    fn note_named(&self, catalogue: &Catalogue, name: &str, scores: &mut [Score]) {
        for (member, nearness) in self.names.whole.members(name) {
            let rows = self.rows_of_member(catalogue, *member);
            rows.for_each(|row| scores[row].own(*nearness));
        }
        let region = self.names.whole.region(name);
        let region = region.and_then(|r| catalogue.facet(Filter::Region).value(r.slug()));
        let rows = region.into_iter().flat_map(|value| value.rows.iter());
        rows.for_each(|row| scores[row].own(Nearness::Itself));
    }

    /// Marks titles, and names of institutions of which they are at least half, that have the words of the
    /// subject in order. Only in rows that may still match.
    fn note_phrases(&self, search: &Search, scores: &mut [Score]) {
        let least = least_found(search, Fit::Most);
        let runs = runs_of(search);
        // Titles and institutions are in no other list of words.
        for (part, is_base) in [(&*self.words.base, true), (&self.words.recent, false)] {
            let mut numbers = HashMap::new();
            for run in &runs {
                let is_asked_for = |scores: &[Score], owner| match owner {
                    Owner::Title(row) => scores[row as usize].found >= least,
                    Owner::Institution(row) => {
                        run.is_as_typed && scores[row as usize].found >= least
                    }
                    _ => false,
                };
                let found = part.owners_of_run(&run.words, &mut numbers, |owner| {
                    is_asked_for(scores, owner)
                });
                for (owner, all) in found {
                    let words = run.words.len();
                    let is_whole = words == all;
                    let (row, phrase) = match (owner, run.is_as_typed) {
                        (Owner::Title(row), true) if is_whole => (row, Phrase::TypedWhole),
                        (Owner::Title(row), true) => (row, Phrase::Typed),
                        (Owner::Title(row), false) if is_whole => (row, Phrase::OtherWhole),
                        (Owner::Title(row), false) => (row, Phrase::OtherWords),
                        // Half of it is enough: a name may include an abbreviation or a parent institution.
                        (Owner::Institution(row), _) if words > 1 && words * 2 >= all => {
                            (row, Phrase::Typed)
                        }
                        _ => continue,
                    };
                    if self.is_present(owner, is_base) {
                        scores[row as usize].note_phrase(phrase, Share::of(words, all));
                    }
                }
            }
        }
    }
}

impl TextIndex {
    /// Marks the commitments whose title is what was typed, names and all.
    fn note_typed_titles(&self, search: &Search, scores: &mut [Score]) {
        let run = as_typed(search);
        let least = least_found(search, Fit::All);
        for (part, is_base) in [(&*self.words.base, true), (&self.words.recent, false)] {
            let may_be = |owner| match owner {
                Owner::Title(row) => scores[row as usize].found >= least,
                _ => false,
            };
            for (owner, words) in part.owners_of_run(&run, &mut HashMap::new(), may_be) {
                if let Owner::Title(row) = owner
                    && words == run.len()
                    && self.is_present(owner, is_base)
                {
                    scores[row as usize].is_title = true;
                }
            }
        }
    }
}

/// How many groups of the subject a commitment must have to match.
fn least_found(search: &Search, fit: Fit) -> u8 {
    let subject = u8::try_from(search.subject().count()).unwrap_or(u8::MAX);
    subject.saturating_sub(fit.may_lack(search))
}
