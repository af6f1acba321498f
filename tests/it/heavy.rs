//! Work that keeps a processor busy: bounded, whoever leaves, and refused in time.

use std::time::Duration;

use futures::future::join_all;
use ogp_tracker::service::{App, HeavyKind};

use crate::support::site::Site;

const PICTURE: &str = "/charts/ambition.png";

/// Waits until the application's work is in a state.
async fn until(app: &App, kind: HeavyKind, is_so: impl Fn(usize, usize) -> bool) {
    for _ in 0..2_000 {
        let load = app.heavy().load(kind);
        if is_so(load.running, load.waiting) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("{:?}", app.heavy().load(kind));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_is_answered_with_when_to_come_back() {
    let site = Site::bundled().await;
    let heavy = site.app.heavy();
    let (running, waiting) = heavy.limits(HeavyKind::Picture);
    let turns = join_all((0..running).map(|_| heavy.turn(HeavyKind::Picture))).await;
    let queue = join_all((0..waiting).map(|_| heavy.run(HeavyKind::Picture, || ())));
    let (done, refused) = tokio::join!(queue, async {
        until(&site.app, HeavyKind::Picture, |_, now| now == waiting).await;
        let refused = site.follow(&format!("{PICTURE}?lang=es")).await;
        drop(turns);
        refused
    });
    assert_eq!(refused.status, 503);
    assert_eq!(refused.header("retry-after"), "10");
    let text = refused.text();
    assert!(text.contains("Demasiadas personas lo piden"), "{text}");
    assert!(done.iter().all(Result::is_ok));
    let load = heavy.load(HeavyKind::Picture);
    assert_eq!((load.running, load.waiting), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_who_leave_let_no_more_drawings_run_at_once() {
    let site = Site::bundled().await;
    let (limit, _) = site.app.heavy().limits(HeavyKind::Picture);
    let left = (0..200).map(|_| tokio::time::timeout(Duration::from_millis(50), site.get(PICTURE)));
    join_all(left).await;
    let load = site.app.heavy().load(HeavyKind::Picture);
    assert!(load.running <= limit, "{load:?}");
    assert_eq!(load.waiting, 0);
    // What was begun is finished, and others are answered.
    until(&site.app, HeavyKind::Picture, |running, _| running == 0).await;
    assert_eq!(site.get(PICTURE).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_past_state_is_built_once_however_many_ask_for_it() {
    let site = Site::bundled().await;
    let asked = join_all((0..10).map(|_| site.get("/commitments?as_of=2020-01-01"))).await;
    for answer in asked {
        assert_eq!(answer.status, 200);
    }
    let load = site.app.heavy().load(HeavyKind::PastState);
    assert_eq!(load.finished, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_read_the_past_take_turns_and_those_who_read_the_present_do_not() {
    let site = Site::bundled().await;
    let heavy = site.app.heavy();
    let (running, waiting) = heavy.limits(HeavyKind::PastAnswer);
    let turns = join_all((0..running).map(|_| heavy.turn(HeavyKind::PastAnswer))).await;
    let past = [
        "/commitments?as_of=2020-01-01",
        "/api/v1/commitments?as_of=2020-01-01",
    ];
    let asked = join_all((0..waiting).map(|number| site.get(past[number % past.len()])));
    let others = async {
        until(&site.app, HeavyKind::PastAnswer, |_, now| now == waiting).await;
        for address in [
            "/",
            "/commitments?q=data",
            "/commitments.csv?as_of=2020-01-01",
        ] {
            assert_eq!(site.get(address).await.status, 200, "{address}");
        }
        for address in past {
            let refused = site.get(address).await;
            assert_eq!(refused.status, 503, "{address}");
            assert_eq!(refused.header("retry-after"), "10", "{address}");
        }
        drop(turns);
    };
    let (answers, ()) = tokio::join!(asked, others);
    assert!(answers.iter().all(|answer| answer.status == 200));
    let load = heavy.load(HeavyKind::PastAnswer);
    assert_eq!((load.running, load.waiting), (0, 0));
}
