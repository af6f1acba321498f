//! Sources that fail: told on the desk and in the figures, asked again later and later; and several
//! instances of the program, of which one reads a source.

use std::time::Duration;

use chrono::TimeDelta;
use domain::Role;
use ogp_tracker::service::fetch::Fetched;
use ogp_tracker::service::{App, Clock};
use store::Store;

use super::{Does, Server, Sheet, fetcher, page, source, watched};
use crate::support::on_both;

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_fails_is_told_and_asked_later_and_later() {
    let watched = watched(false).await;
    let (site, server) = (&watched.site, &watched.server);
    let version = watched.version();
    let kept = site.app.sources().await.unwrap()[0].content_hash.clone();
    let wrong: [(Does, &str); 6] = [
        (Does::Answer(500, Vec::new()), "status 500"),
        (
            Does::Give(b"\x89PNG\r\n\x1a\n\0\0".to_vec()),
            "the file cannot be used",
        ),
        (
            Does::Give(b"<html><p>Sign in</html>".to_vec()),
            "answered with a web page, perhaps one to sign in",
        ),
        (Does::BreakOff(b"Commitment Unique".to_vec()), "only a part"),
        (
            Does::Answer(302, vec![("location", "https://localhost/x".to_owned())]),
            "public web",
        ),
        (
            Does::Stream(vec![b'x'; 21 * 1024 * 1024]),
            "larger than 20 MB",
        ),
    ];
    site.clock.advance(TimeDelta::hours(25));
    let mut minutes = 15;
    for (count, (does, why)) in wrong.into_iter().enumerate() {
        server.now(does);
        assert_eq!(site.app.run_due_sources().await.unwrap(), 1, "{why}");
        let source = source(&site.app).await;
        assert_eq!(source.failures, i64::try_from(count).unwrap() + 1);
        assert!(source.failure.contains(why), "{why}: {}", source.failure);
        let wait = source.next_at - site.app.now();
        let expected = TimeDelta::minutes(minutes);
        assert!(
            wait <= expected && wait > expected - TimeDelta::minutes(1),
            "{wait}"
        );
        assert_eq!(site.app.run_due_sources().await.unwrap(), 0, "not before");
        site.clock.advance(expected);
        minutes *= 2;
        assert_eq!(source.content_hash, kept, "what was read stays");
    }
    let admin = watched.sign_in("ada@example.org", Role::Admin).await;
    for page in ["/staff", "/staff/sources", &page()] {
        let shown = admin.get(page).await.text();
        let said = "Could not be read, 6 times in a row: the file is larger than 20 MB.";
        assert!(shown.contains(said), "{page}: {shown}");
    }
    // Never later than after a day, unless it asks for that.
    server.now(Does::Answer(
        503,
        vec![("retry-after", "172800".to_owned())],
    ));
    site.app.run_due_sources().await.unwrap();
    let wait = source(&site.app).await.next_at - site.app.now();
    assert!(wait > TimeDelta::hours(47), "{wait}");
    server.now(Does::Answer(503, vec![("retry-after", "1".to_owned())]));
    site.clock.advance(TimeDelta::days(2));
    site.app.run_due_sources().await.unwrap();
    let wait = source(&site.app).await.next_at - site.app.now();
    assert!(
        wait > TimeDelta::hours(23) && wait <= TimeDelta::hours(24),
        "{wait}"
    );
    // It recovers.
    server.now(Does::Give(watched.sheet.bytes()));
    watched.next_day().await;
    let source = source(&site.app).await;
    assert_eq!((source.failures, &*source.failure), (0, ""));
    assert!(
        !admin
            .get("/staff")
            .await
            .text()
            .contains("Could not be read")
    );
    assert_eq!(watched.version(), version);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_has_not_changed_is_asked_for_no_file() {
    let watched = watched(false).await;
    let read_at = source(&watched.site.app).await.read_at;
    watched.next_day().await;
    let asked = watched.server.asked();
    assert_eq!(asked.len(), 2);
    assert!(asked[1].1.contains_key("if-none-match"));
    let source = source(&watched.site.app).await;
    assert_eq!(source.read_at, read_at);
    assert!(source.checked_at > read_at);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_instances_one_reads_a_source() {
    on_both(async |place| {
        let server = Server::start(Does::Give(Sheet::real().bytes())).await;
        let clock = Clock::movable();
        let mut apps = Vec::new();
        for _ in 0..4 {
            let store = Store::open(&place.url).await.unwrap();
            let app = App::open(store, clock.clone()).await.unwrap();
            app.use_fetcher(fetcher());
            apps.push(app);
        }
        super::add(&apps[0], &server.url, true).await;
        for round in 1..=3 {
            let runs = apps.iter().map(App::run_due_sources);
            let runs = futures::future::join_all(runs).await;
            let runs: usize = runs.into_iter().map(Result::unwrap).sum();
            assert_eq!(runs, 1);
            assert_eq!(server.asked().len(), round);
            let change = place.store.version().await.unwrap().number;
            assert_eq!(change, 1, "published once");
            clock.advance(TimeDelta::hours(25));
        }
        // One that dies while it reads keeps the source for a while, not for good.
        let now = clock.now();
        let held = place
            .store
            .claim_source(None, "dead", now, now + TimeDelta::minutes(5))
            .await;
        assert!(held.unwrap().is_some());
        assert_eq!(apps[1].run_due_sources().await.unwrap(), 0);
        clock.advance(TimeDelta::minutes(6));
        assert_eq!(apps[1].run_due_sources().await.unwrap(), 1);
        // Who was thought dead changes nothing any more.
        let reading = store::SourceReading::Failed("late".to_owned());
        let kept = place
            .store
            .finish_source(super::NAME, "dead", &reading, now, now)
            .await;
        assert!(!kept.unwrap());
        assert_eq!(source(&apps[2]).await.failures, 0);
        for app in apps {
            app.close().await;
        }
    })
    .await;
}

/// The figures of the program as it is served, with a source that cannot be read.
#[tokio::test(flavor = "multi_thread")]
async fn the_served_program_reads_what_is_due_and_its_figures_tell_of_failures() {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", directory.path().join("tracker.db").display());
    let server = Server::start(Does::Answer(500, Vec::new())).await;
    let store = Store::open(&url).await.unwrap();
    let app = App::open(store, Clock::system()).await.unwrap();
    app.use_fetcher(fetcher());
    super::add(&app, &server.url, false).await;
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_ogp-tracker"))
        .args(["serve", "--addr", &address.to_string(), "--database", &url])
        .env("OGP_TRACKER_ALLOW_HOST", "elsewhere,127.0.0.1")
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let figures = format!("http://{address}/metrics");
    let mut said = String::new();
    for _ in 0..600 {
        if let Ok(Fetched::File(file)) = fetcher().fetch(&figures, None).await {
            said = String::from_utf8(file.bytes).unwrap();
            if said.contains("ogp_source_failures{source=\"OGP master sheet\"} 1") {
                break;
            }
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    program.kill().unwrap();
    program.wait().unwrap();
    for figure in [
        "ogp_source_failures{source=\"OGP master sheet\"} 1",
        "ogp_source_waiting{source=\"OGP master sheet\"} 0",
        "ogp_source_columns_changed{source=\"OGP master sheet\"} 0",
        "outcome=\"failed\"",
    ] {
        assert!(said.contains(figure), "{figure} in {said}");
    }
    assert!(!server.asked().is_empty());
}
