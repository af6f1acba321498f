//! The published record in a file of its own, so that a start reads what changed since instead of everything.
//!
//! A file is used only if it is whole, this very program wrote it, and the record still has the revision it was
//! made of; otherwise the record is read, as it is where there is no file. What it holds can always be read again:
//! nothing is lost with it.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::hash::Hash;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
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

/// What wrote a file: files of another build are not read, since types may have changed.
const BUILD: &str = env!("OGP_BUILD_ID");
/// A fast level: files of the demonstration record are a tenth as large as uncompressed ones.
const COMPRESSION: i32 = 1;
/// No part of a file is longer; a length beyond it is damage.
const MAX_PART: u32 = 64 * 1024 * 1024;
/// A file is written once the record has not changed for so long,
const CALM: Duration = Duration::from_mins(1);
/// or has been changing since the last file for so long.
const MAX_AGE: Duration = Duration::from_mins(10);

/// Why a file is not used, or was not written.
#[derive(Debug, thiserror::Error)]
enum SnapshotError {
    #[error("{0}")]
    File(#[from] io::Error),
    #[error("a part of it cannot be understood")]
    Damaged,
    #[error("another version of this program wrote it")]
    OtherProgram,
    #[error("it belongs to another record, or to a state that this record never had")]
    OtherRecord,
}

/// What a file begins with.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    build: String,
    /// [`Store::identity`].
    record: String,
    version: DataVersion,
    areas: Vec<PolicyArea>,
    context: Vec<ContextItem>,
    /// How many commitments follow, each with its id in the store.
    commitments: u64,
}

/// The file in which the published record of one store is kept.
#[derive(Debug)]
pub(super) struct Snapshot {
    file: PathBuf,
    /// The revision that the file held when the program started; 0 where it could not be used.
    found: AtomicI64,
    /// The revision that the file holds, or that could not be written; 0 for none.
    tried: AtomicI64,
}

impl Snapshot {
    pub(super) fn new(file: PathBuf) -> Self {
        Self {
            file,
            found: AtomicI64::new(0),
            tried: AtomicI64::new(0),
        }
    }

    /// The catalogue of a record, from the file and what changed since it was written; none where it cannot be used.
    pub(super) async fn catalogue(
        &self,
        store: &Store,
        identity: &str,
        today: NaiveDate,
    ) -> Result<Option<Catalogue>, StoreError> {
        let (file, record) = (self.file.clone(), identity.to_owned());
        let built = move || {
            let published = read(&file, &record)?;
            Ok(Catalogue::build(published, today))
        };
        let built = tokio::task::spawn_blocking(built).await;
        let usable = match built.unwrap_or(Err(SnapshotError::Damaged)) {
            Ok(built)
                if *built.version() == store.version_as_of(built.version().number).await? =>
            {
                Ok(built)
            }
            Ok(_) => Err(SnapshotError::OtherRecord),
            Err(error) => Err(error),
        };
        match usable {
            Ok(built) => {
                let number = built.version().number;
                self.found.store(number, Ordering::Relaxed);
                self.tried.store(number, Ordering::Relaxed);
                let changes = store.published_changes(number, NEWEST).await?;
                Ok(Some(built.apply_changes(changes, today)))
            }
            Err(SnapshotError::File(error)) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => {
                tracing::info!(file = %self.file.display(), %error, "the whole record is read, since its snapshot cannot be used");
                Ok(None)
            }
        }
    }

    /// Keeps a state, unless that was tried already. The file is replaced whole or not at all.
    fn keep(&self, record: &str, catalogue: &Catalogue) {
        let number = catalogue.version().number;
        if self.tried.swap(number, Ordering::Relaxed) == number {
            return;
        }
        let mut new = self.file.clone().into_os_string();
        new.push("-new");
        let new = PathBuf::from(new);
        let kept = write(&new, record, catalogue).and_then(|()| Ok(fs::rename(&new, &self.file)?));
        if let Err(error) = kept {
            tracing::warn!(file = %self.file.display(), %error, "the snapshot of the record could not be written; the next start takes longer");
            // As much of it as there is room for is of no use.
            let _ = fs::remove_file(&new);
        }
    }
}

impl App {
    /// The revision of the snapshot in a file that this started from; none where the whole record was read.
    pub fn started_from(&self) -> Option<i64> {
        let found = self.inner.snapshot.as_ref()?.found.load(Ordering::Relaxed);
        (found > 0).then_some(found)
    }

    /// Keeps the snapshot current for as long as it is polled.
    pub(super) async fn watch_snapshot(&self) {
        if self.inner.snapshot.is_none() {
            return;
        }
        let mut interval = tokio::time::interval(CALM);
        interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let (mut seen, mut written) = (0, None::<Instant>);
        loop {
            interval.tick().await;
            let shown = self.newest_shown();
            let is_old = written.is_none_or(|written| written.elapsed() >= MAX_AGE);
            if shown == seen || is_old {
                self.keep_snapshot().await;
                written = Some(Instant::now());
            }
            seen = shown;
        }
    }

    /// Writes the state that is shown to the file, where there is to be one.
    pub async fn keep_snapshot(&self) {
        if self.inner.snapshot.is_none() {
            return;
        }
        let app = self.clone();
        let keep = move || {
            if let Some(snapshot) = &app.inner.snapshot {
                snapshot.keep(&app.inner.identity, &app.inner.catalogue.load());
            }
        };
        // Not among heavy work, where the next state of the record would wait for it.
        if let Err(error) = tokio::task::spawn_blocking(keep).await {
            tracing::error!(%error, "writing the snapshot of the record broke down");
        }
    }
}

fn write(file: &Path, record: &str, catalogue: &Catalogue) -> Result<(), SnapshotError> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let new = options.open(file)?;
    let mut parts = zstd::Encoder::new(BufWriter::new(&new), COMPRESSION)?;
    parts.include_checksum(true)?;
    let head = Head {
        build: BUILD.to_owned(),
        record: record.to_owned(),
        version: catalogue.version().clone(),
        areas: catalogue.areas().iter().cloned().collect(),
        context: catalogue
            .context()
            .iter()
            .map(|item| (**item).clone())
            .collect(),
        commitments: catalogue.len() as u64,
    };
    let mut buffer = Vec::new();
    buffer = write_part(&mut parts, &head, buffer)?;
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
) -> Result<Vec<u8>, SnapshotError> {
    buffer.clear();
    let buffer = postcard::to_extend(value, buffer).map_err(|_| SnapshotError::Damaged)?;
    let length = u32::try_from(buffer.len()).map_err(|_| SnapshotError::Damaged)?;
    parts.write_all(&length.to_le_bytes())?;
    parts.write_all(&buffer)?;
    Ok(buffer)
}

fn read(file: &Path, record: &str) -> Result<Published, SnapshotError> {
    let mut parts = zstd::Decoder::new(File::open(file)?)?;
    let mut parts = BufReader::with_capacity(1 << 16, &mut parts);
    let mut buffer = Vec::new();
    let head: Head = read_part(&mut parts, &mut buffer)?;
    if head.build != BUILD {
        return Err(SnapshotError::OtherProgram);
    }
    if head.record != record {
        return Err(SnapshotError::OtherRecord);
    }
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
        return Err(SnapshotError::Damaged);
    }
    Ok(Published {
        version: head.version,
        areas: head.areas,
        context: head.context,
        commitments,
        last_changes,
    })
}

fn read_part<T: DeserializeOwned>(
    parts: &mut impl Read,
    buffer: &mut Vec<u8>,
) -> Result<T, SnapshotError> {
    let mut length = [0; 4];
    parts.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if length > MAX_PART {
        return Err(SnapshotError::Damaged);
    }
    buffer.resize(length as usize, 0);
    parts.read_exact(buffer)?;
    postcard::from_bytes(buffer).map_err(|_| SnapshotError::Damaged)
}

/// What commitments have in common, each kept once, as the store has it.
#[derive(Debug, Default)]
struct Shared {
    members: HashSet<Arc<domain::Member>>,
    plans: HashSet<Arc<domain::ActionPlan>>,
    areas: HashSet<Arc<str>>,
}

impl Shared {
    fn share(&mut self, commitment: &mut Commitment) {
        share(&mut self.members, &mut commitment.member);
        share(&mut self.plans, &mut commitment.plan);
        for area in &mut commitment.policy_areas {
            share(&mut self.areas, area);
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
