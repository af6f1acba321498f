//! What the search box offers while one types.

use serde_json::Value;

use domain::Query;

use crate::support::site::Site;
use crate::support::{an_entry, on_both, record};

/// Each group by its heading, with the addresses of its entries.
fn groups(body: &Value) -> Vec<(String, Vec<String>)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let groups = body["groups"].as_array().unwrap().iter();
    groups
        .map(|group| {
            let items = group["items"].as_array().unwrap().iter();
            (
                text(&group["heading"]),
                items.map(|item| text(&item["href"])).collect(),
            )
        })
        .collect()
}

async fn offered(site: &Site, typed: &str, more: &str) -> Value {
    let query = Query::default().searching(typed).to_address();
    let answer = site
        .get(&format!("/search/suggestions.json?{query}{more}"))
        .await;
    assert_eq!(answer.status, 200, "{typed}: {}", answer.body);
    answer.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn suggestions_come_in_groups_while_one_types() {
    let site = Site::bundled().await;
    for (typed, heading, first) in [
        ("urug", "Countries", "/members/uruguay"),
        ("kore", "Countries", "/members/republic-of-korea"),
        ("Nigera", "Countries", "/members/nigeria"),
        // Also where the letters are a word of some title.
        ("Ken", "Countries", "/members/kenya"),
        ("Can", "Countries", "/members/canada"),
        ("Est", "Countries", "/members/estonia"),
        ("Par", "Countries", "/members/paraguay"),
        ("El S", "Countries", "/members/el-salvador"),
        ("New Z", "Countries", "/members/new-zealand"),
        ("priva", "Topics", "/areas/data-stewardship-and-privacy"),
        ("AI", "Topics", "/areas/automated-decision-making"),
        ("UK 98", "Code", "/commitments/UK0098"),
        ("uk009", "Code", "/commitments/UK009"),
        ("open algor", "Commitments", "/commitments/NL0031"),
        ("regist", "What you could do", "/guide/"),
    ] {
        let body = offered(&site, typed, "").await;
        let groups = groups(&body);
        let group = groups.iter().find(|(name, _)| name.starts_with(heading));
        let (_, items) = group.unwrap_or_else(|| panic!("{typed}: {groups:?}"));
        let is_offered = items.iter().any(|item| item.starts_with(first));
        assert!(is_offered, "{typed}: {items:?}");
        assert!(items.len() <= 4, "{typed}");
        let count: usize = groups.iter().map(|(_, items)| items.len()).sum();
        assert!(
            body["status"]
                .as_str()
                .unwrap()
                .starts_with(&format!("{count} suggestion"))
        );
    }
    for typed in ["a", "zzzzzzzz", "%", "\u{1f3db}"] {
        assert_eq!(
            offered(&site, typed, "").await["groups"],
            serde_json::json!([]),
            "{typed}"
        );
    }
    assert_eq!(site.get("/search/suggestions.json").await.status, 200);
    let spanish = offered(&site, "corea", "&lang=es").await;
    assert_eq!(
        spanish["groups"][0]["items"][0]["href"],
        "/members/republic-of-korea?lang=es"
    );
    assert_eq!(
        spanish["groups"][0]["items"][0]["text"],
        "Rep\u{fa}blica de Corea"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn suggestions_are_of_the_state_that_is_shown() {
    on_both(async |place| {
        record(
            &place.store,
            [an_entry("NL0001").title("Beekeeping for all")],
        )
        .await;
        record(
            &place.store,
            [an_entry("NL0001").title("Fisheries for all")],
        )
        .await;
        let site = Site::over(place.store.clone()).await;
        let now = offered(&site, "fisher", "").await;
        assert_eq!(groups(&now)[0].1, ["/commitments/NL0001"]);
        assert!(groups(&offered(&site, "beekee", "").await).is_empty());
    })
    .await;
}
