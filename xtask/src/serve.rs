//! Building the tracker and starting it.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::shell::{self, say};
use crate::workspace::Workspace;
use crate::{browser_part, setup};

/// Builds the browser part, then the server that embeds it.
pub fn build(workspace: &Workspace) -> Result<()> {
    let started = Instant::now();
    setup::for_build(workspace)?;
    say("building the browser part");
    browser_part::build(workspace)?;
    say("building the server");
    build_server(workspace)?;
    say(format_args!(
        "{} is ready ({})",
        workspace.program().display(),
        shell::elapsed(started)
    ));
    Ok(())
}

/// Builds the release binary; the browser part must be there.
pub fn build_server(workspace: &Workspace) -> Result<()> {
    shell::run(
        workspace
            .cargo()
            .args(["build", "--release", "--locked", "--bin", "ogp-tracker"]),
    )
}

/// Builds everything and serves. On Unix, the server replaces this process, so signals reach it and the
/// caller sees its exit status.
pub fn serve(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    build(workspace)?;
    let mut server = Command::new(workspace.program());
    server.arg("serve").args(arguments);
    exec(&mut server)
}

#[cfg(unix)]
fn exec(program: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(program.exec()).context("the server could not be started")
}

#[cfg(not(unix))]
fn exec(program: &mut Command) -> Result<()> {
    shell::run(program).context("the server stopped")
}

/// Builds the program, or uses the given binary.
pub fn build_or_use(workspace: Workspace, binary: Option<&Path>) -> Result<Workspace> {
    let Some(binary) = binary else {
        build(&workspace)?;
        return Ok(workspace);
    };
    let program = binary.canonicalize();
    let program = program.with_context(|| format!("{} does not exist", binary.display()))?;
    Ok(workspace.with_program(program))
}
