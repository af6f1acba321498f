//! Node and the packages of `end2end`, with which Playwright drives the browser.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::apt;
use crate::shell::{self, find_program, say};
use crate::workspace::Workspace;

/// The oldest Node that Playwright runs on.
const OLDEST: u32 = 20;
const PURPOSE: &str = "it runs the end-to-end tests; --fast does without";

/// Makes sure of Node, npm and the packages that the lock file names.
pub fn ensure(workspace: &Workspace) -> Result<()> {
    if find_program("node").is_none() || find_program("npm").is_none() {
        install()?;
    }
    let version = shell::output(Command::new("node").arg("--version"))?;
    if major(&version).is_none_or(|major| major < OLDEST) {
        bail!(
            "please install Node {OLDEST} or newer ({PURPOSE}); this is {}",
            version.trim()
        );
    }
    ensure_packages(&workspace.end_to_end())
}

fn install() -> Result<()> {
    // An older Debian's Node would be installed in vain.
    match apt::candidate("nodejs") {
        Some(version) if major(&version).is_some_and(|major| major >= OLDEST) => {
            apt::install(&["nodejs", "npm"], PURPOSE)
        }
        _ => bail!("please install Node {OLDEST} or newer, with npm ({PURPOSE})"),
    }
}

/// Installs exactly what the lock file says, when that has changed since the last time.
fn ensure_packages(folder: &Path) -> Result<()> {
    let lock = fs::read_to_string(folder.join("package-lock.json"))
        .context("reading end2end/package-lock.json")?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    say("installing the packages of end2end with npm (Playwright and axe, for the browser tests)");
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
