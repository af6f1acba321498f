//! The way to [`TARGET`] for machines that reach a Debian mirror but not rustup's server: Debian
//! backports the source of the standard library, which is compiled here (under a minute of quiet
//! machine) and put where rustup would have put it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::apt;
use super::wasm_target::TARGET;
use crate::shell::{self, say};
use crate::workspace::Workspace;

/// Debian's suite that carries new versions of Rust.
const SUITE: &str = "trixie-backports";
/// Marks a standard library that was built here, so that [`remove`] deletes no other.
const MARKER: &str = "built-by-ogp-tracker-xtask";

/// Compiles and installs the standard library of exactly rustc's version.
pub fn install(workspace: &Workspace) -> Result<()> {
    let work = workspace.scratch().join("rust-src");
    shell::remove_dir(&work)?;
    // Beside its final place, and before the download: a toolchain that is read-only is known at once.
    let place = rustlib(workspace)?;
    let staged = place.with_extension("new");
    shell::remove_dir(&staged)?;
    fs::create_dir_all(staged.join("lib"))
        .with_context(|| format!("{} cannot be written to", staged.display()))?;
    let library = download(&work, &rustc_version(workspace)?)?;
    say("compiling the standard library");
    for file in compile(workspace, &library, &work.join("target"))? {
        let name = file.file_name().unwrap_or_default();
        fs::copy(&file, staged.join("lib").join(name))?;
    }
    fs::write(staged.join(MARKER), "Safe to delete.\n")?;
    shell::remove_dir(&place)?;
    fs::rename(&staged, &place)?;
    shell::remove_dir(&work)
}

/// Removes what [`install`] installed: it stops working when rustup updates the toolchain, and
/// beside it rustup's own files would be a second set.
pub fn remove(workspace: &Workspace) -> Result<()> {
    let place = rustlib(workspace)?;
    if place.join(MARKER).exists() {
        shell::remove_dir(&place)?;
    }
    Ok(())
}

fn rustlib(workspace: &Workspace) -> Result<PathBuf> {
    let sysroot = shell::output(workspace.rustc().args(["--print", "sysroot"]))?;
    Ok(Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET))
}

fn rustc_version(workspace: &Workspace) -> Result<String> {
    let version = shell::output(workspace.rustc().arg("-vV"))?;
    let release = version
        .lines()
        .find_map(|line| line.strip_prefix("release: "));
    Ok(release.context("rustc -vV names no release")?.to_owned())
}

/// Downloads the package `rust-src` and unpacks its `library` directory, an eighth of it.
///
/// The suite is not the machine's own, so apt runs with sources, lists and a cache of its own: the
/// system's stay as they are, and nobody needs to be root. Signatures are checked as ever.
fn download(work: &Path, rust_version: &str) -> Result<PathBuf> {
    if apt::is_root() {
        // An older Debian may lack the newer suite's keys.
        apt::install(&["debian-archive-keyring"], "it verifies Debian's packages")?;
    }
    for directory in ["lists/partial", "cache/archives/partial"] {
        fs::create_dir_all(work.join(directory))?;
    }
    let sources = work.join("sources.list");
    fs::write(&sources, format!("deb {} {SUITE} main\n", mirror()?))?;
    let apt_get = || {
        let mut command = apt::apt_get();
        command.current_dir(work);
        for (option, value) in [
            ("Dir::Etc::SourceList", sources.as_path()),
            ("Dir::Etc::SourceParts", Path::new("-")),
            ("Dir::State::Lists", &work.join("lists")),
            ("Dir::Cache", &work.join("cache")),
            ("APT::Update::Error-Mode", Path::new("any")),
            // apt's own user cannot write into a directory of root's.
            ("APT::Sandbox::User", Path::new("root")),
        ] {
            command
                .arg("-o")
                .arg(format!("{option}={}", value.display()));
        }
        command
    };
    shell::run(apt_get().args(["update", "-q"]))?;
    // `+` keeps out betas, which are 1.95.0~beta.
    let package = format!("rust-src={rust_version}+*");
    shell::run(apt_get().args(["download", "-q", &package]))?;
    let library = format!("usr/src/rustc-{rust_version}/library");
    let unpack = format!("dpkg-deb --fsys-tarfile rust-src_*.deb | tar -x ./{library}");
    shell::run(Command::new("sh").current_dir(work).args(["-c", &unpack]))?;
    Ok(work.join(library))
}

/// The Debian mirror that this machine uses, as apt itself understands its sources.
fn mirror() -> Result<String> {
    let mirrors = shell::output(Command::new("apt-get").args([
        "indextargets",
        "--format=$(REPO_URI)",
        "Created-By: Packages",
        "Origin: Debian",
        "Label: Debian",
        "Component: main",
    ]))?;
    let first = mirrors.lines().next();
    Ok(first
        .context("apt knows no Debian mirror; `apt-get update` may help")?
        .to_owned())
}

/// Compiles the standard library as Rust's own build does, and returns its files.
fn compile(workspace: &Workspace, library: &Path, target: &Path) -> Result<Vec<PathBuf>> {
    let mut cargo = workspace.cargo();
    cargo
        .args(["build", "--release", "--locked", "--target", TARGET])
        .arg("--manifest-path")
        .arg(library.join("sysroot/Cargo.toml"))
        .env("CARGO_TARGET_DIR", target)
        // Unstable options of a stable compiler.
        .env("RUSTC_BOOTSTRAP", "1")
        // In place of the project's flags and the user's. Link-time optimisation of the browser
        // part needs the bitcode, which cargo would leave out.
        .env(
            "CARGO_ENCODED_RUSTFLAGS",
            "-Cembed-bitcode=yes\u{1f}-Zforce-unstable-if-unmarked",
        );
    shell::run(&mut cargo)?;
    let built = target.join(TARGET).join("release/deps");
    let files: Vec<PathBuf> = fs::read_dir(built)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|file| file.extension() == Some(OsStr::new("rlib")))
        .collect();
    ensure!(!files.is_empty(), "cargo built no library");
    Ok(files)
}
