//! Files uploaded in the browser: previewed, then imported in the background, so that the person may leave
//! and come back.

use std::sync::{Arc, PoisonError};

use super::jobs::{ImportState, Job, JobState, make_room};
use super::{GivenFile, ImportError, ImportRefusal, Importer, Plan, RatingsEnter};
use crate::error::AppError;
use crate::service::auth::{Staff, random};
use crate::service::staff::{Refusal, needed_reason};
use crate::service::{App, HeavyKind, MissingForStaff, NotFound, Suggestion};
use domain::forms::{Fields, Problems};
use domain::route;
use domain::{Action, MatchAnswer};
use interchange::file::CommitmentFile;
use interchange::options::ReadOptions;
use interchange::permissions::Permissions;
use store::Upload;

/// Maximum size of a file, in bytes.
pub const MAX_UPLOAD: usize = 20 * 1024 * 1024;
/// Rows per page of a preview.
pub const PREVIEW_PAGE: usize = 50;

/// An upload, and the state of its import.
#[derive(Debug, Clone)]
pub struct ImportView {
    /// The upload.
    pub upload: Upload,
    /// The state of its import.
    pub state: ImportState,
    /// How the file is read.
    pub options: ReadOptions,
    /// Whether its importer may publish ratings without review.
    pub may_publish: bool,
}

/// The importer for a preview. Staff who may publish imported ratings have yet to choose how they enter;
/// for others, ratings become drafts.
pub(super) fn looking(staff: &Staff) -> Importer {
    let ratings = if staff.may(Action::PublishImported) {
        RatingsEnter::Undecided
    } else {
        RatingsEnter::Drafted
    };
    importer(staff, ratings)
}

/// The importer for a member of staff, with what they are permitted to change.
pub(in crate::service) fn importer(staff: &Staff, ratings: RatingsEnter) -> Importer {
    Importer {
        name: staff.account().name.clone(),
        account: Some(staff.account().id),
        allowed: Permissions {
            members: staff.may(Action::ManageMembers),
            areas: staff.may(Action::ManageAreas),
            assessment: staff.may(Action::SetAssessment),
            withdrawal: staff.may(Action::Withdraw),
        },
        ratings,
        may_clear: 0,
        answers: Vec::new(),
    }
}

impl App {
    /// Stores an uploaded file for preview. Returns its id, or why it is refused.
    pub async fn upload(
        &self,
        staff: &Staff,
        name: &str,
        bytes: Vec<u8>,
        options: &ReadOptions,
    ) -> Result<Result<String, ImportRefusal>, AppError> {
        self.require(staff, Action::ImportFile).await?;
        if bytes.is_empty() {
            return Ok(Err("Choose a file that is not empty.".to_owned()));
        }
        if bytes.len() > MAX_UPLOAD {
            return Ok(Err("Choose a file of up to 20 MB.".to_owned()));
        }
        // The format is detected from the content alone.
        let asked = super::in_every_language(options);
        let read = move || CommitmentFile::read_as(&bytes, &asked).map(|_| bytes);
        let bytes = match self.heavy().run(HeavyKind::ImportFile, read).await? {
            Ok(bytes) => bytes,
            Err(error) => {
                let hint = if super::reading::can_fix_with_options(&error) {
                    " To choose the format, encoding or header row yourself, open \u{201c}How to read the file\u{201d} below, then choose the file again."
                } else {
                    ""
                };
                return Ok(Err(format!("This file cannot be used: {error}.{hint}")));
            }
        };
        let name = super::file_name(name);
        let file = GivenFile {
            name: &name,
            bytes: &bytes,
        };
        let upload = Upload {
            id: random()[..32].to_owned(),
            account_id: staff.account().id,
            file_hash: file.hash(),
            file_name: name.clone(),
            uploaded_at: self.now(),
            revision_id: None,
        };
        self.inner.store.save_upload(&upload, &bytes).await?;
        self.begin_planning(staff, &upload, options.clone(), None);
        Ok(Ok(upload.id))
    }

    /// Starts planning an upload in the background. `said` is a message to show with the plan.
    fn begin_planning(
        &self,
        staff: &Staff,
        upload: &Upload,
        options: ReadOptions,
        said: Option<&'static str>,
    ) -> Arc<Job> {
        let job = Arc::new(Job::new(options));
        {
            let mut jobs = self
                .inner
                .imports
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            make_room(&mut jobs);
            jobs.insert(upload.id.clone(), Arc::clone(&job));
        }
        let (app, working, upload) = (self.clone(), Arc::clone(&job), upload.clone());
        let importer = looking(staff);
        job.work(async move {
            let bytes = match app.content_of(&upload.id).await {
                Ok(bytes) => bytes,
                Err(error) => return working.failed(&error.into()),
            };
            let file = GivenFile {
                name: &upload.file_name,
                bytes: &bytes,
            };
            let told = Arc::clone(&working);
            let progress = move |done, total| told.tell(done, total);
            match app
                .plan_import(file, working.options(), &importer, &progress)
                .await
            {
                Ok(plan) => working.set(JobState::Planned(Arc::new(plan), said)),
                Err(error) => working.failed(&error),
            }
        });
        job
    }

    async fn own_upload(&self, staff: &Staff, id: &str) -> Result<Upload, AppError> {
        let found = self.inner.store.upload(id).await?;
        found
            .filter(|upload| upload.account_id == staff.account().id)
            .ok_or_else(no_upload)
    }

    /// The content of an upload that was not imported yet.
    async fn content_of(&self, id: &str) -> Result<Vec<u8>, AppError> {
        let content = self.inner.store.upload_content(id).await?;
        content.ok_or_else(no_upload)
    }

    fn job(&self, id: &str) -> Option<Arc<Job>> {
        let jobs = self
            .inner
            .imports
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        jobs.get(id).cloned()
    }

    /// The state of an upload. Starts planning it again if this instance has no job for it.
    pub async fn import_view(&self, staff: &Staff, id: &str) -> Result<ImportView, AppError> {
        self.require(staff, Action::ImportFile).await?;
        let upload = self.own_upload(staff, id).await?;
        let guessed = ReadOptions::default;
        let (state, options) = match (upload.revision_id, self.job(id)) {
            (Some(revision), _) => {
                // Refresh first: this page reports an import that every other page must show too.
                self.refresh().await?;
                (ImportState::Applied(revision), guessed())
            }
            (None, Some(job)) => (job.state(), job.options().clone()),
            (None, None) => {
                let job = self.begin_planning(staff, &upload, guessed(), None);
                (job.state(), guessed())
            }
        };
        Ok(ImportView {
            upload,
            state,
            options,
            may_publish: staff.may(Action::PublishImported),
        })
    }

    /// The rows of an upload as CSV, each annotated with its messages. Refuses unless the upload is
    /// planned.
    pub async fn import_report(&self, staff: &Staff, id: &str) -> Result<Vec<u8>, AppError> {
        let view = self.import_view(staff, id).await?;
        let none = |why: String| Err(AppError::Impossible(why));
        let plan =
            match view.state {
                ImportState::Planned(plan, _) => plan,
                ImportState::Planning(..) => {
                    return none(
                        "We are still comparing the file. Try again in a few seconds.".to_owned(),
                    );
                }
                ImportState::Applying(..) => return none(
                    "We are still importing the file. There is no report until the import ends."
                        .to_owned(),
                ),
                ImportState::Applied(number) => {
                    return none(format!(
                        "The file was imported as change {number}. We no longer keep the rows."
                    ));
                }
                ImportState::Failed(text) => {
                    return none(format!(
                        "We have no report, because nothing was imported. Reason: {text}."
                    ));
                }
            };
        let mut out = Vec::new();
        plan.write_report(&mut out)
            .map_err(|e| AppError::Internal(e.to_string()))?;
        Ok(out)
    }

    /// Applies the decision of a form: imports the upload, reads it in another way, answers its questions
    /// or discards it. Returns the address to redirect to.
    pub async fn decide_import(
        &self,
        staff: &Staff,
        id: &str,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        self.require(staff, Action::ImportFile).await?;
        let publishes = fields.get("ratings") == "publish";
        if publishes {
            self.require(staff, Action::PublishImported).await?;
        }
        if !matches!(fields.get("do"), "discard" | "read") {
            self.require_for_unreviewed(staff).await?;
        }
        let upload = self.own_upload(staff, id).await?;
        if fields.get("do") == "discard" {
            self.inner.store.delete_upload(id).await?;
            let mut jobs = self
                .inner
                .imports
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            jobs.remove(id);
            return Ok(route::staff::Imports.with("done", "discarded-file"));
        }
        let here = route::staff::Import::new(id).to_string();
        // Submitted twice, or imported in the meantime: the page says so.
        if upload.revision_id.is_some() {
            return Ok(here);
        }
        let options = super::reading::read_options(fields)?;
        if fields.get("do") == "read" {
            let applies = self
                .job(id)
                .is_some_and(|job| matches!(job.get(), JobState::Applying));
            if !applies {
                self.begin_planning(staff, &upload, options, None);
            }
            return Ok(here);
        }
        // An instance that was restarted, or another instance, has not planned it with these options.
        let Some(job) = self.job(id).filter(|job| *job.options() == options) else {
            self.begin_planning(staff, &upload, options, Some(LOOK_AGAIN));
            return Ok(here);
        };
        let JobState::Planned(plan, _) = job.get() else {
            return Ok(here);
        };
        let answers = match fields.get("do") {
            "answer" => plan.answers_in(fields)?,
            "ask-again" => {
                let about = plan.answered(fields.get("row")).cloned();
                about
                    .map(|about| (about, MatchAnswer::Ask))
                    .into_iter()
                    .collect()
            }
            _ => Vec::new(),
        };
        if !answers.is_empty() {
            self.keep_answers(&answers, &looking(staff)).await?;
            self.begin_planning(staff, &upload, options, Some(ANSWERED));
            return Ok(here);
        }
        if fields.get("do") == "ask-again" {
            return Ok(here);
        }
        let reason = needed_reason(fields)?;
        if plan.counts.rejected > 0 {
            let text = "Some rows cannot be used, so nothing was imported. Fix these rows.";
            return Err(Problems::one("reason", text).into());
        }
        let enter = if publishes {
            RatingsEnter::Published
        } else {
            RatingsEnter::Drafted
        };
        let mut importer = importer(staff, enter);
        if plan.needs_clear_confirmation() {
            if fields.number("allow_clear") != i64::try_from(plan.cleared()).ok() {
                let text = format!(
                    "This file would clear {} values. Check them, then confirm that they are to be cleared.",
                    plan.cleared()
                );
                return Err(Problems::one("allow_clear", text).into());
            }
            importer.may_clear = plan.cleared();
        }
        if plan.counts.new + plan.counts.changed == 0 || !plan.does_something(&importer) {
            let text = if importer.ratings == RatingsEnter::Published {
                "Nothing to import: this file would not change anything."
            } else {
                "Nothing to import: this file would not change anything, or drafts of its ratings are waiting for review."
            };
            return Err(Problems::one("reason", text).into());
        }
        if fields.number("seen") != Some(plan.seen) {
            self.begin_planning(staff, &upload, options, Some(LOOK_AGAIN));
            return Ok(here);
        }
        if !job.begin_applying(&plan) {
            return Ok(here);
        }
        let (app, staff, working) = (self.clone(), staff.clone(), Arc::clone(&job));
        job.work(async move {
            app.apply_upload(&staff, &working, &upload, plan, &importer, &reason)
                .await;
            let ended = match working.get() {
                JobState::Failed(_) => "the import failed, and nothing was imported",
                JobState::Planned(..) | JobState::Planning => "the import needs you to look again",
                JobState::Applying => "the import is finished",
            };
            let (account, file) = (staff.account().id, &upload.file_name);
            app.notify_of_import(account, &upload.id, file, ended).await;
        });
        Ok(here)
    }

    /// Imports what was previewed. If the record has changed but the file would still do the same, that is
    /// imported; if not, the importer must check a new preview.
    async fn apply_upload(
        &self,
        staff: &Staff,
        job: &Arc<Job>,
        upload: &Upload,
        mut plan: Arc<Plan>,
        importer: &Importer,
        reason: &str,
    ) {
        let bytes = match self.content_of(&upload.id).await {
            Ok(bytes) => bytes,
            Err(error) => return job.failed(&error.into()),
        };
        let file = GivenFile {
            name: &upload.file_name,
            bytes: &bytes,
        };
        for _ in 0..super::TRIES {
            let total = plan.items.len();
            let told = Arc::clone(job);
            let mut progress = move |done| told.tell(done, total);
            let id = Some(upload.id.as_str());
            match self
                .apply_import(file, &plan, importer, reason, id, &mut progress)
                .await
            {
                Ok(done) if done.version.number == plan.seen => {
                    job.set(JobState::Planned(plan, Some(NOTHING)));
                    return;
                }
                Ok(_) | Err(ImportError::Before) => {
                    // From now on the upload itself says that it was imported.
                    let mut jobs = self
                        .inner
                        .imports
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner);
                    jobs.remove(&upload.id);
                    return;
                }
                Err(ImportError::Changed) => {
                    let importer = looking(staff);
                    let again = self
                        .plan_import(file, job.options(), &importer, &|_, _| ())
                        .await;
                    match again {
                        Ok(again) if again.effect() == plan.effect() => plan = Arc::new(again),
                        Ok(again) => {
                            job.set(JobState::Planned(Arc::new(again), Some(LOOK_AGAIN)));
                            return;
                        }
                        Err(error) => return job.failed(&error),
                    }
                }
                Err(error) => return job.failed(&error),
            }
        }
        let options = job.options().clone();
        drop(self.begin_planning(staff, upload, options, Some(LOOK_AGAIN)));
    }
}

fn no_upload() -> AppError {
    NotFound::for_staff(MissingForStaff::Upload, Suggestion::StaffFiles).into()
}

const NOTHING: &str = "Nothing was imported: this file would not change anything.";
const ANSWERED: &str = "Answers saved. Check the new preview before you import.";
const LOOK_AGAIN: &str =
    "The data has changed since you saw this preview. Check the new preview before you import.";
