//! The steps of a sheet: rows are added and filled in, changes are shown, and saved as one.

use std::collections::{HashMap, HashSet};

use super::filling::{copy_last, more_rows, read_pasted};
use super::reading::{Reading, new_codes, only_changes, read_sheet, with_codes};
use super::{PlanSheetPreview, PlanSheetState, PlanSheetStep, PlanSheetView, filled};
use crate::error::AppError;
use crate::service::App;
use crate::service::auth::{Staff, random};
use crate::service::staff::{Refusal, TRIES, made_by, nothing_saved, overtaken, sent};
use domain::forms::Fields;
use domain::forms::plan_sheet::code_of;
use domain::record::{Batch, Party};
use domain::route::staff::PlanSheet;
use domain::{Action, CommitmentCode};
use store::{NEWEST, SubmissionOutcome};

/// Commitments of which it is said who has changed them.
const NAMED: usize = 20;

impl App {
    /// Does what the form of a sheet asks for (`do`). `slug` names the plan; none where the form describes a
    /// new one.
    pub async fn plan_sheet_step(
        &self,
        staff: &Staff,
        member: &str,
        slug: Option<&str>,
        fields: &Fields,
    ) -> Result<PlanSheetStep, Refusal> {
        // What other instances have published is seen first.
        self.refresh().await?;
        if fields.get("do") == "save" {
            let saved = self.save_plan_sheet(staff, member, slug, fields).await?;
            return Ok(PlanSheetStep::Go(saved));
        }
        let view = self.plan_sheet(staff, member, slug, fields).await?;
        match fields.get("do") {
            "rows" => Ok(more_rows(&view, fields)),
            "read" => read_pasted(&view, fields),
            "copy" => copy_last(&view, fields),
            "edit" => {
                let note = "Nothing is saved yet.".to_owned();
                let fields = filled(&view, fields);
                Ok(PlanSheetStep::Show(fields, PlanSheetState::Filled(note)))
            }
            _ => self.preview_plan_sheet(staff, &view, fields).await,
        }
    }

    async fn preview_plan_sheet(
        &self,
        staff: &Staff,
        view: &PlanSheetView,
        fields: &Fields,
    ) -> Result<PlanSheetStep, Refusal> {
        let fields = with_codes(view, fields);
        let reading = self.read_plan_sheet(staff, view, &fields).await?;
        if reading.changes.is_empty() && !view.is_new {
            let note = "Nothing to save: you changed nothing.".to_owned();
            let fields = filled(view, &fields);
            return Ok(PlanSheetStep::Show(fields, PlanSheetState::Filled(note)));
        }
        let mut kept = only_changes(view, &fields);
        kept.push("base", view.base.to_string());
        kept.push("submission", random());
        let preview = PlanSheetPreview {
            rows: reading.preview(view),
            adds_plan: view.is_new,
            fields: kept,
        };
        Ok(PlanSheetStep::Show(
            fields,
            PlanSheetState::Preview(preview),
        ))
    }

    /// Reads a sheet that can be applied, or says why it cannot.
    async fn read_plan_sheet(
        &self,
        staff: &Staff,
        view: &PlanSheetView,
        fields: &Fields,
    ) -> Result<Reading, Refusal> {
        if view.is_new {
            self.require(staff, Action::AddPlan).await?;
        }
        let new = new_codes(fields);
        if !new.is_empty() {
            self.require(staff, Action::AddCommitment).await?;
        }
        let mut taken: HashSet<CommitmentCode> = HashSet::new();
        for code in new.iter().filter_map(|(_, code)| code_of(code)) {
            if view.catalogue.find(&code).is_some()
                || view.proposed.contains(&code)
                || self.inner.store.entry(&code, NEWEST).await?.is_some()
            {
                taken.insert(code);
            }
        }
        let mut reading = read_sheet(view, fields, &taken);
        if reading.is_good() {
            return Ok(reading);
        }
        let by = self.changed_by(&reading.contested(), view.base).await?;
        reading.tell_by(&by);
        if reading.refusal.is_overtaken {
            let fields = &mut reading.refusal.fields;
            fields.set("base", [view.base.to_string()]);
            fields.set("submission", [random()]);
        }
        Err(Refusal::PlanSheet(Box::new(reading.refusal)))
    }

    /// Who last changed some commitments, when and why.
    async fn changed_by(
        &self,
        codes: &[CommitmentCode],
        upto: i64,
    ) -> Result<HashMap<CommitmentCode, String>, AppError> {
        let mut by = HashMap::new();
        for code in codes.iter().take(NAMED) {
            let history = self.inner.store.history(code, upto).await?;
            let last = history.and_then(|h| h.revisions.last().map(|r| made_by(&r.revision)));
            if let Some(last) = last {
                by.insert(code.clone(), last);
            }
        }
        Ok(by)
    }

    /// Saves a sheet as one revision; gives where to go from there.
    async fn save_plan_sheet(
        &self,
        staff: &Staff,
        member: &str,
        slug: Option<&str>,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        self.require(staff, Action::EditFacts).await?;
        if let Some(before) = self
            .applied_before(&sent(staff, fields, String::new()))
            .await?
        {
            return Ok(before);
        }
        for _ in 0..TRIES {
            let view = self.plan_sheet(staff, member, slug, fields).await?;
            let at = PlanSheet::new(view.member.slug(), view.plan.slug());
            let location = at.with("done", "plan-sheet-saved");
            let reading = match self.read_plan_sheet(staff, &view, fields).await {
                Ok(reading) => reading,
                Err(refusal) => {
                    // The same form may have been applied since it was looked for.
                    let sent = sent(staff, fields, location);
                    return match self.applied_before(&sent).await? {
                        Some(before) => Ok(before),
                        None => Err(refusal),
                    };
                }
            };
            if reading.changes.is_empty() && !view.is_new {
                return Ok(nothing_saved(&location));
            }
            // Cells were compared with this state one by one.
            let mut sent = sent(staff, fields, location.clone());
            sent.seen = view.base;
            let plan = view.is_new.then(|| Party {
                member: view.member.clone(),
                plan: Some(view.plan.clone()),
            });
            let batch = Batch {
                entries: reading.changes.into_iter().map(|(_, to)| to).collect(),
                parties: plan.into_iter().collect(),
                ..Batch::default()
            };
            let source = fields.text("source_url");
            let revision = self.revision(staff, fields.get("reason"), source);
            match self.write_facts(&revision, &batch, &sent).await? {
                SubmissionOutcome::Done(_) => return Ok(location),
                SubmissionOutcome::Unchanged => return Ok(nothing_saved(&location)),
                SubmissionOutcome::AlreadyApplied(location) => return Ok(location),
                // Others came first: once more beside what there is now.
                SubmissionOutcome::Conflict(_) => self.refresh().await?,
            }
        }
        Err(overtaken())
    }
}
