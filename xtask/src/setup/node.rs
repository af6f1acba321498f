//! Node and the packages of `end2end`, with which Playwright drives the browser, and of
//! `xtask/world`, which generates the shapes of the world map.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::apt;
use crate::shell::{self, find_program, say};
use crate::workspace::Workspace;

/// The oldest major version that Playwright supports.
const MIN_MAJOR: u32 = 20;

/// Makes sure of Node, npm and the packages for the browser tests.
pub fn for_browser_tests(workspace: &Workspace) -> Result<()> {
    ensure_node("it runs the end-to-end tests; --fast does without")?;
    ensure_packages(
        &workspace.end_to_end(),
        "the packages of end2end with npm (Playwright and axe, for the browser tests)",
    )
}

/// Makes sure of Node, npm and the packages that generate the shapes of the world map.
pub fn for_world(workspace: &Workspace) -> Result<()> {
    ensure_node("it generates the shapes of the world map")?;
    ensure_packages(
        &workspace.world(),
        "the packages of xtask/world with npm (Natural Earth and d3-geo, for the world map)",
    )
}

fn ensure_node(purpose: &str) -> Result<()> {
    if find_program("node").is_none() || find_program("npm").is_none() {
        apt::install(&["nodejs", "npm"], purpose)?;
    }
    let version = shell::output(Command::new("node").arg("--version"))?;
    if major(&version).is_none_or(|major| major < MIN_MAJOR) {
        bail!(
            "please install Node {MIN_MAJOR} or newer ({purpose}); this is {}",
            version.trim()
        );
    }
    Ok(())
}

/// Installs exactly what the lock file says, when that has changed since the last time.
fn ensure_packages(directory: &Path, what: &str) -> Result<()> {
    let lock = directory.join("package-lock.json");
    let lock = fs::read_to_string(&lock).with_context(|| format!("reading {}", lock.display()))?;
    let stamp = directory.join("node_modules/.installed-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    say(format_args!("installing {what}"));
    shell::run(
        Command::new("npm")
            .current_dir(directory)
            .args(["ci", "--no-audit", "--no-fund"])
            // The browser is the system's; a package must not bring another one.
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
    )?;
    fs::write(stamp, lock).context("recording which packages are installed")
}

/// The first number of `v20.20.2`.
fn major(version: &str) -> Option<u32> {
    version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_the_first_number() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major(""), None);
    }
}
