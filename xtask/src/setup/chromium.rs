//! Chromium, in which the browser tests run.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::apt;
use crate::shell::{find_program, is_program};

/// The browser's path: `CHROMIUM`, or found, or installed.
pub fn ensure() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("CHROMIUM").map(PathBuf::from) {
        if is_program(&path) {
            return Ok(path);
        }
        bail!("CHROMIUM names {}, which is not a program", path.display());
    }
    if let Some(path) = find() {
        return Ok(path);
    }
    apt::install(
        &["chromium"],
        "the browser that the end-to-end tests run in; --fast does without",
    )?;
    find().context("apt installed chromium, but it is not on PATH")
}

fn find() -> Option<PathBuf> {
    [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ]
    .into_iter()
    .find_map(find_program)
}
