//! `ogp-tracker doctor`: each fault is found, said in words and told by the exit status.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::support::{make_record, on_both};

/// What it says, and its exit status.
fn doctor(directory: &Path, arguments: &[&str]) -> (String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_ogp-tracker"))
        .arg("doctor")
        .args(arguments)
        .current_dir(directory)
        .env_remove("DATABASE_URL")
        .env_remove("PUBLIC_URL")
        .env_remove("TRUSTED_PROXY")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (text, output.status.code().unwrap())
}

/// The problems that it tells of the set-up. Room on this disk and how many files this machine lets a program open
/// are facts of where the tests run: `service::doctor` tests how they are judged.
fn problems(text: &str) -> Vec<&str> {
    let problems = text.lines().filter(|line| line.starts_with("PROBLEM"));
    let of_the_machine = ["PROBLEM  Disk: ", "PROBLEM  Open files: "];
    let of_the_set_up =
        problems.filter(|line| !of_the_machine.iter().any(|start| line.starts_with(start)));
    of_the_set_up.collect()
}

/// That it finds nothing to put right in the set-up, and that its exit status is what it says.
fn assert_well((text, status): &(String, i32)) {
    assert!(problems(text).is_empty(), "{text}");
    assert_eq!(*status, i32::from(text.contains("PROBLEM")), "{text}");
}

const WELL: &[&str] = &[
    "--public-url",
    "https://tracker.example",
    "--trusted-proxy",
    "127.0.0.1",
];

#[test]
fn a_sound_set_up_has_no_problem_and_is_left_as_it_is() {
    let directory = tempfile::tempdir().unwrap();
    make_record(directory.path());
    let found = doctor(directory.path(), WELL);
    assert_well(&found);
    let (text, _) = found;
    for subject in [
        "ok       Clock: ",
        "ok       Database: tracker.db answers and can be written",
        "ok       Migrations: ",
        "ok       Permissions: ",
        "Disk: ",
        "ok       Public address: https://tracker.example",
        "ok       Proxy: ",
        "Open files: ",
        "ok       Fonts: ",
        "Time zone: ",
        "note     Backups: not checked",
        "note     Accounts: nobody can sign in",
    ] {
        assert!(text.contains(subject), "{subject} is not in\n{text}");
    }
}

#[test]
fn each_fault_is_named_with_what_to_do() {
    let directory = tempfile::tempdir().unwrap();
    let here = directory.path();
    make_record(here);
    let unwell = |arguments: &[&str], expected: &[&str]| {
        let (text, status) = doctor(here, arguments);
        assert_eq!(status, 1, "{text}");
        for expected in expected {
            assert!(text.contains(expected), "{expected} is not in\n{text}");
        }
    };
    unwell(
        &["--database", "sqlite://elsewhere.db"],
        &["PROBLEM  Database: ", "Check --database"],
    );
    assert!(!here.join("elsewhere.db").exists());
    unwell(
        &["--public-url", "http://tracker.example"],
        &[
            "PROBLEM  Public address: ",
            "PROBLEM  Proxy: ",
            "--trusted-proxy",
        ],
    );
    unwell(
        &["--backup", "none.db"],
        &["PROBLEM  Backups: there is none"],
    );

    let backup = here.join("copy.db");
    fs::write(&backup, "a backup").unwrap();
    assert_well(&doctor(here, &["--backup", "copy.db"]));
    let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    let file = fs::File::options().write(true).open(&backup).unwrap();
    file.set_modified(long_ago).unwrap();
    unwell(
        &["--backup", "copy.db"],
        &["PROBLEM  Backups: ", "days ago"],
    );

    let open = PermissionsExt::from_mode(0o644);
    fs::set_permissions(here.join("tracker.db"), open).unwrap();
    unwell(&[], &["PROBLEM  Permissions: ", "chmod 600 tracker.db"]);
    fs::set_permissions(here.join("tracker.db"), PermissionsExt::from_mode(0o600)).unwrap();

    let limited = format!(
        "ulimit -n 300; exec {} doctor",
        env!("CARGO_BIN_EXE_ogp-tracker")
    );
    let output = Command::new("sh")
        .args(["-c", &limited])
        .current_dir(here)
        .env_remove("DATABASE_URL")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("PROBLEM  Open files: "), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schema_that_is_behind_or_ahead_is_seen_on_both_engines_and_not_touched() {
    on_both(async |place| {
        let state = store::Store::schema_state(&place.url).await.unwrap();
        assert_eq!((state.missing.len(), state.unknown.len()), (0, 0));
        run(
            &place.url,
            "UPDATE _sqlx_migrations SET version = 9999 WHERE version = 14",
        )
        .await;
        for _ in 0..2 {
            let state = store::Store::schema_state(&place.url).await.unwrap();
            assert_eq!((state.missing, state.unknown), (vec![14], vec![9999]));
        }
        let directory = tempfile::tempdir().unwrap();
        let (text, status) = doctor(directory.path(), &["--database", &place.url]);
        assert_eq!(status, 1, "{text}");
        assert!(text.contains("PROBLEM  Migrations: "), "{text}");
        run(
            &place.url,
            "UPDATE _sqlx_migrations SET version = 14 WHERE version = 9999",
        )
        .await;
        assert_well(&doctor(directory.path(), &["--database", &place.url]));
    })
    .await;
}

async fn run(url: &str, statement: &'static str) {
    use sqlx::Connection;
    if url.starts_with("sqlite") {
        let mut connection = sqlx::SqliteConnection::connect(url).await.unwrap();
        sqlx::query(statement)
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
    } else {
        let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
        sqlx::query(statement)
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
    }
}
