//! Copies of a whole record from either engine to either engine.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::{Arc, OnceLock};

use domain::Role;
use sqlx::{Connection, QueryBuilder, Row, SqliteConnection};
use store::{CopyError, Store, StoreError};
use tokio::task::AbortHandle;

use crate::support::site::Site;
use crate::support::{Place, empty_place_urls, on_both, with_word};

/// What programs and people see of a record, in the present and the past.
const SEEN: &[&str] = &[
    "/commitments.csv",
    "/commitments.csv?q=data",
    "/commitments.json",
    "/changes.atom",
    "/data/coverage.csv",
    "/api/v1/commitments?q=open",
    "/api/v1/commitments/NL0031",
    "/api/v1/members",
];

async fn seen(store: Store) -> Vec<String> {
    let site = Site::over(store).await;
    let mut answers = Vec::new();
    for address in SEEN {
        let answer = site.get(address).await;
        assert_eq!(answer.status, 200, "{address}");
        answers.push(answer.body);
    }
    answers
}

/// The bundled record with accounts, edits and a draft.
async fn fill(place: &Place) {
    let site = Site::bundled_over(place.store.clone()).await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    for (code, title) in [
        ("NL0031", "A title of today"),
        ("NL0031", "\u{10d}\u{e9} \"x\""),
    ] {
        let page = format!("/staff/commitments/{code}");
        let saved = admin
            .send(&page, &page, &[("title", title), ("reason", "a test")])
            .await;
        assert_eq!(saved.status, 303, "{}", saved.text());
    }
}

fn copy(from: &str, to: &str) -> (String, bool) {
    let output = Command::new(env!("CARGO_BIN_EXE_ogp-tracker"))
        .args(["copy", "--from", from, "--to", to])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    (said, output.status.success())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_says_what_its_source_says_in_the_present_and_the_past() {
    on_both(async |source| {
        fill(source).await;
        let expected = seen(source.store.clone()).await;
        let published = source.store.published().await.unwrap();
        for (to, _directory) in empty_place_urls().await {
            let (said, is_done) = copy(&source.url, &to);
            assert!(
                is_done && said.contains("Copied and compared"),
                "{to}: {said}"
            );
            let copied = Store::open(&to).await.unwrap();
            let report = copied.check().await.unwrap();
            assert_eq!(report.faults, [""; 0], "{to}");
            assert_eq!(
                copied.identity().await.unwrap(),
                source.store.identity().await.unwrap()
            );
            assert_eq!(copied.published().await.unwrap(), published);
            for revision in 1..=published.version.number {
                assert_eq!(
                    copied.published_as_of(revision).await.unwrap(),
                    source.store.published_as_of(revision).await.unwrap(),
                    "{to}: revision {revision}"
                );
            }
            let accounts = copied.accounts().await.unwrap();
            assert_eq!(accounts, source.store.accounts().await.unwrap());
            assert_eq!(
                with_word(&copied, "algorithm").await,
                with_word(&source.store, "algorithm").await
            );
            assert_eq!(seen(copied.clone()).await, expected, "{to}");
            copied.close().await;
            // A second time, the whole copy is there.
            let (said, is_done) = copy(&source.url, &to);
            assert!(!is_done && said.contains("whole copy"), "{said}");
        }
    })
    .await;
}

/// How many rows each table of a file has.
async fn counts(url: &str) -> BTreeMap<String, i64> {
    let mut connection = SqliteConnection::connect(url).await.unwrap();
    let names: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
         AND name NOT LIKE 'commitment_search_%' AND name <> 'heartbeat'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let mut counts = BTreeMap::new();
    for name in names {
        let mut query = QueryBuilder::<sqlx::Sqlite>::new("SELECT COUNT(*) FROM ");
        query.push(&name);
        let row = query.build().fetch_one(&mut connection).await.unwrap();
        counts.insert(name, row.get(0));
    }
    connection.close().await.unwrap();
    counts
}

#[tokio::test(flavor = "multi_thread")]
async fn no_table_of_the_record_is_left_out() {
    let source = Place::sqlite().await;
    fill(&source).await;
    let directory = tempfile::tempdir().unwrap();
    let to = format!("sqlite://{}", directory.path().join("copy.db").display());
    assert!(copy(&source.url, &to).1);
    let there = counts(&source.url).await;
    assert!(there.values().filter(|count| **count > 0).count() > 15);
    assert_eq!(counts(&to).await, there);
    source.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_copy_is_no_record_and_goes_on_where_it_was() {
    on_both(async |source| {
        fill(source).await;
        for (to, _directory) in empty_place_urls().await {
            interrupt(&source.url, &to).await;
            let refused = Store::open(&to).await.unwrap_err();
            assert!(
                matches!(refused, StoreError::HalfCopied { .. }),
                "{refused}"
            );
            let mut begun = Vec::new();
            let mut progress = |table: &str, _: usize, _: usize| begun.push(table.to_owned());
            let copied = Store::copy(&source.url, &to, &mut progress).await.unwrap();
            assert!(!copied.is_behind);
            let whole = Store::open(&to).await.unwrap();
            assert_eq!(whole.check().await.unwrap().faults, [""; 0]);
            whole.close().await;
        }
    })
    .await;
}

/// Begins a copy and gives up in the middle.
async fn interrupt(from: &str, to: &str) {
    let handle: Arc<OnceLock<AbortHandle>> = Arc::default();
    let (from, to, inside) = (from.to_owned(), to.to_owned(), Arc::clone(&handle));
    let (start, ready) = tokio::sync::oneshot::channel::<()>();
    let task = tokio::spawn(async move {
        ready.await.unwrap();
        let mut progress = move |_: &str, number: usize, _: usize| {
            if number == 8 {
                inside.get().unwrap().abort();
            }
        };
        Store::copy(&from, &to, &mut progress).await
    });
    handle.set(task.abort_handle()).unwrap();
    start.send(()).unwrap();
    assert!(task.await.unwrap_err().is_cancelled());
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_copied_over_something_else() {
    on_both(async |source| {
        fill(source).await;
        for (to, _directory) in empty_place_urls().await {
            let other = Store::open(&to).await.unwrap();
            crate::support::record(&other, vec![crate::support::an_entry("ES0001")]).await;
            let version = other.version().await.unwrap();
            let (said, is_done) = copy(&source.url, &to);
            assert!(!is_done && said.contains("is not empty"), "{said}");
            assert_eq!(other.version().await.unwrap(), version);
            other.close().await;
        }
        // The source has changed since the copy began.
        for (to, _directory) in empty_place_urls().await {
            interrupt(&source.url, &to).await;
            crate::support::record(
                &source.store,
                vec![crate::support::an_entry("ES9999").title(&to)],
            )
            .await;
            let mut progress = |_: &str, _: usize, _: usize| {};
            let refused = Store::copy(&source.url, &to, &mut progress)
                .await
                .unwrap_err();
            assert!(matches!(refused, CopyError::OtherCopy { .. }), "{refused}");
        }
        let (said, is_done) = copy(&source.url, &source.url);
        assert!(!is_done && said.contains("same record"), "{said}");
    })
    .await;
}
