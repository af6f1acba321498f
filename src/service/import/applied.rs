//! Files that were applied, and taking one back.

use super::staff::looking;
use crate::error::AppError;
use crate::service::auth::Staff;
use crate::service::staff::{Refusal, needed_reason};
use crate::service::{App, MissingForStaff, NotFound, Suggestion};
use domain::Action;
use domain::forms::{Fields, Problems};
use domain::route;
use store::{ImportBatch, UndoOutcome, Undoing, Upload};

impl App {
    /// One's own uploads that wait, and the files that were applied.
    pub async fn imports(
        &self,
        staff: &Staff,
    ) -> Result<(Vec<Upload>, Vec<ImportBatch>), AppError> {
        self.require(staff, Action::ImportFile).await?;
        let store = &self.inner.store;
        Ok((
            store.uploads_of(staff.account().id).await?,
            store.import_batches().await?,
        ))
    }

    /// A file that was applied.
    pub async fn applied_import(
        &self,
        staff: &Staff,
        number: i64,
    ) -> Result<ImportBatch, AppError> {
        self.require(staff, Action::ImportFile).await?;
        let found = self.inner.store.import_batch(number).await?;
        let missing =
            || NotFound::for_staff(MissingForStaff::AppliedFile, Suggestion::StaffFiles).into();
        found.ok_or_else(missing)
    }

    /// What taking a file back would do beside its commitments, or what of it stayed where that is done.
    pub async fn undoing_import(&self, number: i64) -> Result<Undoing, AppError> {
        Ok(self.inner.store.undoing(number).await?.unwrap_or_default())
    }

    /// Takes a file back; gives where to go from there.
    pub async fn undo_import(
        &self,
        staff: &Staff,
        number: i64,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        self.require(staff, Action::UndoImport).await?;
        let reason = needed_reason(fields)?;
        let here = route::staff::ImportBatch::new(number).to_string();
        match self
            .take_back_import(number, &looking(staff), &reason)
            .await?
        {
            UndoOutcome::Done | UndoOutcome::AlreadyUndone => Ok(format!("{here}?done=taken-back")),
            UndoOutcome::Unknown => self
                .applied_import(staff, number)
                .await
                .map(|_| here)
                .map_err(Refusal::App),
            UndoOutcome::BuiltOn(codes) => {
                let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
                let text = format!(
                    "Not undone: that would lose later changes or ratings of these commitments: {}",
                    codes.join(", ")
                );
                Err(Problems::one("reason", text).into())
            }
        }
    }
}
