//! Ratings on their way to the public: kept, moved through review, and published.

use chrono::{DateTime, Utc};

use super::db::on;
use super::draft_rows::{
    DraftRow, draft_query, find, insert_rating, insert_reply, last_rating, note_step, set_state,
    write_content,
};
use super::error::During;
use super::record::{Outcome, Sent, attribute, claim, insert_revision, next_version};
use super::rows::{Scales, word};
use super::{NEWEST, Store, StoreError, history, read_version};
use domain::record::Revision;
use domain::{CommitmentCode, DraftState, Rating};

/// What a draft says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftContent {
    /// The rating as it will be published: dimension, finding, report and source address.
    pub rating: Rating,
    /// Where in the source it stands.
    pub source_page: Option<String>,
    /// Why it is published, in words.
    pub reason: String,
    /// Why another scale than the usual one of the plan and report.
    pub override_reason: Option<String>,
    /// What the government says to it, and where that can be read.
    pub reply: Option<String>,
    /// Where the reply can be read.
    pub reply_url: Option<String>,
    /// The published rating that it corrects.
    pub replaces: Option<i64>,
}

/// A rating on its way to the public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its number.
    pub id: i64,
    /// The commitment it rates.
    pub code: CommitmentCode,
    /// What it says.
    pub content: DraftContent,
    /// How far it has come.
    pub state: DraftState,
    /// The account of who wrote it.
    pub author: i64,
    /// The name of who wrote it.
    pub author_name: String,
    /// Who decided on its publication, once somebody has.
    pub reviewer: Option<i64>,
    /// When it is to be published, where it is scheduled.
    pub publish_at: Option<DateTime<Utc>>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i64,
}

/// A step of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftStep {
    /// When.
    pub made_at: DateTime<Utc>,
    /// Who.
    pub name: String,
    /// The state it was in afterwards.
    pub state: DraftState,
    /// What the person said.
    pub comment: String,
}

/// What moves a draft.
#[derive(Debug, Clone)]
pub struct Move {
    /// Which draft.
    pub id: i64,
    /// The version that the person had seen.
    pub version: i64,
    /// Where to.
    pub to: DraftState,
    /// What the person says.
    pub comment: String,
    /// When it is to be published, for [`DraftState::Scheduled`].
    pub publish_at: Option<DateTime<Utc>>,
    /// The number of the rating of the same kind that was published last when the person looked; 0
    /// where there was none. Where it is not known, none is asked about.
    pub seen: Option<i64>,
    /// When.
    pub at: DateTime<Utc>,
}

/// What became of something done to a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftOutcome {
    /// It was done; the draft as it was before.
    Done(Box<Draft>),
    /// It was done before, when the same form was sent; the answer then led there.
    Before(String),
    /// It was not done: the draft has changed since it was looked at, or cannot go there.
    Outdated,
    /// It was not published: another rating has been since the person looked.
    Unseen,
}

impl Store {
    /// A draft by its number.
    pub async fn draft(&self, id: i64) -> Result<Option<Draft>, StoreError> {
        find(&mut self.db.reading().await?.session(), id).await
    }

    /// Every draft that is neither published nor discarded, the one that waited longest first.
    pub async fn open_drafts(&self) -> Result<Vec<Draft>, StoreError> {
        let mut reading = self.db.reading().await?;
        let rows: Vec<DraftRow> = on!(reading.session(), connection => sqlx::query_as(
            draft_query!("WHERE d.state NOT IN ('published', 'discarded')
                          ORDER BY d.updated_at, d.id"),
        ).fetch_all(&mut *connection).await)
        .during("reading the drafts")?;
        let scales = Scales::new();
        rows.into_iter().map(|row| row.draft(&scales)).collect()
    }

    /// What has happened to a draft, oldest first.
    pub async fn draft_steps(&self, id: i64) -> Result<Vec<DraftStep>, StoreError> {
        let mut reading = self.db.reading().await?;
        let rows: Vec<(DateTime<Utc>, String, String, String)> =
            on!(reading.session(), connection => sqlx::query_as(
                "SELECT e.made_at, a.name, e.state, e.comment FROM draft_event e
                 JOIN account a ON a.id = e.account_id WHERE e.draft_id = $1 ORDER BY e.id",
            ).bind(id).fetch_all(&mut *connection).await)
            .during("reading what happened to a draft")?;
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

    /// Keeps a new draft, and gives its number.
    pub async fn add_draft(
        &self,
        code: &CommitmentCode,
        content: &DraftContent,
        sent: &Sent,
        at: DateTime<Utc>,
    ) -> Result<Outcome, StoreError> {
        let mut writing = self.db.writing().await?;
        let mut session = writing.session();
        let id: i64 = on!(&mut session, connection => sqlx::query_scalar(
            "SELECT COALESCE(MAX(id), 0) + 1 FROM rating_draft",
        ).fetch_one(&mut **connection).await)
        .during("numbering a draft")?;
        let sent = Sent {
            location: format!("{}{id}", sent.location),
            ..sent.clone()
        };
        if let Some(location) = claim(&mut session, &sent, at).await? {
            return Ok(Outcome::Before(location));
        }
        let Some(commitment) = history::id_of(&mut session, code).await? else {
            return Ok(Outcome::Conflict(vec![code.clone()]));
        };
        on!(&mut session, connection => sqlx::query(
            "INSERT INTO rating_draft (id, commitment_id, dimension, finding, report_title,
                 report_stage, source_url, reason, state, author_id, updated_at, version)
             VALUES ($1, $2, $3, 'pending', '', 'draft', '', '', 'draft', $4, $5, 0)",
        )
        .bind(id)
        .bind(commitment)
        .bind(content.rating.dimension.slug())
        .bind(sent.account)
        .bind(at)
        .execute(&mut **connection)
        .await
        .map(|_| ()))
        .during("keeping a draft")?;
        write_content(&mut session, id, content, at).await?;
        let step = (id, sent.account, DraftState::Draft, "");
        note_step(&mut session, step, at).await?;
        writing.commit().await?;
        Ok(Outcome::Before(sent.location))
    }

    /// Changes what an open draft says.
    pub async fn change_draft(
        &self,
        id: i64,
        version: i64,
        content: &DraftContent,
        sent: &Sent,
        at: DateTime<Utc>,
    ) -> Result<DraftOutcome, StoreError> {
        let mut writing = self.db.writing().await?;
        let mut session = writing.session();
        if let Some(location) = claim(&mut session, sent, at).await? {
            return Ok(DraftOutcome::Before(location));
        }
        let found = find(&mut session, id).await?;
        let Some(draft) = found.filter(|d| d.version == version && d.state.is_open()) else {
            return Ok(DraftOutcome::Outdated);
        };
        write_content(&mut session, id, content, at).await?;
        let step = (id, sent.account, draft.state, "changed");
        note_step(&mut session, step, at).await?;
        writing.commit().await?;
        Ok(DraftOutcome::Done(Box::new(draft)))
    }

    /// Moves a draft to a state that is not publication.
    pub async fn move_draft(&self, step: &Move, sent: &Sent) -> Result<DraftOutcome, StoreError> {
        let mut writing = self.db.writing().await?;
        let mut session = writing.session();
        if let Some(location) = claim(&mut session, sent, step.at).await? {
            return Ok(DraftOutcome::Before(location));
        }
        let found = find(&mut session, step.id).await?;
        let may_go = |draft: &Draft| {
            draft.version == step.version
                && draft.state.leads_to(step.to)
                && step.to != DraftState::Published
        };
        let Some(draft) = found.filter(may_go) else {
            return Ok(DraftOutcome::Outdated);
        };
        set_state(&mut session, step, sent.account).await?;
        writing.commit().await?;
        Ok(DraftOutcome::Done(Box::new(draft)))
    }

    /// Publishes a draft as a revision of its own.
    ///
    /// `name` is the reviewer's, as the public will see it.
    pub async fn publish_draft(
        &self,
        step: &Move,
        sent: &Sent,
        name: &str,
    ) -> Result<DraftOutcome, StoreError> {
        let mut writing = self.db.writing().await?;
        let mut session = writing.session();
        if let Some(location) = claim(&mut session, sent, step.at).await? {
            return Ok(DraftOutcome::Before(location));
        }
        let found = find(&mut session, step.id).await?;
        let may_go = |draft: &Draft| {
            draft.version == step.version && draft.state.leads_to(DraftState::Published)
        };
        let Some(draft) = found.filter(may_go) else {
            return Ok(DraftOutcome::Outdated);
        };
        if let Some(seen) = step.seen
            && last_rating(&mut session, &draft).await? > seen
        {
            return Ok(DraftOutcome::Unseen);
        }
        let before = read_version(&mut session, NEWEST).await?;
        let revision = Revision {
            made_by: name.to_owned(),
            made_at: step.at,
            reason: draft.content.reason.clone(),
            source: draft.content.rating.source_url.clone(),
        };
        let version = next_version(&before, &revision, false);
        insert_revision(&mut session, &version, &revision).await?;
        attribute(&mut session, version.number, sent.account).await?;
        insert_rating(&mut session, &draft, version.number).await?;
        let step = Move {
            to: DraftState::Published,
            publish_at: draft.publish_at,
            ..step.clone()
        };
        set_state(&mut session, &step, sent.account).await?;
        writing.commit().await?;
        Ok(DraftOutcome::Done(Box::new(draft)))
    }

    /// Attaches a government's reply to a published rating, as a revision of its own.
    pub async fn reply_to_rating(
        &self,
        rating: i64,
        reply: &str,
        reply_url: Option<&str>,
        revision: &Revision,
        sent: &Sent,
    ) -> Result<Outcome, StoreError> {
        let mut writing = self.db.writing().await?;
        let mut session = writing.session();
        if let Some(location) = claim(&mut session, sent, revision.made_at).await? {
            return Ok(Outcome::Before(location));
        }
        let before = read_version(&mut session, NEWEST).await?;
        let version = next_version(&before, revision, false);
        insert_revision(&mut session, &version, revision).await?;
        attribute(&mut session, version.number, sent.account).await?;
        insert_reply(&mut session, rating, version.number, reply, reply_url).await?;
        writing.commit().await?;
        Ok(Outcome::Done(version))
    }

    /// The numbers and versions of drafts whose hour has come, with who scheduled them.
    pub async fn due_drafts(&self, now: DateTime<Utc>) -> Result<Vec<(i64, i64, i64)>, StoreError> {
        let mut reading = self.db.reading().await?;
        on!(reading.session(), connection => sqlx::query_as(
            "SELECT id, version, reviewer_id FROM rating_draft
             WHERE state = 'scheduled' AND publish_at <= $1 ORDER BY publish_at, id",
        ).bind(now).fetch_all(&mut *connection).await)
        .during("looking for ratings whose hour has come")
    }
}
