//! The program: reads its command, opens the record, hands over.

use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use clap::Parser;
use ogp_tracker::cli::{Cli, run};

/// How the C library's allocator is to give memory back: blocks of a megabyte and more when they are freed, and what is
/// free at the end of a heap from 4 MB on.
///
/// With its own choice, a record of 10,000 commitments takes 20 MB more after a day of edits, for no shorter answers;
/// with `mimalloc`, as much more for answers that take a twentieth less.
const ALLOCATOR_OPTIONS: [(&str, &str); 3] = [
    ("MALLOC_MMAP_THRESHOLD_", "1048576"),
    ("MALLOC_TRIM_THRESHOLD_", "4194304"),
    ("MALLOC_TOP_PAD_", "1048576"),
];
/// Its option for how many heaps there are. One for each processor is enough, rather than eight.
const MAX_HEAPS: &str = "MALLOC_ARENA_MAX";

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
    let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let heaps = (MAX_HEAPS, processors.max(2).to_string());
    let options = ALLOCATOR_OPTIONS.map(|(name, value)| (name, value.to_owned()));
    let mut missing = options
        .into_iter()
        .chain([heaps])
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
