//! Whatever people write into forms stays text: on the public pages, on those for staff, in feeds.

use std::sync::Arc;

use axum::http::HeaderValue;
use domain::Role;
use ogp_tracker::service::import::{GivenFile, Importer};

use super::{Browser, PASSWORD, form, posted};
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
    "a\u{202e}<script>alert(1)</script>",
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
        // A block of data is no script; its text can hold no tag.
        let is_data = tag == "<script type=\"application/ld+json\"";
        if tag.starts_with("<script") && !is_data {
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
        // The preview of what is public leads to the public page.
        let moved = answer.status == 308 && page.ends_with("/preview");
        assert!(moved || answer.status == 200, "{page}");
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
        let base = page.between("name=\"base\" value=\"", "\"")[0].to_owned();
        let published = admin
            .post(
                &format!("{draft}/publish"),
                &[("version", &version), ("base", &base), ("comment", text)],
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
        let rating = "/staff/commitments/NL0031/ratings/completion";
        let changes = [("finding", "completion-limited"), ("reply_url", address)];
        let refused = admin.send(rating, rating, &changes).await;
        assert_eq!(refused.status, 422, "{address}");
        assert_harmless("the refused rating", &refused.body);
        let changes = [("reply", "We agree"), ("reply_url", *address)];
        let action = "/staff/commitments/NL0031/reply";
        let refused = admin.send(nl, action, &changes).await;
        assert_eq!(refused.status, 422, "{address}");
        assert_harmless("the refused reply", &refused.body);
    }
}

/// Adds a member, a plan of it, and a browser that calls itself so; gives the member's slug.
async fn call_everything(site: &Site, admin: &Browser<'_>, text: &str, number: usize) -> String {
    let name = format!("{text} {number}");
    let member = [
        ("name", name.as_str()),
        ("kind", "local"),
        ("country", text),
        ("country_iso3", "NLD"),
        ("region", "europe"),
        ("reason", text),
    ];
    let added = admin
        .send("/staff/members", "/staff/members", &member)
        .await;
    assert_eq!(added.status, 303, "{text}: {}", added.text());
    let page = added.header("location").split('?').next().unwrap();
    let plan = [
        ("plan_title", text),
        ("start_year", "2023"),
        ("end_year", "2025"),
        ("reason", text),
    ];
    let added = admin.send(page, &format!("{page}/plans"), &plan).await;
    assert_eq!(added.status, 303, "{text}: {}", added.text());
    let refused = admin
        .send(page, page, &[("country_iso3", text), ("reason", text)])
        .await;
    assert_eq!(refused.status, 422);
    assert_harmless(page, &refused.body);

    let body = form(&[("email", "admin@example.org"), ("password", PASSWORD)]);
    let mut request = posted("/staff/sign-in", "", body);
    let agent = HeaderValue::from_bytes(text.as_bytes()).unwrap();
    request.headers_mut().insert("user-agent", agent);
    assert_eq!(site.ask(request).await.status, 303);
    page.rsplit('/').next().unwrap().to_owned()
}

/// A file in which every cell is such a text, for the members that are there already.
fn hostile_file() -> Vec<u8> {
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record([
        "code",
        "member",
        "member_kind",
        "country",
        "country_iso3",
        "region",
        "action_plan",
        "plan_year",
        "title",
        "description",
        "lead_institution",
        "support_institutions",
        "policy_areas",
        "irm_reports",
    ])
    .unwrap();
    for (number, text) in CORPUS.iter().enumerate() {
        // A list is divided at its semicolons.
        let one = text.replace(';', ",");
        file.write_record([
            &format!("NL9{number:03}"),
            &format!("{text} {number}"),
            "local",
            text,
            "NLD",
            "Europe",
            text,
            "2023",
            text,
            text,
            &one,
            &one,
            &format!("{one} {number};Open Data"),
            &one,
        ])
        .unwrap();
    }
    file.into_inner().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_name_of_anything_becomes_markup() {
    let site = Site::bundled().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let mut slugs = Vec::new();
    for (number, text) in CORPUS.iter().enumerate() {
        slugs.push(call_everything(&site, &admin, text, number).await);
    }
    let given = GivenFile {
        name: "<script>alert(1)</script>.csv",
        bytes: &hostile_file(),
    };
    let importer = Importer::command_line();
    let quiet = Arc::new(|_, _| ());
    let (plan, recorded) = site
        .app
        .import(
            given,
            &interchange::options::ReadOptions::default(),
            &importer,
            CORPUS[0],
            quiet,
        )
        .await
        .unwrap();
    site.app.refresh().await.unwrap();
    assert!(recorded.is_some(), "{:?}", plan.about_columns);
    for (page, action, changes) in [
        (
            "/staff/areas?area=open-data&name=%3Cscript%3Ealert(2)%3C%2Fscript%3E",
            "/staff/areas",
            [("reason", CORPUS[1])],
        ),
        (
            "/staff/institutions?from=%3Csvg%2Fonload%3Dalert(1)%3E&to=%22%3E%3Cimg+src%3Dx%3E",
            "/staff/institutions",
            [("reason", CORPUS[1])],
        ),
    ] {
        assert_harmless(page, &admin.get(page).await.body);
        let made = admin.send(page, action, &changes).await;
        assert_eq!(made.status, 303, "{page}: {}", made.text());
    }

    let first = &slugs[0];
    let compared = format!("member={first}&member={}", slugs[1]);
    let mut pages: Vec<String> = [
        "/",
        "/members",
        "/areas",
        "/areas/open-data",
        "/commitments?area=open-data",
        "/commitments/NL9000",
        "/changes",
        "/changes?what=facts",
        "/charts/members?region=europe",
        "/charts/areas",
        "/charts/matrix?down=area&across=year",
        "/compare?area=open-data&area=gender",
        "/compare?member=%3Cscript%3E&member=spain",
        "/compare",
        "/staff",
        "/staff/members",
        "/staff/areas",
        "/staff/institutions",
        "/staff/import",
        "/staff/account",
        "/staff/users",
        "/staff/security",
    ]
    .map(str::to_owned)
    .to_vec();
    for slug in &slugs {
        pages.push(format!("/members/{slug}"));
        pages.push(format!("/staff/members/{slug}"));
    }
    pages.push(format!("/compare?{compared}"));
    pages.push(format!("/charts/explore?member={first}"));
    pages.push(format!("/charts/members/embed?{compared}"));
    pages.push(format!("/staff/commitments/new?member={first}"));
    for page in pages {
        let answer = admin.get(&page).await;
        assert!(answer.status.as_u16() < 500, "{page}");
        assert_harmless(&page, &answer.body);
        // The texts are there, as texts.
        if page == "/members" || page == "/staff/account" {
            assert!(answer.body.contains("&lt;script&gt;alert(1)"), "{page}");
        }
    }
    for picture in [
        "/charts/areas.svg",
        &format!("/charts/compare.svg?{compared}"),
    ] {
        let drawn = site.get(picture).await;
        assert_eq!(drawn.status, 200, "{picture}");
        for tag in ["<script", "<img", "<iframe", "<svg/", "<math"] {
            assert!(!drawn.body.contains(tag), "{picture}: {tag}");
        }
    }
}
