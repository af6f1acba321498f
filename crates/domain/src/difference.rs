//! What changed about a commitment, a member or a policy area from one state to the next, field by
//! field, in words.

use super::record::{Entry, Texts};
use super::{
    ActionPlan, Answer, ChallengeArea, Commitment, CommitmentStatus, Member, Milestone, OgpValue,
    PartialDate, PolicyArea, ReportStage, Summary,
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

/// How the values of fields are told. English as it stands in files, unless told otherwise; the
/// names of policy areas alone must be given, from their slugs.
pub trait FieldFormatter {
    /// The name of a policy area.
    fn area(&self, slug: &str) -> String;

    /// A member's name.
    fn member(&self, member: &Member) -> String {
        member.name.clone()
    }

    /// A plan.
    fn plan(&self, plan: &ActionPlan) -> String {
        plan.label()
    }

    /// A date.
    fn date(&self, date: PartialDate) -> String {
        date.in_words()
    }

    /// The IRM's answer to a question.
    fn answer(&self, answer: Answer) -> &'static str {
        answer.label()
    }

    /// An OGP value.
    fn value(&self, value: OgpValue) -> &'static str {
        value.label()
    }

    /// An area of the Open Gov Challenge.
    fn challenge(&self, area: ChallengeArea) -> &'static str {
        area.label()
    }

    /// A commitment's status.
    fn status(&self, status: CommitmentStatus) -> &'static str {
        status.label()
    }

    /// How far a report has come.
    fn stage(&self, stage: ReportStage) -> &'static str {
        stage.label()
    }

    /// Yes or no.
    fn yes_or_no(&self, yes: bool) -> &'static str {
        if yes { "Yes" } else { "No" }
    }

    /// When a step begins and is due, as it stands behind the step; nothing where neither is known.
    fn dates_of_step(&self, start: Option<PartialDate>, end: Option<PartialDate>) -> String {
        match (start, end) {
            (Some(start), Some(end)) => format!(" ({start} to {end})"),
            (Some(start), None) => format!(" (from {start})"),
            (None, Some(end)) => format!(" (by {end})"),
            (None, None) => String::new(),
        }
    }
}

/// In English, with names of policy areas by a function.
impl<F: Fn(&str) -> String> FieldFormatter for F {
    fn area(&self, slug: &str) -> String {
        self(slug)
    }
}

/// Every field of a commitment as text, in the order in which it is shown: its name in the form and
/// in files, its name for people, what it says.
pub fn fields(entry: &Entry, tell: &impl FieldFormatter) -> Vec<Field> {
    let Commitment {
        code: _,
        member,
        plan,
        number,
        title,
        title_in: [english, spanish, french],
        summary_in,
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
    let date = |date: Option<PartialDate>| date.map_or(String::new(), |date| tell.date(date));
    let answer = |a: Option<Answer>| a.map_or(String::new(), |a| tell.answer(a).to_owned());
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let [in_english, in_spanish, in_french] = summary_in.each_ref().map(|summary| {
        let with_source = |s: &Summary| format!("{} ({})", s.text, s.source_url);
        summary.as_deref().map_or(String::new(), with_source)
    });
    let areas: Vec<String> = policy_areas.iter().map(|slug| tell.area(slug)).collect();
    let values: Vec<&str> = ogp_values.iter().map(|v| tell.value(*v)).collect();
    let reports: Vec<String> = reports
        .iter()
        .map(|r| format!("{} ({})", r.title, tell.stage(r.stage).to_lowercase()))
        .collect();
    let starred = starred.map_or("", |yes| tell.yes_or_no(yes));
    vec![
        ("member", "Member", tell.member(member)),
        ("plan", "Action plan", tell.plan(plan)),
        ("number", "Number in the plan", text(number)),
        ("title", "Title", title.clone()),
        ("title_en", "Title in English", text(english)),
        ("title_es", "Title in Spanish", text(spanish)),
        ("title_fr", "Title in French", text(french)),
        ("summary_en", "Summary in English", in_english),
        ("summary_es", "Summary in Spanish", in_spanish),
        ("summary_fr", "Summary in French", in_french),
        ("description", "Full text", text(description)),
        ("milestones", "Milestones", steps(milestones, tell)),
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
            challenge_area
                .map_or("", |area| tell.challenge(area))
                .to_owned(),
        ),
        ("source_url", "Source", text(source_url)),
        (
            "status",
            "Status",
            status.map_or("", |status| tell.status(status)).to_owned(),
        ),
    ]
}

fn steps(milestones: &[Milestone], tell: &impl FieldFormatter) -> String {
    let step = |m: &Milestone| format!("{}{}", m.text, tell.dates_of_step(m.start, m.end));
    milestones.iter().map(step).collect::<Vec<_>>().join("; ")
}

/// The fields in which two states of one commitment differ.
pub fn differences(before: &Entry, after: &Entry, tell: impl FieldFormatter) -> Vec<Difference> {
    differing(fields(before, &tell), fields(after, &tell))
}

/// The same, with each state told with the names that it had.
pub fn differences_with_names(
    (before, tell_before): (&Entry, impl FieldFormatter),
    (after, tell_after): (&Entry, impl FieldFormatter),
) -> Vec<Difference> {
    differing(fields(before, &tell_before), fields(after, &tell_after))
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
        // Never changes.
        kept_slug: _,
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
            kept_slug: None,
            name: "Georgia".to_owned(),
            kind: crate::MemberKind::National,
            country: "Georgia".to_owned(),
            country_iso3: "GEO".to_owned(),
            region: crate::Region::Europe,
            statuses: Vec::new(),
        };
        let after = Member {
            statuses: crate::member::known_statuses("Georgia"),
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
