//! Whole files: what one would change, before it does; applying it; taking it back.

mod applied;
mod differing;
mod jobs;
mod matching;
mod plan;
mod planner;
mod reading;
mod settled;
mod staff;
mod watched;

pub use jobs::ImportState;
pub(crate) use jobs::Jobs;
pub use matching::{ALL_ROWS, MatchKey, Question, RowAnswer, answer_field};
pub use plan::{Counts, Item, Outcome, Plan};
pub use reading::{file_name, read_options};
pub use settled::{ReadFrom, Settled};
pub(in crate::service) use staff::importer;
pub use staff::{ImportView, MAX_UPLOAD, PREVIEW_PAGE};
pub use watched::Kinds;

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::{App, BUNDLED, HeavyKind, localized};
use crate::error::AppError;
use crate::service::auth::hex;
use domain::record::Revision;
use interchange::file::{CommitmentFile, FileError};
use interchange::options::ReadOptions;
use interchange::permissions::Permissions;
use store::{FileOutcome, Recorded, UndoOutcome};

/// Why an upload was refused, in words.
pub type ImportRefusal = String;

/// A file as it came.
#[derive(Debug, Clone, Copy)]
pub struct GivenFile<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
}

impl GivenFile<'_> {
    /// Its SHA-256, in hexadecimal.
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(self.bytes))
    }
}

/// Why a file was not planned or applied.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It could not be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// Some of its rows cannot be used.
    #[error("nothing was written: {0} of its rows cannot be used")]
    Rejected(usize),
    /// It would clear more values than it may.
    #[error("nothing was written: the file would clear {cleared} values ({which})")]
    Clears {
        /// How many.
        cleared: usize,
        /// Of which fields.
        which: String,
    },
    /// The record has changed since the file was looked at.
    #[error("the data has changed since; check the preview again")]
    Changed,
    /// The upload was applied by an earlier click, or forgotten.
    #[error("this upload was already imported or discarded")]
    Before,
    /// An answer that was given for a row cannot be used.
    #[error("the answer for row {row} cannot be used: {why}")]
    Answer {
        /// The row, as it was named.
        row: String,
        /// Why.
        why: String,
    },
    /// Something else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<ImportError> for AppError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::App(error) => error,
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<store::StoreError> for ImportError {
    fn from(error: store::StoreError) -> Self {
        Self::App(error.into())
    }
}

/// Values that a file may clear without being asked; more are often an accident.
pub const CLEARED_UNASKED: usize = 5;

/// How often a file is planned anew when others change the record in between.
const TRIES: usize = 5;

/// How the ratings of a file enter the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RatingsEnter {
    /// Published at once.
    Published,
    /// As drafts for review.
    Drafted,
    /// Whoever looks at the file may still choose either.
    Undecided,
}

/// Who brings a file, and how.
#[derive(Debug, Clone)]
pub struct Importer {
    /// The name that the public sees.
    pub name: String,
    /// The account; none for the command line.
    pub account: Option<i64>,
    /// What they may do.
    pub allowed: Permissions,
    /// How ratings enter.
    pub ratings: RatingsEnter,
    /// How many values the file may clear, where that is more than any may unasked.
    pub may_clear: usize,
    /// Answers that they give with the file about rows that look much like commitments of the record.
    pub answers: Vec<RowAnswer>,
}

impl Importer {
    /// Whether so many values may be cleared.
    pub fn may_clear_what(&self, plan: &Plan) -> bool {
        plan.cleared() <= self.may_clear.max(CLEARED_UNASKED)
    }

    /// Whoever runs the program.
    pub fn command_line() -> Self {
        Self {
            name: "OGP commitment tracker".to_owned(),
            account: None,
            allowed: Permissions::ALL,
            ratings: RatingsEnter::Published,
            may_clear: 0,
            answers: Vec::new(),
        }
    }
}

/// How a file is read, with the words of every language that our pages have.
fn in_every_language(options: &ReadOptions) -> ReadOptions {
    ReadOptions {
        vocabulary: localized::vocabulary(),
        ..options.clone()
    }
}

impl App {
    /// What a file would do to the record as it is now. Writes nothing.
    ///
    /// `progress` hears how many rows have been dealt with, of how many.
    pub async fn plan_import(
        &self,
        file: GivenFile<'_>,
        options: &ReadOptions,
        importer: &Importer,
        progress: &(dyn Fn(usize, usize) + Send + Sync),
    ) -> Result<Plan, ImportError> {
        let bytes = file.bytes.to_vec();
        self.plan_bytes(bytes, options, importer, None, progress)
            .await
    }

    /// What a watched source's file would do beyond what is settled about it. Writes nothing.
    pub(in crate::service) async fn plan_watched(
        &self,
        bytes: Vec<u8>,
        importer: &Importer,
        settled: Settled,
    ) -> Result<Plan, ImportError> {
        let options = ReadOptions::default();
        self.plan_bytes(bytes, &options, importer, Some(settled), &|_, _| ())
            .await
    }

    async fn plan_bytes(
        &self,
        bytes: Vec<u8>,
        options: &ReadOptions,
        importer: &Importer,
        settled: Option<Settled>,
        progress: &(dyn Fn(usize, usize) + Send + Sync),
    ) -> Result<Plan, ImportError> {
        let options = in_every_language(options);
        let compares = match &settled {
            Some(_) => {
                let store = &self.inner.store;
                store.has_source_beginning(BUNDLED).await?
            }
            None => false,
        };
        let read = move || {
            let read = CommitmentFile::read_as(&bytes, &options)?;
            let bundled = compares.then(|| settled::bundled_rows(read.format));
            Ok::<_, FileError>((read, bundled))
        };
        let read = self.heavy().run(HeavyKind::ImportFile, read).await;
        let (read, bundled) = read.map_err(AppError::from)??;
        let settled = settled.map(|settled| Settled {
            bundled: bundled.unwrap_or_default(),
            ..settled
        });
        let planner = planner::Planner::over(self, read, importer, settled).await?;
        Ok(planner.plan(self, progress).await?)
    }

    /// Applies a plan, whole or not at all. Refuses one with rejected rows, and one that was made
    /// for a state of the record that has changed since.
    pub async fn apply_import(
        &self,
        file: GivenFile<'_>,
        plan: &Plan,
        importer: &Importer,
        reason: &str,
        upload: Option<&str>,
        progress: &mut (dyn FnMut(usize) + Send),
    ) -> Result<Recorded, ImportError> {
        let applied = self
            .write_import(file, plan, importer, reason, upload, progress)
            .await;
        self.refresh().await.map_err(AppError::from)?;
        applied
    }

    /// The same without looking at what the record then says.
    async fn write_import(
        &self,
        file: GivenFile<'_>,
        plan: &Plan,
        importer: &Importer,
        reason: &str,
        upload: Option<&str>,
        progress: &mut (dyn FnMut(usize) + Send),
    ) -> Result<Recorded, ImportError> {
        if plan.counts.rejected > 0 {
            return Err(ImportError::Rejected(plan.counts.rejected));
        }
        if !importer.may_clear_what(plan) {
            return Err(ImportError::Clears {
                cleared: plan.cleared(),
                which: plan.cleared_in_words(),
            });
        }
        let revision = Revision {
            made_by: importer.name.clone(),
            made_at: self.now(),
            reason: reason.to_owned(),
            source: Some(file.name.to_owned()),
        };
        let record = plan.imported(file, importer, reason, upload);
        let store = &self.inner.store;
        let applied = store
            .apply_file(
                &revision,
                &plan.batch(file.name, importer),
                &record,
                importer.account,
                plan.seen,
                progress,
            )
            .await
            .map_err(AppError::from)?;
        match applied {
            FileOutcome::Applied(recorded) => {
                // The file is applied whatever becomes of them: those that are not kept are asked again.
                if let Err(error) = self.keep_answers(&plan.given, importer).await {
                    tracing::error!(%error, "answers given with a file were not kept");
                }
                Ok(recorded)
            }
            FileOutcome::AlreadyApplied => Err(ImportError::Before),
            FileOutcome::Conflict => Err(ImportError::Changed),
        }
    }

    /// Plans and applies a file, again from the beginning where others came first. What is shown
    /// afterwards is still the state before, until [`App::refresh`]: the command line ends here, and
    /// a second state of the record would only take room.
    pub async fn import(
        &self,
        file: GivenFile<'_>,
        options: &ReadOptions,
        importer: &Importer,
        reason: &str,
        progress: Arc<dyn Fn(usize, usize) + Send + Sync>,
    ) -> Result<(Plan, Option<Recorded>), ImportError> {
        for _ in 0..TRIES {
            let plan = self
                .plan_import(file, options, importer, &*progress)
                .await?;
            if plan.counts.rejected > 0 || !importer.may_clear_what(&plan) {
                return Ok((plan, None));
            }
            let total = plan.items.len();
            let written = Arc::clone(&progress);
            let mut written = move |done| written(done, total);
            match self
                .write_import(file, &plan, importer, reason, None, &mut written)
                .await
            {
                Err(ImportError::Changed) => self.refresh().await.map_err(AppError::from)?,
                applied => return applied.map(|recorded| (plan, Some(recorded))),
            }
        }
        Err(ImportError::Changed)
    }

    /// Takes a file back, in somebody's name.
    pub async fn take_back_import(
        &self,
        batch: i64,
        importer: &Importer,
        reason: &str,
    ) -> Result<UndoOutcome, AppError> {
        let revision = Revision {
            made_by: importer.name.clone(),
            made_at: self.now(),
            reason: reason.to_owned(),
            source: None,
        };
        let taken = self
            .inner
            .store
            .undo_import(batch, &revision, importer.account)
            .await?;
        self.refresh().await?;
        Ok(taken)
    }
}
