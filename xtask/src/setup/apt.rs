//! Installing Debian packages, where this is Debian (or one of its children) and we are root.

use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Result, bail};

use crate::shell::{self, say};

/// Installs packages with apt, or says in one line what to install and what for.
pub fn install(packages: &[&str], purpose: &str) -> Result<()> {
    let names = packages.join(" ");
    if shell::find_program("apt-get").is_none() {
        bail!("please install {names} ({purpose}); this machine has no apt to do it with");
    }
    if !is_root() {
        bail!("please run `apt-get install {names}` as root ({purpose})");
    }
    say(format_args!("installing {names} with apt: {purpose}"));
    refresh()?;
    shell::run(
        apt_get()
            .args([
                "install",
                "--yes",
                "--no-install-recommends",
                "-o",
                "Dpkg::Use-Pty=0",
            ])
            .args(packages),
    )
}

/// The newest version that apt offers, if it knows the package.
pub fn candidate(package: &str) -> Option<String> {
    if is_root() {
        refresh().ok()?;
    }
    let list = shell::output(Command::new("apt-cache").args(["madison", package])).ok()?;
    versions(&list).next().map(str::to_owned)
}

/// The versions in `apt-cache madison`'s table, newest first as apt lists them.
pub fn versions(madison: &str) -> impl Iterator<Item = &str> {
    madison
        .lines()
        .filter_map(|line| line.split('|').nth(1))
        .map(str::trim)
}

/// Brings the package lists up to date, once a run.
fn refresh() -> Result<()> {
    static REFRESHED: OnceLock<()> = OnceLock::new();
    if REFRESHED.get().is_none() {
        shell::run(apt_get().args(["update", "-qq"]))?;
        let _ = REFRESHED.set(());
    }
    Ok(())
}

/// `apt-get` that never stops to ask.
pub fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// Whether we may change the system.
pub fn is_root() -> bool {
    shell::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_come_out_of_the_table_in_order() {
        let table = "  rust-src | 1.96.1+dfsg1-2~bpo13+1 | mirror suite/main amd64 Packages\n  \
                     rust-src | 1.95.0+dfsg1-2~bpo13+1 | mirror suite/main amd64 Packages\n";
        assert_eq!(
            versions(table).collect::<Vec<_>>(),
            ["1.96.1+dfsg1-2~bpo13+1", "1.95.0+dfsg1-2~bpo13+1"]
        );
        assert_eq!(versions("").count(), 0);
    }
}
