//! Codes besides the password: set up, asked for, used once, limited, replaced and reset.

use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::route::staff as at;
use domain::{Role, SecondFactorFor};
use totp_rs::{Builder, Secret};

use super::{Browser, PASSWORD, cookie_of, fields_of, form, posted};
use crate::support::site::{Answer, Site};
use crate::support::{on_both, raw};

const PAGE: &str = "/staff/account/second-factor";

/// An authenticator app.
pub(super) struct App(Vec<u8>);

impl App {
    /// Set up from the page that offers a secret.
    fn reading(page: &Answer) -> Self {
        let shown = page.between("id=\"second-factor-secret\">", "<")[0];
        assert!(shown.split(' ').all(|group| group.len() == 4), "{shown}");
        let secret = Secret::try_from_base32(shown.replace(' ', "")).unwrap();
        Self(secret.as_bytes().to_vec())
    }

    /// What it shows, some periods before or after the present one.
    fn shows(&self, site: &Site, periods: i64) -> String {
        let secret = Secret::new(self.0.clone().into());
        let totp = Builder::new().with_secret(secret).build().unwrap();
        let at = site.clock.now().timestamp() + periods * 30;
        totp.generate(at.try_into().unwrap()).to_string()
    }
}

impl Site {
    /// Moves the clock to the beginning of the next period, so that no period ends within a test's steps.
    fn next_period(&self) {
        let into = self.clock.now().timestamp() % 30;
        self.clock.advance(TimeDelta::seconds(30 - into));
    }

    /// Sends a password; the page that asks for a code.
    pub(super) async fn password(&self, email: &str, cookie: &str) -> Answer {
        let body = form(&[("email", email), ("password", PASSWORD)]);
        self.ask(posted("/staff/sign-in", cookie, body)).await
    }

    /// Sends a code on the page that asks for it, from a network where the site trusts who says so.
    async fn code(&self, asked: &Answer, code: &str, cookie: &str, from: &str) -> Answer {
        let body = fields_of(asked, "/staff/sign-in", &[("code", code)]);
        let mut request = posted("/staff/sign-in", cookie, body);
        if !from.is_empty() {
            let from = from.parse().unwrap();
            request.headers_mut().insert("x-forwarded-for", from);
        }
        self.ask(request).await
    }

    /// Signs in with password and code.
    async fn sign_in_with(&self, email: &str, code: &str) -> StatusCode {
        let asked = self.password(email, "").await;
        self.code(&asked, code, "", "").await.status
    }
}

/// Turns the second factor on; the app and the recovery codes.
pub(super) async fn turn_on(browser: &Browser<'_>) -> (App, Vec<String>) {
    browser.site.next_period();
    let page = browser.get(PAGE).await;
    let app = App::reading(&page);
    let code = app.shows(browser.site, 0);
    let fields = [("code", code.as_str()), ("old", PASSWORD)];
    let body = fields_of(&page, PAGE, &fields);
    let on = browser.site.ask(posted(PAGE, browser.cookie(), body)).await;
    assert_eq!(on.status, 200, "{}", on.text());
    let list = on.between("id=\"recovery-codes\">", "</ol>")[0];
    let codes = list.split("<code>").skip(1);
    let codes = codes.map(|code| code.split_once('<').unwrap().0.to_owned());
    (app, codes.collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_set_up_asked_for_and_turned_off_again() {
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let other = site.sign_in("ed@example.org").await;
        let page = ed.get(PAGE).await;
        // The picture is part of the page, which has no script for it.
        assert!(page.body.contains(" class=\"qr-code\""), "{}", page.body);
        // Nothing is on before a code is right, and the secret stays the same meanwhile.
        let app = App::reading(&page);
        for (code, password, problem) in [
            ("", PASSWORD, "This code is incorrect"),
            (
                app.shows(&site, 3).as_str(),
                PASSWORD,
                "This code is incorrect",
            ),
            (
                app.shows(&site, 0).as_str(),
                "wrong",
                "not your current password",
            ),
        ] {
            let body = fields_of(&page, PAGE, &[("code", code), ("old", password)]);
            let refused = site.ask(posted(PAGE, ed.cookie(), body)).await;
            assert_eq!(refused.status, 422);
            assert!(refused.text().contains(problem), "{}", refused.text());
            assert_eq!(App::reading(&refused).0, app.0);
        }
        assert_eq!(site.password("ed@example.org", "").await.status, 303);
        // An offer is of one account.
        let ana = site.browser("ana@example.org", Role::Editor).await;
        let code = app.shows(&site, 0);
        let body = fields_of(&page, PAGE, &[("code", &code), ("old", PASSWORD)]);
        let refused = site.ask(posted(PAGE, ana.cookie(), body)).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert_ne!(App::reading(&refused).0, app.0);

        let (app, codes) = turn_on(&ed).await;
        assert_eq!(codes.len(), 10);
        // Other sessions end; this one goes on.
        assert_eq!(other.get("/staff").await.status, 303);
        assert_eq!(ed.get("/staff").await.status, 200);
        let shown = ed.get(PAGE).await;
        assert!(!shown.body.contains(&codes[0]));
        assert!(
            shown.text().contains("10 recovery codes left"),
            "{}",
            shown.text()
        );
        assert!(!shown.body.contains("second-factor-secret"));
        assert!(ed.get("/staff/account").await.text().contains("On since"));
        // The database holds neither the codes nor the secret.
        let kept = raw::strings(&place.url, "SELECT secret FROM second_factor").await;
        let hex = app.0.iter().map(|byte| format!("{byte:02x}"));
        assert!(!kept[0].contains(&hex.collect::<String>()), "{kept:?}");
        let hashes = raw::strings(&place.url, "SELECT code_hash FROM recovery_code").await;
        assert_eq!(hashes.len(), 10);
        for code in &codes {
            let plain = code.replace('-', "");
            assert!(!hashes.iter().any(|hash| hash.contains(&plain)));
        }

        // Signing in: the password alone is not enough.
        site.next_period();
        let asked = site.password("ed@example.org", "").await;
        assert_eq!(asked.status, 200);
        assert!(asked.header("set-cookie").is_empty());
        assert!(
            asked.text().contains("authenticator app"),
            "{}",
            asked.text()
        );
        assert!(!asked.body.contains(PASSWORD));
        let wrong = site.code(&asked, "000000", "", "").await;
        assert_eq!(wrong.status, 422);
        assert!(
            wrong.text().contains("This code is incorrect"),
            "{}",
            wrong.text()
        );
        assert!(wrong.header("set-cookie").is_empty());
        let code = app.shows(&site, 0);
        let spaced = format!("{} {}", &code[..3], &code[3..]);
        let right = site.code(&wrong, &spaced, "", "").await;
        assert_eq!(right.status, 303, "{}", right.text());
        let again = cookie_of(&right);

        // Turning it off takes both.
        site.next_period();
        let (next, wrong) = (app.shows(&site, 1), app.shows(&site, 7));
        let off = async |password: &str, code: &str| {
            let fields = form(&[("do", "off"), ("old", password), ("code", code)]);
            site.ask(posted(PAGE, &again, fields)).await
        };
        assert_eq!(off("wrong", &next).await.status, 422);
        assert_eq!(off(PASSWORD, &wrong).await.status, 422);
        assert_eq!(off(PASSWORD, "").await.status, 422);
        let done = off(PASSWORD, &next).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(site.password("ed@example.org", "").await.status, 303);
        let admin = site.browser("admin@example.org", Role::Admin).await;
        let log = admin.get("/staff/security").await.text();
        assert!(
            log.contains("second-factor-on") && log.contains("second-factor-off"),
            "{log}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_counts_once_whoever_sends_it_first() {
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let (app, _) = turn_on(&ed).await;
        // The one that turned it on is used as well, and so are those before it.
        for periods in [0, -1] {
            let code = app.shows(&site, periods);
            assert_eq!(site.sign_in_with("ed@example.org", &code).await, 422);
        }
        site.next_period();
        let (early, code) = (app.shows(&site, 0), app.shows(&site, 1));
        let asked = site.password("ed@example.org", "").await;
        let both = futures::future::join_all((0..4).map(|_| site.code(&asked, &code, "", "")));
        let statuses: Vec<_> = both.await.iter().map(|a| a.status.as_u16()).collect();
        let let_in = statuses.iter().filter(|status| **status == 303).count();
        assert_eq!(let_in, 1, "{statuses:?}");
        // An earlier one, not used yet, could have been seen as well.
        assert_eq!(site.sign_in_with("ed@example.org", &early).await, 422);
        site.next_period();
        site.next_period();
        let code = app.shows(&site, 0);
        assert_eq!(site.sign_in_with("ed@example.org", &code).await, 303);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_of_codes_are_limited_together_and_known_browsers_are_heard() {
    let site = Site::bundled().await.behind(&["127.0.0.1"]);
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let (app, _) = turn_on(&ed).await;
    site.next_period();
    let asked = site.password("ed@example.org", "").await;
    let code = app.shows(&site, 0);
    let signed_in = site.code(&asked, &code, "", "192.0.2.1").await;
    let cookies = signed_in.headers.get_all("set-cookie");
    let cookies = cookies.iter().map(|c| c.to_str().unwrap());
    let notes = cookies.map(|c| c.split(';').next().unwrap());
    let mut notes = notes.filter(|c| c.starts_with("known="));
    let notes = notes.next().unwrap().to_owned();
    // Each from another network: the password was right, so strangers are not in question.
    site.next_period();
    let asked = site.password("ed@example.org", "").await;
    let mut statuses = Vec::new();
    for number in 0..7 {
        let guess = format!("{number}{number}{number}000");
        let from = format!("198.51.100.{number}");
        let tried = site.code(&asked, &guess, "", &from).await;
        statuses.push(tried.status.as_u16());
    }
    assert_eq!(statuses, [422, 422, 422, 422, 422, 429, 429]);
    let code = app.shows(&site, 0);
    let limited = site.code(&asked, &code, "", "203.0.113.9").await;
    assert_eq!(limited.status, 429);
    let wait: i64 = limited.header("retry-after").parse().unwrap();
    assert!((1..=15).contains(&wait), "{wait}");
    // The password is still heard, and in the owner's browser the code as well.
    let asked = site.password("ed@example.org", &notes).await;
    assert_eq!(asked.status, 200);
    let right = site.code(&asked, &code, &notes, "203.0.113.9").await;
    assert_eq!(right.status, 303, "{}", right.text());
    // Who it is about is told that the password is known.
    let desk = ed.get("/staff").await.text();
    assert!(desk.contains("was entered 5 times"), "{desk}");
    assert!(desk.contains("someone else knows your password"), "{desk}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_was_right_counts_for_minutes_and_for_one_account() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let (app, codes) = turn_on(&ed).await;
    site.next_period();
    let asked = site.password("ed@example.org", "").await;
    let proof = asked.between("name=\"proof\" value=\"", "\"")[0].to_owned();
    let send = async |proof: &str, code: &str| {
        let body = form(&[("proof", proof), ("code", code)]);
        site.ask(posted("/staff/sign-in", "", body)).await
    };
    let code = app.shows(&site, 0);
    let (rest, last) = proof.split_at(proof.len() - 1);
    for made_up in [
        format!("{rest}{}", if last == "0" { '1' } else { '0' }),
        proof.replacen("1.", "2.", 1),
        "1.0.00".to_owned(),
        "1.9223372036854775807.00".to_owned(),
        "...".to_owned(),
        "\u{e9}".to_owned(),
    ] {
        let refused = send(&made_up, &code).await;
        assert_eq!(refused.status, 422, "{made_up}");
        assert!(refused.text().contains("Enter your password again"));
        assert!(refused.body.contains("name=\"password\""));
    }
    site.clock.advance(TimeDelta::minutes(11));
    let late = send(&proof, &codes[0]).await;
    assert!(
        late.text().contains("Enter your password again"),
        "{}",
        late.text()
    );
    // A password that was changed meanwhile was not right.
    let asked = site.password("ed@example.org", "").await;
    let proof = asked.between("name=\"proof\" value=\"", "\"")[0].to_owned();
    let new = "brass kettle 7 oceans";
    let fields = [("do", "password"), ("old", PASSWORD), ("new", new)];
    assert_eq!(ed.post("/staff/account", &fields).await.status, 303);
    let late = send(&proof, &codes[0]).await;
    assert!(
        late.text().contains("Enter your password again"),
        "{}",
        late.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_recovery_code_works_once_and_new_ones_replace_those_before() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let (app, codes) = turn_on(&ed).await;
    let first = codes[0].to_uppercase().replace('-', " ");
    assert_eq!(site.sign_in_with("ed@example.org", &first).await, 303);
    assert_eq!(site.sign_in_with("ed@example.org", &codes[0]).await, 422);
    assert!(ed.get(PAGE).await.text().contains("9 recovery codes left"));
    // They are of one account.
    let ana = site.browser("ana@example.org", Role::Editor).await;
    turn_on(&ana).await;
    assert_eq!(site.sign_in_with("ana@example.org", &codes[1]).await, 422);
    site.next_period();
    let code = app.shows(&site, 1);
    let fields = [("do", "codes"), ("old", PASSWORD), ("code", &code)];
    let made = ed.post(PAGE, &fields).await;
    assert_eq!(made.status, 200, "{}", made.text());
    let new = made.between("<li><code>", "<");
    assert_eq!(new.len(), 10);
    assert_eq!(site.sign_in_with("ed@example.org", &codes[1]).await, 422);
    assert_eq!(site.sign_in_with("ed@example.org", new[9]).await, 303);
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let log = admin.get("/staff/security").await.text();
    for line in [
        "recovery-code-used",
        "recovery-codes-made",
        "second-factor-refused",
    ] {
        assert!(log.contains(line), "{line}: {log}");
    }
    assert!(!log.contains(&codes[1]) && !log.contains(new[9]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_resets_the_second_factor_of_somebody_else_only() {
    let site = Site::bundled().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    turn_on(&ed).await;
    let page = admin.get("/staff/users").await;
    assert_eq!(page.between("value=\"reset-second-factor\"", ">").len(), 1);
    let reset = [("do", "reset-second-factor"), ("id", "2")];
    for role in [Role::Editor, Role::Reviewer] {
        let email = format!("{}@example.org", role.slug());
        let other = site.browser(&email, role).await;
        assert_eq!(other.post("/staff/users", &reset).await.status, 403);
    }
    let done = admin.post("/staff/users", &reset).await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert_eq!(ed.get("/staff").await.status, 303, "the session goes on");
    assert_eq!(site.password("ed@example.org", "").await.status, 303);
    assert_eq!(admin.post("/staff/users", &reset).await.status, 409);
    turn_on(&admin).await;
    let own = [("do", "reset-second-factor"), ("id", "1")];
    let refused = admin.post("/staff/users", &own).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    assert_eq!(site.password("admin@example.org", "").await.status, 200);
    let log = admin.get("/staff/security").await.text();
    assert!(log.contains("second-factor-reset"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_must_have_a_second_factor_reaches_only_the_page_that_sets_it_up() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    site.app.require_second_factor(SecondFactorFor::Admins);
    assert_eq!(ed.get("/staff").await.status, 200);
    // Every page and every form, those that take files among them.
    let mut pages = 0;
    for pattern in at::PATTERNS {
        let path = pattern
            .replace("{code}", "NL0031")
            .replace("{dimension}", "completion")
            .replace("{id}", "1")
            .replace("{number}", "1")
            .replace("{slug}", "netherlands")
            .replace("{kind}", "resource")
            .replace("{step}", "publish")
            .replace("{name}", "x");
        if path == PAGE || path.starts_with("/staff/sign-") {
            continue;
        }
        let answer = admin.get(&path).await;
        if answer.status == 303 {
            let to = answer.header("location");
            assert!(to.starts_with(&format!("{PAGE}?next=")), "{path}: {to}");
            pages += 1;
        } else {
            assert!([404, 405].contains(&answer.status.as_u16()), "{path}");
        }
        let before = site.app.catalogue().version().number;
        let answer = admin.post(&path, &[("reason", "a reason of mine")]).await;
        match answer.status.as_u16() {
            // What was filled in is kept.
            403 => assert!(answer.body.contains("a+reason+of+mine"), "{path}"),
            303 => assert!(answer.header("location").starts_with(PAGE), "{path}"),
            other => assert_eq!(other, 405, "{path}"),
        }
        assert_eq!(site.app.catalogue().version().number, before);
    }
    assert!(pages > 15, "{pages}");
    // A form that was being filled in waits until it is set up.
    let path = "/staff/commitments/NL0031";
    let waiting = admin.post(path, &[("title", "A title that waits")]).await;
    let resume = fields_of(&waiting, "/staff/sign-in", &[("do", "resume")]);
    let early = site
        .ask(posted("/staff/sign-in", admin.cookie(), resume))
        .await;
    assert_eq!(early.status, 403);
    let page = admin.get(PAGE).await;
    assert!(page.text().contains("Your account needs a second factor"));
    let (app, _) = turn_on(&admin).await;
    let resume = fields_of(&early, "/staff/sign-in", &[("do", "resume")]);
    let resumed = site
        .ask(posted("/staff/sign-in", admin.cookie(), resume))
        .await;
    assert_eq!(resumed.status, 200, "{}", resumed.text());
    assert!(resumed.body.contains("A title that waits"));
    assert_eq!(admin.get("/staff/users").await.status, 200);
    // Turned off, it is required again; signing out works without it.
    site.next_period();
    let code = app.shows(&site, 1);
    let off = [("do", "off"), ("old", PASSWORD), ("code", &code)];
    assert_eq!(admin.post(PAGE, &off).await.status, 303);
    assert_eq!(admin.get("/staff").await.status, 303);
    let out = admin.post("/staff/sign-out", &[]).await;
    assert_eq!(out.header("location"), "/staff/sign-in?done=out");
    assert_eq!(admin.get(PAGE).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_lapsed_goes_on_after_password_and_code() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let (app, _) = turn_on(&ed).await;
    site.next_period();
    let path = "/staff/commitments/NL0031";
    let lapsed = site
        .stranger()
        .post(path, &[("title", "A title that waits")])
        .await;
    let fields = [("email", "ed@example.org"), ("password", PASSWORD)];
    let body = fields_of(&lapsed, "/staff/sign-in", &fields);
    let asked = site.ask(posted("/staff/sign-in", "", body)).await;
    assert_eq!(asked.status, 200);
    let resumed = site.code(&asked, &app.shows(&site, 0), "", "").await;
    assert_eq!(resumed.status, 200, "{}", resumed.text());
    assert!(resumed.body.contains("A title that waits"));
    assert!(cookie_of(&resumed).starts_with("session="));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_key_recovery_codes_still_work_and_the_page_says_so() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let (app, codes) = turn_on(&ed).await;
    // As where the record is restored on another machine.
    let operations = format!("{}-operations", site.url());
    raw::execute(&operations, "DELETE FROM secret")
        .await
        .unwrap();
    let store = store::Store::open(site.url()).await.unwrap();
    let moved = Site::over(store).await;
    let asked = moved.password("ed@example.org", "").await;
    let refused = moved.code(&asked, &app.shows(&moved, 1), "", "").await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.text().contains("Use a recovery code"),
        "{}",
        refused.text()
    );
    let right = moved.code(&refused, &codes[3], "", "").await;
    assert_eq!(right.status, 303, "{}", right.text());
}
