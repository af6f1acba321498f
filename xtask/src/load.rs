//! Load at a steady rate, whatever the server answers, on the loopback address.
//!
//! The generator shares the processors with the server, as the limits assume. A request's time counts from
//! when it was due, not from when it was sent: a server that falls behind must not look fast.

mod client;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::bench::launch::Launch;
use crate::bench::server::{Server, address};
use crate::bench::table::{COUNT, Table};
use crate::bench::{CHARTS, QUERIES, memory, percentile, warn_if_busy};
use crate::drill::postgres::Cluster;
use crate::shell::say;
use crate::workspace::Workspace;
use crate::{serve, setup};

use client::{Outcome, Target};

/// What the command line says.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Another release binary than the one that is built here
    #[arg(long)]
    binary: Option<PathBuf>,
    /// Requests a second, one step after the other
    #[arg(long, value_delimiter = ',', default_values_t = [250, 500, 1_000, WANTED, 2_000])]
    rates: Vec<u32>,
    /// Seconds for each step
    #[arg(long, default_value_t = 10)]
    seconds: u32,
    /// Synthetic commitments
    #[arg(long, default_value_t = 10_000)]
    commitments: u32,
    /// How many instances share the load, one measurement after the other; more than one at one PostgreSQL
    #[arg(long, value_delimiter = ',', default_values_t = [1, 3], value_parser = clap::value_parser!(u8).range(1..))]
    instances: Vec<u8>,
}

/// Requests a second that must go well.
const WANTED: u32 = 1_500;
const CONNECTIONS: usize = 2_000;
const CONNECTED: Duration = Duration::from_secs(20);

mod limit {
    pub const P99_MS: f64 = 50.0;
    pub const GROWTH_MB: f64 = 200.0;
}

/// Servers that share one record.
struct Site {
    servers: Vec<Server>,
    /// Ended after them.
    _database: Option<Cluster>,
}

impl Site {
    /// Starts so many instances; none where that takes PostgreSQL and it is not here.
    fn start(workspace: &Workspace, commitments: u32, instances: usize) -> Result<Option<Self>> {
        let launch = |number| {
            let launch = Launch::new(workspace, &format!("load-{number}"))?;
            anyhow::Ok(launch.demonstration(commitments))
        };
        if instances == 1 {
            return Ok(Some(Self {
                servers: vec![Server::launch(launch(1)?)?],
                _database: None,
            }));
        }
        let Some(programs) = setup::postgres_programs() else {
            return Ok(None);
        };
        let database = Cluster::start(&programs)?;
        let servers = (1..=instances).map(|number| {
            let launch = launch(number)?;
            Server::launch(launch.database(database.url.clone()))
        });
        Ok(Some(Self {
            servers: servers.collect::<Result<_>>()?,
            _database: Some(database),
        }))
    }

    /// All of them behind one address, in turn.
    fn target(&self, paths: &[String], encoding: Option<&'static str>) -> Result<Arc<Target>> {
        let ports = self.servers.iter().map(|server| server.launch.port());
        Ok(Arc::new(Target::new(ports, paths, encoding)?))
    }

    /// The processor time that all of them have taken, in milliseconds.
    fn processor_milliseconds(&self) -> Result<f64> {
        let each = self.servers.iter().map(Server::processor_milliseconds);
        let sum: Option<f64> = each.sum();
        sum.context("the processor time cannot be read")
    }
}

/// Loads servers of its own, step by step, and prints what came of it.
pub fn run(workspace: Workspace, options: &Options) -> Result<()> {
    let workspace = serve::build_or_use(workspace, options.binary.as_deref())?;
    warn_if_busy();
    // One descriptor for each connection.
    let descriptors = rlimit::increase_nofile_limit(8_192).unwrap_or(1_024);
    let mut table = Table::default();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    for instances in options.instances.iter().map(|count| usize::from(*count)) {
        let Some(site) = Site::start(&workspace, options.commitments, instances)? else {
            table.note(format!(
                "{instances} instances: NOT DONE, PostgreSQL\u{2019}s server programs are not here"
            ));
            continue;
        };
        let paths = mixed(&site.servers[0].some_codes()?);
        for server in &site.servers {
            server.open(&paths)?;
        }
        for encoding in [None, Some("br, gzip")] {
            let target = site.target(&paths, encoding)?;
            let how = encoding.map_or("uncompressed", |_| "compressed");
            for rate in &options.rates {
                let name = format!("{} at {rate}/s, {how}", counted(instances));
                say(&name);
                let duration = Duration::from_secs(options.seconds.into());
                let before = site.processor_milliseconds()?;
                let outcome = runtime.block_on(client::at_rate(&target, *rate, duration));
                let used = site.processor_milliseconds()? - before;
                report(&mut table, &name, *rate, outcome);
                let used = used / 1000.0 / duration.as_secs_f64();
                table.row(format!("{name}: processors used"), used, "cores", None);
            }
        }
        if instances > 1 {
            continue;
        }
        if CONNECTIONS as u64 + 200 > descriptors {
            table.note(format!(
                "{CONNECTIONS} connections: NOT DONE, the system allows {descriptors} open files"
            ));
        } else {
            let target = site.target(&paths, None)?;
            connected(&site.servers[0], &runtime, &target, &mut table);
        }
    }
    table.print();
    if table.is_over() {
        bail!("a figure is over its limit");
    }
    Ok(())
}

fn counted(instances: usize) -> String {
    match instances {
        1 => "one instance".to_owned(),
        more => format!("{more} instances"),
    }
}

/// What visitors and programs ask for: of ten requests, six for lists and searches, two for commitments, one
/// for a chart, one of the API.
fn mixed(codes: &[String]) -> Vec<String> {
    const ROUNDS: usize = 110;
    let mut paths = Vec::new();
    for round in 0..ROUNDS {
        let lists = QUERIES.iter().cycle().skip(round * 6).take(6);
        paths.extend(lists.map(|query| address(query)));
        for code in codes.iter().cycle().skip(round * 3).take(2) {
            paths.push(format!("/commitments/{code}"));
        }
        paths.push(CHARTS[round % CHARTS.len()].to_owned());
        paths.push(match round % 3 {
            0 => format!("/api/v1{}", address(QUERIES[round % QUERIES.len()])),
            1 => format!("/api/v1/commitments/{}", codes[round % codes.len()]),
            _ => "/api/v1/facets".to_owned(),
        });
    }
    paths
}

fn report(table: &mut Table, name: &str, rate: u32, mut outcome: Outcome) {
    outcome.latencies.sort();
    let latency = |share| percentile(&outcome.latencies, share);
    // Faster than is wanted, it may become slow, but must not fail.
    let p99_limit = (rate <= WANTED).then_some(limit::P99_MS);
    table.row(format!("{name}: median"), latency(50), "ms", None);
    table.row(format!("{name}: p99"), latency(99), "ms", p99_limit);
    let failures = outcome.failures() as f64;
    let which = by_status(&outcome.statuses);
    let name = format!("{name}: not answered with 200 or 503 ({which})");
    table.row(name, failures, COUNT, Some(0.0));
}

fn by_status(statuses: &BTreeMap<u16, usize>) -> String {
    let each = statuses
        .iter()
        .map(|(status, count)| format!("{status}: {count}"));
    each.collect::<Vec<_>>().join(", ")
}

/// Many visitors at once, each of whom asks again as soon as there is an answer.
fn connected(
    server: &Server,
    runtime: &tokio::runtime::Runtime,
    target: &Arc<Target>,
    table: &mut Table,
) {
    say(format_args!("{CONNECTIONS} connections"));
    let process = server.process_id();
    let before = memory::resident(process).unwrap_or(f64::NAN);
    memory::reset_peak(process);
    let outcome = runtime.block_on(client::connected(target, CONNECTIONS, CONNECTED));
    let seconds = CONNECTED.as_secs();
    let of = |name: &str| format!("{CONNECTIONS} connections, {seconds} s: {name}");
    let answered = outcome.latencies.len() as f64 / CONNECTED.as_secs_f64();
    table.row(of("answered a second"), answered, COUNT, None);
    let which = by_status(&outcome.statuses);
    let name = of(&format!("errors ({which})"));
    table.row(name, outcome.failures() as f64, COUNT, Some(0.0));
    let peak = memory::peak_resident(process).unwrap_or(f64::NAN);
    let name = of("memory grown by, at its peak");
    table.row(name, peak - before, "MB", Some(limit::GROWTH_MB));
    if let Some(error) = outcome.errors.first() {
        table.note(format!("The first error: {error}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traffic_is_mixed_as_it_says() -> Result<()> {
        let codes = ["AA0001", "AA0002", "AA0003"].map(str::to_owned);
        let paths = mixed(&codes);
        let share = |begin: &str| {
            let of_kind = paths.iter().filter(|path| path.starts_with(begin));
            of_kind.count() * 100 / paths.len()
        };
        assert_eq!(share("/commitments/"), 20);
        assert_eq!(share("/commitments") - share("/commitments/"), 60);
        assert_eq!(share("/api/"), 10);
        let first = paths.first().context("no paths")?;
        assert_eq!(first, "/commitments");
        Ok(())
    }
}
