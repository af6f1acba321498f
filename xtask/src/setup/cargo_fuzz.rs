//! `cargo fuzz`, which builds fuzz targets with coverage and runs libFuzzer over them.

use std::time::Instant;

use anyhow::{Context, Result};

use crate::shell::{self, elapsed, say};
use crate::workspace::Workspace;

/// Installs `cargo fuzz` from crates.io, if it is not there yet.
pub fn ensure(workspace: &Workspace) -> Result<()> {
    if shell::output(workspace.cargo().args(["fuzz", "--version"])).is_ok() {
        return Ok(());
    }
    let started = Instant::now();
    say("cargo-fuzz is missing; it fuzzes the readers of files. Installing it from crates.io");
    shell::run(
        workspace
            .cargo()
            .args(["install", "cargo-fuzz", "--locked"]),
    )
    .context("please install cargo-fuzz (`cargo install cargo-fuzz --locked`)")?;
    say(format_args!(
        "cargo-fuzz is installed ({})",
        elapsed(started)
    ));
    Ok(())
}
