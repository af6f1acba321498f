//! A site below a path of its host (`--base-path`): every address that leaves it leads below that path, and what
//! lies outside is nothing of it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Request};
use domain::{Role, route};
use ogp_tracker::web::front::{Front, Step};
use ogp_tracker::web::origin::Reached;
use tower::ServiceExt;

use crate::staff::{PASSWORD, cookie_of, fields_of, form, posted};
use crate::support::site::{Answer, Site};

const HOST: &str = "https://host.example";
const BASE: &str = "/tracker";
const WHOLE: &str = "https://host.example/tracker";

async fn site() -> Site {
    Site::bundled().await.called(HOST).below(BASE)
}

async fn signed_in(site: &Site) -> String {
    site.account("admin@example.org", Role::Admin).await;
    let body = form(&[("email", "admin@example.org"), ("password", PASSWORD)]);
    let answer = site.ask(posted("/tracker/staff/sign-in", "", body)).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(answer.header("location"), "/tracker/staff");
    cookie_of(&answer)
}

async fn open(site: &Site, address: &str, cookie: &str) -> Answer {
    let request = Request::get(address)
        .header("host", "host.example")
        .header("accept", "text/html")
        .header("cookie", cookie);
    site.ask(request.body(Body::empty()).unwrap()).await
}

/// An attribute of a tag.
struct Attribute {
    name: String,
    value: String,
}

struct Tag {
    name: String,
    attributes: Vec<Attribute>,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|a| a.name == name)?;
        Some(&found.value)
    }
}

/// The tags of a page with their attributes, but for what stands inside of texts that hold no tags.
fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let end = rest.find([' ', '>', '/', '\n']).unwrap_or(rest.len());
        let mut tag = Tag {
            name: rest[..end].to_owned(),
            attributes: Vec::new(),
        };
        rest = &rest[end..];
        loop {
            rest = rest.trim_start_matches([' ', '\n', '/']);
            if rest.is_empty() || rest.starts_with('>') {
                break;
            }
            let end = rest.find(['=', ' ', '>', '/']).unwrap_or(rest.len());
            let name = rest[..end].to_owned();
            rest = &rest[end..];
            let mut value = "";
            if let Some(quoted) = rest.strip_prefix("=\"") {
                let end = quoted.find('"').unwrap();
                (value, rest) = (&quoted[..end], &quoted[end + 1..]);
            } else if let Some(bare) = rest.strip_prefix('=') {
                let end = bare.find([' ', '>']).unwrap_or(bare.len());
                (value, rest) = (&bare[..end], &bare[end..]);
            }
            let value = value.replace("&quot;", "\"").replace("&amp;", "&");
            tag.attributes.push(Attribute { name, value });
        }
        let raw = ["script", "style", "textarea", "title"];
        if raw.contains(&tag.name.as_str()) {
            let close = format!("</{}", tag.name);
            rest = &rest[rest.find(&close).unwrap_or(rest.len())..];
        }
        found.push(tag);
    }
    found
}

/// What a site does not hand out below its path, wherever an answer has it.
fn assert_whole_addresses(address: &str, body: &str) {
    for (at, _) in body.match_indices("https://host.example/") {
        let found = &body[at..];
        assert!(
            found.starts_with(WHOLE),
            "{address}: {}",
            found.chars().take(80).collect::<String>()
        );
    }
    for key in ["href", "list"] {
        let begin = format!("\"{key}\":\"/");
        for (at, _) in body.match_indices(&begin) {
            let found = &body[at + begin.len() - 1..];
            assert!(
                found.starts_with("/tracker/"),
                "{address}: {}",
                found.chars().take(80).collect::<String>()
            );
        }
    }
}

/// The addresses of ours that a page leads to; refuses one that leads out of the base path.
fn addresses(address: &str, page: &Answer) -> Vec<String> {
    let mut found = Vec::new();
    for tag in tags(&page.body) {
        for Attribute { name, value } in &tag.attributes {
            // What a form sends back is read inside, where there is no base path; an example leads nowhere.
            if ["value", "placeholder"].contains(&name.as_str())
                || !value.starts_with('/')
                || value.starts_with("//")
            {
                continue;
            }
            assert!(
                value == BASE || value.starts_with("/tracker/"),
                "{address}: <{} {name}=\"{value}\">",
                tag.name
            );
        }
        let is_sent = tag.get("method").is_some_and(|method| method == "post");
        for name in ["href", "src", "data-suggestions", "action"] {
            let Some(to) = tag.get(name).filter(|_| name != "action" || !is_sent) else {
                continue;
            };
            let to = to.strip_prefix(HOST).unwrap_or(to);
            let to = to.split('#').next().unwrap_or_default();
            if to.starts_with("/tracker/") {
                found.push(to.to_owned());
            }
        }
    }
    found
}

/// Which route an address below the base path is of, in which language, and what kind of file it is.
fn kind(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let path = path.strip_prefix(BASE).unwrap();
    let patterns = route::staff::PATTERNS.iter().chain(route::PATTERNS);
    let mut patterns = patterns.filter(|pattern| {
        let (segments, wanted) = (path.split('/'), pattern.split('/'));
        segments.clone().count() == wanted.clone().count()
            && segments
                .zip(wanted)
                .all(|(segment, wanted)| wanted.starts_with('{') || segment == wanted)
    });
    let file = path.rsplit('/').next().unwrap();
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    let lang = query.split('&').find(|pair| pair.starts_with("lang="));
    let is_past = query.contains("as_of=");
    let lang = lang.filter(|_| ending.is_empty() && !is_past);
    let lang = lang.unwrap_or_default();
    format!(
        "{} {ending} {lang} {is_past}",
        patterns.next().copied().unwrap_or(path)
    )
}

/// Follows addresses that begin like the first one, one of each kind, and gives all that were visited by their kind.
async fn crawl(site: &Site, start: &str, cookie: &str) -> BTreeMap<String, String> {
    /// Files of everything, and pictures: their links are tested elsewhere.
    const HEAVY: [&str; 6] = ["xlsx", "zip", "parquet", "png", "ndjson", "docx"];
    let mut visited = BTreeMap::new();
    let mut queue = VecDeque::from([start.to_owned()]);
    while let Some(address) = queue.pop_front() {
        let path = address.split('?').next().unwrap_or_default();
        let is_heavy = HEAVY.iter().any(|ending| path.ends_with(ending));
        let kind = kind(&address);
        if is_heavy || !address.starts_with(start) || visited.contains_key(&kind) {
            continue;
        }
        visited.insert(kind, address.clone());
        let answer = open(site, &address, cookie).await;
        let status = answer.status.as_u16();
        assert!(
            matches!(status, 200 | 302 | 303 | 308),
            "{address}: {status} {}",
            answer.text()
        );
        if status != 200 {
            let to = answer.header("location");
            assert!(
                to.starts_with("/tracker/") || to == "/tracker/staff",
                "{address}: {to}"
            );
            queue.push_back(to.to_owned());
            continue;
        }
        assert_whole_addresses(&address, &answer.body);
        if answer.header("content-type").starts_with("text/html") {
            queue.extend(addresses(&address, &answer));
        }
    }
    visited
}

#[tokio::test(flavor = "multi_thread")]
async fn every_address_of_every_kind_of_page_leads_below_the_base_path() {
    let site = site().await;
    let mut visited = crawl(&site, "/tracker/", "").await;
    let cookie = signed_in(&site).await;
    visited.extend(crawl(&site, "/tracker/staff", &cookie).await);
    assert!(visited.len() >= 120, "only {}: {visited:?}", visited.len());
    // Pages of three languages, charts, files, what pages load, the way in and the desk.
    let paths: BTreeSet<&str> = visited.values().map(String::as_str).collect();
    let some = |begin: &str| paths.iter().any(|path| path.starts_with(begin));
    for begin in [
        "/tracker/?lang=es",
        "/tracker/?lang=fr",
        "/tracker/commitments/",
        "/tracker/charts/",
        "/tracker/commitments.atom",
        "/tracker/search/suggestions.json",
        "/tracker/assets/",
        "/tracker/staff/sign-in",
        "/tracker/staff/commitments/",
    ] {
        assert!(some(begin), "nothing begins with {begin}: {paths:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn error_pages_lead_below_it_too() {
    let site = site().await;
    for address in [
        "/tracker/no-such-page",
        "/tracker/members/spane",
        "/tracker/charts/trend/embed?ambition=enormous",
        "/tracker/%FF",
    ] {
        let answer = open(&site, address, "").await;
        assert!(answer.status.as_u16() >= 400, "{address}");
        assert!(!addresses(address, &answer).is_empty(), "{address}");
    }
    // Redirects of all kinds.
    for (address, to) in [
        ("/tracker/commitments/", "/tracker/commitments"),
        ("/tracker/Members/Spain?x=1", "/tracker/members/spain?x=1"),
        ("/tracker/staff", "/tracker/staff/sign-in"),
    ] {
        let answer = open(&site, address, "").await;
        let location = answer.header("location");
        assert!(location.starts_with(to), "{address}: {location}");
    }
    let request = Request::get("/tracker/about").header("accept-language", "es");
    let answer = site.ask(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.header("location"), "/tracker/about?lang=es");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lies_outside_is_nothing_of_it() {
    let site = site().await;
    for address in [
        "/",
        "/commitments",
        "/trackers",
        "/tracker.csv",
        "/Tracker/",
        "/tracker//evil.example/",
        "//tracker/",
        "/metrics",
        "/assets/site.css",
        "/robots.txt",
    ] {
        let answer = site.get(address).await;
        assert_eq!(answer.status, 404, "{address}");
        assert_eq!(
            answer.body, "Page not found. The commitment tracker is at /tracker/\n",
            "{address}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_ne!(answer.header("x-request-id"), "");
    }
    for (address, to) in [
        ("/tracker", "/tracker/"),
        ("/tracker?lang=es", "/tracker/?lang=es"),
    ] {
        let answer = site.get(address).await;
        assert_eq!(answer.status, 308, "{address}");
        assert_eq!(answer.header("location"), to);
    }
    for address in ["/healthz", "/readyz", "/tracker/healthz", "/tracker/readyz"] {
        assert_eq!(site.get(address).await.status, 200, "{address}");
    }
    // As long as the page is, without the page.
    let page = site.get("/tracker/about").await;
    let request = Request::head("/tracker/about").body(Body::empty());
    let head = site.ask(request.unwrap()).await;
    assert_eq!(head.status, 200);
    assert_eq!(head.body, "");
    assert_eq!(head.header("content-length"), page.body.len().to_string());
    let request = Request::head("/tracker/commitments.csv").body(Body::empty());
    let head = site.ask(request.unwrap()).await;
    assert_ne!(head.header("content-length"), "0");
}

#[tokio::test(flavor = "multi_thread")]
async fn whole_addresses_have_host_and_base_path() {
    let site = site().await;
    for (address, expected) in [
        (
            "/tracker/commitments.atom?member=spain",
            "https://host.example/tracker/commitments/",
        ),
        (
            "/tracker/commitments.jsonfeed?member=spain",
            "https://host.example/tracker/commitments/",
        ),
        (
            "/tracker/changes.atom",
            "https://host.example/tracker/changes",
        ),
        (
            "/tracker/sitemap.xml?part=1",
            "<loc>https://host.example/tracker/members</loc>",
        ),
        (
            "/tracker/robots.txt",
            "Sitemap: https://host.example/tracker/sitemap.xml",
        ),
        ("/tracker/robots.txt", "\nDisallow: /tracker/staff\n"),
        (
            "/tracker/catalog.jsonld",
            "https://host.example/tracker/commitments.csv",
        ),
        (
            "/tracker/commitments/NL0031",
            "<link rel=\"canonical\" href=\"https://host.example/tracker/commitments/NL0031\">",
        ),
        (
            "/tracker/commitments/NL0031",
            "property=\"og:image\" content=\"https://host.example/tracker/",
        ),
        (
            "/tracker/charts/trend",
            "https://host.example/tracker/charts/trend/embed",
        ),
        (
            "/tracker/charts/ambition.svg",
            "href=\"https://host.example/tracker/commitments?",
        ),
        (
            "/tracker/api",
            "https://host.example/tracker/api/v1/commitments",
        ),
        (
            "/tracker/api/v1/commitments/NL0031",
            "\"href\":\"/tracker/commitments/NL0031\"",
        ),
        (
            "/tracker/api/v1/charts/ambition",
            "\"list\":\"/tracker/commitments?",
        ),
        ("/tracker/api/v1/openapi.json", "\"url\":\"/tracker\""),
        (
            "/tracker/search/suggestions.json?q=spain",
            "\"href\":\"/tracker/members/spain\"",
        ),
    ] {
        let answer = site.get(address).await;
        assert_eq!(answer.status, 200, "{address}");
        assert!(answer.body.contains(expected), "{address}: {}", answer.body);
        assert_whole_addresses(address, &answer.body);
    }
    let page = site.get("/tracker/api/v1/commitments").await;
    let links = page.header("link");
    assert!(
        links.starts_with("<https://host.example/tracker/api/v1/commitments?"),
        "{links}"
    );
    let cited = site.get("/tracker/commitments/NL0031").await;
    let cited = cited.between("<p class=\"cite\">", "</p>").concat();
    assert!(
        cited.contains("https://host.example/tracker/commitments/NL0031"),
        "{cited}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn previews_are_for_addresses_below_it_alone() {
    let site = site().await;
    let ask = async |url: &str| {
        let query = form(&[("url", url)]);
        site.get(&format!("/tracker/oembed?{query}")).await
    };
    let found = ask("https://host.example/tracker/charts/trend").await;
    assert_eq!(found.status, 200, "{}", found.body);
    let html = found.json()["html"].as_str().unwrap().to_owned();
    assert!(
        html.contains("src=\"https://host.example/tracker/charts/trend/embed\""),
        "{html}"
    );
    // Browsers say scheme and host of who sends a message, and nothing more.
    assert!(
        html.contains("e.origin===\"https://host.example\"&&"),
        "{html}"
    );
    assert_eq!(ask("https://host.example/charts/trend").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_work_below_it_with_cookies_of_their_own() {
    const PAGE: &str = "/tracker/staff/commitments/NL0031";
    const TEXT: &str = "As in <a href=\"/x\"> and src=\"/y\", at /z";
    let site = site().await;
    let cookie = signed_in(&site).await;
    assert!(cookie.starts_with("__Secure-session="), "{cookie}");
    let body = form(&[("email", "admin@example.org"), ("password", PASSWORD)]);
    let again = site.ask(posted("/tracker/staff/sign-in", "", body)).await;
    let chosen = form(&[("lang", "es"), ("to", "/members?x=1")]);
    let chosen = site.ask(posted("/tracker/language", "", chosen)).await;
    assert_eq!(chosen.header("location"), "/tracker/members?x=1&lang=es");
    for answer in [&again, &chosen] {
        for set in answer.headers.get_all("set-cookie") {
            let set = set.to_str().unwrap();
            assert!(
                set.contains("; Path=/tracker") && set.contains("; Secure"),
                "{set}"
            );
            assert!(!set.contains("__Host-"), "{set}");
        }
    }
    // A cookie of the whole host is another site's.
    let theirs = cookie.replace("__Secure-", "__Host-");
    assert_eq!(open(&site, "/tracker/staff", &theirs).await.status, 303);

    // What looks like an address in a text stays as it is.
    let opened = open(&site, PAGE, &cookie).await;
    assert_eq!(opened.status, 200, "{}", opened.text());
    let changes = [("description", TEXT), ("reason", "a test")];
    let saved = site
        .ask(posted(PAGE, &cookie, fields_of(&opened, PAGE, &changes)))
        .await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    assert_eq!(saved.header("location"), format!("{PAGE}?done=saved"));
    let shown = site.get("/tracker/commitments/NL0031").await;
    let plain = shown.body.replace("&quot;", "\"");
    assert!(
        plain.contains("As in &lt;a href=\"/x\"&gt; and src=\"/y\", at /z"),
        "{}",
        shown.text()
    );

    let out = site
        .ask(posted("/tracker/staff/sign-out", &cookie, String::new()))
        .await;
    assert_eq!(out.status, 303, "{}", out.text());
    assert!(out.header("location").starts_with("/tracker/"));
    let cleared = out.header("set-cookie");
    assert!(cleared.starts_with("__Secure-session=;"), "{cleared}");
    assert!(cleared.contains("; Path=/tracker;"), "{cleared}");
    assert_eq!(open(&site, "/tracker/staff", &cookie).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_are_taken_from_this_host_and_from_no_other() {
    let site = site().await;
    for (name, value, is_taken) in [
        ("sec-fetch-site", "cross-site", false),
        ("sec-fetch-site", "same-site", false),
        ("origin", "https://evil.example", false),
        ("origin", "https://host.example.evil.example", false),
        ("sec-fetch-site", "same-origin", true),
        ("origin", "https://host.example", true),
    ] {
        let request = Request::post("/tracker/language")
            .header("host", "10.0.0.7:3000")
            .header("content-type", "application/x-www-form-urlencoded")
            .header(name, value)
            .body(Body::from("lang=es&to=/"));
        let answer = site.ask(request.unwrap()).await;
        let expected = if is_taken { 303 } else { 403 };
        assert_eq!(answer.status, expected, "{name}: {value}");
    }
}

#[tokio::test]
async fn while_the_site_starts_its_page_is_below_the_base_path() {
    let reached = Reached {
        base_path: BASE.parse().unwrap(),
        ..Reached::default()
    };
    let front = Front::new(&Arc::new(reached));
    front.now(Step::Migrating);
    let ask = async |front: &Front, address: &str| {
        let request = Request::builder().method(Method::GET).uri(address);
        let request = request.body(Body::empty()).unwrap();
        let Ok(response) = front.service().oneshot(request).await;
        let status = response.status().as_u16();
        let body = axum::body::to_bytes(response.into_body(), usize::MAX);
        (
            status,
            String::from_utf8(body.await.unwrap().to_vec()).unwrap(),
        )
    };
    let (status, page) = ask(&front, "/tracker/members?x=1").await;
    assert_eq!(status, 503);
    assert!(page.contains("href=\"/tracker/members?x=1\""), "{page}");
    assert!(page.contains("href=\"/tracker/assets/site."), "{page}");
    for (address, status) in [
        ("/healthz", 200),
        ("/tracker/healthz", 200),
        ("/readyz", 503),
        ("/tracker/readyz", 503),
        ("/tracker", 308),
        ("/members", 404),
    ] {
        assert_eq!(ask(&front, address).await.0, status, "{address}");
    }
    // The figures have an address of their own, which is not below it.
    let figures = front.for_another_site();
    assert_eq!(ask(&figures, "/metrics").await.0, 503);
}
