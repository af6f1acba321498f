//! The program from its first moment: it answers, and says what it is doing, until the site is there.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Method, Request};
use axum::response::Response;
use ogp_tracker::web::front::{Front, Step};
use ogp_tracker::web::origin::Reached;
use store::{Opening, Store};
use tower::ServiceExt;

use crate::support::program::Program;
use crate::support::site::Site;

struct Answer {
    status: u16,
    headers: axum::http::HeaderMap,
    body: String,
}

impl Answer {
    async fn of(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Self {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }
}

async fn ask(front: &Front, method: Method, address: &str, headers: &[(&str, &str)]) -> Answer {
    let request = Request::builder().method(method).uri(address);
    let request = headers.iter().fold(request, |request, (name, value)| {
        request.header(*name, *value)
    });
    let request = request.body(Body::empty()).unwrap();
    let Ok(response) = front.service().oneshot(request).await;
    Answer::of(response).await
}

#[tokio::test]
async fn until_the_site_is_there_everyone_hears_what_is_under_way() {
    let front = Front::new(&Arc::new(Reached::default()));
    let filling = Step::Filling {
        done: 300,
        total: 1_919,
    };
    let unknown = Step::Filling { done: 0, total: 0 };
    for (step, ready, page) in [
        (Step::Opening, "opening the database\n", "ready in a moment"),
        (
            Step::Migrating,
            "migrating\n",
            "updating how the data is stored",
        ),
        (unknown, "filling the record\n", "ready in a moment"),
        (
            filling,
            "filling the record: 300 of 1,919\n",
            "300 of 1,919 commitments",
        ),
        (
            Step::Catalogue,
            "building the catalogue\n",
            "ready in a moment",
        ),
    ] {
        front.now(step);
        let alive = ask(&front, Method::GET, "/healthz", &[]).await;
        assert_eq!((alive.status, alive.body.as_str()), (200, "ok\n"));
        let answer = ask(&front, Method::GET, "/readyz", &[]).await;
        assert_eq!((answer.status, answer.body.as_str()), (503, ready));
        let answer = ask(
            &front,
            Method::GET,
            "/readyz",
            &[("accept", "application/json")],
        )
        .await;
        let json: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!((answer.status, json["ready"].as_bool()), (503, Some(false)));
        assert_eq!(json["doing"], ready.trim_end());
        if step == filling {
            assert_eq!(
                (json["done"].as_u64(), json["total"].as_u64()),
                (Some(300), Some(1_919))
            );
        }
        for address in [
            "/",
            "/commitments/NL0031?as_of=2026-01-15",
            "/staff",
            "/nowhere",
            "/%ff",
        ] {
            let answer = ask(&front, Method::GET, address, &[]).await;
            assert_eq!(answer.status, 503, "{address}");
            assert!(answer.body.contains(page), "{address}: {}", answer.body);
            assert_eq!(answer.header("retry-after"), "5", "{address}");
            assert_eq!(answer.header("cache-control"), "no-store", "{address}");
            assert_eq!(
                answer.header("x-content-type-options"),
                "nosniff",
                "{address}"
            );
            assert!(
                answer
                    .header("content-security-policy")
                    .contains("default-src 'none'")
            );
            assert_eq!(answer.header("x-request-id").len(), 32, "{address}");
            let head = ask(&front, Method::HEAD, address, &[]).await;
            assert_eq!((head.status, head.body.as_str()), (503, ""), "{address}");
            assert_eq!(head.header("retry-after"), "5", "{address}");
        }
        let api = ask(&front, Method::GET, "/api/v1/commitments", &[]).await;
        assert_eq!(api.header("content-type"), "application/problem+json");
        assert_eq!((api.status, api.header("retry-after")), (503, "5"));
    }
    // In the reader's language, by address, by choice, by browser.
    front.now(filling);
    for (address, header, words, lang) in [
        (
            "/members?lang=es",
            ("x", "y"),
            "300 de 1919 compromisos",
            "es",
        ),
        (
            "/members?lang=es",
            ("accept-language", "fr"),
            "300 de 1919 compromisos",
            "es",
        ),
        (
            "/members",
            ("accept-language", "fr"),
            "300 engagements sur 1\u{202f}919",
            "fr",
        ),
        (
            "/members",
            ("cookie", "lang=es"),
            "300 de 1919 compromisos",
            "es",
        ),
    ] {
        let answer = ask(&front, Method::GET, address, &[header]).await;
        assert!(answer.body.contains(words), "{address}: {}", answer.body);
        assert!(answer.body.contains(&format!("<html lang=\"{lang}\"")));
        assert!(
            answer.body.contains(&format!("<a href=\"{address}\"")),
            "{}",
            answer.body
        );
    }
    // What a form would send is not lost: it is asked for again by its sender.
    let form = ask(&front, Method::POST, "/staff/sign-in", &[]).await;
    assert_eq!((form.status, form.header("retry-after")), (503, "5"));
    let hostile = ask(&front, Method::GET, "//elsewhere.example/%22%3E", &[]).await;
    assert!(!hostile.body.contains("elsewhere"), "{}", hostile.body);
    // The style sheet that the page names is there.
    let page = ask(&front, Method::GET, "/", &[]).await;
    let style = page
        .body
        .split("rel=\"stylesheet\" href=\"")
        .nth(1)
        .unwrap();
    let style = style.split('"').next().unwrap();
    assert_eq!(ask(&front, Method::GET, style, &[]).await.status, 200);

    let site = Site::demonstration(5).await;
    front.open(site.router());
    assert_eq!(
        ask(&front, Method::GET, "/readyz", &[]).await.body,
        "ready\n"
    );
    assert_eq!(ask(&front, Method::GET, "/members", &[]).await.status, 200);
}

#[test]
fn a_record_that_is_being_filled_keeps_nobody_waiting() {
    let program = Program::start(3_000);
    let began = Instant::now();
    let mut steps: Vec<String> = Vec::new();
    loop {
        assert!(began.elapsed() < Duration::from_mins(4), "{steps:?}");
        let asked = Instant::now();
        let Some((status, said)) = program.get("/readyz") else {
            std::thread::sleep(Duration::from_millis(5));
            continue;
        };
        if status == 200 {
            break;
        }
        assert_eq!(status, 503, "{said}");
        assert!(asked.elapsed() < Duration::from_secs(5), "{said}");
        let (alive, _) = program.get("/healthz").unwrap();
        assert_eq!(alive, 200);
        if steps.last() != Some(&said) {
            steps.push(said);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let filled = |step: &&String| step.starts_with("filling the record: ");
    assert!(steps.iter().filter(filled).count() >= 2, "{steps:?}");
    assert!(
        steps.iter().any(|step| step.contains(" of 3,000")),
        "{steps:?}"
    );
    assert_eq!(program.get("/commitments").unwrap().0, 200);
}

#[cfg(unix)]
#[test]
fn who_stops_the_program_while_it_starts_is_heard() {
    let mut program = Program::start(50_000);
    let began = Instant::now();
    while program
        .get("/readyz")
        .is_none_or(|(_, said)| !said.starts_with("filling"))
    {
        assert!(began.elapsed() < Duration::from_mins(1));
        std::thread::sleep(Duration::from_millis(20));
    }
    let told = Command::new("kill")
        .args(["-TERM", &program.child.id().to_string()])
        .status()
        .unwrap();
    assert!(told.success());
    let left = Instant::now();
    while program.child.try_wait().unwrap().is_none() {
        assert!(left.elapsed() < Duration::from_mins(1), "it goes on");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(program.child.wait().unwrap().code(), Some(0));
}

#[tokio::test]
async fn migrating_is_told_of_where_there_is_something_to_migrate() {
    for (url, _directory) in crate::support::empty_place_urls().await {
        for expected in [1, 0] {
            let told = AtomicUsize::new(0);
            let tell = || {
                told.fetch_add(1, Ordering::SeqCst);
            };
            let opening = Opening::default();
            let store = Store::open_with_hook(&url, opening, &tell).await.unwrap();
            store.close().await;
            assert_eq!(told.load(Ordering::SeqCst), expected, "{url}");
        }
    }
}

/// While requests are answered already, a start that fails ends the program as it did before.
#[test]
fn a_start_that_fails_ends_the_program_and_says_why() {
    let directory = tempfile::tempdir().unwrap();
    let other = directory.path().join("other.db");
    let text = directory.path().join("text.db");
    std::fs::write(
        &text,
        "no database at all, but a text of some length\n".repeat(100),
    )
    .unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let url = |file: &std::path::Path| format!("sqlite://{}", file.display());
    runtime.block_on(async {
        let options = format!("{}?mode=rwc", url(&other));
        crate::support::raw::execute(&options, "CREATE TABLE theirs (id INTEGER)")
            .await
            .unwrap();
    });
    for (database, says) in [
        (url(&other), "other program"),
        (url(&text), "text.db"),
        (url(&directory.path().join("none/x.db")), "none"),
        ("postgres://nobody@127.0.0.1:1/none".to_owned(), "127.0.0.1"),
    ] {
        let began = Instant::now();
        let ended = Command::new(env!("CARGO_BIN_EXE_ogp-tracker"))
            .args(["serve", "--addr", "127.0.0.1:0", "--database", &database])
            .output()
            .unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(2), "{said}");
        assert!(
            said.contains("error: ") && said.contains(says),
            "{says}: {said}"
        );
        assert!(began.elapsed() < Duration::from_secs(40), "{said}");
    }
}
