//! Several instances of the program at one record.

mod once;
mod shown;
mod start;
mod upgrade;
mod version;

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use store::Store;
use tokio::task::JoinHandle;

use crate::support::site::{Answer, Site};

/// An instance with connections of its own.
pub struct Instance {
    pub site: Site,
    store: Store,
    watch: Option<JoinHandle<()>>,
}

impl Instance {
    /// One that shows what it has read when it was started, and nothing newer.
    pub async fn behind(url: &str) -> Self {
        let store = Store::open(url).await.unwrap();
        Self {
            site: Site::over(store.clone()).await,
            store,
            watch: None,
        }
    }

    /// One as it is served.
    pub async fn served(url: &str) -> Self {
        let mut instance = Self::behind(url).await;
        instance.watch();
        if instance.store.is_on_server() {
            instance
                .until("it listens", || instance.is_listening())
                .await;
        } else {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        instance
    }

    pub fn watch(&mut self) {
        self.watch = Some(tokio::spawn(self.site.app.clone().watch()));
    }

    pub fn is_listening(&self) -> bool {
        self.site.app.instance_figures().is_listening == Some(true)
    }

    /// Waits for something; gives how long it took.
    pub async fn until(&self, what: &str, is_so: impl Fn() -> bool) -> Duration {
        let began = Instant::now();
        while !is_so() {
            assert!(began.elapsed() < Duration::from_secs(30), "never: {what}");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        began.elapsed()
    }

    pub async fn get_with(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path)
            .header("host", "127.0.0.1:3000")
            .header("cookie", cookie);
        self.site.ask(request.body(Body::empty()).unwrap()).await
    }

    pub async fn end(self) {
        if let Some(watch) = self.watch {
            watch.abort();
            let _ = watch.await;
        }
        self.store.close().await;
    }
}

/// The version that an answer states.
pub fn version_of(answer: &Answer) -> i64 {
    let stated = answer.header("data-version");
    stated
        .parse()
        .unwrap_or_else(|_| panic!("no version: {answer:?}"))
}
