//! Rust's standard library for `wasm32-unknown-unknown`, which the browser part is built with.
//!
//! Two ways to it: rustup has it ready-made; where rustup's server cannot be reached, Debian has
//! its source, which is compiled here (under a minute) and put where rustup would have put it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::rust_source;
use crate::shell::{self, say};
use crate::workspace::Workspace;

/// The target's name.
pub const TARGET: &str = "wasm32-unknown-unknown";
/// How long rustup may take before Debian is asked instead.
const RUSTUP_LIMIT: Duration = Duration::from_mins(2);
/// Marks a standard library that was built here, so that a broken one may be thrown away.
const MARK: &str = "built-by-ogp-tracker-xtask";

/// Makes the target available, if it is not yet.
pub fn ensure(workspace: &Workspace) -> Result<()> {
    if works(workspace) {
        return Ok(());
    }
    let toolchain = Toolchain::find(workspace)?;
    let _lock = lock(&toolchain); // Two builds at once would install two sets, which break every build.
    if works(workspace) {
        return Ok(());
    }
    let started = Instant::now();
    say(format_args!(
        "Rust's standard library for {TARGET} is missing; the browser part is built with it"
    ));
    toolchain.discard_own_work()?;
    let by_rustup = install_with_rustup(workspace);
    if let Err(reason) = by_rustup {
        say(format_args!(
            "rustup could not install it ({reason:#}), trying Debian's source"
        ));
        install_from_source(workspace, &toolchain).with_context(|| {
            format!(
                "the standard library for {TARGET} could not be built from Debian's source either; \
                 please run `rustup target add {TARGET}` where rustup's server can be reached"
            )
        })?;
    }
    // What was compiled against another standard library cannot be used with this one, and cargo
    // does not notice the change.
    discard(&workspace.target.join(TARGET))?;
    say(format_args!(
        "{TARGET} is ready ({})",
        shell::elapsed(started)
    ));
    Ok(())
}

/// Whether a program that uses the standard library compiles and links. Files alone prove nothing:
/// they may be another compiler's, or there twice.
fn works(workspace: &Workspace) -> bool {
    let folder = workspace.scratch().join("probe");
    let source = folder.join("probe.rs");
    let text = "pub fn probe() -> usize { std::collections::HashMap::<String, u8>::new().len() }";
    if fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&source, text))
        .is_err()
    {
        return false;
    }
    let mut rustc = workspace.command(&rustc());
    rustc.args([
        "--edition=2024",
        "--crate-type=cdylib",
        "--target",
        TARGET,
        "-o",
    ]);
    shell::output(rustc.args([folder.join("probe.wasm"), source])).is_ok()
}

/// Runs in the root folder, where `rust-toolchain.toml` (or what started this program) chooses the
/// same toolchain for rustup as for rustc.
fn install_with_rustup(workspace: &Workspace) -> Result<()> {
    ensure!(
        shell::find_program("rustup").is_some(),
        "there is no rustup"
    );
    say(format_args!(
        "asking rustup for it (for at most {} s)",
        RUSTUP_LIMIT.as_secs()
    ));
    let mut rustup = workspace.command("rustup");
    // That it fails is foreseen; a backtrace would look like a defect.
    rustup
        .args(["target", "add", TARGET])
        .env("RUST_BACKTRACE", "0");
    shell::run_bounded(&mut rustup, RUSTUP_LIMIT)?;
    ensure!(
        works(workspace),
        "rustup says that it is installed, but it does not work"
    );
    Ok(())
}

fn install_from_source(workspace: &Workspace, toolchain: &Toolchain) -> Result<()> {
    ensure!(
        !toolchain.sysroot.starts_with("/usr"),
        "rustc is the system's own: please install the system's package of {TARGET} for it \
         (Debian: libstd-rust-dev-wasm32)"
    );
    let staged = toolchain.stage()?;
    let work = workspace.scratch().join("wasm-target");
    discard(&work)?;
    fs::create_dir_all(&work)?;
    let source = toolchain.provide_source(&work)?;
    say("compiling the standard library for it (about 40 s)");
    let libraries = compile(workspace, &work)?;
    drop(source);
    toolchain.install(&libraries, &staged)?;
    if !works(workspace) {
        toolchain.discard_own_work()?;
        bail!("the standard library was built, but a program does not compile with it");
    }
    discard(&work)
}

/// Builds an empty library together with the standard library and returns the files of the latter.
fn compile(workspace: &Workspace, work: &Path) -> Result<Vec<PathBuf>> {
    const NAME: &str = "nothing";
    let package = work.join(NAME);
    fs::create_dir_all(package.join("src"))?;
    fs::write(package.join("src/lib.rs"), "")?;
    // `[workspace]` keeps the project's own workspace out of it.
    let manifest = format!("[package]\nname = \"{NAME}\"\nedition = \"2024\"\n\n[workspace]\n");
    fs::write(package.join("Cargo.toml"), manifest)?;
    let target = work.join("target");
    shell::run(
        workspace
            .cargo()
            .current_dir(&package)
            .args([
                "build",
                "--release",
                "-Zbuild-std=std,panic_abort,panic_unwind",
            ])
            .args(["--target", TARGET])
            .env("CARGO_TARGET_DIR", &target)
            // -Z options of a stable compiler; Rust's own build does the same.
            .env("RUSTC_BOOTSTRAP", "1")
            // In place of the project's flags and the user's. Link-time optimisation of the browser
            // part needs the bitcode, which cargo would leave out here.
            .env("CARGO_ENCODED_RUSTFLAGS", "-Cembed-bitcode=yes"),
    )?;
    let built = target.join(TARGET).join("release/deps");
    let own = format!("lib{NAME}-");
    let libraries: Vec<PathBuf> = fs::read_dir(&built)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|file| file.extension() == Some(OsStr::new("rlib")))
        .filter(|file| !file_name(file).starts_with(&own))
        .collect();
    for needed in ["libcore-", "libstd-", "libpanic_abort-"] {
        ensure!(
            libraries
                .iter()
                .any(|file| file_name(file).starts_with(needed)),
            "cargo built no {needed}*.rlib"
        );
    }
    Ok(libraries)
}

/// The toolchain that the project is built with.
struct Toolchain {
    sysroot: PathBuf,
    version: String,
}

impl Toolchain {
    fn find(workspace: &Workspace) -> Result<Self> {
        let sysroot = shell::output(workspace.command(&rustc()).args(["--print", "sysroot"]))?;
        let version = shell::output(workspace.command(&rustc()).arg("-vV"))?;
        Ok(Self {
            sysroot: PathBuf::from(sysroot.trim()),
            version: release(&version)
                .context("rustc -vV names no release")?
                .to_owned(),
        })
    }

    fn rustlib(&self) -> PathBuf {
        self.sysroot.join("lib/rustlib")
    }

    /// Throws away a target that was built here and does not work, as it stops working when rustup
    /// updates the toolchain: beside it, rustup's own files would be a second set.
    fn discard_own_work(&self) -> Result<()> {
        let folder = self.rustlib().join(TARGET);
        if folder.join(MARK).exists() {
            discard(&folder)
        } else {
            Ok(())
        }
    }

    /// Puts the standard library's source where cargo looks for it, until the value is dropped.
    fn provide_source(&self, work: &Path) -> Result<Option<SourceLink>> {
        let place = self.rustlib().join("src/rust/library");
        if place.is_symlink() {
            fs::remove_file(&place)?; // Left by a run that was cut off.
        }
        if place.join("std/Cargo.toml").exists() {
            return Ok(None); // The component rust-src is installed.
        }
        let library = rust_source::fetch(&self.version, work)?;
        SourceLink::new(&library, place).map(Some)
    }

    /// Makes an empty folder beside the target's place. Before anything is fetched: a toolchain that
    /// cannot be written to should be known at once.
    fn stage(&self) -> Result<PathBuf> {
        let staged = self.rustlib().join(format!(".{TARGET}.new"));
        discard(&staged)?;
        fs::create_dir_all(staged.join("lib"))
            .with_context(|| format!("{} cannot be written to", self.sysroot.display()))?;
        Ok(staged)
    }

    /// Moves the finished files into place in one step.
    fn install(&self, libraries: &[PathBuf], staged: &Path) -> Result<()> {
        for library in libraries {
            fs::copy(library, staged.join("lib").join(file_name(library)))?;
        }
        fs::write(
            staged.join(MARK),
            "Compiled from Debian's rust-src. Safe to delete.\n",
        )?;
        let place = self.rustlib().join(TARGET);
        discard(&place)?;
        fs::rename(staged, &place).context("moving the standard library into place")
    }
}

/// A symbolic link from the toolchain to the unpacked source, taken away again in any case: it is
/// not the component that rustup knows.
struct SourceLink(PathBuf);

impl SourceLink {
    fn new(library: &Path, place: PathBuf) -> Result<Self> {
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent)
                .with_context(|| format!("{} cannot be written to", parent.display()))?;
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(library, &place)?;
        #[cfg(not(unix))]
        bail!(
            "{} cannot be linked to {}",
            place.display(),
            library.display()
        );
        Ok(Self(place))
    }
}

impl Drop for SourceLink {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
        // The two folders above it, if they were made for it and are empty again.
        for folder in self.0.ancestors().skip(1).take(2) {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Held while the toolchain is changed. Best effort: another user's lock file cannot be opened.
fn lock(toolchain: &Toolchain) -> Option<fs::File> {
    let name = format!("ogp-tracker-{TARGET}-{}.lock", toolchain.version);
    let file = fs::File::create(std::env::temp_dir().join(name)).ok()?;
    file.lock().ok()?;
    Some(file)
}

fn rustc() -> String {
    std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned())
}

/// The release in `rustc -vV`'s table.
fn release(table: &str) -> Option<&str> {
    table
        .lines()
        .find_map(|line| line.strip_prefix("release: "))
        .map(str::trim)
}

fn file_name(file: &Path) -> String {
    file.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn discard(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be removed", folder.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_release_is_read_from_rustcs_table() {
        let table =
            "rustc 1.95.0 (0000000 2026-04-14)\nhost: x\nrelease: 1.95.0\nLLVM version: 22\n";
        assert_eq!(release(table), Some("1.95.0"));
        assert_eq!(release("rustc"), None);
    }
}
