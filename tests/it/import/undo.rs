//! Taking a file back: the record is as before, its history says so, and nothing later is lost.

use domain::{Query, Role};
use ogp_tracker::service::App;
use ogp_tracker::service::import::Importer;
use store::{Store, UndoOutcome};

use super::{applied, exported, planned};
use crate::support::states::any_state_is_made_from_any_other;
use crate::support::{Place, on_both, site::Site};

const FILE: &str = "code,member,title,description,completion_scheme,completion,policy_areas\n\
    NL0031,Netherlands,Another title,Another text,completion,Complete,Open Data\n\
    NL9998,Netherlands,A quokkaesque commitment,Its text,completion,Limited,Tax\n";

async fn undone(app: &App, batch: i64) -> UndoOutcome {
    app.take_back_import(batch, &Importer::command_line(), "a mistake")
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

/// A file with a new member, a new plan, a new tag and another description of a member.
const WIDE: &str = "code,member,member_kind,country,country_iso3,region,action_plan,plan_year,title,policy_areas\n\
    NLUTR0001,\"Utrecht, Netherlands\",local,Netherlands,NLD,Europe,Utrecht plan,2025,One of Utrecht,Water and Sanitation\n\
    NL9998,Netherlands,national,Netherlands,NLD,Europe,A new plan,2026,A new one,Open Data\n";

/// A site with one commitment.
async fn small(store: &Store) -> Site {
    const FILE: &str = "code,member,member_kind,country,country_iso3,region,action_plan,plan_year,title,policy_areas\n\
        NL0031,Netherlands,national,Netherlands,NLD,Europe,An old plan,2018,Open Algorithms,Open Data\n";
    let site = Site::over(store.clone()).await;
    applied(&site.app, FILE.as_bytes()).await;
    site
}

async fn things(store: &Store) -> (usize, usize, usize) {
    let parties = store.parties().await.unwrap();
    let members = parties.iter().filter(|party| party.plan.is_none()).count();
    let areas = store.areas(i64::MAX).await.unwrap().len();
    (members, parties.len() - members, areas)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_the_file_brought_goes_with_it_and_comes_back_with_it() {
    on_both(async |place| {
        let site = small(&place.store).await;
        let app = &site.app;
        let (before, before_export) = (things(&place.store).await, exported(app).await);
        let batch = applied(app, WIDE.as_bytes()).await;
        let with = things(&place.store).await;
        assert_eq!((with.0, with.1), (before.0 + 1, before.1 + 2));
        assert!(with.2 > before.2, "the file brings no new tag");
        let undoing = place.store.undoing(batch).await.unwrap().unwrap();
        assert_eq!(undoing.stays, []);
        assert_eq!(undone(app, batch).await, UndoOutcome::Done);
        assert_eq!(things(&place.store).await, before);
        assert_eq!(exported(app).await, before_export);
        let left = place.store.undoing(batch).await.unwrap().unwrap();
        assert_eq!(left.stays, []);
        // The history tells of each.
        let text = site.get("/changes").await.text();
        for part in [
            "Member Utrecht, Netherlands",
            "Plan of Netherlands: A new plan",
            "Policy area Water &amp; Sanitation",
            "Withdrawn.",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        any_state_is_made_from_any_other(&place.store).await;
        // Brought again, all of it is there again, under the same addresses.
        let again = applied(app, WIDE.as_bytes()).await;
        assert_eq!(things(&place.store).await, with);
        assert_eq!(undone(app, again).await, UndoOutcome::Done);
        assert_eq!(things(&place.store).await, before);
        any_state_is_made_from_any_other(&place.store).await;
        assert!(place.store.check().await.unwrap().faults.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_use_stays_and_the_page_says_why() {
    let place = Place::sqlite().await;
    let site = small(&place.store).await;
    let app = &site.app;
    let rev = site.browser("rev@example.org", Role::Reviewer).await;
    let batch = applied(app, WIDE.as_bytes()).await;
    // Another commitment of the file\u{2019}s plan, with its tag.
    let user = "code,member,action_plan,plan_year,title,policy_areas\n\
        NL9997,Netherlands,A new plan,2026,Another one,Water and Sanitation\n";
    applied(app, user.as_bytes()).await;
    let page = format!("/staff/import/batches/{batch}");
    let why = [
        "Plan of Netherlands: A new plan: used by NL9997",
        "Policy area Water &amp; Sanitation: used by NL9997",
    ];
    let text = rev.get(&page).await.text();
    for part in why.into_iter().chain([
        "These would stay",
        "Member Utrecht, Netherlands",
        "Plan of Utrecht, Netherlands: Utrecht plan",
    ]) {
        assert!(text.contains(part), "{part}: {text}");
    }
    let done = rev.send(&page, &page, &[("reason", "a mistake")]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let text = rev.get(done.header("location")).await.text();
    assert!(!text.contains("as it was before"), "{text}");
    for part in why.into_iter().chain(["These stay"]) {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("Utrecht"), "{text}");
    let json = site.get("/commitments.json?q=NL9997").await.json();
    assert_eq!(json["items"][0]["action_plan"], "A new plan");
}

#[tokio::test(flavor = "multi_thread")]
async fn undoing_a_file_overwrites_nothing_that_was_said_of_a_member_or_a_plan_since() {
    on_both(async |place| {
        let site = small(&place.store).await;
        let app = &site.app;
        let admin = site.browser("admin@example.org", Role::Admin).await;
        let batch = applied(app, FILE.as_bytes()).await;
        let member = "/staff/members/netherlands";
        let said = [
            ("country", "The Low Countries"),
            ("reason", "a better name"),
        ];
        assert_eq!(admin.send(member, member, &said).await.status, 303);
        assert_eq!(undone(app, batch).await, UndoOutcome::Done);
        let now = place
            .store
            .member("netherlands", i64::MAX)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(now.country, "The Low Countries");
    })
    .await;
}
