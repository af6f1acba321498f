//! `/staff/commitments/{CODE}` and `/staff/commitments/new`: all fields of a commitment.

use leptos::prelude::*;

use super::form::{Form, in_textarea, options};
use super::{FormState, clash_notice, desk};
use crate::components::{kept_fields, link_to};
use crate::pages::{Page, StaffVisit};
use crate::service::auth::Staff;
use crate::service::staff::EditView;
use domain::forms::Fields;
use domain::forms::commitment::{fill, plan_key};
use domain::route;
use domain::{
    Action, Answer, ChallengeArea, CommitmentStatus, CurrentRatings, Dimension, OgpValue,
    ReportStage,
};
use store::PastRating;

/// Empty rows for milestones and reports that are still to come.
const SPARE: usize = 2;

/// The form of a commitment.
pub async fn edit_page(visit: StaffVisit, at: route::staff::Commitment) -> Page {
    let staff = &visit.staff;
    let shown = visit.app.edit_form(staff, Some(&at.code)).await?;
    let Some(entry) = shown.entry.clone() else {
        return Ok(().into_any());
    };
    let code = entry.commitment.code.to_string();
    let public = visit.app.commitment(&code, visit.lang()).await?;
    let current = public.row.commitment.ratings.clone();
    let mut published = public.history.ratings;
    // What was corrected or undone is in the public history only.
    published.retain(|past| past.in_force);
    let state = visit.form();
    let form = Form::of(state, "", || fill(&entry, shown.assessment));
    let c = &entry.commitment;
    let title = format!("{}: {}", c.code, c.title);
    let plans = shown.plans_of(&c.member.slug());
    let plans = plans
        .iter()
        .map(|plan| (plan_key(plan).trim().to_owned(), plan.label()))
        .collect();
    let withdrawn = c.status == Some(CommitmentStatus::Withdrawn);
    let action = route::staff::Commitment::new(&code).to_string();
    let body = view! {
        <p>
            <a href=link_to(route::Commitment::new(&code))>"Public page"</a> " \u{b7} "
            <a href=link_to(route::Changes.with("code", &code))>"History"</a> " \u{b7} "
            {c.member.name.clone()}
        </p>
        {state.clash.as_deref().map(|clash| clash_notice(clash, "commitment"))}
        {ratings(&code, &current)}
        <section class="section" aria-labelledby="facts">
            <h2 id="facts">"Facts and texts"</h2>
            {shown.proposed.map(proposed)}
            <form action=action method="post" class="staff-form" data-check="commitment" data-unsaved=form.unsaved()>
                {form.carried(shown.base)}
                {form.choice("plan", "Action plan", "Plan missing? Add the plan to the member first.", plans)}
                {facts(&form, &shown)}
                {form.reason()}
                <div class="actions"><button class="button">"Save"</button></div>
            </form>
        </section>
        {staff.may(Action::AttachReply).then(|| reply(&code, state, shown.base, (&current, &published)))}
        {staff.may(Action::Withdraw).then(|| withdrawal(&code, state, shown.base, withdrawn))}
    };
    Ok(desk(&visit, "", &title, body))
}

/// That somebody has changed the same already, and it is not public yet.
fn proposed(id: i64) -> impl IntoView + use<> {
    let href = route::staff::Proposal::new(id).to_string();
    view! {
        <p class="notice caution">
            "A change of this commitment is already proposed: " <a href=href>"look at it first"</a> "."
        </p>
    }
}

/// The form of a new commitment.
pub async fn new_commitment_page(visit: StaffVisit) -> Page {
    let staff = &visit.staff;
    let shown = visit.app.edit_form(staff, None).await?;
    let state = visit.form();
    let asked = visit.params().one("member")?;
    let mut values = state.fields.clone().unwrap_or_default();
    if values.get("member").is_empty() {
        values.set("member", [asked.unwrap_or_default().to_owned()]);
    }
    let form = Form {
        values,
        problems: state.problems.clone(),
    };
    let body = new_form(&form, &shown, staff);
    Ok(desk(
        &visit,
        route::staff::NewCommitment::PATH,
        "New commitment",
        body,
    ))
}

fn new_form(form: &Form, shown: &EditView, staff: &Staff) -> AnyView {
    let mut members: Vec<(String, String)> = shown
        .parties
        .iter()
        .map(|party| (party.member.slug(), party.member.name.clone()))
        .collect();
    members.dedup();
    let member = form.values.get("member").to_owned();
    if member.is_empty() {
        let form = form.choice(
            "member",
            "Member",
            if staff.may(Action::ManageMembers) {
                "Member missing? Add one under \u{201c}Members and plans\u{201d}."
            } else {
                "Member missing? Ask an admin to add one."
            },
            members,
        );
        return view! {
            <form action=route::staff::NewCommitment::PATH class="staff-form">
            {kept_fields()}
                {form}
                <div class="actions"><button class="button">"Continue"</button></div>
            </form>
        }
        .into_any();
    }
    let name = members
        .iter()
        .find(|(slug, _)| *slug == member)
        .map_or_else(|| member.clone(), |(_, name)| name.clone());
    let plans = shown.plans_of(&member);
    let plans: Vec<_> = plans
        .iter()
        .map(|plan| (plan_key(plan).trim().to_owned(), plan.label()))
        .collect();
    let at_member = route::staff::Member::new(&member).to_string();
    view! {
        <p>
            {name} ". " <a href=route::staff::NewCommitment.to_string()>"Change member"</a> " \u{b7} "
            <a href=at_member>"Add a plan"</a>
        </p>
        <form action=route::staff::NewCommitment::PATH method="post" class="staff-form" data-check="commitment" data-unsaved=form.unsaved()>
            {form.carried(shown.base)}
            <input type="hidden" name="member" value=member/>
            {form.line("code", "Code", "OGP\u{2019}s code: two to five letters and four digits, such as NL0031.", "text")}
            {form.choice("plan", "Action plan", "", plans)}
            {facts(form, shown)}
            {form.reason()}
            <div class="actions"><button class="button">"Add commitment"</button></div>
        </form>
    }
    .into_any()
}

/// All fields but those that only one of the two forms has.
pub(super) fn facts(form: &Form, shown: &EditView) -> AnyView {
    let areas = shown.catalogue.areas();
    let tags = areas
        .iter()
        .map(|a| (a.slug.to_string(), a.name.clone(), areas.depth(a)))
        .collect();
    let values = options(OgpValue::ALL, OgpValue::slug, OgpValue::label)
        .into_iter()
        .map(|(slug, label)| (slug, label, 0))
        .collect();
    let status: Vec<_> = options(
        CommitmentStatus::ALL,
        CommitmentStatus::slug,
        CommitmentStatus::label,
    )
    .into_iter()
    .filter(|(slug, _)| *slug != CommitmentStatus::Withdrawn.slug())
    .collect();
    let withdrawn = shown
        .entry
        .as_ref()
        .is_some_and(|e| e.commitment.status == Some(CommitmentStatus::Withdrawn));
    let answers = || options(Answer::ALL, Answer::slug, Answer::label);
    let yes_no = || {
        vec![
            ("yes".to_owned(), "Yes".to_owned()),
            ("no".to_owned(), "No".to_owned()),
        ]
    };
    view! {
        {form.line("title", "Title", "", "text")}
        {form.line("title_en", "Title in English", "A translation. Leave empty where the title is in English.", "text")}
        {form.line("title_es", "Title in Spanish", "A translation.", "text")}
        {form.line("title_fr", "Title in French", "A translation.", "text")}
        {summaries(form)}
        {form.line("number", "Number in the plan", "", "text")}
        {form.text("description", "Full text", "As published. Leave an empty line between paragraphs.", 8)}
        {milestones(form)}
        {form.text("lead", "Lead institutions", "One per line.", 3)}
        {form.text("support", "Supporting institutions", "One per line.", 3)}
        <details class="field"><summary>"Policy areas"</summary>{form.ticks("area", "Policy areas", tags)}</details>
        {form.ticks("value", "OGP values", values)}
        {form.line("start", "Start", "As precise as the source: 2024, 2024-05 or 2024-05-31.", "text")}
        {form.line("end", "End", "", "text")}
        {shown.assessment.then(|| view! {
            <fieldset class="field">
                <legend>"IRM assessment of the design"</legend>
                <p class="hint">"These answers set published levels. Only reviewers can change them."</p>
                {form.choice("verifiable", "Verifiable", "", answers())}
                {form.choice("relevant", "Open-government lens", "", answers())}
                {form.choice("starred", "Starred by the IRM", "", yes_no())}
            </fieldset>
        })}
        {reports(form)}
        {form.choice("challenge", "Open Gov Challenge", "", options(ChallengeArea::ALL, ChallengeArea::slug, ChallengeArea::label))}
        {(!withdrawn).then(|| form.choice("status", "Status", "", status))}
        {form.line("source_url", "Source", "Link to the page with this information.", "url")}
    }
    .into_any()
}

/// A summary in each language with its source, folded away where nothing is wrong with them.
fn summaries(form: &Form) -> impl IntoView + use<> {
    const HINT: &str =
        "At most 60 words, in your own words. *Emphasis*, lists and links are possible.";
    const SOURCE_HINT: &str = "Link to the page that supports the summary.";
    let fields = [
        [
            "summary_en",
            "Summary in English",
            "summary_en_source_url",
            "Source of the English summary",
        ],
        [
            "summary_es",
            "Summary in Spanish",
            "summary_es_source_url",
            "Source of the Spanish summary",
        ],
        [
            "summary_fr",
            "Summary in French",
            "summary_fr_source_url",
            "Source of the French summary",
        ],
    ];
    let is_wrong = fields.iter().any(|[text, _, source, _]| {
        [text, source]
            .iter()
            .any(|field| form.problems.of(field).is_some())
    });
    let fields = fields.map(|[text, label, source, source_label]| {
        view! {
            {form.text(text, label, HINT, 4)}
            {form.line(source, source_label, SOURCE_HINT, "url")}
        }
    });
    view! {
        <details class="field" open=is_wrong>
            <summary>"Summaries"</summary>
            {fields.into_iter().collect_view()}
        </details>
    }
}

fn milestones(form: &Form) -> impl IntoView + use<> {
    let v = &form.values;
    let (texts, starts, ends) = (
        v.all("milestone"),
        v.all("milestone_start"),
        v.all("milestone_end"),
    );
    let at = |list: &[&str], row: usize| list.get(row).copied().unwrap_or_default().to_owned();
    let filled = texts
        .iter()
        .rposition(|t| !t.is_empty())
        .map_or(0, |at| at + 1);
    let rows = (0..filled + SPARE)
        .map(|row| {
            let number = row + 1;
            view! {
                <li class="list-row">
                    <label>{format!("Milestone {number}")}
                        <textarea dir="auto" name="milestone" rows="2">{in_textarea(&at(&texts, row))}</textarea>
                    </label>
                    <label>"Start"<input type="text" name="milestone_start" value=at(&starts, row) autocomplete="off"/></label>
                    <label>"End"<input type="text" name="milestone_end" value=at(&ends, row) autocomplete="off"/></label>
                </li>
            }
        })
        .collect_view();
    let problem = ["milestone", "milestone_start", "milestone_end"]
        .iter()
        .find_map(|field| form.problems.of(field))
        .map(|problem| view! { <p class="field-error">{problem.to_owned()}</p> });
    view! {
        <fieldset class="field" id="f-milestone">
            <legend>"Milestones"</legend>
            <p class="hint">"In the order of the plan. Clear the text to remove a milestone. Save to get more rows."</p>
            {problem}
            <ol class="plain">{rows}</ol>
        </fieldset>
    }
}

fn reports(form: &Form) -> impl IntoView + use<> {
    let titles = form.values.all("report_title");
    let stages = form.values.all("report_stage");
    let filled = titles
        .iter()
        .rposition(|t| !t.is_empty())
        .map_or(0, |at| at + 1);
    let rows = (0..filled + SPARE)
        .map(|row| {
            let number = row + 1;
            let title = titles.get(row).copied().unwrap_or_default().to_owned();
            let stage = stages.get(row).copied().unwrap_or("final").to_owned();
            let stages = ReportStage::ALL
                .iter()
                .map(|s| {
                    let selected = s.slug() == stage;
                    view! { <option value=s.slug() selected=selected>{s.label()}</option> }
                })
                .collect_view();
            view! {
                <li class="list-row">
                    <label>{format!("Report {number}")}<input type="text" dir="auto" name="report_title" value=title autocomplete="off"/></label>
                    <label>"Stage"<select name="report_stage">{stages}</select></label>
                </li>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field" id="f-report_title">
            <legend>"IRM reports on this commitment"</legend>
            <ol class="plain">{rows}</ol>
        </fieldset>
    }
}

/// The ratings that the public sees as the current ones.
fn ratings(code: &str, current: &CurrentRatings) -> impl IntoView + use<> {
    let items = Dimension::ALL
        .iter()
        .map(|dimension| {
            let newest = current
                .of(*dimension)
                .map_or("Not stated", |rating| rating.finding.label());
            let href = route::staff::Rating::new(code, dimension.slug()).to_string();
            view! {
                <li>
                    {dimension.label()} ": " <strong>{newest}</strong> ". "
                    <a href=href>"Draft a rating"<span class="vh">{format!(" of {}", dimension.label().to_lowercase())}</span></a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="ratings">
            <h2 id="ratings">"Ratings"</h2>
            <ul>{items}</ul>
        </section>
    }
}

fn reply(
    code: &str,
    state: &FormState,
    base: i64,
    (current, published): (&CurrentRatings, &[PastRating]),
) -> impl IntoView + use<> {
    let form = Form::of(state, "reply", Fields::default);
    let ratings = published
        .iter()
        .rev()
        .map(|past| {
            let r = &past.rating;
            let is_current = current.of(r.dimension) == Some(r);
            let when = if is_current { "current" } else { "earlier" };
            let report = r.report.as_ref();
            let report = report.map_or(String::new(), |report| format!(", {}", report.title));
            let told = format!(
                "{}: {}{report} ({when})",
                r.dimension.label(),
                r.finding.label()
            );
            (past.id.to_string(), told)
        })
        .collect();
    let action = route::staff::Reply::new(code).to_string();
    view! {
        <section class="section" aria-labelledby="reply">
            <h2 id="reply">"A government\u{2019}s reply to a rating"</h2>
            <form action=action method="post" class="staff-form" data-unsaved=form.unsaved()>
                {form.carried(base)}
                {form.choice("rating", "Rating", "", ratings)}
                {form.text("reply", "Reply", "In the government\u{2019}s words. Shown next to the rating.", 4)}
                {form.line("reply_url", "Link to reply", "", "url")}
                {form.short_reason()}
                <div class="actions"><button class="button quiet">"Attach reply"</button></div>
            </form>
        </section>
    }
}

fn withdrawal(code: &str, state: &FormState, base: i64, withdrawn: bool) -> impl IntoView + use<> {
    let form = Form::of(state, "withdraw", Fields::default);
    let (title, hint, value, button) = if withdrawn {
        (
            "Undo the withdrawal",
            "The commitment gets the status that it had before.",
            "no",
            "Undo withdrawal",
        )
    } else {
        (
            "Withdraw the commitment",
            "The commitment stays public with its history, marked as withdrawn. Nothing is deleted.",
            "yes",
            "Withdraw",
        )
    };
    let action = route::staff::Withdraw::new(code).to_string();
    view! {
        <section class="section" aria-labelledby="withdraw">
            <h2 id="withdraw">{title}</h2>
            <p>{hint}</p>
            <form action=action method="post" class="staff-form" data-unsaved=form.unsaved()>
                {form.carried(base)}
                <input type="hidden" name="withdraw" value=value/>
                {form.short_reason()}
                <div class="actions"><button class="button quiet">{button}</button></div>
            </form>
        </section>
    }
}
