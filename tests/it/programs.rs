//! What programs meet: errors in JSON, any origin, lengths, feeds, what robots may read.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, Request};
use domain::query::Filter;
use serde_json::Value;
use store::Store;

use crate::support::site::{Answer, Site};
use crate::support::{an_entry, record};

async fn asked(site: &Site, method: Method, address: &str) -> Answer {
    let request = Request::builder().method(method).uri(address);
    let request = request
        .header("host", "tracker.example")
        .header("origin", "https://elsewhere.example");
    site.ask(request.body(Body::empty()).unwrap()).await
}

fn is_problem(answer: &Answer, status: u16) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.header("cache-control"), "no-store");
    let body = answer.json();
    assert_eq!(body["status"], status);
    for key in ["title", "detail"] {
        assert!(!body[key].as_str().unwrap().is_empty(), "{body}");
    }
    assert_eq!(body["errors"][0]["detail"], body["detail"]);
}

#[tokio::test]
async fn every_error_under_the_api_is_json() {
    let site = Site::bundled().await;
    for (method, address, status) in [
        (Method::GET, "/api", 404),
        (Method::GET, "/api/", 404),
        (Method::GET, "/api/v1/foo", 404),
        (Method::GET, "/api/v2/commitments", 404),
        (Method::GET, "/api/v1/commitments/NL9999", 404),
        (Method::GET, "/api/v1/commitments/%00", 400),
        (Method::GET, "/api/v1/%ff", 400),
        (Method::GET, "/api/v1/commitments?q=%ff", 400),
        (Method::GET, "/api/v1/commitments?year=x", 400),
        (Method::GET, "/api/v1/members?as_of=x", 400),
        (Method::GET, "/api/v1/members?as_of=2999-01-01", 400),
        (Method::GET, "/api/v1/facets?lang=xx", 404),
        (Method::HEAD, "/api/v1/foo", 404),
    ] {
        let answer = asked(&site, method.clone(), address).await;
        if method == Method::HEAD {
            assert_eq!(answer.header("content-type"), "application/problem+json");
            continue;
        }
        if answer.status == 308 {
            continue;
        }
        is_problem(&answer, status);
    }
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
        let request = Request::builder().method(method).uri("/api/v1/commitments");
        let answer = site.ask(request.body(Body::empty()).unwrap()).await;
        is_problem(&answer, 405);
        assert_eq!(answer.header("allow"), "GET, HEAD");
    }
    site.app.close().await;
    let answer = site.get("/api/v1/commitments/NL0031").await;
    is_problem(&answer, 503);
    assert!(!answer.header("retry-after").is_empty());
}

/// Addresses of data, and of what is not for other sites.
const DATA: &[&str] = &[
    "/api/v1/commitments",
    "/api/v1/commitments/NL0031",
    "/api/v1/openapi.json",
    "/api/v1/nowhere",
    "/commitments.csv",
    "/commitments.json?member=spain",
    "/commitments.xlsx?member=spain",
    "/commitments.csv?year=x",
    "/data/coverage.csv",
    "/charts/trend.csv",
    "/charts/map.svg",
    "/charts/progress.png",
    "/changes.atom",
    "/resources.atom",
    "/commitments.atom?member=spain",
    "/commitments.jsonfeed?member=spain",
];
const NOT_DATA: &[&str] = &[
    "/",
    "/commitments",
    "/staff",
    "/staff/sign-in",
    "/staff/import/1/report.csv",
    "/charts/map/embed",
    "/language",
];

#[tokio::test]
async fn data_may_be_read_by_pages_of_any_site_and_nothing_else() {
    let site = Site::bundled().await;
    for address in DATA {
        let answer = asked(&site, Method::GET, address).await;
        assert_eq!(
            answer.header("access-control-allow-origin"),
            "*",
            "{address}"
        );
        assert_eq!(
            answer.header("cross-origin-resource-policy"),
            "cross-origin",
            "{address}"
        );
        assert!(
            !answer
                .headers
                .contains_key("access-control-allow-credentials"),
            "{address}"
        );
        if answer.status == 200 {
            let vary = answer.headers.get_all("vary").iter();
            let vary: Vec<&str> = vary.map(|v| v.to_str().unwrap()).collect();
            let vary = vary.join(",");
            assert!(
                !vary.contains("cookie") && !vary.contains("language"),
                "{address}: {vary}"
            );
            // Also where the browser has it already.
            let again = Request::get(*address)
                .header("host", "tracker.example")
                .header("if-none-match", answer.header("etag"));
            let again = site.ask(again.body(Body::empty()).unwrap()).await;
            assert_eq!(again.status, 304, "{address}");
            assert_eq!(
                again.header("access-control-allow-origin"),
                "*",
                "{address}"
            );
        }
        if address.contains("nowhere") {
            continue;
        }
        let preflight = asked(&site, Method::OPTIONS, address).await;
        assert_eq!(
            (preflight.status.as_u16(), preflight.body.as_str()),
            (204, ""),
            "{address}"
        );
        assert_eq!(
            preflight.header("access-control-allow-methods"),
            "GET, HEAD, OPTIONS"
        );
        assert_eq!(preflight.header("access-control-allow-headers"), "*");
        assert_eq!(preflight.header("allow"), "GET, HEAD, OPTIONS");
    }
    for address in NOT_DATA {
        for method in [Method::GET, Method::OPTIONS] {
            let answer = asked(&site, method, address).await;
            let foreign = answer
                .headers
                .keys()
                .find(|name| name.as_str().starts_with("access-control"));
            assert_eq!(foreign, None, "{address}");
        }
    }
}

#[tokio::test]
async fn head_has_the_length_of_get_or_none() {
    let site = Site::bundled().await;
    let pages = [
        "/",
        "/commitments",
        "/commitments/NL0031",
        "/members/spain",
        "/charts/map",
        "/charts/map/embed",
        "/nowhere",
        "/staff/sign-in",
    ];
    let others = ["/sitemap.xml", "/robots.txt", "/favicon.svg", "/healthz"];
    for address in pages.iter().chain(&others).chain(DATA) {
        for encoding in ["identity", "br"] {
            let request = |method: Method| {
                let request = Request::builder().method(method).uri(*address);
                request
                    .header("accept-encoding", encoding)
                    .body(Body::empty())
                    .unwrap()
            };
            let (sent, _) = site.bytes(request(Method::GET)).await;
            let head = site.ask(request(Method::HEAD)).await;
            assert_eq!(head.body, "", "{address}");
            let length = head.header("content-length");
            let is_right = length.is_empty() || length == sent.len().to_string();
            assert!(
                is_right,
                "{address} {encoding}: {length} is not {}",
                sent.len()
            );
            if encoding == "identity" && pages.contains(address) {
                assert!(!length.is_empty(), "{address}");
            }
        }
    }
}

#[tokio::test]
async fn the_description_is_one_that_generators_take() {
    let site = Site::bundled().await;
    let described = site.get("/api/v1/openapi.json").await.json();
    assert!(described["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut operations = BTreeSet::new();
    for (path, item) in described["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(operations.insert(id.to_owned()), "{id} twice");
            for (status, response) in operation["responses"].as_object().unwrap() {
                let description = response["description"].as_str().unwrap_or_default();
                assert!(!description.is_empty(), "{method} {path} {status}");
                assert!(response["content"].is_object(), "{method} {path} {status}");
            }
            let mut names = BTreeSet::new();
            for parameter in operation["parameters"].as_array().unwrap_or(&Vec::new()) {
                let name = parameter["name"].as_str().unwrap();
                assert!(names.insert(name.to_owned()), "{path}: {name} twice");
                assert!(
                    parameter["description"]
                        .as_str()
                        .is_some_and(|d| !d.is_empty()),
                    "{path} {name}"
                );
                assert_eq!(
                    parameter["required"],
                    parameter["in"] == "path",
                    "{path} {name}"
                );
            }
            for segment in path.split(['{', '}']).skip(1).step_by(2) {
                assert!(names.contains(segment), "{path}");
            }
            let is_list = path.ends_with("/commitments") || path.ends_with("/facets");
            let filters = Filter::ALL.iter().map(|filter| filter.slug());
            for filter in filters.chain(["q", "as_of"]).filter(|_| is_list) {
                assert!(names.contains(filter), "{path}: {filter}");
            }
        }
    }
    let mut references = Vec::new();
    references_of(&described, &mut references);
    assert!(references.len() > 20);
    for reference in references {
        let target = described.pointer(reference.trim_start_matches('#'));
        assert!(target.is_some(), "{reference}");
    }
}

fn references_of(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            found.extend(
                fields
                    .get("$ref")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
            );
            fields
                .values()
                .for_each(|value| references_of(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references_of(item, found)),
        _ => {}
    }
}

/// Whether a robot may read a path: the longest rule that fits decides (RFC 9309), or the first.
fn may_read(robots: &str, path: &str, longest: bool) -> bool {
    let rules = robots.lines().filter_map(|line| {
        let (name, rule) = line.split_once(": ")?;
        let allows = match name {
            "Allow" => true,
            "Disallow" => false,
            _ => return None,
        };
        path.starts_with(rule).then_some((rule.len(), allows))
    });
    let rule = if longest {
        rules.max()
    } else {
        rules.into_iter().next()
    };
    rule.is_none_or(|(_, allows)| allows)
}

#[tokio::test]
async fn robots_may_read_what_the_sitemap_lists_and_are_told_of_it() {
    let site = Site::bundled().await.called("http://tracker.example");
    let robots = asked(&site, Method::GET, "/robots.txt").await.body;
    let sitemap = robots
        .lines()
        .find_map(|line| line.strip_prefix("Sitemap: "))
        .unwrap();
    assert_eq!(sitemap, "http://tracker.example/sitemap.xml");
    let map = asked(&site, Method::GET, "/sitemap.xml").await;
    let parts = map.between("<loc>", "</loc>");
    let mut listed = Vec::new();
    for part in parts {
        let part = part.strip_prefix("http://tracker.example").unwrap();
        assert!(may_read(&robots, part, true) && may_read(&robots, part, false));
        let map = asked(&site, Method::GET, part).await;
        let pages = map.between("<loc>", "</loc>");
        listed.extend(pages.into_iter().map(str::to_owned));
    }
    assert!(listed.len() > 5_000, "{}", listed.len());
    for address in listed {
        let path = address.strip_prefix("http://tracker.example").unwrap();
        let path = if path.is_empty() { "/" } else { path };
        for longest in [true, false] {
            assert!(may_read(&robots, path, longest), "{path}");
        }
    }
    for path in [
        "/staff",
        "/staff/sign-in",
        "/commitments?area=open-data&lang=es",
        "/commitments?q=x",
        "/api/v1/facets",
        "/metrics",
    ] {
        for longest in [true, false] {
            assert!(!may_read(&robots, path, longest), "{path}");
        }
    }
}

#[tokio::test]
async fn every_page_leads_feed_readers_to_its_feed() {
    let site = Site::bundled().await;
    for (page, feed) in [
        ("/", "/changes.atom"),
        ("/?lang=es", "/changes.atom?lang=es"),
        ("/changes", "/changes.atom"),
        ("/changes?member=spain", "/changes.atom?member=spain"),
        (
            "/members/spain?lang=fr",
            "/commitments.atom?member=spain&amp;lang=fr",
        ),
        ("/commitments/NL0031", "/commitments.atom?code=NL0031"),
        ("/areas/open-data", "/commitments.atom?area=open-data"),
        (
            "/resources?topic=open-data",
            "/resources.atom?topic=open-data",
        ),
        (
            "/commitments?area=open-data&sort=title&view=table&page=2",
            "/commitments.atom?area=open-data",
        ),
        ("/nowhere", "/changes.atom"),
    ] {
        let answer = site.get(page).await;
        let head = answer.between("<head>", "</head>")[0];
        let links: Vec<&str> = head
            .split("<link ")
            .filter(|link| link.contains("application/atom+xml"))
            .collect();
        let first = links
            .first()
            .unwrap_or_else(|| panic!("{page} names no feed"));
        assert!(
            first.contains("rel=\"alternate\"") && first.contains("title=\""),
            "{page}: {first}"
        );
        assert!(
            first.contains(&format!("href=\"{feed}\"")),
            "{page}: {first}"
        );
        let address = feed.replace("&amp;", "&");
        assert_eq!(site.get(&address).await.status, 200, "{address}");
    }
}

#[tokio::test]
async fn feeds_name_the_same_things_alike_in_each_language_and_at_each_address() {
    let site = Site::bundled().await;
    let ids = async |site: &Site, host: &str, address: &str| -> BTreeSet<String> {
        let request = Request::get(address)
            .header("host", host)
            .header("x-forwarded-proto", "https");
        let answer = site.ask(request.body(Body::empty()).unwrap()).await;
        answer
            .between("<id>", "</id>")
            .into_iter()
            .map(str::to_owned)
            .collect()
    };
    let other = Site::bundled().await;
    for feed in [
        "/changes.atom",
        "/resources.atom",
        "/commitments.atom",
        "/commitments.atom?member=spain",
    ] {
        let one = ids(&site, "a.example", feed).await;
        assert!(
            one.len() > 1 && one.iter().all(|id| id.starts_with("urn:uuid:")),
            "{one:?}"
        );
        let joint = if feed.contains('?') { '&' } else { '?' };
        let spanish = format!("{feed}{joint}lang=es");
        assert_eq!(one, ids(&site, "a.example", &spanish).await);
        assert_eq!(one, ids(&site, "b.example:8080", feed).await);
        assert!(
            one.is_disjoint(&ids(&other, "a.example", feed).await),
            "two records share ids"
        );
    }
}

#[tokio::test]
async fn two_records_never_share_an_entity_tag() {
    let (one, other) = (Site::bundled().await, Site::bundled().await);
    for page in ["/commitments", "/api/v1/members", "/changes.atom"] {
        let (one, other) = (one.get(page).await, other.get(page).await);
        assert_ne!(one.header("etag"), other.header("etag"), "{page}");
    }
}

#[tokio::test]
async fn no_character_that_is_asked_for_breaks_a_picture_or_a_feed() {
    let site = Site::bundled().await;
    for spelled in [
        "%00",
        "%01",
        "%08",
        "%0B",
        "%1B",
        "%1F",
        "%EF%BF%BE",
        "%EF%BF%BF",
    ] {
        for address in [
            format!("/charts/members.svg?q=a{spelled}b"),
            format!("/charts/members.png?q=a{spelled}b"),
            format!("/charts/members.csv?q=a{spelled}b"),
            format!("/commitments?q=a{spelled}b"),
            format!("/commitments.json?q=a{spelled}b"),
        ] {
            let answer = site.get(&address).await;
            assert_eq!(answer.status, 200, "{address}");
            assert!(
                answer
                    .body
                    .chars()
                    .all(|c| c == '\u{fffd}' || domain::characters::is_for_xml(c))
                    || address.contains(".png"),
                "{address}"
            );
        }
    }
}

/// What an older version, or another program, has let into a record.
#[tokio::test]
async fn no_character_in_the_record_breaks_a_picture_or_a_feed() {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", directory.path().join("c.db").display());
    let store = Store::open(&url).await.unwrap();
    let odd = "a\u{b}b\u{1}\u{ffff}c";
    record(
        &store,
        [an_entry("XX0001")
            .title(odd)
            .member(odd)
            .lead(odd)
            .description(odd)],
    )
    .await;
    let site = Site::over(store).await;
    for address in [
        "/charts/members.svg",
        "/charts/members.png",
        "/charts/map.svg",
        "/changes.atom",
        "/sitemap.xml",
        "/sitemap.xml?part=1",
        "/commitments.atom",
        "/commitments.jsonfeed",
        "/catalog.jsonld",
    ] {
        let answer = site.get(address).await;
        assert_eq!(answer.status, 200, "{address}");
        let is_text = !address.ends_with("png");
        assert!(
            !is_text || answer.body.chars().all(domain::characters::is_for_xml),
            "{address}"
        );
    }
}

#[tokio::test]
async fn an_address_leads_where_people_mean_it_to() {
    let site = Site::bundled().await;
    for (spelled, meant) in [
        ("/Commitments", "/commitments"),
        (
            "/Commitments?member=spain&lang=es",
            "/commitments?member=spain&lang=es",
        ),
        ("/members/Spain", "/members/spain"),
        ("/members/Espa%C3%B1a", "/members/spain"),
        ("/members/south-korea", "/members/republic-of-korea"),
        ("/members/spain,", "/members/spain"),
        ("/areas/Open-Data", "/areas/open-data"),
        ("/areas/Open%20Data).", "/areas/open-data"),
        ("/areas/donnees-ouvertes", "/areas/open-data"),
        ("/commitments/uk0098", "/commitments/UK0098"),
        ("/commitments/UK0098,", "/commitments/UK0098"),
        ("/commitments/UK-98", "/commitments/UK0098"),
        ("/Charts/Map", "/charts/map"),
        ("/Method.", "/method"),
        ("/GUIDE", "/guide"),
    ] {
        let mut address = spelled.to_owned();
        for _ in 0..3 {
            let answer = site.get(&address).await;
            if answer.status == 200 {
                break;
            }
            assert_eq!(answer.status, 308, "{address}");
            address = answer.header("location").to_owned();
        }
        assert_eq!(address, meant, "{spelled}");
    }
    for address in [
        "/nowhere",
        "/members/atlantis",
        "/commitments/NL9999",
        "//evil.example/A",
    ] {
        assert_eq!(site.get(address).await.status, 404, "{address}");
    }
}

#[tokio::test]
async fn a_filter_is_never_dropped_however_it_is_written() {
    let site = Site::bundled().await;
    let total = async |query: &str| {
        let answer = site.get(&format!("/api/v1/commitments?{query}")).await;
        answer.json()["total"]
            .as_u64()
            .unwrap_or_else(|| panic!("{query}: {}", answer.body))
    };
    let all = total("").await;
    for (written, meant) in [
        ("member=Spain", "member=spain"),
        ("member=Espa%C3%B1a", "member=spain"),
        ("member=spain,france", "member=spain&member=france"),
        (
            "member=Spain,+South+Korea",
            "member=spain&member=republic-of-korea",
        ),
        (
            "member=Austin,+United+States",
            "member=austin-united-states",
        ),
        ("member[]=spain", "member=spain"),
        (
            "member[0]=spain&member[1]=france",
            "member=spain&member=france",
        ),
        ("member%5B%5D=spain", "member=spain"),
        ("q=open&amp;member=spain", "q=open&member=spain"),
        ("MEMBER=SPAIN", "member=spain"),
        ("area=Open+Data", "area=open-data"),
        ("area=datos-abiertos", "area=open-data"),
        (
            "area=open-data,e-government",
            "area=open-data&area=e-government",
        ),
        ("year=2021,2022", "year=2021&year=2022"),
        (
            "region=Africa+and+the+Middle+East",
            "region=africa-and-the-middle-east",
        ),
        ("ambition=High,Low", "ambition=high&ambition=low"),
    ] {
        let (written_total, meant_total) = (total(written).await, total(meant).await);
        assert_eq!(written_total, meant_total, "{written}");
        assert!((1..all).contains(&meant_total), "{meant}");
        let page = site.get(&format!("/commitments?{written}")).await;
        let counted = in_words(meant_total);
        assert!(
            page.body
                .contains(&format!("<strong class=\"n\">{counted}</strong>")),
            "{written}"
        );
    }
}

fn in_words(number: u64) -> String {
    domain::text::grouped(usize::try_from(number).unwrap())
}

/// The markup of the frame that a page offers, as somebody copies it.
async fn frame_of(site: &Site, page: &str) -> String {
    let answer = site.get(page).await;
    let code = answer.between("<code>", "</code>");
    let code = code.iter().find(|code| code.contains("iframe")).unwrap();
    let code = code
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    code.replace("&amp;", "&")
}

#[tokio::test]
async fn each_chart_offers_a_frame_of_its_own_height_in_its_own_language() {
    let site = Site::bundled().await;
    let mut heights = BTreeSet::new();
    for chart in ["map", "trend", "ambition", "members", "areas", "matrix"] {
        for lang in ["en", "es", "fr"] {
            let frame =
                frame_of(&site, &format!("/charts/{chart}?region=europe&lang={lang}")).await;
            let of = |key: &str| {
                frame
                    .split("<iframe")
                    .nth(1)
                    .unwrap()
                    .split(&format!(" {key}=\""))
                    .nth(1)
                    .unwrap()
                    .split('"')
                    .next()
                    .unwrap()
                    .to_owned()
            };
            let address = of("src").replace("&amp;", "&");
            let shown = site.get(&address).await;
            assert_eq!(shown.status, 200, "{address}");
            assert!(
                shown.body.contains(&format!("<html lang=\"{lang}\"")),
                "{address}"
            );
            // The attribute holds at each width; the style follows it.
            let (height, style) = (of("height").parse::<f64>().unwrap(), of("style"));
            let base = style
                .split("calc(")
                .nth(1)
                .unwrap()
                .split("px")
                .next()
                .unwrap();
            assert!(
                height >= base.parse::<f64>().unwrap() && height > 400.0,
                "{frame}"
            );
            assert!(
                style.contains("100cqw") && frame.contains("container-type:inline-size"),
                "{frame}"
            );
            assert_eq!(style.contains("min("), chart == "map", "{frame}");
            heights.insert(of("height"));
        }
    }
    assert!(heights.len() > 10, "{heights:?}");
}
