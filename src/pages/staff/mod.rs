//! `/staff`: the pages of those who keep the record. Plain forms; what goes wrong is told beside
//! the field, and what was filled in stays.

mod account;
mod commitment;
mod context;
mod desk;
mod draft;
mod form;
mod import;
mod import_batch;
mod keeping;
mod members;
mod rating;
mod sign_in;
mod tags;

use leptos::prelude::*;

use super::{FormState, StaffVisit};
use crate::assets::asset_href;
use crate::components::{TableHead, data_table, layout, page_title, words};
use crate::service::staff::Clash;
use catalogue::Catalogue;
use domain::Action;
use domain::route;
use form::ids_of;
use islands::FormKeeper;

pub use account::{account_page, security_page, users_page};
pub use commitment::{edit_page, new_commitment_page};
pub use context::{context_page, item_page, kind_page};
pub use desk::desk_page;
pub use draft::{draft_page, preview_page};
pub use import::{import_page, imports_page};
pub use import_batch::batch_page;
pub use keeping::{areas_page, institutions_page};
pub use members::{member_page, members_page};
pub use rating::rating_page;
pub use sign_in::sign_in_page;
pub use tags::tags_page;

/// Parts of the desk, with what it takes to see them.
const PLACES: &[(&str, &str, Action)] = &[
    (route::staff::Desk::PATH, "Desk", Action::SeeDesk),
    (
        route::staff::NewCommitment::PATH,
        "New commitment",
        Action::AddCommitment,
    ),
    (route::staff::Tags::PATH, "Tag many", Action::TagMany),
    (
        route::staff::Context::PATH,
        "Texts and lists",
        Action::KeepContext,
    ),
    (route::staff::Imports::PATH, "Files", Action::ImportFile),
    (
        route::staff::Members::PATH,
        "Members and plans",
        Action::AddPlan,
    ),
    (
        route::staff::Institutions::PATH,
        "Institutions",
        Action::KeepInstitutions,
    ),
    (route::staff::Areas::PATH, "Policy areas", Action::KeepAreas),
    (route::staff::Users::PATH, "Accounts", Action::KeepUsers),
    (
        route::staff::Security::PATH,
        "Security log",
        Action::KeepUsers,
    ),
    (
        route::staff::Account::PATH,
        "Your account",
        Action::KeepOwnAccount,
    ),
];

/// What stands in the address after a form was done, in words.
fn done_in_words(done: &str) -> Option<String> {
    let words = match done {
        "saved" => "Saved.",
        "added" => "Added.",
        "added-before" => {
            "This form came twice; the account was added once. If you have not seen its password, make another one with \u{201c}New password\u{201d} beside the account."
        }
        "plan" => "The plan was added.",
        "published" => "Published. The public sees it now.",
        "reply" => "The reply is shown beside the rating now.",
        "withdrawal" => "The status was changed.",
        "hand-in" => "Submitted for review.",
        "send-back" => "Sent back.",
        "schedule" => "Scheduled.",
        "discarded" => "The draft was discarded.",
        "discarded-file" => "The file was forgotten; nothing of it was applied.",
        "taken-back" => "Taken back: the record is as it was before the file.",
        "name" => "Your name was changed.",
        "password" => "Your password was changed; other sessions have ended.",
        "session" | "sessions" => "Signed out there.",
        "changed" => "The account was changed.",
        "out" => "You are signed out.",
        other => {
            let count: usize = other.parse().ok()?;
            return Some(format!("{count} commitments were changed."));
        }
    };
    Some(words.to_owned())
}

/// A page of the desk: its title, where one can go, what was just done.
fn desk(
    visit: &StaffVisit,
    here: &'static str,
    title: &str,
    body: impl IntoView + 'static,
) -> AnyView {
    let staff = &visit.staff;
    let catalogue = visit.app.catalogue();
    let done = visit.params().one("done").ok().flatten();
    let done = done.and_then(done_in_words);
    let resumed = visit.form().resumed;
    let ids = visit.form().fields.as_ref().map_or("f", ids_of).to_owned();
    let problems: Vec<(String, String)> = visit
        .form()
        .problems
        .iter()
        .map(|(field, problem)| (field.to_owned(), problem.to_owned()))
        .collect();
    page_title(
        title,
        "For staff who keep the record.",
        route::staff::Desk::PATH,
    );
    let who = format!("{} ({})", staff.account().name, staff.account().role);
    let places = PLACES
        .iter()
        .filter(|(.., action)| staff.may(*action))
        .map(|(href, label, _)| {
            let current = (*href == here).then_some("page");
            view! { <li><a href=*href aria-current=current>{*label}</a></li> }
        })
        .collect_view();
    let title = title.to_owned();
    framed(
        &catalogue,
        view! {
            <div class="staff-bar">
                <nav aria-label="Staff"><ul>{places}</ul></nav>
                <form action=route::staff::SignOut::PATH method="post">
                    <span class="muted">{who}</span>
                    <button class="button quiet">"Sign out"</button>
                </form>
            </div>
            <div class="page-head"><h1>{title}</h1></div>
            {done.map(|done| view! { <p class="notice" role="status">{done}</p> })}
            {resumed.then(|| view! {
                <p class="notice caution" role="status">
                    "Your session had ended; nothing has been saved yet. What you had filled in is here: look it over and send it again."
                </p>
            })}
            {(!problems.is_empty()).then(|| view! {
                <div class="notice error" role="alert">
                    <h2>"Nothing was saved yet"</h2>
                    <ul>
                        {problems.into_iter().map(|(field, problem)| view! {
                            <li><a href=format!("#{ids}-{field}")>{problem}</a></li>
                        }).collect_view()}
                    </ul>
                </div>
            })}
            {body}
            <FormKeeper/>
            {asset_href("start.js").map(|href| view! { <script type="module" src=href></script> })}
        },
    )
}

/// The site's frame around a page for staff.
fn framed(catalogue: &Catalogue, body: impl IntoView + 'static) -> AnyView {
    layout(route::staff::Desk::PATH, Some(catalogue), false, body)
}

/// What somebody else has changed since the form was opened.
fn clash_notice(clash: &Clash, what: &str) -> AnyView {
    let rows = clash
        .theirs
        .iter()
        .map(|d| {
            let both = clash.both.iter().any(|field| field == d.field);
            let whose = if both {
                "You changed it too: yours stands in the form, nothing is saved yet."
            } else {
                "Taken over into the form."
            };
            let said = |text: &str| {
                if text.is_empty() {
                    "nothing".to_owned()
                } else {
                    text.to_owned()
                }
            };
            view! {
                <tr>
                    <th scope="row">{d.label}</th>
                    <td>{said(&d.before)}</td>
                    <td>{said(&d.after)}</td>
                    <td>{whose}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="notice caution wide" role="alert" id="clash">
            <h2>{format!("This {what} has changed since you opened it")}</h2>
            <p>{format!("By {}.", clash.by.trim_end_matches('.'))} " Nothing of yours is saved yet, and nothing is lost. Compare, and save again."</p>
            {table("clash-table", "What was changed", &["Field", "Before", "Now", "In the form"], rows)}
        </div>
    }
    .into_any()
}

/// A table whose caption is seen.
fn table(
    id: &'static str,
    caption: &str,
    columns: &[&'static str],
    rows: impl IntoView + 'static,
) -> AnyView {
    let head = TableHead {
        id: id.to_owned(),
        caption: caption.to_owned(),
        caption_shown: true,
        definitions: false,
        columns: columns.iter().map(|name| words(name)).collect(),
    };
    data_table(head, rows)
}
