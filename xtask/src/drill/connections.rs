//! Many connections that never finish a request.

use std::io::Write as _;
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result};

use super::Options;
use super::site::Site;
use crate::bench::launch::Launch;
use crate::bench::memory;
use crate::bench::table::{COUNT, Table};
use crate::workspace::Workspace;

const COMMITMENTS: u32 = 300;
const CONNECTIONS: usize = 1_100;
/// More than the server takes: the oldest must make room.
const MANY_MORE: usize = 2_500;

mod limit {
    pub const PAGE_MS: f64 = 1_000.0;
    pub const GROWTH_MB: f64 = 50.0;
    pub const STOP_S: f64 = 5.0;
}

pub fn run(workspace: &Workspace, _: &Options, table: &mut Table) -> Result<()> {
    // One descriptor for each, at this end too.
    let descriptors = rlimit::increase_nofile_limit(8_192).unwrap_or(1_024);
    let launch = Launch::new(workspace, "drill-connections")?.demonstration(COMMITMENTS);
    let mut site = Site::start(workspace, launch)?;
    site.pages_down();
    let resident = || memory::resident(site.server.process_id()).unwrap_or(f64::NAN);
    let before = resident();
    let mut held = Vec::new();
    for count in [CONNECTIONS, MANY_MORE] {
        if count as u64 + 100 > descriptors {
            table.note(format!(
                "connections: {count} NOT DONE, the system allows {descriptors} open files"
            ));
            continue;
        }
        while held.len() < count {
            held.push(half_open(site.server.launch.port(), held.len())?);
        }
        let mut slowest = Duration::ZERO;
        let mut down = 0;
        for page in super::site::PAGES {
            match site.server.ask(page) {
                Ok(reply) if reply.status == 200 => slowest = slowest.max(reply.took),
                _ => down += 1,
            }
        }
        let name = format!("{count} half-open connections: pages down");
        table.row(name, f64::from(down), COUNT, Some(0.0));
        let name = format!("{count} half-open connections: slowest page");
        let milliseconds = slowest.as_secs_f64() * 1000.0;
        table.row(name, milliseconds, "ms", Some(limit::PAGE_MS));
        let name = format!("{count} half-open connections: memory grown by");
        table.row(name, resident() - before, "MB", Some(limit::GROWTH_MB));
    }
    let stopped = site.server.stop()?.as_secs_f64();
    let name = "half-open connections: time to stop when asked to";
    table.row(name, stopped, "s", Some(limit::STOP_S));
    Ok(())
}

/// A connection that says nothing, or begins a request and goes no further.
fn half_open(port: u16, number: usize) -> Result<TcpStream> {
    let sent = ["", "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", "G"][number % 3];
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))
        .with_context(|| format!("connection {number}"))?;
    // The server may close the oldest while the newest come; that is what it is for.
    let _ = stream.write_all(sent.as_bytes());
    Ok(stream)
}
