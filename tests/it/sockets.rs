//! The site on a Unix socket.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener as StdListener;
use std::path::Path;
use std::time::Duration;

use ogp_tracker::web::listen::{Address, Listener};
use ogp_tracker::web::server::{Limits, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::sync::oneshot;

use crate::support::site::Site;

const LIMITS: Limits = Limits {
    connections: 5,
    head: Duration::from_mins(1),
    stalled: Duration::from_secs(30),
    grace: Duration::from_secs(30),
};

fn at(path: &Path) -> Address {
    format!("unix:{}", path.display()).parse().unwrap()
}

async fn asked(path: &Path, request: &str) -> String {
    let mut stream = UnixStream::connect(path).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_is_for_its_group_answers_and_is_gone_at_the_end() {
    let site = Site::demonstration(10).await;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("http.sock");
    // One that a program left behind when it was killed.
    drop(StdListener::bind(&path).unwrap());
    assert!(path.exists());

    let listener = Listener::bind(&at(&path)).await.unwrap();
    assert_eq!(listener.network_address().unwrap(), None);
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o660);
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(serve(listener, site.router(), LIMITS, stopped));

    let page = "GET /commitments HTTP/1.1\r\nHost: tracker.example\r\nConnection: close\r\n\r\n";
    let answer = asked(&path, page).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(answer.contains("</html>"));
    // The figures are for the machine itself, and not for those whom a proxy lets through.
    let local = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    assert!(asked(&path, local).await.starts_with("HTTP/1.1 200"));
    let foreign = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n\r\n";
    assert!(asked(&path, foreign).await.starts_with("HTTP/1.1 404"));

    // Somebody answers on it: it is not taken away from them.
    let refused = Listener::bind(&at(&path)).await.unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::AddrInUse);
    assert!(asked(&path, page).await.starts_with("HTTP/1.1 200 OK"));

    stop.send(()).unwrap();
    running.await.unwrap();
    assert!(!path.exists());
}

#[tokio::test]
async fn no_file_but_a_socket_is_replaced_and_no_socket_of_another_removed() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("http.sock");
    fs::write(&path, "a file that somebody needs").unwrap();
    let refused = Listener::bind(&at(&path)).await.unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::AlreadyExists);
    assert!(fs::read_to_string(&path).unwrap().contains("needs"));
    fs::remove_file(&path).unwrap();

    let first = Listener::bind(&at(&path)).await.unwrap();
    fs::remove_file(&path).unwrap();
    let second = Listener::bind(&at(&path)).await.unwrap();
    drop(first);
    assert!(path.exists(), "another\u{2019}s socket was removed");
    drop(second);
    assert!(!path.exists());
}
