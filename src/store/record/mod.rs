//! Changing the record: one revision, one transaction, all or nothing. Only what differs from the
//! record is written, so the same batch twice is one change.

mod additions;
mod areas;
mod check;
mod commitments;
mod insert;
mod parties;
mod words;

use chrono::SubsecRound;

use super::db::{Db, Session, on};
use super::error::During;
use super::{NEWEST, StoreError, read_version};
use crate::domain::record::{Batch, DataVersion, Revision};

/// What a change did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Commitments that are new.
    pub added: usize,
    /// Commitments of which facts, texts or ratings differ from before.
    pub changed: usize,
    /// Commitments that were in this state already.
    pub unchanged: usize,
    /// The state of the record afterwards.
    pub version: DataVersion,
}

/// Called with the number of commitments dealt with so far.
pub type Progress<'a> = &'a mut (dyn FnMut(usize) + Send);

/// What is to be recorded and how.
pub(super) struct Change<'a> {
    pub revision: &'a Revision,
    pub batch: &'a Batch,
    /// The batch holds synthetic commitments.
    pub demonstration: bool,
    /// Do nothing if anything was ever recorded.
    pub only_if_empty: bool,
}

/// Records a change; gives nothing where it was to be made to an empty record only and this one
/// is not.
pub(super) async fn record(
    db: &Db,
    change: Change<'_>,
    progress: Progress<'_>,
) -> Result<Option<Recorded>, StoreError> {
    check::check(change.batch)?;
    let mut writing = db.writing().await?;
    let mut session = writing.session();
    let before = read_version(&mut session, NEWEST).await?;
    if change.only_if_empty && before.number > 0 {
        return Ok(None);
    }
    let version = next_version(&before, &change);
    insert_revision(&mut session, &version, change.revision).await?;

    let number = version.number;
    let areas = areas::record(&mut session, number, &change.batch.areas).await?;
    areas.check(&change.batch.entries)?;
    let parties = parties::record(&mut session, number, &change.batch.entries).await?;
    let counts = commitments::record(
        &mut session,
        number,
        &change.batch.entries,
        &parties,
        progress,
    )
    .await?;

    if !parties.renamed.is_empty() {
        words::follow(&mut session, number, &parties.renamed).await?;
    }

    let nothing_new = counts.added + counts.changed == 0;
    let version = if nothing_new && !areas.grew && !parties.differed {
        // Dropping the transaction takes the revision back: it changed nothing.
        drop(writing);
        before
    } else {
        writing.commit().await?;
        version
    };
    Ok(Some(Recorded {
        added: counts.added,
        changed: counts.changed,
        unchanged: counts.unchanged,
        version,
    }))
}

/// The version that follows. Times never run backwards from one revision to the next, whatever
/// the clocks of several servers say, so that the state on a given day is one revision's.
fn next_version(before: &DataVersion, change: &Change<'_>) -> DataVersion {
    // PostgreSQL keeps microseconds.
    let made_at = change.revision.made_at.trunc_subsecs(6);
    DataVersion {
        number: before.number + 1,
        made_at: Some(before.made_at.map_or(made_at, |newest| newest.max(made_at))),
        demonstration: before.demonstration || change.demonstration,
    }
}

async fn insert_revision(
    session: &mut Session<'_>,
    version: &DataVersion,
    revision: &Revision,
) -> Result<(), StoreError> {
    on!(session, connection => sqlx::query(
        "INSERT INTO revision (id, made_at, made_by, reason, source, demonstration)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(version.number)
    .bind(version.made_at)
    .bind(&revision.made_by)
    .bind(&revision.reason)
    .bind(&revision.source)
    .bind(version.demonstration)
    .execute(&mut **connection)
    .await
    .map(|_| ()))
    .during("writing the revision")
}
