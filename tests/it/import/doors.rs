//! What is refused at one door is refused at every other; and what an older version let in breaks nothing.

use std::process::Command;

use domain::Role;
use domain::record::Revision;

use super::browser::{send_with, settled};
use crate::support::site::Site;
use crate::support::{Place, a_batch, a_revision, an_entry};

/// Whether a document holds only what XML allows.
fn is_xml(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..))
}

#[tokio::test(flavor = "multi_thread")]
async fn feeds_pictures_and_files_are_well_formed_whatever_the_record_holds() {
    let place = Place::sqlite().await;
    let odd = "New\u{b}member\u{1f}\u{ffff}<&\"";
    let entry = an_entry("NL0001")
        .member(odd)
        .title(odd)
        .lead(odd)
        .description(odd)
        .area("open-data")
        .plan(2020, 2022);
    let revision = Revision {
        reason: odd.to_owned(),
        made_by: odd.to_owned(),
        ..a_revision()
    };
    place
        .store
        .record(&revision, &a_batch([entry]), false, &mut |_| {})
        .await
        .unwrap();
    let site = Site::over(place.store.clone()).await;
    let slug = domain::text::slugify(odd);
    for address in [
        "/changes.atom".to_owned(),
        "/sitemap.xml".to_owned(),
        "/charts/members.svg".to_owned(),
        "/charts/progress.svg".to_owned(),
        format!("/charts/progress.svg?member={slug}"),
    ] {
        let answer = site.get(&address).await;
        assert_eq!(answer.status, 200, "{address}");
        assert!(is_xml(&answer.body), "{address}");
    }
    for address in [
        "/charts/members.png".to_owned(),
        format!("/charts/progress.png?member={slug}"),
        "/charts/areas.png".to_owned(),
        "/commitments.xlsx".to_owned(),
        "/commitments.csv".to_owned(),
        "/commitments.json".to_owned(),
        "/commitments/NL0001".to_owned(),
    ] {
        let answer = site.get(&address).await;
        assert_eq!(answer.status, 200, "{address}: {}", answer.text());
    }
    let request = axum::http::Request::get("/commitments.xlsx")
        .header("host", "127.0.0.1:3000")
        .body(axum::body::Body::empty())
        .unwrap();
    let (book, _) = site.bytes(request).await;
    let file = interchange::file::CommitmentFile::read(&book, None).unwrap();
    assert_eq!(file.rows[0].title, "Newmember<&\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn csv_for_excel_begins_with_a_mark_and_the_pages_say_so() {
    let site = Site::bundled().await;
    for address in [
        "/commitments.csv",
        "/charts/progress.csv",
        "/data/coverage.csv",
    ] {
        let plain = site.get(address).await;
        let marked = site.get(&format!("{address}?excel=1")).await;
        assert!(!plain.body.starts_with('\u{feff}'), "{address}");
        assert_eq!(marked.body, format!("\u{feff}{}", plain.body), "{address}");
        assert_eq!(marked.status, 200);
    }
    for lang in ["en", "es", "fr"] {
        let page = site.get(&format!("/data?lang={lang}")).await;
        assert!(page.body.contains("/commitments.csv?excel=1"), "{lang}");
    }
    let editor = site.browser("ed@example.org", Role::Editor).await;
    assert!(
        editor
            .get("/staff/import")
            .await
            .body
            .contains("/commitments.csv?excel=1")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn on_the_desk_a_file_is_read_again_as_said_and_many_cleared_values_are_confirmed() {
    let site = Site::bundled().await;
    let editor = site.browser("ed@example.org", Role::Editor).await;
    // Otherwise unreadable: the header is far down.
    let deep = format!(
        "{}code;member;title\nNL0031;Netherlands;Espa\u{f1}a\n",
        "note;;\n".repeat(40)
    );
    let (western, _, _) = encoding_rs::WINDOWS_1252.encode(&deep);
    let refused = send_with(&editor, "x.csv", &western, &[]).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.text().contains("How to read the file"),
        "{}",
        refused.text()
    );
    let odd = send_with(
        &editor,
        "x.csv",
        &western,
        &[("header_row", "x"), ("encoding", "klingon")],
    )
    .await;
    assert_eq!(odd.status, 422);
    assert!(
        odd.text().contains("klingon") && odd.text().contains("number of a row"),
        "{}",
        odd.text()
    );
    let sent = send_with(&editor, "x.csv", &western, &[("header_row", "41")]).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let page = sent.header("location").to_owned();
    let shown = settled(&editor, &page).await;
    assert!(
        shown.text().contains("column names in row 41") && shown.text().contains("Espa\u{f1}a"),
        "{}",
        shown.text()
    );
    let again = editor
        .post(
            &page,
            &[
                ("do", "read"),
                ("header_row", "41"),
                ("encoding", "windows-1250"),
            ],
        )
        .await;
    assert_eq!(again.status, 303, "{}", again.text());
    let shown = settled(&editor, &page).await;
    assert!(shown.text().contains("Espa\u{144}a"), "{}", shown.text());
    // What was looked at is what is applied, also where it is sent from an older page.
    let older = editor
        .send(
            &page,
            &page,
            &[
                ("do", "apply"),
                ("reason", "x"),
                ("encoding", ""),
                ("header_row", "41"),
            ],
        )
        .await;
    assert_eq!(older.status, 303);
    let shown = settled(&editor, &page).await;
    assert!(
        shown.text().contains("Check the new preview"),
        "{}",
        shown.text()
    );

    let codes: Vec<String> = site
        .app
        .catalogue()
        .rows()
        .filter(|row| row.commitment.source_url.is_some())
        .take(7)
        .map(|row| {
            format!(
                "{},\"{}\",\"{}\",",
                row.commitment.code,
                row.commitment.member.name,
                row.commitment.title.replace('"', "\"\"")
            )
        })
        .collect();
    let file = format!("code,member,title,source_url\n{}\n", codes.join("\n"));
    let sent = send_with(&editor, "y.csv", file.as_bytes(), &[]).await;
    let page = sent.header("location").to_owned();
    let shown = settled(&editor, &page).await;
    assert!(shown.text().contains("Clear 7 values"), "{}", shown.text());
    let version = site.app.catalogue().version().number;
    let refused = editor
        .send(&page, &page, &[("do", "apply"), ("reason", "x")])
        .await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.text().contains("would clear 7 values"),
        "{}",
        refused.text()
    );
    let done = editor
        .send(
            &page,
            &page,
            &[("do", "apply"), ("reason", "x"), ("allow_clear", "7")],
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.text());
    settled(&editor, &page).await;
    assert_eq!(site.app.catalogue().version().number, version + 1);
}

#[test]
fn the_command_line_takes_what_is_said_and_refuses_what_the_form_refuses() {
    let directory = tempfile::tempdir().unwrap();
    let here = directory.path();
    crate::support::make_record(here);
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_ogp-tracker"))
            .args(arguments)
            .current_dir(here)
            .env_remove("DATABASE_URL")
            .output()
            .unwrap();
        let out =
            String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        (output.status.code(), out)
    };
    let head = "code;member;member_kind;country_iso3;region;title;description";
    let row = |n: usize, text: &str| {
        format!("CZ900{n};Czechia;national;CZE;Europe;Otev\u{159}en\u{e1} data;{text}\n")
    };
    let full: String = (1..8).map(|n| row(n, "text")).collect();
    let empty: String = (1..8).map(|n| row(n, "")).collect();
    let central = |text: &str| encoding_rs::WINDOWS_1250.encode(text).0.into_owned();
    std::fs::write(here.join("a.csv"), central(&format!("{head}\n{full}"))).unwrap();
    std::fs::write(here.join("b.csv"), central(&format!("{head}\n{empty}"))).unwrap();
    let (code, out) = run(&[
        "import",
        "a.csv",
        "--encoding",
        "cp1250",
        "--delimiter",
        "semicolon",
        "--header-row",
        "1",
    ]);
    assert_eq!(code, Some(0), "{out}");
    assert!(
        out.contains("New:") && out.contains("CZ9001 Otev\u{159}en\u{e1} data"),
        "{out}"
    );
    for dry in [
        &["import", "b.csv", "--dry-run"][..],
        &["import", "b.csv"],
        &["import", "b.csv", "--allow-clear", "6"],
    ] {
        let (code, out) = run(dry);
        assert_eq!(code, Some(1), "{out}");
        assert!(
            out.contains("--allow-clear 7") && out.contains(": 7"),
            "{out}"
        );
    }
    assert_eq!(run(&["import", "b.csv", "--allow-clear", "7"]).0, Some(0));
    for (arguments, words) in [
        (
            &["import", "a.csv", "--reason", "a\u{b}b"][..],
            "cannot be shown",
        ),
        (
            &["import", "a.csv", "--encoding", "klingon"],
            "windows-1250",
        ),
        (&["import", "a.csv", "--delimiter", "ab"], "semicolon"),
        (&["import", "a.csv", "--header-row", "0"], "number of a row"),
        (
            &["import", "a.csv", "--header-row", "2"],
            "row 2 is not a header",
        ),
        (&["import", "a.csv", "--encoding", "utf-8"], "not UTF-8"),
    ] {
        let (code, out) = run(arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {out}");
        assert!(out.contains(words), "{arguments:?}: {out}");
    }
    std::fs::write(
        here.join("c.csv"),
        "code,member,title\nES9001,Spain,a\u{b}b\n",
    )
    .unwrap();
    let (code, out) = run(&["import", "c.csv"]);
    assert_eq!(code, Some(1), "{out}");
    assert!(
        out.contains("row 2 ES9001") && out.contains("U+000B"),
        "{out}"
    );
    let (code, out) = run(&["export", "--excel"]);
    assert_eq!(code, Some(0));
    assert!(out.starts_with('\u{feff}'), "{out}");
}
