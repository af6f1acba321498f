//! `ogp-tracker import` and `export`, as a person calls them: what they print, and how they leave.

use std::path::Path;
use std::process::{Command, Output};

pub(super) fn run(directory: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env!("CARGO_BIN_EXE_ogp-tracker"))
        .args(arguments)
        .current_dir(directory)
        .env_remove("DATABASE_URL")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

const HEAD: &str =
    "code,member,member_kind,country_iso3,region,title,completion_scheme,completion\n";
const GOOD: &str = "ES0001,Spain,national,ESP,Europe,One,completion,Limited\nES0002,Spain,national,ESP,Europe,=Two,,\n";
const BAD: &str = "ES0003,Spain,national,ESP,Europe,\u{1b}[31mThree,completion,Limitd\n";

#[test]
fn the_exit_status_says_what_became_of_a_file() {
    let directory = tempfile::tempdir().unwrap();
    let here = directory.path();
    crate::support::make_record(here);
    std::fs::write(here.join("good.csv"), format!("{HEAD}{GOOD}")).unwrap();
    std::fs::write(here.join("bad.csv"), format!("{HEAD}{GOOD}{BAD}")).unwrap();
    std::fs::write(here.join("no.csv"), "a,b\n1,2\n").unwrap();

    let (code, out, _) = run(here, &["import", "good.csv", "--dry-run"]);
    assert_eq!(code, Some(0), "{out}");
    assert!(
        out.contains("2 rows: 2 would be new, 0 would be changed, 0 unchanged, 0 rejected"),
        "{out}"
    );
    let (_, out, _) = run(here, &["check"]);
    assert!(
        out.contains("data version 0"),
        "a dry run writes nothing: {out}"
    );

    let (code, out, error) = run(here, &["import", "bad.csv", "--report", "report.csv"]);
    assert_eq!(code, Some(1), "{out}{error}");
    assert!(
        out.contains("row 4 ES0003") || out.contains("row 4"),
        "{out}"
    );
    assert!(
        out.contains("completion: ") && out.contains("did you mean \u{201c}Limited\u{201d}"),
        "{out}"
    );
    assert!(
        !out.contains('\u{1b}'),
        "a file cannot write to the terminal"
    );
    assert!(error.contains("nothing was written"), "{error}");
    let (_, out, _) = run(here, &["check"]);
    assert!(out.contains("0 commitments"), "{out}");

    // The report is the file with what was said; mended, it can be brought again.
    let report = std::fs::read_to_string(here.join("report.csv")).unwrap();
    assert!(
        report.starts_with("code,member,") && report.contains("import_result,import_errors"),
        "{report}"
    );
    assert!(report.contains("| completion: "), "{report}");
    assert!(
        report.contains("title: contains a character that cannot be shown (U+001B"),
        "{report}"
    );
    let mended = report
        .replace("Limitd,rejected", "Limited,rejected")
        .replace("\u{1b}[31m", "");
    std::fs::write(here.join("mended.csv"), mended).unwrap();
    // A report that cannot be written is told before anything is.
    let (code, _, error) = run(here, &["import", "mended.csv", "--report", "no/report.csv"]);
    assert_eq!(code, Some(2), "{error}");
    let (_, out, _) = run(here, &["check"]);
    assert!(out.contains("0 commitments"), "{out}");

    let by = ["import", "mended.csv", "--reason", "mended", "--by", "Ada"];
    let (code, out, _) = run(here, &by);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains("3 rows: 3 new"), "{out}");
    assert!(out.contains("import --undo 1"), "{out}");
    let (code, out, _) = run(here, &["import", "mended.csv"]);
    assert_eq!(code, Some(0), "{out}");
    assert!(
        out.contains("Nothing to change") && !out.contains("--undo"),
        "{out}"
    );

    for (arguments, said) in [
        (&["import", "no.csv"][..], "no row"),
        (&["import", "missing.csv"], "cannot read missing.csv"),
        (
            &["import", "good.csv", "--format", "ogp-2024"],
            "not have the columns of the format ogp-2024",
        ),
        (
            &["import", "good.csv", "--format", "excel"],
            "expected one of: tracker, ogp-2016, ogp-2024",
        ),
        (&["import"], "required"),
        (&["import", "--undo", "7"], "change 7 is not an import"),
    ] {
        let (code, _, error) = run(here, arguments);
        assert_eq!(code, Some(2), "{arguments:?}");
        assert!(error.contains(said), "{arguments:?}: {error}");
    }

    let (code, out, _) = run(here, &["import", "--list"]);
    assert_eq!(code, Some(0));
    assert!(out.contains("Ada\tmended.csv\t3 new"), "{out}");
    assert_eq!(run(here, &["import", "--undo", "1"]).0, Some(0));
    let (_, out, _) = run(here, &["check"]);
    assert!(
        out.contains("is sound") && out.contains("0 commitments"),
        "{out}"
    );
    let (code, _, error) = run(here, &["import", "--undo", "1"]);
    assert_eq!(
        (code, error.contains("already")),
        (Some(2), true),
        "{error}"
    );
}

#[test]
fn what_export_writes_import_finds_unchanged_in_every_format() {
    let directory = tempfile::tempdir().unwrap();
    let here = directory.path();
    crate::support::make_record(here);
    std::fs::write(here.join("good.csv"), format!("{HEAD}{GOOD}")).unwrap();
    assert_eq!(run(here, &["import", "good.csv"]).0, Some(0));
    for format in ["csv", "json", "xlsx"] {
        let file = format!("out.{format}");
        let (code, _, error) = run(here, &["export", "--format", format, "--output", &file]);
        assert_eq!(code, Some(0), "{error}");
        let (code, out, _) = run(here, &["import", &file]);
        assert_eq!(code, Some(0), "{out}");
        assert!(
            out.contains("2 rows: 0 new, 0 changed, 2 unchanged"),
            "{format}: {out}"
        );
    }
    assert_eq!(
        run(here, &["export", "--format", "zip", "--output", "out.zip"]).0,
        Some(0)
    );
    assert!(
        std::fs::read(here.join("out.zip"))
            .unwrap()
            .starts_with(b"PK")
    );
}
