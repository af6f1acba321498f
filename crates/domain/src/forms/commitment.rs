//! The form of a commitment: all its fields, and why they are changed.

use super::{Fields, MAX_LINE, MAX_REASON, MAX_TEXT, Problems, summary};
use crate::record::{Entry, Texts};
use crate::{
    ActionPlan, Answer, ChallengeArea, CommitmentCode, CommitmentStatus, Milestone, OgpValue,
    PartialDate, Report, ReportStage,
};

/// The fields of translated titles, by [`crate::Lang::index`].
const TITLES: [&str; 3] = ["title_en", "title_es", "title_fr"];

/// Fields that are one thing together: rows of one list, a summary and its source.
pub(super) const TOGETHER: [&[&str]; 5] = [
    &summary::FIELDS[0],
    &summary::FIELDS[1],
    &summary::FIELDS[2],
    &["milestone", "milestone_start", "milestone_end"],
    &["report_title", "report_stage"],
];

/// Fields that state what the IRM assessed; whoever changes them changes published levels.
pub const ASSESSMENT: [&str; 3] = ["verifiable", "relevant", "starred"];

/// What is wrong with the form.
pub fn problems(fields: &Fields) -> Problems {
    let mut problems = typed_problems(fields);
    problems.read::<ChallengeArea>(fields, "challenge");
    problems.read::<Answer>(fields, "verifiable");
    problems.read::<Answer>(fields, "relevant");
    for value in fields.all("value") {
        problems.parse::<OgpValue>("value", value);
    }
    for stage in fields.all("report_stage") {
        problems.parse::<ReportStage>("report_stage", stage);
    }
    if fields.get("status") == CommitmentStatus::Withdrawn.slug() {
        problems.push(
            "status",
            "To withdraw a commitment, use \u{201c}Withdraw the commitment\u{201d} below.",
        );
    } else {
        problems.read::<CommitmentStatus>(fields, "status");
    }
    problems
}

/// What is wrong with what people type. Choices are left out: the browser offers only those there
/// are, and reading words would more than double what it downloads.
pub fn typed_problems(fields: &Fields) -> Problems {
    let mut problems = Problems::default();
    if fields.holds("code") {
        problems.required(fields, "code", "A code");
        problems.read::<CommitmentCode>(fields, "code");
        problems.required(fields, "member", "A member");
    }
    problems.required(fields, "title", "A title");
    for line in ["title", "number"].into_iter().chain(TITLES) {
        problems.text(fields, line, MAX_LINE);
    }
    summary::check(fields, &mut problems);
    for many in ["lead", "support"] {
        problems.text(fields, many, 10 * MAX_LINE);
    }
    problems.text(fields, "description", MAX_TEXT);
    let start: Option<PartialDate> = problems.read(fields, "start");
    let end: Option<PartialDate> = problems.read(fields, "end");
    if let (Some(start), Some(end)) = (start, end)
        && end.is_surely_before(start)
    {
        problems.push("end", "The end must not be before the start.");
    }
    problems.address(fields, "source_url");
    milestones(fields, &mut problems);
    problems.text(fields, "report_title", MAX_LINE);
    problems.required(fields, "reason", "A reason for the change");
    problems.text(fields, "reason", MAX_REASON);
    problems
}

fn milestones(fields: &Fields, problems: &mut Problems) -> Vec<Milestone> {
    problems.text(fields, "milestone", 4 * MAX_LINE);
    let texts = fields.all("milestone");
    let (starts, ends) = (fields.all("milestone_start"), fields.all("milestone_end"));
    let at = |list: &[&str], index: usize| list.get(index).copied().unwrap_or_default().to_owned();
    let mut found = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let start = problems.parse("milestone_start", &at(&starts, index));
        let end = problems.parse("milestone_end", &at(&ends, index));
        if text.is_empty() {
            if start.is_some() || end.is_some() {
                problems.push("milestone", "Enter the text of this milestone.");
            }
            continue;
        }
        found.push(Milestone {
            text: (*text).to_owned(),
            start,
            end,
        });
    }
    found
}

fn reports(fields: &Fields) -> Vec<Report> {
    let stages = fields.all("report_stage");
    fields
        .all("report_title")
        .into_iter()
        .enumerate()
        .filter_map(|(index, title)| {
            let mut report = Report::from_title(title)?;
            if let Some(stage) = stages.get(index).and_then(|s| s.parse().ok()) {
                report.stage = stage;
            }
            Some(report)
        })
        .collect()
}

/// How a plan is named in the form.
pub fn plan_key(plan: &ActionPlan) -> String {
    let year = |year: Option<i32>| year.map_or(String::new(), |y| y.to_string());
    format!(
        "{}/{}/{}",
        year(plan.start_year),
        year(plan.end_year),
        plan.title.as_deref().unwrap_or_default()
    )
}

/// The plan that [`plan_key`] names so; none where the text is not of that form.
pub fn plan_of_key(key: &str) -> Option<ActionPlan> {
    let mut parts = key.splitn(3, '/');
    let mut year = || match parts.next()? {
        "" => Some(None),
        year => year.parse().ok().map(Some),
    };
    let (start_year, end_year) = (year()?, year()?);
    let title = parts.next()?;
    Some(ActionPlan {
        title: (!title.is_empty()).then(|| title.to_owned()),
        start_year,
        end_year,
    })
}

/// Brings an entry to what the form says. `plans` are those of its member, `areas` the slugs of
/// all policy areas; `assessment` whether the sender may change what the IRM assessed.
///
/// Fields that the form does not hold stay as they are.
pub fn apply(
    fields: &Fields,
    entry: &mut Entry,
    plans: &[ActionPlan],
    areas: &[&str],
    assessment: bool,
) -> Result<(), Problems> {
    let mut problems = problems(fields);
    let c = &entry.commitment;
    let names = |plan: &&ActionPlan| plan_key(plan).trim() == fields.get("plan");
    if fields.holds("plan") && !plans.iter().any(|plan| names(&plan)) {
        problems.push("plan", "Plan not found. Add the plan to the member first.");
    }
    let chosen = fields.all("area");
    if let Some(unknown) = chosen.iter().find(|slug| !areas.contains(slug)) {
        problems.push(
            "area",
            format!("We have no policy area \u{201c}{unknown}\u{201d}."),
        );
    }
    if c.status == Some(CommitmentStatus::Withdrawn) && fields.holds("status") {
        problems.push(
            "status",
            "This commitment is withdrawn. To change the status, use \u{201c}Undo the withdrawal\u{201d} below.",
        );
    }
    if !assessment && ASSESSMENT.iter().any(|field| fields.holds(field)) {
        problems.push(
            "verifiable",
            "IRM assessments are only changed by reviewers. Ask a reviewer.",
        );
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    write(fields, entry, plans);
    Ok(())
}

/// Brings an entry to what a form says that can be applied ([`apply`]). What it cannot say stays as it is.
pub fn write(fields: &Fields, entry: &mut Entry, plans: &[ActionPlan]) {
    let c = &mut entry.commitment;
    let key = fields.get("plan");
    if let Some(plan) = plans.iter().find(|plan| plan_key(plan).trim() == key) {
        c.plan = std::sync::Arc::new(plan.clone());
    }
    let chosen = fields.all("area");
    let mut silent = Problems::default();
    fields.get("title").clone_into(&mut c.title);
    c.title_in = TITLES.map(|field| fields.text(field));
    c.summary_in = summary::read(fields);
    c.number = fields.text("number");
    c.lead_institutions = fields.lines("lead");
    c.support_institutions = fields.lines("support");
    // In the order in which they were; new ones after them in the order of the list.
    let mut tags: Vec<_> = c
        .policy_areas
        .iter()
        .filter(|slug| chosen.contains(&&***slug))
        .cloned()
        .collect();
    for slug in chosen {
        if !tags.iter().any(|tag| &**tag == slug) {
            tags.push(slug.into());
        }
    }
    c.policy_areas = tags;
    let values = fields.all("value");
    c.ogp_values = OgpValue::ALL
        .iter()
        .copied()
        .filter(|v| values.contains(&v.slug()))
        .collect();
    c.start = silent.read(fields, "start");
    c.end = silent.read(fields, "end");
    c.challenge_area = silent.read(fields, "challenge");
    c.source_url = fields.text("source_url");
    if fields.holds("status") {
        c.status = silent.read(fields, "status");
    }
    if fields.holds("verifiable") {
        c.verifiable = silent.read(fields, "verifiable");
        c.relevant = silent.read(fields, "relevant");
        c.starred = silent
            .read::<Answer>(fields, "starred")
            .map(|a| a == Answer::Yes);
    }
    c.reports = reports(fields);
    entry.texts = Texts {
        description: fields.text("description"),
        milestones: milestones(fields, &mut silent),
    };
}

/// The form that says what the entry says. `assessment` whether its reader may change what the
/// IRM assessed.
pub fn fill(entry: &Entry, assessment: bool) -> Fields {
    let c = &entry.commitment;
    let mut fields = Fields::default();
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let date = |d: Option<PartialDate>| d.map_or(String::new(), |d| d.to_string());
    let answer = |a: Option<Answer>| a.map_or("", Answer::slug);
    fields.push("plan", plan_key(&c.plan));
    fields.push("number", text(&c.number));
    fields.push("title", c.title.clone());
    for (field, title) in TITLES.into_iter().zip(&c.title_in) {
        fields.push(field, text(title));
    }
    summary::fill(&c.summary_in, &mut fields);
    fields.push("description", text(&entry.texts.description));
    for m in &entry.texts.milestones {
        fields.push("milestone", m.text.clone());
        fields.push("milestone_start", date(m.start));
        fields.push("milestone_end", date(m.end));
    }
    fields.push("lead", c.lead_institutions.join("\n"));
    fields.push("support", c.support_institutions.join("\n"));
    for area in &c.policy_areas {
        fields.push("area", area.to_string());
    }
    for value in &c.ogp_values {
        fields.push("value", value.slug());
    }
    fields.push("start", date(c.start));
    fields.push("end", date(c.end));
    if assessment {
        fields.push("verifiable", answer(c.verifiable));
        fields.push("relevant", answer(c.relevant));
        fields.push(
            "starred",
            c.starred.map_or("", |s| if s { "yes" } else { "no" }),
        );
    }
    for report in &c.reports {
        fields.push("report_title", &*report.title);
        fields.push("report_stage", report.stage.slug());
    }
    fields.push(
        "challenge",
        c.challenge_area.map_or("", ChallengeArea::slug),
    );
    fields.push("source_url", text(&c.source_url));
    if c.status != Some(CommitmentStatus::Withdrawn) {
        fields.push("status", c.status.map_or("", CommitmentStatus::slug));
    }
    fields
}

/// The fields whose values differ between two forms of one commitment, other than those that a form
/// carries along.
pub fn changed(before: &Fields, after: &Fields) -> Vec<String> {
    let mut names: Vec<&str> = before.iter().chain(after.iter()).map(|(n, _)| n).collect();
    names.sort_unstable();
    names.dedup();
    let said = |fields: &Fields, name: &str| -> Vec<String> {
        let mut values: Vec<String> = fields.all(name).iter().map(|v| (*v).to_owned()).collect();
        values.retain(|v| !v.is_empty());
        if matches!(name, "area" | "value") {
            values.sort();
        }
        values
    };
    names
        .into_iter()
        .filter(|name| {
            ![
                "base",
                "submission",
                "form",
                "reason",
                "report_stage",
                "code",
            ]
            .contains(name)
        })
        .filter(|name| said(before, name) != said(after, name))
        .map(str::to_owned)
        .collect()
}

/// What another person's change leaves of a form: fields that the sender did not touch follow the
/// present state, the others stay as sent. Second are the fields that both have changed.
pub fn merge(seen: &Fields, sent: &Fields, present: &Fields) -> (Fields, Vec<String>) {
    let whole = |names: Vec<String>| -> Vec<String> {
        let mut all = names;
        for group in TOGETHER {
            if group.iter().any(|name| all.iter().any(|n| n == name)) {
                all.extend(group.iter().map(|n| (*n).to_owned()));
            }
        }
        all.sort();
        all.dedup();
        all
    };
    let own = whole(changed(seen, sent));
    let others = whole(changed(seen, present));
    let mut merged = sent.clone();
    for name in &others {
        if !own.contains(name) {
            let values = present.all(name).into_iter().map(str::to_owned);
            merged.set(name, values.collect::<Vec<_>>());
        }
    }
    let both = others
        .into_iter()
        .filter(|name| own.contains(name))
        .collect();
    (merged, both)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ActionPlan, Commitment, Member, Report};
    use std::sync::Arc;

    fn entry() -> Entry {
        let member = Arc::new(Member::netherlands());
        let mut commitment = Commitment::blank("NL0031".parse().unwrap(), member);
        commitment.plan = Arc::new(ActionPlan {
            title: None,
            start_year: Some(2018),
            end_year: None,
        });
        commitment.title = "Open algorithms".to_owned();
        commitment.lead_institutions = vec!["Ministry".to_owned()];
        commitment.policy_areas = vec!["open-data".into()];
        commitment.start = "2018-07".parse().ok();
        commitment.reports =
            vec![Report::from_title("Netherlands Design Report 2018-2020").unwrap()];
        let texts = Texts {
            description: Some("First.\n\nSecond.".to_owned()),
            milestones: vec![Milestone {
                text: "Do it".to_owned(),
                start: None,
                end: "2020".parse().ok(),
            }],
        };
        Entry {
            commitment,
            texts,
            ratings: Vec::new(),
        }
    }

    fn with(name: &str, value: &str) -> Fields {
        let mut fields = fill(&entry(), true);
        fields.set("reason", ["because".to_owned()]);
        fields.set(name, [value.to_owned()]);
        fields
    }

    #[test]
    fn a_form_that_nobody_touched_changes_nothing() {
        let (before, mut after) = (entry(), entry());
        let plans = [(*before.commitment.plan).clone()];
        apply(&with("x", ""), &mut after, &plans, &["open-data"], true).unwrap();
        assert_eq!(before, after);
        assert!(changed(&fill(&before, true), &fill(&after, true)).is_empty());
    }

    #[test]
    fn each_problem_names_its_field() {
        for (field, value) in [
            ("title", ""),
            ("start", "2018-13"),
            ("source_url", "javascript:alert(1)"),
            ("end", "2017"),
            ("status", "withdrawn"),
            ("challenge", "moon"),
            ("reason", " "),
            ("milestone_end", "soon"),
            ("title", "\u{0}"),
        ] {
            let problems = problems(&with(field, value));
            assert!(
                problems.of(field).is_some(),
                "{field}={value}: {problems:?}"
            );
        }
        assert!(problems(&with("end", "2018")).is_empty());
    }

    #[test]
    fn an_editor_cannot_change_what_the_irm_assessed() {
        let mut after = entry();
        let plans = [(*after.commitment.plan).clone()];
        let refused = apply(
            &with("relevant", "no"),
            &mut after,
            &plans,
            &["open-data"],
            false,
        );
        assert!(refused.unwrap_err().of("verifiable").is_some());
        assert_eq!(after, entry());
    }

    #[test]
    fn a_withdrawal_is_not_taken_back_in_passing() {
        for status in ["active", "inactive", ""] {
            let mut after = entry();
            after.commitment.status = Some(CommitmentStatus::Withdrawn);
            let before = after.clone();
            let plans = [(*after.commitment.plan).clone()];
            let sent = with("status", status);
            let refused = apply(&sent, &mut after, &plans, &["open-data"], true);
            assert!(refused.unwrap_err().of("status").is_some(), "{status}");
            assert_eq!(after, before);
        }
    }

    #[test]
    fn what_only_the_other_changed_is_taken_over_and_what_both_changed_is_named() {
        let seen = fill(&entry(), true);
        let sent = with("title", "Mine");
        let mut present = seen.clone();
        present.set("title", ["Theirs".to_owned()]);
        present.set("number", ["7".to_owned()]);
        let (merged, both) = merge(&seen, &sent, &present);
        assert_eq!(merged.get("title"), "Mine");
        assert_eq!(merged.get("number"), "7");
        assert_eq!(both, ["title"]);
    }
}
