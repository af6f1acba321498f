//! The scheduler for CPU-heavy work. Of each kind, a limited number runs and a limited number waits. The
//! rest is refused while callers can still be told to try again.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

use metrics::{counter, histogram};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Kinds of heavy work. Each has its own limits, so that a rush for one kind does not hold up another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeavyKind {
    /// Rendering a chart as pixels.
    Picture,
    /// Hashing, verifying or checking the strength of a password.
    Password,
    /// Building a workbook.
    Workbook,
    /// Compressing the next chunk of an archive. Never refused, because its response has already begun.
    Archive,
    /// Reading an uploaded file.
    ImportFile,
    /// Answering from a past state. Limited, so that readers of the present come first.
    PastAnswer,
    /// Building the snapshot of a past state.
    PastState,
    /// Building the snapshot of the present state, for which everything waits.
    Catalogue,
}

/// The load of one kind of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeavyLoad {
    /// Number of jobs that are running.
    pub running: usize,
    /// Number of jobs that wait for a permit.
    pub waiting: usize,
    /// Number of steps finished since the program started.
    pub finished: u64,
}

/// Why work was not done.
#[derive(Debug, thiserror::Error)]
pub enum HeavyError {
    /// Too many jobs of the same kind are waiting.
    #[error("too much work of the kind {0} waits already")]
    Busy(HeavyKind),
    /// The work panicked.
    #[error("work of the kind {0} broke down: {1}")]
    Failed(HeavyKind, String),
}

impl HeavyKind {
    /// Every kind, in order of declaration.
    pub const ALL: [Self; 8] = [
        Self::Picture,
        Self::Password,
        Self::Workbook,
        Self::Archive,
        Self::ImportFile,
        Self::PastAnswer,
        Self::PastState,
        Self::Catalogue,
    ];

    /// Its name in metrics.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Password => "password",
            Self::Workbook => "workbook",
            Self::Archive => "archive",
            Self::ImportFile => "import-file",
            Self::PastAnswer => "past-answer",
            Self::PastState => "past-state",
            Self::Catalogue => "catalogue",
        }
    }

    /// How many jobs may run at once, and how many may wait.
    fn limits(self) -> (usize, usize) {
        // Leave half of the cores to page requests.
        let half = std::thread::available_parallelism().map_or(1, |all| (all.get() / 2).max(1));
        match self {
            Self::Picture => (half, 32),
            // Each takes 19 MiB of memory.
            Self::Password => (2, 64),
            Self::Workbook => (2, 16),
            Self::Archive => (half, usize::MAX),
            Self::ImportFile => (1, 8),
            // Each wait is short, and refusing a request costs as much as answering it.
            Self::PastAnswer => (half, 128),
            Self::PastState => (half, 16),
            Self::Catalogue => (1, usize::MAX),
        }
    }
}

impl fmt::Display for HeavyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

/// Hands out permits for heavy work.
#[derive(Debug, Clone)]
pub struct Heavy(Arc<[Lane; HeavyKind::ALL.len()]>);

#[derive(Debug)]
struct Lane {
    turns: Arc<Semaphore>,
    max_running: usize,
    max_waiting: usize,
    waiting: AtomicUsize,
    finished: Arc<AtomicU64>,
}

impl Default for Heavy {
    fn default() -> Self {
        Self(Arc::new(HeavyKind::ALL.map(|kind| {
            let (max_running, max_waiting) = kind.limits();
            Lane {
                turns: Arc::new(Semaphore::new(max_running)),
                max_running,
                max_waiting,
                waiting: AtomicUsize::new(0),
                finished: Arc::default(),
            }
        })))
    }
}

impl Heavy {
    /// Runs work on a blocking thread once it has a permit. Refuses if too many jobs are waiting.
    pub async fn run<T: Send + 'static>(
        &self,
        kind: HeavyKind,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HeavyError> {
        let turn = self.turn(kind).await?;
        let (done, _turn) = turn.run(work).await?;
        Ok(done)
    }

    /// Waits for a permit, for work in several steps. Refuses if too many jobs are waiting.
    pub async fn turn(&self, kind: HeavyKind) -> Result<Turn, HeavyError> {
        let lane = self.lane(kind);
        let permit = match Arc::clone(&lane.turns).try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => Self::queue(lane, kind).await?,
        };
        Ok(Turn {
            kind,
            finished: Arc::clone(&lane.finished),
            _permit: permit,
        })
    }

    async fn queue(lane: &Lane, kind: HeavyKind) -> Result<OwnedSemaphorePermit, HeavyError> {
        let Some(_place) = Place::take(lane) else {
            counter!("heavy_work_refused_total", "kind" => kind.slug()).increment(1);
            return Err(HeavyError::Busy(kind));
        };
        let permit = Arc::clone(&lane.turns).acquire_owned().await;
        permit.map_err(|closed| HeavyError::Failed(kind, closed.to_string()))
    }

    /// The current load of one kind of work.
    pub fn load(&self, kind: HeavyKind) -> HeavyLoad {
        let lane = self.lane(kind);
        HeavyLoad {
            running: lane.max_running - lane.turns.available_permits().min(lane.max_running),
            waiting: lane.waiting.load(Ordering::Relaxed),
            finished: lane.finished.load(Ordering::Relaxed),
        }
    }

    /// How many jobs of a kind may run at once, and how many may wait.
    pub fn limits(&self, kind: HeavyKind) -> (usize, usize) {
        let lane = self.lane(kind);
        (lane.max_running, lane.max_waiting)
    }

    fn lane(&self, kind: HeavyKind) -> &Lane {
        &self.0[kind as usize]
    }
}

/// A place in a queue, released when it is dropped.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(lane: &'a Lane) -> Option<Self> {
        let one_more = |waiting: usize| (waiting < lane.max_waiting).then(|| waiting + 1);
        let taken = lane
            .waiting
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more);
        taken.ok().map(|_| Self(&lane.waiting))
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A permit for heavy work. It counts against the limit of its kind while it is held.
#[derive(Debug)]
pub struct Turn {
    kind: HeavyKind,
    finished: Arc<AtomicU64>,
    _permit: OwnedSemaphorePermit,
}

impl Turn {
    /// Runs one step on a blocking thread and returns the permit with the result.
    ///
    /// The step runs to its end even if nobody waits for it any more, and holds the permit until then:
    /// cancelled callers do not let more work run at once.
    pub async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<(T, Self), HeavyError> {
        let kind = self.kind;
        let step = tokio::task::spawn_blocking(move || {
            let began = Instant::now();
            let done = work();
            self.finished.fetch_add(1, Ordering::Relaxed);
            histogram!("heavy_work_seconds", "kind" => kind.slug())
                .record(began.elapsed().as_secs_f64());
            (done, self)
        });
        step.await
            .map_err(|broken| HeavyError::Failed(kind, broken.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn callers_that_leave_do_not_let_more_work_run_at_once() {
        static NOW: AtomicUsize = AtomicUsize::new(0);
        static MOST: AtomicUsize = AtomicUsize::new(0);
        let heavy = Heavy::default();
        for _ in 0..12 {
            let heavy = heavy.clone();
            let asked = tokio::spawn(async move {
                let work = || {
                    MOST.fetch_max(NOW.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::sleep(Duration::from_millis(60));
                    NOW.fetch_sub(1, Ordering::SeqCst);
                };
                heavy.run(HeavyKind::Password, work).await
            });
            tokio::time::sleep(Duration::from_millis(15)).await;
            asked.abort();
        }
        let most = MOST.load(Ordering::SeqCst);
        let (limit, _) = heavy.limits(HeavyKind::Password);
        assert!((1..=limit).contains(&most), "{most} at once");
    }

    #[tokio::test]
    async fn a_full_queue_refuses_and_who_leaves_it_makes_room() {
        let heavy = Heavy::default();
        let kind = HeavyKind::ImportFile;
        let (running, waiting) = heavy.limits(kind);
        let mut turns = Vec::new();
        for _ in 0..running {
            turns.push(heavy.turn(kind).await.unwrap());
        }
        let mut queue: Vec<_> = (0..waiting)
            .map(|_| {
                let heavy = heavy.clone();
                tokio::spawn(async move { heavy.run(kind, || ()).await })
            })
            .collect();
        while heavy.load(kind).waiting < waiting {
            tokio::task::yield_now().await;
        }
        let refused = heavy.run(kind, || ()).await;
        assert!(matches!(refused, Err(HeavyError::Busy(of)) if of == kind));
        let left = queue.swap_remove(0);
        left.abort();
        assert!(left.await.unwrap_err().is_cancelled());
        assert_eq!(heavy.load(kind).waiting, waiting - 1);
        let late = heavy.clone();
        queue.push(tokio::spawn(async move { late.run(kind, || ()).await }));
        drop(turns);
        for waited in queue {
            waited.await.unwrap().unwrap();
        }
        let load = heavy.load(kind);
        assert_eq!((load.running, load.waiting), (0, 0));
        assert_eq!(load.finished, waiting as u64);
    }

    #[tokio::test]
    async fn work_that_panics_gives_its_turn_back() {
        let heavy = Heavy::default();
        for _ in 0..3 {
            let failed = heavy
                .run(HeavyKind::ImportFile, || panic!("on purpose"))
                .await;
            assert!(matches!(failed, Err(HeavyError::Failed(..))));
        }
        assert_eq!(heavy.run(HeavyKind::ImportFile, || 1).await.unwrap(), 1);
    }

    #[test]
    fn every_kind_has_its_own_lane() {
        for (place, kind) in HeavyKind::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, place);
        }
    }
}
