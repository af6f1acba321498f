//! Related commitments: those with similar title words, policy areas and dates.
//!
//! The cost: when a catalogue is built, the words of every title are numbered once, in one pass and one
//! sort (8 bytes for each word of a title: about 0.7 MB and a few milliseconds for 10,000 commitments);
//! after a change, only the words of what changed. A request compares only numbers, of at most
//! [`MAX_CANDIDATES`] commitments: first those that share a rare word of the title, then those that share a
//! rare area, nearest in time first. Texts are read only for the few that are shown.

use std::collections::HashSet;
use std::sync::Arc;

use super::bitset::Bitset;
use super::facet::FacetValue;
use super::title_words::{stem, title};
use super::{Catalogue, Row};
use domain::query::Filter;
use domain::text::{fold, folded_words};

/// Maximum number of commitments that are compared for one request.
const MAX_CANDIDATES: usize = 600;
/// Maximum number of candidates from one word of the title or one area, so that each gets its turn.
const MAX_OF_EACH: usize = 200;
/// Number of areas that bring candidates, the rarest first.
const MAX_AREAS: usize = 3;
/// Maximum difference between plan years for candidates from areas.
const MAX_YEARS: i32 = 6;

/// Weights of the criteria, which add up to 1.
const TITLE: f32 = 0.55;
const AREAS: f32 = 0.35;
const TIME: f32 = 0.1;
/// Minimum weighted similarity of title and areas for commitments to be related.
const MIN_SUBJECT: f32 = 0.15;

/// An area counts in full if at most one commitment out of this many has it.
const RARE_AREA_OF: f32 = 100.0;

/// A word is rare if it is in at most one title out of this many, or in at most [`MIN_RARE`] titles.
const RARE_OF: usize = 100;
const MIN_RARE: usize = 10;

/// A related commitment, and why it is related.
#[derive(Debug, Clone)]
pub struct Related {
    pub row: Row,
    /// Words of its title that the other title has too, as this title spells them.
    pub words: Vec<String>,
    /// The policy areas that both list themselves.
    pub areas: Vec<Arc<str>>,
}

/// The weight of something in common that `having` of `of_all` commitments have: the rarer it is, the
/// greater.
fn weight(having: usize, of_all: usize) -> f32 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "seven digits are more than enough to compare commitments by"
    )]
    let share = of_all as f32 / having.max(1) as f32;
    share.ln_1p()
}

/// How much an area that two commitments share says of them, from 0 to 1, from its weight: little if half
/// the record has it, much if few have.
fn rarity(weight: f32) -> f32 {
    (weight / RARE_AREA_OF.ln_1p()).min(1.0).powi(2)
}

/// The weight of a word that two titles have in common.
fn weight_of(catalogue: &Catalogue, word: u32) -> f32 {
    weight(catalogue.title_words.count(word), catalogue.len())
}

/// The commitment with which others are compared.
struct Subject<'a> {
    catalogue: &'a Catalogue,
    row: &'a Row,
    words: &'a [u32],
    /// The weight of each of its words.
    weights: Vec<f32>,
    /// Its policy areas with their weights, rarest first.
    areas: Vec<(&'a FacetValue, f32)>,
}

impl<'a> Subject<'a> {
    fn new(catalogue: &'a Catalogue, row: &'a Row, number: usize) -> Self {
        let facet = catalogue.facet(Filter::Area);
        let own = row.commitment.policy_areas.iter();
        let mut areas: Vec<_> = own
            .filter_map(|slug| facet.value(slug))
            .map(|area| (area, weight(area.rows.count(), catalogue.len())))
            .collect();
        areas.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        let words = catalogue.title_words.of_row(number);
        Self {
            catalogue,
            row,
            words,
            weights: words.iter().map(|w| weight_of(catalogue, *w)).collect(),
            areas,
        }
    }

    /// Rows of other members that share a word or an area with it: at most [`MAX_CANDIDATES`].
    fn candidates(&self) -> Vec<usize> {
        let own = &self.row.commitment.member.name;
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        let mut take = |rows: &mut dyn Iterator<Item = usize>| {
            let others = rows.take(MAX_OF_EACH);
            for row in others {
                let other = self.catalogue.row(row).map(|other| &other.commitment);
                let is_others = other.is_some_and(|other| other.member.name != *own);
                if found.len() < MAX_CANDIDATES && is_others && seen.insert(row) {
                    found.push(row);
                }
            }
        };
        let titles = &self.catalogue.title_words;
        let mut words: Vec<(usize, u32)> = self
            .words
            .iter()
            .map(|word| (titles.count(*word), *word))
            .collect();
        words.sort_unstable();
        for (count, word) in words {
            // A common word says little, and only an arbitrary part of its rows would be taken.
            if count <= MAX_OF_EACH {
                take(&mut titles.rows_with(word));
            }
        }
        for (area, _) in self.areas.iter().take(MAX_AREAS) {
            take(&mut self.near_in_time(&area.rows).into_iter());
        }
        found
    }

    /// The rows of a set whose plans began within [`MAX_YEARS`] of its own, nearest first; any rows if its
    /// year is not known. At most [`MAX_OF_EACH`].
    fn near_in_time(&self, rows: &Bitset) -> Vec<usize> {
        let years = self.catalogue.facet(Filter::Year);
        let Some(year) = self.row.commitment.plan.start_year else {
            return rows.iter().take(MAX_OF_EACH).collect();
        };
        let mut near = Vec::new();
        for apart in 0..=MAX_YEARS {
            for year in [year - apart, year + apart]
                .into_iter()
                .take(1 + usize::from(apart > 0))
            {
                let Some(of_year) = years.value(&year.to_string()) else {
                    continue;
                };
                let mut both = rows.clone();
                both.intersect(&of_year.rows);
                near.extend(both.iter().take(MAX_OF_EACH - near.len()));
            }
        }
        near
    }

    /// How similar a commitment is to it, at most 1; `None` if they have too little in common.
    fn closeness(&self, number: usize) -> Option<f32> {
        let areas = self.areas_in_common(number);
        let subject = TITLE * self.title_in_common(number) + AREAS * areas;
        let other = self.catalogue.row(number)?;
        // A wider area, under which one of them is found only by a part of it, is no reason to name.
        let has_reason = self.areas_of_both(other).next().is_some() || self.titles_tell(number);
        (subject >= MIN_SUBJECT && has_reason).then(|| subject + TIME * self.time_in_common(number))
    }

    /// The policy areas that both list themselves, rarest first.
    fn areas_of_both(&self, other: &Row) -> impl Iterator<Item = &'a Arc<str>> {
        let listed = &other.commitment.policy_areas;
        let own = self.areas.iter().map(|(area, _)| &area.slug);
        own.filter(|area| listed.contains(area))
    }

    /// Whether the titles alone show that two commitments are about the same thing: by several shared
    /// words, or by a rare one.
    fn titles_tell(&self, number: usize) -> bool {
        let titles = &self.catalogue.title_words;
        let rare = (self.catalogue.len() / RARE_OF).max(MIN_RARE);
        let others = titles.of_row(number);
        let mut shared = self
            .words
            .iter()
            .filter(|word| others.binary_search(word).is_ok());
        match (shared.next(), shared.next()) {
            (Some(_), Some(_)) => true,
            (Some(only), None) => titles.count(*only) <= rare,
            (None, _) => false,
        }
    }

    fn title_in_common(&self, number: usize) -> f32 {
        let others = self.catalogue.title_words.of_row(number);
        let own = self.words.iter().zip(&self.weights);
        let shared = own.filter(|(word, _)| others.binary_search(word).is_ok());
        let shared: f32 = shared.map(|(_, weight)| weight).sum();
        if shared <= 0.0 {
            return 0.0;
        }
        let own: f32 = self.weights.iter().sum();
        let others = others.iter().map(|word| weight_of(self.catalogue, *word));
        shared / (own * others.sum::<f32>()).sqrt()
    }

    fn areas_in_common(&self, number: usize) -> f32 {
        let shared = self
            .areas
            .iter()
            .filter(|(area, _)| area.rows.contains(number));
        let (count, weights, rarest) = shared
            .fold((0_u16, 0.0, 0.0_f32), |(n, sum, rarest), (_, w)| {
                (n + 1, sum + w, rarest.max(*w))
            });
        let all: f32 = self.areas.iter().map(|(_, w)| w).sum();
        let others = self.catalogue.row(number);
        let others = others.map_or(0, |other| other.commitment.policy_areas.len());
        let others = u16::try_from(others).unwrap_or(u16::MAX);
        if count == 0 || others == 0 {
            return 0.0;
        }
        // A commitment with many tags has some of every other.
        let overlap = weights / all * (f32::from(count) / f32::from(others)).min(1.0).sqrt();
        // One rare tag in common says more than several that everybody has.
        f32::midpoint(overlap, rarity(rarest))
    }

    fn time_in_common(&self, number: usize) -> f32 {
        let own = self.row.commitment.plan.start_year;
        let other = self.catalogue.row(number);
        let other = other.and_then(|other| other.commitment.plan.start_year);
        match (own, other) {
            (Some(own), Some(other)) => {
                let apart = u16::try_from(own.abs_diff(other)).unwrap_or(u16::MAX);
                1.0 / (1.0 + f32::from(apart) / 3.0)
            }
            _ => 0.0,
        }
    }

    /// Another commitment with what it has in common with this one.
    fn explained(&self, row: &Row) -> Related {
        let own = fold(title(&self.row.commitment));
        let own: HashSet<&str> = folded_words(&own).filter_map(stem).collect();
        let mut seen = HashSet::new();
        let words = title(&row.commitment)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| {
                let folded = fold(word);
                let shared = stem(&folded).filter(|stem| own.contains(stem));
                shared.is_some_and(|stem| seen.insert(stem.to_owned()))
            })
            .map(str::to_owned)
            .collect();
        Related {
            words,
            areas: self.areas_of_both(row).map(Arc::clone).collect(),
            row: row.clone(),
        }
    }
}

impl Catalogue {
    /// The commitments of other members that are most similar to a row, closest first; at most `most`. None
    /// if the row is not in this catalogue.
    pub fn related(&self, row: &Row, most: usize) -> Vec<Related> {
        let Some(number) = self.numbers.of(row.id) else {
            return Vec::new();
        };
        let subject = Subject::new(self, row, number as usize);
        let mut close: Vec<(f32, usize, &Row)> = subject
            .candidates()
            .into_iter()
            .filter_map(|other| Some((subject.closeness(other)?, other, self.row(other)?)))
            .collect();
        close.sort_by(|(a, _, first), (b, _, second)| {
            let codes = || first.commitment.code.cmp(&second.commitment.code);
            b.total_cmp(a).then_with(codes)
        });
        close
            .into_iter()
            .take(most)
            .map(|(_, _, other)| subject.explained(other))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use domain::area::taxonomy;
    use domain::record::{DataVersion, Published};
    use domain::{ActionPlan, Commitment, Member, MemberKind, Region};

    /// A catalogue of commitments, each with its member, title, areas and plan year.
    fn catalogue(all: &[(&str, &str, &str, i32)]) -> Catalogue {
        let commitments = all
            .iter()
            .enumerate()
            .map(|(index, (member, title, areas, year))| {
                let member = Member {
                    kept_slug: None,
                    name: (*member).to_owned(),
                    kind: MemberKind::National,
                    country: (*member).to_owned(),
                    country_iso3: "XXX".to_owned(),
                    region: Region::Europe,
                    statuses: Vec::new(),
                };
                let code = format!("AA{:04}", index % 10_000);
                let mut commitment = Commitment::blank(code.parse().unwrap(), Arc::new(member));
                (*title).clone_into(&mut commitment.title);
                commitment.policy_areas = areas.split_terminator(' ').map(Arc::from).collect();
                commitment.plan = Arc::new(ActionPlan {
                    title: None,
                    start_year: Some(*year),
                    end_year: None,
                });
                commitment
            });
        let published = Published {
            version: DataVersion {
                number: 1,
                made_at: None,
                demonstration: false,
            },
            areas: taxonomy(),
            context: Vec::new(),
            commitments: (1..).zip(commitments).collect(),
            last_changes: std::collections::HashMap::new(),
        };
        Catalogue::build(published, NaiveDate::from_ymd_opt(2026, 11, 28).unwrap())
    }

    fn titles(catalogue: &Catalogue, of: usize) -> Vec<String> {
        let related = catalogue.related(catalogue.rows().nth(of).unwrap(), 5);
        related
            .into_iter()
            .map(|r| r.row.commitment.title.clone())
            .collect()
    }

    #[test]
    fn titles_count_before_areas_and_areas_before_time() {
        let mut all = vec![
            ("A", "Open algorithms", "automated-decision-making", 2018),
            ("B", "An open register of algorithms", "e-government", 2014),
            ("C", "Fair machines", "automated-decision-making", 2019),
            ("D", "Careful machines", "automated-decision-making", 2023),
            ("E", "Clean rivers", "environment-climate", 2018),
            ("A", "Algorithms at home", "automated-decision-making", 2018),
        ];
        // Many others, so that these words and areas are rare.
        all.extend((0..100).map(|_| ("F", "Citizen budgets", "fiscal-openness", 2016)));
        let catalogue = catalogue(&all);
        let close = titles(&catalogue, 0);
        assert_eq!(
            close,
            [
                "An open register of algorithms",
                "Fair machines",
                "Careful machines"
            ]
        );
        assert_eq!(titles(&catalogue, 4), Vec::<String>::new());
    }

    #[test]
    fn a_rare_area_in_common_counts_before_common_ones() {
        let own = "beneficial-ownership open-data public-participation e-government";
        let mut all = vec![
            ("A", "Company register", own, 2018),
            (
                "B",
                "Register of owners",
                "beneficial-ownership fiscal-openness",
                2014,
            ),
            (
                "C",
                "Register of services",
                "open-data public-participation e-government",
                2018,
            ),
        ];
        let common = "open-data public-participation e-government";
        all.extend((0..100).map(|_| ("F", "Citizen budgets", common, 2023)));
        let close = titles(&catalogue(&all), 0);
        assert_eq!(close, ["Register of owners", "Register of services"]);
    }

    #[test]
    fn one_common_word_alone_makes_nothing_alike() {
        let mut all = vec![
            ("A", "E-government", "", 2018),
            ("B", "Government at home", "open-data", 2018),
            ("C", "Government and laws", "", 2018),
            ("A", "E-government laws", "", 2018),
            ("D", "E-government", "open-data", 2018),
            ("E", "Customs", "", 2018),
            ("F", "Custom systems", "", 2018),
        ];
        all.extend((0..11).map(|_| ("G", "Government", "fiscal-openness", 2016)));
        all.extend((0..100).map(|_| ("F", "Citizen budgets", "fiscal-openness", 2016)));
        let catalogue = catalogue(&all);
        assert!(titles(&catalogue, 0).is_empty());
        assert_eq!(titles(&catalogue, 3), ["Government and laws"]);
        assert_eq!(titles(&catalogue, 4), ["Government at home"]);
        assert!(titles(&catalogue, 5).is_empty());
    }

    #[test]
    fn it_says_what_they_have_in_common() {
        let catalogue = catalogue(&[
            (
                "A",
                "Los Algoritmos p\u{fa}blicos, 2018",
                "open-data automated-decision-making",
                2018,
            ),
            (
                "B",
                "Registro de ALGORITMO P\u{fa}blico 2018",
                "automated-decision-making",
                2018,
            ),
            ("C", "P\u{fa}blicos: algoritmos", "open-data", 2018),
        ]);
        let related = catalogue.related(catalogue.rows().next().unwrap(), 5);
        let words = |at: usize| related[at].words.join(" ");
        assert_eq!(words(0), "P\u{fa}blicos algoritmos");
        assert_eq!(words(1), "ALGORITMO P\u{fa}blico");
        assert_eq!(&*related[1].areas[0], "automated-decision-making");
    }

    #[test]
    fn an_area_that_only_one_lists_is_not_said_to_be_in_common() {
        let mut all = vec![
            ("A", "Fair machines", "digital-governance open-data", 2018),
            (
                "B",
                "Fair machines at work",
                "automated-decision-making open-data",
                2018,
            ),
            ("C", "Careful engines", "automated-decision-making", 2018),
        ];
        all.extend((0..100).map(|_| ("F", "Citizen budgets", "fiscal-openness", 2016)));
        let catalogue = catalogue(&all);
        for row in catalogue.rows().take(2) {
            let related = catalogue.related(row, 5);
            let areas: Vec<&str> = related[0].areas.iter().map(|area| &**area).collect();
            assert_eq!(areas, ["open-data"], "{}", row.commitment.title);
        }
        // The first is about digital governance, as it says, and the third by a part of it.
        assert_eq!(titles(&catalogue, 0), ["Fair machines at work"]);
    }

    #[test]
    fn numbers_function_words_and_common_words_bring_nobody() {
        let mut all = vec![("A", "Towards 2018 through data", "", 2018)];
        all.extend((0..300).map(|_| ("B", "Towards 2018 through data", "", 2018)));
        assert!(titles(&catalogue(&all), 0).is_empty());
    }

    #[test]
    fn however_many_are_alike_few_are_compared() {
        let title = "Open algorithms register transparency accountability framework";
        let area = "automated-decision-making e-government open-data";
        let mut all = vec![("A", title, area, 2018)];
        for year in [2016, 2017, 2018, 2019] {
            all.extend((0..700).map(|_| ("B", title, area, year)));
            all.extend((0..150).map(|_| ("B", "Algorithms", "e-government", year)));
        }
        let catalogue = catalogue(&all);
        let subject = Subject::new(&catalogue, catalogue.rows().next().unwrap(), 0);
        let compared = subject.candidates();
        assert!(!compared.is_empty() && compared.len() <= MAX_CANDIDATES);
        // Those nearest in time were chosen.
        let years = compared
            .iter()
            .map(|n| catalogue.row(*n).unwrap().commitment.plan.start_year);
        assert!(years.into_iter().all(|year| year == Some(2018)));
    }

    #[test]
    fn a_row_of_another_catalogue_has_none() {
        let catalogue = catalogue(&[("A", "Open algorithms", "", 2018)]);
        let mut stranger = catalogue.rows().next().unwrap().clone();
        stranger.id = 99;
        assert!(catalogue.related(&stranger, 5).is_empty());
    }
}
