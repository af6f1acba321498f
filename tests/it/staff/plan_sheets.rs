//! The sheet of a plan: a new plan with its commitments, and the facts of those that there are, entered and
//! saved as one.

use domain::Role;
use ogp_tracker::service::Clock;

use super::{Browser, fields_of, posted};
use crate::support::site::{Answer, Site};
use crate::support::{Place, an_entry, on_both, record};

const SHEET: &str = "/staff/plans/netherlands/2023-2025/commitments";
const NEW: &str = "/staff/plans/new";
const NEW_PLAN: &str =
    "/staff/plans/new?member=netherlands&plan_title=&start_year=2026&end_year=2028";

/// What is typed once.
const HEAD: [(&str, &str); 2] = [
    ("reason", "The plan is out"),
    ("source_url", "https://example.org/plan.pdf"),
];

/// A site over a plan with so many commitments, with an institution in charge each.
async fn a_plan(place: &Place, commitments: usize) -> Site {
    let codes = (1..=commitments).map(|n| format!("NL{n:04}"));
    let entries = codes.map(|code| {
        let entry = an_entry(&code).plan(2023, 2025).lead("Ministry; of A");
        entry
            .area("open-data")
            .description("What is promised.\n\nMore.")
    });
    record(&place.store, entries).await;
    Site::over(place.store.clone()).await
}

fn revision(site: &Site) -> i64 {
    site.app.catalogue().version().number
}

/// Sends the form of a page with these fields changed.
async fn send(
    browser: &Browser<'_>,
    page: &Answer,
    path: &str,
    changes: &[(&str, &str)],
) -> Answer {
    let body = fields_of(page, path, changes);
    browser.site.ask(posted(path, browser.cookie(), body)).await
}

/// The preview of a sheet with these cells changed.
async fn previewed(
    browser: &Browser<'_>,
    page: &Answer,
    path: &str,
    cells: &[(&str, &str)],
) -> Answer {
    let all: Vec<(&str, &str)> = HEAD
        .iter()
        .chain(cells)
        .copied()
        .chain([("do", "preview")])
        .collect();
    send(browser, page, path, &all).await
}

/// Saves what a preview shows; where it leads is opened.
async fn saved(browser: &Browser<'_>, preview: &Answer, path: &str) -> Answer {
    assert_eq!(preview.status, 200, "{}", preview.text());
    let done = send(browser, preview, path, &[("do", "save")]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    browser.get(done.header("location")).await
}

async fn fact(site: &Site, code: &str, name: &str) -> String {
    let list = site.get("/commitments.json").await.json();
    let items = list["items"].as_array().unwrap();
    let item = items.iter().find(|item| item["code"] == code);
    let item = item.unwrap_or_else(|| panic!("{code} is not in the list"));
    match &item[name] {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_plan_of_ten_takes_at_most_eight_pages() {
    on_both(async |place| {
        let site = a_plan(place, 3).await;
        site.account("ed@example.org", Role::Editor).await;
        let stranger = site.stranger();
        // The page that asks to sign in, the desk, the new plan, its sheet.
        let mut pages = 0;
        let mut seen = |answer: &Answer| {
            pages += usize::from(answer.status.as_u16() < 300);
        };
        seen(&stranger.get("/staff/sign-in").await);
        let ed = site.sign_in("ed@example.org").await;
        let desk = ed.get("/staff").await;
        assert!(desk.body.contains(&format!("href=\"{NEW}\"")));
        seen(&desk);
        seen(&ed.get(NEW).await);
        let page = ed.get(NEW_PLAN).await;
        seen(&page);
        assert!(
            page.text()
                .contains("New plan: Netherlands, Action plan 2026")
        );
        // Codes are proposed.
        assert!(page.body.contains("value=\"NL0004\""), "{}", page.body);
        assert!(page.body.contains("value=\"NL0013\""));
        let mut cells: Vec<(String, String)> = Vec::new();
        for n in 1..=10 {
            for (column, text) in [
                ("number", format!("2.{n}")),
                ("title", format!("Promise {n}")),
                ("start", "2026-07".to_owned()),
                ("end", "2028".to_owned()),
                ("lead", "Ministry A; Ministry B".to_owned()),
                ("area", "Open Data; Tax".to_owned()),
                ("description", format!("The text of {n}.\n\nIts end.")),
            ] {
                cells.push((format!("{column}-{n}"), text));
            }
        }
        let cells: Vec<(&str, &str)> = cells
            .iter()
            .map(|(n, t)| (n.as_str(), t.as_str()))
            .collect();
        let before = revision(&site);
        let began = Clock::system().now();
        let preview = previewed(&ed, &page, NEW, &cells).await;
        seen(&preview);
        for said in [
            "10 new commitments",
            "New plan: Action plan 2026",
            "Title: nothing \u{2192} Promise 7",
            "Lead institution: nothing \u{2192} Ministry A; Ministry B",
            "The plan is out",
        ] {
            assert!(preview.text().contains(said), "{said}: {}", preview.text());
        }
        assert_eq!(revision(&site), before, "nothing is saved by looking");
        let done = send(&ed, &preview, NEW, &[("do", "save")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let after = ed.get(done.header("location")).await;
        seen(&after);
        assert!(
            after.text().contains("Saved as one change."),
            "{}",
            after.text()
        );
        assert!(pages <= 8, "{pages} pages");
        assert_eq!(revision(&site), before + 1, "one revision");
        // Sent twice it is applied once.
        let again = send(&ed, &preview, NEW, &[("do", "save")]).await;
        assert_eq!(again.header("location"), done.header("location"));
        assert_eq!(revision(&site), before + 1);
        assert_eq!(fact(&site, "NL0010", "title").await, "Promise 7");
        assert_eq!(fact(&site, "NL0010", "commitment_number").await, "2.7");
        assert_eq!(fact(&site, "NL0010", "start").await, "2026-07");
        let institutions = fact(&site, "NL0010", "lead_institution").await;
        assert_eq!(institutions, r#"["Ministry A","Ministry B"]"#);
        assert_eq!(fact(&site, "NL0010", "plan_year").await, "2026");
        let source = fact(&site, "NL0010", "source_url").await;
        assert_eq!(source, "https://example.org/plan.pdf");
        let page = site.get("/commitments/NL0010").await.text();
        assert!(page.contains("The text of 7."), "{page}");
        let history = site.get("/changes").await.text();
        assert!(history.contains("The plan is out"), "{history}");
        let past = began.format("?as_of=%Y-%m-%dT%H:%M:%S%.6fZ");
        for (code, status) in [("NL0003", 200), ("NL0010", 404)] {
            let then = site.get(&format!("/commitments/{code}{past}")).await;
            assert_eq!(then.status, status, "{code}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_cells_that_were_changed_are_saved() {
    on_both(async |place| {
        let site = a_plan(place, 3).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let page = ed.get(SHEET).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(
            page.body.contains(">Ministry;; of A</textarea>"),
            "{}",
            page.body
        );
        let before = revision(&site);
        let nothing = previewed(&ed, &page, SHEET, &[]).await;
        assert_eq!(nothing.status, 200, "{}", nothing.text());
        assert!(
            nothing.text().contains("Nothing to save"),
            "{}",
            nothing.text()
        );
        let preview = previewed(
            &ed,
            &page,
            SHEET,
            &[("title-NL0002", "Another title"), ("end-NL0003", "2024-12")],
        )
        .await;
        assert!(
            preview.text().contains("2 changed commitments"),
            "{}",
            preview.text()
        );
        assert!(!preview.text().contains("Ministry"), "{}", preview.text());
        // Back in the table nothing is lost, and the rest is as it was.
        let back = send(&ed, &preview, SHEET, &[("do", "edit")]).await;
        assert_eq!(back.status, 200, "{}", back.text());
        assert!(back.body.contains(">Another title</textarea>"));
        assert!(back.body.contains(">Commitment NL0001</textarea>"));
        assert!(back.body.contains("data-unsaved"));
        let preview = send(&ed, &back, SHEET, &[("do", "preview")]).await;
        saved(&ed, &preview, SHEET).await;
        assert_eq!(revision(&site), before + 1);
        assert_eq!(fact(&site, "NL0002", "title").await, "Another title");
        assert_eq!(
            fact(&site, "NL0002", "lead_institution").await,
            r#"["Ministry; of A"]"#
        );
        assert_eq!(fact(&site, "NL0003", "end").await, "2024-12");
        assert_eq!(
            fact(&site, "NL0003", "source_url").await,
            "",
            "of the revision only"
        );
        assert_eq!(fact(&site, "NL0001", "title").await, "Commitment NL0001");
        let history = site.get("/commitments/NL0002").await.text();
        assert!(history.contains("What is promised."), "{history}");
        // An old form that wants what is there already changes nothing.
        let same = previewed(&ed, &page, SHEET, &[("title-NL0002", "Another title")]).await;
        assert!(same.text().contains("Nothing to save"), "{}", same.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn milestones_are_lines_of_a_cell() {
    on_both(async |place| {
        let site = a_plan(place, 2).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let page = ed.get(SHEET).await;
        let typed = "Open a register | 2024-03 | 2024-12\nReport on it";
        let wrong = previewed(&ed, &page, SHEET, &[("milestones-NL0001", "It | 2024-13")]).await;
        assert_eq!(wrong.status, 422, "{}", wrong.text());
        let preview = previewed(&ed, &page, SHEET, &[("milestones-NL0001", typed)]).await;
        saved(&ed, &preview, SHEET).await;
        let shown = site.get("/commitments/NL0001").await.text();
        assert!(shown.contains("Open a register"), "{shown}");
        assert!(shown.contains("December 2024"), "{shown}");
        let form = ed.get("/staff/commitments/NL0001").await.body;
        assert!(form.contains("name=\"milestone_end\" value=\"2024-12\""));
        let again = ed.get(SHEET).await;
        assert!(again.body.contains(&format!(">{typed}</textarea>")));
        let same = previewed(&ed, &again, SHEET, &[]).await;
        assert!(same.text().contains("Nothing to save"), "{}", same.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_editors_see_each_others_cells_and_lose_nothing() {
    on_both(async |place| {
        let site = a_plan(place, 3).await;
        let ann = site.browser("ann@example.org", Role::Editor).await;
        let bob = site.browser("bob@example.org", Role::Editor).await;
        let (anns, bobs) = (ann.get(SHEET).await, bob.get(SHEET).await);
        let preview = previewed(
            &ann,
            &anns,
            SHEET,
            &[
                ("title-NL0001", "Ann\u{2019}s title"),
                ("end-NL0002", "2024"),
            ],
        )
        .await;
        saved(&ann, &preview, SHEET).await;
        let before = revision(&site);
        let refused = previewed(
            &bob,
            &bobs,
            SHEET,
            &[
                ("title-NL0001", "Bob\u{2019}s title"),
                ("number-NL0002", "7"),
                ("title-1", "A new one"),
            ],
        )
        .await;
        assert_eq!(refused.status, 409, "{}", refused.text());
        for said in [
            "1 cell needs your attention",
            "It is now \u{201c}Ann\u{2019}s title\u{201d}.",
            "Changed by ann, on",
        ] {
            assert!(refused.text().contains(said), "{said}: {}", refused.text());
        }
        for kept in [
            ">Bob\u{2019}s title</textarea>",
            "value=\"7\"",
            ">A new one</textarea>",
        ] {
            assert!(refused.body.contains(kept), "{kept}");
        }
        // What he left alone is as it is now.
        assert!(
            refused.body.contains("name=\"end-NL0002\"") && refused.body.contains("value=\"2024\"")
        );
        assert_eq!(revision(&site), before);
        // Seen, it is saved; meanwhile others change cells that are in nobody's way.
        let preview = send(&bob, &refused, SHEET, &[("do", "preview")]).await;
        let anns = ann.get(SHEET).await;
        let other = previewed(&ann, &anns, SHEET, &[("start-NL0001", "2023-02")]).await;
        saved(&ann, &other, SHEET).await;
        saved(&bob, &preview, SHEET).await;
        for (code, name, value) in [
            ("NL0001", "title", "Bob\u{2019}s title"),
            ("NL0001", "start", "2023-02"),
            ("NL0002", "end", "2024"),
            ("NL0002", "commitment_number", "7"),
            ("NL0004", "title", "A new one"),
        ] {
            assert_eq!(fact(&site, code, name).await, value, "{code} {name}");
        }
        // What is changed between looking and saving is seen before it is saved.
        let bobs = bob.get(SHEET).await;
        let preview = previewed(&bob, &bobs, SHEET, &[("title-NL0003", "Bob again")]).await;
        let anns = ann.get(SHEET).await;
        let theirs = previewed(&ann, &anns, SHEET, &[("title-NL0003", "Ann again")]).await;
        saved(&ann, &theirs, SHEET).await;
        let late = send(&bob, &preview, SHEET, &[("do", "save")]).await;
        assert_eq!(late.status, 409, "{}", late.text());
        assert!(late.body.contains(">Bob again</textarea>"), "{}", late.body);
        assert_eq!(fact(&site, "NL0003", "title").await, "Ann again");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_is_taken_meanwhile_is_said_with_a_free_one() {
    let place = Place::sqlite().await;
    let site = a_plan(&place, 2).await;
    let ann = site.browser("ann@example.org", Role::Editor).await;
    let bob = site.browser("bob@example.org", Role::Editor).await;
    let (anns, bobs) = (ann.get(SHEET).await, bob.get(SHEET).await);
    let preview = previewed(&bob, &bobs, SHEET, &[("title-1", "Bob\u{2019}s")]).await;
    let theirs = previewed(&ann, &anns, SHEET, &[("title-1", "Ann\u{2019}s")]).await;
    saved(&ann, &theirs, SHEET).await;
    let refused = send(&bob, &preview, SHEET, &[("do", "save")]).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    let said = "The code NL0003 is already in use. NL0004 is free.";
    assert!(refused.text().contains(said), "{}", refused.text());
    assert!(refused.body.contains(">Bob\u{2019}s</textarea>"));
    // Two rows with one code, and a code of another plan.
    let page = ann.get(SHEET).await;
    let twice = [
        ("title-1", "One"),
        ("code-1", "NL0050"),
        ("title-2", "Two"),
        ("code-2", "nl0050"),
    ];
    let refused = previewed(&ann, &page, SHEET, &twice).await;
    assert!(
        refused.text().contains("NL0050 is already in use"),
        "{}",
        refused.text()
    );
    place.end().await;
}

/// The kind: what a single form refuses, a sheet refuses in its cell, and keeps all that was typed.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_in_its_cell_and_nothing_is_kept() {
    on_both(async |place| {
        let site = a_plan(place, 2).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let before = revision(&site);
        let page = ed.get(SHEET).await;
        let long = "x".repeat(1_001);
        for (wrong, said) in [
            (("title-NL0002", ""), "A title is needed."),
            (
                ("title-NL0002", long.as_str()),
                "Use at most 1000 characters",
            ),
            (("start-NL0002", "soon"), "soon"),
            (("end-NL0002", "20233"), "20233"),
            (
                ("area-NL0002", "Open Dta"),
                "Did you mean \u{201c}Open Data\u{201d}?",
            ),
            (("title-NL0002", "a\u{7}b"), "cannot be shown"),
            (
                ("summary_en-NL0002", "Short."),
                "Enter the page that supports",
            ),
            (("number-1", "1"), "A title is needed."),
            (("code-2", "N1"), "is not a commitment code"),
            (("reason", ""), "A reason for the change is needed."),
            (("source_url", "javascript:alert(1)"), "Enter a web address"),
        ] {
            let good = [
                ("title-NL0001", "Kept as typed"),
                ("title-2", "New and kept"),
                wrong,
            ];
            let refused = previewed(&ed, &page, SHEET, &good).await;
            assert_eq!(refused.status, 422, "{wrong:?}: {}", refused.text());
            assert!(
                refused.text().contains(said),
                "{wrong:?}: {}",
                refused.text()
            );
            for kept in [
                ">Kept as typed</textarea>",
                ">New and kept</textarea>",
                "data-unsaved",
            ] {
                assert!(refused.body.contains(kept), "{wrong:?}: {kept}");
            }
            // The same is refused where it is to be saved at once.
            let mut all: Vec<(&str, &str)> = HEAD.to_vec();
            all.extend(good);
            all.push(("do", "save"));
            let saved = send(&ed, &page, SHEET, &all).await;
            assert_eq!(saved.status, 422, "{wrong:?}: {}", saved.text());
        }
        assert_eq!(revision(&site), before);
        let hostile = previewed(
            &ed,
            &page,
            SHEET,
            &[("title-1", "</textarea><script>alert(1)</script>")],
        )
        .await;
        assert!(!hostile.body.contains("<script>alert"), "{}", hostile.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_pasted_fills_the_rows_and_nothing_is_lost() {
    let place = Place::sqlite().await;
    let site = a_plan(&place, 2).await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let page = ed.get(SHEET).await;
    let text = "Code\tCommitment\tLead agency\tStart date\tBudget\n\
        NL0002\tA title from the sheet\tMinistry B\t1 June 2024\t3\n\
        \tA new commitment\tMinistry C; D\t\t\n";
    let changes = [
        ("paste", text),
        ("title-1", "Typed before"),
        ("title-NL0001", "Changed before"),
        ("do", "read"),
    ];
    let read = send(&ed, &page, SHEET, &changes).await;
    assert_eq!(read.status, 200, "{}", read.text());
    for said in ["2 rows read into the table.", "Not read: Budget."] {
        assert!(read.text().contains(said), "{said}: {}", read.text());
    }
    for kept in [
        ">Typed before</textarea>",
        ">Changed before</textarea>",
        ">A title from the sheet</textarea>",
        ">A new commitment</textarea>",
        ">Ministry C; D</textarea>",
        "value=\"2024-06-01\"",
    ] {
        assert!(read.body.contains(kept), "{kept}: {}", read.body);
    }
    let preview = previewed(&ed, &read, SHEET, &[]).await;
    assert!(
        preview
            .text()
            .contains("2 new commitments, 2 changed commitments"),
        "{}",
        preview.text()
    );
    saved(&ed, &preview, SHEET).await;
    assert_eq!(
        fact(&site, "NL0002", "title").await,
        "A title from the sheet"
    );
    // A table of contents with more lines than there are rows.
    let page = ed.get(NEW_PLAN).await;
    let lines: Vec<String> = (1..=15)
        .map(|n| format!("3.{n} Promise {n} ...... {n}"))
        .collect();
    let read = send(
        &ed,
        &page,
        NEW,
        &[("paste", &lines.join("\n")), ("do", "read")],
    )
    .await;
    assert!(read.text().contains("15 rows read"), "{}", read.text());
    assert!(read.body.contains("name=\"number-15\"") && read.body.contains("value=\"3.15\""));
    assert!(read.body.contains(">Promise 15</textarea>"));
    let empty = send(&ed, &page, NEW, &[("do", "read")]).await;
    assert_eq!(empty.status, 422);
    let preview = previewed(&ed, &read, NEW, &[]).await;
    assert!(
        preview.text().contains("15 new commitments"),
        "{}",
        preview.text()
    );
    place.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_added_and_copied_from_the_last_plan() {
    let place = Place::sqlite().await;
    let site = a_plan(&place, 3).await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let page = ed.get(NEW_PLAN).await;
    let more = send(&ed, &page, NEW, &[("title-1", "Typed"), ("do", "rows")]).await;
    assert!(more.text().contains("5 rows added."), "{}", more.text());
    assert!(more.body.contains("name=\"title-15\"") && more.body.contains(">Typed</textarea>"));
    let before = revision(&site);
    let copied = send(&ed, &more, NEW, &[("do", "copy")]).await;
    assert!(
        copied
            .text()
            .contains("3 rows copied from Action plan 2023"),
        "{}",
        copied.text()
    );
    assert!(copied.text().contains("Copied from NL0002"));
    assert_eq!(revision(&site), before, "nothing is saved");
    let preview = previewed(&ed, &copied, NEW, &[]).await;
    assert!(
        preview.text().contains("4 new commitments"),
        "{}",
        preview.text()
    );
    // Through the preview and back a copy is marked as before.
    let back = send(&ed, &preview, NEW, &[("do", "edit")]).await;
    assert!(
        back.text().contains("Copied from NL0002"),
        "{}",
        back.text()
    );
    saved(&ed, &preview, NEW).await;
    assert_eq!(fact(&site, "NL0005", "title").await, "Commitment NL0001");
    assert_eq!(
        fact(&site, "NL0005", "lead_institution").await,
        r#"["Ministry; of A"]"#
    );
    place.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_is_renamed_or_withdrawn_meanwhile_loses_nothing() {
    let place = Place::sqlite().await;
    let site = a_plan(&place, 2).await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let page = ed.get(SHEET).await;
    let plans = "/staff/members/netherlands/plans";
    let member = "/staff/members/netherlands?plan=2023/2025/";
    let mend = [
        ("form", "mend"),
        ("plan", "2023/2025/"),
        ("plan_title", "Open together"),
        ("start_year", "2023"),
        ("end_year", "2025"),
        ("reason", "Its title"),
    ];
    let renamed = ed.send(member, plans, &mend).await;
    assert_eq!(renamed.status, 303, "{}", renamed.text());
    let preview = previewed(&ed, &page, SHEET, &[("title-NL0001", "Renamed")]).await;
    assert!(
        preview.text().contains("Open together"),
        "{}",
        preview.text()
    );
    let at = "/staff/plans/netherlands/2023-2025-open-together/commitments";
    saved(&ed, &preview, at).await;
    assert_eq!(fact(&site, "NL0001", "title").await, "Renamed");
    // A commitment that has left the plan: the page repeats what was typed about it.
    let page = ed.get(at).await;
    let added = [("start_year", "2030"), ("reason", "next")];
    assert_eq!(ed.send(member, plans, &added).await.status, 303);
    let edit = "/staff/commitments/NL0002";
    let moved = ed
        .send(edit, edit, &[("plan", "2030//"), ("reason", "moved")])
        .await;
    assert_eq!(moved.status, 303, "{}", moved.text());
    let cells = [("title-NL0002", "Typed in vain"), ("number-NL0001", "9")];
    let refused = previewed(&ed, &page, at, &cells).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    let said = "NL0002 is no longer in this plan. Not saved: Title: \u{201c}Typed in vain\u{201d}.";
    assert!(refused.text().contains(said), "{}", refused.text());
    let preview = send(&ed, &refused, at, &[("do", "preview")]).await;
    saved(&ed, &preview, at).await;
    assert_eq!(fact(&site, "NL0001", "commitment_number").await, "9");
    assert_eq!(fact(&site, "NL0002", "title").await, "Commitment NL0002");
    place.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_for_staff_and_bounded() {
    let place = Place::sqlite().await;
    let site = a_plan(&place, 2).await;
    for role in Role::ALL {
        let browser = site
            .browser(&format!("{}@example.org", role.slug()), *role)
            .await;
        let page = browser.get(SHEET).await;
        assert_eq!(page.status, 200, "{role}");
        let title = format!("By {role}");
        let preview = previewed(&browser, &page, SHEET, &[("title-NL0001", &title)]).await;
        saved(&browser, &preview, SHEET).await;
        assert_eq!(fact(&site, "NL0001", "title").await, title);
        for missing in [
            "/staff/plans/netherlands/1999/commitments",
            "/staff/plans/atlantis/2023-2025/commitments",
            "/staff/plans/new?member=atlantis&start_year=2026",
        ] {
            assert_eq!(browser.get(missing).await.status, 404, "{missing}");
        }
        for asked_again in [
            "/staff/plans/new?member=netherlands&start_year=x",
            "/staff/plans/new?member=&start_year=2026",
            "/staff/plans/new?member=netherlands",
        ] {
            let page = browser.get(asked_again).await;
            assert_eq!(page.status, 200);
            assert!(
                page.text().contains("Continue"),
                "{asked_again}: {}",
                page.text()
            );
        }
    }
    let stranger = site.stranger();
    for path in [SHEET, NEW] {
        assert_eq!(stranger.get(path).await.status, 303);
        assert_eq!(stranger.post(path, &[("do", "save")]).await.status, 401);
    }
    // However many rows are asked for, a sheet has two hundred.
    let ed = site.sign_in("editor@example.org").await;
    let mut page = ed.get(SHEET).await;
    let many: Vec<String> = (1..=400).map(|n| format!("Promise {n}")).collect();
    page = send(
        &ed,
        &page,
        SHEET,
        &[("paste", &many.join("\n")), ("do", "read")],
    )
    .await;
    assert!(
        page.text().contains("198 rows read into the table."),
        "{}",
        page.text()
    );
    assert!(
        page.text().contains("202 rows had no room"),
        "{}",
        page.text()
    );
    let full = send(&ed, &page, SHEET, &[("do", "rows")]).await;
    assert!(full.text().contains("at most 200 rows"), "{}", full.text());
    let refused = send(
        &ed,
        &page,
        SHEET,
        &[("paste", &"x".repeat(300_001)), ("do", "read")],
    )
    .await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    place.end().await;
}
