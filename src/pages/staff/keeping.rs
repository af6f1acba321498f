//! `/staff/institutions`, `/staff/areas`: changes of many commitments at once. What will change is
//! chosen and shown first, in an address of its own, and made by a form after that.

use leptos::prelude::*;

use super::desk;
use super::form::Form;
use crate::components::{kept_fields, link_to};
use crate::pages::{Page, StaffVisit};
use crate::service::bulk::{AreaStep, area_step};
use crate::service::{MissingForStaff, NotFound, Suggestion};
use catalogue::{Catalogue, Row};
use domain::forms::{Fields, Problems};
use domain::query::{Filter, Query};
use domain::route;
use domain::text::grouped;
use domain::{Action, PolicyArea};

/// Commitments named in a preview.
const NAMED: usize = 20;

/// The policy areas to choose from, as a tree.
pub fn area_options(catalogue: &Catalogue) -> Vec<(String, String)> {
    let areas = catalogue.areas();
    let indent = |depth: usize| "\u{2003}".repeat(depth);
    areas
        .iter()
        .map(|a| {
            (
                a.slug.to_string(),
                format!("{}{}", indent(areas.depth(a)), a.name),
            )
        })
        .collect()
}

/// Names the first commitments that a change is about, and says how many there are.
pub fn first_of(rows: &[Row], sentence: &str) -> AnyView {
    let links = rows
        .iter()
        .take(NAMED)
        .map(|row| {
            let c = &row.commitment;
            let text = format!("{}: {} ({})", c.code, c.title, c.member.name);
            view! { <li><a href=link_to(route::Commitment::new(&c.code))>{text}</a></li> }
        })
        .collect_view();
    let more = rows.len().saturating_sub(NAMED);
    let count = match rows.len() {
        1 => "1 commitment".to_owned(),
        many => format!("{} commitments", grouped(many)),
    };
    view! {
        <p>{format!("{count} {sentence}")}</p>
        <ul>{links}</ul>
        {(more > 0).then(|| view! { <p class="muted">{format!("and {} more", grouped(more))}</p> })}
    }
    .into_any()
}

/// Renames and merges institutions.
pub async fn institutions_page(visit: StaffVisit) -> Page {
    let staff = &visit.staff;
    let named = visit.app.institutions(staff).await?;
    let catalogue = visit.app.catalogue();
    let state = visit.form();
    let asked = visit.params().fields()?;
    let form = Form::of(state, "", || asked);
    let from = form.values.get("from").to_owned();
    let chosen = named.iter().find(|(name, _)| *name == from);
    let base = catalogue.version().number;
    let step = chosen.map(|(name, codes)| {
        let rows: Vec<Row> = codes
            .iter()
            .filter_map(|code| catalogue.find(code).cloned())
            .collect();
        let to = form.values.get("to");
        let is_in_use = named.iter().any(|(other, _)| *other == to);
        if to.is_empty() || to == name || form.problems.of("to").is_some() {
            choose_name(&form, name, &rows)
        } else {
            confirm_name(&form, name, &rows, (is_in_use, base))
        }
    });
    let list = named
        .iter()
        .map(|(name, codes)| {
            let mut fields = Fields::default();
            fields.push("from", name.clone());
            let href = route::staff::Institutions.asking(&fields.encode());
            view! { <li><a href=href>{name.clone()}</a> <span class="muted">{codes.len()}</span></li> }
        })
        .collect_view();
    // Another name since the form was opened: what was typed is not lost.
    let gone = (chosen.is_none() && !from.is_empty()).then(|| {
        let (to, reason) = (form.values.get("to"), form.values.get("reason"));
        let text = format!(
            "No commitment names \u{201c}{from}\u{201d} now. You entered the new name \u{201c}{to}\u{201d} and the reason \u{201c}{reason}\u{201d}."
        );
        view! { <p class="notice">{text}</p> }
    });
    let body = view! {
        {step}
        {gone}
        <h2>"All institutions"</h2>
        <ul class="plain">{list}</ul>
    };
    Ok(desk(
        &visit,
        route::staff::Institutions::PATH,
        "Institutions",
        body,
    ))
}

fn choose_name(form: &Form, name: &str, rows: &[Row]) -> AnyView {
    view! {
        <section aria-labelledby="rename">
            <h2 id="rename">{format!("Rename \u{201c}{name}\u{201d}")}</h2>
            <form action=route::staff::Institutions::PATH class="staff-form">
            {kept_fields()}
                <input type="hidden" name="from" value=name.to_owned()/>
                {form.line("to", "New name", "A name already in use merges the two institutions.", "text")}
                <div class="actions"><button class="button">"Preview changes"</button></div>
            </form>
            {first_of(rows, "name it:")}
        </section>
    }
    .into_any()
}

fn confirm_name(form: &Form, name: &str, rows: &[Row], (is_in_use, base): (bool, i64)) -> AnyView {
    let to = form.values.get("to").to_owned();
    let mut again = Fields::default();
    again.push("from", name);
    let again = route::staff::Institutions.asking(&again.encode());
    view! {
        <section aria-labelledby="rename">
            <h2 id="rename">{format!("\u{201c}{name}\u{201d} becomes \u{201c}{to}\u{201d}")}</h2>
            {is_in_use.then(|| view! { <p class="notice caution">"An institution with this name exists. Renaming merges the two. You cannot separate them again."</p> })}
            {first_of(rows, "will change:")}
            <form action=route::staff::Institutions::PATH method="post" class="staff-form" data-unsaved=form.unsaved()>
                {form.carried(base)}
                <input type="hidden" name="from" value=name.to_owned()/>
                <input type="hidden" name="to" value=to/>
                {form.reason()}
                <div class="actions">
                    <button class="button">"Rename institution"</button>
                    <a href=again>"Choose another name"</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// Renames and merges policy areas.
pub async fn areas_page(visit: StaffVisit) -> Page {
    let staff = &visit.staff;
    visit.app.require(staff, Action::KeepAreas).await?;
    let state = visit.form();
    let asked = visit.params().fields()?;
    let form = Form::of(state, "", || asked);
    let catalogue = visit.app.catalogue();
    let areas = catalogue.areas();
    let chosen = areas.find(form.values.get("area")).cloned();
    if chosen.is_none() && form.values.holds("area") {
        return Err(NotFound::for_staff(MissingForStaff::Area, Suggestion::StaffAreas).into());
    }
    let step = chosen.map(|area| area_section(&catalogue, &area, form));
    let list = areas
        .iter()
        .map(|a| {
            let class = if areas.depth(a) > 0 { "sub" } else { "" };
            view! { <li class=class><a href=route::staff::Areas.with("area", &a.slug)>{a.name.clone()}</a></li> }
        })
        .collect_view();
    let body = view! {
        {step}
        <h2>"All policy areas"</h2>
        <ul class="plain">{list}</ul>
    };
    Ok(desk(
        &visit,
        route::staff::Areas::PATH,
        "Policy areas",
        body,
    ))
}

/// What can be done with an area, or what is about to be done with it.
fn area_section(catalogue: &Catalogue, area: &PolicyArea, mut form: Form) -> AnyView {
    let base = catalogue.version().number;
    let query = Query::default().with(Filter::Area, &area.slug);
    let selection = catalogue.select(&query, None);
    let rows: Vec<Row> = catalogue.ordered(&query, &selection).cloned().collect();
    let (name, into) = (form.values.get("name"), form.values.get("into"));
    let asks = !into.is_empty() || (!name.is_empty() && name != area.name);
    match area_step(catalogue.areas(), area, &form.values) {
        Ok(step) if asks => confirm_area(&form, area, (&rows, base), &step),
        Err(problems) if asks => choose_for_area(catalogue, area, &rows, form, problems),
        _ => {
            form.values.set("name", [area.name.clone()]);
            choose_for_area(catalogue, area, &rows, form, Problems::default())
        }
    }
}

fn choose_for_area(
    catalogue: &Catalogue,
    area: &PolicyArea,
    rows: &[Row],
    form: Form,
    problems: Problems,
) -> AnyView {
    let form = Form { problems, ..form };
    let others = area_options(catalogue)
        .into_iter()
        .filter(|(slug, _)| **slug != *area.slug)
        .collect();
    view! {
        <section aria-labelledby="chosen">
            <h2 id="chosen">{area.name.clone()}</h2>
            <form action=route::staff::Areas::PATH class="staff-form">
            {kept_fields()}
                <input type="hidden" name="area" value=area.slug.to_string()/>
                {form.line("name", "Name", "The web address stays the same, and the old name still works.", "text")}
                {form.choice("into", "Or merge into another tag", "Commitments get the other tag and the old address redirects there. This tag leaves the list.", others)}
                <div class="actions"><button class="button">"Preview changes"</button></div>
            </form>
            {first_of(rows, "have this tag, or one of its parts:")}
        </section>
    }
    .into_any()
}

fn confirm_area(
    form: &Form,
    area: &PolicyArea,
    (rows, base): (&[Row], i64),
    step: &AreaStep,
) -> AnyView {
    let (title, change, sentence) = match step {
        AreaStep::Rename(name) => (
            format!(
                "\u{201c}{}\u{201d} becomes \u{201c}{name}\u{201d}",
                area.name
            ),
            ("name", name.clone()),
            "keep this tag, under its new name:",
        ),
        AreaStep::Merge(into) => (
            format!(
                "Merge \u{201c}{}\u{201d} into \u{201c}{}\u{201d}",
                area.name, into.name
            ),
            ("into", into.slug.to_string()),
            "get the other tag instead:",
        ),
    };
    let merges = matches!(step, AreaStep::Merge(_));
    let (field, value) = change;
    view! {
        <section aria-labelledby="chosen">
            <h2 id="chosen">{title}</h2>
            {merges.then(|| view! { <p class="notice caution">"You cannot separate the two tags again. The address of this tag will redirect to the other."</p> })}
            {first_of(rows, sentence)}
            <form action=route::staff::Areas::PATH method="post" class="staff-form" data-unsaved=form.unsaved()>
                {form.carried(base)}
                <input type="hidden" name="area" value=area.slug.to_string()/>
                <input type="hidden" name=field value=value/>
                {form.reason()}
                <div class="actions">
                    <button class="button">"Save changes"</button>
                    <a href=route::staff::Areas.with("area", &area.slug)>"Back"</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}
