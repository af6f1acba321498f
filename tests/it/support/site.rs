//! The whole site without a socket: requests go straight to the router.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::connect_info::MockConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode};
use ogp_tracker::service::{App, Clock, Fill};
use ogp_tracker::web::AppState;
use ogp_tracker::web::origin::Reached;
use ogp_tracker::web::proxy::Network;
use ogp_tracker::web::router::router;
use ogp_tracker::web::telemetry::Metrics;
use store::Store;
use tower::ServiceExt;

/// A site over a database of its own.
pub struct Site {
    router: Router,
    state: AppState,
    /// The application behind it.
    pub app: App,
    /// What it takes for the time.
    pub clock: Clock,
    directory: tempfile::TempDir,
    url: String,
}

/// What the site answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Site {
    /// A site with the bundled record.
    pub async fn bundled() -> Self {
        Self::filled(Fill::Bundled).await
    }

    /// A site with so many synthetic commitments.
    pub async fn demonstration(count: usize) -> Self {
        Self::filled(Fill::Demonstration(count)).await
    }

    async fn filled(fill: Fill) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", directory.path().join("tracker.db").display());
        let store = Store::open(&url).await.unwrap();
        let clock = Clock::movable();
        let app = App::start(store, clock.clone(), fill, &mut |_, _| ())
            .await
            .unwrap();
        Self::of(app, clock, directory)
    }

    /// A site over an empty store, which is filled with the bundled record.
    pub async fn bundled_over(store: Store) -> Self {
        let clock = Clock::movable();
        let app = App::start(store, clock.clone(), Fill::Bundled, &mut |_, _| ())
            .await
            .unwrap();
        Self::of(app, clock, tempfile::tempdir().unwrap())
    }

    /// A site over a store that is filled already.
    pub async fn over(store: Store) -> Self {
        let clock = Clock::movable();
        let app = App::open(store, clock.clone()).await.unwrap();
        Self::of(app, clock, tempfile::tempdir().unwrap())
    }

    fn of(app: App, clock: Clock, directory: tempfile::TempDir) -> Self {
        let state = AppState {
            app: app.clone(),
            metrics: Metrics::detached(),
            reached: Arc::new(Reached {
                bound: Some("127.0.0.1:3000".parse().unwrap()),
                ..Reached::default()
            }),
        };
        Self {
            router: called_from_here(state.clone()),
            state,
            app,
            clock,
            url: format!("sqlite://{}", directory.path().join("tracker.db").display()),
            directory,
        }
    }

    /// The same site, reached under an address that was set.
    pub fn called(self, public_url: &str) -> Self {
        let mut reached = Reached::clone(&self.state.reached);
        reached.public_url = Some(public_url.parse().unwrap());
        self.reached(reached)
    }

    /// The same site, served below a path of its host.
    pub fn below(self, base_path: &str) -> Self {
        let mut reached = Reached::clone(&self.state.reached);
        reached.base_path = base_path.parse().unwrap();
        self.reached(reached)
    }

    /// The same site, whose weaknesses somebody wants to be told of.
    pub fn told_of_weaknesses(self, contact: &str) -> Self {
        let mut reached = Reached::clone(&self.state.reached);
        reached.security_contact = Some(contact.parse().unwrap());
        self.reached(reached)
    }

    /// The same site behind proxies, which are trusted.
    pub fn behind(self, proxies: &[&str]) -> Self {
        let mut reached = Reached::clone(&self.state.reached);
        let proxies: Vec<Network> = proxies.iter().map(|p| p.parse().unwrap()).collect();
        reached.proxies = proxies.into();
        self.reached(reached)
    }

    fn reached(self, reached: Reached) -> Self {
        let state = AppState {
            reached: Arc::new(reached),
            ..self.state
        };
        Self {
            router: called_from_here(state.clone()),
            state,
            ..self
        }
    }

    /// Where its database is; not of a site over a store that was given.
    pub fn url(&self) -> &str {
        assert!(self.directory.path().join("tracker.db").exists());
        &self.url
    }

    /// What answers requests, to be served on a socket.
    pub fn router(&self) -> Router {
        router(self.state.clone())
    }

    /// `GET` an address.
    pub async fn get(&self, address: &str) -> Answer {
        self.ask(Request::get(address).body(Body::empty()).unwrap())
            .await
    }

    /// What a browser is answered that follows a link to an address.
    pub async fn follow(&self, address: &str) -> Answer {
        let request = Request::builder()
            .uri(address)
            .header("accept", "text/html");
        let request = request.header("host", "127.0.0.1:3000");
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    /// The bytes of an answer as they are sent, and how they are encoded.
    pub async fn bytes(&self, request: Request<Body>) -> (Vec<u8>, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let encoding = response.headers().get("content-encoding");
        let encoding = encoding.map_or(String::new(), |v| v.to_str().unwrap().to_owned());
        let body = axum::body::to_bytes(response.into_body(), usize::MAX)
            .await
            .unwrap();
        (body.to_vec(), encoding)
    }

    /// The head and the bytes of an answer.
    pub async fn raw(&self, request: Request<Body>) -> (axum::http::response::Parts, Vec<u8>) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        (parts, body.to_vec())
    }

    /// Any request.
    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }
}

/// The router as a caller on the same machine meets it.
fn called_from_here(state: AppState) -> Router {
    let caller = SocketAddr::from(([127, 0, 0, 1], 40000));
    router(state).layer(MockConnectInfo(caller))
}

impl Answer {
    /// A header as text; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }

    /// What stands between two pieces of markup, each time.
    pub fn between(&self, from: &str, to: &str) -> Vec<&str> {
        self.body
            .split(from)
            .skip(1)
            .filter_map(|rest| rest.split_once(to).map(|(inside, _)| inside))
            .collect()
    }

    /// The text of the page: markup taken away.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut inside = false;
        for character in self.body.chars() {
            match character {
                '<' => inside = true,
                '>' => inside = false,
                other if !inside => text.push(other),
                _ => {}
            }
        }
        text
    }
}
