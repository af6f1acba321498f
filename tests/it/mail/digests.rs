//! What followers are told: what the feeds say, and nothing before it is published or that was taken back.

use domain::{Dimension, Role, Scheme};

use super::{follow, pass, publish, sent, site_over};
use crate::staff::review::{drafted, step};
use crate::support::site::Site;
use crate::support::{an_entry, on_both, record};

const PAGE: &str = "/commitments?member=netherlands";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_of_a_change_that_is_taken_back_within_five_minutes() {
    on_both(async |place| {
        let rated = |value: &str| {
            let entry = an_entry("NL0001").title("As it was");
            entry.rated(Dimension::Completion, Scheme::Completion, value)
        };
        let plain = || rated("Limited");
        let other = |title: &str| an_entry("NL0002").title(title);
        record(&place.store, [plain(), other("Other")]).await;
        let (site, server) = site_over(&place.store).await;
        follow(&site, &server, PAGE, "now@example.org", "at-once").await;
        follow(&site, &server, PAGE, "daily@example.org", "daily").await;
        // A rating that is the same as an earlier one is no new one: the correction says where it stands.
        let corrected =
            || plain().with(|entry| entry.ratings[0].source_page = Some("9".to_owned()));
        for (change, back) in [
            (plain().title("A slip"), plain()),
            (rated("Complete"), corrected()),
        ] {
            publish(&site, &place.store, [change]).await;
            pass(&site, 4);
            assert!(sent(&site, &server).await.is_empty());
            publish(&site, &place.store, [back]).await;
            // When the first change alone has stood for long enough, when both have, and a day later.
            for minutes in [2, 4, 60, 24 * 60] {
                pass(&site, minutes);
                let letters = sent(&site, &server).await;
                assert!(
                    letters
                        .iter()
                        .all(|letter| !letter.plain.contains("NL0001")),
                    "{letters:#?}"
                );
            }
        }
        // What stays is told, also where something else was taken back beside it.
        publish(&site, &place.store, [other("Renamed")]).await;
        pass(&site, 1);
        publish(&site, &place.store, [corrected().title("A slip")]).await;
        pass(&site, 3);
        publish(&site, &place.store, [corrected()]).await;
        pass(&site, 10);
        let letters = sent(&site, &server).await;
        assert_eq!(letters.len(), 1, "{letters:#?}");
        assert_eq!(letters[0].to, ["now@example.org"]);
        assert!(letters[0].plain.contains("Renamed"), "{}", letters[0].plain);
        assert!(!letters[0].plain.contains("NL0001"), "{}", letters[0].plain);
        pass(&site, 24 * 60);
        let letters = sent(&site, &server).await;
        assert_eq!(letters.len(), 1, "{letters:#?}");
        assert_eq!(letters[0].to, ["daily@example.org"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_of_one_commitment_are_told_as_one() {
    on_both(async |place| {
        record(&place.store, [an_entry("NL0001").title("First")]).await;
        let (site, server) = site_over(&place.store).await;
        follow(&site, &server, PAGE, "ana@example.org", "daily").await;
        for title in ["Second", "Third", "Fourth"] {
            publish(&site, &place.store, [an_entry("NL0001").title(title)]).await;
            pass(&site, 10);
        }
        publish(&site, &place.store, [an_entry("NL0003")]).await;
        pass(&site, 24 * 60);
        let letters = sent(&site, &server).await;
        assert_eq!(letters.len(), 1, "{letters:#?}");
        let text = &letters[0].plain;
        assert!(
            text.contains("\u{201c}First\u{201d} \u{2192} \u{201c}Fourth\u{201d}"),
            "{text}"
        );
        assert!(
            !text.contains("Second") && !text.contains("Third"),
            "{text}"
        );
        assert!(text.contains("New: NL0003"), "{text}");
        assert!(
            letters[0]
                .header("Subject")
                .contains("2 commitments changed")
        );
        // What is another list's is not told.
        let elsewhere = an_entry("FR0001").member("France");
        publish(&site, &place.store, [elsewhere]).await;
        pass(&site, 24 * 60);
        assert!(sent(&site, &server).await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_before_it_is_published() {
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        let server = super::MailServer::start().await;
        server.serves(&site.app);
        follow(
            &site,
            &server,
            "/commitments/NL0031",
            "ana@example.org",
            "at-once",
        )
        .await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        let draft = drafted(&ed, &[]).await;
        let silent = async |minutes| {
            pass(&site, minutes);
            let letters = sent(&site, &server).await;
            let told = letters
                .iter()
                .filter(|letter| letter.to == ["ana@example.org"]);
            assert_eq!(told.count(), 0, "{letters:#?}");
        };
        silent(10).await;
        assert_eq!(step(&ed, &draft, "hand-in", &[]).await, 303);
        silent(10).await;
        let hour = site.clock.now() + chrono::TimeDelta::minutes(90);
        let hour = hour.format("%Y-%m-%dT%H:%M").to_string();
        assert_eq!(
            step(&rev, &draft, "schedule", &[("publish_at", &hour)]).await,
            303
        );
        silent(60).await;
        assert_eq!(site.app.publish_scheduled().await.unwrap(), 0);
        pass(&site, 31);
        assert_eq!(site.app.publish_scheduled().await.unwrap(), 1);
        silent(4).await;
        pass(&site, 2);
        let letters = sent(&site, &server).await;
        let told = letters
            .iter()
            .find(|letter| letter.to == ["ana@example.org"]);
        let text = &told.unwrap().plain;
        assert!(text.contains("Rated: NL0031"), "{text}");
        assert!(text.contains("\u{2192} Substantial"), "{text}");
        // The same lines as the feed.
        let feed = site.get("/commitments.jsonfeed?code=NL0031").await.json();
        let first = feed["items"][0]["content_text"].as_str().unwrap();
        let line = first.lines().next().unwrap();
        assert!(text.contains(line), "{line} is not in {text}");
    })
    .await;
}

/// As after a backup was put back: the revisions that a follower was told of are made anew.
#[tokio::test(flavor = "multi_thread")]
async fn a_follower_who_was_told_of_revisions_that_are_gone_is_told_of_new_ones() {
    on_both(async |place| {
        record(&place.store, [an_entry("NL0001")]).await;
        let (site, server) = site_over(&place.store).await;
        follow(&site, &server, PAGE, "ana@example.org", "at-once").await;
        let operations = super::follow::operations(place);
        for ahead in [
            "UPDATE follower SET seen = 900",
            "UPDATE followed SET since = 900",
        ] {
            let changed = crate::support::raw::execute(&operations, ahead).await;
            assert_eq!(changed.unwrap(), 1);
        }
        site.app.forget_old_mail().await.unwrap();
        publish(&site, &place.store, [an_entry("NL0001").title("Renamed")]).await;
        pass(&site, 6);
        assert_eq!(sent(&site, &server).await.len(), 1);
    })
    .await;
}
