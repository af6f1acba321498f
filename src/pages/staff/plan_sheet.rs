//! `/staff/plans/{member}/{plan}/commitments`: the commitments of a plan in one table, and
//! `/staff/plans/new`: a new plan with its commitments.

use leptos::prelude::*;

use super::desk;
use super::form::{Form, in_textarea};
use super::plan_preview::preview;
use super::plan_rows::rows;
use crate::assets::asset_href;
use crate::components::{TableHead, data_table, kept_fields, link_to, words};
use crate::pages::{Page, StaffVisit};
use crate::service::plan_sheet::{PlanSheetRefusal, PlanSheetState, PlanSheetView, filled};
use domain::forms::party::{fill_plan, plan_facts};
use domain::forms::plan_sheet::label;
use domain::forms::{Fields, Problems};
use domain::record::Party;
use domain::route;

/// The sheet of a plan that the record has.
pub async fn plan_sheet_page(visit: StaffVisit, at: route::staff::PlanSheet) -> Page {
    let fields = visit.form().fields.clone().unwrap_or_default();
    let (app, staff) = (&visit.app, &visit.staff);
    let shown = app
        .plan_sheet(staff, &at.member, Some(&at.plan), &fields)
        .await?;
    Ok(show(&visit, &shown, &fields))
}

/// The sheet of a new plan; first the choice of its member and its years.
pub async fn new_plan_page(visit: StaffVisit) -> Page {
    let sent = visit.form().fields.clone();
    let fields = match sent {
        Some(sent) => sent,
        None => asked(visit.params().fields()?),
    };
    let problems = match plan_facts(&fields) {
        Ok(_) if !fields.get("member").is_empty() => {
            let (app, staff) = (&visit.app, &visit.staff);
            let member = fields.get("member");
            let shown = app.plan_sheet(staff, member, None, &fields).await?;
            return Ok(show(&visit, &shown, &fields));
        }
        // Nothing is wrong with what has not been asked yet.
        _ if !fields.holds("start_year") => Problems::default(),
        Ok(_) => Problems::one("member", "Choose a member."),
        Err(problems) => problems,
    };
    let (parties, _) = visit.app.parties(&visit.staff).await?;
    let form = Form {
        values: fields,
        problems,
    };
    let body = choose(&form, &parties);
    let here = route::staff::NewPlan::PATH;
    Ok(desk(&visit, here, "New plan", body))
}

/// What the address says of a new plan.
fn asked(params: Fields) -> Fields {
    let mut asked = Fields::default();
    for name in ["member", "plan_title", "start_year", "end_year"] {
        if params.holds(name) {
            asked.push(name, params.get(name));
        }
    }
    asked
}

/// The first step of a new plan.
fn choose(form: &Form, parties: &[Party]) -> impl IntoView + use<> {
    let mut members: Vec<(String, String)> = parties
        .iter()
        .map(|party| (party.member.slug(), party.member.name.clone()))
        .collect();
    members.sort_by(|a, b| a.1.cmp(&b.1));
    members.dedup();
    let member = form.values.get("member");
    let known = parties.iter().filter(|party| party.member.slug() == member);
    let known: Vec<AnyView> = known
        .filter_map(|party| party.plan.as_ref())
        .filter(|plan| plan.is_stated())
        .map(|plan| {
            let href = route::staff::PlanSheet::new(member, plan.slug()).to_string();
            view! { <li><a href=href>{plan.label()}</a></li> }.into_any()
        })
        .collect();
    view! {
        <p>"Enter a plan with all of its commitments in one table. You see the changes before they are saved."</p>
        <form action=route::staff::NewPlan::PATH class="staff-form">
            {kept_fields()}
            {form.choice("member", "Member", "Member missing? Ask an admin to add one.", members)}
            {form.line("plan_title", "Title of the plan", "As published. Leave empty if you only know the years.", "text")}
            {form.line("start_year", "Year of submission", "", "text")}
            {form.line("end_year", "End year", "", "text")}
            <div class="actions"><button class="button">"Continue"</button></div>
        </form>
        {(!known.is_empty()).then(|| view! {
            <section class="section" aria-labelledby="known">
                <h2 id="known">"Plans that we have"</h2>
                <ul>{known}</ul>
            </section>
        })}
    }
}

/// A sheet, or what it would change.
fn show(visit: &StaffVisit, shown: &PlanSheetView, fields: &Fields) -> AnyView {
    let state = visit.form().plan_sheet.as_deref();
    let what = format!("{}, {}", shown.member.name, shown.plan.label());
    let title = if shown.is_new {
        format!("New plan: {what}")
    } else {
        format!("Commitments: {what}")
    };
    let action = if shown.is_new {
        route::staff::NewPlan::PATH.to_owned()
    } else {
        route::staff::PlanSheet::new(shown.member.slug(), shown.plan.slug()).to_string()
    };
    let here = if shown.is_new {
        route::staff::NewPlan::PATH
    } else {
        ""
    };
    if let Some(PlanSheetState::Preview(changes)) = state {
        let body = preview(shown, changes, &action);
        return desk(visit, here, &title, body);
    }
    let form = Form {
        values: filled(shown, fields),
        problems: visit.form().problems.clone(),
    };
    let (note, refusal) = match state {
        Some(PlanSheetState::Filled(note)) => (Some(note.clone()), None),
        Some(PlanSheetState::Refused(refusal)) => (None, Some(refusal)),
        _ => (None, None),
    };
    let body = view! {
        {note.map(|note| view! { <p class="notice" role="status">{note}</p> })}
        {about(shown)}
        {the_sheet(shown, &form, refusal, action)}
        {asset_href("sheet.js").map(|href| view! { <script type="module" src=href></script> })}
    };
    desk(visit, here, &title, body)
}

/// What the sheet is of.
fn about(shown: &PlanSheetView) -> impl IntoView + use<> {
    let slug = shown.member.slug();
    let member = route::staff::Member::new(&slug).to_string();
    let plan = shown.plan.slug();
    let ratings = (!shown.entries.is_empty()).then(|| {
        let href = route::staff::RatingSheet::new(&slug, plan.clone()).to_string();
        view! { " \u{b7} " <a href=href>"Rating sheet"</a> }
    });
    let public = (!shown.is_new).then(|| {
        let href = link_to(route::Member::new(&slug));
        view! { " \u{b7} " <a href=href>"Public page of the member"</a> }
    });
    let left_out = (shown.left_out > 0).then(|| {
        let text = format!(
            "The sheet shows the first {} commitments. Use the form of one commitment for the other {}.",
            shown.entries.len(),
            shown.left_out
        );
        view! { <p class="notice">{text}</p> }
    });
    let no_texts = (!shown.has_texts).then_some(
        "The full texts of this plan are too long for one page. Change them in the form of each commitment.",
    );
    view! {
        <p><a href=member>{shown.member.name.clone()}</a> {ratings} {public}</p>
        {left_out}
        {no_texts.map(|text| view! { <p class="hint">{text}</p> })}
    }
}

/// What a form carries along of its plan, so that it is found again or added.
pub(super) fn kept_plan(shown: &PlanSheetView) -> impl IntoView + use<> {
    let mut kept = fill_plan(&shown.plan);
    kept.push("member", shown.member.slug());
    let kept = kept.iter();
    let kept = kept.map(|(name, value)| {
        view! { <input type="hidden" name=name.to_owned() value=value.to_owned()/> }
    });
    kept.collect_view()
}

fn the_sheet(
    shown: &PlanSheetView,
    form: &Form,
    refusal: Option<&PlanSheetRefusal>,
    action: String,
) -> AnyView {
    let columns = [
        "code", "number", "title", "start", "end", "lead", "support", "area",
    ];
    let head = TableHead {
        id: "f-sheet".to_owned(),
        caption: "Commitments".to_owned(),
        caption_visible: true,
        definitions: false,
        columns: columns.map(|column| words(label(column))).to_vec(),
    };
    let areas = shown.catalogue.areas();
    let names = areas
        .iter()
        .map(|area| view! { <option value=area.name.clone()></option> })
        .collect_view();
    view! {
        <form action=action method="post" class="staff-form wide sheet" data-unsaved=form.unsaved()>
            {form.carried(shown.base)}
            {kept_plan(shown)}
            <fieldset class="sheet-head">
                <legend>"This change"</legend>
                {form.line("reason", "Reason for the change", "Once for the sheet. Shown in the public history, with your name.", "text")}
                {form.line("source_url", "Source", "Link to the plan or the page with this information.", "url")}
            </fieldset>
            <p class="hint">"Dates as precise as the source: 2024, 2024-05 or 2024-05-31. Separate institutions and policy areas with semicolons. Rows left blank are ignored."</p>
            <p class="hint" data-with-script hidden>"Press Enter to go down a column. Copy a column or a block from a spreadsheet and paste it into a cell."</p>
            {data_table(head, rows(shown, form, refusal))}
            <datalist id="area-names">{names}</datalist>
            <p class="hint" role="status" data-sheet-status></p>
            <div class="actions">
                <button class="button" name="do" value="preview">"Preview changes"</button>
                <button class="button quiet" name="do" value="rows">"Add 5 rows"</button>
            </div>
            {fill_in(shown, form)}
        </form>
    }
    .into_any()
}

/// Other ways to fill the rows in.
fn fill_in(shown: &PlanSheetView, form: &Form) -> AnyView {
    let problem = form.problems.of("paste").map(str::to_owned);
    let invalid = problem.is_some().then_some("true");
    let copy = shown.last.as_ref().map(|last| {
        let text = format!("Copy from {}", last.label());
        view! {
            <div class="field">
                <h2>"Copy from the last plan"</h2>
                <p class="hint">"Adds a row with the title and the institutions of each commitment. Codes are new."</p>
                <div class="actions"><button class="button quiet" name="do" value="copy">{text}</button></div>
            </div>
        }
    });
    view! {
        <section class="section" aria-labelledby="fill-in">
            <h2 id="fill-in"><label for="f-paste">"Paste a table"</label></h2>
            <p class="hint" id="f-paste-hint">"A block of a spreadsheet, with or without its column names, or the table of contents of the plan: \u{201c}3.2 Title\u{201d} gives number and title. It fills the blank rows. Rows with a code of this plan change that commitment."</p>
            {problem.map(|problem| view! { <p class="field-error" id="f-paste-error">{problem}</p> })}
            <textarea name="paste" id="f-paste" rows="5" dir="auto" aria-describedby="f-paste-hint" aria-invalid=invalid>{in_textarea(form.values.get("paste"))}</textarea>
            <div class="actions"><button class="button quiet" name="do" value="read">"Read into the table"</button></div>
            {copy}
        </section>
    }
    .into_any()
}
