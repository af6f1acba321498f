//! Signs that nobody sees (soft hyphens, zero-width spaces, marks of the order of bytes) come along when
//! text is copied. No door lets them in, and a record that has them already is found and compared as if it
//! had not.

use std::process::Command;

use domain::Role;
use domain::characters::without_signs;
use ogp_tracker::service::import::Outcome;

use super::{applied, exported, planned};
use crate::support::site::Site;
use crate::support::{an_entry, on_both, record};

const SIGNS: [char; 6] = [
    '\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}', '\u{34f}', '\u{2063}',
];

/// A text as a word processor copies it.
fn pasted(text: &str) -> String {
    let signs = SIGNS.iter().cycle();
    let mut pasted = String::new();
    for (letter, sign) in text.chars().zip(signs) {
        pasted.push(letter);
        pasted.push(*sign);
    }
    pasted
}

#[tokio::test(flavor = "multi_thread")]
async fn signs_that_nobody_sees_enter_the_record_through_no_door() {
    on_both(async |place| {
        record(
            &place.store,
            [an_entry("NL0031").title("One").lead("Ministry")],
        )
        .await;
        let site = Site::over(place.store.clone()).await;
        // A file of text, a workbook, JSON: every column that is read.
        let names = [
            "code",
            "member",
            "title",
            "title_es",
            "description",
            "lead_institution",
            "support_institutions",
            "action_plan",
            "commitment_number",
            "source_url",
            "ambition_scheme",
            "ambition",
        ];
        let cells = [
            "NL0031",
            "Netherlands",
            "Transparency",
            "Transparencia",
            "A text",
            "Ministry;Agency",
            "Bureau",
            "The plan",
            "4.2",
            "https://example.org/a",
            "potential_impact",
            "Minor",
        ];
        let plain = format!("{}\n{}\n", names.join(","), cells.join(","));
        let dirty = format!("{}\n{}\n", names.join(","), cells.map(pasted).join(","));
        applied(&site.app, dirty.as_bytes()).await;
        let kept = exported(&site.app).await;
        assert_eq!(without_signs(&kept), kept);
        assert_eq!(planned(&site.app, &plain).await.counts.unchanged, 1);
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (at, (name, cell)) in (0..).zip(names.iter().zip(cells)) {
            sheet.write_string(0, at, pasted(name)).unwrap();
            sheet.write_string(1, at, pasted(cell)).unwrap();
        }
        let book = book.save_to_buffer().unwrap();
        let values = names.iter().zip(cells);
        let values = values.map(|(name, cell)| ((*name).to_owned(), pasted(cell).into()));
        let json: serde_json::Map<String, serde_json::Value> = values.collect();
        let json = serde_json::to_vec(&[json]).unwrap();
        for file in [book, json] {
            let given = ogp_tracker::service::import::GivenFile {
                name: "x",
                bytes: &file,
            };
            let options = interchange::options::ReadOptions::default();
            let by = ogp_tracker::service::import::Importer::command_line();
            let read = site
                .app
                .plan_import(given, &options, &by, &|_, _| ())
                .await
                .unwrap();
            assert_eq!(read.counts.unchanged, 1, "{:?}", read.items);
        }
        // Forms.
        let admin = site.browser("admin@example.org", Role::Admin).await;
        let page = "/staff/commitments/NL0031";
        let (title, lead, reason) = (
            pasted("A better title"),
            format!("{}\nOf\u{a0}the\u{202f}Interior", pasted("Ministry")),
            pasted("as agreed"),
        );
        let saved = admin
            .send(
                page,
                page,
                &[("title", &title), ("lead", &lead), ("reason", &reason)],
            )
            .await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let shown = site.get("/api/v1/commitments/NL0031").await.body;
        assert!(
            shown.contains("A better title") && shown.contains("Of the Interior"),
            "{shown}"
        );
        let (changes, feed) = (
            site.get("/changes").await.body,
            site.get("/changes.atom").await.body,
        );
        assert!(changes.contains("as agreed"), "{changes}");
        for text in [&shown, &changes, &feed] {
            assert!(!SIGNS.iter().any(|sign| text.contains(*sign)), "{text}");
        }
        let renamed = pasted("Ada Lovelace");
        let saved = admin
            .post("/staff/account", &[("do", "name"), ("name", &renamed)])
            .await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert!(
            admin
                .get("/staff/account")
                .await
                .body
                .contains("Ada Lovelace")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_with_signs_that_nobody_sees_is_found_and_compared_without_them() {
    on_both(async |place| {
        let entries = [
            an_entry("NL0001")
                .title("Trans\u{ad}parency of the bud\u{200b}get")
                .lead("Minis\u{ad}try of\u{a0}Finance")
                .description("Inter\u{ad}operability"),
            an_entry("NL0002").title("Something else"),
        ];
        record(&place.store, entries).await;
        let site = Site::over(place.store.clone()).await;
        for typed in [
            "transparency",
            "budget",
            "trans%C2%ADparency",
            "interoperability",
            "ministry",
        ] {
            let found = site
                .get(&format!("/commitments.json?q={typed}"))
                .await
                .json();
            assert_eq!(found["items"][0]["code"], "NL0001", "{typed}");
            assert_eq!(found["items"].as_array().unwrap().len(), 1, "{typed}");
        }
        let list = site.get("/commitments?q=transparency").await.body;
        assert!(
            list.contains("<mark>Trans\u{ad}parency</mark>"),
            "the hit is marked"
        );
        // Its download, and what the same words are without the signs, change nothing.
        let own = exported(&site.app).await;
        for file in [own.clone(), without_signs(&own).into_owned()] {
            let plan = planned(&site.app, &file).await;
            assert_eq!(plan.counts.unchanged, 2, "{:?}", plan.items);
        }
        let near = "code,member,title\nNL9999,Netherlands,Transparency of the budget\n";
        let plan = planned(&site.app, near).await;
        assert_eq!(plan.items[0].outcome, Outcome::Question, "{:?}", plan.items);
    })
    .await;
}

#[test]
fn the_command_line_takes_no_text_that_the_forms_refuse() {
    let directory = tempfile::tempdir().unwrap();
    crate::support::make_record(directory.path());
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_ogp-tracker"))
            .args(arguments)
            .current_dir(directory.path())
            .env_remove("DATABASE_URL")
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        (
            output.status.code(),
            told + &String::from_utf8(output.stderr).unwrap(),
        )
    };
    let long = "x".repeat(101);
    let add =
        |email: &str, name: &str| run(&["user", "add", email, "--role", "editor", "--name", name]);
    for (name, word) in [("A\u{b}da", "cannot be shown"), (&*long, "at most 100")] {
        let (code, told) = add("a@example.org", name);
        assert_eq!(code, Some(2), "{name}: {told}");
        assert!(told.contains("--name") && told.contains(word), "{told}");
    }
    let (code, told) = add("b@example.org", &pasted("Ada"));
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("shown as \u{201c}Ada\u{201d}"), "{told}");
    let row =
        "code,member,member_kind,country_iso3,region,title\nES9001,Spain,national,ESP,Europe,x\n";
    std::fs::write(directory.path().join("a.csv"), row).unwrap();
    let (by, reason) = (pasted("Bob"), pasted("a good reason"));
    let (code, told) = run(&["import", "a.csv", "--by", &by, "--reason", &reason]);
    assert_eq!(code, Some(0), "{told}");
    let (_, listed) = run(&["import", "--list"]);
    assert_eq!(without_signs(&listed), listed);
    for reason in ["", "\u{ad}\u{200b}", "a\u{b}b"] {
        let (code, told) = run(&["import", "--undo", "1", "--reason", reason]);
        assert_eq!(code, Some(2), "{reason:?}: {told}");
    }
}
