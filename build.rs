//! What Cargo cannot see by itself: the browser part that the server embeds.

use std::env;
use std::fs;
use std::path::PathBuf;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let site = target_directory().join("site");
    // Embedding needs the directory to exist, also before anything was put there.
    if let Err(error) = fs::create_dir_all(&site) {
        println!("cargo:warning=cannot create {}: {error}", site.display());
    }
    println!("cargo:rerun-if-changed={}", site.display());
    println!("cargo:rustc-env=OGP_SITE_DIR={}", site.display());
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
