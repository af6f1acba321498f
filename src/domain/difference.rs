//! What changed about a commitment from one state to the next, field by field, in words.

use super::record::{Entry, Texts};
use super::{
    Answer, ChallengeArea, Commitment, CommitmentStatus, Milestone, OgpValue, PartialDate,
};

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
pub fn fields(
    entry: &Entry,
    name_of_area: impl Fn(&str) -> String,
) -> Vec<(&'static str, &'static str, String)> {
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
    let before = fields(before, &name_of_area);
    let after = fields(after, &name_of_area);
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
