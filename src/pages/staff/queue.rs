//! `/staff/queue`: all work that waits, filtered by the address, with actions on many items at once.

use leptos::prelude::*;

use super::form::Form;
use super::queue_item::items;
use super::{desk, page_links};
use crate::components::kept_fields;
use crate::pages::{Page, StaffVisit};
use crate::service::auth::Staff;
use crate::service::queue::{BulkOutcome, QueueCounts, QueueView};
use domain::desk::{DueBy, QueueFilter, Whose, WorkKind};
use domain::forms::Fields;
use domain::text::grouped;
use domain::{Action, route};

/// The queue.
pub async fn queue_page(visit: StaffVisit) -> Page {
    let staff = &visit.staff;
    let state = visit.form();
    let asked = visit.params().fields()?;
    // A form that is shown again carries the filter that it was sent from.
    let (filter, page) = match &state.fields {
        Some(sent) => (QueueFilter::decode(sent.get("queue")), sent.number("page")),
        None => (QueueFilter::read(&asked), asked.number("page")),
    };
    let page = page
        .and_then(|page| usize::try_from(page).ok())
        .unwrap_or(1);
    let view = visit.app.queue(staff, filter, page.max(1) - 1).await?;
    let form = Form::of(state, "", Fields::default);
    let body = view! {
        {state.published.as_deref().map(outcome)}
        {ways(&view.counts, &view.filter)}
        {filters(&view)}
        {list(&view, staff, &form)}
    };
    Ok(desk(&visit, route::staff::Queue::PATH, "Queue", body))
}

/// The address of a part of the queue.
fn address(filter: &QueueFilter) -> String {
    route::staff::Queue.asking(&filter.encode())
}

/// What became of items that were not all published.
fn outcome(outcome: &BulkOutcome) -> impl IntoView + use<> {
    let published = match outcome.published {
        0 => "Nothing was published.".to_owned(),
        1 => "1 rating was published and is now public.".to_owned(),
        many => format!("{many} ratings were published and are now public."),
    };
    let items = outcome.not_published.iter().map(|item| {
        let why = format!(": {}", item.why);
        view! { <li><a href=item.href.clone()>{item.name.clone()}</a> {why}</li> }
    });
    view! {
        <div class="notice caution" role="alert">
            <h2>"Not everything you selected was published"</h2>
            <p>{published} " Not published:"</p>
            <ul>{items.collect_view()}</ul>
        </div>
    }
}

/// Parts of the queue that people look at most, with how much waits there.
pub(super) fn ways(counts: &QueueCounts, here: &QueueFilter) -> impl IntoView + use<> {
    let of_kind = |kind: WorkKind| counts.kinds.get(kind.index()).copied().unwrap_or(0);
    let ways = [
        ("All", QueueFilter::default(), counts.all),
        (
            "Mine",
            QueueFilter {
                whose: Whose::Mine,
                ..QueueFilter::default()
            },
            counts.mine,
        ),
        (
            "To review",
            QueueFilter {
                kind: Some(WorkKind::Review),
                ..QueueFilter::default()
            },
            of_kind(WorkKind::Review),
        ),
        (
            "Reports to enter",
            QueueFilter {
                kind: Some(WorkKind::Report),
                ..QueueFilter::default()
            },
            of_kind(WorkKind::Report),
        ),
        (
            "Not assigned",
            QueueFilter {
                whose: Whose::Nobody,
                ..QueueFilter::default()
            },
            counts.unassigned,
        ),
        (
            "Overdue",
            QueueFilter {
                due: DueBy::Overdue,
                ..QueueFilter::default()
            },
            counts.overdue,
        ),
    ];
    let links = ways.into_iter().map(|(label, filter, count)| {
        let current = (filter == *here).then_some("true");
        let text = format!("{label} ({})", grouped(count));
        view! { <li><a href=address(&filter) aria-current=current>{text}</a></li> }
    });
    view! { <nav class="queue-ways" aria-label="Parts of the queue"><ul>{links.collect_view()}</ul></nav> }
}

fn option_list(options: Vec<(String, String)>, chosen: &str) -> impl IntoView + use<> {
    let chosen = chosen.to_owned();
    let options = options.into_iter().map(move |(value, label)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{label}</option> }
    });
    options.collect_view()
}

fn filters(view: &QueueView) -> impl IntoView + use<> {
    let fields = view.filter.fields();
    let pair = |value: &str, label: &str| (value.to_owned(), label.to_owned());
    let mut whose = vec![
        pair("", "Anybody"),
        pair("me", "Me"),
        pair("nobody", "Nobody"),
    ];
    whose.extend(
        view.people
            .iter()
            .map(|(id, name)| (id.to_string(), name.clone())),
    );
    let mut members = vec![pair("", "All members")];
    members.extend(
        view.members
            .iter()
            .map(|(slug, name, count)| (slug.clone(), format!("{name} ({count})"))),
    );
    let mut kinds = vec![pair("", "All kinds")];
    kinds.extend(
        WorkKind::ALL
            .iter()
            .map(|kind| pair(kind.slug(), kind.label())),
    );
    let dues = vec![
        pair("", "Any time"),
        pair("overdue", "Overdue"),
        pair("week", "Overdue or within 7 days"),
    ];
    let select = |name: &'static str, label: &'static str, options| {
        let options = option_list(options, fields.get(name));
        view! { <label>{label} <select name=name>{options}</select></label> }
    };
    view! {
        <form action=route::staff::Queue::PATH class="change-filters" aria-label="Filter the queue">
            {kept_fields()}
            {select("whose", "Assigned to", whose)}
            {select("member", "Member", members)}
            {select("kind", "Kind", kinds)}
            {select("due", "Due", dues)}
            <button class="button quiet">"Filter"</button>
        </form>
    }
}

fn list(view: &QueueView, staff: &Staff, form: &Form) -> AnyView {
    let cut = view.cut.map(|waiting| {
        let waiting = usize::try_from(waiting).unwrap_or_default();
        let text = format!(
            "{} drafts wait. The queue lists the {} that have waited longest, those to review first.",
            grouped(waiting),
            grouped(usize::try_from(crate::service::queue::MAX_DRAFTS).unwrap_or_default()),
        );
        view! { <p class="notice">{text}</p> }
    });
    let count = match view.total {
        1 => "1 item".to_owned(),
        many => format!("{} items", grouped(many)),
    };
    if view.items.is_empty() {
        let none = if view.counts.all == 0 {
            "Nothing is waiting."
        } else {
            "Nothing in the queue matches this filter."
        };
        return view! { {cut} <p id="f-item">{none}</p> }.into_any();
    }
    let links = page_links(view.at, view.pages, |to| {
        let mut query = view.filter.fields();
        query.push("page", (to + 1).to_string());
        route::staff::Queue.asking(&query.encode())
    });
    let people = view
        .people
        .iter()
        .map(|(id, name)| (id.to_string(), name.clone()));
    let people = std::iter::once(("nobody".to_owned(), "Nobody".to_owned())).chain(people);
    let publishes = staff.may(Action::ReviewRating);
    view! {
        {cut}
        <h2>{count}</h2>
        <form action=route::staff::Queue::PATH method="post" class="staff-form wide" id="f-item" autocomplete="off" data-unsaved=form.unsaved()>
            {form.carried(view.base)}
            <input type="hidden" name="seen_event" value=view.seen_event.to_string()/>
            <input type="hidden" name="queue" value=view.filter.encode()/>
            <input type="hidden" name="page" value=(view.at + 1).to_string()/>
            {items(view, staff.account().id, &form.values)}
            <fieldset class="field queue-actions">
                <legend>"With the selected items"</legend>
                <div class="actions"><button class="button" name="do" value="take">"Assign to me"</button></div>
                {form.choice("assignee", "Assign to", "", people.collect())}
                {form.line("due_on", "Due on", "For drafts. Reports are due by the IRM\u{2019}s timetable.", "date")}
                <div class="actions">
                    <button class="button quiet" name="do" value="assign">"Assign"</button>
                    <button class="button quiet" name="do" value="no-date">"Remove due date"</button>
                </div>
                {publishes.then(|| view! {
                    {form.text("comment", "Comment", "Required to publish your own ratings. We keep it with each rating.", 2)}
                    <div class="actions">
                        <button class="button quiet" name="do" value="publish">"Publish selected"</button>
                    </div>
                    <p class="hint">"Publishes drafts that wait for review. Where the published rating has changed since a draft was written, open the draft and decide there."</p>
                })}
            </fieldset>
        </form>
        {links}
    }
    .into_any()
}
