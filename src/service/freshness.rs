//! Several instances of the program at one record: how soon each shows what another has written.
//!
//! What is promised, and to whom:
//!
//! - **One answer is of one version.** [`App::pinned`] binds a request to the snapshot that it began with;
//!   what is read from the database beside it is bounded by the same revision. The answer states the version
//!   (`Data-Version`, and the entity tag).
//! - **With PostgreSQL, nobody goes back in time**, whichever instance a balancer chooses: before it answers,
//!   an instance asks for the newest revision, with one question for all who wait, and catches up. What any
//!   instance has answered before a request came is in the answer to it. No cookie is needed, so public pages
//!   stay the same for all and can be kept by a CDN (which may then give older ones, as its settings say).
//! - **Staff see what they have written**, on every instance and either engine: each answer to somebody who
//!   is signed in carries the version in a cookie, and each request with it is answered from that version or
//!   a later one.
//! - **Who asks whether a page has changed** (`If-None-Match`) is told by an instance that has caught up with
//!   the version that the tag names; so a CDN does not go back either.
//! - **Waiting is bounded.** An instance that cannot catch up in time answers the public from the newest
//!   version that it has, and staff with 503, to be tried again.
//! - **With SQLite**, other programs at the file are noticed every two seconds; staff and those who name a
//!   version do not wait for that.
//!
//! Between answers, an instance hears of revisions as they are committed (`LISTEN`), so that a reader rarely
//! waits for a snapshot to be made. Where the connection is lost, it looks every two seconds until it hears
//! again.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, watch};
use tokio::time::timeout;

use super::App;
use super::attempts::Tried;
use super::auth::random;
use super::past::Pinned;
use crate::error::AppError;
use store::{Announcement, ReplicaFigures, StoreError};

/// How long an answer waits to hear which revision is the newest ...
const ASK_PATIENCE: Duration = Duration::from_millis(300);
/// ... and then for the snapshot to be made.
const CATCH_UP_PATIENCE: Duration = Duration::from_secs(3);
/// How long the database may take to answer that, or to be connected to.
const ANSWER_PATIENCE: Duration = Duration::from_secs(5);
/// After a question that was not answered, nobody asks for so long.
const ASK_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// The wait before listening again, after the first loss ...
const FIRST_BACK_OFF: Duration = Duration::from_millis(100);
/// ... and at most; it doubles each time.
const LONGEST_BACK_OFF: Duration = Duration::from_secs(30);
/// A connection that held for so long was a good one.
const HELD: Duration = Duration::from_secs(10);

/// Who asks, as far as it matters to how new the answer has to be.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reader {
    /// The version that the request says it has seen. Not to be trusted: a higher one than there is says
    /// nothing.
    pub seen: Option<i64>,
    /// Whether older facts than these would mislead: for staff, who work with what they see.
    pub is_staff: bool,
}

/// What the instance knows of the database's newest revision, and who waits for it.
#[derive(Debug)]
pub(super) struct Freshness {
    /// Whether [`App::watch`] runs, which answers those who wait here.
    is_watched: AtomicBool,
    /// Questions so far.
    asked: AtomicU64,
    ask: Notify,
    answered: watch::Sender<Answered>,
    refresh: Notify,
    /// The version of the snapshot that is shown.
    shown: watch::Sender<i64>,
    /// The highest revision that was heard of.
    heard: AtomicI64,
    is_listening: AtomicBool,
    listen_anew: Notify,
    times_lost: AtomicU64,
    caught_up: AtomicU64,
    given_up: AtomicU64,
    /// Tells this instance from others.
    instance: String,
}

/// The last answer of the database.
#[derive(Debug, Clone, Copy, Default)]
struct Answered {
    /// It is an answer to the questions up to this one, asked after them.
    questions: u64,
    newest: Option<i64>,
    /// When the database last did not answer.
    failed_at: Option<Instant>,
}

/// Figures about this instance among others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InstanceFigures {
    /// Whether it hears of revisions at once; none with SQLite, which tells nobody.
    pub is_listening: Option<bool>,
    /// How often the connection for that was lost, or could not be made.
    pub times_lost: u64,
    /// Requests that waited for a newer snapshot, and got it.
    pub caught_up: u64,
    /// Requests for which it did not come in time.
    pub given_up: u64,
    /// What became of reading from a replica; none without one.
    pub replica: Option<ReplicaFigures>,
}

impl Freshness {
    pub fn of(version: i64) -> Self {
        Self {
            is_watched: AtomicBool::default(),
            asked: AtomicU64::default(),
            ask: Notify::new(),
            answered: watch::Sender::default(),
            refresh: Notify::new(),
            shown: watch::Sender::new(version),
            heard: AtomicI64::new(version),
            is_listening: AtomicBool::default(),
            listen_anew: Notify::new(),
            times_lost: AtomicU64::default(),
            caught_up: AtomicU64::default(),
            given_up: AtomicU64::default(),
            instance: random(),
        }
    }

    /// A newer snapshot is shown.
    pub fn shows(&self, version: i64) {
        self.shown.send_replace(version);
    }

    /// The newest revision, as it is after this was called; none where the database does not answer in time.
    async fn newest(&self) -> Option<i64> {
        let failed_at = self.answered.borrow().failed_at;
        if failed_at.is_some_and(|at| at.elapsed() < ASK_AGAIN_AFTER) {
            return None;
        }
        let mut answered = self.answered.subscribe();
        let question = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        self.ask.notify_one();
        let answer = answered.wait_for(|answer| answer.questions >= question);
        if let Ok(answer) = timeout(ASK_PATIENCE, answer).await {
            return answer.ok()?.newest;
        }
        let failed_at = Some(Instant::now());
        self.answered
            .send_modify(|answer| answer.failed_at = failed_at);
        None
    }

    /// Waits until a version is shown; false where it did not come in time.
    async fn wait_until_shown(&self, version: i64) -> bool {
        let mut shown = self.shown.subscribe();
        self.refresh.notify_one();
        let came = shown.wait_for(|shown| *shown >= version);
        let came = matches!(timeout(CATCH_UP_PATIENCE, came).await, Ok(Ok(_)));
        let counter = if came {
            &self.caught_up
        } else {
            &self.given_up
        };
        counter.fetch_add(1, Ordering::Relaxed);
        came
    }
}

/// Why an instance does not hear of changes.
#[derive(Debug, thiserror::Error)]
enum Unheard {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The connection seems to be there, but a change was not told.
    #[error("a change was not heard of")]
    Silent,
}

/// Says that an instance is watched, for as long as it lives.
struct Watched<'a>(&'a AtomicBool);

impl<'a> Watched<'a> {
    fn begin(flag: &'a AtomicBool) -> Self {
        flag.store(true, Ordering::SeqCst);
        Self(flag)
    }
}

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

impl App {
    /// The application bound to the snapshot of this moment: all that is asked of it is answered from that.
    #[must_use]
    pub fn pinned(&self) -> Self {
        let pinned = self.pinned.clone().unwrap_or_else(|| Pinned {
            catalogue: self.inner.catalogue.load_full(),
            as_of: None,
        });
        Self {
            inner: self.inner.clone(),
            pinned: Some(pinned),
        }
    }

    /// The number of the newest version that this instance shows.
    pub fn newest_shown(&self) -> i64 {
        self.inner.catalogue.load().version().number
    }

    /// Catches up with the database as far as this reader is promised, and binds the application to what is
    /// then shown.
    ///
    /// Fails for staff alone, where that takes too long.
    pub async fn caught_up(&self, reader: Reader) -> Result<Self, AppError> {
        let freshness = &self.inner.freshness;
        if !freshness.is_watched.load(Ordering::SeqCst) {
            // Nobody keeps it current: a command, or a test.
            if reader.is_staff {
                self.refresh().await?;
            }
            return Ok(self.pinned());
        }
        let names_newer = reader.seen.is_some_and(|seen| seen > self.newest_shown());
        let must_ask = self.inner.store.is_on_server() || reader.is_staff || names_newer;
        if !must_ask {
            return Ok(self.pinned());
        }
        let is_current = match freshness.newest().await {
            Some(newest) => {
                newest <= self.newest_shown() || freshness.wait_until_shown(newest).await
            }
            // As new as what the reader knows, at least.
            None => !names_newer,
        };
        if !is_current && reader.is_staff {
            return Err(AppError::Behind);
        }
        Ok(self.pinned())
    }

    /// Figures about this instance among others.
    pub fn instance_figures(&self) -> InstanceFigures {
        let freshness = &self.inner.freshness;
        let is_on_server = self.inner.store.is_on_server();
        let is_listening = freshness.is_listening.load(Ordering::Relaxed);
        InstanceFigures {
            is_listening: is_on_server.then_some(is_listening),
            times_lost: freshness.times_lost.load(Ordering::Relaxed),
            caught_up: freshness.caught_up.load(Ordering::Relaxed),
            given_up: freshness.given_up.load(Ordering::Relaxed),
            replica: self.inner.store.replica_figures(),
        }
    }

    /// Answers and listens for as long as it is polled.
    pub(super) async fn stay_fresh(&self) {
        let _watched = Watched::begin(&self.inner.freshness.is_watched);
        tokio::join!(
            self.answer_questions(),
            self.follow(),
            self.listen(),
            self.notify_of_attempts()
        );
    }

    /// Asks the database for the newest revision, once for all who have asked meanwhile.
    async fn answer_questions(&self) {
        let freshness = &self.inner.freshness;
        let mut reader = self.inner.store.version_reader();
        let mut answered = 0;
        loop {
            let asked = freshness.asked.load(Ordering::SeqCst);
            if asked == answered {
                freshness.ask.notified().await;
                continue;
            }
            let newest = match timeout(ANSWER_PATIENCE, reader.newest()).await {
                Ok(Ok(newest)) => Some(newest),
                Ok(Err(error)) => {
                    tracing::warn!(%error, "the newest change could not be asked for");
                    None
                }
                Err(_) => None,
            };
            freshness.answered.send_replace(Answered {
                questions: asked,
                newest,
                failed_at: newest.is_none().then(Instant::now),
            });
            answered = asked;
        }
    }

    /// Takes a new snapshot as soon as one is wanted.
    async fn follow(&self) {
        loop {
            self.inner.freshness.refresh.notified().await;
            if let Err(error) = self.refresh().await {
                tracing::warn!(%error, "a change that was heard of cannot be read yet");
            }
        }
    }

    /// Hears of revisions, and listens again where the connection is lost.
    async fn listen(&self) {
        let freshness = &self.inner.freshness;
        let mut back_off = FIRST_BACK_OFF;
        loop {
            let began = Instant::now();
            match self.hear().await {
                Ok(()) => return,
                Err(error) => tracing::warn!(
                    %error,
                    "changes by other instances are not heard of at once; trying again"
                ),
            }
            freshness.is_listening.store(false, Ordering::Relaxed);
            freshness.times_lost.fetch_add(1, Ordering::Relaxed);
            if began.elapsed() >= HELD {
                back_off = FIRST_BACK_OFF;
            }
            tokio::time::sleep(back_off).await;
            back_off = (2 * back_off).min(LONGEST_BACK_OFF);
        }
    }

    /// Ends where the database tells nobody; fails where the connection is lost.
    async fn hear(&self) -> Result<(), Unheard> {
        let freshness = &self.inner.freshness;
        let Some(mut announcements) = self.inner.store.announcements().await? else {
            return Ok(());
        };
        // What was written before this is not told any more.
        let before = self.inner.store.version().await?.number;
        freshness.heard.fetch_max(before, Ordering::Relaxed);
        freshness.is_listening.store(true, Ordering::Relaxed);
        freshness.refresh.notify_one();
        loop {
            tokio::select! {
                told = announcements.next() => match told? {
                    Announcement::Revision(number) => {
                        freshness.heard.fetch_max(number, Ordering::Relaxed);
                        freshness.refresh.notify_one();
                    }
                    Announcement::Message(message) => self.hear_of_attempt(&message),
                },
                () = freshness.listen_anew.notified() => {
                    return Err(Unheard::Silent);
                }
            }
        }
    }

    /// Tells other instances who has tried to sign in here.
    async fn notify_of_attempts(&self) {
        let store = &self.inner.store;
        if !store.is_on_server() {
            return;
        }
        let mut to_tell = self.inner.attempts.to_tell();
        while let Some(tried) = to_tell.recv().await {
            let message = format!("{} {}", self.signature(), tried.encode());
            if let Err(error) = store.tell(&message).await {
                tracing::warn!(%error, "other instances were not told of an attempt to sign in");
            }
        }
    }

    fn hear_of_attempt(&self, message: &str) {
        let Some((record, told)) = message.split_once(' ') else {
            return;
        };
        let Some((instance, told)) = told.split_once(' ') else {
            return;
        };
        let is_ours = format!("{record} {instance}") == self.signature();
        if record == self.identity()
            && !is_ours
            && let Some(tried) = Tried::decode(told)
        {
            self.inner.attempts.told(&tried, self.now());
        }
    }

    /// Of which record this is an instance, and which one.
    fn signature(&self) -> String {
        format!("{} {}", self.identity(), self.inner.freshness.instance)
    }

    /// Listens anew where the version that was shown when this was last called, or before, was never heard of:
    /// a connection can be lost without a word. Gives the version shown now.
    pub(super) fn check_hearing(&self, shown_before: i64) -> i64 {
        let freshness = &self.inner.freshness;
        let is_listening = freshness.is_listening.load(Ordering::Relaxed);
        if is_listening && freshness.heard.load(Ordering::Relaxed) < shown_before {
            freshness.listen_anew.notify_one();
        }
        self.newest_shown()
    }
}
