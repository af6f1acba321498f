//! Changing the record: one revision, one transaction, all or nothing. Only what differs from the
//! record is written, so the same batch twice is one change.

mod additions;
mod areas;
mod check;
mod commitments;
mod context;
mod corrections;
mod file;
mod parties;
pub(super) mod search_index;

pub use file::ImportedFile;
use parties::Describes;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

use super::db::{Connection, Db, WriteTransaction, dispatch};
use super::error::ErrorContext;
use super::proposals::{ProposalMove, advance};
use super::published::read_version;
use super::query::insert_rows;
use super::source_decisions::decide;
use super::submission::{FormSubmission, SubmissionOutcome, claim};
use super::unseen::unseen;
use super::{NEWEST, StoreError};
use domain::record::{Batch, DataVersion, Revision};

/// What recording a batch did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// New commitments.
    pub added: usize,
    /// Commitments whose facts, texts or ratings differed.
    pub changed: usize,
    pub unchanged: usize,
    /// The state of the record afterwards; the one before where nothing differed.
    pub version: DataVersion,
}

/// Called with the number of commitments dealt with so far.
pub type Progress<'a> = dyn FnMut(usize) + Send + 'a;

/// What became of a file that was to be applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileOutcome {
    Applied(Recorded),
    /// The upload was applied before, or deleted.
    AlreadyApplied,
    /// The record has changed since the state that the file was compared with.
    Conflict,
}

/// Records a batch, whatever was recorded before.
pub(super) async fn record(
    db: &Db,
    revision: &Revision,
    batch: &Batch,
    demonstration: bool,
    progress: &mut Progress<'_>,
) -> Result<Recorded, StoreError> {
    let mut change = Change::begin(db, revision, batch, demonstration).await?;
    change.insert_revision(None).await?;
    change.write_batch(Describes::All, progress).await?;
    change.finish().await
}

/// Records a batch, unless anything was recorded before.
pub(super) async fn record_if_empty(
    db: &Db,
    revision: &Revision,
    batch: &Batch,
    demonstration: bool,
    progress: &mut Progress<'_>,
) -> Result<Option<Recorded>, StoreError> {
    let mut change = Change::begin(db, revision, batch, demonstration).await?;
    if change.before.number > 0 {
        return Ok(None);
    }
    change.insert_revision(None).await?;
    change.write_batch(Describes::All, progress).await?;
    change.finish().await.map(Some)
}

/// Applies a form. One that publishes a proposal brings that to its next state with it (`step`), and is refused as
/// a conflict without codes where the proposal has changed since.
pub(super) async fn apply(
    db: &Db,
    revision: &Revision,
    batch: &Batch,
    submission: &FormSubmission,
    step: Option<&ProposalMove>,
) -> Result<SubmissionOutcome, StoreError> {
    let mut change = Change::begin(db, revision, batch, false).await?;
    let mut connection = change.transaction.connection();
    if let Some(location) = claim(&mut connection, submission, revision.made_at).await? {
        return Ok(SubmissionOutcome::AlreadyApplied(location));
    }
    if let Some(step) = step
        && !advance(&mut connection, step, submission.account).await?
    {
        return Ok(SubmissionOutcome::Conflict(Vec::new()));
    }
    let unseen = unseen(&mut connection, batch, submission.seen).await?;
    if !unseen.is_empty() {
        return Ok(SubmissionOutcome::Conflict(unseen.commitments));
    }
    change.insert_revision(Some(submission.account)).await?;
    change
        .write_batch(Describes::MembersOnly, &mut |_| ())
        .await?;
    let number = change.version.number;
    let recorded = change.finish().await?;
    Ok(if recorded.version.number == number {
        SubmissionOutcome::Done(recorded.version)
    } else {
        SubmissionOutcome::Unchanged
    })
}

/// Applies a file to the state `seen` of the record.
pub(super) async fn apply_file(
    db: &Db,
    revision: &Revision,
    batch: &Batch,
    (file, account, seen): (&ImportedFile, Option<i64>, i64),
    progress: &mut Progress<'_>,
) -> Result<FileOutcome, StoreError> {
    let mut change = Change::begin(db, revision, batch, false).await?;
    if change.before.number != seen {
        return Ok(FileOutcome::Conflict);
    }
    change.insert_revision(account).await?;
    change.write_batch(Describes::All, progress).await?;
    let (number, at) = (change.version.number, change.made_at());
    let mut connection = change.transaction.connection();
    if !file::record(&mut connection, number, file, account, at).await? {
        return Ok(FileOutcome::AlreadyApplied);
    }
    if let Some(decided) = &file.decided
        && !decide(&mut connection, decided).await?
    {
        return Ok(FileOutcome::Conflict);
    }
    change.other_changes |= !file.drafts.is_empty();
    change.finish().await.map(FileOutcome::Applied)
}

/// Undoes the file of revision `file` with a batch that was computed from the state `seen` of the
/// record. False where the record has changed since.
pub(super) async fn undo_file(
    db: &Db,
    revision: &Revision,
    batch: &Batch,
    (file, account, seen): (i64, Option<i64>, i64),
) -> Result<bool, StoreError> {
    let mut change = Change::begin(db, revision, batch, false).await?;
    if change.before.number != seen {
        return Ok(false);
    }
    change.insert_revision(account).await?;
    change
        .write_batch(Describes::MembersOnly, &mut |_| ())
        .await?;
    let (number, at) = (change.version.number, change.made_at());
    let mut connection = change.transaction.connection();
    file::record_undo(&mut connection, (file, number), account, at).await?;
    change.other_changes = true;
    change.finish().await?;
    Ok(true)
}

/// A change under way. Dropped without [`Change::finish`], it is rolled back.
struct Change<'a> {
    transaction: WriteTransaction,
    revision: &'a Revision,
    batch: &'a Batch,
    before: DataVersion,
    /// The version that the change makes, if it makes any difference.
    version: DataVersion,
    counts: commitments::EntryCounts,
    /// Whether anything but the commitments of the batch differed.
    other_changes: bool,
}

impl<'a> Change<'a> {
    /// Checks the batch and waits for the right to write.
    async fn begin(
        db: &Db,
        revision: &'a Revision,
        batch: &'a Batch,
        demonstration: bool,
    ) -> Result<Self, StoreError> {
        check::check(batch)?;
        let mut transaction = db.begin().await?;
        let before = read_version(&mut transaction.connection(), NEWEST).await?;
        Ok(Self {
            transaction,
            revision,
            batch,
            version: next_version(db, &before, revision, demonstration)?,
            before,
            counts: commitments::EntryCounts::default(),
            other_changes: false,
        })
    }

    /// The time of the revision, which the clocks of other servers may have moved.
    fn made_at(&self) -> DateTime<Utc> {
        self.version.made_at.unwrap_or(self.revision.made_at)
    }

    async fn insert_revision(&mut self, account: Option<i64>) -> Result<(), StoreError> {
        let mut connection = self.transaction.connection();
        insert_revision(&mut connection, &self.version, self.revision).await?;
        match account {
            Some(account) => attribute(&mut connection, self.version.number, account).await,
            None => Ok(()),
        }
    }

    /// Writes what differs from the record, in the order in which one thing refers to another.
    async fn write_batch(
        &mut self,
        describes: Describes,
        progress: &mut Progress<'_>,
    ) -> Result<(), StoreError> {
        let (batch, number) = (self.batch, self.version.number);
        let mut connection = self.transaction.connection();
        let connection = &mut connection;
        let areas = areas::record(connection, number, batch).await?;
        areas.check(&batch.entries)?;
        let parties = parties::record(connection, number, batch, describes).await?;
        self.counts =
            commitments::record(connection, number, &batch.entries, &parties, progress).await?;
        let context = context::record(connection, number, &batch.context).await?;
        corrections::record(connection, number, batch).await?;
        insert_rows!(
            connection,
            "INSERT INTO source_identity (source, identity, code)",
            batch.identities,
            |known| [&known.source, &known.identity, known.code.as_str()]
        )
        .context("noting the codes that commitments were given")?;
        self.other_changes = areas.differed
            || parties.differed
            || context
            || !batch.corrections.is_empty()
            || !batch.taken_back.is_empty();
        Ok(())
    }

    /// Commits, or rolls back where nothing differed, so that no revision is made for nothing.
    async fn finish(self) -> Result<Recorded, StoreError> {
        let counts = self.counts;
        let version = if counts.added + counts.changed > 0 || self.other_changes {
            self.transaction.commit().await?;
            self.version
        } else {
            self.before
        };
        Ok(Recorded {
            added: counts.added,
            changed: counts.changed,
            unchanged: counts.unchanged,
            version,
        })
    }
}

/// Notes the account that made a revision.
pub(super) async fn attribute(
    connection: &mut Connection<'_>,
    revision: i64,
    account: i64,
) -> Result<(), StoreError> {
    dispatch!(connection, c => sqlx::query(
        "INSERT INTO revision_account (revision_id, account_id) VALUES ($1, $2)",
    ).bind(revision).bind(account).execute(&mut **c).await.map(|_| ()))
    .context("noting who made a change")
}

/// How far the clocks of several servers may be apart.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// The version that follows. Times never run backwards from one revision to the next, whatever
/// the clocks of several servers say, so that a moment stands for exactly one state of the record.
/// Refuses a change that a clock makes older than the record by more than such clocks differ.
pub(super) fn next_version(
    db: &Db,
    before: &DataVersion,
    revision: &Revision,
    demonstration: bool,
) -> Result<DataVersion, StoreError> {
    // PostgreSQL keeps microseconds.
    let made_at = revision.made_at.trunc_subsecs(6);
    let newest = before.made_at.unwrap_or(made_at);
    if newest - made_at > CLOCK_TOLERANCE && !db.turns().accept_clock {
        return Err(StoreError::ClockBehind {
            newest,
            now: made_at,
        });
    }
    Ok(DataVersion {
        number: before.number + 1,
        made_at: Some(newest.max(made_at)),
        demonstration: before.demonstration || demonstration,
    })
}

pub(super) async fn insert_revision(
    connection: &mut Connection<'_>,
    version: &DataVersion,
    revision: &Revision,
) -> Result<(), StoreError> {
    dispatch!(connection, c => sqlx::query(
        "INSERT INTO revision (id, made_at, made_by, reason, source, demonstration)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(version.number)
    .bind(version.made_at)
    .bind(&revision.made_by)
    .bind(&revision.reason)
    .bind(&revision.source)
    .bind(version.demonstration)
    .execute(&mut **c)
    .await
    .map(|_| ()))
    .context("writing the revision")
}
