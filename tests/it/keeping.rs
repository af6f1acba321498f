//! What caches may keep of answers, and what the program itself keeps ready to be sent again.

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request};
use chrono::{NaiveDate, TimeDelta};
use domain::Role;

use crate::support::site::Site;
use crate::support::{Place, a_revision, an_entry, record};

const PRESENT: &str = "public, max-age=0, s-maxage=60, stale-if-error=86400";
const PRESENT_SHARED: &str = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400";
const PAST: &str = "public, max-age=0, s-maxage=86400, stale-if-error=604800";
const PAST_SHARED: &str =
    "public, max-age=86400, stale-while-revalidate=86400, stale-if-error=604800";
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Pages and files of every sort, all of which are 200 in the bundled record.
const ADDRESSES: &[&str] = &[
    "/",
    "/?lang=es",
    "/commitments?q=open+data&ambition=high",
    "/commitments?area=e-government&page=2&lang=fr",
    "/commitments/NL0031",
    "/members?as_of=2026-01-15",
    "/areas/digital-governance",
    "/charts/completion?region=europe",
    "/charts/trend/embed",
    "/charts/ambition.svg?lang=es",
    "/charts/matrix.csv",
    "/charts/ambition.png",
    "/compare?member=spain&member=italy",
    "/guide",
    "/data/coverage",
    "/changes",
    "/changes.atom",
    "/api/v1/commitments?member=italy",
    "/api/v1/commitments/NL0031",
    "/api/v1/openapi.json",
    "/commitments.json?member=italy",
];

const ENCODINGS: [&str; 4] = ["br", "zstd", "gzip", "identity"];

fn asked(address: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let request = headers
        .iter()
        .fold(Request::get(address), |request, (name, value)| {
            request.header(*name, *value)
        });
    request.body(Body::empty()).unwrap()
}

fn unpacked(body: &[u8], encoding: &str) -> Vec<u8> {
    let mut plain = Vec::new();
    match encoding {
        "br" => brotli::BrotliDecompress(&mut &*body, &mut plain).unwrap(),
        "zstd" => plain = zstd::decode_all(body).unwrap(),
        "gzip" => {
            let mut reader = flate2::read::GzDecoder::new(body);
            std::io::Read::read_to_end(&mut reader, &mut plain).unwrap();
        }
        _ => plain = body.to_vec(),
    }
    plain
}

/// Headers that are another one's each time.
fn lasting(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    headers.remove("x-request-id");
    headers
}

#[tokio::test]
async fn each_answer_says_what_may_be_kept_of_it() {
    let site = Site::bundled().await;
    let now = NaiveDate::from_ymd_opt(2027, 3, 1).unwrap();
    site.clock.set(now.and_hms_opt(12, 0, 0).unwrap().and_utc());
    site.app.refresh().await.unwrap();
    let style = site.get("/").await;
    let style = style.between("<link rel=\"stylesheet\" href=\"", "\"")[0].to_owned();
    let both = "accept-encoding, accept-language, cookie";
    for (address, keep, shared, vary) in [
        // The language is in the address, or there is one for all who ask there.
        (
            "/commitments?lang=fr",
            PRESENT,
            PRESENT_SHARED,
            "accept-encoding",
        ),
        (
            "/commitments.json",
            PRESENT,
            PRESENT_SHARED,
            "accept-encoding",
        ),
        (
            "/charts/map.svg",
            PRESENT,
            PRESENT_SHARED,
            "accept-encoding",
        ),
        (
            "/api/v1/members",
            PRESENT,
            PRESENT_SHARED,
            "accept-encoding",
        ),
        // One that leaves out what it cannot read, and says so.
        (
            "/commitments?year=x&lang=es",
            PRESENT,
            PRESENT_SHARED,
            "accept-encoding",
        ),
        ("/sitemap.xml", PRESENT, PRESENT_SHARED, "accept-encoding"),
        // Others would be sent to their own.
        ("/commitments", PRESENT, PRESENT_SHARED, both),
        // A day that is over; one that is not, and a moment that another server could still add to.
        (
            "/members?as_of=2027-02-28&lang=es",
            PAST,
            PAST_SHARED,
            "accept-encoding",
        ),
        (
            "/members?as_of=2027-03-01&lang=es",
            PRESENT,
            PRESENT_SHARED,
            "accept-encoding",
        ),
        (
            "/members?as_of=2027-03-01T11:59:00Z&lang=es",
            PRESENT,
            PRESENT_SHARED,
            "accept-encoding",
        ),
        (
            "/members?as_of=2027-03-01T10:59:00Z&lang=es",
            PAST,
            PAST_SHARED,
            "accept-encoding",
        ),
        (&style, FOR_EVER, "", "accept-encoding"),
        // Failures, and what belongs to one reader.
        (
            "/commitments/XX9999?lang=es",
            "no-store",
            "",
            "accept-encoding",
        ),
        (
            "/commitments?page=0&lang=es",
            "no-store",
            "",
            "accept-encoding",
        ),
        ("/members?as_of=2999-01-01&lang=es", "no-store", "", ""),
        ("/staff", "no-store", "", ""),
        ("/staff/sign-in?lang=en", "no-store", "", "accept-encoding"),
        ("/healthz", "no-store", "", ""),
    ] {
        let answer = site.get(address).await;
        let (kept, told) = (
            answer.header("cache-control"),
            answer.header("cdn-cache-control"),
        );
        assert_eq!((kept, told), (keep, shared), "{address}");
        let kept_at_all = answer.headers.get_all("vary").iter().count();
        assert!(kept_at_all <= 1, "{address}");
        if !vary.is_empty() {
            assert_eq!(answer.header("vary"), vary, "{address}");
        }
        let names = answer.header("surrogate-key");
        assert_eq!(names.replace(' ', ","), answer.header("cache-tag"));
        let moment = match (keep, shared) {
            (_, "") => "",
            (PAST, _) => "ogp-past",
            _ => "ogp-present",
        };
        let mut found = names
            .split(' ')
            .filter(|n| n.ends_with("past") || n.ends_with("present"));
        assert_eq!(found.next().unwrap_or_default(), moment, "{address}");
        if !moment.is_empty() {
            assert!(names.contains("ogp-v1 ogp-build-"), "{address}: {names}");
            // What is still current is told the same of.
            let again = asked(address, &[("if-none-match", answer.header("etag"))]);
            let again = site.ask(again).await;
            assert_eq!(again.status, 304, "{address}");
            for name in [
                "cache-control",
                "cdn-cache-control",
                "surrogate-key",
                "vary",
                "etag",
            ] {
                assert_eq!(again.header(name), answer.header(name), "{address} {name}");
            }
        }
    }
    // On the way to another language nothing is kept: the next reader may want a third.
    let sent_on = site
        .ask(asked("/members", &[("accept-language", "es")]))
        .await;
    assert_eq!(sent_on.status, 302);
    assert_eq!(sent_on.header("cache-control"), "no-store");
    assert!(sent_on.header("vary").contains("accept-language"));
}

/// The kind of fault: something that an answer follows from is missing in the key of what is ready.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_ready_is_what_would_be_made_anew_in_every_encoding() {
    let site = Site::bundled().await;
    let others = [
        ("user-agent", "Mozilla/5.0"),
        ("referer", "https://elsewhere.example/"),
        ("accept", "text/html"),
        ("x-forwarded-for", "203.0.113.9"),
        ("x-forwarded-host", "elsewhere.example"),
        // Who is signed in gets nothing that is ready: this is made anew.
        ("cookie", "session=0; lang=en"),
    ];
    for address in ADDRESSES {
        let anew = site.ask(asked(address, &others)).await;
        assert_eq!(anew.status, 200, "{address}");
        let (plain, _) = site.bytes(asked(address, &others)).await;
        for encoding in ENCODINGS {
            let ask = || asked(address, &[("accept-encoding", encoding)]);
            let (made, made_as) = site.bytes(ask()).await;
            let (ready, ready_as) = site.bytes(ask()).await;
            assert_eq!(made_as, ready_as, "{address} {encoding}");
            assert!(
                made_as == encoding || made_as.is_empty(),
                "{address} {made_as}"
            );
            assert!(unpacked(&made, &made_as) == plain, "{address} {encoding}");
            assert!(unpacked(&ready, &ready_as) == plain, "{address} {encoding}");
            let first = lasting(&site.ask(ask()).await.headers);
            let mut head = ask();
            *head.method_mut() = Method::HEAD;
            let head = site.ask(head).await;
            assert_eq!(head.body, "");
            assert_eq!(lasting(&head.headers), first, "{address} {encoding}");
            for name in [
                "content-type",
                "content-security-policy",
                "content-disposition",
                "etag",
            ] {
                assert_eq!(first.get(name), anew.headers.get(name), "{address} {name}");
            }
        }
    }
    let text = site
        .ask(asked("/", &[("accept-encoding", "gzip, br, zstd")]))
        .await;
    assert_eq!(text.header("content-encoding"), "br");
    let picture = asked("/charts/ambition.png", &[("accept-encoding", "br")]);
    assert_eq!(site.ask(picture).await.header("content-encoding"), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_ready_needs_neither_database_nor_rendering() {
    let site = Site::bundled().await;
    let (page, api) = ("/commitments/NL0031?lang=es", "/api/v1/commitments/NL0031");
    let before = site.get(page).await;
    assert_eq!(site.get(api).await.status, 200);
    site.app.close().await;
    for address in [page, api] {
        assert_eq!(site.get(address).await.status, 200, "{address}");
    }
    assert_eq!(site.get(page).await.body, before.body);
    // In another language, another encoding, for somebody else: nothing is ready.
    let others = [
        asked("/commitments/NL0031?lang=fr", &[]),
        asked(page, &[("accept-encoding", "br")]),
        asked(page, &[("cookie", "session=0")]),
        asked(page, &[("host", "127.0.0.1:3000")]),
    ];
    for other in others {
        let answer = site.ask(other).await;
        assert_eq!(answer.status, 503);
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_is_seen_at_once_by_everybody() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let form = "/staff/commitments/NL0031";
    let pages = [
        "/commitments/NL0031",
        "/commitments/NL0031?lang=es",
        "/api/v1/commitments/NL0031",
        "/commitments?member=netherlands&sort=title",
    ];
    let mut tags = Vec::new();
    for title in ["First algorithms", "Second algorithms", "First algorithms"] {
        let saved = ed
            .send(form, form, &[("title", title), ("reason", "a test")])
            .await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        for page in pages {
            for encoding in ENCODINGS {
                for _ in 0..2 {
                    let request = asked(page, &[("accept-encoding", encoding)]);
                    let (body, found) = site.bytes(request).await;
                    let text = String::from_utf8(unpacked(&body, &found)).unwrap();
                    assert!(text.contains(title), "{page} {encoding} without {title}");
                }
            }
            tags.push(site.get(page).await.header("etag").to_owned());
        }
    }
    let all = tags.len();
    tags.sort_unstable();
    tags.dedup();
    assert_eq!(tags.len(), all, "two states have the same tag");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_signed_in_gets_pages_that_nobody_else_keeps() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    for address in ADDRESSES {
        let answer = ed.get(address).await;
        assert_eq!(answer.status, 200, "{address}");
        assert_eq!(
            answer.header("cache-control"),
            "private, no-cache",
            "{address}"
        );
        for name in ["cdn-cache-control", "surrogate-key", "cache-tag"] {
            assert_eq!(answer.header(name), "", "{address}");
        }
        let again = asked(
            address,
            &[
                ("host", "127.0.0.1:3000"),
                ("if-none-match", answer.header("etag")),
                ("cookie", ed.cookie()),
            ],
        );
        let again = site.ask(again).await;
        assert_eq!(again.status, 304, "{address}");
        assert_eq!(
            again.header("cache-control"),
            "private, no-cache",
            "{address}"
        );
    }
    // Also over HTTPS, where the cookie has another name.
    let secure = asked("/members?lang=es", &[("cookie", "a=b; __Host-session=0")]);
    let secure = site.ask(secure).await;
    assert_eq!(secure.header("cache-control"), "private, no-cache");
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_a_failure_nor_yesterday_is_kept() {
    let place = Place::sqlite().await;
    record(&place.store, [an_entry("NL0001").title("The first")]).await;
    let site = Site::over(place.store.clone()).await;
    for _ in 0..2 {
        assert_eq!(site.get("/commitments/NL0002").await.status, 404);
    }
    record(&place.store, [an_entry("NL0002").title("The second")]).await;
    site.app.refresh().await.unwrap();
    assert_eq!(site.get("/commitments/NL0002").await.status, 200);
    // A review becomes overdue with the day, a moment is over with the hour.
    let day = site.app.now().date_naive();
    let today = format!("/members?as_of={day}&lang=en");
    let (start, before) = (site.get("/").await, site.get(&today).await);
    assert_eq!(site.get(&today).await.body, before.body);
    site.clock.advance(TimeDelta::days(1));
    site.app.refresh().await.unwrap();
    assert_ne!(site.get("/").await.header("etag"), start.header("etag"));
    let after = site.get(&today).await;
    assert_ne!(after.header("etag"), before.header("etag"));
    assert_ne!(after.body, before.body);
    assert!(a_revision().made_at < site.app.now());
    place.end().await;
}
