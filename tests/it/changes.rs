//! The change log narrowed to a member or to a policy area.

use crate::support::site::Site;
use crate::support::{Place, an_entry, on_both, record};

/// The body of the log at an address: how many changes, and the codes that it tells of.
async fn told(site: &Site, address: &str) -> (usize, Vec<String>) {
    let page = site.get(address).await.body;
    let main = page.split("<main").nth(1).unwrap();
    let count = main.split("role=\"status\">").nth(1).unwrap();
    let count = count.split(' ').next().unwrap().parse().unwrap_or(0);
    let log = main.split("class=\"plain changes\"").skip(1);
    let mut codes: Vec<String> = log
        .flat_map(|day| day.split("/commitments/").skip(1))
        .filter_map(|rest| rest.split(['"', '?']).next())
        .map(str::to_owned)
        .collect();
    codes.sort();
    (count, codes)
}

#[tokio::test]
async fn the_log_of_a_member_or_a_topic_tells_of_nothing_else() {
    on_both(async |place: &Place| {
        for title in ["As it was", "Renamed"] {
            let entries = [
                an_entry("NL0001").area("open-data"),
                an_entry("NL0002").area("gender").title(title),
                an_entry("ES0001").area("open-data").member("Spain"),
            ];
            record(&place.store, entries).await;
        }
        let site = Site::over(place.store.clone()).await;
        for (address, changes, codes) in [
            ("/changes", 2, vec!["ES0001", "NL0001", "NL0002", "NL0002"]),
            ("/changes?area=open-data", 1, vec!["ES0001", "NL0001"]),
            ("/changes?area=gender", 2, vec!["NL0002", "NL0002"]),
            ("/changes?member=spain", 1, vec!["ES0001"]),
            (
                "/changes?member=netherlands&area=open-data",
                1,
                vec!["NL0001"],
            ),
            ("/changes?member=spain&area=gender", 0, vec![]),
            ("/changes?area=gender&what=ratings", 0, vec![]),
        ] {
            let (count, told) = told(&site, address).await;
            assert_eq!(
                (count, told),
                (changes, codes.iter().map(ToString::to_string).collect()),
                "{address}"
            );
        }
        let answer = site.get("/api/v1/changes?area=gender").await.json();
        let items = answer["items"].as_array().unwrap();
        assert_eq!(items.len(), 2);
        assert_eq!(items[0]["commitments_total"], 1);
        assert_eq!(site.get("/api/v1/changes?area=beauty").await.status, 400);
        let feed = site.get("/changes.atom?area=gender").await.body;
        assert_eq!(feed.matches("<entry>").count(), 2);
    })
    .await;
}

/// An area has its parts, as everywhere.
#[tokio::test]
async fn the_log_of_an_area_has_that_of_its_parts() {
    let site = Site::bundled().await;
    let total = async |area: &str| {
        let answer = site
            .get(&format!("/api/v1/changes?area={area}"))
            .await
            .json();
        answer["items"][0]["commitments_total"].as_u64().unwrap()
    };
    let list = async |area: &str| {
        let answer = site
            .get(&format!("/api/v1/commitments?area={area}&per_page=1"))
            .await
            .json();
        answer["total"].as_u64().unwrap()
    };
    for area in [
        "digital-governance",
        "automated-decision-making",
        "open-data",
    ] {
        assert_eq!(total(area).await, list(area).await, "{area}");
    }
    assert!(total("digital-governance").await > total("automated-decision-making").await);
}

/// What a page says that was changed, under each change.
fn lines_of_changes<'a>(page: &'a str, list: &str) -> Vec<&'a str> {
    let list = page.split(list).nth(1).unwrap();
    let list = list.split("</ol>").next().unwrap();
    let lists = list.split("<ul>").skip(1);
    lists
        .filter_map(|rest| rest.split("</ul>").next())
        .collect()
}

#[tokio::test]
async fn the_page_of_a_commitment_says_of_its_changes_what_the_log_says() {
    let site = Site::bundled().await;
    for code in ["NL0031", "ES0020", "UY0083", "USAU0007", "SK0058", "PY0035"] {
        for lang in ["en", "fr"] {
            let page = format!("/commitments/{code}?lang={lang}");
            let page = site.get(&page).await.body;
            let log = format!("/changes?code={code}&lang={lang}");
            let log = site.get(&log).await.body;
            let lines = lines_of_changes(&page, "class=\"timeline\"");
            assert!(!lines.is_empty(), "{code}");
            for line in lines {
                assert!(log.contains(line), "{code}: {line}");
            }
        }
    }
}
