//! Long runs of the fuzz targets. A short one, over the same functions, is among the tests.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::setup;
use crate::shell::{self, say};
use crate::workspace::Workspace;

/// An input that takes longer is a finding, in seconds.
const LIMIT_OF_INPUT: u32 = 10;
/// So is one that makes a target hold more, in megabytes. The compiler's checks of memory take a
/// part of it.
const LIMIT_OF_MEMORY: u32 = 2048;

/// Runs one target, or each for so many seconds. The first finding ends the run.
pub fn run(workspace: &Workspace, target: Option<&str>, seconds: u32) -> Result<()> {
    let folder = workspace.root.join("fuzz");
    let targets = targets(&folder)?;
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
        let found = workspace.target.join("fuzz-corpus").join(target);
        fs::create_dir_all(&found)?;
        shell::run(
            fuzz(workspace, "run", sanitizer)
                .arg(target)
                // What is found on the way goes to the first of them.
                .args([found, folder.join("corpus").join(target)])
                .arg("--")
                .arg(format!(
                    "-dict={}",
                    folder.join("words.dict").display()
                ))
                .arg(format!("-max_total_time={seconds}"))
                .arg(format!("-timeout={LIMIT_OF_INPUT}"))
                .arg(format!("-rss_limit_mb={LIMIT_OF_MEMORY}"))
                .args(["-print_final_stats=1", "-verbosity=1"]),
        )
        .with_context(|| {
            format!("{target} breaks; the input is in fuzz/artifacts/{target}: mend it, and add it to fuzz/corpus/{target}")
        })?;
    }
    Ok(())
}

fn targets(folder: &std::path::Path) -> Result<Vec<String>> {
    let mut targets: Vec<String> = fs::read_dir(folder.join("fuzz_targets"))?
        .filter_map(|entry| Some(entry.ok()?.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    targets.sort();
    Ok(targets)
}

/// Builds every target, with checks of memory where the compiler has them; gives what was used.
fn build(workspace: &Workspace) -> Result<&'static str> {
    let with = |sanitizer| shell::run(&mut fuzz(workspace, "build", sanitizer));
    if with("address").is_ok() {
        return Ok("address");
    }
    say("AddressSanitizer does not work here: fuzzing goes on without it");
    with("none").map(|()| "none")
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
