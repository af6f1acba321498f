//! Where things are, as cargo itself sees them.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::shell;

/// The project's folders.
#[derive(Debug)]
pub struct Workspace {
    /// The folder with the root `Cargo.toml`.
    pub root: PathBuf,
    /// Where cargo builds: `target`, or what `CARGO_TARGET_DIR` or cargo's configuration says.
    pub target: PathBuf,
}

impl Workspace {
    /// Asks cargo, so that every way of moving the target folder is honoured.
    pub fn find() -> Result<Self> {
        // At run time first: with one target folder for several checkouts, the path compiled in
        // may be another checkout's.
        let here = std::env::var_os("CARGO_MANIFEST_DIR")
            .unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let metadata = shell::output(cargo_in(Path::new(&here)).args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
        ]))?;
        let metadata: Value = serde_json::from_str(&metadata).context("reading cargo metadata")?;
        let path = |key: &str| {
            metadata[key]
                .as_str()
                .map(PathBuf::from)
                .with_context(|| format!("cargo metadata has no {key}"))
        };
        Ok(Self {
            root: path("workspace_root")?,
            target: path("target_directory")?,
        })
    }

    /// Cargo, to be run in the root folder.
    pub fn cargo(&self) -> Command {
        cargo_in(&self.root)
    }

    /// Any other program, to be run in the root folder.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// Where this program keeps its own files between runs.
    pub fn scratch(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// The browser part as it is embedded into the server.
    pub fn site_package(&self) -> PathBuf {
        self.target.join("site").join("pkg")
    }

    /// The release binary.
    pub fn program(&self) -> PathBuf {
        self.target
            .join("release")
            .join(format!("ogp-tracker{}", std::env::consts::EXE_SUFFIX))
    }

    /// The Playwright tests' folder.
    pub fn end_to_end(&self) -> PathBuf {
        self.root.join("end2end")
    }

    /// The folder of the script that makes the shapes of the world map.
    pub fn world(&self) -> PathBuf {
        self.root.join("xtask").join("world")
    }
}

/// Cargo without the variables that `cargo run` set for this program. Some build scripts ask to be
/// run again when one of them changes, so that leaving them in would rebuild a part of the
/// dependencies at each change between `cargo xtask` and plain `cargo`.
fn cargo_in(folder: &Path) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(folder);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(set_by_cargo_run) {
            command.env_remove(name);
        }
    }
    command
}

fn set_by_cargo_run(name: &str) -> bool {
    name.starts_with("CARGO_PKG_")
        || name.starts_with("CARGO_MANIFEST_")
        || matches!(
            name,
            "CARGO_BIN_NAME" | "CARGO_CRATE_NAME" | "CARGO_PRIMARY_PACKAGE"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_variables_of_cargo_run_are_taken_away() {
        assert!(set_by_cargo_run("CARGO_PKG_VERSION_MAJOR"));
        assert!(set_by_cargo_run("CARGO_MANIFEST_DIR"));
        assert!(!set_by_cargo_run("CARGO_TARGET_DIR"));
        assert!(!set_by_cargo_run("CARGO_HOME"));
    }
}
