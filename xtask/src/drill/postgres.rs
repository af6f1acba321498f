//! `PostgreSQL` ends as in a crash while the site is served, and comes back.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::Options;
use super::site::{PAGES, Site};
use crate::bench::launch::Launch;
use crate::bench::table::{COUNT, Table};
use crate::setup;
use crate::workspace::Workspace;

const COMMITMENTS: u32 = 300;
/// As the integration tests keep theirs.
const KEEPER: &str = include_str!("../../../tests/it/support/postgres.sh");

/// Pages that need no database.
const FROM_MEMORY: [&str; 3] = ["/", "/commitments", "/charts/trend"];
const AT_ONCE: Duration = Duration::from_secs(2);

/// What is acknowledged is kept, as in a server that somebody relies on.
const SETTINGS: &str = "-c synchronous_commit=on";

mod limit {
    pub const REFUSED_S: f64 = 12.0;
    pub const BACK_S: f64 = 10.0;
}

pub fn run(workspace: &Workspace, _: &Options, table: &mut Table) -> Result<()> {
    let Some(programs) = setup::postgres_programs() else {
        table.note("PostgreSQL stopped and started: NOT DONE, its server programs are not here");
        return Ok(());
    };
    let mut cluster = Cluster::start(&programs)?;
    let launch = Launch::new(workspace, "drill-postgres")?
        .demonstration(COMMITMENTS)
        .database(cluster.url.clone());
    let mut site = Site::start(workspace, launch)?;
    let refused = site.edits_not_answered_with(20, 303)? as f64;
    let name = "PostgreSQL: edits refused before it stops";
    table.row(name, refused, COUNT, Some(0.0));
    site.pages_down();

    cluster.tell("crash")?;
    let (mut later, mut down) = (0, 0);
    for page in PAGES {
        match site.server.ask(page) {
            Ok(reply) if reply.took > AT_ONCE => down += 1,
            Ok(reply) if reply.status == 200 => {}
            // What only the database knows.
            Ok(reply) if reply.has_retry_after && !FROM_MEMORY.contains(&page) => later += 1,
            _ => down += 1,
        }
    }
    let name = format!("PostgreSQL stopped: pages down ({later} say at once when to come back)");
    table.row(name, f64::from(down), COUNT, Some(0.0));
    let began = Instant::now();
    let status = site.edit()?;
    let seconds = began.elapsed().as_secs_f64();
    let name = "PostgreSQL stopped: edits answered otherwise than with 503";
    table.row(name, f64::from(u8::from(status != 503)), COUNT, Some(0.0));
    let name = "PostgreSQL stopped: until an edit is refused";
    table.row(name, seconds, "s", Some(limit::REFUSED_S));
    let is_ready = f64::from(u8::from(site.is_ready()));
    let name = "PostgreSQL stopped: /readyz says ready";
    table.row(name, is_ready, COUNT, Some(0.0));

    cluster.tell("start")?;
    let saved = |site: &mut Site| site.edit().is_ok_and(|status| status == 303);
    let seconds = site.wait("edits are saved once it is back", saved)?;
    let name = "PostgreSQL back: until edits are saved again";
    table.row(name, seconds, "s", Some(limit::BACK_S));
    site.wait("/readyz says so", |site| site.is_ready())?;
    let name = format!(
        "PostgreSQL: lost of {} acknowledged edits",
        site.acknowledged()
    );
    table.row(name, site.lost()? as f64, COUNT, Some(0.0));
    let unsound = site.unsound()? as f64;
    let name = "PostgreSQL: faults found by `check`";
    table.row(name, unsound, COUNT, Some(0.0));
    Ok(())
}

/// A throwaway server; ended when dropped.
pub struct Cluster {
    keeper: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    pub url: String,
}

impl Cluster {
    pub fn start(programs: &std::path::Path) -> Result<Self> {
        let mut keeper = Command::new("sh")
            .args(["-c", KEEPER, "ogp-postgres"])
            .arg(programs)
            .arg(SETTINGS)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // So that Ctrl-C in the terminal ends the drill and not the keeper.
            .process_group(0)
            .spawn()
            .context("no shell")?;
        let input = keeper.stdin.take();
        let output = keeper.stdout.take().context("no output")?;
        let mut cluster = Self {
            keeper,
            input,
            output: BufReader::new(output),
            url: String::new(),
        };
        let said = cluster.line()?;
        let directory = said.strip_prefix("ready ");
        let directory = directory.with_context(|| format!("PostgreSQL did not start: {said}"))?;
        cluster.url = format!("postgres://postgres@localhost/postgres?host={directory}");
        Ok(cluster)
    }

    /// Has it crash or start, and waits until it has.
    pub fn tell(&mut self, command: &str) -> Result<()> {
        let input = self.input.as_mut().context("no input")?;
        writeln!(input, "{command}")?;
        let said = self.line()?;
        ensure!(said == format!("done {command}"), "PostgreSQL: {said}");
        Ok(())
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        Ok(line.trim().to_owned())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.keeper.wait();
    }
}
