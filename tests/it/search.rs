//! Searching the bundled record through the site, on both engines.

use std::collections::BTreeSet;

use ogp_tracker::service::{App, Clock, Fill};

use crate::support::on_both;
use crate::support::site::Site;

async fn codes(site: &Site, q: &str) -> BTreeSet<String> {
    let body = site.get(&format!("/commitments.json?q={q}")).await.json();
    let items = body["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["code"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn both_engines_find_the_same_in_the_bundled_record() {
    let answers = std::sync::Mutex::new(Vec::new());
    on_both(async |place| {
        let app = App::start(
            place.store.clone(),
            Clock::system(),
            Fill::Bundled,
            &mut |_, _| (),
        )
        .await
        .unwrap();
        assert!(app.catalogue().len() > 1_900);
        let site = Site::over(place.store.clone()).await;
        let mut found = Vec::new();
        for q in [
            "open+data",
            "algorithm",
            "transpar%C3%AAncia",
            "cote+d%27ivoire",
            "%22NEAR(",
            "e-gov",
            "zzzz",
        ] {
            found.push(codes(&site, q).await);
        }
        assert!(found[0].len() > 50, "open data: {}", found[0].len());
        assert!(
            found[1].contains("NL0031"),
            "a beginning of a word finds Algorithms"
        );
        assert!(found[6].is_empty());
        let list = site.get("/commitments?q=algorithm").await;
        assert!(list.body.contains("<mark>Algorithm"), "hits are marked");
        answers.lock().unwrap().push(found);
    })
    .await;
    let answers = answers.into_inner().unwrap();
    assert!(
        answers.windows(2).all(|pair| pair[0] == pair[1]),
        "{answers:?}"
    );
}
