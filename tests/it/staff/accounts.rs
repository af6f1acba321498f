//! Signing in, sessions, limits.

use axum::body::Body;
use axum::http::Request;
use ogp_tracker::domain::Role;

use super::{PASSWORD, cookie_of, form, posted};
use crate::support::site::Site;

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_account_are_answered_alike() {
    let site = Site::bundled().await;
    site.account("ed@example.org", Role::Editor).await;
    let mut answers = Vec::new();
    for (email, password) in [
        ("ed@example.org", "wrong horse battery"),
        ("nobody@example.org", PASSWORD),
        ("nobody@example.org", &"x".repeat(5_000)),
    ] {
        let body = form(&[("email", email), ("password", password)]);
        let answer = site.ask(posted("/staff/sign-in", "", body)).await;
        assert_eq!(answer.status, 422);
        assert!(answer.header("set-cookie").is_empty());
        assert!(!answer.body.contains(password), "the password is sent back");
        answers.push(answer.text().replace(email, ""));
    }
    assert_eq!(answers[0], answers[1]);
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
    assert!(
        answer.text().contains("quarter of an hour"),
        "{}",
        answer.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_and_ended_by_their_owner_and_by_admins() {
    let site = Site::bundled().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let first = site.browser("ed@example.org", Role::Editor).await;
    let second = site.sign_in("ed@example.org").await;
    assert_ne!(first.cookie(), second.cookie());
    let page = first.get("/staff/account").await;
    let sessions = page.between("name=\"session\" value=\"", "\"");
    assert_eq!(sessions.len(), 2);
    // The newest stands first: that is the second browser's.
    let ended = first
        .post(
            "/staff/account",
            &[("do", "end-session"), ("session", sessions[0])],
        )
        .await;
    assert_eq!(ended.status, 303);
    assert_eq!(second.get("/staff").await.status, 303);
    assert_eq!(first.get("/staff").await.status, 200);
    // An admin disables the account: nothing of it works any more.
    let disabled = admin
        .post(
            "/staff/users",
            &[
                ("do", "change"),
                ("id", "2"),
                ("role", "editor"),
                ("disabled", "yes"),
            ],
        )
        .await;
    assert_eq!(disabled.header("location"), "/staff/users?done=changed");
    assert_eq!(first.get("/staff").await.status, 303);
    let body = form(&[("email", "ed@example.org"), ("password", PASSWORD)]);
    assert_eq!(
        site.ask(posted("/staff/sign-in", "", body)).await.status,
        422
    );
    // Nobody is left without an admin.
    let last = admin
        .post(
            "/staff/users",
            &[("do", "change"), ("id", "1"), ("role", "editor")],
        )
        .await;
    assert_eq!(last.status, 409);
    assert_eq!(admin.get("/staff/users").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_again_ends_the_session_that_the_browser_was_in() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let body = form(&[("email", "ed@example.org"), ("password", PASSWORD)]);
    let again = site.ask(posted("/staff/sign-in", ed.cookie(), body)).await;
    assert_eq!(again.status, 303);
    assert_ne!(cookie_of(&again), ed.cookie());
    assert_eq!(ed.get("/staff").await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_end_without_use_and_after_half_a_day_in_any_case() {
    let site = Site::bundled().await;
    for (column, hours, ended) in [
        ("last_seen_at", 1, false),
        ("last_seen_at", 3, true),
        ("created_at", 11, false),
        ("created_at", 13, true),
    ] {
        let email = format!("{column}{hours}@example.org");
        let browser = site.browser(&email, Role::Editor).await;
        let then = chrono::Utc::now() - chrono::TimeDelta::hours(hours);
        let then = then.to_rfc3339_opts(chrono::SecondsFormat::Micros, false);
        let sql = format!(
            "UPDATE session SET {column} = '{then}'
             WHERE account_id = (SELECT id FROM account WHERE email = '{email}')"
        );
        assert_eq!(
            crate::support::raw::execute(site.url(), sql).await.unwrap(),
            1
        );
        let expected = if ended { 303 } else { 200 };
        assert_eq!(
            browser.get("/staff").await.status,
            expected,
            "{column} {hours}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_the_session_and_not_only_the_cookie() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let out = ed.post("/staff/sign-out", &[]).await;
    assert!(out.header("set-cookie").contains("Max-Age=0"), "{out:?}");
    assert_eq!(ed.get("/staff").await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_changed_with_the_old_one_and_ends_other_sessions() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let other = site.sign_in("ed@example.org").await;
    for (old, new, problem) in [
        (
            "wrong",
            "brass kettle 7 oceans",
            "not your present password",
        ),
        (PASSWORD, "short", "at least 12"),
        (PASSWORD, "passwordpassword", "guessed first"),
    ] {
        let answer = ed
            .post(
                "/staff/account",
                &[("do", "password"), ("old", old), ("new", new)],
            )
            .await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains(problem), "{}", answer.text());
        assert!(!answer.body.contains(&format!("value=\"{new}\"")));
    }
    let changed = ed
        .post(
            "/staff/account",
            &[
                ("do", "password"),
                ("old", PASSWORD),
                ("new", "brass kettle 7 oceans"),
            ],
        )
        .await;
    assert_eq!(changed.status, 303);
    assert_eq!(ed.get("/staff").await.status, 200);
    assert_eq!(other.get("/staff").await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_makes_accounts_whose_password_works() {
    let site = Site::bundled().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let made = admin
        .post(
            "/staff/users",
            &[
                ("do", "add"),
                ("email", " New@Example.org "),
                ("name", "New"),
                ("role", "reviewer"),
            ],
        )
        .await;
    assert_eq!(made.status, 200, "{}", made.text());
    let password = made.between("id=\"made-password\">", "<")[0].to_owned();
    let body = form(&[("email", "new@example.org"), ("password", &password)]);
    assert_eq!(
        site.ask(posted("/staff/sign-in", "", body)).await.status,
        303
    );
    // It is shown once.
    assert!(!admin.get("/staff/users").await.body.contains(&password));
    let twice = admin
        .post(
            "/staff/users",
            &[
                ("do", "add"),
                ("email", "new@example.org"),
                ("name", "New"),
                ("role", "editor"),
            ],
        )
        .await;
    assert_eq!(twice.status, 422);
    assert!(
        twice.text().contains("has an account already"),
        "{}",
        twice.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_are_not_taken_over_a_connection_that_others_can_read() {
    let site = Site::bundled().await;
    site.account("ed@example.org", Role::Editor).await;
    let ask = async |host: &str, proto: Option<&str>| {
        let mut request = Request::post("/staff/sign-in")
            .header("host", host)
            .header("content-type", "application/x-www-form-urlencoded");
        if let Some(proto) = proto {
            request = request.header("x-forwarded-proto", proto);
        }
        let body = form(&[("email", "ed@example.org"), ("password", PASSWORD)]);
        site.ask(request.body(Body::from(body)).unwrap()).await
    };
    let plain = ask("tracker.example", None).await;
    assert_eq!(plain.status, 403);
    assert!(plain.text().contains("HTTPS"), "{}", plain.text());
    let secure = ask("tracker.example", Some("https")).await;
    assert_eq!(secure.status, 303);
    assert!(cookie_of(&secure).starts_with("__Host-session="));
    assert!(secure.header("set-cookie").contains("Secure"));
    assert!(cookie_of(&ask("localhost:3000", None).await).starts_with("session="));
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
