//! `/staff/tags`: tags the commitments of a filtered list; what changes is shown first.

use leptos::prelude::*;

use super::areas::{area_options, commitment_preview};
use super::form::Form;
use super::{desk, named};
use crate::components::kept_fields;
use crate::pages::{Page, StaffVisit};
use catalogue::{Catalogue, Row};
use domain::Action;
use domain::forms::Fields;
use domain::query::{Filter, Query};
use domain::route;
use domain::text::grouped;

/// Commitments that can be tagged at once.
const MAX_TAGGED: usize = 500;

/// Tags the commitments of a filtered list.
pub async fn tags_page(visit: StaffVisit) -> Page {
    let staff = &visit.staff;
    visit.app.require(staff, Action::TagMany).await?;
    let state = visit.form();
    let sent = state.fields.clone();
    let list = visit.params().one("list")?.unwrap_or_default();
    let query = match &sent {
        Some(fields) => Query::parse(fields.get("query"))?,
        // The address of a list, as it was copied from there.
        None => match list.split_once('?') {
            Some((_, filters)) => Query::parse(filters)?,
            None => visit.query()?,
        },
    };
    let list = visit.app.export(&query).await?;
    let catalogue = visit.app.catalogue();
    let rows = list.rows().to_vec();
    let form = Form::of(state, "", Fields::default);
    if let Some(changing) = &state.previewed {
        let body = confirm(&catalogue, &form, changing);
        return Ok(desk(&visit, route::staff::Tags::PATH, "Bulk tagging", body));
    }
    let too_many = rows.len() > MAX_TAGGED;
    let boxes = rows
        .iter()
        .take(MAX_TAGGED)
        .map(|row| {
            let c = &row.commitment;
            let code = c.code.to_string();
            let checked = sent.as_ref().is_none_or(|s| s.has("code", &code));
            let tags: Vec<&str> = c
                .policy_areas
                .iter()
                .map(|slug| catalogue.areas().name(slug))
                .collect();
            let about = format!(" {}, {}", c.member.name, tags.join("; "));
            view! {
                <li class="tick">
                    <label>
                        <input type="checkbox" name="code" value=code.clone() checked=checked/>
                        <span>{named(c.code.as_str(), &c.title)} " " <span class="muted">{about}</span></span>
                    </label>
                </li>
            }
        })
        .collect_view();
    let count = rows.len();
    let option = |filter: Filter, slug: String, label: String| {
        let selected = query.has(filter, &slug);
        view! { <option value=slug selected=selected>{label}</option> }
    };
    let members = catalogue
        .members()
        .iter()
        .map(|(slug, m)| option(Filter::Member, slug.to_string(), m.name.clone()))
        .collect_view();
    let areas = area_options(&catalogue)
        .into_iter()
        .map(|(slug, label)| option(Filter::Area, slug, label))
        .collect_view();
    let body = view! {
        <FromList/>
        <form action=route::staff::Tags::PATH class="change-filters" aria-label="Choose the commitments">
            {kept_fields()}
            <label>"Search"<input name="q" value=query.search().unwrap_or_default().to_owned()/></label>
            <label>"Member"<select name="member"><option value="">"All"</option>{members}</select></label>
            <label>"Policy area"<select name="area"><option value="">"All"</option>{areas}</select></label>
            <label>"Plan year"<input name="year" value=query.values(Filter::Year).join(" ")/></label>
            <button class="button quiet">"Show commitments"</button>
        </form>
        {if too_many {
            view! { <p class="notice caution">{format!("{} commitments are too many to tag at once. Narrow the list to {MAX_TAGGED} or fewer.", grouped(count))}</p> }.into_any()
        } else {
            view! {
                <form action=route::staff::Tags::PATH method="post" class="staff-form wide" autocomplete="off" data-unsaved=form.unsaved()>
                    {form.carried(catalogue.version().number)}
                    <input type="hidden" name="query" value=query.to_address()/>
                    {form.choice("add", "Add tag", "", area_options(&catalogue))}
                    {form.choice("remove", "Remove tag", "", area_options(&catalogue))}
                    <fieldset class="field" id="f-code">
                        <legend>{format!("{} commitments", grouped(count))}</legend>
                        <ul class="plain">{boxes}</ul>
                    </fieldset>
                    {form.reason()}
                    <div class="actions"><button class="button" name="step" value="preview">"Preview changes"</button></div>
                </form>
            }.into_any()
        }}
    };
    Ok(desk(&visit, route::staff::Tags::PATH, "Bulk tagging", body))
}

/// What tagging will change, and the form that does it.
fn confirm(catalogue: &Catalogue, form: &Form, changing: &[Row]) -> AnyView {
    let named = |field: &str| {
        let slug = form.values.text(field)?;
        Some(catalogue.areas().name(&slug).to_owned())
    };
    let adds = named("add").map(|name| format!("Adds the tag \u{201c}{name}\u{201d}. "));
    let removes = named("remove").map(|name| format!("Removes the tag \u{201c}{name}\u{201d}. "));
    let carried = form
        .values
        .iter()
        .filter(|(name, _)| ["query", "add", "remove", "code"].contains(name))
        .map(|(name, value)| view! { <input type="hidden" name=name.to_owned() value=value.to_owned()/> })
        .collect_view();
    let chosen = form.values.all("code").len();
    view! {
        <section aria-labelledby="changing">
            <h2 id="changing">"Preview of changes"</h2>
            <p>{adds} {removes} {format!("{} commitments selected.", grouped(chosen))}</p>
            {commitment_preview(changing, "Commitments that will change")}
            <form action=route::staff::Tags::PATH method="post" class="staff-form" data-unsaved=form.unsaved()>
                {form.carried(catalogue.version().number)}
                {carried}
                {form.reason()}
                <div class="actions">
                    <button class="button">"Tag commitments"</button>
                    <button class="button quiet" name="step" value="choose">"Change selection"</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// The way from a filtered list to tagging what it shows. The public list is the same for everybody,
/// so its address is brought here.
#[component]
pub fn FromList() -> impl IntoView {
    view! {
        <form action=route::staff::Tags::PATH class="change-filters" aria-label="Use a filtered list">
            {kept_fields()}
            <label>
                "Address of a filtered list"
                <input name="list" placeholder=route::Commitments.asking("area=open-data&member=spain")/>
            </label>
            <button class="button quiet">"Load the list"</button>
        </form>
    }
}
