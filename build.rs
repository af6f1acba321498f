//! What Cargo cannot see by itself: the browser part that the server embeds, and which program this
//! is.

use std::collections::hash_map::DefaultHasher;
use std::env;
use std::fs;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

/// What pages are made of.
const SOURCES: [&str; 9] = [
    "Cargo.lock",
    "Cargo.toml",
    "build.rs",
    "crates",
    "data",
    "migrations",
    "public",
    "src",
    "style",
];

fn main() {
    let site = target_directory().join("site");
    // Embedding needs the directory to exist, also before anything was put there.
    if let Err(error) = fs::create_dir_all(&site) {
        println!("cargo:warning=cannot create {}: {error}", site.display());
    }
    println!("cargo:rerun-if-changed={}", site.display());
    println!("cargo:rustc-env=OGP_SITE_DIR={}", site.display());

    // Pages of two programs are never taken for the same (entity tags), nor are their files (`service::start_file`).
    let mut hasher = DefaultHasher::new();
    for source in SOURCES {
        println!("cargo:rerun-if-changed={source}");
        add(&mut hasher, Path::new(source));
    }
    println!("cargo:rustc-env=OGP_BUILD_ID={:016x}", hasher.finish());
}

/// Adds a file, or the files of a directory in the order of their names.
fn add(hasher: &mut DefaultHasher, path: &Path) {
    hasher.write(path.as_os_str().as_encoded_bytes());
    if let Ok(content) = fs::read(path) {
        hasher.write(&content);
        return;
    }
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        add(hasher, &path);
    }
}

/// Where Cargo builds: what `CARGO_TARGET_DIR` says, or what `OUT_DIR` lies in, which is
/// `TARGET/PROFILE/build/PACKAGE/out`, or `TARGET/TRIPLE/PROFILE/build/PACKAGE/out`.
fn target_directory() -> PathBuf {
    if let Some(directory) = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from)
        && directory.is_absolute()
    {
        return directory;
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let above_profile = out.ancestors().nth(4).unwrap_or(&out);
    match above_profile.parent() {
        Some(target) if above_profile.file_name() == env::var_os("TARGET").as_deref() => target,
        _ => above_profile,
    }
    .to_owned()
}
