//! What goes wrong around the program: others hold the lock, the file is gone. Nobody loses what they
//! filled in, nothing is said to be saved that is not, and pages go on.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use domain::Role;
use sqlx::{Connection, PgConnection, SqliteConnection};
use store::{Opening, Store};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::{JoinHandle, JoinSet};

use crate::staff::{Browser, fields_of, posted};
use crate::support::empty_place_urls;
use crate::support::site::{Answer, Site};

const TITLE: &str = "A title that nobody has to type again";

/// Holds the right to write, as another program would that fills a large record.
enum Held {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Held {
    async fn by_another(url: &str) -> Self {
        if url.starts_with("sqlite") {
            let mut other = SqliteConnection::connect(url).await.unwrap();
            let begin = sqlx::query("BEGIN IMMEDIATE");
            begin.execute(&mut other).await.unwrap();
            Self::Sqlite(other)
        } else {
            let mut other = PgConnection::connect(url).await.unwrap();
            for statement in ["BEGIN", "LOCK TABLE revision IN EXCLUSIVE MODE"] {
                sqlx::query(statement).execute(&mut other).await.unwrap();
            }
            Self::Postgres(other)
        }
    }

    async fn release(self) {
        match self {
            Self::Sqlite(other) => other.close().await.unwrap(),
            Self::Postgres(other) => other.close().await.unwrap(),
        }
    }
}

/// Fills in the form of a commitment; what a browser would send.
async fn filled_in(admin: &Browser<'_>, path: &str) -> String {
    let page = admin.get(path).await;
    assert_eq!(page.status, 200, "{path}");
    fields_of(&page, path, &[("title", TITLE), ("reason", "a test")])
}

fn comes_back_filled_in(answer: &Answer, why: &str) {
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert!(answer.text().contains(why), "{}", answer.text());
    assert!(answer.body.contains(&format!("value=\"{TITLE}\"")));
    assert!(answer.text().contains("not saved yet"), "{}", answer.text());
    assert!(!answer.header("retry-after").is_empty());
    assert!(!answer.text().contains("Saved."));
}

#[tokio::test(flavor = "multi_thread")]
async fn while_others_hold_the_lock_pages_go_on_and_forms_come_back() {
    for (url, _directory) in empty_place_urls().await {
        let opening = Opening {
            patience: Duration::from_secs(2),
            ..Opening::default()
        };
        let store = Store::open_as(&url, opening).await.unwrap();
        let site = Site::bundled_over(store).await;
        let admin = site.browser("admin@example.org", Role::Admin).await;
        let codes: Vec<String> = site
            .app
            .catalogue()
            .rows()
            .take(12)
            .map(|row| row.commitment.code.to_string())
            .collect();
        let mut forms = Vec::new();
        for code in &codes {
            let path = format!("/staff/commitments/{code}");
            let body = filled_in(&admin, &path).await;
            forms.push((path, body));
        }
        let held = Held::by_another(&url).await;
        let began = Instant::now();
        let writers = forms
            .iter()
            .map(|(path, body)| site.ask(posted(path, admin.cookie(), body.clone())));
        let readers = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            let asked = Instant::now();
            for _ in 0..3 {
                for page in [
                    "/",
                    "/commitments",
                    "/commitments/NL0031",
                    "/changes",
                    "/commitments?q=data",
                    "/readyz",
                    "/healthz",
                ] {
                    assert_eq!(site.get(page).await.status, 200, "{url}: {page}");
                }
                assert_eq!(admin.get("/staff").await.status, 200);
            }
            asked.elapsed()
        };
        let (answers, took) = futures::join!(futures::future::join_all(writers), readers);
        assert!(took < Duration::from_secs(5), "{url}: {took:?}");
        // Before the request's own time limit, which would lose the form.
        assert!(
            began.elapsed() < Duration::from_secs(10),
            "{:?}",
            began.elapsed()
        );
        for answer in &answers {
            comes_back_filled_in(answer, "still busy");
        }
        held.release().await;
        // The form that came back is whole: it saves.
        let again = fields_of(&answers[0], &forms[0].0, &[]);
        let saved = site.ask(posted(&forms[0].0, admin.cookie(), again)).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let page = site.get(&format!("/commitments/{}", codes[0])).await;
        assert!(page.text().contains(TITLE));
        site.app.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_with_too_long_a_text_comes_back_with_it() {
    let site = Site::bundled().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let path = "/staff/commitments/NL0031";
    let text = "Too long. ".repeat(200_000);
    let page = admin.get(path).await;
    let change = [("description", text.as_str()), ("reason", "a test")];
    let body = fields_of(&page, path, &change);
    assert!(body.len() > 2_000_000, "{}", body.len());
    let answer = site.ask(posted(path, admin.cookie(), body.clone())).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("Use at most"));
    assert!(answer.body.contains(text.trim()));
    // Not of those who are not signed in.
    let answer = site.ask(posted(path, "", body)).await;
    assert_eq!(answer.status, 413);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_to_a_file_that_was_deleted_or_replaced() {
    let site = Site::bundled().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let path = "/staff/commitments/NL0031";
    let file = site.url().trim_start_matches("sqlite://").to_owned();
    let aside = format!("{file}.aside");
    let mut body = filled_in(&admin, path).await;
    for other in [None, Some(""), Some("another file")] {
        std::fs::rename(&file, &aside).unwrap();
        if let Some(other) = other {
            std::fs::write(&file, other).unwrap();
        }
        let answer = site.ask(posted(path, admin.cookie(), body)).await;
        comes_back_filled_in(&answer, "deleted or replaced");
        assert_eq!(site.get("/").await.status, 200);
        tokio::time::sleep(Duration::from_millis(3_100)).await;
        let ready = site.get("/readyz").await;
        assert_eq!(ready.status, 503);
        assert!(ready.body.contains("deleted or replaced"), "{}", ready.body);
        body = fields_of(&answer, path, &[]);
        std::fs::rename(&aside, &file).unwrap();
    }
    // Put back, it is the one that it was.
    let saved = site.ask(posted(path, admin.cookie(), body)).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    let page = site.get("/commitments/NL0031").await;
    assert!(page.text().contains(TITLE));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_with_a_time_that_cannot_be_right() {
    for (url, _directory) in empty_place_urls().await {
        let opening = Opening {
            accept_clock: false,
            ..Opening::default()
        };
        let store = Store::open_as(&url, opening).await.unwrap();
        let site = Site::bundled_over(store).await;
        let admin = site.browser("admin@example.org", Role::Admin).await;
        let path = "/staff/commitments/NL0031";
        let mut body = filled_in(&admin, path).await;
        // Jumped ahead or back while the program runs, and found so by its watch.
        for jump in [1, -1] {
            site.clock.advance(TimeDelta::hours(jump));
            site.app.check_clock();
            let answer = site.ask(posted(path, admin.cookie(), body)).await;
            comes_back_filled_in(&answer, "clock is wrong");
            body = fields_of(&answer, path, &[]);
            site.clock.advance(TimeDelta::hours(-jump));
            site.app.check_clock();
        }
        // Behind the record from the beginning, as after a start.
        site.clock.advance(TimeDelta::minutes(-30));
        let answer = site.ask(posted(path, admin.cookie(), body)).await;
        comes_back_filled_in(&answer, "clock is wrong");
        let page = site.get("/commitments/NL0031").await;
        let cited = page.between("<p class=\"cite\">", "</p>")[0];
        assert!(!cited.contains("as_of"), "{cited}");
        body = fields_of(&answer, path, &[]);
        site.clock.advance(TimeDelta::minutes(30));
        let saved = site.ask(posted(path, admin.cookie(), body)).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let page = site.get("/commitments/NL0031").await;
        assert!(page.between("<p class=\"cite\">", "</p>")[0].contains("as_of"));
        // Unless whoever runs it says that the clock is right.
        site.app.accept_clock();
        site.clock.advance(TimeDelta::hours(3));
        site.app.check_clock();
        let change = [("title", "Later"), ("reason", "a test")];
        let admin = site.sign_in("admin@example.org").await;
        let saved = admin.send(path, path, &change).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        site.app.close().await;
    }
}

/// Stands between the program and a server on a socket; the server is gone while it is closed.
struct Between {
    directory: tempfile::TempDir,
    real: PathBuf,
    open: Option<JoinHandle<()>>,
}

const SOCKET: &str = ".s.PGSQL.5432";

impl Between {
    fn new(real: &str) -> Self {
        Self {
            directory: tempfile::tempdir().unwrap(),
            real: Path::new(real).join(SOCKET),
            open: None,
        }
    }

    fn open(&mut self) {
        let socket = self.directory.path().join(SOCKET);
        let _ = std::fs::remove_file(&socket);
        let listener = UnixListener::bind(socket).unwrap();
        let real = self.real.clone();
        self.open = Some(tokio::spawn(async move {
            // Dropped with the task, which ends every connection.
            let mut pairs = JoinSet::new();
            while let Ok((mut here, _)) = listener.accept().await {
                let real = real.clone();
                pairs.spawn(async move {
                    let mut there = UnixStream::connect(real).await.unwrap();
                    let _ = tokio::io::copy_bidirectional(&mut here, &mut there).await;
                });
            }
        }));
    }

    async fn close(&mut self) {
        let open = self.open.take().unwrap();
        open.abort();
        let _ = open.await;
        std::fs::remove_file(self.directory.path().join(SOCKET)).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_server_is_gone_pages_go_on_and_say_so_and_nobody_waits() {
    let urls = empty_place_urls().await;
    let Some((url, _)) = urls.iter().find(|(url, _)| url.contains("host=/")) else {
        eprintln!("not tested: no PostgreSQL on a socket");
        return;
    };
    let real = url.split("host=").nth(1).unwrap();
    let real = real.split('&').next().unwrap();
    let mut between = Between::new(real);
    between.open();
    let url = url.replace(real, &between.directory.path().display().to_string());
    let site = Site::bundled_over(Store::open(&url).await.unwrap()).await;
    let banner = "The data cannot be reached at the moment";
    let watching = tokio::spawn(site.app.clone().watch());
    assert!(!site.get("/").await.text().contains(banner));
    between.close().await;
    let until = async |is_stale: bool| {
        for _ in 0..300 {
            if site.app.is_stale() == is_stale {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("not noticed");
    };
    until(true).await;
    for (page, status) in [
        ("/", 200),
        ("/commitments", 200),
        ("/commitments?area=open-data", 200),
        ("/members/spain", 200),
        ("/charts/trend", 200),
        ("/commitments/NL0031", 503),
        ("/commitments?q=data", 503),
        ("/changes", 503),
        ("/readyz", 503),
        ("/healthz", 200),
    ] {
        let asked = Instant::now();
        let answer = site.get(page).await;
        assert_eq!(answer.status, status, "{page}: {}", answer.text());
        assert!(
            asked.elapsed() < Duration::from_secs(8),
            "{page}: {:?}",
            asked.elapsed()
        );
        if status == 200 && page != "/healthz" {
            assert!(answer.text().contains(banner), "{page}");
            assert_eq!(answer.header("cache-control"), "no-store");
            assert_eq!(answer.header("etag"), "");
        }
    }
    between.open();
    until(false).await;
    let back = site.get("/").await;
    assert!(!back.text().contains(banner) && !back.header("etag").is_empty());
    assert_eq!(site.get("/commitments/NL0031").await.status, 200);
    watching.abort();
    site.app.close().await;
}
