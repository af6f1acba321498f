//! `/api/v1`.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Request;
use domain::Dimension;
use serde_json::Value;
use store::{ChangeFilter, RatingFilter};

use crate::support::site::{Answer, Site};
use crate::support::{Place, an_entry, on_both, record};

/// The description's paths that list something, each with a selection that is not too long.
fn addresses(described: &Value) -> Vec<(String, BTreeSet<String>)> {
    let paths = described["paths"].as_object().unwrap();
    let each = paths.iter().map(|(path, item)| {
        let parameters = item["get"]["parameters"].as_array().unwrap();
        let names = parameters
            .iter()
            .filter(|parameter| parameter["in"] == "query")
            .map(|parameter| parameter["name"].as_str().unwrap().to_owned());
        let address = path
            .replace("{code}", "NL0031")
            .replace("{name}", "ambition");
        (address, names.collect())
    });
    each.collect()
}

/// Where an answer says that others stand.
fn links(answer: &Answer) -> Vec<(String, String)> {
    let links = answer.header("link").split(", <");
    let links = links.filter_map(|link| link.split_once(">; rel="));
    links
        .map(|(address, relation)| {
            let path = address
                .trim_start_matches('<')
                .split_once("/api/")
                .unwrap()
                .1;
            (
                relation.trim_matches('"').to_owned(),
                format!("/api/{path}"),
            )
        })
        .collect()
}

async fn get_as(site: &Site, address: &str) -> Answer {
    let request = Request::get(address).header("host", "tracker.example");
    site.ask(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_parameter_that_there_is_not_is_refused_by_name_at_every_address() {
    let site = Site::bundled().await;
    let described = site.get("/api/v1/openapi.json").await.json();
    let mut addresses = addresses(&described);
    assert!(addresses.len() > 10);
    for file in [
        "/commitments.csv",
        "/commitments.json",
        "/commitments.xlsx",
        "/commitments.zip",
        "/brief.csv?code=NL0031",
        "/brief.docx?code=NL0031",
        "/data/coverage.csv",
        "/charts/trend.csv",
        "/charts/trend.svg",
        "/charts/trend.png",
    ] {
        addresses.push((file.to_owned(), BTreeSet::new()));
    }
    for (address, names) in addresses {
        let joint = if address.contains('?') { '&' } else { '?' };
        let slip = format!("{address}{joint}langg=es");
        let answer = site.get(&slip).await;
        assert_eq!(answer.status, 400, "{slip}");
        if !address.starts_with("/api/") {
            assert!(answer.text().contains("langg"), "{slip}");
            continue;
        }
        let error = &answer.json()["errors"][0];
        assert_eq!(
            (&error["parameter"], &error["nearest"]),
            (&"langg".into(), &"lang".into())
        );
        for name in names {
            // Without a value it says nothing, but it is known.
            let answer = site.get(&format!("{address}?{name}=")).await;
            assert_eq!(answer.status, 200, "{address}?{name}=");
        }
    }
    let typo = site.get("/api/v1/commitments?memeber=spain").await.json();
    assert_eq!(typo["errors"][0]["nearest"], "member");
    let typo = site.get("/api/v1/commitments?member=spian").await.json();
    assert_eq!(typo["errors"][0]["nearest"], "spain");
    let typo = site.get("/api/v1/commitments?ambition=hihg").await.json();
    assert_eq!(typo["errors"][0]["nearest"], "high");
}

/// The words of a closed list, one of which a parameter has, or several.
pub fn words_of<'a>(described: &'a Value, schema: &'a Value) -> Option<&'a Vec<Value>> {
    let schema = if schema["items"].is_object() {
        &schema["items"]
    } else {
        schema
    };
    let meant = schema["$ref"].as_str();
    let schema = meant.map_or(Some(schema), |at| {
        described.pointer(at.trim_start_matches('#'))
    });
    schema?["enum"].as_array()
}

/// Every value of a closed list that the description names is one that is taken.
#[tokio::test(flavor = "multi_thread")]
async fn every_value_that_is_described_is_taken() {
    let site = Site::bundled().await;
    let described = site.get("/api/v1/openapi.json").await.json();
    let mut tried = 0;
    for (path, item) in described["paths"].as_object().unwrap() {
        let address = path
            .replace("{code}", "NL0031")
            .replace("{name}", "ambition");
        for parameter in item["get"]["parameters"].as_array().unwrap() {
            let name = parameter["name"].as_str().unwrap();
            let words = words_of(&described, &parameter["schema"]);
            let example = parameter["example"].as_array().cloned();
            let example = example.or_else(|| parameter.get("example").map(|one| vec![one.clone()]));
            let values = words.cloned().unwrap_or_default().into_iter();
            for value in values.chain(example.unwrap_or_default()) {
                if parameter["in"] != "query" {
                    continue;
                }
                let value = value.as_str().unwrap().replace(' ', "+");
                let asked = format!("{address}?{name}={value}");
                let answer = site.get(&asked).await;
                assert_eq!(answer.status, 200, "{asked}: {}", answer.body);
                tried += 1;
            }
        }
    }
    assert!(tried > 150, "{tried}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_is_walked_by_its_links_without_gaps_or_repeats() {
    let site = Site::bundled().await;
    let described = site.get("/api/v1/openapi.json").await.json();
    let mut walked = BTreeSet::new();
    for (address, names) in addresses(&described) {
        if !names.contains("per_page") {
            continue;
        }
        let narrowed = match address.as_str() {
            "/api/v1/ratings" | "/api/v1/commitments" => "?member=netherlands&per_page=7",
            "/api/v1/schemes" => "?per_page=3",
            _ => "?per_page=40",
        };
        let first = get_as(&site, &format!("{address}{narrowed}")).await;
        assert_eq!(first.status, 200, "{address}");
        let is_paged = names.contains("page");
        let mut seen = Vec::new();
        let mut answer = first;
        loop {
            let body = answer.json();
            let items = body["items"].as_array().unwrap();
            seen.extend(items.iter().map(ToString::to_string));
            let links = links(&answer);
            assert_eq!(links[0].0, "first", "{address}");
            if is_paged {
                assert_eq!(links.last().unwrap().0, "last", "{address}");
            }
            let Some((_, next)) = links.iter().find(|(name, _)| name == "next") else {
                if is_paged {
                    assert_eq!(body["total"], seen.len(), "{address}");
                    assert_eq!(body["page"], body["pages"], "{address}");
                } else {
                    assert_eq!(body["next"], Value::Null, "{address}");
                }
                break;
            };
            answer = get_as(&site, next).await;
            assert_eq!(answer.status, 200, "{next}");
        }
        assert!(!seen.is_empty(), "{address}");
        let distinct: BTreeSet<&String> = seen.iter().collect();
        assert_eq!(distinct.len(), seen.len(), "{address}");
        walked.insert(address);
    }
    assert!(walked.len() >= 8, "{walked:?}");
}

#[tokio::test]
async fn a_moment_may_be_spelled_with_an_offset_of_zero() {
    let site = Site::bundled().await;
    let version = site.app.catalogue().version().made_at.unwrap();
    let moment = version + chrono::TimeDelta::seconds(1);
    let moment = moment.format("%Y-%m-%dT%H:%M:%S").to_string();
    site.clock.set(version + chrono::TimeDelta::hours(1));
    for offset in ["Z", "+00:00", "%2B00:00"] {
        let address = format!("/api/v1/members?as_of={moment}{offset}");
        let answer = site.get(&address).await;
        assert_eq!(answer.status, 200, "{address}: {}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_since_is_read_in_the_order_of_publication() {
    on_both(async |place: &Place| {
        let store = &place.store;
        let rated = |code: &str, value: &str| {
            let completion = domain::Scheme::Completion;
            an_entry(code).rated(Dimension::Completion, completion, value)
        };
        record(store, [rated("NL0001", "Limited"), an_entry("NL0002")]).await;
        let first = store.version().await.unwrap().number;
        record(
            store,
            [rated("NL0001", "Complete"), rated("NL0002", "Substantial")],
        )
        .await;
        let now = store.version().await.unwrap().number;
        let all = RatingFilter::default();
        let read = async |filter: &RatingFilter, after, as_of, limit| {
            let (ratings, next) = store
                .ratings_after(filter, after, as_of, limit)
                .await
                .unwrap();
            let ids: Vec<i64> = ratings.iter().map(|rating| rating.past.id).collect();
            let values = ratings.iter().map(|r| r.past.rating.finding.label());
            let told: Vec<String> = ratings
                .iter()
                .zip(values)
                .map(|(rating, value)| format!("{} {value}", rating.code))
                .collect();
            assert!(ratings.iter().all(|rating| rating.published.is_some()));
            (told, ids, next)
        };
        let (told, ids, next) = read(&all, 0, now, 10).await;
        assert_eq!(told[0], "NL0001 Limited");
        assert_eq!((told.len(), next), (3, None));
        assert!(ids.is_sorted());
        // Of the state that is asked for, and piece by piece.
        assert_eq!(read(&all, 0, first, 10).await.0, ["NL0001 Limited"]);
        let (piece, _, next) = read(&all, 0, now, 2).await;
        assert_eq!(next, Some(ids[1]));
        let (rest, _, end) = read(&all, ids[1], now, 2).await;
        assert_eq!([piece, rest].concat(), told);
        assert_eq!(end, None);
        let narrowed = RatingFilter {
            codes: vec!["NL0002".to_owned()],
            members: vec!["netherlands".to_owned()],
            dimensions: vec![Dimension::Completion],
        };
        assert_eq!(read(&narrowed, 0, now, 10).await.0, ["NL0002 Substantial"]);
        let other = RatingFilter {
            members: vec!["spain".to_owned()],
            ..RatingFilter::default()
        };
        assert!(read(&other, 0, now, 10).await.0.is_empty());

        let any = ChangeFilter::default();
        let since = async |after, as_of| -> Vec<i64> {
            let found = store.revisions_after(&any, after, as_of, 10).await.unwrap();
            found.iter().map(|revision| revision.number).collect()
        };
        assert_eq!(since(0, now).await, [first, now]);
        assert_eq!(since(first, now).await, [now]);
        assert_eq!(since(0, first).await, [first]);
        assert!(since(now, now).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_copy_is_kept_up_to_date_by_what_came_since() {
    let place = Place::sqlite().await;
    record(&place.store, [an_entry("NL0001"), an_entry("NL0002")]).await;
    record(
        &place.store,
        [an_entry("NL0001").title("Renamed"), an_entry("NL0002")],
    )
    .await;
    let site = Site::over(place.store.clone()).await;
    let have = site.get("/api/v1/changes?per_page=1").await.json();
    assert_eq!(have["items"].as_array().unwrap().len(), 1);
    let cursor = have["next"].as_i64().unwrap();
    assert_eq!(have["items"][0]["data_version"], cursor);
    assert_eq!(have["items"][0]["commitments_total"], 2);
    let news = site
        .get(&format!("/api/v1/changes?since={cursor}"))
        .await
        .json();
    assert_eq!(news["next"], Value::Null);
    let change = &news["items"][0];
    assert_eq!(change["data_version"], news["data_version"]);
    let commitment = &change["commitments"][0];
    assert_eq!(
        (&commitment["code"], &commitment["what"]),
        (&"NL0001".into(), &"changed".into())
    );
    assert_eq!(commitment["facts"][0]["field"], "title");
    assert_eq!(commitment["facts"][0]["after"], "Renamed");
    let current = news["data_version"].as_i64().unwrap();
    let none = site
        .get(&format!("/api/v1/changes?since={current}"))
        .await
        .json();
    assert_eq!(none["items"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn each_part_of_the_record_agrees_with_the_catalogue() {
    let site = Site::bundled().await;
    let catalogue = site.app.catalogue();
    let sum = async |address: &str, count: &str| -> u64 {
        let mut page = Some(format!("{address}?per_page=200"));
        let mut sum = 0;
        while let Some(at) = page {
            let answer = get_as(&site, &at).await;
            let body = answer.json();
            let items = body["items"].as_array().unwrap();
            sum += items
                .iter()
                .map(|item| item[count].as_u64().unwrap())
                .sum::<u64>();
            let next = links(&answer).into_iter().find(|(name, _)| name == "next");
            page = next.map(|(_, next)| next);
        }
        sum
    };
    let all = catalogue.len() as u64;
    assert_eq!(sum("/api/v1/plans", "commitments").await, all);
    assert_eq!(sum("/api/v1/coverage", "commitments").await, all);
    assert_eq!(sum("/api/v1/members", "commitments").await, all);
    let areas = site.get("/api/v1/areas?per_page=200").await.json();
    let facets = site.get("/api/v1/facets").await.json();
    let counted = |slug: &Value| {
        let values = facets["facets"]["area"].as_array().unwrap();
        let value = values.iter().find(|value| value["value"] == *slug);
        value.map_or(0, |value| value["count"].as_u64().unwrap())
    };
    for area in areas["items"].as_array().unwrap() {
        assert_eq!(area["commitments"], counted(&area["slug"]), "{area}");
    }
    let schemes = site.get("/api/v1/schemes").await.json();
    assert_eq!(schemes["total"], domain::Scheme::ALL.len());
    let chart = site
        .get("/api/v1/charts/ambition?member=spain")
        .await
        .json();
    let total = site.get("/api/v1/commitments?member=spain").await.json()["total"].clone();
    assert_eq!(chart["total"], total);
    let list = chart["groups"][0]["items"][0]["values"][0]["list"]
        .as_str()
        .unwrap();
    let list = list.replacen("/commitments?", "/api/v1/commitments?", 1);
    let counted = &chart["groups"][0]["items"][0]["values"][0]["commitments"];
    assert_eq!(&site.get(&list).await.json()["total"], counted);
}

#[tokio::test]
async fn every_example_of_the_guide_leads_somewhere() {
    let site = Site::bundled().await.called("http://tracker.example");
    let guide = get_as(&site, "/api").await;
    assert_eq!(guide.status, 200);
    let mut addresses = BTreeSet::new();
    for code in guide.between("<pre", "</pre>") {
        let code = code.replace("&quot;", "\"").replace("&amp;", "&");
        let pieces = code.split("http://tracker.example").skip(1);
        addresses.extend(pieces.map(|rest| rest.split(['"', '\'']).next().unwrap().to_owned()));
    }
    // Assistants send messages there: tests/it/assistants.rs does.
    assert!(addresses.remove("/mcp"), "{addresses:?}");
    assert!(addresses.len() >= 6, "{addresses:?}");
    for address in addresses {
        let answer = get_as(&site, &address).await;
        assert_eq!(answer.status, 200, "{address}: {}", answer.body);
        if address.starts_with("/api/") {
            answer.json();
        }
    }
    // What problem documents call their type stands there.
    for kind in domain::ProblemKind::ALL {
        assert!(
            guide.body.contains(&format!("id=\"{}\"", kind.slug())),
            "{kind}"
        );
    }
    for page in ["/data", "/about"] {
        assert!(
            get_as(&site, page).await.body.contains("href=\"/api\""),
            "{page}"
        );
    }
    let described = site.get("/api/v1/openapi.json").await.json();
    for path in described["paths"].as_object().unwrap().keys() {
        assert!(guide.text().contains(path), "{path}");
    }
}

#[tokio::test]
async fn a_commitment_is_told_with_its_ratings_and_their_history() {
    let site = Site::bundled().await;
    let body = site.get("/api/v1/commitments/no0048").await.json();
    assert_eq!(body["code"], "NO0048");
    let ambition = &body["ratings"]["ambition"];
    assert_eq!(
        (&ambition["scheme"], &ambition["value"], &ambition["level"]),
        (
            &"potential_impact".into(),
            &"Transformative".into(),
            &"high".into()
        )
    );
    assert_eq!(ambition["report"], "Norway Mid-Term Report 2016-2018");
    assert_eq!(body["ratings"]["completion"]["level"], "unstated");
    assert!(
        body["rating_history"]
            .as_array()
            .unwrap()
            .iter()
            .any(|r| r["dimension"] == "ambition")
    );
    assert_eq!(body["changes"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_list_is_paged_and_counts_as_the_pages_do() {
    let site = Site::bundled().await;
    let body = site
        .get("/api/v1/commitments?area=digital-governance")
        .await
        .json();
    let total = usize::try_from(body["total"].as_u64().unwrap()).unwrap();
    assert_eq!(body["items"].as_array().unwrap().len(), total.min(50));
    let listed = site.get("/commitments?area=digital-governance").await;
    assert!(
        listed.body.contains(&format!("{total} commitments")),
        "{total}"
    );
    let total = site.app.catalogue().len();
    let pages = total.div_ceil(50);
    let last = format!("/api/v1/commitments?page={pages}");
    let last = site.get(&last).await.json();
    assert_eq!(
        (&last["total"], &last["page"], &last["pages"]),
        (&total.into(), &pages.into(), &pages.into())
    );
    assert_eq!(
        last["items"].as_array().unwrap().len(),
        total - (pages - 1) * 50
    );
}

#[tokio::test]
async fn refusals_name_the_parameter() {
    let site = Site::bundled().await;
    for (address, status, parameter) in [
        ("/api/v1/commitments?year=x", 400, Some("year")),
        ("/api/v1/facets?ambition=x", 400, Some("ambition")),
        ("/api/v1/commitments/NL9999", 404, None),
        ("/api/v1/commitments?page=999", 404, None),
    ] {
        let answer = site.get(address).await;
        assert_eq!(answer.status.as_u16(), status, "{address}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let error = &answer.json()["errors"][0];
        assert_eq!(error["parameter"].as_str(), parameter, "{address}");
        assert!(!error["detail"].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
async fn the_description_names_every_route_and_nothing_else() {
    let site = Site::bundled().await;
    let described = site.get("/api/v1/openapi.json").await.json();
    let described: BTreeSet<String> = described["paths"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    let routed: BTreeSet<String> = domain::route::PATTERNS
        .iter()
        .filter(|pattern| pattern.starts_with("/api/"))
        .map(|pattern| (*pattern).to_owned())
        .collect();
    assert!(routed.len() >= 5, "{routed:?}");
    assert_eq!(described, routed);
    for path in &described {
        let address = path
            .replace("{code}", "NL0031")
            .replace("{name}", "ambition");
        assert_eq!(site.get(&address).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn the_description_names_every_filter_of_a_list() {
    let site = Site::bundled().await;
    let described = site.get("/api/v1/openapi.json").await.json();
    for path in ["/api/v1/commitments", "/api/v1/facets"] {
        let parameters = described["paths"][path]["get"]["parameters"]
            .as_array()
            .unwrap();
        for filter in domain::query::Filter::ALL {
            let named = parameters.iter().any(|p| p["name"] == filter.slug());
            assert!(named, "{path} {filter}");
        }
    }
}

#[tokio::test]
async fn members_are_told_with_their_levels() {
    let site = Site::bundled().await;
    let body = site.get("/api/v1/members?per_page=200").await.json();
    assert_eq!(
        body["items"].as_array().unwrap().len(),
        site.app.catalogue().members().len()
    );
    assert_eq!(body["total"], site.app.catalogue().members().len());
    for member in body["items"].as_array().unwrap() {
        let total = member["commitments"].as_u64().unwrap();
        for dimension in ["ambition", "completion", "early_results"] {
            let levels = member["levels"][dimension].as_object().unwrap();
            assert_eq!(
                levels.values().map(|v| v.as_u64().unwrap()).sum::<u64>(),
                total
            );
        }
    }
}
