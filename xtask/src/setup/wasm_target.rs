//! Rust's standard library for `wasm32-unknown-unknown`, which the browser part is built with.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::wasm_from_source;
use crate::shell::{self, say};
use crate::workspace::Workspace;

pub const TARGET: &str = "wasm32-unknown-unknown";
/// How long rustup may take before the standard library is built from source instead.
const RUSTUP_TIMEOUT: Duration = Duration::from_mins(2);

/// Makes the target available, if it is not yet.
pub fn ensure(workspace: &Workspace) -> Result<()> {
    if works(workspace) {
        return Ok(());
    }
    let started = Instant::now();
    say(format_args!(
        "adding the Rust target {TARGET}, which the browser part is built for"
    ));
    wasm_from_source::remove(workspace)?;
    if let Err(reason) = add_with_rustup(workspace) {
        say(format_args!(
            "rustup could not add it ({reason:#}); building it from Debian's rust-src"
        ));
        wasm_from_source::install(workspace).with_context(|| {
            format!(
                "{TARGET} could not be built from source either; please run \
                 `rustup target add {TARGET}` where rustup's server can be reached"
            )
        })?;
        ensure!(
            works(workspace),
            "{TARGET} was built, but a program does not compile for it"
        );
    }
    // Built against another standard library, and cargo does not notice the change.
    shell::remove_dir(&workspace.target.join(TARGET))?;
    say(format_args!(
        "{TARGET} is ready ({})",
        shell::elapsed(started)
    ));
    Ok(())
}

/// Whether a program compiles and links. The files alone prove nothing: they may be from another
/// compiler, or installed twice.
fn works(workspace: &Workspace) -> bool {
    let directory = workspace.scratch().join("probe");
    let source = directory.join("probe.rs");
    let program = "pub fn probe() -> usize { String::from(\"probe\").len() }";
    if fs::create_dir_all(&directory).is_err() || fs::write(&source, program).is_err() {
        return false;
    }
    let mut rustc = workspace.rustc();
    rustc.args(["--crate-type=cdylib", "--target", TARGET, "-o"]);
    shell::output(rustc.args([directory.join("probe.wasm"), source])).is_ok()
}

/// Runs in the root directory, where `rust-toolchain.toml` chooses the toolchain for rustup as it
/// does for rustc.
fn add_with_rustup(workspace: &Workspace) -> Result<()> {
    let mut rustup = workspace.command("rustup");
    // Its failure is expected here; a backtrace would look like a bug.
    rustup
        .args(["target", "add", TARGET])
        .env("RUST_BACKTRACE", "0");
    shell::run_with_timeout(&mut rustup, RUSTUP_TIMEOUT)?;
    ensure!(works(workspace), "what it installed does not work");
    Ok(())
}
