//! The tables: alike on both engines, and only ever added to.

use std::collections::BTreeSet;

use domain::CommitmentCode;
use domain::context::{ContextItem, ContextKind};
use domain::desk::Task;
use domain::rating::Finding;
use domain::record::{Batch, Correction, SourceIdentity};
use domain::text::slugify;
use domain::{
    DatedStatus, Dimension, DraftState, MatchAnswer, Milestone, OgpValue, Rating, Report, Role,
    Scheme,
};
use std::sync::Arc;
use store::{
    CommentOutcome, DraftContent, DraftMove, DraftOutcome, FileOutcome, FormSubmission,
    ImportedFile, NewMatch, NewProposal, NewProposalOutcome, Store, TaskChange, TaskOutcome,
    UndoOutcome,
};

use crate::support::raw::{execute, number, strings, tables};
use crate::support::{Place, a_batch, a_revision, a_time, an_entry, on_both, record};

/// Tables that are no part of the record, and so may be changed.
const NOT_OF_THE_RECORD: &[&str] = &[
    "account",
    "account_identity",
    "second_factor",
    "recovery_code",
    "session",
    "security_event",
    "secret",
    "outbox",
    "follower",
    "followed",
    "pending_follow",
    "notification",
    "notification_choice",
    "heartbeat",
    "submission",
    "rating_draft",
    "desk_task",
    "desk_mention",
    "import_file",
    "watched_source",
    "source_decision",
    "source_listing",
    "source_baseline",
    "webhook",
    "proposal",
    "proposed_entry",
    "bundled_seen",
];

#[test]
fn both_engines_have_the_same_migrations() {
    let names = |engine: &str| -> BTreeSet<String> {
        let directory = format!("{}/migrations/{engine}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_dir(directory)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    let sqlite = names("sqlite");
    assert_eq!(sqlite, names("postgres"));
    // Numbers of four digits, each once; branches that were merged leave gaps.
    let numbers = sqlite.iter().map(|name| {
        let (number, _) = name.split_once('_').unwrap();
        assert!(number.len() == 4 && number.parse::<u16>().is_ok(), "{name}");
        number
    });
    assert_eq!(numbers.collect::<BTreeSet<_>>().len(), sqlite.len());
}

/// Each column as `table.column null|not null`.
async fn columns(place: &Place) -> BTreeSet<String> {
    let mut columns = BTreeSet::new();
    // With SQLite, what is no part of the record has a file of its own.
    let urls = match place.engine {
        "SQLite" => vec![place.url.clone(), format!("{}-operations", place.url)],
        _ => vec![place.url.clone()],
    };
    for url in urls {
        columns_of(place, &url, &mut columns).await;
    }
    columns
}

async fn columns_of(place: &Place, url: &str, columns: &mut BTreeSet<String>) {
    for table in tables(url).await {
        let sql = if place.engine == "SQLite" {
            format!(
                "SELECT name || CASE \"notnull\" WHEN 1 THEN ' not null' ELSE ' null' END
                 FROM pragma_table_info('{table}')"
            )
        } else {
            format!(
                "SELECT column_name || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE ' null' END
                 FROM information_schema.columns
                 WHERE table_schema = 'public' AND table_name = '{table}'"
            )
        };
        for column in strings(url, sql).await {
            columns.insert(format!("{table}.{column}"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn both_engines_have_the_same_tables_and_columns() {
    let sqlite = Place::sqlite().await;
    sqlite.store.shared_key("a key", "made").await.unwrap();
    let columns_there = columns(&sqlite).await;
    assert!(
        columns_there.contains("rating.scheme null"),
        "{columns_there:?}"
    );
    assert!(
        columns_there.contains("revision.made_at not null"),
        "{columns_there:?}"
    );
    if let Some(postgres) = Place::postgres().await {
        assert_eq!(columns_there, columns(&postgres).await);
        postgres.end().await;
    }
}

/// A record with at least one row in every table.
async fn fill(place: &Place) {
    let entry = an_entry("NL0031")
        .area("open-data")
        .lead("Ministry")
        .description("words")
        .rated(Dimension::Ambition, Scheme::PotentialForResults, "Modest")
        .with(|entry| {
            entry.commitment.title_in[0] = Some("In English".to_owned());
            entry.commitment.summary_in[0] = Some(Box::new(domain::Summary {
                text: "In short".to_owned(),
                source_url: "https://example.org/".to_owned(),
            }));
            entry.commitment.ogp_values = vec![OgpValue::Technology];
            entry
                .commitment
                .reports
                .extend(Report::from_title("Results Report"));
            entry.texts.milestones.push(Milestone {
                text: "first".to_owned(),
                start: None,
                end: None,
            });
            Arc::make_mut(&mut entry.commitment.member).statuses = vec![DatedStatus {
                status: domain::MemberStatus::Active,
                since: "2011".parse().unwrap(),
                source_url: String::new(),
            }];
        });
    record(&place.store, [entry]).await;
    let (store, at) = (&place.store, a_time("2026-03-02T12:00:00Z"));
    let email = "a@example.org";
    store
        .add_account(email, "A", Role::Admin, None, None, at)
        .await
        .unwrap();
    store
        .log_security_event(at, "sign-in", email, "::1", "")
        .await
        .unwrap();
    let sent = FormSubmission {
        account: 1,
        token: "a form".to_owned(),
        location: String::new(),
        seen: 0,
    };
    let content = DraftContent {
        rating: Rating {
            dimension: Dimension::Completion,
            finding: Finding::Pending,
            report: None,
            source_url: None,
            source_page: None,
            read_on: None,
        },
        reason: "because".to_owned(),
        override_reason: None,
        reply: Some("We agree.".to_owned()),
        reply_url: None,
        replaces: None,
    };
    let code = "NL0031".parse().unwrap();
    store.add_draft(&code, &content, &sent, at).await.unwrap();
    let step = |version, to| DraftMove {
        id: 1,
        version,
        to,
        comment: String::new(),
        publish_at: None,
        seen: i64::MAX,
        at,
    };
    let of = |token: &str| FormSubmission {
        token: token.to_owned(),
        ..sent.clone()
    };
    let moved = store
        .move_draft(&step(1, DraftState::InReview), &of("move"))
        .await
        .unwrap();
    assert!(matches!(moved, DraftOutcome::Done(_)));
    let published = store
        .publish_draft(&step(2, DraftState::Published), &of("publish"), "A")
        .await
        .unwrap();
    assert!(matches!(published, DraftOutcome::Done(_)));
    let proposal = NewProposal {
        reason: "because".to_owned(),
        source: None,
        plan: None,
        entries: Vec::new(),
    };
    let nothing = Batch::default();
    let proposed = store
        .propose(&proposal, &nothing, &of("propose"), at)
        .await
        .unwrap();
    assert_eq!(proposed, NewProposalOutcome::Done);
    fill_desk(store, &of).await;
    fill_by_file(store, &content, &sent).await;
}

/// Assigns a draft, and comments on it with somebody's name.
async fn fill_desk(store: &Store, of: &impl Fn(&str) -> FormSubmission) {
    let at = a_time("2026-03-02T12:00:00Z");
    let change = TaskChange {
        tasks: &[Task::Draft(1)],
        assignee: Some(Some(1)),
        due_on: None,
        seen_event: 0,
        at,
    };
    let assigned = store.change_tasks(&change, &of("assign")).await.unwrap();
    assert_eq!(assigned, TaskOutcome::Done);
    let said = store.comment_on_draft(1, "@A", &of("comment"), at).await;
    assert_eq!(said.unwrap(), CommentOutcome::Done);
}

/// Applies a file that adds a commitment, corrects a rating and brings a draft, and undoes it.
async fn fill_by_file(store: &Store, content: &DraftContent, sent: &FormSubmission) {
    let code: CommitmentCode = "NL0031".parse().unwrap();
    let file = ImportedFile {
        name: "file.csv".to_owned(),
        hash: "hash".to_owned(),
        format: "ogp-2016".to_owned(),
        counts: [1, 1, 0],
        drafts: vec![(code.clone(), content.clone())],
        upload: None,
        decided: None,
    };
    let mut area = domain::area::taxonomy().remove(0);
    area.slug = "an-area-of-the-file".into();
    let batch = Batch {
        areas: vec![area],
        corrections: vec![Correction {
            out_of_force: vec![1],
            ..Correction::new(code)
        }],
        identities: vec![SourceIdentity {
            source: "ogp-2016".to_owned(),
            identity: "who/what".to_owned(),
            code: "NL0032".parse().unwrap(),
        }],
        context: vec![{
            let mut topic = ContextItem::new(ContextKind::Topic, "a-topic");
            topic.set("title_en", "A topic");
            topic
        }],
        // A member and a plan that go with the file.
        ..a_batch([an_entry("NL0032").member("Utrecht, Netherlands")])
    };
    let seen = store.version().await.unwrap().number;
    let account = Some(sent.account);
    let done = store
        .apply_file(&a_revision(), &batch, &file, account, seen, &mut |_| ())
        .await
        .unwrap();
    let FileOutcome::Applied(recorded) = done else {
        panic!("{done:?}");
    };
    let number = recorded.version.number;
    let undone = store
        .undo_import(number, &a_revision(), account)
        .await
        .unwrap();
    assert_eq!(undone, UndoOutcome::Done);
    let answers = [NewMatch {
        item: "who/what".to_owned(),
        answer: MatchAnswer::New,
    }];
    let by = ("Ana", account);
    store
        .answer_matches("ogp-2016", &answers, by, a_time("2026-11-28T12:00:00Z"))
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_row_of_the_record_can_be_changed_or_removed() {
    on_both(async |place| {
        fill(place).await;
        let before = place.store.published().await.unwrap();
        for table in tables(&place.url).await {
            if NOT_OF_THE_RECORD.contains(&table.as_str()) {
                continue;
            }
            let rows = number(&place.url, &format!("SELECT COUNT(*) FROM {table}")).await;
            assert!(rows > 0, "{table} has no row to try it on");
            let first = if place.engine == "SQLite" {
                format!("SELECT name FROM pragma_table_info('{table}') LIMIT 1")
            } else {
                format!(
                    "SELECT column_name::text FROM information_schema.columns
                     WHERE table_name = '{table}' ORDER BY ordinal_position LIMIT 1"
                )
            };
            let column = &strings(&place.url, first).await[0];
            let mut attempts = vec![
                format!("UPDATE {table} SET {column} = {column}"),
                format!("DELETE FROM {table}"),
            ];
            if place.engine == "PostgreSQL" {
                attempts.push(format!("TRUNCATE {table} CASCADE"));
            }
            for attempt in attempts {
                let error = execute(&place.url, attempt.as_str())
                    .await
                    .unwrap_err()
                    .to_string();
                assert!(error.contains("append-only"), "{attempt}: {error}");
            }
        }
        assert_eq!(place.store.published().await.unwrap(), before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rating_outside_its_scale_cannot_be_stored_by_any_program() {
    on_both(async |place| {
        fill(place).await;
        let rating = |dimension: &str, finding: &str, scheme: &str, value: &str| {
            format!(
                "INSERT INTO rating (id, commitment_id, revision_id, dimension, finding, scheme, value)
                 VALUES (99, 1, 1, '{dimension}', '{finding}', {scheme}, {value})"
            )
        };
        // Foreign keys are per connection on SQLite; sqlx turns them on.
        for refused in [
            rating("ambition", "rated", "NULL", "NULL"),
            rating("ambition", "pending", "'potential_impact'", "'minor'"),
            rating("ambition", "rated", "'completion'", "'limited'"),
            rating("completion", "rated", "'completion'", "'transformative'"),
            rating("completion", "rated", "'completion'", "NULL"),
            rating("beauty", "pending", "NULL", "NULL"),
            rating("completion", "forgotten", "NULL", "NULL"),
        ] {
            assert!(execute(&place.url, refused.as_str()).await.is_err(), "{refused}");
        }
        let good = rating("early_results", "rated", "'published_level'", "'high'");
        execute(&place.url, good).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_scales_in_the_database_are_those_of_the_domain() {
    on_both(async |place| {
        let stored = strings(&place.url, "SELECT scheme || '/' || value FROM scale_value").await;
        let stored: BTreeSet<String> = stored.into_iter().collect();
        let known: BTreeSet<String> = Scheme::ALL
            .iter()
            .flat_map(|scheme| {
                scheme
                    .values()
                    .iter()
                    .map(move |value| (scheme, value.label))
            })
            .map(|(scheme, label)| format!("{}/{}", scheme.slug(), slugify(label)))
            .collect();
        assert_eq!(stored, known);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_of_a_newer_program_is_an_error_that_names_it() {
    on_both(async |place| {
        fill(place).await;
        for statement in [
            "INSERT INTO scale_value (scheme, value) VALUES ('completion', 'almost')",
            "INSERT INTO rating (id, commitment_id, revision_id, dimension, finding, scheme, value)
             VALUES (99, 1, 1, 'completion', 'rated', 'completion', 'almost')",
        ] {
            execute(&place.url, statement).await.unwrap();
        }
        let error = place.store.published().await.unwrap_err().to_string();
        assert!(error.contains("almost"), "{error}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_without_a_readable_title_comes_back() {
    on_both(async |place| {
        let report = Report {
            title: "Not available".into(),
            kind: None,
            years: None,
            stage: domain::ReportStage::Final,
        };
        let entry = an_entry("NL0031").with(|entry| {
            entry.ratings.push(Rating {
                dimension: Dimension::Ambition,
                finding: Finding::Pending,
                report: Some(report.clone()),
                source_url: None,
                source_page: None,
                read_on: None,
            });
        });
        record(&place.store, [entry]).await;
        let (_, found) = &place.store.published().await.unwrap().commitments[0];
        assert_eq!(
            found.ratings.of(Dimension::Ambition).unwrap().report,
            Some(report)
        );
    })
    .await;
}
