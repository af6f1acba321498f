//! Forms of members and their action plans.

use super::{Fields, MAX_LINE, Problems};
use crate::{ActionPlan, DatedStatus, Member, MemberKind, MemberStatus, Region};

/// A member as the form describes it; `before` is what is known of it.
pub fn read_member(fields: &Fields, before: Option<&Member>) -> Result<Member, Problems> {
    let mut problems = Problems::default();
    if before.is_none() {
        problems.required(fields, "name", "A name");
    }
    for line in ["name", "country"] {
        problems.text(fields, line, MAX_LINE);
    }
    problems.required(fields, "kind", "The kind of member");
    let kind: Option<MemberKind> = problems.read(fields, "kind");
    problems.required(fields, "region", "The region");
    let region: Option<Region> = problems.read(fields, "region");
    problems.required(fields, "country", "The country");
    let iso3 = fields.get("country_iso3").to_ascii_uppercase();
    if iso3.len() != 3 || !iso3.bytes().all(|b| b.is_ascii_uppercase()) {
        problems.push(
            "country_iso3",
            "Enter the three letters of the ISO 3166 code, such as ESP.",
        );
    }
    let mut statuses = before.map_or_else(Vec::new, |m| m.statuses.clone());
    if !fields.get("status").is_empty() {
        problems.required(fields, "since", "The date of the new status");
        problems.required(fields, "status_url", "A link to the source");
        problems.address(fields, "status_url");
        let status: Option<MemberStatus> = problems.read(fields, "status");
        let since = problems.read(fields, "since");
        if let (Some(status), Some(since)) = (status, since) {
            statuses.push(DatedStatus {
                status,
                since,
                source_url: fields.get("status_url").to_owned(),
            });
        }
    }
    problems.required(fields, "reason", "A reason for the change");
    let name = match (before, fields.get("name")) {
        (Some(member), "") => member.name.clone(),
        (_, name) => name.to_owned(),
    };
    if !name.is_empty() && crate::text::slugify(&name).is_empty() {
        problems.push("name", "Enter a name with a letter or digit.");
    }
    match (kind, region) {
        (Some(kind), Some(region)) if problems.is_empty() => Ok(Member {
            // Links to it stay as they are.
            kept_slug: before
                .map(Member::slug)
                .filter(|slug| *slug != crate::text::slugify(&name)),
            name,
            kind,
            country: fields.get("country").to_owned(),
            country_iso3: iso3,
            region,
            statuses,
        }),
        _ => Err(problems),
    }
}

/// The form filled in with a member.
pub fn fill_member(member: &Member) -> Fields {
    let mut fields = Fields::default();
    fields.push("name", member.name.clone());
    fields.push("kind", member.kind.slug());
    fields.push("country", member.country.clone());
    fields.push("country_iso3", member.country_iso3.clone());
    fields.push("region", member.region.slug());
    fields
}

/// A plan as the form describes it, with a reason for the change.
pub fn read_plan(fields: &Fields) -> Result<ActionPlan, Problems> {
    let mut problems = Problems::default();
    problems.required(fields, "reason", "A reason for the change");
    match plan_facts(fields) {
        Ok(plan) => problems.or(plan),
        Err(mut found) => {
            found.0.extend(problems.0);
            Err(found)
        }
    }
}

/// What the form says of the plan itself.
pub fn plan_facts(fields: &Fields) -> Result<ActionPlan, Problems> {
    let mut problems = Problems::default();
    problems.text(fields, "plan_title", MAX_LINE);
    problems.required(fields, "start_year", "The year of submission");
    let mut year = |field: &'static str| -> Option<i32> {
        let year = problems.read(fields, field);
        if year.is_some_and(|y| !(2011..2100).contains(&y)) {
            problems.push(field, "Enter a year from 2011 on.");
        }
        year
    };
    let (start_year, end_year) = (year("start_year"), year("end_year"));
    if let (Some(start), Some(end)) = (start_year, end_year)
        && end < start
    {
        problems.push("end_year", "The end year must not be before the start.");
    }
    problems.or(ActionPlan {
        title: fields.text("plan_title"),
        start_year,
        end_year,
    })
}

/// The form filled in with a plan.
pub fn fill_plan(plan: &ActionPlan) -> Fields {
    let year = |year: Option<i32>| year.map_or(String::new(), |year| year.to_string());
    let mut fields = Fields::default();
    fields.push("plan_title", plan.title.clone().unwrap_or_default());
    fields.push("start_year", year(plan.start_year));
    fields.push("end_year", year(plan.end_year));
    fields
}
