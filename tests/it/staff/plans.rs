//! Action plans are mended and withdrawn; the history keeps what they were.

use domain::Role;

use super::{fields_of, posted};
use crate::support::on_both;
use crate::support::site::Site;
use crate::support::states::any_state_is_made_from_any_other;

const MEMBER: &str = "/staff/members/netherlands";
const PLANS: &str = "/staff/members/netherlands/plans";

/// The page that changes the plan of a commitment.
async fn page_of(site: &Site, code: &str) -> String {
    let item = site
        .get(&format!("/commitments.json?q={code}"))
        .await
        .json()["items"][0]
        .clone();
    let text = |key: &str| match &item[key] {
        serde_json::Value::Null => String::new(),
        value => value.to_string().trim_matches('"').to_owned(),
    };
    let key = format!(
        "{}/{}/{}",
        text("plan_year"),
        text("plan_end_year"),
        text("action_plan")
    );
    let key = form_urlencoded::byte_serialize(key.as_bytes()).collect::<String>();
    format!("{MEMBER}?plan={key}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_mended_for_all_its_commitments_and_the_past_keeps_its_name() {
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let before = site.app.catalogue().version().made_at.unwrap();
        let page = page_of(&site, "NL0031").await;
        let old =
            site.get("/commitments.json?q=NL0031").await.json()["items"][0]["plan_year"].clone();
        let mended = [
            ("plan_title", "A plan with its right name"),
            ("start_year", "2019"),
            ("reason", "a slip"),
        ];
        let saved = ed.send(&page, PLANS, &mended).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let item = site.get("/commitments.json?q=NL0031").await.json()["items"][0].clone();
        assert_eq!(item["action_plan"], "A plan with its right name", "{item}");
        assert_eq!(item["plan_year"], 2019);
        // The state before still says what it said, and the history what was mended.
        let moment = before.format("%Y-%m-%dT%H:%M:%S%.6fZ");
        let then = site
            .get(&format!("/commitments.json?q=NL0031&as_of={moment}"))
            .await
            .json();
        assert_eq!(then["items"][0]["plan_year"], old, "{then}");
        let changes = site.get("/changes?member=netherlands").await.text();
        assert!(
            changes.contains("\u{2192} \u{201c}A plan with its right name (2019"),
            "{changes}"
        );
        any_state_is_made_from_any_other(&place.store).await;
        assert!(place.store.check().await.unwrap().faults.is_empty());

        // With commitments it is not withdrawn, and the page says how many there are.
        let page = ed.get(&page_of(&site, "NL0031").await).await;
        let fields = [
            ("form", "withdraw-plan"),
            ("withdraw", "yes"),
            ("reason", "x"),
        ];
        let refused = site
            .ask(posted(PLANS, ed.cookie(), fields_of(&page, PLANS, &fields)))
            .await;
        assert_eq!(refused.status, 422);
        assert!(
            refused.text().contains("to this plan. Give"),
            "{}",
            refused.text()
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_without_commitments_is_withdrawn_and_can_be_added_again() {
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let plan = [
            ("plan_title", "A plan too many"),
            ("start_year", "2031"),
            ("reason", "a slip"),
        ];
        let add = async || {
            let added = ed.send(MEMBER, PLANS, &plan).await;
            assert_eq!(added.status, 303, "{}", added.text());
        };
        let listed = async || ed.get(MEMBER).await.text().contains("A plan too many");
        add().await;
        assert!(listed().await);
        let page = format!("{MEMBER}?plan=2031%2F%2FA+plan+too+many");
        // Another plan\u{2019}s name is refused.
        let taken = page_of(&site, "NL0031").await;
        let page_of_other = ed.get(&taken).await;
        let twice = fields_of(
            &page_of_other,
            PLANS,
            &[
                ("plan_title", "A plan too many"),
                ("start_year", "2031"),
                ("end_year", ""),
                ("reason", "x"),
            ],
        );
        let twice = site.ask(posted(PLANS, ed.cookie(), twice)).await;
        assert_eq!(twice.status, 422, "{}", twice.text());
        assert!(
            twice.text().contains("already has a plan"),
            "{}",
            twice.text()
        );

        let shown = ed.get(&page).await;
        let fields = [
            ("form", "withdraw-plan"),
            ("withdraw", "yes"),
            ("reason", "never submitted"),
        ];
        let gone = site
            .ask(posted(
                PLANS,
                ed.cookie(),
                fields_of(&shown, PLANS, &fields),
            ))
            .await;
        assert_eq!(gone.status, 303, "{}", gone.text());
        assert!(!listed().await);
        let changes = site.get("/changes?member=netherlands").await.text();
        assert!(
            changes.contains("never submitted") && changes.contains("Withdrawn."),
            "{changes}"
        );
        add().await;
        assert!(listed().await);
        assert!(place.store.check().await.unwrap().faults.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_withdrawn_comes_back_as_what_it_was() {
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        let (page, withdraw) = (
            "/staff/commitments/NL0031",
            "/staff/commitments/NL0031/withdraw",
        );
        let status = async || {
            site.get("/commitments.json?q=NL0031").await.json()["items"][0]["status"].clone()
        };
        for was in ["inactive", "active", ""] {
            let set = rev
                .send(
                    page,
                    page,
                    &[("status", was), ("number", was), ("reason", "x")],
                )
                .await;
            assert_eq!(set.status, 303, "{}", set.text());
            let before = status().await;
            assert_eq!(
                rev.send(page, withdraw, &[("reason", "given up")])
                    .await
                    .status,
                303
            );
            assert_ne!(status().await, before);
            assert_eq!(
                rev.send(page, withdraw, &[("reason", "not at all")])
                    .await
                    .status,
                303
            );
            assert_eq!(status().await, before, "{was:?}");
        }
    })
    .await;
}
