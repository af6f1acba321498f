//! A full disk: a small file system in memory, filled to the last byte.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::Options;
use super::site::Site;
use crate::bench::launch::Launch;
use crate::bench::table::{COUNT, Table};
use crate::shell;
use crate::workspace::Workspace;

const COMMITMENTS: u32 = 300;
const MEGABYTES: u32 = 48;
/// The newest edits fit into room that the database already has.
const MAX_EDITS: usize = 3_000;

mod limit {
    pub const BACK_S: f64 = 10.0;
}

pub fn run(workspace: &Workspace, _: &Options, table: &mut Table) -> Result<()> {
    let launch = Launch::new(workspace, "drill-disk")?.demonstration(COMMITMENTS);
    let disk = match Disk::mount(&launch.directory.join("disk")) {
        Ok(disk) => disk,
        Err(error) => {
            table.note(format!(
                "disk full: NOT DONE, since a small file system cannot be mounted here: {error:#}"
            ));
            return Ok(());
        }
    };
    let database = format!("sqlite://{}", disk.0.join("bench.db").display());
    let mut site = Site::start(workspace, launch.database(database))?;
    let result = fill_and_empty(&mut site, &disk, table);
    // Nothing may be open on what is unmounted.
    site.server.stop()?;
    drop(disk);
    result
}

fn fill_and_empty(site: &mut Site, disk: &Disk, table: &mut Table) -> Result<()> {
    let refused = site.edits_not_answered_with(5, 303)?;
    table.row(
        "disk: edits refused before it is full",
        refused as f64,
        COUNT,
        Some(0.0),
    );
    let filler = disk.fill()?;
    let mut strange = 0;
    let mut refused = 0;
    for _ in 0..MAX_EDITS {
        match site.edit()? {
            303 => {}
            503 => refused += 1,
            _ => strange += 1,
        }
        if refused + strange > 5 {
            break;
        }
    }
    let name = format!("disk full: edits answered otherwise than 303 or 503 ({refused} with 503)");
    table.row(name, f64::from(strange), COUNT, Some(0.0));
    let name = "disk full: edits that were never refused";
    table.row(name, f64::from(u8::from(refused == 0)), COUNT, Some(0.0));
    let down = site.pages_down() as f64;
    table.row("disk full: pages down", down, COUNT, Some(0.0));
    site.wait("/readyz says that nothing can be written", |site| {
        !site.is_ready()
    })?;
    fs::remove_file(filler)?;
    let saved = |site: &mut Site| site.edit().is_ok_and(|status| status == 303);
    let seconds = site.wait("edits are saved once there is room", saved)?;
    let name = "disk full: until edits are saved again, without a restart";
    table.row(name, seconds, "s", Some(limit::BACK_S));
    site.wait("/readyz says so", |site| site.is_ready())?;
    let name = format!(
        "disk full: lost of {} acknowledged edits",
        site.acknowledged()
    );
    table.row(name, site.lost()? as f64, COUNT, Some(0.0));
    let unsound = site.unsound()? as f64;
    table.row(
        "disk full: faults found by `check`",
        unsound,
        COUNT,
        Some(0.0),
    );
    Ok(())
}

/// A file system in memory; unmounted when dropped.
struct Disk(PathBuf);

impl Disk {
    fn mount(place: &Path) -> Result<Self> {
        fs::create_dir_all(place)?;
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o"])
            .arg(format!("size={MEGABYTES}m"))
            .arg("tmpfs")
            .arg(place);
        shell::output(&mut mount)?;
        Ok(Self(place.to_owned()))
    }

    /// Leaves no byte free.
    fn fill(&self) -> Result<PathBuf> {
        let path = self.0.join("filler");
        let mut file = File::create(&path)?;
        for size in [1 << 16, 1 << 12, 1] {
            while file.write(&vec![b'x'; size]).is_ok() {}
        }
        Ok(path)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}
