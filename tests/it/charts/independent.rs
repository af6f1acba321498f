//! The same numbers, counted from the exported file by code that shares nothing with the charts.

use std::collections::{BTreeMap, BTreeSet};

use domain::text::slugify;
use serde_json::Value as Json;

use super::numbers;
use crate::agreement::{address, exported, parent, random_queries};
use crate::support::site::Site;

type Counts = BTreeMap<(String, String), usize>;

fn text(item: &Json, column: &str) -> String {
    match &item[column] {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

fn list(item: &Json, column: &str) -> Vec<String> {
    let items = item[column].as_array().cloned().unwrap_or_default();
    items
        .iter()
        .map(|i| i.as_str().unwrap().to_owned())
        .collect()
}

/// The columns of a dimension: level, scheme, value.
fn columns(dimension: &str) -> [&'static str; 3] {
    match dimension {
        "ambition" => ["ambition_level", "ambition_scheme", "ambition"],
        "completion" => ["completion_level", "completion_scheme", "completion"],
        _ => [
            "early_results_level",
            "early_results_scheme",
            "early_results",
        ],
    }
}

fn level(item: &Json, dimension: &str) -> String {
    text(item, columns(dimension)[0])
}

fn assessed(item: &Json, dimension: &str) -> bool {
    matches!(level(item, dimension).as_str(), "high" | "low")
}

/// A chart's numbers by (key, series), without those that are nought.
async fn told(site: &Site, chart: &str, query: &str) -> Counts {
    numbers(site, chart, query)
        .await
        .into_iter()
        .filter(|line| line.count > 0)
        .map(|line| ((line.key, line.series), line.count))
        .collect()
}

fn count(counts: &mut Counts, key: impl Into<String>, series: &str) {
    *counts.entry((key.into(), series.to_owned())).or_default() += 1;
}

/// High, assessed, all.
fn shares(counts: &mut Counts, item: &Json, dimension: &str, key: &str) {
    if level(item, dimension) == "high" {
        count(counts, key, "High");
    }
    if assessed(item, dimension) {
        count(counts, key, "Assessed");
    }
    count(counts, key, "Commitments");
}

const LEVELS: [(&str, &str); 6] = [
    ("high", "High"),
    ("low", "Low"),
    ("pending", "Pending IRM review"),
    ("no_data", "No IRM data"),
    ("not_reviewable", "Not reviewable"),
    ("unstated", "Not stated"),
];

fn label(level: &str) -> &'static str {
    LEVELS.iter().find(|(slug, _)| *slug == level).unwrap().1
}

fn by_level_and_value(items: &[Json], dimension: &str) -> Counts {
    let mut counts = Counts::new();
    for item in items {
        count(&mut counts, level(item, dimension), "Commitments");
        let [_, scheme, value] = columns(dimension);
        if !text(item, scheme).is_empty() {
            let key = format!("{}-{}", text(item, scheme), slugify(&text(item, value)));
            count(&mut counts, key, "Commitments");
        }
    }
    counts
}

fn by_step(items: &[Json]) -> Counts {
    let mut counts = Counts::new();
    for item in items {
        count(&mut counts, "made", "Commitments");
        for dimension in ["completion", "ambition", "results"] {
            let series = match level(item, dimension).as_str() {
                "high" => "High",
                "low" => "Low",
                _ => "No rating in our data",
            };
            count(&mut counts, dimension, "Commitments");
            count(&mut counts, dimension, series);
        }
        for dimension in ["ambition", "completion", "results"] {
            let series = match level(item, dimension).as_str() {
                "high" => "High",
                "low" => "Low",
                _ => "No rating in our data",
            };
            // Ambition, the first step, is among the ratings by themselves.
            if dimension != "ambition" {
                let key = format!("climb-{dimension}");
                count(&mut counts, key.clone(), "Commitments");
                count(&mut counts, key, series);
            }
            if series != "High" {
                break;
            }
        }
    }
    counts
}

async fn agree(site: &Site, query: &str) {
    let json = site.get(&format!("/commitments.json?{query}")).await.json();
    let items = json["items"].as_array().unwrap();

    for dimension in ["ambition", "completion", "results"] {
        let expected = by_level_and_value(items, dimension);
        assert_eq!(
            told(site, dimension, query).await,
            expected,
            "{dimension} {query}"
        );
    }
    assert_eq!(
        told(site, "progress", query).await,
        by_step(items),
        "progress {query}"
    );

    let mut trend = Counts::new();
    let (mut members, mut countries, mut cells) = (Counts::new(), Counts::new(), Counts::new());
    let mut shares_of_members = Counts::new();
    for item in items {
        let year = text(item, "plan_year");
        for dimension in ["ambition", "completion", "results"] {
            if !year.is_empty() {
                shares(&mut trend, item, dimension, &format!("{dimension}-{year}"));
            }
        }
        let member = slugify(&text(item, "member"));
        count(&mut members, member.clone(), "Commitments");
        shares(&mut shares_of_members, item, "results", &member);
        count(&mut countries, text(item, "country_iso3"), "Commitments");
        let (down, across) = (level(item, "ambition"), level(item, "completion"));
        count(&mut cells, down.clone(), label(&across));
        count(&mut cells, down, "All");
        count(&mut cells, "total".to_owned(), label(&across));
        count(&mut cells, "total".to_owned(), "All");
    }
    assert_eq!(told(site, "trend", query).await, trend, "trend {query}");
    assert_eq!(
        told(site, "members", query).await,
        members,
        "members {query}"
    );
    let shown = told(site, "members?measure=results", query).await;
    assert_eq!(shown, shares_of_members, "members by share {query}");
    assert_eq!(told(site, "map", query).await, countries, "map {query}");
    assert_eq!(told(site, "matrix", query).await, cells, "matrix {query}");

    // A filter on areas gives way to each area's own; without one, all are shown.
    if !query.contains("area=") {
        let mut areas = Counts::new();
        for item in items {
            let own: BTreeSet<String> = list(item, "policy_areas")
                .iter()
                .map(|name| slugify(name))
                .flat_map(|slug| parent(&slug).map(str::to_owned).into_iter().chain([slug]))
                .collect();
            for slug in own {
                count(&mut areas, slug, label(&level(item, "ambition")));
            }
        }
        assert_eq!(told(site, "areas", query).await, areas, "areas {query}");
    }
}

#[tokio::test]
async fn charts_say_what_the_exported_file_says() {
    for site in [Site::bundled().await, Site::demonstration(1_000).await] {
        let rows = exported(&site).await;
        agree(&site, "").await;
        for chosen in random_queries(&rows).iter().take(20) {
            agree(&site, &address(chosen)).await;
        }
    }
}
