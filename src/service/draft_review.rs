//! Review of drafts: handed in by one person, looked at by another, published at once or at a time.

use std::str::FromStr;

use chrono::{DateTime, Utc};

use super::App;
use super::auth::Staff;
use super::ratings::{applied, no_draft, sent_about};
use super::staff::{Refusal, by_whom};
use super::zone::Zone;
use crate::error::AppError;
use domain::forms::{Fields, Problems};
use domain::route;
use domain::staff::review_of;
use domain::{Action, DraftState, Finding, ReportStage};
use store::{Account, Draft, DraftMove, DraftOutcome, FormSubmission, PastRating};

/// What a form asks to do with a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    HandIn,
    Discard,
    SendBack,
    Publish,
    Schedule,
}

impl FromStr for Decision {
    type Err = AppError;

    fn from_str(slug: &str) -> Result<Self, AppError> {
        match slug {
            "hand-in" => Ok(Self::HandIn),
            "discard" => Ok(Self::Discard),
            "send-back" => Ok(Self::SendBack),
            "publish" => Ok(Self::Publish),
            "schedule" => Ok(Self::Schedule),
            _ => Err(no_draft()),
        }
    }
}

impl Decision {
    /// The state that it leads to.
    const fn state(self) -> DraftState {
        match self {
            Self::HandIn => DraftState::InReview,
            Self::Discard => DraftState::Discarded,
            Self::SendBack => DraftState::Returned,
            Self::Publish => DraftState::Published,
            Self::Schedule => DraftState::Scheduled,
        }
    }

    /// The page to go on with. `is_shown` says whether the public sees the rating as the current one.
    fn location(self, draft: &Draft, is_shown: bool) -> String {
        let here = route::staff::Draft::new(draft.id);
        match self {
            Self::HandIn => here.with("done", "hand-in"),
            Self::Discard => route::staff::Desk.with("done", "discarded"),
            Self::SendBack => here.with("done", "send-back"),
            Self::Publish => {
                let done = if is_shown {
                    "published"
                } else {
                    "published-not-shown"
                };
                route::staff::Commitment::new(&draft.code).with("done", done)
            }
            Self::Schedule => here.with("done", "schedule"),
        }
    }

    /// Refuses a comment that is missing.
    pub(super) fn check_comment(self, comment: &str, own: bool) -> Result<(), Problems> {
        let problem = match self {
            Self::SendBack => "Enter a comment: say what to change.",
            Self::Publish | Self::Schedule if own => {
                "Enter a comment: say why you publish your own rating. We keep your reason."
            }
            _ => return Ok(()),
        };
        if comment.is_empty() {
            return Err(Problems::one("comment", problem));
        }
        Ok(())
    }

    /// When to publish, as the form says; none but for a schedule.
    fn publish_at(
        self,
        fields: &Fields,
        zone: &Zone,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, Problems> {
        match self {
            Self::Schedule => parse_publish_at(fields.get("publish_at"), zone, now).map(Some),
            Self::Publish if !fields.get("publish_at").is_empty() => Err(Problems::one(
                "publish_at",
                "Choose \u{201c}Schedule\u{201d} to publish at the time you entered, or clear the time to publish now.",
            )),
            _ => Ok(None),
        }
    }
}

impl App {
    /// Takes the decision on a draft that a form names; gives where to go from there.
    pub async fn move_draft(
        &self,
        staff: &Staff,
        id: i64,
        decision: &str,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        self.require(staff, Action::SeeDesk).await?;
        let decision: Decision = decision.parse()?;
        let draft = self.inner.store.draft(id).await?.ok_or_else(no_draft)?;
        let is_shown = match decision {
            Decision::Publish => self.draft_view(staff, id).await?.changes_what_is_shown(),
            _ => true,
        };
        let sent = sent_about(staff, fields, decision.location(&draft, is_shown));
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        let comment = fields.get("comment");
        if comment.chars().count() > domain::forms::MAX_REASON {
            return Err(Problems::one("comment", "This comment is too long.").into());
        }
        self.require_decision(staff, &draft, decision).await?;
        decision.check_comment(comment, draft.author == staff.account().id)?;
        if matches!(decision, Decision::Publish | Decision::Schedule)
            && let Err(refused) = self.check_publishable(staff, &draft).await
        {
            // It may be this very form that has published it meanwhile.
            return self.applied_before(&sent).await?.ok_or(refused);
        }
        let now = self.now();
        // The zone that the form was shown in, also where another one was chosen since.
        let zone = Zone::named(fields.get("time_zone")).unwrap_or_else(|| staff.zone());
        let step = DraftMove {
            id,
            version: fields.number("version").unwrap_or(0),
            to: decision.state(),
            comment: comment.to_owned(),
            publish_at: decision.publish_at(fields, &zone, now)?,
            seen: sent.seen,
            at: now,
        };
        let store = &self.inner.store;
        let outcome = if decision == Decision::Publish {
            let name = &staff.account().name;
            store.publish_draft(&step, &sent, name).await?
        } else {
            store.move_draft(&step, &sent).await?
        };
        // Also where it was refused: what another instance published is to be seen then.
        self.refresh().await?;
        if let DraftOutcome::Done(draft) = &outcome {
            let moved = std::slice::from_ref(&**draft);
            self.notify_of_drafts(moved, decision.state(), Some(staff.account()))
                .await;
        }
        applied(outcome, sent.location)
    }

    /// Refuses a decision that is not this person's to take.
    pub(super) async fn require_decision(
        &self,
        staff: &Staff,
        draft: &Draft,
        decision: Decision,
    ) -> Result<(), AppError> {
        let own = draft.author == staff.account().id;
        match decision {
            Decision::HandIn | Decision::Discard => {
                self.require(staff, Action::DraftRating).await?;
                self.require_own(staff, draft).await
            }
            // Who wrote it may take it back.
            Decision::SendBack if own => Ok(()),
            Decision::SendBack => self.require(staff, Action::ReviewRating).await,
            Decision::Publish | Decision::Schedule if own && !staff.may(review_of(own)) => {
                Err(self.refuse_own(staff, review_of(own)).await?)
            }
            Decision::Publish | Decision::Schedule => self.require(staff, review_of(own)).await,
        }
    }

    /// Refuses a rating that the public could not check, or sees already.
    pub(super) async fn check_publishable(
        &self,
        staff: &Staff,
        draft: &Draft,
    ) -> Result<(), Refusal> {
        check_report(draft)?;
        if draft.state.leads_to(DraftState::Published) {
            let published = self.draft_view(staff, draft.id).await?;
            if is_redundant(draft, published.newest()) {
                return Err(Problems::one(
                    "comment",
                    "This rating is already published, with the same report and link. Send back or discard the draft.",
                )
                .into());
            }
        }
        Ok(())
    }

    /// Publishes what was scheduled for now or before, in the name of who scheduled it. What that
    /// person may no longer publish waits for review again; what cannot be published keeps nothing
    /// else waiting.
    pub async fn publish_scheduled(&self) -> Result<usize, AppError> {
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
            match self.publish_one((id, version), account, now).await {
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
    async fn publish_one(
        &self,
        (id, version): (i64, i64),
        reviewer: &Account,
        at: DateTime<Utc>,
    ) -> Result<bool, AppError> {
        let store = &self.inner.store;
        let draft = store.draft(id).await?.ok_or_else(no_draft)?;
        let action = review_of(draft.author == reviewer.id);
        let may = reviewer.disabled_at.is_none() && reviewer.role.may(action);
        let back_to_review = |comment: &str| DraftMove {
            id,
            version,
            to: DraftState::InReview,
            comment: comment.to_owned(),
            publish_at: None,
            seen: draft.seen,
            at,
        };
        // Of several instances one does it.
        let sent = FormSubmission {
            account: reviewer.id,
            token: format!("scheduled-draft-{id}-version-{version}"),
            location: route::staff::Draft::new(id).to_string(),
            seen: draft.seen,
        };
        if !may {
            let comment = "Not published as scheduled: who scheduled it may no longer publish it.";
            store.move_draft(&back_to_review(comment), &sent).await?;
            return Ok(false);
        }
        let step = DraftMove {
            to: DraftState::Published,
            comment: "Published as scheduled.".to_owned(),
            ..back_to_review("")
        };
        match store.publish_draft(&step, &sent, &reviewer.name).await? {
            DraftOutcome::Done(draft) => {
                let published = std::slice::from_ref(&*draft);
                self.notify_of_drafts(published, DraftState::Published, None)
                    .await;
                Ok(true)
            }
            DraftOutcome::AlreadyApplied(_) | DraftOutcome::Outdated => Ok(false),
            DraftOutcome::NewerRating => {
                let comment = self.why_overtaken(&draft).await?;
                store.move_draft(&back_to_review(&comment), &sent).await?;
                Ok(false)
            }
        }
    }

    /// What is noted where the published rating has changed since a draft was scheduled.
    async fn why_overtaken(&self, draft: &Draft) -> Result<String, AppError> {
        let dimension = draft.content.rating.dimension;
        let store = &self.inner.store;
        let newer = store.ratings_changed_since(&draft.code, dimension, draft.seen);
        let by = by_whom(newer.await?.as_ref());
        let note =
            format!("Not published as scheduled: the published rating has changed meanwhile{by}");
        // As long as a comment may be.
        Ok(note.chars().take(domain::forms::MAX_REASON).collect())
    }

    /// Nobody publishes what is their own, but an admin. `action` is what that would take.
    pub(super) async fn refuse_own(
        &self,
        staff: &Staff,
        action: Action,
    ) -> Result<AppError, AppError> {
        let who = &staff.account().email;
        self.note("refused", who, staff.address(), action.slug())
            .await?;
        Ok(AppError::OwnWork)
    }
}

/// Whether a rating says what the public sees already: the history would have nothing to show.
fn is_redundant(draft: &Draft, newest: Option<&PastRating>) -> bool {
    let content = &draft.content;
    let same = newest.is_some_and(|past| past.rating == content.rating);
    let says_more = content.reply.is_some() || content.replaces.is_some();
    same && !says_more
}

/// Refuses what the public could not check: the report must be out, at least for comment.
fn check_report(draft: &Draft) -> Result<(), Problems> {
    let rating = &draft.content.rating;
    match &rating.report {
        Some(report) if report.stage == ReportStage::Draft => Err(Problems::one(
            "comment",
            "The report is still a draft, which nobody can check. Publish this rating once the report is out for comment.",
        )),
        None if matches!(rating.finding, Finding::Rated(_)) => Err(Problems::one(
            "comment",
            "Add a report to this rating first.",
        )),
        _ => Ok(()),
    }
}

/// The day and hour of publication, in a time zone, as a browser sends them.
fn parse_publish_at(
    text: &str,
    zone: &Zone,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, Problems> {
    let read = zone
        .read(text)
        .map_err(|error| Problems::one("publish_at", error.to_string()))?;
    if read <= now {
        return Err(Problems::one("publish_at", "Enter a time in the future."));
    }
    Ok(read)
}
