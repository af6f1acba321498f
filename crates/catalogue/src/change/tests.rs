//! A catalogue that is made from the one before says what one says that is built from the whole.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use crate::tests::QUERIES;
use crate::{Catalogue, ContextItems, Fit, Occurrences, Row, TextIndex};
use domain::query::{Filter, Query};
use domain::record::{DataVersion, LastChange, Published, PublishedChanges};
use domain::search::{SynonymSet, Synonyms};
use domain::{Commitment, Member, PolicyArea, Sort};
use interchange::demo;

/// A record as a list, the plainest there is.
#[derive(Clone)]
struct Record {
    number: i64,
    today: NaiveDate,
    areas: Vec<PolicyArea>,
    commitments: BTreeMap<i64, Commitment>,
    last_changes: HashMap<i64, LastChange>,
}

impl Record {
    fn new(count: usize) -> Self {
        let batch = demo::commitments(count).unwrap();
        let commitments = batch.entries.into_iter().map(|entry| entry.commitment);
        Self {
            number: 1,
            today: NaiveDate::from_ymd_opt(2026, 11, 28).unwrap(),
            areas: batch.areas,
            last_changes: HashMap::new(),
            commitments: (1..).zip(commitments).collect(),
        }
    }

    /// Says that this revision has changed a commitment, whether or not anything of it looks different.
    fn touch(&mut self, id: i64) {
        let made_at = chrono::DateTime::from_timestamp(self.number, 0).unwrap();
        let change = LastChange {
            revision: self.number,
            made_at,
        };
        self.last_changes.insert(id, change);
    }

    fn version(&self) -> DataVersion {
        DataVersion {
            number: self.number,
            made_at: None,
            demonstration: true,
        }
    }

    fn built(&self) -> Catalogue {
        let mut commitments: Vec<_> = self.commitments.clone().into_iter().collect();
        commitments.sort_by(|(_, a), (_, b)| a.code.cmp(&b.code));
        let published = Published {
            version: self.version(),
            areas: self.areas.clone(),
            context: Vec::new(),
            commitments,
            last_changes: self.last_changes.clone(),
        };
        Catalogue::build(published, self.today)
    }

    /// What differs from another state, with some commitments that do not.
    fn changes_since(&self, before: &Self) -> PublishedChanges {
        let ids = before.commitments.keys().chain(self.commitments.keys());
        let mut ids: Vec<i64> = ids.copied().collect();
        ids.sort_unstable();
        ids.dedup();
        ids.retain(|id| {
            id % 50 == 0
                || before.commitments.get(id) != self.commitments.get(id)
                || before.last_changes.get(id) != self.last_changes.get(id)
        });
        let commitments = ids
            .into_iter()
            .map(|id| (id, self.commitments.get(&id).cloned()))
            .collect();
        PublishedChanges {
            version: self.version(),
            areas: (self.areas != before.areas).then(|| self.areas.clone()),
            context: None,
            last_changes: self.last_changes.clone(),
            commitments,
        }
    }

    /// One change of a kind, of the commitment that `pick` leads to, with what `donor` has.
    fn edit(&mut self, (kind, pick, donor): (u8, usize, usize), pool: &Self) {
        self.number += 1;
        let donor_id = *pool
            .commitments
            .keys()
            .nth(donor % pool.commitments.len())
            .unwrap();
        let donor = &pool.commitments[&donor_id];
        // A record says the same of a member wherever it occurs.
        let slug = donor.member.slug();
        let mut members = self.commitments.values().map(|c| &c.member);
        let member = members.find(|member| member.slug() == slug);
        let member = Arc::clone(member.unwrap_or(&donor.member));
        let ids: Vec<i64> = self.commitments.keys().copied().collect();
        let Some(&id) = ids.get(pick % ids.len().max(1)) else {
            return;
        };
        if kind < 9 {
            self.touch(id);
        }
        let Some(commitment) = self.commitments.get_mut(&id) else {
            return;
        };
        match kind {
            0 => commitment.ratings = donor.ratings.clone(),
            1 => commitment.title.clone_from(&donor.title),
            2 => {
                commitment.policy_areas.clone_from(&donor.policy_areas);
                commitment.ogp_values.clone_from(&donor.ogp_values);
                commitment.challenge_area = donor.challenge_area;
            }
            3 => {
                commitment.member = member;
                commitment.plan = Arc::clone(&donor.plan);
            }
            4 => {
                self.commitments.remove(&id);
            }
            5 => {
                let donor = Commitment {
                    member,
                    ..donor.clone()
                };
                self.commitments.insert(donor_id, donor);
            }
            6 => {
                let mut member = (*commitment.member).clone();
                let of = member.clone();
                member.region = donor.member.region;
                if pick.is_multiple_of(2) {
                    member.name.insert(0, 'Z');
                }
                let member = Arc::new(member);
                let all = self.commitments.values_mut().filter(|c| *c.member == of);
                all.for_each(|c| c.member = Arc::clone(&member));
            }
            7 => {
                let mut plan = (*commitment.plan).clone();
                plan.start_year = [None, Some(1999), Some(2031)][pick % 3];
                commitment.plan = Arc::new(plan);
            }
            8 => {
                let at = pick % self.areas.len();
                self.areas[at].name.push('x');
                self.areas
                    .push(PolicyArea::unlisted(&format!("Tag {}", self.number)));
                let slug = self.areas.last().unwrap().slug.clone();
                commitment.policy_areas.push(slug);
            }
            // A text that no list shows.
            9 => self.touch(id),
            _ => self.today = self.today + Days::new(400),
        }
    }
}

/// All that a catalogue answers, as text.
fn answers(catalogue: &Catalogue) -> Vec<String> {
    let ids = |rows: &mut dyn Iterator<Item = &Row>| -> Vec<i64> { rows.map(|r| r.id).collect() };
    let mut said = vec![
        format!(
            "{:?} {} {}",
            catalogue.version(),
            catalogue.today(),
            catalogue.len()
        ),
        format!("{:?}", ids(&mut catalogue.rows())),
        format!(
            "{:?}",
            catalogue.rows().map(|r| &r.commitment).collect::<Vec<_>>()
        ),
        format!(
            "{:?}",
            catalogue.rows().map(|r| r.last_change).collect::<Vec<_>>()
        ),
        format!("{:?}", catalogue.members()),
    ];
    for filter in Filter::ALL {
        for value in catalogue.facet(*filter).values.iter() {
            let mut rows = ids(&mut value.rows.iter().map(|row| catalogue.row(row).unwrap()));
            rows.sort_unstable();
            said.push(format!(
                "{} {} {} {:?}",
                value.slug, value.label, value.depth, rows
            ));
            assert!(catalogue.facet(*filter).value(&value.slug).is_some());
        }
    }
    for (address, sort) in QUERIES
        .iter()
        .flat_map(|q| Sort::ALL.iter().map(move |s| (q, s)))
    {
        let query = Query::parse(address).unwrap().sorted(*sort);
        for found in [None, Some([3, 140, 2, 170, 999_999].as_slice())] {
            let selection = catalogue.select(&query, found);
            said.push(format!(
                "{:?}",
                ids(&mut catalogue.ordered(&query, &selection))
            ));
            said.push(format!("{:?}", catalogue.count_facets(&query, &selection)));
        }
    }
    for row in catalogue.rows().step_by(7) {
        let related = catalogue.related(row, 5).into_iter();
        let told = related.map(|r| (r.row.id, r.words, r.areas));
        said.push(format!("{} {:?}", row.id, told.collect::<Vec<_>>()));
    }
    for row in catalogue.rows() {
        assert_eq!(catalogue.find(&row.commitment.code).unwrap().id, row.id);
    }
    said
}

/// The words of a state, with the index of another state to start from.
fn index(catalogue: &Catalogue, other: Option<&TextIndex>) -> TextIndex {
    let member_names = |member: &Member| vec![member.name.clone(), format!("The {}", member.name)];
    let area_names = |area: &PolicyArea| vec![area.name.clone()];
    let synonyms = |_: &ContextItems| {
        let same = ["open data", "datos abiertos"].map(str::to_owned).to_vec();
        Synonyms::of(&[SynonymSet {
            same,
            related: vec!["registry".to_owned()],
        }])
    };
    TextIndex::of(catalogue, other, member_names, area_names, synonyms)
}

const SEARCHES: [&str; 12] = [
    "open data",
    "opendata",
    "spain",
    "Zspain",
    "digital governance",
    "regis",
    "ministry of the",
    "tag 12",
    "corruptoin",
    "digital spain 2019",
    "what did spain promise on open data",
    "nl 31 governance",
];

/// What searches find, and which words they suggest.
fn found(catalogue: &Catalogue, index: &TextIndex) -> Vec<String> {
    let find = |typed: &&str| {
        let search = index.read(catalogue, typed);
        let in_texts = [3, 7, 140, 999_999];
        let has: Vec<bool> = search.leaves().map(|leaf| index.has(leaf)).collect();
        let near = index.near(typed, 3);
        let leaves = search.leaves();
        let occurrences: Vec<Occurrences> = leaves
            .map(|leaf| index.occurrences(catalogue, leaf, &in_texts))
            .collect();
        let ranking = index.rank(catalogue, &search, &occurrences);
        let ids = ranking.find(Fit::All);
        let most = ranking.find(Fit::Most);
        let names = index.names_found(&search);
        format!("{typed}: {search:?} {has:?} {near:?} {ids:?} {most:?} {names:?}")
    };
    SEARCHES.iter().map(find).collect()
}

fn assert_same(one: &Catalogue, other: &Catalogue) -> Result<(), TestCaseError> {
    for (one, other) in answers(one).into_iter().zip(answers(other)) {
        prop_assert_eq!(one, other);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn made_from_the_one_before_it_is_as_one_built_anew(
        rounds in prop::collection::vec(
            prop::collection::vec((0..11u8, 0..1000usize, 0..1000usize), 1..8),
            1..8,
        ),
    ) {
        let pool = Record::new(180);
        let mut record = Record::new(150);
        let mut states = vec![record.clone()];
        let mut catalogue = record.built();
        let mut words = index(&catalogue, None);
        for edits in rounds {
            let before = record.clone();
            for edit in edits {
                record.edit(edit, &pool);
            }
            catalogue = catalogue.apply_changes(record.changes_since(&before), record.today);
            let built = record.built();
            assert_same(&catalogue, &built)?;
            words = index(&catalogue, Some(&words));
            prop_assert_eq!(found(&catalogue, &words), found(&built, &index(&built, None)));
            states.push(record.clone());
        }
        // And back to each state that was, in one step.
        for state in states {
            let past = catalogue.apply_changes(state.changes_since(&record), state.today);
            let built = state.built();
            assert_same(&past, &built)?;
            let words = index(&past, Some(&words));
            prop_assert_eq!(found(&past, &words), found(&built, &index(&built, None)));
        }
    }
}

#[test]
fn a_file_that_changes_most_of_the_record_is_one_step_too() {
    let before = Record::new(300);
    let mut record = before.clone();
    for (id, commitment) in &mut record.commitments {
        commitment.title.push_str(&id.to_string());
    }
    record.commitments.remove(&7);
    let made = before
        .built()
        .apply_changes(record.changes_since(&before), record.today);
    assert_same(&made, &record.built()).unwrap();
}

#[test]
fn one_change_shares_the_rest() {
    let before = Record::new(3_000);
    let built = before.built();
    let mut record = before.clone();
    let donor = before.commitments[&2].ratings.clone();
    record.commitments.get_mut(&1).unwrap().ratings = donor;
    let made = built.apply_changes(record.changes_since(&before), record.today);
    assert!(
        made.own_bytes() * 20 < built.own_bytes(),
        "{} of {} bytes",
        made.own_bytes(),
        built.own_bytes()
    );
}

#[test]
fn the_words_of_changed_titles_are_counted_as_a_states_own() {
    let before = Record::new(3_000);
    let built = before.built();
    let mut record = before.clone();
    for commitment in record.commitments.values_mut().take(200) {
        commitment.title.push_str(" and an algorithm register");
    }
    let made = built.apply_changes(record.changes_since(&before), record.today);
    let words = made.title_words.unshared_bytes(Some(&built.title_words));
    let all_words = built.title_words.unshared_bytes(None);
    assert!(words > 200 * 4 * 4, "{words}");
    assert!(words * 2 < all_words, "{words} of {all_words}");
    let others = made.rows.unshared_bytes(Some(&built.rows))
        + made.orders.unshared_bytes(Some(&built.orders));
    assert!(made.own_bytes() >= others + words);
}
