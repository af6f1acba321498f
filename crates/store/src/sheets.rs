//! Rating sheets: the drafts of many ratings from one report, kept, moved and published together or not at
//! all. Each rule is that of a single draft.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::QueryBuilder;

use super::db::{Connection, Db, dispatch};
use super::draft_rows::{
    DraftEvent, find, insert_draft, insert_event, insert_rating, set_state, write_content,
};
use super::drafts::{Draft, DraftContent, DraftMove, is_overtaken};
use super::error::ErrorContext;
use super::published::read_version;
use super::query::{CHUNK, Numbered, next_id, push_list};
use super::record::{attribute, insert_revision, next_version};
use super::rows::parsed;
use super::submission::{FormSubmission, claim};
use super::unseen::ratings_changed;
use super::{NEWEST, Store, StoreError, codes};
use crate::boxed;
use domain::record::Revision;
use domain::{CommitmentCode, Dimension, DraftState};

/// What a sheet does with the draft of one rating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellChange {
    /// There is none yet.
    Add(Box<DraftContent>),
    /// It gets another content.
    Change {
        id: i64,
        version: i64,
        content: Box<DraftContent>,
    },
    /// It stays as it is, and is handed in with the others.
    Leave { id: i64, version: i64 },
    /// It is discarded.
    Discard { id: i64, version: i64 },
}

impl CellChange {
    const fn draft(&self) -> Option<(i64, i64)> {
        match self {
            Self::Add(_) => None,
            Self::Change { id, version, .. }
            | Self::Leave { id, version }
            | Self::Discard { id, version } => Some((*id, *version)),
        }
    }
}

/// A cell of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetCell {
    pub code: CommitmentCode,
    pub dimension: Dimension,
    pub change: CellChange,
    /// Whether the sender filled it in, and not only the head of the sheet: then others may not have
    /// changed it since.
    pub is_touched: bool,
}

/// A sheet to be kept.
#[derive(Debug, Clone)]
pub struct SheetSave<'a> {
    pub cells: &'a [SheetCell],
    /// Whether its drafts are handed in for review.
    pub hand_in: bool,
    /// The newest event of any draft that the sender had seen.
    pub seen_event: i64,
    pub at: DateTime<Utc>,
}

/// Why one rating of a sheet keeps the whole sheet from being applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetConflict {
    pub code: CommitmentCode,
    pub dimension: Dimension,
    pub why: SheetConflictKind,
}

/// What has happened to a rating since the sender of a sheet looked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetConflictKind {
    /// A draft of it was written, changed or moved, by this person.
    Draft(String),
    /// The draft is no longer as it was, or no longer at that stage.
    Outdated,
    /// A rating of this kind was published, or taken out of force.
    Published,
}

/// What became of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetOutcome {
    /// Done, as a whole.
    Done,
    /// The same form was applied before; the answer then led to this location.
    AlreadyApplied(String),
    /// Refused, as a whole, because of these.
    Conflicts(Vec<SheetConflict>),
    /// Refused: a commitment of the sheet is no longer there.
    Gone(CommitmentCode),
}

/// A decision on the drafts of a sheet.
#[derive(Debug, Clone, Default)]
pub struct SheetDecision {
    /// Those to be published, as one revision.
    pub publish: Vec<DraftMove>,
    /// Those to be moved elsewhere: not [`DraftState::Published`], not [`DraftState::Scheduled`].
    pub other: Vec<DraftMove>,
}

impl Store {
    /// The number of the newest event of any draft: whoever has seen it has seen those before it.
    #[boxed]
    pub async fn newest_draft_event(&self) -> Result<i64, StoreError> {
        let mut reader = self.db.reader().await?;
        let newest: Option<i64> = dispatch!(reader.connection(), c => sqlx::query_scalar(
            "SELECT MAX(id) FROM draft_event",
        ).fetch_one(&mut *c).await)
        .context("reading what happened to drafts")?;
        Ok(newest.unwrap_or(0))
    }

    /// Keeps the drafts of a sheet and hands them in where that is asked for: all or none. Drafts that are
    /// changed must be the sender's own, and open.
    #[boxed]
    pub async fn save_sheet(
        &self,
        save: &SheetSave<'_>,
        submission: &FormSubmission,
    ) -> Result<SheetOutcome, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        if let Some(location) = claim(&mut connection, submission, save.at).await? {
            return Ok(SheetOutcome::AlreadyApplied(location));
        }
        let conflicts = conflicts_of_save(&mut connection, save, submission).await?;
        if !conflicts.is_empty() {
            return Ok(SheetOutcome::Conflicts(conflicts));
        }
        for cell in save.cells {
            if !save_cell(&mut connection, cell, save, submission).await? {
                return Ok(SheetOutcome::Gone(cell.code.clone()));
            }
        }
        transaction.commit().await?;
        Ok(SheetOutcome::Done)
    }

    /// Takes a decision on drafts of a sheet: what is published becomes one revision, in the name of
    /// `name`; nothing is done where one of them has changed.
    #[boxed]
    pub async fn decide_sheet(
        &self,
        decision: &SheetDecision,
        submission: &FormSubmission,
        name: &str,
        at: DateTime<Utc>,
    ) -> Result<SheetOutcome, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        if let Some(location) = claim(&mut connection, submission, at).await? {
            return Ok(SheetOutcome::AlreadyApplied(location));
        }
        let mut conflicts = Vec::new();
        let published = match find_publishable(&mut connection, &decision.publish).await? {
            Ok(published) => published,
            Err(found) => {
                conflicts.extend(found);
                Vec::new()
            }
        };
        for step in &decision.other {
            let Some(draft) = find(&mut connection, step.id).await? else {
                continue;
            };
            let is_allowed = !matches!(step.to, DraftState::Published | DraftState::Scheduled);
            if draft.version != step.version || !is_allowed || !draft.state.leads_to(step.to) {
                conflicts.push(conflict(&draft, SheetConflictKind::Outdated));
            }
        }
        if !conflicts.is_empty() {
            return Ok(SheetOutcome::Conflicts(conflicts));
        }
        if !published.is_empty() {
            let steps = &decision.publish;
            publish(
                &self.db,
                &mut connection,
                (&published, steps),
                submission,
                name,
            )
            .await?;
        }
        for step in &decision.other {
            set_state(&mut connection, step, submission.account).await?;
        }
        transaction.commit().await?;
        Ok(SheetOutcome::Done)
    }
}

fn conflict(draft: &Draft, why: SheetConflictKind) -> SheetConflict {
    SheetConflict {
        code: draft.code.clone(),
        dimension: draft.content.rating.dimension,
        why,
    }
}

/// The drafts that these steps publish; or those that have changed, cannot be published now, or would
/// replace a rating that nobody has looked at.
pub(super) async fn find_publishable(
    connection: &mut Connection<'_>,
    steps: &[DraftMove],
) -> Result<Result<Vec<Draft>, Vec<SheetConflict>>, StoreError> {
    let (mut drafts, mut conflicts) = (Vec::new(), Vec::new());
    for step in steps {
        let Some(draft) = find(connection, step.id).await? else {
            continue;
        };
        if draft.version != step.version || !draft.state.leads_to(DraftState::Published) {
            conflicts.push(conflict(&draft, SheetConflictKind::Outdated));
        } else if is_overtaken(connection, &draft, step).await? {
            conflicts.push(conflict(&draft, SheetConflictKind::Published));
        } else {
            drafts.push(draft);
        }
    }
    // A step without a draft is of one that never was: drafts are not deleted.
    let is_whole = drafts.len() == steps.len() && conflicts.is_empty();
    Ok(if is_whole { Ok(drafts) } else { Err(conflicts) })
}

/// Publishes drafts as one revision: the way in which every draft becomes public.
pub(super) async fn publish(
    db: &Db,
    connection: &mut Connection<'_>,
    (drafts, steps): (&[Draft], &[DraftMove]),
    submission: &FormSubmission,
    name: &str,
) -> Result<(), StoreError> {
    let (Some(first), Some(step)) = (drafts.first(), steps.first()) else {
        return Ok(());
    };
    let source = &first.content.rating.source_url;
    let is_one_source = drafts
        .iter()
        .all(|draft| draft.content.rating.source_url == *source);
    let before = read_version(connection, NEWEST).await?;
    let revision = Revision {
        made_by: name.to_owned(),
        made_at: step.at,
        reason: reason_of(drafts),
        source: source.clone().filter(|_| is_one_source),
    };
    let version = next_version(db, &before, &revision, false)?;
    insert_revision(connection, &version, &revision).await?;
    attribute(connection, version.number, submission.account).await?;
    for (draft, step) in drafts.iter().zip(steps) {
        insert_rating(connection, draft, version.number).await?;
        let step = DraftMove {
            to: DraftState::Published,
            publish_at: draft.publish_at,
            ..step.clone()
        };
        set_state(connection, &step, submission.account).await?;
    }
    Ok(())
}

/// The reason of the revision: the whole reason of a single rating, what all have in common of many.
fn reason_of(drafts: &[Draft]) -> String {
    let first = drafts.first().map_or("", |draft| &*draft.content.reason);
    if drafts.len() == 1 {
        return first.to_owned();
    }
    let (common, _) = domain::forms::sheet::reason_and_note(first);
    common.to_owned()
}

/// What keeps a sheet from being saved.
async fn conflicts_of_save(
    connection: &mut Connection<'_>,
    save: &SheetSave<'_>,
    submission: &FormSubmission,
) -> Result<Vec<SheetConflict>, StoreError> {
    let codes: Vec<&CommitmentCode> = save.cells.iter().map(|cell| &cell.code).collect();
    let drafted = drafted_since(connection, &codes, save.seen_event).await?;
    let mut conflicts = Vec::new();
    for cell in save.cells {
        let mut refuse = |why| {
            conflicts.push(SheetConflict {
                code: cell.code.clone(),
                dimension: cell.dimension,
                why,
            });
        };
        if let Some((id, version)) = cell.change.draft() {
            let found = find(connection, id).await?;
            let is_as_seen = found.is_some_and(|draft| {
                draft.version == version
                    && draft.state.is_open()
                    && draft.author == submission.account
            });
            if !is_as_seen {
                refuse(SheetConflictKind::Outdated);
                continue;
            }
        }
        if !cell.is_touched {
            continue;
        }
        let key = (cell.code.clone(), cell.dimension);
        if let Some(by) = drafted.get(&key) {
            refuse(SheetConflictKind::Draft(by.clone()));
        } else if ratings_changed(connection, &cell.code, cell.dimension, submission.seen)
            .await?
            .is_some()
        {
            refuse(SheetConflictKind::Published);
        }
    }
    Ok(conflicts)
}

/// The ratings of which a draft was written, changed or moved after an event, each with the name of who
/// did the last of it.
async fn drafted_since(
    connection: &mut Connection<'_>,
    codes: &[&CommitmentCode],
    seen_event: i64,
) -> Result<HashMap<(CommitmentCode, Dimension), String>, StoreError> {
    let mut found = HashMap::new();
    for chunk in codes.chunks(CHUNK) {
        let rows: Vec<(String, String, String)> = dispatch!(&mut *connection, DB, c => {
            let mut query = QueryBuilder::<DB>::new(
                "SELECT c.code, d.dimension, a.name FROM draft_event e
                 JOIN rating_draft d ON d.id = e.draft_id
                 JOIN commitment c ON c.id = d.commitment_id
                 JOIN account a ON a.id = e.account_id WHERE e.id > ",
            );
            query.push_bind(seen_event);
            push_list(&mut query, " AND c.code IN", chunk.iter().map(|code| code.as_str()));
            query.push(" ORDER BY e.id");
            query.build_query_as().fetch_all(&mut **c).await
        })
        .context("looking for drafts written in between")?;
        for (code, dimension, name) in rows {
            let code: CommitmentCode = parsed("a commitment\u{2019}s code", &code)?;
            let dimension: Dimension = parsed("a dimension", &dimension)?;
            found.insert((code, dimension), name);
        }
    }
    Ok(found)
}

/// Does what a sheet asks of one cell; false where there is no such commitment.
async fn save_cell(
    connection: &mut Connection<'_>,
    cell: &SheetCell,
    save: &SheetSave<'_>,
    submission: &FormSubmission,
) -> Result<bool, StoreError> {
    let (account, seen, at) = (submission.account, submission.seen, save.at);
    let event = |draft, state, comment| DraftEvent {
        draft,
        account,
        state,
        comment,
    };
    let id = match &cell.change {
        CellChange::Add(content) => {
            let Some(commitment) = codes::id_of(connection, &cell.code).await? else {
                return Ok(false);
            };
            let id = next_id(connection, Numbered::Draft).await?;
            let event = event(id, DraftState::Draft, "");
            insert_draft(connection, commitment, content, &event, (seen, at)).await?;
            id
        }
        CellChange::Change { id, content, .. } => {
            let Some(draft) = find(connection, *id).await? else {
                return Ok(false);
            };
            let seen = if cell.is_touched {
                seen.max(draft.seen)
            } else {
                // Who changed the head only has not looked at this rating again.
                draft.seen
            };
            write_content(connection, *id, content, (seen, at)).await?;
            insert_event(connection, &event(*id, draft.state, "changed"), at).await?;
            *id
        }
        CellChange::Leave { id, .. } => *id,
        CellChange::Discard { id, .. } => {
            let step = move_to(*id, DraftState::Discarded, at);
            set_state(connection, &step, account).await?;
            return Ok(true);
        }
    };
    if save.hand_in {
        let step = move_to(id, DraftState::InReview, at);
        set_state(connection, &step, account).await?;
    }
    Ok(true)
}

/// A move of a draft that was looked at in this transaction.
fn move_to(id: i64, to: DraftState, at: DateTime<Utc>) -> DraftMove {
    DraftMove {
        id,
        version: 0,
        to,
        comment: String::new(),
        publish_at: None,
        seen: 0,
        at,
    }
}
