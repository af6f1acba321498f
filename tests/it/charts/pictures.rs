//! Pictures to take away: whole, self-contained, and really drawn.

use std::collections::HashSet;

use axum::body::Body;
use axum::http::Request;
use resvg::tiny_skia::Pixmap;

use super::{CHARTS, chart_address};
use crate::support::site::Site;

async fn pixels(site: &Site, address: &str) -> Pixmap {
    let (bytes, encoding) = site
        .bytes(Request::get(address).body(Body::empty()).unwrap())
        .await;
    assert_eq!(encoding, "", "{address}");
    Pixmap::decode_png(&bytes).unwrap_or_else(|e| panic!("{address}: {e}"))
}

#[tokio::test]
async fn every_chart_is_a_picture_of_the_promised_size() {
    let site = Site::demonstration(800).await;
    for chart in CHARTS {
        let picture = pixels(&site, &chart_address(chart, "/card.png", "")).await;
        assert_eq!((picture.width(), picture.height()), (1200, 630), "{chart}");
        // Text, lines and bars in several colours; letters alone have a dozen.
        let body = picture.pixels().iter().skip(1200 * 200).take(1200 * 330);
        let colors: HashSet<_> = body.map(|p| (p.red(), p.green(), p.blue())).collect();
        assert!(colors.len() > 15, "{chart}: only {} colours", colors.len());
    }
    let twice = pixels(&site, "/charts/trend/card.png?scale=2").await;
    assert_eq!((twice.width(), twice.height()), (2400, 1260));
    // What is downloaded is as high as it needs, and never of more pixels than are allowed for.
    let members = pixels(&site, "/charts/members.png").await;
    assert!(members.width() == 1200 && members.height() > 1500);
    let high = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 40000" width="1200" height="40000"/>"#;
    let high = Pixmap::decode_png(&charts::png::png(high, 2).unwrap()).unwrap();
    assert!(high.width() > 500 && high.width() * high.height() <= 16_100_000);
}

/// What is drawn ends above the foot of the card: the lowest text of the body is above the lines
/// that name the source.
#[tokio::test]
async fn nothing_lies_over_the_foot_of_a_card() {
    for site in [Site::demonstration(800).await, Site::bundled().await] {
        for chart in CHARTS {
            let request = chart_address(chart, "", "");
            let (name, options) = chart.split_once('?').unwrap_or((chart, ""));
            let request =
                charts::ChartRequest::of(name_of(name), &domain::Params::parse(options).unwrap())
                    .unwrap_or_else(|e| panic!("{request}: {e}"));
            let query = domain::Query::parse(options).unwrap();
            let view = site
                .app
                .chart(request, &query, domain::Lang::English)
                .await
                .unwrap();
            let svg =
                charts::card::svg(&view.chart, &view.caption(None), charts::card::Extent::Card);
            let top: f64 = svg
                .split("translate(48 ")
                .nth(1)
                .unwrap()
                .split(')')
                .next()
                .unwrap()
                .parse()
                .unwrap();
            let body = svg.split("translate(48 ").nth(1).unwrap();
            let end = body.find("</g></g><text").unwrap_or(body.len());
            let feet = body[..end].split("<text").skip(1).filter_map(|text| {
                text.split(" y=\"")
                    .nth(1)?
                    .split('"')
                    .next()?
                    .parse::<f64>()
                    .ok()
            });
            let lowest = feet.fold(0.0, f64::max);
            assert!(top + lowest < 545.0, "{chart}: text at {}", top + lowest);
        }
    }
}

fn name_of(slug: &str) -> charts::ChartName {
    slug.parse().unwrap()
}

#[tokio::test]
async fn a_picture_names_its_source_and_needs_nothing_else() {
    let site = Site::demonstration(800).await;
    for chart in CHARTS {
        let answer = site.get(&chart_address(chart, ".svg", "")).await;
        assert_eq!(answer.header("content-type"), "image/svg+xml");
        let svg = &answer.body;
        for part in [
            "Independent Reporting Mechanism",
            "data version 1, ",
            "CC BY 4.0",
            "Demonstration data",
            "<title id=\"t\">",
            "<desc id=\"d\">",
        ] {
            assert!(svg.contains(part), "{chart} lacks {part}");
        }
        for foreign in [
            "var(",
            "url(http",
            "<image",
            "<script",
            "NaN",
            "@import",
            "currentcolor(",
        ] {
            assert!(!svg.contains(foreign), "{chart} has {foreign}");
        }
        // Every reference within the file leads to something in it.
        for part in svg
            .split("url(#")
            .skip(1)
            .map(|r| r.split(')').next().unwrap())
            .chain(
                svg.split("href=\"#")
                    .skip(1)
                    .map(|r| r.split('"').next().unwrap()),
            )
        {
            assert!(
                svg.contains(&format!("id=\"{part}\"")),
                "{chart}: {part} is missing"
            );
        }
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && policy.contains("sandbox"));
    }
}

#[tokio::test]
async fn links_in_pictures_and_previews_name_the_site() {
    let site = Site::bundled()
        .await
        .called("https://commitments.example.org");
    let asked = |address: &str| {
        Request::get(address)
            .header("host", "10.0.0.7:3000")
            .body(Body::empty())
            .unwrap()
    };
    let svg = site.ask(asked("/charts/ambition.svg?member=spain")).await;
    assert!(
        svg.body.contains(
            "href=\"https://commitments.example.org/commitments?member=spain&amp;ambition="
        ),
        "{}",
        svg.body
    );
    for (page, card) in [
        (
            "/charts/trend?region=europe",
            "/charts/trend/card.png?region=europe",
        ),
        (
            "/members/spain",
            "/charts/progress/card.png?lens=digital&member=spain",
        ),
        (
            "/areas/open-data",
            "/charts/progress/card.png?area=open-data",
        ),
        ("/", "/charts/progress/card.png?lens=digital"),
        (
            "/commitments/NL0031",
            "/charts/progress/card.png?member=netherlands",
        ),
    ] {
        let answer = site.ask(asked(page)).await;
        let image = format!(
            "<meta property=\"og:image\" content=\"https://commitments.example.org{}\">",
            card.replace('&', "&amp;")
        );
        assert!(
            answer.body.contains(&image),
            "{page}: {:?}",
            answer.between("og:image\" content=\"", "\"")
        );
        let picture = pixels(&site, card).await;
        assert_eq!(picture.width(), 1200);
    }
    let hostile = Request::get("/")
        .header("host", "a\"><script>")
        .body(Body::empty())
        .unwrap();
    assert!(!site.ask(hostile).await.body.contains("<script>"));
}

#[tokio::test]
async fn whoever_runs_the_program_sees_what_pictures_are_drawn_with() {
    let site = Site::bundled().await;
    let short = site.get("/readyz").await;
    assert_eq!(short.body, "ready\n");
    let long = site.get("/readyz?verbose").await;
    assert!(long.body.starts_with("ready\n"), "{}", long.body);
    assert!(long.body.contains("font: Noto Sans"), "{}", long.body);
}
