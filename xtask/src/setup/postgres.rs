//! `PostgreSQL`'s server programs, with which the store tests start a throwaway cluster.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use super::apt;
use crate::shell::{find_program, is_program};

const PROGRAMS: [&str; 2] = ["initdb", "postgres"];

/// Makes sure of them where the tests look: on PATH, or where Debian puts them.
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
        "apt installed postgresql, but initdb and postgres are nowhere"
    );
    Ok(())
}

fn is_installed() -> bool {
    let on_path = find_program(PROGRAMS[0]).and_then(|file| file.parent().map(Path::to_owned));
    on_path.into_iter().chain(debian_folders()).any(|folder| {
        PROGRAMS
            .iter()
            .all(|program| is_program(&folder.join(program)))
    })
}

/// Debian keeps the server programs off PATH, in one folder a version.
fn debian_folders() -> impl Iterator<Item = PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok();
    versions
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
}

/// Debian's package would create and start a cluster that nobody here asked for. Says no to that
/// during the installation only: whoever wants one later gets it.
fn without_main_cluster(install: impl FnOnce() -> Result<()>) -> Result<()> {
    let folder = Path::new("/etc/postgresql-common/createcluster.d");
    let wish = folder.join("ogp-tracker.conf");
    let written = fs::create_dir_all(folder)
        .and_then(|()| fs::write(&wish, "create_main_cluster = false\n"))
        .is_ok();
    let result = install();
    if written {
        let _ = fs::remove_file(&wish);
    }
    result
}
