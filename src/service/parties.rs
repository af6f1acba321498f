//! Adding members and action plans, and changing what is said of members.

use std::sync::Arc;

use super::auth::Staff;
use super::staff::{Clash, Refusal, made_by, sent};
use super::{App, MissingForStaff, NotFound, Suggestion, shortened};
use crate::error::AppError;
use domain::Action;
use domain::difference::of_members;
use domain::forms::{Fields, Problems, commitment, party};
use domain::record::{Batch, Party};
use domain::route;
use store::SubmissionOutcome;

impl App {
    /// Members and their plans, for who keeps them.
    ///
    /// Second is the state of the record that they are from, or an older one.
    pub async fn parties(&self, staff: &Staff) -> Result<(Vec<Party>, i64), AppError> {
        self.require(staff, Action::SeeDesk).await?;
        let store = &self.inner.store;
        // The state first: what is newer than it is shown to who saves.
        let base = store.version().await?.number;
        Ok((store.parties().await?, base))
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
            return Err(Problems::one("name", "A member already has this name.").into());
        }
        let slug = member.slug();
        let party = Party {
            member: Arc::new(member),
            plan: None,
        };
        let location = route::staff::Member::new(&slug).with("done", "saved");
        match self.save_party(staff, party, fields, location).await? {
            Ok(location) => Ok(location),
            Err(Overtaken) if before.is_none() => {
                Err(Problems::one("name", "Somebody else has just added this member.").into())
            }
            Err(Overtaken) => Err(self.clash_of_member(&slug, fields).await?),
        }
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
        let member = member.ok_or_else(|| no_member(slug))?;
        let plan = party::read_plan(fields)?;
        let location = route::staff::Member::new(slug).with("done", "plan");
        let party = Party {
            member: Arc::clone(member),
            plan: Some(plan),
        };
        match self.save_party(staff, party, fields, location).await? {
            Ok(location) => Ok(location),
            // A plan leaves what is said of the member alone, so nobody can come before it.
            Err(Overtaken) => Err(no_member(slug).into()),
        }
    }

    async fn save_party(
        &self,
        staff: &Staff,
        party: Party,
        fields: &Fields,
        location: String,
    ) -> Result<Result<String, Overtaken>, Refusal> {
        let sent = sent(staff, fields, location.clone());
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(Ok(before));
        }
        let batch = Batch {
            parties: vec![party],
            ..Batch::default()
        };
        let revision = self.revision(staff, fields.get("reason"), None);
        Ok(match self.write(&revision, &batch, &sent).await? {
            SubmissionOutcome::Done(_) => Ok(location),
            SubmissionOutcome::AlreadyApplied(location) => Ok(location),
            SubmissionOutcome::Conflict(_) => Err(Overtaken),
        })
    }

    /// What somebody else has changed about a member since the form was opened.
    async fn clash_of_member(&self, slug: &str, fields: &Fields) -> Result<Refusal, AppError> {
        let store = &self.inner.store;
        let now = store.version().await?.number;
        let seen = fields.number("base").unwrap_or(0);
        let present = store.member(slug, now).await?;
        let present = present.ok_or_else(|| no_member(slug))?;
        let seen = store.member(slug, seen).await?;
        // A form that was made before there was the member shows all of it as changed.
        let (before, theirs) = match &seen {
            Some(seen) => (party::fill_member(seen), of_members(seen, &present)),
            None => (Fields::default(), Vec::new()),
        };
        let now_said = party::fill_member(&present);
        let (mut merged, both) = commitment::merge(&before, fields, &now_said);
        merged.set("base", [now.to_string()]);
        merged.set("submission", [super::auth::random()]);
        let by = store.last_change_of_member(slug).await?;
        Ok(Refusal::Clash(Box::new(Clash {
            fields: merged,
            both,
            theirs,
            by: by.map_or(String::new(), |by| made_by(&by)),
        })))
    }
}

/// Others came first.
struct Overtaken;

fn no_member(slug: &str) -> AppError {
    let what = MissingForStaff::Member(shortened(slug));
    NotFound::for_staff(what, Suggestion::StaffMembers).into()
}
