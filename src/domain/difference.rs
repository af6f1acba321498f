//! What changed about a commitment, a member or a policy area from one state to the next, field by
//! field, in words.

use super::record::{Entry, Texts};
use super::{
    Answer, ChallengeArea, Commitment, CommitmentStatus, Member, Milestone, OgpValue, PartialDate,
    PolicyArea,
};

/// A field's name in forms and files, its name for people, and what it says.
type Field = (&'static str, &'static str, String);

/// A field that differs: what it said before and what it says now; empty where it said nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The field, as it is named in the form and in files.
    pub field: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// Before.
    pub before: String,
    /// After.
    pub after: String,
}

/// Every field of a commitment as text, in the order in which it is shown.
///
/// `name_of_area` gives the name of a policy area from its slug.
pub fn fields(entry: &Entry, name_of_area: impl Fn(&str) -> String) -> Vec<Field> {
    let Commitment {
        code: _,
        member,
        plan,
        number,
        title,
        lead_institutions,
        support_institutions,
        policy_areas,
        ogp_values,
        start,
        end,
        verifiable,
        relevant,
        starred,
        reports,
        challenge_area,
        source_url,
        status,
        ratings: _,
    } = &entry.commitment;
    let Texts {
        description,
        milestones,
    } = &entry.texts;
    let date = |date: Option<PartialDate>| date.map_or(String::new(), PartialDate::in_words);
    let answer = |a: Option<Answer>| a.map_or(String::new(), |a| a.label().to_owned());
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let areas: Vec<String> = policy_areas.iter().map(|slug| name_of_area(slug)).collect();
    let values: Vec<&str> = ogp_values.iter().map(|v| OgpValue::label(*v)).collect();
    let reports: Vec<String> = reports
        .iter()
        .map(|r| format!("{} ({})", r.title, r.stage.label().to_lowercase()))
        .collect();
    let starred = starred.map_or("", |yes| if yes { "Yes" } else { "No" });
    vec![
        ("member", "Member", member.name.clone()),
        ("plan", "Action plan", plan.label()),
        ("number", "Number in the plan", text(number)),
        ("title", "Title", title.clone()),
        ("description", "Full text", text(description)),
        ("milestones", "Milestones", steps(milestones)),
        ("lead", "Lead institution", lead_institutions.join("; ")),
        (
            "support",
            "Supporting institutions",
            support_institutions.join("; "),
        ),
        ("area", "Policy areas", areas.join("; ")),
        ("value", "OGP values", values.join("; ")),
        ("start", "Start", date(*start)),
        ("end", "End", date(*end)),
        ("verifiable", "Verifiable", answer(*verifiable)),
        ("relevant", "Open-government lens", answer(*relevant)),
        ("starred", "Starred by the IRM", starred.to_owned()),
        ("report", "IRM reports", reports.join("; ")),
        (
            "challenge",
            "Open Gov Challenge",
            challenge_area.map_or("", ChallengeArea::label).to_owned(),
        ),
        ("source_url", "Source", text(source_url)),
        (
            "status",
            "Status",
            status.map_or("", CommitmentStatus::label).to_owned(),
        ),
    ]
}

fn steps(milestones: &[Milestone]) -> String {
    let step = |m: &Milestone| {
        let dates = match (m.start, m.end) {
            (Some(start), Some(end)) => format!(" ({start} to {end})"),
            (Some(start), None) => format!(" (from {start})"),
            (None, Some(end)) => format!(" (by {end})"),
            (None, None) => String::new(),
        };
        format!("{}{dates}", m.text)
    };
    milestones.iter().map(step).collect::<Vec<_>>().join("; ")
}

/// The fields in which two states of one commitment differ.
pub fn differences(
    before: &Entry,
    after: &Entry,
    name_of_area: impl Fn(&str) -> String,
) -> Vec<Difference> {
    differing(fields(before, &name_of_area), fields(after, &name_of_area))
}

/// The fields in which two descriptions of one member differ.
pub fn of_members(before: &Member, after: &Member) -> Vec<Difference> {
    differing(fields_of_member(before), fields_of_member(after))
}

fn fields_of_member(member: &Member) -> Vec<Field> {
    let Member {
        name,
        kind,
        country,
        country_iso3,
        region,
        statuses,
    } = member;
    let statuses: Vec<String> = statuses
        .iter()
        .map(|s| format!("{} since {}", s.status.label(), s.since.in_words()))
        .collect();
    vec![
        ("name", "Name", name.clone()),
        ("kind", "Kind", kind.label().to_owned()),
        ("country", "Country", country.clone()),
        ("country_iso3", "Country code", country_iso3.clone()),
        ("region", "Region", region.label().to_owned()),
        ("status", "Status", statuses.join("; ")),
    ]
}

/// The fields in which two descriptions of one policy area differ.
pub fn of_areas(
    before: &PolicyArea,
    after: &PolicyArea,
    name_of_area: impl Fn(&str) -> String,
) -> Vec<Difference> {
    let fields = |area: &PolicyArea| {
        let PolicyArea {
            slug: _,
            name,
            parent,
            group,
            coded_since,
            also,
        } = area;
        let parent = parent.as_ref().map_or(String::new(), |p| name_of_area(p));
        let since = coded_since.map_or(String::new(), |year| year.to_string());
        vec![
            ("name", "Name", name.clone()),
            ("parent", "Part of", parent),
            (
                "group",
                "Place in OGP\u{2019}s list",
                group.label().to_owned(),
            ),
            ("coded_since", "Given since", since),
            ("also", "Other names", also.join("; ")),
        ]
    };
    differing(fields(before), fields(after))
}

fn differing(before: Vec<Field>, after: Vec<Field>) -> Vec<Difference> {
    before
        .into_iter()
        .zip(after)
        .filter(|((.., before), (.., after))| before != after)
        .map(|((field, label, before), (.., after))| Difference {
            field,
            label,
            before,
            after,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_and_an_area_say_what_changed_about_them() {
        let before = Member {
            name: "Georgia".to_owned(),
            kind: crate::domain::MemberKind::National,
            country: "Georgia".to_owned(),
            country_iso3: "GEO".to_owned(),
            region: crate::domain::Region::Europe,
            statuses: Vec::new(),
        };
        let after = Member {
            statuses: crate::domain::member::known_statuses("Georgia"),
            ..before.clone()
        };
        let found = of_members(&before, &after);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].after.contains("since October 2024"), "{found:?}");
        let before = PolicyArea::unlisted("Tax");
        let after = PolicyArea {
            name: "Taxes".to_owned(),
            parent: Some("fiscal".into()),
            ..before.clone()
        };
        let found = of_areas(&before, &after, |_| "Fiscal".to_owned());
        let said: Vec<_> = found.iter().map(|d| (d.label, &*d.after)).collect();
        assert_eq!(said, [("Name", "Taxes"), ("Part of", "Fiscal")]);
    }
}
