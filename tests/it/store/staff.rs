//! Accounts, sessions, drafts and the history, alike on both engines.

use chrono::TimeDelta;
use domain::record::{Batch, Revision};
use domain::{Dimension, DraftState, Finding, Rating, Report, Role, Scheme};
use ogp_tracker::service::Clock;
use store::{
    AddAccountOutcome, ChangeAccountOutcome, ChangeFilter, DraftContent, DraftMove, DraftOutcome,
    FormSubmission, NEWEST, Only, Refusals, SignInProof, StaffSession, Store, SubmissionOutcome,
};

use crate::support::{a_revision, a_time, an_entry, on_both, record};

fn content(value: &str) -> DraftContent {
    DraftContent {
        rating: Rating {
            dimension: Dimension::Completion,
            finding: Finding::Rated(Scheme::Completion.value(value).unwrap()),
            report: Report::from_title("Netherlands Results Report 2022-2024"),
            source_url: Some("https://example.org/report".to_owned()),
            source_page: Some("7".to_owned()),
            read_on: None,
        },
        reason: "the report is out".to_owned(),
        override_reason: None,
        reply: Some("We agree.".to_owned()),
        reply_url: None,
        replaces: None,
    }
}

fn sent(token: &str, seen: i64) -> FormSubmission {
    FormSubmission {
        account: 1,
        token: token.to_owned(),
        location: "/somewhere/".to_owned(),
        seen,
    }
}

fn step(id: i64, version: i64, to: DraftState) -> DraftMove {
    DraftMove {
        id,
        version,
        to,
        comment: String::new(),
        publish_at: None,
        seen: i64::MAX,
        at: a_time("2026-03-02T12:00:00Z"),
    }
}

fn is_done(outcome: &DraftOutcome) -> bool {
    matches!(outcome, DraftOutcome::Done(_))
}

async fn filled(store: &Store) {
    record(
        store,
        [an_entry("NL0001").plan(2022, 2024), an_entry("NL0002")],
    )
    .await;
    let at = a_time("2026-03-01T12:00:00Z");
    for (email, role) in [
        ("a@example.org", Role::Admin),
        ("b@example.org", Role::Editor),
    ] {
        let added = store
            .add_account(email, email, role, Some("hash"), None, at)
            .await
            .unwrap();
        assert!(matches!(added, AddAccountOutcome::New(account) if account.role == role));
        let again = store.add_account(email, email, role, None, None, at).await;
        assert_eq!(again.unwrap(), AddAccountOutcome::Taken);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_and_sessions_are_kept_and_ended() {
    on_both(async |place| {
        let store = &place.store;
        filled(store).await;
        let now = a_time("2026-03-01T12:00:00Z");
        for (name, hash) in [("one", "h1"), ("two", "h2")] {
            let session = StaffSession {
                id: name.to_owned(),
                account_id: 2,
                created_at: now,
                last_seen_at: now,
                agent: "a browser".to_owned(),
            };
            let old = now - TimeDelta::hours(1);
            let ended = [old, old];
            // What is stored is not what was looked at: somebody changed it in between.
            let before = SignInProof::Password("of before".to_owned());
            let overtaken = store.begin_session(&session, hash, &before, ended);
            assert!(!overtaken.await.unwrap());
            let begun = store.begin_session(&session, hash, &SignInProof::Provider, ended);
            assert!(begun.await.unwrap());
        }
        let account = store.account_by_email("b@example.org").await.unwrap();
        let (account, old) = (account.unwrap(), now - TimeDelta::hours(1));
        let session = StaffSession {
            id: "three".to_owned(),
            account_id: account.id,
            created_at: now,
            last_seen_at: now,
            agent: "a browser".to_owned(),
        };
        let present = SignInProof::Password(account.password_hash.clone().unwrap());
        let begun = store.begin_session(&session, "h3", &present, [old, old]);
        assert!(begun.await.unwrap());
        store.end_session(2, Some("three")).await.unwrap();
        assert_eq!(
            store.session("h1").await.unwrap().unwrap().1.email,
            "b@example.org"
        );
        assert!(store.session("one").await.unwrap().is_none());
        store
            .touch_session("one", now + TimeDelta::minutes(5))
            .await
            .unwrap();
        store.end_session(2, Some("two")).await.unwrap();
        assert_eq!(store.sessions_of(2).await.unwrap().len(), 1);
        let disabled = store
            .change_account(2, Role::Editor, Some(now))
            .await
            .unwrap();
        assert!(matches!(disabled, ChangeAccountOutcome::Done(was) if was.disabled_at.is_none()));
        assert!(store.session("h1").await.unwrap().is_none());
        let disabled = store.begin_session(&session, "h4", &present, [old, old]);
        assert!(!disabled.await.unwrap());
        let last = store.change_account(1, Role::Editor, None).await.unwrap();
        assert_eq!(last, ChangeAccountOutcome::LastAdmin);
        assert_eq!(store.accounts().await.unwrap()[0].role, Role::Admin);
        let unknown = store.change_account(9, Role::Admin, None).await.unwrap();
        assert_eq!(unknown, ChangeAccountOutcome::Unknown);
        // A password is put in the place of the one that was looked at only.
        assert!(store.reset_password(2, "newer").await.unwrap());
        let overtaken = store.replace_password(2, ["hash", "old"], None).await;
        assert!(!overtaken.unwrap());
        let in_time = store.replace_password(2, ["newer", "newest"], None).await;
        assert!(in_time.unwrap());
        let kept = store.account(2).await.unwrap().unwrap().password_hash;
        assert_eq!(kept.as_deref(), Some("newest"));
        assert!(!store.reset_password(9, "x").await.unwrap());
        store
            .log_security_event(now, "sign-in", "b", "::1", "")
            .await
            .unwrap();
        assert_eq!(store.security_events(10).await.unwrap()[0].kind, "sign-in");
        // Refusals are counted: the same hour, kind and person are one line.
        let refusals = |who: &str, times| Refusals {
            hour: now,
            kind: "cross-site".to_owned(),
            who: who.to_owned(),
            last: (now, "::1".to_owned(), "/x".to_owned()),
            times,
        };
        let counted = [refusals("b@example.org", 3), refusals("no account", 5)];
        for _ in 0..2 {
            store.count_refusals(&counted).await.unwrap();
        }
        let events = store.security_events(10).await.unwrap();
        let mut times: Vec<i64> = events.iter().map(|event| event.times).collect();
        times.sort_unstable();
        assert_eq!(times, [1, 6, 10]);
        let own = store.refusals_of("b@example.org", now).await.unwrap();
        assert_eq!((own.len(), own[0].times), (1, 6));
        let later = now + TimeDelta::seconds(1);
        assert!(
            store
                .refusals_of("b@example.org", later)
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(store.forget_security_events(now).await.unwrap(), 0);
        assert_eq!(store.forget_security_events(later).await.unwrap(), 3);
        // A key is made once.
        for (made, kept) in [("first", "first"), ("second", "first")] {
            assert_eq!(store.shared_key("x", made).await.unwrap(), kept);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_published_once_and_a_correction_takes_its_place() {
    on_both(async |place| {
        let store = &place.store;
        filled(store).await;
        let (code, now) = ("NL0001".parse().unwrap(), a_time("2026-03-01T12:00:00Z"));
        let add = async || {
            store
                .add_draft(&code, &content("Limited"), &sent("token-1", 0), now)
                .await
        };
        for _ in 0..2 {
            assert_eq!(add().await.unwrap().as_deref(), Some("/somewhere/1"));
        }
        let draft = store.draft(1).await.unwrap().unwrap();
        assert_eq!((draft.version, &draft.content), (1, &content("Limited")));
        let change = async |version, token| {
            let (content, sent) = (content("Complete"), sent(token, 0));
            store.change_draft(1, version, &content, &sent, now).await
        };
        let go = async |id, version, token| {
            let step = step(id, version, DraftState::InReview);
            store.move_draft(&step, &sent(token, 0)).await
        };
        assert_eq!(change(7, "c-1").await.unwrap(), DraftOutcome::Outdated);
        assert!(is_done(&change(1, "c-2").await.unwrap()));
        // The same form again leads where it led; another one finds the draft changed.
        let again = DraftOutcome::AlreadyApplied("/somewhere/".to_owned());
        assert_eq!(change(1, "c-2").await.unwrap(), again);
        assert_eq!(go(1, 1, "m-1").await.unwrap(), DraftOutcome::Outdated);
        assert!(is_done(&go(1, 2, "m-2").await.unwrap()));
        assert_eq!(go(1, 2, "m-2").await.unwrap(), again);
        assert_eq!(change(3, "c-3").await.unwrap(), DraftOutcome::Outdated);
        let publish = async |id, version, token| {
            let sent = FormSubmission {
                account: 2,
                ..sent(token, 0)
            };
            let step = step(id, version, DraftState::Published);
            store.publish_draft(&step, &sent, "Rev").await.unwrap()
        };
        let (one, two) = tokio::join!(publish(1, 3, "p-1"), publish(1, 3, "p-2"));
        let done = [&one, &two].into_iter().filter(|one| is_done(one)).count();
        assert_eq!(done, 1, "{one:?} {two:?}");
        let current = async || {
            let published = store.published().await.unwrap();
            let ratings = &published.commitments[0].1.ratings;
            ratings.of(Dimension::Completion).map(|r| r.finding.label())
        };
        assert_eq!(current().await, Some("Complete"));
        let history = store.history(&code, NEWEST).await.unwrap().unwrap();
        let past = &history.ratings[0];
        assert_eq!(past.origin.as_ref().unwrap().drafted_by, "a@example.org");
        assert_eq!(past.reply.as_ref().unwrap().0, "We agree.");
        let corrected = DraftContent {
            replaces: Some(past.id),
            reply: None,
            ..content("Not Started")
        };
        store
            .add_draft(&code, &corrected, &sent("token-2", 0), now)
            .await
            .unwrap();
        go(2, 1, "m-3").await.unwrap();
        assert!(is_done(&publish(2, 2, "p-3").await));
        assert_eq!(current().await, Some("Not Started"));
        let replied = store
            .reply_to_rating(
                past.id,
                "We do not.",
                Some("https://example.org"),
                &a_revision(),
                &sent("token-3", store.version().await.unwrap().number),
            )
            .await
            .unwrap();
        assert!(matches!(replied, SubmissionOutcome::Done(_)));
        assert_eq!(store.draft_steps(1).await.unwrap().len(), 4);
        // The history tells it all.
        let only = ChangeFilter {
            ratings: Some(true),
            ..ChangeFilter::default()
        };
        assert_eq!(store.revisions(&only, NEWEST, 0, 20).await.unwrap().1, 3);
        let member = ChangeFilter {
            member: Some("netherlands".to_owned()),
            since: Some(a_time("2026-03-02T00:00:00Z")),
            before: Some(Clock::system().now() + TimeDelta::days(10_000)),
            ..ChangeFilter::default()
        };
        let (revisions, total) = store.revisions(&member, NEWEST, 0, 2).await.unwrap();
        assert_eq!((revisions.len(), total), (2, 3));
        let (touched, _) = store
            .commitment_changes(revisions[0].number, 20, &Only::default())
            .await
            .unwrap();
        let reply = &touched[0].replies[0];
        assert_eq!(reply.before.as_deref(), Some("We agree."));
        assert_eq!(reply.after, "We do not.");
        let (touched, count) = store
            .commitment_changes(revisions[1].number, 20, &Only::default())
            .await
            .unwrap();
        assert_eq!(count, 1);
        let label = |entry: &domain::record::Entry| {
            let rating = entry.commitment.ratings.of(Dimension::Completion);
            rating.map(|r| r.finding.label())
        };
        assert_eq!(label(touched[0].before.as_ref().unwrap()), Some("Complete"));
        assert_eq!(
            label(touched[0].after.as_ref().unwrap()),
            Some("Not Started")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_made_once_and_only_to_what_the_sender_has_seen() {
    on_both(async |place| {
        let store = &place.store;
        filled(store).await;
        let (code, seen) = (
            "NL0001".parse().unwrap(),
            store.version().await.unwrap().number,
        );
        let (_, mut entry) = store.entry(&code, seen).await.unwrap().unwrap();
        entry.commitment.title = "Changed".to_owned();
        let batch = Batch {
            entries: vec![entry],
            ..Batch::default()
        };
        let revision = Revision {
            made_at: a_time("2026-03-02T12:00:00Z"),
            ..a_revision()
        };
        let first = store
            .apply(&revision, &batch, &sent("first", seen))
            .await
            .unwrap();
        assert!(matches!(first, SubmissionOutcome::Done(version) if version.number == seen + 1));
        let again = store
            .apply(&revision, &batch, &sent("first", seen))
            .await
            .unwrap();
        assert_eq!(
            again,
            SubmissionOutcome::AlreadyApplied("/somewhere/".to_owned())
        );
        let late = store
            .apply(&revision, &batch, &sent("second", seen))
            .await
            .unwrap();
        assert_eq!(late, SubmissionOutcome::Conflict(vec![code]));
        assert_eq!(store.version().await.unwrap().number, seen + 1);
        assert_eq!(
            store
                .submission_location("first", 1)
                .await
                .unwrap()
                .as_deref(),
            Some("/somewhere/")
        );
        assert_eq!(store.submission_location("second", 1).await.unwrap(), None);
        assert_eq!(
            store
                .revision_at(a_time("2026-03-01T12:00:00.123456Z"))
                .await
                .unwrap(),
            seen
        );
        assert_eq!(
            store
                .revision_at(a_time("2026-03-01T12:00:00Z"))
                .await
                .unwrap(),
            0
        );
    })
    .await;
}
