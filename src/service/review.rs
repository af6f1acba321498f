//! The way of a draft: handed in by one person, looked at by another, published at once or at its
//! hour.

use chrono::{DateTime, Utc};

use super::App;
use super::auth::Staff;
use super::ratings::{applied, no_draft, sent_about};
use super::staff::Refusal;
use crate::error::AppError;
use domain::forms::{Fields, Problems};
use domain::staff::review_of;
use domain::{Action, DraftState, Finding, ReportStage};
use store::{Account, Draft, DraftOutcome, Move, PastRating, Sent};

impl App {
    /// Moves a draft: `to` is where to, in the words of the form.
    pub async fn move_draft(
        &self,
        staff: &Staff,
        id: i64,
        to: &str,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        self.require(staff, Action::SeeDesk).await?;
        let draft = self.inner.store.draft(id).await?.ok_or_else(no_draft)?;
        let own = draft.author == staff.account().id;
        let location = match to {
            "discard" => "/staff?done=discarded".to_owned(),
            "publish" => format!("/staff/commitments/{}?done=published", draft.code),
            _ => format!("/staff/drafts/{id}?done={to}"),
        };
        let sent = sent_about(staff, fields, location.clone());
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        let comment = fields.get("comment");
        if comment.chars().count() > domain::forms::MOST_REASON {
            return Err(Problems::one("comment", "It is too long.").into());
        }
        let mut step = Move {
            id,
            version: fields.number("version").unwrap_or(0),
            to: DraftState::InReview,
            comment: comment.to_owned(),
            publish_at: None,
            seen: fields.number("last_published"),
            at: self.now(),
        };
        match to {
            "hand-in" | "discard" => {
                self.require(staff, Action::DraftRating).await?;
                self.require_own(staff, &draft).await?;
                if to == "discard" {
                    step.to = DraftState::Discarded;
                }
            }
            "send-back" => {
                // Who wrote it may take it back; others must say what is wrong with it.
                if !own {
                    self.require(staff, Action::ReviewRating).await?;
                }
                if comment.is_empty() {
                    return Err(Problems::one("comment", "Say what should be changed.").into());
                }
                step.to = DraftState::Returned;
            }
            "publish" | "schedule" => {
                if own && !staff.may(review_of(own)) {
                    return Err(self.refuse_own(staff).await?.into());
                }
                self.require(staff, review_of(own)).await?;
                if own && comment.is_empty() {
                    return Err(Problems::one(
                        "comment",
                        "Publishing one\u{2019}s own rating takes a reason, which is recorded.",
                    )
                    .into());
                }
                publishable(&draft)?;
                if draft.state.leads_to(DraftState::Published) {
                    let published = self.draft_view(staff, id).await?;
                    if let Err(refused) = tells_something(&draft, published.newest()) {
                        // It may be this very form that has published it meanwhile.
                        return self.applied_before(&sent).await?.ok_or(refused);
                    }
                }
                step.to = if to == "publish" {
                    if !fields.get("publish_at").is_empty() {
                        return Err(Problems::one(
                            "publish_at",
                            "A time is filled in. Publish at that time, or clear it to publish now.",
                        )
                        .into());
                    }
                    DraftState::Published
                } else {
                    step.publish_at = Some(parse_publish_at(fields, self.now())?);
                    DraftState::Scheduled
                };
            }
            _ => return Err(no_draft().into()),
        }
        let store = &self.inner.store;
        let outcome = if step.to == DraftState::Published {
            let name = &staff.account().name;
            let outcome = store.publish_draft(&step, &sent, name).await?;
            self.refresh().await?;
            outcome
        } else {
            store.move_draft(&step, &sent).await?
        };
        applied(outcome, location)
    }

    /// Publishes what was scheduled for now or before, in the name of who scheduled it. What that
    /// person may no longer publish waits for review again; what cannot be published keeps nothing
    /// else waiting.
    pub async fn publish_due(&self) -> Result<usize, AppError> {
        let store = &self.inner.store;
        let now = self.now();
        let due = store.due_drafts(now).await?;
        if due.is_empty() {
            return Ok(0);
        }
        let accounts = store.accounts().await?;
        let mut published = 0;
        for (id, version, reviewer) in due {
            let account = accounts.iter().find(|account| account.id == reviewer);
            let Some(account) = account else { continue };
            match self.publish_scheduled((id, version), account, now).await {
                Ok(done) => published += usize::from(done),
                Err(error) => {
                    tracing::error!(%error, draft = id, "a scheduled rating was not published");
                }
            }
        }
        self.refresh().await?;
        Ok(published)
    }

    /// Publishes one, and says whether it did.
    async fn publish_scheduled(
        &self,
        (id, version): (i64, i64),
        reviewer: &Account,
        at: DateTime<Utc>,
    ) -> Result<bool, AppError> {
        let store = &self.inner.store;
        let draft = store.draft(id).await?.ok_or_else(no_draft)?;
        let action = review_of(draft.author == reviewer.id);
        let may = reviewer.disabled_at.is_none() && reviewer.role.may(action);
        let overtaken = self.overtaken(&draft).await?;
        let (to, comment) = if !may {
            let comment = "Not published at its hour: who scheduled it may no longer publish it.";
            (DraftState::InReview, comment)
        } else if overtaken {
            let comment = "Not published at its hour: another rating was published meanwhile.";
            (DraftState::InReview, comment)
        } else {
            let comment = "Published at the hour it was scheduled for.";
            (DraftState::Published, comment)
        };
        let step = Move {
            id,
            version,
            to,
            comment: comment.to_owned(),
            publish_at: None,
            seen: None,
            at,
        };
        // Of several instances one does it.
        let sent = Sent {
            account: reviewer.id,
            token: format!("scheduled-draft-{id}-version-{version}"),
            location: format!("/staff/drafts/{id}"),
            seen: 0,
        };
        if to != DraftState::Published {
            store.move_draft(&step, &sent).await?;
            return Ok(false);
        }
        let outcome = store.publish_draft(&step, &sent, &reviewer.name).await?;
        Ok(matches!(outcome, DraftOutcome::Done(_)))
    }

    /// Whether another rating of the same kind was published since a draft was scheduled.
    async fn overtaken(&self, draft: &Draft) -> Result<bool, AppError> {
        let history = self.commitment(draft.code.as_str()).await?.history;
        let dimension = draft.content.rating.dimension;
        Ok(history.ratings.iter().any(|past| {
            let revision = history.revision_of(past);
            past.rating.dimension == dimension
                && revision.is_some_and(|r| r.made_at > draft.updated_at)
        }))
    }

    /// Nobody publishes their own rating, but an admin.
    async fn refuse_own(&self, staff: &Staff) -> Result<AppError, AppError> {
        let (who, what) = (&staff.account().email, review_of(true).slug());
        self.note("refused", who, staff.address(), what).await?;
        Ok(AppError::OwnRating)
    }
}

/// Refuses a rating that says what the public sees already: the history would tell of nothing.
fn tells_something(draft: &Draft, newest: Option<&PastRating>) -> Result<(), Refusal> {
    let content = &draft.content;
    let same = newest.is_some_and(|past| past.rating == content.rating);
    let says_more = content.reply.is_some() || content.replaces.is_some();
    if same && !says_more {
        return Err(Problems::one(
            "comment",
            "The public sees exactly this rating already, from the same report and address. Send it back, or discard it.",
        )
        .into());
    }
    Ok(())
}

/// Refuses what the public could not check: the report must be out, at least for comment.
fn publishable(draft: &Draft) -> Result<(), Refusal> {
    let report = draft.content.rating.report.as_ref();
    if report.is_some_and(|r| r.stage == ReportStage::Draft) {
        return Err(Problems::one(
            "comment",
            "The report is still a draft, which nobody can check. It can be published once the report is out for comment.",
        )
        .into());
    }
    if let Finding::Rated(_) = draft.content.rating.finding
        && report.is_none()
    {
        return Err(Problems::one("comment", "It names no report.").into());
    }
    Ok(())
}

/// The day and hour of publication, in universal time, as a browser sends them.
fn parse_publish_at(fields: &Fields, now: DateTime<Utc>) -> Result<DateTime<Utc>, Refusal> {
    let text = fields.get("publish_at");
    let read = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")
        .map(|moment| moment.and_utc())
        .map_err(|_| {
            Problems::one(
                "publish_at",
                "Expected a day and hour in universal time, such as 2026-12-01T09:00.",
            )
        })?;
    if read <= now {
        return Err(Problems::one("publish_at", "This moment has passed.").into());
    }
    Ok(read)
}
