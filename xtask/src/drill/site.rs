//! A server with an editor whose acknowledged edits are remembered.

use std::collections::HashMap;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::bench::launch::Launch;
use crate::bench::server::{EMAIL, PASSWORD, Server, add_account};
use crate::shell;
use crate::workspace::Workspace;

/// Pages of the present that must go on.
pub const PAGES: [&str; 5] = [
    "/",
    "/commitments",
    "/commitments?q=data&region=europe",
    "/charts/trend",
    "/changes",
];

pub struct Site {
    pub server: Server,
    pub cookie: String,
    pub codes: Vec<String>,
    edits: usize,
    /// The titles that were said to be saved.
    saved: HashMap<String, String>,
}

impl Site {
    pub fn start(workspace: &Workspace, launch: Launch) -> Result<Self> {
        let server = Server::launch(launch)?;
        add_account(workspace, &server.database(), false)?;
        Ok(Self {
            cookie: server.sign_in(EMAIL, PASSWORD)?,
            codes: server.some_codes()?,
            server,
            edits: 0,
            saved: HashMap::new(),
        })
    }

    /// Edits the next commitment; the status of the answer.
    pub fn edit(&mut self) -> Result<u16> {
        let base = self.server.newest_revision()?;
        self.edits += 1;
        let code = &self.codes[self.edits % self.codes.len()];
        let title = format!("Open data for everybody, edition {}", self.edits);
        let status = self
            .server
            .edit(&self.cookie, code, &title, self.edits, base)?;
        if status == 303 {
            self.saved.insert(code.clone(), title);
        }
        Ok(status)
    }

    /// Edits several times; how many were answered otherwise.
    pub fn edits_not_answered_with(&mut self, count: usize, status: u16) -> Result<usize> {
        let mut others = 0;
        for _ in 0..count {
            others += usize::from(self.edit()? != status);
        }
        Ok(others)
    }

    pub fn acknowledged(&self) -> usize {
        self.saved.len()
    }

    /// How many titles that were said to be saved are not there.
    pub fn lost(&self) -> Result<usize> {
        let now = self.server.titles()?;
        let is_lost = |(code, title): &(&String, &String)| now.get(*code) != Some(*title);
        Ok(self.saved.iter().filter(is_lost).count())
    }

    /// How many of the pages do not answer, or not within two seconds.
    pub fn pages_down(&self) -> usize {
        let is_down = |page: &&&str| {
            let reply = self.server.ask(page);
            !reply.is_ok_and(|reply| reply.status == 200 && reply.took < Duration::from_secs(2))
        };
        PAGES.iter().filter(is_down).count()
    }

    /// Whether the program says that it can be used: it answers and can write.
    pub fn is_ready(&self) -> bool {
        let reply = self.server.ask("/readyz");
        reply.is_ok_and(|reply| reply.status == 200)
    }

    /// How long it takes until something is so; an error after a minute.
    pub fn wait(&mut self, what: &str, is_so: impl Fn(&mut Self) -> bool) -> Result<f64> {
        let began = Instant::now();
        while !is_so(self) {
            if began.elapsed() > Duration::from_mins(1) {
                bail!("after a minute it is not so that {what}");
            }
            thread::sleep(Duration::from_millis(200));
        }
        Ok(began.elapsed().as_secs_f64())
    }

    /// Ends the server and has its record checked whole; one if it is not sound.
    pub fn unsound(&mut self) -> Result<usize> {
        self.server.stop()?;
        let checked = shell::run(&mut self.server.launch.command(&["check"]));
        Ok(usize::from(checked.is_err()))
    }
}
