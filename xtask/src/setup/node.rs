//! Node and the packages of `end2end`, with which Playwright drives the browser, and of
//! `xtask/world`, which makes the world map's shapes.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::apt;
use crate::shell::{self, find_program, say};
use crate::workspace::Workspace;

/// The oldest Node that Playwright runs on.
const OLDEST: u32 = 20;

/// Makes sure of Node, npm and the packages for the browser tests.
pub fn for_browser_tests(workspace: &Workspace) -> Result<()> {
    ensure_node("it runs the end-to-end tests; --fast does without")?;
    ensure_packages(
        &workspace.end_to_end(),
        "the packages of end2end with npm (Playwright and axe, for the browser tests)",
    )
}

/// Makes sure of Node, npm and the packages that make the world map's shapes.
pub fn for_world(workspace: &Workspace) -> Result<()> {
    ensure_node("it makes the world map's shapes")?;
    ensure_packages(
        &workspace.world(),
        "the packages of xtask/world with npm (Natural Earth and d3-geo, for the world map)",
    )
}

fn ensure_node(purpose: &str) -> Result<()> {
    if find_program("node").is_none() || find_program("npm").is_none() {
        install(purpose)?;
    }
    let version = shell::output(Command::new("node").arg("--version"))?;
    if major(&version).is_none_or(|major| major < OLDEST) {
        bail!(
            "please install Node {OLDEST} or newer ({purpose}); this is {}",
            version.trim()
        );
    }
    Ok(())
}

fn install(purpose: &str) -> Result<()> {
    // An older Debian's Node would be installed in vain.
    match apt::candidate("nodejs") {
        Some(version) if major(&version).is_some_and(|major| major >= OLDEST) => {
            apt::install(&["nodejs", "npm"], purpose)
        }
        _ => bail!("please install Node {OLDEST} or newer, with npm ({purpose})"),
    }
}

/// Installs exactly what the lock file says, when that has changed since the last time.
fn ensure_packages(folder: &Path, what: &str) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let lock = fs::read_to_string(&lock).with_context(|| format!("reading {}", lock.display()))?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    say(format_args!("installing {what}"));
    shell::run(
        Command::new("npm")
            .current_dir(folder)
            .args(["ci", "--no-audit", "--no-fund"])
            // The browser is the system's; a package must not bring another one.
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
    )?;
    fs::write(stamp, lock).context("noting which packages are installed")
}

/// The first number of `v20.20.2`, `20.20.2-1` and the like; Debian's epoch is passed over.
fn major(version: &str) -> Option<u32> {
    let version = version.trim().trim_start_matches('v');
    let version = version
        .split_once(':')
        .map_or(version, |(_epoch, rest)| rest);
    version.split(['.', '-', '+', '~']).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_node_and_from_debian() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("18.20.4+dfsg-1~deb12u1"), Some(18));
        assert_eq!(major("1:22.1.0-1"), Some(22));
        assert_eq!(major(""), None);
    }
}
