//! Long runs of the fuzz targets; the tests have a short one over the same functions.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::setup;
use crate::shell::{self, say};
use crate::workspace::Workspace;

/// An input that takes longer is a finding.
const INPUT_TIMEOUT_SECONDS: u32 = 10;
/// So is one that makes a target use more memory. `AddressSanitizer` takes a part of it.
const MEMORY_LIMIT_MB: u32 = 2048;

/// Runs one target, or all, for so many seconds each. The first finding ends the run.
pub fn run(workspace: &Workspace, target: Option<&str>, seconds: u32) -> Result<()> {
    let directory = workspace.root.join("fuzz");
    let targets = targets(&directory)?;
    let chosen = match target {
        None => targets,
        Some(target) if targets.iter().any(|t| t == target) => vec![target.to_owned()],
        Some(target) => bail!(
            "there is no target {target}; there are {}",
            targets.join(", ")
        ),
    };
    setup::for_fuzzing(workspace)?;
    let sanitizer = build(workspace)?;
    for target in &chosen {
        say(format_args!("fuzzing {target} for {seconds} s"));
        let new_corpus = workspace.target.join("fuzz-corpus").join(target);
        fs::create_dir_all(&new_corpus)?;
        shell::run(
            fuzz(workspace, "run", sanitizer)
                .arg(target)
                // New inputs go to the first corpus.
                .args([new_corpus, directory.join("corpus").join(target)])
                .arg("--")
                .arg(format!(
                    "-dict={}",
                    directory.join("words.dict").display()
                ))
                .arg(format!("-max_total_time={seconds}"))
                .arg(format!("-timeout={INPUT_TIMEOUT_SECONDS}"))
                .arg(format!("-rss_limit_mb={MEMORY_LIMIT_MB}"))
                .args(["-print_final_stats=1", "-verbosity=1"]),
        )
        .with_context(|| {
            format!("{target} fails; the input is in fuzz/artifacts/{target}: fix the bug and add the input to fuzz/corpus/{target}")
        })?;
    }
    Ok(())
}

fn targets(directory: &std::path::Path) -> Result<Vec<String>> {
    let mut targets: Vec<String> = fs::read_dir(directory.join("fuzz_targets"))?
        .filter_map(|entry| Some(entry.ok()?.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    targets.sort();
    Ok(targets)
}

/// Builds every target, with `AddressSanitizer` where it works; returns the sanitizer used.
fn build(workspace: &Workspace) -> Result<&'static str> {
    let build = |sanitizer| shell::run(&mut fuzz(workspace, "build", sanitizer));
    if build("address").is_ok() {
        return Ok("address");
    }
    say("AddressSanitizer does not work here; fuzzing without it");
    build("none").map(|()| "none")
}

/// `cargo fuzz` with the stable compiler, whose unstable options cargo-fuzz needs.
fn fuzz(workspace: &Workspace, what: &str, sanitizer: &str) -> Command {
    let target: PathBuf = workspace.target.join("fuzz");
    let mut cargo = workspace.cargo();
    cargo
        .env("RUSTC_BOOTSTRAP", "1")
        .args(["fuzz", what, "--sanitizer", sanitizer, "--target-dir"])
        .arg(target);
    cargo
}
