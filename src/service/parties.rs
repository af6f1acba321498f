//! Adding members and action plans, and changing what is said of members.

use std::sync::Arc;

use super::auth::Staff;
use super::staff::{Clash, Refusal, by_whom, made_by, nothing_saved, plans_of, sent};
use super::{App, MissingForStaff, NotFound, Suggestion, shortened};
use crate::error::AppError;
use domain::difference::of_members;
use domain::forms::{Fields, Problems, commitment, party};
use domain::record::{Batch, Party, RevisedPlan, Revision};
use domain::route;
use domain::text::slugify;
use domain::{Action, ActionPlan, Member};
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
        self.require(staff, Action::ManageMembers).await?;
        let parties = self.inner.store.parties().await?;
        let known = |slug: &str| parties.iter().map(|p| &p.member).find(|m| m.slug() == slug);
        let before = match slug {
            Some(slug) => Some(known(slug).ok_or_else(|| no_member(slug))?),
            None => None,
        };
        let member = party::read_member(fields, before.map(|m| &**m))?;
        // Also not the name that another had before.
        let of_name = slugify(&member.name);
        let is_other = |other: &Member| before.is_none_or(|own| own.slug() != other.slug());
        let is_taken = parties.iter().map(|p| &*p.member).any(|other| {
            is_other(other) && (other.slug() == of_name || slugify(&other.name) == of_name)
        });
        if is_taken {
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

    /// Mends the title and the years of a plan that a form names (`plan`), or withdraws it
    /// (`withdraw`: `yes`), which no commitment may belong to. Its commitments keep it.
    pub async fn change_plan(
        &self,
        staff: &Staff,
        slug: &str,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        self.require(staff, Action::AddPlan).await?;
        self.require_for_unreviewed(staff).await?;
        let withdraws = fields.get("withdraw") == "yes";
        let done = if withdraws { "plan-withdrawn" } else { "saved" };
        let location = route::staff::Member::new(slug).with("done", done);
        let sent = sent(staff, fields, location.clone());
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        let store = &self.inner.store;
        let parties = store.parties().await?;
        let plans = plans_of(&parties, slug);
        if !parties.iter().any(|party| party.member.slug() == slug) {
            return Err(no_member(slug).into());
        }
        let key = fields.get("plan");
        let named = plans
            .iter()
            .find(|plan| commitment::plan_key(plan).trim() == key);
        let Some(before) = named.cloned().or_else(|| commitment::plan_of_key(key)) else {
            return Err(Problems::one("plan", "Plan not found.").into());
        };
        let after = if withdraws {
            super::staff::needed_reason(fields)?;
            let uses = self.commitments_of(slug, &before);
            if uses > 0 {
                return Err(Problems::one("reason", in_use(uses)).into());
            }
            None
        } else {
            let after = party::read_plan(fields)?;
            if named.is_some() && after != before && plans.contains(&after) {
                let problem = "The member already has a plan with this title and these years.";
                return Err(Problems::one("plan_title", problem).into());
            }
            Some(after)
        };
        if named.is_some() && after.as_ref() == Some(&before) {
            return Ok(nothing_saved(&location));
        }
        let batch = Batch {
            revised_plans: vec![RevisedPlan {
                member: slug.to_owned(),
                before: before.clone(),
                after,
            }],
            ..Batch::default()
        };
        let revision = self.revision(staff, fields.get("reason"), None);
        match self.write(&revision, &batch, &sent).await? {
            SubmissionOutcome::Done(_) => Ok(location),
            SubmissionOutcome::Unchanged => Ok(nothing_saved(&location)),
            SubmissionOutcome::AlreadyApplied(location) => Ok(location),
            SubmissionOutcome::Conflict(_) => {
                let since = store.plan_since(slug, &before, sent.seen).await?;
                Err(plan_overtaken(since))
            }
        }
    }

    /// How many commitments belong to a plan of a member.
    fn commitments_of(&self, member: &str, plan: &ActionPlan) -> usize {
        let catalogue = self.catalogue();
        let rows = catalogue.rows();
        rows.filter(|row| *row.commitment.plan == *plan && row.commitment.member.slug() == member)
            .count()
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
        let written = if batch.parties.iter().any(|party| party.plan.is_some()) {
            self.write_facts(&revision, &batch, &sent).await?
        } else {
            self.write(&revision, &batch, &sent).await?
        };
        Ok(match written {
            SubmissionOutcome::Done(_) => Ok(location),
            SubmissionOutcome::Unchanged => Ok(nothing_saved(&location)),
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

/// Why a plan with commitments is not withdrawn.
fn in_use(commitments: usize) -> String {
    let what = match commitments {
        1 => "1 commitment belongs".to_owned(),
        many => format!("{many} commitments belong"),
    };
    format!("Not withdrawn: {what} to this plan. Give them another plan first.")
}

/// What somebody else did to a plan since the form was opened.
fn plan_overtaken(since: Option<(Option<ActionPlan>, Revision)>) -> Refusal {
    let problem = match since {
        Some((Some(now), by)) => {
            let years = [now.start_year, now.end_year].map(|year| {
                year.map_or("not stated".to_owned(), |year| year.to_string())
            });
            format!(
                "Not saved: this plan has changed since you opened this page{}. It is now \u{201c}{}\u{201d} (start: {}, end: {}). Choose it below and decide again.",
                by_whom(Some(&by)),
                now.label(),
                years[0],
                years[1]
            )
        }
        Some((None, by)) => format!(
            "Not saved: this plan was withdrawn since you opened this page{}.",
            by_whom(Some(&by))
        ),
        None => "Not saved: the plans of this member, or their commitments, have changed since you opened this page. Check them below, then decide again.".to_owned(),
    };
    Refusal::Overtaken(Problems::one("plan", problem))
}
