//! What search engines, catalogues of data and previews are told.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::support::site::{Answer, Site};

const ORIGIN: &str = "https://tracker.example";

/// A page of each kind.
const PAGES: &[&str] = &[
    "/",
    "/commitments",
    "/commitments?area=open-data&page=2",
    "/commitments/NL0031",
    "/members",
    "/members/spain",
    "/areas",
    "/areas/open-data",
    "/charts",
    "/charts/trend?region=europe",
    "/compare?member=spain&member=italy",
    "/challenge",
    "/guide",
    "/guide/automated-decision-making",
    "/network",
    "/network/canada",
    "/resources",
    "/method",
    "/data",
    "/data/coverage",
    "/data/versions",
    "/data/versions/1",
    "/about",
    "/changes",
    "/search?q=data",
    "/brief?code=NL0031",
];

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// What a page says under a name in its head.
fn said(page: &Answer, before: &str) -> String {
    let found = page.between(before, "\"");
    assert_eq!(found.len(), 1, "{before}: {found:?}");
    unescaped(found[0])
}

/// The addresses of a page in each language, as it names them.
fn languages(page: &Answer) -> BTreeMap<String, String> {
    let links = page.between("<link rel=\"alternate\" hreflang=\"", ">");
    let links = links.into_iter().map(|link| {
        let (lang, rest) = link.split_once('"').unwrap();
        let href = rest.split('"').nth(1).unwrap();
        (lang.to_owned(), unescaped(href))
    });
    links.collect()
}

fn path(address: &str) -> &str {
    let path = address.strip_prefix(ORIGIN);
    let path = path.unwrap_or_else(|| panic!("{address} is not whole"));
    if path.is_empty() { "/" } else { path }
}

#[tokio::test]
async fn each_page_names_itself_and_itself_in_other_languages() {
    let site = Site::bundled().await.called(ORIGIN);
    let canonical = "<link rel=\"canonical\" href=\"";
    for page in PAGES {
        let answer = site.get(page).await;
        assert_eq!(answer.status, 200, "{page}");
        let named = languages(&answer);
        let spoken: Vec<&str> = named.keys().map(String::as_str).collect();
        assert_eq!(spoken, ["en", "es", "fr", "x-default"], "{page}");
        assert_eq!(named["en"], named["x-default"], "{page}");
        for lang in ["en", "es", "fr"] {
            let other = site.get(path(&named[lang])).await;
            assert_eq!(other.status, 200, "{page} {lang}");
            assert_eq!(languages(&other), named, "{page} {lang}");
            assert_eq!(said(&other, canonical), named[lang], "{page} {lang}");
            let og = said(&other, "<meta property=\"og:url\" content=\"");
            assert_eq!(og, named[lang], "{page} {lang}");
        }
    }
    // Where the site does not know its address, nothing is named that somebody sent.
    let site = Site::bundled().await;
    let answer = site.get("/members/spain?lang=es").await;
    assert_eq!(said(&answer, canonical), "/members/spain?lang=es");
    assert!(languages(&answer).is_empty());
}

/// <https://html.spec.whatwg.org/multipage/common-microsyntaxes.html#times>: a fraction of a second has three
/// digits at most, and the record keeps more.
#[tokio::test]
async fn moments_on_pages_are_as_html_takes_them() {
    let site = Site::bundled().await;
    let mut found = 0;
    for page in PAGES {
        let answer = site.get(page).await;
        for moment in answer.between(" datetime=\"", "\"") {
            let fraction = moment.split_once('.').map_or("", |(_, fraction)| fraction);
            let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
            assert!(digits <= 3, "{page}: {moment}");
            assert!(
                moment.starts_with(|c: char| c.is_ascii_digit()),
                "{page}: {moment}"
            );
            found += 1;
        }
    }
    assert!(found > 3, "{found}");
}

/// The block of data on a page.
fn told(page: &Answer) -> Value {
    let blocks = page.between("<script type=\"application/ld+json\">", "</script>");
    assert_eq!(blocks.len(), 1);
    serde_json::from_str(blocks[0]).unwrap()
}

/// <https://developers.google.com/search/docs/appearance/structured-data/dataset>
#[tokio::test]
async fn data_is_described_as_search_engines_for_data_want_it() {
    for site in [Site::bundled().await, Site::demonstration(50).await] {
        let code = site
            .app
            .catalogue()
            .rows()
            .next()
            .unwrap()
            .commitment
            .code
            .clone();
        let site = site.called(ORIGIN);
        let one = format!("/commitments/{code}");
        let mut identifiers = BTreeSet::new();
        for page in ["/data", one.as_str(), "/data/versions/1"] {
            for lang in ["en", "es", "fr"] {
                let answer = site.get(&format!("{page}?lang={lang}")).await;
                let data = told(&answer);
                assert_eq!(data["@context"], "https://schema.org");
                assert_eq!(data["@type"], "Dataset");
                assert!(!data["name"].as_str().unwrap().trim().is_empty(), "{page}");
                let description = data["description"].as_str().unwrap().chars().count();
                assert!((50..=5000).contains(&description), "{page}: {description}");
                assert_eq!(data["isAccessibleForFree"], true);
                let terms = data["license"]["url"].as_str().unwrap();
                let (place, part) = path(terms).split_once('#').unwrap();
                let terms = site.get(place).await;
                assert!(terms.body.contains(&format!("id=\"{part}\"")), "{page}");
                assert!(data["creator"]["name"].is_string(), "{page}");
                assert!(data["creator"]["@type"].is_string(), "{page}");
                let identifier = data["identifier"].as_str().unwrap();
                assert!(!identifier.is_empty());
                identifiers.insert((page, identifier.to_owned()));
                if page == "/data" {
                    assert!(data["temporalCoverage"].is_string(), "{page}");
                }
                if let Some(years) = data["temporalCoverage"].as_str() {
                    let (from, to) = years.split_once('/').unwrap();
                    let from: i32 = from.parse().unwrap();
                    assert!(to == ".." || to.parse::<i32>().unwrap() >= from, "{years}");
                }
                if page != "/data/versions/1" {
                    let places = &data["spatialCoverage"];
                    let place = places.get(0).unwrap_or(places);
                    assert!(place["name"].is_string(), "{page}: {places}");
                }
                let files = data["distribution"].as_array().unwrap();
                assert!(!files.is_empty(), "{page}");
                // The same in each language.
                for file in files.iter().filter(|_| lang == "en") {
                    let address = file["contentUrl"].as_str().unwrap();
                    let kind = file["encodingFormat"].as_str().unwrap();
                    let file = site.get(path(address)).await;
                    assert_eq!(file.status, 200, "{address}");
                    assert!(file.header("content-type").starts_with(kind), "{address}");
                }
            }
        }
        // The same whatever the language.
        assert_eq!(identifiers.len(), 3, "{identifiers:?}");
    }
}

#[tokio::test]
async fn catalogues_of_data_can_follow_every_link_of_ours() {
    let bundled = Site::bundled().await;
    // Without an address of its own, identifiers are relative.
    let relative = bundled.get("/catalog.jsonld").await.json();
    assert_eq!(relative["@graph"][0]["@id"], "/catalog.jsonld");
    let site = bundled.called(ORIGIN);
    let answer = site.get("/catalog.jsonld").await;
    assert_eq!(answer.header("content-type"), "application/ld+json");
    let catalog = answer.json();
    let graph = catalog["@graph"].as_array().unwrap();
    let of_type =
        |kind: &str| -> Vec<&Value> { graph.iter().filter(|node| node["@type"] == kind).collect() };
    let find = |id: &Value| graph.iter().find(|node| node["@id"] == id["@id"]);
    let [catalog] = of_type("dcat:Catalog")[..] else {
        panic!("one catalogue")
    };
    for key in [
        "dct:title",
        "dct:description",
        "dct:publisher",
        "dct:modified",
    ] {
        assert!(!catalog[key].is_null(), "{key}");
    }
    let listed = catalog["dcat:dataset"].as_array().unwrap();
    assert_eq!(listed.len(), 2);
    let mut files = 0;
    for dataset in listed {
        let dataset = find(dataset).unwrap();
        for key in [
            "dct:title",
            "dct:description",
            "dct:identifier",
            "dct:temporal",
            "dct:spatial",
            "dcat:theme",
            "dcat:landingPage",
        ] {
            assert!(!dataset[key].is_null(), "{key}");
        }
        assert!(find(&dataset["dct:publisher"]).is_some());
        for file in dataset["dcat:distribution"].as_array().unwrap() {
            let file = find(file).unwrap();
            assert!(find(&file["dct:license"]).is_some());
            let address = file["dcat:downloadURL"]["@id"].as_str().unwrap();
            let media = file["dcat:mediaType"]["@id"].as_str().unwrap();
            let media = media.split("media-types/").nth(1).unwrap();
            let answer = site.get(path(address)).await;
            assert_eq!(answer.status, 200, "{address}");
            assert!(
                answer.header("content-type").starts_with(media),
                "{address}"
            );
            let access = file["dcat:accessURL"]["@id"].as_str().unwrap();
            assert_eq!(site.get(path(access)).await.status, 200, "{access}");
            files += 1;
        }
    }
    assert_eq!(files, of_type("dcat:Distribution").len());
}

/// The addresses in all pieces of the site's map.
async fn listed(site: &Site) -> Vec<String> {
    let index = site.get("/sitemap.xml").await;
    assert!(index.body.contains("<sitemapindex"), "{}", index.body);
    let mut all = Vec::new();
    for part in index.between("<loc>", "</loc>") {
        let part = unescaped(part);
        let map = site.get(path(&part)).await;
        assert_eq!(map.status, 200, "{part}");
        let pages = map.between("<loc>", "</loc>");
        assert!(
            !pages.is_empty() && pages.len() <= 10_000,
            "{}",
            pages.len()
        );
        all.extend(pages.into_iter().map(unescaped));
    }
    all
}

#[tokio::test]
async fn the_map_comes_in_pieces_that_list_each_page_once() {
    let site = Site::demonstration(4_000).await.called(ORIGIN);
    let all = listed(&site).await;
    assert!(all.len() > 12_000, "{}", all.len());
    let unique: BTreeSet<&String> = all.iter().collect();
    assert_eq!(unique.len(), all.len());
    for part in ["0", "3", "99", "x"] {
        let answer = site.get(&format!("/sitemap.xml?part={part}")).await;
        assert_eq!(answer.status, 400, "{part}");
    }
    let robots = site.get("/robots.txt").await.body;
    assert!(robots.contains("Sitemap: https://tracker.example/sitemap.xml\n"));
}

/// Title and description of a page.
type Named = (String, String);

async fn named(site: &Site, address: &str) -> Named {
    let page = site.get(path(address)).await;
    assert_eq!(page.status, 200, "{address}");
    let title = page.between("<title>", "</title>");
    assert_eq!(title.len(), 1, "{address}");
    let description = said(&page, "<meta name=\"description\" content=\"");
    assert!(!description.trim().is_empty(), "{address}");
    (unescaped(title[0]), description)
}

/// Pages of one language are told apart by their titles, and by their descriptions. Of commitments, all are
/// asked for in English and some in the other languages.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_two_pages_that_the_map_lists_have_a_title_or_a_description_in_common() {
    let site = std::sync::Arc::new(Site::bundled().await.called(ORIGIN));
    let mut by_language: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (at, address) in listed(&site).await.into_iter().enumerate() {
        let lang = address.rsplit_once("lang=").map_or("en", |(_, lang)| lang);
        let is_one = path(&address).starts_with("/commitments/");
        if !is_one || lang == "en" || at % 20 == 0 {
            let of_language = by_language.entry(lang.to_owned()).or_default();
            of_language.push(address);
        }
    }
    assert_eq!(by_language.len(), 3);
    for (lang, addresses) in by_language {
        assert!(addresses.len() > 200, "{lang}: {}", addresses.len());
        let mut titles: BTreeMap<String, String> = BTreeMap::new();
        let mut descriptions: BTreeMap<String, String> = BTreeMap::new();
        let mut doubles = Vec::new();
        for some in addresses.chunks(64) {
            let asked = some.iter().cloned().map(|address| {
                let site = site.clone();
                tokio::spawn(async move { named(&site, &address).await })
            });
            let found = futures::future::join_all(asked).await;
            for (address, found) in some.iter().zip(found) {
                let (title, description) = found.unwrap();
                if let Some(other) = titles.insert(title.clone(), address.clone()) {
                    doubles.push(format!("{title:?}: {other} and {address}"));
                }
                if let Some(other) = descriptions.insert(description.clone(), address.clone()) {
                    doubles.push(format!("{description:?}: {other} and {address}"));
                }
            }
        }
        assert!(doubles.is_empty(), "{lang}: {} {doubles:#?}", doubles.len());
    }
}

#[tokio::test]
async fn a_shared_page_has_a_picture_of_its_own_in_its_language() {
    let site = Site::bundled().await.called(ORIGIN);
    let mut pictures = BTreeSet::new();
    for (page, own) in [
        ("/members/spain", "member=spain"),
        ("/members/italy", "member=italy"),
        ("/areas/open-data", "area=open-data"),
        (
            "/charts/trend?region=europe",
            "/charts/trend/card.png?region=europe",
        ),
        (
            "/compare?member=spain&member=italy",
            "/charts/compare/card.png?",
        ),
        ("/commitments?region=europe", "region=europe"),
        ("/commitments/NL0031", "member=netherlands"),
        ("/guide", "/charts/progress/card.png"),
    ] {
        for lang in ["en", "es", "fr"] {
            let joint = if page.contains('?') { '&' } else { '?' };
            let answer = site.get(&format!("{page}{joint}lang={lang}")).await;
            let picture = said(&answer, "<meta property=\"og:image\" content=\"");
            assert!(picture.contains(own), "{page}: {picture}");
            if lang != "en" {
                assert!(
                    picture.contains(&format!("lang={lang}")),
                    "{page}: {picture}"
                );
            }
            let alt = said(&answer, "<meta property=\"og:image:alt\" content=\"");
            let title = answer.between("<title>", "</title>")[0];
            let about = said(&answer, "<meta name=\"description\" content=\"");
            assert!(
                alt != about && alt != title && alt.len() > 20,
                "{page}: {alt}"
            );
            if lang != "fr" {
                let drawn = site.get(path(&picture)).await;
                assert_eq!(drawn.header("content-type"), "image/png", "{picture}");
            }
            let is_new = pictures.insert((picture, alt));
            assert!(is_new, "{page} {lang}");
        }
    }
}

#[tokio::test]
async fn whom_to_tell_of_a_weakness_is_said_only_where_it_is_known() {
    let site = Site::bundled().await;
    let address = "/.well-known/security.txt";
    assert_eq!(site.get(address).await.status, 404);
    let site = site
        .called(ORIGIN)
        .told_of_weaknesses("security@example.org");
    let answer = site.get(address).await;
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    let fields: BTreeMap<&str, &str> = answer
        .body
        .lines()
        .map(|line| line.split_once(": ").unwrap())
        .collect();
    assert_eq!(fields["Contact"], "mailto:security@example.org");
    assert_eq!(fields["Canonical"], format!("{ORIGIN}{address}"));
    assert_eq!(fields["Preferred-Languages"], "en, es, fr");
    let expires: chrono::DateTime<chrono::Utc> = fields["Expires"].parse().unwrap();
    let now = site.clock.now();
    assert!(expires > now && expires < now + chrono::TimeDelta::days(365));
}
