//! What is refused at the door of `/staff`: too many attempts, forms that are no text, sessions that
//! have ended; and that nothing is lost or given away by it.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use domain::Role;
use store::Store;

use super::{PASSWORD, cookie_of, form, posted};
use crate::support::site::{Answer, Site};
use crate::support::{empty_place_urls, raw};

/// Tries to sign in from a network address.
async fn attempt(site: &Site, email: &str, password: &str, from: &str) -> Answer {
    let body = form(&[("email", email), ("password", password)]);
    let mut request = posted("/staff/sign-in", "", body);
    // Through a proxy on this machine.
    let proxy = SocketAddr::from(([127, 0, 0, 1], 40_000));
    request.extensions_mut().insert(ConnectInfo(proxy));
    let from = from.parse().unwrap();
    request.headers_mut().insert("x-forwarded-for", from);
    site.ask(request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_attempts_are_refused_also_for_the_right_password_and_unknown_accounts() {
    let site = Site::bundled().await;
    site.account("ed@example.org", Role::Editor).await;
    for email in ["ed@example.org", "nobody@example.org"] {
        let mut statuses = Vec::new();
        for _ in 0..11 {
            let body = form(&[("email", email), ("password", "wrong horse battery")]);
            statuses.push(
                site.ask(posted("/staff/sign-in", "", body))
                    .await
                    .status
                    .as_u16(),
            );
        }
        assert_eq!(statuses[9..], [422, 429], "{email}");
    }
    let right = form(&[("email", "ed@example.org"), ("password", PASSWORD)]);
    let answer = site.ask(posted("/staff/sign-in", "", right)).await;
    assert_eq!(answer.status, 429);
    assert_eq!(answer.header("retry-after"), "900");
    assert!(answer.text().contains("15 minutes"), "{}", answer.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn attempts_that_are_refused_do_not_keep_the_owner_out_longer() {
    let site = Site::bundled().await;
    site.account("ed@example.org", Role::Editor).await;
    for count in 1..=15 {
        let tried = attempt(&site, "ed@example.org", "wrong", "192.0.2.1").await;
        assert_eq!(tried.status, if count <= 10 { 422 } else { 429 });
    }
    let noted = "SELECT COUNT(*) FROM sign_in_attempt";
    assert_eq!(raw::number(site.url(), noted).await, 10);
    // A quarter of an hour after the first of them there is room again.
    site.clock.advance(chrono::TimeDelta::minutes(16));
    let right = attempt(&site, "ed@example.org", PASSWORD, "192.0.2.2").await;
    assert_eq!(right.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_network_address_tries_fifty_times_at_most() {
    let site = Site::bundled().await;
    site.account("ed@example.org", Role::Editor).await;
    let now = site
        .clock
        .now()
        .to_rfc3339_opts(chrono::SecondsFormat::Micros, false);
    let sql = format!(
        "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 49)
         INSERT INTO sign_in_attempt (email, address, made_at)
         SELECT 'x' || n || '@example.org', '192.0.2.1', '{now}' FROM n"
    );
    assert_eq!(raw::execute(site.url(), sql).await.unwrap(), 49);
    for (from, password, status) in [
        ("192.0.2.1", "wrong", 422),
        ("192.0.2.1", PASSWORD, 429),
        ("192.0.2.2", PASSWORD, 303),
    ] {
        let tried = attempt(&site, "ed@example.org", password, from).await;
        assert_eq!(tried.status, status, "{from}: {}", tried.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_text_can_hold_is_refused_alike_on_both_engines() {
    for (url, _directory) in empty_place_urls().await {
        let site = Site::bundled_over(Store::open(&url).await.unwrap()).await;
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
