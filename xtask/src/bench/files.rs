//! Importing and exporting whole files: time and memory.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::memory;
use super::server::{Server, add_account};
use super::table::Table;
use crate::shell::say;
use crate::workspace::Workspace;

/// Commitments in the measured exports.
const EXPORTED: u32 = 100_000;

mod limit {
    pub const DRY_RUN_S: f64 = 3.0;
    pub const APPLY_S: f64 = 5.0;
    pub const IMPORT_MB: f64 = 200.0;
    pub const FIRST_BYTE_MS: f64 = 100.0;
    pub const EXPORT_MB: f64 = 100.0;
}

/// Imports the commitments of a server from files into empty records.
pub fn measure_import(workspace: &Workspace, server: &Server, table: &mut Table) -> Result<()> {
    let directory = server.directory();
    for form in ["csv", "xlsx"] {
        let file = directory.join(format!("import.{form}"));
        server.download(&format!("/commitments.{form}"), &file)?;
        let database = directory.join(format!("import-{form}.db"));
        add_account(workspace, &format!("sqlite://{}", database.display()), true)?;
        for (mode, argument, limit_seconds) in [
            ("dry run", Some("--dry-run"), limit::DRY_RUN_S),
            ("apply", None, limit::APPLY_S),
        ] {
            say(format_args!("import of {}, {mode}", file.display()));
            let cost = import(workspace, &file, &database, argument)?;
            let name = format!("import of 10,000 rows, {form}, {mode}");
            table.row(name.clone(), cost.seconds, "s", Some(limit_seconds));
            if let Some(megabytes) = cost.megabytes {
                table.row(
                    format!("{name}, resident"),
                    megabytes,
                    "MB",
                    Some(limit::IMPORT_MB),
                );
            }
        }
    }
    Ok(())
}

struct ImportCost {
    seconds: f64,
    megabytes: Option<f64>,
}

fn import(
    workspace: &Workspace,
    file: &Path,
    database: &Path,
    argument: Option<&str>,
) -> Result<ImportCost> {
    let started = Instant::now();
    let mut child = Command::new(workspace.program())
        .arg("import")
        .arg(file)
        .args(argument)
        .args(["--database", &format!("sqlite://{}", database.display())])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("the import could not be started")?;
    let mut megabytes = None;
    let status = loop {
        megabytes = memory::peak_resident(child.id()).or(megabytes);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        thread::sleep(Duration::from_millis(5));
    };
    ensure!(status.success(), "the import ended with {status}");
    Ok(ImportCost {
        seconds: started.elapsed().as_secs_f64(),
        megabytes,
    })
}

/// Exports a large record in every format.
pub fn measure_export(workspace: &Workspace, table: &mut Table) -> Result<()> {
    say(format_args!(
        "starting the server with {EXPORTED} demonstration commitments"
    ));
    let server = Server::start(workspace, EXPORTED)?;
    let file = server.directory().join("export");
    for form in ["csv", "json", "zip", "xlsx"] {
        say(format_args!("export of everything as {form}"));
        let path = format!("/commitments.{form}");
        let before = memory::resident(server.process_id());
        let reset = memory::reset_peak(server.process_id());
        let download = server.download(&path, &file)?;
        let peak = memory::peak_resident(server.process_id()).filter(|_| reset);
        let is_csv = form == "csv";
        let name = format!("export of 100,000, {form}");
        table.row(
            format!("{name}, first byte"),
            download.first_byte.as_secs_f64() * 1000.0,
            "ms",
            is_csv.then_some(limit::FIRST_BYTE_MS),
        );
        table.row(name.clone(), download.whole.as_secs_f64(), "s", None);
        let megabytes = fs::metadata(&file)?.len() as f64 / 1e6;
        table.row(format!("{name}, file"), megabytes, "MB", None);
        if let (Some(before), Some(peak)) = (before, peak) {
            table.row(
                format!("{name}, growth"),
                peak - before,
                "MB",
                Some(limit::EXPORT_MB),
            );
            // The snapshot of the whole record is a part of it.
            table.row(format!("{name}, resident"), peak, "MB", None);
        }
    }
    Ok(())
}
