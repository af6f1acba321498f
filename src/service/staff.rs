//! What staff do to commitments, members, plans, areas and institutions. Every change takes who
//! makes it, and asks first whether that person may.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::Utc;

use super::App;
use super::auth::Staff;
use crate::catalogue::Catalogue;
use crate::domain::difference::{Difference, differences};
use crate::domain::query::{Filter, Query};
use crate::domain::record::{Batch, Entry, Party, RevisedArea, Revision, Texts};
use crate::domain::{
    Action, ActionPlan, Commitment, CommitmentCode, CommitmentStatus, CurrentRatings, Member,
};
use crate::error::AppError;
use crate::forms::{Fields, Problems, commitment, party};
use crate::store::{Outcome, Sent};

/// How often a change of many commitments starts again when others come first.
const TRIES: usize = 5;

/// Why a form was not applied. What was filled in is never lost.
#[derive(Debug)]
pub enum Refusal {
    /// Something is wrong with it.
    Problems(Problems),
    /// Somebody else has changed the same commitment in between.
    Clash(Box<Clash>),
    /// It cannot be done at all.
    App(AppError),
}

/// Two people changed one commitment: what the other did, and the form to send again.
#[derive(Debug)]
pub struct Clash {
    /// The sender's input, with the other's changes in the fields that the sender left alone.
    pub fields: Fields,
    /// Fields that both have changed; the sender's value stands in the form.
    pub both: Vec<String>,
    /// What the other changed.
    pub theirs: Vec<Difference>,
    /// Who, when and why.
    pub by: String,
}

impl<E: Into<AppError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::App(error.into())
    }
}

impl From<Problems> for Refusal {
    fn from(problems: Problems) -> Self {
        Self::Problems(problems)
    }
}

/// A commitment as its form shows it.
#[derive(Debug, Clone)]
pub struct EditView {
    /// The present snapshot, for areas and names.
    pub catalogue: Arc<Catalogue>,
    /// The commitment as it is; none for a new one.
    pub entry: Option<Entry>,
    /// Members and plans to choose from.
    pub parties: Vec<Party>,
    /// The state of the record that the form was made from.
    pub base: i64,
    /// Whether the reader may change what the IRM assessed.
    pub assessment: bool,
}

impl EditView {
    /// The plans of a member.
    pub fn plans_of(&self, slug: &str) -> Vec<ActionPlan> {
        plans_of(&self.parties, slug)
    }
}

fn plans_of(parties: &[Party], slug: &str) -> Vec<ActionPlan> {
    parties
        .iter()
        .filter(|party| party.member.slug() == slug)
        .filter_map(|party| party.plan.clone())
        .collect()
}

fn revision(staff: &Staff, reason: &str, source: Option<String>) -> Revision {
    Revision {
        made_by: staff.account().name.clone(),
        made_at: Utc::now(),
        reason: reason.to_owned(),
        source,
    }
}

fn unknown(code: &CommitmentCode) -> AppError {
    AppError::NotFound {
        what: format!("The record has no commitment {code}."),
        instead: vec![("/staff".to_owned(), "The desk".to_owned())],
    }
}

/// What every form carries: which form it is, and the state of the record it was made from.
fn sent(staff: &Staff, fields: &Fields, location: String) -> Sent {
    Sent {
        account: staff.account().id,
        token: fields.get("submission").to_owned(),
        location,
        seen: fields.number("base").unwrap_or(0),
    }
}

impl App {
    /// The form of a commitment, or of a new one.
    pub async fn edit_form(&self, staff: &Staff, code: Option<&str>) -> Result<EditView, AppError> {
        let action = if code.is_some() {
            Action::EditFacts
        } else {
            Action::AddCommitment
        };
        self.require(staff, action).await?;
        let store = &self.inner.store;
        let base = store.version().await?.number;
        let entry = match code {
            Some(code) => Some(self.entry_at(code, base).await?),
            None => None,
        };
        Ok(EditView {
            catalogue: self.catalogue(),
            entry,
            parties: store.parties().await?,
            base,
            assessment: staff.may(Action::SetAssessment),
        })
    }

    async fn entry_at(&self, code: &str, upto: i64) -> Result<Entry, AppError> {
        let Ok(code) = code.parse::<CommitmentCode>() else {
            return Err(AppError::NotFound {
                what: format!(
                    "\u{201c}{}\u{201d} is no code of a commitment.",
                    code.chars().take(40).collect::<String>()
                ),
                instead: vec![("/staff".to_owned(), "The desk".to_owned())],
            });
        };
        let found = self.inner.store.entry(&code, upto).await?;
        found.map(|(_, entry)| entry).ok_or_else(|| unknown(&code))
    }

    /// Changes a commitment; gives where to go from there.
    pub async fn save_commitment(
        &self,
        staff: &Staff,
        code: &str,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        self.require(staff, Action::EditFacts).await?;
        let location = format!("/staff/commitments/{code}?done=saved");
        let sent = sent(staff, fields, location.clone());
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        let store = &self.inner.store;
        let now = store.version().await?.number;
        let entry = self.entry_at(code, now).await?;
        let seen = self.entry_at(code, sent.seen).await?;
        let assessment = staff.may(Action::SetAssessment);
        if seen != entry {
            return Err(self.clash(fields, &seen, &entry, now, assessment).await?);
        }
        let parties = store.parties().await?;
        let plans = plans_of(&parties, &entry.commitment.member.slug());
        let catalogue = self.catalogue();
        let areas: Vec<&str> = catalogue.areas().iter().map(|a| &*a.slug).collect();
        let mut changed = entry.clone();
        commitment::apply(fields, &mut changed, &plans, &areas, assessment)?;
        let batch = Batch {
            entries: vec![changed],
            ..Batch::default()
        };
        let revision = revision(staff, fields.get("reason"), fields.text("source_url"));
        match self.write(&revision, &batch, &sent).await? {
            Outcome::Done(_) => Ok(location),
            Outcome::Before(location) => Ok(location),
            Outcome::Conflict(_) => {
                let now = store.version().await?.number;
                let entry = self.entry_at(code, now).await?;
                Err(self.clash(fields, &seen, &entry, now, assessment).await?)
            }
        }
    }

    /// Where a form led that was sent before.
    pub(super) async fn applied_before(&self, sent: &Sent) -> Result<Option<String>, Refusal> {
        if sent.token.len() < 16 || sent.token.len() > 100 {
            return Err(Refusal::App(AppError::Impossible(
                "This form is not complete. Open its page again and fill it in there.".to_owned(),
            )));
        }
        let store = &self.inner.store;
        Ok(store.submitted(&sent.token, sent.account).await?)
    }

    /// Writes a change and shows it at once.
    pub(super) async fn write(
        &self,
        revision: &Revision,
        batch: &Batch,
        sent: &Sent,
    ) -> Result<Outcome, AppError> {
        let outcome = self.inner.store.apply(revision, batch, sent).await?;
        self.refresh().await?;
        Ok(outcome)
    }

    async fn clash(
        &self,
        fields: &Fields,
        seen: &Entry,
        present: &Entry,
        now: i64,
        assessment: bool,
    ) -> Result<Refusal, AppError> {
        let (mut merged, both) = commitment::merge(
            &commitment::fill(seen, assessment),
            fields,
            &commitment::fill(present, assessment),
        );
        merged.set("base", [now.to_string()]);
        merged.set("submission", [super::auth::random()]);
        let catalogue = self.catalogue();
        let theirs = differences(seen, present, |slug| {
            catalogue.areas().name(slug).to_owned()
        });
        let code = &present.commitment.code;
        let history = self.inner.store.history(code, now).await?;
        let by = history
            .and_then(|h| h.revisions.last().map(|past| past.revision.clone()))
            .map_or(String::new(), |r| {
                format!(
                    "{}, on {}: {}",
                    r.made_by,
                    r.made_at.format("%-d %B %Y at %H:%M UTC"),
                    r.reason
                )
            });
        Ok(Refusal::Clash(Box::new(Clash {
            fields: merged,
            both,
            theirs,
            by,
        })))
    }

    /// Adds a commitment; gives where to go from there.
    pub async fn add_commitment(&self, staff: &Staff, fields: &Fields) -> Result<String, Refusal> {
        self.require(staff, Action::AddCommitment).await?;
        let mut problems = commitment::problems(fields);
        let store = &self.inner.store;
        let parties = store.parties().await?;
        let member = parties
            .iter()
            .map(|party| &party.member)
            .find(|member| member.slug() == fields.get("member"));
        if member.is_none() && problems.of("member").is_none() {
            problems.push("member", "There is no such member; an admin can add it.");
        }
        let code: Option<CommitmentCode> = fields.get("code").parse().ok();
        let location = code.as_ref().map_or(String::new(), |code| {
            format!("/staff/commitments/{code}?done=added")
        });
        let sent = sent(staff, fields, location.clone());
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        if let Some(code) = &code
            && store.entry(code, crate::store::NEWEST).await?.is_some()
        {
            problems.push("code", format!("There is a commitment {code} already."));
        }
        let (Some(member), Some(code), true) = (member, code, problems.is_empty()) else {
            return Err(problems.into());
        };
        let mut entry = blank(code, Arc::clone(member));
        let catalogue = self.catalogue();
        let areas: Vec<&str> = catalogue.areas().iter().map(|a| &*a.slug).collect();
        let plans = plans_of(&parties, &member.slug());
        let assessment = staff.may(Action::SetAssessment);
        commitment::apply(fields, &mut entry, &plans, &areas, assessment)?;
        let batch = Batch {
            entries: vec![entry],
            ..Batch::default()
        };
        let revision = revision(staff, fields.get("reason"), fields.text("source_url"));
        match self.write(&revision, &batch, &sent).await? {
            Outcome::Done(_) => Ok(location),
            Outcome::Before(location) => Ok(location),
            Outcome::Conflict(_) => {
                Err(Problems::one("code", "Somebody has just added this code.").into())
            }
        }
    }

    /// Withdraws a commitment, or takes that back. Nothing is ever deleted.
    pub async fn withdraw(
        &self,
        staff: &Staff,
        code: &str,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        self.require(staff, Action::Withdraw).await?;
        let reason = needed_reason(fields)?;
        let location = format!("/staff/commitments/{code}?done=withdrawal");
        let sent = sent(staff, fields, location.clone());
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        let now = self.inner.store.version().await?.number;
        let mut entry = self.entry_at(code, now).await?;
        let withdraw = fields.get("withdraw") == "yes";
        entry.commitment.status = Some(if withdraw {
            CommitmentStatus::Withdrawn
        } else {
            CommitmentStatus::Active
        });
        let batch = Batch {
            entries: vec![entry],
            ..Batch::default()
        };
        // Made from the state of this moment: only the status is changed.
        let sent = Sent { seen: now, ..sent };
        match self
            .write(&revision(staff, &reason, None), &batch, &sent)
            .await?
        {
            Outcome::Done(_) | Outcome::Before(_) => Ok(location),
            Outcome::Conflict(_) => Err(AppError::Impossible(
                "Somebody has changed this commitment just now. Look at it, then send again."
                    .to_owned(),
            )
            .into()),
        }
    }

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

    /// Tags many commitments with an area, or takes a tag off them.
    pub async fn tag_many(&self, staff: &Staff, fields: &Fields) -> Result<String, Refusal> {
        self.require(staff, Action::TagMany).await?;
        let reason = needed_reason(fields)?;
        let catalogue = self.catalogue();
        let (add, remove) = (fields.get("add"), fields.get("remove"));
        for (field, slug) in [("add", add), ("remove", remove)] {
            if !slug.is_empty() && catalogue.areas().find(slug).is_none() {
                return Err(Problems::one(field, "There is no such policy area.").into());
            }
        }
        if add.is_empty() && remove.is_empty() {
            return Err(Problems::one("add", "Choose a policy area to add or to take off.").into());
        }
        let ids: Vec<i64> = fields
            .all("code")
            .into_iter()
            .filter_map(|code| Some(catalogue.find(&code.parse().ok()?)?.id))
            .collect();
        if ids.is_empty() {
            return Err(Problems::one("code", "Choose at least one commitment.").into());
        }
        let location = format!("/staff/tags?done={}", ids.len());
        self.change_many(staff, fields, &reason, location, &ids, Vec::new(), |c| {
            if !remove.is_empty() {
                c.policy_areas.retain(|slug| **slug != *remove);
            }
            if !add.is_empty() && !c.policy_areas.iter().any(|slug| **slug == *add) {
                c.policy_areas.push(add.into());
            }
        })
        .await
    }

    /// Every institution with the number of commitments that name it.
    pub async fn institutions(
        &self,
        staff: &Staff,
    ) -> Result<Vec<(String, Vec<CommitmentCode>)>, AppError> {
        self.require(staff, Action::KeepInstitutions).await?;
        Ok(institutions(&self.catalogue()).into_iter().collect())
    }

    /// Gives an institution another name everywhere; under a name in use the two become one.
    pub async fn rename_institution(
        &self,
        staff: &Staff,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        self.require(staff, Action::KeepInstitutions).await?;
        let reason = needed_reason(fields)?;
        let (from, to) = (fields.get("from"), fields.get("to"));
        if to.is_empty() || to.contains('\n') || to.chars().count() > 500 {
            return Err(Problems::one("to", "A name is needed, on one line.").into());
        }
        let catalogue = self.catalogue();
        let Some(codes) = institutions(&catalogue).remove(from) else {
            return Err(Problems::one("from", "No commitment names this institution.").into());
        };
        let ids: Vec<i64> = codes
            .iter()
            .filter_map(|code| Some(catalogue.find(code)?.id))
            .collect();
        let location = format!("/staff/institutions?done={}", ids.len());
        let rename = |names: &mut Vec<String>| {
            for name in names.iter_mut().filter(|name| **name == *from) {
                to.clone_into(name);
            }
            let mut seen = std::collections::HashSet::new();
            names.retain(|name| seen.insert(name.clone()));
        };
        self.change_many(staff, fields, &reason, location, &ids, Vec::new(), |c| {
            rename(&mut c.lead_institutions);
            rename(&mut c.support_institutions);
        })
        .await
    }

    /// Gives a policy area another name, or makes it part of another tag (`into`).
    pub async fn change_area(&self, staff: &Staff, fields: &Fields) -> Result<String, Refusal> {
        self.require(staff, Action::KeepAreas).await?;
        let reason = needed_reason(fields)?;
        let catalogue = self.catalogue();
        let areas = catalogue.areas();
        let Some(area) = areas.find(fields.get("area")) else {
            return Err(Problems::one("area", "There is no such policy area.").into());
        };
        let slug = Arc::clone(&area.slug);
        let into = fields.get("into");
        let location = format!("/staff/areas?done={slug}");
        if into.is_empty() {
            let name = fields.get("name");
            if crate::domain::text::slugify(name).is_empty() || name.chars().count() > 200 {
                return Err(Problems::one("name", "A name is needed.").into());
            }
            let other = areas.find(&crate::domain::text::slugify(name));
            if other.is_some_and(|other| other.slug != slug) {
                return Err(Problems::one("name", "Another policy area has this name.").into());
            }
            let mut renamed = area.clone();
            renamed
                .also
                .push(std::mem::replace(&mut renamed.name, name.to_owned()));
            renamed.also.dedup();
            let revised = RevisedArea {
                area: renamed,
                merged_into: None,
            };
            let none = |_: &mut Commitment| ();
            return self
                .change_many(staff, fields, &reason, location, &[], vec![revised], none)
                .await;
        }
        let Some(target) = areas.find(into).filter(|target| target.slug != slug) else {
            return Err(Problems::one("into", "Choose another policy area.").into());
        };
        if areas.children(&slug).next().is_some() {
            return Err(Problems::one("area", "It has parts; merge or move those first.").into());
        }
        let target = Arc::clone(&target.slug);
        let query = Query::default().with(Filter::Area, &slug);
        let selection = catalogue.select(&query, None);
        let ids: Vec<i64> = catalogue
            .ordered(&query, &selection)
            .map(|r| r.id)
            .collect();
        let revised = RevisedArea {
            area: area.clone(),
            merged_into: Some(Arc::clone(&target)),
        };
        self.change_many(staff, fields, &reason, location, &ids, vec![revised], |c| {
            let had = c.policy_areas.contains(&target);
            let mut replaced = had;
            c.policy_areas.retain_mut(|tag| {
                if *tag != slug {
                    return true;
                }
                *tag = Arc::clone(&target);
                !std::mem::replace(&mut replaced, true)
            });
        })
        .await
    }

    /// Makes the same change to many commitments, in one revision. Begins again where somebody
    /// changes one of them meanwhile: it says what is to be changed, not what they should look like.
    #[expect(
        clippy::too_many_arguments,
        reason = "one caller for each kind of change"
    )]
    async fn change_many(
        &self,
        staff: &Staff,
        fields: &Fields,
        reason: &str,
        location: String,
        ids: &[i64],
        revised_areas: Vec<RevisedArea>,
        change: impl Fn(&mut Commitment),
    ) -> Result<String, Refusal> {
        let sent = sent(staff, fields, location.clone());
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        for _ in 0..TRIES {
            let now = self.inner.store.version().await?.number;
            let mut entries = self.inner.store.entries(ids, now).await?;
            for (_, entry) in &mut entries {
                change(&mut entry.commitment);
            }
            let batch = Batch {
                entries: entries.into_iter().map(|(_, entry)| entry).collect(),
                revised_areas: revised_areas.clone(),
                ..Batch::default()
            };
            let sent = Sent {
                seen: now,
                ..sent.clone()
            };
            match self
                .write(&revision(staff, reason, None), &batch, &sent)
                .await?
            {
                Outcome::Done(_) | Outcome::Before(_) => return Ok(location),
                Outcome::Conflict(_) => {}
            }
        }
        Err(AppError::Impossible(
            "Others are changing the same commitments. Nothing was changed; try again in a minute."
                .to_owned(),
        )
        .into())
    }
}

fn needed_reason(fields: &Fields) -> Result<String, Refusal> {
    let reason = fields.text("reason");
    reason
        .filter(|r| r.chars().count() <= crate::forms::MOST_REASON)
        .ok_or_else(|| Problems::one("reason", "A reason for the change is needed.").into())
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

fn institutions(catalogue: &Catalogue) -> BTreeMap<String, Vec<CommitmentCode>> {
    let mut named: BTreeMap<String, Vec<CommitmentCode>> = BTreeMap::new();
    let all = Query::default();
    let selection = catalogue.select(&all, None);
    for row in catalogue.ordered(&all, &selection) {
        let c = &row.commitment;
        for name in c.lead_institutions.iter().chain(&c.support_institutions) {
            let codes = named.entry(name.clone()).or_default();
            if codes.last() != Some(&c.code) {
                codes.push(c.code.clone());
            }
        }
    }
    named
}

fn blank(code: CommitmentCode, member: Arc<Member>) -> Entry {
    Entry {
        commitment: Commitment {
            code,
            member,
            plan: Arc::default(),
            number: None,
            title: String::new(),
            lead_institutions: Vec::new(),
            support_institutions: Vec::new(),
            policy_areas: Vec::new(),
            ogp_values: Vec::new(),
            start: None,
            end: None,
            verifiable: None,
            relevant: None,
            starred: None,
            reports: Vec::new(),
            challenge_area: None,
            source_url: None,
            status: None,
            ratings: CurrentRatings::default(),
        },
        texts: Texts::default(),
        ratings: Vec::new(),
    }
}
