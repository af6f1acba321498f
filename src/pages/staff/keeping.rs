//! `/staff/tags`, `/staff/institutions`, `/staff/areas`: changes of many commitments at once, each
//! shown before it is made.

use leptos::prelude::*;

use super::form::Form;
use super::{desk, person};
use crate::catalogue::Catalogue;
use crate::domain::Query;
use crate::domain::query::Filter;
use crate::domain::text::grouped;
use crate::error::AppError;
use crate::forms::Fields;
use crate::pages::load::page;

/// Commitments that can be tagged at once.
const MOST_TAGGED: usize = 500;
/// Commitments named in a preview.
const NAMED: usize = 50;

fn area_options(catalogue: &Catalogue) -> Vec<(String, String)> {
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

/// Tags the commitments of a filtered list.
#[component]
pub fn TagsPage() -> impl IntoView {
    page(async |visit| {
        let staff = person(&visit)?;
        visit
            .app
            .require(&staff, crate::domain::Action::TagMany)
            .await?;
        let state = visit.form();
        let sent = state.fields.clone();
        let query = match &sent {
            Some(fields) => Query::parse(fields.get("query"))?,
            None => visit.query()?,
        };
        let list = visit.app.export(&query).await?;
        let catalogue = visit.app.catalogue();
        let rows = list.rows().to_vec();
        let form = Form {
            values: sent.clone().unwrap_or_default(),
            problems: state.problems.clone(),
        };
        let too_many = rows.len() > MOST_TAGGED;
        let boxes = rows
            .iter()
            .take(MOST_TAGGED)
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
                            " " {format!("{code}: {}", c.title)} <span class="muted">{about}</span>
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
            <form action="/staff/tags" class="change-filters" aria-label="Choose the commitments">
                <label>"Search"<input name="q" value=query.search().unwrap_or_default().to_owned()/></label>
                <label>"Member"<select name="member"><option value="">"All"</option>{members}</select></label>
                <label>"Policy area"<select name="area"><option value="">"All"</option>{areas}</select></label>
                <label>"Plan year"<input name="year" value=query.values(Filter::Year).join(" ")/></label>
                <button class="button quiet">"Show these"</button>
            </form>
            <p class="hint">"This page takes every filter of the list of commitments in its address, as the list does."</p>
            {if too_many {
                view! { <p class="notice caution">{format!("{} commitments are too many at once: narrow the list to {MOST_TAGGED} or fewer.", grouped(count))}</p> }.into_any()
            } else {
                view! {
                    <form action="/staff/tags" method="post" class="staff-form wide">
                        {form.carried(0)}
                        <input type="hidden" name="query" value=query.to_address()/>
                        {form.choice("add", "Add the tag", "", area_options(&catalogue))}
                        {form.choice("remove", "Take off the tag", "", area_options(&catalogue))}
                        <fieldset class="field" id="f-code">
                            <legend>{format!("{} commitments", grouped(count))}</legend>
                            <ul class="plain">{boxes}</ul>
                        </fieldset>
                        {form.reason()}
                        <div class="actions"><button class="button">"Tag the chosen commitments"</button></div>
                    </form>
                }.into_any()
            }}
        };
        Ok(desk(&visit, &staff, "/staff/tags", "Tag many", body))
    })
}

/// Renames and merges institutions.
#[component]
pub fn InstitutionsPage() -> impl IntoView {
    page(async |visit| {
        let staff = person(&visit)?;
        let named = visit.app.institutions(&staff).await?;
        let state = visit.form();
        let asked = Fields::parse(visit.address().as_bytes());
        let values = state.fields.clone().unwrap_or(asked);
        let from = values.get("from").to_owned();
        let form = Form {
            values,
            problems: state.problems.clone(),
        };
        let chosen = named.iter().find(|(name, _)| *name == from);
        let to = form.values.get("to").to_owned();
        let merges = named.iter().any(|(name, _)| *name == to && to != from);
        let step = match chosen {
            Some((name, codes)) => {
                let count = codes.len();
                let links = codes
                    .iter()
                    .take(NAMED)
                    .map(|code| view! { <li><a href=format!("/commitments/{code}")>{code.to_string()}</a></li> })
                    .collect_view();
                view! {
                    <section aria-labelledby="rename">
                        <h2 id="rename">{format!("Rename \u{201c}{name}\u{201d}")}</h2>
                        <p>{format!("{count} commitments name it and will change:")}</p>
                        <ul class="plain columns">{links}</ul>
                        {merges.then(|| view! { <p class="notice caution">"An institution of the new name exists: the two become one."</p> })}
                        <form action="/staff/institutions" method="post" class="staff-form">
                            {form.carried(0)}
                            <input type="hidden" name="from" value=name.clone()/>
                            {form.line("to", "New name", "A name that is in use makes the two one.", "text")}
                            {form.reason()}
                            <div class="actions"><button class="button">"Rename everywhere"</button></div>
                        </form>
                    </section>
                }
                .into_any()
            }
            None => ().into_any(),
        };
        let list = named
            .iter()
            .map(|(name, codes)| {
                let mut fields = Fields::default();
                fields.push("from", name.clone());
                let href = format!("/staff/institutions?{}", fields.encode());
                view! { <li><a href=href>{name.clone()}</a> <span class="muted">{codes.len()}</span></li> }
            })
            .collect_view();
        let body = view! {
            {step}
            <h2>"All institutions"</h2>
            <ul class="plain">{list}</ul>
        };
        Ok(desk(
            &visit,
            &staff,
            "/staff/institutions",
            "Institutions",
            body,
        ))
    })
}

/// Renames and merges policy areas.
#[component]
pub fn AreasPage() -> impl IntoView {
    page(async |visit| {
        let staff = person(&visit)?;
        visit
            .app
            .require(&staff, crate::domain::Action::KeepAreas)
            .await?;
        let state = visit.form();
        let asked = Fields::parse(visit.address().as_bytes());
        let mut values = state.fields.clone().unwrap_or(asked);
        let catalogue = visit.app.catalogue();
        let areas = catalogue.areas();
        let chosen = areas.find(values.get("area")).cloned();
        let step = match chosen {
            Some(area) => {
                if values.get("name").is_empty() {
                    values.set("name", [area.name.clone()]);
                }
                let form = Form {
                    values,
                    problems: state.problems.clone(),
                };
                let query = Query::default().with(Filter::Area, &area.slug);
                let count = catalogue.select(&query, None).rows.count();
                let others = area_options(&catalogue)
                    .into_iter()
                    .filter(|(slug, _)| **slug != *area.slug)
                    .collect();
                view! {
                    <section aria-labelledby="chosen">
                        <h2 id="chosen">{area.name.clone()}</h2>
                        <p>
                            {format!("{} commitments have this tag. ", grouped(count))}
                            <a href=query.link("/commitments")>"See them"</a>
                        </p>
                        <form action="/staff/areas" method="post" class="staff-form">
                            {form.carried(0)}
                            <input type="hidden" name="area" value=area.slug.to_string()/>
                            {form.line("name", "Name", "The address stays as it is, and the old name still leads here.", "text")}
                            {form.choice("into", "Or make it part of another tag", "Its commitments get the other tag, its address leads there, and it is gone from the list.", others)}
                            {form.reason()}
                            <div class="actions"><button class="button">"Change the area"</button></div>
                        </form>
                    </section>
                }
                .into_any()
            }
            None if values.holds("area") => {
                return Err(AppError::NotFound {
                    what: "There is no such policy area.".to_owned(),
                    instead: vec![("/staff/areas".to_owned(), "All policy areas".to_owned())],
                });
            }
            None => ().into_any(),
        };
        let list = areas
            .iter()
            .map(|a| {
                let class = if areas.depth(a) > 0 { "sub" } else { "" };
                view! { <li class=class><a href=format!("/staff/areas?area={}", a.slug)>{a.name.clone()}</a></li> }
            })
            .collect_view();
        let body = view! {
            {step}
            <h2>"All policy areas"</h2>
            <ul class="plain">{list}</ul>
        };
        Ok(desk(&visit, &staff, "/staff/areas", "Policy areas", body))
    })
}
