//! `cargo xtask`: the one entry to building, serving, checking and measuring the tracker.
//!
//! Every command first sets up what it needs and says what it does and why; with nothing missing
//! that costs a fraction of a second. No address outside this machine is written down here:
//! downloads go through the package clients (cargo, rustup, apt, npm) as the machine has them set
//! up.

mod bench;
mod browser_part;
mod checks;
mod dev;
mod drill;
mod fuzz;
mod load;
mod serve;
mod setup;
mod shell;
mod workspace;
mod world;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use workspace::Workspace;

/// Builds, serves, checks and measures the OGP commitment tracker.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Set up, build and serve on <http://127.0.0.1:3000>
    Serve {
        /// Arguments for the program itself, for example `-- --demo --addr 127.0.0.1:8080`
        #[arg(last = true)]
        program: Vec<String>,
    },
    /// Set up, build (debug) and serve; rebuild and restart on change
    Dev {
        /// Arguments for the program itself, as with `serve`
        #[arg(last = true)]
        program: Vec<String>,
    },
    /// Set up and build the browser part and the release binary
    Build,
    /// Set up and run every check: format, lints, documentation, tests, browser tests
    Test {
        /// Skip the browser tests
        #[arg(long)]
        fast: bool,
    },
    /// Set up and measure the catalogue, the HTTP list, what is sent, edits and past states as the record
    /// grows, and whole files in and out
    Bench {
        /// Only edits and past states of a record with so many synthetic commitments, for example 10000
        #[arg(long)]
        growth: Option<u32>,
    },
    /// Set up and cause faults on purpose: kills, a full disk, a deleted file, a clock that jumps, a database
    /// server that stops, hostile visitors and files; fails on any loss or outage
    Drill(drill::Options),
    /// Set up and load a server, at a steady rate whatever it answers, on the loopback address
    Load(load::Options),
    /// Set up and fuzz the readers of files, guided by coverage
    Fuzz {
        /// The target; without it, all of them in turn
        target: Option<String>,
        /// Seconds for each target
        #[arg(long, default_value_t = 600)]
        seconds: u32,
    },
    /// Set up and generate the shapes of the world map
    World,
}

fn main() -> ExitCode {
    match run(&Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            shell::say(format_args!("FAILED: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(task: &Task) -> anyhow::Result<()> {
    let workspace = Workspace::find()?;
    match task {
        Task::Serve { program } => serve::serve(&workspace, program),
        Task::Dev { program } => dev::run(&workspace, program),
        Task::Build => serve::build(&workspace),
        Task::Test { fast } => checks::run(&workspace, *fast),
        Task::Bench { growth } => bench::run(&workspace, *growth),
        Task::Drill(options) => drill::run(workspace, options),
        Task::Load(options) => load::run(workspace, options),
        Task::Fuzz { target, seconds } => fuzz::run(&workspace, target.as_deref(), *seconds),
        Task::World => world::generate(&workspace),
    }
}
