//! What the sheet of a plan would change, and the form that saves it.

use leptos::prelude::*;

use super::difference::difference;
use super::plan_sheet::kept_plan;
use super::table;
use crate::components::{lang, link_to, quoting};
use crate::service::plan_sheet::{PlanSheetPreview, PlanSheetView, PreviewedRow};
use domain::forms::Fields;
use domain::route;

/// The differences of a sheet.
pub(super) fn preview(shown: &PlanSheetView, changes: &PlanSheetPreview, action: &str) -> AnyView {
    let rows = changes.rows.iter().map(row).collect_view();
    let count = |is_new: bool| {
        changes
            .rows
            .iter()
            .filter(|row| row.is_new == is_new)
            .count()
    };
    let counted = |count: usize, what: &str| match count {
        0 => None,
        1 => Some(format!("1 {what} commitment")),
        count => Some(format!("{count} {what} commitments")),
    };
    let plan = changes
        .adds_plan
        .then(|| format!("New plan: {}", shown.plan.label()));
    let parts = [
        plan,
        counted(count(true), "new"),
        counted(count(false), "changed"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let fields = &changes.fields;
    let source = fields.text("source_url").map(|source| {
        view! { <div><dt>"Source"</dt><dd><a href=source.clone()>{source.clone()}</a></dd></div> }
    });
    let table = (!changes.rows.is_empty()).then(|| {
        let columns = ["Commitment", "Result", "Changes"];
        table("rows", "What will change", &columns, rows)
    });
    view! {
        <section aria-labelledby="changing">
            <h2 id="changing">"Preview of changes"</h2>
            <p>{format!("{}. Nothing is saved yet.", parts.join(", "))}</p>
            <dl class="facts">
                <div><dt>"Reason"</dt><dd>{fields.get("reason").to_owned()}</dd></div>
                {source}
            </dl>
            {table}
            <form action=action.to_owned() method="post" class="staff-form" data-unsaved="">
                {carried(fields)}
                {kept_plan(shown)}
                <div class="actions">
                    <button class="button" name="do" value="save">"Save as one change"</button>
                    <button class="button quiet" name="do" value="edit">"Back to the table"</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// What is changed, as the form carries it. The plan and its member stand beside it.
fn carried(fields: &Fields) -> impl IntoView + use<> {
    let plan = ["member", "plan_title", "start_year", "end_year"];
    let kept = fields.iter().filter(|(name, _)| !plan.contains(name));
    let kept = kept.map(|(name, value)| {
        view! { <input type="hidden" name=name.to_owned() value=value.to_owned()/> }
    });
    kept.collect_view()
}

fn row(row: &PreviewedRow) -> AnyView {
    let name = quoting(lang(), [&row.title], |[title]| {
        format!("{} {title}", row.code)
    });
    let named = if row.is_new {
        name
    } else {
        let href = link_to(route::Commitment::new(&row.code));
        view! { <a href=href>{name}</a> }.into_any()
    };
    let differences = row.differences.iter().map(difference).collect_view();
    view! {
        <tr>
            <th scope="row">{named}</th>
            <td>{if row.is_new { "new" } else { "changed" }}</td>
            <td class="wide"><ul class="plain">{differences}</ul></td>
        </tr>
    }
    .into_any()
}
