//! Reading sources when they are due: one at a time over all instances of the program, politely, and
//! later where one fails.

use chrono::{DateTime, TimeDelta, Utc};
use metrics::counter;

use super::{App, Listed, reason};
use crate::error::AppError;
use crate::service::auth::random;
use crate::service::fetch::{FetchError, Fetched, FetchedFile, Validators};
use crate::service::import::{GivenFile, ImportError, Importer, Item};
use crate::service::{HeavyError, HeavyKind, PROGRAM};
use interchange::file::CommitmentFile;
use store::{PendingCounts, SourceReading, WatchedSource};

/// How long an instance has a source for itself. What takes longer is another's.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// The first wait after a failure; each further one is twice as long.
const FIRST_WAIT: TimeDelta = TimeDelta::minutes(15);
/// The longest wait after failures, where the source is not read less often anyway.
const LONGEST_WAIT: TimeDelta = TimeDelta::days(1);
/// The most that is kept of what changed about columns, in characters.
const MAX_NOTE: usize = 2_000;

/// What came of reading a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceRun {
    /// It could not be read.
    Failed(String),
    /// It was read, or has said nothing new; this waits for a person.
    Read {
        /// Whether it was read, and not the answer that nothing has changed since.
        was_read: bool,
        /// How much waits.
        pending: PendingCounts,
        /// The change of the record that it made by itself.
        published: bool,
    },
    /// An instance of the program reads a source already.
    Elsewhere,
}

/// Why a source was not read, and after how long it wants to be asked again.
struct Failure {
    why: String,
    asked: Option<TimeDelta>,
}

/// When a source is read again.
fn next(source: &WatchedSource, now: DateTime<Utc>, failure: Option<&Failure>) -> DateTime<Utc> {
    let every = TimeDelta::seconds(source.every_seconds);
    let Some(failure) = failure else {
        return now + every;
    };
    let doublings = u32::try_from(source.failures).unwrap_or(0).min(16);
    let wait = every.min(FIRST_WAIT) * 2_i32.pow(doublings);
    let wait = wait.min(every.max(LONGEST_WAIT));
    now + failure.asked.map_or(wait, |asked| asked.max(wait))
}

impl App {
    /// Reads every source that is due; gives how many were read. Called again and again.
    pub async fn run_due_sources(&self) -> Result<usize, AppError> {
        let mut run = 0;
        let sources = self.sources().await?;
        let now = self.now();
        if sources.iter().any(|source| source.next_at <= now) {
            while let Some(held) = self.claim(None).await? {
                self.run_held(held).await?;
                run += 1;
            }
        }
        self.inner.sources.store(self.sources().await?.into());
        Ok(run)
    }

    /// Reads a source now.
    pub async fn run_source(&self, name: &str) -> Result<SourceRun, AppError> {
        self.source(name).await?;
        match self.claim(Some(name)).await? {
            Some(held) => self.run_held(held).await,
            None => Ok(SourceRun::Elsewhere),
        }
    }

    async fn claim(&self, name: Option<&str>) -> Result<Option<(WatchedSource, String)>, AppError> {
        let token = random();
        let now = self.now();
        let store = &self.inner.store;
        let held = store.claim_source(name, &token, now, now + LEASE).await?;
        Ok(held.map(|source| (source, token)))
    }

    /// Reads a source that this instance has for itself, and compares it with the record.
    async fn run_held(
        &self,
        (source, token): (WatchedSource, String),
    ) -> Result<SourceRun, AppError> {
        let (reading, failed) = match self.read(&source).await {
            Ok(reading) => (reading, None),
            Err(failure) => (SourceReading::Failed(failure.why.clone()), Some(failure)),
        };
        let now = self.now();
        let (was_read, outcome) = match &reading {
            SourceReading::Unchanged => (false, "unchanged"),
            SourceReading::Read { .. } => (true, "read"),
            SourceReading::Failed(_) => (false, "failed"),
        };
        let hash = match &reading {
            SourceReading::Read { hash, .. } => hash.clone(),
            _ => String::new(),
        };
        counter!("ogp_source_readings_total", "source" => source.name.clone(), "outcome" => outcome)
            .increment(1);
        let due = next(&source, now, failed.as_ref());
        let store = &self.inner.store;
        let kept = store
            .finish_source(&source.name, &token, &reading, now, due)
            .await?;
        if !kept {
            return Ok(SourceRun::Elsewhere);
        }
        if let SourceReading::Failed(why) = reading {
            tracing::warn!(
                source = source.name,
                why,
                "a watched source could not be read"
            );
            return Ok(SourceRun::Failed(why));
        }
        match self.settle(&source.name).await {
            Ok((pending, published)) => {
                if was_read && !pending.is_empty() {
                    self.notify_of_source(&source.name, &hash, pending.total())
                        .await;
                }
                tracing::info!(
                    source = source.name,
                    was_read,
                    published,
                    ?pending,
                    "read a source"
                );
                Ok(SourceRun::Read {
                    was_read,
                    pending,
                    published,
                })
            }
            Err(ImportError::App(error)) => Err(error),
            Err(error) => Err(AppError::Internal(error.to_string())),
        }
    }

    /// What the source says now. What cannot be used is a failure, and what was kept stays.
    async fn read(&self, source: &WatchedSource) -> Result<SourceReading, Failure> {
        let known = source.validated_url.as_ref().map(|url| Validators {
            url: url.clone(),
            etag: source.etag.clone(),
            last_modified: source.last_modified.clone(),
        });
        let fetched = self.fetcher().fetch(&source.url, known.as_ref()).await;
        let FetchedFile { bytes, validators } = match fetched {
            Ok(Fetched::NotModified) => return Ok(SourceReading::Unchanged),
            Ok(Fetched::File(file)) => file,
            Err(error) => {
                let asked = match &error {
                    FetchError::Status { retry_after, .. } => *retry_after,
                    _ => None,
                };
                let asked = asked.and_then(|asked| TimeDelta::from_std(asked).ok());
                return Err(Failure {
                    why: error.to_string(),
                    asked,
                });
            }
        };
        let hash = GivenFile {
            name: "",
            bytes: &bytes,
        }
        .hash();
        let no_wait = |why: String| Failure { why, asked: None };
        let read = move || CommitmentFile::read(&bytes, None).map(|file| (file, bytes));
        let read = self.heavy().run(HeavyKind::ImportFile, read).await;
        let (file, bytes) = read
            .map_err(|error| match error {
                HeavyError::Busy(_) => no_wait("too many files are being read".to_owned()),
                HeavyError::Failed(..) => {
                    tracing::error!(%error, source = source.name, "reading a source broke down");
                    no_wait("the program failed over it, which was logged".to_owned())
                }
            })?
            .map_err(|error| no_wait(format!("the file cannot be used: {error}")))?;
        if file.rows.is_empty() {
            return Err(no_wait("the file has no rows".to_owned()));
        }
        let columns_note = columns_note(source, &file);
        Ok(SourceReading::Read {
            content: bytes,
            hash,
            columns: if columns_note.is_empty() {
                columns(&file).join("\n")
            } else {
                source.columns.clone()
            },
            columns_note,
            validated_url: Some(validators.url),
            etag: validators.etag,
            last_modified: validators.last_modified,
            listed: file.codes().iter().map(ToString::to_string).collect(),
        })
    }

    /// Takes the columns of what a source says now as those that it should have.
    pub(super) async fn accept_columns(&self, name: &str) -> Result<(), ImportError> {
        let store = &self.inner.store;
        let Some(bytes) = store.source_content(name).await? else {
            return Ok(());
        };
        let read = move || CommitmentFile::read(&bytes, None);
        let read = self.heavy().run(HeavyKind::ImportFile, read).await;
        let file = read.map_err(AppError::from)??;
        let columns = columns(&file).join("\n");
        store.accept_source_columns(name, &columns).await?;
        Ok(())
    }

    /// Counts what waits of a source, and publishes what it may publish by itself: everything but the
    /// withdrawal of what it no longer lists, and nothing while its columns are not those of last time.
    async fn settle(&self, name: &str) -> Result<(PendingCounts, bool), ImportError> {
        let mut published = false;
        let mut counts = PendingCounts::default();
        for _ in 0..crate::service::staff::TRIES {
            let source = self.source(name).await?;
            let Some(pending) = self.compare_source(name).await? else {
                return Ok((PendingCounts::default(), published));
            };
            counts = pending.counts;
            let by_itself = source.auto && source.columns_note.is_empty();
            let items = pending.plan.pending().filter(|item| !item.kinds.withdrawn);
            let chosen: Vec<Item> = items.filter(|_| by_itself).cloned().collect();
            if chosen.is_empty() {
                return Ok((counts, published));
            }
            let importer = Importer {
                name: PROGRAM.to_owned(),
                ..Importer::command_line()
            };
            let more = "Published without review, as set for this source";
            match self
                .publish(&source, &pending, &chosen, &importer, more)
                .await
            {
                Ok(()) => published = true,
                Err(ImportError::Changed) => {}
                // Clearing many values is for a person to approve.
                Err(ImportError::Clears { .. }) => return Ok((counts, published)),
                Err(error) => {
                    tracing::error!(%error, reason = reason(&source, Listed::All, ""), "a source was not published");
                    return Err(error);
                }
            }
        }
        Ok((counts, published))
    }
}

/// The names of a file's columns, each on one line.
fn columns(file: &CommitmentFile) -> Vec<String> {
    let line = |name: &String| name.lines().collect::<Vec<_>>().join(" ");
    file.table.header.iter().map(line).collect()
}

/// How a file's columns differ from those of its source that are as they should be. Nothing where they
/// have come back, whatever they were in between.
fn columns_note(source: &WatchedSource, file: &CommitmentFile) -> String {
    let before: Vec<&str> = source.columns.lines().filter(|c| !c.is_empty()).collect();
    if before.is_empty() {
        return String::new();
    }
    let now = columns(file);
    let read = file.columns_read();
    let missing: Vec<&str> = before
        .iter()
        .copied()
        .filter(|name| !now.iter().any(|n| n == name))
        .collect();
    let added: Vec<&String> = now
        .iter()
        .filter(|name| !name.is_empty() && !before.contains(&name.as_str()))
        .collect();
    let (known, unknown): (Vec<&String>, Vec<&String>) = added
        .into_iter()
        .partition(|name| read.contains(&name.as_str()));
    let list = |names: Vec<&str>| names.join(", ");
    let all = |names: Vec<&String>| list(names.into_iter().map(String::as_str).collect());
    let mut said: Vec<String> = Vec::new();
    if !missing.is_empty() {
        said.push(format!("Missing: {}.", list(missing)));
    }
    if !unknown.is_empty() {
        said.push(format!("New and not recognised: {}.", all(unknown)));
    }
    if !known.is_empty() {
        said.push(format!("New: {}.", all(known)));
    }
    said.join(" ").chars().take(MAX_NOTE).collect()
}
