//! `as_of`: every public address shows the record as it was published at a past moment.

use std::io::{Cursor, Read};

use axum::body::Body;
use axum::http::Request;
use calamine::{Reader, Xlsx};
use domain::record::{Batch, RevisedArea};
use domain::{Dimension, PolicyArea, Scheme};

use crate::support::site::Site;
use crate::support::{EntryBuilder, Place, a_batch, a_revision, a_time, an_entry, on_both, record};

/// A site whose record was changed on 1, 2 and 3 March 2026.
async fn changed_thrice(place: &Place) -> Site {
    let first = || {
        an_entry("NL0001")
            .plan(2022, 2024)
            .area("tax")
            .title("Old title")
            .description("about beekeeping")
    };
    let days = [
        ("2026-03-01T12:00:00Z", vec![first()]),
        (
            "2026-03-02T12:00:00Z",
            vec![first().title("New title").description("about fisheries")],
        ),
        (
            "2026-03-03T12:00:00Z",
            vec![
                first()
                    .title("New title")
                    .description("about fisheries")
                    .rated(Dimension::Completion, Scheme::Completion, "Complete"),
                an_entry("ES0001").member("Spain"),
            ],
        ),
    ];
    for (moment, entries) in days {
        let revision = domain::record::Revision {
            made_at: a_time(moment),
            ..crate::support::a_revision()
        };
        let batch = a_batch(entries);
        place
            .store
            .record(&revision, &batch, false, &mut |_| ())
            .await
            .unwrap();
    }
    Site::over(place.store.clone()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_public_address_shows_the_past() {
    crate::support::on_both(async |place| {
        let site = changed_thrice(place).await;
        let total = async |query: &str| {
            site.get(&format!("/api/v1/commitments?{query}"))
                .await
                .json()["total"]
                .clone()
        };
        for (day, expected) in [
            ("2026-02-28", 0),
            ("2026-03-01", 1),
            ("2026-03-02", 1),
            ("2026-03-03", 2),
        ] {
            assert_eq!(total(&format!("as_of={day}")).await, expected, "{day}");
        }
        assert_eq!(total("").await, 2);
        // To the second.
        assert_eq!(total("as_of=2026-03-03T11:59:59Z").await, 1);
        assert_eq!(total("as_of=2026-03-03T12:00:00Z").await, 2);
        let old = site.get("/commitments/NL0001?as_of=2026-03-01").await;
        assert!(old.text().contains("Old title") && !old.text().contains("New title"));
        assert!(old.text().contains("about beekeeping"));
        assert!(old.text().contains("the data as published on 1 March 2026"));
        assert!(
            old.body
                .contains("<title>Old title, Netherlands (NL0001) as of 1 March 2026"),
            "{}",
            old.body
        );
        // What came later is not in its history.
        assert_eq!(
            old.between("<ol class=\"timeline\">", "</ol>")[0]
                .matches("<time")
                .count(),
            1
        );
        // Search knows the words of that day only.
        for (query, expected) in [
            ("q=beekeeping&as_of=2026-03-01", 1),
            ("q=beekeeping", 0),
            ("q=fisheries&as_of=2026-03-01", 0),
            ("q=fisher&as_of=2026-03-02", 1),
            ("q=old+tit&as_of=2026-03-01", 1),
        ] {
            assert_eq!(total(query).await, expected, "{query}");
        }
        for path in [
            "/",
            "/commitments",
            "/members",
            "/members/netherlands",
            "/areas",
            "/areas/tax",
            "/charts/completion",
            "/charts/completion.csv",
            "/charts/progress.svg",
            "/commitments.csv",
            "/commitments.json",
            "/changes",
            "/changes.atom",
            "/method",
            "/data",
            "/api/v1/facets",
            "/api/v1/members",
            "/api/v1/commitments/NL0001",
            "/charts/completion/embed",
            "/compare",
        ] {
            let past = site.get(&format!("{path}?as_of=2026-03-01")).await;
            assert_eq!(past.status, 200, "{path}");
            assert!(!past.body.contains("New title"), "{path}");
            assert!(
                !past.body.contains("ES0001") && !past.body.contains(">Spain<"),
                "{path}"
            );
        }
        let feed = site.get("/changes.atom?as_of=2026-03-01").await;
        let own = "/changes.atom?as_of=2026-03-01";
        assert!(feed.body.contains(own), "{}", feed.body);
        assert_eq!(
            site.get("/commitments/ES0001?as_of=2026-03-02")
                .await
                .status,
            404
        );
        // Links stay in the past; the banner leads to the present of the same view.
        let list = site.get("/commitments?area=tax&as_of=2026-03-01").await;
        assert!(
            list.body.contains("/commitments/NL0001?as_of=2026-03-01"),
            "{}",
            list.body
        );
        assert!(
            list.body
                .contains("data-now=\"\" href=\"/commitments?area=tax\"")
        );
        assert!(
            list.text()
                .contains("Commitments on Tax, as published on 1 March 2026")
        );
        let feed = site.get("/charts/completion?as_of=2026-03-01").await;
        assert!(
            feed.body
                .contains("/charts/completion.csv?as_of=2026-03-01"),
            "{}",
            feed.body
        );
        assert!(
            feed.text().contains("/charts/completion?as_of=2026-03-01"),
            "the citation leads to today"
        );
    })
    .await;
}

/// Bytes that are no page.
async fn file(site: &Site, address: &str) -> Vec<u8> {
    let request = Request::get(address).body(Body::empty()).unwrap();
    site.bytes(request).await.0
}

fn cells(workbook: Vec<u8>) -> String {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(workbook)).unwrap();
    let sheets = book.worksheets();
    let cells = sheets.iter().flat_map(|(_, sheet)| sheet.cells());
    let cells: Vec<String> = cells.map(|(.., cell)| cell.to_string()).collect();
    cells.join("\n")
}

fn parts(archive: Vec<u8>) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut text = String::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        part.read_to_string(&mut text).unwrap();
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn workbooks_archives_and_pictures_show_the_past() {
    let place = Place::sqlite().await;
    let site = changed_thrice(&place).await;
    let (then, now) = ("?as_of=2026-03-01", "");
    for (read, address) in [
        (cells as fn(Vec<u8>) -> String, "/commitments.xlsx"),
        (parts, "/commitments.zip"),
    ] {
        let old = read(file(&site, &format!("{address}{then}")).await);
        assert!(old.contains("Old title"), "{address}: {old}");
        for new in ["New title", "ES0001", "Spain"] {
            assert!(!old.contains(new), "{address}: {new} in {old}");
        }
        assert!(old.contains("2026-03-01"), "{address} says of when it is");
        let new = read(file(&site, &format!("{address}{now}")).await);
        assert!(new.contains("New title") && new.contains("ES0001"), "{new}");
    }
    for chart in ["completion", "members", "map"] {
        let picture = async |query: &str| file(&site, &format!("/charts/{chart}.png{query}")).await;
        let (old, new) = (picture(then).await, picture(now).await);
        assert!(old.starts_with(b"\x89PNG") && new.starts_with(b"\x89PNG"));
        assert!(old != new, "{chart} is the same now as then");
    }
    // A frame says of when it is, and leads to the same day.
    let frame = site.get(&format!("/charts/completion/embed{then}")).await;
    assert!(frame.body.contains("as_of=2026-03-01"), "{}", frame.body);
    // Nobody is beside the Netherlands before Spain has come.
    let compare = "/compare?member=netherlands&member=spain";
    assert_eq!(site.get(compare).await.status, 200);
    let early = site.get(&format!("{compare}&as_of=2026-03-02")).await;
    assert_eq!(early.status, 404, "{}", early.text());
    let late = site.get(&format!("{compare}&as_of=2026-03-03")).await;
    assert_eq!(late.status, 200);
    assert!(
        late.text()
            .contains("the data as published on 3 March 2026"),
        "{}",
        late.text()
    );
    place.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moment_that_cannot_be_shown_is_named() {
    let site = Site::bundled().await;
    for (value, problem) in [
        ("2999-01-01", "in the future"),
        ("2026-13-01", "a day such as"),
        ("yesterday", "a day such as"),
    ] {
        for path in [
            "/",
            "/commitments",
            "/commitments.csv",
            "/members/spain",
            "/charts/map.svg",
        ] {
            let answer = site.get(&format!("{path}?as_of={value}")).await;
            assert_eq!(answer.status, 400, "{path} {value}");
            assert!(answer.text().contains(problem), "{}", answer.text());
        }
        let api = site
            .get(&format!("/api/v1/commitments?as_of={value}"))
            .await;
        assert_eq!(api.status, 400);
        assert_eq!(api.json()["errors"][0]["parameter"], "as_of");
    }
}

/// The two rank what they find differently, and neither is answered with what the other has found,
/// also where both are the same state.
#[tokio::test(flavor = "multi_thread")]
async fn a_search_finds_the_same_in_the_same_order_in_the_present_and_of_now() {
    let codes = async |site: &Site, query: &str| {
        let address = format!("/api/v1/commitments?q=open+data{query}");
        let json = site.get(&address).await.json();
        let items = json["items"].as_array().unwrap().clone();
        items
            .into_iter()
            .map(|c| c["code"].clone())
            .collect::<Vec<_>>()
    };
    let (one, other) = (Site::bundled().await, Site::bundled().await);
    let today = |site: &Site| format!("&as_of={}", site.clock.now().format("%Y-%m-%dT%H:%M:%SZ"));
    for site in [&one, &other] {
        site.clock.advance(chrono::TimeDelta::seconds(2));
    }
    let (present, past) = (codes(&one, "").await, codes(&one, &today(&one)).await);
    assert_eq!(present, past);
    assert_eq!(present.len(), 50);
    assert_eq!(codes(&other, &today(&other)).await, past);
    assert_eq!(codes(&other, "").await, present);
    assert_eq!(codes(&one, "").await, present);
}

/// A tag that is renamed has had its old name all the same.
#[tokio::test]
async fn the_history_names_policy_areas_as_they_were_named_then() {
    on_both(async |place| {
        let entry = || an_entry("AA0001").title("T").area("gender");
        record(&place.store, [entry()]).await;
        record(&place.store, [entry().area("open-data")]).await;
        let area = domain::area::taxonomy()
            .into_iter()
            .find(|area| &*area.slug == "open-data");
        let renamed = Batch {
            revised_areas: vec![RevisedArea {
                area: PolicyArea {
                    name: "Data for All".to_owned(),
                    ..area.unwrap()
                },
                merged_into: None,
            }],
            ..a_batch(Vec::<EntryBuilder>::new())
        };
        place
            .store
            .record(&a_revision(), &renamed, false, &mut |_| {})
            .await
            .unwrap();
        let site = Site::over(place.store.clone()).await;
        assert!(
            site.get("/areas/open-data")
                .await
                .text()
                .contains("Data for All")
        );
        for page in [
            "/changes?code=AA0001",
            "/changes.atom?code=AA0001",
            "/commitments/AA0001",
        ] {
            let told = site.get(page).await.body;
            assert!(told.contains("Open Data"), "{page}: {told}");
        }
        // The form above the log names areas as they are named now.
        let history = site.get("/changes?code=AA0001").await;
        let log = history.between("class=\"plain changes\"", "</main>");
        assert!(
            !log.is_empty() && !log.concat().contains("Data for All"),
            "{log:?}"
        );
    })
    .await;
}
