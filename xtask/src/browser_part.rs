//! The browser part: the islands as WebAssembly, the script that starts them, and compressed copies
//! of both, so that the server never compresses them again.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::shell::{self, say};
use crate::workspace::Workspace;

const NAME: &str = "ogp-tracker";

/// The arguments that choose the browser part. Building and linting share them, so that neither
/// compiles procedural macros that the other has compiled.
pub const CARGO_ARGUMENTS: [&str; 4] = [
    "--package=browser",
    "--target=wasm32-unknown-unknown",
    "--profile=wasm-release",
    "--locked",
];

/// Builds it into `target/site/pkg`. Cargo itself knows best whether there is anything to compile;
/// the rest is skipped when the compiled file and the results are those of the last time.
pub fn build(workspace: &Workspace) -> Result<()> {
    check_versions(&fs::read_to_string(workspace.root.join("Cargo.lock"))?)?;
    shell::run(workspace.cargo().arg("build").args(CARGO_ARGUMENTS))?;
    let compiled = workspace
        .target
        .join("wasm32-unknown-unknown/wasm-release/browser.wasm");
    let stamp = workspace.scratch().join("site.stamp");
    let package = workspace.site_package();
    if fs::read_to_string(&stamp).is_ok_and(|last| Some(last) == fingerprint(&compiled, &package)) {
        return Ok(());
    }
    let started = Instant::now();
    let fresh = workspace.scratch().join("pkg");
    generate_bindings(&compiled, &fresh)?;
    compress_all(&fresh)?;
    replace(&package, &fresh)?;
    fs::write(
        stamp,
        fingerprint(&compiled, &package).context("the browser part is incomplete")?,
    )?;
    let sent = |file: String| -> Result<f64> {
        Ok(kilobytes(
            fs::metadata(package.join(format!("{file}.br")))?.len(),
        ))
    };
    say(format_args!(
        "browser part: {:.1} kB of script and {:.1} kB of WebAssembly, compressed ({})",
        sent(format!("{NAME}.js"))?,
        sent(format!("{NAME}_bg.wasm"))?,
        shell::elapsed(started)
    ));
    Ok(())
}

/// Kilobytes of a thousand bytes, as transfer sizes are given.
pub fn kilobytes(bytes: u64) -> f64 {
    bytes as f64 / 1000.0
}

/// Writes the script and the WebAssembly that it loads.
fn generate_bindings(compiled: &Path, directory: &Path) -> Result<()> {
    clear(directory)?;
    Bindgen::new()
        .input_path(compiled)
        .out_name(NAME)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(false)
        .generate(directory)
        .context("wasm-bindgen could not process the compiled browser part")
}

fn compress_all(directory: &Path) -> Result<()> {
    for file in files_below(directory)? {
        let mut name = file.clone().into_os_string();
        name.push(".br");
        fs::write(name, compress(&fs::read(&file)?)?)?;
    }
    Ok(())
}

/// Brotli at its best quality: done once here, downloaded many times.
fn compress(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut compressed, 1 << 16, 11, 22);
    writer.write_all(bytes)?;
    drop(writer); // Writes the end of the stream.
    Ok(compressed)
}

/// Moves the finished directory into place in one step.
fn replace(place: &Path, fresh: &Path) -> Result<()> {
    clear(place)?;
    fs::remove_dir(place)?;
    fs::rename(fresh, place).with_context(|| format!("writing {}", place.display()))
}

/// Leaves an empty directory.
fn clear(directory: &Path) -> Result<()> {
    shell::remove_dir(directory)?;
    fs::create_dir_all(directory).with_context(|| format!("creating {}", directory.display()))
}

/// A hash of what was compiled and of the results; `None` when a file is missing. Whatever else
/// writes into the directory (cargo-leptos does) changes it too.
fn fingerprint(compiled: &Path, package: &Path) -> Option<String> {
    let mut files = files_below(package).ok()?;
    files.sort();
    let expected = [format!("{NAME}.js"), format!("{NAME}_bg.wasm.br")];
    if !expected.iter().all(|name| package.join(name).exists()) {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    files.push(compiled.to_owned());
    for file in files {
        file.file_name().hash(&mut hasher);
        fs::read(&file).ok()?.hash(&mut hasher);
    }
    Some(format!("{:016x}", hasher.finish()))
}

fn files_below(directory: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

/// The format in which the compiled browser part describes its imports changes with each version of
/// wasm-bindgen, and is read reliably only by the same version of the support library.
fn check_versions(lock: &str) -> Result<()> {
    let (library, reader) = (
        locked_version(lock, "wasm-bindgen"),
        locked_version(lock, "wasm-bindgen-cli-support"),
    );
    ensure!(
        library.is_some() && library == reader,
        "Cargo.lock has wasm-bindgen {} and wasm-bindgen-cli-support {}; they must be the same: \
         run `cargo update wasm-bindgen wasm-bindgen-cli-support`",
        library.unwrap_or("(none)"),
        reader.unwrap_or("(none)"),
    );
    Ok(())
}

fn locked_version<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let heading = format!("name = \"{name}\"");
    let mut lines = lock.lines().skip_while(|line| *line != heading);
    lines
        .nth(1)?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n\n\
                        [[package]]\nname = \"wasm-bindgen-cli-support\"\nversion = \"0.2.129\"\n";

    #[test]
    fn different_versions_are_refused_with_the_remedy() {
        let error = check_versions(LOCK)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default();
        assert!(
            error.contains("0.2.130") && error.contains("cargo update"),
            "{error}"
        );
        assert!(check_versions(&LOCK.replace("129", "130")).is_ok());
        assert!(check_versions("").is_err());
    }

    #[test]
    fn compressed_bytes_come_back() -> Result<()> {
        let bytes = b"commitment ".repeat(100);
        let compressed = compress(&bytes)?;
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut compressed.as_slice(), &mut back)?;
        assert_eq!(back, bytes);
        assert!(compressed.len() < 40);
        Ok(())
    }

    #[test]
    fn the_fingerprint_sees_the_compiled_file_and_the_results() -> Result<()> {
        let directory =
            std::env::temp_dir().join(format!("xtask-fingerprint-{}", std::process::id()));
        let package = directory.join("pkg");
        let compiled = directory.join("compiled.wasm");
        clear(&package)?;
        fs::write(&compiled, "1")?;
        assert_eq!(fingerprint(&compiled, &package), None);
        fs::write(package.join("ogp-tracker.js"), "a")?;
        fs::write(package.join("ogp-tracker_bg.wasm.br"), "b")?;
        let first = fingerprint(&compiled, &package);
        assert!(first.is_some() && first == fingerprint(&compiled, &package));
        fs::write(package.join("ogp-tracker.js"), "c")?;
        let second = fingerprint(&compiled, &package);
        fs::write(&compiled, "2")?;
        let third = fingerprint(&compiled, &package);
        fs::remove_dir_all(directory)?;
        assert!(first != second && second != third);
        Ok(())
    }
}
