//! A release server on a database of its own, and what its answers cost.
//!
//! Speaks to the loopback address only, to the one server that it starts and stops.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail, ensure};
use ureq::Agent;

use crate::shell;
use crate::workspace::Workspace;

/// The server fills its database before it answers.
const STARTUP_TIMEOUT: Duration = Duration::from_mins(5);
/// Enough that a slow answer does not delay the next request.
const CLIENTS: usize = 8;
const DOWNLOAD_TIMEOUT: Duration = Duration::from_mins(10);
/// Time for open requests to finish before the server is killed.
const GRACE_PERIOD: Duration = Duration::from_secs(5);

/// How long a download took.
pub struct Download {
    pub first_byte: Duration,
    pub whole: Duration,
}

/// A running server; stopped when dropped.
pub struct Server {
    child: Child,
    directory: PathBuf,
    base: String,
    agent: Agent,
}

impl Server {
    /// Starts one with so many synthetic commitments and waits until it answers.
    pub fn start(workspace: &Workspace, commitments: u32) -> Result<Self> {
        let port = shell::free_port()?;
        let directory = workspace
            .scratch()
            .join(format!("bench-{}-{port}", std::process::id()));
        fs::create_dir_all(&directory)?;
        let database = directory.join("bench.db");
        let child = Command::new(workspace.program())
            .args(["serve", "--addr", &format!("127.0.0.1:{port}")])
            .args(["--database", &format!("sqlite://{}", database.display())])
            .arg(format!("--demo={commitments}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("the server could not be started")?;
        let base = format!("http://127.0.0.1:{port}");
        let mut server = Self {
            child,
            directory,
            base,
            agent: agent(),
        };
        server.wait_until_ready()?;
        Ok(server)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let deadline = Instant::now() + STARTUP_TIMEOUT;
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended with {status} before it answered");
            }
            if self.get("/readyz", None).is_ok() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(100));
        }
        bail!(
            "the server did not answer within {} s",
            STARTUP_TIMEOUT.as_secs()
        )
    }

    /// The directory of its database; deleted with the server.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Its process id.
    pub fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// Saves a response of any length to a file.
    pub fn download(&self, path: &str, file: &Path) -> Result<Download> {
        let mut file = fs::File::create(file)?;
        let started = Instant::now();
        let request = self.agent.get(format!("{}{path}", self.base));
        let request = request
            .config()
            .timeout_global(Some(DOWNLOAD_TIMEOUT))
            .build();
        let mut response = request.call().with_context(|| path.to_owned())?;
        let mut body = response.body_mut().as_reader();
        let mut first = [0];
        body.read_exact(&mut first)?;
        let first_byte = started.elapsed();
        file.write_all(&first)?;
        std::io::copy(&mut body, &mut file)?;
        Ok(Download {
            first_byte,
            whole: started.elapsed(),
        })
    }

    /// Asks each query once, so that caches are filled as in a server that has been up for a while
    /// and a query that the server refuses is noticed.
    pub fn warm_up(&self, queries: &[&str]) -> Result<()> {
        queries
            .iter()
            .try_for_each(|query| self.get(&address(query), None).map(|_| ()))
    }

    /// The server's processor time per request in milliseconds; `None` where the system does not
    /// tell it.
    pub fn processor_time(&self, queries: &[&str], requests: usize) -> Result<Option<f64>> {
        let paths: Vec<String> = queries.iter().map(|query| address(query)).collect();
        self.processor_time_over(&paths, requests)
    }

    /// The same over whole addresses.
    pub fn processor_time_over(&self, paths: &[String], requests: usize) -> Result<Option<f64>> {
        let Some(before) = self.processor_milliseconds() else {
            return Ok(None);
        };
        for path in paths.iter().cycle().take(requests) {
            self.get(path, None)?;
        }
        let after = self
            .processor_milliseconds()
            .context("the server has ended")?;
        Ok(Some((after - before) / requests as f64))
    }

    /// The server's processor time per request of one address, which is asked once before.
    pub fn processor_time_of(&self, path: &str, requests: usize) -> Result<Option<f64>> {
        self.get(path, None)?;
        self.processor_time_over(&[path.to_owned()], requests)
    }

    /// What each request took, at a steady rate. Counted from the moment at which it was due, not
    /// from when it was sent: a server that falls behind must not look fast.
    pub fn load(&self, queries: &[&str], rate: u32, duration: Duration) -> Result<Vec<Duration>> {
        let requests = usize::try_from(u64::from(rate) * duration.as_secs())?;
        let pause = Duration::from_secs(1) / rate;
        let next = AtomicUsize::new(0);
        let start = Instant::now();
        let client = || -> Result<Vec<Duration>> {
            let mut latencies = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= requests {
                    return Ok(latencies);
                }
                let due = start + pause * u32::try_from(number)?;
                thread::sleep(due.saturating_duration_since(Instant::now()));
                self.get(&address(queries[number % queries.len()]), None)?;
                latencies.push(due.elapsed());
            }
        };
        thread::scope(|scope| {
            let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(client)).collect();
            let mut latencies = Vec::with_capacity(requests);
            for client in clients {
                latencies.extend(client.join().map_err(|_| anyhow!("a client panicked"))??);
            }
            Ok(latencies)
        })
    }

    /// The bytes of the unfiltered list as sent, with or without a compression asked for.
    pub fn page_size(&self, encoding: Option<&str>) -> Result<u64> {
        self.get(&address(""), encoding)
    }

    /// The compressed bytes of every script and WebAssembly that the list makes a browser load,
    /// found as a browser finds them: named in the page, or in a script that the page names.
    pub fn script_size(&self) -> Result<u64> {
        let mut found = linked_assets(&self.text(&address(""))?);
        let mut total = 0;
        let mut next = 0;
        while let Some(part) = found.get(next).cloned() {
            next += 1;
            total += self.get(&part, Some("br"))?;
            for further in linked_assets(&self.text(&part)?) {
                if !found.contains(&further) {
                    found.push(further);
                }
            }
        }
        ensure!(
            total > 0,
            "the list names no script: was the browser part built?"
        );
        Ok(total)
    }

    /// Asks for a page and returns the length of its body as sent.
    fn get(&self, path: &str, encoding: Option<&str>) -> Result<u64> {
        Ok(self.body(path, encoding)?.len() as u64)
    }

    fn text(&self, path: &str) -> Result<String> {
        Ok(String::from_utf8_lossy(&self.body(path, None)?).into_owned())
    }

    fn body(&self, path: &str, encoding: Option<&str>) -> Result<Vec<u8>> {
        let mut request = self.agent.get(format!("{}{path}", self.base));
        if let Some(encoding) = encoding {
            request = request.header("accept-encoding", encoding);
        }
        let mut response = request.call().with_context(|| path.to_owned())?;
        if let Some(encoding) = encoding {
            let sent = response.headers().get("content-encoding");
            ensure!(
                sent.is_some_and(|sent| sent == encoding),
                "{path} is not sent as {encoding}"
            );
        }
        Ok(response.body_mut().read_to_vec()?)
    }

    /// The time that the server's threads have run so far.
    fn processor_milliseconds(&self) -> Option<f64> {
        let threads = fs::read_dir(format!("/proc/{}/task", self.child.id())).ok()?;
        let nanoseconds: u64 = threads
            .filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("schedstat")).ok())
            .filter_map(|said| first_number(&said))
            .sum();
        (nanoseconds > 0).then_some(nanoseconds as f64 / 1e6)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = shell::stop(&mut self.child, GRACE_PERIOD);
        let _ = fs::remove_dir_all(&self.directory);
    }
}

fn agent() -> Agent {
    Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(10)))
        .build()
        .new_agent()
}

pub fn address(query: &str) -> String {
    if query.is_empty() {
        "/commitments".to_owned()
    } else {
        format!("/commitments?{query}")
    }
}

/// The addresses of scripts and WebAssembly in a page or a script.
fn linked_assets(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = text
        .split(['"', '\'', '`'])
        .filter(|word| word.starts_with("/assets/"))
        .filter(|word| [".js", ".wasm"].iter().any(|ending| word.ends_with(ending)))
        .map(str::to_owned)
        .collect();
    parts.sort();
    parts.dedup();
    parts
}

/// What `schedstat` begins with: the time that a thread has run, in nanoseconds.
fn first_number(said: &str) -> Option<u64> {
    said.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_a_thread_is_the_first_number() {
        assert_eq!(first_number("123456 789 10\n"), Some(123_456));
        assert_eq!(first_number("nonsense"), None);
        assert_eq!(first_number(""), None);
    }

    #[test]
    fn scripts_are_found_in_pages_and_in_scripts() {
        let page = r#"<link href="/assets/site.1.css"><script src="/assets/start.2.js"></script>
            <link rel="modulepreload" href="/assets/start.2.js">"#;
        assert_eq!(linked_assets(page), ["/assets/start.2.js"]);
        let script = "import('/assets/a.3.js').then(m => m.default(`/assets/a_bg.4.wasm`))";
        assert_eq!(
            linked_assets(script),
            ["/assets/a.3.js", "/assets/a_bg.4.wasm"]
        );
    }
}
