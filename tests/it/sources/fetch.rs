//! Reading one address: what is refused, and what a server can do wrong.

use std::time::Duration;

use ogp_tracker::service::fetch::{FetchError, FetchLimits, Fetched, Fetcher, Validators};

use super::{Does, Server, fetcher};

async fn failure(fetcher: &Fetcher, url: &str) -> String {
    fetcher.fetch(url, None).await.unwrap_err().to_string()
}

fn hasty(bytes: usize) -> Fetcher {
    let limits = FetchLimits {
        total: Duration::from_millis(700),
        connect: Duration::from_millis(500),
        bytes,
    };
    Fetcher::new(&["127.0.0.1".to_owned()], limits)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_read_by_a_program_that_names_itself_and_known_files_are_not_sent_again() {
    let server = Server::start(Does::Give(b"code,member,title\n".to_vec())).await;
    let fetcher = fetcher();
    let Fetched::File(file) = fetcher.fetch(&server.url, None).await.unwrap() else {
        panic!("nothing was known of it");
    };
    assert_eq!(file.bytes, b"code,member,title\n");
    let again = fetcher.fetch(&server.url, Some(&file.validators)).await;
    assert_eq!(again.unwrap(), Fetched::NotModified);
    // What one address said of its file is told to no other.
    let elsewhere = fetcher
        .fetch(&server.at("/other.csv"), Some(&file.validators))
        .await;
    assert!(matches!(elsewhere.unwrap(), Fetched::File(_)));
    let asked = server.asked();
    assert_eq!(asked.len(), 3);
    let agent = asked[0].1["user-agent"].to_str().unwrap();
    assert!(agent.starts_with("ogp-commitment-tracker/"), "{agent}");
    assert!(!asked[0].1.contains_key("if-none-match"));
    assert!(asked[1].1.contains_key("if-none-match"));
    assert!(!asked[2].1.contains_key("if-none-match"));
    // A server that says that nothing has changed since nothing was known has not answered.
    server.now(Does::Answer(304, Vec::new()));
    assert!(failure(&fetcher, &server.url).await.contains("status 304"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_slow_breaks_off_or_sends_too_much_gives_no_file() {
    let server = Server::start(Does::Wait(Duration::from_secs(30))).await;
    let error = failure(&hasty(1_000), &server.url).await;
    assert!(error.contains("took too long"), "{error}");
    server.now(Does::BreakOff(b"code,member".to_vec()));
    let error = failure(&fetcher(), &server.url).await;
    assert!(error.contains("only a part"), "{error}");
    // Told beforehand, or not.
    for does in [
        Does::Give(vec![b'x'; 300_000]),
        Does::Stream(vec![b'x'; 300_000]),
    ] {
        server.now(does);
        let limits = FetchLimits {
            bytes: 200_000,
            ..FetchLimits::default()
        };
        let fetcher = Fetcher::new(&["127.0.0.1".to_owned()], limits);
        let error = fetcher.fetch(&server.url, None).await.unwrap_err();
        assert!(matches!(error, FetchError::TooLarge(200_000)), "{error}");
    }
    server.now(Does::Stream(vec![b'x'; 300_000]));
    let Fetched::File(file) = fetcher().fetch(&server.url, None).await.unwrap() else {
        panic!("nothing was known of it");
    };
    assert_eq!(file.bytes.len(), 300_000);
    for status in [204, 206, 401, 403, 404, 410, 500, 503] {
        server.now(Does::Answer(status, Vec::new()));
        let error = failure(&fetcher(), &server.url).await;
        assert!(error.contains(&format!("status {status}")), "{error}");
    }
    // Nobody is there.
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", closed.local_addr().unwrap());
    drop(closed);
    let error = failure(&fetcher(), &address).await;
    assert!(error.contains("cannot be reached"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn redirects_are_followed_five_times_and_each_is_checked_as_the_first() {
    let server = Server::start(Does::Give(b"a file".to_vec())).await;
    let fetcher = fetcher();
    let read = fetcher.fetch(&server.at("/hop/5"), None).await.unwrap();
    assert!(matches!(read, Fetched::File(_)));
    let error = failure(&fetcher, &server.at("/hop/6")).await;
    assert!(error.contains("redirects too often"), "{error}");
    let before = server.asked().len();
    let port = server
        .url
        .split(':')
        .nth(2)
        .unwrap()
        .split('/')
        .next()
        .unwrap();
    for (to, why) in [
        // The same server by other names, which nobody has allowed.
        (
            format!("https://localhost:{port}/x"),
            "not on the public web",
        ),
        (
            format!("https://127.0.0.2:{port}/x"),
            "not on the public web",
        ),
        (format!("https://[::1]:{port}/x"), "not on the public web"),
        (
            format!("https://[::ffff:127.0.0.1]:{port}/x"),
            "not on the public web",
        ),
        (
            format!("http://localhost:{port}/x"),
            "only be read through https",
        ),
        ("https://10.0.0.1/x".to_owned(), "not on the public web"),
        (
            "https://169.254.169.254/latest".to_owned(),
            "not on the public web",
        ),
        (
            "http://example.org/x".to_owned(),
            "only be read through https",
        ),
        ("file:///etc/passwd".to_owned(), "not a web address"),
        (format!("http://ann:secret@127.0.0.1:{port}/x"), "password"),
    ] {
        for status in [301, 302, 303, 307, 308] {
            server.now(Does::Answer(status, vec![("location", to.clone())]));
            let error = failure(&fetcher, &server.url).await;
            assert!(error.contains(why), "{to}: {error}");
        }
    }
    // It was asked for the redirects alone.
    let asked = server.asked();
    assert!(asked[before..].iter().all(|(path, _)| path == "/sheet.csv"));
    server.now(Does::Answer(302, Vec::new()));
    assert!(failure(&fetcher, &server.url).await.contains("to nowhere"));
}

#[tokio::test(flavor = "multi_thread")]
async fn hosts_that_are_not_allowed_are_refused_before_anything_is_asked() {
    let server = Server::start(Does::Give(b"a file".to_vec())).await;
    let strict = Fetcher::default();
    let port = server
        .url
        .split(':')
        .nth(2)
        .unwrap()
        .split('/')
        .next()
        .unwrap();
    for host in [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "0.0.0.0",
        "2130706433",
        "localhost.",
    ] {
        for scheme in ["http", "https"] {
            let error = failure(&strict, &format!("{scheme}://{host}:{port}/")).await;
            assert!(
                ["public web", "through https", "no host named"]
                    .iter()
                    .any(|why| error.contains(why)),
                "{scheme} {host}: {error}"
            );
        }
    }
    assert!(server.asked().is_empty());
    // A name is allowed by itself, and only it.
    let named = Fetcher::new(&[format!("localhost:{port}")], FetchLimits::default());
    let read = named
        .fetch(&format!("http://localhost:{port}/"), None)
        .await;
    assert!(matches!(read.unwrap(), Fetched::File(_)));
    let error = failure(&named, &server.url).await;
    assert!(error.contains("through https"), "{error}");
    let error = failure(&strict, "https://no-such-host.invalid/a.csv").await;
    assert!(error.contains("no host named"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn more_addresses_than_a_few_at_once_are_refused_and_turns_come_back() {
    let server = Server::start(Does::Wait(Duration::from_secs(30))).await;
    let fetcher = hasty(1_000);
    let asked = (0..6).map(|_| fetcher.fetch(&server.url, None));
    let answers = futures::future::join_all(asked).await;
    let busy = answers
        .iter()
        .filter(|a| matches!(a, Err(FetchError::Busy)));
    assert_eq!(busy.count(), 2);
    server.now(Does::Give(b"a file".to_vec()));
    let known = Validators::default();
    assert!(fetcher.fetch(&server.url, Some(&known)).await.is_ok());
}
