//! Comments on drafts, and the people whom they name.

use super::App;
use super::auth::Staff;
use super::queue::names_of;
use super::ratings::{no_draft, sent_about};
use super::staff::Refusal;
use crate::error::AppError;
use domain::Action;
use domain::forms::{Fields, MAX_REASON, Problems};
use store::{Comment, CommentOutcome};

/// Comments shown beside a draft, the newest.
const SHOWN: i64 = 100;

/// What was said about some drafts.
#[derive(Debug, Clone, Default)]
pub struct Comments {
    /// Oldest first.
    pub comments: Vec<Comment>,
    /// Who can be named, by name.
    pub people: Vec<(i64, String)>,
}

impl App {
    /// The comments on some drafts.
    pub async fn comments_on(&self, drafts: &[i64]) -> Result<Comments, AppError> {
        let store = &self.inner.store;
        Ok(Comments {
            comments: store.comments_on(drafts, SHOWN).await?,
            people: names_of(&store.accounts().await?),
        })
    }

    /// Adds a comment on a draft; gives `location`, where the form leads.
    pub async fn comment_on_draft(
        &self,
        staff: &Staff,
        draft: i64,
        fields: &Fields,
        location: String,
    ) -> Result<String, Refusal> {
        self.require(staff, Action::Comment).await?;
        let sent = sent_about(staff, fields, location);
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        let said = fields.get("said");
        if said.is_empty() {
            return Err(Problems::one("said", "Enter a comment.").into());
        }
        if said.chars().count() > MAX_REASON {
            return Err(Problems::one("said", "This comment is too long.").into());
        }
        let store = &self.inner.store;
        match store
            .comment_on_draft(draft, said, &sent, self.now())
            .await?
        {
            CommentOutcome::Done => Ok(sent.location),
            CommentOutcome::AlreadyApplied(location) => Ok(location),
            CommentOutcome::NoDraft => Err(no_draft().into()),
        }
    }

    /// Takes a comment that names the reader off their desk.
    pub async fn finish_mention(&self, staff: &Staff, id: i64) -> Result<(), AppError> {
        self.require(staff, Action::SeeDesk).await?;
        let store = &self.inner.store;
        Ok(store
            .finish_mention(staff.account().id, id, self.now())
            .await?)
    }
}
