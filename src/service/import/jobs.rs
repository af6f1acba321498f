//! Files that are being worked on beside the requests that are being answered.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::{ImportError, Plan};
use interchange::options::ReadOptions;

/// Plans that are remembered; the oldest make room.
const REMEMBERED: usize = 16;

/// Files that are being worked on by this instance of the program.
pub(crate) type Jobs = Mutex<HashMap<String, Arc<Job>>>;

/// A file that is being worked on.
#[derive(Debug, Default)]
pub(crate) struct Job {
    options: ReadOptions,
    /// Later files have greater numbers.
    number: u64,
    done: AtomicUsize,
    total: AtomicUsize,
    state: Mutex<JobState>,
}

#[derive(Debug, Clone, Default)]
pub(super) enum JobState {
    #[default]
    Planning,
    Planned(Arc<Plan>, Option<&'static str>),
    Applying,
    Failed(String),
}

/// How far a file has come.
#[derive(Debug, Clone)]
pub enum ImportState {
    /// It is being compared with the record: rows done, of how many.
    Planning(usize, usize),
    /// What it would do, and what is to be said first.
    Planned(Arc<Plan>, Option<&'static str>),
    /// It is being written: rows done, of how many.
    Applying(usize, usize),
    /// It was applied, as this change of the record.
    Applied(i64),
    /// It could not be read or applied.
    Failed(String),
}

impl Job {
    /// Work on a file that is read in this way.
    pub(super) fn new(options: ReadOptions) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self {
            options,
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            ..Self::default()
        }
    }

    /// Whether nobody works on it: it waits for its importer, or could not be read.
    fn is_idle(&self) -> bool {
        matches!(self.get(), JobState::Planned(..) | JobState::Failed(_))
    }

    pub(super) fn options(&self) -> &ReadOptions {
        &self.options
    }

    pub(super) fn set(&self, state: JobState) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }

    pub(super) fn get(&self) -> JobState {
        self.state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Goes over to applying what was looked at; false where that is no longer what is waiting. Of
    /// two clicks, one gets it.
    pub(super) fn begin_applying(&self, seen: &Arc<Plan>) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = matches!(&*state, JobState::Planned(plan, _) if Arc::ptr_eq(plan, seen));
        if waits {
            self.tell(0, seen.items.len());
            *state = JobState::Applying;
        }
        waits
    }

    /// Does work for this file; should it break down, the file is told so.
    pub(super) fn work(self: &Arc<Self>, work: impl Future<Output = ()> + Send + 'static) {
        let job = Arc::clone(self);
        tokio::spawn(async move {
            if let Err(error) = tokio::spawn(work).await {
                tracing::error!(%error, "work on a file broke down");
                let text = "the program failed over it, which was logged".to_owned();
                job.set(JobState::Failed(text));
            }
        });
    }

    pub(super) fn tell(&self, done: usize, total: usize) {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    pub(super) fn state(&self) -> ImportState {
        let (done, total) = (
            self.done.load(Ordering::Relaxed),
            self.total.load(Ordering::Relaxed),
        );
        match self.get() {
            JobState::Planning => ImportState::Planning(done, total),
            JobState::Planned(plan, said) => ImportState::Planned(plan, said),
            JobState::Applying => ImportState::Applying(done, total),
            JobState::Failed(text) => ImportState::Failed(text),
        }
    }

    pub(super) fn failed(&self, error: &ImportError) {
        if let ImportError::App(error) = error {
            tracing::error!(error = ?error, "a file could not be applied");
        }
        self.set(JobState::Failed(error.to_string()));
    }
}

/// Makes room for one more file: of those on which nobody works, the oldest go.
pub(super) fn make_room(jobs: &mut HashMap<String, Arc<Job>>) {
    while jobs.len() >= REMEMBERED {
        let idle = jobs.iter().filter(|(_, job)| job.is_idle());
        let oldest = idle.min_by_key(|(_, job)| job.number);
        let Some(oldest) = oldest.map(|(id, _)| id.clone()) else {
            return;
        };
        jobs.remove(&oldest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_more_file_takes_the_place_of_the_oldest_on_which_nobody_works() {
        let mut jobs = HashMap::new();
        for number in 0..REMEMBERED {
            let job = Job::new(ReadOptions::default());
            if number > 0 {
                job.set(JobState::Failed(String::new()));
            }
            jobs.insert(number.to_string(), Arc::new(job));
        }
        make_room(&mut jobs);
        assert_eq!(jobs.len(), REMEMBERED - 1);
        assert!(jobs.contains_key("0"), "somebody works on it");
        assert!(!jobs.contains_key("1"), "the oldest of the others");
    }

    #[tokio::test]
    async fn work_that_breaks_down_is_told() {
        let job = Arc::new(Job::default());
        job.work(async { panic!("on purpose") });
        for _ in 0..200 {
            if matches!(job.state(), ImportState::Failed(_)) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("it looks as if work went on");
    }
}
