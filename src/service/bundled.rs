//! The bundled record as a file, for records that an earlier version of the program filled.

use std::sync::{Arc, LazyLock};

use sha2::{Digest, Sha256};

use super::auth::{Staff, hex};
use super::import::{GivenFile, ImportRefusal, Importer};
use super::{App, BUNDLED, HeavyKind};
use crate::error::AppError;
use domain::review::PlansWithResults;
use domain::{Action, AreaTree};
use interchange::options::ReadOptions;
use interchange::rows::RowContext;
use interchange::{rows, seed};

/// Why the bundled record cannot be written as a file.
#[derive(Debug, thiserror::Error)]
pub enum BundledError {
    #[error(transparent)]
    App(#[from] AppError),
    #[error("the bundled commitments cannot be read: {0}")]
    Bundled(#[from] seed::RecordError),
    #[error("the file cannot be written: {0}")]
    Csv(#[from] csv::Error),
}

impl From<BundledError> for AppError {
    fn from(error: BundledError) -> Self {
        match error {
            BundledError::App(error) => error,
            other => Self::Internal(other.to_string()),
        }
    }
}

/// What the data that came with this program would do to a record that an earlier one filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BundledNews {
    /// Commitments that it would add.
    pub new: usize,
    /// Commitments that it would change.
    pub changed: usize,
    /// Rows of which a person has to tell which commitment they are.
    pub questions: usize,
}

/// What tells the bundled data of this program from that of others.
pub(super) static DIGEST: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for file in seed::files() {
        hash.update(file);
    }
    hex(&hash.finalize())
});

/// The file's name in the history.
fn file_name() -> String {
    format!("{BUNDLED} of version {}", env!("CARGO_PKG_VERSION"))
}

impl App {
    /// The bundled commitments as a CSV file that can be previewed and imported, without those of which
    /// anything was changed by people or by other files.
    pub async fn bundled_file(&self) -> Result<Vec<u8>, BundledError> {
        let changed = self.inner.store.codes_changed_outside(BUNDLED).await;
        let changed = changed.map_err(AppError::from)?;
        let today = self.now().date_naive();
        let write = move || {
            let batch = seed::commitments()?;
            let areas = AreaTree::new(batch.areas);
            let commitments = batch.entries.iter().map(|entry| &entry.commitment);
            let plans = PlansWithResults::of(commitments);
            let context = RowContext {
                today,
                ..RowContext::timeless(&areas)
            };
            let mut file = csv::Writer::from_writer(Vec::new());
            file.write_record(rows::csv_header())?;
            for entry in &batch.entries {
                if !changed.contains(entry.commitment.code.as_str()) {
                    let context = context.of(&entry.commitment, &plans);
                    file.write_record(rows::csv_record(&entry.commitment, &entry.texts, context))?;
                }
            }
            let written = file.into_inner().map_err(csv::IntoInnerError::into_error);
            Ok::<_, BundledError>(written.map_err(csv::Error::from)?)
        };
        let written = self.heavy().run(HeavyKind::ImportFile, write).await;
        written.map_err(AppError::from)?
    }

    /// What the bundled data would do to a record that an earlier version of the program filled; none
    /// where the record has it all, or was filled by something else.
    pub(super) async fn bundled_news(&self) -> Result<Option<Arc<BundledNews>>, AppError> {
        let store = &self.inner.store;
        if store.has_seen_bundled(&DIGEST).await? || !store.has_source_beginning(BUNDLED).await? {
            return Ok(None);
        }
        let version = self.inner.catalogue.load().version().number;
        let news = self
            .inner
            .kept
            .bundled_news
            .get_or_make(version, self.count_bundled_news())
            .await?;
        if news.new + news.changed + news.questions == 0 {
            store.note_bundled(&DIGEST, self.now()).await?;
            return Ok(None);
        }
        Ok(Some(news))
    }

    async fn count_bundled_news(&self) -> Result<BundledNews, AppError> {
        let bytes = self.bundled_file().await?;
        let name = file_name();
        let file = GivenFile {
            name: &name,
            bytes: &bytes,
        };
        let importer = Importer::command_line();
        let options = ReadOptions::default();
        let plan = self
            .plan_import(file, &options, &importer, &|_, _| ())
            .await?;
        Ok(BundledNews {
            new: plan.counts.new,
            changed: plan.counts.changed,
            questions: plan.counts.questions,
        })
    }

    /// Brings the bundled data as an upload of this person's, to be looked at; gives its name in
    /// addresses.
    pub async fn upload_bundled(
        &self,
        staff: &Staff,
    ) -> Result<Result<String, ImportRefusal>, AppError> {
        self.require(staff, Action::ImportFile).await?;
        let bytes = self.bundled_file().await?;
        let options = ReadOptions::default();
        self.upload(staff, &file_name(), bytes, &options).await
    }

    /// Leaves the bundled data of this program alone from now on.
    pub async fn leave_bundled(&self, staff: &Staff) -> Result<(), AppError> {
        self.require(staff, Action::ImportFile).await?;
        self.inner.store.note_bundled(&DIGEST, self.now()).await?;
        tracing::info!(
            by = staff.account().email,
            "the bundled data was left alone"
        );
        Ok(())
    }
}
