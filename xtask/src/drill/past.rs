//! A hundred clients who each search another past state.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

use super::Options;
use super::site::Site;
use crate::bench::growth::now;
use crate::bench::launch::Launch;
use crate::bench::table::{COUNT, Table};
use crate::bench::{memory, percentile, warn_if_busy};
use crate::workspace::Workspace;

const COMMITMENTS: u32 = 10_000;
const STATES: usize = 100;
const CLIENTS: usize = 100;
const DURATION: Duration = Duration::from_secs(10);
/// How often the visitors of the present ask.
const PAUSE: Duration = Duration::from_millis(50);

const WORDS: [&str; 5] = ["data", "open", "procurement", "budget", "justice"];

mod limit {
    pub const PAGE_P99_MS: f64 = 50.0;
    pub const GROWTH_MB: f64 = 150.0;
}

pub fn run(workspace: &Workspace, _: &Options, table: &mut Table) -> Result<()> {
    warn_if_busy();
    let launch = Launch::new(workspace, "drill-past")?.demonstration(COMMITMENTS);
    let mut site = Site::start(workspace, launch)?;
    let mut moments = Vec::new();
    for _ in 0..STATES {
        site.edit()?;
        moments.push(now());
    }
    site.pages_down();
    let (mut alone, _) = visit(&site, DURATION / 3);
    alone.sort();
    let process = site.server.process_id();
    let before = memory::resident(process).unwrap_or(f64::NAN);
    memory::reset_peak(process);
    let site = &site;
    let is_over = AtomicBool::new(false);
    let (answered, later, strange) = (
        AtomicUsize::new(0),
        AtomicUsize::new(0),
        AtomicUsize::new(0),
    );
    let client = |number: usize| {
        let moment = &moments[number % moments.len()];
        let word = WORDS[number % WORDS.len()];
        let path = format!("/commitments?q={word}&as_of={moment}");
        while !is_over.load(Ordering::Relaxed) {
            let count = match site.server.ask(&path) {
                Ok(reply) if reply.status == 200 => &answered,
                Ok(reply) if reply.status == 503 && reply.has_retry_after => &later,
                _ => &strange,
            };
            count.fetch_add(1, Ordering::Relaxed);
        }
    };
    let (mut latencies, down) = thread::scope(|scope| -> Result<_> {
        for number in 0..CLIENTS {
            scope.spawn(move || client(number));
        }
        let visitor = scope.spawn(|| {
            let seen = visit(site, DURATION);
            is_over.store(true, Ordering::Relaxed);
            seen
        });
        visitor.join().map_err(|_| anyhow!("a client panicked"))
    })?;
    latencies.sort();
    let answered = answered.into_inner();
    let of = |name: &str| format!("{CLIENTS} clients in the past: {name}");
    table.row(of("searches answered"), answered as f64, COUNT, None);
    let later = later.into_inner() as f64;
    table.row(
        of("told to come back (503, Retry-After)"),
        later,
        COUNT,
        None,
    );
    let strange = strange.into_inner() as f64;
    table.row(of("other answers"), strange, COUNT, Some(0.0));
    table.row(
        of("pages of the present down"),
        f64::from(down),
        COUNT,
        Some(0.0),
    );
    let p99 = percentile(&latencies, 99);
    let name = of("p99 of the present before them");
    table.row(name, percentile(&alone, 99), "ms", None);
    table.row(
        of("median of the present"),
        percentile(&latencies, 50),
        "ms",
        None,
    );
    let name = of("p99 of the present");
    table.row(name, p99, "ms", Some(limit::PAGE_P99_MS));
    let peak = memory::peak_resident(process).unwrap_or(f64::NAN);
    let name = of("memory grown by, at its peak");
    table.row(name, peak - before, "MB", Some(limit::GROWTH_MB));
    Ok(())
}

/// Somebody who reads pages of the present at a steady pace: what each took, and how many did not answer.
fn visit(site: &Site, duration: Duration) -> (Vec<Duration>, u32) {
    let (mut latencies, mut down) = (Vec::new(), 0);
    let began = Instant::now();
    let mut due = began;
    for page in super::site::PAGES.iter().cycle() {
        due += PAUSE;
        thread::sleep(due.saturating_duration_since(Instant::now()));
        if began.elapsed() > duration {
            break;
        }
        match site.server.ask(page) {
            // Counted from when it was due: a server that falls behind must not look fast.
            Ok(reply) if reply.status == 200 => latencies.push(due.elapsed()),
            _ => down += 1,
        }
    }
    (latencies, down)
}
