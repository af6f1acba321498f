//! Installing Debian packages, where this is Debian (or a derivative) and we are root.

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
    update()?;
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

/// Updates the package lists, once a run.
fn update() -> Result<()> {
    static UPDATED: OnceLock<()> = OnceLock::new();
    if UPDATED.get().is_none() {
        shell::run(apt_get().args(["update", "-qq"]))?;
        let _ = UPDATED.set(());
    }
    Ok(())
}

/// `apt-get` that never asks.
pub fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// Whether we may change the system.
pub fn is_root() -> bool {
    shell::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
