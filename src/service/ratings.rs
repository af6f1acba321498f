//! Ratings on their way to the public, drafted and shown; `review` moves them.

use super::auth::Staff;
use super::staff::{Refusal, nothing_saved};
use super::{App, CommitmentView, MissingForStaff, NotFound, Suggestion};
use crate::error::AppError;
use catalogue::Row;
use domain::forms::{Fields, Problems, rating as rating_form};
use domain::rating;
use domain::route;
use domain::{Action, CommitmentCode, CurrentRatings, Dimension, DraftState, Lang, Rating};
use store::{
    Draft, DraftContent, DraftOutcome, DraftStep, FormSubmission, PastRating, RatingOrigin,
    SubmissionOutcome,
};

/// What a rating's form shows besides the form itself.
#[derive(Debug, Clone)]
pub struct RatingView {
    /// The commitment.
    pub row: Row,
    /// What is rated.
    pub dimension: Dimension,
    /// What has been published, oldest first.
    pub published: Vec<PastRating>,
    /// The draft that is being changed.
    pub draft: Option<Draft>,
    /// What happened to it, oldest first.
    pub steps: Vec<DraftStep>,
    /// Other drafts of the same rating that are on their way.
    pub others: Vec<Draft>,
    /// The state of the record that this is from, or an older one.
    pub base: i64,
    /// Who changed the published ratings of this kind since the draft was written, when and why.
    pub unseen: Option<String>,
}

impl RatingView {
    /// The newest rating that no later one has corrected.
    pub fn newest(&self) -> Option<&PastRating> {
        self.published.iter().rev().find(|past| past.in_force)
    }

    /// What the public would see as the current rating once the draft is published, and what it sees
    /// now. Nothing where there is no draft.
    pub fn shown_with_draft(&self) -> Option<(Rating, Option<Rating>)> {
        let content = &self.draft.as_ref()?.content;
        let in_force = self.published.iter().filter(|past| past.in_force);
        let now = rating::current(in_force.clone().map(|past| past.rating.clone()));
        let kept = in_force.filter(|past| Some(past.id) != content.replaces);
        let kept = kept.map(|past| past.rating.clone());
        let then = rating::current(kept.chain([content.rating.clone()]));
        Some((then?, now))
    }

    /// Whether publishing the draft makes its rating the one that the public sees as the current one.
    pub fn changes_what_is_shown(&self) -> bool {
        let draft = self.draft.as_ref().map(|draft| &draft.content.rating);
        let shown = self.shown_with_draft();
        shown.is_none_or(|(then, _)| Some(&then) == draft)
    }
}

/// The one spelling of a code under which a commitment is shown.
fn canonical(code: &str) -> String {
    code.parse::<CommitmentCode>()
        .map_or_else(|_| code.to_owned(), |code| code.to_string())
}

pub(super) fn no_draft() -> AppError {
    NotFound::for_staff(MissingForStaff::Draft, Suggestion::Desk).into()
}

/// What was asked of a draft can no longer be done: it is shown as it stands.
fn moved_on() -> Refusal {
    Refusal::Overtaken(Problems::one(
        "draft",
        "You cannot do this now: the draft has changed since you opened it, or is at another stage. Check the draft below, then decide again.",
    ))
}

/// Another rating was published meanwhile, which this one would replace unseen.
fn published_meanwhile() -> Refusal {
    Refusal::Overtaken(Problems::one(
        "draft",
        "Another rating of the same commitment has been published, or corrected, since you opened this page. Check the published rating below, then decide again.",
    ))
}

/// Where an applied form leads.
pub(super) fn applied(outcome: DraftOutcome, location: String) -> Result<String, Refusal> {
    match outcome {
        DraftOutcome::Done(_) => Ok(location),
        DraftOutcome::AlreadyApplied(location) => Ok(location),
        DraftOutcome::Outdated => Err(moved_on()),
        DraftOutcome::NewerRating => Err(published_meanwhile()),
    }
}

/// Which form was sent. One without a number of its own, as a program may send it, is its own: the
/// version of the draft tells it from others.
pub(super) fn sent_about(staff: &Staff, fields: &Fields, location: String) -> FormSubmission {
    let sent = super::staff::sent(staff, fields, location);
    let token = if sent.token.is_empty() {
        super::auth::random()
    } else {
        sent.token
    };
    FormSubmission { token, ..sent }
}

impl App {
    /// The form of a new rating.
    pub async fn rating_form(
        &self,
        staff: &Staff,
        code: &str,
        dimension: &str,
    ) -> Result<RatingView, AppError> {
        self.require(staff, Action::DraftRating).await?;
        let nowhere = |_| NotFound::for_staff(MissingForStaff::Rating, Suggestion::Desk);
        let dimension: Dimension = dimension.parse().map_err(nowhere)?;
        self.rating_view(code, dimension).await
    }

    async fn rating_view(&self, code: &str, dimension: Dimension) -> Result<RatingView, AppError> {
        let catalogue = self.catalogue();
        let base = catalogue.version().number;
        let row = super::browse::find_commitment(&catalogue, &canonical(code))?;
        let code = &row.commitment.code;
        let mut published = self.history(code).await?.ratings;
        published.retain(|past| past.rating.dimension == dimension);
        let mut others = self.inner.store.open_drafts().await?;
        others.retain(|d| d.code == *code && d.content.rating.dimension == dimension);
        Ok(RatingView {
            published,
            row,
            dimension,
            draft: None,
            steps: Vec::new(),
            others,
            base,
            unseen: None,
        })
    }

    /// A draft with what happened to it.
    pub async fn draft_view(&self, staff: &Staff, id: i64) -> Result<RatingView, AppError> {
        self.require(staff, Action::SeeDesk).await?;
        let draft = self.inner.store.draft(id).await?.ok_or_else(no_draft)?;
        let dimension = draft.content.rating.dimension;
        let mut view = self.rating_view(draft.code.as_str(), dimension).await?;
        view.steps = self.inner.store.draft_steps(id).await?;
        view.others.retain(|other| other.id != id);
        if !matches!(draft.state, DraftState::Published | DraftState::Discarded) {
            let store = &self.inner.store;
            let newer = store.ratings_changed_since(&draft.code, dimension, draft.seen);
            view.unseen = newer.await?.map(|by| super::staff::made_by(&by));
        }
        view.draft = Some(draft);
        Ok(view)
    }

    fn content(view: &RatingView, fields: &Fields) -> Result<DraftContent, Problems> {
        let plan_year = view.row.commitment.plan.start_year;
        let rating = rating_form::read(fields, view.dimension, plan_year)?;
        let replaces = fields.number("replaces");
        if let Some(id) = replaces
            && !view
                .published
                .iter()
                .any(|past| past.id == id && past.in_force)
        {
            return Err(Problems::one(
                "replaces",
                "Choose a published rating of this commitment that still counts.",
            ));
        }
        Ok(DraftContent {
            rating,
            reason: fields.get("reason").to_owned(),
            override_reason: fields.text("override_reason"),
            reply: fields.text("reply"),
            reply_url: fields.text("reply_url"),
            replaces,
        })
    }

    /// Keeps a new draft; gives where it can be seen.
    pub async fn draft_rating(
        &self,
        staff: &Staff,
        code: &str,
        dimension: &str,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        let view = self.rating_form(staff, code, dimension).await?;
        let sent = super::staff::sent(staff, fields, route::staff::DRAFTS.to_owned());
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        let content = Self::content(&view, fields)?;
        let code = &view.row.commitment.code;
        let store = &self.inner.store;
        let added = store.add_draft(code, &content, &sent, self.now()).await?;
        added.ok_or_else(|| no_draft().into())
    }

    /// Changes one's own draft, as long as it is open.
    pub async fn change_draft(
        &self,
        staff: &Staff,
        id: i64,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        self.require(staff, Action::DraftRating).await?;
        let view = self.draft_view(staff, id).await?;
        let draft = view.draft.as_ref().ok_or_else(no_draft)?;
        self.require_own(staff, draft).await?;
        let location = route::staff::Draft::new(id).with("done", "saved");
        let sent = sent_about(staff, fields, location.clone());
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        let content = Self::content(&view, fields)?;
        let version = fields.number("version").unwrap_or(0);
        // Saved as it stands it says all the same that its author has seen what was published since.
        let is_as_it_was = content == draft.content && version == draft.version;
        if is_as_it_was && draft.state.is_open() && view.unseen.is_none() {
            return Ok(nothing_saved(&location));
        }
        let store = &self.inner.store;
        let outcome = store
            .change_draft(id, version, &content, &sent, self.now())
            .await?;
        applied(outcome, location)
    }

    pub(super) async fn require_own(&self, staff: &Staff, draft: &Draft) -> Result<(), AppError> {
        let why = format!(
            "This draft belongs to {}. Send the draft back with a comment, or write your own.",
            draft.author_name
        );
        let what = "change another\u{2019}s draft";
        self.require_author(staff, draft.author, (what, why)).await
    }

    /// Refuses what only the author may do. `what` it is goes into the security log, `why` to the person.
    pub(super) async fn require_author(
        &self,
        staff: &Staff,
        author: i64,
        (what, why): (&str, String),
    ) -> Result<(), AppError> {
        if author == staff.account().id {
            return Ok(());
        }
        let who = &staff.account().email;
        self.note("refused", who, staff.address(), what).await?;
        Err(AppError::Impossible(why))
    }

    /// The commitment's page exactly as the public will see it once the draft is published.
    pub async fn preview(
        &self,
        staff: &Staff,
        id: i64,
        lang: Lang,
    ) -> Result<CommitmentView, AppError> {
        self.require(staff, Action::SeeDesk).await?;
        let draft = self.inner.store.draft(id).await?.ok_or_else(no_draft)?;
        if draft.state == DraftState::Published {
            // There is nothing to foresee: the public page shows what came of it.
            return Err(AppError::Moved(
                route::Commitment::new(&draft.code).to_string(),
            ));
        }
        let mut shown = self.commitment(draft.code.as_str(), lang).await?;
        let content = draft.content;
        let id = shown
            .history
            .ratings
            .iter()
            .map(|p| p.id)
            .max()
            .unwrap_or(0)
            + 1;
        for past in &mut shown.history.ratings {
            past.in_force &= Some(past.id) != content.replaces;
        }
        shown.history.ratings.push(PastRating {
            in_force: true,
            rating: content.rating.clone(),
            revision: 0,
            id,
            origin: Some(RatingOrigin {
                rating_id: id,
                reason: content.reason,
                override_reason: content.override_reason,
                source_page: content.rating.source_page,
                drafted_by: draft.author_name,
                replaces: content.replaces,
            }),
            reply: content.reply.map(|reply| (reply, content.reply_url)),
        });
        let standing = shown.history.in_force().map(|past| past.rating.clone());
        let ratings = CurrentRatings::choose(standing.collect());
        let mut commitment = (*shown.row.commitment).clone();
        commitment.ratings = ratings;
        shown.row.commitment = std::sync::Arc::new(commitment);
        Ok(shown)
    }

    /// Attaches a government's reply to a published rating.
    pub async fn attach_reply(
        &self,
        staff: &Staff,
        code: &str,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        self.require(staff, Action::AttachReply).await?;
        let row = super::browse::find_commitment(&self.catalogue(), &canonical(code))?;
        let code = &row.commitment.code;
        let history = self.history(code).await?;
        let mut problems = Problems::default();
        let (reply, url) = (fields.get("reply"), fields.get("reply_url"));
        if reply.is_empty() || reply.chars().count() > 20_000 {
            problems.push("reply", "Enter a reply of up to 20,000 characters.");
        }
        if !url.is_empty() && !domain::forms::is_web_address(url) {
            problems.push(
                "reply_url",
                "Enter a web address that starts with https://.",
            );
        }
        let rating = fields.number("rating").unwrap_or(0);
        if !history.in_force().any(|past| past.id == rating) {
            problems.push(
                "rating",
                "Choose a rating of this commitment that still counts.",
            );
        }
        let reason = fields.get("reason");
        if reason.is_empty() {
            problems.push("reason", "A reason for the change is needed.");
        }
        if !problems.is_empty() {
            return Err(problems.into());
        }
        let location = route::staff::Commitment::new(code).with("done", "reply");
        let sent = super::staff::sent(staff, fields, location.clone());
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        let revision = domain::record::Revision {
            made_by: staff.account().name.clone(),
            made_at: self.now(),
            reason: reason.to_owned(),
            source: fields.text("reply_url"),
        };
        let url = (!url.is_empty()).then_some(url);
        let store = &self.inner.store;
        let outcome = store
            .reply_to_rating(rating, reply, url, &revision, &sent)
            .await?;
        self.refresh().await?;
        match outcome {
            SubmissionOutcome::Done(_) => Ok(location),
            SubmissionOutcome::Unchanged => Ok(nothing_saved(&location)),
            SubmissionOutcome::AlreadyApplied(location) => Ok(location),
            SubmissionOutcome::Conflict(_) => Err(Refusal::Overtaken(Problems::one(
                "rating",
                "Not saved: this rating, or the reply to it, has changed since you opened this page. Check the public page, then decide again.",
            ))),
        }
    }
}
