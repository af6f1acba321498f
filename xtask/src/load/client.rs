//! A client that does not wait for answers before it asks again.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, Uri, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};

/// Longer than the server lets a request take.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Requests on their way at once: those that are due beyond it count as failed.
const MAX_IN_FLIGHT: usize = 3_000;
/// Stands for requests that had no answer.
const NO_ANSWER: u16 = 0;

/// What came of the requests.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Of those that were answered.
    pub latencies: Vec<Duration>,
    pub statuses: BTreeMap<u16, usize>,
    pub errors: Vec<String>,
}

impl Outcome {
    /// How many were answered neither with 200 nor with 503 and when to come back.
    pub fn failures(&self) -> usize {
        let others = self.statuses.iter();
        let others = others.filter(|(status, _)| !matches!(**status, 200 | 503));
        others.map(|(_, count)| count).sum()
    }

    fn add(&mut self, answered: Result<(u16, Duration)>) {
        let status = match answered {
            Ok((status, took)) => {
                self.latencies.push(took);
                status
            }
            Err(error) => {
                self.errors.push(format!("{error:#}"));
                NO_ANSWER
            }
        };
        *self.statuses.entry(status).or_default() += 1;
    }
}

type Connection = SendRequest<Empty<Bytes>>;

/// Servers that are asked in turn, and what for.
#[derive(Debug)]
pub struct Target {
    servers: Vec<Place>,
    next: AtomicUsize,
    paths: Vec<Uri>,
    encoding: Option<&'static str>,
}

/// One server.
#[derive(Debug)]
struct Place {
    address: SocketAddr,
    /// Connections that wait for a request.
    free: Mutex<Vec<Connection>>,
}

impl Target {
    /// Servers by their ports, at least one, on the loopback address.
    pub fn new(
        ports: impl Iterator<Item = u16>,
        paths: &[String],
        encoding: Option<&'static str>,
    ) -> Result<Self> {
        let paths = paths.iter().map(|path| path.parse());
        let servers = ports.map(|port| Place {
            address: (Ipv4Addr::LOCALHOST, port).into(),
            free: Mutex::default(),
        });
        Ok(Self {
            servers: servers.collect(),
            next: AtomicUsize::new(0),
            paths: paths.collect::<Result<_, _>>()?,
            encoding,
        })
    }

    /// The server whose turn it is.
    fn place(&self) -> &Place {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        &self.servers[turn % self.servers.len()]
    }
}

impl Place {
    fn free(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn connect(&self) -> Result<Connection> {
        let stream = TcpStream::connect(self.address)
            .await
            .context("connecting")?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(async move {
            // Its end is noticed by whoever sends on it.
            let _ = connection.await;
        });
        Ok(sender)
    }

    /// One that is free and still open, or a new one.
    async fn connection(&self) -> Result<Connection> {
        loop {
            let free = self.free().pop();
            let Some(connection) = free else {
                return self.connect().await;
            };
            if connection.is_ready() {
                return Ok(connection);
            }
        }
    }
}

impl Target {
    /// Asks on a connection and takes the whole answer.
    async fn ask(&self, connection: &mut Connection, number: usize) -> Result<u16> {
        let uri = self.paths[number % self.paths.len()].clone();
        let mut request = Request::get(uri).header(header::HOST, "localhost");
        if let Some(encoding) = self.encoding {
            request = request.header(header::ACCEPT_ENCODING, encoding);
        }
        let request = request.body(Empty::new())?;
        let response = connection.send_request(request).await.context("asking")?;
        let status = response.status().as_u16();
        let tells_when = response.headers().contains_key(header::RETRY_AFTER);
        let mut body = response.into_body();
        while let Some(frame) = body.frame().await {
            frame.context("reading the answer")?;
        }
        if status == 503 && !tells_when {
            return Err(anyhow!("503 without Retry-After"));
        }
        Ok(status)
    }
}

/// So many requests a second, whatever is answered and when.
pub async fn at_rate(target: &Arc<Target>, rate: u32, duration: Duration) -> Outcome {
    let pause = Duration::from_secs(1) / rate;
    let begin = Instant::now();
    let mut outcome = Outcome::default();
    let mut on_their_way = JoinSet::new();
    let mut due = begin;
    let mut number = 0;
    while due < begin + duration {
        sleep_until(due).await;
        while let Some(answered) = on_their_way.try_join_next() {
            outcome.add(answered.unwrap_or_else(|error| Err(error.into())));
        }
        if on_their_way.len() < MAX_IN_FLIGHT {
            on_their_way.spawn(one(Arc::clone(target), number, due));
        } else {
            outcome.add(Err(anyhow!("too many unanswered requests")));
        }
        number += 1;
        due += pause;
    }
    while let Some(answered) = on_their_way.join_next().await {
        outcome.add(answered.unwrap_or_else(|error| Err(error.into())));
    }
    outcome
}

async fn one(target: Arc<Target>, number: usize, due: Instant) -> Result<(u16, Duration)> {
    let asked = async {
        let place = target.place();
        let mut connection = place.connection().await?;
        let status = target.ask(&mut connection, number).await?;
        place.free().push(connection);
        anyhow::Ok(status)
    };
    let status = timeout(TIMEOUT, asked).await.context("no answer")??;
    Ok((status, due.elapsed()))
}

/// So many connections, each of which asks again as soon as it has an answer.
pub async fn connected(target: &Arc<Target>, connections: usize, duration: Duration) -> Outcome {
    let end = Instant::now() + duration;
    let mut visitors = JoinSet::new();
    for number in 0..connections {
        visitors.spawn(visitor(Arc::clone(target), number, end));
    }
    let mut outcome = Outcome::default();
    while let Some(answers) = visitors.join_next().await {
        match answers {
            Ok(answers) => answers.into_iter().for_each(|answer| outcome.add(answer)),
            Err(error) => outcome.add(Err(error.into())),
        }
    }
    outcome
}

async fn visitor(target: Arc<Target>, first: usize, end: Instant) -> Vec<Result<(u16, Duration)>> {
    let mut answers = Vec::new();
    let mut connection = None;
    let mut number = first;
    while Instant::now() < end {
        let began = Instant::now();
        let asked = async {
            // One that was closed, as after a 503, is replaced.
            let mut open = match connection.take().filter(Connection::is_ready) {
                Some(open) => open,
                None => target.place().connect().await?,
            };
            let status = target.ask(&mut open, number).await?;
            anyhow::Ok((status, open))
        };
        answers.push(match timeout(TIMEOUT, asked).await {
            Ok(Ok((status, open))) => {
                connection = Some(open);
                Ok((status, began.elapsed()))
            }
            Ok(Err(error)) => Err(error),
            Err(_) => Err(anyhow!("no answer within {} s", TIMEOUT.as_secs())),
        });
        number += 7;
    }
    answers
}
