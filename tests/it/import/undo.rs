//! Taking a file back: the record is as before, its history says so, and nothing later is lost.

use domain::Query;
use ogp_tracker::service::App;
use ogp_tracker::service::import::Bringer;
use store::UndoOutcome;

use super::{applied, exported, planned};
use crate::support::states::any_state_is_made_from_any_other;
use crate::support::{on_both, site::Site};

const FILE: &str = "code,member,title,description,completion_scheme,completion,policy_areas\n\
    NL0031,Netherlands,Another title,Another text,completion,Complete,Open Data\n\
    NL9998,Netherlands,A quokkaesque commitment,Its text,completion,Limited,Tax\n";

async fn undone(app: &App, batch: i64) -> UndoOutcome {
    app.take_back_import(batch, &Bringer::command_line(), "a mistake")
        .await
        .unwrap()
}

async fn found(app: &App, words: &str) -> usize {
    let query = Query::parse(&format!("q={words}")).unwrap();
    app.export(&query).await.unwrap().remaining()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_taken_back_leaves_the_record_as_it_was_and_the_history_whole() {
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        let app = &site.app;
        let before = exported(app).await;
        let first = app.catalogue().version().number;
        let batch = applied(app, FILE.as_bytes()).await;
        let between = exported(app).await;
        assert_ne!(between, before);
        assert_eq!(found(app, "another+text").await, 1);
        assert_eq!(site.get("/commitments/NL9998").await.status, 200);

        assert_eq!(undone(app, batch).await, UndoOutcome::Done);
        assert_eq!(exported(app).await, before);
        assert_eq!(found(app, "another+text").await, 0);
        assert_eq!(site.get("/commitments/NL9998").await.status, 404);
        assert!(place.store.check().await.unwrap().faults.is_empty());

        // The past stays what it was, and the history tells all of it.
        let history = site.get("/changes").await;
        assert_eq!(history.status, 200);
        let text = history.text();
        assert!(text.contains("Removed: the import"), "{text}");
        assert!(
            text.contains("Complete \u{2192}") || text.contains("\u{2192} Complete"),
            "{text}"
        );
        assert_eq!(site.get("/changes.atom").await.status, 200);
        let moment = place
            .store
            .history(&"NL0031".parse().unwrap(), i64::MAX)
            .await
            .unwrap()
            .unwrap();
        let moment = moment.revisions.iter().find(|r| r.number == batch).unwrap();
        let then = app
            .as_of(domain::AsOf::Moment(moment.revision.made_at))
            .await
            .unwrap();
        assert_eq!(exported(&then).await, between);
        // What was known of the words of that state is not mistaken for those of the state made again.
        assert_eq!(found(&then, "quokkaesque").await, 1);

        // Twice is once; an unknown number is none; the file can be brought again.
        assert_eq!(undone(app, batch).await, UndoOutcome::AlreadyUndone);
        assert_eq!(undone(app, first).await, UndoOutcome::Unknown);
        let again = applied(app, FILE.as_bytes()).await;
        assert_eq!(exported(app).await, between);
        assert_eq!(found(app, "another+text").await, 1);
        assert_eq!(planned(app, FILE).await.counts.unchanged, 2);
        assert_eq!(undone(app, again).await, UndoOutcome::Done);
        assert_eq!(exported(app).await, before);
        any_state_is_made_from_any_other(&place.store).await;
        assert!(place.store.check().await.unwrap().faults.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_built_on_a_file_keeps_it_and_is_named() {
    let site = Site::bundled().await;
    let app = &site.app;
    let batch = applied(app, FILE.as_bytes()).await;
    let later = applied(
        app,
        b"code,member,title\nNL9998,Netherlands,A better title\n",
    )
    .await;
    let kept = exported(app).await;
    let codes = vec!["NL9998".parse().unwrap()];
    assert_eq!(undone(app, batch).await, UndoOutcome::BuiltOn(codes));
    assert_eq!(exported(app).await, kept);
    // Taken back in the order in which they came, both go.
    assert_eq!(undone(app, later).await, UndoOutcome::Done);
    assert!(
        matches!(undone(app, batch).await, UndoOutcome::BuiltOn(_)),
        "the undo is later, too"
    );
}
