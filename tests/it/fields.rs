//! `fields=` of the API, and the reports, whose fields are asked for like those of everything else.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::api::words_of;
use crate::support::site::Site;

const PART: &str = "application/vnd.ogp-tracker.part+json";

/// Every address of the API that can be cut down, with the fields that the description names.
fn described(description: &Value) -> Vec<(String, Vec<String>)> {
    let paths = description["paths"].as_object().unwrap();
    let cut = paths.iter().filter_map(|(path, item)| {
        let parameters = item["get"]["parameters"].as_array()?;
        let fields = parameters.iter().find(|key| key["name"] == "fields")?;
        let names = words_of(description, &fields["schema"]).unwrap().iter();
        let address = path
            .replace("{code}", "NL0031")
            .replace("{name}", "ambition");
        let content = &item["get"]["responses"]["200"]["content"];
        assert!(content[PART]["schema"].is_object(), "{path}");
        Some((
            address,
            names
                .map(|name| name.as_str().unwrap().to_owned())
                .collect(),
        ))
    });
    cut.collect()
}

fn names(thing: &Value) -> BTreeSet<&str> {
    thing
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_cut_down_to_the_fields_that_are_asked_for() {
    let site = Site::bundled().await;
    let described = described(&site.get("/api/v1/openapi.json").await.json());
    assert!(described.len() >= 11, "{described:?}");
    for (address, fields) in described {
        let whole = site.get(&format!("{address}?")).await;
        assert_eq!(whole.header("content-type"), "application/json");
        let link = whole.header("link").to_owned();
        let whole = whole.json();
        let some: Vec<&str> = fields.iter().step_by(2).map(String::as_str).collect();
        let commas = some.join(",");
        let repeated: Vec<String> = some.iter().map(|name| format!("fields={name}")).collect();
        for query in [format!("fields={commas}"), repeated.join("&")] {
            let answer = site.get(&format!("{address}?{query}")).await;
            assert_eq!(answer.status, 200, "{address}: {}", answer.body);
            assert_eq!(answer.header("content-type"), PART, "{address}");
            let cut = answer.json();
            let Some(items) = cut["items"].as_array() else {
                let mut expected: BTreeSet<&str> = some.iter().copied().collect();
                expected.extend(["data_version", "demonstration"]);
                assert_eq!(names(&cut), expected, "{address}");
                for name in expected {
                    assert_eq!(cut[name], whole[name], "{address}: {name}");
                }
                continue;
            };
            // Everything around the items stays, and so do the links, with what was asked for.
            assert_eq!(names(&cut), names(&whole), "{address}");
            assert_eq!(
                link.matches("rel=").count(),
                answer.header("link").matches("rel=").count()
            );
            for linked in answer.header("link").split(", ") {
                assert!(linked.contains(&query), "{address}: {linked}");
            }
            let all = whole["items"].as_array().unwrap();
            assert!(!items.is_empty() && items.len() == all.len(), "{address}");
            for (item, whole) in items.iter().zip(all) {
                assert!(!item.as_object().unwrap().is_empty(), "{address}");
                for name in fields.iter().map(String::as_str) {
                    let expected = whole.get(name).filter(|_| some.contains(&name));
                    assert_eq!(item.get(name), expected, "{address}: {name}");
                }
            }
        }
        // Whatever an answer has can be asked for.
        let thing = whole["items"].as_array().map_or(&whole, |items| &items[0]);
        for name in names(thing) {
            assert!(
                fields.iter().any(|known| known == name),
                "{address}: {name}"
            );
        }
        let answer = site
            .get(&format!("{address}?fields={},tilte", fields[0]))
            .await;
        assert_eq!(answer.status, 400, "{address}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let error = &answer.json()["errors"][0];
        assert_eq!(error["parameter"], "fields");
        let detail = error["detail"].as_str().unwrap();
        for name in &fields {
            assert!(detail.contains(name.as_str()), "{address}: {detail}");
        }
        let many = "title,".repeat(101);
        let answer = site.get(&format!("{address}?fields={many}")).await;
        assert_eq!(answer.status, 400, "{address}");
    }
    // A failure is told as it is without.
    let missing = site.get("/api/v1/commitments/NL9999?fields=code").await;
    assert_eq!(missing.status, 404);
    assert_eq!(missing.json()["status"], 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_report_that_is_cited_is_listed_with_its_plan() {
    for site in [Site::bundled().await, Site::demonstration(400).await] {
        let catalogue = site.app.catalogue();
        // By member, plan and title: commitments that cite it, and ratings from it.
        let mut expected: BTreeMap<[String; 3], (u64, u64)> = BTreeMap::new();
        for row in catalogue.rows() {
            let c = &row.commitment;
            let rated: Vec<&domain::Report> = c
                .ratings
                .iter()
                .filter_map(|rating| rating.report.as_ref())
                .collect();
            let titles: BTreeSet<&str> = c
                .reports
                .iter()
                .chain(rated.iter().copied())
                .map(|report| &*report.title)
                .collect();
            for title in titles {
                let plan = format!("{:?}", (&c.plan.title, c.plan.start_year, c.plan.end_year));
                let key = [c.member.slug(), plan, title.to_owned()];
                let (commitments, ratings) = expected.entry(key).or_default();
                *commitments += 1;
                *ratings += rated
                    .iter()
                    .filter(|report| &*report.title == title)
                    .count() as u64;
            }
        }
        assert!(expected.len() > 20, "{}", expected.len());
        let mut found = BTreeMap::new();
        let mut page = 1;
        loop {
            let answer = site
                .get(&format!("/api/v1/reports?per_page=200&page={page}"))
                .await;
            assert_eq!(answer.status, 200, "{}", answer.body);
            let body = answer.json();
            assert_eq!(body["total"], expected.len());
            for report in body["items"].as_array().unwrap() {
                let plan = &report["plan"];
                let year = |key: &str| plan[key].as_i64().map(|year| i32::try_from(year).unwrap());
                let title = plan["title"].as_str().map(str::to_owned);
                let plan = format!("{:?}", (title, year("start_year"), year("end_year")));
                let text = |key: &str| report[key].as_str().unwrap().to_owned();
                let counts = ["commitments", "ratings"].map(|key| report[key].as_u64().unwrap());
                let is_known = |word: &str| {
                    let stages = domain::ReportStage::ALL.iter();
                    stages.map(|stage| stage.slug()).any(|slug| slug == word)
                };
                assert!(is_known(&text("stage")), "{report}");
                let twice = found.insert(
                    [text("member"), plan, text("title")],
                    (counts[0], counts[1]),
                );
                assert_eq!(twice, None, "{report}");
            }
            if body["page"] == body["pages"] {
                break;
            }
            page += 1;
        }
        assert_eq!(found, expected);
    }
}
