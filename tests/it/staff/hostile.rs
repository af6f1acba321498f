//! Whatever people write into forms stays text: on the public pages, on those for staff, in feeds.

use ogp_tracker::domain::Role;

use super::Browser;
use crate::support::site::Site;

/// What would become markup, script or an attribute if it were not text.
const CORPUS: &[&str] = &[
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "\" autofocus onfocus=\"alert(1)",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<style>*{display:none}</style>",
    "<!--<script>-->alert(1)",
    "]]><script>alert(1)</script>",
    "{{constructor.constructor('alert(1)')()}}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<math><mtext></mtext><script>alert(1)</script></math>",
    "\u{202e}<script>alert(1)</script>",
];

const HOSTILE_ADDRESSES: &[&str] = &[
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "https://x.example/\"onclick=\"alert(1)",
];

/// What an element of a page would be if a text had become markup.
fn assert_harmless(page: &str, body: &str) {
    let lower = body.to_lowercase();
    for (at, _) in lower.match_indices('<') {
        let tag = lower[at..].split('>').next().unwrap_or_default();
        for bad in ["<script>", "<iframe", "<img", "<math", "<style", "<svg/"] {
            assert!(!format!("{tag}>").starts_with(bad), "{page}: {tag}");
        }
        if tag.starts_with("<script") {
            assert!(tag.contains("src=\"/assets/"), "{page}: {tag}");
        }
        // Attributes: outside of quoted values there is no handler.
        let outside: String = tag.split('"').step_by(2).collect();
        for handler in [
            " onerror",
            " onload",
            " onmouseover",
            " onfocus",
            " onclick",
            " srcdoc",
        ] {
            assert!(!outside.contains(handler), "{page}: {tag}");
        }
        assert!(!tag.contains("href=\"javascript:"), "{page}: {tag}");
    }
}

async fn look_everywhere(site: &Site, staff: &Browser<'_>, draft: &str) {
    for page in [
        "/commitments/NL0031",
        "/commitments?member=netherlands",
        "/commitments?q=alert",
        "/members/netherlands",
        "/changes",
        "/",
        "/charts/members?member=netherlands",
        "/commitments?as_of=2026-01-01&q=%3Cscript%3E",
    ] {
        let answer = site.get(page).await;
        assert_eq!(answer.status, 200, "{page}");
        assert_harmless(page, &answer.body);
    }
    for page in [
        "/staff",
        "/staff/commitments/NL0031",
        "/staff/commitments/NL0031/ratings/completion",
        "/staff/institutions",
        "/staff/users",
        "/staff/security",
        "/staff/account",
        "/staff/tags?member=netherlands",
        draft,
        &format!("{draft}/preview"),
    ] {
        let answer = staff.get(page).await;
        assert_eq!(answer.status, 200, "{page}");
        assert_harmless(page, &answer.body);
    }
    let feed = site.get("/changes.atom").await;
    assert!(!feed.body.contains("<script"), "{}", feed.body);
    let mut reader = feed.body.as_str();
    while let Some(at) = reader.find('&') {
        let entity = reader[at..].split(';').next().unwrap();
        assert!(entity.len() <= 8, "a bare & in the feed: {entity}");
        reader = &reader[at + 1..];
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_text_becomes_markup_on_any_page() {
    let site = Site::bundled().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let nl = "/staff/commitments/NL0031";
    for text in CORPUS {
        let saved = admin
            .send(
                nl,
                nl,
                &[
                    ("title", text),
                    ("number", text),
                    ("description", text),
                    ("milestone", text),
                    ("milestone_start", ""),
                    ("milestone_end", ""),
                    ("lead", text),
                    ("support", text),
                    ("report_title", text),
                    ("report_stage", "final"),
                    ("reason", text),
                ],
            )
            .await;
        assert_eq!(saved.status, 303, "{text}: {}", saved.text());
        let rating = "/staff/commitments/NL0031/ratings/completion";
        let made = admin
            .send(
                rating,
                rating,
                &[
                    ("finding", "completion-limited"),
                    ("report_title", text),
                    ("report_stage", "final"),
                    ("source_url", "https://example.org/a?b=\u{e9}&c=<"),
                    ("reason", text),
                ],
            )
            .await;
        // The address holds what no address does; the form comes back with all texts in it.
        assert_eq!(made.status, 422);
        assert_harmless("the refused form", &made.body);
        let made = admin
            .send(
                rating,
                rating,
                &[
                    ("finding", "completion-limited"),
                    ("report_title", text),
                    ("report_stage", "final"),
                    ("source_url", "https://example.org/report"),
                    ("source_page", text),
                    ("reason", text),
                    ("override_reason", text),
                    ("reply", text),
                ],
            )
            .await;
        assert_eq!(made.status, 303, "{text}: {}", made.text());
        let draft = made.header("location").to_owned();
        let page = admin.get(&draft).await;
        let version = page.between("name=\"version\" value=\"", "\"")[0].to_owned();
        let handed = admin
            .post(
                &format!("{draft}/hand-in"),
                &[("version", &version), ("comment", text)],
            )
            .await;
        assert_eq!(handed.status, 303);
        look_everywhere(&site, &admin, &draft).await;
        let page = admin.get(&draft).await;
        let version = page.between("name=\"version\" value=\"", "\"")[0].to_owned();
        let published = admin
            .post(
                &format!("{draft}/publish"),
                &[("version", &version), ("comment", text)],
            )
            .await;
        assert_eq!(published.status, 303, "{}", published.text());
        let renamed = admin
            .post("/staff/account", &[("do", "name"), ("name", text)])
            .await;
        assert_eq!(renamed.status, 303);
        look_everywhere(&site, &admin, &draft).await;
        // The text itself is kept as it was written.
        let json = site.get("/api/v1/commitments/NL0031").await.json();
        assert_eq!(json["title"], text.trim());
    }
    for address in HOSTILE_ADDRESSES {
        let refused = admin
            .send(nl, nl, &[("source_url", address), ("reason", "x")])
            .await;
        let trimmed_is_fine = refused.status == 303;
        assert!(!trimmed_is_fine, "{address}");
        assert_harmless("the refused form", &refused.body);
    }
}
