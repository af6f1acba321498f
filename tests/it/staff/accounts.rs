//! Signing in, sessions, passwords, and admins who keep accounts.

use axum::body::Body;
use axum::http::Request;
use domain::Role;

use super::{PASSWORD, cookie_of, form, posted};
use crate::support::{raw, site::Site};

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
    let idle = site.browser("idle@example.org", Role::Editor).await;
    let busy = site.browser("busy@example.org", Role::Editor).await;
    // In steps of 100 minutes: who uses the session keeps it, for twelve hours.
    for (step, expected) in [200, 200, 200, 200, 200, 200, 200, 200, 303]
        .iter()
        .enumerate()
    {
        assert_eq!(busy.get("/staff").await.status, *expected, "step {step}");
        if step == 2 {
            assert_eq!(idle.get("/staff").await.status, 303);
        }
        site.clock.advance(chrono::TimeDelta::minutes(100));
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
            "not your current password",
        ),
        (PASSWORD, "short", "at least 12"),
        (PASSWORD, "passwordpassword", "too common"),
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
        twice.text().contains("already has an account"),
        "{}",
        twice.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_are_not_taken_over_a_connection_that_others_can_read() {
    let site = Site::bundled().await.behind(&["127.0.0.1"]);
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
async fn an_admin_sees_the_sessions_of_others_and_ends_one_of_them() {
    let site = Site::bundled().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let first = site.browser("ed@example.org", Role::Editor).await;
    let second = site.sign_in("ed@example.org").await;
    let page = admin.get("/staff/users").await;
    assert!(page.text().contains("2 sessions of ed@example.org"));
    let sessions = page.between("name=\"session\" value=\"", "\"");
    assert_eq!(sessions.len(), 3, "the admin's own, and two");
    let form = [("do", "end-session"), ("id", "2"), ("session", sessions[1])];
    let of_admin = [("do", "end-session"), ("id", "1"), ("session", sessions[0])];
    assert_eq!(first.post("/staff/users", &of_admin).await.status, 403);
    assert_eq!(admin.get("/staff").await.status, 200);
    let ended = admin.post("/staff/users", &form).await;
    assert_eq!(ended.header("location"), "/staff/users?done=session");
    // The newest stands first.
    assert_eq!(second.get("/staff").await.status, 303);
    assert_eq!(first.get("/staff").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_sent_twice_is_added_once_and_the_admin_is_told() {
    let site = Site::bundled().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let opened = admin.get("/staff/users").await;
    let begin = opened.body.find("id=\"add\"").unwrap();
    let form = super::super::support::site::Answer {
        body: opened.body[begin..].to_owned(),
        ..opened
    };
    let body = super::fields_of(
        &form,
        "/staff/users",
        &[
            ("email", "new@example.org"),
            ("name", "New"),
            ("role", "editor"),
        ],
    );
    let send = async || {
        site.ask(posted("/staff/users", admin.cookie(), body.clone()))
            .await
    };
    let first = send().await;
    let password = first.between("id=\"made-password\">", "<")[0].to_owned();
    let second = send().await;
    assert_eq!(second.header("location"), "/staff/users?done=added-before");
    let told = admin.get("/staff/users?done=added-before").await;
    assert!(told.text().contains("the account was added once"));
    let rows = told.between("<th scope=\"row\">", "<");
    assert_eq!(rows, ["admin@example.org", "new@example.org"]);
    let body = super::form(&[("email", "new@example.org"), ("password", &password)]);
    assert_eq!(
        site.ask(posted("/staff/sign-in", "", body)).await.status,
        303
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_to_accounts_is_in_the_security_log() {
    let site = Site::bundled().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let named = ed
        .post("/staff/account", &[("do", "name"), ("name", "Edda")])
        .await;
    assert_eq!(named.status, 303);
    let foreign = axum::http::Request::post("/staff/tags")
        .header("host", "127.0.0.1:3000")
        .header("sec-fetch-site", "cross-site")
        .header("cookie", ed.cookie());
    let foreign = site.ask(foreign.body(Body::empty()).unwrap()).await;
    assert_eq!(foreign.status, 403);
    for fields in [
        &[
            ("do", "change"),
            ("id", "2"),
            ("role", "reviewer"),
            ("disabled", "yes"),
        ][..],
        &[("do", "end-sessions"), ("id", "2")],
    ] {
        assert_eq!(admin.post("/staff/users", fields).await.status, 303);
    }
    let reset = [("do", "reset"), ("id", "2")];
    assert_eq!(admin.post("/staff/users", &reset).await.status, 200);
    // People type their password where the address goes.
    let slip = super::form(&[("email", PASSWORD), ("password", "")]);
    assert_eq!(
        site.ask(posted("/staff/sign-in", "", slip)).await.status,
        422
    );

    let log = admin.get("/staff/security").await;
    let rows = log.between("<tr>", "</tr>");
    for parts in [
        &["name-changed", "ed@example.org", "ed \u{2192} Edda"][..],
        &["cross-site", "ed@example.org", "/staff/tags"],
        &[
            "account-changed",
            "admin@example.org",
            "ed@example.org: editor, enabled \u{2192} reviewer, disabled",
        ],
        &["sessions-ended", "ed@example.org: all"],
        &["password-reset", "ed@example.org"],
        &["sign-in-refused", "no e-mail address"],
    ] {
        let found = rows.iter().any(|row| parts.iter().all(|p| row.contains(p)));
        assert!(found, "{parts:?} in {}", log.text());
    }
    assert!(!log.body.contains(PASSWORD), "{}", log.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_to_an_account_that_is_none_is_refused() {
    let site = Site::bundled().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    for what in ["reset", "end-sessions", "end-session"] {
        for id in ["99", "x", ""] {
            let answer = admin
                .post("/staff/users", &[("do", what), ("id", id)])
                .await;
            assert_eq!(answer.status, 409, "{what} {id}: {}", answer.text());
            assert!(!answer.body.contains("made-password"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_whose_hash_is_outgrown_is_hashed_anew_at_sign_in() {
    use argon2::password_hash::{PasswordHasher, SaltString};
    let site = Site::bundled().await;
    site.account("ed@example.org", Role::Editor).await;
    let params = argon2::Params::new(8_192, 1, 1, None).unwrap();
    let weak = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    let salt = SaltString::encode_b64(b"0123456789abcdef").unwrap();
    let old = weak.hash_password(PASSWORD.as_bytes(), &salt).unwrap();
    let sql = format!("UPDATE account SET password_hash = '{old}'");
    raw::execute(site.url(), sql).await.unwrap();
    let kept = async || raw::strings(site.url(), "SELECT password_hash FROM account").await;
    let wrong = super::form(&[("email", "ed@example.org"), ("password", "wrong")]);
    site.ask(posted("/staff/sign-in", "", wrong)).await;
    assert_eq!(kept().await, [old.to_string()]);
    let ed = site.sign_in("ed@example.org").await;
    let new = kept().await;
    assert!(
        new[0].starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{new:?}"
    );
    // It is the same password, and nobody is signed out for it.
    site.sign_in("ed@example.org").await;
    assert_eq!(ed.get("/staff").await.status, 200);
    assert_eq!(kept().await, new);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_a_name_that_looks_like_anothers_and_a_change_is_in_the_history() {
    let site = Site::bundled().await;
    let admin = site.browser("ada@example.org", Role::Admin).await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let rename = async |browser: &super::Browser<'_>, name: &str| {
        let fields = [("do", "name"), ("name", name)];
        browser.post("/staff/account", &fields).await
    };
    assert_eq!(rename(&admin, "Ada Lovelace").await.status, 303);
    for alike in [
        "Ada Lovelace",
        "ADA LOVELACE",
        "Ada  L\u{43e}velace",
        "\u{410}da Lovelace.",
        "OGP commitment tracker",
        "OGP Commitment Tracker",
    ] {
        let refused = rename(&ed, alike).await;
        assert_eq!(refused.status, 422, "{alike}");
        assert!(refused.text().contains("looks like that of another person"));
        let add = [
            ("do", "add"),
            ("email", "new@example.org"),
            ("name", alike),
            ("role", "editor"),
        ];
        let refused = admin.post("/staff/users", &add).await;
        assert_eq!(refused.status, 422, "{alike}: {}", refused.text());
    }
    // Everybody may go back to a name of their own, but nobody takes one that others had.
    assert_eq!(rename(&admin, "Ada Byron").await.status, 303);
    assert_eq!(rename(&ed, "Ada Lovelace").await.status, 422);
    assert_eq!(rename(&admin, "Ada Lovelace").await.status, 303);
    let history = site.get("/changes").await.text();
    for (from, to) in [("ada", "Ada Lovelace"), ("Ada Lovelace", "Ada Byron")] {
        let told =
            format!("Public name changed from \u{201c}{from}\u{201d} to \u{201c}{to}\u{201d}");
        assert!(history.contains(&told), "{history}");
    }
    // Sent again, it is no change.
    let before = site.app.catalogue().version().number;
    assert_eq!(rename(&admin, "Ada Lovelace").await.status, 303);
    assert_eq!(site.app.catalogue().version().number, before);
    assert_eq!(site.get("/changes.atom").await.status, 200);
    assert_eq!(site.get("/changes?what=facts").await.status, 200);
}
