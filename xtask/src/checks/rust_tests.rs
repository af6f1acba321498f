//! The tests of the workspace, and which of them take long.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};

use crate::shell;
use crate::workspace::Workspace;

/// A test that takes longer is listed.
pub const SLOW_SECONDS: f64 = 5.0;

/// A test that took longer than [`SLOW_SECONDS`].
#[derive(Debug, PartialEq)]
pub struct SlowTest {
    pub name: String,
    pub seconds: f64,
}

/// Runs the tests and returns the slow ones, slowest first. The error names those that failed.
pub fn run(workspace: &Workspace) -> Result<Vec<SlowTest>> {
    let mut cargo = workspace.cargo();
    cargo.args(["test", "--workspace", "--exclude=browser", "--locked"]);
    cargo.args(["--lib", "--bins", "--tests"]);
    if cfg!(unix) {
        // How long each test took is still an unstable option of the test programs. Allowing it for
        // cargo itself would rebuild every dependency that looks for a nightly compiler.
        cargo.args([
            "--config",
            r#"target."cfg(all())".runner=["env", "RUSTC_BOOTSTRAP=1"]"#,
        ]);
        cargo.args(["--", "-Zunstable-options", "--report-time"]);
    }
    let mut child = cargo
        .stdout(Stdio::piped())
        .spawn()
        .context("starting cargo")?;
    let stdout = child.stdout.take().context("the output of cargo")?;
    let mut slow = Vec::new();
    let mut failed = Vec::new();
    for line in BufReader::new(stdout).lines() {
        let line = line?;
        println!("{line}");
        slow.extend(parse_slow(&line));
        failed.extend(parse_failed(&line));
    }
    let status = child.wait()?;
    ensure!(
        status.success(),
        "the tests ended with {status}; failed: {}",
        failed.join(", ")
    );
    slow.sort_by(|a, b| b.seconds.total_cmp(&a.seconds));
    // Not among the targets above, and rustdoc does not know the option.
    shell::run(workspace.cargo().args([
        "test",
        "--workspace",
        "--exclude=browser",
        "--locked",
        "--doc",
    ]))?;
    Ok(slow)
}

/// Reads `test module::name ... ok <5.123s>`.
fn parse_slow(line: &str) -> Option<SlowTest> {
    let (name, result) = line.strip_prefix("test ")?.split_once(" ... ")?;
    let seconds = result.split_once('<')?.1.strip_suffix("s>")?.parse().ok()?;
    (seconds > SLOW_SECONDS).then(|| SlowTest {
        name: name.to_owned(),
        seconds,
    })
}

/// Reads `test module::name ... FAILED <5.123s>`.
fn parse_failed(line: &str) -> Option<String> {
    let (name, result) = line.strip_prefix("test ")?.split_once(" ... ")?;
    result.starts_with("FAILED").then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_tests_are_found_in_the_output() {
        let slow = SlowTest {
            name: "staff::limits::many".to_owned(),
            seconds: 61.5,
        };
        let line = "test staff::limits::many ... ok <61.500s>";
        assert_eq!(parse_slow(line), Some(slow));
        assert_eq!(parse_slow("test quick ... ok <0.012s>"), None);
        assert_eq!(parse_slow("test skipped ... ignored"), None);
        assert_eq!(
            parse_slow("test result: ok. 3 passed; finished in 9.00s"),
            None
        );
    }

    #[test]
    fn failed_tests_are_found_in_the_output() {
        let line = "test staff::limits::many ... FAILED <1.500s>";
        assert_eq!(parse_failed(line).as_deref(), Some("staff::limits::many"));
        assert_eq!(parse_failed("test quick ... ok <0.012s>"), None);
        assert_eq!(
            parse_failed("test result: FAILED. 3 passed; 1 failed"),
            None
        );
    }
}
