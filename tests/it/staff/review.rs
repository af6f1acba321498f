//! From a draft to the public: by a second person, at an hour, corrected, with a reply.

use chrono::TimeDelta;
use domain::Role;

use super::{Browser, fields_of, posted};
use crate::support::site::Site;
use crate::support::{a_time, on_both};

pub const PAGE: &str = "/staff/commitments/NL0031/ratings/completion";

pub async fn drafted(browser: &Browser<'_>, changes: &[(&str, &str)]) -> String {
    let mut fields = vec![
        ("finding", "completion-substantial"),
        ("report_title", "Netherlands Results Report 2018-2020"),
        ("report_stage", "final"),
        ("source_url", "https://example.org/report"),
        ("source_page", "14"),
        ("reason", "the report is out"),
    ];
    for change in changes {
        fields.retain(|(name, _)| *name != change.0);
        fields.push(*change);
    }
    let made = browser.send(PAGE, PAGE, &fields).await;
    assert_eq!(made.status, 303, "{}", made.text());
    made.header("location").to_owned()
}

/// Sends a draft on its way as its page stands.
pub async fn step(browser: &Browser<'_>, draft: &str, to: &str, changes: &[(&str, &str)]) -> u16 {
    let page = browser.get(draft).await;
    let version = page.between("name=\"version\" value=\"", "\"");
    let base = page.between("name=\"base\" value=\"", "\"");
    let mut fields = vec![
        ("version", *version.first().unwrap_or(&"0")),
        ("base", *base.first().unwrap_or(&"0")),
    ];
    fields.extend_from_slice(changes);
    let answer = browser.post(&format!("{draft}/{to}"), &fields).await;
    answer.status.as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rating_reaches_the_public_through_a_second_person() {
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        let draft = drafted(&ed, &[]).await;
        let before = site.get("/commitments/NL0031").await.text();
        assert!(!before.contains("Netherlands Results Report 2018-2020, page 14"));
        // Nobody publishes what was not handed in, and not the author.
        assert_eq!(step(&rev, &draft, "publish", &[]).await, 409);
        assert_eq!(step(&ed, &draft, "hand-in", &[]).await, 303);
        assert_eq!(step(&ed, &draft, "publish", &[]).await, 403);
        // The reviewer sends it back, with a reason; the author mends it.
        assert_eq!(step(&rev, &draft, "send-back", &[]).await, 422);
        let comment = [("comment", "page is wrong")];
        assert_eq!(step(&rev, &draft, "send-back", &comment).await, 303);
        let page = ed.get(&draft).await;
        assert!(page.text().contains("page is wrong"), "{}", page.text());
        let mended = ed.send(&draft, &draft, &[("source_page", "15")]).await;
        assert_eq!(mended.status, 303, "{}", mended.text());
        assert_eq!(step(&ed, &draft, "hand-in", &[]).await, 303);
        // The preview is the page that the public then gets.
        let preview = rev.get(&format!("{draft}/preview")).await;
        assert_eq!(preview.status, 200);
        let cards = |body: &str| {
            let from = body.find("class=\"rating-cards\"").unwrap();
            let to = body[from..].find("class=\"split\"").unwrap();
            body[from..from + to].to_owned()
        };
        assert_eq!(step(&rev, &draft, "publish", &[]).await, 303);
        let public = site.get("/commitments/NL0031").await;
        assert_eq!(cards(&preview.body), cards(&public.body));
        let text = public.text();
        assert!(
            text.contains("Netherlands Results Report 2018-2020, page 15"),
            "{text}"
        );
        assert!(text.contains("\u{2192} Substantial"), "{text}");
        // Twice is once.
        assert_eq!(step(&rev, &draft, "publish", &[]).await, 409);
        // The history, its feed and the charts say the same.
        let changes = site.get("/changes?code=NL0031&what=ratings").await.text();
        assert!(
            changes.contains("\u{2192} Substantial (Netherlands Results Report 2018-2020)"),
            "{changes}"
        );
        assert!(
            changes.contains("rev. Reason: the report is out ; written by ed")
                || changes.contains("rev. Reason: the report is out; written by ed"),
            "{changes}"
        );
        let feed = site.get("/changes.atom").await;
        assert!(
            feed.header("content-type")
                .starts_with("application/atom+xml")
        );
        assert!(
            feed.body.contains("Reason: the report is out"),
            "{}",
            feed.body
        );
        let json = site.get("/api/v1/commitments/NL0031").await.json();
        assert_eq!(json["ratings"]["completion"]["value"], "Substantial");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_may_publish_alone_with_a_recorded_reason() {
    let site = Site::bundled().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let draft = drafted(&admin, &[]).await;
    assert_eq!(step(&admin, &draft, "hand-in", &[]).await, 303);
    assert_eq!(step(&admin, &draft, "publish", &[]).await, 422);
    let why = [("comment", "nobody else is here")];
    assert_eq!(step(&admin, &draft, "publish", &why).await, 303);
    assert!(
        admin
            .get(&draft)
            .await
            .text()
            .contains("nobody else is here")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_public_could_not_check_is_not_published_and_comment_drafts_are_provisional() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let rev = site.browser("rev@example.org", Role::Reviewer).await;
    let draft = drafted(&ed, &[("report_stage", "draft")]).await;
    step(&ed, &draft, "hand-in", &[]).await;
    assert_eq!(step(&rev, &draft, "publish", &[]).await, 422);
    let draft = drafted(&ed, &[("report_stage", "for-comment")]).await;
    step(&ed, &draft, "hand-in", &[]).await;
    assert_eq!(step(&rev, &draft, "publish", &[]).await, 303);
    let text = site.get("/commitments/NL0031").await.text();
    assert!(text.contains("Provisional"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rating_is_published_at_its_hour() {
    let site = Site::bundled().await;
    site.clock.set(a_time("2099-01-01T08:30:00Z"));
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let rev = site.browser("rev@example.org", Role::Reviewer).await;
    let draft = drafted(&ed, &[]).await;
    step(&ed, &draft, "hand-in", &[]).await;
    for bad in ["", "2099-01-01T08:29", "2020-01-01T00:00", "tomorrow"] {
        assert_eq!(
            step(&rev, &draft, "schedule", &[("publish_at", bad)]).await,
            422,
            "{bad}"
        );
    }
    let hour = [("publish_at", "2099-01-01T09:00")];
    assert_eq!(step(&rev, &draft, "schedule", &hour).await, 303);
    assert_eq!(site.app.publish_scheduled().await.unwrap(), 0);
    assert!(
        rev.get("/staff")
            .await
            .text()
            .contains("1 January 2099 at 09:00 UTC")
    );
    site.clock.advance(TimeDelta::minutes(31));
    assert_eq!(site.app.publish_scheduled().await.unwrap(), 1);
    assert_eq!(site.app.publish_scheduled().await.unwrap(), 0);
    let json = site.get("/api/v1/commitments/NL0031").await.json();
    assert_eq!(json["ratings"]["completion"]["value"], "Substantial");
    assert_eq!(
        json["rating_history"].as_array().unwrap().last().unwrap()["recorded_by"],
        "rev"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_replaces_and_the_corrected_rating_stays_in_the_history() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let rev = site.browser("rev@example.org", Role::Reviewer).await;
    let first = drafted(&ed, &[]).await;
    step(&ed, &first, "hand-in", &[]).await;
    step(&rev, &first, "publish", &[]).await;
    let page = ed.get(PAGE).await;
    let select = page.between("name=\"replaces\"", "</select>")[0].to_owned();
    let id = select
        .split("value=\"")
        .nth(2)
        .and_then(|v| v.split('"').next())
        .unwrap()
        .to_owned();
    // The report never said so: the value is taken back.
    let second = drafted(
        &ed,
        &[
            ("finding", "no_data"),
            ("replaces", &id),
            ("reason", "misread"),
        ],
    )
    .await;
    step(&ed, &second, "hand-in", &[]).await;
    assert_eq!(step(&rev, &second, "publish", &[]).await, 303);
    let json = site.get("/api/v1/commitments/NL0031").await.json();
    assert_eq!(json["ratings"]["completion"]["level"], "no_data");
    let history = json["rating_history"].as_array().unwrap();
    let [.., first, second] = history.as_slice() else {
        panic!("{history:?}")
    };
    assert_eq!(
        (&first["corrected"], &first["source_page"]),
        (&true.into(), &"14".into())
    );
    assert_eq!(
        (&second["corrected"], &second["reason"]),
        (&false.into(), &"misread".into())
    );
    let text = site.get("/commitments/NL0031").await.text();
    assert!(text.contains("Substantial \u{2192} No IRM data"), "{text}");
    // The report's address was given by staff: nobody says that a file was read.
    assert!(!text.contains("Read from the file"), "{text}");
    // Another scale than the plan's needs a reason; a rating of another commitment is no target.
    let refused = ed
        .send(
            PAGE,
            PAGE,
            &[
                ("finding", "completion_midterm-limited"),
                ("report_title", "Netherlands Results Report 2018-2020"),
                ("report_stage", "final"),
                ("source_url", "https://example.org/report"),
                ("reason", "x"),
                ("replaces", "1"),
            ],
        )
        .await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.text().contains("Give a reason for another scale"),
        "{}",
        refused.text()
    );
    assert!(
        refused.body.contains("https://example.org/report"),
        "the input is lost"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_of_the_government_stands_beside_the_rating() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let rev = site.browser("rev@example.org", Role::Reviewer).await;
    let draft = drafted(&ed, &[]).await;
    step(&ed, &draft, "hand-in", &[]).await;
    step(&rev, &draft, "publish", &[]).await;
    let page = rev.get("/staff/commitments/NL0031").await;
    let rating = page
        .between("<option value=\"", "\"")
        .into_iter()
        .find(|v| v.parse::<i64>().is_ok_and(|id| id > 400));
    let rating = rating.unwrap_or("0").to_owned();
    let answer = rev
        .send(
            "/staff/commitments/NL0031",
            "/staff/commitments/NL0031/reply",
            &[
                ("rating", &rating),
                ("reply", "We see it <i>differently</i>."),
                ("reply_url", "https://example.org/reply"),
                ("reason", "sent by the ministry"),
            ],
        )
        .await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let body = site.get("/commitments/NL0031").await.body;
    assert!(
        body.contains("We see it &lt;i&gt;differently&lt;/i&gt;."),
        "{body}"
    );
    // The history knows it, by commitment, by member and among the ratings.
    let said = "Government\u{2019}s reply on completion: nothing \u{2192} \u{201c}We see it";
    for address in [
        "/changes",
        "/changes?code=NL0031",
        "/changes?member=netherlands",
        "/changes?what=ratings&code=NL0031",
        "/commitments/NL0031",
    ] {
        let text = site.get(address).await.text();
        assert!(text.contains(said), "{address}: {text}");
    }
    for address in [
        "/changes?what=facts",
        "/changes?code=ES0001",
        "/changes?member=spain",
    ] {
        let text = site.get(address).await.text();
        assert!(!text.contains(said), "{address}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_leads_where_the_first_one_led() {
    crate::support::on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        let draft = drafted(&ed, &[]).await;
        let twice = async |browser: &Browser<'_>, form: &str, path: &str, expected: &str| {
            let page = browser.get(&draft).await;
            let body = fields_of(&page, form, &[("comment", ""), ("source_page", "15")]);
            let send = || site.ask(posted(path, browser.cookie(), body.clone()));
            let (one, two) = tokio::join!(send(), send());
            for answer in [one, two, send().await] {
                assert_eq!(answer.status, 303, "{path}: {}", answer.text());
                assert_eq!(answer.header("location"), expected);
            }
        };
        let step = |to: &str| format!("{draft}/{to}");
        let (decide, saved) = (step("send-back"), format!("{draft}?done=saved"));
        twice(&ed, &draft, &draft, &saved).await;
        let handed = format!("{draft}?done=hand-in");
        twice(&ed, &decide, &step("hand-in"), &handed).await;
        let before = site.app.catalogue().version().number;
        let published = "/staff/commitments/NL0031?done=published";
        twice(&rev, &decide, &step("publish"), published).await;
        assert_eq!(site.app.catalogue().version().number, before + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_a_draft_that_has_changed_keeps_what_was_filled_in() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let rev = site.browser("rev@example.org", Role::Reviewer).await;
    let draft = drafted(&ed, &[]).await;
    // Two tabs: the second is shown how the draft stands, and its own text.
    let (one, two) = (ed.get(&draft).await, ed.get(&draft).await);
    let send = async |browser: &Browser<'_>, path: &str, body: String| {
        site.ask(posted(path, browser.cookie(), body)).await
    };
    let first = fields_of(&one, &draft, &[("source_page", "first")]);
    assert_eq!(send(&ed, &draft, first).await.status, 303);
    let second = fields_of(&two, &draft, &[("source_page", "second")]);
    let refused = send(&ed, &draft, second).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text().contains("has changed since you opened it"));
    assert!(
        refused.body.contains("value=\"second\""),
        "the input is lost"
    );
    assert!(refused.body.contains("<dd>first"), "{}", refused.body);
    assert!(refused.body.contains("data-unsaved"));
    let again = send(&ed, &draft, fields_of(&refused, &draft, &[])).await;
    assert_eq!(again.status, 303, "{}", again.text());
    // A comment on a draft that has gone elsewhere meanwhile.
    assert_eq!(step(&ed, &draft, "hand-in", &[]).await, 303);
    let decide = format!("{draft}/send-back");
    let page = rev.get(&draft).await;
    let comment = fields_of(&page, &decide, &[("comment", "A long comment")]);
    assert_eq!(step(&rev, &draft, "publish", &[]).await, 303);
    let refused = send(&rev, &decide, comment).await;
    assert_eq!(refused.status, 409);
    let text = refused.text();
    assert!(
        text.contains("What you entered") && text.contains("A long comment"),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_scheduled_is_published_only_by_who_still_may() {
    let site = Site::bundled().await;
    site.clock.set(a_time("2099-01-01T08:30:00Z"));
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let hour = [("publish_at", "2099-01-01T09:00")];
    let mut drafts = Vec::new();
    for name in ["gone", "demoted", "broken", "fine"] {
        let email = format!("{name}@example.org");
        let reviewer = site.browser(&email, Role::Reviewer).await;
        let source = format!("https://example.org/{name}");
        let draft = drafted(&ed, &[("source_url", &source)]).await;
        assert_eq!(step(&ed, &draft, "hand-in", &[]).await, 303);
        assert_eq!(step(&reviewer, &draft, "schedule", &hour).await, 303);
        drafts.push(draft);
    }
    for change in [
        "UPDATE account SET disabled_at = '2026-01-01T00:00:00+00:00' WHERE name = 'gone'",
        "UPDATE account SET role = 'editor' WHERE name = 'demoted'",
        "CREATE TRIGGER broken BEFORE INSERT ON rating
         WHEN NEW.source_url = 'https://example.org/broken'
         BEGIN SELECT RAISE(ABORT, 'broken'); END",
    ] {
        let changed = crate::support::raw::execute(site.url(), change).await;
        changed.unwrap();
    }
    site.clock.advance(TimeDelta::minutes(31));
    assert_eq!(site.app.publish_scheduled().await.unwrap(), 1);
    let states = ["In review", "In review", "Scheduled", "Published"];
    for (draft, state) in drafts.iter().zip(states) {
        let body = ed.get(draft).await.body;
        assert!(
            body.contains(&format!("<strong id=\"decide-draft\">{state}")),
            "{draft} {state}: {body}"
        );
    }
    let text = ed.get(&drafts[0]).await.text();
    assert!(text.contains("may no longer publish it"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_scales_of_the_chosen_report_are_offered() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let offered = async |address: &str| {
        let page = ed.get(address).await;
        assert_eq!(page.status, 200);
        let fitting = page.body.split("<summary>Other scales").next().unwrap();
        let fields = page.between("name=\"report_kind\" value=\"", "\"");
        (
            fitting.contains("completion_midterm-limited"),
            fields.first().map(|kind| (*kind).to_owned()),
            page.text(),
        )
    };
    // A plan of 2014: two scales of completion, until the report is chosen.
    let old = "/staff/commitments/AL0040/ratings/completion";
    let (midterm, kind, text) = offered(old).await;
    assert!(midterm && kind.is_none());
    assert!(
        text.contains("Given in: Progress (Mid-Term) Report"),
        "{text}"
    );
    let (midterm, kind, _) = offered(&format!("{old}?report_kind=end-of-term")).await;
    assert!(!midterm);
    assert_eq!(kind.as_deref(), Some("end-of-term"));
}
