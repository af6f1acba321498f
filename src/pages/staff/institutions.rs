//! `/staff/institutions`: found by words of their names, renamed, merged, split. What will change is shown
//! before it is done.

use leptos::prelude::*;

use super::areas::commitment_preview;
use super::form::Form;
use super::{desk, page_links};
use crate::components::kept_fields;
use crate::pages::{Page, StaffVisit};
use crate::service::institutions::{Institution, InstitutionList, parts_of, problem_of_parts};
use catalogue::{Catalogue, Row};
use domain::forms::Fields;
use domain::institution::proposed_parts;
use domain::query::MAX_SEARCH_LENGTH;
use domain::route;
use domain::text::grouped;

/// Page for searching, renaming, merging and splitting institutions.
pub async fn institutions_page(visit: StaffVisit) -> Page {
    let staff = &visit.staff;
    let asked = visit.params().fields()?;
    let typed = asked.get("q").to_owned();
    let page = asked
        .number("page")
        .and_then(|page| usize::try_from(page).ok());
    let page = page.unwrap_or(1).max(1) - 1;
    let list = visit.app.institutions(staff, &typed, page).await?;
    let catalogue = visit.app.catalogue();
    let form = Form::of(visit.form(), "", || asked);
    let from = form.values.get("from").to_owned();
    let chosen = visit.app.institution(&from).await?;
    let base = catalogue.version().number;
    let step = match &chosen {
        Some(chosen) => Some(step(&visit, &catalogue, chosen, form_with_parts(&form), base).await?),
        None => None,
    };
    // Renamed since the form was opened: what was typed is not lost.
    let gone = (chosen.is_none() && !from.is_empty()).then(|| gone_notice(&from, &form.values));
    let body = view! {
        {step}
        {gone}
        <h2>"All institutions"</h2>
        {search(&typed)}
        {found(&list, &typed)}
    };
    Ok(desk(
        &visit,
        route::staff::Institutions::PATH,
        "Institutions",
        body,
    ))
}

/// Says that no commitment names an institution, and repeats what was typed for it.
fn gone_notice(from: &str, typed: &Fields) -> impl IntoView + use<> {
    let parts = parts_of(typed);
    let to = match &*parts {
        [] => typed.get("to").to_owned(),
        parts => parts.join("; "),
    };
    let entered = [("new name", &*to), ("reason", typed.get("reason"))];
    let entered = entered.into_iter().filter(|(_, value)| !value.is_empty());
    let entered: Vec<String> = entered
        .map(|(what, value)| format!(" You entered the {what} \u{201c}{value}\u{201d}."))
        .collect();
    let text = format!(
        "No commitment names \u{201c}{from}\u{201d}: somebody may have renamed it.{}",
        entered.concat()
    );
    view! { <p class="notice">{text}</p> }
}

/// The form with its parts as lines: a rejected form sends parts as separate fields.
fn form_with_parts(form: &Form) -> Form {
    let mut values = form.values.clone();
    let parts = parts_of(&values);
    if !parts.is_empty() {
        values.set("parts", [parts.join("\n")]);
    }
    Form {
        values,
        problems: form.problems.clone(),
    }
}

fn search(typed: &str) -> impl IntoView + use<> {
    view! {
        <form action=route::staff::Institutions::PATH class="find" role="search" aria-label="Find an institution">
            {kept_fields()}
            <input type="search" name="q" value=typed.to_owned() aria-label="Institution name" maxlength=MAX_SEARCH_LENGTH.to_string()/>
            <button class="button quiet">"Search"</button>
        </form>
    }
}

fn found(list: &InstitutionList, typed: &str) -> AnyView {
    let count = match (list.total, typed) {
        (0, "") => "No commitment names an institution.".to_owned(),
        (0, _) => format!("No institution matches \u{201c}{typed}\u{201d}. Use fewer words."),
        (1, _) => "1 institution".to_owned(),
        (many, _) => format!("{} institutions", grouped(many)),
    };
    let items = list.shown.iter().map(|one| {
        let mut fields = Fields::default();
        fields.push("from", one.name.clone());
        if !typed.is_empty() {
            fields.push("q", typed);
        }
        let href = route::staff::Institutions.asking(&fields.encode());
        let several = (!proposed_parts(&one.name).is_empty())
            .then(|| view! { " " <span class="muted">"(more than one institution?)"</span> });
        view! {
            <li><a href=href>{one.name.clone()}</a> " " <span class="muted">{one.codes.len()}</span>{several}</li>
        }
    });
    let links = page_links(list.at, list.pages, |to| {
        let mut fields = Fields::default();
        if !typed.is_empty() {
            fields.push("q", typed);
        }
        fields.push("page", (to + 1).to_string());
        route::staff::Institutions.asking(&fields.encode())
    });
    view! { <p>{count}</p> <ul class="plain">{items.collect_view()}</ul> {links} }.into_any()
}

/// What can be done with an institution, or what is about to be done.
async fn step(
    visit: &StaffVisit,
    catalogue: &Catalogue,
    chosen: &Institution,
    form: Form,
    base: i64,
) -> Result<AnyView, crate::error::AppError> {
    let codes = chosen.codes.iter();
    let rows: Vec<Row> = codes
        .filter_map(|code| catalogue.find(code).cloned())
        .collect();
    let (name, to) = (&*chosen.name, form.values.get("to"));
    let parts = parts_of(&form.values);
    if !parts.is_empty() {
        if problem_of_parts(&parts).is_some() {
            return Ok(choose(&form, name, &rows));
        }
        let mut known = Vec::new();
        for part in &parts {
            if visit.app.institution(part).await?.is_some() {
                known.push(part.clone());
            }
        }
        return Ok(confirm_split(&form, name, &rows, (&parts, &known, base)));
    }
    if to.is_empty() || to == name || form.problems.of("to").is_some() {
        return Ok(choose(&form, name, &rows));
    }
    let is_in_use = visit.app.institution(to).await?.is_some();
    Ok(confirm_name(&form, name, &rows, (is_in_use, base)))
}

fn choose(form: &Form, name: &str, rows: &[Row]) -> AnyView {
    let proposed = proposed_parts(name);
    let mut split = Form {
        values: form.values.clone(),
        problems: form.problems.clone(),
    };
    let parts = parts_of(&split.values);
    if parts.is_empty() {
        split.values.set("parts", [proposed.join("\n")]);
    } else if let Some(problem) = problem_of_parts(&parts) {
        split.problems = domain::forms::Problems::one("parts", problem);
    }
    let hint = if proposed.is_empty() {
        "One per line. Each commitment gets all of them, in this order."
    } else {
        "One per line. We suggested these from the current name. Each commitment gets all of them, in this order."
    };
    view! {
        <section aria-labelledby="rename">
            <h2 id="rename">{format!("Rename \u{201c}{name}\u{201d}")}</h2>
            <form action=route::staff::Institutions::PATH class="staff-form">
                {kept_fields()}
                <input type="hidden" name="from" value=name.to_owned()/>
                {form.line("to", "New name", "A name already in use merges the two institutions.", "text")}
                <div class="actions"><button class="button">"Preview changes"</button></div>
            </form>
        </section>
        <section class="section" aria-labelledby="split">
            <h2 id="split">"Split into several institutions"</h2>
            <form action=route::staff::Institutions::PATH class="staff-form">
                {kept_fields()}
                <input type="hidden" name="from" value=name.to_owned()/>
                {split.text("parts", "Names of the institutions", hint, 4)}
                <div class="actions"><button class="button">"Preview split"</button></div>
            </form>
            {commitment_preview(rows, "Commitments with this institution")}
        </section>
    }
    .into_any()
}

/// The address where another name is chosen.
fn again(name: &str) -> String {
    let mut again = Fields::default();
    again.push("from", name);
    route::staff::Institutions.asking(&again.encode())
}

fn confirm_name(form: &Form, name: &str, rows: &[Row], (is_in_use, base): (bool, i64)) -> AnyView {
    let to = form.values.get("to").to_owned();
    view! {
        <section aria-labelledby="rename">
            <h2 id="rename">{format!("Rename \u{201c}{name}\u{201d} to \u{201c}{to}\u{201d}")}</h2>
            {is_in_use.then(|| view! { <p class="notice caution">"An institution with this name exists. Renaming merges the two. You cannot separate them again."</p> })}
            {commitment_preview(rows, "Commitments that will change")}
            <form action=route::staff::Institutions::PATH method="post" class="staff-form" data-unsaved=form.unsaved()>
                {form.carried(base)}
                <input type="hidden" name="from" value=name.to_owned()/>
                <input type="hidden" name="to" value=to/>
                {form.reason()}
                <div class="actions">
                    <button class="button">"Rename institution"</button>
                    <a href=again(name)>"Choose another name"</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn confirm_split(
    form: &Form,
    name: &str,
    rows: &[Row],
    (parts, known, base): (&[String], &[String], i64),
) -> AnyView {
    let items = parts.iter().map(|part| {
        let is_known = known.contains(part);
        let note = is_known.then(|| view! { " " <span class="muted">"(already in use)"</span> });
        view! { <li>{part.clone()}{note}</li> }
    });
    let hidden = parts
        .iter()
        .map(|part| view! { <input type="hidden" name="part" value=part.clone()/> });
    view! {
        <section aria-labelledby="split">
            <h2 id="split">{format!("Split \u{201c}{name}\u{201d} into {}", parts.len())}</h2>
            <ol>{items.collect_view()}</ol>
            {commitment_preview(rows, "Commitments that will name these institutions instead")}
            <form action=route::staff::Institutions::PATH method="post" class="staff-form" data-unsaved=form.unsaved()>
                {form.carried(base)}
                <input type="hidden" name="do" value="split"/>
                <input type="hidden" name="from" value=name.to_owned()/>
                {hidden.collect_view()}
                {form.reason()}
                <div class="actions">
                    <button class="button">"Split institution"</button>
                    <a href=again(name)>"Choose other names"</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}
