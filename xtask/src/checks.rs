//! Every check of the project, in the order in which a mistake is cheapest to find.

mod rust_tests;

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::shell::{self, elapsed, format_duration, say};
use crate::workspace::Workspace;
use crate::{browser_part, setup};

/// Runs the checks; the first that fails ends the run.
pub fn run(workspace: &Workspace, fast: bool) -> Result<()> {
    let mut report = Report::default();
    let result = run_steps(workspace, fast, &mut report);
    report.print();
    result
}

fn run_steps(workspace: &Workspace, fast: bool, report: &mut Report) -> Result<()> {
    let postgres = report.step("set-up", || {
        setup::for_build(workspace)?;
        setup::for_store_tests()
    })?;
    // Before the long compilation, so that a missing browser is known in the first minute.
    let chromium = if fast {
        None
    } else {
        Some(report.step("set-up for the browser", || {
            setup::for_browser_tests(workspace)
        })?)
    };
    report.step("format", || {
        cargo(workspace, &["fmt", "--all", "--check"])?;
        // A workspace of its own; the tests compile what it shares with them.
        let fuzz = ["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"];
        cargo(workspace, &fuzz)
    })?;
    report.step("lints", || {
        cargo(
            workspace,
            &[
                "clippy",
                "--workspace",
                "--exclude=browser",
                "--all-targets",
                "--locked",
                "--",
                "-Dwarnings",
            ],
        )
    })?;
    report.step("lints of the browser part", || lint_browser_part(workspace))?;
    let advisories = report.step("dependencies", || check_dependencies(workspace))?;
    report.skipped.extend(advisories);
    report.step("documentation", || document(workspace))?;
    // Before the tests: the server carries the browser part inside, and they ask for it.
    report.step("browser part", || browser_part::build(workspace))?;
    report.slow = report.step("tests", || rust_tests::run(workspace))?;
    if let Some(chromium) = chromium {
        report.step("browser tests", || test_in_browser(workspace, &chromium))?;
    }
    if !postgres {
        report
            .skipped
            .push("PostgreSQL: nothing was tested on it (see the warning above)");
    }
    if fast {
        report.skipped.push("the browser tests (--fast)");
    }
    Ok(())
}

fn cargo(workspace: &Workspace, arguments: &[&str]) -> Result<()> {
    shell::run(workspace.cargo().args(arguments))
}

fn lint_browser_part(workspace: &Workspace) -> Result<()> {
    shell::run(
        workspace
            .cargo()
            .arg("clippy")
            .args(browser_part::CARGO_ARGUMENTS)
            .args(["--", "-Dwarnings"]),
    )
}

/// Compares the crates with `deny.toml`, where `cargo-deny` is installed; what could not be checked.
fn check_dependencies(workspace: &Workspace) -> Result<Option<&'static str>> {
    if shell::find_program("cargo-deny").is_none() {
        return Ok(Some(
            "licences and advisories of dependencies (cargo-deny is not installed)",
        ));
    }
    let offline = ["deny", "check", "bans", "licenses", "sources"];
    cargo(workspace, &offline)?;
    // The list of advisories is read from the network.
    if shell::output(workspace.cargo().args(["deny", "fetch", "db"])).is_err() {
        return Ok(Some("advisories (their list cannot be read from here)"));
    }
    cargo(workspace, &["deny", "check", "advisories"])?;
    Ok(None)
}

fn document(workspace: &Workspace) -> Result<()> {
    shell::run(
        workspace
            .cargo()
            .args([
                "doc",
                "--workspace",
                "--exclude=browser",
                "--no-deps",
                "--document-private-items",
                "--locked",
            ])
            .env("RUSTDOCFLAGS", "-D warnings"),
    )
}

fn test_in_browser(workspace: &Workspace, chromium: &Path) -> Result<()> {
    let port = shell::free_port().context("finding a free port for the server under test")?;
    shell::run(
        workspace
            .command("node")
            .current_dir(workspace.end_to_end())
            .args(["node_modules/@playwright/test/cli.js", "test"])
            // The one that the tests before were compiled with: a release build would take longer than it
            // would save.
            .env("OGP_TRACKER_BIN", workspace.debug_program())
            .env("OGP_TRACKER_PORT", port.to_string())
            .env("CHROMIUM", chromium),
    )
}

/// So many of the slow tests are named: a failure is looked for at the end of the output.
const SLOW_LISTED: usize = 15;

/// The steps that ran and how long each took.
#[derive(Default)]
struct Report {
    steps: Vec<(&'static str, Duration, bool)>,
    skipped: Vec<&'static str>,
    /// Tests of Rust that took long; Playwright lists its own.
    slow: Vec<rust_tests::SlowTest>,
}

impl Report {
    fn step<T>(&mut self, name: &'static str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        eprintln!("\n=== {name}");
        let started = Instant::now();
        let result = work();
        self.steps.push((name, started.elapsed(), result.is_ok()));
        let outcome = if result.is_ok() { "ok" } else { "FAILED" };
        say(format_args!("{name}: {outcome} ({})", elapsed(started)));
        result.with_context(|| format!("step \u{201c}{name}\u{201d}"))
    }

    fn print(&self) {
        eprintln!("\n=== summary");
        for test in self.slow.iter().take(SLOW_LISTED) {
            eprintln!("slow: {:>7.1} s  {}", test.seconds, test.name);
        }
        if self.slow.len() > SLOW_LISTED {
            let more = self.slow.len() - SLOW_LISTED;
            eprintln!("slow: {more} more took over {} s", rust_tests::SLOW_SECONDS);
        }
        for (name, duration, passed) in &self.steps {
            let outcome = if *passed { "ok" } else { "FAILED" };
            eprintln!("{name:<28} {:>14}  {outcome}", format_duration(*duration));
        }
        let total = self.steps.iter().map(|(_, duration, _)| *duration).sum();
        eprintln!("{:<28} {:>14}", "total", format_duration(total));
        for what in &self.skipped {
            eprintln!("NOT RUN: {what}");
        }
    }
}
