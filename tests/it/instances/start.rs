//! Instances that are started at once.

use std::time::Duration;

use ogp_tracker::service::{App, Clock, Fill};
use sqlx::Connection;
use store::{Opening, Store};

use crate::support::{Place, empty_place_urls};

/// Waits less for others than filling takes.
fn impatient() -> Opening {
    Opening {
        patience: Duration::from_millis(200),
        ..Opening::default()
    }
}

async fn start(url: String) -> (i64, usize) {
    let store = Store::open_as(&url, impatient()).await.unwrap();
    let fill = Fill::Demonstration(300);
    let app = App::start(store, Clock::system(), fill, &mut |_, _| ())
        .await
        .unwrap();
    let shown = app.catalogue();
    app.close().await;
    (shown.version().number, shown.len())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_three_that_start_at_once_one_migrates_and_fills_and_the_others_wait() {
    for (url, _guard) in empty_place_urls().await {
        let starts: Vec<_> = (0..3).map(|_| tokio::spawn(start(url.clone()))).collect();
        for start in starts {
            assert_eq!(start.await.unwrap(), (1, 300), "{url}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_waits_for_the_instance_that_fills_the_record_for_as_long_as_it_takes() {
    let Some(place) = Place::postgres().await else {
        return;
    };
    // What another one that fills the record holds.
    let mut other = sqlx::PgConnection::connect(&place.url).await.unwrap();
    let mut filling = other.begin().await.unwrap();
    sqlx::query("LOCK TABLE revision IN EXCLUSIVE MODE")
        .execute(&mut *filling)
        .await
        .unwrap();
    let started = tokio::spawn(start(place.url.clone()));
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert!(!started.is_finished());
    filling.rollback().await.unwrap();
    assert_eq!(started.await.unwrap(), (1, 300));
    other.close().await.unwrap();
    place.end().await;
}
