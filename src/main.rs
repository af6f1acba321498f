//! The program: reads its command, opens the record, hands over.

use std::process::ExitCode;

use clap::Parser;
use ogp_tracker::cli::{Cli, run};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    ogp_tracker::web::telemetry::start_logging();
    run(Cli::parse()).await
}
