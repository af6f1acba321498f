//! The program: reads its command, opens the record, hands over.

use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use clap::Parser;
use ogp_tracker::cli::{Cli, run};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How the allocator is to give memory back: after a millisecond, what a thread that has ended leaves at once, and in
/// pages of usual size. All at once would save 10 MB, and a page would take a fifth longer, since the program asks again
/// for what it has just given back. With the allocator's own choice a record of 10,000 commitments takes 30 MB more, for
/// no shorter answers.
const ALLOCATOR_OPTIONS: [(&str, &str); 4] = [
    ("MIMALLOC_PURGE_DELAY", "1"),
    ("MIMALLOC_ARENA_PURGE_MULT", "0"),
    ("MIMALLOC_ALLOW_THP", "0"),
    ("MIMALLOC_ARENA_EAGER_COMMIT", "0"),
];

fn main() -> ExitCode {
    with_allocator_options();
    run_command()
}

#[tokio::main]
async fn run_command() -> ExitCode {
    let traces = ogp_tracker::web::telemetry::start_logging();
    let code = run(Cli::parse()).await;
    if let Some(traces) = traces {
        traces.stop();
    }
    code
}

/// Starts the program anew in the same process, with the options that its environment does not have yet: the
/// allocator reads them before `main`, and nowhere else. Where that is refused, it goes on without them.
fn with_allocator_options() {
    let mut missing = ALLOCATOR_OPTIONS
        .into_iter()
        .filter(|(name, _)| std::env::var_os(name).is_none())
        .peekable();
    if missing.peek().is_none() {
        return;
    }
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    let mut arguments = std::env::args_os();
    let mut program = Command::new(program);
    program.envs(missing);
    if let Some(name) = arguments.next() {
        program.arg0(name);
    }
    // Returns only where it failed.
    let _ = program.args(arguments).exec();
}
