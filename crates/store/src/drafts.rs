//! Drafts of ratings: written, moved through review, and published.

use crate::boxed;
use chrono::{DateTime, Utc};

use super::db::{Connection, dispatch};
use super::draft_rows::{
    DraftEvent, DraftRow, find, insert_draft, insert_event, insert_reply, select_drafts, set_state,
    write_content,
};
use super::error::ErrorContext;
use super::published::read_version;
use super::query::{Numbered, next_id};
use super::record::{attribute, insert_revision, next_version};
use super::rows::{RevisionRow, Scales, word};
use super::sheets::{SheetConflict, SheetConflictKind, find_publishable, publish};
use super::submission::{FormSubmission, SubmissionOutcome, claim};
use super::unseen::{rating_or_reply_changed, ratings_changed};
use super::{NEWEST, Store, StoreError, codes};
use domain::record::Revision;
use domain::{CommitmentCode, Dimension, DraftState, Rating};

/// The content of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftContent {
    /// The rating as it will be published: dimension, finding, report and source address.
    pub rating: Rating,
    /// The reason for publishing it, which becomes the reason of the revision.
    pub reason: String,
    /// The reason for another scale than the usual one of the plan and report.
    pub override_reason: Option<String>,
    /// The government's reply to the rating.
    pub reply: Option<String>,
    /// Where the reply can be read.
    pub reply_url: Option<String>,
    /// The published rating that it corrects.
    pub replaces: Option<i64>,
}

/// A rating that is not published yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub id: i64,
    pub code: CommitmentCode,
    pub content: DraftContent,
    pub state: DraftState,
    /// The account of the author.
    pub author: i64,
    pub author_name: String,
    /// The account that decided on its publication.
    pub reviewer: Option<i64>,
    /// Where it is scheduled.
    pub publish_at: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
    /// The newest revision that whoever wrote it, or scheduled it, had seen.
    pub seen: i64,
    /// Counts its changes; a form for another version than the present one is outdated.
    pub version: i64,
}

/// An event in the history of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftStep {
    pub made_at: DateTime<Utc>,
    /// The name of the person.
    pub name: String,
    /// The state afterwards.
    pub state: DraftState,
    pub comment: String,
}

/// A move of a draft to another state.
#[derive(Debug, Clone)]
pub struct DraftMove {
    pub id: i64,
    /// The version that the person had seen.
    pub version: i64,
    pub to: DraftState,
    pub comment: String,
    /// For [`DraftState::Scheduled`].
    pub publish_at: Option<DateTime<Utc>>,
    /// The newest revision that the person had seen. A rating is neither published nor scheduled over
    /// a change of the published ratings of its kind after it.
    pub seen: i64,
    pub at: DateTime<Utc>,
}

/// What became of a change or a move of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftOutcome {
    /// Done; the draft as it was before.
    Done(Box<Draft>),
    /// The same form was applied before; the answer then led to this location.
    AlreadyApplied(String),
    /// Refused: the draft has changed since the person looked, or cannot go to that state.
    Outdated,
    /// Refused: the published ratings of the same kind have changed since the person looked.
    NewerRating,
}

impl Store {
    #[boxed]
    pub async fn draft(&self, id: i64) -> Result<Option<Draft>, StoreError> {
        find(&mut self.db.reader().await?.connection(), id).await
    }

    /// Every draft that is neither published nor discarded, the one that was changed longest ago
    /// first.
    #[boxed]
    pub async fn open_drafts(&self) -> Result<Vec<Draft>, StoreError> {
        let mut reader = self.db.reader().await?;
        let rows: Vec<DraftRow> = dispatch!(reader.connection(), DB, c => {
            let mut query = select_drafts::<DB>();
            query.push(" WHERE d.state NOT IN ('published', 'discarded')
                         ORDER BY d.updated_at, d.id");
            query.build_query_as().fetch_all(&mut *c).await
        })
        .context("reading the drafts")?;
        let scales = Scales::new();
        rows.into_iter().map(|row| row.draft(&scales)).collect()
    }

    /// The history of a draft, oldest first.
    #[boxed]
    pub async fn draft_steps(&self, id: i64) -> Result<Vec<DraftStep>, StoreError> {
        let mut reader = self.db.reader().await?;
        let rows: Vec<(DateTime<Utc>, String, String, String)> =
            dispatch!(reader.connection(), c => sqlx::query_as(
                "SELECT e.made_at, a.name, e.state, e.comment FROM draft_event e
                 JOIN account a ON a.id = e.account_id WHERE e.draft_id = $1 ORDER BY e.id",
            ).bind(id).fetch_all(&mut *c).await)
            .context("reading what happened to a draft")?;
        rows.into_iter()
            .map(|(made_at, name, state, comment)| {
                Ok(DraftStep {
                    made_at,
                    name,
                    state: word(DraftState::ALL, DraftState::slug, "a state", &state)?,
                    comment,
                })
            })
            .collect()
    }

    /// Adds a draft and gives its location: that of the form with the id of the draft appended. The
    /// same form gives the same location again. `None` where there is no such commitment.
    #[boxed]
    pub async fn add_draft(
        &self,
        code: &CommitmentCode,
        content: &DraftContent,
        submission: &FormSubmission,
        at: DateTime<Utc>,
    ) -> Result<Option<String>, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        let id = next_id(&mut connection, Numbered::Draft).await?;
        let submission = FormSubmission {
            location: format!("{}{id}", submission.location),
            ..submission.clone()
        };
        if let Some(location) = claim(&mut connection, &submission, at).await? {
            return Ok(Some(location));
        }
        let Some(commitment) = codes::id_of(&mut connection, code).await? else {
            return Ok(None);
        };
        let event = DraftEvent {
            draft: id,
            account: submission.account,
            state: DraftState::Draft,
            comment: "",
        };
        let seen = submission.seen;
        insert_draft(&mut connection, commitment, content, &event, (seen, at)).await?;
        transaction.commit().await?;
        Ok(Some(submission.location))
    }

    /// Changes the content of an open draft.
    #[boxed]
    pub async fn change_draft(
        &self,
        id: i64,
        version: i64,
        content: &DraftContent,
        submission: &FormSubmission,
        at: DateTime<Utc>,
    ) -> Result<DraftOutcome, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        if let Some(location) = claim(&mut connection, submission, at).await? {
            return Ok(DraftOutcome::AlreadyApplied(location));
        }
        let found = find(&mut connection, id).await?;
        let Some(draft) = found.filter(|d| d.version == version && d.state.is_open()) else {
            return Ok(DraftOutcome::Outdated);
        };
        let seen = submission.seen.max(draft.seen);
        write_content(&mut connection, id, content, (seen, at)).await?;
        let event = DraftEvent {
            draft: id,
            account: submission.account,
            state: draft.state,
            comment: "changed",
        };
        insert_event(&mut connection, &event, at).await?;
        transaction.commit().await?;
        Ok(DraftOutcome::Done(Box::new(draft)))
    }

    /// Moves a draft to another state than [`DraftState::Published`].
    #[boxed]
    pub async fn move_draft(
        &self,
        step: &DraftMove,
        submission: &FormSubmission,
    ) -> Result<DraftOutcome, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        if let Some(location) = claim(&mut connection, submission, step.at).await? {
            return Ok(DraftOutcome::AlreadyApplied(location));
        }
        let found = find(&mut connection, step.id).await?;
        let may_move = |draft: &Draft| {
            draft.version == step.version
                && draft.state.leads_to(step.to)
                && step.to != DraftState::Published
        };
        let Some(draft) = found.filter(may_move) else {
            return Ok(DraftOutcome::Outdated);
        };
        if step.to == DraftState::Scheduled && is_overtaken(&mut connection, &draft, step).await? {
            return Ok(DraftOutcome::NewerRating);
        }
        set_state(&mut connection, step, submission.account).await?;
        transaction.commit().await?;
        Ok(DraftOutcome::Done(Box::new(draft)))
    }

    /// Publishes a draft as a revision of its own.
    ///
    /// `name` is the reviewer's public name.
    #[boxed]
    pub async fn publish_draft(
        &self,
        step: &DraftMove,
        submission: &FormSubmission,
        name: &str,
    ) -> Result<DraftOutcome, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        if let Some(location) = claim(&mut connection, submission, step.at).await? {
            return Ok(DraftOutcome::AlreadyApplied(location));
        }
        let steps = std::slice::from_ref(step);
        let drafts = match find_publishable(&mut connection, steps).await? {
            Ok(drafts) => drafts,
            Err(conflicts) => {
                let is_published = |c: &SheetConflict| c.why == SheetConflictKind::Published;
                return Ok(if conflicts.iter().any(is_published) {
                    DraftOutcome::NewerRating
                } else {
                    DraftOutcome::Outdated
                });
            }
        };
        publish(
            &self.db,
            &mut connection,
            (&drafts, steps),
            submission,
            name,
        )
        .await?;
        transaction.commit().await?;
        let published = drafts.into_iter().next();
        Ok(published.map_or(DraftOutcome::Outdated, |draft| {
            DraftOutcome::Done(Box::new(draft))
        }))
    }

    /// The newest change of the published ratings of a kind after the revision `seen`; none where
    /// there was none.
    #[boxed]
    pub async fn ratings_changed_since(
        &self,
        code: &CommitmentCode,
        dimension: Dimension,
        seen: i64,
    ) -> Result<Option<Revision>, StoreError> {
        let mut reader = self.db.reader().await?;
        let mut connection = reader.connection();
        let Some(number) = ratings_changed(&mut connection, code, dimension, seen).await? else {
            return Ok(None);
        };
        let row: Option<RevisionRow> = dispatch!(&mut connection, c => sqlx::query_as(
            "SELECT id, made_at, made_by, reason, source FROM revision WHERE id = $1",
        ).bind(number).fetch_optional(&mut **c).await)
        .context("reading what was published in between")?;
        Ok(row.map(Into::into))
    }

    /// Attaches a government's reply to a published rating, as a revision of its own. Refused where the
    /// ratings of that kind or the replies to this one have changed since the sender looked.
    #[boxed]
    pub async fn reply_to_rating(
        &self,
        rating: i64,
        reply: &str,
        reply_url: Option<&str>,
        revision: &Revision,
        submission: &FormSubmission,
    ) -> Result<SubmissionOutcome, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        if let Some(location) = claim(&mut connection, submission, revision.made_at).await? {
            return Ok(SubmissionOutcome::AlreadyApplied(location));
        }
        if rating_or_reply_changed(&mut connection, rating, submission.seen).await? {
            return Ok(SubmissionOutcome::Conflict(Vec::new()));
        }
        let before = read_version(&mut connection, NEWEST).await?;
        let version = next_version(&self.db, &before, revision, false)?;
        insert_revision(&mut connection, &version, revision).await?;
        attribute(&mut connection, version.number, submission.account).await?;
        insert_reply(&mut connection, rating, version.number, reply, reply_url).await?;
        transaction.commit().await?;
        Ok(SubmissionOutcome::Done(version))
    }

    /// The scheduled drafts that are due: id, version, and the account that scheduled them.
    #[boxed]
    pub async fn due_drafts(&self, now: DateTime<Utc>) -> Result<Vec<(i64, i64, i64)>, StoreError> {
        let mut reader = self.db.reader().await?;
        dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT id, version, reviewer_id FROM rating_draft
             WHERE state = 'scheduled' AND publish_at <= $1 ORDER BY publish_at, id",
        ).bind(now).fetch_all(&mut *c).await)
        .context("looking for scheduled ratings")
    }
}

/// Whether the published ratings of a draft's kind have changed since the person looked who moves it.
pub(super) async fn is_overtaken(
    connection: &mut Connection<'_>,
    draft: &Draft,
    step: &DraftMove,
) -> Result<bool, StoreError> {
    let dimension = draft.content.rating.dimension;
    let newer = ratings_changed(connection, &draft.code, dimension, step.seen).await?;
    Ok(newer.is_some())
}
