//! What is recorded is what is read.

use std::sync::Arc;

use domain::area::{AreaGroup, taxonomy};
use domain::rating::{Answer, Finding};
use domain::record::{Batch, Entry, Texts};
use domain::{
    ActionPlan, ChallengeArea, CommitmentStatus, CurrentRatings, DatedStatus, Dimension, Member,
    MemberKind, MemberStatus, Milestone, OgpValue, PolicyArea, Rating, Region, Report, ReportStage,
    Scheme,
};
use store::NEWEST;
use store::Store;

use crate::support::{
    EntryBuilder, a_batch, a_revision, a_time, an_entry, on_both, record, with_word,
};

/// Text that tries every part on the way: quotes, SQL, markup, other scripts, long.
fn difficult() -> Vec<String> {
    vec![
        String::new(),
        " ".to_owned(),
        "It's \"quoted\"; DROP TABLE rating; -- \\ % _ $1 ?".to_owned(),
        "<script>alert(1)</script> &amp;".to_owned(),
        "Ünïcödé Κυβέρνηση правительство حكومة 政府 🏛️ e\u{301} \u{feff}\u{202e}".to_owned(),
        "line\r\nline\n\ttab\u{7f}\u{1}".to_owned(),
        "Ж".repeat(27_000),
    ]
}

/// A commitment with every field filled, its texts being `text`.
fn full(code: &str, text: &str) -> EntryBuilder {
    let text = || text.to_owned();
    let date = |date: &str| Some(date.parse().unwrap());
    an_entry(code).with(|entry| {
        let facts = &mut entry.commitment;
        facts.member = Arc::new(Member {
            kept_slug: None,
            name: format!("Member {code}{}", text()),
            kind: MemberKind::Local,
            country: text(),
            country_iso3: text(),
            region: Region::Americas,
            statuses: MemberStatus::ALL
                .iter()
                .map(|status| DatedStatus {
                    status: *status,
                    since: "2017-09".parse().unwrap(),
                    source_url: text(),
                })
                .collect(),
        });
        facts.plan = Arc::new(ActionPlan {
            title: Some(text()),
            start_year: Some(2023),
            end_year: Some(2025),
        });
        facts.number = Some(text());
        facts.title = text();
        facts.lead_institutions = vec![text(), "Second".to_owned(), text()];
        facts.support_institutions = vec!["Third".to_owned(), text()];
        facts.policy_areas = vec![
            "open-data".into(),
            "tax".into(),
            "digital-governance".into(),
        ];
        facts.ogp_values = OgpValue::ALL.iter().rev().copied().collect();
        facts.start = date("2023");
        facts.end = date("2025-02-28");
        facts.verifiable = Some(Answer::Yes);
        facts.relevant = Some(Answer::NoData);
        facts.starred = Some(true);
        facts.reports = vec![
            Report::from_title("Results Report 2023-2025").unwrap(),
            Report {
                title: text().into(),
                kind: None,
                years: None,
                stage: ReportStage::Draft,
            },
        ];
        facts.challenge_area = Some(ChallengeArea::MediaFreedom);
        facts.source_url = Some(text());
        facts.status = Some(CommitmentStatus::Withdrawn);
        entry.texts = Texts {
            description: Some(text()),
            milestones: vec![
                Milestone {
                    text: text(),
                    start: date("2023-09"),
                    end: date("2024-01-31"),
                },
                Milestone {
                    text: "Second".to_owned(),
                    start: None,
                    end: None,
                },
            ],
        };
        entry.ratings = vec![Rating {
            dimension: Dimension::Ambition,
            finding: Finding::NoData,
            report: Report::from_title("Action Plan Review 2023 \u{2013} For Public Comment"),
            source_url: Some(text()),
            source_page: None,
            read_on: None,
        }];
    })
}

/// The record as entries again, in the order of their codes.
async fn entries(store: &Store) -> Vec<Entry> {
    let published = store.published().await.unwrap().commitments;
    let ids: Vec<i64> = published.iter().map(|(id, _)| *id).collect();
    let mut texts = store.texts(&ids, NEWEST).await.unwrap();
    let mut entries = Vec::new();
    for (id, commitment) in published {
        let history = store
            .history(&commitment.code, NEWEST)
            .await
            .unwrap()
            .unwrap();
        entries.push(Entry {
            commitment,
            texts: texts.remove(&id).unwrap_or_default(),
            ratings: history
                .ratings
                .into_iter()
                .map(|past| past.rating)
                .collect(),
        });
    }
    entries
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_comes_back_as_it_was() {
    on_both(async |place| {
        let mut builders = vec![an_entry("AA0001")];
        for (index, text) in difficult().iter().enumerate() {
            builders.push(full(&format!("AB000{index}"), text));
        }
        let batch = a_batch(builders);
        let recorded = place
            .store
            .record(&a_revision(), &batch, false, &mut |_| {})
            .await
            .unwrap();
        assert_eq!(recorded.added, batch.entries.len());
        for (found, expected) in entries(&place.store).await.iter().zip(&batch.entries) {
            assert_eq!(found, expected);
        }
        let again = place
            .store
            .record(&a_revision(), &batch, false, &mut |_| {})
            .await
            .unwrap();
        assert_eq!(again.unchanged, batch.entries.len());
        assert_eq!(again.version.number, 1);
    })
    .await;
}

/// One commitment for each word of each closed list, so that no list in the database misses one.
fn every_word() -> Vec<EntryBuilder> {
    let mut builders = Vec::new();
    let mut add = |change: &dyn Fn(&mut Entry)| {
        let code = format!("WO{:04}", builders.len());
        builders.push(an_entry(&code).with(change));
    };
    for kind in MemberKind::ALL {
        for region in Region::ALL {
            add(&|entry| {
                entry.commitment.member = Arc::new(Member {
                    name: format!("{kind} of {region}"),
                    kind: *kind,
                    region: *region,
                    ..(*entry.commitment.member).clone()
                });
            });
        }
    }
    for answer in Answer::ALL {
        add(&|entry| {
            entry.commitment.verifiable = Some(*answer);
            entry.commitment.relevant = Some(*answer);
        });
    }
    for area in ChallengeArea::ALL {
        add(&|entry| entry.commitment.challenge_area = Some(*area));
    }
    for status in CommitmentStatus::ALL {
        add(&|entry| entry.commitment.status = Some(*status));
    }
    for starred in [true, false] {
        add(&|entry| entry.commitment.starred = Some(starred));
    }
    for stage in ReportStage::ALL {
        let report = Report {
            stage: *stage,
            ..Report::from_title("Results Report 2020-2022").unwrap()
        };
        add(&|entry| {
            entry.commitment.reports = vec![report.clone()];
            entry.ratings = vec![Rating {
                dimension: Dimension::Completion,
                finding: Finding::NotReviewable,
                report: Some(report.clone()),
                source_url: None,
                source_page: None,
                read_on: None,
            }];
        });
    }
    for dimension in Dimension::ALL {
        let values = Scheme::of(*dimension).flat_map(|scheme| {
            let values = scheme.values().iter();
            values.map(move |v| Finding::Rated(scheme.value(v.label).unwrap()))
        });
        let statements = [Finding::Pending, Finding::NoData, Finding::NotReviewable];
        for finding in values.chain(statements) {
            add(&|entry| {
                entry.ratings = vec![Rating {
                    dimension: *dimension,
                    finding,
                    report: None,
                    source_url: None,
                    source_page: None,
                    read_on: None,
                }];
            });
        }
    }
    builders
}

#[tokio::test(flavor = "multi_thread")]
async fn every_word_of_every_list_can_be_recorded() {
    on_both(async |place| {
        let batch = a_batch(every_word());
        assert!(batch.entries.len() > 70);
        record(&place.store, every_word()).await;
        let found = entries(&place.store).await;
        assert_eq!(found, batch.entries);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn plans_with_little_said_about_them_stay_apart() {
    on_both(async |place| {
        let plans = [
            (None, None, None),
            (Some(""), None, None),
            (None, Some(0), None),
            (None, None, Some(0)),
            (None, Some(2020), None),
            (None, Some(2020), Some(2022)),
            (Some("Plan"), Some(2020), Some(2022)),
        ];
        let builders = plans
            .iter()
            .enumerate()
            .map(|(index, (title, start, end))| {
                an_entry(&format!("PL000{index}")).with(|entry| {
                    entry.commitment.plan = Arc::new(ActionPlan {
                        title: title.map(str::to_owned),
                        start_year: *start,
                        end_year: *end,
                    });
                })
            });
        let batch = a_batch(builders.clone());
        record(&place.store, builders).await;
        assert_eq!(entries(&place.store).await, batch.entries);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn equal_members_and_plans_are_one_in_memory() {
    on_both(async |place| {
        let builders = ["NL0001", "NL0002"].map(|code| an_entry(code).plan(2020, 2022));
        record(&place.store, builders).await;
        let published = place.store.published().await.unwrap().commitments;
        let [(_, first), (_, second)] = published.as_slice() else {
            panic!("two commitments expected");
        };
        assert!(Arc::ptr_eq(&first.member, &second.member));
        assert!(Arc::ptr_eq(&first.plan, &second.plan));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn areas_come_back_whole_with_parents_before_their_children() {
    on_both(async |place| {
        let record = async |areas: Vec<PolicyArea>| {
            let batch = Batch {
                areas,
                entries: Vec::new(),
                ..Batch::default()
            };
            let store = &place.store;
            store
                .record(&a_revision(), &batch, false, &mut |_| {})
                .await
                .unwrap();
            store.published().await.unwrap().areas
        };
        assert_eq!(record(taxonomy()).await, taxonomy());

        let child = PolicyArea {
            slug: "neu".into(),
            name: "Neu".to_owned(),
            parent: Some("obere".into()),
            group: AreaGroup::Sector,
            coded_since: Some(2022),
            also: vec!["New".to_owned(), "Nouveau".to_owned()],
        };
        let parent = PolicyArea {
            slug: "obere".into(),
            parent: Some("tax".into()),
            ..PolicyArea::unlisted("Obere")
        };
        let known = PolicyArea::unlisted("Tax");
        let found = record(vec![child.clone(), parent.clone(), known]).await;
        let mut expected = taxonomy();
        expected.extend([parent, child]);
        assert_eq!(found, expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_record_is_readable() {
    on_both(async |place| {
        let store = &place.store;
        assert!(store.is_empty().await.unwrap());
        store.ping().await.unwrap();
        let published = store.published().await.unwrap();
        assert_eq!(published.version.number, 0);
        assert_eq!(published.version.made_at, None);
        assert!(published.areas.is_empty() && published.commitments.is_empty());
        assert!(store.texts(&[], NEWEST).await.unwrap().is_empty());
        assert!(store.texts(&[-1, 7], NEWEST).await.unwrap().is_empty());
        assert_eq!(
            store
                .history(&"NL0001".parse().unwrap(), NEWEST)
                .await
                .unwrap(),
            None
        );
        assert!(with_word(store, "open").await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_current_ratings_are_chosen_from_all_published_ones() {
    on_both(async |place| {
        let builder = an_entry("NL0031")
            .rated(Dimension::Completion, Scheme::Completion, "Limited")
            .rated(Dimension::Completion, Scheme::Completion, "Complete")
            .rated(Dimension::Completion, Scheme::CompletionMidterm, "Limited")
            .rated(Dimension::Ambition, Scheme::PotentialForResults, "Modest");
        let expected = builder.clone().done();
        record(&place.store, [builder]).await;
        let published = place.store.published().await.unwrap();
        let (_, found) = &published.commitments[0];
        assert_eq!(
            found.ratings,
            CurrentRatings::choose(expected.ratings.clone())
        );
        let completion = found.ratings.of(Dimension::Completion).unwrap();
        assert_eq!(completion.finding.label(), "Complete");

        let version = place.store.version().await.unwrap();
        assert_eq!(version, published.version);
        assert_eq!(version.made_at, Some(a_time("2026-03-01T12:00:00.123456Z")));
    })
    .await;
}
