//! Nobody writes or publishes over what they have not seen, themselves included.

use chrono::TimeDelta;
use domain::Role;

use super::review::{PAGE, drafted, step};
use super::{fields_of, posted};
use crate::support::site::Site;
use crate::support::{a_time, on_both};

const NL: &str = "/staff/commitments/NL0031";

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_changed_and_sent_again_is_not_taken_for_the_same() {
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let page = ed.get(NL).await;
        let send = async |number: &str| {
            let fields = fields_of(&page, NL, &[("number", number), ("reason", number)]);
            site.ask(posted(NL, ed.cookie(), fields)).await
        };
        assert_eq!(send("11").await.status, 303);
        // The way back, a correction, and the button once more.
        let again = send("12").await;
        assert_eq!(again.status, 409, "{}", again.text());
        assert!(again.text().contains("has changed since you opened it"));
        let kept = fields_of(&again, NL, &[]);
        assert!(kept.contains("number=12"), "{kept}");
        let merged = site.ask(posted(NL, ed.cookie(), kept)).await;
        assert_eq!(merged.status, 303, "{}", merged.text());
        let shown = ed.get(NL).await;
        assert!(shown.body.contains("value=\"12\""), "{}", shown.body);

        // A second finding from the form of the first is a draft of its own.
        let page = ed.get(PAGE).await;
        let send = async |finding: &str| {
            let fields = [
                ("finding", finding),
                ("report_title", "Netherlands Results Report 2018-2020"),
                ("report_stage", "final"),
                ("source_url", "https://example.org/report"),
                ("reason", "the report is out"),
            ];
            let fields = fields_of(&page, PAGE, &fields);
            let answer = site.ask(posted(PAGE, ed.cookie(), fields)).await;
            assert_eq!(answer.status, 303, "{}", answer.text());
            answer.header("location").to_owned()
        };
        let first = send("completion-limited").await;
        assert_eq!(send("completion-limited").await, first);
        let second = send("completion-substantial").await;
        assert_ne!(second, first);
        // Each tells of the other.
        let text = ed.get(&second).await.text();
        assert!(!text.contains("Other drafts of this rating"), "{text}");
        let text = ed.get(PAGE).await.text();
        assert!(text.contains(": Limited, draft by ed"), "{text}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rating_is_not_published_over_one_that_the_reviewer_has_not_seen() {
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        let first = drafted(&ed, &[]).await;
        let second = drafted(&ed, &[("finding", "completion-limited")]).await;
        for draft in [&first, &second] {
            assert_eq!(step(&ed, draft, "hand-in", &[]).await, 303);
        }
        let decide = |draft: &str| format!("{draft}/send-back");
        let page = rev.get(&second).await;
        let text = page.text();
        for part in [
            "Other drafts of this rating",
            "draft 1: Substantial, in review by ed",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let stale = fields_of(&page, &decide(&second), &[]);
        assert_eq!(step(&rev, &first, "publish", &[]).await, 303);
        let publish = async |fields: String| {
            let path = format!("{second}/publish");
            site.ask(posted(&path, rev.cookie(), fields)).await
        };
        let refused = publish(stale).await;
        assert_eq!(refused.status, 409);
        let text = refused.text();
        for part in [
            "Another rating of the same commitment has been published",
            "Published now: Substantial, Netherlands Results Report 2018-2020.",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let page = rev.get(&second).await;
        let published = publish(fields_of(&page, &decide(&second), &[])).await;
        assert_eq!(published.status, 303, "{}", published.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_scheduled_waits_again_where_another_rating_came_first() {
    let site = Site::bundled().await;
    site.clock.set(a_time("2099-01-01T08:30:00Z"));
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let rev = site.browser("rev@example.org", Role::Reviewer).await;
    let later = drafted(&ed, &[("finding", "completion-limited")]).await;
    let now = drafted(&ed, &[]).await;
    for draft in [&later, &now] {
        assert_eq!(step(&ed, draft, "hand-in", &[]).await, 303);
    }
    let hour = [("publish_at", "2099-01-01T09:00")];
    // Two answers in one: nothing is guessed.
    assert_eq!(step(&rev, &later, "publish", &hour).await, 422);
    assert_eq!(step(&rev, &later, "schedule", &hour).await, 303);
    let text = rev.get(&later).await.text();
    assert!(
        text.contains("Scheduled for 1 January 2099, 09:00 UTC. Written by ed."),
        "{text}"
    );
    assert_eq!(step(&rev, &now, "publish", &[]).await, 303);
    site.clock.advance(TimeDelta::minutes(31));
    assert_eq!(site.app.publish_scheduled().await.unwrap(), 0);
    let text = rev.get(&later).await.text();
    assert!(
        text.contains("the published rating has changed meanwhile"),
        "{text}"
    );
    let json = site.get("/api/v1/commitments/NL0031").await.json();
    assert_eq!(json["ratings"]["completion"]["value"], "Substantial");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_public_sees_already_is_not_published_again() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let rev = site.browser("rev@example.org", Role::Reviewer).await;
    let drafts = [drafted(&ed, &[]).await, drafted(&ed, &[]).await];
    for draft in &drafts {
        assert_eq!(step(&ed, draft, "hand-in", &[]).await, 303);
    }
    // Nobody publishes their own, and is told who can.
    let refused = ed.post(&format!("{}/publish", drafts[0]), &[]).await;
    assert_eq!(refused.status, 403);
    let text = refused.text();
    assert!(text.contains("any other reviewer can publish it"), "{text}");
    assert_eq!(step(&rev, &drafts[0], "publish", &[]).await, 303);
    assert_eq!(step(&rev, &drafts[1], "publish", &[]).await, 422);
    // What is public is seen there, and not as a preview.
    let preview = rev.get(&format!("{}/preview", drafts[0])).await;
    assert_eq!(preview.status, 308);
    assert_eq!(preview.header("location"), "/commitments/NL0031");
}
