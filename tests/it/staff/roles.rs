//! Role × action, through HTTP: what each role and nobody may do. An action without a row fails.

use domain::{Action, Role};

use super::{Browser, posted};
use crate::support::site::Site;

/// A request that does the action, as far as authorisation goes.
fn request_of(action: Action) -> (&'static str, &'static [(&'static str, &'static str)]) {
    const NL: &str = "/staff/commitments/NL0031";
    match action.slug() {
        "see-desk" => ("GET /staff", &[]),
        "assign-work" => ("/staff/queue", &[("do", "take")]),
        "comment" => ("/staff/drafts/1/comments", &[("said", "")]),
        "keep-own-account" => ("/staff/account", &[("do", "name"), ("name", "New name")]),
        "keep-second-factor" => ("/staff/account/second-factor", &[("do", "off")]),
        "edit-facts" => (NL, &[("title", "")]),
        "set-assessment" => (NL, &[]),
        "add-commitment" => ("/staff/commitments/new", &[("code", "NL9999")]),
        "add-plan" => ("/staff/members/netherlands/plans", &[]),
        "tag-many" => ("/staff/tags", &[]),
        "draft-rating" => ("/staff/commitments/NL0031/ratings/completion", &[]),
        "review-rating" => ("/staff/drafts/1/publish", &[("version", "99")]),
        "review-facts" => ("/staff/proposals/1", &[("do", "publish")]),
        "publish-own-facts" => ("/staff/proposals/{proposal}", &[("do", "publish")]),
        "publish-own-rating" => (
            "/staff/drafts/{own}/publish",
            &[("version", "99"), ("comment", "alone")],
        ),
        "attach-reply" => ("/staff/commitments/NL0031/reply", &[]),
        "withdraw" => ("/staff/commitments/NL0031/withdraw", &[]),
        "keep-members" => ("/staff/members", &[]),
        "keep-areas" => ("/staff/areas", &[]),
        "keep-institutions" => ("/staff/institutions", &[]),
        "keep-context" => ("/staff/context/resource", &[("slug", "x")]),
        "import-file" => ("/staff/import/none", &[]),
        "publish-imported" => ("/staff/import/none", &[("ratings", "publish")]),
        "undo-import" => ("/staff/import/batches/1", &[("reason", "x")]),
        "keep-sources" => ("/staff/sources", &[]),
        "keep-webhooks" => ("/staff/webhooks", &[]),
        "keep-users" => ("/staff/users", &[]),
        other => panic!("{other} has no request"),
    }
}

async fn draft_of(browser: &Browser<'_>, page: &str) -> String {
    let made = browser
        .send(
            page,
            page,
            &[
                ("finding", "completion-limited"),
                ("report_title", "Netherlands Results Report 2018-2020"),
                ("report_stage", "final"),
                ("source_url", "https://example.org/report"),
                ("reason", "report is out"),
            ],
        )
        .await;
    assert_eq!(made.status, 303, "{}", made.text());
    made.header("location")
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned()
}

/// Proposes a change of facts; the proposals of a test are numbered from 1.
async fn proposal_of(browser: &Browser<'_>) {
    const EDIT: &str = "/staff/commitments/NL0031";
    let app = &browser.site.app;
    app.review_facts(true);
    let fields = [("number", "7"), ("reason", "It has one")];
    let sent = browser.send(EDIT, EDIT, &fields).await;
    app.review_facts(false);
    assert_eq!(sent.header("location"), "/staff/proposals?done=proposed");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_may_do_exactly_what_the_table_says() {
    let site = Site::bundled().await;
    let other = site.browser("other@example.org", Role::Editor).await;
    let page = "/staff/commitments/NL0031/ratings/completion";
    assert_eq!(draft_of(&other, page).await, "1");
    proposal_of(&other).await;
    for (role, number) in Role::ALL.iter().zip(2..) {
        let email = format!("{}@example.org", role.slug());
        let browser = site.browser(&email, *role).await;
        let own = draft_of(&browser, page).await;
        proposal_of(&browser).await;
        for action in Action::ALL {
            let (path, fields) = request_of(*action);
            let path = path.replace("{own}", &own);
            let path = path.replace("{proposal}", &number.to_string());
            let answer = if let Some(path) = path.strip_prefix("GET ") {
                browser.get(path).await
            } else if *action == Action::SetAssessment {
                // A field of a form that the role may otherwise send.
                let changes = [("relevant", "no"), ("reason", "x")];
                browser.send(&path, &path, &changes).await
            } else {
                browser.post(&path, fields).await
            };
            let refused = answer.status == 403 || answer.text().contains("changed by reviewers");
            assert_eq!(
                refused,
                !role.may(*action),
                "{role} {action}: {} {}",
                answer.status,
                answer.text()
            );
            assert_ne!(answer.status.as_u16() / 100, 5, "{role} {action}");
            if !role.may(*action) && answer.status == 403 {
                assert!(
                    answer.text().contains("You need the role")
                        || answer.text().contains("any other reviewer can publish it"),
                    "{}",
                    answer.text()
                );
            }
        }
    }
    for action in Action::ALL {
        let (path, _) = request_of(*action);
        let stranger = site.stranger();
        if let Some(path) = path.strip_prefix("GET ") {
            let answer = stranger.get(path).await;
            assert_eq!(answer.status, 303);
            let location = answer.header("location");
            assert!(location.starts_with("/staff/sign-in?next="), "{location}");
        } else {
            let answer = stranger
                .post(&path.replace("{own}", "1").replace("{proposal}", "1"), &[])
                .await;
            assert_eq!(answer.status, 401, "{action}");
        }
    }
    // Refusals are in the security log, which shows no password.
    let admin = site.sign_in("admin@example.org").await;
    let log = admin.get("/staff/security").await.text();
    assert!(
        log.contains("refused") && log.contains("editor@example.org"),
        "{log}"
    );
    assert!(!log.contains(super::PASSWORD));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_changes_by_reading_and_no_other_site_can_send() {
    let site = Site::bundled().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let before = site.app.catalogue().version().number;
    for path in [
        "/staff/sign-out",
        "/staff/drafts/1/publish",
        "/staff/commitments/NL0031/withdraw",
    ] {
        let answer = admin.get(path).await;
        assert!(
            [404, 405].contains(&answer.status.as_u16()),
            "{path} {}",
            answer.status
        );
    }
    assert_eq!(admin.get("/staff").await.status, 200);
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
    ] {
        let mut request = posted(
            "/staff/commitments/NL0031/withdraw",
            admin.cookie(),
            super::form(&[
                ("withdraw", "yes"),
                ("reason", "evil"),
                ("submission", "0123456789abcdef"),
            ]),
        );
        request.headers_mut().remove("sec-fetch-site");
        request.headers_mut().insert(name, value.parse().unwrap());
        let answer = site.ask(request).await;
        assert_eq!(answer.status, 403, "{name}: {value}");
        assert!(answer.text().contains("another site"), "{}", answer.text());
    }
    assert_eq!(site.app.catalogue().version().number, before);
}
