//! `/staff/import/batches/{number}`: a file that was applied, and taking it back.

use leptos::prelude::*;

use super::desk;
use super::import::form_of;
use crate::components::link_to;
use crate::pages::{Page, StaffVisit};
use domain::Action;
use domain::route;
use domain::text::grouped;

/// A file that was applied, and the form that takes it back.
pub async fn batch_page(visit: StaffVisit, at: route::staff::ImportBatch) -> Page {
    let staff = &visit.staff;
    let number = at.number;
    let batch = visit.app.applied_import(staff, number).await?;
    let facts = [
        (
            "Applied",
            batch.made_at.format("%-d %B %Y, %H:%M UTC").to_string(),
        ),
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
    let undo = match batch.undone_by {
        Some(by) => {
            let text = format!("Taken back by change {by}.");
            view! { <p class="notice">{text}</p> }.into_any()
        }
        None if staff.may(Action::UndoImport) => view! {
            <section class="section" aria-labelledby="undo">
                <h2 id="undo">"Take it back"</h2>
                <p class="prose">
                    "Commitments that the file added leave the record, those that it changed are as they were before it, its ratings count no more and its drafts are discarded. It is refused where something was built on it since."
                </p>
                <form action=route::staff::ImportBatch::new(number).to_string() method="post" class="staff-form">
                    {form.reason()}
                    <div class="actions"><button class="button">"Take the file back"</button></div>
                </form>
            </section>
        }
        .into_any(),
        None => view! { <p class="muted">"A reviewer can take it back."</p> }.into_any(),
    };
    let body = view! {
        <dl class="facts">{facts}</dl>
        <p><a href=link_to(route::Changes.at(format_args!("r{number}")))>"In the public history"</a></p>
        {undo}
    };
    let title = format!("File: {}", batch.file_name);
    Ok(desk(&visit, route::staff::Imports::PATH, &title, body))
}
