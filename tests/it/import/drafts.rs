//! Ratings of files that become drafts: brought once, and never more than a draft can do.

use std::collections::BTreeSet;

use domain::Role;

use super::browser::{FILE, settled, uploaded};
use crate::staff::Browser;
use crate::support::site::Site;

/// The drafts that wait, by their addresses.
async fn waiting(browser: &Browser<'_>) -> BTreeSet<String> {
    let desk = browser.get("/staff").await;
    let drafts = desk.between("/staff/drafts/", "\"");
    drafts.iter().map(|d| (*d).to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn ratings_that_wait_as_drafts_are_not_brought_again() {
    let site = Site::bundled().await;
    let editor = site.browser("ed@example.org", Role::Editor).await;
    let reviewer = site.browser("rev@example.org", Role::Reviewer).await;
    let apply = [("do", "apply"), ("reason", "x")];
    let page = uploaded(&editor, FILE).await;
    settled(&editor, &page).await;
    assert_eq!(editor.send(&page, &page, &apply).await.status, 303);
    settled(&editor, &page).await;
    assert_eq!(waiting(&reviewer).await.len(), 2);
    // What was applied is told as such, and no report of it is left.
    let report = editor.get(&format!("{page}/report.csv")).await;
    assert!(report.text().contains("was imported"), "{}", report.text());

    let page = uploaded(&editor, FILE).await;
    let shown = settled(&editor, &page).await.text();
    for said in [
        "2 unchanged",
        "Nothing to import",
        "already waiting for review",
    ] {
        assert!(shown.contains(said), "{said} in {shown}");
    }
    // A reviewer may still publish them, but not draft them again.
    let page = uploaded(&reviewer, FILE).await;
    let shown = settled(&reviewer, &page).await.text();
    assert!(shown.contains("2 changed"), "{shown}");
    let drafted = [("do", "apply"), ("reason", "x"), ("ratings", "draft")];
    let refused = reviewer.send(&page, &page, &drafted).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("drafts of its ratings"));
    let publish = [("do", "apply"), ("reason", "x"), ("ratings", "publish")];
    assert_eq!(reviewer.send(&page, &page, &publish).await.status, 303);
    let done = settled(&reviewer, &page).await.text();
    assert!(done.contains("File imported"), "{done}");
    assert_eq!(waiting(&reviewer).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rating_that_an_editor_clears_stays_and_that_is_told() {
    let site = Site::bundled().await;
    let rated = "code,member,title,completion_scheme,completion\n\
        NL0031,Netherlands,Open Algorithms,completion,Limited\n";
    super::applied(&site.app, rated.as_bytes()).await;
    let before = super::exported(&site.app).await;
    let editor = site.browser("ed@example.org", Role::Editor).await;
    let cleared = "code,member,title,completion\nNL0031,Netherlands,Open Algorithms,\n";
    let page = uploaded(&editor, cleared).await;
    let shown = settled(&editor, &page).await.text();
    for said in ["1 unchanged", "Nothing to import", "Limited stays"] {
        assert!(shown.contains(said), "{said} in {shown}");
    }
    // With something else in the file, that is applied, and only that.
    let more = cleared.replace("Open Algorithms", "Another title");
    let page = uploaded(&editor, &more).await;
    settled(&editor, &page).await;
    let apply = [("do", "apply"), ("reason", "x")];
    editor.send(&page, &page, &apply).await;
    let done = settled(&editor, &page).await.text();
    assert!(done.contains("File imported"), "{done}");
    assert_eq!(
        super::exported(&site.app).await,
        before.replace("Open Algorithms", "Another title")
    );
    // Whoever may publish takes the rating out of force, but not with a draft.
    let reviewer = site.browser("rev@example.org", Role::Reviewer).await;
    let page = uploaded(&reviewer, &more).await;
    let shown = settled(&reviewer, &page).await.text();
    assert!(shown.contains("1 changed"), "{shown}");
    assert_eq!(reviewer.send(&page, &page, &apply).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_clicks_at_once_apply_a_file_once() {
    let site = Site::bundled().await;
    let editor = site.browser("ed@example.org", Role::Editor).await;
    let only_ratings = "code,member,title,completion_scheme,completion\n\
        NL0031,Netherlands,Open Algorithms,completion,Complete\n";
    let page = uploaded(&editor, only_ratings).await;
    let shown = settled(&editor, &page).await;
    let form = crate::staff::fields_of(&shown, &page, &[("do", "apply"), ("reason", "x")]);
    let click = || site.ask(crate::staff::posted(&page, editor.cookie(), form.clone()));
    let (one, two, three) = tokio::join!(click(), click(), click());
    for answer in [one, two, three] {
        assert_eq!(answer.status, 303, "{}", answer.text());
    }
    settled(&editor, &page).await;
    let reviewer = site.browser("rev@example.org", Role::Reviewer).await;
    assert_eq!(waiting(&reviewer).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_of_others_keep_a_file_and_its_own_are_discarded_with_it() {
    let site = Site::bundled().await;
    let editor = site.browser("ed@example.org", Role::Editor).await;
    let version = site.app.catalogue().version().number;
    let page = uploaded(&editor, FILE).await;
    settled(&editor, &page).await;
    editor
        .send(&page, &page, &[("do", "apply"), ("reason", "x")])
        .await;
    settled(&editor, &page).await;
    let other = site.browser("other@example.org", Role::Editor).await;
    let rating = "/staff/commitments/NL9998/ratings/completion";
    let drafted = other
        .send(
            rating,
            rating,
            &[
                ("finding", "completion-limited"),
                ("report_title", "Netherlands Results Report 2018-2020"),
                ("report_stage", "final"),
                ("source_url", "https://example.org/report"),
                ("reason", "report is out"),
            ],
        )
        .await;
    assert_eq!(drafted.status, 303, "{}", drafted.text());
    let batch = format!("/staff/import/batches/{}", version + 1);
    let reviewer = site.browser("rev@example.org", Role::Reviewer).await;
    let refused = reviewer.send(&batch, &batch, &[("reason", "x")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("NL9998"), "{}", refused.text());

    let draft = drafted.header("location").to_owned();
    let draft = draft.split('?').next().unwrap();
    let shown = other.get(draft).await;
    let draft_version = shown.between("name=\"version\" value=\"", "\"")[0].to_owned();
    let discard = format!("{draft}/discard");
    let discarded = other.post(&discard, &[("version", &draft_version)]).await;
    assert_eq!(discarded.status, 303, "{}", discarded.text());
    let undone = reviewer.send(&batch, &batch, &[("reason", "x")]).await;
    assert_eq!(undone.status, 303, "{}", undone.text());
    let own = reviewer.get("/staff/drafts/1").await.text();
    assert!(own.contains("import undone by change"), "{own}");
}
