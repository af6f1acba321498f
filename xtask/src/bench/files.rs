//! Whole files in and out: how long they take, and how much memory.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::memory;
use super::server::Server;
use super::table::Table;
use crate::shell::say;
use crate::workspace::Workspace;

/// Commitments that the measured exports hold.
const EXPORTED: u32 = 100_000;

/// What the project promises of each.
mod limit {
    pub const DRY_RUN_S: f64 = 3.0;
    pub const APPLY_S: f64 = 5.0;
    pub const IMPORT_MB: f64 = 200.0;
    pub const FIRST_BYTE_MS: f64 = 100.0;
    pub const EXPORT_MB: f64 = 100.0;
}

/// Brings the commitments of a server as files into empty records.
pub fn measure_import(workspace: &Workspace, server: &Server, table: &mut Table) -> Result<()> {
    let folder = server.folder();
    for form in ["csv", "xlsx"] {
        let file = folder.join(format!("import.{form}"));
        server.save(&format!("/commitments.{form}"), &file)?;
        for (what, argument, most) in [
            ("dry run", Some("--dry-run"), limit::DRY_RUN_S),
            ("apply", None, limit::APPLY_S),
        ] {
            say(format_args!("import of {}, {what}", file.display()));
            let database = folder.join(format!("import-{form}.db"));
            let took = import(workspace, &file, &database, argument)?;
            let name = format!("import of 10,000 rows, {form}, {what}");
            table.row(name.clone(), took.seconds, "s", Some(most));
            if let Some(megabytes) = took.megabytes {
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

struct Took {
    seconds: f64,
    megabytes: Option<f64>,
}

fn import(
    workspace: &Workspace,
    file: &Path,
    database: &Path,
    argument: Option<&str>,
) -> Result<Took> {
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
        megabytes = memory::most_resident(child.id()).or(megabytes);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        thread::sleep(Duration::from_millis(5));
    };
    ensure!(status.success(), "the import ended with {status}");
    Ok(Took {
        seconds: started.elapsed().as_secs_f64(),
        megabytes,
    })
}

/// Takes everything out of a large record, in every form.
pub fn measure_export(workspace: &Workspace, table: &mut Table) -> Result<()> {
    say(format_args!(
        "starting the server with {EXPORTED} demonstration commitments"
    ));
    let server = Server::start(workspace, EXPORTED)?;
    let file = server.folder().join("export");
    for form in ["csv", "json", "zip", "xlsx"] {
        say(format_args!("export of everything as {form}"));
        let path = format!("/commitments.{form}");
        let before = memory::resident(server.process());
        let counted = memory::forget_most(server.process());
        let took = server.save(&path, &file)?;
        let most = memory::most_resident(server.process()).filter(|_| counted);
        let is_csv = form == "csv";
        let name = format!("export of 100,000, {form}");
        table.row(
            format!("{name}, first byte"),
            took.first_byte.as_secs_f64() * 1000.0,
            "ms",
            is_csv.then_some(limit::FIRST_BYTE_MS),
        );
        table.row(name.clone(), took.whole.as_secs_f64(), "s", None);
        let megabytes = fs::metadata(&file)?.len() as f64 / 1e6;
        table.row(format!("{name}, file"), megabytes, "MB", None);
        if let (Some(before), Some(most)) = (before, most) {
            table.row(
                format!("{name}, growth"),
                most - before,
                "MB",
                Some(limit::EXPORT_MB),
            );
            // The snapshot of the whole record is a part of it.
            table.row(format!("{name}, resident"), most, "MB", None);
        }
    }
    Ok(())
}
