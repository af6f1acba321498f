//! Addresses that stay true: redirects keep what they were asked, citations name a state.

use axum::body::Body;
use axum::http::Request;

use crate::support::Place;
use crate::support::site::Site;
use crate::support::{a_batch, an_entry};

#[tokio::test(flavor = "multi_thread")]
async fn what_has_moved_leads_to_the_same_moment() {
    let site = Site::bundled().await;
    let today = site.clock.now().date_naive();
    for (path, target) in [
        ("/commitments/nl0031", "/commitments/NL0031"),
        (
            "/areas/disinformation-and-information-integrity",
            "/areas/disinformation-misinformation",
        ),
        ("/api/v1/commitments/nl0031", ""),
    ] {
        let moved = site.get(&format!("{path}?as_of={today}")).await;
        if target.is_empty() {
            // The API takes any spelling as it is.
            assert_eq!(moved.status, 200);
            continue;
        }
        assert_eq!(moved.status, 308, "{path}");
        assert_eq!(
            moved.header("location"),
            format!("{target}?as_of={today}"),
            "{path}"
        );
        assert_eq!(site.get(path).await.header("location"), target);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_is_not_over_promises_nothing() {
    let site = Site::bundled().await;
    let today = site.clock.now().date_naive();
    let promise = "will always show this version";
    let text = site
        .get(&format!("/commitments?as_of={today}"))
        .await
        .text();
    assert!(
        text.contains("not over yet") && !text.contains(promise),
        "{text}"
    );
    let past = site.get("/commitments?as_of=2020-01-01").await.text();
    assert!(past.contains(promise), "{past}");
}

#[tokio::test(flavor = "multi_thread")]
async fn citations_lead_to_what_was_cited() {
    let place = Place::sqlite().await;
    let change = async |title: &str, moment: &str| {
        let revision = domain::record::Revision {
            made_at: crate::support::a_time(moment),
            ..crate::support::a_revision()
        };
        let batch = a_batch([an_entry("NL0001").title(title).area("tax")]);
        place
            .store
            .record(&revision, &batch, false, &mut |_| ())
            .await
            .unwrap();
    };
    change("Old title", "2026-03-01T12:00:00.250Z").await;
    let site = Site::over(place.store.clone()).await;
    let cited = async |address: &str| {
        let request = Request::get(address).header("host", "127.0.0.1:3000");
        let answer = site.ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, 200, "{address}");
        let text = answer.text().replace("&amp;", "&");
        let at = text
            .find("as_of=")
            .unwrap_or_else(|| panic!("{address}: {text}"));
        let from = text[..at].rfind("http").unwrap();
        let end = text[at..]
            .find(['.', ' ', '\n', '"'])
            .map_or(text.len(), |e| at + e);
        // The moment has a point of its own.
        let end = text[end..].find('Z').map_or(end, |e| end + e + 1);
        text[from..end].to_owned()
    };
    let mut addresses = Vec::new();
    for address in [
        "/commitments/NL0001",
        "/commitments?area=tax",
        "/charts/completion?area=tax",
    ] {
        addresses.push(cited(address).await);
    }
    let all = domain::Query::default();
    let export = site.app.export(&all).await.unwrap();
    let description = ogp_tracker::words::description(&export, domain::Lang::English, None);
    let address = "/commitments?as_of=2026-03-01T12%3A00%3A00.250Z";
    assert!(description.facts.iter().any(|(_, fact)| fact == address));
    change("New title", "2026-03-01T12:00:01Z").await;
    site.app.refresh().await.unwrap();
    for address in addresses {
        assert!(address.contains("as_of=2026-03-01T12"), "{address}");
        let path = &address[address[8..].find('/').unwrap() + 8..];
        let shown = site.get(path).await;
        assert_eq!(shown.status, 200, "{path}");
        assert!(!shown.text().contains("New title"), "{path}");
        if path.starts_with("/commitments") {
            assert!(shown.text().contains("Old title"), "{path}");
        }
    }
    place.end().await;
}
