//! What programs meet: errors in JSON, any origin, lengths, feeds, what robots may read.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, Request};
use domain::ProblemKind;
use domain::chart::ChartName;
use domain::query::Filter;
use domain::route::{self, ChartAs};
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
    let kind = body["type"]
        .as_str()
        .unwrap()
        .strip_prefix("/api#")
        .unwrap();
    let known = ProblemKind::ALL.iter().any(|known| known.slug() == kind);
    assert!(known, "{kind}");
}

#[tokio::test]
async fn every_error_under_the_api_is_json() {
    let site = Site::bundled().await;
    for (method, address, status) in [
        (Method::GET, "/api/v1/commitments?memeber=spain", 400),
        (Method::GET, "/api/v1/commitments?member=spian", 400),
        (Method::GET, "/api/v1/commitments?per_page=201", 400),
        (Method::GET, "/api/v1/changes?since=x", 400),
        (Method::GET, "/api/v1/charts/nothing", 404),
        (Method::GET, "/api/v1/charts/compare", 400),
        (Method::GET, "/api/v1/areas?page=99", 404),
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
        assert_eq!(answer.header("allow"), "GET, HEAD, OPTIONS");
    }
    site.app.close().await;
    let answer = site.get("/api/v1/commitments/NL0031").await;
    is_problem(&answer, 503);
    assert!(!answer.header("retry-after").is_empty());
}

/// Errors at the address of a file: JSON for programs, a page for people who follow a link.
#[tokio::test(flavor = "multi_thread")]
async fn errors_of_files_are_json_for_programs_and_pages_for_people() {
    let site = Site::bundled().await;
    let mut addresses: Vec<(String, u16)> = data()
        .into_iter()
        .filter(|address| !route::is_api(address) && !address.contains("/card.png"))
        .filter(|address| {
            !["/sitemap.xml", "/robots.txt", "/data/checksums.txt"].contains(&&**address)
        })
        .map(|address| {
            let joint = if address.contains('?') { '&' } else { '?' };
            (format!("{address}{joint}as_of=x"), 400)
        })
        .collect();
    assert!(addresses.len() > 40);
    for (address, status) in [
        ("/commitments.csv?memeber=spain", 400),
        ("/commitments.json?member=spian", 400),
        ("/commitments.ndjson?year=x", 400),
        ("/ratings.csv?ambition=enormous", 400),
        ("/data/coverage.csv?memeber=x", 400),
        ("/catalog.jsonld?memeber=x", 400),
        ("/charts/nothing.svg", 404),
        ("/charts/trend.csv?year=x", 400),
        ("/nothing.csv", 404),
        ("/data/nothing.json", 404),
        ("/members/nothing.json", 404),
        ("/commitments/NL9999.json", 404),
        ("/sitemap.xml?part=99999", 400),
        ("/brief.docx?code=x", 400),
        ("/commitments.csv?q=%ff", 400),
    ] {
        addresses.push((address.to_owned(), status));
    }
    for (address, status) in addresses {
        let program = asked(&site, Method::GET, &address).await;
        is_problem(&program, status);
        assert_eq!(
            program.header("access-control-allow-origin"),
            "*",
            "{address}"
        );
        let browser = Request::get(&*address)
            .header("host", "tracker.example")
            .header("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        let page = site.ask(browser.body(Body::empty()).unwrap()).await;
        assert_eq!(page.status.as_u16(), status, "{address}");
        assert!(
            page.header("content-type").starts_with("text/html"),
            "{address}"
        );
        assert!(page.body.contains("</html>"), "{address}");
    }
    for method in [Method::POST, Method::DELETE] {
        let request = Request::builder().method(method).uri("/commitments.csv");
        let answer = site.ask(request.body(Body::empty()).unwrap()).await;
        is_problem(&answer, 405);
        assert_eq!(answer.header("allow"), "GET, HEAD, OPTIONS");
    }
    // Pages stay pages for everybody.
    for (page, status) in [
        ("/nowhere", 404),
        ("/members/atlantis", 404),
        ("/charts/nothing", 404),
    ] {
        let answer = asked(&site, Method::GET, page).await;
        assert_eq!(answer.status.as_u16(), status, "{page}");
        assert!(
            answer.header("content-type").starts_with("text/html"),
            "{page}"
        );
    }
    site.app.close().await;
    is_problem(
        &asked(&site, Method::GET, "/changes.atom?member=spain").await,
        503,
    );
}

#[tokio::test]
async fn who_asks_too_much_of_the_api_is_told_when_to_come_back() {
    let site = Site::bundled().await.behind(&["127.0.0.1"]);
    let from = async |address: &str, path: &str| {
        let request = Request::get(path).header("x-forwarded-for", address);
        site.ask(request.body(Body::empty()).unwrap()).await
    };
    let mut refused = None;
    for _ in 0..2_000 {
        let answer = from("192.0.2.7", "/api/v1/nowhere").await;
        if answer.status == 429 {
            refused = Some(answer);
            break;
        }
        is_problem(&answer, 404);
    }
    let refused = refused.unwrap();
    is_problem(&refused, 429);
    assert!(refused.header("retry-after").parse::<u32>().unwrap() >= 1);
    assert!(refused.header("ratelimit-policy").contains("q=600"));
    assert_eq!(refused.header("access-control-allow-origin"), "*");
    // Others are answered, and so is everything else.
    is_problem(&from("192.0.2.8", "/api/v1/nowhere").await, 404);
    assert_eq!(from("192.0.2.7", "/api").await.status, 200);
}

/// Routes of data for programs, which pages of any site may read.
const DATA_ROUTES: &[&str] = &[
    "/commitments.csv",
    "/commitments.json",
    "/commitments.xlsx",
    "/commitments.zip",
    "/brief.docx",
    "/brief.csv",
    "/resources.atom",
    "/data/coverage.csv",
    "/changes.atom",
    "/sitemap.xml",
    "/robots.txt",
    "/commitments.atom",
    "/commitments.jsonfeed",
    "/changes.jsonfeed",
    "/resources.jsonfeed",
    "/commitments.ndjson",
    "/commitments.parquet",
    "/commitments.records.json",
    "/ratings.csv",
    "/ratings.json",
    "/ratings.ndjson",
    "/ratings.parquet",
    "/catalog.jsonld",
    "/data/checksums.txt",
    "/search/suggestions.json",
    "/oembed",
    "/.well-known/security.txt",
    "/charts/{name}/card.png",
];

/// Routes of pages, of what pages load, and of what watches over the program.
const OTHER_ROUTES: &[&str] = &[
    "/",
    "/commitments",
    "/commitments/{code}",
    "/members",
    "/members/{slug}",
    "/areas",
    "/areas/{slug}",
    "/charts",
    "/charts/{name}",
    "/charts/{name}/embed",
    "/search",
    "/about",
    "/compare",
    "/brief",
    "/challenge",
    "/guide",
    "/guide/{chapter}",
    "/guide/{chapter}/{action}",
    "/network",
    "/network/{participant}",
    "/resources",
    "/reports",
    "/method",
    "/data",
    "/data/coverage",
    "/data/versions",
    "/data/versions/{number}",
    "/changes",
    "/api",
    "/language",
    "/follow",
    "/follow/confirm/{token}",
    "/follow/{token}",
    "/favicon.svg",
    "/favicon.ico",
    "/assets/{file}",
    "/healthz",
    "/readyz",
    "/metrics",
];

/// An address of a route.
fn at(pattern: &str) -> String {
    let filled = [
        ("{code}", "NL0031"),
        ("{slug}", "spain"),
        ("{token}", "nothing"),
        ("{name}", "trend"),
        ("{chapter}", "automated-decision-making"),
        ("{action}", "algorithm-registers"),
        ("{participant}", "netherlands"),
        ("{file}", "site.css"),
        ("{dimension}", "ambition"),
        ("{id}", "1"),
        ("{step}", "publish"),
        ("{kind}", "chapter"),
        ("{number}", "1"),
        ("{member}", "spain"),
        ("{plan}", "2020-2024"),
    ];
    let address = filled
        .iter()
        .fold(pattern.to_owned(), |address, (name, value)| {
            address.replace(name, value)
        });
    assert!(!address.contains('{'), "{pattern}");
    match address.as_str() {
        "/search/suggestions.json" => address + "?q=open",
        "/brief.docx" | "/brief.csv" => address + "?code=NL0031",
        "/commitments.xlsx" | "/commitments.zip" | "/commitments.json" => address + "?member=spain",
        _ => address,
    }
}

/// Every address of data, a route each, and the files of each chart; pictures of pixels of one, since they
/// take long to draw.
fn data() -> Vec<String> {
    let files = ChartName::ALL.iter().flat_map(|chart| {
        let query = match chart {
            ChartName::Compare => "?member=spain&member=italy",
            _ => "",
        };
        let pixels = (*chart == ChartName::Progress).then_some(ChartAs::Png);
        let files = [ChartAs::Svg, ChartAs::Csv].into_iter().chain(pixels);
        files.map(move |file| format!("{}{query}", file.of(*chart)))
    });
    let routes = route::PATTERNS.iter().filter(|pattern| {
        let is_data = DATA_ROUTES.contains(pattern);
        let is_other = OTHER_ROUTES.contains(pattern);
        let is_api = route::is_api(pattern);
        assert!(
            u8::from(is_data) + u8::from(is_other) + u8::from(is_api) == 1,
            "{pattern}: say in DATA_ROUTES or OTHER_ROUTES whether other sites may read it"
        );
        is_data || is_api
    });
    // These need what the site is told when it starts; they have tests of their own.
    let routes = routes
        .filter(|pattern| !["/oembed", "/mcp", "/.well-known/security.txt"].contains(pattern));
    routes.map(|pattern| at(pattern)).chain(files).collect()
}

fn other() -> Vec<String> {
    let pages = OTHER_ROUTES.iter().copied();
    let staff = route::staff::PATTERNS.iter().copied();
    pages.chain(staff).map(at).collect()
}

fn varies_by(answer: &Answer) -> String {
    let vary = answer.headers.get_all("vary").iter();
    let vary: Vec<&str> = vary.map(|v| v.to_str().unwrap()).collect();
    vary.join(",")
}

/// Also where nothing is found, or what is asked for cannot be used.
const REFUSED: &[&str] = &[
    "/api/v1/nowhere",
    "/api/v1/commitments/NL9999",
    "/api/v1/commitments?memeber=x",
    "/commitments.csv?year=x",
    "/charts/nothing.svg",
    "/nothing.csv",
];

#[tokio::test(flavor = "multi_thread")]
async fn data_may_be_read_by_pages_of_any_site() {
    let site = Site::bundled().await;
    let refused = REFUSED.iter().map(|address| (*address).to_owned());
    for address in data().into_iter().chain(refused) {
        let answer = asked(&site, Method::GET, &address).await;
        let is_refused = REFUSED.contains(&&*address);
        assert_eq!(
            answer.status == 200,
            !is_refused,
            "{address}: {}",
            answer.status
        );
        let is_open = |answer: &Answer| {
            assert_eq!(
                answer.header("access-control-allow-origin"),
                "*",
                "{address}"
            );
            let policy = answer.header("cross-origin-resource-policy");
            assert_eq!(policy, "cross-origin", "{address}");
            let credentials = "access-control-allow-credentials";
            assert!(!answer.headers.contains_key(credentials), "{address}");
        };
        is_open(&answer);
        if !is_refused {
            let vary = varies_by(&answer);
            let is_personal = vary.contains("cookie") || vary.contains("language");
            assert!(!is_personal, "{address}: {vary}");
        }
        if !answer.header("etag").is_empty() {
            // Also where the browser has it already.
            for known in [answer.header("etag"), "*", "\"x\", *"] {
                let again = Request::get(&*address)
                    .header("host", "tracker.example")
                    .header("if-none-match", known);
                let again = site.ask(again.body(Body::empty()).unwrap()).await;
                assert_eq!(again.status, 304, "{address} {known}");
                is_open(&again);
                assert_eq!(varies_by(&again), varies_by(&answer), "{address}");
                assert_eq!(again.header("etag"), answer.header("etag"), "{address}");
            }
        }
        let preflight = Request::options(&*address)
            .header("host", "tracker.example")
            .header("origin", "https://elsewhere.example")
            .header("access-control-request-method", "GET")
            .header("access-control-request-headers", "if-none-match");
        let preflight = site.ask(preflight.body(Body::empty()).unwrap()).await;
        let (status, body) = (preflight.status.as_u16(), preflight.body.as_str());
        assert_eq!((status, body), (204, ""), "{address}");
        is_open(&preflight);
        let methods = preflight.header("access-control-allow-methods");
        assert_eq!(methods, "GET, HEAD, OPTIONS", "{address}");
        assert_eq!(preflight.header("access-control-allow-headers"), "*");
        assert_eq!(preflight.header("allow"), "GET, HEAD, OPTIONS");
        if !is_refused {
            let options = asked(&site, Method::OPTIONS, &address).await;
            assert_eq!(options.status, 204, "{address}");
            assert_eq!(options.header("allow"), "GET, HEAD, OPTIONS", "{address}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_may_be_read_by_no_other_site() {
    let site = Site::bundled().await;
    for address in other() {
        for method in [Method::GET, Method::OPTIONS] {
            let answer = asked(&site, method, &address).await;
            let names = answer.headers.keys().map(axum::http::HeaderName::as_str);
            let open: Vec<&str> = names
                .filter(|name| {
                    name.starts_with("access-control") || *name == "cross-origin-resource-policy"
                })
                .collect();
            assert!(open.is_empty(), "{address}: {open:?}");
        }
    }
}

/// Data as programs without compression read it: whole, and in parts.
#[tokio::test(flavor = "multi_thread")]
async fn data_has_a_length_a_date_and_parts() {
    let site = Site::bundled().await;
    let parts_of = async |address: &str, method: Method, headers: &[(&str, &str)]| {
        let mut request = Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.header("host", "tracker.example");
        let (parts, bytes) = site.raw(request.body(Body::empty()).unwrap()).await;
        (parts, bytes)
    };
    for address in data() {
        // An archive is packed while it is sent.
        let is_measured = !address.contains(".zip");
        let (whole, bytes) = parts_of(&address, Method::GET, &[]).await;
        assert_eq!(whole.status, 200, "{address}");
        let header = |parts: &axum::http::response::Parts, name: &str| -> String {
            let value = parts.headers.get(name);
            value.map_or(String::new(), |value| value.to_str().unwrap().to_owned())
        };
        let length = header(&whole, "content-length");
        if is_measured {
            assert_eq!(length, bytes.len().to_string(), "{address}");
            assert_eq!(header(&whole, "accept-ranges"), "bytes", "{address}");
        }
        let is_of_the_record = !header(&whole, "data-version").is_empty();
        if is_of_the_record && !address.ends_with("sitemap.xml") {
            let modified = header(&whole, "last-modified");
            assert!(
                chrono::DateTime::parse_from_rfc2822(&modified).is_ok(),
                "{address}: {modified}"
            );
        }
        if !is_measured || bytes.len() < 40 {
            continue;
        }
        let (head, none) = parts_of(&address, Method::HEAD, &[("range", "bytes=0-9")]).await;
        assert_eq!((head.status.as_u16(), none.len()), (200, 0), "{address}");
        assert_eq!(header(&head, "content-length"), length, "{address}");
        let last = bytes.len() - 1;
        for (range, expected, told) in [
            ("bytes=0-9", &bytes[..10], format!("bytes 0-9/{length}")),
            (
                "bytes=-7",
                &bytes[last - 6..],
                format!("bytes {}-{last}/{length}", last - 6),
            ),
            (
                "bytes=20-",
                &bytes[20..],
                format!("bytes 20-{last}/{length}"),
            ),
        ] {
            // However it is packed for those who ask for the whole.
            for packed in ["identity", "br, gzip"] {
                let headers = [("range", range), ("accept-encoding", packed)];
                let (part, bytes) = parts_of(&address, Method::GET, &headers).await;
                assert_eq!(part.status, 206, "{address} {range}");
                assert_eq!(header(&part, "content-range"), told, "{address}");
                assert_eq!(header(&part, "content-length"), expected.len().to_string());
                assert!(bytes == expected, "{address} {range}");
            }
        }
        let beyond = format!("bytes={}-", bytes.len());
        let (refused, _) = parts_of(&address, Method::GET, &[("range", beyond.as_str())]).await;
        assert_eq!(refused.status, 416, "{address}");
        assert_eq!(
            header(&refused, "content-range"),
            format!("bytes */{length}")
        );
        let tag = header(&whole, "etag");
        let headers = [("range", "bytes=0-9"), ("if-range", tag.as_str())];
        let (unsure, all) = parts_of(&address, Method::GET, &headers).await;
        assert_eq!((unsure.status.as_u16(), all.len()), (200, bytes.len()));
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
    let data = data();
    let data: Vec<&str> = data.iter().map(String::as_str).collect();
    for address in pages.iter().chain(&others).chain(&data) {
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
                // What the server answers before it has read the address says nothing.
                let is_empty = ["304", "414", "431"].contains(&status.as_str());
                assert_eq!(
                    response["content"].is_object(),
                    !is_empty,
                    "{method} {path} {status}"
                );
                if !is_empty && status.starts_with(['4', '5', 'd']) {
                    let problem = &response["content"]["application/problem+json"];
                    let shape = &problem["schema"]["$ref"];
                    assert_eq!(shape, "#/components/schemas/ProblemDocument", "{path}");
                    assert!(problem["example"]["detail"].is_string(), "{path} {status}");
                }
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
    // Nor is anything forbidden that catalogues of data, the data on pages or heads of pages name.
    let mut named = BTreeSet::new();
    let catalog = asked(&site, Method::GET, "/catalog.jsonld").await;
    named.extend(
        catalog
            .between("\"@id\":\"http://tracker.example", "\"")
            .into_iter()
            .map(str::to_owned),
    );
    for page in [
        "/",
        "/data",
        "/commitments/NL0031",
        "/members/spain",
        "/areas/open-data",
        "/changes",
        "/resources",
        "/data/versions/1",
        "/charts/trend",
    ] {
        let page = asked(&site, Method::GET, page).await;
        let head = page.between("<head>", "</head>")[0];
        let feeds = head
            .split("<link ")
            .filter(|link| link.contains("feed+json") || link.contains("atom+xml"));
        let feeds = feeds.map(|link| {
            link.split("href=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
        });
        named.extend(feeds.map(|feed| feed.replace("&amp;", "&")));
        let files = page.between("\"contentUrl\":\"http://tracker.example", "\"");
        named.extend(files.into_iter().map(str::to_owned));
    }
    assert!(named.len() > 30, "{named:?}");
    assert!(
        named
            .iter()
            .any(|path| path.starts_with("/commitments.csv?as_of="))
    );
    assert!(
        named
            .iter()
            .any(|path| path.starts_with("/commitments.atom?member="))
    );
    assert!(named.contains("/api/v1/commitments/NL0031"));
    for path in &named {
        let path = path.split('#').next().unwrap();
        let path = if path.is_empty() { "/" } else { path };
        for longest in [true, false] {
            assert!(may_read(&robots, path, longest), "{path}");
        }
    }
    for path in [
        "/staff",
        "/staff/sign-in",
        "/commitments.xlsx?member=spain",
        "/ratings.csv?q=x",
        "/api/v1/commitments?member=spain",
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
            // The attribute holds where no script runs; the script follows what the page says.
            let height = of("height").parse::<f64>().unwrap();
            assert!((300.0..20_000.0).contains(&height), "{frame}");
            assert!(frame.contains("ogpChartHeight"), "{frame}");
            assert!(shown.body.contains("/assets/frame."), "{address}");
            heights.insert(of("height"));
        }
    }
    assert!(heights.len() > 10, "{heights:?}");
}

/// The kind: whichever list of values a program repeats, more than there may be are refused, also the same ones.
#[tokio::test(flavor = "multi_thread")]
async fn no_key_is_given_more_often_than_its_description_says() {
    let site = Site::bundled().await;
    let described = site.get("/api/v1/openapi.json").await.json();
    let mut tried = 0;
    for (path, item) in described["paths"].as_object().unwrap() {
        let parameters = item["get"]["parameters"].as_array();
        for parameter in parameters.into_iter().flatten() {
            let Some(most) = parameter["schema"]["maxItems"].as_u64() else {
                continue;
            };
            let key = parameter["name"].as_str().unwrap();
            let items = &parameter["schema"]["items"];
            let named = items["$ref"].as_str().and_then(|at| at.strip_prefix('#'));
            let items = named.and_then(|at| described.pointer(at)).unwrap_or(items);
            let value = items["enum"][0].as_str();
            let pair = format!("{key}={}", value.unwrap_or("open-data"));
            let pairs = vec![pair; usize::try_from(most).unwrap() + 1].join("&");
            let path = path.replace("{code}", "NL0031").replace("{name}", "trend");
            let answer = site.get(&format!("{path}?{pairs}")).await;
            assert_eq!(answer.status, 400, "{path} {key}: {}", answer.text());
            tried += 1;
        }
    }
    assert!(tried > 10, "{tried}");
}
