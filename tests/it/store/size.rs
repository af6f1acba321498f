//! How long the record takes at a size to grow into. Left out of ordinary runs; shown with
//! `cargo test --release --test it -- --ignored --nocapture size`.

use std::time::Instant;

use domain::search::Spelling;
use domain::{Dimension, OgpValue, Report, Scheme};

use crate::support::{EntryBuilder, Place, a_batch, a_revision, an_entry};

const MANY: usize = 10_000;

/// A commitment as rich as a real one: texts of 2,700 characters, lists, three ratings.
fn a_rich_entry(index: usize) -> EntryBuilder {
    let words = [
        "digital",
        "services",
        "open",
        "data",
        "procurement",
        "citizens",
        "ministry",
    ];
    let text: Vec<String> = (0..360)
        .map(|at| format!("{}{}", words[(index + at) % words.len()], (index * at) % 97))
        .collect();
    let member = format!("Member {}", index % 120);
    an_entry(&format!(
        "M{}{:04}",
        ["A", "B", "C"][index / 9_999],
        index % 9_999
    ))
    .member(&member)
    .plan(2012 + i32::try_from(index % 7).unwrap() * 2, 2014)
    .title(&format!(
        "Commitment number {index} on open data and services"
    ))
    .description(&text.join(" "))
    .area("open-data")
    .area(["digital-inclusion", "tax", "justice"][index % 3])
    .lead(&format!("Ministry {}", index % 300))
    .rated(Dimension::Ambition, Scheme::PotentialForResults, "Modest")
    .rated(Dimension::Completion, Scheme::Completion, "Substantial")
    .rated(Dimension::EarlyResults, Scheme::EarlyResults, "Moderate")
    .with(|entry| {
        let facts = &mut entry.commitment;
        facts.ogp_values = vec![OgpValue::CivicParticipation, OgpValue::Technology];
        facts
            .reports
            .extend(Report::from_title("Member Results Report 2012-2014"));
    })
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures; takes a while in the test profile"]
async fn ten_thousand_commitments_on_sqlite() {
    measure(Place::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures; takes a while in the test profile"]
async fn ten_thousand_commitments_on_postgres() {
    if let Some(place) = Place::postgres().await {
        measure(place).await;
    }
}

async fn measure(place: Place) {
    let batch = a_batch((0..MANY).map(a_rich_entry));
    let store = &place.store;
    let timed = |what: &str, begun: Instant| {
        println!("{:>10}  {what:<28} {:>8.1?}", place.engine, begun.elapsed());
    };
    let begun = Instant::now();
    let recorded = store
        .record(&a_revision(), &batch, true, &mut |_| {})
        .await
        .unwrap();
    assert_eq!(recorded.added, MANY);
    timed("record", begun);

    let begun = Instant::now();
    let again = store
        .record(&a_revision(), &batch, true, &mut |_| {})
        .await
        .unwrap();
    assert_eq!(again.unchanged, MANY);
    timed("record the same again", begun);

    for _ in 0..3 {
        let begun = Instant::now();
        let published = store.published().await.unwrap();
        assert_eq!(published.commitments.len(), MANY);
        timed("published", begun);
    }
    let begun = Instant::now();
    let ids: Vec<i64> = (1..=50).collect();
    assert_eq!(store.texts(&ids, store::NEWEST).await.unwrap().len(), 50);
    timed("texts of 50", begun);

    for search in ["open", "op", "procurement1 ministry2", "number 77"] {
        let begun = Instant::now();
        let words = search.split(' ').map(|word| Spelling {
            words: vec![word.to_owned()],
            is_beginning: true,
            is_anywhere: false,
            is_related: false,
            is_joined: false,
            origin: domain::search::Origin::Typed,
        });
        let groups: Vec<Vec<Spelling>> = words.map(|spelling| vec![spelling]).collect();
        let groups: Vec<&[Spelling]> = groups.iter().map(Vec::as_slice).collect();
        let found = store.search(&groups, store::NEWEST).await.unwrap();
        let found: Vec<i64> = found.concat();
        timed(&format!("search {search} ({})", found.len()), begun);
    }
    let begun = Instant::now();
    for _ in 0..100 {
        store.version().await.unwrap();
    }
    timed("version, 100 times", begun);

    let begun = Instant::now();
    let change = a_batch([a_rich_entry(5).title("Another title")]);
    store
        .record(&a_revision(), &change, false, &mut |_| {})
        .await
        .unwrap();
    timed("change one", begun);
    place.end().await;
}
