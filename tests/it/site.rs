//! What visitors meet: statuses, titles, headers, hostile text, bad input.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use domain::{Dimension, Scheme};
use store::Store;

use crate::support::site::Site;
use crate::support::{an_entry, record};

const PAGES: &[&str] = &[
    "/",
    "/commitments",
    "/commitments?area=digital-governance&ambition=high&sort=title",
    "/commitments?q=open+data",
    "/commitments?member=albania&member=spain&results=high&page=1",
    "/commitments?area=automated-decision-making&member=albania",
    "/commitments/NL0031",
    "/commitments/USAU0007",
    "/members",
    "/members/netherlands",
    "/members/austin-united-states",
    "/areas",
    "/areas/digital-governance",
    "/areas/automated-decision-making",
    "/areas/e-government",
    "/method",
    "/data",
];

#[tokio::test]
async fn every_page_is_whole_and_safe_to_show() {
    let site = Site::bundled().await;
    for page in PAGES {
        let answer = site.get(page).await;
        assert_eq!(answer.status, 200, "{page}");
        assert_eq!(answer.body.matches("<h1").count(), 1, "{page}");
        assert_eq!(answer.body.matches("<title>").count(), 1, "{page}");
        assert!(answer.body.contains("<html lang=\"en\">"), "{page}");
        assert!(
            !answer.body.contains(" style="),
            "{page} has an inline style"
        );
        let is_data = |block: &&str| block.starts_with(" type=\"application/ld+json\">");
        let blocks = answer.between("<script", "</script>");
        for script in blocks.iter().filter(|block| !is_data(block)) {
            assert!(
                script.contains(" src=") && script.ends_with('>'),
                "{page}: inline {script}"
            );
        }
        // The list has its filters, a commitment its shortlist, and every search box its suggestions.
        if !page.starts_with("/commitments") {
            let is_expected = |block: &&str| is_data(block) || block.contains("/suggest.");
            assert!(
                blocks.iter().all(is_expected),
                "{page} has no island but a script"
            );
        }
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe-inline"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert!(policy.contains("frame-ancestors 'none'"));
    }
}

/// A page that really waits for its data must not lose what it says about itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_page_keeps_its_description_however_many_are_asked_at_once() {
    let site = std::sync::Arc::new(Site::bundled().await);
    let asked = (0..60).map(|_| {
        let site = site.clone();
        tokio::spawn(async move { site.get("/commitments/NL0031").await })
    });
    for answer in futures::future::join_all(asked).await {
        let answer = answer.unwrap();
        assert_eq!(answer.body.matches("<meta name=\"description\"").count(), 1);
        assert!(
            answer
                .body
                .contains("<link rel=\"canonical\" href=\"/commitments/NL0031\">")
        );
        assert!(answer.body.contains("<title>Open Algorithms"));
    }
}

#[tokio::test]
async fn no_id_stands_twice_on_a_page() {
    let site = Site::bundled().await;
    for page in PAGES {
        let answer = site.get(page).await;
        let mut ids = answer.between(" id=\"", "\"");
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{page}");
    }
}

#[tokio::test]
async fn bad_input_is_answered_clearly_in_the_sites_own_design() {
    let site = Site::bundled().await;
    let long = format!("/commitments?q={}", "x".repeat(10_000));
    for (address, status, says) in [
        ("/nowhere", 404, "no page at this address"),
        ("/commitments/NL9999", 404, "NL9999"),
        ("/commitments/%3Cscript%3E", 404, "&lt;script&gt;"),
        ("/commitments/..%2f..%2fetc", 404, "no commitment"),
        ("/members/netherland", 404, "/members/netherlands"),
        ("/members/%00", 400, "cannot read as text"),
        ("/areas/open-dta", 404, "/areas/open-data"),
        ("/commitments?year=20x8", 200, "20x8"),
        ("/commitments?ambition=%3Cb%3E", 200, "&lt;b&gt;"),
        ("/commitments?page=0", 400, "page"),
        ("/commitments?page=99999", 404, "The last page is page 38"),
        ("/commitments?page=184467440737095516160", 400, "page"),
        ("/commitments?q=%ff%fe", 400, "UTF-8"),
        (
            "/commitments?region=mars",
            200,
            "recognise \u{201c}mars\u{201d}",
        ),
        ("/members/netherlands?lang=xx", 404, "lang"),
        (long.as_str(), 400, "at most 200 characters"),
        ("/%ff%fe", 400, "cannot read as text"),
        ("/commitments.csv?year=x", 400, "year"),
        ("/commitments.json?kind=x", 400, "kind"),
    ] {
        let answer = site.follow(address).await;
        assert_eq!(answer.status.as_u16(), status, "{address}");
        assert!(
            answer.body.contains(says),
            "{address} does not say {says}: {}",
            answer.text()
        );
        assert!(
            answer.body.contains("class=\"site-head\""),
            "{address} is bare"
        );
        assert!(!answer.body.contains("<script>"), "{address}");
        let id = answer.header("x-request-id");
        assert!(
            id.len() == 32 && (status == 200 || answer.body.contains(id)),
            "{address} does not show its number"
        );
        // A page that leaves out what it cannot read is a page like any other.
        let is_kept = answer.header("cache-control") != "no-store";
        assert_eq!(is_kept, status == 200, "{address}");
    }
}

#[tokio::test]
async fn harmless_oddities_are_no_errors() {
    let site = Site::bundled().await;
    for address in [
        "/commitments?q=&member=&page=",
        "/commitments?unknown=1&utm_source=x",
        "/commitments?member=atlantis",
        "/commitments?q=%22+NEAR%28+*+--+%27%3B",
        "/commitments?q=%27%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "/commitments?area=disinformation-and-information-integrity",
        "/commitments?ambition=HIGH&ambition=high",
        "/commitments?&&&=",
    ] {
        let answer = site.get(address).await;
        assert_eq!(answer.status, 200, "{address}");
        assert!(!answer.body.contains("<script>alert"), "{address}");
    }
}

#[tokio::test]
async fn only_reading_is_possible() {
    let site = Site::bundled().await;
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
        let request = Request::builder()
            .method(method.clone())
            .uri("/commitments")
            .body(Body::empty())
            .unwrap();
        let answer = site.ask(request).await;
        assert_eq!(answer.status, 405, "{method}");
        assert_eq!(answer.header("allow"), "GET, HEAD");
        assert!(answer.body.contains("class=\"site-head\""));
    }
    let request = Request::builder()
        .method("HEAD")
        .uri("/commitments")
        .body(Body::empty())
        .unwrap();
    let answer = site.ask(request).await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, ""));
}

#[tokio::test]
async fn one_commitment_has_one_address() {
    let site = Site::bundled().await;
    let answer = site.get("/commitments/nl0031").await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("location")),
        (308, "/commitments/NL0031")
    );
    let answer = site
        .get("/areas/disinformation-and-information-integrity")
        .await;
    assert_eq!(
        answer.header("location"),
        "/areas/disinformation-misinformation"
    );
    let answer = site.get("/members/?x=1").await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("location")),
        (308, "/members?x=1")
    );
    let answer = site.get("//evil.example/").await;
    assert_eq!(answer.status, 404);
}

#[tokio::test]
async fn a_page_that_is_still_current_is_not_sent_again() {
    let site = Site::bundled().await;
    let first = site.get("/commitments").await;
    let tag = first.header("etag").to_owned();
    let again = |address: &str, tag: &str| {
        Request::get(address)
            .header("if-none-match", tag)
            .body(Body::empty())
            .unwrap()
    };
    let same = site.ask(again("/commitments", &tag)).await;
    assert_eq!(
        (
            same.status.as_u16(),
            same.body.as_str(),
            same.header("etag")
        ),
        (304, "", tag.as_str())
    );
    let other = site.ask(again("/commitments?page=2", &tag)).await;
    assert_eq!(other.status, 200);
}

#[tokio::test]
async fn downloads_are_whole_when_compressed() {
    let site = Site::bundled().await;
    for address in [
        "/commitments.csv",
        "/commitments.json",
        "/commitments.csv?year=1999",
    ] {
        let request = Request::get(address)
            .header("accept-encoding", "br")
            .body(Body::empty())
            .unwrap();
        let (compressed, encoding) = site.bytes(request).await;
        assert_eq!(encoding, "br", "{address}");
        let mut plain = Vec::new();
        brotli::BrotliDecompress(&mut compressed.as_slice(), &mut plain).unwrap();
        assert_eq!(
            String::from_utf8(plain).unwrap(),
            site.get(address).await.body,
            "{address}"
        );
    }
}

#[tokio::test]
async fn pages_are_compressed_for_those_who_accept_it() {
    let site = Site::bundled().await;
    let request = Request::get("/commitments")
        .header("accept-encoding", "br")
        .body(Body::empty())
        .unwrap();
    assert_eq!(site.ask(request).await.header("content-encoding"), "br");
}

/// Text that would run, break out or vanish if anything forgot to escape it.
const HOSTILE: &str =
    "</title><script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;{{7*7}}";

#[tokio::test]
async fn hostile_text_in_the_record_stays_text_everywhere() {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", directory.path().join("h.db").display());
    let store = Store::open(&url).await.unwrap();
    let entry = an_entry("XX0001")
        .member(&format!("M {HOSTILE}"))
        .title(HOSTILE)
        .lead(HOSTILE)
        .description(&format!("word {HOSTILE}"))
        .rated(Dimension::Completion, Scheme::Completion, "Complete");
    record(&store, [entry]).await;
    let site = Site::over(store).await;
    let slug = domain::text::slugify(&format!("M {HOSTILE}"));
    let member = format!("/members/{slug}");
    for address in [
        "/",
        "/commitments",
        "/commitments?q=word",
        "/commitments?q=alert",
        "/commitments/XX0001",
        &member,
        "/members",
    ] {
        let answer = site.get(address).await;
        assert_eq!(answer.status, 200, "{address}");
        for bad in ["<script>alert", "<img src=x", "onerror=alert(2)>\""] {
            assert!(!answer.body.contains(bad), "{address} lets {bad} through");
        }
    }
    let json = site.get("/api/v1/commitments/XX0001").await.json();
    assert_eq!(json["title"], HOSTILE);
}

#[tokio::test]
async fn text_that_a_spreadsheet_would_run_is_marked_in_csv() {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", directory.path().join("f.db").display());
    let store = Store::open(&url).await.unwrap();
    record(
        &store,
        [an_entry("XX0001").title("=HYPERLINK(\"http://x\")")],
    )
    .await;
    let site = Site::over(store).await;
    let csv = site.get("/commitments.csv").await;
    assert!(
        csv.body.contains("\"'=HYPERLINK(\"\"http://x\"\")\""),
        "{}",
        csv.body
    );
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(csv.header("content-disposition").contains("attachment"));
}

#[tokio::test]
async fn demonstration_data_says_so_everywhere() {
    let site = Site::demonstration(120).await;
    for page in [
        "/",
        "/commitments",
        "/members",
        "/method",
        "/commitments?q=nothingatall",
        "/nowhere",
        "/commitments?year=x",
    ] {
        assert!(
            site.get(page).await.body.contains("Demonstration data"),
            "{page}"
        );
    }
    assert_eq!(
        site.get("/api/v1/commitments").await.json()["demonstration"],
        true
    );
    let csv = site.get("/commitments.csv").await;
    assert!(
        csv.header("content-disposition")
            .contains("demonstration-commitments")
    );
    assert!(csv.body.matches("[demonstration]").count() >= 120);
    assert!(
        !Site::bundled()
            .await
            .get("/")
            .await
            .body
            .contains("Demonstration data")
    );
}

#[tokio::test]
async fn those_who_run_it_can_ask_how_it_is() {
    let site = Site::bundled().await;
    assert_eq!(site.get("/healthz").await.body, "ok\n");
    assert_eq!(site.get("/readyz").await.status, 200);
    assert_eq!(site.get("/metrics").await.status, 200);
    let behind_a_proxy = Request::get("/metrics")
        .header("x-forwarded-for", "203.0.113.9")
        .body(Body::empty())
        .unwrap();
    assert_eq!(site.ask(behind_a_proxy).await.status, 404);
    site.app.close().await;
    let answer = site.get("/readyz").await;
    assert_eq!(answer.status, 503);
    // What is in memory is still shown; what needs the database says that it cannot be reached.
    assert_eq!(site.get("/commitments").await.status, 200);
    let answer = site.get("/commitments/NL0031").await;
    assert_eq!(answer.status, 503);
    assert!(
        answer
            .text()
            .contains("cannot reach the data at the moment")
    );
}

#[tokio::test]
async fn the_change_log_goes_by_day_and_folds_what_the_record_began_with() {
    let site = Site::bundled().await;
    let page = site.get("/changes").await;
    let days = page.between("<h2 id=\"d", "</h2>");
    assert_eq!(days.len(), 1, "all of one day: {days:?}");
    let changes = page.between("class=\"change\"", "</h3>");
    assert!(!changes.is_empty());
    for change in &changes {
        assert!(change.contains("<time datetime="), "{change}");
    }
    let folded = page.between("<details><summary>", "</details>");
    assert!(
        folded
            .iter()
            .any(|load| load.contains("commitments loaded") && load.contains("/commitments/")),
        "{folded:?}"
    );
}
