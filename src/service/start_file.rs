//! The published record in a file of its own, so that a start reads what changed since instead of everything.
//!
//! A file is used only if it is whole, this very program wrote it, and the record still has the revision it was
//! made of; otherwise the record is read, as it is where there is no file. What it holds can always be read again:
//! nothing is lost with it.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::hash::Hash;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::App;
use catalogue::Catalogue;
use domain::context::ContextItem;
use domain::record::{DataVersion, LastChange, Published};
use domain::{Commitment, PolicyArea};
use store::{NEWEST, Store, StoreError};

/// The first line of a file, up to what wrote it. A file that begins with anything else is left alone.
const FIRST_LINE: &str = "OGP commitment tracker, what a start begins with, build ";
/// Files of another build are not read, since types may have changed.
const BUILD: &str = env!("OGP_BUILD_ID");
/// A fast level: files of the demonstration record are a tenth as large as uncompressed ones.
const COMPRESSION: i32 = 1;
/// The most bytes of one part of a file; a length beyond it is damage.
const MAX_PART: u32 = 64 * 1024 * 1024;
/// How many revisions a file may be behind: from there on, reading everything is quicker.
const MAX_BEHIND: i64 = 2_000;
/// How long the record has to stay as it is before it is kept,
const CALM: Duration = Duration::from_mins(1);
/// unless it was last kept so long ago.
const MAX_AGE: Duration = Duration::from_mins(10);

/// Why a file is not used, or was not written.
#[derive(Debug, thiserror::Error)]
enum StartFileError {
    #[error("{0}")]
    File(#[from] io::Error),
    #[error(
        "it is not a file of this program, and is left as it is; give --start-file another path, or none"
    )]
    NotOurs,
    #[error("a part of it cannot be understood")]
    Damaged,
    #[error("another version of this program wrote it")]
    OtherProgram,
    #[error("it belongs to another record, or to a state that this record never had")]
    OtherRecord,
    #[error("the record has changed too often since")]
    TooOld,
}

/// What tells a record, and one state of it, from every other.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct State {
    /// [`Store::identity`].
    record: String,
    /// [`Store::newest_migration`]: a migration may change what is published without a revision.
    migration: i64,
    version: DataVersion,
}

/// What a file holds before the commitments.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    state: State,
    areas: Vec<PolicyArea>,
    context: Vec<ContextItem>,
    /// How many commitments follow, each with its id in the store.
    commitments: u64,
}

/// The file in which the published record of one store is kept.
#[derive(Debug)]
pub(super) struct StartFile {
    file: PathBuf,
    /// [`Store::identity`].
    record: String,
    /// [`Store::newest_migration`] before anything was read: what another program's migration changes later is not in
    /// what this one shows.
    migration: i64,
    /// The revision that the file held when the program started; 0 where it could not be used.
    found: AtomicI64,
    /// Held while the file is written: the revision that it holds, if that is known.
    kept: Mutex<Option<i64>>,
}

impl StartFile {
    /// At a path, where there is to be one. Before the record is read.
    pub(super) async fn at(
        path: Option<PathBuf>,
        store: &Store,
        record: &str,
    ) -> Result<Option<Self>, StoreError> {
        let Some(file) = path else {
            return Ok(None);
        };
        Ok(Some(Self {
            file,
            record: record.to_owned(),
            migration: store.newest_migration().await?,
            found: AtomicI64::new(0),
            kept: Mutex::default(),
        }))
    }

    /// Which state of a record the newest one up to a revision is.
    async fn state_of(&self, store: &Store, revision: i64) -> Result<State, StoreError> {
        Ok(State {
            record: self.record.clone(),
            migration: self.migration,
            version: store.version_as_of(revision).await?,
        })
    }

    /// The catalogue of a record, from the file and what changed since it was written; none where it cannot be used.
    pub(super) async fn catalogue(
        &self,
        store: &Store,
        today: NaiveDate,
    ) -> Result<Option<Catalogue>, StoreError> {
        match self.kept(store).await? {
            Ok(published) => {
                let build = move || Catalogue::build(published, today);
                let Ok(catalogue) = tokio::task::spawn_blocking(build).await else {
                    return Ok(None);
                };
                let number = catalogue.version().number;
                self.found.store(number, Ordering::Relaxed);
                *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(number);
                let changes = store.published_changes(number, NEWEST).await?;
                let apply = move || catalogue.apply_changes(changes, today);
                Ok(tokio::task::spawn_blocking(apply).await.ok())
            }
            Err(StartFileError::File(error)) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => {
                tracing::info!(file = %self.file.display(), %error, "the whole record is read: the start file cannot be used");
                Ok(None)
            }
        }
    }

    /// What the file holds, where the record has that state.
    async fn kept(&self, store: &Store) -> Result<Result<Published, StartFileError>, StoreError> {
        let file = self.file.clone();
        let read = tokio::task::spawn_blocking(move || read(&file)).await;
        let (state, published) = match read.unwrap_or(Err(StartFileError::Damaged)) {
            Ok(read) => read,
            Err(error) => return Ok(Err(error)),
        };
        let number = published.version.number;
        if state != self.state_of(store, number).await? {
            return Ok(Err(StartFileError::OtherRecord));
        }
        if store.version().await?.number - number > MAX_BEHIND {
            return Ok(Err(StartFileError::TooOld));
        }
        Ok(Ok(published))
    }

    /// Whether the file is known to hold a revision; false while it is being written.
    fn holds(&self, number: i64) -> bool {
        let kept = self.kept.try_lock();
        kept.is_ok_and(|kept| *kept == Some(number))
    }

    /// Keeps a state, unless the file holds it already. The file is replaced whole or not at all.
    fn keep(&self, state: State, catalogue: &Catalogue) -> Result<(), StartFileError> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let number = state.version.number;
        if *kept == Some(number) {
            return Ok(());
        }
        refuse_to_replace(&self.file)?;
        let new = self.file.with_added_extension("unfinished");
        let written = write(&new, state, catalogue);
        let done = written.and_then(|()| Ok(fs::rename(&new, &self.file)?));
        if done.is_err() {
            // As much of it as there was room for is of no use.
            let _ = fs::remove_file(&new);
        } else {
            *kept = Some(number);
        }
        done
    }
}

impl App {
    /// The revision that the start file held which this started from; none where the whole record was read.
    pub fn started_from(&self) -> Option<i64> {
        let found = self
            .inner
            .start_file
            .as_ref()?
            .found
            .load(Ordering::Relaxed);
        (found > 0).then_some(found)
    }

    /// Keeps the start file current for as long as it is polled.
    pub(super) async fn watch_start_file(&self) {
        if self.inner.start_file.is_none() {
            return;
        }
        let mut interval = tokio::time::interval(CALM);
        interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut written: Option<Instant> = None;
        let mut seen = 0;
        let mut has_failed = false;
        loop {
            interval.tick().await;
            let shown = self.newest_shown();
            let is_old = written.is_none_or(|written| written.elapsed() >= MAX_AGE);
            if shown == seen || is_old {
                let failed = self.keep_for_next_start().await.err();
                if let Some(error) = &failed
                    && !has_failed
                {
                    tracing::warn!(
                        error,
                        "the start file could not be written: the next start takes longer"
                    );
                }
                has_failed = failed.is_some();
                written = Some(Instant::now());
            }
            seen = shown;
        }
    }

    /// Writes the state that is shown to the start file, where there is to be one.
    ///
    /// Says in words why it could not.
    pub async fn keep_for_next_start(&self) -> Result<(), String> {
        let Some(start_file) = &self.inner.start_file else {
            return Ok(());
        };
        let in_words = |error: &dyn std::fmt::Display| error.to_string();
        let catalogue = self.inner.catalogue.load_full();
        let number = catalogue.version().number;
        // Most minutes nothing has changed: nothing is asked of the database.
        if start_file.holds(number) {
            return Ok(());
        }
        let state = start_file.state_of(&self.inner.store, number).await;
        let state = state.map_err(|error| in_words(&error))?;
        if state.version != *catalogue.version() {
            return Err("the record no longer has the state that is shown".to_owned());
        }
        let app = self.clone();
        let keep = move || match &app.inner.start_file {
            Some(file) => file.keep(state, &catalogue),
            None => Ok(()),
        };
        // Not among heavy work, where the next state of the record would wait for it.
        let done = tokio::task::spawn_blocking(keep).await;
        let done = done.map_err(|error| in_words(&error))?;
        done.map_err(|error| in_words(&error))
    }
}

/// Refuses where there is something at a path that no program of ours wrote.
fn refuse_to_replace(file: &Path) -> Result<(), StartFileError> {
    match fs::symlink_metadata(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
        Ok(found) if !found.is_file() => return Err(StartFileError::NotOurs),
        Ok(_) => {}
    }
    build_of(&mut BufReader::new(File::open(file)?)).map(|_| ())
}

/// The build that wrote a file; leaves what follows to be read.
fn build_of(file: &mut impl BufRead) -> Result<String, StartFileError> {
    let mut line = Vec::new();
    let most = FIRST_LINE.len() + BUILD.len() + 1;
    file.take(most as u64).read_until(b'\n', &mut line)?;
    let line = String::from_utf8(line).map_err(|_| StartFileError::NotOurs)?;
    let build = line
        .strip_prefix(FIRST_LINE)
        .ok_or(StartFileError::NotOurs)?;
    Ok(build.trim_end().to_owned())
}

fn write(file: &Path, state: State, catalogue: &Catalogue) -> Result<(), StartFileError> {
    // What a program left here that was killed, with whatever rights.
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let new = options.open(file)?;
    let mut out = BufWriter::new(&new);
    writeln!(out, "{FIRST_LINE}{BUILD}")?;
    let mut parts = zstd::Encoder::new(out, COMPRESSION)?;
    parts.include_checksum(true)?;
    let head = Head {
        state,
        areas: catalogue.areas().iter().cloned().collect(),
        context: catalogue
            .context()
            .iter()
            .map(|item| (**item).clone())
            .collect(),
        commitments: catalogue.len() as u64,
    };
    let mut buffer = write_part(&mut parts, &head, Vec::new())?;
    for row in catalogue.rows() {
        let part = (row.id, row.last_change, &*row.commitment);
        buffer = write_part(&mut parts, &part, buffer)?;
    }
    parts.finish()?.flush()?;
    Ok(new.sync_all()?)
}

/// Writes a value behind its length; gives the buffer back for the next one.
fn write_part(
    parts: &mut impl Write,
    value: &impl Serialize,
    mut buffer: Vec<u8>,
) -> Result<Vec<u8>, StartFileError> {
    buffer.clear();
    let buffer = postcard::to_extend(value, buffer).map_err(|_| StartFileError::Damaged)?;
    let length = u32::try_from(buffer.len()).ok();
    let length = length.filter(|length| *length <= MAX_PART);
    let length = length.ok_or(StartFileError::Damaged)?;
    parts.write_all(&length.to_le_bytes())?;
    parts.write_all(&buffer)?;
    Ok(buffer)
}

fn read(file: &Path) -> Result<(State, Published), StartFileError> {
    let mut file = BufReader::new(File::open(file)?);
    if build_of(&mut file)? != BUILD {
        return Err(StartFileError::OtherProgram);
    }
    let mut parts = BufReader::new(zstd::Decoder::with_buffer(file)?);
    let mut buffer = Vec::new();
    let head: Head = read_part(&mut parts, &mut buffer)?;
    let mut shared = Shared::default();
    let mut commitments = Vec::new();
    let mut last_changes = HashMap::new();
    for _ in 0..head.commitments {
        let (id, last_change, mut commitment): (i64, Option<LastChange>, Commitment) =
            read_part(&mut parts, &mut buffer)?;
        shared.share(&mut commitment);
        last_changes.extend(last_change.map(|change| (id, change)));
        commitments.push((id, commitment));
    }
    // Reading to the very end is what compares the checksum.
    if parts.read(&mut [0])? != 0 {
        return Err(StartFileError::Damaged);
    }
    let published = Published {
        version: head.state.version.clone(),
        areas: head.areas,
        context: head.context,
        commitments,
        last_changes,
    };
    Ok((head.state, published))
}

fn read_part<T: DeserializeOwned>(
    parts: &mut impl Read,
    buffer: &mut Vec<u8>,
) -> Result<T, StartFileError> {
    let mut length = [0; 4];
    parts.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if length > MAX_PART {
        return Err(StartFileError::Damaged);
    }
    buffer.resize(length as usize, 0);
    parts.read_exact(buffer)?;
    postcard::from_bytes(buffer).map_err(|_| StartFileError::Damaged)
}

/// What commitments have in common, each kept once, as the store has it.
#[derive(Debug, Default)]
struct Shared {
    members: HashSet<Arc<domain::Member>>,
    plans: HashSet<Arc<domain::ActionPlan>>,
    /// Policy areas and titles of reports.
    texts: HashSet<Arc<str>>,
}

impl Shared {
    fn share(&mut self, commitment: &mut Commitment) {
        share(&mut self.members, &mut commitment.member);
        share(&mut self.plans, &mut commitment.plan);
        for area in &mut commitment.policy_areas {
            share(&mut self.texts, area);
        }
        let reports = commitment.reports.iter_mut();
        for report in reports.chain(commitment.ratings.reports_mut()) {
            share(&mut self.texts, &mut report.title);
        }
    }
}

/// Has an equal value that is known take the place of this one.
fn share<T: ?Sized + Eq + Hash>(known: &mut HashSet<Arc<T>>, value: &mut Arc<T>) {
    match known.get(value) {
        Some(known) => *value = Arc::clone(known),
        None => {
            known.insert(Arc::clone(value));
        }
    }
}
