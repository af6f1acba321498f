//! The site on a socket: what slow, silent and many connections cannot do.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use ogp_tracker::web::server::{Limits, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::support::site::Site;

struct Running {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    ended: JoinHandle<()>,
}

async fn run(site: &Site, limits: Limits) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let ended = tokio::spawn(serve(listener, site.router(), limits, stopped));
    let stop = Some(stop);
    Running {
        address,
        stop,
        ended,
    }
}

const LIMITS: Limits = Limits {
    connections: 50,
    head: Duration::from_mins(1),
    stalled: Duration::from_secs(30),
    grace: Duration::from_secs(30),
};

impl Running {
    async fn connect(&self, sent: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(sent.as_bytes()).await.unwrap();
        stream
    }

    /// Asks for a page on a connection of its own; gives the first line of the answer and how long
    /// it took.
    async fn page(&self) -> (String, Duration) {
        let began = Instant::now();
        let asked = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        let mut stream = self.connect(asked).await;
        let mut answer = String::new();
        // A reset after the answer is no fault.
        let _ = stream.read_to_string(&mut answer).await;
        let first = answer.lines().next().unwrap_or_default();
        (first.to_owned(), began.elapsed())
    }

    async fn stop(&mut self) -> Duration {
        let began = Instant::now();
        self.stop.take().unwrap().send(()).unwrap();
        (&mut self.ended).await.unwrap();
        began.elapsed()
    }
}

/// Whether the other end has closed it.
async fn is_closed(stream: &mut TcpStream) -> bool {
    let mut rest = Vec::new();
    let read = stream.read_to_end(&mut rest);
    tokio::time::timeout(Duration::from_secs(10), read)
        .await
        .is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_without_a_request_take_nobodys_place() {
    let site = Site::demonstration(10).await;
    let mut running = run(&site, LIMITS).await;
    let mut held = Vec::new();
    for number in 0..200 {
        let sent = ["", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", "G"][number % 3];
        held.push(running.connect(sent).await);
        if number % 20 == 19 {
            let (first, took) = running.page().await;
            assert_eq!(first, "HTTP/1.1 200 OK", "after {number}");
            assert!(took < Duration::from_secs(20), "{took:?}");
        }
    }
    // The oldest were closed for the newest.
    assert!(is_closed(&mut held[0]).await);
    assert!(is_closed(&mut held[100]).await);
    // Nor do those that are left hold up the end.
    let took = running.stop().await;
    assert!(took < Duration::from_secs(20), "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_comes_slowly_and_a_connection_that_waits_are_ended() {
    let site = Site::demonstration(10).await;
    let limits = Limits {
        head: Duration::from_millis(300),
        ..LIMITS
    };
    let mut running = run(&site, limits).await;
    let asked = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    for sent in ["", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", asked] {
        let mut stream = running.connect(sent).await;
        assert!(is_closed(&mut stream).await, "{sent}");
    }
    assert_eq!(running.page().await.0, "HTTP/1.1 200 OK");
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_every_connection_is_being_answered_a_new_one_is_told_so() {
    let site = Site::demonstration(10).await;
    let limits = Limits {
        connections: 5,
        ..LIMITS
    };
    let mut running = run(&site, limits).await;
    // Forms whose end does not come keep their connections busy.
    let half = "POST /staff/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nemail=";
    let mut held = Vec::new();
    for _ in 0..5 {
        held.push(running.connect(half).await);
    }
    // The forms may not have been read yet; a busy machine takes its time.
    let deadline = Instant::now() + Duration::from_mins(2);
    while running.page().await.0 == "HTTP/1.1 200 OK" {
        assert!(Instant::now() < deadline, "nobody is turned away");
        held.push(running.connect(half).await);
    }
    drop(held);
    while running.page().await.0 != "HTTP/1.1 200 OK" {
        assert!(Instant::now() < deadline, "no place was given back");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_under_way_is_answered_before_the_end() {
    let site = Site::demonstration(10).await;
    let mut running = run(&site, LIMITS).await;
    let body = "email=a%40example.org&password=x";
    let (begin, end) = body.split_at(10);
    let mut stream = running
        .connect(&format!(
            "POST /staff/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n{begin}",
            body.len()
        ))
        .await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    running.stop.take().unwrap().send(()).unwrap();
    tokio::time::sleep(Duration::from_millis(500)).await;
    stream.write_all(end.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
    assert!(answer.ends_with("</html>") || answer.contains("</html>"));
    (&mut running.ended).await.unwrap();
}

/// What the server answers before it has read a request has no problem document: the description says so.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_long_to_be_read_is_refused_as_described() {
    let site = Site::demonstration(10).await;
    let described = site.get("/api/v1/openapi.json").await.json();
    let running = run(&site, LIMITS).await;
    let path = "/api/v1/commitments";
    let long = format!("{path}?q={}", "x".repeat(70_000));
    let many = "X-Many: 1\r\n".repeat(120);
    for (address, headers, status) in [(&*long, "", "414"), (path, &*many, "431")] {
        let asked = format!("GET {address} HTTP/1.1\r\nHost: x\r\n{headers}\r\n");
        let mut stream = running.connect(&asked).await;
        let mut answer = String::new();
        // A reset after the answer is no fault.
        let _ = stream.read_to_string(&mut answer).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} ")),
            "{answer}"
        );
        assert!(answer.contains("content-length: 0"), "{answer}");
        let said = &described["paths"][path]["get"]["responses"][status];
        assert!(said["description"].is_string(), "{status}: {said}");
        assert_eq!(said["content"], serde_json::Value::Null);
    }
}
