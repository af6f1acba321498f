//! Changes of many commitments at once: tags, institutions and policy areas.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::App;
use super::auth::Staff;
use super::staff::{Refusal, needed_reason, revision, sent};
use crate::catalogue::Catalogue;
use crate::domain::query::{Filter, Query};
use crate::domain::record::{Batch, RevisedArea};
use crate::domain::{Action, Commitment, CommitmentCode};
use crate::error::AppError;
use crate::forms::{Fields, Problems};
use crate::store::{Outcome, Sent};

/// How often a change of many commitments starts again when others come first.
const TRIES: usize = 5;

impl App {
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
