//! Measures the performance targets, each beside its limit.

mod datasette;
mod editing;
mod files;
pub mod growth;
mod languages;
pub mod launch;
pub mod memory;
pub mod server;
pub mod table;

use std::time::Duration;

use anyhow::{Result, bail};

use crate::browser_part::kilobytes;
use crate::serve;
use crate::shell::{self, say};
use crate::workspace::Workspace;

use server::Server;
use table::Table;

/// Synthetic commitments in the measured server.
const COMMITMENTS: u32 = 10_000;
/// Requests that the processor time is averaged over.
const SEQUENTIAL_REQUESTS: usize = 500;
/// The steady load.
const REQUESTS_PER_SECOND: u32 = 200;
const LOAD_DURATION: Duration = Duration::from_secs(10);

mod limit {
    pub const SEARCH_MS: f64 = 3.0;
    pub const PROCESSOR_MS: f64 = 5.0;
    pub const P99_MS: f64 = 25.0;
    pub const LIST_KB: f64 = 40.0;
    pub const SCRIPT_KB: f64 = 60.0;
    pub const CHART_MS: f64 = 5.0;
    pub const PICTURE_MS: f64 = 60.0;
}

/// The list with and without filters, as visitors ask for it. Values that the data may lack are
/// left out: an empty list would flatter the figures.
pub const QUERIES: [&str; 20] = [
    "",
    "area=digital-governance",
    "kind=national",
    "kind=local",
    "ambition=high",
    "completion=high",
    "results=high",
    "ambition=high&ambition=low",
    "completion=low&kind=national",
    "results=no_data",
    "page=2",
    "page=7&kind=national",
    "q=data",
    "q=open",
    "area=digital-governance&ambition=high",
    "area=digital-governance&completion=high&kind=national",
    "region=europe",
    "region=africa-and-the-middle-east&region=americas",
    "region=asia-and-the-pacific&completion=high",
    "year=2023&year=2024",
];

/// Every chart's page; the longest, by policy area, among them.
pub const CHARTS: [&str; 11] = [
    "/charts",
    "/charts/ambition",
    "/charts/completion",
    "/charts/results",
    "/charts/progress",
    "/charts/trend",
    "/charts/members?measure=ambition",
    "/charts/areas",
    "/charts/matrix",
    "/charts/map?measure=results",
    "/compare?member=spain&member=italy",
];

/// Words that searches are made of, each of two, so that none is asked for twice.
const SEARCHED: [&str; 16] = [
    "data",
    "open",
    "budget",
    "procurement",
    "Kenya",
    "Spain",
    "privacy",
    "algorithms",
    "portal",
    "access to information",
    "whistleblowers",
    "2023",
    "beneficial ownership",
    "participation",
    "health",
    "reciept",
];

/// Pictures of several kinds; the last is the longest that there is.
const PICTURES: [&str; 7] = [
    "/charts/ambition/card.png",
    "/charts/trend/card.png",
    "/charts/areas/card.png",
    "/charts/matrix/card.png",
    "/charts/map/card.png",
    "/charts/trend.png?kind=national",
    "/charts/areas.png?kind=national",
];

/// Builds, measures and prints; fails when a figure is over its limit.
///
/// With `growth`, only what depends on the size of the record, for one of that size.
pub fn run(workspace: &Workspace, growth: Option<u32>) -> Result<()> {
    serve::build(workspace)?;
    let mut table = Table::default();
    if let Some(commitments) = growth {
        growth::measure(workspace, &growth::size_of(commitments), &mut table)?;
        table.print();
    } else {
        say("measuring the catalogue");
        let catalogue = measure_catalogue(workspace);
        measure_server(workspace, &mut table)?;
        for commitments in growth::MEASURED {
            growth::measure(workspace, &growth::size_of(commitments), &mut table)?;
        }
        files::measure_export(workspace, &mut table)?;
        table.print();
        catalogue?;
    }
    if table.is_over() {
        bail!("a figure is over its limit");
    }
    Ok(())
}

/// The crate's own benchmark prints its figures with their limits, and fails over one.
fn measure_catalogue(workspace: &Workspace) -> Result<()> {
    shell::run(
        workspace
            .cargo()
            .args(["bench", "--locked", "--bench", "catalogue"]),
    )
}

fn measure_server(workspace: &Workspace, table: &mut Table) -> Result<()> {
    warn_if_busy();
    say(format_args!(
        "starting the server with {COMMITMENTS} demonstration commitments"
    ));
    let server = Server::start(workspace, COMMITMENTS)?;
    server.warm_up(&QUERIES)?;
    say(format_args!(
        "{SEQUENTIAL_REQUESTS} requests, one after the other"
    ));
    if let Some(milliseconds) = server.processor_time(&QUERIES, SEQUENTIAL_REQUESTS)? {
        table.row(
            "processor time per request",
            milliseconds,
            "ms",
            Some(limit::PROCESSOR_MS),
        );
    } else {
        say("this system does not report the processor time of a process: not measured");
    }
    say("searches, each another one");
    let paths = ["/search", "/search/suggestions.json", "/commitments"];
    for (number, path) in paths.iter().enumerate() {
        let own = searches(path).skip(number).step_by(paths.len());
        let addresses: Vec<String> = own.collect();
        if let Some(milliseconds) = server.processor_time_over(&addresses, addresses.len())? {
            table.row(
                format!("processor time of a search, {path}"),
                milliseconds,
                "ms",
                Some(limit::SEARCH_MS),
            );
        }
    }
    for (name, paths, requests, limit) in [
        ("chart page", &CHARTS[..], 220, limit::CHART_MS),
        ("chart as PNG", &PICTURES[..], 50, limit::PICTURE_MS),
    ] {
        say(format_args!("each {name}"));
        for path in paths {
            if let Some(milliseconds) = server.processor_time_of(path, requests / paths.len())? {
                table.row(
                    format!("processor time, {path}"),
                    milliseconds,
                    "ms",
                    Some(limit),
                );
            }
        }
    }
    say(format_args!(
        "{REQUESTS_PER_SECOND} requests a second for {} s",
        LOAD_DURATION.as_secs()
    ));
    let mut latencies = server.load(&QUERIES, REQUESTS_PER_SECOND, LOAD_DURATION)?;
    latencies.sort();
    table.row(
        format!("latency at {REQUESTS_PER_SECOND}/s, median"),
        percentile(&latencies, 50),
        "ms",
        None,
    );
    table.row(
        format!("latency at {REQUESTS_PER_SECOND}/s, p99"),
        percentile(&latencies, 99),
        "ms",
        Some(limit::P99_MS),
    );
    table.row("list, HTML", kilobytes(server.page_size(None)?), "kB", None);
    let compressed = kilobytes(server.page_size(Some("br"))?);
    table.row("list, HTML, Brotli", compressed, "kB", Some(limit::LIST_KB));
    let scripts = kilobytes(server.script_size()?);
    table.row(
        "list, script and WebAssembly, Brotli",
        scripts,
        "kB",
        Some(limit::SCRIPT_KB),
    );
    languages::measure(&server, &QUERIES, table)?;
    datasette::compare(workspace, &server, table)?;
    files::measure_import(workspace, &server, table)
}

/// Addresses of searches for two things each, no two of them for the same.
fn searches(path: &str) -> impl Iterator<Item = String> {
    SEARCHED.iter().flat_map(move |first| {
        let others = SEARCHED.iter().filter(move |second| *second != first);
        others.map(move |second| format!("{path}?q={first}+{second}").replace(' ', "+"))
    })
}

/// The latency, in milliseconds, that so many in a hundred stay below; they are sorted.
pub fn percentile(latencies: &[Duration], share: usize) -> f64 {
    let place = (latencies.len() * share / 100).min(latencies.len().saturating_sub(1));
    let latency = latencies.get(place);
    latency.map_or(0.0, |latency| latency.as_secs_f64() * 1000.0)
}

/// Latencies under load say nothing when other programs want the processors too.
pub fn warn_if_busy() {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("0").parse();
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    if load.is_ok_and(|load: f64| load > processors as f64 * 1.5) {
        say("WARNING: this machine is busy with other work; the latencies will show that");
    }
}
