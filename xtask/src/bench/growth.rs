//! What an edit, a commitment and a past state cost in a record of some size, and what pages cost after
//! many of them.

use std::time::SystemTime;

use anyhow::{Context, Result, ensure};

use super::memory;
use super::server::{EMAIL, PASSWORD, Server, add_account};
use super::table::Table;
use crate::shell::say;
use crate::workspace::Workspace;

/// Edits, one after the other.
const EDITS: usize = 500;
/// Past states, each another one.
const PAST_STATES: usize = 100;
/// Requests that a page's processor time is averaged over.
const REQUESTS: usize = 100;

/// Commitments in the records that are always measured.
pub const MEASURED: [u32; 2] = [10_000, 100_000];

/// A record's size and what is allowed in it.
pub struct Size {
    /// Synthetic commitments.
    commitments: u32,
    /// Processor time of one edit, as its author waits for it.
    edit_ms: f64,
    /// Until it is ready with a record that is there, and with one that it fills.
    start_s: f64,
    fill_s: Option<f64>,
    /// Resident memory after all of it.
    resident_mb: f64,
}

/// What is allowed in a record with so many commitments.
pub fn size_of(commitments: u32) -> Size {
    let (edit_ms, resident_mb, start_s, fill_s) = match commitments {
        ..=10_000 => (20.0, 100.0, 1.0, None),
        10_001..=100_000 => (30.0, 350.0, 3.0, Some(15.0)),
        _ => (60.0, 2_500.0, 20.0, None),
    };
    Size {
        commitments,
        edit_ms,
        start_s,
        fill_s,
        resident_mb,
    }
}

mod limit {
    pub const COMMITMENT_MS: f64 = 3.0;
    /// One past state that nobody has asked for.
    pub const PAST_COLD_MS: f64 = 300.0;
    pub const PAST_WARM_MS: f64 = 30.0;
    pub const PAST_MB: f64 = 50.0;
    /// What a page costs after all of it, as a part of what it cost before.
    pub const AGED: f64 = 1.1;
}

/// Where the lists of the age test look: with and without filters, search and charts.
const PAGES: [&str; 5] = [
    "/commitments",
    "/commitments?area=digital-governance&ambition=high",
    "/commitments?q=data&region=europe",
    "/charts/trend",
    "/",
];

/// Measures one size.
pub fn measure(workspace: &Workspace, size: &Size, table: &mut Table) -> Result<()> {
    let count = size.commitments;
    say(format_args!("edits and past states of {count} commitments"));
    let mut server = Server::start(workspace, count)?;
    let filled = server.ready_after.as_secs_f64();
    let of = |name: &str| format!("{name}, at {count}");
    table.row(
        of("a start that fills the record"),
        filled,
        "s",
        size.fill_s,
    );
    let started = server.start_again()?.as_secs_f64();
    table.row(of("a start"), started, "s", Some(size.start_s));
    add_account(workspace, &server.database(), false)?;
    let cookie = server.sign_in(EMAIL, PASSWORD)?;
    let codes = server.some_codes()?;
    let pages: Vec<String> = PAGES.map(str::to_owned).into();
    server.processor_time_over(&pages, REQUESTS)?;
    let Some(fresh) = server.processor_time_over(&pages, 2 * REQUESTS)? else {
        say("this system does not report the processor time of a process: not measured");
        return Ok(());
    };

    let ready = server.processor_time_ready("/commitments", REQUESTS)?;
    table.row(of("a list that is ready"), ready, "ms", None);

    for (name, address) in [
        ("a commitment's page", "/commitments/"),
        ("a commitment in the API", "/api/v1/commitments/"),
    ] {
        let addresses: Vec<String> = codes
            .iter()
            .map(|code| format!("{address}{code}"))
            .collect();
        server.processor_time_over(&addresses[..1], 1)?;
        let took = server.processor_time_over(&addresses, REQUESTS)?;
        let took = took.context("the server has ended")?;
        table.row(of(name), took, "ms", Some(limit::COMMITMENT_MS));
    }

    let mut moments = Vec::with_capacity(EDITS);
    let base = server.newest_revision()?;
    let took = server.processor_time_while(|| {
        for (number, revision) in (0..EDITS).zip(base..) {
            edit(
                &server,
                &cookie,
                &codes[number % codes.len()],
                number,
                revision,
            )?;
            moments.push(now());
        }
        Ok(())
    })?;
    let edit = took / EDITS as f64;
    table.row(of("one edit"), edit, "ms", Some(size.edit_ms));

    let resident = || memory::resident(server.process_id()).unwrap_or(f64::NAN);
    let before = resident();
    table.row(of("resident after the edits"), before, "MB", None);

    let past: Vec<String> = moments
        .iter()
        .step_by(EDITS / PAST_STATES)
        .map(|moment| format!("/commitments?as_of={moment}"))
        .collect();
    let cold = server.processor_time_while(|| server.open(&past[..1]))?;
    table.row(
        of("the first past state"),
        cold,
        "ms",
        Some(limit::PAST_COLD_MS),
    );
    let cold = server.processor_time_while(|| server.open(&past[1..]))?;
    let cold = cold / (past.len() - 1) as f64;
    table.row(
        of("another past state"),
        cold,
        "ms",
        Some(limit::PAST_COLD_MS),
    );
    let grown = resident() - before;
    let name = of(&format!("{PAST_STATES} past states in memory"));
    table.row(name, grown, "MB", Some(limit::PAST_MB));
    let warm = server.processor_time_while(|| server.open(&past))? / past.len() as f64;
    table.row(
        of("a past state again"),
        warm,
        "ms",
        Some(limit::PAST_WARM_MS),
    );

    server.processor_time_over(&pages, REQUESTS)?;
    let aged = server.processor_time_over(&pages, 2 * REQUESTS)?;
    let aged = aged.context("the server has ended")? / fresh;
    let name = format!("pages after {EDITS} edits and {PAST_STATES} past states, at {count}");
    table.row(name, aged, "times", Some(limit::AGED));
    let name = of("resident after it");
    table.row(name, resident(), "MB", Some(size.resident_mb));
    Ok(())
}

/// Changes one commitment as an editor does.
fn edit(server: &Server, cookie: &str, code: &str, number: usize, revision: u64) -> Result<()> {
    let title = format!("Open data for everybody, edition {number}");
    let status = server.edit(cookie, code, &title, number, revision)?;
    ensure!(
        status == 303,
        "edit {number} of {code} was answered with {status}"
    );
    Ok(())
}

/// The moment as addresses write it.
#[allow(
    clippy::disallowed_methods,
    reason = "the server that is measured has the system's clock"
)]
pub fn now() -> String {
    chrono::DateTime::<chrono::Utc>::from(SystemTime::now())
        .format("%Y-%m-%dT%H:%M:%S%.6fZ")
        .to_string()
}
