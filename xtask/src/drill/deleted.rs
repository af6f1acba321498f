//! The database file is deleted while the site is served.

use std::fs;

use anyhow::Result;

use super::Options;
use super::site::Site;
use crate::bench::launch::Launch;
use crate::bench::table::{COUNT, Table};
use crate::workspace::Workspace;

const COMMITMENTS: u32 = 300;

pub fn run(workspace: &Workspace, _: &Options, table: &mut Table) -> Result<()> {
    let launch = Launch::new(workspace, "drill-deleted")?.demonstration(COMMITMENTS);
    let mut site = Site::start(workspace, launch)?;
    let refused = site.edits_not_answered_with(5, 303)? as f64;
    table.row(
        "file: edits refused before it is deleted",
        refused,
        COUNT,
        Some(0.0),
    );
    for ending in ["", "-wal", "-shm"] {
        fs::remove_file(site.server.directory().join(format!("bench.db{ending}")))?;
    }
    let others = site.edits_not_answered_with(5, 503)? as f64;
    let name = "file deleted: edits answered otherwise than with 503";
    table.row(name, others, COUNT, Some(0.0));
    let down = site.pages_down() as f64;
    table.row("file deleted: pages down", down, COUNT, Some(0.0));
    site.wait("/readyz says that nothing can be saved", |site| {
        !site.is_ready()
    })?;
    Ok(())
}
