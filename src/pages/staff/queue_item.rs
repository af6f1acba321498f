//! An item of the queue: what it is, who does it, until when.

use leptos::prelude::*;

use super::moment::moment_at;
use crate::service::queue::{QueueItem, QueueView};
use domain::desk::WorkKind;
use domain::forms::Fields;
use store::Draft;

/// The items of a page under their plans and reports.
pub(super) fn items(view: &QueueView, reader: i64, chosen: &Fields) -> AnyView {
    let queue = view.filter.encode();
    let mut groups: Vec<(String, Vec<AnyView>)> = Vec::new();
    for (index, one) in view.items.iter().enumerate() {
        let title = group_of(one);
        let shown = item(view, one, (reader, &queue), (index, chosen));
        match groups.last_mut().filter(|(last, _)| *last == title) {
            Some((_, items)) => items.push(shown),
            None => groups.push((title, vec![shown])),
        }
    }
    let groups = groups.into_iter().map(|(title, items)| {
        view! {
            <section class="queue-group">
                <h3>{title}</h3>
                <ul class="queue">{items}</ul>
            </section>
        }
    });
    groups.collect_view().into_any()
}

/// The plan and the report that an item is about.
fn group_of(item: &QueueItem) -> String {
    let plan = item.place.as_ref().map_or_else(
        || "Commitments that the record no longer shows".to_owned(),
        |(member, plan)| format!("{}, {}", member.name, plan.label()),
    );
    if item.report.is_empty() {
        plan
    } else {
        format!("{plan}: {}", item.report)
    }
}

/// What an item is, in a few words.
pub(super) fn name_of(item: &QueueItem) -> String {
    match item.drafts.as_slice() {
        [] => match item.pending {
            1 => "Report to enter: 1 pending rating".to_owned(),
            many => format!("Report to enter: {many} pending ratings"),
        },
        [draft] => name_of_draft(draft),
        many => format!("{} ratings", many.len()),
    }
}

fn name_of_draft(draft: &Draft) -> String {
    let rating = &draft.content.rating;
    format!(
        "{}, {}: {} (draft {})",
        draft.code,
        rating.dimension.label().to_lowercase(),
        rating.finding.label(),
        draft.id
    )
}

fn item(
    view: &QueueView,
    item: &QueueItem,
    (reader, queue): (i64, &str),
    (index, chosen): (usize, &Fields),
) -> AnyView {
    let (value, name) = (item.value(), name_of(item));
    let checked = chosen.has("item", &value);
    let id = format!("item-{index}");
    let said = std::iter::once(item.kind.label().to_owned())
        .chain(about(item))
        .collect::<Vec<_>>()
        .join(", ");
    let whom: Vec<&str> = item
        .assignees
        .iter()
        .map(|id| {
            if *id == reader {
                "you"
            } else {
                view.names.get(id).map_or("?", String::as_str)
            }
        })
        .collect();
    let whom = match (whom.as_slice(), item.is_free) {
        ([], _) => "Not assigned".to_owned(),
        (_, false) => format!("Assigned to {}", whom.join(", ")),
        (_, true) => format!("Partly assigned to {}", whom.join(", ")),
    };
    let due = item.due.map(|day| {
        let is_over = day < view.today;
        let text = format!(
            "{} {}",
            if is_over { "Overdue since" } else { "Due" },
            day.format("%-d %B %Y")
        );
        view! { <span class=if is_over { "queue-due is-over" } else { "queue-due" }>{text}</span> }
    });
    let label = id.clone();
    view! {
        <li>
            <label class="tick-cell" for=label>
                <input type="checkbox" name="item" id=id value=value checked=checked/>
                <span class="vh">{format!("Select {}, {name}", group_of(item))}</span>
            </label>
            <div>
                <a href=item.href(reader, queue)>{name.clone()}</a>
                <p class="muted">{said}</p>
                <p class="queue-who"><span>{whom}</span> {due}</p>
            </div>
        </li>
    }
    .into_any()
}

/// Who wrote it and since when it waits.
fn about(item: &QueueItem) -> Option<String> {
    let first = item.drafts.first()?;
    let day = |at: chrono::DateTime<chrono::Utc>| at.format("%-d %B %Y").to_string();
    let since = item.since().map_or(String::new(), day);
    let when = match (item.kind, first.publish_at) {
        (WorkKind::Scheduled, Some(at)) => {
            format!("to be published on {}", moment_at(at))
        }
        _ => format!("since {since}"),
    };
    Some(format!("written by {}, {when}", first.author_name))
}
