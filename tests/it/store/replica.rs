//! A read replica, played by a copy of the database that nobody keeps up.

use std::time::{Duration, Instant};

use store::{Store, StoreError};

use crate::support::{Place, a_batch, a_revision, a_time, an_entry, postgres, raw, record};
use domain::record::Revision;

/// The ids of the commitments with a word in a text, as of a revision.
async fn found(store: &Store, word: &str, as_of: i64) -> Vec<i64> {
    let spelling = domain::search::Spelling::phrase(&[word]);
    let mut found = store.search(&[&[spelling]], as_of).await.unwrap();
    found.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_are_read_from_a_replica_while_it_has_them_and_from_the_record_otherwise() {
    let Some(place) = Place::postgres().await else {
        return;
    };
    let other = an_entry("AA0002").title("Another");
    record(
        &place.store,
        [an_entry("AA0001").description("early"), other],
    )
    .await;
    place.store.close().await;
    let copy = postgres::copy_of_database(&place.url).await;
    // The text of the replica differs, so that we see which of the two was read.
    for statement in [
        "ALTER TABLE commitment_text DISABLE TRIGGER ALL",
        "UPDATE commitment_text SET description = 'of the replica'",
    ] {
        raw::execute(&copy, statement).await.unwrap();
    }
    let store = Store::open(&place.url).await.unwrap();
    let store = store.with_replica(&copy).await.unwrap();
    let described = async |as_of| {
        let texts = store.texts(&[1, 2], as_of).await.unwrap();
        let descriptions = store.descriptions(&[1], as_of).await.unwrap();
        assert_eq!(texts[&1].description.as_ref(), descriptions.get(&1));
        descriptions[&1].clone()
    };
    assert_eq!(described(1).await, "of the replica");
    assert_eq!(found(&store, "early", 1).await, [1]);
    let figures = store.replica_figures().unwrap();
    assert_eq!((figures.answered, figures.passed_over), (3, 0));

    // It is behind.
    record(&store, [an_entry("AA0001").description("late")]).await;
    assert_eq!(described(2).await, "late");
    assert_eq!(found(&store, "late", 2).await, [1]);
    assert_eq!(described(1).await, "of the replica");
    let figures = store.replica_figures().unwrap();
    assert_eq!((figures.answered, figures.passed_over), (5, 3));

    // It has gone its own way since.
    let copied = Store::open(&copy).await.unwrap();
    let elsewhere = a_batch([an_entry("AA0001").description("elsewhere")]);
    let later = Revision {
        made_at: a_time("2026-03-01T13:00:00Z"),
        ..a_revision()
    };
    let recorded = copied.record(&later, &elsewhere, false, &mut |_| {}).await;
    assert_eq!(recorded.unwrap().version.number, 2);
    copied.close().await;
    assert_eq!(described(2).await, "late");

    // It fails while it is read.
    raw::execute(&copy, "DROP TABLE milestone").await.unwrap();
    let texts = store.texts(&[1, 2], 1).await.unwrap();
    assert_eq!(texts[&1].description.as_deref(), Some("early"));
    assert!(store.replica_figures().unwrap().is_away);

    // It is away, also when the program starts.
    postgres::drop_database(&copy).await;
    store.close().await;
    let store = Store::open(&place.url).await.unwrap();
    let store = store.with_replica(&copy).await.unwrap();
    assert!(store.replica_figures().unwrap().is_away);
    let began = Instant::now();
    assert_eq!(found(&store, "late", 2).await, [1]);
    assert!(began.elapsed() < Duration::from_secs(5));
    store.close().await;
    place.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_replica_of_the_record_is_refused() {
    let [Some(place), Some(other)] = [Place::postgres().await, Place::postgres().await] else {
        return;
    };
    let refused = place.store.clone().with_replica(&other.url).await;
    assert!(
        matches!(refused, Err(StoreError::OtherReplica { .. })),
        "{refused:?}"
    );
    let file = Place::sqlite().await;
    for (record, replica) in [(&file, &other.url), (&place, &file.url)] {
        let refused = record.store.clone().with_replica(replica).await;
        assert!(
            matches!(refused, Err(StoreError::NoReplica { .. })),
            "{refused:?}"
        );
    }
    for place in [place, other, file] {
        place.end().await;
    }
}
