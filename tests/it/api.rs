//! `/api/v1`.

use std::collections::BTreeSet;

use crate::support::site::Site;

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
        .filter(|pattern| domain::route::is_api(pattern))
        .map(|pattern| (*pattern).to_owned())
        .collect();
    assert!(routed.len() >= 5, "{routed:?}");
    assert_eq!(described, routed);
    for path in &described {
        assert_eq!(
            site.get(&path.replace("{code}", "NL0031")).await.status,
            200,
            "{path}"
        );
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
    let body = site.get("/api/v1/members").await.json();
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
