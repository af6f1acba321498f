//! `/staff/areas`: changes of many commitments at once. What will change is chosen and shown first, in an
//! address of its own, and made by a form after that.

use leptos::prelude::*;

use super::desk;
use super::form::{Form, options};
use crate::components::{kept_fields, lang, link_to, quoting};
use crate::pages::{Page, StaffVisit};
use crate::service::area_add::read_new_area;
use crate::service::bulk::{AreaStep, TOP, area_step};
use crate::service::{MissingForStaff, NotFound, Suggestion};
use catalogue::{Catalogue, Row};
use domain::area::AreaGroup;
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

/// The number of commitments behind a label, and the first of them as links.
pub fn commitment_preview(rows: &[Row], label: &str) -> AnyView {
    let links = rows
        .iter()
        .take(NAMED)
        .map(|row| {
            let c = &row.commitment;
            let text = quoting(lang(), [&c.title], |[title]| {
                format!("{}: {title} ({})", c.code, c.member.name)
            });
            view! { <li><a href=link_to(route::Commitment::new(&c.code))>{text}</a></li> }
        })
        .collect_view();
    let more = rows.len().saturating_sub(NAMED);
    view! {
        <p>{format!("{label} ({}):", grouped(rows.len()))}</p>
        <ul>{links}</ul>
        {(more > 0).then(|| view! { <p class="muted">{format!("and {} more", grouped(more))}</p> })}
    }
    .into_any()
}

/// Adds, renames, moves and merges policy areas.
pub async fn areas_page(visit: StaffVisit) -> Page {
    let staff = &visit.staff;
    visit.app.require(staff, Action::ManageAreas).await?;
    let state = visit.form();
    let asked = visit.params().fields()?;
    let form = Form::of(state, "", || asked);
    let catalogue = visit.app.catalogue();
    let areas = catalogue.areas();
    let chosen = areas.find(form.values.get("area")).cloned();
    if chosen.is_none() && form.values.holds("area") {
        return Err(NotFound::for_staff(MissingForStaff::Area, Suggestion::StaffAreas).into());
    }
    let base = catalogue.version().number;
    let adds = adds_area(&form);
    let add = add_section(&catalogue, &form, base);
    let step = chosen.map(|area| area_section(&catalogue, &area, form));
    let list = areas
        .iter()
        .map(|a| {
            let class = if areas.depth(a) > 0 { "sub" } else { "" };
            view! { <li class=class><a href=route::staff::Areas.with("area", &a.slug)>{a.name.clone()}</a></li> }
        })
        .collect_view();
    let (above, below) = if adds {
        (Some(add), None)
    } else {
        (None, Some(add))
    };
    let body = view! {
        {step}
        {above}
        <h2>"All policy areas"</h2>
        <ul class="plain">{list}</ul>
        {below}
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
    let moves = !form.values.get("parent").is_empty();
    let asks = moves || !into.is_empty() || (!name.is_empty() && name != area.name);
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
    let others: Vec<(String, String)> = area_options(catalogue)
        .into_iter()
        .filter(|(slug, _)| **slug != *area.slug)
        .collect();
    let mut places = others.clone();
    places.insert(
        0,
        (TOP.to_owned(), "Nothing: it stands by itself".to_owned()),
    );
    view! {
        <section aria-labelledby="chosen">
            <h2 id="chosen">{area.name.clone()}</h2>
            <form action=route::staff::Areas::PATH class="staff-form">
            {kept_fields()}
                <input type="hidden" name="area" value=area.slug.to_string()/>
                {form.line("name", "Name", "The web address stays the same, and the old name still works.", "text")}
                {form.choice("parent", "Or make it a part of", "Pages that count the other area then count this one, too.", places)}
                {form.choice("into", "Or merge into another tag", "Commitments get the other tag and the old address redirects there. This tag leaves the list.", others)}
                <div class="actions"><button class="button">"Preview changes"</button></div>
            </form>
            {commitment_preview(rows, "Commitments with this tag, or one of its parts")}
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
    let (title, change, label) = match step {
        AreaStep::Rename(name) => (
            format!(
                "\u{201c}{}\u{201d} becomes \u{201c}{name}\u{201d}",
                area.name
            ),
            ("name", name.clone()),
            "Commitments that keep this tag, under its new name",
        ),
        AreaStep::Move(Some(parent)) => (
            format!(
                "\u{201c}{}\u{201d} becomes a part of \u{201c}{}\u{201d}",
                area.name, parent.name
            ),
            ("parent", parent.slug.to_string()),
            "Commitments that keep this tag and also count for the other area",
        ),
        AreaStep::Move(None) => (
            format!("\u{201c}{}\u{201d} stands by itself", area.name),
            ("parent", TOP.to_owned()),
            "Commitments that keep this tag",
        ),
        AreaStep::Merge(into) => (
            format!(
                "Merge \u{201c}{}\u{201d} into \u{201c}{}\u{201d}",
                area.name, into.name
            ),
            ("into", into.slug.to_string()),
            "Commitments that get the other tag instead",
        ),
    };
    let merges = matches!(step, AreaStep::Merge(_));
    let (field, value) = change;
    view! {
        <section aria-labelledby="chosen">
            <h2 id="chosen">{title}</h2>
            {merges.then(|| view! { <p class="notice caution">"You cannot separate the two tags again. The address of this tag will redirect to the other."</p> })}
            {commitment_preview(rows, label)}
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

/// Whether a form is about a new area: browsers send an empty name, too.
fn adds_area(form: &Form) -> bool {
    form.values.holds("new") || form.values.holds("add")
}

/// The form of a new policy area, or the area that is about to be added.
fn add_section(catalogue: &Catalogue, form: &Form, base: i64) -> AnyView {
    let adds = adds_area(form);
    let new = Form {
        values: if adds {
            form.values.clone()
        } else {
            Fields::default()
        },
        problems: if adds {
            form.problems.clone()
        } else {
            Problems::default()
        },
    };
    let read = if adds {
        read_new_area(catalogue.areas(), &new.values)
    } else {
        Err(Problems::default())
    };
    match read {
        Ok(area) => confirm_new(catalogue, &new, &area, base),
        Err(problems) => {
            let problems = if new.problems.is_empty() {
                problems
            } else {
                new.problems
            };
            choose_new(
                catalogue,
                &Form {
                    problems,
                    values: new.values,
                },
            )
        }
    }
}

fn choose_new(catalogue: &Catalogue, form: &Form) -> AnyView {
    let groups = options(AreaGroup::ALL, AreaGroup::slug, AreaGroup::label);
    // What was entered of a form that others came before.
    let reason = form.values.text("reason").map(|reason| {
        let text = format!("You entered the reason \u{201c}{reason}\u{201d}.");
        view! { <p>{text}</p> }
    });
    view! {
        <section class="section" aria-labelledby="add">
            <h2 id="add">"Add a policy area"</h2>
            <form action=route::staff::Areas::PATH class="staff-form">
                {kept_fields()}
                <input type="hidden" name="add" value="yes"/>
                {form.line("new", "Name of the new area", "The web address is made from the name and stays the same.", "text")}
                {form.choice("parent", "Part of", "Leave empty for an area that stands by itself.", area_options(catalogue))}
                {form.choice("group", "Section of the list", "A part is in the section of its whole.", groups)}
                {reason}
                <div class="actions"><button class="button">"Preview new area"</button></div>
            </form>
        </section>
    }
    .into_any()
}

fn confirm_new(catalogue: &Catalogue, form: &Form, area: &PolicyArea, base: i64) -> AnyView {
    let parent = area.parent.as_deref().unwrap_or_default().to_owned();
    let part_of = area.parent.as_deref().map(|slug| {
        let name = catalogue.areas().name(slug).to_owned();
        view! { <div><dt>"Part of"</dt><dd>{name}</dd></div> }
    });
    view! {
        <section aria-labelledby="add">
            <h2 id="add">{format!("Add \u{201c}{}\u{201d}", area.name)}</h2>
            <dl class="facts">
                <div><dt>"Address"</dt><dd>{route::Area::new(&area.slug).to_string()}</dd></div>
                {part_of}
                <div><dt>"Section of the list"</dt><dd>{area.group.label()}</dd></div>
            </dl>
            <p>"No commitment has this tag yet. Give it to commitments one by one or under \u{201c}Bulk tagging\u{201d}."</p>
            <form action=route::staff::Areas::PATH method="post" class="staff-form" data-unsaved=form.unsaved()>
                {form.carried(base)}
                <input type="hidden" name="new" value=area.name.clone()/>
                <input type="hidden" name="parent" value=parent/>
                <input type="hidden" name="group" value=area.group.slug()/>
                {form.reason()}
                <div class="actions">
                    <button class="button">"Add policy area"</button>
                    <a href=route::staff::Areas.to_string()>"Back"</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}
