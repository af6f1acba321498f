//! `PostgreSQL`'s server programs, with which the store tests start a throwaway cluster.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use super::apt;
use crate::shell::{find_program, is_program};

const PROGRAMS: [&str; 3] = ["initdb", "postgres", "pg_ctl"];

/// Installs them, unless the tests will find them: on PATH, or where Debian puts them.
pub fn ensure() -> Result<()> {
    if is_installed() {
        return Ok(());
    }
    without_main_cluster(|| {
        apt::install(
            &["postgresql"],
            "the database server that the store tests also run on",
        )
    })?;
    ensure!(
        is_installed(),
        "apt installed postgresql, but initdb and postgres cannot be found"
    );
    Ok(())
}

fn is_installed() -> bool {
    programs().is_some()
}

/// The directory of the server programs.
pub fn programs() -> Option<PathBuf> {
    let on_path = find_program(PROGRAMS[0]).and_then(|file| file.parent().map(Path::to_owned));
    let mut found = debian_directories().chain(on_path);
    found.find(|directory| {
        let has = |program: &&str| is_program(&directory.join(program));
        PROGRAMS.iter().all(has)
    })
}

/// Debian keeps the server programs off PATH, in one directory for each version.
fn debian_directories() -> impl Iterator<Item = PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok();
    versions
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
}

/// Debian's package would create and start a cluster that nobody here asked for. This prevents
/// that during the installation only.
fn without_main_cluster(install: impl FnOnce() -> Result<()>) -> Result<()> {
    let directory = Path::new("/etc/postgresql-common/createcluster.d");
    let settings = directory.join("ogp-tracker.conf");
    let written = fs::create_dir_all(directory)
        .and_then(|()| fs::write(&settings, "create_main_cluster = false\n"))
        .is_ok();
    let result = install();
    if written {
        let _ = fs::remove_file(&settings);
    }
    result
}
