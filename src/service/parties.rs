//! Adding members and action plans, and changing what is said of members.

use std::sync::Arc;

use super::App;
use super::auth::Staff;
use super::staff::{Refusal, revision, sent};
use crate::domain::record::{Batch, Party};
use crate::domain::{Action, ActionPlan, Member};
use crate::error::AppError;
use crate::forms::{Fields, Problems, party};

impl App {
    /// Members and their plans, for who keeps them.
    pub async fn parties(&self, staff: &Staff) -> Result<Vec<Party>, AppError> {
        self.require(staff, Action::SeeDesk).await?;
        Ok(self.inner.store.parties().await?)
    }

    /// Adds a member, or changes what is said of the one with this address.
    pub async fn save_member(
        &self,
        staff: &Staff,
        slug: Option<&str>,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        self.require(staff, Action::KeepMembers).await?;
        let parties = self.inner.store.parties().await?;
        let known = |slug: &str| parties.iter().map(|p| &p.member).find(|m| m.slug() == slug);
        let before = match slug {
            Some(slug) => Some(known(slug).ok_or_else(|| no_member(slug))?),
            None => None,
        };
        let member = party::read_member(fields, before.map(|m| &**m))?;
        if before.is_none() && known(&member.slug()).is_some() {
            return Err(Problems::one("name", "There is a member of this name already.").into());
        }
        let location = format!("/staff/members/{}?done=saved", member.slug());
        self.save_party(staff, member, None, fields, location).await
    }

    /// Adds a plan of a member.
    pub async fn add_plan(
        &self,
        staff: &Staff,
        slug: &str,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        self.require(staff, Action::AddPlan).await?;
        let parties = self.inner.store.parties().await?;
        let member = parties.iter().map(|p| &p.member).find(|m| m.slug() == slug);
        let member = (**member.ok_or_else(|| no_member(slug))?).clone();
        let plan = party::read_plan(fields)?;
        let location = format!("/staff/members/{slug}?done=plan");
        self.save_party(staff, member, Some(plan), fields, location)
            .await
    }

    async fn save_party(
        &self,
        staff: &Staff,
        member: Member,
        plan: Option<ActionPlan>,
        fields: &Fields,
        location: String,
    ) -> Result<String, Refusal> {
        let sent = sent(staff, fields, location.clone());
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        let batch = Batch {
            parties: vec![Party {
                member: Arc::new(member),
                plan,
            }],
            ..Batch::default()
        };
        let revision = revision(staff, fields.get("reason"), None);
        self.write(&revision, &batch, &sent).await?;
        Ok(location)
    }
}

fn no_member(slug: &str) -> AppError {
    AppError::NotFound {
        what: format!(
            "The record has no member \u{201c}{}\u{201d}.",
            slug.chars().take(60).collect::<String>()
        ),
        instead: vec![("/staff/members".to_owned(), "All members".to_owned())],
    }
}
