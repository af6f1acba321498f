//! What goes wrong around the program: others hold the lock, the file is gone. Nobody loses what they
//! filled in, nothing is said to be saved that is not, and pages go on.

use std::time::{Duration, Instant};

use domain::Role;
use sqlx::{Connection, PgConnection, SqliteConnection};
use store::{Opening, Store};

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
            .iter()
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
        assert!(took < Duration::from_millis(1_700), "{url}: {took:?}");
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
