//! Opening a record, and every way in which it can be refused.

use std::path::Path;

use store::{Store, StoreError};

use crate::support::raw::execute;
use crate::support::{Place, an_entry, on_both, record};

/// The error of an address that must not open.
async fn refused(url: &str) -> StoreError {
    match Store::open(url).await {
        Err(error) => error,
        Ok(_) => panic!("{url} was opened"),
    }
}

fn url_of(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_the_same_after_it_was_closed() {
    on_both(async |place| {
        record(&place.store, [an_entry("NL0031").area("open-data")]).await;
        let before = place.store.published().await.unwrap();
        place.store.close().await;
        let store = Store::open(&place.url).await.unwrap();
        assert_eq!(store.published().await.unwrap(), before);
        store.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_record_answers_with_an_error() {
    on_both(async |place| {
        place.store.close().await;
        let error = place.store.version().await.unwrap_err();
        assert!(matches!(error, StoreError::Query { .. }), "{error:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_a_newer_program_is_refused() {
    on_both(async |place| {
        place.store.close().await;
        execute(
            &place.url,
            "INSERT INTO _sqlx_migrations
                 (version, description, success, checksum, execution_time)
             SELECT 9000, 'future', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
        )
        .await
        .unwrap();
        let error = refused(&place.url).await;
        assert!(
            matches!(error, StoreError::Newer { found: 9000, known, .. } if known >= 3),
            "{error:?}"
        );
        let message = error.to_string();
        assert!(
            message.contains("newer version") && message.contains("start that"),
            "{message}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_whose_tables_were_made_differently_is_refused() {
    on_both(async |place| {
        place.store.close().await;
        execute(
            &place.url,
            "UPDATE _sqlx_migrations SET checksum =
                 (SELECT checksum FROM _sqlx_migrations WHERE version = 1) WHERE version = 2",
        )
        .await
        .unwrap();
        let error = refused(&place.url).await;
        assert!(
            matches!(error, StoreError::Altered { change: 2, .. }),
            "{error:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("notes.txt");
    let text = "This is a letter. ".repeat(1_000);
    std::fs::write(&file, &text).unwrap();
    let error = refused(&url_of(&file)).await;
    assert!(
        matches!(error, StoreError::NotADatabase { .. }),
        "{error:?}"
    );
    assert!(error.to_string().contains("notes.txt"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_another_program_is_refused_and_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let url = url_of(&directory.path().join("other.db"));
    execute(&format!("{url}?mode=rwc"), "CREATE TABLE song (title TEXT)")
        .await
        .unwrap();
    let error = refused(&url).await;
    assert!(
        matches!(error, StoreError::OtherProgram { .. }),
        "{error:?}"
    );
    assert_eq!(crate::support::raw::tables(&url).await, ["song"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_file_becomes_a_record() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("empty.db");
    std::fs::write(&file, "").unwrap();
    let store = Store::open(&url_of(&file)).await.unwrap();
    assert!(store.is_empty().await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_file_is_an_error_and_no_panic() {
    let place = Place::sqlite().await;
    let entries = (0..300).map(|index| an_entry(&format!("NL{index:04}")).description("words"));
    record(&place.store, entries).await;
    place.store.close().await;

    let file = place.url.strip_prefix("sqlite://").unwrap();
    let whole = std::fs::read(file).unwrap();
    let mut seen = Vec::new();
    // Cut off, zeroed and scrambled at several places; each must answer, right or wrong.
    for at in [5_000, whole.len() / 3, whole.len() / 2, whole.len() - 3_000] {
        for damage in 0..3 {
            let mut bytes = whole.clone();
            match damage {
                0 => bytes.truncate(at),
                1 => bytes[at..at + 3_000].fill(0),
                _ => bytes[at..at + 3_000].fill(0xA5),
            }
            std::fs::write(file, &bytes).unwrap();
            let error = match Store::open(&place.url).await {
                Ok(store) => {
                    let error = store.published().await.err();
                    store.close().await;
                    error
                }
                Err(error) => Some(error),
            };
            seen.extend(error);
        }
    }
    assert!(
        seen.iter()
            .any(|error| matches!(error, StoreError::Damaged { .. })),
        "{seen:?}"
    );
    for error in seen {
        assert!(!error.to_string().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_where_no_file_can_be_is_refused_with_what_to_do() {
    let directory = tempfile::tempdir().unwrap();
    let missing = directory
        .path()
        .join("not")
        .join("there")
        .join("tracker.db");
    let error = refused(&url_of(&missing)).await;
    assert!(matches!(error, StoreError::NoDirectory { .. }), "{error:?}");
    let message = error.to_string();
    assert!(
        message.contains("not/there") && message.contains("create it"),
        "{message}"
    );

    let error = refused(&url_of(directory.path())).await;
    assert!(matches!(error, StoreError::NotWritable { .. }), "{error:?}");

    // Where even root cannot create a file.
    let error = refused("sqlite:///proc/tracker.db").await;
    assert!(matches!(error, StoreError::NotWritable { .. }), "{error:?}");
    assert!(error.to_string().contains("/proc/tracker.db"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_never_shown() {
    for url in [
        "postgres://ada:s3cret@127.0.0.1:1/ogp",
        "postgresql://ada@127.0.0.1:1/ogp?password=s3cret",
        "postgres://ada:s3cret@no-such-host.invalid/ogp",
        "postgres://ada:s3cret@127.0.0.1:notaport/ogp",
        "mysql://ada:s3cret@127.0.0.1/ogp",
    ] {
        let error = refused(url).await;
        let told = format!("{error} {error:?}");
        assert!(!told.contains("s3cret"), "{told}");
        assert!(told.contains("postgres://"), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_store_shows_where_it_is() {
    on_both(async |place| {
        let shown = format!("{:?}", place.store);
        assert!(shown.contains(place.store.address()), "{shown}");
    })
    .await;
}
