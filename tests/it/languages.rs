//! The public interface in English, Spanish and French.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Request;

use crate::support::site::{Answer, Site};

const PAGES: &[&str] = &[
    "/",
    "/commitments",
    "/commitments?member=spain&ambition=high",
    "/commitments?member=netherlands&area=gender&ambition=high",
    "/commitments/NL0031",
    "/commitments/USAU0007",
    "/members",
    "/members/netherlands",
    "/areas",
    "/areas/digital-governance",
    "/areas/e-government",
    "/charts",
    "/charts/ambition",
    "/charts/completion",
    "/charts/results",
    "/charts/progress",
    "/charts/trend",
    "/charts/members?measure=ambition",
    "/charts/areas",
    "/charts/matrix",
    "/charts/map",
    "/compare",
    "/compare?member=spain&member=italy",
    "/challenge",
    "/guide",
    "/guide/automated-decision-making/algorithm-registers",
    "/network",
    "/network/netherlands",
    "/resources",
    "/method",
    "/data",
    "/changes",
    "/no-such-page",
    "/commitments?ambition=enormous",
    "/members/spane",
];

/// A name, and what is the same in two languages.
const SAME: &[&str] = &[
    "JSON Feed",
    "OGP commitment tracker",
    "National · Justice",
    "Excel (XLSX)",
    "date, YYYY[-MM[-DD]]",
    "Notes",
];

async fn ask(site: &Site, address: &str, headers: &[(&str, &str)]) -> Answer {
    let request = headers
        .iter()
        .fold(Request::get(address), |request, (name, value)| {
            request.header(*name, *value)
        });
    site.ask(request.body(Body::empty()).unwrap()).await
}

/// The pieces of text of a page that stand in its own language: what carries a language of its own,
/// code and addresses are left out.
fn own_texts(page: &Answer) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    let mut skipped: Vec<String> = Vec::new();
    let body = &page.body[page.body.find("<body").unwrap()..];
    for piece in body.split('<').skip(1) {
        let Some((tag, text)) = piece.split_once('>') else {
            continue;
        };
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        if tag.starts_with('/') {
            if skipped.last() == Some(&name) {
                skipped.pop();
            }
        } else if !tag.ends_with('/')
            && !["input", "br", "link", "meta", "hr", "use", "wbr"].contains(&name.as_str())
        {
            let own = tag.contains(" lang=\"")
                || ["code", "script", "style", "b"].contains(&name.as_str())
                || tag.contains("class=\"code\"")
                || tag.contains("class=\"brand\"");
            if own || !skipped.is_empty() {
                skipped.push(name);
            }
        }
        for attribute in ["aria-label", "title", "placeholder", "data-meaning"] {
            let begins = format!(" {attribute}=\"");
            if let Some(from) = tag.find(&begins).filter(|_| skipped.is_empty()) {
                let value = &tag[from + begins.len()..];
                texts.insert(value[..value.find('"').unwrap_or(value.len())].to_owned());
            }
        }
        if skipped.is_empty() {
            texts.insert(text.trim().to_owned());
        }
    }
    texts
}

/// What data holds, and what is the same word in two languages.
fn is_data(site_words: &BTreeSet<String>, text: &str) -> bool {
    let words = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|w| w.chars().count() > 2);
    words.count() < 2
        || site_words
            .iter()
            .any(|known| known.contains(text) || text.contains(known.as_str()))
}

#[tokio::test(flavor = "multi_thread")]
async fn no_word_of_the_interface_stays_english() {
    let site = Site::bundled().await;
    let mut data = BTreeSet::new();
    for row in site.app.catalogue().rows() {
        let c = &row.commitment;
        data.insert(c.title.clone());
        data.insert(c.plan.label());
        data.extend(
            c.lead_institutions
                .iter()
                .chain(&c.support_institutions)
                .cloned(),
        );
        data.extend(c.reports.iter().map(|r| r.title.to_string()));
    }
    for item in [
        "area",
        "participant",
        "meeting",
        "topic",
        "resource",
        "challenge",
        "featured",
        "action",
        "chapter",
    ] {
        let kind = item.parse().unwrap();
        for item in site.app.catalogue().context().of(kind) {
            data.extend(item.sources().into_iter().map(|s| s.title));
            data.extend(item.network_statuses().into_iter().map(|s| s.source.title));
            data.extend(
                [
                    "title",
                    "lead_institution",
                    "participant",
                    "place_en",
                    "name_en",
                ]
                .map(|key| item.get(key).to_owned()),
            );
        }
    }
    data.extend(SAME.iter().map(|text| (*text).to_owned()));
    data.retain(|text| text.chars().count() > 3);
    let mut left = Vec::new();
    for page in PAGES {
        let joint = if page.contains('?') { '&' } else { '?' };
        let english = own_texts(&site.get(page).await);
        for lang in ["es", "fr"] {
            let answer = site.get(&format!("{page}{joint}lang={lang}")).await;
            assert!(
                answer.body.contains(&format!("<html lang=\"{lang}\">")),
                "{page}"
            );
            let same: Vec<String> = own_texts(&answer)
                .intersection(&english)
                .filter(|text| !is_data(&data, text))
                .cloned()
                .collect();
            left.extend(
                same.into_iter()
                    .map(|text| format!("{page} {lang}: {text}")),
            );
        }
    }
    assert!(
        left.is_empty(),
        "{} are the same:\n{}",
        left.len(),
        left.join("\n")
    );
}

#[tokio::test]
async fn readers_are_sent_to_their_language_unless_the_address_names_one() {
    let site = Site::bundled().await;
    for (address, headers, location) in [
        (
            "/members?x=1",
            vec![("accept-language", "es-MX,en;q=0.5")],
            "/members?x=1&lang=es",
        ),
        ("/", vec![("accept-language", "fr")], "/?lang=fr"),
        (
            "/",
            vec![("accept-language", "fr"), ("cookie", "lang=es")],
            "/?lang=es",
        ),
    ] {
        let answer = ask(&site, address, &headers).await;
        assert_eq!(answer.status, 302, "{address}");
        assert_eq!(answer.header("location"), location);
        assert!(answer.header("vary").contains("accept-language"));
    }
    for (address, headers) in [
        ("/?lang=en", vec![("accept-language", "fr")]),
        ("/", vec![("accept-language", "fr"), ("cookie", "lang=en")]),
        ("/", vec![("accept-language", "\u{b5};;q=,,=")]),
        ("/commitments.csv", vec![("accept-language", "fr")]),
        ("/api/v1/members", vec![("accept-language", "fr")]),
        ("/charts/map.svg", vec![("accept-language", "fr")]),
    ] {
        let answer = ask(&site, address, &headers).await;
        assert_eq!(answer.status, 200, "{address} {headers:?}");
        assert!(!answer.body.contains("lang=\"fr\">"), "{address}");
    }
    // An address that leads nowhere is told of in the reader's language.
    let lost = ask(&site, "/no-such-page", &[("accept-language", "es")]).await;
    assert_eq!(lost.status, 404);
    assert!(lost.body.contains("<html lang=\"es\">"));
}

#[tokio::test]
async fn a_choice_is_remembered() {
    let site = Site::bundled().await;
    let chosen = |body: &'static str| {
        Request::post("/language")
            .header("host", "127.0.0.1:3000")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap()
    };
    let answer = site
        .ask(chosen("lang=es&to=%2Fmembers%3Fregion%3Deurope"))
        .await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(answer.header("location"), "/members?region=europe&lang=es");
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.starts_with("lang=es;") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    for body in [
        "lang=xx&to=%2F",
        "lang=es&to=https%3A%2F%2Fevil.example",
        "",
        "lang=es&to=%2F%2Fevil",
    ] {
        let answer = site.ask(chosen(body)).await;
        assert_eq!(answer.status, 303);
        assert!(answer.header("location").starts_with('/'));
        assert!(!answer.header("location").starts_with("//"), "{body}");
    }
}

#[tokio::test]
async fn files_keep_their_columns_and_charts_speak_the_language() {
    let site = Site::bundled().await;
    let english = site.get("/commitments.csv?member=spain").await;
    let spanish = site.get("/commitments.csv?member=spain&lang=es").await;
    assert_eq!(english.body, spanish.body);
    let english = site.get("/charts/ambition.csv").await;
    let french = site.get("/charts/ambition.csv?lang=fr").await;
    assert_eq!(english.body.lines().next(), french.body.lines().next());
    assert!(french.body.contains("Élevé"), "{}", french.body);
    let picture = site.get("/charts/ambition.svg?lang=fr").await;
    assert!(picture.body.contains("Élevé"), "{}", picture.body);
    let json = site.get("/api/v1/commitments/NL0031?lang=fr").await;
    assert_eq!(json.body, site.get("/api/v1/commitments/NL0031").await.body);
}

#[tokio::test]
async fn members_are_sorted_in_the_alphabet_of_the_language() {
    let site = Site::bundled().await;
    let spanish = site.get("/members?lang=es").await;
    let at = |name: &str| {
        spanish
            .body
            .find(name)
            .unwrap_or_else(|| panic!("no {name}"))
    };
    // Both of Europe; in English Finland comes first.
    assert!(at(">España<") < at(">Finlandia<"));
    assert!(at(">España<") < at(">Estonia<"));
}

#[tokio::test]
async fn choices_are_sorted_in_the_alphabet_of_the_language() {
    let site = Site::bundled().await;
    for (page, list, first, second) in [
        (
            "/changes",
            "<select name=\"member\">",
            ">España<",
            ">Finlandia<",
        ),
        (
            "/challenge",
            "<select id=\"challenge-area\"",
            ">Apertura fiscal<",
            ">Gobernanza digital<",
        ),
    ] {
        let answer = site.get(&format!("{page}?lang=es")).await;
        let list = &answer.body[answer.body.find(list).unwrap()..];
        let list = &list[..list.find("</select>").unwrap()];
        let at = |name: &str| {
            let found = list.find(name);
            found.unwrap_or_else(|| panic!("no {name}: {list}"))
        };
        assert!(at(first) < at(second), "{page}");
    }
}

#[tokio::test]
async fn what_this_program_wrote_around_the_record_is_told_in_the_language() {
    let site = Site::bundled().await;
    for (address, told) in [
        (
            "/network/canada?lang=es",
            "Nota sobre la mesa redonda de RightsCon 2021, adjunta a la invitación",
        ),
        ("/resources?lang=fr", "Austin (États-Unis)"),
        ("/resources?lang=es", "En línea"),
        ("/changes?lang=fr", "Chargement initial"),
        ("/changes.atom?lang=es", "Carga inicial"),
        ("/commitments/NL0031?lang=es", "Carga inicial"),
        (
            "/commitments/USAU0007?lang=es",
            "– USAU0007, Austin (Estados Unidos)",
        ),
        (
            "/areas/digital-governance?lang=fr",
            "Digital Governance (domaine politique de l’OGP)",
        ),
    ] {
        let answer = site.get(address).await;
        assert!(answer.text().contains(told), "{address}: {}", answer.text());
    }
}
