//! Several programs, or several tasks of one, at the same record.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use store::Store;

use crate::support::raw::execute;
use crate::support::with_word;
use crate::support::{
    EntryBuilder, Place, a_batch, a_revision, an_entry, empty_place_urls, on_both, record,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn readers_see_whole_changes_while_one_writes() {
    on_both(async |place| {
        // Each change gives all ten commitments the same new title.
        let titled = |round: usize| -> Vec<EntryBuilder> {
            (0..10)
                .map(|index| an_entry(&format!("NL000{index}")).title(&format!("Round {round}")))
                .collect()
        };
        record(&place.store, titled(0)).await;
        let done = Arc::new(AtomicBool::new(false));
        let readers: Vec<_> = (0..8)
            .map(|_| {
                let (store, done) = (place.store.clone(), done.clone());
                tokio::spawn(async move {
                    let (mut readings, mut newest) = (0, 0);
                    while !done.load(Ordering::Relaxed) || readings == 0 {
                        let published = store.published().await.unwrap();
                        let number = published.version.number;
                        assert!(number >= newest, "{number} after {newest}");
                        newest = number;
                        let expected = format!("Round {}", number - 1);
                        assert_eq!(published.commitments.len(), 10);
                        for (_, commitment) in published.commitments {
                            assert_eq!(commitment.title, expected);
                        }
                        with_word(&store, "round").await;
                        readings += 1;
                    }
                    readings
                })
            })
            .collect();
        for round in 1..=20 {
            assert_eq!(record(&place.store, titled(round)).await.changed, 10);
        }
        done.store(true, Ordering::Relaxed);
        for reader in readers {
            assert!(reader.await.unwrap() > 0);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writers_take_turns_and_no_change_is_lost() {
    on_both(async |place| {
        let second = Store::open(&place.url).await.unwrap();
        let tasks: Vec<_> = (0..12)
            .map(|index| {
                let store = if index % 2 == 0 {
                    &place.store
                } else {
                    &second
                };
                let store = store.clone();
                tokio::spawn(async move {
                    record(&store, [an_entry(&format!("NL00{index:02}"))])
                        .await
                        .version
                        .number
                })
            })
            .collect();
        let mut numbers = Vec::new();
        for task in tasks {
            numbers.push(task.await.unwrap());
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=12).collect::<Vec<i64>>());
        assert_eq!(second.published().await.unwrap().commitments.len(), 12);
        second.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_program_wrote_is_noticed() {
    on_both(async |place| {
        let other = Store::open(&place.url).await.unwrap();
        let before = other.version().await.unwrap();
        let written = record(&place.store, [an_entry("NL0001")]).await;
        let after = other.version().await.unwrap();
        assert_ne!(before, after);
        assert_eq!(after, written.version);
        assert_eq!(other.published().await.unwrap().version, after);
        other.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn programs_that_start_at_once_fill_a_new_record_once() {
    for _ in 0..3 {
        for (url, _guard) in empty_place_urls().await {
            let starts: Vec<_> = (0..6)
                .map(|_| {
                    let url = url.clone();
                    tokio::spawn(async move {
                        let store = Store::open(&url).await.unwrap();
                        let batch = a_batch((0..50).map(|i| an_entry(&format!("NL{i:04}"))));
                        let filled = store
                            .record_if_empty(&a_revision(), &batch, false, &mut |_| {})
                            .await
                            .unwrap();
                        let published = store.published().await.unwrap();
                        assert_eq!(published.version.number, 1);
                        assert_eq!(published.commitments.len(), 50);
                        store.close().await;
                        filled.is_some()
                    })
                })
                .collect();
            let mut filled = 0;
            for start in starts {
                filled += usize::from(start.await.unwrap());
            }
            assert_eq!(filled, 1, "{url}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_was_away_is_found_again() {
    let Some(place) = Place::postgres().await else {
        return;
    };
    record(&place.store, [an_entry("NL0001")]).await;
    for _ in 0..3 {
        place.store.published().await.unwrap();
        // What a restart does to every connection.
        execute(
            &place.url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .await
        .unwrap();
        assert_eq!(place.store.version().await.unwrap().number, 1);
    }
    record(&place.store, [an_entry("NL0002")]).await;
    place.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_whole_after_its_program_was_killed() {
    // A copy of the file and its log in the middle of a change is what a killed program leaves.
    let place = Place::sqlite().await;
    record(&place.store, [an_entry("NL9999")]).await;
    let file = place.url.strip_prefix("sqlite://").unwrap().to_owned();
    let copies = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    let entries: Vec<EntryBuilder> = (0..2_500).map(|i| an_entry(&format!("NL{i:04}"))).collect();
    let batch = a_batch(entries);
    let mut progress = |done: usize| {
        let copy = copies.path().join(format!("{done}.db"));
        std::fs::copy(&file, &copy).unwrap();
        let log = format!("{}-wal", copy.display());
        std::fs::copy(format!("{file}-wal"), log).unwrap();
        files.push(copy);
    };
    place
        .store
        .record(&a_revision(), &batch, false, &mut progress)
        .await
        .unwrap();
    assert_eq!(files.len(), 5);
    for copy in files {
        let store = Store::open(&format!("sqlite://{}", copy.display()))
            .await
            .unwrap();
        let published = store.published().await.unwrap();
        assert_eq!(
            (published.version.number, published.commitments.len()),
            (1, 1)
        );
        store.close().await;
    }
}
