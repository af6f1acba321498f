//! Changing the record: one revision, one transaction, all or nothing. Only what differs from the
//! record is written, so the same batch twice is one change.

mod additions;
mod areas;
mod check;
mod commitments;
mod context;
mod corrections;
mod file;
mod insert;
mod parties;
mod words;

pub use file::ImportedFile;
use parties::Describes;

use chrono::{DateTime, SubsecRound, Utc};
use sqlx::QueryBuilder;

use super::db::{Db, Session, on};
use super::error::During;
use super::read::CHUNK;
use super::rows::parsed;
use super::{NEWEST, StoreError, read_version};
use domain::CommitmentCode;
use domain::record::{Batch, DataVersion, Entry, Revision};

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
    /// Who sent the change as a form, and what they had seen.
    pub sent: Option<&'a Sent>,
    /// The file it comes from, or is taken back of.
    pub file: Option<FileChange<'a>>,
}

/// A change that a file makes, or that takes one back: made only to the state of the record that it
/// was worked out for.
pub(super) struct FileChange<'a> {
    /// The number of that state.
    pub seen: i64,
    /// Who makes it; nobody for the command line.
    pub account: Option<i64>,
    pub what: FileWhat<'a>,
}

pub(super) enum FileWhat<'a> {
    Apply(&'a ImportedFile),
    /// The revision of the file that is taken back.
    Undo(i64),
}

/// A change that a member of staff sent as a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The account of who sent it.
    pub account: i64,
    /// What tells this form from every other, so that it is applied once.
    pub token: String,
    /// Where the answer to it leads.
    pub location: String,
    /// The newest revision that the sender had seen: what it touches must not have changed since.
    pub seen: i64,
}

/// What became of a change that was sent as a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was made, or there was nothing to change.
    Done(DataVersion),
    /// It was made before, when the same form was sent; the answer then led there.
    Before(String),
    /// It was not made: others have changed these commitments in between, or, where there is none,
    /// the member that it describes.
    Conflict(Vec<CommitmentCode>),
}

/// Notes that a form is being applied; gives where it led where that has happened already.
pub(super) async fn claim(
    session: &mut Session<'_>,
    sent: &Sent,
    at: DateTime<Utc>,
) -> Result<Option<String>, StoreError> {
    let new = on!(&mut *session, connection => sqlx::query(
        "INSERT INTO submission (token, account_id, made_at, location) VALUES ($1, $2, $3, $4)
         ON CONFLICT (token) DO NOTHING",
    )
    .bind(&sent.token)
    .bind(sent.account)
    .bind(at)
    .bind(&sent.location)
    .execute(&mut **connection)
    .await
    .map(|done| done.rows_affected()))
    .during("noting a form")?;
    if new > 0 {
        return Ok(None);
    }
    on!(session, connection => sqlx::query_scalar(
        "SELECT location FROM submission WHERE token = $1 AND account_id = $2",
    ).bind(&sent.token).bind(sent.account).fetch_optional(&mut **connection).await)
    .during("looking up a form")
    .map(|location: Option<String>| Some(location.unwrap_or_else(|| sent.location.clone())))
}

/// The commitments among these whose facts or texts were changed after a revision.
async fn changed_since(
    session: &mut Session<'_>,
    entries: &[Entry],
    seen: i64,
) -> Result<Vec<CommitmentCode>, StoreError> {
    let mut changed = Vec::new();
    for chunk in entries.chunks(CHUNK) {
        let codes: Vec<String> = on!(&mut *session, DB, connection => {
            let mut query = QueryBuilder::<DB>::new(
                "SELECT code FROM commitment WHERE (id IN (SELECT commitment_id FROM \
                 commitment_version WHERE revision_id > ",
            );
            query.push_bind(seen);
            query.push(") OR id IN (SELECT commitment_id FROM commitment_text WHERE revision_id > ");
            query.push_bind(seen);
            query.push(")) AND code IN (");
            let mut codes = query.separated(", ");
            for entry in chunk {
                codes.push_bind(entry.commitment.code.as_str());
            }
            query.push(") ORDER BY code");
            query.build_query_scalar().fetch_all(&mut **connection).await
        })
        .during("looking for changes made in between")?;
        for code in codes {
            changed.push(parsed("a commitment\u{2019}s code", &code)?);
        }
    }
    Ok(changed)
}

/// Says which account made a revision.
pub(super) async fn attribute(
    session: &mut Session<'_>,
    revision: i64,
    account: i64,
) -> Result<(), StoreError> {
    on!(session, connection => sqlx::query(
        "INSERT INTO revision_account (revision_id, account_id) VALUES ($1, $2)",
    ).bind(revision).bind(account).execute(&mut **connection).await.map(|_| ()))
    .during("noting who made a change")
}

/// What became of a change.
pub(super) enum Made {
    Recorded(Recorded),
    /// It was to be made to an empty record only, and this one is not.
    NotEmpty,
    /// A form that was not applied: it has been, or others came first.
    Not(Outcome),
}

/// Records a change.
pub(super) async fn record(
    db: &Db,
    change: Change<'_>,
    progress: Progress<'_>,
) -> Result<Made, StoreError> {
    check::check(change.batch)?;
    let mut writing = db.writing().await?;
    let mut session = writing.session();
    let before = read_version(&mut session, NEWEST).await?;
    if change.only_if_empty && before.number > 0 {
        return Ok(Made::NotEmpty);
    }
    if let Some(sent) = change.sent {
        if let Some(location) = claim(&mut session, sent, change.revision.made_at).await? {
            return Ok(Made::Not(Outcome::Before(location)));
        }
        let changed = changed_since(&mut session, &change.batch.entries, sent.seen).await?;
        let members =
            parties::changed_since(&mut session, &change.batch.parties, sent.seen).await?;
        let context =
            context::changed_since(&mut session, &change.batch.context, sent.seen).await?;
        if !changed.is_empty() || members || context {
            return Ok(Made::Not(Outcome::Conflict(changed)));
        }
    }
    if change
        .file
        .as_ref()
        .is_some_and(|file| file.seen != before.number)
    {
        return Ok(Made::Not(Outcome::Conflict(Vec::new())));
    }
    let version = next_version(&before, change.revision, change.demonstration);
    insert_revision(&mut session, &version, change.revision).await?;

    let number = version.number;
    let of_file = change.file.as_ref().and_then(|file| file.account);
    if let Some(account) = change.sent.map(|sent| sent.account).or(of_file) {
        attribute(&mut session, number, account).await?;
    }
    let areas = areas::record(
        &mut session,
        number,
        &change.batch.areas,
        &change.batch.revised_areas,
    )
    .await?;
    areas.check(&change.batch.entries)?;
    let describes = match change.sent {
        Some(_) => Describes::MembersMeant,
        None => Describes::All,
    };
    let parties = parties::record(&mut session, number, change.batch, describes).await?;
    let counts = commitments::record(
        &mut session,
        number,
        &change.batch.entries,
        &parties,
        progress,
    )
    .await?;

    let context = context::record(&mut session, number, &change.batch.context).await?;
    corrections::record(&mut session, number, change.batch).await?;
    let mut corrected =
        context || !change.batch.corrections.is_empty() || !change.batch.taken_back.is_empty();
    if let Some(file) = &change.file {
        let at = version.made_at.unwrap_or(change.revision.made_at);
        match file.what {
            FileWhat::Apply(imported) => {
                corrected |= !imported.drafts.is_empty();
                if !file::record(&mut session, number, imported, file.account, at).await? {
                    return Ok(Made::Not(Outcome::Before(String::new())));
                }
            }
            FileWhat::Undo(batch) => {
                corrected = true;
                file::undone(&mut session, (batch, number), file.account, at).await?;
            }
        }
    }
    if !parties.renamed.is_empty() {
        words::follow(&mut session, number, &parties.renamed).await?;
    }

    let nothing_new = counts.added + counts.changed == 0;
    let version = if nothing_new && !corrected && !areas.grew && !parties.differed {
        // Dropping the transaction takes the revision back: it changed nothing.
        drop(writing);
        before
    } else {
        writing.commit().await?;
        version
    };
    Ok(Made::Recorded(Recorded {
        added: counts.added,
        changed: counts.changed,
        unchanged: counts.unchanged,
        version,
    }))
}

/// The version that follows. Times never run backwards from one revision to the next, whatever
/// the clocks of several servers say, so that the state on a given day is one revision's.
pub(super) fn next_version(
    before: &DataVersion,
    revision: &Revision,
    demonstration: bool,
) -> DataVersion {
    // PostgreSQL keeps microseconds.
    let made_at = revision.made_at.trunc_subsecs(6);
    DataVersion {
        number: before.number + 1,
        made_at: Some(before.made_at.map_or(made_at, |newest| newest.max(made_at))),
        demonstration: before.demonstration || demonstration,
    }
}

pub(super) async fn insert_revision(
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
