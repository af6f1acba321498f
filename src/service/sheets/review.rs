//! Review of a rating sheet: all its ratings together, published as one revision, in whole or in part.

use std::sync::Arc;

use super::save::{conflict_in_words, refused};
use super::{CellProblem, title_of};
use crate::error::AppError;
use crate::service::App;
use crate::service::auth::Staff;
use crate::service::browse::find_commitment;
use crate::service::draft_review::Decision;
use crate::service::ratings::{no_draft, sent_about};
use crate::service::staff::{Refusal, made_by};
use catalogue::Row;
use domain::forms::sheet::reason_and_note;
use domain::forms::{Fields, MAX_REASON, Problems};
use domain::route;
use domain::sheet::{Oddity, oddities};
use domain::{Action, ActionPlan, DraftState, Member};
use store::{Draft, DraftMove, DraftStep, SheetDecision, SheetOutcome};

/// One rating of a sheet, with what its reviewer needs to know.
#[derive(Debug, Clone)]
pub struct ReviewLine {
    pub row: Row,
    pub draft: Draft,
    pub oddities: Vec<Oddity>,
    /// Who changed the published ratings of this dimension since the draft was written, when and why.
    pub unseen: Option<String>,
}

/// A rating sheet under review.
#[derive(Debug, Clone)]
pub struct SheetReview {
    /// The draft whose id is in the address of the sheet.
    pub first: Draft,
    pub member: Arc<Member>,
    pub plan: Arc<ActionPlan>,
    /// Drafts that are neither published nor discarded, by code and dimension.
    pub lines: Vec<ReviewLine>,
    /// The steps of the draft `first`, oldest first.
    pub steps: Vec<DraftStep>,
    /// The reason that its ratings share.
    pub reason: String,
    pub base: i64,
}

impl SheetReview {
    /// The title of the report.
    pub fn title(&self) -> &str {
        title_of(&self.first)
    }
}

/// The decision that a form asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Publish,
    /// Publishes the selected ratings and sends the rest back to their author.
    PublishAndSendBack,
    SendBack,
}

impl Asked {
    fn read(slug: &str) -> Result<Self, AppError> {
        match slug {
            "publish" => Ok(Self::Publish),
            "publish-rest-back" => Ok(Self::PublishAndSendBack),
            "send-back" => Ok(Self::SendBack),
            _ => Err(no_draft()),
        }
    }

    const fn done(self) -> &'static str {
        match self {
            Self::Publish => "sheet-published",
            Self::PublishAndSendBack => "sheet-published-rest-back",
            Self::SendBack => "sheet-sent-back",
        }
    }
}

impl App {
    /// The sheet that a draft belongs to: the open drafts by the same author, from the same report, for the
    /// same plan.
    pub async fn sheet_review(&self, staff: &Staff, id: i64) -> Result<SheetReview, AppError> {
        self.require(staff, Action::SeeDesk).await?;
        let store = &self.inner.store;
        let first = store.draft(id).await?.ok_or_else(no_draft)?;
        let catalogue = self.catalogue();
        let named = find_commitment(&catalogue, first.code.as_str())?;
        let c = &named.commitment;
        let (member, plan) = (c.member.slug(), c.plan.slug());
        let mut drafts = store.open_drafts().await?;
        drafts.retain(|d| d.author == first.author && title_of(d) == title_of(&first));
        drafts.sort_by_key(|d| (d.code.clone(), d.content.rating.dimension.index(), d.id));
        let mut lines = Vec::new();
        for draft in drafts {
            let Some(row) = catalogue.find(&draft.code) else {
                continue;
            };
            let of = &row.commitment;
            if of.member.slug() != member || of.plan.slug() != plan {
                continue;
            }
            let rating = &draft.content.rating;
            let newer = store.ratings_changed_since(&draft.code, rating.dimension, draft.seen);
            let newer = newer.await?;
            let mut odd = oddities(of, rating);
            if draft.content.replaces.is_some() {
                // It replaces a published rating on purpose, so differing from it is not odd.
                odd.retain(|o| matches!(o, Oddity::PendingInResults | Oddity::NotVerifiable));
            }
            lines.push(ReviewLine {
                row: row.clone(),
                oddities: odd,
                unseen: newer.map(|by| made_by(&by)),
                draft,
            });
        }
        let shared = lines.first().map_or(&first, |line| &line.draft);
        Ok(SheetReview {
            member: Arc::clone(&c.member),
            plan: Arc::clone(&c.plan),
            steps: store.draft_steps(id).await?,
            reason: reason_and_note(&shared.content.reason).0.to_owned(),
            base: catalogue.version().number,
            first,
            lines,
        })
    }

    /// Applies the decision of a form to the ratings that it selects, all or nothing. Returns the address
    /// to redirect to.
    pub async fn decide_sheet(
        &self,
        staff: &Staff,
        id: i64,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        let view = self.sheet_review(staff, id).await?;
        let asked = Asked::read(fields.get("do"))?;
        let location = route::staff::SheetReview::new(id).with("done", asked.done());
        let sent = sent_about(staff, fields, location);
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        let decision = match self.decision(staff, &view, asked, fields).await {
            Ok(decision) => decision,
            // The same form may have been applied in the meantime.
            Err(refused) => return self.applied_before(&sent).await?.ok_or(refused),
        };
        let name = &staff.account().name;
        let store = &self.inner.store;
        let outcome = store
            .decide_sheet(&decision, &sent, name, self.now())
            .await?;
        // Also after a refusal: the page must show what another instance published.
        self.refresh().await?;
        match outcome {
            SheetOutcome::Done => {
                for (steps, to) in [
                    (&decision.publish, DraftState::Published),
                    (&decision.other, DraftState::Returned),
                ] {
                    let drafts = view.lines.iter().map(|line| &line.draft);
                    let moved = drafts.filter(|draft| steps.iter().any(|step| step.id == draft.id));
                    let moved: Vec<Draft> = moved.cloned().collect();
                    self.notify_of_drafts(&moved, to, Some(staff.account()))
                        .await;
                }
                Ok(sent.location)
            }
            SheetOutcome::AlreadyApplied(location) => Ok(location),
            SheetOutcome::Gone(_) => Err(no_draft().into()),
            SheetOutcome::Conflicts(conflicts) => {
                let cells = conflicts.into_iter().map(conflict_in_words).collect();
                Err(refused(Problems::default(), cells, true))
            }
        }
    }

    /// The steps that a form asks for. Refuses those that its sender may not take.
    async fn decision(
        &self,
        staff: &Staff,
        view: &SheetReview,
        asked: Asked,
        fields: &Fields,
    ) -> Result<SheetDecision, Refusal> {
        let chosen = self.chosen(view, fields).await?;
        let rest: Vec<Draft> = match asked {
            Asked::PublishAndSendBack => view
                .lines
                .iter()
                .map(|line| &line.draft)
                // Scheduled drafts stay scheduled.
                .filter(|draft| draft.state == DraftState::InReview)
                .filter(|draft| !chosen.iter().any(|one| one.id == draft.id))
                .cloned()
                .collect(),
            _ => Vec::new(),
        };
        let (publish, back) = match asked {
            Asked::SendBack => (Vec::new(), chosen),
            _ => (chosen, rest),
        };
        let (publishes, returns) = (Decision::Publish, Decision::SendBack);
        Ok(SheetDecision {
            publish: self.steps(staff, &publish, publishes, fields).await?,
            other: self.steps(staff, &back, returns, fields).await?,
        })
    }

    /// The drafts that a form selects, including those that are no longer open. Refuses an empty selection.
    async fn chosen(&self, view: &SheetReview, fields: &Fields) -> Result<Vec<Draft>, Refusal> {
        let mut chosen: Vec<Draft> = Vec::new();
        for id in fields.all("draft") {
            let Ok(id) = id.parse::<i64>() else { continue };
            if chosen.iter().any(|draft| draft.id == id) {
                continue;
            }
            let line = view.lines.iter().find(|line| line.draft.id == id);
            let draft = if let Some(line) = line {
                line.draft.clone()
            } else {
                let found = self.inner.store.draft(id).await?;
                let is_of_sheet = |draft: &Draft| {
                    draft.author == view.first.author && title_of(draft) == view.title()
                };
                found.filter(is_of_sheet).ok_or_else(no_draft)?
            };
            chosen.push(draft);
        }
        if chosen.is_empty() {
            return Err(Problems::one("sheet", "Select at least one rating.").into());
        }
        Ok(chosen)
    }

    /// The steps of one decision on several drafts. Each must pass the rules for a single draft.
    async fn steps(
        &self,
        staff: &Staff,
        drafts: &[Draft],
        decision: Decision,
        fields: &Fields,
    ) -> Result<Vec<DraftMove>, Refusal> {
        let mut problems = Vec::new();
        let mut steps = Vec::new();
        for draft in drafts {
            self.require_decision(staff, draft, decision).await?;
            let of_line = fields.get(&format!("comment-{}", draft.id));
            let comment = match (decision, of_line) {
                (Decision::SendBack, line) if !line.is_empty() => line,
                _ => fields.get("comment"),
            };
            if comment.chars().count() > MAX_REASON {
                return Err(Problems::one("comment", "This comment is too long.").into());
            }
            decision.check_comment(comment, draft.author == staff.account().id)?;
            if decision == Decision::Publish
                && let Err(refused) = self.check_publishable(staff, draft).await
            {
                let Refusal::Problems(found) = refused else {
                    return Err(refused);
                };
                let problem = found.iter().next().map_or("", |(_, problem)| problem);
                problems.push(CellProblem {
                    code: draft.code.clone(),
                    dimension: draft.content.rating.dimension,
                    problem: problem.to_owned(),
                });
            }
            let version = fields.number(&format!("version-{}", draft.id));
            steps.push(DraftMove {
                id: draft.id,
                version: version.unwrap_or(0),
                to: match decision {
                    Decision::Publish => DraftState::Published,
                    _ => DraftState::Returned,
                },
                comment: comment.to_owned(),
                publish_at: None,
                seen: fields.number("base").unwrap_or(0),
                at: self.now(),
            });
        }
        if problems.is_empty() {
            Ok(steps)
        } else {
            Err(refused(Problems::default(), problems, false))
        }
    }
}
