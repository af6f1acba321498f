//! A release server on a database of its own, and what its answers cost.
//!
//! Speaks to the loopback address only, to the one server that it starts and stops.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail, ensure};
use ureq::http::Response;
use ureq::{Agent, Body};

use super::launch::Launch;
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

/// With a session, known or not, nothing is answered from what is ready: pages are made.
const MADE_ANEW: &str = "session=0";

/// A running server; stopped when dropped.
pub struct Server {
    child: Child,
    pub launch: Launch,
    pub(super) agent: Agent,
    /// How long its first start took until it was ready.
    pub ready_after: Duration,
}

impl Server {
    /// Starts one with so many synthetic commitments and waits until it answers.
    pub fn start(workspace: &Workspace, commitments: u32) -> Result<Self> {
        Self::launch(Launch::new(workspace, "bench")?.demonstration(commitments))
    }

    /// Starts one and waits until it answers.
    pub fn launch(launch: Launch) -> Result<Self> {
        let began = Instant::now();
        let mut server = Self {
            child: launch.spawn()?,
            launch,
            agent: agent(),
            ready_after: Duration::ZERO,
        };
        server.wait_until_ready()?;
        server.ready_after = began.elapsed();
        Ok(server)
    }

    /// Ends it as a crash would (`kill -9`).
    pub fn kill(&self) -> Result<()> {
        shell::run(Command::new("kill").args(["-9", &self.child.id().to_string()]))
    }

    /// Stops it and starts it again on what its database holds; how long that start took.
    pub fn start_again(&mut self) -> Result<Duration> {
        self.stop()?;
        self.restart()
    }

    /// Starts it again once it has ended, and waits until it answers.
    pub fn restart(&mut self) -> Result<Duration> {
        self.child.wait()?;
        let began = Instant::now();
        self.child = self.launch.spawn()?;
        self.agent = agent();
        self.wait_until_ready()?;
        Ok(began.elapsed())
    }

    /// Asks it to end, and says how long that took; killed after a minute.
    pub fn stop(&mut self) -> Result<Duration> {
        let began = Instant::now();
        shell::stop(&mut self.child, Duration::from_mins(1))?;
        Ok(began.elapsed())
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
            thread::sleep(Duration::from_millis(20));
        }
        bail!(
            "the server did not answer within {} s",
            STARTUP_TIMEOUT.as_secs()
        )
    }

    /// The directory of its database; deleted with the server.
    pub fn directory(&self) -> &Path {
        &self.launch.directory
    }

    /// Its process id.
    pub fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// Saves a response of any length to a file.
    pub fn download(&self, path: &str, file: &Path) -> Result<Download> {
        let mut file = fs::File::create(file)?;
        let started = Instant::now();
        let request = self.agent.get(format!("{}{path}", self.launch.base()));
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

    /// The same of a page that it keeps ready, packed.
    pub fn processor_time_ready(&self, path: &str, requests: usize) -> Result<f64> {
        let ask = || -> Result<()> {
            let request = self.agent.get(format!("{}{path}", self.launch.base()));
            let mut response = request.header("accept-encoding", "br").call()?;
            response.body_mut().read_to_vec()?;
            Ok(())
        };
        ask()?;
        let took = self.processor_time_while(|| (0..requests).try_for_each(|_| ask()))?;
        Ok(took / requests as f64)
    }

    /// The server's processor time while something is done, in milliseconds.
    pub fn processor_time_while(&self, mut work: impl FnMut() -> Result<()>) -> Result<f64> {
        let before = self.processor_milliseconds();
        work()?;
        let after = self.processor_milliseconds();
        let took = after.zip(before).map(|(after, before)| after - before);
        took.context("the processor time cannot be read")
    }

    /// Opens each of these addresses once.
    pub fn open(&self, paths: &[String]) -> Result<()> {
        paths
            .iter()
            .try_for_each(|path| self.get(path, None).map(|_| ()))
    }

    /// The database, as the command line takes it.
    pub fn database(&self) -> String {
        self.launch.database_url().to_owned()
    }

    /// Sends a form as a browser does; redirects are not followed.
    pub(super) fn posted(
        &self,
        path: &str,
        cookie: &str,
        fields: &[(&str, &str)],
    ) -> Result<Response<Body>> {
        let request = self
            .agent
            .post(format!("{}{path}", self.launch.base()))
            .config()
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .build();
        let request = request
            .header("sec-fetch-site", "same-origin")
            .header("cookie", cookie);
        let fields = fields.iter().map(|(name, value)| (*name, *value));
        request.send_form(fields).with_context(|| path.to_owned())
    }

    /// Signs in and returns the cookie.
    pub fn sign_in(&self, email: &str, password: &str) -> Result<String> {
        let fields = [("email", email), ("password", password)];
        let answer = self.posted("/staff/sign-in", "", &fields)?;
        let cookie = answer.headers().get("set-cookie");
        let cookie = cookie.with_context(|| format!("not signed in: {}", answer.status()))?;
        let cookie = cookie.to_str()?.split(';').next().unwrap_or_default();
        Ok(cookie.to_owned())
    }

    /// The codes of commitments on the API's first pages.
    pub fn some_codes(&self) -> Result<Vec<String>> {
        let mut codes = Vec::new();
        for number in 1..=10 {
            let page = self.text(&format!("/api/v1/commitments?page={number}"))?;
            let page: serde_json::Value = serde_json::from_str(&page)?;
            let items = page["items"].as_array().context("the API has no items")?;
            let of_page = items.iter().filter_map(|item| item["code"].as_str());
            codes.extend(of_page.map(str::to_owned));
            if number == page["pages"] {
                break;
            }
        }
        ensure!(!codes.is_empty(), "the API has no codes");
        Ok(codes)
    }

    /// The number of the record's newest revision.
    pub fn newest_revision(&self) -> Result<u64> {
        let list: serde_json::Value = serde_json::from_str(&self.text("/api/v1/commitments")?)?;
        list["data_version"]
            .as_u64()
            .context("the API tells no version")
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
            found.len() > 2,
            "the list leads to no WebAssembly: was the browser part built?"
        );
        Ok(total)
    }

    /// Asks for a page and returns the length of its body as sent.
    fn get(&self, path: &str, encoding: Option<&str>) -> Result<u64> {
        Ok(self.body(path, encoding)?.len() as u64)
    }

    pub(super) fn text(&self, path: &str) -> Result<String> {
        Ok(String::from_utf8_lossy(&self.body(path, None)?).into_owned())
    }

    fn body(&self, path: &str, encoding: Option<&str>) -> Result<Vec<u8>> {
        let mut request = self.agent.get(format!("{}{path}", self.launch.base()));
        // Otherwise all but the first answer were copies of it.
        request = request.header("cookie", MADE_ANEW);
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

    pub fn processor_milliseconds(&self) -> Option<f64> {
        processor_milliseconds(self.child.id())
    }
}

/// The time that a process's threads have run so far.
pub(super) fn processor_milliseconds(process: u32) -> Option<f64> {
    let threads = fs::read_dir(format!("/proc/{process}/task")).ok()?;
    let nanoseconds: u64 = threads
        .filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("schedstat")).ok())
        .filter_map(|said| first_number(&said))
        .sum();
    (nanoseconds > 0).then_some(nanoseconds as f64 / 1e6)
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = shell::stop(&mut self.child, GRACE_PERIOD);
        let _ = fs::remove_dir_all(&self.launch.directory);
    }
}

/// Who edits in a benchmark.
pub const EMAIL: &str = "bench@example.org";
pub const PASSWORD: &str = "a password for the benchmark 4711";

/// Adds the account of an admin to a record, which is made where it is missing if `create` says so.
pub fn add_account(workspace: &Workspace, database: &str, create: bool) -> Result<()> {
    let mut child = Command::new(workspace.program())
        .args(["user", "add", EMAIL, "--role", "admin"])
        .args(["--database", database])
        .args(create.then_some("--create"))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("the account could not be added")?;
    let mut input = child.stdin.take().context("no standard input")?;
    writeln!(input, "{PASSWORD}")?;
    drop(input);
    ensure!(child.wait()?.success(), "the account could not be added");
    Ok(())
}

pub(super) fn agent() -> Agent {
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

/// The addresses of scripts and WebAssembly in a page or a script, which names those beside it by `./`.
fn linked_assets(text: &str) -> Vec<String> {
    let of_asset = |word: &str| {
        let file = word.strip_prefix("/assets/").or(word.strip_prefix("./"))?;
        let is_part = [".js", ".wasm"].iter().any(|ending| file.ends_with(ending));
        // Files have their checksum in their names. What WebAssembly imports is named like a file, and is none.
        let is_file = file.split('.').count() > 2;
        (is_part && is_file).then(|| format!("/assets/{file}"))
    };
    let words = text.split(['"', '\'', '`']);
    let mut parts: Vec<String> = words.filter_map(of_asset).collect();
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
        let script =
            "import('./a.3.js').then(m => m.default(`./a_bg.4.wasm`, {'./a_bg.js': imports}))";
        assert_eq!(
            linked_assets(script),
            ["/assets/a.3.js", "/assets/a_bg.4.wasm"]
        );
    }
}
