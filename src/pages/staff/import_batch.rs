//! `/staff/import/batches/{number}`: a file that was applied, and taking it back.

use leptos::prelude::*;

use super::desk;
use super::import::form_of;
use super::moment::moment;
use crate::components::link_to;
use crate::pages::{Page, StaffVisit};
use crate::words::undoing as words;
use domain::Action;
use domain::route;
use domain::text::grouped;

/// A file that was applied, and the form that takes it back.
pub async fn batch_page(visit: StaffVisit, at: route::staff::ImportBatch) -> Page {
    let staff = &visit.staff;
    let number = at.number;
    let batch = visit.app.applied_import(staff, number).await?;
    let facts = [
        ("Imported", moment(batch.made_at)),
        ("By", batch.made_by.clone()),
        ("Reason", batch.reason.clone()),
        ("Format", batch.format.clone()),
        ("SHA-256 of the file", batch.file_hash.clone()),
        (
            "New commitments",
            grouped(usize::try_from(batch.added).unwrap_or(0)),
        ),
        (
            "Changed",
            grouped(usize::try_from(batch.changed).unwrap_or(0)),
        ),
        (
            "Unchanged",
            grouped(usize::try_from(batch.unchanged).unwrap_or(0)),
        ),
        (
            "Ratings as drafts",
            grouped(usize::try_from(batch.drafts).unwrap_or(0)),
        ),
    ];
    let facts = facts
        .into_iter()
        .map(|(name, text)| view! { <div><dt>{name}</dt><dd class="break">{text}</dd></div> })
        .collect_view();
    let form = form_of(&visit);
    let undoing = visit.app.undoing_import(number).await?;
    let listed = |lines: Vec<String>| {
        let lines = lines.into_iter().map(|line| view! { <li>{line}</li> });
        view! { <ul>{lines.collect_view()}</ul> }
    };
    let goes: Vec<String> = undoing.goes.iter().map(words::brought).collect();
    let stays: Vec<String> = undoing.stays.iter().map(words::stays).collect();
    let is_undone = batch.undone_by.is_some();
    let goes = (!goes.is_empty()).then(|| {
        view! { <p>"Also removed, or restored to what was said before, because nothing else uses it:"</p> {listed(goes)} }
    });
    let stays = if stays.is_empty() {
        let nothing = if is_undone {
            "Nothing that the file brought stays in the data. The history keeps all of it, and codes given to new commitments stay reserved."
        } else {
            "Nothing else that the file brought would stay in the data. The history keeps all of it, and codes given to new commitments stay reserved."
        };
        view! { <p>{nothing}</p> }.into_any()
    } else {
        let title = if is_undone {
            "These stay:"
        } else {
            "These would stay:"
        };
        view! { <p>{title}</p> {listed(stays)} }.into_any()
    };
    let undo = match batch.undone_by {
        Some(by) => {
            let text = format!("Undone by change {by}.");
            view! {
                <p class="notice">{text}</p>
                <section class="prose" aria-labelledby="stays">
                    <h2 id="stays">"What stays of the file"</h2>
                    {stays}
                </section>
            }
            .into_any()
        }
        None if staff.may(Action::UndoImport) => view! {
            <section class="section" aria-labelledby="undo">
                <h2 id="undo">"Undo this import"</h2>
                <p class="prose">
                    "This removes the commitments that the file added, restores those that were changed, cancels the ratings from the file and discards the drafts. You cannot undo an import if later changes build on it."
                </p>
                <div class="prose">{goes} {undoing.built_on.is_empty().then_some(stays)}</div>
                <form action=route::staff::ImportBatch::new(number).to_string() method="post" class="staff-form">
                    {form.reason()}
                    <div class="actions"><button class="button">"Undo import"</button></div>
                </form>
            </section>
        }
        .into_any(),
        None => view! { <p class="muted">"A reviewer can undo this import."</p> }.into_any(),
    };
    let body = view! {
        <dl class="facts">{facts}</dl>
        <p><a href=link_to(route::Changes.at(format_args!("r{number}")))>"View in the change log"</a></p>
        {undo}
    };
    let title = format!("File: {}", batch.file_name);
    Ok(desk(&visit, route::staff::Imports::PATH, &title, body))
}
