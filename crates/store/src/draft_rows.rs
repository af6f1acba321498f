//! Reading and writing drafts, and turning them into published ratings.

use chrono::{DateTime, SubsecRound, Utc};
use sqlx::{Database, FromRow, QueryBuilder};

use super::StoreError;
use super::comments::mention;
use super::db::{Connection, dispatch};
use super::drafts::{Draft, DraftContent, DraftMove};
use super::error::ErrorContext;
use super::query::{Numbered, next_id};
use super::rows::{FindingColumns, RatingRow, Scales, word};
use domain::{DraftState, ReportStage};

#[derive(FromRow)]
pub(super) struct DraftRow {
    id: i64,
    code: String,
    commitment_id: i64,
    dimension: String,
    finding: String,
    scheme: Option<String>,
    value: Option<String>,
    report_title: String,
    report_stage: String,
    source_url: String,
    source_page: Option<String>,
    read_on: Option<String>,
    reason: String,
    override_reason: Option<String>,
    reply: Option<String>,
    reply_url: Option<String>,
    replaces: Option<i64>,
    state: String,
    author_id: i64,
    author_name: String,
    reviewer_id: Option<i64>,
    publish_at: Option<DateTime<Utc>>,
    updated_at: DateTime<Utc>,
    seen_revision: i64,
    version: i64,
}

impl DraftRow {
    pub(super) fn draft(self, scales: &Scales) -> Result<Draft, StoreError> {
        let rating = scales.rating(RatingRow {
            id: 0,
            commitment_id: self.commitment_id,
            revision_id: 0,
            dimension: self.dimension,
            finding: self.finding,
            scheme: self.scheme,
            value: self.value,
            report_title: Some(self.report_title),
            report_stage: Some(self.report_stage),
            source_url: Some(self.source_url),
            source_page: self.source_page,
            read_on: self.read_on,
        })?;
        Ok(Draft {
            id: self.id,
            code: super::rows::parsed("a commitment\u{2019}s code", &self.code)?,
            content: DraftContent {
                rating,
                reason: self.reason,
                override_reason: self.override_reason,
                reply: self.reply,
                reply_url: self.reply_url,
                replaces: self.replaces,
            },
            state: word(DraftState::ALL, DraftState::slug, "a state", &self.state)?,
            author: self.author_id,
            author_name: self.author_name,
            reviewer: self.reviewer_id,
            publish_at: self.publish_at,
            updated_at: self.updated_at,
            seen: self.seen_revision,
            version: self.version,
        })
    }
}

/// Drafts; the query's conditions on `rating_draft d` follow.
pub(super) fn select_drafts<DB: Database>() -> QueryBuilder<DB> {
    QueryBuilder::new(
        "SELECT d.id, c.code, d.commitment_id, d.dimension, d.finding, d.scheme, d.value,
                d.report_title, d.report_stage, d.source_url, d.source_page, d.read_on, d.reason,
                d.override_reason, d.reply, d.reply_url, d.replaces, d.state, d.author_id,
                a.name AS author_name, d.reviewer_id, d.publish_at, d.updated_at,
                d.seen_revision, d.version
         FROM rating_draft d
         JOIN commitment c ON c.id = d.commitment_id
         JOIN account a ON a.id = d.author_id",
    )
}

pub(super) async fn find(
    connection: &mut Connection<'_>,
    id: i64,
) -> Result<Option<Draft>, StoreError> {
    let row: Option<DraftRow> = dispatch!(connection, DB, c => {
        let mut query = select_drafts::<DB>();
        query.push(" WHERE d.id = ").push_bind(id);
        query.build_query_as().fetch_optional(&mut **c).await
    })
    .context("looking up a draft")?;
    row.map(|row| row.draft(&Scales::new())).transpose()
}

/// Adds a draft, with the first event in its history: that tells its id, author and state.
pub(super) async fn insert_draft(
    connection: &mut Connection<'_>,
    commitment: i64,
    content: &DraftContent,
    event: &DraftEvent<'_>,
    (seen, at): (i64, DateTime<Utc>),
) -> Result<(), StoreError> {
    dispatch!(&mut *connection, c => sqlx::query(
        "INSERT INTO rating_draft (id, commitment_id, dimension, finding, report_title,
             report_stage, source_url, reason, state, author_id, updated_at, version)
         VALUES ($1, $2, $3, 'pending', '', 'draft', '', '', $6, $4, $5, 0)",
    )
    .bind(event.draft)
    .bind(commitment)
    .bind(content.rating.dimension.slug())
    .bind(event.account)
    .bind(at)
    .bind(event.state.slug())
    .execute(&mut **c)
    .await
    .map(|_| ()))
    .context("keeping a draft")?;
    write_content(connection, event.draft, content, (seen, at)).await?;
    insert_event(connection, event, at).await
}

pub(super) async fn write_content(
    connection: &mut Connection<'_>,
    id: i64,
    content: &DraftContent,
    (seen, at): (i64, DateTime<Utc>),
) -> Result<(), StoreError> {
    let found = FindingColumns::from(content.rating.finding);
    let report = content.rating.report.as_ref();
    dispatch!(connection, c => sqlx::query(
        "UPDATE rating_draft SET finding = $2, scheme = $3, value = $4, report_title = $5,
             report_stage = $6, source_url = $7, source_page = $8, reason = $9,
             override_reason = $10, reply = $11, reply_url = $12, replaces = $13,
             updated_at = $14, seen_revision = $15, read_on = $16, version = version + 1
         WHERE id = $1",
    )
    .bind(id)
    .bind(found.finding)
    .bind(found.scheme)
    .bind(&found.value)
    .bind(report.map_or("", |r| &*r.title))
    .bind(report.map_or(ReportStage::Draft, |r| r.stage).slug())
    .bind(content.rating.source_url.as_deref().unwrap_or_default())
    .bind(&content.rating.source_page)
    .bind(&content.reason)
    .bind(&content.override_reason)
    .bind(&content.reply)
    .bind(&content.reply_url)
    .bind(content.replaces)
    .bind(at)
    .bind(seen)
    .bind(content.rating.read_on.map(|day| day.to_string()))
    .execute(&mut **c)
    .await
    .map(|_| ()))
    .context("keeping a draft")
}

pub(super) async fn set_state(
    connection: &mut Connection<'_>,
    step: &DraftMove,
    account: i64,
) -> Result<(), StoreError> {
    let decided = matches!(step.to, DraftState::Scheduled | DraftState::Published);
    dispatch!(&mut *connection, c => sqlx::query(
        "UPDATE rating_draft SET state = $2, publish_at = $3, updated_at = $4,
             reviewer_id = $5, version = version + 1,
             seen_revision = CASE WHEN seen_revision < $6 THEN $6 ELSE seen_revision END
         WHERE id = $1",
    )
    .bind(step.id)
    .bind(step.to.slug())
    .bind(step.publish_at.map(|at| at.trunc_subsecs(6)))
    .bind(step.at)
    .bind(decided.then_some(account))
    .bind(if decided { step.seen } else { 0 })
    .execute(&mut **c)
    .await
    .map(|_| ()))
    .context("moving a draft")?;
    let event = DraftEvent {
        draft: step.id,
        account,
        state: step.to,
        comment: &step.comment,
    };
    insert_event(connection, &event, step.at).await
}

/// An event in the history of a draft, to be written.
pub(super) struct DraftEvent<'a> {
    pub draft: i64,
    pub account: i64,
    /// The state afterwards.
    pub state: DraftState,
    pub comment: &'a str,
}

pub(super) async fn insert_event(
    connection: &mut Connection<'_>,
    event: &DraftEvent<'_>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let id = next_id(connection, Numbered::DraftEvent).await?;
    dispatch!(connection, c => sqlx::query(
        "INSERT INTO draft_event (id, draft_id, made_at, account_id, state, comment)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(event.draft)
    .bind(at)
    .bind(event.account)
    .bind(event.state.slug())
    .bind(event.comment)
    .execute(&mut **c)
    .await
    .map(|_| ()))
    .context("noting what happened to a draft")?;
    mention(connection, (event.draft, event.account), event.comment, at).await
}

pub(super) async fn insert_rating(
    connection: &mut Connection<'_>,
    draft: &Draft,
    revision: i64,
) -> Result<(), StoreError> {
    let rating = &draft.content.rating;
    let found = FindingColumns::from(rating.finding);
    let id = next_id(connection, Numbered::Rating).await?;
    dispatch!(&mut *connection, c => sqlx::query(
        "INSERT INTO rating (id, commitment_id, revision_id, dimension, finding, scheme, value,
             report_title, report_stage, source_url, source_page, read_on)
         SELECT $1, id, $2, $3, $4, $5, $6, $7, $8, $9, $11, $12 FROM commitment WHERE code = $10",
    )
    .bind(id)
    .bind(revision)
    .bind(rating.dimension.slug())
    .bind(found.finding)
    .bind(found.scheme)
    .bind(&found.value)
    .bind(rating.report.as_ref().map(|r| &*r.title))
    .bind(rating.report.as_ref().map(|r| r.stage.slug()))
    .bind(&rating.source_url)
    .bind(draft.code.as_str())
    .bind(&rating.source_page)
    .bind(rating.read_on.map(|day| day.to_string()))
    .execute(&mut **c)
    .await
    .map(|_| ()))
    .context("publishing a rating")?;
    dispatch!(&mut *connection, c => sqlx::query(
        "INSERT INTO rating_origin
             (rating_id, reason, override_reason, source_page, drafted_by, replaces)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(&draft.content.reason)
    .bind(&draft.content.override_reason)
    .bind(&rating.source_page)
    .bind(&draft.author_name)
    .bind(draft.content.replaces)
    .execute(&mut **c)
    .await
    .map(|_| ()))
    .context("publishing a rating")?;
    match &draft.content.reply {
        Some(reply) => {
            let url = draft.content.reply_url.as_deref();
            insert_reply(connection, id, revision, reply, url).await
        }
        None => Ok(()),
    }
}

pub(super) async fn insert_reply(
    connection: &mut Connection<'_>,
    rating: i64,
    revision: i64,
    reply: &str,
    reply_url: Option<&str>,
) -> Result<(), StoreError> {
    dispatch!(connection, c => sqlx::query(
        "INSERT INTO rating_reply (rating_id, revision_id, reply, source_url)
         VALUES ($1, $2, $3, $4)",
    )
    .bind(rating)
    .bind(revision)
    .bind(reply)
    .bind(reply_url)
    .execute(&mut **c)
    .await
    .map(|_| ()))
    .context("attaching a reply")
}
