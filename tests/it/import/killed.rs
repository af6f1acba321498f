//! A program that is killed while it applies a file leaves the record before or after it, never
//! between.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

fn tracker(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ogp-tracker"));
    command
        .args(arguments)
        .args(["--database", "sqlite://tracker.db"])
        .current_dir(directory)
        .env_remove("DATABASE_URL")
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

fn checked(directory: &Path) -> String {
    let output = tracker(directory, &["check"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success() && text.contains("is sound"),
        "{text}"
    );
    text
}

/// How often it is killed; `OGP_KILLS` asks for more.
fn kills() -> u32 {
    std::env::var("OGP_KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(6)
}

#[test]
fn a_file_is_applied_whole_or_not_at_all_whenever_the_program_dies() {
    let directory = tempfile::tempdir().unwrap();
    let here = directory.path();
    let mut file = String::from(
        "code,member,member_kind,country_iso3,region,title,description,policy_areas,completion_scheme,completion\n",
    );
    let words = "Some words about it. ".repeat(20);
    file.extend((0..3_000).map(|index| {
        format!("ES{index:04},Spain,national,ESP,Europe,Title {index},\"{words}\",Open Data;Tax,completion,Limited
")
    }));
    std::fs::write(here.join("file.csv"), file).unwrap();
    crate::support::make_record(here);
    let began = Instant::now();
    assert!(
        tracker(here, &["import", "file.csv"])
            .status()
            .unwrap()
            .success()
    );
    let mut whole = began.elapsed();
    assert!(checked(here).contains("3,000 commitments"));
    let (mut before, mut after) = (0, 0);
    let mut numbers = super::fuzz::Numbers::seeded("OGP_KILLS_SEED");
    let kills = kills();
    for _ in 0..kills {
        for name in ["tracker.db", "tracker.db-wal", "tracker.db-shm"] {
            let _ = std::fs::remove_file(here.join(name));
        }
        crate::support::make_record(here);
        let mut child = tracker(here, &["import", "file.csv"]).spawn().unwrap();
        let moment = whole.mul_f64(numbers.share());
        std::thread::sleep(moment);
        child.kill().unwrap();
        child.wait().unwrap();
        let found = checked(here);
        match () {
            () if found.contains("3,000 commitments") => {
                after += 1;
                // This time it was done by then: later points are of no use.
                whole = whole.min(moment);
            }
            () if found.contains(" 0 commitments") => before += 1,
            () => panic!("in between: {found}"),
        }
    }
    eprintln!("killed {kills} times within {whole:?}: {before} before the file, {after} after it");
    assert_eq!(before + after, kills);
    assert!(before > 0, "it was never killed in time");
}
