//! What staff are told of their work, on the desk and by e-mail.

use super::{MailServer, pass, sent};
use crate::import::browser::{settled, uploaded};
use crate::staff::Browser;
use crate::staff::review::{drafted, step};
use crate::support::on_both;
use crate::support::site::Site;
use domain::Role;
use domain::review::report_expected_by;

/// The notifications on somebody's desk, newest first.
async fn told(browser: &Browser<'_>) -> Vec<String> {
    let desk = browser.get("/staff").await;
    assert_eq!(desk.status, 200);
    let section = desk.between("<h2 id=\"notifications\">", "</section>")[0].to_owned();
    let items = section.split("<li>").skip(1);
    let items = items.map(|item| {
        let item = item.split("</a>").next().unwrap();
        let mut text = String::new();
        let mut inside = false;
        for character in item.chars() {
            match character {
                '<' => inside = true,
                '>' => inside = false,
                other if !inside => text.push(other),
                _ => {}
            }
        }
        text.trim().to_owned()
    });
    items.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_are_told_of_their_own_work_once() {
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        let server = MailServer::start().await;
        server.serves(&site.app);
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        let other = site.browser("other@example.org", Role::Editor).await;
        let draft = drafted(&ed, &[]).await;
        assert!(
            sent(&site, &server).await.is_empty(),
            "nobody is told of what is not submitted"
        );

        assert_eq!(step(&ed, &draft, "hand-in", &[]).await, 303);
        let letters = sent(&site, &server).await;
        assert_eq!(letters.len(), 1, "{letters:#?}");
        assert_eq!(letters[0].to, ["rev@example.org"]);
        let subject = letters[0].header("Subject");
        assert_eq!(subject, "ed submitted NL0031, completion for review.");
        assert_eq!(letters[0].link("/staff/drafts/"), draft);
        assert_eq!(told(&rev).await, [format!("New: {subject}")]);
        assert!(told(&ed).await.is_empty() && told(&other).await.is_empty());

        let comment = [("comment", "page is wrong")];
        assert_eq!(step(&rev, &draft, "send-back", &comment).await, 303);
        let letters = sent(&site, &server).await;
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].to, ["ed@example.org"]);
        assert_eq!(
            letters[0].header("Subject"),
            "rev sent back NL0031, completion."
        );
        // A decision that was taken already, or that is refused, tells nobody anything.
        assert_eq!(step(&rev, &draft, "send-back", &comment).await, 409);
        assert_eq!(step(&ed, &draft, "publish", &[]).await, 403);
        assert!(sent(&site, &server).await.is_empty());

        assert_eq!(step(&ed, &draft, "hand-in", &[]).await, 303);
        let hour = site.clock.now() + chrono::TimeDelta::minutes(30);
        let hour = hour.format("%Y-%m-%dT%H:%M").to_string();
        assert_eq!(
            step(&rev, &draft, "schedule", &[("publish_at", &hour)]).await,
            303
        );
        sent(&site, &server).await;
        pass(&site, 31);
        assert_eq!(site.app.publish_scheduled().await.unwrap(), 1);
        let letters = sent(&site, &server).await;
        let to: Vec<&str> = letters
            .iter()
            .flat_map(|letter| &letter.to)
            .map(String::as_str)
            .collect();
        assert_eq!(to, ["ed@example.org"]);
        assert_eq!(
            letters[0].header("Subject"),
            "Published as scheduled: NL0031, completion."
        );
        assert_eq!(told(&ed).await.len(), 2);
        // Read is read.
        let read = ed.send("/staff", "/staff/notifications", &[]).await;
        assert_eq!(read.status, 303, "{}", read.text());
        assert!(
            told(&ed)
                .await
                .iter()
                .all(|text| !text.starts_with("New: "))
        );
        assert_eq!(told(&ed).await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_can_be_switched_off_and_the_desk_shows_it_all_the_same() {
    let site = Site::bundled().await;
    let server = MailServer::start().await;
    server.serves(&site.app);
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let rev = site.browser("rev@example.org", Role::Reviewer).await;
    let account = rev.get("/staff/account").await;
    let ticked = account.body.matches("name=\"kind\"").count();
    assert_eq!(ticked, 7);
    let page = account.between("value=\"notifications\"", "</form>")[0].to_owned();
    assert_eq!(
        page.matches(" checked").count(),
        4,
        "what concerns one\u{2019}s own work: {page}"
    );
    // All but one kind.
    let kept = [
        ("do", "notifications"),
        ("kind", "sent-back"),
        ("kind", "overdue"),
    ];
    let saved = rev.post("/staff/account", &kept).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    let account = rev.get("/staff/account").await;
    let page = account.between("value=\"notifications\"", "</form>")[0].to_owned();
    assert_eq!(page.matches(" checked").count(), 2, "{page}");
    let draft = drafted(&ed, &[]).await;
    assert_eq!(step(&ed, &draft, "hand-in", &[]).await, 303);
    assert!(sent(&site, &server).await.is_empty());
    assert_eq!(told(&rev).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_e_mail_nothing_is_lost_and_the_desk_says_so() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let rev = site.browser("rev@example.org", Role::Reviewer).await;
    let draft = drafted(&ed, &[]).await;
    assert_eq!(step(&ed, &draft, "hand-in", &[]).await, 303);
    assert_eq!(
        told(&rev).await,
        ["New: ed submitted NL0031, completion for review."]
    );
    let desk = rev.get("/staff").await.text();
    assert!(
        desk.contains("E-mail is off: notifications are shown here only."),
        "{desk}"
    );
    assert!(
        rev.get("/staff/account")
            .await
            .text()
            .contains("E-mail is off on this site")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn ratings_that_become_overdue_are_told_once_a_day() {
    let site = Site::bundled().await;
    let server = MailServer::start().await;
    server.serves(&site.app);
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let chosen = [("do", "notifications"), ("kind", "overdue")];
    assert_eq!(ed.post("/staff/account", &chosen).await.status, 303);
    // The day after a report was expected of a plan with pending ratings.
    let catalogue = site.app.catalogue();
    let today = catalogue.today();
    let expected = catalogue.rows().flat_map(|row| {
        let c = &row.commitment;
        domain::Dimension::ALL.iter().filter_map(|dimension| {
            let expected = report_expected_by(&c.plan, *dimension)?;
            let is_pending = c.level(*dimension) == domain::Level::Pending;
            (is_pending && expected > today).then_some(expected)
        })
    });
    let first = expected
        .min()
        .expect("no pending rating is expected any more");
    let day = first
        .succ_opt()
        .unwrap()
        .and_hms_opt(1, 0, 0)
        .unwrap()
        .and_utc();
    site.clock.set(day);
    let ed = site.sign_in("ed@example.org").await;
    site.app.refresh().await.unwrap();
    for _ in 0..3 {
        site.app.notify_of_overdue().await;
    }
    let letters = sent(&site, &server).await;
    assert_eq!(letters.len(), 1, "{letters:#?}");
    assert!(letters[0].header("Subject").contains("overdue since today"));
    assert_eq!(told(&ed).await.len(), 1);
    site.clock.set(day + chrono::TimeDelta::hours(12));
    site.app.notify_of_overdue().await;
    assert!(sent(&site, &server).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_it_gets_a_summary_on_working_days_once() {
    let site = Site::bundled().await;
    let server = MailServer::start().await;
    server.serves(&site.app);
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let rev = site.browser("rev@example.org", Role::Reviewer).await;
    for browser in [&ed, &rev] {
        let chosen = [("do", "notifications"), ("kind", "summary")];
        assert_eq!(browser.post("/staff/account", &chosen).await.status, 303);
    }
    let draft = drafted(&ed, &[]).await;
    // A Friday. Nothing at six in the morning, and nothing twice, whichever instance asks.
    let subjects = async |at: &str| {
        site.clock.set(at.parse().unwrap());
        for _ in 0..2 {
            let mut none = ogp_tracker::service::queue::Summarised::default();
            site.app.summarise_own_work(&mut none).await.unwrap();
        }
        let letters = sent(&site, &server).await;
        letters
            .iter()
            .map(|l| (l.to[0].clone(), l.header("Subject").clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(subjects("2026-12-04T06:59:00Z").await, []);
    let ed_has = "Your work today: 1 item of yours in the queue.";
    let one = |to: &str, text: &str| (to.to_owned(), text.to_owned());
    assert_eq!(
        subjects("2026-12-04T07:00:00Z").await,
        [one("ed@example.org", ed_has)]
    );
    assert_eq!(subjects("2026-12-04T23:00:00Z").await, []);
    assert_eq!(subjects("2026-12-05T09:00:00Z").await, []);
    // A Monday, with the sessions of a new week.
    let ed = site.sign_in("ed@example.org").await;
    assert_eq!(step(&ed, &draft, "hand-in", &[]).await, 303);
    let rev_has = "Your work today: 1 draft or sheet to review.";
    assert_eq!(
        subjects("2026-12-07T07:30:00Z").await,
        [one("rev@example.org", rev_has)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_says_something_new_is_told_to_those_who_approve_it() {
    use crate::sources::{Does, Server, Sheet, add, fetcher};
    let site = Site::bundled().await;
    let mail = MailServer::start().await;
    mail.serves(&site.app);
    site.app.use_fetcher(fetcher());
    let (rev_address, ed_address) = ("rev@example.org", "ed@example.org");
    let rev = site.browser(rev_address, Role::Reviewer).await;
    site.account(ed_address, Role::Editor).await;
    let mut sheet = Sheet::real();
    let server = Server::start(Does::Give(sheet.bytes())).await;
    add(&site.app, &server.url, false).await;
    site.app.run_due_sources().await.unwrap();
    let before = told(&rev).await.len();
    let like = sheet.unrated()[0].clone();
    sheet.add(&like, "NL9997", "A new commitment");
    server.now(Does::Give(sheet.bytes()));
    for _ in 0..3 {
        pass(&site, 25 * 60);
        site.app.run_due_sources().await.unwrap();
    }
    // Their sessions are over.
    let rev = site.sign_in(rev_address).await;
    let ed = site.sign_in(ed_address).await;
    let now = told(&rev).await;
    assert_eq!(now.len(), before + 1, "{now:?}");
    assert!(now[0].contains("says something new"), "{now:?}");
    assert!(told(&ed).await.is_empty());
    // Not by e-mail to who has not asked for it.
    assert!(sent(&site, &mail).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finished_import_is_told_to_who_brought_the_file() {
    let site = Site::bundled().await;
    let server = MailServer::start().await;
    server.serves(&site.app);
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let file = "code,member,title\nNL9998,Netherlands,From a file\n";
    let page = uploaded(&ed, file).await;
    settled(&ed, &page).await;
    assert!(told(&ed).await.is_empty());
    let apply = [("do", "apply"), ("reason", "a test")];
    assert_eq!(ed.send(&page, &page, &apply).await.status, 303);
    settled(&ed, &page).await;
    // A moment after the page says so.
    for _ in 0..200 {
        if !told(&ed).await.is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(
        told(&ed).await,
        ["New: my file.csv: the import is finished."]
    );
    let letters = sent(&site, &server).await;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to, ["ed@example.org"]);
}
