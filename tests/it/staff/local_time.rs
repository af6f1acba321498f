//! Schedules are typed and shown in the time zone of the account, and stored in universal time.

use domain::Role;

use super::fields_of;
use super::review::{drafted, step};
use crate::support::site::Site;
use crate::support::{a_time, on_both};

const ACCOUNT: &str = "/staff/account";

async fn choose(by: &super::Browser<'_>, zone: &str) -> crate::support::site::Answer {
    let fields = [("do", "time-zone"), ("time_zone", zone)];
    by.post(ACCOUNT, &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_is_typed_in_local_time_and_stored_in_universal_time() {
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        site.clock.set(a_time("2099-01-01T08:30:00Z"));
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        let page = rev.get(ACCOUNT).await.text();
        assert!(
            page.contains("It is now 1 January 2099, 08:30 UTC."),
            "{page}"
        );
        for (zone, done) in [("Europe/Paris", "time-zone"), ("Europe/Paris", "nothing")] {
            let answer = choose(&rev, zone).await;
            assert_eq!(answer.header("location"), format!("{ACCOUNT}?done={done}"));
        }
        for wrong in ["Europe/Nowhere", "", "utc"] {
            assert_eq!(choose(&rev, wrong).await.status, 422, "{wrong}");
        }
        let page = rev.get(ACCOUNT).await;
        assert!(
            page.body
                .contains("<option value=\"Europe/Paris\" selected")
        );
        let draft = drafted(&ed, &[]).await;
        assert_eq!(step(&ed, &draft, "hand-in", &[]).await, 303);
        let shown = rev.get(&draft).await.text();
        assert!(
            shown.contains("it is now 1 January 2099, 09:30 Europe/Paris (08:30 UTC)"),
            "{shown}"
        );
        // An hour that does not exist, one that happens twice, and one that is over there.
        for (hour, words) in [
            ("2099-03-29T02:30", "does not exist in Europe/Paris"),
            ("2099-10-25T02:30", "happens twice in Europe/Paris"),
            ("2099-01-01T09:29", "Enter a time in the future"),
        ] {
            let opened = rev.get(&draft).await;
            let decide = format!("{draft}/send-back");
            let body = fields_of(&opened, &decide, &[("publish_at", hour)]);
            let request = super::posted(&format!("{draft}/schedule"), rev.cookie(), body);
            let refused = site.ask(request).await;
            assert_eq!(refused.status, 422, "{hour}: {}", refused.text());
            assert!(refused.text().contains(words), "{hour}: {}", refused.text());
            assert!(refused.body.contains(hour), "{hour}: the input is lost");
        }
        // The form keeps the zone that it was opened in, though another was chosen since.
        let opened = rev.get(&draft).await;
        let decide = format!("{draft}/send-back");
        let body = fields_of(&opened, &decide, &[("publish_at", "2099-01-01T10:00")]);
        assert_eq!(choose(&rev, "America/Lima").await.status, 303);
        let request = super::posted(&format!("{draft}/schedule"), rev.cookie(), body);
        assert_eq!(site.ask(request).await.status, 303);
        let stored = place.store.draft(1).await.unwrap().unwrap().publish_at;
        assert_eq!(stored, Some(a_time("2099-01-01T09:00:00Z")));
        // Each reads it in the own zone, with universal time beside it.
        for (browser, words) in [
            (&rev, "1 January 2099, 04:00 America/Lima (09:00 UTC)"),
            (&ed, "1 January 2099, 09:00 UTC"),
        ] {
            let text = browser.get(&draft).await.text();
            assert!(text.contains(words), "{words}: {text}");
        }
        for (page, words) in [
            ("/staff", "1 January 2099 at 04:00 America/Lima (09:00 UTC)"),
            (
                "/staff/queue",
                "1 January 2099 at 04:00 America/Lima (09:00 UTC)",
            ),
        ] {
            let text = rev.get(page).await.text();
            assert!(text.contains(words), "{page}: {text}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_zone_that_is_no_longer_known_is_universal_time() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let change = "UPDATE account SET time_zone = 'Europe/Atlantis'";
    crate::support::raw::execute(site.url(), change)
        .await
        .unwrap();
    let page = ed.get(ACCOUNT).await;
    assert_eq!(page.status, 200);
    assert!(
        page.body.contains("<option value=\"UTC\" selected"),
        "{}",
        page.text()
    );
}
