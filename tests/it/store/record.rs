//! Changes of the record: what they add, what they leave, and what is refused.

use std::sync::Arc;

use domain::record::{Batch, Revision};
use domain::{DatedStatus, Dimension, MemberStatus, PolicyArea, Rating, Report, Scheme};
use store::NEWEST;
use store::{BatchError, Store, StoreError};

use crate::support::raw::number;
use crate::support::{EntryBuilder, a_batch, a_revision, a_time, an_entry, on_both, record};

#[tokio::test(flavor = "multi_thread")]
async fn the_same_batch_twice_is_one_change() {
    on_both(async |place| {
        let store = &place.store;
        let entries = || [an_entry("NL0031").area("open-data"), an_entry("NL0032")];
        let first = record(store, entries()).await;
        assert_eq!((first.added, first.changed, first.unchanged), (2, 0, 0));
        assert_eq!(first.version.number, 1);

        let second = record(store, entries()).await;
        assert_eq!((second.added, second.changed, second.unchanged), (0, 0, 2));
        assert_eq!(second.version, first.version);
        assert_eq!(store.version().await.unwrap(), first.version);
        assert_eq!(number(&place.url, "SELECT COUNT(*) FROM revision").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_is_not_empty_is_not_filled_again() {
    on_both(async |place| {
        let fill = async |code: &str| {
            let batch = a_batch([an_entry(code)]);
            let filled = place
                .store
                .record_if_empty(&a_revision(), &batch, true, &mut |_| {})
                .await;
            filled.unwrap().map(|recorded| recorded.added)
        };
        assert_eq!(fill("NL0001").await, Some(1));
        assert_eq!(fill("NL0002").await, None);
        assert_eq!(place.store.published().await.unwrap().commitments.len(), 1);
        assert!(place.store.version().await.unwrap().demonstration);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_leaves_what_was_before() {
    on_both(async |place| {
        let store = &place.store;
        let first = an_entry("NL0031")
            .title("First")
            .description("Long")
            .lead("Ministry");
        record(store, [first.clone(), an_entry("NL0032")]).await;
        let changed = record(store, [first.clone().title("Second"), an_entry("NL0032")]).await;
        assert_eq!(
            (changed.added, changed.changed, changed.unchanged),
            (0, 1, 1)
        );
        assert_eq!(changed.version.number, 2);

        let count = async |table: &str| {
            number(
                &place.url,
                &format!("SELECT COUNT(*) FROM {table} WHERE commitment_id = 1"),
            )
            .await
        };
        assert_eq!(count("commitment_version").await, 2);
        assert_eq!(count("commitment_institution").await, 2);
        assert_eq!(count("commitment_text").await, 1);

        let emptied = first
            .title("Second")
            .with(|entry| entry.texts.description = None);
        record(store, [emptied]).await;
        assert_eq!(count("commitment_version").await, 2);
        assert_eq!(count("commitment_text").await, 2);
        assert_eq!(
            store.texts(&[1], NEWEST).await.unwrap()[&1].description,
            None
        );

        let published = store.published().await.unwrap();
        assert_eq!(published.commitments[0].1.title, "Second");
        let history = store
            .history(&"NL0031".parse().unwrap(), NEWEST)
            .await
            .unwrap()
            .unwrap();
        let numbers: Vec<i64> = history.revisions.iter().map(|past| past.number).collect();
        assert_eq!(numbers, [1, 2, 3]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_rating_says_who_published_it_when_and_why() {
    on_both(async |place| {
        let rated = |values: &[&str]| {
            values.iter().fold(an_entry("NL0031"), |entry, value| {
                entry.rated(Dimension::Completion, Scheme::Completion, value)
            })
        };
        let revision = |who: &str, when: &str| Revision {
            made_by: who.to_owned(),
            made_at: a_time(when),
            reason: format!("as {who} found"),
            source: Some("report.pdf".to_owned()),
        };
        let ada = revision("Ada", "2026-03-01T00:00:00Z");
        let bob = revision("Bob", "2026-04-01T00:00:00.5Z");
        let record = async |revision: &Revision, values: &[&str]| {
            let batch = a_batch([rated(values)]);
            place
                .store
                .record(revision, &batch, false, &mut |_| {})
                .await
                .unwrap()
        };
        record(&ada, &["Limited"]).await;
        record(&bob, &["Limited", "Substantial"]).await;
        // Back to what it was is a finding of its own, not the old one.
        let back = record(&bob, &["Limited", "Substantial", "Limited"]).await;
        assert_eq!((back.changed, back.version.number), (1, 3));
        assert_eq!(
            record(&bob, &["Limited", "Substantial", "Limited"])
                .await
                .unchanged,
            1
        );

        let code = "NL0031".parse().unwrap();
        let history = place.store.history(&code, NEWEST).await.unwrap().unwrap();
        let told: Vec<_> = history
            .ratings
            .iter()
            .map(|past| (past.rating.finding.label(), past.revision))
            .collect();
        assert_eq!(told, [("Limited", 1), ("Substantial", 2), ("Limited", 3)]);
        assert_eq!(history.revision_of(&history.ratings[0]), Some(&ada));
        assert_eq!(history.revision_of(&history.ratings[1]), Some(&bob));
        let (_, now) = &place.store.published().await.unwrap().commitments[0];
        assert_eq!(
            now.ratings
                .of(Dimension::Completion)
                .unwrap()
                .finding
                .label(),
            "Limited"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_that_changes_keeps_its_past_and_its_commitments() {
    on_both(async |place| {
        let status = |status, since: &str| DatedStatus {
            status,
            since: since.parse().unwrap(),
            source_url: "https://example.org".to_owned(),
        };
        let with = |statuses: Vec<DatedStatus>| {
            an_entry("NL0031").with(|entry| {
                Arc::make_mut(&mut entry.commitment.member).statuses = statuses;
            })
        };
        let active = status(MemberStatus::Active, "2011");
        let withdrawn = status(MemberStatus::Withdrawn, "2026-01-15");
        record(
            &place.store,
            [
                with(vec![active.clone()]),
                an_entry("FR0001").member("France"),
            ],
        )
        .await;
        let second = record(
            &place.store,
            [with(vec![active.clone(), withdrawn.clone()])],
        )
        .await;
        assert_eq!(
            (second.changed, second.unchanged, second.version.number),
            (0, 1, 2)
        );

        let (_, found) = &place.store.published().await.unwrap().commitments[1];
        assert_eq!(found.member.statuses, [active, withdrawn]);
        let versions = "SELECT COUNT(*) FROM member_version v JOIN member m ON m.id = v.member_id
                        WHERE m.slug = 'netherlands'";
        assert_eq!(number(&place.url, versions).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn time_does_not_run_backwards_and_demonstration_data_stays_known() {
    on_both(async |place| {
        let at = async |when: &str, code: &str, demonstration: bool| {
            let revision = Revision {
                made_at: a_time(when),
                ..a_revision()
            };
            let batch = a_batch([an_entry(code)]);
            let recorded = place
                .store
                .record(&revision, &batch, demonstration, &mut |_| {})
                .await;
            recorded.unwrap().version
        };
        let first = at("2026-03-01T12:00:00.123456789Z", "NL0001", true).await;
        assert_eq!(first.made_at, Some(a_time("2026-03-01T12:00:00.123456Z")));
        let second = at("2026-02-01T00:00:00Z", "NL0002", false).await;
        assert_eq!((second.number, second.made_at), (2, first.made_at));
        assert!(second.demonstration);
        assert_eq!(place.store.version().await.unwrap(), second);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_is_told_and_many_commitments_are_one_change() {
    on_both(async |place| {
        let entries: Vec<EntryBuilder> = (0..1_201)
            .map(|index| an_entry(&format!("NL{index:04}")).area("tax"))
            .collect();
        let mut heard = Vec::new();
        let recorded = place
            .store
            .record(
                &a_revision(),
                &a_batch(entries.clone()),
                false,
                &mut |done| heard.push(done),
            )
            .await
            .unwrap();
        assert_eq!((recorded.added, recorded.version.number), (1_201, 1));
        assert!(heard.is_sorted() && heard.len() > 1);
        assert_eq!(heard.last(), Some(&1_201));

        let published = place.store.published().await.unwrap().commitments;
        assert_eq!(published.len(), 1_201);
        assert!(published.is_sorted_by_key(|(_, commitment)| &commitment.code));
        let again = record(&place.store, entries).await;
        assert_eq!((again.unchanged, again.version.number), (1_201, 1));
    })
    .await;
}

/// Tries a batch that must be refused, and gives why; nothing of it may be left.
async fn refused(store: &Store, batch: Batch) -> (String, StoreError) {
    let before = store.published().await.unwrap();
    let error = store
        .record(&a_revision(), &batch, false, &mut |_| {})
        .await
        .unwrap_err();
    assert_eq!(store.published().await.unwrap(), before);
    (error.to_string(), error)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_recorded_is_refused_whole_with_its_name() {
    on_both(async |place| {
        let store = &place.store;
        record(store, [an_entry("NL0001")]).await;
        let good = || an_entry("NL0002");
        let nul = |change: fn(&mut domain::record::Entry)| good().with(change);
        let foreign_scale = Rating {
            dimension: Dimension::Ambition,
            finding: domain::rating::Finding::Rated(Scheme::Completion.value("Limited").unwrap()),
            report: None,
            source_url: None,
            source_page: None,
            read_on: None,
        };
        let cases: Vec<(Vec<EntryBuilder>, &str)> = vec![
            (vec![good(), good()], "twice"),
            (vec![good().area("no-such-area")], "no-such-area"),
            (
                vec![
                    good(),
                    an_entry("NL0003").with(|entry| {
                        Arc::make_mut(&mut entry.commitment.member).country_iso3 = "XXX".to_owned();
                    }),
                ],
                "two ways",
            ),
            (vec![good().member("???")], "???"),
            (
                vec![good().with(|entry| entry.ratings.push(foreign_scale.clone()))],
                "Ambition",
            ),
            (vec![nul(|e| e.commitment.title.push('\0'))], "title"),
            (
                vec![nul(|e| e.texts.description = Some("a\0b".to_owned()))],
                "description",
            ),
            (
                vec![nul(|e| {
                    e.commitment.lead_institutions.push("\0".to_owned());
                })],
                "institution",
            ),
            (
                vec![nul(|e| {
                    e.commitment
                        .reports
                        .extend(Report::from_title("Results\0Report"));
                })],
                "report",
            ),
        ];
        for (entries, part) in cases {
            let (message, error) = refused(store, a_batch(entries)).await;
            assert!(
                message.contains("NL000") && message.contains(part),
                "{message}"
            );
            assert!(matches!(error, StoreError::Commitment { .. }));
        }

        let orphan = PolicyArea {
            parent: Some("nowhere".into()),
            ..PolicyArea::unlisted("Orphan")
        };
        let batch = Batch {
            areas: vec![orphan],
            entries: Vec::new(),
            ..Batch::default()
        };
        let (message, error) = refused(store, batch).await;
        assert!(message.contains("Orphan"), "{message}");
        assert!(matches!(
            error,
            StoreError::Batch(BatchError::AreaWithoutParent(_))
        ));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_is_given_up_leaves_no_trace() {
    on_both(async |place| {
        let store = place.store.clone();
        let entries: Vec<EntryBuilder> = (0..2_000)
            .map(|index| an_entry(&format!("NL{index:04}")))
            .collect();
        let (sender, mut begun) = tokio::sync::mpsc::unbounded_channel();
        let task = tokio::spawn(async move {
            let mut progress = |done| sender.send(done).unwrap_or(());
            store
                .record(&a_revision(), &a_batch(entries), false, &mut progress)
                .await
        });
        assert_eq!(begun.recv().await, Some(500));
        task.abort();
        assert!(task.await.unwrap_err().is_cancelled());

        assert!(place.store.is_empty().await.unwrap());
        let recorded = record(&place.store, [an_entry("NL0001")]).await;
        assert_eq!((recorded.added, recorded.version.number), (1, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_member_is_read_as_it_is_among_all() {
    on_both(async |place| {
        let store = &place.store;
        let entries = [
            an_entry("NL0001").plan(2022, 2024),
            an_entry("NL0002").plan(2024, 2026),
            an_entry("ES0001").member("Spain").plan(2020, 2024),
        ];
        record(store, entries).await;
        let all = store.parties().await.unwrap();
        assert_eq!(all.len(), 5, "two members and three plans");
        for party in &all {
            let slug = party.member.slug();
            let mut own = all.clone();
            own.retain(|other| other.member.slug() == slug);
            assert_eq!(store.parties_of(&slug).await.unwrap(), own, "{slug}");
            let member = store.member(&slug, NEWEST).await.unwrap();
            assert_eq!(member.as_ref(), Some(&party.member));
        }
        assert_eq!(store.parties_of("nowhere").await.unwrap(), []);
        assert_eq!(store.member("nowhere", NEWEST).await.unwrap(), None);
    })
    .await;
}
