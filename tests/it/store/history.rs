//! Every past state can be rebuilt: a long series of changes is compared with what a test that
//! kept a copy of each state remembers.

use std::collections::BTreeMap;

use domain::record::{Batch, Entry};
use domain::{Commitment, CurrentRatings, Dimension, PartialDate, Scheme};
use store::NEWEST;
use store::Store;

use crate::support::{a_revision, an_entry, on_both};

/// Numbers that look random and are the same in every run.
struct Dice(u32);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as usize % most
    }
}

const VALUES: [&str; 3] = ["Limited", "Substantial", "Complete"];

/// Changes one thing about a commitment, as an editor would.
fn change(entry: &mut Entry, dice: &mut Dice) {
    let facts = &mut entry.commitment;
    let word = format!("word{}", dice.below(5));
    match dice.below(8) {
        0 => facts.title = word,
        1 => facts.lead_institutions.push(word),
        2 => facts.lead_institutions.clear(),
        3 => facts.policy_areas = vec![["tax", "open-data"][dice.below(2)].into()],
        4 => facts.number = (dice.below(2) == 0).then_some(word),
        5 => entry.texts.description = (dice.below(3) > 0).then_some(word),
        6 => facts.start = [None, "2024-05".parse::<PartialDate>().ok()][dice.below(2)],
        _ => {
            let value = VALUES[dice.below(VALUES.len())];
            let rated = an_entry("XX0000").rated(Dimension::Completion, Scheme::Completion, value);
            entry.ratings.extend(rated.done().ratings);
        }
    }
    entry.commitment.ratings = CurrentRatings::choose(entry.ratings.clone());
}

async fn as_of(store: &Store, revision: i64) -> Vec<Commitment> {
    let published = store.published_as_of(revision).await.unwrap();
    assert_eq!(published.version.number, revision);
    published
        .commitments
        .into_iter()
        .map(|(_, facts)| facts)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_record_can_be_read_as_it_stood_after_every_change() {
    on_both(async |place| {
        let mut dice = Dice(42);
        let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
        let mut states: Vec<Vec<Commitment>> = vec![Vec::new()];
        for _ in 0..60 {
            let touched: Vec<String> = (0..=dice.below(3))
                .map(|_| format!("NL000{}", dice.below(8)))
                .collect();
            for code in &touched {
                let entry = entries
                    .entry(code.clone())
                    .or_insert_with(|| an_entry(code).done());
                change(entry, &mut dice);
            }
            let batch = Batch {
                areas: domain::area::taxonomy(),
                entries: entries.values().cloned().collect(),
                ..Batch::default()
            };
            let recorded = place
                .store
                .record(&a_revision(), &batch, false, &mut |_| {})
                .await
                .unwrap();
            let state: Vec<Commitment> = entries
                .values()
                .map(|entry| entry.commitment.clone())
                .collect();
            let number = usize::try_from(recorded.version.number).unwrap();
            assert!(number == states.len() || number + 1 == states.len());
            states.truncate(number);
            states.push(state);
        }
        assert!(states.len() > 50, "{}", states.len());
        for (revision, state) in (0..).zip(&states) {
            assert_eq!(
                as_of(&place.store, revision).await,
                *state,
                "after change {revision}"
            );
        }
        // Every change of a commitment is in its history, once.
        for code in entries.keys() {
            let history = place
                .store
                .history(&code.parse().unwrap(), NEWEST)
                .await
                .unwrap()
                .unwrap();
            let numbers: Vec<i64> = history.revisions.iter().map(|past| past.number).collect();
            assert!(numbers.is_sorted() && !numbers.is_empty());
            let kept: Vec<_> = history
                .ratings
                .into_iter()
                .map(|past| past.rating)
                .collect();
            assert_eq!(kept, entries[code].ratings);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_each_version_holds_is_counted_at_once_as_it_is_read() {
    on_both(async |place| {
        let store = &place.store;
        let rated = |code: &str, value: &str| {
            let completion = an_entry(code).rated(Dimension::Completion, Scheme::Completion, value);
            completion.done()
        };
        let taken_back = |code: &str| Batch {
            taken_back: vec![code.parse().unwrap()],
            ..Batch::default()
        };
        let with = |entries: Vec<Entry>| Batch {
            entries,
            ..Batch::default()
        };
        // With how many ratings had been published by then.
        let batches = [
            (
                with(vec![rated("NL0001", "Limited"), an_entry("NL0002").done()]),
                1,
            ),
            (taken_back("NL0002"), 1),
            (with(vec![rated("NL0003", "Limited")]), 2),
            (with(vec![an_entry("NL0002").title("Back").done()]), 2),
            (taken_back("NL0002"), 2),
            (taken_back("NL0001"), 2),
            (with(vec![rated("NL0003", "Complete")]), 3),
        ];
        let mut expected = vec![(0, 0)];
        for (batch, ratings) in batches {
            let recorded = store
                .record(&a_revision(), &batch, false, &mut |_| {})
                .await;
            let number = recorded.unwrap().version.number;
            assert_eq!(usize::try_from(number).unwrap(), expected.len());
            let read = as_of(store, number).await.len();
            expected.push((i64::try_from(read).unwrap(), ratings));
        }
        let newest = expected.len() - 1;
        for first in 0..=newest {
            for last in first..=newest {
                let span = [first, last].map(|at| i64::try_from(at).unwrap());
                let counted = store.counts(span[0], span[1]).await.unwrap();
                assert_eq!(counted, expected[first..=last], "{first} to {last}");
            }
        }
    })
    .await;
}
