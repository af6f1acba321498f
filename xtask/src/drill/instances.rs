//! Three instances at one `PostgreSQL` behind a balancer, while editors save and readers read: one instance is
//! killed and started again, then the database.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use ureq::Agent;
use ureq::http::Response;

use super::Options;
use super::postgres::Cluster;
use crate::bench::launch::Launch;
use crate::bench::percentile;
use crate::bench::server::{EMAIL, PASSWORD, Server, add_account};
use crate::bench::table::{COUNT, Table};
use crate::setup;
use crate::workspace::Workspace;

const INSTANCES: usize = 3;
const COMMITMENTS: u32 = 1_000;
const READERS: usize = 4;
const EDITORS: usize = 2;
/// Between two requests of one reader, and two edits of one editor.
const PAUSE: Duration = Duration::from_millis(20);
const BETWEEN_EDITS: Duration = Duration::from_millis(250);
/// How long an instance stays away, and the database.
const AWAY: Duration = Duration::from_secs(5);
/// After the database is back: time for the instances to connect to it again.
const RECOVERY: Duration = Duration::from_secs(10);
/// What readers ask for, in turn, and whether only the database knows it.
const PATHS: [(&str, bool); 6] = [
    ("/api/v1/commitments", false),
    ("/commitments?q=data&region=europe", true),
    ("/", false),
    ("/charts/trend", false),
    ("/changes", true),
    ("/commitments?area=open-data", false),
];

mod limit {
    /// Of a page, with editors, readers, three instances and the database on one machine.
    pub const P99_MS: f64 = 2_000.0;
}

/// What the balancer knows, and what came of all requests.
struct Balancer {
    bases: Vec<String>,
    agent: Agent,
    next: AtomicUsize,
    /// Whether an instance is away or starts: its 503 sends a balancer to the next one.
    is_instance_away: AtomicBool,
    /// Whether the database is away, or was until a moment ago.
    is_database_away: AtomicBool,
    answers: AtomicUsize,
    /// Requests that another instance had to answer, because one was away.
    turned: AtomicUsize,
    /// Answers of 503 with the time to come back while the database was away.
    later: AtomicUsize,
    /// Answers that the faults do not explain.
    failures: AtomicUsize,
    /// Answers older than what the reader has seen, with the database there and without.
    back: AtomicUsize,
    back_without_database: AtomicUsize,
    newest: AtomicU64,
    latencies: Mutex<Vec<Duration>>,
    example: Mutex<Option<String>>,
}

/// A title that was sent, and whether it was said to be saved.
type Sent = (String, String, bool);

pub fn run(workspace: &Workspace, options: &Options, table: &mut Table) -> Result<()> {
    let Some(programs) = setup::postgres_programs() else {
        table.note("three instances: NOT DONE, PostgreSQL's server programs are not here");
        return Ok(());
    };
    let mut cluster = Cluster::start(&programs)?;
    let mut servers: Vec<Server> = Vec::new();
    for number in 1..=INSTANCES {
        let launch = Launch::new(workspace, &format!("drill-instance-{number}"))?;
        let launch = launch.demonstration(COMMITMENTS);
        servers.push(Server::launch(launch.database(cluster.url.clone()))?);
    }
    add_account(workspace, &cluster.url, false)?;
    let cookie = servers[0].sign_in(EMAIL, PASSWORD)?;
    let codes = servers[0].some_codes()?;
    let balancer = Balancer::over(&servers);
    balancer
        .newest
        .store(servers[0].newest_revision()?, Ordering::SeqCst);
    let is_over = AtomicBool::new(false);

    let (sent, faults) = thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS)
            .map(|reader| {
                let (balancer, is_over) = (&balancer, &is_over);
                scope.spawn(move || balancer.read(reader % 2 == 0, is_over))
            })
            .collect();
        let editors: Vec<_> = (0..EDITORS)
            .map(|editor| {
                let own = codes.iter().skip(editor).step_by(EDITORS);
                let own: Vec<&String> = own.collect();
                let (balancer, is_over, cookie) = (&balancer, &is_over, &cookie);
                scope.spawn(move || balancer.edit(editor, &own, cookie, is_over))
            })
            .collect();
        let span = Duration::from_secs(u64::from(options.seconds));
        let faults = faults(&balancer, &mut servers, &mut cluster, span);
        is_over.store(true, Ordering::SeqCst);
        let mut broken = 0;
        for reader in readers {
            broken += usize::from(reader.join().is_err());
        }
        let mut sent: Vec<Sent> = Vec::new();
        for editor in editors {
            match editor.join() {
                Ok(own) => sent.extend(own),
                Err(_) => broken += 1,
            }
        }
        ensure!(broken == 0, "{broken} readers or editors ended early");
        Ok((sent, faults))
    })?;
    faults?;
    balancer.tell(table);
    compare(&servers, &sent, table)
}

/// Kills an instance after a quarter of the time and the database after half of it, and has them come back.
fn faults(
    balancer: &Balancer,
    servers: &mut [Server],
    cluster: &mut Cluster,
    span: Duration,
) -> Result<()> {
    let began = Instant::now();
    thread::sleep(span / 4);
    let killed = servers.last_mut().context("no instance")?;
    balancer.is_instance_away.store(true, Ordering::SeqCst);
    killed.kill()?;
    thread::sleep(AWAY);
    killed.restart()?;
    balancer.is_instance_away.store(false, Ordering::SeqCst);
    thread::sleep((span / 2).saturating_sub(began.elapsed()));
    balancer.is_database_away.store(true, Ordering::SeqCst);
    cluster.tell("crash")?;
    thread::sleep(AWAY);
    cluster.tell("start")?;
    thread::sleep(RECOVERY);
    balancer.is_database_away.store(false, Ordering::SeqCst);
    thread::sleep(span.saturating_sub(began.elapsed()));
    Ok(())
}

impl Balancer {
    fn over(servers: &[Server]) -> Self {
        let agent = Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(15)))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .build()
            .new_agent();
        Self {
            bases: servers.iter().map(|server| server.launch.base()).collect(),
            agent,
            next: AtomicUsize::new(0),
            is_instance_away: AtomicBool::new(false),
            is_database_away: AtomicBool::new(false),
            answers: AtomicUsize::new(0),
            turned: AtomicUsize::new(0),
            later: AtomicUsize::new(0),
            failures: AtomicUsize::new(0),
            back: AtomicUsize::new(0),
            back_without_database: AtomicUsize::new(0),
            newest: AtomicU64::new(0),
            latencies: Mutex::default(),
            example: Mutex::default(),
        }
    }

    /// The next instance's answer; if it has none, the one after it.
    fn ask<T>(
        &self,
        ask: impl Fn(&str) -> Result<Response<T>, ureq::Error>,
    ) -> Option<Response<T>> {
        let first = self.next.fetch_add(1, Ordering::Relaxed);
        for number in first..first + self.bases.len() {
            let is_starting = |response: &Response<T>| {
                response.status() == 503 && self.is_instance_away.load(Ordering::SeqCst)
            };
            let was_away = self.is_instance_away.load(Ordering::SeqCst);
            let response = ask(&self.bases[number % self.bases.len()]);
            if let Some(response) = response.ok().filter(|response| !is_starting(response)) {
                return Some(response);
            }
            if was_away || self.is_instance_away.load(Ordering::SeqCst) {
                self.turned.fetch_add(1, Ordering::Relaxed);
            } else {
                self.fail("no answer from an instance that is there".to_owned());
            }
        }
        None
    }

    fn fail(&self, what: String) {
        self.failures.fetch_add(1, Ordering::Relaxed);
        let mut example = self.example.lock().unwrap_or_else(PoisonError::into_inner);
        example.get_or_insert(what);
    }

    /// Whether an answer is a success. Counts it if not: without the database, what only it knows may be refused.
    fn is_success<T>(
        &self,
        what: &str,
        needs_database: bool,
        response: Option<&Response<T>>,
        expected: &[u16],
    ) -> bool {
        self.answers.fetch_add(1, Ordering::Relaxed);
        let status = response.map_or(0, |response| response.status().as_u16());
        let location = response.and_then(|r| r.headers().get("location")?.to_str().ok());
        // To be sent to sign in is no success.
        let is_sent_away = location.is_some_and(|location| location.contains("sign-in"));
        if expected.contains(&status) && !is_sent_away {
            return true;
        }
        if status == 503 && needs_database && self.is_database_away.load(Ordering::SeqCst) {
            self.later.fetch_add(1, Ordering::Relaxed);
        } else {
            self.fail(format!(
                "status {status} from {what}, expected {expected:?}"
            ));
        }
        false
    }

    /// One reader, until it is over. One who asks `with_tags` names the version of a page that it has.
    fn read(&self, with_tags: bool, is_over: &AtomicBool) {
        let mut seen = 0;
        let mut tags: HashMap<&str, String> = HashMap::new();
        for (path, needs_database) in PATHS.iter().cycle() {
            if is_over.load(Ordering::SeqCst) {
                return;
            }
            thread::sleep(PAUSE);
            let began = Instant::now();
            let response = self.ask(|base| {
                let mut request = self.agent.get(format!("{base}{path}"));
                if let Some(tag) = tags.get(path) {
                    request = request.header("if-none-match", tag);
                }
                let mut response = request.call()?;
                response.body_mut().read_to_vec()?;
                Ok(response)
            });
            if !self.is_success(path, *needs_database, response.as_ref(), &[200, 304]) {
                continue;
            }
            let latencies = self.latencies.lock();
            let mut latencies = latencies.unwrap_or_else(PoisonError::into_inner);
            latencies.push(began.elapsed());
            drop(latencies);
            let header = |name: &str| response.as_ref()?.headers().get(name)?.to_str().ok();
            if let Some(tag) = header("etag").filter(|_| with_tags) {
                tags.insert(path, tag.to_owned());
            }
            let version: u64 = header("data-version")
                .and_then(|v| v.parse().ok())
                .unwrap_or(0);
            if version < seen {
                let count = if self.is_database_away.load(Ordering::SeqCst) {
                    &self.back_without_database
                } else {
                    &self.back
                };
                count.fetch_add(1, Ordering::Relaxed);
            }
            seen = seen.max(version);
            self.newest.fetch_max(version, Ordering::SeqCst);
        }
    }

    /// One editor of some commitments, until it is over: what was sent, in order.
    fn edit(
        &self,
        editor: usize,
        codes: &[&String],
        cookie: &str,
        is_over: &AtomicBool,
    ) -> Vec<Sent> {
        let mut sent = Vec::new();
        for number in 0.. {
            if is_over.load(Ordering::SeqCst) {
                break;
            }
            thread::sleep(BETWEEN_EDITS);
            let code = codes[number % codes.len()];
            let title = format!("Open data for everybody, edition {editor}.{number}");
            let base = self.newest.load(Ordering::SeqCst).to_string();
            let submission = format!("drill-submission-{editor}-{number:06}");
            // The balancer sends a form again that had no answer: the record takes it once.
            let response = self.ask(|instance| {
                let fields = [
                    ("base", base.as_str()),
                    ("submission", &submission),
                    ("title", &title),
                    ("reason", "An edit of the drill"),
                ];
                let request = self
                    .agent
                    .post(format!("{instance}/staff/commitments/{code}"));
                let request = request.header("sec-fetch-site", "same-origin");
                request.header("cookie", cookie).send_form(fields)
            });
            let is_saved = self.is_success("an edit", true, response.as_ref(), &[303]);
            sent.push((code.clone(), title, is_saved));
        }
        sent
    }

    fn tell(&self, table: &mut Table) {
        let count = |counter: &AtomicUsize| counter.load(Ordering::SeqCst) as f64;
        let mut latencies = self
            .latencies
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        latencies.sort_unstable();
        let name = "three instances: answers";
        table.row(name, count(&self.answers), COUNT, None);
        for (share, name) in [(50, "median"), (99, "99 of 100 within")] {
            let took = percentile(&latencies, share);
            let limit = (share == 99).then_some(limit::P99_MS);
            table.row(format!("three instances: pages, {name}"), took, "ms", limit);
        }
        let name = "three instances: turned to another one, since one was away";
        table.row(name, count(&self.turned), COUNT, None);
        let name = "three instances: told when to come back, without the database";
        table.row(name, count(&self.later), COUNT, None);
        let name = "three instances: other failures";
        table.row(name, count(&self.failures), COUNT, Some(0.0));
        let name = "three instances: readers that went back in time";
        table.row(name, count(&self.back), COUNT, Some(0.0));
        let name = "three instances: the same while the database was away";
        table.row(name, count(&self.back_without_database), COUNT, None);
        let example = self.example.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(example) = &*example {
            table.note(format!("three instances: the first failure was {example}"));
        }
    }
}

/// Whether every instance has what was saved, and all the same.
fn compare(servers: &[Server], sent: &[Sent], table: &mut Table) -> Result<()> {
    // For each commitment: what was saved last, or anything that was sent after it.
    let mut possible: HashMap<&str, Vec<&str>> = HashMap::new();
    for (code, title, is_saved) in sent {
        let titles = possible.entry(code).or_default();
        if *is_saved {
            titles.clear();
        }
        titles.push(title);
    }
    let saved = sent.iter().filter(|(_, _, is_saved)| *is_saved).count();
    ensure!(saved > 0, "no edit was saved");
    let mut all = Vec::new();
    for server in servers {
        all.push(server.titles()?);
    }
    let is_lost = |(code, titles): &(&&str, &Vec<&str>)| {
        all.iter().any(|now| {
            let title = now.get(**code).map(String::as_str);
            !title.is_some_and(|title| titles.contains(&title))
        })
    };
    // A commitment of which no edit is known to be saved may have the title it had.
    let is_known = |(code, _): &(&&str, &Vec<&str>)| {
        sent.iter()
            .any(|(other, _, is_saved)| *is_saved && other == **code)
    };
    let lost = possible.iter().filter(is_known).filter(is_lost).count();
    let name = format!("three instances: lost of {saved} acknowledged edits");
    table.row(name, lost as f64, COUNT, Some(0.0));
    let others = all.iter().filter(|titles| **titles != all[0]).count();
    let name = "three instances: that say something else than the first";
    table.row(name, others as f64, COUNT, Some(0.0));
    Ok(())
}
