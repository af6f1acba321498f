//! Files at addresses, and sources that are watched: against a server that the test starts.

mod address;
mod auto;
mod fetch;
mod review;
mod trouble;
mod wording;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use domain::Role;
use ogp_tracker::service::fetch::{FetchLimits, Fetcher};
use ogp_tracker::service::sources::SourceRun;
use ogp_tracker::service::{App, Clock};
use store::{PendingCounts, Store};

use crate::staff::Browser;
use crate::support::site::Site;

/// The part of OGP's master sheet of 2024 that the program is bundled with.
const SHEET: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/data/seed/ogp-2024-digital.csv"
);
pub const NAME: &str = "OGP master sheet";

/// What the server does when it is asked.
#[derive(Debug, Clone)]
pub enum Does {
    /// Gives a file, with an entity tag; 304 to who knows it.
    Give(Vec<u8>),
    /// Gives a file in pieces, without saying how long it is.
    Stream(Vec<u8>),
    /// Answers with a status and headers.
    Answer(u16, Vec<(&'static str, String)>),
    /// Says nothing for this long.
    Wait(Duration),
    /// Begins to give a file and breaks off.
    BreakOff(Vec<u8>),
}

/// A server on this machine, and what it was asked.
#[derive(Clone)]
pub struct Server {
    pub url: String,
    does: Arc<Mutex<Does>>,
    asked: Arc<Mutex<Vec<(String, HeaderMap)>>>,
}

impl Server {
    pub async fn start(does: Does) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            url: format!("http://{}/sheet.csv", listener.local_addr().unwrap()),
            does: Arc::new(Mutex::new(does)),
            asked: Arc::default(),
        };
        let router = Router::new().fallback(answer).with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        server
    }

    pub fn now(&self, does: Does) {
        *self.does.lock().unwrap() = does;
    }

    pub fn asked(&self) -> Vec<(String, HeaderMap)> {
        self.asked.lock().unwrap().clone()
    }

    /// The same server, at another path.
    pub fn at(&self, path: &str) -> String {
        self.url.replace("/sheet.csv", path)
    }
}

fn tag(content: &[u8]) -> String {
    format!(
        "\"{}-{}\"",
        content.len(),
        content.iter().map(|b| u64::from(*b)).sum::<u64>()
    )
}

async fn answer(State(server): State<Server>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let headers = request.headers().clone();
    server
        .asked
        .lock()
        .unwrap()
        .push((path.clone(), headers.clone()));
    // /hop/3 leads to /hop/2, and so on to /hop/0, which does what the server does.
    if let Some(hops) = path
        .strip_prefix("/hop/")
        .and_then(|n| n.parse::<u32>().ok())
        && hops > 0
    {
        let to = format!("/hop/{}", hops - 1);
        return (StatusCode::FOUND, [("location", to)]).into_response();
    }
    let does = server.does.lock().unwrap().clone();
    match does {
        Does::Give(content) => {
            let tag = tag(&content);
            if headers
                .get("if-none-match")
                .is_some_and(|known| *known == *tag)
            {
                return StatusCode::NOT_MODIFIED.into_response();
            }
            // What a file is, its content says: not this.
            (
                [("etag", tag), ("content-type", "image/png".to_owned())],
                content,
            )
                .into_response()
        }
        Does::Stream(content) => {
            let pieces: Vec<Result<Bytes, std::io::Error>> = content
                .chunks(64 * 1024)
                .map(|piece| Ok(Bytes::copy_from_slice(piece)))
                .collect();
            Body::from_stream(futures::stream::iter(pieces)).into_response()
        }
        Does::Answer(status, headers) => {
            let mut response = StatusCode::from_u16(status).unwrap().into_response();
            for (name, value) in headers {
                response.headers_mut().insert(name, value.parse().unwrap());
            }
            response
        }
        Does::Wait(span) => {
            tokio::time::sleep(span).await;
            StatusCode::OK.into_response()
        }
        Does::BreakOff(content) => {
            let begin = futures::stream::once(async { Ok(Bytes::from(content)) });
            let end = futures::stream::once(async {
                tokio::time::sleep(Duration::from_millis(200)).await;
                Err(std::io::Error::other("on purpose"))
            });
            Body::from_stream(futures::StreamExt::chain(begin, end)).into_response()
        }
    }
}

/// What may be asked in these tests, and how patiently.
pub fn fetcher() -> Fetcher {
    let limits = FetchLimits {
        total: Duration::from_secs(20),
        connect: Duration::from_secs(5),
        bytes: 20 * 1024 * 1024,
    };
    Fetcher::new(&["127.0.0.1".to_owned()], limits)
}

/// A master sheet that can be changed.
#[derive(Clone)]
pub struct Sheet {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Sheet {
    pub fn real() -> Self {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_path(SHEET)
            .unwrap();
        let mut rows = reader.records().map(|row| {
            let row = row.unwrap();
            row.iter().map(str::to_owned).collect::<Vec<_>>()
        });
        let mut header = rows.next().unwrap();
        let first = header[0].trim_start_matches('\u{feff}').to_owned();
        header[0] = first;
        let rows = rows.collect();
        Self { header, rows }
    }

    fn column(&self, name: &str) -> usize {
        let at = self.header.iter().position(|column| column == name);
        at.unwrap_or_else(|| panic!("no column {name}"))
    }

    fn row(&self, code: &str) -> usize {
        let at = self.column("Commitment Unique Identifier");
        let row = self.rows.iter().position(|row| row[at] == code);
        row.unwrap_or_else(|| panic!("no row {code}"))
    }

    pub fn get(&self, code: &str, column: &str) -> &str {
        &self.rows[self.row(code)][self.column(column)]
    }

    pub fn set(&mut self, code: &str, column: &str, value: &str) {
        let (row, column) = (self.row(code), self.column(column));
        value.clone_into(&mut self.rows[row][column]);
    }

    /// Adds a copy of a commitment under another code.
    pub fn add(&mut self, like: &str, code: &str, title: &str) {
        let row = self.rows[self.row(like)].clone();
        self.rows.push(row);
        let last = self.rows.len() - 1;
        let (at, titled) = (
            self.column("Commitment Unique Identifier"),
            self.column("Commitment Title"),
        );
        code.clone_into(&mut self.rows[last][at]);
        title.clone_into(&mut self.rows[last][titled]);
    }

    pub fn remove(&mut self, code: &str) {
        let row = self.row(code);
        self.rows.remove(row);
    }

    pub fn drop_column(&mut self, name: &str) {
        let at = self.column(name);
        self.header.remove(at);
        for row in &mut self.rows {
            row.remove(at);
        }
    }

    pub fn add_column(&mut self, name: &str) {
        self.header.push(name.to_owned());
        for row in &mut self.rows {
            row.push("1".to_owned());
        }
    }

    /// Puts the columns into the opposite order.
    pub fn turned(mut self) -> Self {
        self.header.reverse();
        for row in &mut self.rows {
            row.reverse();
        }
        self
    }

    /// The codes of commitments whose early results are not assessed by any scale.
    pub fn unrated(&self) -> Vec<String> {
        let code = self.column("Commitment Unique Identifier");
        let of = ["Early Results", "Did It Open Government (Overall)"].map(|c| self.column(c));
        let none = |row: &&Vec<String>| of.iter().all(|at| ["ND", "NR"].contains(&&*row[*at]));
        let rows = self.rows.iter().filter(none);
        rows.map(|row| row[code].clone()).collect()
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&self.header).unwrap();
        for row in &self.rows {
            writer.write_record(row).unwrap();
        }
        writer.into_inner().unwrap()
    }
}

/// A site whose record is what the sheet says, with a source that says the same and was read once.
pub struct Watched {
    pub site: Site,
    pub server: Server,
    pub sheet: Sheet,
    _directory: Option<tempfile::TempDir>,
}

pub async fn watched(auto: bool) -> Watched {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", directory.path().join("tracker.db").display());
    let store = Store::open(&url).await.unwrap();
    let watched = watched_over(store, auto).await;
    Watched {
        _directory: Some(directory),
        ..watched
    }
}

/// The same over an empty store.
pub async fn watched_over(store: Store, auto: bool) -> Watched {
    let sheet = Sheet::real();
    let filling = App::open(store.clone(), Clock::movable()).await.unwrap();
    crate::import::applied(&filling, &sheet.bytes()).await;
    let site = Site::over(store).await;
    site.app.use_fetcher(fetcher());
    let server = Server::start(Does::Give(sheet.bytes())).await;
    add(&site.app, &server.url, auto).await;
    assert_eq!(site.app.run_due_sources().await.unwrap(), 1);
    let source = source(&site.app).await;
    assert_eq!((source.failures, &*source.failure), (0, ""));
    assert_eq!(source.pending, PendingCounts::default());
    Watched {
        site,
        server,
        sheet,
        _directory: None,
    }
}

/// A site with the bundled record, over an empty store, and a source that says what the sheet says with
/// which the program is bundled; read once.
pub async fn watched_bundled(store: Store) -> Watched {
    let sheet = Sheet::real();
    let site = Site::bundled_over(store).await;
    site.app.use_fetcher(fetcher());
    let server = Server::start(Does::Give(sheet.bytes())).await;
    add(&site.app, &server.url, false).await;
    assert_eq!(site.app.run_due_sources().await.unwrap(), 1);
    Watched {
        site,
        server,
        sheet,
        _directory: None,
    }
}

pub async fn add(app: &App, url: &str, auto: bool) {
    let form = domain::forms::source::SourceForm {
        name: NAME.to_owned(),
        url: url.to_owned(),
        every: "24h".parse().unwrap(),
        auto,
    };
    app.watch_source(form, "a test").await.unwrap();
}

pub async fn source(app: &App) -> store::WatchedSource {
    let mut sources = app.sources().await.unwrap();
    assert_eq!(sources.len(), 1);
    sources.remove(0)
}

impl Watched {
    /// The source says this from now on, and is read when it is due.
    pub async fn says(&self, sheet: &Sheet) -> PendingCounts {
        self.server.now(Does::Give(sheet.bytes()));
        self.next_day().await;
        let source = source(&self.site.app).await;
        assert_eq!(source.failure, "");
        source.pending
    }

    /// A day passes, and the source is read.
    pub async fn next_day(&self) {
        self.site.clock.advance(TimeDelta::hours(25));
        assert_eq!(self.site.app.run_due_sources().await.unwrap(), 1);
    }

    /// Reads the source now.
    pub async fn run(&self) -> SourceRun {
        self.site.app.run_source(NAME).await.unwrap()
    }

    pub fn version(&self) -> i64 {
        self.site.app.catalogue().version().number
    }

    pub async fn sign_in(&self, email: &str, role: Role) -> Browser<'_> {
        self.site.browser(email, role).await
    }
}

/// Where the source's page is.
pub fn page() -> String {
    domain::route::staff::Source::new(NAME).to_string()
}

/// The boxes of a page of what waits, by commitment.
pub fn boxes(answer: &crate::support::site::Answer) -> Vec<(String, String)> {
    let inputs = answer.between("<input type=\"checkbox\" name=\"row\" ", "/>");
    let inputs = if inputs.is_empty() {
        answer.between("<input type=\"checkbox\" name=\"row\" ", ">")
    } else {
        inputs
    };
    let attribute = |tag: &str, name: &str| {
        let from = tag.split(&format!("{name}=\"")).nth(1).unwrap();
        from.split('"').next().unwrap().to_owned()
    };
    inputs
        .into_iter()
        .map(|tag| {
            let label = attribute(tag, "aria-label");
            let code = label.split(' ').nth(1).unwrap().to_owned();
            (code, attribute(tag, "value"))
        })
        .collect()
}

/// The box of one commitment.
pub fn box_of(answer: &crate::support::site::Answer, code: &str) -> String {
    let found = boxes(answer).into_iter().find(|(of, _)| of == code);
    found
        .unwrap_or_else(|| panic!("no box of {code}: {}", answer.text()))
        .1
}
