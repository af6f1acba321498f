//! Where things are, as cargo itself sees them.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::shell;

/// The project's directories.
#[derive(Debug)]
pub struct Workspace {
    /// The directory with the root `Cargo.toml`.
    pub root: PathBuf,
    /// Where cargo builds: `target`, or what `CARGO_TARGET_DIR` or cargo's configuration says.
    pub target: PathBuf,
    /// The program that is measured, where it is not the one that is built here.
    other_program: Option<PathBuf>,
}

impl Workspace {
    /// Asks cargo, so that every way of moving the target directory is honoured.
    pub fn find() -> Result<Self> {
        // At run time first: with one target directory for several checkouts, the path compiled in
        // may be another checkout's.
        let here = std::env::var_os("CARGO_MANIFEST_DIR")
            .unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let metadata = metadata(Path::new(&here))?;
        let path = |key: &str| {
            metadata[key]
                .as_str()
                .map(PathBuf::from)
                .with_context(|| format!("cargo metadata has no {key}"))
        };
        Ok(Self {
            root: path("workspace_root")?,
            target: path("target_directory")?,
            other_program: None,
        })
    }

    /// Cargo, to be run in the root directory.
    pub fn cargo(&self) -> Command {
        cargo_in(&self.root)
    }

    /// The compiler that cargo runs here.
    pub fn rustc(&self) -> Command {
        self.command(&std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned()))
    }

    /// Any other program, to be run in the root directory.
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

    /// Measures another program than the one that would be built here.
    pub fn with_program(mut self, program: PathBuf) -> Self {
        self.other_program = Some(program);
        self
    }

    /// The release binary.
    pub fn program(&self) -> PathBuf {
        let other = self.other_program.clone();
        other.unwrap_or_else(|| self.binary("release"))
    }

    /// The debug binary.
    pub fn debug_program(&self) -> PathBuf {
        self.binary("debug")
    }

    fn binary(&self, profile: &str) -> PathBuf {
        self.target
            .join(profile)
            .join(format!("ogp-tracker{}", std::env::consts::EXE_SUFFIX))
    }

    /// The directories of the crates that the browser part is compiled from.
    pub fn browser_crates(&self) -> Result<Vec<PathBuf>> {
        path_dependencies(&metadata(&self.root)?, "browser")
    }

    /// The directory of the Playwright tests.
    pub fn end_to_end(&self) -> PathBuf {
        self.root.join("end2end")
    }

    /// The directory of the script that generates the shapes of the world map.
    pub fn world(&self) -> PathBuf {
        self.root.join("xtask").join("world")
    }
}

fn metadata(directory: &Path) -> Result<Value> {
    let mut cargo = cargo_in(directory);
    let text = shell::output(cargo.args(["metadata", "--no-deps", "--format-version", "1"]))?;
    serde_json::from_str(&text).context("reading cargo metadata")
}

/// The directories of a package and of all its dependencies inside the workspace.
fn path_dependencies(metadata: &Value, package: &str) -> Result<Vec<PathBuf>> {
    let packages = metadata["packages"].as_array().context("no packages")?;
    let mut names = vec![package];
    let mut directories = Vec::new();
    let mut next = 0;
    while let Some(&name) = names.get(next) {
        next += 1;
        let package = packages.iter().find(|package| package["name"] == name);
        let package = package.with_context(|| format!("the workspace has no package {name}"))?;
        let manifest = package["manifest_path"].as_str().map(Path::new);
        directories.extend(manifest.and_then(Path::parent).map(Path::to_owned));
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            if let (Some(name), true) =
                (dependency["name"].as_str(), dependency["path"].is_string())
                && dependency["kind"] != "dev"
                && !names.contains(&name)
            {
                names.push(name);
            }
        }
    }
    Ok(directories)
}

/// Cargo without the variables that `cargo run` set for this program. Some build scripts ask to be
/// run again when one of them changes, so that leaving them in would rebuild a part of the
/// dependencies at each change between `cargo xtask` and plain `cargo`.
fn cargo_in(directory: &Path) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(directory);
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
    use serde_json::json;

    #[test]
    fn dependencies_inside_the_workspace_are_followed() -> Result<()> {
        let metadata = json!({"packages": [
            {"name": "a", "manifest_path": "/w/a/Cargo.toml", "dependencies": [
                {"name": "b", "path": "/w/b", "kind": null}, {"name": "serde", "kind": null}]},
            {"name": "b", "manifest_path": "/w/b/Cargo.toml", "dependencies": [
                {"name": "a", "path": "/w/a", "kind": null},
                {"name": "c", "path": "/w/c", "kind": "dev"}]},
            {"name": "c", "manifest_path": "/w/c/Cargo.toml", "dependencies": []},
        ]});
        let found = path_dependencies(&metadata, "a")?;
        assert_eq!(found, ["/w/a", "/w/b"].map(PathBuf::from));
        assert!(path_dependencies(&metadata, "d").is_err());
        Ok(())
    }

    #[test]
    fn only_the_variables_of_cargo_run_are_removed() {
        assert!(set_by_cargo_run("CARGO_PKG_VERSION_MAJOR"));
        assert!(set_by_cargo_run("CARGO_MANIFEST_DIR"));
        assert!(!set_by_cargo_run("CARGO_TARGET_DIR"));
        assert!(!set_by_cargo_run("CARGO_HOME"));
    }
}
