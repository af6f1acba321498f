//! The data that comes with the program, where an earlier version filled the record.

use domain::Role;
use store::Store;

use crate::import::browser::settled;
use crate::support::raw;
use crate::support::site::Site;

/// A record as an earlier version left it: filled from less, and then changed by staff.
async fn older() -> (Site, tempfile::TempDir) {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", directory.path().join("tracker.db").display());
    let store = Store::open(&url).await.unwrap();
    let mut batch = interchange::seed::commitments().unwrap();
    let left_out = |code: &str| code == "ZZALB0001" || code == "DK0068";
    batch
        .entries
        .retain(|e| !left_out(e.commitment.code.as_str()));
    batch
        .identities
        .retain(|known| !left_out(known.code.as_str()));
    for entry in &mut batch.entries {
        match entry.commitment.code.as_str() {
            "NL0031" => "As the older version had it".clone_into(&mut entry.commitment.title),
            "UK0098" => "As it was called before".clone_into(&mut entry.commitment.title),
            _ => {}
        }
    }
    let revision = domain::record::Revision {
        made_by: "OGP commitment tracker".to_owned(),
        made_at: "2026-10-01T12:00:00Z".parse().unwrap(),
        reason: "Initial data load".to_owned(),
        source: Some("data/seed".to_owned()),
    };
    let recorded = store.record(&revision, &batch, false, &mut |_| ()).await;
    assert!(recorded.unwrap().added > 1_000);
    (Site::over(store).await, directory)
}

#[tokio::test(flavor = "multi_thread")]
async fn news_of_the_bundled_data_wait_on_the_desk_of_an_older_record() {
    let (site, _directory) = older().await;
    // Staff have written about one of those that differ.
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let form = "/staff/commitments/NL0031";
    let sent = [("title", "As staff wrote it"), ("reason", "ours")];
    assert_eq!(ed.send(form, form, &sent).await.status, 303);
    let version = site.app.catalogue().version().number;
    let count = site.app.catalogue().len();

    let desk = ed.get("/staff").await;
    for said in [
        "Newer bundled data",
        "2 new commitments, 1 changed commitment",
        "Preview changes",
    ] {
        assert!(desk.text().contains(said), "{said} in {}", desk.text());
    }
    let look = ed.post("/staff/import/bundled", &[("do", "look")]).await;
    assert_eq!(look.status, 303, "{}", look.text());
    let page = look.header("location").to_owned();
    let shown = settled(&ed, &page).await;
    for said in ["2 new", "1 changed", "0 rejected"] {
        assert!(shown.text().contains(said), "{said} in {}", shown.text());
    }
    let changed = ed.get(&format!("{page}?show=changed")).await.text();
    assert!(changed.contains("UK0098"), "{changed}");
    assert_eq!(
        site.app.catalogue().version().number,
        version,
        "only looked at"
    );
    let reviewer = site.browser("rev@example.org", Role::Reviewer).await;
    let look = reviewer
        .post("/staff/import/bundled", &[("do", "look")])
        .await;
    let page = look.header("location").to_owned();
    settled(&reviewer, &page).await;
    let sent = [
        ("do", "apply"),
        ("ratings", "publish"),
        ("reason", "An upgrade"),
    ];
    let done = reviewer.send(&page, &page, &sent).await;
    assert_eq!(done.status, 303, "{}", done.text());
    settled(&reviewer, &page).await;
    let catalogue = site.app.catalogue();
    assert_eq!(catalogue.version().number, version + 1, "one change");
    assert_eq!(catalogue.len(), count + 2);
    let title = |code: &str| {
        let row = catalogue.find(&code.parse().unwrap()).unwrap();
        row.commitment.title.clone()
    };
    assert_eq!(title("NL0031"), "As staff wrote it");
    let desk = ed.get("/staff").await.text();
    assert!(!desk.contains("Newer bundled data"), "{desk}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_of_this_version_and_one_that_is_to_be_left_alone_have_no_news() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    assert!(!ed.get("/staff").await.text().contains("Newer bundled data"));
    let seen = raw::number(site.url(), "SELECT COUNT(*) FROM bundled_seen").await;
    assert_eq!(seen, 1);
    let (older, _directory) = older().await;
    let ed = older.browser("ed@example.org", Role::Editor).await;
    assert!(ed.get("/staff").await.text().contains("Newer bundled data"));
    let left = ed.post("/staff/import/bundled", &[("do", "leave")]).await;
    assert_eq!(left.status, 303, "{}", left.text());
    assert!(!ed.get("/staff").await.text().contains("Newer bundled data"));
}
