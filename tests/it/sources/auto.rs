//! A source that an admin lets publish by itself.

use domain::Role;
use ogp_tracker::service::sources::SourceRun;

use super::{page, source, watched};

#[tokio::test(flavor = "multi_thread")]
async fn a_source_publishes_by_itself_once_an_admin_lets_it() {
    let watched = watched(false).await;
    let site = &watched.site;
    let version = watched.version();
    let unrated = watched.sheet.unrated();
    let mut sheet = watched.sheet.clone();
    sheet.set(&unrated[0], "Early Results", "Significant");
    assert_eq!(watched.says(&sheet).await.ratings, 1);
    assert_eq!(watched.version(), version);
    let admin = watched.sign_in("ada@example.org", Role::Admin).await;
    let page = page();
    let done = admin.post(&page, &[("do", "auto")]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    // Read again, though the file is the same: what waits is published.
    let run = watched.run().await;
    assert!(
        matches!(run, SourceRun::Read { was_read: false, published: true, pending } if pending.is_empty()),
        "{run:?}"
    );
    assert_eq!(watched.version(), version + 1);
    let history = site.get("/changes").await.text();
    for said in [
        "Published without review",
        "OGP commitment tracker",
        "/sheet.csv",
    ] {
        assert!(history.contains(said), "{said} in {history}");
    }
    // What is gone is withdrawn by a person only.
    sheet.add(&unrated[0], "AL9999", "A wholly new promise");
    sheet.remove(&unrated[1]);
    let pending = watched.says(&sheet).await;
    assert_eq!((pending.new, pending.withdrawn), (0, 1));
    assert_eq!(site.get("/commitments/AL9999").await.status, 200);
    let gone = site
        .get(&format!("/api/v1/commitments/{}", unrated[1]))
        .await;
    assert!(gone.body.contains("\"status\":\""), "{}", gone.body);
    assert!(
        !gone.body.contains("\"status\":\"withdrawn\""),
        "{}",
        gone.body
    );
    // Nothing new is no change of the record.
    let version = watched.version();
    watched.next_day().await;
    assert_eq!(watched.version(), version);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_changes_its_columns_publishes_nothing_before_somebody_has_looked() {
    let watched = watched(true).await;
    let version = watched.version();
    let unrated = watched.sheet.unrated();
    // In another order, they are the same columns.
    let pending = watched.says(&watched.sheet.clone().turned()).await;
    assert!(pending.is_empty());
    assert_eq!(source(&watched.site.app).await.columns_note, "");
    let mut sheet = watched.sheet.clone();
    sheet.set(&unrated[0], "Early Results", "Significant");
    sheet.drop_column("Lead Institution");
    sheet.drop_column("Digital Governance");
    sheet.add_column("Mood");
    let pending = watched.says(&sheet.turned()).await;
    // A column that is missing clears nothing.
    assert_eq!((pending.ratings, pending.changed), (1, 0), "{pending:?}");
    assert_eq!(watched.version(), version);
    let note = source(&watched.site.app).await.columns_note;
    assert!(
        note.contains("Lead Institution") && note.contains("Digital Governance"),
        "{note}"
    );
    assert!(note.contains("New and not recognised: Mood."), "{note}");
    let admin = watched.sign_in("ada@example.org", Role::Admin).await;
    let desk = admin.get("/staff").await.text();
    assert!(desk.contains("Its columns have changed"), "{desk}");
    let page = page();
    let shown = admin.get(&page).await.text();
    assert!(shown.contains("Mood: column not recognised"), "{shown}");
    assert!(
        shown.contains("not in this file; the record keeps"),
        "{shown}"
    );
    watched.run().await;
    assert_eq!(watched.version(), version, "still nobody has looked");
    let done = admin.send(&page, &page, &[("do", "columns")]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    watched.run().await;
    assert_eq!(watched.version(), version + 1);
    assert!(
        !admin
            .get("/staff")
            .await
            .text()
            .contains("Its columns have changed")
    );
}
