//! People who ask for pictures and leave.

use std::fs;
use std::io::Write as _;
use std::net::{Ipv4Addr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Result, anyhow};

use super::Options;
use super::site::Site;
use crate::bench::launch::Launch;
use crate::bench::table::{COUNT, Table};
use crate::bench::{memory, percentile};
use crate::workspace::Workspace;

const COMMITMENTS: u32 = 10_000;
const DRAWINGS: usize = 200;

mod limit {
    pub const THREADS: f64 = 40.0;
    pub const GROWTH_MB: f64 = 150.0;
    pub const PAGE_P99_MS: f64 = 250.0;
}

/// Each with another query, so that no answer is kept for the next.
const CHARTS: [&str; 5] = [
    "/charts/map.png?measure=results",
    "/charts/areas.png?",
    "/charts/matrix.png?",
    "/charts/trend.png?",
    "/charts/progress.png?",
];

pub fn run(workspace: &Workspace, _: &Options, table: &mut Table) -> Result<()> {
    let launch = Launch::new(workspace, "drill-drawings")?.demonstration(COMMITMENTS);
    let site = Site::start(workspace, launch)?;
    site.server.ask(CHARTS[0])?;
    let process = site.server.process_id();
    let before = memory::resident(process).unwrap_or(f64::NAN);
    memory::reset_peak(process);
    let is_over = AtomicBool::new(false);
    let (most_threads, mut latencies, down) = thread::scope(|scope| -> Result<_> {
        let watcher = scope.spawn(|| {
            let mut most = 0;
            while !is_over.load(Ordering::Relaxed) {
                most = most.max(threads(process));
                thread::sleep(Duration::from_millis(10));
            }
            most
        });
        let visitor = scope.spawn(|| {
            let (mut latencies, mut down) = (Vec::new(), 0);
            while !is_over.load(Ordering::Relaxed) {
                match site.server.ask("/commitments?region=europe") {
                    Ok(reply) if reply.status == 200 => latencies.push(reply.took),
                    _ => down += 1,
                }
                thread::sleep(Duration::from_millis(20));
            }
            (latencies, down)
        });
        for number in 0..DRAWINGS {
            let chart = CHARTS[number % CHARTS.len()];
            let year = 2012 + number % 14;
            let path = format!("{chart}&year={year}&page={number}");
            drop(ask_and_hold(site.server.launch.port(), &path)?);
        }
        // What was begun goes on for a while.
        thread::sleep(Duration::from_secs(5));
        is_over.store(true, Ordering::Relaxed);
        let panicked = |_| anyhow!("a client panicked");
        let most = watcher.join().map_err(panicked)?;
        let (latencies, down) = visitor.join().map_err(panicked)?;
        Ok((most, latencies, down))
    })?;
    latencies.sort();
    let of = |name: &str| format!("{DRAWINGS} aborted drawings: {name}");
    table.row(
        of("threads"),
        most_threads as f64,
        COUNT,
        Some(limit::THREADS),
    );
    let peak = memory::peak_resident(process).unwrap_or(f64::NAN);
    let name = of("memory grown by, at its peak");
    table.row(name, peak - before, "MB", Some(limit::GROWTH_MB));
    table.row(of("pages down"), f64::from(down), COUNT, Some(0.0));
    let p99 = percentile(&latencies, 99);
    table.row(of("a list's p99"), p99, "ms", Some(limit::PAGE_P99_MS));
    Ok(())
}

/// Asks for a picture and waits as long as somebody who then closes the page.
fn ask_and_hold(port: u16, path: &str) -> Result<TcpStream> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    thread::sleep(Duration::from_millis(5));
    Ok(stream)
}

fn threads(process: u32) -> usize {
    fs::read_dir(format!("/proc/{process}/task")).map_or(0, Iterator::count)
}
