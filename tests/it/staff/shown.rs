//! What the public sees is what staff pages call current, offer and call published; and what a draft
//! was written, scheduled or imported without seeing is said.

use chrono::TimeDelta;
use domain::Role;

use super::review::{PAGE, drafted, step};
use super::{Browser, fields_of, posted};
use crate::import::applied;
use crate::import::browser::{settled, uploaded};
use crate::support::site::{Answer, Site};
use crate::support::{a_time, on_both};

const NL: &str = "/staff/commitments/NL0031";

/// Drafts, hands in and publishes a rating of completion.
async fn published(ed: &Browser<'_>, rev: &Browser<'_>, changes: &[(&str, &str)]) -> String {
    let draft = drafted(ed, changes).await;
    assert_eq!(step(ed, &draft, "hand-in", &[]).await, 303);
    assert_eq!(step(rev, &draft, "publish", &[]).await, 303);
    draft
}

/// The rating that the staff page calls current.
fn current(page: &Answer) -> String {
    let items = page.between("Completion<!>: <strong>", "</strong>");
    let items = if items.is_empty() {
        page.between("Completion: <strong>", "</strong>")
    } else {
        items
    };
    items
        .first()
        .map_or_else(|| page.text(), |item| (*item).to_owned())
}

async fn public(site: &Site) -> String {
    let json = site.get("/api/v1/commitments/NL0031").await.json();
    json["ratings"]["completion"]["value"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_see_and_are_offered_what_the_public_sees() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let rev = site.browser("rev@example.org", Role::Reviewer).await;
    published(&ed, &rev, &[]).await;
    let choices = |page: &Answer, name: &str| -> Vec<String> {
        let select = page.between(&format!("name=\"{name}\""), "</select>")[0].to_owned();
        select
            .split("<option value=\"")
            .skip(2)
            .map(str::to_owned)
            .collect()
    };
    let corrects = choices(&ed.get(PAGE).await, "replaces");
    let wrong = corrects[0].split('"').next().unwrap().to_owned();
    published(
        &ed,
        &rev,
        &[
            ("finding", "completion-limited"),
            ("replaces", &wrong),
            ("reason", "misread"),
        ],
    )
    .await;

    let page = rev.get(NL).await;
    assert_eq!(public(&site).await, "Limited");
    assert!(current(&page).contains("Limited"), "{}", current(&page));
    for (page, name) in [(&page, "rating"), (&ed.get(PAGE).await, "replaces")] {
        let offered = choices(page, name);
        assert!(!offered.is_empty());
        let has = |id: &str| {
            offered
                .iter()
                .any(|choice| choice.starts_with(&format!("{id}\"")))
        };
        assert!(
            !has(&wrong),
            "{name} offers a corrected rating: {offered:?}"
        );
    }
    assert!(
        choices(&page, "rating")
            .iter()
            .any(|choice| choice.contains("Limited") && choice.contains("(current)"))
    );
    // Nor can one be named by hand.
    let reply = format!("{NL}/reply");
    let named = rev
        .send(
            NL,
            &reply,
            &[("rating", &wrong), ("reply", "No."), ("reason", "x")],
        )
        .await;
    assert_eq!(named.status, 422, "{}", named.text());

    // An import that is undone leaves no rating behind on staff pages either.
    let file = "code,member,title,completion_scheme,completion\nNL0031,Netherlands,Open Algorithms,completion,Complete\n";
    let number = applied(&site.app, file.as_bytes()).await;
    assert!(current(&rev.get(NL).await).contains("Complete"));
    let undo = format!("/staff/import/batches/{number}");
    assert_eq!(
        rev.send(&undo, &undo, &[("reason", "a mistake")])
            .await
            .status,
        303
    );
    assert_eq!(public(&site).await, "Limited");
    let page = rev.get(NL).await;
    assert!(current(&page).contains("Limited"), "{}", current(&page));
    assert!(
        !choices(&page, "rating")
            .iter()
            .any(|choice| choice.contains("Complete,") || choice.contains(": Complete"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rating_that_the_public_will_not_see_as_current_is_never_called_so() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let rev = site.browser("rev@example.org", Role::Reviewer).await;
    let seen = published(&ed, &rev, &[]).await;
    assert!(!rev.get(&seen).await.text().contains("will not change"));
    for (finding, more) in [
        ("no_data", None),
        ("pending", None),
        (
            "completion_midterm-limited",
            Some(("override_reason", "the midterm report")),
        ),
    ] {
        let mut changes = vec![("finding", finding)];
        changes.extend(more);
        let draft = drafted(&ed, &changes).await;
        assert_eq!(step(&ed, &draft, "hand-in", &[]).await, 303);
        let page = rev.get(&draft).await;
        let text = page.text();
        assert!(text.contains("will not change the rating that the public sees: it stays \u{201c}Substantial\u{201d}"), "{finding}: {text}");
        let path = format!("{draft}/publish");
        let fields = fields_of(&page, &format!("{draft}/send-back"), &[]);
        let done = site.ask(posted(&path, rev.cookie(), fields)).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let told = rev.get(done.header("location")).await.text();
        assert!(
            !told.contains("The rating is now public"),
            "{finding}: {told}"
        );
        assert!(told.contains("is the same as before"), "{finding}: {told}");
        assert_eq!(public(&site).await, "Substantial");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn scheduling_is_refused_over_what_the_reviewer_has_not_seen() {
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        site.clock.set(a_time("2099-01-01T08:30:00Z"));
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        let later = drafted(&ed, &[("finding", "completion-limited")]).await;
        assert_eq!(step(&ed, &later, "hand-in", &[]).await, 303);
        let opened = rev.get(&later).await;
        published(&ed, &rev, &[]).await;
        let schedule = async |page: &Answer| {
            let hour = [("publish_at", "2099-01-01T09:00")];
            let fields = fields_of(page, &format!("{later}/send-back"), &hour);
            site.ask(posted(&format!("{later}/schedule"), rev.cookie(), fields))
                .await
        };
        let told = schedule(&opened).await;
        assert_eq!(told.status, 409, "{}", told.text());
        for part in [
            "Another rating of the same commitment has been published",
            "Since this draft was written, the published rating has changed, by rev, on",
        ] {
            assert!(told.text().contains(part), "{part}: {}", told.text());
        }
        site.clock.advance(TimeDelta::minutes(31));
        assert_eq!(site.app.publish_scheduled().await.unwrap(), 0);
        assert_eq!(public(&site).await, "Substantial");
        // From the page that tells, it can be decided again.
        site.clock.set(a_time("2099-01-01T08:50:00Z"));
        assert_eq!(schedule(&told).await.status, 303);
        site.clock.advance(TimeDelta::hours(1));
        assert_eq!(site.app.publish_scheduled().await.unwrap(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_goes_back_to_the_desk_whatever_changed_the_published_rating() {
    let file_with = |value: &str| {
        format!(
            "code,member,title,completion_scheme,completion\nNL0031,Netherlands,Open Algorithms,completion,{value}\n"
        )
    };
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        site.clock.set(a_time("2099-01-01T08:30:00Z"));
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        let ways = ["published", "imported", "undone"];
        for (hour, way) in (9..).zip(ways) {
            let file = if way == "undone" {
                Some(applied(&site.app, file_with("Limited").as_bytes()).await)
            } else {
                None
            };
            let due = drafted(
                &ed,
                &[("finding", "completion-limited"), ("source_page", way)],
            )
            .await;
            assert_eq!(step(&ed, &due, "hand-in", &[]).await, 303);
            let at = format!("2099-01-01T{hour:02}:00");
            assert_eq!(
                step(&rev, &due, "schedule", &[("publish_at", &at)]).await,
                303
            );
            // In the same second as the scheduling: what counts is what was seen, not the time.
            match way {
                "published" => drop(published(&ed, &rev, &[]).await),
                "imported" => {
                    assert!(applied(&site.app, file_with("Complete").as_bytes()).await > 0);
                }
                _ => {
                    let page = format!("/staff/import/batches/{}", file.unwrap());
                    assert_eq!(
                        rev.send(&page, &page, &[("reason", "no")]).await.status,
                        303
                    );
                }
            }
            let before = public(&site).await;
            site.clock
                .set(a_time(&format!("2099-01-01T{hour:02}:01:00Z")));
            assert_eq!(site.app.publish_scheduled().await.unwrap(), 0, "{way}");
            assert_eq!(public(&site).await, before, "{way}");
            let text = rev.get(&due).await.text();
            assert!(
                text.contains(
                    "Not published as scheduled: the published rating has changed meanwhile, by"
                ),
                "{way}: {text}"
            );
            assert!(
                rev.get("/staff")
                    .await
                    .body
                    .contains(&format!("href=\"{due}\"")),
                "{way}: not on the desk"
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_looked_at_again_where_another_rating_came_first_that_says_the_same() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let rev = site.browser("rev@example.org", Role::Reviewer).await;
    published(&ed, &rev, &[]).await;
    let file = "code,member,title,completion_scheme,completion\nNL0031,Netherlands,Open Algorithms,completion,Complete\n";
    let page = uploaded(&rev, file).await;
    let seen = settled(&rev, &page).await;
    // The same value from another report, which nobody who looked at the preview has seen.
    published(
        &ed,
        &rev,
        &[(
            "report_title",
            "Netherlands Transitional Results Report 2018-2020",
        )],
    )
    .await;
    let form = fields_of(
        &seen,
        &page,
        &[("do", "apply"), ("ratings", "publish"), ("reason", "x")],
    );
    let sent = site.ask(posted(&page, rev.cookie(), form)).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let told = settled(&rev, &page).await.text();
    assert!(
        told.contains("The data has changed since you saw this preview"),
        "{told}"
    );
    assert_eq!(public(&site).await, "Substantial");
}
