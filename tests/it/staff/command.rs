//! Accounts on the command line, and what `serve` says while there is none.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::PASSWORD;

fn program(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ogp-tracker"));
    command
        .args(arguments)
        .current_dir(directory)
        .env_remove("DATABASE_URL")
        .env_remove("RUST_LOG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs `user ...`, with a line of standard input; how it left, and what it said.
fn user(directory: &Path, arguments: &[&str], input: &str) -> (Option<i32>, String) {
    let arguments = [&["user"], arguments].concat();
    let mut child = program(directory, &arguments).spawn().unwrap();
    let mut to = child.stdin.take().unwrap();
    to.write_all(input.as_bytes()).unwrap();
    drop(to);
    let Output {
        status,
        stdout,
        stderr,
    } = child.wait_with_output().unwrap();
    let said = [stdout, stderr].concat();
    (status.code(), String::from_utf8(said).unwrap())
}

#[test]
fn accounts_are_added_listed_and_disabled() {
    let directory = tempfile::tempdir().unwrap();
    let here = directory.path();
    let given = format!("{PASSWORD}\n");
    let ada = [
        "add",
        "Ada@Example.org",
        "--role",
        "admin",
        "--name",
        "Ada L",
    ];
    // A record is made only where that is meant: the wrong directory is a slip.
    let (code, said) = user(here, &ada, &given);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("There is no record at tracker.db"), "{said}");
    let (code, said) = user(here, &[&ada[..], &["--create"]].concat(), &given);
    assert_eq!(code, Some(0), "{said}");
    assert!(!said.contains(PASSWORD), "{said}");
    let (code, said) = user(here, &["add", "ed@example.org", "--role", "editor"], "");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("Password (shown only once): "), "{said}");
    for (arguments, input, problem) in [
        (
            &ada[..],
            given.as_str(),
            "ada@example.org already has an account",
        ),
        (
            &["add", "ada", "--role", "admin"],
            "",
            "not an e-mail address",
        ),
        (
            &["add", "x@example.org", "--role", "admin"],
            "short\n",
            "at least 12",
        ),
        (&["add", "x@example.org", "--role", "king"], "", "king"),
        (
            &["disable", "x@example.org"],
            "",
            "x@example.org has no account",
        ),
        (&["disable", "ada@example.org"], "", "the last admin"),
        (
            &[
                "add",
                "x@example.org",
                "--role",
                "editor",
                "--name",
                "ADA 1",
            ],
            &given,
            "looks like that of another account",
        ),
    ] {
        let (code, said) = user(here, arguments, input);
        assert_eq!(code, Some(2), "{arguments:?}: {said}");
        assert!(said.contains(problem), "{arguments:?}: {said}");
    }

    // A second factor is removed, where there is one.
    let reset = ["reset-second-factor", "Ed@example.org"];
    let (code, said) = user(here, &reset, "");
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("ed@example.org has no second factor"),
        "{said}"
    );
    give_second_factor(here, 2);
    let (_, listed) = user(here, &["list"], "");
    assert!(listed.ends_with("\ted\tsecond factor\n"), "{listed}");
    let (code, said) = user(here, &reset, "");
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("Removed the second factor of ed@example.org"),
        "{said}"
    );
    let (code, said) = user(here, &["reset-second-factor", "x@example.org"], "");
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("x@example.org has no account"), "{said}");

    let (_, listed) = user(here, &["list"], "");
    assert_eq!(
        listed,
        "ada@example.org\tadmin\tAda L\ned@example.org\teditor\ted\n"
    );
    let (code, said) = user(here, &["disable", "ED@example.org"], "");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("Disabled ed@example.org"), "{said}");
    let (_, listed) = user(here, &["list"], "");
    let last = listed.lines().last().unwrap();
    assert!(
        last.starts_with("ed@example.org\teditor\ted\tdisabled since 2"),
        "{listed}"
    );
}

/// Gives an account a second factor.
fn give_second_factor(directory: &Path, account: i64) {
    let url = format!("sqlite://{}", directory.join("tracker.db").display());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = store::Store::open(&url).await.unwrap();
        let (now, codes) = (
            ogp_tracker::service::Clock::system().now(),
            ["hash".to_owned()],
        );
        let added = store.add_second_factor(account, ("sealed", 1), &codes, now, "");
        assert!(added.await.unwrap());
        let again = store.add_second_factor(account, ("sealed", 1), &codes, now, "");
        assert!(!again.await.unwrap());
        store.close().await;
    });
}

/// What `serve` says until it is ready.
fn said_at_start(directory: &Path) -> String {
    let arguments = ["serve", "--addr", "127.0.0.1:0", "--demo=10"];
    let mut served = program(directory, &arguments).spawn().unwrap();
    let lines = BufReader::new(served.stderr.take().unwrap()).lines();
    let mut said = String::new();
    for line in lines.map_while(Result::ok) {
        said.push_str(&line);
        said.push('\n');
        if line.contains("ready at") {
            break;
        }
    }
    served.kill().unwrap();
    served.wait().unwrap();
    assert!(said.contains("ready at"), "{said}");
    said
}

#[test]
fn serving_says_how_to_make_the_first_account_while_there_is_none() {
    let directory = tempfile::tempdir().unwrap();
    let here = directory.path();
    let hint = "ogp-tracker user add EMAIL --role admin --database sqlite://tracker.db";
    let said = said_at_start(here);
    assert!(said.contains(hint), "{said}");
    let added = user(here, &["add", "ada@example.org", "--role", "admin"], "");
    assert_eq!(added.0, Some(0), "{}", added.1);
    let said = said_at_start(here);
    assert!(!said.contains("nobody can sign in"), "{said}");
}
