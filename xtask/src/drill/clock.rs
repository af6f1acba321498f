//! The machine's clock jumps while the site is served.
//!
//! Only the server sees it: a small library in front of the system's (`clock.c`) adds to the time of day what
//! a file says. The release binary needs no option for it.

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;
use std::process::Command;

use anyhow::Result;

use super::Options;
use super::site::Site;
use crate::bench::launch::Launch;
use crate::bench::table::{COUNT, Table};
use crate::shell;
use crate::workspace::Workspace;

const COMMITMENTS: u32 = 300;
const SOURCE: &str = include_str!("clock.c");
/// More than clocks drift, and less than sessions last.
const JUMP: i64 = 60 * 60;

pub fn run(workspace: &Workspace, _: &Options, table: &mut Table) -> Result<()> {
    if !cfg!(all(target_os = "linux", target_env = "gnu")) {
        table.note("clock: NOT DONE, the clock of a process can be moved on Linux with glibc only");
        return Ok(());
    }
    let launch = Launch::new(workspace, "drill-clock")?.demonstration(COMMITMENTS);
    let source = launch.directory.join("clock.c");
    let library = launch.directory.join("clock.so");
    fs::write(&source, SOURCE)?;
    let mut compiler = Command::new("cc");
    compiler
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .args([&library, &source]);
    shell::output(&mut compiler)?;
    let path = launch.directory.join("ahead");
    fs::write(&path, 0_i64.to_ne_bytes())?;
    let ahead = File::options().write(true).open(&path)?;
    let launch = launch
        .environment("LD_PRELOAD", library)
        .environment("DRILL_CLOCK", path);
    let mut site = Site::start(workspace, launch)?;
    let refused = site.edits_not_answered_with(3, 303)? as f64;
    table.row(
        "clock: edits refused before it jumps",
        refused,
        COUNT,
        Some(0.0),
    );
    for (name, seconds) in [("back", -JUMP), ("forward", JUMP)] {
        ahead.write_all_at(&seconds.to_ne_bytes(), 0)?;
        let others = site.edits_not_answered_with(3, 503)? as f64;
        let what = format!("clock an hour {name}: edits answered otherwise than with 503");
        table.row(what, others, COUNT, Some(0.0));
        let down = site.pages_down() as f64;
        table.row(
            format!("clock an hour {name}: pages down"),
            down,
            COUNT,
            Some(0.0),
        );
    }
    ahead.write_all_at(&0_i64.to_ne_bytes(), 0)?;
    let refused = site.edits_not_answered_with(3, 303)? as f64;
    table.row(
        "clock right again: edits refused",
        refused,
        COUNT,
        Some(0.0),
    );
    let name = format!("clock: lost of {} acknowledged edits", site.acknowledged());
    table.row(name, site.lost()? as f64, COUNT, Some(0.0));
    Ok(())
}
