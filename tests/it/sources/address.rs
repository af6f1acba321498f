//! A file by its address: from the desk and from the command line.

use std::process::{Command, Output};

use domain::Role;

use super::{Does, Server, fetcher, page};
use crate::import::browser::{FILE, settled};
use crate::support::site::Site;

const IMPORT: &str = "/staff/import";
const ADDRESS: &str = "/staff/import/address";

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_previews_a_file_by_its_address() {
    let site = Site::bundled().await;
    site.app.use_fetcher(fetcher());
    let server = Server::start(Does::Give(FILE.into())).await;
    let editor = site.browser("ed@example.org", Role::Editor).await;
    let version = site.app.catalogue().version().number;
    let secret = server.at("/sheet.csv?key=s3cret");
    let sent = editor.send(IMPORT, ADDRESS, &[("address", &secret)]).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let page = sent.header("location").to_owned();
    let shown = settled(&editor, &page).await.text();
    for said in [
        "1 new",
        "1 changed",
        "Open Algorithms \u{2192} A better title",
    ] {
        assert!(shown.contains(said), "{said} in {shown}");
    }
    assert!(
        shown.contains("/sheet.csv") && !shown.contains("s3cret"),
        "{shown}"
    );
    assert_eq!(site.app.catalogue().version().number, version);
    let done = editor
        .send(&page, &page, &[("do", "apply"), ("reason", "x")])
        .await;
    assert_eq!(done.status, 303, "{}", done.text());
    settled(&editor, &page).await;
    let history = site.get("/changes").await.body;
    assert!(
        history.contains("/sheet.csv") && !history.contains("s3cret"),
        "{history}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_cannot_be_used_is_told_beside_the_field() {
    let site = Site::bundled().await;
    site.app.use_fetcher(fetcher());
    let server = Server::start(Does::Give(b"\x89PNG\r\n\x1a\n\0\0".to_vec())).await;
    let editor = site.browser("ed@example.org", Role::Editor).await;
    for (address, why) in [
        (server.url.as_str(), "cannot be used"),
        ("https://localhost/x", "not on the public web"),
        ("https://10.1.1.1/x", "not on the public web"),
        ("ftp://example.org/x", "not a web address"),
        ("", "not a web address"),
    ] {
        let sent = editor.send(IMPORT, ADDRESS, &[("address", address)]).await;
        assert_eq!(sent.status, 422, "{address}");
        assert!(sent.text().contains(why), "{address}: {}", sent.text());
        assert!(
            sent.body.contains(&format!("value=\"{address}\"")),
            "what was typed stays"
        );
    }
    let stranger = site
        .stranger()
        .post(ADDRESS, &[("address", &server.url)])
        .await;
    assert_eq!(stranger.status, 401);
    assert_eq!(server.asked().len(), 1);
}

async fn run(here: &std::path::Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ogp-tracker"));
    command
        .args(arguments)
        .current_dir(here)
        .env_remove("DATABASE_URL")
        // A proxy of the environment would see what is asked, and could not be checked.
        .env("http_proxy", "http://127.0.0.1:9")
        .env("HTTPS_PROXY", "http://127.0.0.1:9")
        .env("ALL_PROXY", "http://127.0.0.1:9");
    let done = tokio::task::spawn_blocking(move || command.output());
    let Output {
        status,
        stdout,
        stderr,
    } = done.await.unwrap().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout) + &text(stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_imports_an_address_and_watches_sources() {
    let directory = tempfile::tempdir().unwrap();
    let here = directory.path();
    let url = format!("sqlite://{}", here.join("tracker.db").display());
    store::Store::open(&url).await.unwrap().close().await;
    let sheet = super::Sheet::real();
    let server = Server::start(Does::Give(sheet.bytes())).await;
    let url = server.url.as_str();
    let (code, said) = run(here, &["import", url]).await;
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("only be read through https"), "{said}");
    let (code, said) = run(
        here,
        &["import", url, "--allow-host", "127.0.0.1", "--dry-run"],
    )
    .await;
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("215 would be new"), "{said}");
    let (code, said) = run(here, &["import", url, "--allow-host", "127.0.0.1"]).await;
    assert_eq!(code, Some(0), "{said}");

    let add = |name: &'static str, every: &'static str| {
        let hosts = ["--allow-host", "elsewhere", "--allow-host", "127.0.0.1"];
        let mut all = vec!["source", "add", name, url, "--every", every];
        all.extend(hosts);
        all
    };
    let (code, said) = run(here, &["source", "add", "Sheet", url]).await;
    assert_eq!((code, said.contains("https")), (Some(2), true), "{said}");
    let (code, said) = run(here, &add("Sheet", "5s")).await;
    assert_eq!(
        (code, said.contains("such as 24h")),
        (Some(2), true),
        "{said}"
    );
    let (code, said) = run(here, &add("Sheet", "12h")).await;
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = run(here, &add("sheet", "12h")).await;
    assert_eq!((code, said.contains("already")), (Some(2), true), "{said}");

    let again = ["source", "run", "Sheet", "--allow-host", "127.0.0.1"];
    let (code, said) = run(here, &again).await;
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("Read. Waiting for approval: nothing new."),
        "{said}"
    );
    let mut changed = sheet.clone();
    changed.set(&sheet.unrated()[0], "Early Results", "Significant");
    server.now(Does::Give(changed.bytes()));
    let (code, said) = run(here, &again).await;
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("Waiting for approval: 1 new rating."),
        "{said}"
    );
    let (_, said) = run(here, &again).await;
    assert!(
        said.contains("Not changed since it was last read"),
        "{said}"
    );
    let (code, said) = run(here, &["source", "run", "Sheet"]).await;
    assert_eq!((code, said.contains("https")), (Some(2), true), "{said}");
    let (_, said) = run(here, &["source", "list"]).await;
    for part in ["Sheet\t", "\t12h\tapproval\tread ", "1 new rating", "once"] {
        assert!(said.contains(part), "{part} in {said}");
    }
    let (code, said) = run(here, &["source", "remove", "Sheet"]).await;
    assert_eq!(code, Some(0), "{said}");
    let (code, _) = run(here, &["source", "remove", "Sheet"]).await;
    assert_eq!(code, Some(2));
    let (_, said) = run(here, &["check"]).await;
    assert!(said.contains("is sound"), "{said}");
    assert!(page().contains("/staff/sources/"));
}
