//! Charts in pages of other sites: frames, and addresses that become charts (oEmbed).

use domain::chart::ChartName;
use domain::route::ChartAs;

use super::unescaped;
use crate::support::site::Site;

const OWN: &str = "https://tracker.example";

/// A chart's page, with subjects where it needs them.
fn page_of(name: ChartName) -> String {
    let subjects = match name {
        ChartName::Compare => "?member=spain&member=italy",
        _ => "",
    };
    ChartAs::Page.of(name) + subjects
}

/// An attribute of a tag.
fn attribute(tag: &str, name: &str) -> String {
    let rest = tag.split_once(&format!("{name}=\"")).map(|(_, rest)| rest);
    unescaped(rest.and_then(|rest| rest.split('"').next()).unwrap_or(""))
}

#[tokio::test]
async fn the_address_of_every_chart_becomes_the_chart() {
    let site = Site::bundled().await.called(OWN);
    for name in ChartName::ALL {
        for lang in ["", "lang=es"] {
            let page = page_of(*name);
            let joint = if page.contains('?') { "&" } else { "?" };
            let page = match lang {
                "" => page,
                lang => format!("{page}{joint}{lang}"),
            };
            let answer = site.get(&page).await;
            let links = answer.between(
                "<link rel=\"alternate\" type=\"application/json+oembed\"",
                ">",
            );
            assert_eq!(links.len(), 1, "{page}");
            let href = attribute(links[0], "href");
            let asked = href.strip_prefix(OWN).unwrap();
            let found = site.get(asked).await;
            assert_eq!(found.status, 200, "{asked}: {}", found.body);
            assert!(found.header("content-type").starts_with("application/json"));
            assert_eq!(found.header("access-control-allow-origin"), "*");
            let json = found.json();
            assert_eq!(
                (&json["version"], &json["type"]),
                (&"1.0".into(), &"rich".into())
            );
            assert_eq!(json["width"], 680);
            let html = json["html"].as_str().unwrap();
            assert_eq!(attribute(html, "height"), json["height"].to_string());
            let frame = attribute(html, "src");
            let shown = site.get(frame.strip_prefix(OWN).unwrap()).await;
            assert_eq!(shown.status, 200, "{frame}");
            let policy = shown.header("content-security-policy");
            assert!(policy.contains("frame-ancestors *"), "{frame}");
            let title = shown.between("<h1>", "</h1>")[0].to_owned();
            assert!(
                json["title"]
                    .as_str()
                    .unwrap()
                    .starts_with(&unescaped(&title)),
                "{page}"
            );
            let spoken = if lang.is_empty() { "en" } else { "es" };
            assert!(
                shown.body.contains(&format!("<html lang=\"{spoken}\"")),
                "{frame}"
            );
            let picture = json["thumbnail_url"].as_str().unwrap();
            let picture = site.get(picture.strip_prefix(OWN).unwrap()).await;
            assert_eq!(picture.header("content-type"), "image/png", "{page}");
            // What pages give away is the same.
            let code = unescaped(answer.between("<code>", "</code>").last().unwrap());
            assert_eq!(attribute(&code, "src"), frame, "{page}");
            assert_eq!(attribute(&code, "height"), json["height"].to_string());
        }
    }
}

#[tokio::test]
async fn oembed_keeps_to_limits_and_refuses_what_it_cannot_embed() {
    let site = Site::bundled().await.called(OWN);
    let ask = async |rest: &str| site.get(&format!("/oembed?{rest}")).await;
    let trend = "url=https%3A%2F%2Ftracker.example%2Fcharts%2Ftrend";
    let small = ask(&format!("{trend}&maxwidth=400&maxheight=300"))
        .await
        .json();
    assert_eq!(
        (&small["width"], &small["height"]),
        (&400.into(), &300.into())
    );
    assert!(small["thumbnail_url"].is_null(), "{small}");
    let html = small["html"].as_str().unwrap();
    assert!(
        !html.contains("<script"),
        "it would grow beyond its limit: {html}"
    );
    let wide = ask(&format!("{trend}&maxwidth=4000")).await.json();
    assert_eq!(wide["width"], 680);
    let dark = ask(&format!("{trend}%3Ftheme%3Ddark")).await.json();
    assert!(
        dark["html"].as_str().unwrap().contains("theme=dark"),
        "{dark}"
    );
    for (rest, status) in [
        (format!("{trend}&format=json"), 200),
        (format!("{trend}&format=xml"), 501),
        (format!("{trend}&maxwidth=wide"), 400),
        (format!("{trend}&maxheight=0"), 400),
        (format!("{trend}%3Fyear%3D20x8"), 404),
        (String::new(), 404),
        ("url=https%3A%2F%2Ftracker.example%2F".to_owned(), 404),
        (
            "url=https%3A%2F%2Ftracker.example%2Fcharts%2Fbeauty".to_owned(),
            404,
        ),
        (
            "url=https%3A%2F%2Ftracker.example%2Fcompare%3Fmember%3Dspain".to_owned(),
            404,
        ),
        (
            "url=https%3A%2F%2Fevil.example%2Fcharts%2Ftrend".to_owned(),
            404,
        ),
        ("url=javascript%3Aalert(1)".to_owned(), 404),
    ] {
        let answer = ask(&rest).await;
        assert_eq!(answer.status.as_u16(), status, "{rest}: {}", answer.body);
        if status != 200 {
            assert!(
                answer.json()["error"].is_string(),
                "{rest}: {}",
                answer.body
            );
        }
    }
    // Without an address of its own, the site has nothing to embed.
    let nameless = Site::bundled().await;
    assert_eq!(nameless.get(&format!("/oembed?{trend}")).await.status, 404);
}

#[tokio::test]
async fn frames_are_light_unless_another_theme_is_asked_for() {
    let site = Site::bundled().await;
    for (query, theme) in [
        ("", Some("light")),
        ("?theme=light", Some("light")),
        ("?theme=dark", Some("dark")),
        ("?theme=auto", None),
    ] {
        let answer = site.get(&format!("/charts/trend/embed{query}")).await;
        assert_eq!(answer.status, 200);
        let tag = answer.between("<html", ">")[0].to_owned();
        let expected = theme.map(|theme| format!("data-theme=\"{theme}\""));
        match expected {
            Some(expected) => assert!(tag.contains(&expected), "{query}: {tag}"),
            None => assert!(!tag.contains("data-theme"), "{query}: {tag}"),
        }
        let foot = answer.between("class=\"embed-foot\">", "</p>");
        assert!(
            foot[0].contains("Independent Reporting Mechanism"),
            "{foot:?}"
        );
    }
    let pink = site.get("/charts/trend/embed?theme=pink").await;
    assert_eq!(pink.status, 400);
    assert!(pink.text().contains("light"), "{}", pink.text());
    // Other pages follow the reader's system.
    let page = site.get("/charts/trend?theme=dark").await;
    assert!(!page.between("<html", ">")[0].contains("data-theme"));
}

#[tokio::test]
async fn the_explorer_offers_charts_to_start_from_and_shows_what_was_asked_first() {
    let site = Site::bundled().await;
    let page = site.get("/charts").await;
    let presets = page.between("class=\"links-row", "</ul>")[0].to_owned();
    let presets: Vec<String> = presets
        .split("<a ")
        .skip(1)
        .map(|link| attribute(link, "href"))
        .collect();
    assert!(presets.len() >= 5, "{presets:?}");
    for preset in &presets {
        let answer = site.get(preset).await;
        assert_eq!(answer.status, 200, "{preset}");
        let at = |text: &str| answer.body.find(text).unwrap_or(usize::MAX);
        assert!(
            at("class=\"chart-figure\"") < at("class=\"gallery\""),
            "{preset}"
        );
        // The form stands above it, folded.
        let folded = answer.between("class=\"change-chart", "</details>");
        assert!(folded[0].contains("class=\"chart-form\""), "{preset}");
        assert!(
            at("class=\"change-chart") < at("class=\"chart-figure\""),
            "{preset}"
        );
        assert!(
            answer.body.contains("class=\"mark "),
            "{preset} shows nothing"
        );
        assert!(
            !answer.body.contains("class=\"notice caution\""),
            "{preset}"
        );
    }
    for (address, title) in [
        ("/charts/matrix?down=region&across=member", "Member"),
        ("/charts/matrix?down=ambition&across=ambition", "Ambition"),
    ] {
        let answer = site.get(address).await;
        assert_eq!(answer.status, 200, "{address}");
        assert!(
            answer.between("<h1>", "</h1>")[0].contains(title),
            "{address}"
        );
        assert!(
            answer.text().contains("nearest chart that we can draw"),
            "{address}"
        );
    }
}
