//! `/staff`: the pages of those who keep the record. Plain forms; what goes wrong is told beside
//! the field, and what was filled in stays.

mod account;
mod areas;
mod comments;
mod commitment;
mod context;
mod context_rows;
mod desk;
mod difference;
mod draft;
mod find;
mod form;
mod import;
mod import_batch;
mod import_options;
mod institutions;
mod members;
mod moment;
mod notices;
mod plan_preview;
mod plan_rows;
mod plan_sheet;
mod proposal;
mod questions;
mod queue;
mod queue_item;
mod queue_place;
mod rating;
mod reports;
mod second_factor;
mod sheet;
mod sheet_cells;
mod sheet_review;
mod sign_in;
mod source;
mod sources;
mod tags;
mod webhooks;

use leptos::prelude::*;

use super::{FormState, StaffVisit};
use crate::assets::asset_href;
use crate::components::{
    TableHead, data_table, lang, layout, page_title, quoting, source_text, words,
};
use crate::service::staff::Clash;
use catalogue::Catalogue;
use domain::Action;
use domain::route;
use form::ids_of;
use islands::FormKeeper;

pub use account::{account_page, security_page, users_page};
pub use areas::areas_page;
pub use commitment::{edit_page, new_commitment_page};
pub use context::{context_page, item_page, kind_page};
pub use desk::desk_page;
pub use draft::{draft_page, preview_page};
pub use find::find_page;
pub use import::{import_page, imports_page};
pub use import_batch::batch_page;
pub use institutions::institutions_page;
pub use members::{member_page, members_page};
pub use plan_sheet::{new_plan_page, plan_sheet_page};
pub use proposal::{proposal_page, proposals_page, proposed_page};
pub use queue::queue_page;
pub use rating::rating_page;
pub use reports::reports_page;
pub use second_factor::second_factor_page;
pub use sheet::sheet_page;
pub use sheet_review::sheet_review_page;
pub use sign_in::sign_in_page;
pub use source::source_page;
pub use sources::sources_page;
pub use tags::tags_page;
pub use webhooks::webhooks_page;

/// Parts of the desk, with what it takes to see them.
const PLACES: &[(&str, &str, Action)] = &[
    (route::staff::Desk::PATH, "Desk", Action::SeeDesk),
    (route::staff::Queue::PATH, "Queue", Action::SeeDesk),
    (
        route::staff::NewCommitment::PATH,
        "New commitment",
        Action::AddCommitment,
    ),
    (route::staff::NewPlan::PATH, "New plan", Action::AddPlan),
    (route::staff::Reports::PATH, "Reports", Action::SeeDesk),
    (route::staff::Tags::PATH, "Bulk tagging", Action::TagMany),
    (
        route::staff::Context::PATH,
        "Texts and lists",
        Action::ManageContext,
    ),
    (
        route::staff::Imports::PATH,
        "Import files",
        Action::ImportFile,
    ),
    (
        route::staff::Sources::PATH,
        "Watched sources",
        Action::ImportFile,
    ),
    (
        route::staff::Webhooks::PATH,
        "Webhooks",
        Action::ManageWebhooks,
    ),
    (
        route::staff::Members::PATH,
        "Members and plans",
        Action::AddPlan,
    ),
    (
        route::staff::Institutions::PATH,
        "Institutions",
        Action::ManageInstitutions,
    ),
    (
        route::staff::Areas::PATH,
        "Policy areas",
        Action::ManageAreas,
    ),
    (route::staff::Users::PATH, "Accounts", Action::ManageUsers),
    (
        route::staff::Security::PATH,
        "Security log",
        Action::ManageUsers,
    ),
    (
        route::staff::Account::PATH,
        "Your account",
        Action::ManageOwnAccount,
    ),
];

/// What stands in the address after a form was done, in words.
fn done_in_words(done: &str) -> Option<String> {
    let words = match done {
        "saved" => "Saved.",
        "nothing" => "Nothing to save: you changed nothing.",
        "sheet-saved" => "Draft saved.",
        "sheet-hand-in" => "Submitted for review as one sheet.",
        "sheet-published" => "Published as one change. The ratings are now public.",
        "sheet-published-rest-back" => {
            "Published as one change. The rest was sent back to its author."
        }
        "source-answered" => {
            "Answers saved. The changes of these rows are listed below, if there are any."
        }
        "added" => "Added.",
        "added-before" => {
            "You sent this form twice; the account was added once. If you have not seen the password, choose \u{201c}New password\u{201d} next to the account."
        }
        "plan" => "Plan added.",
        "plan-sheet-saved" => "Saved as one change. It is now public.",
        "plan-withdrawn" => "Plan withdrawn.",
        "published" => "Published. The rating is now public.",
        "published-not-shown" => {
            "Added to the public history of ratings. The rating that the public sees as the current one is the same as before."
        }
        "area" => "Policy area changed.",
        "area-added" => "Policy area added. It is now public.",
        "assigned" => "Assigned.",
        "comment" => "Comment added.",
        "mention" => "Comment taken off your desk.",
        "queue-published" => "Published. The ratings are now public.",
        "reply" => "Reply attached to the rating.",
        "withdrawal" => "Status changed.",
        "hand-in" => "Submitted for review.",
        "send-back" | "sheet-sent-back" => "Sent back.",
        "proposed" => {
            "Submitted for review. The public sees the change once a second person has published it."
        }
        "proposal-changed" => "Saved. Submit the change for review when it is complete.",
        "proposal-published" => "Published. The change is now public.",
        "proposal-discarded" => "Discarded.",
        "schedule" => "Scheduled.",
        "discarded" => "Draft discarded.",
        "discarded-file" => "Upload discarded. Nothing was imported.",
        "taken-back" => "Import undone. What stays of it, if anything, is listed below.",
        "source-added" => "Source added.",
        "source-removed" => "Source removed. What was published from it stays.",
        "source-approved" => "Published. The changes are now public.",
        "source-ignored" => {
            "Ignored. These values are not shown again unless the source changes them."
        }
        "source-some" => {
            "Done, except for changes that are no longer as you saw them. Check those below."
        }
        "webhook-added" => "Webhook added. Give the receiver its secret.",
        "webhook-removed" => "Webhook removed.",
        "webhook-retried" => "The messages are sent again within seconds.",
        "webhook-tested" => "The receiver accepted the test message.",
        "read" => "Notifications marked as read.",
        "name" => "Name changed.",
        "time-zone" => "Time zone changed.",
        "password" => "Password changed. Your other sessions have ended.",
        "second-factor-off" => "Second factor turned off.",
        "second-factor-reset" => {
            "Second factor reset. The person can sign in with the password and set up a new one."
        }
        "session" => "Session ended.",
        "sessions" => "All sessions ended.",
        "changed" => "Account changed.",
        "out" => "You are signed out.",
        other => {
            let count: usize = other.parse().ok()?;
            return Some(format!("{count} commitments changed."));
        }
    };
    Some(words.to_owned())
}

/// A commitment by its code and its title, which is in the language of its source.
fn named(code: &str, title: &str) -> AnyView {
    quoting(lang(), [title], |[title]| format!("{code}: {title}"))
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
    let before = visit.params().one("before").ok().flatten();
    let before = before.and_then(done_in_words);
    let before = before.map(|done| format!("The item before: {done}"));
    let done = done.or(before);
    let resumed = visit.form().resumed;
    let not_saved = visit.form().not_saved;
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
    let typed = match visit.params().one("q") {
        Ok(Some(typed)) if here.is_empty() => typed.to_owned(),
        _ => String::new(),
    };
    // Where rows were to be selected, there was nothing to save.
    let is_selection = problems.iter().all(|(field, _)| field == "rows");
    let heading = if is_selection {
        "Check what you selected"
    } else {
        "Your changes are not saved yet"
    };
    let title = source_text(lang(), title);
    framed(
        &catalogue,
        view! {
            <div class="staff-bar">
                <nav aria-label="Staff"><ul>{places}</ul></nav>
                {find::find_box(&typed)}
                <form action=route::staff::SignOut::PATH method="post">
                    <span class="muted">{who}</span>
                    <button class="button quiet">"Sign out"</button>
                </form>
            </div>
            <div class="page-head"><h1>{title}</h1></div>
            {done.map(|done| view! { <p class="notice" role="status">{done}</p> })}
            {resumed.then(|| view! {
                <p class="notice caution" role="status">
                    "Your session had ended, so your changes are not saved yet. Check your answers below and save again."
                </p>
            })}
            {not_saved.map(|why| view! {
                <div class="notice error" role="alert">
                    <h2>"Your changes are not saved yet"</h2>
                    <p>{why}</p>
                </div>
            })}
            {(!problems.is_empty()).then(|| view! {
                <div class="notice error" role="alert">
                    <h2>{heading}</h2>
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
                "You both changed this field. The form shows your version, not saved yet."
            } else {
                "Copied into the form."
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
            <p>{format!("By {}.", clash.by.trim_end_matches('.'))} " Your changes are still in the form, not saved yet. Compare them, then save again."</p>
            {table("clash-table", "Changes by others", &["Field", "Before", "Now", "In the form"], rows)}
        </div>
    }
    .into_any()
}

/// The way to the pages of a list before and after the one at `at`, counted from 0; nothing where there
/// is one page. `href` gives the address of a page.
fn page_links(at: usize, pages: usize, href: impl Fn(usize) -> String) -> Option<AnyView> {
    let link = |to: usize, label: &'static str| {
        view! { <a class="button quiet" href=href(to)>{label}</a> }
    };
    let place = format!(" Page {} of {pages} ", at + 1);
    (pages > 1).then(|| {
        view! {
            <nav class="actions" aria-label="Pages">
                {(at > 0).then(|| link(at - 1, "Previous"))}
                <span>{place}</span>
                {(at + 1 < pages).then(|| link(at + 1, "Next"))}
            </nav>
        }
        .into_any()
    })
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
        caption_visible: true,
        definitions: false,
        columns: columns.iter().map(|name| words(name)).collect(),
    };
    data_table(head, rows)
}
