//! The record in its database: SQLite in a file, or PostgreSQL for several instances of the
//! program. Both answer alike.
//!
//! The only crate with SQL. It knows no web, no permissions and no clock: who changes what and when
//! comes with the [`Revision`]. Facts, texts and ratings are only ever added, and the newest are the
//! current ones, so the record can be read as of any revision.
//!
//! [`Store`] is the whole interface. Methods that take `as_of` answer as of the revision with that
//! number, or the newest one before it; [`NEWEST`] asks for the present state.

mod accounts;
mod address;
mod announcements;
mod backup;
mod bundled;
mod changes;
mod check;
mod codes;
mod comments;
mod compatibility;
mod context;
mod copy;
mod db;
mod desk;
mod digests;
mod draft_rows;
mod drafts;
mod error;
mod events;
mod files;
mod followers;
mod generations;
mod history;
mod identities;
mod imports;
mod ledger;
mod lists;
mod matches;
mod names;
mod notifications;
mod once_known;
mod open;
mod operations;
mod other_changes;
mod outbox;
mod parties;
mod proposal_rows;
mod proposals;
mod published;
mod query;
mod read;
mod record;
mod references;
mod replica;
mod rows;
mod schema_state;
mod search;
mod second_factor;
mod security_log;
mod sessions;
mod sheets;
mod source_decisions;
mod sources;
mod submission;
mod undo;
mod unseen;
mod webhooks;
mod withdrawal;

use std::path::PathBuf;
use std::sync::Arc;

// An `async fn` is compiled in every crate that awaits it, with all of sqlx under it; a boxed one is
// compiled here, which quickens builds of the server by a third after each change of a query.
use async_recursion::async_recursion as boxed;
use chrono::{DateTime, Utc};

use db::{Connection, Db, dispatch};
use domain::record::{Batch, DataVersion, Entry, Party, Revision};
use domain::{CommitmentCode, Member, PolicyArea};
use error::ErrorContext;
use operations::Operations;
use published::read_version;
use replica::Replica;
use search::Unspaced;

pub use accounts::{Account, AddAccountOutcome, ChangeAccountOutcome, RenameOutcome};
pub use announcements::{Announcement, Announcements, VersionReader};
pub use backup::{BackupError, BackupOptions};
pub use changes::{ChangeFilter, CommitmentChange, Only, ReplyChange};
pub use check::CheckReport;
pub use comments::{Comment, CommentOutcome, Mention};
pub use copy::{CopyError, CopyProgress, CopyReport};
pub use desk::{KnownTask, TaskChange, TaskOutcome, TaskStep};
pub use digests::DigestProgress;
pub use drafts::{Draft, DraftContent, DraftMove, DraftOutcome, DraftStep};
pub use error::{BatchError, StoreError};
pub use events::CommitmentEvent;
pub use followers::{
    AskToFollowOutcome, ConfirmOutcome, FollowLimits, Followed, Follower, PendingFollow,
};
pub use generations::Size;
pub use history::{History, PastRating, PastRevision, RatingOrigin};
pub use identities::IdentityMatch;
pub use imports::{ImportBatch, StoredCommitment, UndoOutcome, Upload};
pub use ledger::{LedgerRating, RatingFilter};
pub use matches::{KnownMatch, NewMatch};
pub use names::are_confusable;
pub use notifications::{NewNotification, Notification};
pub use open::Opening;
pub use other_changes::{AreaChange, OtherChanges, PlanChange};
pub use outbox::{Delivery, NewMessage, OutboxState, PostOutcome, WaitingMessage};
pub use proposals::{
    EDITED, NewProposal, NewProposalOutcome, Proposal, ProposalEvent, ProposalMove,
    ProposalOutcome, ProposedEntry, ProposedPlan,
};
pub use record::{FileOutcome, ImportedFile, Progress, Recorded};
pub use replica::ReplicaFigures;
pub use schema_state::SchemaState;
pub use second_factor::SecondFactor;
pub use security_log::{Refusals, SecurityEvent};
pub use sessions::{SignInProof, StaffSession};
pub use sheets::{
    CellChange, SheetCell, SheetConflict, SheetConflictKind, SheetDecision, SheetOutcome, SheetSave,
};
pub use source_decisions::{Decisions, SourceDecided, SourceDecision, stamp_of_decisions};
pub use sources::{
    AddSourceOutcome, MAX_SOURCES, NewSource, PendingCounts, SourceReading, WatchedSource,
};
pub use submission::{FormSubmission, SubmissionOutcome};
pub use undo::{Brought, StaysBecause, Undoing};
pub use webhooks::{AddWebhookOutcome, MAX_WEBHOOKS, NewWebhook, Webhook, WebhookDelivery};

/// The present state, as an `as_of`: higher than any revision's number.
pub const NEWEST: i64 = i64::MAX;

/// The record. Cheap to clone; all clones share one set of connections.
#[derive(Debug, Clone)]
pub struct Store {
    db: Db,
    operations: Operations,
    /// The address as it was given, without the password.
    given: Arc<str>,
    replica: Option<Arc<Replica>>,
    unspaced: Arc<Unspaced>,
}

impl Store {
    /// Opens the record at `sqlite://FILE` or `postgres://USER@HOST/NAME`, creating the file where
    /// there is none, and brings its schema up to date.
    ///
    /// Refuses a database of a newer version of this program, and any other file.
    #[boxed]
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_as(url, Opening::default()).await
    }

    /// The same, with a say in how.
    #[boxed]
    pub async fn open_as(url: &str, opening: Opening) -> Result<Self, StoreError> {
        Self::open_with_hook(url, opening, &|| ()).await
    }

    /// The same; calls `migrating` before the schema is brought up to date, where it is not already,
    /// which may take a while.
    #[boxed]
    pub async fn open_with_hook(
        url: &str,
        opening: Opening,
        migrating: &(dyn Fn() + Send + Sync),
    ) -> Result<Self, StoreError> {
        let (db, operations) = Db::open(url, opening, migrating).await?;
        Ok(Self {
            db,
            operations,
            given: address::without_password(url).into(),
            replica: None,
            unspaced: Arc::default(),
        })
    }

    /// The file or the server, for messages; never with a password.
    pub fn address(&self) -> &str {
        self.db.address()
    }

    /// The address as it was given, with everything but the password: for giving it again.
    pub fn given_address(&self) -> &str {
        &self.given
    }

    /// The path of the record's file with more at the end of its name; none where the record is on a server.
    pub fn path_with_suffix(&self, suffix: &str) -> Option<PathBuf> {
        self.db.file().map(|file| files::with_suffix(file, suffix))
    }

    /// Whether nothing was ever recorded.
    #[boxed]
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self.version().await?.number == 0)
    }

    /// The newest version of the record, also when another program made it. One small query.
    #[boxed]
    pub async fn version(&self) -> Result<DataVersion, StoreError> {
        read_version(&mut self.db.reader().await?.connection(), NEWEST).await
    }

    /// The newest version up to a revision.
    #[boxed]
    pub async fn version_as_of(&self, revision: i64) -> Result<DataVersion, StoreError> {
        read_version(&mut self.db.reader().await?.connection(), revision).await
    }

    /// The policy areas as they were after the revision `as_of`.
    #[boxed]
    pub async fn areas(&self, as_of: i64) -> Result<Vec<PolicyArea>, StoreError> {
        parties::areas(&mut self.db.reader().await?.connection(), as_of).await
    }

    /// What tells this record from every other one: 32 hexadecimal digits, made at random with the record
    /// and kept with its backups.
    #[boxed]
    pub async fn identity(&self) -> Result<String, StoreError> {
        read_identity(&mut self.db.reader().await?.connection()).await
    }

    /// Fails when the database does not answer.
    #[boxed]
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.version().await.map(|_| ())
    }

    /// Fails when the record cannot be written; while others write, it can be.
    #[boxed]
    pub async fn prove_write(&self, at: DateTime<Utc>) -> Result<(), StoreError> {
        self.db.prove_write(at).await
    }

    /// Refuses changes of the record from now on, because the clock has jumped; or no longer.
    pub fn hold_changes(&self, held: bool) {
        self.db.hold(held);
    }

    /// Brings the record to the state of a batch: adds areas, members and plans that are not
    /// known, commitments that are new, and new versions of what differs. Nothing is removed.
    ///
    /// All in one transaction, and as one revision; none is made where nothing differs. `progress`
    /// hears how many commitments have been dealt with.
    #[boxed]
    pub async fn record(
        &self,
        revision: &Revision,
        batch: &Batch,
        demonstration: bool,
        progress: &mut Progress<'_>,
    ) -> Result<Recorded, StoreError> {
        record::record(&self.db, revision, batch, demonstration, progress).await
    }

    /// Like [`Store::record`], for an empty record only: gives `None` and does nothing for any
    /// other. Of several programs that do this at once, one fills the record.
    #[boxed]
    pub async fn record_if_empty(
        &self,
        revision: &Revision,
        batch: &Batch,
        demonstration: bool,
        progress: &mut Progress<'_>,
    ) -> Result<Option<Recorded>, StoreError> {
        record::record_if_empty(&self.db, revision, batch, demonstration, progress).await
    }

    /// Applies a form of a member of staff: once, and only where nobody has changed the same things
    /// since the sender looked. Ratings of the entries are left alone.
    #[boxed]
    pub async fn apply(
        &self,
        revision: &Revision,
        batch: &Batch,
        submission: &FormSubmission,
    ) -> Result<SubmissionOutcome, StoreError> {
        record::apply(&self.db, revision, batch, submission, None).await
    }

    /// Publishes a proposal as the batch that it comes to, like a form of its reviewer. Refused as a conflict
    /// without codes where the proposal has changed since.
    #[boxed]
    pub async fn publish_proposal(
        &self,
        step: &ProposalMove,
        revision: &Revision,
        batch: &Batch,
        submission: &FormSubmission,
    ) -> Result<SubmissionOutcome, StoreError> {
        record::apply(&self.db, revision, batch, submission, Some(step)).await
    }

    /// The location that the answer to an applied form led to; `None` for a form that was not.
    #[boxed]
    pub async fn submission_location(
        &self,
        token: &str,
        account: i64,
    ) -> Result<Option<String>, StoreError> {
        submission::location(&mut self.db.reader().await?.connection(), token, account).await
    }

    /// Every member and every plan, also those without a commitment.
    #[boxed]
    pub async fn parties(&self) -> Result<Vec<Party>, StoreError> {
        let mut reader = self.db.reader().await?;
        let parties = parties::read(&mut reader.connection(), NEWEST).await?;
        Ok(parties.present())
    }

    /// A member, by its name in addresses, and its plans; none where there is no such member.
    #[boxed]
    pub async fn parties_of(&self, slug: &str) -> Result<Vec<Party>, StoreError> {
        let mut reader = self.db.reader().await?;
        let parties = parties::of_member(&mut reader.connection(), NEWEST, slug).await?;
        Ok(parties.present())
    }

    /// A member by its name in addresses, as it was described after a revision.
    #[boxed]
    pub async fn member(&self, slug: &str, as_of: i64) -> Result<Option<Arc<Member>>, StoreError> {
        let mut reader = self.db.reader().await?;
        let parties = parties::of_member(&mut reader.connection(), as_of, slug).await?;
        let id = parties.slugs.get(slug);
        Ok(id.and_then(|id| parties.members.get(id)).map(Arc::clone))
    }

    /// A commitment with its texts as it stood after a revision, without ratings, and its number.
    #[boxed]
    pub async fn entry(
        &self,
        code: &CommitmentCode,
        as_of: i64,
    ) -> Result<Option<(i64, Entry)>, StoreError> {
        let mut reader = self.db.reader().await?;
        let mut connection = reader.connection();
        let Some(id) = codes::id_of(&mut connection, code).await? else {
            return Ok(None);
        };
        Ok(read::entries(&mut connection, as_of, &[id]).await?.pop())
    }

    /// Commitments with their texts as they stood after a revision, without ratings.
    #[boxed]
    pub async fn entries(&self, ids: &[i64], as_of: i64) -> Result<Vec<(i64, Entry)>, StoreError> {
        read::entries(&mut self.db.reader().await?.connection(), as_of, ids).await
    }

    /// Whether any description had more than so many characters, up to the revision `as_of`.
    #[boxed]
    pub async fn has_texts_longer_than(
        &self,
        characters: i64,
        as_of: i64,
    ) -> Result<bool, StoreError> {
        let mut reader = self.db.reader().await?;
        let one: Option<i64> = dispatch!(reader.connection(), c => {
            sqlx::query_scalar(
                "SELECT commitment_id FROM commitment_text
                 WHERE LENGTH(description) > $1 AND revision_id <= $2 LIMIT 1",
            )
            .bind(characters)
            .bind(as_of)
            .fetch_optional(&mut *c)
            .await
        })
        .context("looking for long texts")?;
        Ok(one.is_some())
    }

    /// Everything recorded about a commitment up to a revision, and by whom; nothing for an unknown
    /// code.
    #[boxed]
    pub async fn history(
        &self,
        code: &CommitmentCode,
        as_of: i64,
    ) -> Result<Option<History>, StoreError> {
        history::read(&mut self.db.reader().await?.connection(), code, as_of).await
    }

    /// The number of the newest revision made until this moment; 0 where there was none.
    #[boxed]
    pub async fn revision_at(&self, moment: DateTime<Utc>) -> Result<i64, StoreError> {
        let mut reader = self.db.reader().await?;
        dispatch!(reader.connection(), c => {
            sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) FROM revision WHERE made_at <= $1")
                .bind(moment)
                .fetch_one(&mut *c)
                .await
        })
        .context("looking up a past state of the record")
    }

    /// Closes every connection once what it does is done. Other clones can do nothing after it.
    #[boxed]
    pub async fn close(&self) {
        if let Some(replica) = &self.replica {
            replica.close().await;
        }
        self.operations.close().await;
        self.db.close().await;
    }
}

async fn read_identity(connection: &mut Connection<'_>) -> Result<String, StoreError> {
    dispatch!(connection, c => {
        sqlx::query_scalar("SELECT id FROM record_identity LIMIT 1")
            .fetch_one(&mut **c)
            .await
    })
    .context("reading the record\u{2019}s identity")
}
