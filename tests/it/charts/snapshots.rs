//! The numbers and the structure of every chart, as they were when someone last looked at them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{CHARTS, chart_address, numbers};
use crate::support::a_time;
use crate::support::site::Site;

/// What stands in a picture: its size, how many elements of each kind, and every text.
fn structure(svg: &str) -> String {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let body = svg.split_once("</defs>").map_or(svg, |(_, body)| body);
    for element in body.split('<').skip(1).filter(|e| !e.starts_with('/')) {
        let name = element.split([' ', '>', '/']).next().unwrap_or_default();
        let class = element
            .split_once("class=\"")
            .and_then(|(before, rest)| (!before.contains('>')).then_some(rest))
            .and_then(|rest| rest.split('"').next())
            .unwrap_or_default();
        *kinds
            .entry(format!("{name} {class}").trim().to_owned())
            .or_default() += 1;
    }
    let view = svg
        .split("viewBox=\"")
        .nth(1)
        .and_then(|v| v.split('"').next());
    let mut out = format!("view {}\n", view.unwrap_or_default());
    for (kind, count) in kinds {
        let _ = writeln!(out, "{count} {kind}");
    }
    for text in body.split("<text").skip(1) {
        let said = text.split_once('>').unwrap().1.split('<').next().unwrap();
        // The day on which the test fills its record.
        if !said.contains("data version") {
            let _ = writeln!(out, "\"{said}\"");
        }
    }
    out
}

async fn compare(site: &Site, data: &str) {
    // Which reviews are overdue depends on the day.
    site.clock.set(a_time("2027-02-01T12:00:00Z"));
    site.app.refresh().await.unwrap();
    for chart in CHARTS {
        let name = chart.replace(['?', '=', '&'], "-");
        let mut told = String::new();
        for line in numbers(site, chart, "").await {
            let _ = writeln!(
                told,
                "{} | {} | {}: {} of {:?}, of assessed {:?}",
                line.group, line.item, line.series, line.count, line.of, line.of_assessed
            );
        }
        insta::assert_snapshot!(format!("{data}-{name}-numbers"), told);
        let svg = site.get(&chart_address(chart, ".svg", "")).await;
        insta::assert_snapshot!(format!("{data}-{name}-picture"), structure(&svg.body));
    }
}

#[tokio::test]
async fn the_bundled_record_gives_the_same_charts_as_before() {
    compare(&Site::bundled().await, "bundled").await;
}

#[tokio::test]
async fn the_demonstration_gives_the_same_charts_as_before() {
    compare(&Site::demonstration(800).await, "demonstration").await;
}
