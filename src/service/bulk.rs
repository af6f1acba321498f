//! Changes of many commitments at once: tags and policy areas.

use std::sync::Arc;

use super::App;
use super::auth::Staff;
use super::staff::{Refusal, by_whom, needed_reason, nothing_saved, sent};
use crate::error::AppError;
use catalogue::Row;
use domain::AreaTree;
use domain::forms::{Fields, Problems};
use domain::query::{Filter, Query};
use domain::record::{Batch, RevisedArea};
use domain::route;
use domain::text::slugify;
use domain::{Action, Commitment, CommitmentCode, PolicyArea};
use store::{NEWEST, SubmissionOutcome};

impl App {
    /// Tags many commitments with an area, or takes a tag off them.
    pub async fn tag_many(&self, staff: &Staff, fields: &Fields) -> Result<String, Refusal> {
        self.require(staff, Action::TagMany).await?;
        let reason = needed_reason(fields)?;
        let (tagging, rows) = self.tagging(fields)?;
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let location = route::staff::Tags.with("done", ids.len());
        self.change_many(staff, fields, &reason, location, &ids, Vec::new(), |c| {
            tagging.apply(&mut c.policy_areas);
        })
        .await
    }

    /// The commitments that tagging would change, as the form stands.
    pub async fn tag_preview(&self, staff: &Staff, fields: &Fields) -> Result<Vec<Row>, Refusal> {
        self.require(staff, Action::TagMany).await?;
        let (tagging, mut rows) = self.tagging(fields)?;
        rows.retain(|row| {
            let before = &row.commitment.policy_areas;
            let mut after = before.clone();
            tagging.apply(&mut after);
            after != *before
        });
        Ok(rows)
    }

    /// Which tag goes where, and the commitments that were chosen.
    fn tagging<'a>(&self, fields: &'a Fields) -> Result<(Tagging<'a>, Vec<Row>), Problems> {
        let catalogue = self.catalogue();
        let (add, remove) = (fields.get("add"), fields.get("remove"));
        for (field, slug) in [("add", add), ("remove", remove)] {
            // Not one that has become part of another: that is no longer a tag.
            let found = catalogue.areas().find(slug);
            if !slug.is_empty() && found.is_none_or(|area| *area.slug != *slug) {
                return Err(Problems::one(field, "Policy area not found."));
            }
        }
        if add.is_empty() && remove.is_empty() {
            let problem = "Choose a tag to add or remove.";
            return Err(Problems::one("add", problem));
        }
        let rows: Vec<Row> = fields
            .all("code")
            .into_iter()
            .filter_map(|code| catalogue.find(&code.parse().ok()?).cloned())
            .collect();
        if rows.is_empty() {
            return Err(Problems::one("code", "Choose at least one commitment."));
        }
        Ok((Tagging { add, remove }, rows))
    }

    /// Gives a policy area another name, moves it to another place in the list (`parent`), or makes it part
    /// of another tag (`into`).
    pub async fn change_area(&self, staff: &Staff, fields: &Fields) -> Result<String, Refusal> {
        self.require(staff, Action::ManageAreas).await?;
        let reason = needed_reason(fields)?;
        let catalogue = self.catalogue();
        let areas = catalogue.areas();
        let Some(area) = areas.find(fields.get("area")) else {
            return Err(Problems::one("area", "Policy area not found.").into());
        };
        let slug = Arc::clone(&area.slug);
        if *slug != *fields.get("area") {
            // It has become part of this one since the form was opened.
            return Err(self
                .changed_since(&[], Some(fields.get("area").into()))
                .await?);
        }
        let location = route::staff::Areas.with("done", "area");
        let step = area_step(areas, area, fields)?;
        let is_so_already = match &step {
            AreaStep::Merge(_) => false,
            AreaStep::Rename(name) => *name == area.name,
            AreaStep::Move(parent) => parent.as_ref().map(|p| &p.slug) == area.parent.as_ref(),
        };
        if is_so_already {
            return Ok(nothing_saved(&location));
        }
        let target = match step {
            AreaStep::Merge(target) => target,
            AreaStep::Move(parent) => {
                let moved = PolicyArea {
                    parent: parent.map(|parent| parent.slug),
                    ..area.clone()
                };
                let revised = RevisedArea {
                    area: moved,
                    merged_into: None,
                };
                let none = |_: &mut Commitment| ();
                return self
                    .change_many(staff, fields, &reason, location, &[], vec![revised], none)
                    .await;
            }
            AreaStep::Rename(name) => {
                let mut renamed = area.clone();
                renamed
                    .also
                    .push(std::mem::replace(&mut renamed.name, name));
                let mut known = std::collections::HashSet::new();
                renamed.also.retain(|name| known.insert(name.clone()));
                let revised = RevisedArea {
                    area: renamed,
                    merged_into: None,
                };
                let none = |_: &mut Commitment| ();
                return self
                    .change_many(staff, fields, &reason, location, &[], vec![revised], none)
                    .await;
            }
        };
        let target = target.slug;
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

    /// Makes the same change to many commitments, in one revision. Refused where anybody has changed one
    /// of them, or the area, since the sender looked: what they did is seen first.
    #[expect(
        clippy::too_many_arguments,
        reason = "one caller for each kind of change"
    )]
    pub(super) async fn change_many(
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
        let now = self.inner.store.version().await?.number;
        let mut entries = self.inner.store.entries(ids, now).await?;
        for (_, entry) in &mut entries {
            change(&mut entry.commitment);
        }
        let area = revised_areas.first().map(|r| Arc::clone(&r.area.slug));
        let batch = Batch {
            entries: entries.into_iter().map(|(_, entry)| entry).collect(),
            revised_areas,
            ..Batch::default()
        };
        let revision = self.revision(staff, reason, None);
        // What is said of the areas themselves is no fact about a commitment.
        let written = if batch.revised_areas.is_empty() {
            self.write_facts(&revision, &batch, &sent).await?
        } else {
            self.write(&revision, &batch, &sent).await?
        };
        match written {
            SubmissionOutcome::Done(_) => Ok(location),
            SubmissionOutcome::Unchanged => Ok(nothing_saved(&location)),
            SubmissionOutcome::AlreadyApplied(location) => Ok(location),
            SubmissionOutcome::Conflict(codes) => Err(self.changed_since(&codes, area).await?),
        }
    }

    /// Why many commitments were not changed: what others have changed since the sender looked.
    pub(super) async fn changed_since(
        &self,
        codes: &[CommitmentCode],
        area: Option<Arc<str>>,
    ) -> Result<Refusal, AppError> {
        let store = &self.inner.store;
        let (what, by) = match (codes.first(), area) {
            (Some(first), _) => {
                let named: Vec<&str> = codes
                    .iter()
                    .take(NAMED)
                    .map(domain::CommitmentCode::as_str)
                    .collect();
                let more = codes.len().saturating_sub(NAMED);
                let more = (more > 0).then(|| format!(" and {more} more"));
                let what = format!("{}{}", named.join(", "), more.unwrap_or_default());
                let history = store.history(first, NEWEST).await?;
                let last = history.and_then(|h| h.revisions.last().map(|r| r.revision.clone()));
                (what, last)
            }
            (None, Some(area)) => {
                let last = store.last_change_of_area(&area).await?;
                ("This policy area".to_owned(), last)
            }
            (None, None) => ("What you chose".to_owned(), None),
        };
        let by = by_whom(by.as_ref());
        Ok(Refusal::Overtaken(Problems::one(
            "reason",
            format!(
                "Changed since you opened this page: {what}{by}. Check what is shown now, then save again."
            ),
        )))
    }
}

/// Commitments named where others have changed them.
const NAMED: usize = 10;

/// A tag that is added and one that is taken off; empty for none.
struct Tagging<'a> {
    add: &'a str,
    remove: &'a str,
}

impl Tagging<'_> {
    fn apply(&self, tags: &mut Vec<Arc<str>>) {
        if !self.remove.is_empty() {
            tags.retain(|slug| **slug != *self.remove);
        }
        if !self.add.is_empty() && !tags.iter().any(|slug| **slug == *self.add) {
            tags.push(self.add.into());
        }
    }
}

/// What is to be done with a policy area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AreaStep {
    /// It gets this name.
    Rename(String),
    /// It becomes a part of this area; of none, where it stands by itself.
    Move(Option<PolicyArea>),
    /// It becomes part of this other tag.
    Merge(PolicyArea),
}

/// Reads what a form asks to do with a policy area: one of two things, and one that can be done.
pub fn area_step(
    areas: &AreaTree,
    area: &PolicyArea,
    fields: &Fields,
) -> Result<AreaStep, Problems> {
    let (name, into) = (fields.get("name"), fields.get("into"));
    let renames = !name.is_empty() && name != area.name;
    let place = fields.get("parent");
    if usize::from(renames) + usize::from(!into.is_empty()) + usize::from(!place.is_empty()) > 1 {
        let problem = "Choose only one: a new name, another place in the list, or another tag to merge this policy area into.";
        let field = if into.is_empty() { "parent" } else { "into" };
        return Err(Problems::one(field, problem));
    }
    if !place.is_empty() {
        return place_of(areas, area, place).map(AreaStep::Move);
    }
    if into.is_empty() {
        if let Some(problem) = problem_of_name(areas, name, Some(area)) {
            return Err(Problems::one("name", problem));
        }
        return Ok(AreaStep::Rename(name.to_owned()));
    }
    let Some(target) = areas.find(into).filter(|other| other.slug != area.slug) else {
        return Err(Problems::one("into", "Choose another policy area."));
    };
    if areas.children(&area.slug).next().is_some() {
        let problem = "This policy area has parts. Merge each part into another tag first.";
        return Err(Problems::one("into", problem));
    }
    Ok(AreaStep::Merge(target.clone()))
}

/// What says that a policy area is a part of no other.
pub const TOP: &str = "top";

/// The area that another is moved into. Refuses one that is a part of it.
fn place_of(
    areas: &AreaTree,
    area: &PolicyArea,
    place: &str,
) -> Result<Option<PolicyArea>, Problems> {
    if place == TOP {
        return Ok(None);
    }
    let Some(parent) = areas.find(place) else {
        return Err(Problems::one("parent", "Choose another policy area."));
    };
    let mut above = Some(parent);
    // As deep as the tree can be.
    for _ in areas.iter() {
        match above {
            Some(one) if one.slug == area.slug => {
                let problem = "A policy area cannot be a part of itself or of its own parts.";
                return Err(Problems::one("parent", problem));
            }
            Some(one) => above = one.parent.as_deref().and_then(|slug| areas.find(slug)),
            None => break,
        }
    }
    Ok(Some(parent.clone()))
}

/// What is wrong with a name for an area, or for a new one.
pub(super) fn problem_of_name(
    areas: &AreaTree,
    name: &str,
    area: Option<&PolicyArea>,
) -> Option<&'static str> {
    let slug = slugify(name);
    if slug.is_empty() || name.chars().count() > 200 {
        return Some("Enter a name of up to 200 characters.");
    }
    let is_other = |other: &PolicyArea| area.is_none_or(|area| other.slug != area.slug);
    let is_taken = areas.find(&slug).is_some_and(is_other)
        || areas
            .iter()
            .any(|other| is_other(other) && slugify(&other.name) == slug);
    is_taken.then_some("Another policy area already has this name.")
}
