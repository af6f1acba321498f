//! Set-up: what a command needs and the machine may not have.
//!
//! Each part looks first and says nothing when all is there. What is missing is installed where
//! that is possible, and otherwise named in one line that says what to install and what for.

mod apt;
mod cargo_fuzz;
mod chromium;
mod compiler;
mod node;
mod postgres;
mod wasm_from_source;
mod wasm_target;

use std::path::PathBuf;

use anyhow::Result;

use crate::shell::{say, under_ci};
use crate::workspace::Workspace;

/// What building needs: a C compiler (for `SQLite`) and Rust's standard library for WebAssembly.
pub fn for_build(workspace: &Workspace) -> Result<()> {
    compiler::ensure()?;
    wasm_target::ensure(workspace)
}

/// Whether the store tests will find a `PostgreSQL` server: `TEST_POSTGRES_URL` names one, or they
/// start a throwaway cluster with the machine's server programs. Not having them is an error where
/// nobody watches, and otherwise said aloud.
pub fn for_store_tests() -> Result<bool> {
    if std::env::var_os("TEST_POSTGRES_URL").is_some() {
        return Ok(true);
    }
    match postgres::ensure() {
        Ok(()) => Ok(true),
        Err(error) if under_ci() => Err(error),
        Err(error) => {
            say(format_args!(
                "WARNING: nothing will be tested on PostgreSQL: {error:#}"
            ));
            Ok(false)
        }
    }
}

/// The directory of `PostgreSQL`'s server programs; none where they cannot be had.
pub fn postgres_programs() -> Option<PathBuf> {
    if let Err(error) = postgres::ensure() {
        say(format_args!(
            "PostgreSQL's server programs are missing: {error:#}"
        ));
    }
    postgres::programs()
}

/// What the browser tests need: Node with the packages of `end2end`, and Chromium, whose path is
/// returned.
pub fn for_browser_tests(workspace: &Workspace) -> Result<PathBuf> {
    node::for_browser_tests(workspace)?;
    chromium::ensure()
}

/// What fuzzing needs: a C++ compiler (for libFuzzer) and `cargo fuzz`.
pub fn for_fuzzing(workspace: &Workspace) -> Result<()> {
    compiler::ensure_cpp()?;
    cargo_fuzz::ensure(workspace)
}

/// What generating the shapes of the world map needs: Node with the packages of `xtask/world`.
pub fn for_world(workspace: &Workspace) -> Result<()> {
    node::for_world(workspace)
}
