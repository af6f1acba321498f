//! How soon an instance shows what another has written, and that nobody goes back in time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use domain::Role;
use ogp_tracker::service::HeavyKind;
use store::Announcement;

use super::{Instance, version_of};
use crate::staff::cookie_of;
use crate::support::raw::execute;
use crate::support::{EntryBuilder, Place, an_entry, on_both, record};

/// Ten commitments, all with the title of a round.
fn round(number: i64) -> Vec<EntryBuilder> {
    let title = format!("Round {number}");
    let entry = |n: usize| an_entry(&format!("NL000{n}")).title(&title);
    (0..10).map(entry).collect()
}

const CUT: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND query LIKE 'LISTEN%'";

#[tokio::test(flavor = "multi_thread")]
async fn another_instance_shows_an_edit_at_once() {
    let Some(place) = Place::postgres().await else {
        return;
    };
    record(&place.store, round(0)).await;
    let other = Instance::served(&place.url).await;
    let mut took = Vec::new();
    for number in 1..=21 {
        record(&place.store, round(number)).await;
        let app = &other.site.app;
        took.push(other.until("shown", || app.newest_shown() > number).await);
    }
    took.sort();
    eprintln!("median {:?}, longest {:?}", took[10], took[20]);
    assert!(took[10] < Duration::from_millis(100), "{took:?}");
    other.end().await;
    place.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_listener_listens_again_and_the_loss_is_counted() {
    let Some(place) = Place::postgres().await else {
        return;
    };
    record(&place.store, round(0)).await;
    let other = Instance::served(&place.url).await;
    let app = &other.site.app;
    for loss in 1..=3_u32 {
        execute(&place.url, CUT).await.unwrap();
        let losses = || app.instance_figures().times_lost >= u64::from(loss);
        other.until("lost", losses).await;
        // What is written while it does not hear is shown all the same.
        record(&place.store, round(i64::from(loss))).await;
        other
            .until("shown", || app.newest_shown() > i64::from(loss))
            .await;
        other.until("listens", || other.is_listening()).await;
    }
    let began = Instant::now();
    record(&place.store, round(4)).await;
    other.until("shown", || app.newest_shown() > 4).await;
    // Not by looking every two seconds.
    assert!(began.elapsed() < Duration::from_secs(1));
    other.end().await;
    place.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_told_when_it_can_be_read_and_never_where_it_was_rolled_back() {
    let Some(place) = Place::postgres().await else {
        return;
    };
    let mut heard = place.store.announcements().await.unwrap().unwrap();
    record(&place.store, round(0)).await;
    assert_eq!(heard.next().await.unwrap(), Announcement::Revision(1));
    // It makes no difference, so that its revision is rolled back.
    record(&place.store, round(0)).await;
    let none = tokio::time::timeout(Duration::from_millis(300), heard.next()).await;
    assert!(none.is_err(), "{none:?}");
    for number in 2..=6 {
        let store = place.store.clone();
        let writing = tokio::spawn(async move { record(&store, round(number)).await });
        let told = heard.next().await.unwrap();
        let read = place.store.version().await.unwrap().number;
        assert_eq!(told, Announcement::Revision(read));
        writing.await.unwrap();
    }
    drop(heard);
    place.end().await;
}

/// Readers that a balancer sends to one instance after the other, while the record is edited.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_goes_back_in_time_behind_a_balancer() {
    let Some(place) = Place::postgres().await else {
        return;
    };
    record(&place.store, round(0)).await;
    let mut instances = Vec::new();
    for _ in 0..3 {
        instances.push(Instance::served(&place.url).await);
    }
    let instances = Arc::new(instances);
    let (is_over, newest, count) = (
        Arc::new(AtomicBool::default()),
        Arc::new(AtomicI64::default()),
        Arc::new(AtomicUsize::default()),
    );
    let reader = |start: usize| {
        let (instances, is_over, newest, count) = (
            Arc::clone(&instances),
            Arc::clone(&is_over),
            Arc::clone(&newest),
            Arc::clone(&count),
        );
        tokio::spawn(async move {
            let mut turn = start;
            while !is_over.load(Ordering::SeqCst) {
                turn += 1;
                let seen = newest.load(Ordering::SeqCst);
                let path = ["/commitments/NL0001", "/api/v1/commitments/NL0001"][turn / 3 % 2];
                let answer = instances[turn % 3].site.get(path).await;
                assert_eq!(answer.status, 200, "{}", answer.body);
                let version = version_of(&answer);
                assert!(version >= seen, "{version} after {seen}");
                newest.fetch_max(version, Ordering::SeqCst);
                count.fetch_add(1, Ordering::Relaxed);
                // Facts, and the history beside them, are of that version.
                let title = format!("Round {}", version - 1);
                let next = format!("Round {version}");
                assert!(answer.body.contains(&title), "{title}: {}", answer.body);
                assert!(!answer.body.contains(&next), "{next}: {}", answer.body);
                assert!(answer.headers.get("set-cookie").is_none());
            }
        })
    };
    let readers: Vec<_> = (0..6).map(reader).collect();
    let mut number = 0;
    while number < 25 || count.load(Ordering::Relaxed) < 300 {
        number += 1;
        assert!(number < 1_000, "{count:?} answers");
        record(&place.store, round(number)).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    is_over.store(true, Ordering::SeqCst);
    for reader in readers {
        reader.await.unwrap();
    }
    eprintln!("{count:?} answers during {number} edits");
    assert!(newest.load(Ordering::SeqCst) >= 25);
    for instance in Arc::into_inner(instances).unwrap() {
        instance.end().await;
    }
    place.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_see_on_every_instance_what_they_have_seen_on_another() {
    on_both(async |place| {
        record(&place.store, round(0)).await;
        let (here, there) = (
            Instance::served(&place.url).await,
            Instance::served(&place.url).await,
        );
        let browser = here.site.browser("ed@example.org", Role::Editor).await;
        let path = "/staff/commitments/NL0001";
        for edit in 1..=3 {
            let title = format!("Edit {edit}");
            let changes = [("title", &*title), ("reason", "a test")];
            let saved = browser.send(path, path, &changes).await;
            assert_eq!(saved.status, 303, "{}", saved.text());
            let seen = cookie_of(&saved);
            assert!(seen.starts_with("seen="), "{seen}");
            assert!(saved.header("set-cookie").contains("HttpOnly"));
            let cookies = format!("{}; {seen}", browser.cookie());
            for (path, is_public) in [("/commitments/NL0001", true), (path, false)] {
                let answer = there.get_with(path, &cookies).await;
                assert_eq!(answer.status, 200, "{}", answer.text());
                assert!(answer.body.contains(&title), "{path}");
                if is_public {
                    assert!(answer.headers.get("set-cookie").is_none(), "{path}");
                    assert_eq!(answer.header("cache-control"), "private, no-cache");
                }
            }
        }
        for instance in [here, there] {
            instance.end().await;
        }
    })
    .await;
}

/// What a tag names is caught up with, also with SQLite, where others are not asked for first.
#[tokio::test(flavor = "multi_thread")]
async fn who_asks_with_the_tag_of_a_newer_version_is_not_answered_from_an_older_one() {
    on_both(async |place| {
        record(&place.store, round(0)).await;
        let there = Instance::served(&place.url).await;
        for number in 1..=3 {
            record(&place.store, round(number)).await;
            let here = Instance::behind(&place.url).await;
            let tag = here.site.get("/commitments/NL0001").await;
            let tag = tag.header("etag").to_owned();
            let asked = Request::get("/commitments/NL0001").header("if-none-match", tag);
            let answer = there.site.ask(asked.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, 304, "{}", answer.body);
            assert_eq!(version_of(&answer), number + 1);
            here.end().await;
        }
        // A version that there is not costs nobody anything.
        let tag = "W/\"999999-0\"";
        let asked = Request::get("/commitments/NL0001").header("if-none-match", tag);
        let began = Instant::now();
        let answer = there.site.ask(asked.body(Body::empty()).unwrap()).await;
        assert_eq!((answer.status.as_u16(), version_of(&answer)), (200, 4));
        assert!(began.elapsed() < Duration::from_secs(2));
        there.end().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_that_cannot_catch_up_answers_the_public_and_asks_staff_to_wait() {
    on_both(async |place| {
        record(&place.store, round(0)).await;
        let there = Instance::served(&place.url).await;
        let browser = there.site.browser("ed@example.org", Role::Editor).await;
        let welcome = browser.get("/staff").await;
        assert_eq!(welcome.status, 200);
        // No snapshot can be made for as long as others make theirs.
        let heavy = there.site.app.heavy();
        let mut held = Vec::new();
        for _ in 0..heavy.limits(HeavyKind::Catalogue).0 {
            held.push(heavy.turn(HeavyKind::Catalogue).await.unwrap());
        }
        record(&place.store, round(1)).await;
        let seen = cookie_of(&welcome).replace(".1", ".2");
        let cookies = format!("{}; {seen}", browser.cookie());
        let (public, staff, desk) = tokio::join!(
            there.site.get("/commitments/NL0001"),
            there.get_with("/commitments/NL0001", &cookies),
            there.get_with("/staff", &cookies),
        );
        assert_eq!((public.status.as_u16(), version_of(&public)), (200, 1));
        assert!(public.body.contains("Round 0"));
        for answer in [staff, desk] {
            assert_eq!(answer.status, 503, "{}", answer.text());
            assert!(!answer.header("retry-after").is_empty());
            assert!(
                answer
                    .text()
                    .contains("The latest changes are not here yet")
            );
            assert_eq!(answer.header("cache-control"), "no-store");
        }
        assert!(there.site.app.instance_figures().given_up >= 2);
        drop(held);
        let app = &there.site.app;
        there.until("shown", || app.newest_shown() == 2).await;
        let staff = there.get_with("/commitments/NL0001", &cookies).await;
        assert_eq!((staff.status.as_u16(), version_of(&staff)), (200, 2));
        there.end().await;
    })
    .await;
}
