//! Listening: so that no number of connections, and no slowness of those at the other end, keeps the
//! site from answering or from stopping.
//!
//! A connection without a request costs its place only as long as nobody else needs it: above the
//! limit, the one that has waited longest is closed for the new one. Only where every connection is
//! being answered is a new one turned away, with 503.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio_io_timeout::TimeoutStream;
use tower::{Service, ServiceExt};

use super::listen::{Listener, Stream};

/// Descriptors that are kept for the database, files and the log.
const RESERVED_DESCRIPTORS: u64 = 200;
/// Connections at once, where the system allows so many descriptors.
const MAX_CONNECTIONS: usize = 2_048;
/// How long to wait after a connection could not be accepted, for lack of memory or descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

const TURNED_AWAY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\nContent-Length: 53\r\nConnection: close\r\n\r\nToo many connections. Try again in a few seconds.\r\n\r\n";

/// What is borne of those at the other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once.
    pub connections: usize,
    /// How long a request's head may take, and how long a connection may wait for its next request.
    pub head: Duration,
    /// How long an answer may wait for somebody who takes nothing of it.
    pub stalled: Duration,
    /// How long requests under way may take to finish once the program is told to stop.
    pub grace: Duration,
}

impl Limits {
    /// Those of a server: raises the number of descriptors as far as the system lets it, and stays
    /// below it.
    pub fn of_the_system() -> Self {
        let descriptors = rlimit::increase_nofile_limit(MAX_CONNECTIONS as u64 * 2);
        let descriptors = descriptors.unwrap_or(1_024);
        let left = descriptors.saturating_sub(RESERVED_DESCRIPTORS).max(16);
        Self {
            connections: usize::try_from(left).map_or(MAX_CONNECTIONS, |n| n.min(MAX_CONNECTIONS)),
            head: Duration::from_secs(15),
            stalled: Duration::from_secs(30),
            grace: Duration::from_secs(30),
        }
    }
}

/// Serves until told to stop; then lets requests under way finish, but waits for nobody who has sent
/// none, or only half of one.
pub async fn serve<S>(listener: impl Into<Listener>, site: S, limits: Limits, stop: impl Future)
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + Sync + 'static,
    S::Future: Send,
{
    let listener = listener.into();
    let open = Connections::default();
    let (stopping, stopped) = watch::channel(false);
    let mut tasks = JoinSet::new();
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            _ = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        // Those that have ended.
        while tasks.try_join_next().is_some() {}
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) if is_of_the_peer(&error) => continue,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                open.close_longest_waiting();
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        if open.len() >= limits.connections && !open.close_longest_waiting() {
            metrics::counter!("http_connections_turned_away_total").increment(1);
            stream.turn_away(TURNED_AWAY);
            continue;
        }
        let place = open.enter();
        let answering = answer(stream, peer, site.clone(), limits, place, stopped.clone());
        tasks.spawn(answering);
    }
    drop(listener);
    let _ = stopping.send(true);
    let finished = async { while tasks.join_next().await.is_some() {} };
    if tokio::time::timeout(limits.grace, finished).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
}

/// Errors of one connection, which say nothing of the next.
fn is_of_the_peer(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}

/// Answers the requests of one connection.
async fn answer<S>(
    stream: Stream,
    peer: SocketAddr,
    site: S,
    limits: Limits,
    place: Place,
    mut stopped: watch::Receiver<bool>,
) where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + Sync + 'static,
    S::Future: Send,
{
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.stalled));
    let state = Arc::clone(&place.state);
    let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
        let busy = Busy::begin(&state);
        let mut request: Request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        let site = site.clone();
        async move {
            let Ok(response) = site.oneshot(request).await;
            let held = |body| Body::new(Held { body, _busy: busy });
            Ok::<Response, Infallible>(response.map(held))
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .serve_connection(TokioIo::new(Box::pin(stream)), service);
    tokio::pin!(connection);
    tokio::select! {
        _ = &mut connection => return,
        () = place.state.closed.notified() => {}
        _ = stopped.wait_for(|stopped| *stopped) => {}
    }
    connection.as_mut().graceful_shutdown();
    loop {
        let waiting = place.state.idle.notified();
        if !place.state.is_busy() {
            // What has been answered is written out; nothing more is read.
            let written = Duration::from_millis(200);
            let _ = tokio::time::timeout(written, &mut connection).await;
            return;
        }
        tokio::select! {
            _ = &mut connection => return,
            () = waiting => {}
        }
    }
}

/// The connections that are open, in the order in which they began to wait for a request.
#[derive(Debug, Clone, Default)]
struct Connections(Arc<Mutex<Table>>);

#[derive(Debug, Default)]
struct Table {
    open: usize,
    next: u64,
    waiting: BTreeMap<u64, Arc<State>>,
}

impl Connections {
    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn len(&self) -> usize {
        self.table().open
    }

    fn enter(&self) -> Place {
        let state = Arc::new(State {
            connections: self.clone(),
            ..State::default()
        });
        self.table().open += 1;
        metrics::gauge!("http_connections").increment(1.0);
        state.wait();
        Place { state }
    }

    /// Closes the connection that has waited longest for a request; false where none waits.
    fn close_longest_waiting(&self) -> bool {
        let mut table = self.table();
        let Some((_, state)) = table.waiting.pop_first() else {
            return false;
        };
        // Its place is free at once: what is left of it takes no longer than a moment.
        table.open -= 1;
        metrics::gauge!("http_connections").decrement(1.0);
        state.left();
        state.closed.notify_one();
        true
    }
}

/// What is known of one connection.
#[derive(Debug, Default)]
struct State {
    connections: Connections,
    /// Since when it waits, as a key of the table; whether it has given up its place.
    turn: Mutex<Turn>,
    closed: Notify,
    idle: Notify,
}

#[derive(Debug, Default, Clone, Copy)]
struct Turn {
    waits: Option<u64>,
    has_left: bool,
}

impl State {
    fn turn(&self) -> MutexGuard<'_, Turn> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_busy(&self) -> bool {
        let turn = self.turn();
        turn.waits.is_none() && !turn.has_left
    }

    /// Gives up its place; whoever calls has counted it out.
    fn left(&self) {
        *self.turn() = Turn {
            waits: None,
            has_left: true,
        };
    }

    /// Enters the row of those that wait.
    fn wait(self: &Arc<Self>) {
        let mut table = self.connections.table();
        let mut turn = self.turn();
        if !turn.has_left {
            let number = table.next;
            table.next += 1;
            table.waiting.insert(number, Arc::clone(self));
            turn.waits = Some(number);
        }
        self.idle.notify_one();
    }

    /// Leaves it: there is a request.
    fn stop_waiting(&self) {
        let mut table = self.connections.table();
        if let Some(number) = self.turn().waits.take() {
            table.waiting.remove(&number);
        }
    }
}

/// A connection's place, given back when it ends.
#[derive(Debug)]
struct Place {
    state: Arc<State>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.state.stop_waiting();
        let mut table = self.state.connections.table();
        let mut turn = self.state.turn();
        if !turn.has_left {
            turn.has_left = true;
            table.open -= 1;
            metrics::gauge!("http_connections").decrement(1.0);
        }
    }
}

/// A request that is being answered, until the last of its answer has been taken.
#[derive(Debug)]
struct Busy(Arc<State>);

impl Busy {
    fn begin(state: &Arc<State>) -> Self {
        state.stop_waiting();
        Self(Arc::clone(state))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.wait();
    }
}

/// An answer's body, which keeps its connection busy.
struct Held {
    body: Body,
    _busy: Busy,
}

impl HttpBody for Held {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
