//! Faults on purpose: what must not be lost and what must go on answering, each beside its limit.
//!
//! Everything runs on the loopback address, on records of its own, and is over in minutes.

mod clock;
mod connections;
mod deleted;
mod disk_full;
mod drawings;
mod instances;
mod kills;
mod past;
pub mod postgres;
mod site;
mod workbook;

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::bench::table::{COUNT, Table};
use crate::serve;
use crate::shell::say;
use crate::workspace::Workspace;

/// What the command line says.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Only these scenarios, for example `disk-full`
    scenarios: Vec<String>,
    /// Another release binary than the one that is built here
    #[arg(long)]
    binary: Option<PathBuf>,
    /// How often the server is killed
    #[arg(long, default_value_t = 100)]
    kills: u32,
    /// How long three instances are kept busy
    #[arg(long, default_value_t = 60)]
    seconds: u32,
}

type Scenario = fn(&Workspace, &Options, &mut Table) -> Result<()>;

const SCENARIOS: [(&str, Scenario); 10] = [
    ("kills", kills::run),
    ("disk-full", disk_full::run),
    ("deleted", deleted::run),
    ("clock", clock::run),
    ("postgres", postgres::run),
    ("instances", instances::run),
    ("connections", connections::run),
    ("drawings", drawings::run),
    ("past", past::run),
    ("workbook", workbook::run),
];

/// Runs the scenarios and prints their figures; fails on any loss, outage or limit exceeded.
pub fn run(workspace: Workspace, options: &Options) -> Result<()> {
    let known = |name: &String| SCENARIOS.iter().any(|(known, _)| known == name);
    if let Some(unknown) = options.scenarios.iter().find(|name| !known(name)) {
        let names = SCENARIOS.map(|(name, _)| name).join(", ");
        bail!("there is no scenario {unknown}; there are {names}");
    }
    let workspace = serve::build_or_use(workspace, options.binary.as_deref())?;
    let mut table = Table::default();
    let is_asked = |name: &str| {
        options.scenarios.is_empty() || options.scenarios.iter().any(|asked| asked == name)
    };
    for (name, scenario) in SCENARIOS {
        if !is_asked(name) {
            continue;
        }
        say(format_args!("drill: {name}"));
        if let Err(error) = scenario(&workspace, options, &mut table) {
            // The others still have something to say.
            table.row(format!("{name}: could not go on"), 1.0, COUNT, Some(0.0));
            table.note(format!("{name}: {error:#}"));
        }
    }
    table.print();
    if table.is_over() {
        bail!("something was lost, did not answer, or is over its limit");
    }
    Ok(())
}
