//! Changes of facts and texts under review: proposed by one person, published by another.

use domain::Role;

use super::{Browser, fields_of, posted};
use crate::support::site::{Answer, Site};
use crate::support::{Place, an_entry, on_both, record};

const EDIT: &str = "/staff/commitments/NL0031";
const LIST: &str = "/staff/proposals?done=proposed";
const DISCARD: &[(&str, &str)] = &[("do", "discard")];
const PUBLISH: &[(&str, &str)] = &[("do", "publish")];
const SEND_BACK: &[(&str, &str)] = &[("do", "send-back"), ("comment", "Cite the page")];
const SUBMIT: &[(&str, &str)] = &[("do", "submit")];

/// A site with two commitments, where facts are reviewed.
async fn a_site(place: &Place) -> Site {
    let entries = ["NL0031", "NL0032"].map(|code| an_entry(code).plan(2023, 2025));
    record(&place.store, entries).await;
    let site = Site::over(place.store.clone()).await;
    site.app.review_facts(true);
    site
}

/// Proposes another title for a commitment.
async fn propose(browser: &Browser<'_>, title: &str) {
    let sent = browser
        .send(EDIT, EDIT, &[("title", title), ("reason", "Misspelled")])
        .await;
    assert_eq!((sent.status.as_u16(), sent.header("location")), (303, LIST));
}

async fn decide(browser: &Browser<'_>, id: i64, fields: &[(&str, &str)]) -> Answer {
    let path = format!("/staff/proposals/{id}");
    browser.send(&path, &path, fields).await
}

/// What the public reads of the commitment's title.
async fn title(site: &Site) -> String {
    title_of(site, "NL0031").await
}

async fn title_of(site: &Site, code: &str) -> String {
    let address = format!("/api/v1/commitments/{code}");
    let json = site.get(&address).await.json();
    json["title"].as_str().unwrap().to_owned()
}

fn revision(site: &Site) -> i64 {
    site.app.catalogue().version().number
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_facts_is_public_once_another_person_has_published_it() {
    on_both(async |place| {
        let site = a_site(place).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        let (before, number) = (title(&site).await, revision(&site));
        propose(&ed, "A better title").await;
        assert_eq!((title(&site).await, revision(&site)), (before, number));
        // Nobody but a reviewer publishes it, and nothing of it is on a public page.
        assert_eq!(decide_by_post(&ed, 1, PUBLISH).await, 403);
        let page = rev.get("/staff/proposals/1").await;
        assert!(page.body.contains("A better title"), "{}", page.text());
        assert!(
            !site
                .get("/commitments/NL0031")
                .await
                .body
                .contains("A better title")
        );
        let desk = rev.get("/staff").await.text();
        assert!(desk.contains("1 change waits for review"), "{desk}");
        let desk = rev.get("/staff").await.text();
        assert!(
            desk.contains("ed submitted a change of NL0031 for review."),
            "{desk}"
        );
        let done = decide(&rev, 1, PUBLISH).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(title(&site).await, "A better title");
        assert_eq!(revision(&site), number + 1);
        let changes = site.get("/changes?code=NL0031").await.text();
        assert!(changes.contains("Misspelled (proposed by ed)"), "{changes}");
        assert!(
            ed.get("/staff")
                .await
                .text()
                .contains("rev published the change")
        );
        // Published is published.
        for fields in [PUBLISH, SEND_BACK, SUBMIT, DISCARD] {
            assert!(matches!(decide_by_post(&ed, 1, fields).await, 403 | 409));
        }
        assert_eq!(revision(&site), number + 1);
    })
    .await;
}

/// The status that a decision gets which the page offers no form for.
async fn decide_by_post(browser: &Browser<'_>, id: i64, fields: &[(&str, &str)]) -> u16 {
    let path = format!("/staff/proposals/{id}");
    let mut fields = fields.to_vec();
    fields.extend([("version", "1"), ("base", "99")]);
    browser.post(&path, &fields).await.status.as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_does_not_publish_alone_and_an_admin_says_why() {
    on_both(async |place| {
        let site = a_site(place).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        let admin = site.browser("admin@example.org", Role::Admin).await;
        propose(&rev, "By a reviewer").await;
        assert!(
            !rev.get("/staff/proposals/1")
                .await
                .body
                .contains("value=\"publish\"")
        );
        assert_eq!(decide_by_post(&rev, 1, PUBLISH).await, 403);
        propose(&admin, "By an admin").await;
        assert_eq!(decide(&admin, 2, PUBLISH).await.status, 422);
        let why = [("do", "publish"), ("comment", "Nobody else is here")];
        assert_eq!(decide(&admin, 2, &why).await.status, 303);
        assert_eq!(title(&site).await, "By an admin");
        // The first one is about the same field: it goes back, and nothing is lost.
        let refused = decide(&admin, 1, PUBLISH).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert!(
            refused
                .text()
                .contains("Others have changed the same since: title")
        );
        assert_eq!(title(&site).await, "By an admin");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn other_fields_that_others_changed_since_stay() {
    on_both(async |place| {
        let site = a_site(place).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        propose(&ed, "A better title").await;
        let number = [("number", "7"), ("reason", "It has one")];
        assert_eq!(ed.send(EDIT, EDIT, &number).await.status, 303);
        let opened = rev.get("/staff/proposals/1").await;
        assert_eq!(decide(&rev, 2, PUBLISH).await.status, 303);
        // What is seen is what is published: the page shows the change of the other first.
        let stale = fields_of(&opened, "/staff/proposals/1", PUBLISH);
        let stale = site
            .ask(posted("/staff/proposals/1", rev.cookie(), stale))
            .await;
        assert_eq!(stale.status, 409, "{}", stale.text());
        assert_eq!(decide(&rev, 1, PUBLISH).await.status, 303);
        let json = site.get("/api/v1/commitments/NL0031").await.json();
        assert_eq!(json["title"], "A better title");
        assert_eq!(json["number"], "7");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_back_is_edited_submitted_again_or_discarded() {
    on_both(async |place| {
        let site = a_site(place).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        propose(&ed, "A beter title").await;
        let no_comment = [("do", "send-back")];
        assert_eq!(decide(&rev, 1, &no_comment).await.status, 422);
        assert_eq!(decide(&rev, 1, SEND_BACK).await.status, 303);
        assert!(
            ed.get("/staff/proposals/1")
                .await
                .text()
                .contains("Cite the page")
        );
        let form = "/staff/proposals/1/NL0031";
        // It is filled in as proposed, and checked like any form.
        assert!(ed.get(form).await.body.contains("A beter title"));
        assert_eq!(ed.send(form, form, &[("title", "")]).await.status, 422);
        assert_eq!(
            rev.get(form).await.status,
            409,
            "it is another person\u{2019}s"
        );
        // What another publishes meanwhile is not taken back by saving an older form.
        let opened = ed.get(form).await;
        let number = [("number", "7"), ("reason", "It has one")];
        assert_eq!(rev.send(EDIT, EDIT, &number).await.status, 303);
        let admin = site.browser("admin@example.org", Role::Admin).await;
        assert_eq!(decide(&admin, 2, PUBLISH).await.status, 303);
        let body = fields_of(&opened, form, &[("title", "A better title")]);
        let saved = site.ask(posted(form, ed.cookie(), body)).await;
        assert_eq!(
            saved.header("location"),
            "/staff/proposals/1?done=proposal-changed"
        );
        assert_eq!(decide(&ed, 1, SUBMIT).await.status, 303);
        assert_eq!(ed.get(form).await.status, 409, "it is being reviewed");
        assert_eq!(decide(&rev, 1, PUBLISH).await.status, 303);
        let json = site.get("/api/v1/commitments/NL0031").await.json();
        assert_eq!(json["title"], "A better title");
        assert_eq!(json["number"], "7");
        let steps = ed.get("/staff/proposals/1").await.text();
        assert!(steps.contains("Edited (ed): NL0031"), "{steps}");
        propose(&ed, "No").await;
        let number = revision(&site);
        assert_eq!(decide(&ed, 3, &[("do", "send-back")]).await.status, 303);
        assert_eq!(decide(&rev, 3, DISCARD).await.status, 422, "why?");
        assert_eq!(decide(&ed, 3, DISCARD).await.status, 303);
        let list = ed.get("/staff/proposals").await.text();
        assert!(
            list.contains("No changes of facts were sent back."),
            "{list}"
        );
        assert_eq!(revision(&site), number);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn new_commitments_plans_and_tags_wait_too() {
    on_both(async |place| {
        let site = a_site(place).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        let number = revision(&site);
        let new = "/staff/commitments/new";
        let page = format!("{new}?member=netherlands");
        let fields = [
            ("code", "NL0099"),
            ("plan", "2023/2025/"),
            ("title", "A new one"),
            ("reason", "In the plan"),
        ];
        let sent = ed.send(&page, new, &fields).await;
        assert_eq!(sent.header("location"), LIST, "{}", sent.text());
        let tags = [
            ("code", "NL0031"),
            ("code", "NL0032"),
            ("add", "open-data"),
            ("reason", "They are"),
            ("base", &*number.to_string()),
            ("submission", "0123456789abcdef"),
        ];
        let sent = ed.post("/staff/tags", &tags).await;
        assert_eq!(sent.header("location"), LIST, "{}", sent.text());
        let plans = "/staff/members/netherlands/plans";
        let plan = [
            ("start_year", "2027"),
            ("end_year", "2029"),
            ("reason", "It is out"),
        ];
        let sent = ed.send("/staff/members/netherlands", plans, &plan).await;
        assert_eq!(sent.header("location"), LIST, "{}", sent.text());
        assert_eq!(revision(&site), number);
        assert_eq!(site.get("/commitments/NL0099").await.status, 404);
        for id in 1..=3 {
            let done = decide(&rev, id, PUBLISH).await;
            assert_eq!(done.status, 303, "{id}: {}", done.text());
        }
        assert_eq!(revision(&site), number + 3);
        let json = site.get("/api/v1/commitments/NL0099").await.json();
        assert_eq!(json["title"], "A new one");
        let tagged = site.get("/api/v1/commitments?area=open-data").await.json();
        assert_eq!(tagged["total"], 2, "{tagged}");
        let member = ed.get("/staff/members/netherlands").await.text();
        assert!(member.contains("2027"), "{member}");
        // What cannot be proposed takes a reviewer.
        let mend = [
            ("plan", "2027/2029/"),
            ("start_year", "2026"),
            ("reason", "x"),
        ];
        assert_eq!(ed.post(plans, &mend).await.status, 403);
        assert_eq!(
            ed.post("/staff/import/none", &[("do", "apply")])
                .await
                .status,
            403
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_changes_nothing_or_is_sent_twice_proposes_nothing_more() {
    on_both(async |place| {
        let site = a_site(place).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let same = ed.send(EDIT, EDIT, &[("reason", "x")]).await;
        assert_eq!(same.header("location"), format!("{EDIT}?done=nothing"));
        let opened = ed.get(EDIT).await;
        let body = fields_of(&opened, EDIT, &[("title", "Twice"), ("reason", "x")]);
        for _ in 0..2 {
            let sent = site.ask(posted(EDIT, ed.cookie(), body.clone())).await;
            assert_eq!(sent.header("location"), LIST, "{}", sent.text());
        }
        assert_eq!(ed.get("/staff/proposals/1").await.status, 200);
        assert_eq!(ed.get("/staff/proposals/2").await.status, 404);
        // The form of the same commitment shows that a change is already proposed.
        let page = ed.get(EDIT).await.text();
        assert!(
            page.contains("A change of this commitment is already proposed"),
            "{page}"
        );
    })
    .await;
}

/// The kind: what was proposed of a code that somebody else takes, or of a commitment that is withdrawn meanwhile,
/// never comes in by another way.
#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_is_taken_and_a_withdrawal_stand() {
    on_both(async |place| {
        let site = a_site(place).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        let new = "/staff/commitments/new";
        let page = format!("{new}?member=netherlands");
        let fields = |title: &'static str| {
            [
                ("code", "NL0099"),
                ("plan", "2023/2025/"),
                ("title", title),
                ("reason", "In the plan"),
            ]
        };
        assert_eq!(ed.send(&page, new, &fields("A new one")).await.status, 303);
        let taken = ed.send(&page, new, &fields("Another")).await;
        assert_eq!(taken.status, 422);
        let said = taken.text();
        assert!(said.contains("NL0099 is already proposed"), "{said}");
        // Somebody adds it by another way.
        record(&place.store, [an_entry("NL0099").plan(2023, 2025)]).await;
        site.app.refresh().await.unwrap();
        let before = title_of(&site, "NL0099").await;
        assert_eq!(decide(&rev, 1, PUBLISH).await.status, 422);
        assert_eq!(decide(&rev, 1, SEND_BACK).await.status, 303);
        let form = "/staff/proposals/1/NL0099";
        let edit = [("title", "A new one")];
        assert_eq!(ed.send(form, form, &edit).await.status, 303);
        assert_eq!(decide(&ed, 1, SUBMIT).await.status, 303);
        let refused = decide(&rev, 1, PUBLISH).await;
        assert_eq!(refused.status, 422);
        let said = refused.text();
        assert!(said.contains("is in use by now"), "{said}");
        assert_eq!(title_of(&site, "NL0099").await, before);
        // A status that was proposed before the commitment was withdrawn.
        let status = [("status", "inactive"), ("reason", "It stopped")];
        assert_eq!(ed.send(EDIT, EDIT, &status).await.status, 303);
        let withdraw = "/staff/commitments/NL0031/withdraw";
        let done = rev.send(EDIT, withdraw, &[("reason", "A mistake")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(decide(&rev, 2, PUBLISH).await.status, 422);
        assert_eq!(decide(&rev, 2, SEND_BACK).await.status, 303);
        let form = "/staff/proposals/2/NL0031";
        let edit = [("number", "3")];
        assert_eq!(ed.send(form, form, &edit).await.status, 303);
        assert_eq!(decide(&ed, 2, SUBMIT).await.status, 303);
        assert_eq!(decide(&rev, 2, PUBLISH).await.status, 303);
        let json = site.get("/api/v1/commitments/NL0031").await.json();
        assert_eq!(json["status"], "withdrawn");
        assert_eq!(json["number"], "3");
    })
    .await;
}
