//! The members, plans and policy areas that the rows of a file refer to.

use std::collections::HashMap;
use std::sync::Arc;

use super::members;
use super::merge::maybe_as_held;
use super::message::ImportMessage;
use super::patch::{MemberCells, PlanCells};
use super::permissions::Permissions;
use domain::record::Party;
use domain::{ActionPlan, Member, MemberKind, PolicyArea, area, countries, member, text};

/// What is known before a file is read, with what the file adds.
#[derive(Debug, Default)]
pub struct ReferenceData {
    members: HashMap<String, Arc<Member>>,
    /// Slugs of members that have been renamed, by those of their names.
    renamed: HashMap<String, String>,
    plans: HashMap<String, Vec<Arc<ActionPlan>>>,
    area_of_name: HashMap<String, Arc<str>>,
    area_names: Vec<String>,
    /// Those that the file adds.
    pub new_areas: Vec<PolicyArea>,
}

impl ReferenceData {
    pub fn new<'a>(parties: &[Party], areas: impl Iterator<Item = &'a PolicyArea>) -> Self {
        let mut known = Self::default();
        for party in parties {
            let slug = party.member.slug();
            if let Some(plan) = &party.plan {
                let plans = known.plans.entry(slug.clone()).or_default();
                plans.push(Arc::new(plan.clone()));
            }
            if party.member.kept_slug.is_some() {
                let of_name = text::slugify(&party.member.name);
                known.renamed.insert(of_name, slug.clone());
            }
            known.members.insert(slug, Arc::clone(&party.member));
        }
        for area in areas {
            let names = area.also.iter().map(|name| text::slugify(name));
            for name in names.chain([area.slug.to_string(), text::slugify(&area.name)]) {
                known
                    .area_of_name
                    .entry(name)
                    .or_insert_with(|| area.slug.clone());
            }
            known.area_names.push(area.name.clone());
        }
        known
    }

    /// The area with this name, where there is one.
    pub(super) fn area_named(&self, name: &str) -> Option<Arc<str>> {
        self.area_of_name.get(&text::slugify(name)).cloned()
    }

    /// The area with this name; an unknown name becomes a new area where that is allowed.
    pub(super) fn area(
        &mut self,
        name: &str,
        allowed: Permissions,
        messages: &mut Vec<ImportMessage>,
    ) -> Option<Arc<str>> {
        let slug = text::slugify(name);
        let other = area::named_in_other_language(&slug);
        let known = self.area_of_name.get(&slug);
        if let Some(known) = known.or_else(|| self.area_of_name.get(other?)) {
            return Some(known.clone());
        }
        let column = "policy_areas";
        if !allowed.areas {
            let message =
                ImportMessage::error(column, name, "policy area not found; an admin can add it");
            messages.push(message.with_nearest(self.area_names.iter().map(String::as_str)));
            return None;
        }
        if slug.is_empty() {
            messages.push(ImportMessage::error(
                column,
                name,
                "the name of a policy area must contain letters",
            ));
            return None;
        }
        let message = ImportMessage::warning(column, name, "new policy area; it will be added");
        messages.push(message.with_nearest(self.area_names.iter().map(String::as_str)));
        let unlisted = PolicyArea::unlisted(name);
        self.area_of_name.insert(slug, unlisted.slug.clone());
        self.new_areas.push(unlisted.clone());
        Some(unlisted.slug)
    }

    pub(super) fn member(
        &mut self,
        cells: &MemberCells,
        allowed: Permissions,
        messages: &mut Vec<ImportMessage>,
    ) -> Option<Arc<Member>> {
        let slug = text::slugify(&cells.name);
        if let Some(known) = self.known_member(&slug, &cells.name) {
            warn_about_differences(cells, known, messages);
            return Some(Arc::clone(known));
        }
        if slug.is_empty() || !allowed.members {
            let text = "member not found; an admin can add it";
            messages.push(self.near_member(ImportMessage::error("member", &cells.name, text)));
            return None;
        }
        let name = members::name_of(&cells.name).unwrap_or(&cells.name);
        let country = cells.country.as_deref().unwrap_or(name);
        let country = members::name_of(country).unwrap_or(country).to_owned();
        let reference = members::find(&country);
        let iso3 = cells
            .iso3
            .clone()
            .or_else(|| reference.map(|(iso3, _)| iso3.to_owned()));
        let region = cells.region.or(reference.map(|(_, region)| region));
        let (Some(kind), Some(iso3), Some(region)) = (cells.kind, iso3, region) else {
            let text = "member not found; to add it, fill in member_kind, country_iso3 and region";
            messages.push(self.near_member(ImportMessage::error("member", &cells.name, text)));
            return None;
        };
        let member = Arc::new(Member {
            kept_slug: None,
            statuses: member::known_statuses(name),
            name: name.to_owned(),
            kind,
            country,
            country_iso3: iso3,
            region,
        });
        let message = ImportMessage::warning("member", &cells.name, "new member; it will be added");
        messages.push(self.near_member(message));
        self.members.insert(member.slug(), Arc::clone(&member));
        Some(member)
    }

    /// The slug of the member with this name; that of the name itself where there is none.
    pub fn member_slug(&self, name: &str) -> String {
        let slug = text::slugify(name);
        self.known_member(&slug, name).map_or(slug, |m| m.slug())
    }

    /// The member with this name, or another name of the same member.
    fn known_member(&self, slug: &str, name: &str) -> Option<&Arc<Member>> {
        let own = self.members.get(slug);
        own.or_else(|| self.members.get(self.renamed.get(slug)?))
            .or_else(|| {
                let others = countries::member_slugs(name);
                others.iter().find_map(|slug| self.members.get(slug))
            })
            .or_else(|| {
                let is_it = |member: &&Arc<Member>| {
                    member.kind == MemberKind::National && member.country_iso3 == name
                };
                self.members.values().find(is_it)
            })
    }

    /// Suggests the nearest member.
    fn near_member(&self, message: ImportMessage) -> ImportMessage {
        let known = self.members.values().map(|m| m.name.as_str());
        message.with_nearest(known.chain(members::names()))
    }

    /// The plan of a row. Where the row does not name it, the member's plan with the same years.
    pub(super) fn plan(
        &mut self,
        cells: &PlanCells,
        member: &Member,
        stored: Option<&Arc<ActionPlan>>,
    ) -> Arc<ActionPlan> {
        let before = stored.map(|plan| (**plan).clone()).unwrap_or_default();
        let title = cells.title.or(before.title.clone());
        let meant = ActionPlan {
            title: maybe_as_held(title, before.title.as_deref()),
            start_year: cells.start.or(before.start_year),
            end_year: cells.end.or(before.end_year),
        };
        if let Some(stored) = stored
            && meant == **stored
        {
            return Arc::clone(stored);
        }
        let plans = self.plans.entry(member.slug()).or_default();
        let fits = |plan: &&Arc<ActionPlan>| {
            plan.start_year == meant.start_year
                && (meant.end_year.is_none()
                    || plan.end_year.is_none()
                    || plan.end_year == meant.end_year)
        };
        if !cells.title.is_set() && meant.start_year.is_some() {
            if let Some(stored) = stored.filter(|plan| fits(plan)) {
                return Arc::clone(stored);
            }
            let mut fitting = plans.iter().filter(fits);
            if let (Some(only), None) = (fitting.next(), fitting.next()) {
                return Arc::clone(only);
            }
        }
        if let Some(known) = plans.iter().find(|plan| ***plan == meant) {
            return Arc::clone(known);
        }
        let plan = Arc::new(meant);
        plans.push(Arc::clone(&plan));
        plan
    }
}

/// Warns where a row contradicts the record about a member.
fn warn_about_differences(cells: &MemberCells, known: &Member, messages: &mut Vec<ImportMessage>) {
    let stated = [
        (
            "member_kind",
            cells.kind.map(|k| k.label().to_owned()),
            known.kind.label(),
        ),
        ("country", cells.country.clone(), known.country.as_str()),
        (
            "country_iso3",
            cells.iso3.clone(),
            known.country_iso3.as_str(),
        ),
        (
            "region",
            cells.region.map(|r| r.label().to_owned()),
            known.region.label(),
        ),
    ];
    for (column, stated, known) in stated {
        if let Some(stated) = stated
            && text::slugify(&stated) != text::slugify(known)
            && members::name_of(&stated) != Some(known)
        {
            let text = format!(
                "the record says {known}, which was not changed; an admin can edit the member"
            );
            messages.push(ImportMessage::warning(column, &stated, text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Region;

    #[test]
    fn a_renamed_member_is_known_by_both_names() {
        let member = Member {
            kept_slug: Some("netherlands".to_owned()),
            name: "The Low Countries".to_owned(),
            kind: MemberKind::National,
            country: "Netherlands".to_owned(),
            country_iso3: "NLD".to_owned(),
            region: Region::Europe,
            statuses: Vec::new(),
        };
        let party = Party {
            member: Arc::new(member),
            plan: None,
        };
        let known = ReferenceData::new(&[party], std::iter::empty());
        for name in [
            "The Low Countries",
            "the low countries",
            "Netherlands",
            "NLD",
        ] {
            assert_eq!(known.member_slug(name), "netherlands", "{name}");
        }
        assert_eq!(known.member_slug("Spain"), "spain");
    }
}
