//! What is refused at the door of `/staff`: too many attempts, forms that are no text, sessions that
//! have ended; and that nothing is lost or given away by it.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use chrono::TimeDelta;
use domain::Role;
use sqlx::{Connection, SqliteConnection};
use store::Store;

use super::{PASSWORD, cookie_of, form, posted};
use crate::support::empty_place_urls;
use crate::support::site::{Answer, Site};

/// Tries to sign in from a network address.
async fn attempt(site: &Site, email: &str, password: &str, from: &str) -> Answer {
    let body = form(&[("email", email), ("password", password)]);
    let mut request = posted("/staff/sign-in", "", body);
    // Through a proxy on this machine, which the sites of these tests trust.
    let from = from.parse().unwrap();
    request.headers_mut().insert("x-forwarded-for", from);
    site.ask(request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_attempts_are_refused_also_for_the_right_password_and_unknown_accounts() {
    let site = Site::bundled().await.behind(&["127.0.0.1"]);
    site.account("ed@example.org", Role::Editor).await;
    // The one that is tried again last, while it has to wait.
    for email in ["nobody@example.org", "no address", "ed@example.org"] {
        let mut statuses = Vec::new();
        for _ in 0..7 {
            let tried = attempt(&site, email, "wrong horse battery", "192.0.2.1").await;
            statuses.push(tried.status.as_u16());
        }
        assert_eq!(statuses, [422, 422, 422, 422, 422, 429, 429], "{email}");
    }
    let right = attempt(&site, "ed@example.org", PASSWORD, "192.0.2.1").await;
    assert_eq!(right.status, 429);
    let wait: i64 = right.header("retry-after").parse().unwrap();
    assert!((1..=15).contains(&wait), "{wait}");
    assert!(right.text().contains(" seconds"), "{}", right.text());
    // The waits grow, and end.
    for wait in [15, 30, 60, 120] {
        site.clock.advance(TimeDelta::seconds(wait));
        let tried = attempt(&site, "ed@example.org", "wrong", "192.0.2.1").await;
        assert_eq!(tried.status, 422, "{wait}");
        let tried = attempt(&site, "ed@example.org", PASSWORD, "192.0.2.1").await;
        assert_eq!(tried.status, 429, "{wait}");
    }
    site.clock.advance(TimeDelta::minutes(15));
    let right = attempt(&site, "ed@example.org", PASSWORD, "192.0.2.1").await;
    assert_eq!(right.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_of_strangers_keep_nobody_out_and_their_owner_is_told() {
    let site = Site::bundled().await.behind(&["127.0.0.1"]);
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let page = ed.get("/staff").await.text();
    assert!(!page.contains("to sign in to your account"), "{page}");
    for number in 0..30 {
        let from = format!("198.51.100.{}", number % 3);
        attempt(&site, "ed@example.org", "a guess", &from).await;
    }
    let right = attempt(&site, "ed@example.org", PASSWORD, "192.0.2.2").await;
    assert_eq!(right.status, 303);
    let page = ed.get("/staff").await.text();
    let told = "30 attempts to sign in to your account failed";
    assert!(
        page.contains(told) && page.contains("198.51.100.2"),
        "{page}"
    );
    let other = site.browser("ana@example.org", Role::Editor).await;
    assert!(
        !other
            .get("/staff")
            .await
            .text()
            .contains("to sign in to your")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_in_which_somebody_has_signed_in_is_heard_in_a_network_that_guesses() {
    let site = Site::bundled().await.behind(&["127.0.0.1"]);
    site.account("ed@example.org", Role::Editor).await;
    site.account("ana@example.org", Role::Editor).await;
    let office = "192.0.2.1";
    let known = attempt(&site, "ed@example.org", PASSWORD, office).await;
    let notes = known
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap())
        .find(|cookie| cookie.starts_with("known="))
        .unwrap()
        .to_owned();
    for _ in 0..10 {
        attempt(&site, "ed@example.org", "a guess", office).await;
        attempt(&site, "ana@example.org", "a guess", office).await;
    }
    let with = async |email: &str, password: &str, notes: &str| {
        let body = form(&[("email", email), ("password", password)]);
        let mut request = posted("/staff/sign-in", notes, body);
        let from = office.parse().unwrap();
        request.headers_mut().insert("x-forwarded-for", from);
        site.ask(request).await.status.as_u16()
    };
    assert_eq!(with("ed@example.org", PASSWORD, "").await, 429);
    assert_eq!(with("ed@example.org", PASSWORD, &notes).await, 303);
    // What it carries is of one account, and not to be made up.
    assert_eq!(with("ana@example.org", PASSWORD, &notes).await, 429);
    for changed in [
        notes.replace("known=1.", "known=2."),
        notes[..notes.len() - 1].to_owned() + "x",
        notes[..notes.len() - 2].to_owned(),
        "known=1.abc.1.00".to_owned(),
        "known=...".to_owned(),
        "known=1.a.9223372036854775807.aa".to_owned(),
    ] {
        assert_eq!(with("ana@example.org", PASSWORD, &changed).await, 429);
    }
    // Nor is it a way to guess: its own failures count.
    for _ in 0..5 {
        assert_eq!(with("ed@example.org", "a guess", &notes).await, 422);
    }
    assert_eq!(with("ed@example.org", PASSWORD, &notes).await, 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_current_password_is_not_guessed_in_a_session() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let change = async |old: &str| {
        let new = "brass kettle 7 oceans";
        let fields = [("do", "password"), ("old", old), ("new", new)];
        ed.post("/staff/account", &fields).await
    };
    for _ in 0..5 {
        let refused = change("a guess").await.text();
        assert!(refused.contains("not your current password"), "{refused}");
    }
    let refused = change(PASSWORD).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("Too many attempts. Try again in"));
    site.clock.advance(TimeDelta::seconds(16));
    assert_eq!(change(PASSWORD).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_known_with_the_spaces_that_copying_brings_along() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    for around in [
        " ", "  \t", "\r\n", "\u{a0}", "\u{200b}", "\u{feff}", "\u{3000}",
    ] {
        for pasted in [
            format!("{around}{PASSWORD}"),
            format!("{PASSWORD}{around}"),
            format!("{around}{PASSWORD}{around}"),
        ] {
            let body = form(&[("email", " ed@example.org "), ("password", &pasted)]);
            let answer = site.ask(posted("/staff/sign-in", "", body)).await;
            assert_eq!(answer.status, 303, "{pasted:?}");
        }
    }
    // Within it they count, and where one is chosen they are left out as well.
    let fields = [
        ("do", "password"),
        ("old", &format!(" {PASSWORD}\n")),
        ("new", "\tbrass kettle 7 oceans "),
    ];
    assert_eq!(ed.post("/staff/account", &fields).await.status, 303);
    for (typed, status) in [
        ("brass kettle 7 oceans", 303),
        (" brass kettle 7 oceans ", 303),
        ("brass kettle  7 oceans", 422),
        ("brass\u{ad} kettle 7 oceans", 422),
        ("\tbrass kettle 7 oceans ", 303),
    ] {
        let body = form(&[("email", "ed@example.org"), ("password", typed)]);
        let answer = site.ask(posted("/staff/sign-in", "", body)).await;
        assert_eq!(answer.status, status, "{typed:?}");
    }
    // One with a sign that nobody sees is that one, from where it is chosen on.
    let signed = "brass\u{ad} kettle 8 oceans";
    let fields = [
        ("do", "password"),
        ("old", "brass kettle 7 oceans"),
        ("new", signed),
    ];
    assert_eq!(ed.post("/staff/account", &fields).await.status, 303);
    for (typed, status) in [(signed, 303), ("brass kettle 8 oceans", 422)] {
        let body = form(&[("email", "ed@example.org"), ("password", typed)]);
        let answer = site.ask(posted("/staff/sign-in", "", body)).await;
        assert_eq!(answer.status, status, "{typed:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_of_strangers_are_counted_and_hold_up_no_edit() {
    let site = Site::bundled().await.behind(&["127.0.0.1"]);
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let path = "/staff/commitments/NL0031";
    let page = admin.get(path).await;
    // Somebody else holds the right to write to the record all the while.
    let mut held = SqliteConnection::connect(site.url()).await.unwrap();
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut held)
        .await
        .unwrap();
    let mut slowest = Duration::ZERO;
    for number in 0..300 {
        let foreign = Request::post(["/staff/tags", "/lang", "/staff/sign-in"][number % 3])
            .header("host", "127.0.0.1:3000")
            .header("sec-fetch-site", "cross-site")
            .header("x-forwarded-for", format!("198.51.100.{}", number % 200));
        let began = Instant::now();
        let foreign = site.ask(foreign.body(Body::empty()).unwrap()).await;
        slowest = slowest.max(began.elapsed());
        assert_eq!(foreign.status, 403);
    }
    for number in 0..30 {
        let email = format!("nobody{number}@example.org");
        let began = Instant::now();
        attempt(&site, &email, "wrong", &format!("203.0.113.{number}")).await;
        slowest = slowest.max(began.elapsed());
    }
    // One that waited for the lock would wait for a minute.
    assert!(slowest < Duration::from_secs(30), "{slowest:?}");
    // Who is signed in goes on, and signs in and out, too.
    assert_eq!(admin.get("/staff/security").await.status, 200);
    site.sign_in("admin@example.org").await;
    held.close().await.unwrap();
    let change = [("title", "Another title"), ("reason", "typo")];
    let body = super::fields_of(&page, path, &change);
    let saved = site.ask(posted(path, admin.cookie(), body)).await;
    assert_eq!(saved.status, 303, "{}", saved.text());

    let log = admin.get("/staff/security").await;
    let rows: Vec<&str> = log.between("<tr>", "</tr>");
    let of = |kind: &str| -> Vec<&str> {
        let rows = rows
            .iter()
            .filter(|row| row.contains(&format!("<td>{kind}</td>")));
        rows.copied().collect()
    };
    // An hour may end in between.
    let cross_site = of("cross-site");
    assert!(cross_site.len() <= 2, "{}", log.text());
    let times = |row: &&str| -> i64 {
        let last = row.rsplit("<td>").next().unwrap();
        last.split('<').next().unwrap().parse().unwrap()
    };
    assert_eq!(cross_site.iter().map(times).sum::<i64>(), 300);
    let refused = of("sign-in-refused");
    assert!(refused.len() <= 2, "{}", log.text());
    assert_eq!(refused.iter().map(times).sum::<i64>(), 30);
    assert!(rows.len() < 20, "{}", log.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_security_log_is_kept_for_as_long_as_was_said() {
    let site = Site::bundled().await;
    site.app.keep_security_log(30);
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let kinds = async || {
        let log = admin.get("/staff/security").await;
        log.text().matches("sign-in").count()
    };
    let before = kinds().await;
    site.clock.advance(TimeDelta::days(29));
    site.app.shorten_security_log().await.unwrap();
    let admin = site.sign_in("admin@example.org").await;
    let log = admin.get("/staff/security").await.text();
    assert!(log.matches("sign-in").count() > before, "{log}");
    assert!(log.contains("account-added"), "{log}");
    site.clock.advance(TimeDelta::days(2));
    site.app.shorten_security_log().await.unwrap();
    let admin = site.sign_in("admin@example.org").await;
    let log = admin.get("/staff/security").await.text();
    assert!(!log.contains("account-added"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_text_can_hold_is_refused_alike_on_both_engines() {
    for (url, _directory) in empty_place_urls().await {
        let site = Site::bundled_over(Store::open(&url).await.unwrap()).await;
        let site = site.behind(&["127.0.0.1"]);
        let admin = site.browser("admin@example.org", Role::Admin).await;
        for (path, field) in [
            ("/staff/sign-in", "email"),
            ("/staff/sign-in", "password"),
            ("/staff/account", "name"),
            ("/staff/users", "email"),
            ("/staff/commitments/new", "title"),
            ("/staff/commitments/NL0031", "title"),
            ("/staff/commitments/NL0031", "submission"),
            ("/staff/commitments/NL0031/ratings/completion", "reason"),
            ("/staff/drafts/1/publish", "comment"),
            ("/staff/members", "name"),
            ("/staff/tags", "add"),
            ("/staff/areas", "area"),
        ] {
            let answer = admin.post(path, &[(field, "a\0b"), ("do", "add")]).await;
            assert_eq!(answer.status, 400, "{path} {field}: {}", answer.text());
            let told = format!("\u{201c}{field}\u{201d} contains the character U+0000");
            assert!(answer.text().contains(&told), "{}", answer.text());
        }
        // Addresses as well lead to no fault of ours.
        for path in [
            "/commitments?q=a%00b",
            "/changes?code=%00&member=%00",
            "/members/%00",
            "/staff/users?done=%00",
            "/staff/tags?member=%00",
            "/staff/areas?area=%00",
            "/staff/institutions?from=%00",
            "/staff/commitments/new?member=%00",
            "/staff/sign-in?next=%00",
        ] {
            let status = admin.get(path).await.status;
            assert!(!status.is_server_error(), "{path}: {status}");
        }
        let long = format!("{}@example.org", "a".repeat(20_000));
        for email in [long.as_str(), "\u{1}@\u{2}.\u{3}", ""] {
            let answer = attempt(&site, email, PASSWORD, "192.0.2.1").await;
            assert_eq!(answer.status, 422, "{}", answer.text());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lapsed_session_keeps_what_was_filled_in_through_signing_in() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let path = "/staff/commitments/NL0031";
    let page = ed.get(path).await;
    let body = super::fields_of(
        &page,
        path,
        &[("title", "A <b>new</b> title"), ("reason", "typo")],
    );
    ed.post("/staff/sign-out", &[]).await;
    let asked = site.ask(posted(path, ed.cookie(), body)).await;
    assert_eq!(asked.status, 401);
    let sign_in = super::fields_of(
        &asked,
        "/staff/sign-in",
        &[("email", "ed@example.org"), ("password", PASSWORD)],
    );
    let resumed = site.ask(posted("/staff/sign-in", "", sign_in)).await;
    assert_eq!(resumed.status, 200, "{}", resumed.text());
    assert!(resumed.text().contains("Your session had ended"));
    let again = super::fields_of(&resumed, path, &[]);
    let saved = site.ask(posted(path, &cookie_of(&resumed), again)).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    assert!(
        site.get("/commitments/NL0031")
            .await
            .text()
            .contains("A &lt;b&gt;new&lt;/b&gt; title")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lapsed_form_gives_no_password_away() {
    let site = Site::bundled().await;
    let (old, new) = ("brass kettle 7 oceans", "copper kettle 8 oceans");
    let fields = [("do", "password"), ("old", old), ("new", new)];
    let lapsed = site.stranger().post("/staff/account", &fields).await;
    assert_eq!(lapsed.status, 401);
    for encoded in ["kettle", "password%26old", "do=password&amp;old"] {
        assert!(!lapsed.body.contains(encoded), "{}", lapsed.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_longest_form_in_any_script_comes_through_signing_in() {
    let site = Site::bundled().await;
    site.account("ed@example.org", Role::Editor).await;
    let path = "/staff/commitments/NL0031";
    // As long as a text may be, of characters that take the most room.
    let text = "\u{20bb7}".repeat(60_000);
    let body = form(&[
        ("title", "A title"),
        ("description", &text),
        ("reason", "x"),
    ]);
    let asked = site.ask(posted(path, "", body)).await;
    assert_eq!(asked.status, 401);
    let sign_in = super::fields_of(
        &asked,
        "/staff/sign-in",
        &[("email", "ed@example.org"), ("password", PASSWORD)],
    );
    assert!(sign_in.len() > 1024 * 1024, "{}", sign_in.len());
    let resumed = site.ask(posted("/staff/sign-in", "", sign_in)).await;
    assert_eq!(resumed.status, 200);
    assert!(resumed.body.contains(&text));
    assert!(!cookie_of(&resumed).is_empty());
    // No more than that is read of anybody.
    let endless = Body::from(vec![b'a'; 4 * 1024 * 1024]);
    let request = Request::post("/staff/sign-in")
        .header("host", "127.0.0.1:3000")
        .header("content-type", "application/x-www-form-urlencoded");
    let refused = site.ask(request.body(endless).unwrap()).await;
    assert_eq!(refused.status, 413);
}
