//! The file with the published record that a start begins with.

use std::fs;
use std::path::Path;

use ogp_tracker::service::{App, Clock, Fill};
use store::{BackupOptions, Store};

use crate::support::states::{keep, started};
use crate::support::{Place, a_batch, a_revision, a_time, an_entry, on_both, record};
use domain::record::Revision;

async fn change(store: &Store, title: &str) {
    let revision = Revision {
        made_at: a_time("2026-04-01T12:00:00Z"),
        ..a_revision()
    };
    let batch = a_batch([an_entry("NL0031").title(title)]);
    let changed = store.record(&revision, &batch, false, &mut |_| ()).await;
    changed.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_shows_what_the_record_holds_whenever_the_file_was_written() {
    on_both(async |place| {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("start");
        let mut progress = |_, _| ();
        let store = place.store.clone();
        let filled = App::start(store, Clock::system(), Fill::Bundled, &mut progress);
        filled.await.unwrap();
        assert_eq!(started(&place.store, &file).await.1, None, "no file yet");
        let kept = keep(&place.store, &file).await;
        let (made, from, whole) = started(&place.store, &file).await;
        assert!(made.len() > 1_800);
        assert_eq!((from, &made), (Some(kept), &whole));
        // Changed by somebody else meanwhile.
        change(&place.store, "Another title").await;
        let (made, from, whole) = started(&place.store, &file).await;
        assert_eq!((from, &made), (Some(kept), &whole));
        assert!(made.iter().any(|line| line.contains("Another title")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_in_doubt_is_not_used_and_written_anew() {
    let place = Place::sqlite().await;
    record(&place.store, [an_entry("NL0031"), an_entry("UK0098")]).await;
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("start");
    keep(&place.store, &file).await;
    let sound = fs::read(&file).unwrap();
    let is_used = async |what: &str| {
        let (made, from, whole) = started(&place.store, &file).await;
        assert_eq!(made, whole, "{what}");
        from.is_some()
    };
    assert!(is_used("sound").await);
    for place in (0..sound.len()).step_by(sound.len() / 40) {
        let mut damaged = sound.clone();
        damaged[place] ^= 0x10;
        fs::write(&file, &damaged).unwrap();
        assert!(!is_used("damaged").await, "at byte {place}");
        fs::write(&file, &sound[..place]).unwrap();
        assert!(!is_used("cut").await, "at byte {place}");
    }
    fs::write(&file, [&sound[..], &sound[..]].concat()).unwrap();
    assert!(!is_used("twice in one file").await);
    fs::write(&file, &sound).unwrap();
    assert!(is_used("sound again").await);

    fs::write(&file, &sound[..sound.len() / 2]).unwrap();
    keep(&place.store, &file).await;
    assert!(is_used("written anew").await);
    place.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_file_of_this_program_is_left_as_it_is() {
    let place = Place::sqlite().await;
    record(&place.store, [an_entry("NL0031")]).await;
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("somebodys");
    for content in [&b"something else"[..], b"", b"SQLite format 3\0"] {
        fs::write(&file, content).unwrap();
        let app = App::open_from(place.store.clone(), Clock::system(), Some(file.clone()));
        let refused = app.await.unwrap().keep_for_next_start().await.unwrap_err();
        assert!(refused.contains("--start-file"), "{refused}");
        assert_eq!(fs::read(&file).unwrap(), content);
    }
    for path in ["/dev/null", directory.path().to_str().unwrap()] {
        let app = App::open_from(place.store.clone(), Clock::system(), Some(path.into()));
        let refused = app.await.unwrap().keep_for_next_start().await;
        assert!(refused.is_err(), "{path}");
    }
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    place.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_ends_keeps_its_newest_state_and_one_that_runs_waits_for_calm() {
    let place = Place::sqlite().await;
    record(&place.store, [an_entry("NL0031")]).await;
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("start");
    let app = App::open_from(place.store.clone(), Clock::system(), Some(file.clone()));
    let app = app.await.unwrap();
    let watch = tokio::spawn(app.clone().watch());
    let mut waited = 0;
    while !file.exists() {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        waited += 1;
        assert!(
            waited < 500,
            "it is not written once the program has started"
        );
    }
    change(&place.store, "Changed while it runs").await;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    assert_eq!(app.catalogue().version().number, 2, "it is shown");
    assert_eq!(started(&place.store, &file).await.1, Some(1));
    watch.abort();
    app.close().await;
    let store = Store::open(&place.url).await.unwrap();
    let (made, from, whole) = started(&store, &file).await;
    assert_eq!((from, made), (Some(2), whole));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_of_another_record_or_of_another_past_is_not_used() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    let open = async |name: &str| {
        let url = format!("sqlite://{}", path(name).display());
        Store::open(&url).await.unwrap()
    };
    let from = async |store: &Store, file: &Path| {
        let (made, from, whole) = started(store, file).await;
        assert_eq!(made, whole);
        from
    };
    let file = path("start");
    let one = open("one.db").await;
    record(&one, [an_entry("NL0031")]).await;
    let other = open("other.db").await;
    record(&other, [an_entry("NL0031").title("Of another record")]).await;
    keep(&one, &file).await;
    assert_eq!(from(&other, &file).await, None);

    // Restored from a backup, then changed in another way: the same record and number, another past.
    one.back_up(&path("backup.db"), BackupOptions::default())
        .await
        .unwrap();
    change(&one, "One future").await;
    keep(&one, &file).await;
    assert_eq!(from(&one, &file).await, Some(2));
    let restored = open("backup.db").await;
    assert_eq!(from(&restored, &file).await, None, "ahead of the record");
    let later = Revision {
        made_at: a_time("2026-05-01T12:00:00Z"),
        ..a_revision()
    };
    let batch = a_batch([an_entry("NL0031").title("Another future")]);
    let changed = restored.record(&later, &batch, false, &mut |_| ()).await;
    changed.unwrap();
    assert_eq!(from(&restored, &file).await, None, "of another past");

    // Tables that another program has changed since.
    assert_eq!(from(&one, &file).await, Some(2));
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
        VALUES (9999, 'newer', 1, x'00', 0)";
    let url = format!("sqlite://{}", path("one.db").display());
    crate::support::raw::execute(&url, newer).await.unwrap();
    assert_eq!(from(&one, &file).await, None, "of tables as they were");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn it_is_for_its_owner_only_and_no_place_for_it_is_no_fault() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::sqlite().await;
    record(&place.store, [an_entry("NL0031")]).await;
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("start");
    keep(&place.store, &file).await;
    let rights = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(rights & 0o777, 0o600);
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);

    let nowhere = directory.path().join("none/start");
    keep(&place.store, &nowhere).await;
    let (made, from, whole) = started(&place.store, &nowhere).await;
    assert_eq!((from, made), (None, whole));
    place.end().await;
}
