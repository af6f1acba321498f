//! Backups, restoring them, and checks, also through the command line.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use store::{BackupError, BackupOptions, SignInProof, Store};

use crate::support::{Place, a_batch, a_revision, an_entry, on_both, raw, record, with_word};

const OVERWRITE: BackupOptions = BackupOptions {
    overwrite: true,
    force: false,
};

fn file_of(place: &Place) -> PathBuf {
    PathBuf::from(place.url.trim_start_matches("sqlite://"))
}

fn url_of(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

fn run(arguments: &[&str], database: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ogp-tracker"))
        .args(arguments)
        .args(["--database", &url_of(database)])
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

/// A record with some commitments, in which later ones can still be recorded.
async fn filled() -> Place {
    let place = Place::sqlite().await;
    record(
        &place.store,
        vec![
            an_entry("NL0001").description("Algorithms"),
            an_entry("NL0002"),
        ],
    )
    .await;
    place
}

#[tokio::test]
async fn a_backup_holds_everything_and_is_one_file() {
    let place = filled().await;
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("copy.db");
    let held = place
        .store
        .back_up(&backup, BackupOptions::default())
        .await
        .unwrap();
    assert_eq!((held.commitments, held.faults.len()), (2, 0));
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        1,
        "one file and nothing else"
    );

    // What comes after it is not in it.
    record(&place.store, vec![an_entry("NL0003")]).await;
    let restored = folder.path().join("restored.db");
    Store::restore(&backup, &url_of(&restored), false)
        .await
        .unwrap();
    let store = Store::open(&url_of(&restored)).await.unwrap();
    let codes: Vec<String> = store
        .published()
        .await
        .unwrap()
        .commitments
        .iter()
        .map(|(_, c)| c.code.to_string())
        .collect();
    assert_eq!(codes, ["NL0001", "NL0002"]);
    assert_eq!(
        (
            with_word(&store, "algorithms").await,
            with_word(&place.store, "algorithms").await
        ),
        (vec![1], vec![1])
    );
    store.close().await;
}

#[tokio::test]
async fn a_backup_is_whole_while_others_write() {
    let place = filled().await;
    let folder = tempfile::tempdir().unwrap();
    let writing = {
        let store = place.store.clone();
        tokio::spawn(async move {
            for number in 100..130 {
                let entry = an_entry(&format!("NL{number:04}"));
                store
                    .record(&a_revision(), &a_batch(vec![entry]), false, &mut |_| ())
                    .await
                    .unwrap();
            }
        })
    };
    for number in 0..5 {
        let backup = folder.path().join(format!("{number}.db"));
        let held = place
            .store
            .back_up(&backup, BackupOptions::default())
            .await
            .unwrap();
        // Each change of the record adds one commitment here.
        assert_eq!(
            i64::try_from(held.commitments).unwrap(),
            held.version.number + 1
        );
    }
    writing.await.unwrap();
}

#[tokio::test]
async fn nothing_is_overwritten_unasked_and_nothing_in_use() {
    let place = filled().await;
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("copy.db");
    place
        .store
        .back_up(&backup, BackupOptions::default())
        .await
        .unwrap();
    assert!(matches!(
        place.store.back_up(&backup, BackupOptions::default()).await,
        Err(BackupError::Exists(_))
    ));
    place.store.back_up(&backup, OVERWRITE).await.unwrap();
    assert!(matches!(
        Store::restore(&backup, &place.url, false).await,
        Err(BackupError::Exists(_))
    ));
    // The record is open here.
    assert!(matches!(
        Store::restore(&backup, &place.url, true).await,
        Err(BackupError::InUse(_))
    ));
    assert!(matches!(
        Store::restore(&backup, &url_of(&backup), true).await,
        Err(BackupError::Exists(_))
    ));
    record(&place.store, vec![an_entry("NL0009")]).await;
    place.store.close().await;
    let restored = Store::restore(&backup, &place.url, true).await.unwrap();
    assert_eq!(restored.commitments, 2);
    let missing = folder.path().join("no/such/folder/copy.db");
    let store = Store::open(&place.url).await.unwrap();
    assert!(matches!(
        store.back_up(&missing, BackupOptions::default()).await,
        Err(BackupError::File { .. })
    ));
    store.close().await;
}

#[tokio::test]
async fn a_damaged_backup_is_refused_and_the_record_stays() {
    let place = filled().await;
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("copy.db");
    place
        .store
        .back_up(&backup, BackupOptions::default())
        .await
        .unwrap();
    place.store.close().await;
    let before = std::fs::read(file_of(&place)).unwrap();
    let whole = std::fs::read(&backup).unwrap();
    let mut broken = Vec::new();
    broken.push(whole[..whole.len() / 2].to_vec());
    broken.push(b"not a database".to_vec());
    broken.push(Vec::new());
    let mut scribbled = whole.clone();
    for byte in scribbled.iter_mut().skip(8192).take(4096) {
        *byte ^= 0x5a;
    }
    broken.push(scribbled);
    for bytes in broken {
        std::fs::write(&backup, &bytes).unwrap();
        let error = Store::restore(&backup, &place.url, true).await;
        assert!(
            matches!(error, Err(BackupError::Unsound { .. })),
            "{} bytes: {error:?}",
            bytes.len()
        );
        assert_eq!(std::fs::read(file_of(&place)).unwrap(), before);
    }
    let left: Vec<_> = std::fs::read_dir(file_of(&place).parent().unwrap())
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert!(
        left.iter()
            .all(|name| !name.to_string_lossy().contains("part")),
        "{left:?}"
    );
}

#[tokio::test]
async fn a_record_on_a_server_is_checked_and_otherwise_left_to_its_tools() {
    on_both(async |place| {
        record(&place.store, vec![an_entry("NL0001")]).await;
        let checked = place.store.check().await.unwrap();
        assert_eq!(
            (checked.commitments, checked.faults),
            (1, Vec::new()),
            "{}",
            place.engine
        );
        if place.engine == "PostgreSQL" {
            let file = Path::new("copy.db");
            for refused in [
                place.store.back_up(file, BackupOptions::default()).await,
                Store::restore(file, &place.url, true).await,
            ] {
                assert!(refused.unwrap_err().to_string().contains("pg_dump"));
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_check_names_what_is_wrong() {
    let place = filled().await;
    let file = file_of(&place);
    let sound = run(&["check"], &file);
    assert!(
        sound.status.success() && said(&sound).contains("2 commitments"),
        "{}",
        said(&sound)
    );
    let trigger = raw::strings(
        &place.url,
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name LIMIT 1",
    )
    .await
    .remove(0);
    raw::execute(&place.url, format!("DROP TRIGGER {trigger}"))
        .await
        .unwrap();
    raw::execute(
        &place.url,
        "DELETE FROM commitment_search WHERE rowid = (SELECT MIN(id) FROM commitment)",
    )
    .await
    .unwrap();
    let unsound = run(&["check"], &file);
    assert_eq!(unsound.status.code(), Some(1), "{}", said(&unsound));
    for part in [trigger.as_str(), "search index holds 1", "2 faults"] {
        assert!(said(&unsound).contains(part), "{part}: {}", said(&unsound));
    }
}

#[tokio::test]
async fn the_commands_say_what_they_did() {
    let place = filled().await;
    let file = file_of(&place);
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("copy.db");
    let shown = backup.display().to_string();
    let made = run(&["backup", &shown], &file);
    assert!(
        made.status.success() && said(&made).contains("data version 1, "),
        "{}",
        said(&made)
    );
    let again = run(&["backup", &shown], &file);
    assert_eq!(again.status.code(), Some(2));
    assert!(said(&again).contains("--overwrite"), "{}", said(&again));
    let in_use = run(&["restore", &shown, "--overwrite"], &file);
    assert_eq!(in_use.status.code(), Some(2));
    assert!(said(&in_use).contains("in use"), "{}", said(&in_use));
    let new = folder.path().join("new.db");
    let restored = run(&["restore", &shown], &new);
    assert!(
        restored.status.success() && said(&restored).contains("2 commitments"),
        "{}",
        said(&restored)
    );
    let missing = run(&["restore", "no-such-file.db", "--overwrite"], &new);
    assert_eq!(missing.status.code(), Some(2));
    assert!(run(&["check"], &new).status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_of_a_server_names_what_was_changed_there() {
    let Some(place) = Place::postgres().await else {
        return;
    };
    record(&place.store, [an_entry("NL0001")]).await;
    for (change, fault) in [
        (
            "ALTER TABLE rating DISABLE TRIGGER rating_no_change",
            "the trigger rating_no_change",
        ),
        (
            "DROP TRIGGER revision_no_change ON revision",
            "the trigger revision_no_change",
        ),
        (
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
             BEGIN RETURN NULL; END $$",
            "the function refuse_change",
        ),
        (
            "DROP INDEX commitment_search_document",
            "the index commitment_search_document",
        ),
        (
            "ALTER TABLE account DROP CONSTRAINT account_email_key",
            "the constraint account.account_email_key",
        ),
        (
            "ALTER TABLE session ALTER COLUMN agent DROP NOT NULL",
            "the column session.agent",
        ),
    ] {
        let before = place.store.check().await.unwrap().faults;
        raw::execute(&place.url, change).await.unwrap();
        let after = place.store.check().await.unwrap().faults;
        let new: Vec<&String> = after.iter().filter(|f| !before.contains(f)).collect();
        assert!(
            new.iter().any(|new| new.starts_with(fault)),
            "{change}: {new:?}"
        );
    }
    // What was made for comparison is gone.
    let schemas = "SELECT COUNT(*) FROM pg_namespace WHERE nspname = 'expected_by_check'";
    assert_eq!(raw::number(&place.url, schemas).await, 0);
    place.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_finds_no_fault_in_what_others_are_writing() {
    on_both(async |place| {
        let store = place.store.clone();
        let writing = tokio::spawn(async move {
            for number in 100..140 {
                let entry = an_entry(&format!("NL{number:04}"));
                record(&store, [entry]).await;
            }
        });
        while !writing.is_finished() {
            let checked = place.store.check().await.unwrap();
            assert_eq!(checked.faults, Vec::<String>::new(), "{}", place.engine);
            assert_eq!(
                i64::try_from(checked.commitments).unwrap(),
                checked.version.number
            );
        }
        writing.await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_never_takes_the_place_of_more_and_older_ones_are_kept() {
    let place = filled().await;
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("copy.db");
    let mut sizes = Vec::new();
    for number in 0..6 {
        place.store.back_up(&backup, OVERWRITE).await.unwrap();
        sizes.push(number + 2);
        record(&place.store, vec![an_entry(&format!("NL1{number:03}"))]).await;
    }
    let held = async |name: &str| {
        let file = url_of(&folder.path().join(name));
        raw::number(&file, "SELECT COUNT(*) FROM commitment").await
    };
    for (name, kept) in [
        ("copy.db", 7),
        ("copy.db.1", 6),
        ("copy.db.2", 5),
        ("copy.db.3", 4),
    ] {
        assert_eq!(held(name).await, kept, "{name}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 4);

    // The record of another directory: empty, or another one, even with as much in it.
    let empty = Place::sqlite().await;
    let refused = empty.store.back_up(&backup, OVERWRITE).await;
    assert!(
        matches!(refused, Err(BackupError::Empty { .. })),
        "{refused:?}"
    );
    let new = folder.path().join("new.db");
    let refused = empty.store.back_up(&new, BackupOptions::default()).await;
    assert!(
        matches!(refused, Err(BackupError::Empty { .. })),
        "{refused:?}"
    );
    assert!(!new.exists());
    let smaller = filled().await;
    let refused = smaller.store.back_up(&backup, OVERWRITE).await;
    assert!(
        matches!(refused, Err(BackupError::Smaller { .. })),
        "{refused:?}"
    );
    let other = Place::sqlite().await;
    for number in 0..20 {
        let revision = domain::record::Revision {
            reason: "another record".to_owned(),
            ..a_revision()
        };
        let batch = a_batch([an_entry(&format!("NL2{number:03}"))]);
        let mut quiet = |_| ();
        let recorded = other.store.record(&revision, &batch, false, &mut quiet);
        recorded.await.unwrap();
    }
    let refused = other.store.back_up(&backup, OVERWRITE).await;
    assert!(
        matches!(refused, Err(BackupError::OtherFile(_))),
        "{refused:?}"
    );
    let letter = folder.path().join("letter.txt");
    std::fs::write(&letter, "A letter. ".repeat(1_000)).unwrap();
    let refused = place.store.back_up(&letter, OVERWRITE).await;
    assert!(
        matches!(refused, Err(BackupError::OtherFile(_))),
        "{refused:?}"
    );
    assert_eq!(held("copy.db").await, 7);
    assert_eq!(held("copy.db.1").await, 6);
    // Unless it is meant.
    let force = BackupOptions {
        force: true,
        ..OVERWRITE
    };
    smaller.store.back_up(&backup, force).await.unwrap();
    assert_eq!(held("copy.db").await, 2);
    assert_eq!(held("copy.db.1").await, 7);
}

#[test]
fn only_serving_makes_a_record() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("tracker.db");
    let empty = folder.path().join("empty.db");
    std::fs::write(&empty, "").unwrap();
    let file = folder.path().join("rows.csv");
    std::fs::write(&file, "code,member,title\nES0001,Spain,One\n").unwrap();
    let shown = file.display().to_string();
    let copy = folder.path().join("copy.db").display().to_string();
    for database in [&missing, &empty] {
        for arguments in [
            &["backup", &copy, "--overwrite"][..],
            &["check"],
            &["export"],
            &["import", &shown],
            &["import", "--list"],
            &["user", "list"],
            &["user", "disable", "a@example.org"],
            &["user", "add", "a@example.org", "--role", "admin"],
        ] {
            let refused = run(arguments, database);
            assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
            let said = said(&refused);
            assert!(
                said.contains("There is no record at"),
                "{arguments:?}: {said}"
            );
        }
    }
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 2, "{left:?}");
    assert_eq!(std::fs::metadata(&empty).unwrap().len(), 0);
    let made = run(
        &[
            "user",
            "add",
            "a@example.org",
            "--role",
            "admin",
            "--create",
        ],
        &missing,
    );
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn files_are_readable_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("tracker.db");
    let store = Store::open(&url_of(&database)).await.unwrap();
    record(&store, vec![an_entry("NL0001")]).await;
    store.shared_key("opens", "the operations").await.unwrap();
    let backup = folder.path().join("copy.db");
    store
        .back_up(&backup, BackupOptions::default())
        .await
        .unwrap();
    record(&store, vec![an_entry("NL0002")]).await;
    // Whatever the rights of the file that they come from.
    let everyone = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(&backup, everyone).unwrap();
    store.back_up(&backup, OVERWRITE).await.unwrap();
    let restored = folder.path().join("restored.db");
    let older = folder.path().join("copy.db.1");
    Store::restore(&older, &url_of(&restored), false)
        .await
        .unwrap();
    std::fs::remove_file(&older).unwrap();
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        let name = entry.file_name().into_string().unwrap();
        assert_eq!(mode, 0o600, "{name}: {mode:o}");
        names.push(name);
    }
    for needed in [
        "tracker.db",
        "tracker.db-wal",
        "tracker.db-shm",
        "tracker.db-operations",
        "copy.db",
        "restored.db",
    ] {
        assert!(
            names.iter().any(|name| name == needed),
            "{needed}: {names:?}"
        );
    }
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_of_the_record_before_is_of_no_use_after_a_restore() {
    let place = filled().await;
    let at = crate::support::a_time("2026-03-01T12:00:00Z");
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("copy.db");
    place
        .store
        .back_up(&backup, BackupOptions::default())
        .await
        .unwrap();
    let add = async |store: &Store, email: &str, at| {
        store
            .add_account(email, email, domain::Role::Admin, None, None, at)
            .await
            .unwrap();
    };
    add(&place.store, "a@example.org", at).await;
    let session = store::StaffSession {
        id: "one".to_owned(),
        account_id: 1,
        created_at: at,
        last_seen_at: at,
        agent: String::new(),
    };
    let begun = place
        .store
        .begin_session(&session, "hash", &SignInProof::Provider, [at, at]);
    assert!(begun.await.unwrap());
    assert!(place.store.session("hash").await.unwrap().is_some());
    place.store.close().await;
    Store::restore(&backup, &place.url, true).await.unwrap();
    let store = Store::open(&place.url).await.unwrap();
    add(&store, "b@example.org", at).await;
    assert!(store.session("hash").await.unwrap().is_none());
    store.close().await;
}
