//! How a measured server is started.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

use crate::shell;
use crate::workspace::Workspace;

/// The program, its arguments and its environment; the same each time that it is started.
#[derive(Debug, Clone)]
pub struct Launch {
    program: PathBuf,
    /// Deleted with the server.
    pub directory: PathBuf,
    /// What it logged last, for whoever looks into a failure.
    log: PathBuf,
    database: String,
    port: u16,
    arguments: Vec<String>,
    environment: Vec<(&'static str, OsString)>,
}

impl Launch {
    /// A server with a database file in a directory of its own.
    pub fn new(workspace: &Workspace, name: &str) -> Result<Self> {
        let port = shell::free_port()?;
        let directory = format!("{name}-{}-{port}", std::process::id());
        let directory = workspace.scratch().join(directory);
        fs::create_dir_all(&directory)?;
        let log = workspace.scratch().join(format!("{name}.log"));
        fs::write(&log, "")?;
        Ok(Self {
            log,
            program: workspace.program(),
            database: format!("sqlite://{}", directory.join("bench.db").display()),
            directory,
            port,
            arguments: Vec::new(),
            environment: Vec::new(),
        })
    }

    /// With so many synthetic commitments.
    pub fn demonstration(mut self, commitments: u32) -> Self {
        self.arguments.push(format!("--demo={commitments}"));
        self
    }

    /// With a database elsewhere.
    pub fn database(mut self, url: String) -> Self {
        self.database = url;
        self
    }

    /// With a variable in its environment.
    pub fn environment(mut self, name: &'static str, value: impl Into<OsString>) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    /// The database, as the command line takes it.
    pub fn database_url(&self) -> &str {
        &self.database
    }

    /// Where it answers.
    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The port it listens on, on the loopback address.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The program with other arguments than those for serving, on the same database.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            .args(["--database", &self.database])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// Starts it.
    pub fn spawn(&self) -> Result<Child> {
        let log = open_log(&self.log)?;
        self.command(&["serve", "--addr", &format!("127.0.0.1:{}", self.port)])
            .args(&self.arguments)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stderr(log)
            .spawn()
            .context("the server could not be started")
    }
}

fn open_log(path: &Path) -> Result<File> {
    let file = File::options().create(true).append(true).open(path);
    file.with_context(|| path.display().to_string())
}
