//! What the record would say after a row: the row's facts over the stored ones, and the ratings it
//! adds or takes out of force.

use std::collections::HashMap;
use std::sync::Arc;

use super::correction::{after, correction};
use super::members;
use super::message::Message;
use super::ogp_derived;
use super::patch::{MemberCells, Patch, PlanCells, Set};
use domain::record::{Correction, Entry, Party, Texts};
use domain::{
    ActionPlan, Answer, Commitment, CommitmentCode, CommitmentStatus, CurrentRatings, Member,
    PolicyArea, Rating, Report, member, text,
};

/// What whoever brings a file may do beyond facts and tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)]
pub struct Allowed {
    /// Add members.
    pub members: bool,
    /// Add policy areas.
    pub areas: bool,
    /// Change what the IRM assessed of a design.
    pub assessment: bool,
    /// Withdraw commitments.
    pub withdrawal: bool,
}

impl Allowed {
    /// Everything: for whoever runs the program.
    pub const ALL: Self = Self {
        members: true,
        areas: true,
        assessment: true,
        withdrawal: true,
    };
}

/// A commitment as it is in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its facts and texts.
    pub entry: Entry,
    /// The ratings that count or would count, with their numbers, oldest first.
    pub standing: Vec<(i64, Rating)>,
}

/// What is known before a file is read, and what the file adds to that.
#[derive(Debug, Default)]
pub struct Known {
    members: HashMap<String, Arc<Member>>,
    plans: HashMap<String, Vec<Arc<ActionPlan>>>,
    area_of_name: HashMap<String, Arc<str>>,
    area_names: Vec<String>,
    /// Areas that the file adds.
    pub new_areas: Vec<PolicyArea>,
}

/// A row brought together with the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The commitment afterwards, with the ratings that count then.
    pub entry: Entry,
    /// What happens to its ratings; nothing where they stay.
    pub correction: Option<Correction>,
}

impl Known {
    /// The record's members, plans and areas.
    pub fn new<'a>(parties: &[Party], areas: impl Iterator<Item = &'a PolicyArea>) -> Self {
        let mut known = Self::default();
        for party in parties {
            let slug = party.member.slug();
            if let Some(plan) = &party.plan {
                let plans = known.plans.entry(slug.clone()).or_default();
                plans.push(Arc::new(plan.clone()));
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

    /// The area with this name; an unknown name becomes an area of its own where that is allowed.
    fn area(
        &mut self,
        name: &str,
        allowed: Allowed,
        messages: &mut Vec<Message>,
    ) -> Option<Arc<str>> {
        let slug = text::slugify(name);
        if let Some(known) = self.area_of_name.get(&slug) {
            return Some(known.clone());
        }
        let column = "policy_areas";
        if !allowed.areas {
            let message = Message::error(
                column,
                name,
                "there is no such policy area; an admin can add it",
            );
            messages.push(message.with_nearest(self.area_names.iter().map(String::as_str)));
            return None;
        }
        if slug.is_empty() {
            messages.push(Message::error(
                column,
                name,
                "a policy area needs a name with letters",
            ));
            return None;
        }
        let message = Message::warning(column, name, "a policy area of this name is added");
        messages.push(message.with_nearest(self.area_names.iter().map(String::as_str)));
        let unlisted = PolicyArea::unlisted(name);
        self.area_of_name.insert(slug, unlisted.slug.clone());
        self.new_areas.push(unlisted.clone());
        Some(unlisted.slug)
    }

    fn member(
        &mut self,
        cells: &MemberCells,
        allowed: Allowed,
        messages: &mut Vec<Message>,
    ) -> Option<Arc<Member>> {
        let slug = text::slugify(&cells.name);
        if let Some(known) = self.members.get(&slug) {
            differing(cells, known, messages);
            return Some(Arc::clone(known));
        }
        if slug.is_empty() || !allowed.members {
            let text = "there is no such member; an admin can add it";
            messages.push(self.near_member(Message::error("member", &cells.name, text)));
            return None;
        }
        let country = cells.country.clone().unwrap_or_else(|| cells.name.clone());
        let reference = members::find(&country);
        let iso3 = cells
            .iso3
            .clone()
            .or_else(|| reference.map(|(iso3, _)| iso3.to_owned()));
        let region = cells.region.or(reference.map(|(_, region)| region));
        let (Some(kind), Some(iso3), Some(region)) = (cells.kind, iso3, region) else {
            let text = "the record has no such member, and the row does not say its member_kind, country_iso3 and region";
            messages.push(self.near_member(Message::error("member", &cells.name, text)));
            return None;
        };
        let member = Arc::new(Member {
            statuses: member::known_statuses(&cells.name),
            name: cells.name.clone(),
            kind,
            country,
            country_iso3: iso3,
            region,
        });
        let message = Message::warning("member", &cells.name, "a member of this name is added");
        messages.push(self.near_member(message));
        self.members.insert(slug, Arc::clone(&member));
        Some(member)
    }

    /// A message about an unknown member, with the one that may be meant.
    fn near_member(&self, message: Message) -> Message {
        let known = self.members.values().map(|m| m.name.as_str());
        message.with_nearest(known.chain(members::names()))
    }

    /// The plan that a row means. Where it does not name the plan, a plan of the member with the
    /// same years is it.
    fn plan(
        &mut self,
        cells: &PlanCells,
        member: &Member,
        stored: Option<&Arc<ActionPlan>>,
    ) -> Arc<ActionPlan> {
        let before = stored.map(|plan| (**plan).clone()).unwrap_or_default();
        let said = ActionPlan {
            title: cells.title.or(before.title.clone()),
            start_year: cells.start.or(before.start_year),
            end_year: cells.end.or(before.end_year),
        };
        if let Some(stored) = stored
            && said == **stored
        {
            return Arc::clone(stored);
        }
        let plans = self.plans.entry(member.slug()).or_default();
        let fits = |plan: &&Arc<ActionPlan>| {
            plan.start_year == said.start_year
                && (said.end_year.is_none()
                    || plan.end_year.is_none()
                    || plan.end_year == said.end_year)
        };
        if !cells.title.is_said() && said.start_year.is_some() {
            if let Some(stored) = stored.filter(|plan| fits(plan)) {
                return Arc::clone(stored);
            }
            let mut fitting = plans.iter().filter(fits);
            if let (Some(only), None) = (fitting.next(), fitting.next()) {
                return Arc::clone(only);
            }
        }
        if let Some(known) = plans.iter().find(|plan| ***plan == said) {
            return Arc::clone(known);
        }
        let plan = Arc::new(said);
        plans.push(Arc::clone(&plan));
        plan
    }
}

/// Warns where a row says something else of a member than the record.
fn differing(cells: &MemberCells, known: &Member, messages: &mut Vec<Message>) {
    let said = [
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
    for (column, said, known) in said {
        if let Some(said) = said
            && text::slugify(&said) != text::slugify(known)
        {
            let text = format!(
                "the record says {known}, and that stays; an admin can change it at the member"
            );
            messages.push(Message::warning(column, &said, text));
        }
    }
}

/// Brings a row together with the record. Nothing where an error was noted.
pub fn merge(
    patch: &Patch,
    code: &CommitmentCode,
    stored: Option<&Stored>,
    known: &mut Known,
    allowed: Allowed,
    messages: &mut Vec<Message>,
) -> Option<Merged> {
    let errors = messages.len();
    let member = known.member(&patch.member, allowed, messages);
    let areas = areas(patch, known, allowed, messages);
    let member = member?;
    if let Some(stored) = stored
        && stored.entry.commitment.member.slug() != member.slug()
    {
        let theirs = &stored.entry.commitment.member.name;
        let text = format!("in the record, {code} belongs to {theirs}");
        messages.push(Message::error("member", &patch.member.name, text));
    }
    let plan = known.plan(
        &patch.plan,
        &member,
        stored.map(|s| &s.entry.commitment.plan),
    );
    let before = stored.map(|s| s.entry.clone());
    let before = before.unwrap_or_else(|| blank(code.clone(), Arc::clone(&member)));
    let old = &before.commitment;
    let assessed = Assessed::of(patch, old, allowed, messages);
    let status = status(patch, old, allowed, messages);
    let is_wrong = |m: &Message| m.severity == super::message::Severity::Error;
    if messages[errors..].iter().any(is_wrong) {
        return None;
    }
    let mut commitment = Commitment {
        code: code.clone(),
        member,
        plan,
        number: patch.number.or(old.number.clone()),
        title: patch.title.clone(),
        lead_institutions: patch.lead.or(old.lead_institutions.clone()),
        support_institutions: patch.support.or(old.support_institutions.clone()),
        policy_areas: areas.or(old.policy_areas.clone()),
        ogp_values: patch.values.or(old.ogp_values.clone()),
        start: patch.start.or(old.start),
        end: patch.end.or(old.end),
        verifiable: assessed.verifiable,
        relevant: assessed.relevant,
        starred: assessed.starred,
        reports: reports(patch, &old.reports),
        challenge_area: patch.challenge.or(old.challenge_area),
        source_url: patch.source_url.or(old.source_url.clone()),
        status,
        ratings: CurrentRatings::default(),
    };
    let standing = stored.map_or(&[][..], |s| &s.standing);
    let correction = correction(patch, code, standing, messages);
    commitment.ratings = CurrentRatings::choose(after(standing, correction.as_ref()));
    ogp_derived::compare(patch, &commitment, messages);
    let texts = Texts {
        description: patch.description.or(before.texts.description),
        milestones: before.texts.milestones,
    };
    Some(Merged {
        entry: Entry {
            commitment,
            texts,
            ratings: Vec::new(),
        },
        correction,
    })
}

fn blank(code: CommitmentCode, member: Arc<Member>) -> Entry {
    Entry {
        commitment: Commitment::blank(code, member),
        texts: Texts::default(),
        ratings: Vec::new(),
    }
}

/// Areas in the file's order; two names of one area are that area once.
fn areas(
    patch: &Patch,
    known: &mut Known,
    allowed: Allowed,
    messages: &mut Vec<Message>,
) -> Set<Vec<Arc<str>>> {
    let Set::To(names) = &patch.areas else {
        return Set::Keep;
    };
    let mut areas: Vec<Arc<str>> = Vec::new();
    for name in names {
        if let Some(area) = known.area(name, allowed, messages)
            && !areas.contains(&area)
        {
            areas.push(area);
        }
    }
    Set::To(areas)
}

/// What the IRM assessed of a design, which decides published levels.
struct Assessed {
    verifiable: Option<Answer>,
    relevant: Option<Answer>,
    starred: Option<bool>,
}

impl Assessed {
    fn of(patch: &Patch, old: &Commitment, allowed: Allowed, messages: &mut Vec<Message>) -> Self {
        let new = Self {
            verifiable: patch.verifiable.or(old.verifiable),
            relevant: patch.relevant.or(old.relevant),
            starred: patch.starred.or(old.starred),
        };
        if allowed.assessment {
            return new;
        }
        for (column, differs) in [
            ("verifiable", new.verifiable != old.verifiable),
            ("relevant", new.relevant != old.relevant),
            ("starred", new.starred != old.starred),
        ] {
            if differs {
                let text = "what the IRM assessed is changed by a reviewer; left as it is";
                messages.push(Message::warning(column, "", text));
            }
        }
        Self {
            verifiable: old.verifiable,
            relevant: old.relevant,
            starred: old.starred,
        }
    }
}

fn status(
    patch: &Patch,
    old: &Commitment,
    allowed: Allowed,
    messages: &mut Vec<Message>,
) -> Option<CommitmentStatus> {
    let new = patch.status.or(old.status);
    let withdrawn = Some(CommitmentStatus::Withdrawn);
    if new != old.status && (new == withdrawn || old.status == withdrawn) && !allowed.withdrawal {
        let text = "withdrawing, and taking that back, takes a reviewer; left as it is";
        messages.push(Message::warning("status", "", text));
        return old.status;
    }
    new
}

/// Reports by their titles; those that are known keep their stage. A source that knows only when
/// reports came out does not replace those that are named.
fn reports(patch: &Patch, old: &[Report]) -> Vec<Report> {
    let Set::To(titles) = &patch.reports else {
        return old.to_vec();
    };
    if patch.reports_are_vague && !old.is_empty() {
        return old.to_vec();
    }
    titles
        .iter()
        .filter_map(|title| {
            let known = old.iter().find(|report| report.title == *title);
            known.cloned().or_else(|| Report::from_title(title))
        })
        .collect()
}
