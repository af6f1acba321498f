//! Rating sheets: a report's ratings of a whole plan, entered, reviewed and published as one.

use domain::{Dimension, Role};

use super::{Browser, fields_of, posted};
use crate::support::site::{Answer, Site};
use crate::support::{Place, an_entry, on_both, record};

const SHEET: &str = "/staff/plans/netherlands/2023-2025/ratings";
const REPORT: &str = "Netherlands Results Report 2023-2025";
const OPENED: &str = "/staff/plans/netherlands/2023-2025/ratings?report_title=Netherlands%20Results%20Report%202023-2025";

/// What is typed once.
const HEAD: [(&str, &str); 4] = [
    ("report_title", REPORT),
    ("report_stage", "final"),
    ("source_url", "https://example.org/report.pdf"),
    ("reason", "The report is out"),
];

/// A site over a plan with so many commitments, with an editor and a reviewer.
async fn a_plan(place: &Place, commitments: usize) -> Site {
    let codes = (1..=commitments).map(|n| format!("NL{n:04}"));
    let entries = codes.map(|code| an_entry(&code).plan(2023, 2025));
    record(&place.store, entries).await;
    Site::over(place.store.clone()).await
}

/// The form of an open sheet as a browser sends it.
fn sheet(page: &Answer, changes: &[(&str, &str)]) -> String {
    fields_of(page, SHEET, changes)
}

async fn send(browser: &Browser<'_>, path: &str, body: String) -> Answer {
    browser.site.ask(posted(path, browser.cookie(), body)).await
}

/// Opens the sheet of [`REPORT`] and sends it with these fields.
async fn fill(browser: &Browser<'_>, fields: &[(&str, &str)]) -> Answer {
    let page = browser.get(OPENED).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let all: Vec<(&str, &str)> = HEAD.iter().chain(fields).copied().collect();
    send(browser, SHEET, sheet(&page, &all)).await
}

/// The review page that the desk leads to.
async fn review_of(browser: &Browser<'_>) -> String {
    let desk = browser.get("/staff").await;
    let found = desk.between("href=\"/staff/drafts/", "\"");
    let found = found.iter().find(|id| id.ends_with("/sheet"));
    let id = found.unwrap_or_else(|| panic!("no sheet on the desk: {}", desk.text()));
    format!("/staff/drafts/{id}")
}

/// How many revisions the record has.
fn revision(site: &Site) -> i64 {
    site.app.catalogue().version().number
}

async fn finding(site: &Site, code: &str, dimension: Dimension) -> String {
    let json = site
        .get(&format!("/api/v1/commitments/{code}"))
        .await
        .json();
    let rating = &json["ratings"][dimension.query_key()];
    let rating = if rating.is_null() {
        &json["ratings"][dimension.slug()]
    } else {
        rating
    };
    rating["value"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_of_twelve_takes_five_pages_to_enter_and_three_to_publish() {
    on_both(async |place| {
        let site = a_plan(place, 12).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        let before = revision(&site);
        // The desk, the plan, its sheet with all three dimensions.
        assert_eq!(ed.get("/staff").await.status, 200);
        let chosen = ed.get(SHEET).await;
        assert!(
            chosen.text().contains("12 commitments"),
            "{}",
            chosen.text()
        );
        let all = "&dimension=ambition&dimension=completion&dimension=early_results";
        let page = ed.get(&format!("{OPENED}{all}")).await;
        let codes: Vec<String> = (1..=12).map(|n| format!("NL{n:04}")).collect();
        let mut filled: Vec<(String, String)> = Vec::new();
        for code in &codes {
            for value in [
                "ambition-potential_for_results-modest",
                "completion-completion-substantial",
                "early_results-early_results-moderate",
            ] {
                let (dimension, value) = value.split_once('-').unwrap();
                filled.push((format!("{dimension}-{code}"), value.to_owned()));
            }
            filled.push((format!("page-{code}"), "14".to_owned()));
        }
        filled.push((
            "note-NL0003".to_owned(),
            "Two of three milestones.".to_owned(),
        ));
        filled.push(("do".to_owned(), "hand-in".to_owned()));
        let mut changes: Vec<(&str, &str)> = HEAD.to_vec();
        changes.extend(filled.iter().map(|(n, v)| (n.as_str(), v.as_str())));
        let handed = send(&ed, SHEET, sheet(&page, &changes)).await;
        assert_eq!(handed.status, 303, "{}", handed.text());
        let after = ed.get(handed.header("location")).await;
        assert!(
            after.text().contains("Submitted for review"),
            "{}",
            after.text()
        );
        assert!(
            after
                .text()
                .contains("36 ratings of this sheet are in review")
        );
        assert_eq!(revision(&site), before, "nothing is public yet");
        // The desk, the review, and where it leads.
        let review = review_of(&rev).await;
        let page = rev.get(&review).await;
        assert!(
            page.text().contains("36 ratings to review"),
            "{}",
            page.text()
        );
        assert!(page.text().contains("Two of three milestones."));
        let body = fields_of(&page, &review, &[("do", "publish")]);
        let done = send(&rev, &review, body).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let done = rev.get(done.header("location")).await;
        assert!(
            done.text().contains("Published as one change"),
            "{}",
            done.text()
        );
        assert_eq!(revision(&site), before + 1, "one revision");
        for code in &codes {
            assert_eq!(
                finding(&site, code, Dimension::Completion).await,
                "Substantial"
            );
            assert_eq!(
                finding(&site, code, Dimension::EarlyResults).await,
                "Moderate"
            );
        }
        let history = site.get("/changes").await.text();
        assert!(history.contains("The report is out"), "{history}");
        let one = site.get("/commitments/NL0003").await.text();
        assert!(one.contains("14"), "{one}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_of_a_sheet_is_kept_and_opened_as_it_was() {
    on_both(async |place| {
        let site = a_plan(place, 3).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let limited = ("completion-NL0001", "completion-limited");
        let saved = fill(
            &ed,
            &[
                limited,
                ("page-NL0001", "7"),
                ("note-NL0001", "See annex"),
                ("do", "save"),
            ],
        )
        .await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let page = ed.get(saved.header("location")).await;
        assert!(page.text().contains("Draft saved."), "{}", page.text());
        for kept in [
            "value=\"7\"",
            ">See annex</textarea>",
            "value=\"https://example.org/report.pdf\"",
            "value=\"The report is out\"",
        ] {
            assert!(page.body.contains(kept), "{kept}");
        }
        assert!(page.body.contains("value=\"completion-limited\" selected"));
        // Saved again as it stands, nothing is saved.
        let before = site.app.catalogue().version().number;
        let same = send(&ed, SHEET, sheet(&page, &[("do", "save")])).await;
        let same = ed.get(same.header("location")).await;
        assert!(same.text().contains("Nothing to save"), "{}", same.text());
        // The head alone is changed for all; a value that is cleared discards its draft.
        let head = sheet(&page, &[("report_stage", "for-comment"), ("do", "save")]);
        assert_eq!(send(&ed, SHEET, head).await.status, 303);
        let draft = ed.get("/staff/drafts/1").await.text();
        assert!(draft.contains("for public comment"), "{draft}");
        let page = ed.get(OPENED).await;
        let cleared = sheet(&page, &[("completion-NL0001", ""), ("do", "save")]);
        assert_eq!(send(&ed, SHEET, cleared).await.status, 303);
        let draft = ed.get("/staff/drafts/1").await.body;
        assert!(
            draft.contains("<strong id=\"decide-draft\">Discarded"),
            "{draft}"
        );
        assert_eq!(site.app.catalogue().version().number, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_editors_on_one_sheet_see_each_others_cells_and_lose_nothing() {
    on_both(async |place| {
        let site = a_plan(place, 3).await;
        let ann = site.browser("ann@example.org", Role::Editor).await;
        let bob = site.browser("bob@example.org", Role::Editor).await;
        let (anns, bobs) = (ann.get(OPENED).await, bob.get(OPENED).await);
        let with = |fields: &[(&'static str, &'static str)]| -> Vec<(&str, &str)> {
            HEAD.iter().chain(fields).copied().collect()
        };
        let first = with(&[("completion-NL0001", "completion-limited"), ("do", "save")]);
        assert_eq!(send(&ann, SHEET, sheet(&anns, &first)).await.status, 303);
        // Bob rates the same and another one: the conflict is shown in its cell, and all that he typed.
        let second = with(&[
            ("completion-NL0001", "completion-complete"),
            ("completion-NL0002", "completion-substantial"),
            ("note-NL0002", "Bob\u{2019}s note"),
            ("do", "save"),
        ]);
        let refused = send(&bob, SHEET, sheet(&bobs, &second)).await;
        assert_eq!(refused.status, 409, "{}", refused.text());
        let text = refused.text();
        assert!(text.contains("1 rating needs your attention"), "{text}");
        assert!(
            text.contains("ann has written or changed a draft"),
            "{text}"
        );
        assert!(text.contains("by ann: Limited"), "{text}");
        for kept in [
            "completion-complete\" selected",
            "completion-substantial\" selected",
            "Bob\u{2019}s note",
        ] {
            assert!(refused.body.contains(kept), "{kept}");
        }
        assert_eq!(
            bob.get("/staff/drafts/2").await.status,
            404,
            "nothing in part"
        );
        // Seen, it is saved.
        let again = send(&bob, SHEET, sheet(&refused, &[("do", "save")])).await;
        assert_eq!(again.status, 303, "{}", again.text());
        // Cells that nobody else touched are never in the way.
        let page = ann.get(OPENED).await;
        let third = sheet(
            &page,
            &[
                ("completion-NL0003", "completion-not-started"),
                ("do", "save"),
            ],
        );
        assert_eq!(send(&ann, SHEET, third).await.status, 303);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_windows_of_one_person_merge_what_each_left_alone() {
    on_both(async |place| {
        let site = a_plan(place, 2).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let saved = fill(
            &ed,
            &[
                ("completion-NL0001", "completion-limited"),
                ("completion-NL0002", "completion-limited"),
                ("do", "save"),
            ],
        )
        .await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let (one, two) = (ed.get(OPENED).await, ed.get(OPENED).await);
        let change = |page: &Answer, code: &str, value: &str| {
            let field = format!("completion-{code}");
            sheet(page, &[(field.as_str(), value), ("do", "save")])
        };
        assert_eq!(
            send(&ed, SHEET, change(&one, "NL0001", "completion-complete"))
                .await
                .status,
            303
        );
        // The other window still holds the old value of the first, which its sender did not touch.
        assert_eq!(
            send(&ed, SHEET, change(&two, "NL0002", "completion-substantial"))
                .await
                .status,
            303
        );
        let page = ed.get(OPENED).await;
        let selected = page.between("<option value=\"", "\" selected");
        let selected: Vec<&str> = selected
            .iter()
            .filter_map(|option| option.rsplit('"').next())
            .filter(|value| value.starts_with("completion-"))
            .collect();
        assert_eq!(selected, ["completion-complete", "completion-substantial"]);
        // What both changed is a conflict.
        let refused = send(&ed, SHEET, change(&two, "NL0001", "completion-not-started")).await;
        assert_eq!(refused.status, 409, "{}", refused.text());
        assert!(refused.body.contains("completion-not-started\" selected"));
    })
    .await;
}

/// The kind: what a single form refuses, a sheet refuses in its place, and applies nothing.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_in_its_cell_and_nothing_is_kept() {
    on_both(async |place| {
        let site = a_plan(place, 2).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let good = ("completion-NL0001", "completion-limited");
        let long = "x".repeat(2_001);
        for (wrong, said) in [
            (
                ("early_results-NL0002", "did_it_open_government-major"),
                "Use the form of this rating",
            ),
            (
                ("completion-NL0002", "completion_midterm-limited"),
                "Use the form of this rating",
            ),
            (
                ("completion-NL0002", "early_results-moderate"),
                "Not a valid value for this rating.",
            ),
            (
                ("completion-NL0002", "nonsense"),
                "Not a valid value for this rating.",
            ),
            (("source_url", "javascript:alert(1)"), "Enter a web address"),
            (("report_title", ""), "The title of the report is needed."),
            (("report_stage", ""), "The stage of the report is needed."),
            (("reason", ""), "A reason is needed."),
            (("read_on", "soon"), "soon"),
        ] {
            let refused = fill(&ed, &[good, wrong, ("do", "save")]).await;
            assert_eq!(refused.status, 422, "{wrong:?}: {}", refused.text());
            assert!(
                refused.text().contains(said),
                "{wrong:?}: {}",
                refused.text()
            );
            assert!(
                refused.body.contains("completion-limited\" selected"),
                "{wrong:?}"
            );
            assert!(refused.body.contains("data-unsaved"));
        }
        let noted = [good, ("note-NL0001", long.as_str()), ("do", "save")];
        let refused = fill(&ed, &noted).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert!(
            refused.text().contains("Note: Use at most"),
            "{}",
            refused.text()
        );
        let empty = fill(&ed, &[("do", "hand-in")]).await;
        assert_eq!(empty.status, 422);
        assert!(
            empty.text().contains("Enter at least one rating"),
            "{}",
            empty.text()
        );
        assert_eq!(
            ed.get("/staff/drafts/1").await.status,
            404,
            "nothing was kept"
        );
        assert_eq!(
            ed.get("/staff/plans/netherlands/1999/ratings").await.status,
            404
        );
        assert_eq!(
            ed.get("/staff/plans/nowhere/2023-2025/ratings")
                .await
                .status,
            404
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_approves_some_and_sends_back_the_rest() {
    on_both(async |place| {
        let site = a_plan(place, 3).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        let handed = fill(
            &ed,
            &[
                ("completion-NL0001", "completion-limited"),
                ("completion-NL0002", "completion-complete"),
                ("completion-NL0003", "completion-substantial"),
                ("do", "hand-in"),
            ],
        )
        .await;
        assert_eq!(handed.status, 303, "{}", handed.text());
        let review = review_of(&rev).await;
        let page = rev.get(&review).await;
        let ticked = |pairs: &[(&str, &str)]| fields_of(&page, &review, pairs);
        // Without a comment nothing goes back, and the choice stays.
        let silent = ticked(&[("draft", "1"), ("do", "publish-rest-back")]);
        let refused = send(&rev, &review, silent).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert!(
            refused.text().contains("say what to change"),
            "{}",
            refused.text()
        );
        assert_eq!(
            refused.body.matches(" checked").count(),
            1,
            "{}",
            refused.body
        );
        let before = revision(&site);
        let some = [
            ("draft", "1"),
            ("do", "publish-rest-back"),
            ("comment", "Check the page"),
            ("comment-3", "It says Limited"),
        ];
        let done = send(&rev, &review, ticked(&some)).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(revision(&site), before + 1);
        assert_eq!(
            finding(&site, "NL0001", Dimension::Completion).await,
            "Limited"
        );
        assert_eq!(finding(&site, "NL0002", Dimension::Completion).await, "");
        for (draft, comment) in [(2, "Check the page"), (3, "It says Limited")] {
            let text = ed.get(&format!("/staff/drafts/{draft}")).await.text();
            assert!(
                text.contains("Sent back") && text.contains(comment),
                "{text}"
            );
        }
        // The author mends it on the sheet and hands in the rest again.
        let mended = fill(
            &ed,
            &[
                ("completion-NL0003", "completion-limited"),
                ("do", "hand-in"),
            ],
        )
        .await;
        assert_eq!(mended.status, 303, "{}", mended.text());
        let page = rev.get(&review).await;
        assert!(
            page.text().contains("2 ratings to review"),
            "{}",
            page.text()
        );
        let none = fields_of(&page, &review, &[("draft", ""), ("do", "publish")]);
        let none = send(&rev, &review, none).await;
        assert_eq!(none.status, 422);
        assert!(
            none.text().contains("Select at least one rating"),
            "{}",
            none.text()
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_sent_twice_is_applied_once() {
    on_both(async |place| {
        let site = a_plan(place, 2).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        let twice = async |browser: &Browser<'_>, path: &str, body: String| {
            let send = || site.ask(posted(path, browser.cookie(), body.clone()));
            let (one, two) = tokio::join!(send(), send());
            for answer in [&one, &two, &send().await] {
                assert_eq!(answer.status, 303, "{path}: {}", answer.text());
                assert_eq!(answer.header("location"), one.header("location"));
            }
        };
        let page = ed.get(OPENED).await;
        let mut fields = HEAD.to_vec();
        fields.extend([
            ("completion-NL0001", "completion-limited"),
            ("completion-NL0002", "completion-complete"),
            ("do", "hand-in"),
        ]);
        twice(&ed, SHEET, sheet(&page, &fields)).await;
        assert_eq!(
            ed.get("/staff/drafts/3").await.status,
            404,
            "two drafts, no more"
        );
        let review = review_of(&rev).await;
        let page = rev.get(&review).await;
        let before = revision(&site);
        twice(
            &rev,
            &review,
            fields_of(
                &page,
                &review,
                &[("draft", "1"), ("draft", "2"), ("do", "publish")],
            ),
        )
        .await;
        assert_eq!(revision(&site), before + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_published_over_a_rating_that_the_reviewer_has_not_seen() {
    on_both(async |place| {
        let site = a_plan(place, 2).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        let other = site.browser("other@example.org", Role::Reviewer).await;
        let handed = fill(
            &ed,
            &[
                ("completion-NL0001", "completion-limited"),
                ("completion-NL0002", "completion-complete"),
                ("do", "hand-in"),
            ],
        )
        .await;
        assert_eq!(handed.status, 303, "{}", handed.text());
        let review = review_of(&rev).await;
        let (page, theirs) = (rev.get(&review).await, other.get(&review).await);
        // Another reviewer publishes one of the two.
        let one = fields_of(&theirs, &review, &[("draft", "1"), ("do", "publish")]);
        assert_eq!(send(&other, &review, one).await.status, 303);
        let before = revision(&site);
        let both = fields_of(
            &page,
            &review,
            &[("draft", "1"), ("draft", "2"), ("do", "publish")],
        );
        let refused = send(&rev, &review, both).await;
        assert_eq!(refused.status, 409, "{}", refused.text());
        let said = "NL0001 completion: This draft has changed";
        assert!(refused.text().contains(said), "{}", refused.text());
        assert_eq!(revision(&site), before, "all or nothing");
        let left = fields_of(&refused, &review, &[("do", "publish")]);
        assert_eq!(send(&rev, &review, left).await.status, 303);
        assert_eq!(revision(&site), before + 1);
        assert_eq!(
            finding(&site, "NL0002", Dimension::Completion).await,
            "Complete"
        );
        // An editor who opened the sheet before that is told in the cell.
        let page = ed.get(OPENED).await;
        assert!(page.text().contains("Now: Complete"), "{}", page.text());
        let same = fill(
            &ed,
            &[
                ("completion-NL0002", "completion-complete"),
                ("do", "hand-in"),
            ],
        )
        .await;
        assert_eq!(same.status, 422, "{}", same.text());
        assert!(same.text().contains("Already published"), "{}", same.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_follows_the_roles_of_single_ratings() {
    let place = Place::sqlite().await;
    let site = a_plan(&place, 2).await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let handed = fill(
        &ed,
        &[
            ("completion-NL0001", "completion-limited"),
            ("completion-NL0002", "completion-complete"),
            ("do", "hand-in"),
        ],
    )
    .await;
    assert_eq!(handed.status, 303, "{}", handed.text());
    let review = "/staff/drafts/1/sheet";
    let publish = [
        ("draft", "1"),
        ("version-1", "99"),
        ("do", "publish"),
        ("comment", "x"),
    ];
    let back = [
        ("draft", "1"),
        ("version-1", "99"),
        ("do", "send-back"),
        ("comment", "x"),
    ];
    // Its author is no second person, but may take it back; another editor may do neither.
    assert_eq!(ed.post(review, &publish).await.status, 403);
    assert_eq!(ed.post(review, &back).await.status, 409);
    let other = site.browser("other@example.org", Role::Editor).await;
    assert_eq!(other.post(review, &publish).await.status, 403);
    assert_eq!(other.post(review, &back).await.status, 403);
    for role in [Role::Reviewer, Role::Admin] {
        let email = format!("{}@example.org", role.slug());
        let browser = site.browser(&email, role).await;
        // Allowed, and stopped by the version.
        assert_eq!(browser.post(review, &publish).await.status, 409, "{role}");
        assert_eq!(browser.post(review, &back).await.status, 409, "{role}");
        // Nobody changes the drafts of others: they get drafts of their own.
        let own = fill(
            &browser,
            &[("completion-NL0001", "completion-complete"), ("do", "save")],
        )
        .await;
        assert_eq!(own.status, 303, "{role}: {}", own.text());
    }
    let text = ed.get("/staff/drafts/1").await.text();
    assert!(text.contains("Limited"), "{text}");
    assert_eq!(ed.post(review, &[("do", "nonsense")]).await.status, 404);
    let stranger = site.stranger();
    assert_eq!(stranger.post(review, &publish).await.status, 401);
    assert_eq!(stranger.post(SHEET, &[]).await.status, 401);
    assert_eq!(stranger.get(SHEET).await.status, 303);
    place.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_becomes_final_takes_all_its_ratings_along() {
    on_both(async |place| {
        let site = a_plan(place, 3).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        let comment = "Netherlands Results Report 2023-2025 \u{2013} For Public Comment";
        let handed = fill(
            &ed,
            &[
                ("report_title", comment),
                ("report_stage", "for-comment"),
                ("completion-NL0001", "completion-limited"),
                ("completion-NL0002", "completion-complete"),
                ("do", "hand-in"),
            ],
        )
        .await;
        assert_eq!(handed.status, 303, "{}", handed.text());
        let review = review_of(&rev).await;
        let page = rev.get(&review).await;
        let all = fields_of(&page, &review, &[("do", "publish")]);
        assert_eq!(send(&rev, &review, all).await.status, 303);
        let provisional = site.get("/commitments/NL0001").await.text();
        assert!(provisional.contains("Provisional"), "{provisional}");
        let before = revision(&site);
        let encoded = form_urlencoded::byte_serialize(comment.as_bytes()).collect::<String>();
        let page = ed.get(&format!("{SHEET}?report_title={encoded}")).await;
        assert!(
            page.text()
                .contains("2 published ratings are from a report"),
            "{}",
            page.text()
        );
        // The second form of the page.
        let form = &page.body[page.body.find("id=\"final\"").unwrap()..];
        let form = Answer {
            status: page.status,
            headers: page.headers.clone(),
            body: form.to_owned(),
        };
        assert!(
            form.body.contains(&format!("value=\"{REPORT}\"")),
            "{}",
            form.body
        );
        let refused = send(&ed, SHEET, sheet(&form, &[("reason", "")])).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        let body = sheet(&form, &[("reason", "The final report is out")]);
        let done = send(&ed, SHEET, body.clone()).await;
        assert_eq!(done.status, 303, "{}", done.text());
        // Sent twice it is applied once.
        let again = send(&ed, SHEET, body).await;
        assert_eq!(again.header("location"), done.header("location"));
        let review = review_of(&rev).await;
        let page = rev.get(&review).await;
        assert!(
            page.text().contains("2 ratings to review"),
            "{}",
            page.text()
        );
        let all = fields_of(&page, &review, &[("do", "publish")]);
        assert_eq!(send(&rev, &review, all).await.status, 303);
        assert_eq!(revision(&site), before + 1);
        for code in ["NL0001", "NL0002"] {
            let text = site.get(&format!("/commitments/{code}")).await.text();
            assert!(!text.contains("Provisional: "), "{text}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_odd_is_said_beside_it_and_refused_nowhere() {
    let place = Place::sqlite().await;
    let site = a_plan(&place, 2).await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let rev = site.browser("rev@example.org", Role::Reviewer).await;
    let handed = fill(
        &ed,
        &[
            ("completion-NL0001", "pending"),
            ("completion-NL0002", "completion-limited"),
            ("do", "save"),
        ],
    )
    .await;
    assert_eq!(handed.status, 303, "{}", handed.text());
    let page = ed.get(OPENED).await;
    assert!(
        page.text().contains("Pending, but this report has results"),
        "{}",
        page.text()
    );
    let body = sheet(&page, &[("do", "hand-in")]);
    assert_eq!(send(&ed, SHEET, body).await.status, 303);
    let review = review_of(&rev).await;
    let page = rev.get(&review).await;
    assert!(
        page.text().contains("Pending, but this report has results"),
        "{}",
        page.text()
    );
    place.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_find_what_they_change_and_edit_from_the_public_page() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    for (typed, leads_to) in [
        ("NL0031", "href=\"/staff/commitments/NL0031\""),
        ("nl31", "href=\"/staff/commitments/NL0031\""),
        ("algorithms", "href=\"/staff/commitments/NL0031\""),
        ("Netherlands", "href=\"/staff/members/netherlands\""),
        ("Netherlands", "href=\"/staff/plans/netherlands/"),
    ] {
        let page = ed.get(&format!("/staff/find?q={typed}")).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains(leads_to), "{typed}: {}", page.text());
    }
    let nothing = ed.get("/staff/find?q=zzzzqqq").await;
    assert!(
        nothing.text().contains("Nothing found"),
        "{}",
        nothing.text()
    );
    let empty = ed.get("/staff/find").await;
    assert!(empty.text().contains("Type a code"), "{}", empty.text());
    let reports = ed.get("/staff/reports?member=netherlands").await;
    assert!(
        reports.body.contains("/staff/plans/netherlands/"),
        "{}",
        reports.text()
    );
    // The way to edit is for who is signed in, and no copy of it is kept for others.
    let edit = "<a href=\"/staff/commitments/NL0031\" class=\"no-print\">";
    let public = site.stranger().get("/commitments/NL0031").await;
    assert!(!public.body.contains(edit));
    let own = ed.get("/commitments/NL0031").await;
    assert!(own.body.contains(edit), "{}", own.body);
    assert_eq!(own.header("cache-control"), "private, no-cache");
    assert_ne!(own.header("etag"), public.header("etag"));
    assert!(!site.get("/commitments/NL0031").await.body.contains(edit));
    // What a browser has kept from before it signed in is not taken for the page of who is signed in.
    let kept = axum::http::Request::get("/commitments/NL0031")
        .header("host", "127.0.0.1:3000")
        .header("if-none-match", public.header("etag"))
        .header("cookie", ed.cookie());
    let asked = site
        .ask(kept.body(axum::body::Body::empty()).unwrap())
        .await;
    assert_eq!(asked.status, 200);
    assert!(asked.body.contains(edit));
}
