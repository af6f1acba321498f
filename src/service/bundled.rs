//! The bundled record as a file, for records that an earlier version of the program filled.

use super::{App, PROGRAM};
use crate::error::AppError;
use domain::AreaTree;
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

impl App {
    /// The bundled commitments as a CSV file that can be previewed and imported, without those of which
    /// anything was changed by people.
    pub async fn bundled_file(&self) -> Result<Vec<u8>, BundledError> {
        let store = &self.inner.store;
        let changed = store.codes_changed_by_others_than(PROGRAM).await;
        let changed = changed.map_err(AppError::from)?;
        let batch = seed::commitments()?;
        let areas = AreaTree::new(batch.areas);
        let context = RowContext {
            areas: &areas,
            today: self.now().date_naive(),
        };
        let mut file = csv::Writer::from_writer(Vec::new());
        file.write_record(rows::csv_header())?;
        for entry in &batch.entries {
            if !changed.contains(entry.commitment.code.as_str()) {
                file.write_record(rows::csv_record(&entry.commitment, &entry.texts, context))?;
            }
        }
        let written = file.into_inner().map_err(csv::IntoInnerError::into_error);
        Ok(written.map_err(csv::Error::from)?)
    }
}
