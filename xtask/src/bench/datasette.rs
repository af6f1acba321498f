//! The same rows in Datasette, a well-known server of tables, asked for the same things on the same machine
//! in the same run.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use ureq::Agent;

use super::server::{Server, processor_milliseconds};
use super::table::Table;
use crate::shell::{self, say};
use crate::workspace::Workspace;

/// The one that the limits were set against.
const VERSION: &str = "datasette==0.65.5";
const STARTUP_TIMEOUT: Duration = Duration::from_mins(1);
/// Requests of each kind; for ours a multiple, since they take so little.
const REQUESTS: usize = 30;
const OURS: usize = 4;

/// How many times our processor time it must take at least.
mod least {
    pub const LIST: f64 = 25.0;
    pub const SEARCH: f64 = 20.0;
    pub const RECORD: f64 = 4.0;
}

/// What both are asked to count for each list.
const FACETS: [&str; 7] = [
    "region",
    "member_kind",
    "member",
    "plan_year",
    "ambition_level",
    "completion_level",
    "early_results_level",
];

/// Lists that both are asked for: our query, and Datasette's.
const LISTS: [(&str, &str); 4] = [
    ("region=europe", "region=Europe"),
    (
        "ambition=high&completion=high",
        "ambition_level=high&completion_level=high",
    ),
    (
        "kind=national&year=2021",
        "member_kind=national&plan_year=2021",
    ),
    (
        "region=africa-and-the-middle-east&completion=low",
        "region=Africa+and+the+Middle+East&completion_level=low",
    ),
];

/// Words that are searched for with each of those lists.
const WORDS: [&str; 8] = [
    "data",
    "budget",
    "procurement",
    "portal",
    "health",
    "corruption",
    "parliament",
    "officials",
];

/// Makes a database of the exported rows: a key, an index for each facet, full-text search.
const PREPARE: &str = r#"
import csv, sqlite3, sys
rows = csv.reader(open(sys.argv[1], encoding="utf-8-sig", newline=""))
columns = next(rows)
base = sqlite3.connect(sys.argv[2])
quoted = ", ".join(f'"{c}"' for c in columns)
base.execute(f'CREATE TABLE commitments ({quoted}, PRIMARY KEY ("code"))')
base.executemany(
    f"INSERT INTO commitments VALUES ({', '.join('?' * len(columns))})", rows)
for facet in sys.argv[3:]:
    base.execute(f'CREATE INDEX "of_{facet}" ON commitments ("{facet}")')
searched = "title, description, lead_institution, member, policy_areas"
base.execute(f"CREATE VIRTUAL TABLE commitments_fts USING fts5 ({searched}, content=commitments)")
base.execute(f"INSERT INTO commitments_fts (rowid, {searched}) SELECT rowid, {searched} FROM commitments")
base.execute("ANALYZE")
base.commit()
"#;

/// Adds how many times our processor time Datasette takes, or a note why that was not measured.
pub fn compare(workspace: &Workspace, server: &Server, table: &mut Table) -> Result<()> {
    let Some(python) = environment(workspace) else {
        table.note("Datasette could not be installed (python3 -m venv, pip): not compared.");
        return Ok(());
    };
    say("the same rows in Datasette");
    let theirs = Datasette::start(&python, server)?;
    let codes = server.some_codes()?;
    let codes = || codes.iter().take(REQUESTS);
    let facets = FACETS.join("&_facet=");
    let lists = |words: &[&str]| -> (Vec<String>, Vec<String>) {
        let searches = words.iter().flat_map(|word| {
            LISTS.map(|(ours, other)| {
                let search = if word.is_empty() {
                    String::new()
                } else {
                    format!("&q={word}")
                };
                let other_search = if word.is_empty() {
                    String::new()
                } else {
                    format!("&_search={word}")
                };
                (
                    format!("/commitments?{ours}{search}"),
                    format!("/bench/commitments?{other}{other_search}&_facet={facets}&_size=25"),
                )
            })
        });
        searches.unzip()
    };
    let records = (
        codes().map(|code| format!("/commitments/{code}")).collect(),
        codes()
            .map(|code| format!("/bench/commitments/{code}"))
            .collect(),
    );
    for (name, (ours, other), least) in [
        ("faceted list", lists(&[""]), least::LIST),
        ("search", lists(&WORDS), least::SEARCH),
        ("one record", records, least::RECORD),
    ] {
        // What a search has found is kept: each is asked for once.
        let requests = if name == "search" {
            ours.len()
        } else {
            OURS * REQUESTS
        };
        let our_time = server.processor_time_over(&ours, requests)?;
        let our_time = our_time.context("the processor time cannot be read")?;
        let other_time = theirs.processor_time_over(&other)?;
        table.row(format!("Datasette, {name}"), other_time, "ms", None);
        table.row_of_at_least(
            format!("Datasette, {name}, beside ours"),
            other_time / our_time,
            "times",
            least,
        );
    }
    Ok(())
}

/// The Python with Datasette in it, installed where it is missing.
fn environment(workspace: &Workspace) -> Option<PathBuf> {
    let directory = workspace.scratch().join("datasette");
    let python = directory.join("bin/python");
    let quiet = |command: &mut Command| {
        let status = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        status.is_ok_and(|status| status.success())
    };
    let has_it = || quiet(Command::new(&python).args(["-c", "import datasette"]));
    if has_it() {
        return Some(python);
    }
    let made = quiet(Command::new("python3").args(["-m", "venv"]).arg(&directory));
    let installed = made && quiet(Command::new(&python).args(["-m", "pip", "install", VERSION]));
    (installed && has_it()).then_some(python)
}

struct Datasette {
    child: Child,
    base: String,
    agent: Agent,
}

impl Datasette {
    /// Starts one over the rows that the server exports.
    fn start(python: &Path, server: &Server) -> Result<Self> {
        let rows = server.directory().join("rows.csv");
        let database = server.directory().join("bench-datasette").join("bench.db");
        std::fs::create_dir_all(database.parent().context("no directory")?)?;
        server.download("/commitments.csv", &rows)?;
        let mut prepare = Command::new(python);
        prepare
            .args(["-c", PREPARE])
            .arg(&rows)
            .arg(&database)
            .args(FACETS);
        shell::run(&mut prepare)?;
        let port = shell::free_port()?;
        let child = Command::new(python)
            .args(["-m", "datasette", "serve", "--immutable"])
            .arg(&database)
            .args(["--port", &port.to_string()])
            .args(["--setting", "suggest_facets", "0"])
            .args(["--setting", "facet_time_limit_ms", "2000"])
            .args(["--setting", "sql_time_limit_ms", "5000"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("Datasette could not be started")?;
        let started = Self {
            child,
            base: format!("http://127.0.0.1:{port}"),
            agent: super::server::agent(),
        };
        let deadline = Instant::now() + STARTUP_TIMEOUT;
        while started.open("/-/versions.json").is_err() {
            if Instant::now() > deadline {
                bail!("Datasette did not answer within a minute");
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(started)
    }

    fn open(&self, path: &str) -> Result<()> {
        let answer = self.agent.get(format!("{}{path}", self.base)).call();
        let mut answer = answer.with_context(|| path.to_owned())?;
        answer.body_mut().read_to_vec()?;
        Ok(())
    }

    /// Its processor time per request in milliseconds, after each address was asked for once.
    fn processor_time_over(&self, paths: &[String]) -> Result<f64> {
        paths.iter().try_for_each(|path| self.open(path))?;
        let time =
            || processor_milliseconds(self.child.id()).context("the processor time cannot be read");
        let before = time()?;
        for path in paths.iter().cycle().take(REQUESTS) {
            self.open(path)?;
        }
        Ok((time()? - before) / REQUESTS as f64)
    }
}

impl Drop for Datasette {
    fn drop(&mut self) {
        let _ = shell::stop(&mut self.child, Duration::from_secs(5));
    }
}
